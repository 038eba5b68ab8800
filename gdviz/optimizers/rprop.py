"""Rprop: only the gradient's sign counts; each parameter's step grows while it lasts and shrinks when it turns."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from gdviz.messages import ExperimentError, mark, message
from gdviz.optimizers.optimizer import MAXIMIZE, RATE, Optimizer, State
from gdviz.params import join, param


@dataclass(frozen=True)
class Rprop(Optimizer):
    """Δw = -sign(g) s, s = clip(η± s): η₊ where g kept its sign, η₋ where it turned, else 1.

    s starts at the rate of the first update; later rates change nothing. Where g turned, it counts as 0: no move,
    and neither factor next time. Source: torch.optim.Rprop; Riedmiller & Braun 1993 (Rprop⁻).
    """

    kind = "rprop"
    label = "Rprop"
    group = "sign"
    order = 50
    summary = mark("Only the gradient's sign counts: steps grow while it stays and shrink when it turns.")
    reference = "Riedmiller & Braun 1993, IEEE ICNN"

    lr: float = param(**RATE, help=mark("The length of the first step in each parameter."))
    etas: tuple[float, float] = param((0.5, 1.2), kind="pair", low=0, open_low=True, symbol="η₋, η₊",
                                      label=mark("Factors"),
                                      help=mark("A step's factor when the sign turns, and else."))  # fmt: skip
    step_sizes: tuple[float, float] = param((1e-6, 50.0), kind="pair", low=0, scale="log", symbol="s₋, s₊",
                                            label=mark("Step sizes"),
                                            help=mark("The shortest and the longest step."))  # fmt: skip
    maximize: bool = param(False, **MAXIMIZE)

    def check_together(self, path: str) -> None:
        """One factor shrinks and one grows; the shortest step is not longer than the longest."""
        low, high = self.etas
        if not low < 1 < high:
            reason = message("must be one below 1 and one above, got {low} and {high}", low=low, high=high)
            raise ExperimentError(join(path, "etas"), reason)
        low, high = self.step_sizes
        if low > high:
            reason = message("must be the shortest, then the longest, got {low} and {high}", low=low, high=high)
            raise ExperimentError(join(path, "step_sizes"), reason)

    @property
    def slots(self) -> tuple[str, ...]:
        """The step sizes, and the gradient before (0 where it turned)."""
        return ("s", "ĝ")

    def update(self, grad: Any, state: State, w: Any, lr: Any, step: Any, xp: Any) -> tuple[Any, State]:
        """See the class; `state` is (s, ĝ)."""
        size, before = state
        if self.maximize:
            grad = -grad
        if step == 1:
            size = size + lr
        shrink, grow = self.etas
        shortest, longest = self.step_sizes
        turned = grad * before
        factor = xp.where(turned > 0, grow, xp.where(turned < 0, shrink, 1.0))
        size = xp.minimum(xp.maximum(size * factor, shortest), longest)
        kept = xp.where(turned < 0, 0.0, grad)
        return -xp.sign(kept) * size, (size, kept)
