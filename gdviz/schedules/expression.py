"""A schedule that somebody typed: any formula in k."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from gdviz.formula import Formula, FormulaError, parse
from gdviz.messages import ExperimentError, mark, message
from gdviz.params import build, join, param
from gdviz.schedules.base import ScheduleSpec
from gdviz.schedules.losses import Losses

CHECKED_UP_TO = 1000
"""A formula is refused where it is not finite at a k up to this; further out an overflow ends the run."""


@dataclass(frozen=True, kw_only=True)
class Expression(ScheduleSpec):
    """η(k) = η₀ · f(k), f a formula in k; where f is below 0 the rate is 0."""

    kind = "expression"
    label = mark("Expression")
    order = 96
    summary = mark("The factor as a formula in k, such as exp(-0.03k).")
    formula = "η = η₀ · f(k)"
    reference = ""

    expression: str = param(kind="text", symbol="f", label="f(k)",
                            help=mark("The factor, a formula in k; below 0 it counts as 0."))  # fmt: skip

    @classmethod
    def from_json(cls, data: dict[str, Any], path: str) -> Expression:
        """Read and check the schedule. Raises ExperimentError with the path of the offending key."""
        made = build(cls, data, path)
        where = join(path, "expression")
        try:
            factor = made.parsed
        except FormulaError as error:
            raise ExperimentError(where, error.located()) from error
        k = np.arange(CHECKED_UP_TO + 1.0)
        with np.errstate(all="ignore"):
            values = np.broadcast_to(factor.evaluate(np, k), k.shape)
        if not np.isfinite(values).all():
            raise ExperimentError(where, message("is not finite at k = {k}", k=int(np.argmin(np.isfinite(values)))))
        if values[0] < 0:
            raise ExperimentError(where, message("is negative at k = {k}", k=0))
        if not (values > 0).any():
            raise ExperimentError(where, message("is nowhere above 0"))
        return made

    @property
    def parsed(self) -> Formula:
        """The formula. Raises FormulaError."""
        return parse(self.expression, ("k",))

    def lr_at(self, base_lr: float, k: Any, losses: Losses) -> Any:
        """See the class."""
        return base_lr * np.maximum(self.parsed.evaluate(np, k), 0.0)

    @classmethod
    def proposed(cls, duration: float, lr: float = 0.1) -> dict[str, Any]:
        """Down to 5 % over the duration."""
        return {"expression": f"exp(-3k/{max(round(duration), 1)})"}
