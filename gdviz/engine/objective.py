"""What the rules that search, or use the curvature, may evaluate: see gdviz.optimizers.optimizer.Objective."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from gdviz.problems.problem import Problem


class ProblemObjective:
    """Loss, gradient and Hessian on arrays of `xp`, of the samples that the current update sees.

    `samples` selects them (see Batches.iterate) and is set before each update; None is the whole problem.
    `batch_loss_grad` computes their loss and gradient: the problem's own, or one that saves memory.
    """

    def __init__(self, problem: Problem, xp: Any = np, batch_loss_grad: Callable[..., Any] | None = None) -> None:
        self.problem = problem
        self.xp = xp
        self.samples: Any = None
        self.batch_loss_grad = batch_loss_grad or problem.batch_loss_grad

    def loss(self, w: Any) -> Any:
        """The loss at `w`, shape (dim,): a number."""
        with np.errstate(all="ignore"):
            if self.samples is None:
                return self.problem.loss(w, self.xp)
            return self.batch_loss_grad(w, self.samples, self.xp)[0]

    def grad(self, w: Any) -> Any:
        """The gradient at `w`, shape (dim,)."""
        with np.errstate(all="ignore"):
            if self.samples is None:
                return self.problem.grad(w, self.xp)
            return self.batch_loss_grad(w, self.samples, self.xp)[1]

    def hessian(self, w: Any) -> Any:
        """The Hessian of the whole problem at `w`, shape (dim, dim)."""
        with np.errstate(all="ignore"):
            return self.problem.hessian(w, self.xp)
