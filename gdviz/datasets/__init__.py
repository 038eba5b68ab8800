"""Data: built in, from CSV files, made up, or in the experiment file."""
