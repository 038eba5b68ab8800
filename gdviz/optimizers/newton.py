"""Newton's method: the gradient, turned and scaled by the inverse of the exact Hessian."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np

from gdviz.messages import mark
from gdviz.optimizers.line_search import DECREASE, SHRINK
from gdviz.optimizers.optimizer import RATE, Objective, ProblemOptimizer, State, derived
from gdviz.optimizers.searches import backtrack, inner
from gdviz.params import param

FLAT = 1e-14
"""Eigenvalues below this share of the largest count as 0: the step does not go that way."""


@dataclass(frozen=True)
class Newton(ProblemOptimizer):
    """Δw = -η H⁻¹ g, H = ∇²f(w): on a quadratic one step of η = 1 arrives.

    It goes to the nearest stationary point of the quadratic model, whatever that is: a saddle or a top attracts it
    as well as a minimum. Along directions of no curvature it does not move. With batches g is the batch's, and H
    that of the whole data. Source: Nocedal & Wright 2006, section 3.3.
    """

    kind = "newton"
    label = mark("Newton")
    order = 62
    summary = mark("Jumps to where the quadratic model is flat: to a minimum at once, but to a saddle just as well.")
    reference = "Nocedal & Wright 2006, section 3.3"

    lr: float = param(**RATE, help=mark("The share of Newton's step that is taken; 1 is all of it."))

    def update_on(
        self, objective: Objective, grad: Any, state: State, w: Any, lr: Any, step: Any, xp: Any
    ) -> tuple[Any, State]:
        """See the class; there is no state."""
        hessian = derived(xp, "H", "∇²f(w)", lambda _, w: objective.hessian(w), w)
        direction = derived(xp, "d", "−H⁻¹·g", lambda xp, h, g: _solve(h, g, 0.0, xp), hessian, grad)
        return lr * direction, state

    def stability_limit(self, sharpness: Any, step: Any = math.inf) -> Any | None:
        """2, whatever the sharpness: near a minimum the error is multiplied by 1 - η."""
        return np.full(np.shape(sharpness), 2.0)


@dataclass(frozen=True)
class DampedNewton(ProblemOptimizer):
    """Δw = -α (H + μ I)⁻¹ g: Levenberg's shift makes a way down of it, Armijo's search its length.

    μ = max(0, δ - least eigenvalue of H), so that no curvature is below δ > 0; hence d leads down, and a saddle
    repels. α is the first of η, η ρ, .. for which f falls by c α |dᵀg| at least; the loss never rises. Source:
    Levenberg 1944; Nocedal & Wright 2006, section 3.4; Boyd & Vandenberghe 2004, section 9.5.
    """

    kind = "damped_newton"
    label = mark("Damped Newton")
    order = 63
    summary = mark("Newton made safe: it leaves saddles, and shortens its step until the loss has fallen enough.")
    reference = "Levenberg 1944; Nocedal & Wright 2006, section 3.4"

    lr: float = param(**RATE, help=mark("The share of Newton's step that is tried first."))
    damping: float = param(1e-3, low=0, open_low=True, scale="log", symbol="δ", label=mark("Least curvature"),
                           help=mark("The Hessian is shifted until no curvature is below it."))  # fmt: skip
    shrink: float = param(0.5, **SHRINK)
    decrease: float = param(1e-4, **DECREASE)

    def update_on(
        self, objective: Objective, grad: Any, state: State, w: Any, lr: Any, step: Any, xp: Any
    ) -> tuple[Any, State]:
        """See the class; there is no state."""

        def shift_of(xp: Any, h: Any, least: float) -> float:
            return max(0.0, least - float(_eigen(h, xp)[0].min()))

        def solve(xp: Any, h: Any, shift: float, g: Any) -> Any:
            return _solve(h, g, shift, xp)

        def search(xp: Any, w: Any, d: Any, g: Any, first: float, shrink: float, decrease: float) -> float:
            return backtrack(objective, w, d, inner(d, g), first, shrink, decrease)

        hessian = derived(xp, "H", "∇²f(w)", lambda _, w: objective.hessian(w), w)
        shift = derived(xp, "μ", "max(0, δ − min λ(H))", shift_of, hessian, self.damping)
        direction = derived(xp, "d", "−(H + μ·I)⁻¹·g", solve, hessian, shift, grad)
        alpha = derived(xp, "α", "max{η·ρʲ : f(w + α·d) ≤ f(w) + c·α·d·g}", search,
                        w, direction, grad, lr, self.shrink, self.decrease)  # fmt: skip
        return alpha * direction, state


def _eigen(hessian: Any, xp: Any) -> tuple[Any, Any]:
    """Eigenvalues and eigenvectors; nan where H is not finite."""
    if not bool(xp.isfinite(hessian).all()):
        return hessian[0] * np.nan, hessian * np.nan
    values, vectors = xp.linalg.eigh(hessian)
    return values, vectors


def _solve(hessian: Any, grad: Any, shift: float, xp: Any) -> Any:
    """-(H + shift I)⁻¹ g, shape (dim,), without the directions of no curvature."""
    values, vectors = _eigen(hessian, xp)
    values = values + shift
    steep = xp.abs(values) > FLAT * xp.abs(values).max()
    share = (vectors * grad[:, None]).sum(0)
    along = xp.where(steep, share / xp.where(steep, values, 1.0), 0.0 * values)
    return -(vectors * along).sum(1)
