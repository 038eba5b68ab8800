"""The table of runs, and the commands for runs."""
