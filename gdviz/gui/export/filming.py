"""Films: the views of the screen, made anew for the film, one frame after the other.

Frames are drawn in the window's thread, a frame at a time between events, and encoded in another thread; so the
window stays usable, and a film under way does not see later edits.
"""

from __future__ import annotations

import math
import queue
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from PySide6.QtCore import QEventLoop, QObject, QPoint, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from gdviz.engine.runner import Result
from gdviz.export.base import Film, FilmFormat, format_of
from gdviz.gui.export.image import widen
from gdviz.gui.recorded import RecordedRun, recorded_runs
from gdviz.gui.run_style import run_styles
from gdviz.gui.status import StatusBar
from gdviz.gui.texts import text as in_language
from gdviz.gui.theme import Theme
from gdviz.gui.views.loss_view import LossView
from gdviz.gui.views.run_dot import run_dot
from gdviz.gui.views.schedule_view import ScheduleView
from gdviz.gui.views.surface_view import SurfaceView
from gdviz.messages import why
from gdviz.paths import write_whole

EASINGS = ("even", "slow_start", "slow_ends")
FRAMES, RATE, HOLD = 300, 15.0, 1.5
"""What is proposed: so many frames at most, so many a second, and how long the last one stays."""
SIZE = (1280, 720)
_DENSE = 1.75
"""A film so many times as large as SIZE, and more, is drawn denser instead of with smaller type."""
_WAITING = 8
"""Frames that may wait for the encoder."""
_SLICE, _PAUSE_MS = 0.012, 3
"""Seconds of drawing between two looks at the events, and the pause while the encoder is behind."""


@dataclass(frozen=True)
class Plan:
    """What a film shows and how: from update `first` to `last` in `count` frames.

    `easing` is "even", "slow_start" (the first updates, which are the longest, take their time) or "slow_ends".
    With `plots` learning rate and loss stand below the surface, over steps, epochs or samples, the `time_unit`.
    """

    first: int
    last: int
    count: int
    size: tuple[int, int] = SIZE
    rate: float = RATE
    hold: float = HOLD
    easing: str = "even"
    plots: bool = False
    time_unit: str = "step"

    def steps(self) -> list[int]:
        """The playhead of each frame."""
        share = np.linspace(0.0, 1.0, self.count)
        if self.easing == "slow_start":
            share = share**2
        elif self.easing == "slow_ends":
            share = share**2 * (3 - 2 * share)
        return np.rint(self.first + (self.last - self.first) * share).astype(int).tolist()


def proposed(result: Result, last: int | None = None, size: tuple[int, int] | None = None) -> Plan:
    """A film of all runs from the start to `last`, or to the end of the longest; a frame a tick if they are few."""
    end = max([record.tick_of(record.updates) for record in result.runs] + [run.updates for run in _recorded(result)])
    end = end if last is None else min(last, end)
    return Plan(0, end, min(end + 1, FRAMES), size or SIZE)


def _recorded(result: Result) -> list[RecordedRun]:
    """The recorded runs of an experiment that could be read."""
    return [run for run in recorded_runs(result.experiment) if run.recording is not None]


def density(size: tuple[int, int]) -> float:
    """Pixels of a film to one of the screen: type of 11 pixels cannot be read in 1440 lines."""
    fits = min(size[0] / SIZE[0], size[1] / SIZE[1])
    return fits if fits >= _DENSE else 1.0


