"""Sliders: a click goes to the place clicked, the wheel is left to the area that scrolls; one is logarithmic."""

from __future__ import annotations

import math
from collections.abc import Sequence

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QContextMenuEvent,
    QFontMetrics,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPolygonF,
    QWheelEvent,
)
from PySide6.QtWidgets import QMenu, QSlider, QStyle, QStyleOptionSlider, QToolTip, QWidget

from gdviz.frozen import frozen
from gdviz.gui.style import fonts, scaling
from gdviz.gui.widgets import numbers

HANDLE = 14  # px, as in style.qss
_MARK_TOP = 7
"""Pixels from the middle to where a mark begins."""
_MARK_HIGH = 6
"""The height of a mark in pixels."""
_MARK_WIDE = 4
"""Half its width in pixels."""
_WALL = 1
"""Half the width of a wall in pixels."""
_REACH = 6
"""Pixels to either side of a mark that belong to it."""
_WORD, _BESIDE = 8, 4
"""Pixels that a slider is higher with words, at the usual size of type, and between a mark and its word."""


class Slider(QSlider):
    """A horizontal slider whose handle jumps to where it is clicked."""

    def __init__(self, name: str = "", parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.setObjectName(name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Bring the handle under the pointer, then drag it as usual."""
        if event.button() == Qt.MouseButton.LeftButton:
            option = QStyleOptionSlider()
            self.initStyleOption(option)
            handle = self.style().subControlRect(
                QStyle.ComplexControl.CC_Slider, option, QStyle.SubControl.SC_SliderHandle, self
            )
            if not handle.contains(event.position().toPoint()):
                self.setSliderDown(True)  # first, so that the jump belongs to the drag
                self.setSliderPosition(self.position_at(event.position().x()))
        super().mousePressEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leave the wheel to the surrounding scroll area, unless the slider has the focus."""
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()

    def position_at(self, x: float) -> int:
        """The slider's position whose handle is centred at pixel `x`."""
        span = self.width() - HANDLE
        return QStyle.sliderValueFromPosition(self.minimum(), self.maximum(), round(x - HANDLE / 2), span)


@frozen
class SliderMark:
    """A marked number, its colour, and its tool tip, which begins with its name and a colon.

    A `wall` is a bar above the slider, another mark a triangle below it, so that both can stand at one number.
    """

    number: float
    color: QColor
    tip: str
    wall: bool = False
    word: str = ""
    """What holds from a wall on; shown beside the lowest visible wall if the slider has room for words."""

    @property
    def name(self) -> str:
        """The words before the colon of the tool tip."""
        return self.tip.split(":")[0]


class LogSlider(Slider):
    """A slider over a range of positive numbers, even in their logarithm.

    `moved` carries the number while a person moves the handle (also by the keys, which step as those of
    a number field do); `released` follows when the movement is over: one undo step. A click on a mark, or its line
    in the menu of the right button, takes its number.
    """

    moved = Signal(float)
    released = Signal()

    PER_DECADE = 200

    def __init__(self, name: str = "", parent: QWidget | None = None) -> None:
        super().__init__(name, parent)
        self._low, self._high, self._number = 1e-4, 1.0, 1e-2
        self._marks: tuple[SliderMark, ...] = ()
        self._quiet = self._has_words = False
        self.set_limits(self._low, self._high)
        self.valueChanged.connect(self._on_value)
        self.sliderReleased.connect(self.released)

    def set_limits(self, low: float, high: float) -> None:
        """Run from `low` to `high`. Raises ValueError unless 0 < low < high."""
        if not 0 < low < high:
            raise ValueError(f"a logarithmic slider needs 0 < low < high, got {low} and {high}")
        self._low, self._high = low, high
        self._quiet = True
        self.setRange(0, round(self.PER_DECADE * math.log10(high / low)))
        self.setPageStep(self.PER_DECADE)
        self._quiet = False
        self.set_number(self._number)

    def number(self) -> float:
        """The number shown: what was last set or moved to."""
        return self._number

    def set_number(self, number: float) -> None:
        """Show `number` without a signal; out of the limits, the handle stands at the end."""
        self._number = number
        if self.isSliderDown():
            return  # the person is dragging it
        self._quiet = True
        self.setValue(self._position_of(number))
        self._quiet = False

    def set_marks(self, marks: Sequence[SliderMark]) -> None:
        """Mark these numbers above and below the slider (a stability limit, say)."""
        if tuple(marks) == self._marks:
            return
        self._marks = tuple(marks)
        self.setMouseTracking(bool(marks))
        self.setAccessibleDescription("\n".join(mark.tip for mark in marks))
        self.update()

    def leave_room_for_words(self, room: bool) -> None:
        """Make the slider high enough for the words of marks, or as low as usual."""
        if room != self._has_words:
            self._has_words = room
            self.updateGeometry()

    def sizeHint(self) -> QSize:
        """Qt: with words, room for them above the handle and as much below it."""
        size = super().sizeHint()
        return size + QSize(0, scaling.px(_WORD)) if self._has_words else size

    def minimumSizeHint(self) -> QSize:
        """Qt: any width."""
        return QSize(super().minimumSizeHint().width(), self.sizeHint().height())

    @property
    def marks(self) -> tuple[SliderMark, ...]:
        """The marks, also those outside the limits."""
        return self._marks

    def mark_at(self, place: QPointF) -> SliderMark | None:
        """The mark under a place of the slider, or None."""
        off = place.y() - self.height() / 2
        if abs(off) < _MARK_TOP - 1:
            return None
        marks = [mark for mark in self._visible_marks() if mark.wall == (off < 0)]
        nearest = min(marks, key=lambda mark: abs(self.x_of(mark.number) - place.x()), default=None)
        return nearest if nearest is not None and abs(self.x_of(nearest.number) - place.x()) <= _REACH else None

    def x_of(self, number: float) -> float:
        """The pixel over which the handle is centred at `number`."""
        return HANDLE / 2 + (self.width() - HANDLE) * self._position_of(number) / self.maximum()

    def event(self, event: QEvent) -> bool:
        """Qt: a mark has a tool tip of its own."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            mark = self.mark_at(QPointF(event.pos()))
            if mark is not None:
                QToolTip.showText(event.globalPos(), mark.tip, self)
                return True
        return super().event(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Qt: take the number of a mark under the pointer; elsewhere move the handle there."""
        mark = self.mark_at(event.position()) if self.isEnabled() else None
        if mark is not None and event.button() == Qt.MouseButton.LeftButton:
            self._go(mark.number)
        else:
            super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Qt: show by the shape of the pointer that a click takes a mark."""
        over = not self.isSliderDown() and self.mark_at(event.position()) is not None
        shape = Qt.CursorShape.PointingHandCursor if over else Qt.CursorShape.ArrowCursor
        if self.cursor().shape() != shape:
            self.setCursor(shape)
        super().mouseMoveEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Offer the marks by name: the keyboard's way to them."""
        if not self._visible_marks() or not self.isEnabled():
            return
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for mark in self._visible_marks():
            action = menu.addAction(mark.name)
            action.triggered.connect(lambda _=False, number=mark.number: self._go(number))
        menu.popup(event.globalPos())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrow keys step through 1, 2, .. 9 of the decade (Ctrl finer), Page Up and Down by decades."""
        number = max(self._number, self._low)  # a rate of 0 has no logarithm
        finer = 10 if event.modifiers() & Qt.KeyboardModifier.ControlModifier else 1
        match event.key():
            case Qt.Key.Key_Up | Qt.Key.Key_Right:
                self._go(numbers.next_log(number, 1, finer))
            case Qt.Key.Key_Down | Qt.Key.Key_Left:
                self._go(numbers.next_log(number, -1, finer))
            case Qt.Key.Key_PageUp:
                self._go(numbers.clean(number * 10))
            case Qt.Key.Key_PageDown:
                self._go(numbers.clean(number / 10))
            case _:
                super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the marks beside the handle's path."""
        super().paintEvent(event)
        if not self._marks:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        top = self.height() / 2 + _MARK_TOP
        for mark in self._visible_marks():
            x = self.x_of(mark.number)
            painter.setBrush(mark.color)
            if mark.wall:
                painter.drawRect(QRectF(x - _WALL, self.height() - top - _MARK_HIGH, 2 * _WALL, _MARK_HIGH))
            else:
                corners = [(x, top), (x - _MARK_WIDE, top + _MARK_HIGH), (x + _MARK_WIDE, top + _MARK_HIGH)]
                painter.drawPolygon(QPolygonF([QPointF(*corner) for corner in corners]))
        word = self.place_of_word()
        if word is not None:
            mark, place = word
            painter.setFont(fonts.small())
            painter.setPen(mark.color)
            painter.drawText(place, mark.word)

    def place_of_word(self) -> tuple[SliderMark, QRectF] | None:
        """The lowest wall in sight and where its word is written, or None without a word.

        It is at the right of the wall, or of further walls that are too close to it; at its left if there is no room.
        """
        walls = sorted((mark for mark in self._visible_marks() if mark.wall), key=lambda mark: mark.number)
        if not (walls and walls[0].word and self._has_words):
            return None
        measure = QFontMetrics(fonts.small())
        width, height = measure.horizontalAdvance(walls[0].word) + 1, measure.height()
        ends = [self.x_of(mark.number) for mark in walls]
        left = ends[0] - _BESIDE - width
        for x, following in zip(ends, [*ends[1:], math.inf], strict=True):
            right = x + _BESIDE + width
            if right <= self.width() and right + _WALL <= following:
                left = x + _BESIDE
                break
        middle = self.height() / 2 - _MARK_TOP - _MARK_HIGH / 2
        return walls[0], QRectF(left, max(middle - height / 2 - 2, 0), width, height)

    def _visible_marks(self) -> list[SliderMark]:
        return [mark for mark in self._marks if self._low <= mark.number <= self._high]

    def _go(self, number: float) -> None:
        number = min(max(number, self._low), self._high)
        if number == self._number:
            return
        self.set_number(number)
        self.moved.emit(number)
        self.released.emit()

    def _on_value(self, position: int) -> None:
        if self._quiet:
            return
        # Three digits: as exact as the mouse can be, and short in the field beside the slider.
        exact = self._low * 10.0 ** (position / self.PER_DECADE)
        self._number = min(max(float(f"{exact:.3g}"), self._low), self._high)
        self.moved.emit(self._number)
        if not self.isSliderDown():
            self.released.emit()

    def _position_of(self, number: float) -> int:
        if number <= self._low:
            return 0
        if number >= self._high:
            return self.maximum()
        return min(round(self.PER_DECADE * math.log10(number / self._low)), self.maximum())
