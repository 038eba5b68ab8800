"""The arithmetic of one update, written out, and the table of all parameters."""
