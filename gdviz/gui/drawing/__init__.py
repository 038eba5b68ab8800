"""What several rooms draw with: plots over the steps, paths, strokes, axes, markers, arrows, formulas set in type."""
