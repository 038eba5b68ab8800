"""Walking down in the fog: only a disc around the walker is visible, and a person chooses each step's direction."""

from __future__ import annotations

import math
from collections.abc import Callable

import pyqtgraph as pg
from PySide6.QtCore import QEvent, QObject, QPointF, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPainterPath, QPen, QPolygonF
from PySide6.QtWidgets import (
    QGridLayout,
    QLabel,
    QPushButton,
    QStyleOptionGraphicsItem,
    QWidget,
)

from gdviz.engine import directions
from gdviz.engine.directions import Pace
from gdviz.gui.drawing import surface_drawing as draw
from gdviz.gui.drawing.box_layer import BoxLayer, ViewMap
from gdviz.gui.explore.tools import ToolPoint
from gdviz.gui.style.theme import Theme
from gdviz.gui.widgets.floating_card import FloatingCard
from gdviz.gui.widgets.numbers import format_number

_STEP, _SIGHT = 0.11, 1.4
"""The first step as a share of the shorter visible side; the radius of the visible disc in such steps."""
_HALVINGS = 4
"""How often the first step is halved if every place that it reaches is higher than the start."""
_TURN = math.radians(15)
_MOST = 1000


class Walk:
    """The walker: its point, the length of its steps, and its history. No Qt."""

    def __init__(self, point: ToolPoint, length: float) -> None:
        self.problem = point.problem
        self.start = self.w = point.w
        self.length = length
        self.sight = _SIGHT * length
        self.paces: list[Pace] = []

    def go(self, angle: float) -> Pace:
        """Step in the direction `angle`, uphill as well."""
        made = directions.pace(self.problem, self.w, angle, self.length)
        self.paces.append(made)
        self.w = made.to
        return made

    def back(self) -> None:
        """Take the last step back."""
        if self.paces:
            self.w = self.paces.pop().w

    @property
    def downhill(self) -> float | None:
        """The angle of steepest descent; None if the gradient is 0."""
        up = directions.uphill(directions.gradient_at(self.problem, self.w))
        return None if up is None else up + math.pi

    @property
    def at_bottom(self) -> bool:
        """Whether every step of this length leads up."""
        return directions.is_bottom(self.problem, self.w, self.length)


class Fog(BoxLayer):
    """The fog over a ViewBox, opaque outside the disc, with footprints and the arrows of next step and gradient."""

    def __init__(self, box: pg.ViewBox) -> None:
        super().__init__(box, 20)
        self.walk: Walk | None = None
        self.aim = 0.0
        self._theme: Theme | None = None

    def apply_theme(self, theme: Theme) -> None:
        """Take the colours."""
        self._theme = theme
        self.update()

    def paint(self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None) -> None:
        """Qt: fog, disc, footprints, arrows."""
        walk, theme, view = self.walk, self._theme, ViewMap.of(self.box)
        if walk is None or theme is None or view.width < 1:
            return
        painter.setClipRect(view.rect.adjusted(-1, -1, 1, 1))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        place = draw.pixel(view, (walk.w[0], walk.w[1]))
        across, up = walk.length * view.sx, walk.length * view.sy
        sight = QPainterPath()
        far = max(walk.sight, _SIGHT * walk.length)
        sight.addEllipse(place, far * view.sx, far * view.sy)
        whole = QPainterPath()
        whole.addRect(view.rect.adjusted(-1, -1, 1, 1))
        painter.fillPath(whole.subtracted(sight), QColor(theme.mix("text3", "plot", 0.22)))
        painter.strokePath(sight, QPen(QColor(theme.text2), 1.5))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(QColor(theme.text2), 1, Qt.PenStyle.DotLine))
        painter.drawEllipse(place, across, up)
        self._draw_footprints(painter, view, walk, theme)
        aim = place + QPointF(math.cos(self.aim) * across, -math.sin(self.aim) * up)
        draw.arrow(painter, place, aim, aim, QColor(theme.focus), theme)
        painter.setPen(QPen(QColor(theme.window), 2))
        painter.setBrush(QColor(theme.text1))
        painter.drawEllipse(place, 6.5, 6.5)

    def _draw_footprints(self, painter: QPainter, view: ViewMap, walk: Walk, theme: Theme) -> None:
        places = [draw.pixel(view, (made.w[0], made.w[1])) for made in walk.paces]
        places.append(draw.pixel(view, (walk.w[0], walk.w[1])))
        painter.setPen(QPen(QColor(theme.text1), 1.5, Qt.PenStyle.DotLine))
        painter.drawPolyline(QPolygonF(places))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(theme.text1))
        for place in places[:-1]:
            painter.drawEllipse(place, 3, 3)
        if not walk.paces:
            return
        last = walk.paces[-1]
        up = directions.uphill(directions.gradient_at(walk.problem, last.w))
        if up is not None:
            reach = walk.length * 0.8
            turned = QPointF(-math.cos(up) * reach * view.sx, math.sin(up) * reach * view.sy)
            tip = places[-2] + turned
            draw.arrow(painter, places[-2], tip, tip, QColor(theme.accent), theme)


