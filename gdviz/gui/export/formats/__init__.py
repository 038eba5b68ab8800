"""The formats of pictures and films, one file each; a file imports Qt only where it draws."""
