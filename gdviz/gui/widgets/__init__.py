"""Widgets that know neither experiment nor engine."""
