"""The tools that explore the surface by hand. Each is made when it is first asked for, and costs nothing while off."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QObject, QPoint, QPointF, QRect, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from gdviz.gui.drawing import surface_drawing as draw
from gdviz.gui.drawing.surface_path import ViewMap
from gdviz.gui.explore.tool_point import Here
from gdviz.gui.kernel.run_style import run_styles
from gdviz.gui.style.theme import Theme
from gdviz.gui.surface.surface_view import SurfaceView

if TYPE_CHECKING:
    from gdviz.engine.trajectory import RunRecord
    from gdviz.experiment import Experiment
    from gdviz.gui.shell.main_window import MainWindow
    from gdviz.problems.base import Problem

CARDS = ("slice", "fog", "arrivals")
"""Tools with a card over the plot: one at a time."""
TWO = ("compass", "slice", "fog")
"""Tools that need two parameters."""


class Explorer(QObject):
    """Switches the tools on the loss surface and tells them where the chosen run stands.

    It has the methods of a view. `switched` carries the name of a tool and whether it is on, `refused` a sentence.
    """

    switched = Signal(str, bool)
    refused = Signal(str)

    def __init__(self, surface: SurfaceView, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.surface = surface
        self.tools: dict[str, Any] = {}
        self.on: set[str] = set()
        self._experiment: Experiment | None = None
        self._records: Sequence[RunRecord] = ()
        self._theme: Theme | None = None
        self._playhead = self._run = 0
        # One look a turn of the event loop, however often it is told something in it.
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(0)
        self._timer.timeout.connect(self._look)
        surface.box.sigRangeChanged.connect(self._later)
        surface.box.sigResized.connect(self._later)
        surface.graphics.scene().sigMouseMoved.connect(self._mouse_moved)
        surface.graphics.viewport().installEventFilter(self)
        surface.installEventFilter(self)

    # what a view can be told

    def show_runs(
        self, experiment: Experiment, problem: Problem, records: Sequence[RunRecord], colors: Sequence[Any]
    ) -> None:
        """Explore the surface of these runs."""
        self._experiment, self._records = experiment, records
        self._run = min(self._run, len(records) - 1)
        if problem.dim < 2:
            for name in self.on.intersection(TWO):
                self.switch(name, False)
        self._later()

    def refresh(self) -> None:
        """Take what the records hold now."""
        self._later()

    def set_playhead(self, k: int) -> None:
        """Stand at the point after k updates."""
        self._playhead = k
        self._later()

    def set_active_run(self, index: int) -> None:
        """Stand on another run."""
        self._run = index
        self._later()

    def set_ahead_hidden(self, hidden: bool) -> None:
        """Nothing of what is explored lies ahead."""

    def apply_theme(self, theme: Theme) -> None:
        """Take all colours from the theme."""
        self._theme = theme
        for tool in self.tools.values():
            tool.apply_theme(theme)

    # switching

    def switch(self, name: str, on: bool) -> None:
        """Switch a tool on or off: one of those that have a maker."""
        here = self.here()
        if on and here is not None and here.problem.dim < 2 and name in TWO:
            self.refused.emit(self.tr("This needs two parameters: a curve has only two directions."))
            on = False
        if on == (name in self.on):
            self.switched.emit(name, on)
            return
        if on:
            for other in self._beside(name):
                self.switch(other, False)
            self.on.add(name)
        else:
            self.on.discard(name)
        tool = self.tools.get(name) or self._make(name)
        if on and here is not None:
            tool.set_here(here.pictured if name in TWO else here)
        tool.set_shown(on)
        window = self.surface.window()
        window.installEventFilter(self) if self.on else window.removeEventFilter(self)
        self.switched.emit(name, on)
        if on:
            self._later()
            self.surface.setFocus(Qt.FocusReason.OtherFocusReason)

    def leave(self) -> bool:
        """Switch the tool with a card off, else all; False where none was on."""
        leaving = [name for name in CARDS if name in self.on] or list(self.on)
        for name in leaving:
            self.switch(name, False)
        return bool(leaving)

    def _beside(self, name: str) -> list[str]:
        """The tools that go when another comes: what lies in the fog must not be told."""
        others = self.on.difference({name})
        if name == "fog":
            return list(others)
        gone = {"fog", *(CARDS if name in CARDS else ())}
        return list(others & gone)

    def _make(self, name: str) -> Any:
        box, over = self.surface.box, self.surface.window()
        tool = _MAKERS[name](self, box, over)
        card = getattr(tool, "card", None)
        if card is not None:
            card.closed.connect(lambda: self.switch(name, False))
            getattr(tool, "changed", card.closed).connect(self._later)
            for part in (card, *card.findChildren(QWidget)):
                part.installEventFilter(self)
        if self._theme is not None:
            tool.apply_theme(self._theme)
        self.tools[name] = tool
        return tool

    # following

    def here(self) -> Here | None:
        """The point of the chosen run at the playhead."""
        if self._experiment is None or not self._records:
            return None
        record = self._records[self._run]
        runs = self.surface.runs
        return Here.of(self._experiment, record, self._run, self._playhead, runs.flat if runs is not None else None)

    def _later(self) -> None:
        if self.on:
            self._timer.start()

    def _look(self) -> None:
        here = self.here()
        if here is None:
            return
        for name in self.on:
            tool = self.tools[name]
            tool.set_here(here.pictured if name in TWO else here)
            card = getattr(tool, "card", None)
            if card is not None:
                self._place(card, here.pictured)

    def _place(self, card: Any, here: Here) -> None:
        """Lay a card over the plot, away from the point; below the surface where there is no room for both."""
        if "fog" in self.on and self.tools["fog"].walk is not None:
            here = replace(here, w=self.tools["fog"].walk.w)
        surface, view = self.surface, ViewMap.of(self.surface.box)
        card.setVisible(surface.isVisible())
        over = card.parentWidget()

        def place(scene: QPointF) -> QPoint:
            return surface.graphics.viewport().mapTo(over, surface.graphics.mapFromScene(scene))

        frame = surface.box.sceneBoundingRect()
        area = QRect(place(frame.topLeft()), place(frame.bottomRight()))
        beside = QRect(surface.mapTo(over, surface.rect().bottomLeft()), over.rect().bottomRight())
        minima = [(minimum.w, minimum.loss) for minimum in here.problem.minima[:6]]
        height = here.problem.scalar_loss(*here.w) if len(here.w) == 1 else 0.0
        spots = [(here.w, height), *minima]
        pixels = [draw.pixel(view, (w[0], w[1] if len(w) > 1 else loss)) for w, loss in spots]
        away = [place(surface.box.mapToScene(draw.held(view, pixel))) for pixel in pixels if draw.is_finite(pixel)]
        card.keep_in(area, away, beside)

    def _mouse_moved(self, position: QPointF) -> None:
        if "words" in self.on:
            box = self.surface.box
            inside = box.sceneBoundingRect().contains(position)
            place = ViewMap.of(box).data(box.mapFromScene(position)) if inside else None
            runs = self.surface.runs
            self.tools["words"].set_hovered(runs.under(*place) if runs is not None and place is not None else None)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Escape leaves a tool, wherever the keyboard is; a mouse that goes away from the plot reads nothing."""
        if event.type() in (QEvent.Type.Show, QEvent.Type.Hide, QEvent.Type.Resize) and watched is self.surface:
            self._later()
        away = event.type() == QEvent.Type.Leave and watched is self.surface.graphics.viewport()
        if away and "words" in self.on:
            self.tools["words"].set_hovered(None)
        escape = isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape and self.on
        if escape and event.type() == QEvent.Type.ShortcutOverride:
            event.accept()
            return True
        if escape and event.type() == QEvent.Type.KeyPress:
            return self.leave()
        return False


