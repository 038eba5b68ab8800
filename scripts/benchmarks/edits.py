"""A process that edits the real window, and then a bare one, and prints how long each edit took, as JSON.

python -m benchmarks.edits EDITS RUNS
python -m benchmarks.edits serve RUNS

The first prints {"lr": [ms, ..], "start": [..], "lr bare": [[ms, bare ms], ..], "start bare": [..]}. The second prints
"ready", and then, for each line "lr" or "start" and a number of edits that it reads, [[ms, ..], [processor ms, ..]].

An edit runs from the mouse event to the end of the last repaint that follows from it. In the bare window it is the
loops by hand that the same edit needs, and showing what they found; where a run diverges, which the loops by hand do
not look for, there is no pair. Pairs are in processor time.
"""

from __future__ import annotations

import json
import math
import sys
import time
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

import numpy as np
from PySide6.QtCore import QEvent, QObject, QPoint, QPointF, QRect, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication, QWidget

import gdviz
from benchmarks import program
from benchmarks.bare import Bare
from benchmarks.paths import BY_HAND
from gdviz.gui.app import create_window

STEPS, RATE = 1000, 0.01
QUIET_SECONDS = 0.03
"""Seconds without a repaint after which an edit is over: two frames of 60 a second."""
QUIET_LOOKS = 30
"""How many looks for events must also find none: on a busy machine this process may not have run for QUIET_SECONDS."""
NAP_SECONDS = 0.0001
"""Between two looks for events: turning without a rest would be counted as work, and keep the worker from it."""
LEISURE_SECONDS = 1.2
"""After this long, a window has done what it puts off after opening or a drag, which is no part of an edit."""
EXPERIMENT: dict[str, Any] = {
    "format": "gdviz-experiment",
    "version": 1,
    "problem": {"kind": "surface", "name": "himmelblau"},
    "steps": STEPS,
    "seed": 0,
    "runs": [{"label": "GD", "start": [0.5, -0.5], "optimizer": {"kind": "sgd", "lr": RATE}}],
}

RULES = ("sgd", "adam", "adagrad", "rmsprop", "adamw", "nadam", "lion", "adadelta")
TWO_RULES = ("sgd", "adam") * 4
"""The rules that are written by hand."""


def experiment(runs: int, steps: int = STEPS, rules: Sequence[str] = RULES) -> gdviz.Experiment:
    """`runs` runs from one start, of these rules; the first is plain gradient descent."""
    start = EXPERIMENT["runs"][0]["start"]
    made = [{"label": kind, "start": start, "optimizer": {"kind": kind, "lr": RATE}} for kind in rules[:runs]]
    return gdviz.Experiment.from_dict({**EXPERIMENT, "steps": steps, "runs": made})


class Moment(NamedTuple):
    """Seconds of the clock, and of processor time of this process, which depend little on what else is running."""

    clock: float
    processor: float

    @classmethod
    def now(cls) -> Moment:
        """This moment."""
        return cls(time.perf_counter(), time.process_time())


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


def settle(repaints: Repaints, window: QWidget) -> Moment:
    """Serve events until the run has ended and the window is quiet; the end of the last repaint."""
    return rest(repaints, lambda: program.is_computing(window))


def settle_at_leisure(repaints: Repaints, window: QWidget) -> None:
    """The same until the window has also done what it puts off, such as lists that are made after the first paint."""
    begun = time.monotonic()
    while time.monotonic() < begun + LEISURE_SECONDS:
        settle(repaints, window)


def rest(repaints: Repaints, busy: Callable[[], bool] = lambda: False) -> Moment:
    """Serve events until nothing is `busy` and the window is quiet; the end of the last repaint."""
    last, looks = Moment.now(), 0
    while busy() or looks < QUIET_LOOKS or time.perf_counter() - last.clock < QUIET_SECONDS:
        repaints.seen = False
        QApplication.processEvents()
        if repaints.seen:
            last, looks = Moment.now(), 0
        else:
            looks += 1
            time.sleep(NAP_SECONDS)
    return last


def mouse(widget: QWidget, kind: QEvent.Type, at: QPoint) -> None:
    """Send the left button's event to a widget."""
    button = Qt.MouseButton.NoButton if kind == QEvent.Type.MouseMove else Qt.MouseButton.LeftButton
    held = Qt.MouseButton.NoButton if kind == QEvent.Type.MouseButtonRelease else Qt.MouseButton.LeftButton
    place = QPointF(at)
    event = QMouseEvent(kind, place, QPointF(widget.mapToGlobal(at)), button, held, Qt.KeyboardModifier.NoModifier)
    QApplication.sendEvent(widget, event)


class Edit(NamedTuple):
    """What an edit of the window gave its runs, whether all of them made their steps, and its milliseconds."""

    inputs: list[Any]
    rules: list[str]
    completed: bool
    processor: float

    @classmethod
    def made(cls, window: Any, processor: float = 0.0) -> Edit:
        """The edit that the window shows now."""
        runs = window.experiment.runs
        return cls([(run.start, run.optimizer.lr) for run in runs], [run.optimizer.kind for run in runs],
                   all(record.finish == "completed" for record in window.result.runs), processor)  # fmt: skip


