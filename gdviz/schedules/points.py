"""A schedule through points that a person chooses."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from typing import Any

import numpy as np

from gdviz.messages import ExperimentError, mark, message
from gdviz.params import build, join, number, param
from gdviz.quoting import show
from gdviz.schedules.lists import MOST_TIMES, require_few, require_rising
from gdviz.schedules.losses import Losses
from gdviz.schedules.schedule import ScheduleSpec


@dataclass(frozen=True, kw_only=True)
class Points(ScheduleSpec):
    """η(k) = η₀ · factor, where the factor goes through the given points (k, factor).

    Between them along a straight line (linear) or as at the point before (hold); before the first and after the
    last it stays.
    """

    kind = "points"
    label = mark("Drawn curve")
    order = 95
    summary = mark("Any rate you can draw: through points of your own.")
    formula = "η = η₀ · f(k)"
    reference = ""

    points: tuple[tuple[float, float], ...] = param(kind="data", axis="points", label=mark("Points"),
                                                    help=mark("Pairs of k and factor, k in rising order."),
                                                    )  # fmt: skip
    interpolation: str = param("linear", kind="choice", choices=("linear", "hold"), label=mark("Interpolation"),
                               help=mark("Straight lines between the points, or steps at them."))  # fmt: skip

    @classmethod
    def from_json(cls, data: dict[str, Any], path: str) -> Points:
        """Read and check the schedule. Raises ExperimentError with the path of the offending key."""
        made = build(cls, data, path)
        return dataclasses.replace(made, points=_read_points(made.points, join(path, "points")))

    def lr_at(self, base_lr: float, k: Any, losses: Losses) -> Any:
        """See the class."""
        times, factors = np.array(self.points).T
        if self.interpolation == "linear":
            return base_lr * np.interp(k, times, factors)
        return base_lr * factors[np.maximum(np.searchsorted(times, k, side="right") - 1, 0)]

    def is_zero(self, k: Any) -> bool:
        """See ScheduleSpec."""
        return not any(factor for _, factor in self.points)

    def ends(self) -> float | None:
        """The k of the last point, from which on the rate stays."""
        return self.points[-1][0] if self.interpolation == "linear" else None

    def counted_in(self, unit: str, factor: float) -> Points:
        """The same points counted in `unit`."""
        return dataclasses.replace(self, unit=unit, points=tuple((k * factor, value) for k, value in self.points))

    @classmethod
    def proposed(cls, duration: float, lr: float = 0.1) -> dict[str, Any]:
        """A quarter up, the rest down."""
        length = max(duration, 1e-9)
        return {"points": ((0.0, 0.1), (0.25 * length, 1.0), (length, 0.01))}


def _read_points(data: Any, path: str) -> tuple[tuple[float, float], ...]:
    if not isinstance(data, list | tuple) or not data:
        raise ExperimentError(path, message("must be a list of at least one point [k, factor]"))
    require_few(data, MOST_TIMES, path)
    made: list[tuple[float, float]] = []
    for i, point in enumerate(data):
        where = f"{path}[{i}]"
        if not isinstance(point, list | tuple) or len(point) != 2:
            raise ExperimentError(where, message("must be a point [k, factor], got {got}", got=show(point)))
        for j, value in enumerate(point):
            if number(value, f"{where}[{j}]") < 0:
                text = message("must be {range}, got {got}", range=">= 0", got=show(value))
                raise ExperimentError(f"{where}[{j}]", text)
        time, factor = float(point[0]), float(point[1])
        require_rising([k for k, _ in made[-1:]], time, f"{where}[0]", strictly=True)
        made.append((time, factor))
    return tuple(made)
