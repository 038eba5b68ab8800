"""A schedule that a person types: any formula in k."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from gdviz.formula import Formula, FormulaError, parse
from gdviz.messages import ExperimentError, mark, message
from gdviz.params import build, join, param
from gdviz.schedules.losses import Losses
from gdviz.schedules.schedule import ScheduleSpec

ALWAYS_CHECKED = 1000
"""A formula that is nowhere above 0 in a short run is refused only if it also is not at the k up to this."""


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
            made.parsed  # noqa: B018
        except FormulaError as error:
            raise ExperimentError(where, error.located()) from error
        return made

    @property
    def has_formula(self) -> bool:
        """See ScheduleSpec."""
        return True

    def check_rates(self, k: Any, path: str, may_be_0: bool = False) -> None:
        """See ScheduleSpec; a formula that begins below 0, or is nowhere above it, is refused as well."""
        where, values = join(path, "expression"), self._factors(k)
        finite = np.isfinite(values)
        if not finite.all():
            at = f"{k[np.argmin(finite)]:.12g}"
            raise ExperimentError(where, message("the schedule's formula is not finite at k = {k}", k=at))
        if len(k) and k[0] == 0 and values[0] < 0:
            raise ExperimentError(where, message("the schedule's formula is negative at k = {k}", k=0))
        if not may_be_0 and self.is_zero(k):
            raise ExperimentError(where, message("the schedule's formula is nowhere above 0"))

    def is_zero(self, k: Any) -> bool:
        """See ScheduleSpec."""
        if len(k) < 2 or (self._factors(k) > 0).any():
            return False
        return not (self._factors(np.arange(ALWAYS_CHECKED + 1.0)) > 0).any()

    @property
    def parsed(self) -> Formula:
        """The formula. Raises FormulaError."""
        return parse(self.expression, ("k",))

    def _factors(self, k: Any) -> Any:
        with np.errstate(all="ignore"):
            return np.broadcast_to(self.parsed.evaluate(np, k), k.shape)

    def lr_at(self, base_lr: float, k: Any, losses: Losses) -> Any:
        """See the class."""
        return base_lr * np.maximum(self.parsed.evaluate(np, k), 0.0)

    @classmethod
    def proposed(cls, duration: float, lr: float = 0.1) -> dict[str, Any]:
        """Down to 5 % over the duration."""
        return {"expression": f"exp(-3k/{max(round(duration), 1)})"}
