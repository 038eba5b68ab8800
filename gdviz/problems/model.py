"""A model that a person types: any prediction in the data's columns and its parameters."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, Self

import numpy as np

from gdviz.datasets.samples import Samples
from gdviz.formula import Formula, FormulaError, namespace, parse, readable, require_derivatives
from gdviz.formula.letters import free_names, renamed
from gdviz.formula.nodes import RESERVED, Variable, walk
from gdviz.messages import ExperimentError, Message, mark, message
from gdviz.params import join, param
from gdviz.problems.fitting import CrossEntropy, DataSpec, Loss, SquaredError, require_labels
from gdviz.problems.pointwise import PointwiseProblem
from gdviz.problems.prediction_code import PredictionCode, compile_prediction
from gdviz.problems.problem import Domain, Problem
from gdviz.quoting import show

MAX_PARAMETERS = 16
REACH = 3.0
"""Half a side of the box that is drawn where the file gives none."""
LOSSES: dict[str, Loss] = {"mse": SquaredError, "bce": CrossEntropy}


@dataclass(frozen=True, kw_only=True)
class ModelSpec(DataSpec):
    """The declaration: the prediction's text, the names of its parameters, and the loss.

    The text may use x (or x1 .. xd) and the columns' own names. In a name that a formula cannot hold, _ stands for the
    characters that it cannot (`column_places`). With "bce" the prediction is the logit, and the targets are 0 or 1.
    """

    kind = "model"
    label = mark("Own model")
    summary = mark("Any prediction that you write in the data's columns and its parameters.")
    written = "1/N Σ ℓ(ŷ(w, x), y)"
    order = 50

    prediction: str = param(
        kind="text", label=mark("Prediction"), help=mark("A formula in the columns and the parameters.")
    )
    parameters: tuple[str, ...] = param(kind="data", label=mark("Parameters"), help=mark("The names of the weights."))
    loss: str = param(
        "mse",
        kind="choice",
        choices=("mse", "bce"),
        label=mark("Loss"),
        help=mark("Mean squared error, or cross-entropy."),
    )

    @classmethod
    def from_json(cls, data: dict[str, Any], path: str) -> Self:
        """Read and check `problem`, without sympy. Raises ExperimentError with the path of the offending key."""
        spec = super().from_json(data, path)
        spec.require_start(path)
        return spec

    def require_start(self, path: str) -> None:
        """Refuse a prediction that is nowhere finite. Raises ExperimentError."""
        if self.start() is None:
            raise ExperimentError(
                join(path, "prediction"), message("is not finite for all samples anywhere in the domain")
            )

    def reworded(self, prediction: str) -> Self:
        """The model with another formula: its parameters are the names that are no columns, constants or functions.

        Those that were parameters before keep their order and their side of the box, new ones follow in the order of
        the text. The name of the target never becomes a parameter. Raises FormulaError for what is no formula of 1 to
        16 parameters, and ExperimentError for any other refusal.
        """
        columns = {name: place for name, place in column_places(self.data).items() if name not in self.parameters}
        found = free_names(prediction, columns, self.parameters)
        names = (*(name for name in self.parameters if name in found), *(n for n in found if n not in self.parameters))
        parse(prediction, (*names, *columns))
        for name in found:
            if name not in self.parameters and name in _target_names(self.data):
                place = re.search(rf"(?<![^\W\d]){re.escape(name)}(?!\w)", prediction)
                at = place.start() if place is not None else prediction.find(name)
                raise FormulaError(_is_target(name), at, len(name))
        if not names:
            raise FormulaError(
                message("no parameter is left to be learned: write a name of your own, such as {name}", name="w1"), 0
            )
        if len(names) > MAX_PARAMETERS:
            at = prediction.find(found[MAX_PARAMETERS])
            raise FormulaError(
                message("at most {most} parameters are possible, got {got}", most=MAX_PARAMETERS, got=len(names)),
                at,
                len(found[MAX_PARAMETERS]),
            )
        domain = self.domain
        if domain is not None:
            sides = dict(zip(self.parameters, domain, strict=True))
            domain = tuple(sides.get(name, (-REACH, REACH)) for name in names)
        made = replace(self, prediction=prediction, parameters=names, domain=domain)
        require_derivatives(made.formula)
        return made

    def with_name(self, old: str, new: str) -> Self:
        """The model with another name for one of its parameters, in the formula too. Raises ExperimentError."""
        names = tuple(new if name == old else name for name in self.parameters)
        _check_names(names, self.data, "problem.parameters")
        if new != old and new in _target_names(self.data):
            raise ExperimentError("problem.parameters", _is_target(new))
        columns = [name for name in column_places(self.data) if name not in (*self.parameters, new)]
        made = replace(self, prediction=renamed(self.prediction, columns, self.parameters, old, new), parameters=names)
        made.check("problem")
        return made

    def check(self, path: str) -> None:
        """The prediction is a formula in all parameters. Raises ExperimentError."""
        super().check(path)
        _check_names(self.parameters, self.data, join(path, "parameters"))
        if self.loss == "bce":
            require_labels(self.data, join(path, "data"))
        where = join(path, "prediction")
        try:
            formula = self.formula
            require_derivatives(formula)
        except FormulaError as error:
            raise ExperimentError(where, error.located()) from error
        missing = [name for name in self.parameters if name not in _names_in(formula)]
        if missing:
            raise ExperimentError(
                join(path, "parameters"), message("{name} does not occur in the prediction", name=missing[0])
            )

    @property
    def formula(self) -> Formula:
        """The prediction; its variables are the parameters, then the columns that occur. Raises FormulaError."""
        columns = [name for name in column_places(self.data) if name not in self.parameters]
        found = _names_in(parse(self.prediction, (*self.parameters, *columns)))
        return parse(self.prediction, (*self.parameters, *(name for name in columns if name in found)))

    @property
    def used(self) -> list[int]:
        """The columns of the formula's variables after the parameters."""
        places = column_places(self.data)
        return [places[name] for name in self.formula.variables[self.dim :]]

    @property
    def box(self) -> Domain:
        """The box drawn first."""
        return self.domain or ((-REACH, REACH),) * self.dim

    @property
    def dim(self) -> int:
        """The number of parameters."""
        return len(self.parameters)

    def start(self) -> tuple[float, ...] | None:
        """A point in the box where all predictions are finite, or None."""
        return propose_start(self.formula, [self.data.x[:, place] for place in self.used], self.box)

    def build(self) -> Problem:
        """Differentiate and compile (an ordinary formula imports sympy).

        Raises ExperimentError where a derivative has no real form.
        """
        try:
            return ModelProblem(self)
        except FormulaError as error:
            raise ExperimentError("problem.prediction", error.located()) from error


class ModelProblem(PointwiseProblem):
    """J = 1/N Σ ℓ(p(w, x_i), y_i) with the exact derivatives of the prediction p."""

    def __init__(self, spec: ModelSpec) -> None:
        self.formula = spec.formula
        self.names = spec.parameters
        self.loss_kind = LOSSES[spec.loss]
        self.title = f"ŷ = {self.formula.pretty()}"
        self.prediction_text = self.title if spec.loss == "mse" else f"ŷ = σ({self.formula.pretty()})"
        super().__init__(spec)
        self.used = spec.used
        """The columns of the formula's variables after the parameters."""
        self._code: PredictionCode = compile_prediction(self.formula, self.dim)
        self.domain = spec.box
        self.start = spec.start() or tuple(low + 0.75 * (high - low) for low, high in self.domain)
        self.proposed_lr = self._propose_lr(self.start)

    def value(self, w: Sequence[Any], columns: Sequence[Any], xp: Any) -> Any:
        """The prediction."""
        return self.formula.evaluate(xp, *w, *(columns[place] for place in self.used))

    def first(self, w: Sequence[Any], columns: Sequence[Any], xp: Any) -> tuple[Any, ...]:
        """The prediction and its derivatives."""
        return self._code.first(namespace(xp), *w, *(columns[place] for place in self.used))

    def second(self, w: Sequence[Any], columns: Sequence[Any], xp: Any) -> tuple[Any, ...]:
        """The second derivatives."""
        return self._code.second(namespace(xp), *w, *(columns[place] for place in self.used))

    def gradient_texts(self) -> tuple[str, ...]:
        """The loss's derivative times that of the prediction."""
        return self._texts

    @cached_property
    def _texts(self) -> tuple[str, ...]:
        kind = self.loss_kind
        inner = "ŷ − y" if kind is SquaredError else "σ(ŷ) − y"
        slopes = (readable(text, self.formula.variables) for text in self._code.partials)
        return tuple(f"{kind.factor}/B · Σ ({inner})·({slope or '…'})" for slope in slopes)

    @property
    def slopes(self) -> tuple[Formula, ...] | None:
        """The derivatives of the prediction by the parameters; None where one is too long for a formula."""
        try:
            return tuple(parse(text, self.formula.variables) for text in self._code.partials)
        except FormulaError:
            return None


