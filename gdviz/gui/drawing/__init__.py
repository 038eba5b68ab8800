"""What several rooms draw with: paths, strokes, axes, markers, arrows, and formulas set in type."""
