"""L-BFGS: Newton's method with a Hessian estimated from the last few steps."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from gdviz.messages import mark
from gdviz.optimizers.optimizer import RATE, Objective, ProblemOptimizer, State, derived
from gdviz.optimizers.searches import inner, strong_wolfe
from gdviz.params import param

USEFUL = 1e-10
"""A pair whose sᵀy is not above this says nothing about a minimum and is left out, as in torch."""

Pairs = tuple[tuple[Any, Any], ...]
"""(s, y) of the steps that are remembered, the newest last."""


@dataclass(frozen=True)
class LBFGS(ProblemOptimizer):
    """Δw = α d, d = -B g, B the inverse Hessian that the last pairs s = Δw, y = Δg tell (two-loop recursion).

    The first direction is -g, of length η at most (the sum of sizes); later η = 1 is tried first. With
    "strong_wolfe" α obeys the strong Wolfe conditions, with "none" it is η. One update is one iteration. With
    batches, y compares gradients of one batch, the newest. Source: Liu & Nocedal 1989; Nocedal & Wright 2006,
    algorithms 7.4 and 7.5; torch.optim.LBFGS with max_iter=1.
    """

    kind = "lbfgs"
    label = "L-BFGS"
    order = 64
    summary = mark("Learns the curvature from its own last steps, and then jumps nearly as Newton does.")
    reference = "Liu & Nocedal 1989, Math. Programming 45; Nocedal & Wright 2006, section 7.2"

    lr: float = param(**RATE, help=mark("The step that is tried first; 1 is natural."))
    history_size: int = param(100, kind="int", low=1, high=1000, symbol="m", label=mark("Memory"),
                              help=mark("How many of the last steps are remembered."))  # fmt: skip
    line_search_fn: str = param("strong_wolfe", kind="choice", choices=("strong_wolfe", "none"),
                                label=mark("Line search"),
                                help=mark("How the length of a step is found; none takes the rate."))  # fmt: skip

    @property
    def slots(self) -> tuple[str, ...]:
        """The pairs, and the point of the update before; both of no interest to the card."""
        return ("_pairs", "_before")

    def init(self, zero: Any) -> State:
        """Nothing is remembered."""
        return ((), None)

    def update_on(
        self, objective: Objective, grad: Any, state: State, w: Any, lr: Any, step: Any, xp: Any
    ) -> tuple[Any, State]:
        """See the class; `state` is (pairs, the point before)."""
        pairs: Pairs = state[0]
        before = state[1]

        def turn(xp: Any, w: Any, grad: Any) -> Any:
            nonlocal pairs
            if before is not None:
                s, y = w - before, objective.grad(w) - objective.grad(before)
                if inner(s, y) > USEFUL:
                    pairs = (*pairs, (s, y))[-int(self.history_size) :]
            return two_loop(pairs, grad)

        def go(xp: Any, w: Any, d: Any, grad: Any, rate: float) -> float:
            first = rate if before is not None else rate * min(1.0, 1.0 / max(float(abs(grad).sum()), 1e-300))
            if self.line_search_fn == "none":
                return first
            return strong_wolfe(lambda alpha: _ray(objective, w + alpha * d, d), first)

        d = derived(xp, "d", "−B·g", turn, w, grad)
        far = (
            "{α : f(w + α·d) ≤ f(w) + 0.0001·α·d·g; |d·∇f(w + α·d)| ≤ 0.9·|d·g|}"
            if self.line_search_fn != "none"
            else "η"
        )
        alpha = derived(xp, "α", far, go, w, d, grad, lr)
        return alpha * d, (pairs, w)


def _ray(objective: Objective, w: Any, direction: Any) -> tuple[float, float]:
    return float(objective.loss(w)), inner(objective.grad(w), direction)


def two_loop(pairs: Pairs, grad: Any) -> Any:
    """-B g (Nocedal & Wright, algorithm 7.4), with B's start sᵀy / yᵀy of the newest pair."""
    q = -grad
    weights = []
    for s, y in reversed(pairs):
        weight = inner(s, q) / inner(s, y)
        weights.append(weight)
        q = q - weight * y
    if pairs:
        s, y = pairs[-1]
        q = q * (inner(s, y) / inner(y, y))
    for (s, y), weight in zip(pairs, reversed(weights), strict=True):
        q = q + (weight - inner(y, q) / inner(s, y)) * s
    return q
