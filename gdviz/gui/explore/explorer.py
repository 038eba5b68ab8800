"""The tools that explore the surface by hand. Each is made at first use and does nothing while off."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QEvent, QObject, QPoint, QPointF, QRect, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from gdviz.gui.drawing import surface_drawing as draw
from gdviz.gui.drawing.box_layer import ViewMap
from gdviz.gui.explore.tools import CARDS, TWO, Tool, ToolPoint, tools_on
from gdviz.gui.kernel.playing_keys import is_typing
from gdviz.gui.kernel.view import ViewDefaults
from gdviz.gui.surface.surface_view import SurfaceView

if TYPE_CHECKING:
    from gdviz.gui.explore.fog import FogTool
    from gdviz.gui.explore.loss_sentence import Sentence
    from gdviz.gui.kernel.scene import Scene
    from gdviz.gui.widgets.floating_card import FloatingCard


class Explorer(ViewDefaults, QObject):
    """Shows the tools on the loss surface, and moves them with the chosen run.

    `switchRequested` carries the name of a tool that a person switches off, `startChosen` a start, see BasinTool.
    """

    switchRequested = Signal(str, bool)
    startChosen = Signal(object)

    def __init__(self, surface: SurfaceView, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.surface = surface
        self.tools: dict[str, Tool] = {}
        self.on: set[str] = set()
        self._scene: Scene | None = None
        # Update once per turn of the event loop, even after several changes.
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(0)
        self._timer.timeout.connect(self._look)
        surface.box.sigRangeChanged.connect(self._later)
        surface.box.sigResized.connect(self._later)
        surface.graphics.scene().sigMouseMoved.connect(self._mouse_moved)
        surface.graphics.viewport().installEventFilter(self)
        surface.installEventFilter(self)

    def show_scene(self, scene: Scene, before: Scene | None) -> None:
        """See View."""
        self._scene = scene
        if scene.has_other_style(before):
            for tool in self.tools.values():
                tool.apply_theme(scene.theme)
        wanted = tools_on(scene)
        for name in self.on - wanted:
            self._switch(name, False)
        for name in wanted - self.on:
            self._switch(name, True)
        if (
            scene.has_other_runs(before)
            or scene.has_grown(before)
            or (before is not None and (scene.playhead != before.playhead or scene.published is not before.published))
        ):
            self._later()

    @property
    def busy(self) -> bool:
        """See View."""
        return self._timer.isActive() or any(self.tools[name].busy for name in self.on)

    def release(self) -> None:
        """See View: nothing is computed afterwards."""
        for name in list(self.on):
            self._switch(name, False)
        self._timer.stop()

    def _switch(self, name: str, on: bool) -> None:
        (self.on.add if on else self.on.discard)(name)
        tool = self.tools.get(name) or self._make(name)
        if on and self._scene is not None:
            self._put(name, ToolPoint.of(self._scene))
        tool.set_shown(on)
        window = self.surface.window()
        window.installEventFilter(self) if self.on else window.removeEventFilter(self)
        if on:
            self._later()

    def _put(self, name: str, point: ToolPoint) -> None:
        self.tools[name].stand_at(point.pictured if name in TWO else point)

    def leave(self) -> bool:
        """Switch off the tool with a card, or else all tools; False if none was on."""
        leaving = [name for name in CARDS if name in self.on] or list(self.on)
        for name in leaving:
            self.switchRequested.emit(name, False)
        return bool(leaving)

    def _make(self, name: str) -> Tool:
        tool = self.tools[name] = _MAKERS[name](self, self.surface.window())
        if tool.card is not None:
            tool.card.closed.connect(lambda: self.switchRequested.emit(name, False))
            for part in (tool.card, *tool.card.findChildren(QWidget)):
                part.installEventFilter(self)
        if self._scene is not None:
            tool.apply_theme(self._scene.theme)
        return tool

    # following

    def _later(self) -> None:
        if self.on:
            self._timer.start()

    def _look(self) -> None:
        if self._scene is None:
            return
        point = ToolPoint.of(self._scene)
        for name in self.on:
            self._put(name, point)
            if (card := self.tools[name].card) is not None:
                self._place(card, point.pictured)

    def _place(self, card: FloatingCard, point: ToolPoint) -> None:
        """Place a card over the plot, away from the point, or below the surface if there is no room."""
        if "fog" in self.on and (walk := cast("FogTool", self.tools["fog"]).walk) is not None:
            point = replace(point, w=walk.w)
        surface, view = self.surface, ViewMap.of(self.surface.box)
        card.setVisible(surface.isVisible())
        over = cast(QWidget, card.parentWidget())

        def place(scene: QPointF) -> QPoint:
            at: QPoint = surface.graphics.viewport().mapTo(over, surface.graphics.mapFromScene(scene))
            return at

        frame = surface.box.sceneBoundingRect()
        area = QRect(place(frame.topLeft()), place(frame.bottomRight()))
        beside = QRect(surface.mapTo(over, surface.rect().bottomLeft()), over.rect().bottomRight())
        minima = [(minimum.w, minimum.loss) for minimum in point.problem.minima[:6]]
        height = point.problem.scalar_loss(*point.w) if len(point.w) == 1 else 0.0
        spots = [(point.w, height), *minima]
        pixels = [draw.pixel(view, (w[0], w[1] if len(w) > 1 else loss)) for w, loss in spots]
        away = [place(surface.box.mapToScene(draw.held(view, pixel))) for pixel in pixels if draw.is_finite(pixel)]
        card.keep_in(area, away, beside)

    @property
    def _sentence(self) -> Sentence | None:
        """The sentence, or None while it is hidden."""
        return cast("Sentence", self.tools["words"]) if "words" in self.on else None

    def _mouse_moved(self, position: QPointF) -> None:
        if (sentence := self._sentence) is not None:
            box = self.surface.box
            inside = box.sceneBoundingRect().contains(position)
            place = ViewMap.of(box).data(box.mapFromScene(position)) if inside else None
            runs = self.surface.runs
            sentence.set_hovered(runs.under(*place) if runs is not None and place is not None else None)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Qt: switch a tool off at Escape, and end the readout when the mouse leaves the plot.

        Escape in a field is about what is typed there, and on the first page about that page.
        """
        if event.type() in (QEvent.Type.Show, QEvent.Type.Hide, QEvent.Type.Resize) and watched is self.surface:
            self._later()
        away = event.type() == QEvent.Type.Leave and watched is self.surface.graphics.viewport()
        if away and (sentence := self._sentence) is not None:
            sentence.set_hovered(None)
        pressed = isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape
        escape = pressed and self.on and self.surface.isVisible() and not is_typing()
        if escape and event.type() == QEvent.Type.ShortcutOverride:
            event.accept()
            return True
        if escape and event.type() == QEvent.Type.KeyPress:
            return self.leave()
        return False


