"""What scripts/bench.py measures: one module a subject, and what they share in table.py and timing.py."""
