"""A process that edits the real window and prints how long each edit took, as JSON: {"lr": [ms, ..], "start": [..]}.

python edits.py EDITS 1     An edit runs from the mouse event to the end of the last repaint that follows from it;
                            the last number says how many runs the experiment has.
"""

from __future__ import annotations

import json
import math
import sys
import time
from typing import Any

from PySide6.QtCore import QEvent, QObject, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication, QWidget

import gdviz
from gdviz.gui.app import create_window, spare_the_collector
from gdviz.gui.shell.main_window import MainWindow

STEPS, RATE = 1000, 0.01
QUIET_SECONDS = 0.03
"""An edit is over when the window did not repaint for this long: two frames of 60 a second."""
OPENING_SECONDS = 1.2
"""After this long, a window has done what it does after opening, which is no part of an edit."""
EXPERIMENT: dict[str, Any] = {
    "format": "gdviz-experiment",
    "version": 1,
    "problem": {"kind": "surface", "name": "himmelblau"},
    "steps": STEPS,
    "seed": 0,
    "runs": [{"label": "GD", "start": [0.5, -0.5], "optimizer": {"kind": "sgd", "lr": RATE}}],
}

RULES = ("sgd", "adam", "adagrad", "rmsprop", "adamw", "nadam", "lion", "adadelta")


def experiment(runs: int, steps: int = STEPS) -> gdviz.Experiment:
    """`runs` runs from one start, each of another rule; the first is plain gradient descent."""
    start = EXPERIMENT["runs"][0]["start"]
    made = [{"label": kind, "start": start, "optimizer": {"kind": kind, "lr": RATE}} for kind in RULES[:runs]]
    return gdviz.Experiment.from_dict({**EXPERIMENT, "steps": steps, "runs": made})


class Repaints(QObject):
    """Notes that the window was asked to repaint; the repaint is over when the event is."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.seen = False
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Qt: an event on its way to the window."""
        if event.type() == QEvent.Type.UpdateRequest:
            self.seen = True
        return False


def settle(repaints: Repaints, window: MainWindow) -> float:
    """Serve events until the run has ended and the window is quiet; the clock at the end of the last repaint."""
    last = time.perf_counter()
    while window.controller.busy or time.perf_counter() - last < QUIET_SECONDS:
        repaints.seen = False
        QApplication.processEvents()
        if repaints.seen:
            last = time.perf_counter()
    return last


def mouse(widget: QWidget, kind: QEvent.Type, at: QPoint) -> None:
    """Send the left button's event to a widget."""
    button = Qt.MouseButton.NoButton if kind == QEvent.Type.MouseMove else Qt.MouseButton.LeftButton
    held = Qt.MouseButton.NoButton if kind == QEvent.Type.MouseButtonRelease else Qt.MouseButton.LeftButton
    place = QPointF(at)
    event = QMouseEvent(kind, place, QPointF(widget.mapToGlobal(at)), button, held, Qt.KeyboardModifier.NoModifier)
    QApplication.sendEvent(widget, event)


def drag(window: MainWindow, widget: QWidget, points: list[QPoint]) -> list[float]:
    """Press at the first point, move to each of the others: milliseconds from each move to its finished repaint.

    Raises RuntimeError when a move edits nothing.
    """
    repaints = Repaints(window)
    mouse(widget, QEvent.Type.MouseButtonPress, points[0])
    settle(repaints, window)
    taken = []
    for point in points[1:]:
        before = window.result
        begun = time.perf_counter()
        mouse(widget, QEvent.Type.MouseMove, point)
        end = settle(repaints, window)
        if window.result is before:
            raise RuntimeError(f"no edit came from moving to {point}")
        taken.append(1e3 * (end - begun))
    mouse(widget, QEvent.Type.MouseButtonRelease, points[-1])
    settle(repaints, window)
    window.removeEventFilter(repaints)
    return taken


def slide_rate(window: MainWindow, edits: int) -> list[float]:
    """The rate slid over the whole slider, from far too small through divergence."""
    slider = window.panel.lr_slider
    span, y = slider.width() - 16, slider.height() // 2
    return drag(window, slider, [QPoint(round(8 + span * k / edits), y) for k in range(edits + 1)])


def drag_start(window: MainWindow, edits: int) -> list[float]:
    """The start dragged round the middle of the surface, a circle that crosses the basins."""
    view = window.surface
    port = view.graphics.viewport()

    def pixel(x: float, y: float) -> QPoint:
        at: QPoint = view.graphics.mapFromScene(view.box.mapViewToScene(QPointF(x, y)))
        return at

    turns = [2 * math.pi * (2 * k / edits) for k in range(edits)]
    return drag(window, port, [pixel(*window.experiment.runs[0].start)]
                + [pixel(2.5 * math.cos(turn), 2.5 * math.sin(turn)) for turn in turns])  # fmt: skip


def opened(shown: gdviz.Experiment) -> MainWindow:
    """The window with this experiment, at rest."""
    window = create_window(shown)
    window.show()
    repaints = Repaints(window)
    begun = time.monotonic()
    while window.surface.image.busy and time.monotonic() < begun + 30:
        settle(repaints, window)
    while time.monotonic() < begun + OPENING_SECONDS:  # the lists that are made a while after the first paint
        settle(repaints, window)
    settle(repaints, window)
    spare_the_collector()  # as the program does when it has started
    return window


def main() -> None:
    """Open the window at its own size and edit it."""
    edits, runs = int(sys.argv[1]), int(sys.argv[2])
    app = QApplication([])
    window = opened(experiment(runs))
    slid = slide_rate(window, edits)
    # Back from the rate at which the slider ends: there a run diverges at once and has fewer steps.
    window.controller.edit("optimizer.lr", RATE)
    settle(Repaints(window), window)
    print(json.dumps({"lr": slid, "start": drag_start(window, edits)}))
    window.close()
    del app


if __name__ == "__main__":
    main()
