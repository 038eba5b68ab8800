"""The engine: batches, the runner, its records, and the verdicts on them."""
