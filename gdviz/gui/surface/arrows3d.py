"""The arrows of the current step on the floor below the relief."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF
from PySide6.QtGui import QColor, QPainter

from gdviz.frozen import frozen
from gdviz.gui.drawing import arrow_colours
from gdviz.gui.drawing import surface_drawing as draw
from gdviz.gui.style.theme import Theme
from gdviz.gui.surface.surface_markers import ARRIVED, LEAST_SHARE, MOST_SHARE, SHORT, Now, Point
from gdviz.gui.surface.terrain import Terrain

Array = NDArray[np.float64]

_UPHILL = 0.24  # length of the gradient's arrow, which shows only a direction: a share of half the longer side
_SHARES = (1.0, 0.75, 0.5, 0.25)  # shares of an arrow, tried in turn until its tip lies on the relief


@frozen
class FloorArrow:
    """An arrow on the floor, points of shape (2,) in the scene's units; if `is_true`, its length is that of a step."""

    tail: Array
    tip: Array
    colour: QColor
    is_true: bool = False


def on_floor(now: Sequence[Now], shown: Collection[str], terrain: Terrain, theme: Theme) -> list[FloorArrow]:
    """The arrows of all runs, the longer ones of a run first; `shown` names gradient, momentum and update."""
    found = []
    for run in now:
        tail = terrain.flat(np.array(run.point))

        def along(vector: Point, run: Now = run, tail: Array = tail) -> Array:
            return np.asarray(terrain.flat(np.array(run.point) + np.array(vector)) - tail)

        arrows = []
        gradient_length = float(np.hypot(*along(run.gradient))) if run.gradient is not None else 0.0
        if not 0 < gradient_length < np.inf:
            gradient_length = 0.0
        if "gradient" in shown and run.gradient is not None and gradient_length:
            tip = tail + along(run.gradient) / gradient_length * _UPHILL
            arrows.append(FloorArrow(tail, tip, QColor(arrow_colours.gradient(theme))))
        vector = run.momentum.vector() if "momentum" in shown and run.momentum is not None else None
        if vector is not None and gradient_length:
            way = along(vector)
            length = float(np.hypot(*way))
            if 0 < length < np.inf:
                share = min(max(length / gradient_length, LEAST_SHARE), MOST_SHARE)
                arrows.append(
                    FloorArrow(tail, tail + way / length * _UPHILL * share, QColor(arrow_colours.momentum(theme)))
                )
        arrows.sort(key=lambda arrow: -float(np.hypot(*(arrow.tip - arrow.tail))))
        if "update" in shown and run.delta is not None:
            colour = QColor(theme.text1) if len(now) == 1 else run.colour
            arrows.append(FloorArrow(tail, tail + along(run.delta), colour, True))
        found += arrows
    return found


def paint(painter: QPainter, arrow: FloorArrow, theme: Theme, place: Callable[[Array], QPointF | None]) -> None:
    """Draw an arrow; one of true length is extended if short. `place` gives a point's pixel, or None off the relief."""
    tail = place(arrow.tail)
    if tail is None:
        return
    ways = (place(arrow.tail + share * (arrow.tip - arrow.tail)) for share in _SHARES)
    tip = next((pixel for pixel in ways if pixel is not None), None)
    length = 0.0 if tip is None else draw.apart(tail, tip)
    if tip is None or length <= 0 or (arrow.is_true and length < ARRIVED):
        return
    end = tip
    if arrow.is_true and length < SHORT:
        end = tail + draw.unit(tail, tip) * (SHORT + 6.5)
    draw.arrow(painter, tail, tip, end, arrow.colour, theme)
