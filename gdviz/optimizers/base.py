"""What an optimizer is: frozen hyper-parameters and one pure rule.

The rule is written once, on Python floats or on arrays alike; gdviz.engine also calls it with numbers
that remember how they were made, to show the arithmetic of a step.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import Any, ClassVar

from gdviz.params import to_json

State = tuple[Any, ...]


@dataclass(frozen=True)
class Optimizer(ABC):
    """Hyper-parameters by torch.optim's names; subclasses set `kind` and give `update`.

    A hyper-parameter that is off (momentum 0, no AMSGrad) leaves its state out of `slots`.
    """

    kind: ClassVar[str] = ""
    label: ClassVar[str] = ""
    summary: ClassVar[str] = ""
    reference: ClassVar[str] = ""

    lr: float

    @property
    def slots(self) -> tuple[str, ...]:
        """The names of the state that `update` keeps, in order, as the arithmetic card writes them."""
        return ()

    def init(self, zero: Any) -> State:
        """The state before the first update; `zero` is 0.0 or an array of zeros of w's shape."""
        return (zero,) * len(self.slots)

    @abstractmethod
    def update(self, grad: Any, state: State, w: Any, lr: Any, step: Any, xp: Any) -> tuple[Any, State]:
        """One update.

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
            `sqrt` and its kin for the kind of `grad`.

        Returns
        -------
        delta, state
            What is to be added to w, and the next state.
        """

    def stability_limit(self, sharpness: Any) -> Any | None:
        """The largest constant rate that is stable where the Hessian's largest eigenvalue is `sharpness`.

        An array for an array; None where theory has no such limit.
        """
        return None

    def short_name(self, batch_size: int | None, n_samples: int | None) -> str:
        """How a legend names it; batches matter only to plain gradient descent."""
        return self.label

    def to_json(self) -> dict[str, Any]:
        """The object of the experiment file."""
        return {"kind": self.kind, **to_json(self)}
