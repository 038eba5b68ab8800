"""Optimizers: one file a family, found by gdviz.registry."""
