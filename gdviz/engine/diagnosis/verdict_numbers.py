"""How the sentences of verdicts write numbers and points."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from fractions import Fraction

from gdviz.engine.round_numbers import negligible_as_zero
from gdviz.messages import Message, message


def short(value: float) -> str:
    """Three digits; with the sign of Unicode."""
    return f"{value:.3g}".replace("-", "−")


def apart(one: float, other: float) -> tuple[str, str]:
    """Two numbers in three digits, or in as many more as make them different."""
    for digits in range(3, 17):
        texts = tuple(f"{value:.{digits}g}".replace("-", "−") for value in (one, other))
        if texts[0] != texts[1]:
            break
    return texts[0], texts[1]


def count(steps: float) -> str:
    """A number of steps rounded up, to whole ones and two digits: 1, 37, 1,200, 3.6e+07."""
    return _whole(steps, math.ceil)


def at_least(steps: float) -> str:
    """A number of steps rounded down, to whole ones and two digits, for "more than"."""
    return _whole(steps, math.floor)


def more_steps(steps: float) -> Message:
    """A number of further steps in words: "37 more steps", "1 more step"."""
    return message("1 more step") if math.ceil(steps) == 1 else message("{steps} more steps", steps=count(steps))


def _whole(steps: float, to_whole: Callable[[float | Fraction], int]) -> str:
    whole = to_whole(steps)
    unit = 10 ** max(len(str(whole)) - 2, 0)
    rounded = to_whole(Fraction(whole, unit)) * unit
    return f"{rounded:,}" if rounded < 1_000_000 else f"{rounded:.2g}"


def point(w: Iterable[float]) -> str:
    """The first four coordinates, in brackets; what is negligible beside the largest, or at all, is 0."""
    values = negligible_as_zero(0.0 if abs(value) < 1e-30 else value for value in w)
    shown = [short4(value) for value in values[:4]]
    return f"({', '.join(shown)}{', …' if len(values) > 4 else ''})"


def short4(value: float) -> str:
    """Four digits; -0 is 0."""
    return f"{value + 0.0:.4g}".replace("-", "−")
