"""How the curves of the runs are stroked in the plots over the steps."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyqtgraph as pg
from numpy.typing import NDArray
from PySide6.QtCore import Qt
from PySide6.QtGui import QPen

from gdviz.gui import scaling
from gdviz.gui.run_style import RunStyle
from gdviz.gui.views.decimation import Floats

WIDE_UP_TO = 1500
"""Antialiased lines of width 2 cost 100 times those of width 1 once there are many points."""
WIDE_LENGTH = 4_000.0
"""Pixels of a line of width 2 that take 1 ms."""
_FAR = 5000.0
"""Pixels of one segment that get dashes: more are outside of every plot."""


@dataclass(frozen=True)
class Dashes:
    """Dashes of `length` pixels that begin every `period` pixels, the first after `offset`."""

    length: float
    period: float
    offset: float = 0.0

    def cut(self, x: Floats, y: Floats, width: float, height: float) -> tuple[Floats, Floats, NDArray[np.int32]]:
        """The curve with points where dashes begin and end, and whether each point is joined to the next.

        `x` and `y`, shape (n,), n > 1, are in units of which a pixel has `width` and `height`; the results have
        shape (m,). Dashes follow the length of the curve; where it is not finite they do not advance.
        """
        with np.errstate(all="ignore"):
            steps = np.hypot(np.diff(x) / width, np.diff(y) / height)
        along = np.concatenate(([0.0], np.cumsum(np.where(np.isfinite(steps), np.minimum(steps, _FAR), 0.0))))
        first, last = np.floor(-self.offset / self.period), np.ceil((along[-1] - self.offset) / self.period)
        begins = np.arange(first, last) * self.period + self.offset
        cuts = np.concatenate((begins, begins + self.length))
        places = np.unique(np.concatenate((along, cuts[(cuts > 0) & (cuts < along[-1])])))
        inside = (places - self.offset) % self.period < self.length - 1e-6
        connect = inside.astype(np.int32)
        return np.interp(places, along, x), np.interp(places, along, y), connect


def run_pen(style: RunStyle, points: int) -> QPen:
    """The pen of a run."""
    pen = pg.mkPen(style.ink, width=2 * scaling.line_scale() if points <= WIDE_UP_TO else 1)
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    return pen


def thin(pen: QPen) -> QPen:
    """The same pen of width 1."""
    made = QPen(pen)
    made.setWidthF(1.0)
    return made


def run_dashes(style: RunStyle, turn: int = 0, turns: int = 1) -> Dashes | None:
    """The dashes of a run, None for a line without gaps.

    Of `turns` equal curves, each draws its turn of the dashes, so that all are seen.
    """
    if turns > 1:
        return Dashes(8.0, 8.0 * turns, 8.0 * turn)
    return Dashes(10.0, 15.0) if style.dashed else None
