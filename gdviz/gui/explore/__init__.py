"""Tools that explore the surface by hand, and what they draw over it."""
