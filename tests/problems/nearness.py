"""How near a float64 result must be to the exact one."""

from typing import Any

import numpy as np

from gdviz.problems.problem import Problem

TOLERANCE = 1e-11
ULPS = 4


def assert_near(found: Any, expected: Any, tolerance: float = TOLERANCE) -> None:
    """Each number within `tolerance` of max(1, |expected|)."""
    found, expected = np.asarray(found, dtype=float), np.asarray(expected, dtype=float)
    assert found.shape == expected.shape
    assert np.all(np.abs(found - expected) <= tolerance * np.maximum(1, np.abs(expected)))


def assert_hessian_near(problem: Problem, w: np.ndarray, expected: np.ndarray) -> None:
    """The Hessian at `w`, shape (dim,), within 1e-11 of its size, plus what the last bits of `w` change in it.

    A mixed forward and backward error (Higham, Accuracy and Stability of Numerical Algorithms, 2nd ed. 2002,
    section 1.5). The second part counts for Schaffer N. 2 alone: sin(x² - y²) of an argument near 1e4 has lost
    four digits before any sine is taken, and each derivative multiplies that by 2x or 2y.
    """
    found = problem.hessian(w)
    nudged = [w + ULPS * np.spacing(w) * sign * unit for unit in np.eye(len(w)) for sign in (-1, 1)]
    bits = max(np.abs(problem.hessian(near) - found).max() for near in nudged)
    assert np.abs(found - expected).max() <= TOLERANCE * max(1.0, np.abs(expected).max()) + bits
