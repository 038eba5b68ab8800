"""The parameter panel: every value of the experiment that a person may edit."""
