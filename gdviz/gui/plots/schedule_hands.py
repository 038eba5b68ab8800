"""Edits the schedule's curve in place: its level, handles for its numbers, and a person's own points."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING, Any

import numpy as np
from PySide6.QtCore import QEvent, QObject, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPen
from PySide6.QtWidgets import QStyleOptionGraphicsItem, QWidget

from gdviz.editing import edits
from gdviz.frozen import frozen
from gdviz.gui.drawing.plot_items import Dot
from gdviz.gui.plots.rate_canvas import RateCanvas, axis_of, grain
from gdviz.gui.plots.schedule_pen import SchedulePen
from gdviz.gui.style import translating
from gdviz.gui.widgets.numbers import format_number
from gdviz.messages import ExperimentError, Message, message
from gdviz.registry import from_json
from gdviz.schedules.handles import Handle, handles, moved, with_point, without_point
from gdviz.schedules.schedule import ScheduleSpec, Warmup

if TYPE_CHECKING:
    from gdviz.engine.trajectory import RunRecord

REACH, LARGE_REACH = 9, 12
"""Pixels around a handle, and around a large one, that belong to it."""
NEAR = 5
"""Pixels above and below the curve within which its level can be dragged."""
STARTS = 4
"""Pixels that the mouse moves before a drag begins, and along an axis before that axis is included."""
_LOW = 0.04
"""Below this share of a linear axis the level cannot be dragged, as its factor is almost 0."""
_LARGE = 8.0
"""The radius, in pixels, of a large handle, with its ring."""


class Knob(Dot):
    """A handle: a dot, or a larger disc with a ring, and chevrons in it that say in which directions it is dragged."""

    def __init__(self) -> None:
        super().__init__()
        self.radius = 0.0
        """The radius of a large handle; 0 for a dot."""
        self._along = self._across = False

    def set_form(self, radius: float, along: bool, across: bool) -> None:
        """Be a dot, or with a `radius` a disc that is dragged `along` the steps, `across` them, or both."""
        if (radius, along, across) != (self.radius, self._along, self._across):
            self.prepareGeometryChange()
            self.radius, self._along, self._across = radius, along, across
            self.update()

    def boundingRect(self) -> QRectF:
        """Qt: where it may paint."""
        around = self.radius + 2
        return QRectF(-around, -around, 2 * around, 2 * around) if self.radius else super().boundingRect()

    def paint(self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None) -> None:
        """Qt: draw it."""
        if not self.radius:
            super().paint(painter, option, widget)
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(self.pen())
        painter.setBrush(self.brush())
        inner = self.radius - self.pen().widthF() / 2
        painter.drawEllipse(QPointF(0, 0), inner, inner)
        pen = QPen(self.pen().color(), 1.5)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        painter.setPen(pen)
        both = self._along and self._across
        tip, deep, wide = (4.2, 1.6, 1.6) if both else (3.6, 2.2, 2.4)
        for way in [(1, 0), (-1, 0)] * self._along + [(0, 1), (0, -1)] * self._across:
            x, y = way
            ends = (QPointF(x * (tip - deep) - y * wide * side, y * (tip - deep) + x * wide * side) for side in (1, -1))
            for end in ends:
                painter.drawLine(QPointF(x * tip, y * tip), end)


@frozen
class _Placed:
    """A handle in the plot: of the schedule or of the warm-up, at a step and a rate; or (None) the curve's level."""

    step: float
    rate: float
    handle: Handle | None
    owner: ScheduleSpec | Warmup | None


@dataclass
class _Drag:
    """What is dragged, from where (pixels), and the edit that was sent last."""

    placed: _Placed
    begin: QPointF
    lr: float
    along: bool = False
    across: bool = False
    sent: tuple[str, Any] | None = None


