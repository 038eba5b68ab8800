"""The commands of gdviz; gdviz.cli is their entry."""
