"""Data: built in, inline."""