class FogCard(FloatingCard):
    """Compares the last step with the gradient's, counts the steps, and has a button for each key."""

    def __init__(self, parent: QWidget) -> None:
        self.words = QLabel()
        self.words.setObjectName("fogTold")
        self.words.setWordWrap(True)
        self.words.setMinimumWidth(236)
        self.buttons: dict[str, QPushButton] = {}
        self._walk: Walk | None = None
        super().__init__("fogCard", parent)
        self.body.addWidget(self.words)
        grid = QGridLayout()
        grid.setSpacing(6)
        for place, name in enumerate(("step", "steepest", "back", "shorter", "longer", "again")):
            button = QPushButton()
            button.setObjectName(f"fog{name.title()}Button")
            button.setProperty("segment", "only")
            self.buttons[name] = button
            grid.addWidget(button, place // 3, place % 3)
        self.body.addLayout(grid)
        self.retranslate()

    def retranslate(self) -> None:
        """Put in the words of the language."""
        super().retranslate()
        self.set_title(self.tr("Down in the fog"))
        for name, (text, tip) in {
            "step": (self.tr("Step"), self.tr("A step along the arrow (Enter); a click in the plot steps there")),
            "steepest": (self.tr("Steepest"), self.tr("A step straight against the gradient (G)")),
            "back": (self.tr("Back"), self.tr("Take the last step back (Backspace)")),
            "shorter": ("÷ 2", self.tr("Steps half as long (−)")),
            "longer": ("× 2", self.tr("Steps twice as long (+)")),
            "again": (self.tr("Again"), self.tr("Begin again where the run stands (Home)")),
        }.items():
            if name in self.buttons:
                self.buttons[name].setText(text)
                self.buttons[name].setToolTip(tip)
        if self._walk is not None:
            self.show_walk(self._walk)

    def show_walk(self, walk: Walk) -> None:
        """Describe the last step and the current place."""
        self._walk = walk
        lines = []
        if walk.paces:
            last = walk.paces[-1]
            lines.append(self._compared(last))
            lines.append(
                self.tr("Step {n}: loss {before} → {after}").format(
                    n=len(walk.paces), before=format_number(last.loss), after=format_number(last.loss_after)
                )
            )
        else:
            lines.append(self.tr("Which way is down? Click a direction in the disc, or turn with ← → and press Enter."))
        if walk.at_bottom:
            lines.append(self._bottom(walk))
        self.words.setText("\n".join(lines))
        self.buttons["back"].setEnabled(bool(walk.paces))

    def _compared(self, last: Pace) -> str:
        own, steepest = format_number(abs(last.slope), 2), format_number(-last.steepest, 2)
        share = last.share
        if share is None:
            return self.tr("It was level there: no direction leads down.")
        if last.slope > 0:
            words = self.tr("Your way: {own} up per unit; against the gradient: {steepest} down.")
            return words.format(own=own, steepest=steepest)
        if share > 0.995:
            return self.tr("Your way: {own} down per unit, as steep as the gradient.").format(own=own)
        words = self.tr("Your way: {own} down per unit; the gradient: {steepest} ({percent} % of it).")
        return words.format(own=own, steepest=steepest, percent=round(100 * share))

    def _bottom(self, walk: Walk) -> str:
        words = self.tr("Every step from here leads up: a bottom, after {n} steps.").format(n=len(walk.paces))
        best = directions.steepest_walk(walk.problem, walk.start, walk.length, _MOST)
        if best and walk.paces:
            words += " " + self.tr("Against the gradient it takes {n}.").format(n=best)
        return words + " " + self.tr("Esc lifts the fog: is it the lowest one?")


class FogTool(QObject):
    """Fog and card, and the handling of mouse and keys in the fog.

    It filters the mouse events of `graphics` and the key events of `keys`, the widget that has the focus. `changed`:
    a step was made. (All views hide what would show the way, see Scene.in_fog.)
    """

    changed = Signal()
    busy = False

    def __init__(self, box: pg.ViewBox, graphics: pg.GraphicsView, keys: QWidget, over: QWidget) -> None:
        super().__init__(keys)
        self._box, self._graphics, self._keys = box, graphics, keys
        self._point: ToolPoint | None = None
        self.fog, self.card = Fog(box), FogCard(over)
        deeds = {"step": self.step, "steepest": self.steepest, "back": self.back, "again": self.again,
                 "shorter": lambda: self.stretch(0.5), "longer": lambda: self.stretch(2.0)}  # fmt: skip
        for name, deed in deeds.items():
            self.card.buttons[name].clicked.connect(deed)
        self._deeds: dict[Qt.Key, Callable[[], object]] = {
            Qt.Key.Key_Left: lambda: self.turn(_TURN), Qt.Key.Key_Right: lambda: self.turn(-_TURN),
            Qt.Key.Key_Return: self.step, Qt.Key.Key_Enter: self.step, Qt.Key.Key_G: self.steepest,
            Qt.Key.Key_Backspace: self.back, Qt.Key.Key_Home: self.again,
            Qt.Key.Key_Minus: deeds["shorter"], Qt.Key.Key_Plus: deeds["longer"], Qt.Key.Key_Equal: deeds["longer"],
        }  # fmt: skip

    # Tool

    def stand_at(self, point: ToolPoint) -> None:
        """Begin the walk at the point of the run; another problem begins it again."""
        if self._point is None or point.problem is not self._point.problem:
            self._point = point
            self.again()
        self._point = point

    def apply_theme(self, theme: Theme) -> None:
        """Take the colours."""
        self.fog.apply_theme(theme)

    def set_shown(self, shown: bool) -> None:
        """Show or hide the fog; the walk begins again each time it is shown."""
        self.fog.setVisible(shown)
        self.card.setVisible(shown)
        for watched in (self._graphics.viewport(), self._keys):
            watched.installEventFilter(self) if shown else watched.removeEventFilter(self)
        if shown:
            self.again()

    # The walk

    @property
    def walk(self) -> Walk | None:
        """The walk so far."""
        return self.fog.walk

    def again(self) -> None:
        """Begin at the point of the run, with steps that fit the visible box."""
        if self._point is not None:
            (x0, x1), (y0, y1) = self._box.viewRange()
            walk = self.fog.walk = Walk(self._point, float(f"{_STEP * min(x1 - x0, y1 - y0):.1g}"))
            for _ in range(_HALVINGS):
                walk.length /= 2 if walk.at_bottom else 1
            self._changed()

    def turn(self, by: float) -> None:
        """Turn the arrow by an angle in radians."""
        self.fog.aim += by
        self.fog.update()

    def step(self) -> None:
        """Step along the arrow."""
        if self.walk is not None and len(self.walk.paces) < _MOST:
            self.walk.go(self.fog.aim)
            self._changed()

    def steepest(self) -> None:
        """Turn the arrow against the gradient, and step."""
        angle = None if self.walk is None else self.walk.downhill
        if angle is not None:
            self.fog.aim = angle
            self.step()

    def back(self) -> None:
        """Take the last step back."""
        if self.walk is not None:
            self.walk.back()
            self._changed()

    def stretch(self, factor: float) -> None:
        """Make steps longer or shorter from now on."""
        walk = self.walk
        (x0, x1), (y0, y1) = self._box.viewRange()
        if walk is not None and 1e-4 < walk.length * factor / min(x1 - x0, y1 - y0) < 1:
            walk.length *= factor
            self._changed()

    def _changed(self) -> None:
        self.fog.update()
        if self.walk is not None:
            self.card.show_walk(self.walk)
        self.changed.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Qt: keep mouse and keys from the surface, which would show what the fog hides."""
        if isinstance(event, QKeyEvent) and event.key() in self._deeds and not event.modifiers() & _COMMANDS:
            if event.type() == QEvent.Type.ShortcutOverride:
                event.accept()
                return True
            if event.type() == QEvent.Type.KeyPress:
                self._deeds[Qt.Key(event.key())]()
                return True
        if isinstance(event, QMouseEvent) and watched is self._graphics.viewport():
            return self._pointer(event)
        return False

    def _pointer(self, event: QMouseEvent) -> bool:
        walk = self.walk
        scene = self._graphics.mapToScene(event.position().toPoint())
        pixel = self._box.mapFromScene(scene)
        if walk is None or not self._box.rect().contains(pixel):
            return event.type() == QEvent.Type.MouseMove
        x, y = ViewMap.of(self._box).data(pixel)
        if (x, y) != walk.w[:2]:
            self.fog.aim = math.atan2(y - walk.w[1], x - walk.w[0])
            self.fog.update()
        pressed = event.type() in (QEvent.Type.MouseButtonPress, QEvent.Type.MouseButtonDblClick)
        if pressed and event.button() == Qt.MouseButton.LeftButton:
            self._keys.setFocus(Qt.FocusReason.MouseFocusReason)
            self.step()
        return True


_COMMANDS = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier
