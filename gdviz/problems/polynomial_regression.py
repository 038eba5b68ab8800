"""Polynomial regression: the mean squared error of w1 x + w2 x² + ... + b."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from gdviz.messages import ExperimentError, mark, message
from gdviz.params import join, param
from gdviz.problems.fitting import DataSpec, sum_text, weight_names
from gdviz.problems.least_squares import LeastSquares
from gdviz.problems.problem import Problem

_SUPERSCRIPTS = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


@dataclass(frozen=True, kw_only=True)
class PolynomialRegression(DataSpec):
    """The declaration: samples of one feature, and the degree.

    Parameters are in the order [w1, .., w_degree, b]: w_k multiplies x^k.
    """

    kind = "polynomial_regression"
    label = mark("Polynomial regression")
    summary = mark("A polynomial through samples of one feature: mean squared error.")
    written = "1/N Σ (w0 + w1 x + … − y)²"
    order = 25

    degree: int = param(3, kind="int", low=1, high=20, label=mark("Degree"), help=mark("The highest power of x."))

    def check(self, path: str) -> None:
        """One feature, whose powers have finite squares. Raises ExperimentError."""
        super().check(path)
        if self.data.x.shape[1] != 1:
            raise ExperimentError(
                join(path, "data"), message("must have one feature, got {got}", got=self.data.x.shape[1])
            )
        with np.errstate(over="ignore"):
            if not np.isfinite(np.sum(powers(self.data.x, self.degree) ** 2)):
                raise ExperimentError(
                    join(path, "degree"), message("too large for these samples: their powers overflow")
                )

    @property
    def dim(self) -> int:
        """The powers' weights, and b."""
        return self.degree + 1

    def build(self) -> Problem:
        """Compile it."""
        return PolynomialProblem(self)


def powers(x: Any, degree: int, xp: Any = np) -> Any:
    """x, x², .., x^degree, 1 for x of shape (M, 1): shape (M, degree + 1)."""
    columns = [x[:, 0]]
    for _ in range(degree - 1):
        columns.append(columns[-1] * x[:, 0])
    return xp.stack([*columns, xp.ones_like(columns[0])], axis=1)


class PolynomialProblem(LeastSquares):
    """Least squares on the powers of the feature."""

    title = PolynomialRegression.label

    def __init__(self, spec: PolynomialRegression) -> None:
        super().__init__(spec, powers(spec.data.x, spec.degree))
        self._degree = spec.degree
        self.names = weight_names(spec.degree, True)
        self.prediction_text = f"ŷ = {sum_text(self._terms, True)}"

    @property
    def _terms(self) -> tuple[str, ...]:
        name = self.samples.names[0]
        return tuple(name + (str(k).translate(_SUPERSCRIPTS) if k > 1 else "") for k in range(1, self._degree + 1))

    def predict(self, w: Any, x: Any, xp: Any = np) -> Any:
        """ŷ at features `x` of shape (M, 1): shape (..., M)."""
        return xp.asarray(w) @ powers(x, self._degree, xp).T

    def gradient_texts(self) -> tuple[str, ...]:
        """2/B Σ (ŷ − y) x^k over the batch; for b without a factor."""
        return (*(f"2/B · Σ (ŷ − y)·{term}" for term in self._terms), "2/B · Σ (ŷ − y)")
