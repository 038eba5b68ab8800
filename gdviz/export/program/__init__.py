"""Writes experiments as programs: from the rules' own sources, with their numbers put in."""
