"""A process that plays and scrubs in the real window and prints how long the frames took, as JSON.

{"scrubbed": [ms, ..], "played": [ms, ..], "computing": [ms, ..], "steps/s": ..}

`main` takes the number of frames from the command line. A frame runs from the playhead's move to the end of the last
repaint that follows from it.
"""

from __future__ import annotations

import json
import sys
import time
from statistics import median

from PySide6.QtCore import QEvent, QPoint
from PySide6.QtWidgets import QApplication

import gdviz
from benchmarks.edits import Repaints, experiment, mouse, opened, settle
from gdviz.gui.shell.main_window import MainWindow

SCRUBBED, PLAYED, LONG = 10_000, 100_000, 1_000_000
ROUNDS = 3
TICK = 1 / 60
"""Seconds that pass for the playhead from one frame to the next."""
REST = 0.0005


def scrub(window: MainWindow, frames: int) -> list[float]:
    """The playhead dragged along the whole time line: milliseconds from each move of the mouse to its repaint."""
    bar = window.timeline.bar
    repaints, taken = Repaints(window), []
    y, span = bar.height() // 2, bar.width() - 16
    mouse(bar, QEvent.Type.MouseButtonPress, QPoint(8, y))
    settle(repaints, window)
    for frame in range(1, frames + 1):
        before, begun = window.playhead, time.perf_counter()
        mouse(bar, QEvent.Type.MouseMove, QPoint(8 + span * frame // frames, y))
        end = settle(repaints, window)
        if window.playhead == before:
            raise RuntimeError("the playhead stayed where it was")
        taken.append(1e3 * (end - begun))
    mouse(bar, QEvent.Type.MouseButtonRelease, QPoint(8 + span, y))
    return taken


def play(window: MainWindow, shown: gdviz.Experiment, frames: int) -> tuple[list[float], list[float], float]:
    """A path played while it is computed, and after: milliseconds of each frame, of each while it was still computed,
    and steps computed a second meanwhile.

    The playhead is moved by hand, a frame at a time; timers, and with them the worker, run as ever.
    """
    playhead, controller, repaints = window.controller.playhead, window.controller, Repaints(window)
    steps = shown.steps or PLAYED
    controller.model.open(shown, None)
    QApplication.processEvents()  # the repaints of opening are no frames of playing
    begun, computed, taken, computing = time.perf_counter(), 0.0, [], []
    while playhead.position < steps:
        at, end, before = time.perf_counter(), 0.0, playhead.position
        playhead.set_position(playhead.wanted + round(steps / frames))
        moved = playhead.position > before
        while time.perf_counter() - at < TICK or (moved and not end):
            repaints.seen = False
            QApplication.processEvents()
            now = time.perf_counter()
            if not computed and not controller.busy:
                computed = now - begun
            if repaints.seen and moved:
                end = now
            elif end:
                moved = False  # what is painted from here on is not of this frame
            if not repaints.seen:
                time.sleep(REST)  # as an event loop does; without it the loop would block the worker
        if end:
            taken.append(1e3 * (end - at))
            if not computed:
                computing.append(taken[-1])
    return taken, computing, steps / computed


def main() -> None:
    """Open the window at its own size; scrub, then play."""
    frames = int(sys.argv[1])
    app = QApplication([])
    window = opened(experiment(8, SCRUBBED))
    scrubbed = scrub(window, frames)
    played, computing, speeds = [], [], []
    for round_ in range(ROUNDS):
        # another path each time: one that is known is not computed again
        played += play(window, experiment(1, PLAYED - round_), frames)[0]
        _, meanwhile, speed = play(window, experiment(1, LONG - round_), frames)
        computing += meanwhile
        speeds.append(speed)
    print(json.dumps({"scrubbed": scrubbed, "played": played, "computing": computing, "steps/s": median(speeds)}))
    window.close()
    del app
