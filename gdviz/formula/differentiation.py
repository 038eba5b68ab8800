"""Partial derivatives of a formula's tree by the rules of calculus, for reading: quick enough for every key typed.

Named constants keep their names. What the engine computes with is differentiated in `compiling`, where ordinary
formulas are simplified further by sympy, which takes a quarter of a second to import.
"""

from __future__ import annotations

from fractions import Fraction

from gdviz.formula.formula import Formula
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
    is_decimal,
    subtracted,
)
from gdviz.formula.rendering import TEXT, render
from gdviz.formula.size import derivative_size

MAX_SIZE = 600
"""The largest second derivative, in nodes, up to which the first is worth reading, and found in a millisecond or so."""
_MAX_BITS = 200

Factors = tuple[tuple[Node, Fraction], ...]
Terms = dict[Factors, Fraction]
"""A sum: the coefficient of each product of powers."""


def partial_derivatives(formula: Formula, most: int = MAX_SIZE) -> tuple[Node, ...] | None:
    """The derivative by each variable, with like terms and like factors collected; None for a long formula.

    It is long where its second derivative may have more than `most` nodes.
    """
    if derivative_size(formula.node) > most:
        return None
    terms = _terms(formula.node)
    nodes = (_node(_derivative(terms, name), decimals=formula.has_decimals) for name in formula.variables)
    return tuple(map(_with_decimals, nodes)) if formula.has_decimals else tuple(nodes)


def _derivative(terms: Terms, name: str) -> Terms:
    total: Terms = {}
    for factors, coefficient in terms.items():
        for i, (base, exponent) in enumerate(factors):
            inner = _base_derivative(base, name)
            if inner:
                rest = {_merged((*factors[:i], (base, exponent - 1), *factors[i + 1 :])): coefficient * exponent}
                total = _added(total, _multiplied(rest, inner))
    return total


def _base_derivative(base: Node, name: str) -> Terms:
    match base:
        case Variable(variable):
            return _number(1) if variable == name else {}
        case Number() | Constant():
            return {}
        case Sum() | Product() | Negative() | Inverse():
            return _derivative(_terms(base), name)
        case Power(under, exponent):
            inner, above = _derivative(_terms(under), name), _derivative(_terms(exponent), name)
            slope = _multiplied(above, _terms(Call("log", (under,)))) if under != Constant("e") else above
            if inner:
                slope = _added(slope, _multiplied(_multiplied(_terms(exponent), inner), _atom(under, -1)))
            return _multiplied(_atom(base), slope)
        case Call(function, (arg,)):
            inner = _derivative(_terms(arg), name)
            return _multiplied(inner, _outer(function, base, arg)) if inner else {}
        case Call(function, (first, *rest)):
            second = rest[0] if len(rest) == 1 else Call(function, tuple(rest))
            sign = 1 if function == "max" else -1
            total: Terms = {}
            for one, other in ((first, second), (second, first)):
                inner = _derivative(_terms(one), name)
                larger = Call("sign", (_node(_added(_terms(one), _scaled(_terms(other), -1))),))
                share = _added(_number(Fraction(1, 2)), _scaled(_atom(larger), Fraction(sign, 2)))
                total = _added(total, _multiplied(inner, share))
            return total
    raise AssertionError(f"{base} is no formula")


def _outer(function: str, call: Node, arg: Node) -> Terms:
    """The derivative of a function of one argument by its argument."""
    u, one = _terms(arg), _number(1)
    square = _power(u, Fraction(2))
    match function:
        case "sin":
            return _atom(Call("cos", (arg,)))
        case "cos":
            return _scaled(_atom(Call("sin", (arg,))), -1)
        case "tan" | "tanh":
            return _added(one, _scaled(_atom(call, 2), 1 if function == "tan" else -1))
        case "asin" | "acos":
            root = Call("sqrt", (_node(_added(one, _scaled(square, -1))),))
            return _scaled(_atom(root, -1), 1 if function == "asin" else -1)
        case "atan":
            return _power(_added(square, one), Fraction(-1))
        case "sinh" | "cosh":
            return _atom(Call("cosh" if function == "sinh" else "sinh", (arg,)))
        case "exp":
            return _atom(call)
        case "log":
            return _power(u, Fraction(-1))
        case "log10":
            return _power(_multiplied(u, _atom(Call("log", (Number(Fraction(10)),)))), Fraction(-1))
        case "sqrt":
            return _scaled(_atom(call, -1), Fraction(1, 2))
        case "abs":
            return _atom(Call("sign", (arg,)))
        case "sign":
            return {}
    raise AssertionError(f"{function} is no function of one argument")


# Sums of products of powers


def _terms(node: Node) -> Terms:
    match node:
        case Number(value):
            return _number(value)
        case Negative(arg):
            return _scaled(_terms(arg), -1)
        case Inverse(arg):
            return _power(_terms(arg), Fraction(-1))
        case Sum(parts):
            total: Terms = {}
            for part in parts:
                total = _added(total, _terms(part))
            return total
        case Product(parts):
            product = _number(1)
            for part in parts:
                product = _multiplied(product, _terms(part))
            return product
        case Power(base, exponent):
            power = _constant(_terms(exponent))
            return _power(_terms(base), power) if power is not None else _atom(node)
    return _atom(node)


