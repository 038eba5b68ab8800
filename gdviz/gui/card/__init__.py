"""The step card, which writes out the arithmetic of one update, and the table of all parameters."""
