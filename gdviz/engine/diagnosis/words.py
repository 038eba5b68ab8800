"""How the sentences of verdicts write numbers and points."""

from __future__ import annotations

from collections.abc import Iterable


def short(value: float) -> str:
    """Three digits; with the sign of Unicode."""
    return f"{value:.3g}".replace("-", "−")


def apart(one: float, other: float) -> tuple[str, str]:
    """Two numbers in three digits, or in as many more as tell them apart."""
    for digits in range(3, 17):
        texts = tuple(f"{value:.{digits}g}".replace("-", "−") for value in (one, other))
        if texts[0] != texts[1]:
            break
    return texts[0], texts[1]


def count(steps: float) -> str:
    """A number of steps, two at least, in whole ones to two digits: 37, 1,200, 3.5e+07."""
    rounded = max(int(float(f"{steps:.2g}")), 2)
    return f"{rounded:,}" if rounded < 1_000_000 else f"{steps:.2g}"


def point(w: Iterable[float]) -> str:
    """The first four coordinates, in brackets; what is nothing beside the largest, or at all, is 0."""
    values = list(w)
    least = max(1e-30, 1e-12 * max(map(abs, values), default=0.0))
    values = [value if not abs(value) < least else 0.0 for value in values]
    shown = [short4(value) for value in values[:4]]
    return f"({', '.join(shown)}{', …' if len(values) > 4 else ''})"


def short4(value: float) -> str:
    """Four digits; -0 is 0."""
    return f"{value + 0.0:.4g}".replace("-", "−")
