"""Sweeps: the results of runs over any values of an experiment, as lines and maps."""
