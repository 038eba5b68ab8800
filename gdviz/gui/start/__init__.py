"""The start page: lessons, prepared experiments, and the person's own functions, data and files."""
