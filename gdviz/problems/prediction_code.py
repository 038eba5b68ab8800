"""Compiles a prediction with its exact derivatives by the parameters alone, not by the columns."""

from __future__ import annotations

from gdviz.formula import Formula
from gdviz.formula.compiling import Code, derivatives
from gdviz.frozen import frozen


@frozen
class PredictionCode:
    """Functions of ``(m, *parameters, *columns)``; m as in `gdviz.formula.compiling`.

    `first` returns the prediction and its d derivatives, `second` the d(d+1)/2 entries of the upper triangle, row
    by row. `partials` are the derivatives in the formula grammar.
    """

    first: Code
    second: Code
    partials: tuple[str, ...]


def compile_prediction(formula: Formula, dim: int) -> PredictionCode:
    """Differentiate by the first `dim` variables and compile (an ordinary formula imports sympy: 250 ms once).

    Raises FormulaError where a derivative has no real form.
    """
    found = derivatives(formula, by=dim)
    return PredictionCode(
        found.function([found.value, *found.grad]), found.function(found.hessian), found.partials(formula)
    )
