"""The formulas of an optimizer, written by its own rule."""

from __future__ import annotations

import numpy as np

from gdviz.engine.writing import rule_lines
from gdviz.optimizers.optimizer import Optimizer

LATE = 100
"""The number of an update at which every rule has left its first phase."""


class _Bowl:
    """|w|²/2: a problem for the rules that need one."""

    def loss(self, w: np.ndarray) -> float:
        return float((w * w).sum() / 2)

    def grad(self, w: np.ndarray) -> np.ndarray:
        return w

    def hessian(self, w: np.ndarray) -> np.ndarray:
        return np.eye(len(w))


def formulas(cls: type[Optimizer]) -> list[str]:
    """The lines of one update with the default hyper-parameters: ``["Δw = −η·g"]``."""
    optimizer, w = cls(lr=1.0), np.ones(2)
    rule, state = optimizer.rule(_Bowl()), optimizer.init(np.zeros(2))
    _, state = rule(w, state, w, 1.0, 1, np)  # the first update of some is a special case
    lines = rule_lines(optimizer, w, state, w, 1.0, LATE, _Bowl())
    return [f"{line.symbol} = {line.formula}" for line in lines]
