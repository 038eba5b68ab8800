"""A guided lesson in the window: its progress, its panel, and its texts."""
