"""Evaluates a formula's tree on arrays or on floats, without sympy and without generated code."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from types import SimpleNamespace
from typing import Any

from gdviz.formula import scalars
from gdviz.formula.nodes import (
    Call,
    Constant,
    Inverse,
    Negative,
    Node,
    Number,
    Power,
    Product,
    Sum,
    Variable,
    integer_value,
)

LARGEST_PRODUCT_POWER = 64
"""Whole powers up to this are computed by multiplying: exact for small ones and faster than any pow()."""

_VALUES = {"pi": 3.141592653589793, "e": 2.718281828459045}
_ARRAY_NAMES = {"asin": "arcsin", "acos": "arccos", "atan": "arctan"}
_NAMESPACE_NAMES = {"min": "minimum", "max": "maximum"}


@cache
def namespace(xp: Any) -> Any:
    """The functions of formulas for the array module `xp`: itself where it has the array API's names."""
    if all(hasattr(xp, name) for name in _ARRAY_NAMES):
        return xp
    made = {name: getattr(xp, name) for name in scalars.__all__ if name not in _ARRAY_NAMES}
    made.update({name: getattr(xp, old) for name, old in _ARRAY_NAMES.items()})
    return SimpleNamespace(**made)


def constant_value(node: Constant) -> float:
    """The float of a named constant."""
    return _VALUES[node.name] if node.value is None else float(node.value)


def evaluate(node: Node, m: Any, values: Mapping[str, Any]) -> Any:
    """The value of `node` where the variables have `values`: floats, or arrays that broadcast.

    `m` holds the functions: `scalars`, or `namespace(xp)`. Parts without a variable are computed on floats, so
    that they never widen a float32 array. Raises ArithmeticError or ValueError as `scalars` does; arrays get
    nan and inf instead, with NumPy's warnings.
    """
    match node:
        case Number(value):
            return float(value)
        case Constant():
            return constant_value(node)
        case Variable(name):
            return values[name]
        case Negative(arg):
            return -evaluate(arg, m, values)
        case Sum(terms):
            total = evaluate(terms[0], m, values)
            for term in terms[1:]:
                if isinstance(term, Negative):
                    total = total - evaluate(term.arg, m, values)
                else:
                    total = total + evaluate(term, m, values)
            return total
        case Product(factors):
            total = evaluate(factors[0], m, values)
            for factor in factors[1:]:
                if isinstance(factor, Inverse):
                    total = total / evaluate(factor.arg, m, values)
                else:
                    total = total * evaluate(factor, m, values)
            return total
        case Power(base, exponent):
            return _power(base, exponent, m, values)
        case Call(name, args):
            found = [evaluate(arg, m, values) for arg in args]
            function = getattr(_on(m, found), _NAMESPACE_NAMES.get(name, name))
            result = function(*found[:2])
            for more in found[2:]:
                result = function(result, more)
            return result


def _power(base: Node, exponent: Node, m: Any, values: Mapping[str, Any]) -> Any:
    n = integer_value(exponent)
    if n == 0:
        return 1.0
    b = evaluate(base, m, values)
    if n is not None and abs(n) <= LARGEST_PRODUCT_POWER:
        return by_products(b, n) if n >= 0 else 1.0 / by_products(b, -n)
    p = evaluate(exponent, m, values)
    if base == Constant("e"):
        return _on(m, [p]).exp(p)
    return _on(m, [b, p]).power(b, p)


def by_products(b: Any, n: int) -> Any:
    """`b` to the whole power n >= 0 by repeated squaring."""
    if n <= 1:
        return b if n else 1.0
    half = by_products(b, n // 2)
    return half * half * b if n % 2 else half * half


def _on(m: Any, found: list[Any]) -> Any:
    return scalars if all(type(value) is float for value in found) else m
