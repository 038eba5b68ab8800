"""A guided lesson in the window: where it is, its panel, and its texts."""
