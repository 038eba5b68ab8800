"""The version of the package, apart from it: the engine writes it into files, and imports nothing above it."""

__version__ = "0.1.0"
