"""Muon: momentum whose step is made orthogonal; on a vector that is: made to one length."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

from gdviz.messages import ExperimentError, mark, message
from gdviz.optimizers.optimizer import DECOUPLED_DECAY, RATE, Optimizer, State, derived, length
from gdviz.params import build, join, number, param


@dataclass(frozen=True)
class Muon(Optimizer):
    """m = μ m + (1-μ) g, u = (1-μ) g + μ m (Nesterov) or m, Δw = -η (a O + λ w), O = NewtonSchulz(u).

    The parameters are one row, a matrix of 1 x n, whose only singular value is its length. Newton-Schulz takes
    u / |u| and moves its length s towards 1 by a s + b s³ + c s⁵ repeatedly (five times with the usual
    coefficients: 0.70). As in torch it is rounded to bfloat16 on the way, so that directions are coarse. a is 1,
    or 0.2 √n with "match_rms_adamw". Source: torch.optim.Muon; Jordan et al. 2024 (kellerjordan.github.io/posts/muon).
    """

    kind = "muon"
    label = "Muon"
    group = "sign"
    order = 52
    summary = mark("Momentum whose step has always about the same length: the step of a matrix, made orthogonal.")
    reference = "Jordan et al. 2024, kellerjordan.github.io/posts/muon; Liu et al. 2025, arXiv 2502.16982"
    coupled = True
    decoupled = True
    shorthands = (("u", "(1 − μ)·g + μ·m"),)

    lr: float = param(**RATE, help=mark("About the length of each step."))
    weight_decay: float = param(0.1, **DECOUPLED_DECAY)
    momentum: float = param(0.95, low=0, high=1, open_high=True, symbol="μ", label=mark("Momentum"),
                            help=mark("How slowly the mean of the gradients forgets."))  # fmt: skip
    nesterov: bool = param(True, kind="bool", label="Nesterov",
                           help=mark("Looks ahead along the momentum before it steps."))  # fmt: skip
    ns_coefficients: tuple[float, float, float] = param((3.4445, -4.775, 2.0315), kind="data", shown=False,
                                                        label=mark("Newton-Schulz coefficients"),
                                                        help=mark("The polynomial of Newton-Schulz."))  # fmt: skip
    eps: float = param(1e-7, low=0, open_low=True, scale="log", symbol="ε", label=mark("Epsilon"),
                       help=mark("The least length that a step is divided by."))  # fmt: skip
    ns_steps: int = param(5, kind="int", low=0, high=99, label=mark("Newton-Schulz steps"),
                          help=mark("How often the polynomial is applied."))  # fmt: skip
    adjust_lr_fn: str | None = param(None, kind="choice", choices=("original", "match_rms_adamw"), optional=True,
                                     label=mark("Rate's adjustment"),
                                     help=mark("Whether the step is scaled to the usual size of Adam's."))  # fmt: skip

    @classmethod
    def from_json(cls, data: dict[str, Any], path: str) -> Muon:
        """Read `optimizer`. Raises ExperimentError with the path of the offending key."""
        given = data.get("ns_coefficients")
        if given is not None:
            where = join(path, "ns_coefficients")
            if not isinstance(given, list | tuple) or len(given) != 3:
                raise ExperimentError(where, message("must be a list of three numbers"))
            data = {**data, "ns_coefficients": tuple(number(v, f"{where}[{i}]") for i, v in enumerate(given))}
        return build(cls, {key: value for key, value in data.items() if key != "ns_coefficients" or value}, path)

    @property
    def slots(self) -> tuple[str, ...]:
        """The mean of the gradients."""
        return ("m",)

    def update(self, grad: Any, state: State, w: Any, lr: Any, step: Any, xp: Any) -> tuple[Any, State]:
        """See the class; `state` is (m,)."""
        m = self.momentum * state[0] + (1 - self.momentum) * grad
        u = (1 - self.momentum) * grad + self.momentum * m if self.nesterov else m
        delta = -lr * derived(xp, "O", f"NewtonSchulz{subscript(self.ns_steps)}(u)", self.orthogonal, u)
        if self.weight_decay:
            delta = delta - lr * self.weight_decay * w
        return delta, (m,)

    def orthogonal(self, xp: Any, u: Any) -> Any:
        """A row u of shape (..., n) made orthogonal, its length adjusted; same shape."""
        a, b, c = self.ns_coefficients
        x = bfloat16(u, xp)
        x = bfloat16(x / xp.maximum(bfloat16(length(x, xp), xp), xp.float32(float(self.eps))), xp)
        for _ in range(self.ns_steps):
            gram = bfloat16((x * x).sum(-1, keepdims=True), xp)
            x = bfloat16(a * x + bfloat16(b * gram + c * gram * gram, xp) * x, xp)
        adjust = 0.2 * math.sqrt(u.shape[-1]) if self.adjust_lr_fn == "match_rms_adamw" else 1.0
        return x.astype(float) * adjust


def subscript(count: int) -> str:
    """A number below the line: 5 gives ₅."""
    return str(count).translate(str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉"))


def bfloat16(values: Any, xp: Any) -> Any:
    """Values rounded to the 8 significant bits of bfloat16, to nearest and halves to even; as float32."""
    bits = values.astype(xp.float32).view(xp.uint32)
    rounded = bits + (0x7FFF + ((bits >> 16) & 1)).astype(xp.uint32)
    return (rounded & xp.uint32(0xFFFF0000)).view(xp.float32)
