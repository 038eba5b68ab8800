"""The page to begin with: lessons, prepared experiments, and what a person brings along."""