def _number(value: Fraction | int) -> Terms:
    return {(): Fraction(value)} if value else {}


def _atom(node: Node, exponent: int = 1) -> Terms:
    return {((node, Fraction(exponent)),): Fraction(1)}


def _constant(terms: Terms) -> Fraction | None:
    """The value of a sum without letters; None for any other sum."""
    return Fraction(0) if not terms else terms[()] if set(terms) == {()} else None


def _scaled(terms: Terms, factor: Fraction | int) -> Terms:
    return {factors: coefficient * factor for factors, coefficient in terms.items()}


def _added(a: Terms, b: Terms) -> Terms:
    total = dict(a)
    for factors, coefficient in b.items():
        total[factors] = total.get(factors, Fraction(0)) + coefficient
    return {factors: coefficient for factors, coefficient in total.items() if coefficient}


def _multiplied(a: Terms, b: Terms) -> Terms:
    """The product; a sum of several terms stays a factor in brackets, unless the other one is a mere number."""
    if not a or not b:
        return {}
    for one, other in ((a, b), (b, a)):
        value = _constant(one)
        if value is not None:
            return _scaled(other, value)
    (first, x), (second, y) = _single(a), _single(b)
    return {_merged((*first, *second)): x * y}


def _single(terms: Terms) -> tuple[Factors, Fraction]:
    if len(terms) == 1:
        return next(iter(terms.items()))
    return ((_node(terms), Fraction(1)),), Fraction(1)


def _power(terms: Terms, exponent: Fraction) -> Terms:
    """A power; only whole powers go to the factors, since (x²)^½ is not x."""
    if exponent == 0:
        return _number(1)
    if exponent == 1 or not terms:
        return terms if exponent > 0 else _atom(Number(Fraction(0)), -1)
    factors, coefficient = _single(terms)
    bits = coefficient.numerator.bit_length() + coefficient.denominator.bit_length()
    if exponent.denominator != 1 or bits * abs(exponent) > _MAX_BITS:
        return {((_node(terms), exponent),): Fraction(1)}
    raised = tuple((base, power * exponent) for base, power in factors)
    return {_merged(raised): coefficient ** int(exponent)}


def _merged(factors: Factors) -> Factors:
    """Like factors as one power, in the order in which they are read: letters, brackets, functions."""
    total: dict[Node, Fraction] = {}
    for base, exponent in factors:
        total[base] = total.get(base, Fraction(0)) + exponent
    return tuple(sorted(((base, power) for base, power in total.items() if power), key=lambda pair: _place(pair[0])))


def _place(node: Node) -> tuple[int, str]:
    kinds = (Constant, Variable, Sum, Power, Call)
    return next((i for i, kind in enumerate(kinds) if isinstance(node, kind)), len(kinds)), render(node, TEXT)


# Back to a tree


def _node(terms: Terms, *, decimals: bool = False) -> Node:
    parts = [_product(factors, coefficient, decimals) for factors, coefficient in terms.items()]
    if not parts:
        return Number(Fraction(0))
    return parts[0] if len(parts) == 1 else Sum((parts[0], *map(subtracted, parts[1:])))


def _with_decimals(node: Node) -> Node:
    """`node` with the terms that are fractions as decimals: (x + 1.5)^2 where a bracket holds 3/2."""
    match node:
        case Sum(terms):
            return Sum(tuple(_decimal(_with_decimals(term)) for term in terms))
        case Negative(arg):
            return Negative(_with_decimals(arg))
        case Inverse(arg):
            return Inverse(_with_decimals(arg))
        case Product(factors):
            return Product(tuple(map(_with_decimals, factors)))
        case Power(base, exponent):
            return Power(_with_decimals(base), exponent)
        case Call(name, args):
            return Call(name, tuple(map(_with_decimals, args)))
    return node


def _decimal(term: Node) -> Node:
    match term:
        case Negative(arg):
            return Negative(_decimal(arg))
        case Product((Number(above), Inverse(Number(below)))) if below and is_decimal(above / below):
            return Number(above / below)
    return term


def _product(factors: Factors, coefficient: Fraction, decimals: bool) -> Node:
    size = abs(coefficient)
    above: list[Node] = []
    below: list[Node] = []
    if decimals and is_decimal(size):
        above += [Number(size)] if size != 1 else []
    else:
        above += [Number(Fraction(size.numerator))] if size.numerator != 1 else []
        below += [Number(Fraction(size.denominator))] if size.denominator != 1 else []
    for base, exponent in factors:
        (above if exponent > 0 else below).append(_raised(base, abs(exponent)))
    if not above:
        above = [Number(Fraction(1))]
    if coefficient < 0:
        above[0] = Negative(above[0])
    under = below if len(below) < 2 else [Product(tuple(below))]
    parts = (*above, *(Inverse(node) for node in under))
    return parts[0] if len(parts) == 1 else Product(parts)


def _raised(base: Node, exponent: Fraction) -> Node:
    if exponent == 1:
        return base
    if exponent == Fraction(1, 2):
        return Call("sqrt", (base,))
    whole = exponent.denominator == 1 or is_decimal(exponent)
    top = Number(Fraction(exponent.numerator))
    return Power(base, Number(exponent) if whole else Product((top, Inverse(Number(Fraction(exponent.denominator))))))
