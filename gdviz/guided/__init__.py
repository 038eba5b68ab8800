"""Guided lessons: read, judged, put into words and checked. No Qt."""
