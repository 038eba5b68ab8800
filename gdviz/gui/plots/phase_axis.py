"""The axis of a phase diagram: the picture lies from 0 to 1 for any range that float64 can resolve."""

from __future__ import annotations

import math

from gdviz.editing.phase_axes import PhaseAxis
from gdviz.engine.round_numbers import multiples, nice_step
from gdviz.gui.drawing.plot_axes import Levels, Scale, ValueAxis, plain_ticks
from gdviz.gui.style import scaling
from gdviz.gui.style.translating import translate
from gdviz.gui.widgets.numbers import MINUS, format_number

_CELLS = 64
"""Cells along a side of the finest diagram."""
_NARROW = 1e-3
"""A range narrower than this share of its numbers has ticks that count from a number in the title."""


class PhaseAxisItem(ValueAxis):
    """Shows the values of a setting; those of a narrow range as differences from a number that the title names."""

    def __init__(self, orientation: str) -> None:
        super().__init__(orientation, Scale())
        self.axis: PhaseAxis | None = None

    def show_axis(self, axis: PhaseAxis) -> None:
        """Show another setting, or another range of it."""
        self.axis = axis
        self.values.kind = "log" if axis.range.log and not self.base else "linear"
        self.picture = None
        self.update()

    @property
    def base(self) -> float:
        """The number from which the ticks count; 0 where the range is not narrow."""
        low, high = (0.0, 1.0) if self.axis is None else (self.axis.range.low, self.axis.range.high)
        largest = max(abs(low), abs(high))
        if high - low >= _NARROW * largest:
            return 0.0
        digits = max(1, math.floor(math.log10(largest)) - math.floor(math.log10(high - low)))
        return float(f"{low + (high - low) / 2:.{min(digits, 16)}g}")

    def title(self) -> str:
        """The name and the symbol of the setting."""
        if self.axis is None:
            return ""
        parts = [translate(self.axis.label).lower() if self.axis.label else "", self.axis.symbol]
        name = " ".join(filter(None, parts))
        base = self.base
        if not base:
            return name
        return f"{name} {MINUS} {base!r}" if base > 0 else f"{name} + {-base!r}"

    def tickValues(self, low: float, high: float, size: float) -> Levels:
        """pyqtgraph: where numbers stand between 0 and 1."""
        axis = self.axis
        if axis is None:
            return []
        if base := self.base:
            first, last = axis.range.low - base, axis.range.high - base
            apart = scaling.px(70) if self.orientation == "bottom" else self.apart
            spacing = nice_step((last - first) / max(2.0, size / apart))
            return [(spacing / (last - first), [(v - first) / (last - first) for v in multiples(spacing, first, last)])]
        first, last = (float(self.values.to_axis(end)) for end in (axis.range.low, axis.range.high))
        return [
            (spacing / (last - first), [(value - first) / (last - first) for value in values])
            for spacing, values in super().tickValues(first, last, size)
        ]

    def tickStrings(self, positions: list[float], scale: float, spacing: float) -> list[str]:
        """pyqtgraph: the numbers there."""
        axis = self.axis
        if axis is None:
            return []
        if base := self.base:
            first, last = axis.range.low - base, axis.range.high - base
            return plain_ticks([first + at * (last - first) for at in positions], spacing * (last - first))
        first, last = (float(self.values.to_axis(end)) for end in (axis.range.low, axis.range.high))
        places = [first + at * (last - first) for at in positions]
        return super().tickStrings(places, scale, spacing * (last - first))


def written(axis: PhaseAxis, value: float) -> str:
    """Format a value of a setting with as many digits as distinguish the finest cells."""
    low, width = axis.range.low, axis.range.high - axis.range.low
    apart = math.log1p(width / low) if axis.range.log else width / max(abs(low), abs(axis.range.high))
    return format_number(value, min(max(1 + math.ceil(math.log10(_CELLS / apart)), 3), 17))
