"""Numbers that remember how they were made, so that an optimizer's own rule writes its formulas.

`Traced` wraps a value (a float or an array) and the operation that made it. An optimizer's `update`, called
with such numbers, computes what it always computes; what comes back can be written with symbols
("μ·b + g") and with numbers ("0.9·[6, 3] + [5.1, 2.8]").
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

_SUM, _QUOTIENT, _PRODUCT, _UNARY, _POWER, _ATOM = range(6)
_SUPERSCRIPTS = str.maketrans("0123456789-", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻")


class Traced:
    """A value, and how it was made: a named leaf, or an operation on others."""

    __array_priority__ = 1000.0  # so that array * Traced comes to __rmul__

    def __init__(self, value: Any, symbol: str = "", operation: str = "", parts: tuple[Any, ...] = ()) -> None:
        self.value = value
        self.symbol = symbol
        self.operation = operation
        self.parts = parts

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

    def __lt__(self, other: Any) -> Any:
        return self.value < plain(other)

    def __le__(self, other: Any) -> Any:
        return self.value <= plain(other)

    def __gt__(self, other: Any) -> Any:
        return self.value > plain(other)

    def __ge__(self, other: Any) -> Any:
        return self.value >= plain(other)

    def __eq__(self, other: object) -> Any:
        return self.value == plain(other)

    __hash__ = object.__hash__


class TracedFunctions:
    """The namespace that a rule gets as `xp`: NumPy's functions on Traced values."""

    def __getattr__(self, name: str) -> Callable[..., Traced]:
        function = getattr(np, name)

        def call(*parts: Any) -> Traced:
            return Traced(function(*map(plain, parts)), operation=name, parts=parts)

        return call


def plain(value: Any) -> Any:
    """The value under a Traced; anything else as it is."""
    return value.value if isinstance(value, Traced) else value


def write(value: Any, names: dict[int, str], leaf: Callable[[Any], str]) -> str:
    """Write how `value` was made.

    Parts whose id is in `names` are written by that name instead of being opened; `leaf` writes leaves.
    """
    return _write(value, names, leaf, top=True)[0]


def _binary(operation: str, a: Any, b: Any, compute: Callable[[Any, Any], Any]) -> Traced:
    return Traced(compute(plain(a), plain(b)), operation=operation, parts=(a, b))


def _write(value: Any, names: dict[int, str], leaf: Callable[[Any], str], top: bool = False) -> tuple[str, int]:
    if not top and id(value) in names:
        return names[id(value)], _ATOM
    if not isinstance(value, Traced) or not value.operation:
        text = leaf(value)
        return text, _UNARY if text.startswith("−") else _ATOM
    part = [_write(p, names, leaf) for p in value.parts]
    match value.operation:
        case "+":
            return f"{_wrap(part[0], _SUM)} + {_wrap(part[1], _SUM + (part[1][0].startswith('−')))}", _SUM
        case "-":
            return f"{_wrap(part[0], _SUM)} − {_wrap(part[1], _QUOTIENT)}", _SUM
        case "*":
            if isinstance(value.parts[0], Traced) and value.parts[0] is value.parts[1]:
                return f"{_wrap(part[0], _ATOM)}²", _POWER
            left = _wrap(part[0], _PRODUCT)
            return f"{left}·{_wrap(part[1], _POWER)}", _PRODUCT
        case "/":
            return f"{_wrap(part[0], _PRODUCT)} / {_wrap(part[1], _POWER)}", _QUOTIENT
        case "^":
            power = part[1][0]
            raised = power.translate(_SUPERSCRIPTS) if power.isdigit() else {"t": "ᵗ"}.get(power, f"^{power}")
            return f"{_wrap(part[0], _ATOM)}{raised}", _POWER
        case "neg":
            return f"−{_wrap(part[0], _PRODUCT)}", _PRODUCT
        case "sqrt":
            return f"√{_wrap(part[0], _ATOM)}", _POWER
    name = {"maximum": "max", "minimum": "min"}.get(value.operation, value.operation)
    return f"{name}({', '.join(text for text, _ in part)})", _ATOM


def _wrap(part: tuple[str, int], least: int) -> str:
    text, strength = part
    return text if strength >= least else f"({text})"
