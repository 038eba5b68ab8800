"""Makes films of a figure, or of the window, frame by frame.

Frames are drawn in the window's thread, a frame at a time between events, and encoded in another thread; so the
window stays usable, and the film of a figure does not see later edits.
"""

from __future__ import annotations

import logging
import queue
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
from PySide6.QtCore import QEventLoop, QObject, QTimer, Signal, Slot

from gdviz.engine.runner import Result
from gdviz.experiment import Experiment
from gdviz.export.export_format import Film, FilmFormat, format_of
from gdviz.gui.export.film_plan import FRAMES, SIZE, Plan
from gdviz.gui.export.film_scene import FigureScene, WindowScene
from gdviz.gui.export.waiting import GivenUp, always_continue
from gdviz.gui.kernel.recorded_style import RecordedRun, recorded_runs
from gdviz.gui.kernel.scene import Scene
from gdviz.gui.style.translating import text as in_language
from gdviz.messages import why
from gdviz.paths import write_whole

log = logging.getLogger("gdviz")

_WAITING = 8
"""Frames that may wait for the encoder."""
_ASKED_MS = 100
"""Milliseconds between two calls of `go_on`."""
_SLICE = 0.012
"""Seconds of drawing before events are processed again."""
_PAUSE_MS = 3
"""Milliseconds of a pause while the encoder is behind, or a frame is still being computed."""


def proposed(scene: Scene, last: int | None = None, size: tuple[int, int] | None = None) -> Plan:
    """Return the plan of a film of all runs from the start to `last`, or to the end of the longest run.

    It has a frame for each tick if these are few.
    """
    ends = [scene.clock.tick_of(run, record.updates) for run, record in enumerate(scene.runs)]
    end = max(ends + [run.updates for run in _recorded(scene.experiment)])
    end = end if last is None else min(last, end)
    return Plan(0, end, min(end + 1, FRAMES), size or SIZE)


def _recorded(experiment: Experiment) -> list[RecordedRun]:
    """The recorded runs of an experiment that could be read."""
    return [run for run in recorded_runs(experiment) if run.recording is not None]


class Filming(QObject):
    """One film under way. It ends with `finished`, whose text is empty when the file is complete.

    `progressed` carries the number of drawn frames, and of all frames.
    """

    progressed = Signal(int, int)
    finished = Signal(str)
    _encoded = Signal()

    def __init__(
        self, scene: FigureScene | WindowScene, plan: Plan, known: FilmFormat, result: Result, path: Path
    ) -> None:
        super().__init__()
        self._scene: FigureScene | WindowScene | None = scene
        self._plan, self._known, self._path = plan, known, path
        self._experiment = result.experiment
        self._steps = iter(plan.steps())
        self._moved = False
        """Whether the scene is at the step of the next frame, and may still be computing what belongs to it."""
        self._drawn = 0
        self._queue: queue.Queue[np.ndarray | None] = queue.Queue(_WAITING)
        self._cancelled = threading.Event()
        self.failure: Exception | None = None
        """The error because of which the film was not written."""
        self._thread: threading.Thread | None = None
        self._encoded.connect(self._end)
        self._timer = QTimer(self)
        self._timer.setInterval(0)
        self._timer.timeout.connect(self._go_on)
        self._timer.start()

    def cancel(self) -> None:
        """End without a file; `finished` is emitted before this returns."""
        self._cancelled.set()
        self._end()

    @property
    def cancelled(self) -> bool:
        """Whether it was ended before the file was complete."""
        return self._cancelled.is_set()

    def _go_on(self) -> None:
        """Draw frames for some milliseconds; cancel the film if one cannot be drawn."""
        if self._scene is None:
            return
        try:
            self._draw_frames(self._scene)
        except Exception as error:  # otherwise drawing would fail again at each turn of the timer
            log.error("a frame could not be drawn", exc_info=error)
            self.failure = error
            self.cancel()

    def _draw_frames(self, scene: FigureScene | WindowScene) -> None:
        """Draw frames for some milliseconds, as long as the encoder takes them."""
        until = time.perf_counter() + _SLICE
        while time.perf_counter() < until:
            if scene.busy or self._queue.full():
                self._timer.setInterval(_PAUSE_MS)
                return
            self._timer.setInterval(0)
            if self._thread is None:
                self._begin(scene)
            elif not self._moved:
                step = next(self._steps, None)
                if step is None:
                    self._queue.put(None)
                    self._timer.stop()
                    return
                scene.move(step)
                self._moved = True
            else:
                self._queue.put(scene.draw())
                self._moved = False
                self._drawn += 1
                self.progressed.emit(self._drawn, self._plan.count)

    def _begin(self, scene: FigureScene | WindowScene) -> None:
        """Start the encoder, with some sample frames from which it chooses colours."""
        plan, steps = self._plan, self._plan.steps()
        scene.frame(steps[-1])  # lays everything out
        samples = [scene.frame(steps[at]) for at in (0, len(steps) // 2, -1)]
        height, width = samples[0].shape[:2]
        film = Film((width, height), plan.count, plan.rate, plan.hold, samples, self._experiment)
        self._thread = threading.Thread(target=self._encode, args=(film,), name="film", daemon=True)
        self._thread.start()

    def _encode(self, film: Film) -> None:
        """Encode the frames and write the file; runs in another thread."""
        try:
            content = self._known.content(film, self._frames())
            if not self.cancelled:
                write_whole(self._path, content)
        except Exception as error:  # `finished` reports any error of the encoder
            if not self.cancelled:  # without all frames an encoder may fail
                self.failure = error
        self._encoded.emit()

    def _frames(self) -> Iterator[np.ndarray]:
        while not self.cancelled:
            try:
                frame = self._queue.get(timeout=0.1)
            except queue.Empty:
                continue
            if frame is None:
                return
            yield frame

    @Slot()
    def _end(self) -> None:
        if self._scene is None:
            return
        self._timer.stop()
        if self._thread is not None:
            self._thread.join()
        self._scene.close()
        self._scene = None
        error = self.failure
        reason = in_language(why(error)) if isinstance(error, OSError | ValueError) else f"{error or ''}"
        self.finished.emit(reason or type(error).__name__ if error is not None else "")


def write_film(
    scene: FigureScene | WindowScene,
    result: Result,
    path: Path,
    plan: Plan,
    go_on: Callable[[], bool] = always_continue,
) -> None:
    """Make a film, and return when it is written; `go_on` is called meanwhile.

    Raises OSError when it cannot be written, what goes wrong while a frame is drawn, and GivenUp.
    """
    known = format_of(path)
    assert isinstance(known, FilmFormat)
    filming = Filming(scene, plan, known, result, path)
    loop = QEventLoop()
    filming.finished.connect(loop.quit)
    asking = QTimer()
    asking.timeout.connect(lambda: None if go_on() else filming.cancel())
    asking.start(_ASKED_MS)
    loop.exec()
    asking.stop()
    failure, filming.failure = filming.failure, None  # its traceback keeps objects alive
    if failure is not None:
        raise failure
    if filming.cancelled:
        raise GivenUp