def _words(explorer: Explorer, box: Any, over: QWidget) -> Any:
    from gdviz.gui.explore.loss_sentence import Sentence

    sentence = Sentence()
    layout = explorer.surface.layout()
    if layout is not None:
        layout.addWidget(sentence)
    return sentence


def _compass(explorer: Explorer, box: Any, over: QWidget) -> Any:
    from gdviz.gui.explore.compass import Compass

    return Compass(box)


def _slice(explorer: Explorer, box: Any, over: QWidget) -> Any:
    from gdviz.gui.explore.slice_view import SliceTool

    return SliceTool(box, over)


def _fog(explorer: Explorer, box: Any, over: QWidget) -> Any:
    from gdviz.gui.explore.fog import FogTool

    surface = explorer.surface
    return FogTool(box, surface.graphics, surface, over, (surface.paths, surface.markers))


def _arrivals(explorer: Explorer, box: Any, over: QWidget) -> Any:
    from gdviz.gui.explore.arrivals import ArrivalsTool

    return ArrivalsTool(box, over)


def _basins(explorer: Explorer, box: Any, over: QWidget) -> Any:
    from gdviz.gui.explore.basin_tool import BasinTool

    return BasinTool(explorer.surface)


_MAKERS: dict[str, Callable[[Explorer, Any, QWidget], Any]] = {
    "words": _words, "compass": _compass, "slice": _slice, "fog": _fog,
    "arrivals": _arrivals, "basins": _basins,
}  # fmt: skip


def join(window: MainWindow) -> Explorer:
    """Make the explorer of a window and let it follow as the window's views do."""
    controller = window.controller
    explorer = Explorer(window.surface, window)
    explorer.refused.connect(window.status.note)
    explorer.set_active_run(controller.run)
    explorer.apply_theme(window.theme)
    records = window.result.runs
    styles = run_styles(window.experiment, controller.run, window.theme)
    explorer.show_runs(window.experiment, records[0].problem, records, styles)
    explorer.set_playhead(window.playhead)
    controller.shown.connect(lambda: explorer.set_active_run(controller.run))
    window.views = (*window.views, explorer)
    return explorer
