"""Round numbers for axes, scales and levels."""

from __future__ import annotations

import math
from collections.abc import Iterable


def nice_step(rough: float) -> float:
    """The least of 1, 2, 5 times a power of ten that is not under `rough`."""
    if not rough > 0 or not math.isfinite(rough):
        return 1.0
    base = 10.0 ** math.floor(math.log10(rough))
    if not base:  # less than any power of ten that a float holds
        return 1.0
    return next((m * base for m in (1, 2, 5) if m * base >= rough * (1 - 1e-9)), 10 * base)


def multiples(spacing: float, low: float, high: float) -> list[float]:
    """The multiples of `spacing` in [low, high]; none where they are a thousand or more, or an end is not finite."""
    if not (math.isfinite(low) and math.isfinite(high)):
        return []
    first, last = math.ceil(low / spacing - 1e-9), math.floor(high / spacing + 1e-9)
    return [spacing * k for k in range(first, last + 1)] if last - first < 1000 else []


def nice_ticks(low: float, high: float, most: int = 5) -> list[float]:
    """Round numbers in [low, high]: multiples of 1, 2 or 5 times a power of ten, at most `most` or so."""
    ticks = [float(f"{tick:.12g}") + 0.0 for tick in multiples(nice_step((high - low) / most), low, high)]  # no -0
    return list(dict.fromkeys(ticks))  # where they differ only beyond 12 digits


_NEGLIGIBLE = 1e-12
"""The share of a vector's largest number below which another of its numbers may be a rounding error."""
_TINY = 1e-9
"""The absolute value from which on a number counts as a result, however large the others: 1e31 beside 1e46 is one."""


def negligible_as_zero(values: Iterable[float]) -> list[float]:
    """The numbers of one vector for reading: what is tiny and negligible beside the largest is 0: (3.2, 1.2e-16)."""
    values = list(values)
    largest = max((abs(value) for value in values if math.isfinite(value)), default=0.0)
    least = min(_NEGLIGIBLE * largest, _TINY)
    return [0.0 if abs(value) < least else value for value in values]
