"""The marks on the surface, drawn in screen sizes: minima, starts to drag, current points, their arrows."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

import pyqtgraph as pg
from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF
from PySide6.QtWidgets import (
    QGraphicsSceneHoverEvent,
    QGraphicsSceneMouseEvent,
    QStyleOptionGraphicsItem,
    QWidget,
)

from gdviz.frozen import frozen
from gdviz.gui.drawing import arrow_colours
from gdviz.gui.drawing import surface_drawing as draw
from gdviz.gui.drawing.box_layer import BoxLayer, ViewMap
from gdviz.gui.drawing.marker_shapes import draw_marker
from gdviz.gui.style import scaling
from gdviz.gui.style.theme import Theme
from gdviz.gui.widgets.numbers import format_number
from gdviz.run_marks import DISC, Marker

Point = draw.Point

DOT, _RING, _GRAB = 6.5, 9.0, 14.0  # radii in pixels
SHORT = 24.0  # an update shorter than this, in pixels, is extended by a thin line
ARRIVED = 0.01  # an update shorter than this, in pixels, has no arrow: the run has arrived
_UPHILL = 58.0  # the length in pixels of the gradient's arrow, which shows only a direction
LEAST_SHARE, MOST_SHARE = 0.42, 1.7  # bounds of the length of the momentum's arrow, as shares of the gradient's
_FAR = 20_000.0  # the most pixels of an update's arrow
_AROUND = 160.0  # pixels around a point that its mark and word may cover
_WORDS = 3  # the most starts that are named
_SIDES = ((1, 0), (-1, 0), (0, 1), (0, -1))  # of a point, where its name may stand: right, left, below, above
_NAME_GAP = 10.0  # pixels between the middle of a point and its name
_ACROSS = 0.75  # a side is perpendicular to a direction up to this absolute cosine of their angle
_NAME_ROOM = 120  # pixels by which a name may extend beyond _AROUND
_LONGEST = 20  # the most letters of a name


@frozen
class Momentum:
    """The momentum of a run: its name on the step card, and its vector, computed when it is drawn."""

    symbol: str
    vector: Callable[[], Point | None]


@frozen
class Now:
    """A run at the playhead in data coordinates: its point, the next update, and the gradient."""

    point: Point
    colour: QColor
    delta: Point | None = None
    gradient: Point | None = None
    slope: float | None = None
    """With one parameter: the derivative, drawn as the tangent."""
    target: Point | None = None
    """The point after the next update, if the next row is one update later."""
    momentum: Momentum | None = None
    marker: Marker = DISC
    name: str = ""
    """The name beside the point; empty for none."""
    run: int = -1
    """The number of a run that has a name."""

    def gliding(self, share: float) -> Now:
        """The run moved by a `share` of its next step; the gradient stays."""
        if self.target is None or not share:
            return self
        (x, y), (u, v) = self.point, self.target
        rest = None if self.delta is None else (self.delta[0] * (1 - share), self.delta[1] * (1 - share))
        return replace(self, point=(x + share * (u - x), y + share * (v - y)), delta=rest)


@frozen
class Start:
    """A start, and the numbers of the runs that begin at it."""

    point: Point
    runs: tuple[int, ...]
    colour: QColor


@frozen
class MinimumMark:
    """A known minimum."""

    point: Point
    is_global: bool


@dataclass
class Markers:
    """Everything that the layer draws."""

    minima: Sequence[MinimumMark] = field(default_factory=tuple)
    starts: Sequence[Start] = field(default_factory=tuple)
    now: Sequence[Now] = field(default_factory=tuple)


class MarkerLayer(BoxLayer):
    """Draws the markers over a ViewBox and lets a start be dragged.

    `dragged(runs, x, y, final)`: a start is dragged to a place, in data coordinates. A drag keeps the numbers of its
    runs and goes on if the markers are replaced. `scrubbed` carries the pixel to which the point of a run is
    dragged. The words of starts avoid `others`, rectangles of other layers in pixels.
    """

    dragged = Signal(object, float, float, bool)
    doubleClicked = Signal(float, float)
    scrubbed = Signal(QPointF)

    def __init__(self, box: pg.ViewBox, others: Sequence[QRectF] = ()) -> None:
        super().__init__(box)
        self._others = others
        self._markers = Markers()
        self._theme: Theme | None = None
        self._drag: tuple[tuple[int, ...], QPointF] | None = None
        self._hovered: tuple[int, ...] | None = None
        self._arrows: frozenset[str] = frozenset({"update"})
        self._glide = 0.0
        self._scrubbing = False
        self._name_side: dict[tuple[int, str], tuple[int, int]] = {}
        """The side on which the name of each run stands, by the number of the run and its name."""
        self.words: dict[str, str] = {}
        """The words in the plot: "start", and the names of update and gradient."""
        self.setAcceptHoverEvents(True)
        self.setAcceptedMouseButtons(Qt.MouseButton.LeftButton)

    @property
    def dragging(self) -> bool:
        """Whether a start is being dragged."""
        return self._drag is not None

    def set_markers(self, markers: Markers) -> None:
        """Replace what is drawn."""
        before, self._markers = self._markers, markers
        if before.minima != markers.minima or any(now.slope is not None for now in markers.now):
            self.update()
        else:
            view = ViewMap.of(self.box)
            for part in (self._reach(view, before), self._reach(view, markers)):
                self.update(part)

    def _reach(self, view: ViewMap, markers: Markers) -> QRectF:
        """A rectangle, in pixels, that holds all marks, arrows and words."""
        places = [start.point for start in markers.starts] + [now.point for now in markers.now]
        for (x, y), delta in ((now.point, now.delta) for now in markers.now if now.delta is not None):
            places.append((x + delta[0], y + delta[1]))
        pixels = [draw.pixel(view, place) for place in places]
        if not view.width or not all(draw.is_finite(pixel) for pixel in pixels):
            return self.boundingRect()
        held = QPolygonF([draw.held(view, pixel) for pixel in pixels])
        around = _AROUND + (_UPHILL * MOST_SHARE if self._arrows - {"update"} else 0.0)
        around += scaling.px(_NAME_ROOM) if any(now.name for now in markers.now) else 0.0
        return held.boundingRect().adjusted(-around, -around, around, around)

    def set_glide(self, share: float) -> None:
        """Draw the runs moved by a `share` of their next step."""
        self._glide = share
        self.update()

    def set_arrows(self, shown: frozenset[str]) -> None:
        """Set which of the arrows "gradient" (uphill), "momentum" and "update" are shown."""
        self._arrows = shown
        self.update()

    def apply_theme(self, theme: Theme) -> None:
        """Take the colours."""
        self._theme = theme
        self.update()

    def minimum_at(self, pixel: QPointF) -> MinimumMark | None:
        """Find the minimum within reach of a pixel."""
        view = ViewMap.of(self.box)
        for mark in self._markers.minima:
            if draw.apart(draw.pixel(view, mark.point), pixel) <= 9:
                return mark
        return None

    def start_at(self, pixel: QPointF) -> Start | None:
        """Find the start to drag at a pixel: the nearest within reach, or its marker at the edge."""
        view = ViewMap.of(self.box)
        places = [draw.held(view, draw.pixel(view, start.point)) for start in self._markers.starts]
        near = [(draw.apart(place, pixel), i) for i, place in enumerate(places)]
        best = min(near, default=None)
        return self._markers.starts[best[1]] if best and best[0] <= _GRAB else None

    def is_now_at(self, pixel: QPointF) -> bool:
        """Whether the current point of a run lies within reach of a pixel."""
        view = ViewMap.of(self.box)
        return any(draw.apart(draw.pixel(view, now.point), pixel) <= _GRAB for now in self._markers.now)

    def hoverMoveEvent(self, event: QGraphicsSceneHoverEvent) -> None:
        """Qt: show an open hand over a start."""
        start = self.start_at(event.pos())
        hovered = start.runs if start else None
        if hovered != self._hovered:
            self._hovered = hovered
            self.unsetCursor() if hovered is None else self.setCursor(Qt.CursorShape.OpenHandCursor)
            self.update()

    def hoverLeaveEvent(self, event: QGraphicsSceneHoverEvent) -> None:
        """Qt: reset the cursor."""
        self._hovered = None
        self.unsetCursor()
        self.update()

    def mousePressEvent(self, event: QGraphicsSceneMouseEvent) -> None:
        """Qt: begin to drag a start or a current point, or leave the press to the items below."""
        start = self.start_at(event.pos())
        self._scrubbing = start is None and self.is_now_at(event.pos())
        if self._scrubbing:
            return
        if start is None:
            event.ignore()
            return
        # Keep the offset, so that the start does not jump under the mouse.
        place = draw.held(ViewMap.of(self.box), draw.pixel(ViewMap.of(self.box), start.point))
        self._drag = (start.runs, place - event.pos())
        self.setCursor(Qt.CursorShape.ClosedHandCursor)
        event.accept()

    def mouseDoubleClickEvent(self, event: QGraphicsSceneMouseEvent) -> None:
        """Qt: emit the place in data coordinates."""
        self.doubleClicked.emit(*ViewMap.of(self.box).data(event.pos()))

    def mouseMoveEvent(self, event: QGraphicsSceneMouseEvent) -> None:
        """Qt: drag the start, or the playhead."""
        if self._scrubbing:
            self.scrubbed.emit(event.pos())
        self._emit_drag(event, final=False)

    def mouseReleaseEvent(self, event: QGraphicsSceneMouseEvent) -> None:
        """Qt: end the drag. A click without a move changes nothing."""
        self._scrubbing = False
        if self._drag is not None:
            if event.buttonDownScreenPos(Qt.MouseButton.LeftButton) != event.screenPos():
                self._emit_drag(event, final=True)
            self._drag = None
            self.setCursor(Qt.CursorShape.OpenHandCursor)
            self.update()

    def _emit_drag(self, event: QGraphicsSceneMouseEvent, final: bool) -> None:
        if self._drag is not None:
            runs, offset = self._drag
            x, y = ViewMap.of(self.box).data(event.pos() + offset)
            self.dragged.emit(list(runs), x, y, final)

    def paint(self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None) -> None:
        """Qt: draw minima, starts, arrows and points, from the bottom up."""
        theme = self._theme
        view = ViewMap.of(self.box)
        if theme is None or view.width < 1:
            return
        painter.setClipRect(view.rect)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(draw.word_font())
        for mark in self._markers.minima:
            draw.minimum(painter, draw.pixel(view, mark.point), mark.is_global, theme)
        for start in self._markers.starts:
            self._draw_start(painter, view, start, theme)
        taken = self._name_starts(painter, view, theme)
        gliding = [now.gliding(self._glide) for now in self._markers.now]
        for now, there in zip(self._markers.now, gliding, strict=True):
            if there is not now:
                draw.path_end(painter, draw.pixel(view, now.point), draw.pixel(view, there.point), now.colour, theme)
        alone = sum(now.gradient is not None for now in gliding) == 1
        for now in gliding:
            self._draw_arrows(painter, view, now, theme, alone)
        for now in gliding:
            place = draw.pixel(view, now.point)
            if view.rect.contains(place):
                rim = QColor(theme.window if theme.is_dark else "#ffffff")
                draw_marker(painter, now.marker, place, DOT, now.colour, QPen(rim, 2), rim)
            elif draw.is_finite(place):
                draw.edge_arrow(painter, view, place, now.colour, QColor(theme.window), 7)
        self._name_runs(painter, view, gliding, taken, theme)

    def _draw_start(self, painter: QPainter, view: ViewMap, start: Start, theme: Theme) -> None:
        place = draw.pixel(view, start.point)
        if not draw.is_finite(place):
            return
        if not view.rect.contains(place):
            draw.edge_arrow(painter, view, place, QColor(theme.text1), QColor(theme.window), 8)
            return
        active = start.runs == self._hovered or (self._drag is not None and self._drag[0] == start.runs)
        casing = QColor(theme.window)
        casing.setAlpha(190)
        painter.setBrush(casing)
        painter.setPen(QPen(casing, 5))
        painter.drawEllipse(place, _RING, _RING)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(QColor(theme.accent if active else theme.text1), 2))
        painter.drawEllipse(place, _RING, _RING)

    def _name_runs(
        self, painter: QPainter, view: ViewMap, now: Sequence[Now], taken: Sequence[QRectF], theme: Theme
    ) -> None:
        """Write the names of runs beside their points, the chosen one's first, where they cover no mark and no word.

        Runs at a start, and runs at one place, have no names: there a name would not show which run it belongs to.
        """
        if not any(run.name for run in now):
            return
        painter.setFont(draw.name_font())
        size = painter.fontMetrics().height()
        places = [draw.pixel(view, run.point) for run in now]
        starts = [draw.pixel(view, start.point) for start in self._markers.starts]
        marks = [*starts, *(draw.pixel(view, mark.point) for mark in self._markers.minima)]
        rooms = [*taken, *(_around(mark, _RING) for mark in marks), *(_around(place, DOT + 1) for place in places)]
        known, self._name_side = self._name_side, {}
        for place, run in reversed(list(zip(places, now, strict=True))):
            key = run.run, run.name
            if key in known:  # keep the side, so that a name does not jump
                self._name_side[key] = known[key]
            others = [other for other in places if other is not place]
            near = any(draw.is_finite(other) and draw.apart(place, other) < size for other in (*starts, *others))
            if not run.name or near or not view.rect.contains(place):
                continue
            name = _shortened(run.name)
            sides = self._name_sides(view, run)
            if (side := self._name_side.pop(key, None)) in sides:
                sides = [side, *(other for other in sides if other != side)]
            for side in sides:
                x, y = side
                width = painter.fontMetrics().horizontalAdvance(name)
                corner = QPointF(
                    place.x() + x * (_NAME_GAP + width / 2) - width / 2,
                    place.y() + y * (_NAME_GAP + size / 2) - size / 2,
                )
                room = QRectF(corner.x(), corner.y(), width, size)
                own = _around(place, DOT + 1)
                if view.rect.contains(room) and not any(room.intersects(other) for other in rooms if other != own):
                    draw.word_at(painter, corner, name, theme, draw.name_ink(theme, run.colour))
                    rooms.append(room)
                    self._name_side[key] = side
                    break

    @staticmethod
    def _name_sides(view: ViewMap, run: Now) -> list[tuple[int, int]]:
        """The sides of a point for a name: first those perpendicular to the next step, which may have an arrow."""
        along = draw.step(view, run.delta) if run.delta is not None else None
        if along is None:
            return list(_SIDES)
        return sorted(_SIDES, key=lambda side: abs(side[0] * along.x() + side[1] * along.y()) > _ACROSS)

    def _name_starts(self, painter: QPainter, view: ViewMap, theme: Theme) -> list[QRectF]:
        """Write the word of each start on the side where it overlaps others least; return the rectangles taken."""
        word, starts = self.words.get("start", ""), self._markers.starts
        points = [start.point for start in starts] + [now.point for now in self._markers.now]
        marks = [draw.pixel(view, point) for point in points + [mark.point for mark in self._markers.minima]]
        taken = list(self._others)
        for start in starts if len(starts) <= _WORDS else starts[:1]:
            place = draw.pixel(view, start.point)
            if not draw.is_finite(place):
                continue
            sides: Sequence[QPointF] = self._sides(view, start)
            if not view.rect.contains(place):
                place = draw.held(view, place)
                sides = (draw.unit(place, QPointF(view.width / 2, view.height / 2)),)
            others = [QRectF(-_RING, -_RING, 2 * _RING, 2 * _RING).translated(m) for m in marks if m != place] + taken
            rooms = [draw.word_room(painter, view, place, side, word) for side in sides]
            covered = [sum(map(_area, map(room.intersected, others))) for room in rooms]
            best = covered.index(min(covered))
            taken.append(rooms[best])
            draw.word(painter, view, place, sides[best], word, theme)
        return taken

    def _sides(self, view: ViewMap, start: Start) -> tuple[QPointF, ...]:
        """The sides for the word of a start, best first: below the path's first step, behind, ahead of or above it.

        The word of the update stands above the step.
        """
        for now in self._markers.now:
            ahead = now.point
            if ahead == start.point and now.delta is not None:
                ahead = (now.point[0] + now.delta[0], now.point[1] + now.delta[1])
            along = draw.unit(draw.pixel(view, start.point), draw.pixel(view, ahead))
            if along != QPointF(0, 0):
                return draw.below(along), -along, along, -draw.below(along)
        return QPointF(0, 1), QPointF(1, 0), QPointF(-1, 0), QPointF(0, -1)

    def _draw_arrows(self, painter: QPainter, view: ViewMap, now: Now, theme: Theme, alone: bool) -> None:
        place = draw.pixel(view, now.point)
        if not view.rect.contains(place):
            return
        if now.slope is not None:
            label = f"{self.words.get('gradient', '')} = {format_number(now.slope)}" if alone else ""
            draw.tangent(painter, view, place, now.slope, label, theme)
        colour = QColor(theme.text1) if alone else now.colour
        for length, along, ink, word, side in sorted(self._directions(view, now, theme), key=lambda one: -one[0]):
            end = place + along * length
            draw.arrow(painter, place, end, end, QColor(ink), theme)
            if alone:
                draw.word(painter, view, end, draw.below(along) * side if side else along, word, theme, 4)
        if "update" in self._arrows and now.delta is not None:
            direction = draw.step(view, now.delta)
            length = math.hypot(now.delta[0] * view.sx, now.delta[1] * view.sy)
            if direction is not None and not length < ARRIVED:
                aside = -draw.below(direction)
                true = place + direction * min(length, _FAR)
                tip = true if length >= SHORT else place + direction * (SHORT + DOT)
                draw.arrow(painter, place, true, tip, colour, theme)
                if alone and view.rect.contains(tip):
                    middle = QPointF((place.x() + tip.x()) / 2, (place.y() + tip.y()) / 2)
                    label = self.words.get("update", "")
                    if tip is not true and label:
                        label += f", ×{_factor((SHORT + DOT) / length)}"
                    beside = ((middle, aside), (tip, aside), (tip, direction))
                    rooms = [draw.word_room(painter, view, at, side, label, 7) for at, side in beside]
                    dot = _around(place, DOT)
                    free = next((room for room in rooms if not room.intersects(dot)), rooms[0])
                    draw.word_at(painter, free.topLeft(), label, theme)

    def _directions(self, view: ViewMap, now: Now, theme: Theme) -> list[tuple[float, QPointF, str, str, int]]:
        """The arrows that show directions: length in pixels, direction, colour, word, and the word's side.

        That is 1 below the tip, -1 above, 0 beyond it.
        The ratio of the arrows of momentum and gradient is that of the vectors, within bounds.
        """
        found: list[tuple[float, QPointF, str, str, int]] = []
        if now.gradient is None:
            return found
        vector = now.momentum.vector() if "momentum" in self._arrows and now.momentum is not None else None
        if "gradient" in self._arrows and (direction := draw.step(view, now.gradient)) is not None:
            side = 0 if vector is None else -1  # opposite the word of the momentum
            found.append((_UPHILL, direction, arrow_colours.gradient(theme), self.words.get("gradient", ""), side))
        if now.momentum is not None and vector is not None and (direction := draw.step(view, vector)) is not None:
            uphill, pixels = (math.hypot(v[0] * view.sx, v[1] * view.sy) for v in (now.gradient, vector))
            share = min(max(pixels / uphill, LEAST_SHARE), MOST_SHARE) if 0 < uphill < math.inf else 1.0
            found.append((_UPHILL * share, direction, arrow_colours.momentum(theme), now.momentum.symbol, 1))
        return found


def _factor(times: float) -> str:
    """Format the factor by which an arrow is extended, in two digits."""
    return format_number(float(f"{times:.2g}"), 2)


def _area(room: QRectF) -> float:
    return room.width() * room.height()


def _around(place: QPointF, reach: float) -> QRectF:
    """The square around a place."""
    return QRectF(place.x() - reach, place.y() - reach, 2 * reach, 2 * reach)


def _shortened(name: str) -> str:
    """Cut a name to _LONGEST letters."""
    return name if len(name) <= _LONGEST else name[: _LONGEST - 1] + "…"
