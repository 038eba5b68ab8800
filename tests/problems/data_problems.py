"""The data problems that the conformance table goes through, one or more of every registered kind."""

from __future__ import annotations

from typing import Any

import numpy as np

from gdviz.problems.fitting import DataSpec
from gdviz.registry import plugins

random = np.random.default_rng(4)
N = 24
ONE, THREE = random.normal(0.3, 1, (N, 1)).round(3), random.normal(0.3, 1, (N, 3)).round(3)
TARGETS = random.normal(size=N).round(3)
CLASSES = (np.arange(N) % 2).astype(float)


def inline(x: np.ndarray, y: np.ndarray) -> dict[str, Any]:
    return {"kind": "inline", "x": x.tolist(), "y": y.tolist()}


OF_KIND: dict[str, list[dict[str, Any]]] = {
    "linear_regression": [
        {"data": inline(ONE, TARGETS)},
        {"data": inline(THREE, TARGETS), "intercept": False},
        {"data": {**inline(THREE, TARGETS), "standardise": True}},
    ],
    "polynomial_regression": [{"data": inline(ONE, TARGETS), "degree": degree} for degree in (1, 4)],
    "logistic_regression": [
        {"data": inline(ONE, CLASSES)},
        {"data": inline(THREE, CLASSES), "intercept": False},
        {"data": inline(THREE, CLASSES)},
    ],
    "tanh_unit": [{"data": inline(ONE, TARGETS)}],
    "model": [
        {"data": inline(ONE, TARGETS), "prediction": "w2*sin(w1*x) + c", "parameters": ["w1", "w2", "c"]},
        {"data": inline(ONE, TARGETS), "prediction": "w1*w2*x", "parameters": ["w1", "w2"]},
        {"data": inline(THREE, TARGETS), "prediction": "exp(-a^2 x1^2) + b*x3", "parameters": ["a", "b"]},
        {"data": inline(THREE, CLASSES), "prediction": "a*x1 + b^2*x2 - 1/2", "parameters": ["b", "a"], "loss": "bce"},
        {"data": inline(ONE, TARGETS), "prediction": "c^2", "parameters": ["c"]},
        {"data": inline(ONE, CLASSES), "prediction": "c", "parameters": ["c"], "loss": "bce"},
    ],
}


def registered() -> list[str]:
    """The registered kinds with data."""
    return [kind for kind, cls in plugins("gdviz.problems").items() if issubclass(cls, DataSpec)]


def table() -> list[Any]:
    """(kind, problem as JSON) for all; a kind that the table does not know is tried with what it may need."""
    plain = [{"data": inline(ONE, CLASSES)}]
    return [{"kind": kind, **more} for kind in registered() for more in OF_KIND.get(kind, plain)]
