"""What an optimizer is: frozen hyper-parameters and one pure rule.

The rule is written once, on Python floats or on arrays alike; gdviz.engine also calls it with numbers that remember
how they were made, to show the arithmetic of a step, and with symbols, to make a loop of it. A rule that branches on
a number instead of calling `xp.where` is correct, too, and slower.
"""

from __future__ import annotations

import math
from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any, ClassVar, Protocol

import numpy as np

from gdviz.messages import mark
from gdviz.params import to_json

State = tuple[Any, ...]
Rule = Callable[[Any, State, Any, Any, Any, Any], tuple[Any, State]]

GROUPS: dict[str, str] = {
    "lecture": mark("From the lecture"),
    "averaging": mark("Momentum and averages"),
    "adaptive": mark("A rate for each parameter"),
    "sign": mark("By the sign or the direction"),
    "search": mark("Line search and curvature"),
}
"""The groups of the list, in its order, with their headings."""

RATE: dict[str, Any] = {"low": 0, "open_low": True, "scale": "log", "symbol": "η", "label": mark("Learning rate")}
WEIGHT_DECAY: dict[str, Any] = {
    "low": 0, "symbol": "λ", "label": mark("Weight decay"),
    "help": mark("Pulls the parameters to zero: λ w is added to the gradient."),
}  # fmt: skip
DECOUPLED_DECAY: dict[str, Any] = {
    **WEIGHT_DECAY,
    "help": mark("Pulls the parameters to zero, past the gradient's means: each step takes η λ w away."),
}
MAXIMIZE: dict[str, Any] = {
    "kind": "bool", "label": mark("Uphill"), "help": mark("Turns the sign: climbs instead of descending."),
}  # fmt: skip
BETAS: dict[str, Any] = {
    "kind": "pair", "low": 0, "high": 1, "open_high": True, "symbol": "β₁, β₂", "label": mark("Betas"),
    "help": mark("How slowly the means of gradient and square forget."),
}  # fmt: skip
EPSILON: dict[str, Any] = {
    "low": 0, "scale": "log", "symbol": "ε", "label": mark("Epsilon"),
    "help": mark("Keeps the division finite where the gradient is zero."),
}  # fmt: skip


class Objective(Protocol):
    """What a rule may evaluate of the problem besides the gradient: the loss that this update sees.

    With batches `loss` and `grad` are those of the update's own batch. `hessian` is always that of the whole.
    """

    def loss(self, w: Any) -> Any:
        """The loss at `w` of shape (dim,): one number."""

    def grad(self, w: Any) -> Any:
        """The gradient at `w`, shape (dim,)."""

    def hessian(self, w: Any) -> Any:
        """The Hessian at `w`, shape (dim, dim)."""


