"""The engine: batches, the runner, its record, and what the record means."""
