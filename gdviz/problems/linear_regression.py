"""Linear regression: the mean squared error of w1 x1 + ... + wd xd + b."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from gdviz.messages import mark
from gdviz.params import param
from gdviz.problems.fitting import DataSpec, sum_text, weight_names
from gdviz.problems.least_squares import LeastSquares
from gdviz.problems.problem import Problem


@dataclass(frozen=True, kw_only=True)
class LinearRegression(DataSpec):
    """The declaration: the samples, and whether there is an intercept b.

    Parameters are in the order [w1, .., wd, b].
    """

    kind = "linear_regression"
    label = mark("Linear regression")
    summary = mark("A line or plane through samples: mean squared error.")
    written = "1/N Σ (w·x + b − y)²"
    order = 20

    intercept: bool = param(
        True, kind="bool", label=mark("Intercept"), help=mark("Whether the prediction has a constant b.")
    )

    @property
    def dim(self) -> int:
        """The features' weights, and b."""
        return int(self.data.x.shape[1]) + self.intercept

    def build(self) -> Problem:
        """Compile it."""
        return LinearRegressionProblem(self)


class LinearRegressionProblem(LeastSquares):
    """Least squares on the features themselves, with a column of ones for b."""

    title = LinearRegression.label

    def __init__(self, spec: LinearRegression) -> None:
        self._intercept = spec.intercept
        super().__init__(spec, self._design(spec.data.x))
        self.names = weight_names(spec.data.x.shape[1], spec.intercept)
        self.prediction_text = f"ŷ = {sum_text(spec.data.names, spec.intercept)}"

    def _design(self, x: Any, xp: Any = np) -> Any:
        return xp.concatenate([x, xp.ones((len(x), 1))], axis=1) if self._intercept else x

    def predict(self, w: Any, x: Any, xp: Any = np) -> Any:
        """ŷ at features `x` of shape (M, d): shape (..., M)."""
        return xp.asarray(w) @ self._design(x, xp).T

    def gradient_texts(self) -> tuple[str, ...]:
        """2/B Σ (ŷ − y) x_j over the batch; for b without a factor."""
        texts = [f"2/B · Σ (ŷ − y)·{name}" for name in self.samples.names]
        return (*texts, "2/B · Σ (ŷ − y)") if self._intercept else tuple(texts)
