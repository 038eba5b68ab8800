"""Compiles a prediction with its exact derivatives by the parameters alone, not by the columns."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations_with_replacement
from typing import Any

from gdviz.formula import Formula
from gdviz.formula.compiling import Code, code_names, emit, partial_texts, shared


@dataclass(frozen=True)
class PredictionCode:
    """Functions of ``(m, *parameters, *columns)``; m as in `gdviz.formula.compiling`.

    `first` returns the prediction and its d derivatives, `second` the d(d+1)/2 entries of the upper triangle, row
    by row. `partials` are the derivatives in the formula grammar.
    """

    first: Code
    second: Code
    partials: tuple[str, ...]


def compile_prediction(formula: Formula, dim: int) -> PredictionCode:
    """Differentiate by the first `dim` variables and compile (sympy is imported: 250 ms the first time).

    Raises FormulaError where a derivative has no real form.
    """
    import sympy

    from gdviz.formula.symbolic import derivative, symbols, to_sympy

    names = symbols(code_names(len(formula.variables)))
    prediction = to_sympy(formula.node, dict(zip(formula.variables, names, strict=True)), own=True)
    slopes = [derivative(prediction, name) for name in names[:dim]]
    curved = [derivative(slopes[j], names[k]) for j, k in combinations_with_replacement(range(dim), 2)]
    args = [sympy.Symbol("m"), *names]

    def make(expressions: list[Any]) -> Code:
        code: Code = sympy.lambdify(args, tuple(expressions), modules=[{}], printer=emit, cse=shared)
        return code

    return PredictionCode(make([prediction, *slopes]), make(curved), partial_texts(formula, slopes))