@dataclass(frozen=True)
class Optimizer(ABC):
    """Hyper-parameters by torch.optim's names; subclasses set `kind` and give `update`.

    A hyper-parameter that is off (momentum 0, no AMSGrad) leaves its state out of `slots`.
    """

    kind: ClassVar[str] = ""
    label: ClassVar[str] = ""
    group: ClassVar[str] = "adaptive"
    """A key of GROUPS."""
    order: ClassVar[int] = 100
    """Its place in its group's list; the last by default."""
    summary: ClassVar[str] = ""
    reference: ClassVar[str] = ""
    proposed_lr: ClassVar[float | None] = None
    """A rate to begin with, for rules whose rate does not depend on the problem's scale; None: the problem's own."""
    coupled: ClassVar[bool] = False
    """Whether one parameter's update depends on the others': `grad` and `w` are arrays (..., dim), not floats."""
    needs_problem: ClassVar[bool] = False
    """Whether the rule needs more than the gradient; see ProblemOptimizer."""
    decoupled: ClassVar[bool] = False
    """Whether weight decay shrinks w apart from the rule, instead of being added to the gradient."""
    number_slots: ClassVar[tuple[str, ...]] = ()
    """Those of `slots` that hold the same number for all parameters, such as a rate."""
    shorthands: ClassVar[tuple[tuple[str, str], ...]] = ()
    """Parts of the rule that have a name of their own, and their formulas: ``(("m̂", "m / (1 − β₁ᵗ)"),)``.

    The arithmetic card gives each a line where the rule's formula uses it.
    """

    lr: float

    @classmethod
    def place(cls) -> tuple[int, int]:
        """Its place in a list: by its group, then by `order`. Raises ValueError for an unknown group."""
        if cls.group not in GROUPS:
            raise ValueError(f"{cls.__name__}.group must be one of {', '.join(GROUPS)}, got {cls.group!r}")
        return list(GROUPS).index(cls.group), cls.order

    @property
    def slots(self) -> tuple[str, ...]:
        """The names of the state that `update` keeps, in order, as the arithmetic card writes them.

        A name that begins with "_" is of no interest there.
        """
        return ()

    @property
    def momentum_slot(self) -> str | None:
        """Which of `slots` is the momentum: the running mean or sum of gradients that the update follows."""
        return next((name for name in ("b", "m") if name in self.slots), None)

    @property
    def penalty(self) -> float:
        """The λ of the term λ/2 |w|² that weight decay adds to the loss; 0 where the decay is decoupled."""
        decoupled = self.decoupled or bool(getattr(self, "decoupled_weight_decay", False))
        return 0.0 if decoupled else float(getattr(self, "weight_decay", 0.0))

    def init(self, zero: Any) -> State:
        """The state before the first update; `zero` is 0.0 or an array of zeros of w's shape."""
        return (zero,) * len(self.slots)

    @abstractmethod
    def update(self, grad: Any, state: State, w: Any, lr: Any, step: Any, xp: Any) -> tuple[Any, State]:
        """One update; a pure function: no random numbers, and no state but `state`.

        Parameters
        ----------
        grad, w : float or array
            Gradient and parameters: numbers, or arrays of one shape.
        state : tuple
            What `init` or the update before returned.
        lr : float
            The rate of this update, schedule and warm-up included.
        step : int
            1 for the first update; a traced number where its arithmetic is to be shown.
        xp : namespace
            `sqrt` and the like for the kind of `grad`.

        Returns
        -------
        delta, state
            What is to be added to w, and the next state.
        """

    def rule(self, objective: Objective) -> Rule:
        """`update`, for one run on `objective`."""
        return self.update

    def preconditioner(self, grads: np.ndarray, steps: np.ndarray) -> np.ndarray | None:
        """P (n, dim), by which a rule divides the gradient or its mean; None for a rule that does not divide.

        Of the updates `steps` (n,; 1 for the first, evenly spaced) with the gradients `grads` (n, dim), which
        have the sign of the descent and the weight decay that is added to them.
        """
        return None

    def stability_limit(self, sharpness: Any, step: Any = math.inf) -> Any | None:
        """The largest constant rate that is stable where the Hessian's largest eigenvalue is `sharpness`.

        Of a rule with a preconditioner, the largest of P⁻¹H: its limit if P stayed as it is, the weight decay that
        is added to the gradient being in H. `step` is the number of the update, for rules whose early ones differ.
        An array for an array; None where theory has no such limit.
        """
        return None

    def average(self, w: Any) -> Any | None:
        """The averaged point after each of 0 .. n updates, for the points `w`, shapes (n+1, dim).

        None for a rule without an average.
        """
        return None

    def short_name(self, batch_size: int | None, n_samples: int | None) -> str:
        """The name in a legend; batches matter only to that of plain gradient descent."""
        return self.label

    def to_json(self) -> dict[str, Any]:
        """The object of the experiment file."""
        return {"kind": self.kind, **to_json(self)}


@dataclass(frozen=True)
class ProblemOptimizer(Optimizer):
    """A rule that evaluates losses, other gradients, or the Hessian: one path, w of shape (dim,)."""

    group = "search"
    proposed_lr = 1.0
    coupled = True
    needs_problem = True

    def update(self, grad: Any, state: State, w: Any, lr: Any, step: Any, xp: Any) -> tuple[Any, State]:
        """Raise TypeError: without a problem there is no update; see `rule`."""
        raise TypeError(f"{self.label} needs the problem: call what rule(objective) returns")

    @abstractmethod
    def update_on(
        self, objective: Objective, grad: Any, state: State, w: Any, lr: Any, step: Any, xp: Any
    ) -> tuple[Any, State]:
        """One update on `objective`; the rest as in Optimizer.update."""

    def rule(self, objective: Objective) -> Rule:
        """`update_on`, for one run on `objective`."""
        return partial(self.update_on, objective)


def length(vector: Any, xp: Any) -> Any:
    """The Euclidean length over the last axis, which is kept: shape (..., 1)."""
    return xp.sqrt(xp.sum(vector * vector, axis=-1, keepdims=True))


def rms(vector: Any, xp: Any) -> Any:
    """The root of the mean square over the last axis, which is kept: shape (..., 1)."""
    return xp.sqrt(xp.mean(vector * vector, axis=-1, keepdims=True))


def derived(xp: Any, symbol: str, formula: str, compute: Callable[..., Any], *parts: Any) -> Any:
    """``compute(xp, *parts)``; where arithmetic is shown, a line ``symbol = formula`` that is not opened further."""
    show = getattr(xp, "derived", None)
    return compute(xp, *parts) if show is None else show(symbol, formula, compute, parts)
