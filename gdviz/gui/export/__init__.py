"""Pictures of the window and of its views."""
