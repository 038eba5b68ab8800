"""A loss that a person types: any formula of one or two variables."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from gdviz.formula import Formula, FormulaError, parse, require_derivatives
from gdviz.messages import ExperimentError, mark, message
from gdviz.params import build, join, number, param
from gdviz.problems.closed_form import FormulaProblem, default_domain, finite_somewhere, read_noise
from gdviz.problems.problem import Domain, Problem, ProblemSpec, read_domain
from gdviz.problems.surfaces import Surface
from gdviz.quoting import show


@dataclass(frozen=True)
class ExpressionSpec(ProblemSpec):
    """The declaration: the formula's text, the box drawn first, and what the text may name.

    `variables` (None: those that occur of x and y, or else w) are the parameters in their order; `parameters` are named
    constants.
    """

    kind = "expression"
    label = mark("Expression")
    summary = mark("Your own function of one or two variables, with exact derivatives.")
    written = "f(x, y)"
    order = 10

    expression: str = param(kind="text")
    domain: Domain | None = param(None, kind="data", optional=True)
    variables: tuple[str, ...] | None = param(None, kind="data", optional=True)
    parameters: tuple[tuple[str, float], ...] = param((), kind="data")
    noise_std: float = 0.0

    @classmethod
    def from_json(cls, data: dict[str, Any], path: str) -> ExpressionSpec:
        """Read and check `problem`, without sympy. Raises ExperimentError with the path of the offending key."""
        made = build(cls, data, path, ignore=("kind", "noise"))
        spec = cls(
            made.expression,
            None,
            _read_variables(made.variables, join(path, "variables")),
            _read_parameters(made.parameters, join(path, "parameters")),
            read_noise(data.get("noise"), join(path, "noise")),
        )
        where = join(path, "expression")
        try:
            formula = spec.formula
            require_derivatives(formula)
        except FormulaError as error:
            raise ExperimentError(where, error.located()) from error
        if not formula.variables:
            raise ExperimentError(where, message("the formula has no variable; use x and y, or w"))
        domain = read_domain(made.domain, join(path, "domain"), len(formula.variables))
        if domain is None and default_domain(formula) is None:
            raise ExperimentError(where, message("the loss is not finite anywhere near 0; give a domain"))
        if domain is not None and not finite_somewhere(formula, domain):
            raise ExperimentError(where, message("the loss is not finite anywhere in the domain"))
        return cls(spec.expression, domain, spec.variables, spec.parameters, spec.noise_std)

    def to_json(self) -> dict[str, Any]:
        """The object of the experiment file."""
        data: dict[str, Any] = {"kind": self.kind, "expression": self.expression}
        if self.domain is not None:
            data["domain"] = [list(side) for side in self.domain]
        if self.variables is not None:
            data["variables"] = list(self.variables)
        if self.parameters:
            data["parameters"] = dict(self.parameters)
        if self.noise_std:
            data["noise"] = {"std": self.noise_std}
        return data

    @property
    def formula(self) -> Formula:
        """The parsed formula. Raises FormulaError."""
        return parse(self.expression, self.variables, dict(self.parameters))

    @property
    def dim(self) -> int:
        """The number of variables, 1 or 2."""
        return len(self.formula.variables)

    def build(self) -> Problem:
        """Differentiate and compile; for a formula of the catalogue with what the catalogue knows of it.

        Raises ExperimentError where a derivative has no real form.
        """
        formula = self.formula
        known = Surface.of(formula)
        if known is not None:
            return known.problem(formula, self.domain, self.noise_std, title=formula.pretty())
        domain = self.domain or default_domain(formula) or ((-2.0, 2.0),) * self.dim
        try:
            return FormulaProblem(formula, title=formula.pretty(), domain=domain, noise_std=self.noise_std)
        except FormulaError as error:
            raise ExperimentError("problem.expression", error.located()) from error


def _read_variables(data: Any, path: str) -> tuple[str, ...] | None:
    if data is None:
        return None
    if not isinstance(data, list | tuple) or not 1 <= len(data) <= 2:
        raise ExperimentError(path, message("must be a list of one or two names"))
    for i, name in enumerate(data):
        _check_name(name, f"{path}[{i}]")
    return tuple(data)


def _read_parameters(data: Any, path: str) -> tuple[tuple[str, float], ...]:
    if not data and isinstance(data, dict | tuple):
        return ()
    if not isinstance(data, dict):
        raise ExperimentError(path, message("must be an object of names and numbers"))
    for name in data:
        _check_name(name, join(path, str(name)))
    return tuple((name, number(value, join(path, name))) for name, value in data.items())


def _check_name(name: Any, path: str) -> None:
    """Refuse what cannot be a name in a formula. Raises ExperimentError."""
    if not isinstance(name, str):
        raise ExperimentError(path, message("must be text, got {got}", got=show(name)))
    try:
        parse("0", (name,))
    except FormulaError as error:
        raise ExperimentError(path, error.message) from error
