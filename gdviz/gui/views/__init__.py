"""The views: each stands alone, shows records, and emits what a person wants."""