class Scene(QWidget):
    """What is filmed: the surface, which run is which, where the playhead is; with `plots` rate and loss below."""

    def __init__(self, result: Result, run: int, theme: Theme, plan: Plan) -> None:
        super().__init__()
        self.setAttribute(Qt.WidgetAttribute.WA_DontShowOnScreen)
        self._record = result.runs[run]
        self._size = plan.size
        self._scale = density(plan.size)
        self.surface = SurfaceView(self)
        self.surface.header.facts.hide()
        self.surface.header.readout.hide()
        self._status = StatusBar(self)  # only its words for the position are shown
        self._status.hide()
        self._views = [self.surface, *((ScheduleView(self), LossView(self)) if plan.plots else ())]
        for button in self.findChildren(QAbstractButton):
            button.hide()  # nobody can press it
        styles = run_styles(result.experiment, run, theme)
        below = QHBoxLayout()
        below.setSpacing(8)
        for view in self._views[1:]:
            below.addWidget(view)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 8, 8, 2)
        layout.setSpacing(8)
        layout.setSizeConstraint(QVBoxLayout.SizeConstraint.SetNoConstraint)  # the film has the size asked for
        layout.addWidget(self.surface, 3)
        layout.addLayout(below, 2 if plan.plots else 0)
        foot = QHBoxLayout()
        foot.setContentsMargins(6, 0, 6, 4)
        foot.setSpacing(6)
        foot.addWidget(self._status.position, 1)
        named = [(record.label, style) for record, style in zip(result.runs, styles, strict=True)]
        named += [(run.label, run.style(theme)) for run in _recorded(result)]
        for label, style in named:
            if style.drawn:
                dot = QLabel(self)
                dot.setPixmap(run_dot(style.color, style.dashed, pinned=style.faint))
                foot.addSpacing(8)
                foot.addWidget(dot)
                foot.addWidget(QLabel(label, self))
        layout.addLayout(foot)
        for view in self._views:
            view.apply_theme(theme)
            view.set_ahead_hidden(True)
        for view in self._views:
            if isinstance(view, ScheduleView | LossView):
                view.time.unit = plan.time_unit
            view.show_runs(result.experiment, self._record.problem, result.runs, styles)
            view.refresh()
        self.surface.set_active_run(run)
        self.resize(*(math.ceil(side / self._scale) for side in plan.size))
        self.show()
        widen(self, self._scale)

    @property
    def busy(self) -> bool:
        """Whether the surface is still being computed."""
        return self.surface.image.busy

    def frame(self, k: int) -> np.ndarray:
        """The picture after k updates: uint8 of shape (height, width, 4), as `FilmFormat` takes it."""
        for view in self._views:
            view.set_playhead(k)
        self._status.show_position(self._record, k)
        self.surface.paths.settle()
        width, height = self._size
        pixels = np.empty((height, width, 4), np.uint8)
        image = QImage(pixels.data, width, height, 4 * width, QImage.Format.Format_RGB32)
        image.setDevicePixelRatio(self._scale)
        self.render(image, QPoint(0, 0))
        return pixels


class Filming(QObject):
    """One film under way. It ends with `finished`, whose text is empty when the file is complete.

    `progressed` tells the frames drawn and all of them.
    """

    progressed = Signal(int, int)
    finished = Signal(str)
    _encoded = Signal()

    def __init__(self, scene: Scene, plan: Plan, known: FilmFormat, result: Result, path: Path) -> None:
        super().__init__()
        self._scene: Scene | None = scene
        self._plan, self._known, self._path = plan, known, path
        self._experiment = result.experiment
        self._steps = iter(plan.steps())
        self._drawn = 0
        self._queue: queue.Queue[np.ndarray | None] = queue.Queue(_WAITING)
        self._cancelled = threading.Event()
        self.failure: Exception | None = None
        """What kept the film from being written."""
        self._thread: threading.Thread | None = None
        self._encoded.connect(self._end)
        self._timer = QTimer(self)
        self._timer.setInterval(0)
        self._timer.timeout.connect(self._go_on)
        self._timer.start()

    def cancel(self) -> None:
        """End without a file; `finished` follows at once."""
        self._cancelled.set()
        self._end()

    @property
    def cancelled(self) -> bool:
        """Whether it was ended before the file was complete."""
        return self._cancelled.is_set()

    def _go_on(self) -> None:
        """Draw frames for some milliseconds, while the encoder takes them."""
        scene = self._scene
        if scene is None or scene.busy:
            return
        if self._thread is None:
            steps = self._plan.steps()
            scene.frame(steps[-1])  # lays everything out
            scene.hide()  # shown, it would be painted once more after each frame
            samples = [scene.frame(steps[at]) for at in (0, len(steps) // 2, -1)]
            height, width = samples[0].shape[:2]
            plan = self._plan
            film = Film((width, height), plan.count, plan.rate, plan.hold, samples, self._experiment)
            self._thread = threading.Thread(target=self._encode, args=(film,), name="film", daemon=True)
            self._thread.start()
        until = time.perf_counter() + _SLICE
        self._timer.setInterval(0)
        while time.perf_counter() < until:
            if self._queue.full():
                self._timer.setInterval(_PAUSE_MS)
                return
            step = next(self._steps, None)
            self._queue.put(None if step is None else scene.frame(step))
            if step is None:
                self._timer.stop()
                return
            self._drawn += 1
            self.progressed.emit(self._drawn, self._plan.count)

    def _encode(self, film: Film) -> None:
        """The other thread: from frames to the file."""
        try:
            content = self._known.content(film, self._frames())
            if not self.cancelled:
                write_whole(self._path, content)
        except Exception as error:  # ends out loud, whatever the encoder has
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
        self._scene.deleteLater()
        self._scene = None
        error = self.failure
        told = in_language(why(error)) if isinstance(error, OSError | ValueError) else f"{error or ''}"
        self.finished.emit(told or type(error).__name__ if error is not None else "")


def write_film(result: Result, path: Path, plan: Plan, theme: Theme, run: int = 0) -> None:
    """Make a film and return when it is there. Raises OSError when it cannot be written."""
    known = format_of(path)
    assert isinstance(known, FilmFormat)
    filming = Filming(Scene(result, run, theme, plan), plan, known, result, path)
    loop = QEventLoop()
    filming.finished.connect(loop.quit)
    loop.exec()
    if filming.failure is not None:
        raise filming.failure
