"""Slides a constant of a typed function and prints, as JSON, how soon the surface followed; a separate process.

`main` prints {"picture": [ms, ..], "contours": [ms, ..], "grid": [rows, columns]} for as many edits as the command
line says. Milliseconds from the mouse event to the end of the repaint that shows the fine picture of the new constant,
and of the one that shows its contours.
"""

from __future__ import annotations

import json
import sys
import time
from typing import Any

from PySide6.QtCore import QEvent, QObject, QPoint
from PySide6.QtWidgets import QApplication

import gdviz
from benchmarks import program
from benchmarks.edits import Repaints, mouse, settle
from gdviz.gui.app import create_window

NODES = 512
"""Nodes, and pixels of the plot, a side."""
TIMEOUT = 5.0
"""Seconds after which a picture is given up."""
EXPERIMENT = {
    "format": "gdviz-experiment",
    "version": 1,
    "problem": {"kind": "expression", "expression": "(1-x)^2 + a*(y-b*x^2)^2", "parameters": {"a": 10.0, "b": 1.0},
                "domain": [[-2, 2], [-2, 2]]},
    "steps": 1000,
    "seed": 0,
    "runs": [{"label": "GD", "start": [-1.2, 1.0], "optimizer": {"kind": "sgd", "lr": 0.002}}],
}  # fmt: skip


def make_square(window: Any, pictures: Pictures) -> None:
    """Give the surface's plot a square of NODES."""
    for _ in range(4):
        program.grow_surface(window)
        settle(pictures, window)
        box = program.surface_port(window)[1]
        window.resize(window.width() + round(NODES - box.width()), window.height() + round(NODES - box.height()))
        settle(pictures, window)


class Pictures(Repaints):
    """Notes when the repaints ended that showed the fine picture of another problem, and its contours."""

    def __init__(self, window: Any) -> None:
        super().__init__(window)
        self._window = window
        self._inside = False
        self.expect(window.result.runs[0].problem)

    def expect(self, before: object) -> None:
        """Wait for the pictures of a problem that is not `before`."""
        self._before = before
        self.found: dict[str, float] = {}

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Qt: let the window repaint, and read the clock when it has."""
        if event.type() != QEvent.Type.UpdateRequest or self._inside:
            return False
        self.seen = self._inside = True
        QApplication.sendEvent(watched, event)
        self._inside = False
        problem, image = self._window.result.runs[0].problem, program.surface_image(self._window)
        if problem is not self._before and image.shows(problem, (NODES, NODES)):
            now = time.perf_counter()
            self.found.setdefault("picture", now)
            if not image.busy:
                self.found.setdefault("contours", now)
        return True


def slide(window: Any, pictures: Pictures, name: str, edits: int) -> dict[str, list[float]]:
    """Slide a constant there and back. Raises RuntimeError when no picture comes from a move."""
    slider = program.widget(window, f"constant_{name}_Slider")
    middle, y, span = slider.width() // 2, slider.height() // 2, slider.width() // 2 - 16
    taken: dict[str, list[float]] = {"picture": [], "contours": []}
    mouse(slider, QEvent.Type.MouseButtonPress, QPoint(middle + 1, y))
    settle(pictures, window)
    for k in range(edits):
        pictures.expect(window.result.runs[0].problem)
        step = k % span if (k // span) % 2 == 0 else span - k % span
        begun = time.perf_counter()
        mouse(slider, QEvent.Type.MouseMove, QPoint(middle + 2 + step, y))
        while len(pictures.found) < 2 and time.perf_counter() - begun < TIMEOUT:
            QApplication.processEvents()
        if len(pictures.found) < 2:
            raise RuntimeError(f"no picture of {NODES} nodes a side came from move {k}")
        for what, when in pictures.found.items():
            taken[what].append(1e3 * (when - begun))
        settle(pictures, window)
    mouse(slider, QEvent.Type.MouseButtonRelease, QPoint(middle + 2, y))
    settle(pictures, window)
    return taken


def main() -> None:
    """Open the window large enough and slide."""
    edits = int(sys.argv[1])
    app = QApplication([])
    window = create_window(gdviz.Experiment.from_dict(EXPERIMENT))
    window.show()
    pictures = Pictures(window)
    settle(pictures, window)
    make_square(window, pictures)
    while program.surface_image(window).busy:
        settle(pictures, window)
    program.spare_the_collector()
    print(json.dumps({**slide(window, pictures, "b", edits), "grid": program.surface_image(window).loss.shape}))
    window.close()
    del app


if __name__ == "__main__":
    main()
