"""Sweeps: what runs come to over any values of an experiment, as lines and maps."""
