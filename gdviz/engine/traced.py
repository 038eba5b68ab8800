"""Numbers that remember how they were made, so that an optimizer's own rule writes its formulas.

`Traced` wraps a value (a float or an array) and the operation that made it. An optimizer's `update`, called
with such numbers, computes what it always computes; gdviz.engine.writing writes what comes back with symbols
("μ·b + g") and with numbers ("0.9·[6, 3] + [5.1, 2.8]").
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np


class Traced:
    """A value, and how it was made: a named leaf, an operation on others, or a result with its own `formula`."""

    __array_priority__ = 1000.0  # so that array * Traced calls __rmul__

    def __init__(self, value: Any, symbol: str = "", operation: str = "", parts: tuple[Any, ...] = (),
                 formula: str = "") -> None:  # fmt: skip
        self.value = value
        self.symbol = symbol
        self.operation = operation
        self.parts = parts
        self.formula = formula

    def __add__(self, other: Any) -> Traced:
        return _binary("+", self, other, lambda a, b: a + b)

    def __radd__(self, other: Any) -> Traced:
        return _binary("+", other, self, lambda a, b: a + b)

    def __sub__(self, other: Any) -> Traced:
        return _binary("-", self, other, lambda a, b: a - b)

    def __rsub__(self, other: Any) -> Traced:
        return _binary("-", other, self, lambda a, b: a - b)

    def __mul__(self, other: Any) -> Traced:
        return _binary("*", self, other, lambda a, b: a * b)

    def __rmul__(self, other: Any) -> Traced:
        return _binary("*", other, self, lambda a, b: a * b)

    def __truediv__(self, other: Any) -> Traced:
        return _binary("/", self, other, lambda a, b: a / b)

    def __rtruediv__(self, other: Any) -> Traced:
        return _binary("/", other, self, lambda a, b: a / b)

    def __pow__(self, other: Any) -> Traced:
        return _binary("^", self, other, lambda a, b: a**b)

    def __rpow__(self, other: Any) -> Traced:
        return _binary("^", other, self, lambda a, b: a**b)

    def __neg__(self) -> Traced:
        return Traced(-self.value, operation="neg", parts=(self,))

    def __bool__(self) -> bool:
        return bool(self.value)

    def __float__(self) -> float:
        return float(self.value)

    def __lt__(self, other: Any) -> Any:
        return _binary("<", self, other, lambda a, b: a < b)

    def __le__(self, other: Any) -> Any:
        return _binary("≤", self, other, lambda a, b: a <= b)

    def __gt__(self, other: Any) -> Any:
        return _binary(">", self, other, lambda a, b: a > b)

    def __ge__(self, other: Any) -> Any:
        return _binary("≥", self, other, lambda a, b: a >= b)

    def __eq__(self, other: object) -> Any:
        return _binary("=", self, other, lambda a, b: a == b)

    __hash__ = object.__hash__


class TracedFunctions:
    """The namespace that a rule gets as `xp`: NumPy's functions on Traced values."""

    def __getattr__(self, name: str) -> Callable[..., Traced]:
        function = getattr(np, name)

        def call(*parts: Any, **options: Any) -> Traced:
            return Traced(function(*map(plain, parts), **options), operation=name, parts=parts)

        return call

    def derived(self, symbol: str, formula: str, compute: Callable[..., Any], parts: tuple[Any, ...]) -> Traced:
        """A result that is shown under its `symbol` with a `formula`, however it is computed."""
        return Traced(compute(np, *map(plain, parts)), symbol, "derived", parts, formula)


def plain(value: Any) -> Any:
    """The value under a Traced; anything else as it is."""
    return value.value if isinstance(value, Traced) else value


def _binary(operation: str, a: Any, b: Any, compute: Callable[[Any, Any], Any]) -> Traced:
    return Traced(compute(plain(a), plain(b)), operation=operation, parts=(a, b))