class ByHand:
    """The same edits in a bare window, beside that of gdviz."""

    def __init__(self, window: Any) -> None:
        parts = [program.widget(window, name) for name in ("surfaceView", "scheduleView", "lossView")]
        places = [QRect(part.mapTo(window, QPoint(0, 0)), part.size()) for part in parts]
        self.shown = Bare(len(window.experiment.runs), places)
        self._known = Edit.made(window)
        self._tables = [self._table(run, self._known) for run in range(len(window.experiment.runs))]
        self.shown.show_runs(self._tables)
        self.shown.show()
        self._repaints = Repaints(self.shown)
        rest(self._repaints)

    def _table(self, run: int, edit: Edit) -> np.ndarray:
        return BY_HAND[edit.rules[run]](STEPS, *edit.inputs[run])

    def follow(self, edits: Sequence[Edit]) -> list[list[float]]:
        """Make these edits of the window's: its processor milliseconds for each, beside those of the bare window.

        Only the runs that an edit changes are computed. An edit by which a run diverges is left out.
        """
        pairs, known = [], self._known
        for edit in edits:
            if not edit.completed:
                continue
            begun = Moment.now()
            for run, (now, before) in enumerate(zip(edit.inputs, known.inputs, strict=True)):
                if now != before:
                    self._tables[run] = self._table(run, edit)
            self.shown.show_runs(self._tables)
            pairs.append([edit.processor, 1e3 * (rest(self._repaints).processor - begun.processor)])
            known = edit
        self._known = known
        return pairs


def drag(window: Any, widget: QWidget, points: list[QPoint]) -> tuple[list[float], list[Edit]]:
    """Press at the first point, move to each of the others: milliseconds from each move to its finished repaint.

    Raises RuntimeError when a move edits nothing.
    """
    repaints = Repaints(window)
    mouse(widget, QEvent.Type.MouseButtonPress, points[0])
    settle(repaints, window)
    taken, edits = [], []
    for point in points[1:]:
        before = window.result
        begun = Moment.now()
        mouse(widget, QEvent.Type.MouseMove, point)
        end = settle(repaints, window)
        if window.result is before:
            raise RuntimeError(f"no edit came from moving to {point}")
        taken.append(1e3 * (end.clock - begun.clock))
        edits.append(Edit.made(window, 1e3 * (end.processor - begun.processor)))
    mouse(widget, QEvent.Type.MouseButtonRelease, points[-1])
    settle(repaints, window)
    window.removeEventFilter(repaints)
    return taken, edits


def slide_rate(window: Any, edits: int) -> tuple[list[float], list[Edit]]:
    """The rate slid over the whole slider, from far too small through divergence."""
    slider = program.widget(window, "lrSlider")
    span, y = slider.width() - 16, slider.height() // 2
    return drag(window, slider, [QPoint(round(8 + span * k / edits), y) for k in range(edits + 1)])


def drag_start(window: Any, edits: int) -> tuple[list[float], list[Edit]]:
    """The start dragged round the middle of the surface, a circle that crosses the basins."""
    port = program.surface_port(window)[0].viewport()
    turns = [2 * math.pi * (2 * k / edits) for k in range(edits)]
    return drag(window, port, [program.pixel(window, *window.experiment.runs[0].start)]
                + [program.pixel(window, 2.5 * math.cos(turn), 2.5 * math.sin(turn)) for turn in turns])  # fmt: skip


def opened(shown: gdviz.Experiment) -> Any:
    """The window with this experiment, at rest."""
    window = create_window(shown)
    window.show()
    repaints = Repaints(window)
    begun = time.monotonic()
    while program.surface_image(window).busy and time.monotonic() < begun + 30:
        settle(repaints, window)
    settle_at_leisure(repaints, window)
    program.spare_the_collector()
    return window


def slide_and_return(window: Any, edits: int) -> tuple[list[float], list[Edit]]:
    """Slide the rate, and go back from where the slider ends: a run that diverges at once does not make all steps."""
    made = slide_rate(window, edits)
    program.set_rate(window, RATE)
    settle(Repaints(window), window)
    return made


EDITS = {"lr": slide_and_return, "start": drag_start}


def measure(window: Any, edits: int) -> dict[str, list[Any]]:
    """So many edits of each kind; in a bare window, too."""
    bare, taken = ByHand(window), dict[str, list[Any]]()
    for name, edit in EDITS.items():
        taken[name], made = edit(window, edits)
        # What the window puts off must not run in the bare window's time.
        settle_at_leisure(Repaints(window), window)
        taken[f"{name} bare"] = bare.follow(made)
    bare.shown.close()
    return taken


def serve(window: Any) -> None:
    """Make the edits that are asked for, line by line."""
    print("ready", flush=True)
    for line in sys.stdin:
        name, edits = line.split()
        taken, made = EDITS[name](window, int(edits))
        print(json.dumps([taken, [edit.processor for edit in made]]), flush=True)


def main() -> None:
    """Open the window at its own size and edit it."""
    app = QApplication([])
    window = opened(experiment(int(sys.argv[2]), rules=TWO_RULES))
    if sys.argv[1] == "serve":
        serve(window)
    else:
        print(json.dumps(measure(window, int(sys.argv[1]))))
    window.close()
    del app


if __name__ == "__main__":
    main()
