"""Gradient descent that measures how far to go: Armijo's backtracking, and the exact minimum along the ray."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from gdviz.messages import mark
from gdviz.optimizers.optimizer import RATE, Objective, ProblemOptimizer, State, derived
from gdviz.optimizers.searches import backtrack, inner, minimize_along
from gdviz.params import param

SHRINK: dict[str, Any] = {
    "low": 0, "high": 1, "open_low": True, "open_high": True, "symbol": "ρ", "label": mark("Shrinking"),
    "help": mark("What a step that is too long is multiplied by."),
}  # fmt: skip
DECREASE: dict[str, Any] = {
    "low": 0, "high": 1, "open_low": True, "open_high": True, "scale": "log", "symbol": "c",
    "label": mark("Required decrease"), "help": mark("The share of the fall that the slope promises."),
}  # fmt: skip


@dataclass(frozen=True)
class Armijo(ProblemOptimizer):
    """Δw = -α g, with α the first of η, η ρ, η ρ², .. for which f falls by c α |g|² at least.

    The loss never rises. After 60 steps that are too long, such as where rounding hides the fall, w stays. With
    batches the loss is the batch's (Vaswani et al. 2019, arXiv 1905.09997); with noise in the gradient it has
    none. Source: Armijo 1966; Nocedal & Wright 2006, algorithm 3.1.
    """

    kind = "gd_armijo"
    label = mark("GD, Armijo's backtracking")
    order = 60
    summary = mark("Tries the rate, and shortens the step until the loss has fallen enough.")
    reference = "Armijo 1966, Pacific J. Math. 16; Nocedal & Wright 2006, section 3.1"

    lr: float = param(**RATE, help=mark("The step that is tried first, times the gradient."))
    shrink: float = param(0.5, **SHRINK)
    decrease: float = param(1e-4, **DECREASE)

    def update_on(
        self, objective: Objective, grad: Any, state: State, w: Any, lr: Any, step: Any, xp: Any
    ) -> tuple[Any, State]:
        """See the class; there is no state."""

        def search(xp: Any, w: Any, grad: Any, first: float, shrink: float, decrease: float) -> float:
            return backtrack(objective, w, -grad, -inner(grad, grad), first, shrink, decrease)

        rule = "max{η·ρʲ : f(w − α·g) ≤ f(w) − c·α·g²}"
        alpha = derived(xp, "α", rule, search, w, grad, lr, self.shrink, self.decrease)
        return -alpha * grad, state


@dataclass(frozen=True)
class ExactLineSearch(ProblemOptimizer):
    """Δw = -α g, α = argmin f(w - α g): each step ends where the ray touches a level line.

    Hence each gradient is at right angles to the one before. On a quadratic α = gᵀg / gᵀAg, found at once; else
    it is the minimum in the first bracket found by doubling from η. With batches the loss is the batch's. Source:
    Cauchy 1847; Nocedal & Wright 2006, section 3.3.
    """

    kind = "gd_exact"
    label = mark("GD, exact line search")
    order = 61
    summary = mark("Goes down along the gradient to the lowest point of the ray: at right angles from step to step.")
    reference = "Cauchy 1847; Nocedal & Wright 2006, section 3.3"

    lr: float = param(**RATE, help=mark("Where the search begins; on a bowl the result does not depend on it."))

    def update_on(
        self, objective: Objective, grad: Any, state: State, w: Any, lr: Any, step: Any, xp: Any
    ) -> tuple[Any, State]:
        """See the class; there is no state."""

        def search(xp: Any, w: Any, grad: Any, first: float) -> float:
            return minimize_along(lambda alpha: -inner(objective.grad(w - alpha * grad), grad), first)

        alpha = derived(xp, "α", "argmin f(w − α·g)", search, w, grad, lr)
        return -alpha * grad, state
