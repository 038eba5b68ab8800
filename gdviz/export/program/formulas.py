"""A formula's tree as Python source: on NumPy, on PyTorch, or on floats."""

from __future__ import annotations

import builtins
import keyword
import unicodedata
from collections.abc import Iterable

from gdviz.formula import scalars
from gdviz.formula.evaluation import evaluate
from gdviz.formula.nodes import (
    Call,
    Constant,
    Inverse,
    Negative,
    Node,
    Power,
    Product,
    Sum,
    Variable,
    integer_value,
    replaced,
    walk,
)

_SUM, _PRODUCT, _POWER, _ATOM = range(4)
_PROGRAM = (
    "np", "torch", "math", "base64", "zlib", "w", "rows", "batch", "X", "Y", "predict", "loss", "slopes", "gradient",
    "hessian", "minimum", "maximum",
)  # fmt: skip
"""Names that the programs use themselves, above all those in the functions that unpack the names of a formula."""
_TAKEN = frozenset((*keyword.kwlist, *keyword.softkwlist, *dir(builtins), *_PROGRAM))
_TWO = {"min": "minimum", "max": "maximum"}


def source(node: Node, module: str = "np") -> str:
    """The expression, with the names of its variables as they are (see `renamed`).

    With "torch", `minimum` and `maximum` are functions of the program.
    """
    return _write(node, module)[0]


def identifiers(names: Iterable[str]) -> dict[str, str]:
    """What a program calls the variables of a formula: each by an identifier that nothing else in it has.

    Python reads an identifier in its NFKC form (PEP 3131), so it is written in that form: a full-width ``ｎ`` as
    ``n``. A name that Python or the program uses, or that an earlier variable has in that form (``µ`` and ``μ``), gets
    ``_``, ``_2``, .. at its end; the variable that is spelled so keeps the plain one.
    """
    made: dict[str, str] = {}
    taken = set(_TAKEN)
    given = list(names)
    for name in sorted(given, key=lambda name: not unicodedata.is_normalized("NFKC", name)):
        plain = own = unicodedata.normalize("NFKC", name)
        number = 1
        while own in taken:
            own = f"{plain}_{number if number > 1 else ''}"
            number += 1
        taken.add(own)
        made[name] = own
    return {name: made[name] for name in given}


def renamed(node: Node, called: dict[str, str]) -> Node:
    """`node` with the identifiers of `identifiers` in place of its variables."""
    return replaced(node, {name: Variable(own) for name, own in called.items()})


def _bracketed(node: Node, module: str, least: int) -> str:
    text, level = _write(node, module)
    return text if level >= least else f"({text})"


def _write(node: Node, module: str) -> tuple[str, int]:
    """The text of `node`, and how tightly it binds."""
    if not any(isinstance(part, Variable) for part in walk(node)):
        return _number(node)
    match node:
        case Variable(name):
            return name, _ATOM
        case Negative(arg):
            return "-" + _bracketed(arg, module, _POWER), _SUM
        case Sum(terms):
            text = _bracketed(terms[0], module, _SUM)
            for term in terms[1:]:
                if isinstance(term, Negative):
                    text += " - " + _bracketed(term.arg, module, _PRODUCT)
                else:
                    text += " + " + _bracketed(term, module, _PRODUCT)
            return text, _SUM
        case Product(factors):
            text = _bracketed(factors[0], module, _PRODUCT)
            for factor in factors[1:]:
                if isinstance(factor, Inverse):
                    text += " / " + _bracketed(factor.arg, module, _POWER)
                else:
                    text += " * " + _bracketed(factor, module, _POWER)
            return text, _PRODUCT
        case Power(base, exponent):
            return _power(base, exponent, module)
        case Call(name, args):
            return _call(name, [_write(arg, module)[0] for arg in args], module), _ATOM
    raise TypeError(f"{type(node).__name__} stands only inside a product")


def _number(node: Node) -> tuple[str, int]:
    value = float(evaluate(node, scalars, {}))
    text = str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    return text, _ATOM if value >= 0 else _SUM


def _power(base: Node, exponent: Node, module: str) -> tuple[str, int]:
    n = integer_value(exponent)
    if n is not None:
        return f"{_bracketed(base, module, _ATOM)} ** {n if n >= 0 else f'({n})'}", _POWER
    if base == Constant("e"):
        return f"{module}.exp({_write(exponent, module)[0]})", _ATOM
    power = "torch.pow" if module == "torch" else f"{module}.power"
    return f"{power}({_write(base, module)[0]}, {_write(exponent, module)[0]})", _ATOM


def _call(name: str, args: list[str], module: str) -> str:
    if name not in _TWO:
        return f"{module}.{name}({args[0]})"
    function = _TWO[name] if module == "torch" else f"{module}.{_TWO[name]}"
    text = args[0]
    for other in args[1:]:
        text = f"{function}({text}, {other})"
    return text
