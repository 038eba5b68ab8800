"""The formats of data and code, one file each; those of pictures and films are in gdviz.gui.export.formats."""
