"""The tools that explore the surface by hand. Each is made when it is first asked for, and costs nothing while off."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QObject, QPoint, QPointF, QRect, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from gdviz.gui.drawing import surface_drawing as draw
from gdviz.gui.drawing.box_layer import ViewMap
from gdviz.gui.explore.tool_point import Here
from gdviz.gui.explore.tool_rules import CARDS, TWO, tools_on
from gdviz.gui.kernel.view import Plain
from gdviz.gui.surface.surface_view import SurfaceView

if TYPE_CHECKING:
    from gdviz.gui.kernel.scene import Scene


class Explorer(Plain, QObject):
    """Shows the tools on the loss surface, and tells them where the chosen run stands.

    `switchWished` carries the name of a tool that a person wants off.
    """

    switchWished = Signal(str, bool)

    def __init__(self, surface: SurfaceView, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.surface = surface
        self.tools: dict[str, Any] = {}
        self.on: set[str] = set()
        self._scene: Scene | None = None
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

    def show_scene(self, scene: Scene, before: Scene | None) -> None:
        """See View."""
        self._scene = scene
        if scene.has_other_dress(before):
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

    def _switch(self, name: str, on: bool) -> None:
        (self.on.add if on else self.on.discard)(name)
        tool = self.tools.get(name) or self._make(name)
        here = self.here()
        if on and here is not None:
            tool.set_here(here.pictured if name in TWO else here)
        tool.set_shown(on)
        window = self.surface.window()
        window.installEventFilter(self) if self.on else window.removeEventFilter(self)
        if on:
            self._later()

    def leave(self) -> bool:
        """Switch the tool with a card off, else all; False where none was on."""
        leaving = [name for name in CARDS if name in self.on] or list(self.on)
        for name in leaving:
            self.switchWished.emit(name, False)
        return bool(leaving)

    def _make(self, name: str) -> Any:
        box, over = self.surface.box, self.surface.window()
        tool = _MAKERS[name](self, box, over)
        card = getattr(tool, "card", None)
        if card is not None:
            card.closed.connect(lambda: self.switchWished.emit(name, False))
            getattr(tool, "changed", card.closed).connect(self._later)
            for part in (card, *card.findChildren(QWidget)):
                part.installEventFilter(self)
        if self._scene is not None:
            tool.apply_theme(self._scene.theme)
        self.tools[name] = tool
        return tool

    # following

    def here(self) -> Here | None:
        """The point of the chosen run at the playhead."""
        scene = self._scene
        if scene is None:
            return None
        flat = scene.published.flat if scene.problem.dim > 2 else None
        return Here.of(scene.experiment, scene.record, scene.run, scene.playhead, flat)

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
