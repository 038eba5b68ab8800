"""Bounds the work of differentiating a formula, so that a window never waits: what is refused, what sympy handles."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from gdviz.formula.errors import FormulaError
from gdviz.formula.formula import Formula
from gdviz.formula.nodes import Call, Constant, Inverse, Negative, Node, Number, Power, Product, Sum, Variable, children
from gdviz.messages import message

MAX_SIZE = 20_000
"""The largest second derivative, in nodes before parts are shared: code that still runs fast."""

_Sizes = tuple[int, int, int]


def require_derivatives(formula: Formula) -> None:
    """Raise FormulaError where the second derivatives of `formula` would be too long."""
    if derivative_size(formula.node) > MAX_SIZE:
        raise FormulaError(message("the formula is too long to differentiate twice: use fewer factors and levels"))


def derivative_size(node: Node) -> int:
    """A bound on the number of nodes of a second derivative by the rules of calculus, without sharing."""
    return _sizes(node)[2]


def _sizes(node: Node) -> _Sizes:
    """The nodes of `node`, of a first and of a second derivative."""
    match node:
        case Variable():
            return 1, 1, 0
        case Negative(arg) | Inverse(arg):
            s, d, h = _sizes(arg)
            return (s + 1, d + 1, h + 1) if isinstance(node, Negative) else _outer(s + 1, d, h)
        case Sum(parts):
            total = [sum(column) for column in zip(*map(_sizes, parts), strict=True)]
            return total[0] + 1, total[1], total[2]
        case Product(parts):
            return _product([_sizes(part) for part in parts])
        case Power(base, Number()):
            s, d, h = _sizes(base)
            return _outer(s + 2, d, h)
        case Power(base, exponent):
            return _outer(*_product([_sizes(exponent), _outer(*_sizes(base))]))
        case Call(_, (arg,)):
            s, d, h = _sizes(arg)
            return _outer(s + 1, d, h)
        case Call(_, parts):
            found = _sizes(parts[0])
            for part in parts[1:]:
                s, d, h = (a + b for a, b in zip(found, _sizes(part), strict=True))
                found = (s + 1, d + 2 * s + 6, h + 4 * s + 12)
            return found
    return 1, 0, 0


def _outer(s: int, d: int, h: int) -> _Sizes:
    """A function f(u) of size s in all: f'(u) u', and f''(u) u'² + f'(u) u''."""
    return (s, s + d + 2, 2 * s + 2 * d + h + 6) if d else (s, 0, 0)


def _product(parts: list[_Sizes]) -> _Sizes:
    varying = [part for part in parts if part[1]]
    n = len(varying)
    s, d, h = (sum(column) for column in zip(*parts, strict=True))
    return s + 1, d + n * s, h + n * s + n * (n - 1) * s + 2 * max(n - 1, 0) * d


# Which formulas sympy may simplify

_LARGEST_ORDINARY = 2500
_LARGEST_EXPONENT = 40
_LARGEST_DENOMINATOR = 10
_MOST_BITS = 64
_DEEPEST = 2


def is_ordinary(formula: Formula, by: int) -> bool:
    """Whether sympy simplifies the derivatives of `formula` by `by` variables, and their code, in a part of a second.

    What sympy does beyond the rules of calculus (finding out whether a part is zero or positive, factoring numbers,
    splitting powers in real and imaginary parts) takes long, or never ends, where roots lie in roots or in hyperbolic
    functions, where exponents are long numbers, and where functions or divisions are nested deep. Short formulas
    without these are ordinary.
    """
    if derivative_size(formula.node) * max(by, 2) > 2 * _LARGEST_ORDINARY:
        return False
    try:
        _require_ordinary(formula.node)
    except _UnusualError:
        return False
    return True


class _UnusualError(Exception):
    """A part that sympy may never finish to simplify."""


@dataclass(frozen=True, slots=True)
class _Traits:
    """What a part holds: variables, roots, and how many levels of functions, roots and divisions."""

    varies: bool = False
    rooted: bool = False
    levels: int = 0


def _require_ordinary(node: Node) -> _Traits:
    match node:
        case Variable():
            return _Traits(varies=True)
        case Number(value) | Constant(_, Fraction() as value):
            if max(value.numerator.bit_length(), value.denominator.bit_length()) > _MOST_BITS:
                raise _UnusualError
            return _Traits()
        case Power(base, exponent):
            return _require_ordinary_power(base, exponent)
        case Call("sqrt", (arg,)):
            return _require_ordinary_power(arg, Product((Number(Fraction(1)), Inverse(Number(Fraction(2))))))
        case Call(name, args) if name in ("abs", "sign", "min", "max"):  # functions of our own: sympy sees no argument
            below = [_require_ordinary(arg) for arg in args]
            return _Traits(varies=any(one.varies for one in below))
    found = [_require_ordinary(child) for child in children(node)]
    varies, rooted = any(one.varies for one in found), any(one.rooted for one in found)
    deeper = isinstance(node, Call) or (isinstance(node, Inverse) and varies)
    if rooted and isinstance(node, Call) and node.name in ("sinh", "cosh", "tanh"):
        raise _UnusualError
    return _checked(_Traits(varies, rooted, max((one.levels for one in found), default=0) + deeper))


def _checked(made: _Traits) -> _Traits:
    if made.levels > (_DEEPEST if made.varies else 1):
        raise _UnusualError
    return made


def _require_ordinary_power(base: Node, exponent: Node) -> _Traits:
    under = _require_ordinary(base)
    power = _fraction(exponent)
    if power is None:  # 2^x
        above = _require_ordinary(exponent)
        if under.varies or under.levels or not above.varies:
            raise _UnusualError
        return _checked(_Traits(True, above.rooted, above.levels + 1))
    if abs(power) > _LARGEST_EXPONENT or power.denominator > _LARGEST_DENOMINATOR:
        raise _UnusualError
    root = power.denominator > 1
    if root and (under.rooted or (under.levels and not under.varies)):
        raise _UnusualError
    return _checked(_Traits(under.varies, under.rooted or root, under.levels + (root or power < 0)))


def _fraction(node: Node) -> Fraction | None:
    """The value of a number with or without a sign, or of a quotient of two; None for any other node."""
    match node:
        case Number(value):
            return value
        case Negative(arg):
            inner = _fraction(arg)
            return None if inner is None else -inner
        case Product((above, Inverse(Number(value)))) if value:
            inner = _fraction(above)
            return None if inner is None else inner / value
    return None
