"""The dialogs: each asks one thing or tells one thing."""
