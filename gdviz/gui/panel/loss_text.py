"""The loss of a problem as lines of a FormulaSheet: what is left and what is right of each equals sign."""

from __future__ import annotations

from gdviz.gui.kernel import choices
from gdviz.problems.closed_form import FormulaProblem
from gdviz.problems.problem import ProblemSpec, compiled


def formula_lines(spec: ProblemSpec) -> tuple[list[tuple[str, str]], list[str]]:
    """Return the lines, and all names in them, so that a name of several letters is not set as a product."""
    problem = compiled(spec)
    if choices.expression_of(spec) and isinstance(problem, FormulaProblem):
        formula = problem.formula
        return [(problem.symbol, formula.pretty())], [*formula.variables, *formula.constants]
    lines = [text.split(" = ", 1) for text in choices.formula_of(problem) if " = " in text]
    return [(line[0], line[1]) for line in lines], list(problem.names)
