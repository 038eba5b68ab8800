"""Learning-rate schedules: one file each, found by gdviz.registry; `base` holds warm-up and the plan."""
