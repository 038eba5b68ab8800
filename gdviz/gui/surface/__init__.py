"""The loss surface: the curve of one parameter, the map of two, and the relief in three dimensions."""
