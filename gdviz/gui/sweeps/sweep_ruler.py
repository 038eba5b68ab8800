"""The positions of the values of a sweep's axis in a plot, and the axis that shows them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from gdviz.engine.round_numbers import nice_step
from gdviz.frozen import frozen
from gdviz.gui.drawing.plot_axes import Levels, Scale, ValueAxis
from gdviz.gui.style import scaling
from gdviz.gui.widgets.numbers import format_number

_EVEN = 0.05
"""Values that are off their even places by at most this share of a step, as by rounding, are drawn at these places."""


@frozen
class Ruler:
    """The position of value number i of an axis is ``first + i * step``.

    `kind` is "linear" for values that rise evenly, "log" for those that rise by equal factors (positions are then
    log10), and "equal" for whole numbers and all others: each is as wide as the next.
    """

    values: tuple[float, ...]
    kind: str
    first: float = 0.0
    step: float = 1.0

    @classmethod
    def of(cls, values: Sequence[float]) -> Ruler:
        """Return the ruler that suits the values."""
        numbers = np.array(values, dtype=float)
        if len(numbers) > 1 and not (numbers == np.round(numbers)).all():
            for kind in ("linear", "log"):
                if kind == "log" and not (numbers > 0).all():
                    continue
                places = np.log10(numbers) if kind == "log" else numbers
                step = float(places[-1] - places[0]) / (len(places) - 1)
                even = places[0] + step * np.arange(len(places))
                if step > 0 and np.abs(places - even).max() < _EVEN * step:
                    return cls(tuple(values), kind, float(places[0]), step)
        return cls(tuple(values), "equal")

    @property
    def ends(self) -> tuple[float, float]:
        """The positions where the first cell begins and the last one ends."""
        return self.first - self.step / 2, self.first + (len(self.values) - 0.5) * self.step

    def place(self, number: float) -> float:
        """The position of value number `number`."""
        return self.first + number * self.step

    def place_of(self, value: float) -> float:
        """Return the position of any value; nan if it has none."""
        if self.kind == "equal":
            order = np.argsort(self.values)
            return float(np.interp(value, np.array(self.values)[order], order.astype(float), np.nan, np.nan))
        if self.kind == "log":
            return float(np.log10(value)) if value > 0 else float("nan")
        return value

    def number_at(self, position: float) -> int:
        """The number of the value whose cell is at a position."""
        return int(np.clip(round((position - self.first) / self.step), 0, len(self.values) - 1))


class RulerAxis(ValueAxis):
    """An axis with the values of a ruler."""

    plain = True

    def __init__(self, orientation: str) -> None:
        super().__init__(orientation, Scale())
        self.ruler = Ruler((0.0,), "equal")
        self.apart = 48 if orientation == "bottom" else 30

    def set_ruler(self, ruler: Ruler) -> None:
        """Show another ruler."""
        self.ruler, self.values.kind = ruler, "log" if ruler.kind == "log" else "linear"
        self.picture = None
        self.update()

    def tickValues(self, low: float, high: float, size: float) -> Levels:
        """pyqtgraph: as many of the values, at equal distances, as have room."""
        if self.ruler.kind != "equal":
            return super().tickValues(low, high, size)
        count = len(self.ruler.values)
        widest = max(len(format_number(value)) for value in self.ruler.values) * 7 + 12
        room = scaling.px(widest if self.orientation == "bottom" else 22)
        every = max(1, round(nice_step(count * room / max(size, 1.0)) + 0.499))
        return [(float(every), [float(number) for number in range(0, count, every)])]

    def tickStrings(self, positions: list[float], scale: float, spacing: float) -> list[str]:
        """pyqtgraph: the numbers."""
        if self.ruler.kind != "equal":
            return super().tickStrings(positions, scale, spacing)
        return [format_number(self.ruler.values[round(position)]) for position in positions]
