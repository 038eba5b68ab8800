"""Pure functions that apply an edit to an experiment, and values that say how its runs are shown; no Qt."""