class ScheduleHands(QObject):
    """Makes handles for the chosen run's schedule, and turns drags into edits (see ScheduleView.edited).

    Made when the pointer first enters the plot. Handles are visible while it is there, and while a person draws; where
    the window is about the learning rate, always, and larger.
    """

    def __init__(self, view: RateCanvas, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.view = view
        self._knobs: list[Knob] = []
        self.placed: list[_Placed] = []
        self._drag: _Drag | None = None
        self._selected: tuple[str | int, ...] | None = None
        self._inside = False
        self._at = QPointF()
        self.removed = False
        """Whether the last press of a button removed a point, or tried to."""
        self.pen = SchedulePen(view, self.show_words, self.follow, self)

    @property
    def dragging(self) -> bool:
        """Whether a handle is dragged or a curve drawn, so that the axes stay."""
        return self._drag is not None or self.pen.pressed

    # Where they are

    def follow(self) -> None:
        """Move the handles to their current places, or hide them."""
        record = self.view.chosen
        wanted = self._inside or self.view.drawing or self.view.has_large_handles or self._drag is not None
        shown = record is not None and wanted
        shown = shown and not self.pen.drawing  # the curve follows the mouse, and moving points would distract
        self.placed = self._all(record) if shown and record is not None else []
        while len(self._knobs) < len(self.placed):
            knob = Knob()
            knob.setZValue(14)  # over the curves, under the curtain
            self.view.box.addItem(knob, ignoreBounds=True)
            self._knobs.append(knob)
        for i, knob in enumerate(self._knobs):
            knob.setVisible(i < len(self.placed))
            if i < len(self.placed):
                self._style(knob, self.placed[i])

    def _all(self, record: RunRecord) -> list[_Placed]:
        spec, base, last = record.spec, record.spec.optimizer.lr, record.planned
        found: list[_Placed] = []
        parts: list[tuple[ScheduleSpec | Warmup, float]] = [(spec.schedule, base)]
        if spec.warmup is not None and spec.warmup.length > 0:
            parts.insert(0, (spec.warmup, spec.schedule.warmed_up(base)))
        for owner, rate in parts:
            start, unit = axis_of(record, owner)
            for handle in handles(owner, rate):
                step = start + unit * handle.k
                if step <= last * (1 + 1e-9):
                    on_curve = float(record.planned_lr(np.array([min(math.ceil(step), max(last - 1, 0))]))[0])
                    found.append(_Placed(step, on_curve if handle.rate is None else handle.rate, handle, owner))
        return [one for one in found if not self.view.step_is_hidden(math.ceil(one.step))]

    def _style(self, knob: Knob, placed: _Placed) -> None:
        theme, style = self.view.theme, self.view.chosen_style
        drag, handle = self._drag.placed.handle if self._drag is not None else None, placed.handle
        held = drag is not None and handle is not None and drag.grips[0].path == handle.grips[0].path
        chosen = handle is not None and handle.point is not None and handle.point == self._selected
        knob.setPos(placed.step * self.view.length, self.view.height_of(placed.rate))
        knob.setBrush(style.color if held or chosen else QColor(theme.plot))
        large = self.view.has_large_handles
        knob.setPen(QPen(QColor(theme.text1) if chosen else style.color, 2.5 if large else 2.0))
        time, level = (handle is None or handle.time is not None), (handle is None or handle.level is not None)
        knob.set_form(_LARGE if large else 0.0, along=time, across=level)

    # The pointer

    def pointer(self, kind: QEvent.Type, event: QMouseEvent, inside: bool) -> bool:
        """Handle a mouse event over the plot; return whether it was for the handles."""
        at, left = event.position(), event.button() == Qt.MouseButton.LeftButton
        self._at = at
        if self._drag is not None:
            released = left and kind == QEvent.Type.MouseButtonRelease
            if released or event.buttons() & Qt.MouseButton.LeftButton:
                self._move(at)
            if released:
                self._release()
            return True
        if self.pen.pressed:
            if event.buttons() & Qt.MouseButton.LeftButton:
                self.pen.move(at)
            else:
                self.pen.release()
            return True
        if inside and not self._inside:
            self._inside = True
            self.follow()
        near = self._near(at) if inside else None
        if kind == QEvent.Type.MouseButtonDblClick and left and inside and self.view.drawing:
            return self._add(at) if near is None or near.handle is None else True
        if kind == QEvent.Type.MouseButtonPress and inside:
            self.removed = event.button() == Qt.MouseButton.RightButton and near is not None and self._is_point(near)
            if self.removed and near is not None:
                self._remove(near)
                return True
            if left and near is not None:
                self._press(near, at)
                return True
            if left and self.view.drawing:
                self._draw_from(at)
                return True
            return False
        if kind == QEvent.Type.MouseMove and near is not None and not self.view.scrubbing:
            self._show_handle(near)
            return True
        return False

    def leave(self) -> None:
        """Hide the handles, as the pointer has left."""
        self._inside = False
        if self._drag is None:
            self.follow()

    def deselect(self) -> None:
        """Select no point: the runs are those of another experiment, or another run is chosen."""
        self._selected = None

    def delete(self) -> bool:
        """Remove the selected point; return whether there is one."""
        for placed in self.placed:
            if placed.handle is not None and placed.handle.point is not None and placed.handle.point == self._selected:
                self._remove(placed)
                return True
        return False

    def _near(self, at: QPointF) -> _Placed | None:
        """The handle under the pointer, or the curve's level."""
        best, distance = None, float(LARGE_REACH if self.view.has_large_handles else REACH)
        for placed in self.placed:
            pixel = self.view.pixel_of(placed.step, placed.rate)
            away = math.hypot(pixel.x() - at.x(), pixel.y() - at.y())
            if away <= distance:
                best, distance = placed, away
        return best or (None if self.view.drawing else self._level(at))

    def _level(self, at: QPointF) -> _Placed | None:
        """The level of the curve at the pointer, if it can be dragged."""
        view, record = self.view, self.view.chosen
        if record is None or view.experiment is None or record.planned < 1 or view.near_playhead(at):
            return None
        step = view.time.step_of(record, view.step_at(at))
        rate = view.value_at(record, step)
        if rate is None or view.step_is_hidden(step) or not rate > self._lowest_taken():
            return None
        if abs(self.view.pixel_of(step, rate).y() - at.y()) > NEAR:
            return None
        if not (view.from_here or edits.rate_is_used(view.experiment, view.run)):
            return None
        return _Placed(step, rate, None, None)

    def _lowest_taken(self) -> float:
        """The rate up to which the level cannot be dragged; on a logarithmic axis only 0 and rates below the axis."""
        top = self.view.box.viewRange()[1][1]
        return _LOW * top if self.view.scale.kind == "linear" else float(10.0**self.view.nothing)

    @staticmethod
    def _is_point(placed: _Placed) -> bool:
        return placed.handle is not None and placed.handle.point is not None

    # Dragging

    def _press(self, placed: _Placed, at: QPointF) -> None:
        record = self.view.chosen
        if record is None:
            return
        self.view.plot.setFocus(Qt.FocusReason.MouseFocusReason)
        self._drag = _Drag(placed, at, record.spec.optimizer.lr)
        self._selected = placed.handle.point if placed.handle is not None else None
        self.follow()
        self._show_handle(placed)

    def _move(self, at: QPointF) -> None:
        drag = self._drag
        assert drag is not None
        gone = at - drag.begin
        begun = drag.along or drag.across
        if drag.placed.handle is None and not begun and abs(gone.x()) > max(STARTS, abs(gone.y())):
            self._drag = None  # a drag along the curve moves the playhead
            self.view.scrub(at)
            return
        drag.along = drag.along or abs(gone.x()) > STARTS
        drag.across = drag.across or abs(gone.y()) > STARTS
        if not (drag.along or drag.across):
            return
        origin = self.view.pixel_of(drag.placed.step, drag.placed.rate)
        step, rate = self.view.place_of(origin + gone)
        if drag.placed.handle is None:
            self._drag_level(drag, rate)
        else:
            self._drag_handle(drag, step if drag.along else None, rate if drag.across else None)

    def _drag_level(self, drag: _Drag, rate: float) -> None:
        begin, said = drag.placed.rate, None
        if rate < (least := self.view.least_level(begin)):
            rate, said = least, message("the rate stays over 0")
        share = 1.0 if self.view.from_here else drag.lr / begin
        value = float(f"{rate * share:.3g}")
        self._send(drag, "optimizer.lr", value, self._describe(drag.placed, value), said)

    def _drag_handle(self, drag: _Drag, step: float | None, rate: float | None) -> None:
        record, handle, owner = self.view.chosen, drag.placed.handle, drag.placed.owner
        assert record is not None and handle is not None and owner is not None
        start, unit = axis_of(record, owner)
        last = (record.planned - start) / unit
        k = None if step is None else (step - start) / unit
        data, said = moved(owner, handle, k, rate, grain(self.view, unit), last)
        try:
            made = self._made(owner, data)
        except ExperimentError as error:
            self.show_words(translating.text(error.reason), bad=True)
            return
        path = "warmup" if isinstance(owner, Warmup) else "schedule"
        if path == "warmup":
            (grip,) = handle.grips
            path, data = f"warmup.{grip.param.name}", data[grip.param.name]
        self._send(drag, path, data, self._describe(drag.placed, made), said)

    @staticmethod
    def _made(owner: ScheduleSpec | Warmup, data: dict[str, Any]) -> ScheduleSpec | Warmup:
        if isinstance(owner, Warmup):
            return Warmup(**data)
        made: ScheduleSpec = from_json("gdviz.schedules", data, "schedule")
        return made

    def _send(self, drag: _Drag, path: str, value: Any, words: str, said: Message | None) -> None:
        if drag.sent != (path, value):
            drag.sent = (path, value)
            self.view.edit(path, value, False, self._name(drag.placed))
        self.show_words(words + (f"\n{translating.text(said)}" if said is not None else ""), bad=said is not None)

    def give_up(self) -> None:
        """Let go of a handle or the pen, and take the words away."""
        self._drag = None
        self.pen.end()
        self.view.hide_words()

    def _release(self) -> None:
        if (drag := self._drag) is None:
            return
        name, self._drag = self._name(drag.placed), None
        if drag.sent is not None:
            self.view.edit(*drag.sent, True, name)
        elif drag.placed.handle is None:
            self.view.ask_for_playhead(round(drag.placed.step * self.view.length))
        self.view.redraw()

    # Points of one's own

    def _add(self, at: QPointF) -> bool:
        record = self.view.chosen
        if record is None:
            return False
        spec = record.spec.schedule
        start, unit = axis_of(record, spec)
        fine = grain(self.view, unit)
        step, rate = self.view.place_of(at)
        k = round(min(max(step - start, 0.0), record.planned - start) / unit / fine) * fine
        factor = float(f"{max(rate, 0.0) / record.spec.optimizer.lr:.3g}")
        try:
            made: ScheduleSpec = from_json("gdviz.schedules", with_point(spec, ("points",), k, factor), "schedule")
        except ExperimentError:
            self.show_words(self.tr("There is a point at this step already."), bad=True)
            return True
        self.view.edit("schedule", made.to_json(), True, lambda: self.tr("new point"))
        return True

    def _remove(self, placed: _Placed) -> None:
        owner, handle = placed.owner, placed.handle
        if isinstance(owner, ScheduleSpec) and handle is not None and handle.point is not None:
            data = without_point(owner, handle.point)
            self._selected = None
            if data is None:
                self.show_words(self.tr("One point has to stay."), bad=True)
            else:
                self.view.edit("schedule", data, True, lambda: self.tr("point removed"))

    def _draw_from(self, at: QPointF) -> None:
        self.view.plot.setFocus(Qt.FocusReason.MouseFocusReason)
        self._selected = None
        self.follow()
        self.pen.press(at)

    # Words

    def _name(self, placed: _Placed) -> Callable[[], str]:
        """A function that returns the name of a drag in the undo menu."""
        if placed.handle is None:
            return lambda: self.tr("learning rate")
        handle, drag = placed.handle, self._drag
        along, across = (True, True) if drag is None else (drag.along, drag.across)
        grips = [grip for grip, does in ((handle.time, along), (handle.level, across)) if grip is not None and does]
        return lambda: ", ".join(dict.fromkeys(translating.translate(grip.param.label) for grip in grips))

    def _describe(self, placed: _Placed, made: Any) -> str:
        """The numbers of a handle in `made`, or the rate itself."""
        if placed.handle is None:
            return f"η = {format_number(float(made))}"
        data, lines = made.to_json(), []
        for grip in placed.handle.grips:
            value: Any = data
            for key in grip.path:
                value = value[key]
            label = translating.translate(grip.param.label)
            if grip.param.axis == "points":
                label = "k" if grip.path[-1] == 0 else self.tr("factor")
            lines.append(f"{label} {format_number(float(value))}")
        return "\n".join(lines)

    def _show_handle(self, placed: _Placed) -> None:
        """Show what lies under the pointer and how it moves."""
        handle = placed.handle
        if handle is None:
            shape, how = Qt.CursorShape.SizeVerCursor, self.tr("drag up or down: the rate")
            words = self._describe(placed, placed.rate)
        else:
            words = self._describe(placed, placed.owner)
            if handle.time is None:
                shape, how = Qt.CursorShape.SizeVerCursor, self.tr("drag up or down")
            elif handle.level is None:
                shape, how = Qt.CursorShape.SizeHorCursor, self.tr("drag left or right")
            else:
                shape, how = Qt.CursorShape.SizeAllCursor, self.tr("drag anywhere")
            if handle.point is not None:
                how += "; " + self.tr("a right click removes it")
        self.view.plot.viewport().setCursor(shape)
        self.show_words(words, how)

    def show_words(self, words: str, how: str = "", bad: bool = False) -> None:
        """Show words beside the pointer, and below them what to do next."""
        color = self.view.theme.bad if bad else self.view.theme.text1
        lines = [f"<b style='color:{color}'>{escape(line)}</b>" for line in words.split("\n")]
        if how:
            lines.append(f"<span style='color:{self.view.theme.text2}'>{escape(how)}</span>")
        self.view.show_words("<br>".join(lines), self._at.x())
