"""The tree that a formula is parsed into, and the words that formulas may use.

Frozen and comparable: two texts that mean the same operations in the same order have equal trees, whether
products are written out or not (``3x^2y`` and ``3*x**2*y``).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

UNARY = (
    "sin",
    "cos",
    "tan",
    "asin",
    "acos",
    "atan",
    "sinh",
    "cosh",
    "tanh",
    "exp",
    "log",
    "log10",
    "sqrt",
    "abs",
    "sign",
)
VARIADIC = ("min", "max")
FUNCTIONS = UNARY + VARIADIC
ALIASES = {"ln": "log", "Abs": "abs", "Min": "min", "Max": "max"}
CONSTANTS = {"pi": "pi", "e": "e", "E": "e"}
RESERVED = frozenset((*FUNCTIONS, *ALIASES, *CONSTANTS))


@dataclass(frozen=True, slots=True)
class Number:
    """An exact number, never negative: 0.1 is 1/10."""

    value: Fraction


@dataclass(frozen=True, slots=True)
class Constant:
    """A named constant: "pi" or "e" (value None), or one that the caller gave a value."""

    name: str
    value: Fraction | None = None


@dataclass(frozen=True, slots=True)
class Variable:
    """A variable by its name."""

    name: str


@dataclass(frozen=True, slots=True)
class Negative:
    """The negative of `arg`; as a term of a Sum it is a subtraction."""

    arg: Node


@dataclass(frozen=True, slots=True)
class Inverse:
    """A division by `arg`; only as a factor of a Product, never the first."""

    arg: Node


@dataclass(frozen=True, slots=True)
class Sum:
    """Two or more terms, added from left to right."""

    terms: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Product:
    """Two or more factors, multiplied (or divided, see Inverse) from left to right."""

    factors: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Power:
    """`base` to the power `exponent`."""

    base: Node
    exponent: Node


@dataclass(frozen=True, slots=True)
class Call:
    """One of FUNCTIONS with its arguments."""

    name: str
    args: tuple[Node, ...]


Node = Number | Constant | Variable | Negative | Inverse | Sum | Product | Power | Call


def children(node: Node) -> tuple[Node, ...]:
    """The nodes right below `node`."""
    match node:
        case Negative(arg) | Inverse(arg):
            return (arg,)
        case Sum(parts) | Product(parts) | Call(_, parts):
            return parts
        case Power(base, exponent):
            return (base, exponent)
    return ()


def walk(node: Node) -> Iterator[Node]:
    """`node` and all nodes below it, as they are read."""
    stack = [node]
    while stack:
        node = stack.pop()
        yield node
        stack.extend(reversed(children(node)))


def replaced(node: Node, named: Mapping[str, Node]) -> Node:
    """`node` with something else in place of the variables and named constants of these names."""
    match node:
        case Variable(name) | Constant(name):
            return named.get(name, node)
        case Negative(arg):
            return Negative(replaced(arg, named))
        case Inverse(arg):
            return Inverse(replaced(arg, named))
        case Sum(parts):
            return Sum(tuple(replaced(part, named) for part in parts))
        case Product(parts):
            return Product(tuple(replaced(part, named) for part in parts))
        case Power(base, exponent):
            return Power(replaced(base, named), replaced(exponent, named))
        case Call(name, parts):
            return Call(name, tuple(replaced(part, named) for part in parts))
    return node


def integer_value(node: Node) -> int | None:
    """The value of a whole number with or without a sign; None for any other node."""
    if isinstance(node, Negative):
        inner = integer_value(node.arg)
        return None if inner is None else -inner
    if isinstance(node, Number) and node.value.denominator == 1:
        return node.value.numerator
    return None


def subtracted(term: Node) -> Node:
    """A later term of a sum with its leading sign in front of the whole term."""
    if isinstance(term, Product) and isinstance(term.factors[0], Negative):
        return Negative(Product((term.factors[0].arg, *term.factors[1:])))
    return term


def is_decimal(value: Fraction) -> bool:
    """Whether a number can be written with finitely many decimals."""
    rest = value.denominator
    for prime in (2, 5):
        while rest % prime == 0:
            rest //= prime
    return rest == 1