def propose_start(
    formula: Formula, used: Sequence[Any], domain: Domain, fixed: Mapping[int, float] | None = None
) -> tuple[float, ...] | None:
    """Three quarters of each side, or the nearest of some points at which all predictions are finite; else None.

    `used` are the columns of the formula's variables, each of shape (N,); `fixed` the coordinates that are given.
    """
    low, high = np.array(domain).T
    tried = np.vstack([np.full(len(low), 0.75), np.random.default_rng(0).uniform(size=(200, len(low)))])
    tried = tried[np.argsort(np.abs(tried - 0.75).max(axis=1), kind="stable")]
    for share in tried:
        point = [float(f"{c:.3g}") for c in (low + share * (high - low)).tolist()]
        for place, value in (fixed or {}).items():
            point[place] = value
        with np.errstate(all="ignore"):
            squares = np.asarray(formula.evaluate(np, *(np.full(1, c) for c in point), *used)) ** 2
            if np.isfinite(squares.sum()):
                return tuple(point)
    return None


def column_places(data: Samples) -> dict[str, int]:
    """The names by which a prediction may call the columns: x (or x1 .. xd), and their own, see `_as_name`.

    A column such as "living area (m²)" is called living_area_m, unless another column has that name.
    """
    return _spelled(data.names) | _given(data.names)


def column_names(columns: Sequence[str]) -> list[str]:
    """The name of each column in a prediction: its own, see `_as_name`, or else its number; "" where it has none.

    A column has none only where another column has its number as a name.
    """
    places = _spelled(columns) | _given(columns)
    made = []
    for j, column in enumerate(columns):
        own = (column, _as_name(column), f"x{j + 1}")
        made.append(next((name for name in own if places.get(name) == j), ""))
    return made


def line_in(columns: Sequence[str], target: str = "") -> tuple[str, tuple[str, ...]]:
    """The prediction and the parameters of a line in the columns of these names: w1*size + w2*rooms + b.

    Of more than 15 columns it has the first 15; a weight's name that is a column's or the target's gives way to
    another.
    """
    taken = {*_spelled(columns), *_given(columns), target, _as_name(target)}
    used = [name for name in column_names(columns) if name][: MAX_PARAMETERS - 1]
    more = ["_" * k for k in range(1, len(columns) + 2)]
    weight = next(w for w in ("w", "v", *(f"w{end}" for end in more)) if not any(f"{w}{j}" in taken for j in range(17)))
    offset = next(b for b in ("b", "c", *(f"b{end}" for end in more)) if b not in taken)
    weights = [f"{weight}{j + 1}" for j in range(len(used))]
    terms = [f"{w}*{name}" for w, name in zip(weights, used, strict=True)]
    return " + ".join([*terms, offset]), (*weights, offset)


def _given(columns: Sequence[str]) -> dict[str, int]:
    """The places of the columns by their numbers and their own names."""
    places = {"x": 0} if len(columns) == 1 else {}
    places |= {f"x{j + 1}": j for j in range(len(columns))}
    return places | {name: j for j, name in enumerate(columns) if name.isidentifier() and name not in RESERVED}


def _spelled(columns: Sequence[str]) -> dict[str, int]:
    """The places of the columns by what is left of their names, the first one's of several."""
    return {name: j for j, column in reversed(list(enumerate(columns))) if (name := _as_name(column))}


def _as_name(column: str) -> str:
    """A column's name as a formula can hold it: each run of other characters becomes one _, none at the ends."""
    letters = (c if f"a{c}".isidentifier() else " " for c in unicodedata.normalize("NFC", column))
    name = "_".join("".join(letters).split())
    if name[:1].isdigit():
        name = f"_{name}"
    return f"{name}_" if name in RESERVED else name if name.isidentifier() else ""


def _target_names(data: Samples) -> set[str]:
    """The names that mean the target and no column."""
    return {data.target, _as_name(data.target)} - {"", *column_places(data)}


def _is_target(name: str) -> Message:
    return message("{name} is what is predicted: it cannot be a parameter too", name=name)


def _names_in(formula: Formula) -> set[str]:
    return {node.name for node in walk(formula.node) if isinstance(node, Variable)}


def _check_names(names: Any, data: Samples, path: str) -> None:
    """Raises ExperimentError."""
    if not isinstance(names, tuple) or not 1 <= len(names) <= MAX_PARAMETERS:
        raise ExperimentError(path, message("must be a list of 1 to {most} names", most=MAX_PARAMETERS))
    for i, name in enumerate(names):
        where = f"{path}[{i}]"
        if not isinstance(name, str):
            raise ExperimentError(where, message("must be text, got {got}", got=show(name)))
        try:
            parse("0", (name,))
        except FormulaError as error:
            raise ExperimentError(where, error.message) from error
        if name in _given(data.names):
            raise ExperimentError(
                where, message("a column of the data is called {name}; choose another name", name=name)
            )
        if name in names[:i]:
            raise ExperimentError(where, message("two parameters are called {name}", name=name))
