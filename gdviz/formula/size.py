"""Bounds the work of differentiating a formula, so that a window never waits for sympy on a monster."""

from __future__ import annotations

from gdviz.formula.errors import FormulaError
from gdviz.formula.formula import Formula
from gdviz.formula.nodes import Call, Inverse, Negative, Node, Number, Power, Product, Sum, Variable
from gdviz.messages import message

MAX_SIZE = 20_000
"""The largest second derivative, in nodes before simplification: one or two seconds of sympy."""

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
