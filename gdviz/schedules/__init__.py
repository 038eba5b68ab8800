"""Learning-rate schedules: one file each, found by gdviz.registry; `base` holds the warm-up and `Schedule`."""
