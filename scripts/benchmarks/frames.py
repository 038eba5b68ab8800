"""A process that plays and scrubs in the real window and prints how long the frames took, as JSON.

{"scrubbed": [ms, ..], "played": [ms, ..], "computing": [ms, ..], "known": [ms, ..], "steps/s": ..,
 "tick": [ms, ..], "tick bare": [..], "painted": [ms, ..], "painted bare": [..], "mapping": [ms, ..], "mapped": [..]}

`main` takes the number of frames and of rounds of playing from the command line. A frame runs from the playhead's move
to the end of the last repaint that follows from it; those of "known" show what those of "computing" showed, after it
was computed; those of "mapping" were shown while a map of basins was computed, those of "mapped" while none was. A tick
is the move alone, without the repaint; ticks are in processor time.
"""

from __future__ import annotations

import json
import sys
import time
from statistics import median
from typing import Any

from PySide6.QtCore import QEvent, QPoint
from PySide6.QtWidgets import QApplication

import gdviz
from benchmarks import program
from benchmarks.edits import STEPS, ByHand, Moment, Repaints, experiment, mouse, opened, rest, settle

SCRUBBED, PLAYED, LONG = 10_000, 100_000, 1_000_000
TICK = 1 / 60
"""Seconds that pass for the playhead from one frame to the next."""
REST = 0.0005
TURNS = 20
"""Frames of one kind before those of another."""


def scrub(window: Any, frames: int) -> list[float]:
    """The playhead dragged along the whole time line: milliseconds from each move of the mouse to its repaint."""
    bar = program.widget(window, "timelineBar")
    repaints, taken = Repaints(window), []
    y, span = bar.height() // 2, bar.width() - 16
    mouse(bar, QEvent.Type.MouseButtonPress, QPoint(8, y))
    settle(repaints, window)
    for frame in range(1, frames + 1):
        before, begun = window.playhead, Moment.now()
        mouse(bar, QEvent.Type.MouseMove, QPoint(8 + span * frame // frames, y))
        end = settle(repaints, window)
        if window.playhead == before:
            raise RuntimeError("the playhead stayed where it was")
        taken.append(1e3 * (end.clock - begun.clock))
    mouse(bar, QEvent.Type.MouseButtonRelease, QPoint(8 + span, y))
    return taken


class Player:
    """Moves the playhead by hand, a frame at a time; timers, and with them the worker, run as usual."""

    def __init__(self, window: Any) -> None:
        self._window, self._repaints = window, Repaints(window)
        self.computed = 0.0
        """The clock when the runs were first seen to be computed."""

    def frame(self, k: int) -> float | None:
        """Show step k, as far as it is computed, for a TICK; milliseconds to its repaint, None where nothing moved."""
        window, at, end = self._window, time.perf_counter(), 0.0
        before = window.playhead
        window.playhead = k
        moved = window.playhead != before
        while time.perf_counter() - at < TICK or (moved and not end):
            self._repaints.seen = False
            QApplication.processEvents()
            now = time.perf_counter()
            if not self.computed and not program.is_computing(window):
                self.computed = now
            if self._repaints.seen and moved:
                end = now
            elif end:
                moved = False  # what is painted from here on is not of this frame
            if not self._repaints.seen:
                time.sleep(REST)  # as an event loop does; a loop without a rest would keep the worker from working
        return 1e3 * (end - at) if end else None

    def play(self, shown: gdviz.Experiment, frames: int) -> tuple[list[float], dict[int, float], float]:
        """Open an experiment and play it while it is computed, and after.

        Returns milliseconds of each frame, of those while it was still computed by their step, and steps computed a
        second meanwhile.
        """
        window, steps = self._window, shown.steps or PLAYED
        program.open_experiment(window, shown)
        QApplication.processEvents()  # opening is no frame of playing
        self.computed = 0.0
        begun, taken, computing = time.perf_counter(), [], {}
        while window.playhead < steps:
            took = self.frame(window.playhead + round(steps / frames))
            if took is not None:
                taken.append(took)
                if not self.computed:
                    computing[window.playhead] = took
        while not self.computed:
            self.frame(steps)
        return taken, computing, steps / (self.computed - begun)


def beside_basins(window: Any, frames: int) -> dict[str, list[float]]:
    """Frames while the finest maps of basins are computed over and over, and while they rest, by turns."""
    program.open_experiment(window, experiment(1))
    taken: dict[str, list[float]] = {"mapping": [], "mapped": []}
    tool, player = program.show_basins(window), Player(window)
    if tool is None:
        return taken
    while tool.map is None or tool.busy or program.is_computing(window):
        QApplication.processEvents()
        time.sleep(REST)
    for turn in range(2 * frames):
        name = "mapping" if turn // min(TURNS, frames) % 2 else "mapped"
        if name == "mapping" and not tool.busy:
            program.compute_basins(tool)
        while name == "mapped" and tool.busy:
            QApplication.processEvents()
        took = player.frame(1 + turn % (STEPS - 1))
        if took is not None:
            taken[name].append(took)
    return taken


def tick(window: Any, ticks: int) -> dict[str, list[float]]:
    """The playhead moved a step at a time through a run, and the same calls made by hand in a bare window, by turns."""
    bare, repaints = ByHand(window), Repaints(window)
    bare_repaints = Repaints(bare.shown)
    taken: dict[str, list[float]] = {"tick": [], "tick bare": [], "painted": [], "painted bare": []}
    for k in range(STEPS // 4, STEPS // 4 + ticks):
        begun = time.process_time()
        window.playhead = k
        moved = time.process_time()
        taken["painted"].append(1e3 * (settle(repaints, window).processor - begun))
        taken["tick"].append(1e3 * (moved - begun))
        begun = time.process_time()
        bare.shown.show_step(k)
        moved = time.process_time()
        taken["painted bare"].append(1e3 * (rest(bare_repaints).processor - begun))
        taken["tick bare"].append(1e3 * (moved - begun))
    bare.shown.close()
    return taken


def main() -> None:
    """Open the window at its own size; scrub, play, then tick."""
    frames, rounds = int(sys.argv[1]), int(sys.argv[2])
    app = QApplication([])
    window = opened(experiment(8, SCRUBBED))
    scrubbed = scrub(window, frames)
    player = Player(window)
    played: list[float] = []
    computing: list[float] = []
    known: list[float] = []
    speeds = []
    for round_ in range(rounds):
        # another path each time: one that is known is not computed again
        played += player.play(experiment(1, PLAYED - round_), frames)[0]
        _, meanwhile, speed = player.play(experiment(1, LONG - round_), frames)
        computing += meanwhile.values()
        speeds.append(speed)
        window.playhead = 0
        settle(Repaints(window), window)
        known += [took for k in meanwhile if (took := player.frame(k)) is not None]
    program.open_experiment(window, experiment(1))
    settle(Repaints(window), window)
    print(json.dumps({"scrubbed": scrubbed, "played": played, "computing": computing, "known": known,
                      "steps/s": median(speeds), **tick(window, frames), **beside_basins(window, frames)}))  # fmt: skip
    window.close()
    del app


if __name__ == "__main__":
    main()