def _words(explorer: Explorer, over: QWidget) -> Tool:
    from gdviz.gui.explore.loss_sentence import Sentence

    sentence = Sentence()
    layout = explorer.surface.layout()
    if layout is not None:
        layout.addWidget(sentence)
    return sentence


def _compass(explorer: Explorer, over: QWidget) -> Tool:
    from gdviz.gui.explore.compass import Compass

    return Compass(explorer.surface.box)


def _slice(explorer: Explorer, over: QWidget) -> Tool:
    from gdviz.gui.explore.slice_view import SliceTool

    return SliceTool(explorer.surface.box, over)


def _fog(explorer: Explorer, over: QWidget) -> Tool:
    from gdviz.gui.explore.fog import FogTool

    surface = explorer.surface
    tool = FogTool(surface.box, surface.graphics, surface, over)
    tool.changed.connect(explorer._later)
    return tool


def _arrivals(explorer: Explorer, over: QWidget) -> Tool:
    from gdviz.gui.explore.arrivals import ArrivalsTool

    tool = ArrivalsTool(explorer.surface.box, over)
    tool.changed.connect(explorer._later)
    return tool


def _basins(explorer: Explorer, over: QWidget) -> Tool:
    from gdviz.gui.explore.basin_tool import BasinTool

    has_controls = explorer._scene is None or explorer._scene.medium.tools
    tool = BasinTool(explorer.surface, says=has_controls)
    tool.startChosen.connect(explorer.startChosen)
    return tool


_MAKERS: dict[str, Callable[[Explorer, QWidget], Tool]] = {
    "words": _words, "compass": _compass, "slice": _slice, "fog": _fog,
    "arrivals": _arrivals, "basins": _basins,
}  # fmt: skip
