"""`parse`: a text becomes a `Formula`, which can be evaluated, written, and converted to sympy."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import field
from functools import cached_property, lru_cache
from typing import Any

from gdviz.formula import scalars
from gdviz.formula.errors import FormulaError
from gdviz.formula.evaluation import evaluate, namespace
from gdviz.formula.nodes import RESERVED, Constant, Node, Number, Variable, walk
from gdviz.formula.parser import Parser
from gdviz.formula.rendering import HTML, TEXT, UNICODE, render
from gdviz.frozen import frozen
from gdviz.messages import message

DEFAULT_VARIABLES = ("x", "y")
ONE_VARIABLE = ("w",)
"""The variable of a formula in which neither x nor y occurs: the one parameter of a curve J(w)."""


@frozen
class Formula:
    """A parsed formula. Equal when the trees and the variables are equal, however the text was typed."""

    text: str = field(compare=False)
    variables: tuple[str, ...]
    node: Node

    def evaluate(self, xp: Any, *values: Any) -> Any:
        """The value for one float or array a variable, in the order of `variables`.

        `xp` is `gdviz.formula.scalars` for floats (raises ArithmeticError or ValueError where the value is not
        finite), or numpy or cupy for arrays that broadcast (nan or inf there). A formula without variables
        gives a float either way.
        """
        m = xp if xp is scalars else namespace(xp)
        return evaluate(self.node, m, dict(zip(self.variables, values, strict=True)))

    @cached_property
    def canonical(self) -> str:
        """The formula in one spelling of the grammar: ``3*x**2*y``."""
        return render(self.node, TEXT)

    def pretty(self) -> str:
        """Plain unicode for reading: ``3x²y``; parses back to the same tree."""
        return render(self.node, UNICODE)

    def html(self) -> str:
        """For rich text: ``3<i>x</i><sup>2</sup><i>y</i>``."""
        return render(self.node, HTML)

    @cached_property
    def has_decimals(self) -> bool:
        """Whether a number with a fraction was typed; derivatives are then written with decimals too."""
        return any(
            isinstance(node, Number | Constant) and node.value is not None and node.value.denominator != 1
            for node in walk(self.node)
        )

    @property
    def constants(self) -> dict[str, float]:
        """The named constants that occur, with their values, in the order of the text."""
        found = [part for part in walk(self.node) if isinstance(part, Constant) and part.value is not None]
        return {constant.name: float(constant.value) for constant in found if constant.value is not None}

    def sympy(self) -> Any:
        """The sympy expression: exact rationals, real symbols. Imports sympy (250 ms the first time)."""
        from gdviz.formula.symbolic import to_sympy

        return to_sympy(self.node)


def parse(
    text: str,
    variables: Sequence[str] | None = None,
    constants: Mapping[str, float] | None = None,
) -> Formula:
    """Parse `text`; no part of it is executed, and sympy is not imported.

    Without `variables` they are those that occur of x and y, or else w. `constants` are named numbers of the formula;
    they are exact decimals as the numbers of the text are. Raises FormulaError with one sentence and its place.
    """
    named = None if variables is None else tuple(variables)
    return _parse(text, named, tuple((constants or {}).items()))


def readable(text: str, variables: Sequence[str], constants: Mapping[str, float] | None = None) -> str:
    """`text` in plain unicode for reading; empty where it is longer than a formula may be, as derivatives can be."""
    try:
        return parse(text, variables, constants).pretty()
    except FormulaError:
        return ""


@lru_cache(maxsize=64)
def _parse(text: str, variables: tuple[str, ...] | None, constants: tuple[tuple[str, float], ...]) -> Formula:
    names = [*(variables or ()), *(name for name, _ in constants)]
    for name in names:
        if not name.isidentifier():
            raise FormulaError(
                message("a name has letters, digits and _ only, got {got}", got=" ".join(name[:40].split()))
            )
        if name in RESERVED:
            raise FormulaError(message("{got} is already a function or a constant; choose another name", got=name))
    if len(set(names)) < len(names):
        raise FormulaError(message("each name may be given only once: {names}", names=", ".join(names)[:80]))
    if variables is not None:
        return Formula(text, variables, Parser(text, variables, dict(constants)).parse())
    free = [name for name in (*DEFAULT_VARIABLES, *ONE_VARIABLE) if name not in names]
    node = Parser(text, free, dict(constants)).parse()
    found = {part.name for part in walk(node) if isinstance(part, Variable)}
    plane = tuple(name for name in DEFAULT_VARIABLES if name in found)
    if plane and found.intersection(ONE_VARIABLE):
        Parser(text, [name for name in free if name not in ONE_VARIABLE], dict(constants)).parse()  # raises
    return Formula(text, plane or tuple(name for name in ONE_VARIABLE if name in found), node)
