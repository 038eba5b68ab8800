"""The buttons of the start page: each paints several texts, wraps them, and is as high as they need."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetrics,
    QIcon,
    QImage,
    QKeyEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget

from gdviz.gui.style import fonts, icons, scaling
from gdviz.gui.style.theme import Theme, system

GAP = 8
_RADIUS = 6.0
_WRAPPED = Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop


def text_height(font: QFont, text: str, width: int) -> int:
    """Return the height of a text that is wrapped to this width in pixels."""
    return QFontMetrics(font).boundingRect(QRect(0, 0, max(width, 1), 10_000), _WRAPPED, text).height()


class StartButton(QPushButton):
    """A button that paints itself; Return presses it, too. `fit` sets the height that its texts need."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme: Theme = system()
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def take_theme(self, theme: Theme) -> None:
        """Use the colours of the theme."""
        self.theme = theme
        self.update()

    def height_for(self, width: int) -> int:
        """Return the height that the texts need at this width in pixels."""
        raise NotImplementedError

    def draw(self, painter: QPainter) -> None:
        """Paint the button without its focus ring."""
        raise NotImplementedError

    def fit(self, width: int, least: int = 0) -> None:
        """Set the height that the texts need at this width in pixels, but at least `least`."""
        self.setFixedHeight(max(self.height_for(width), least))

    def sizeHint(self) -> QSize:
        """Qt: the layout sets the width, and the texts the height."""
        return QSize(scaling.px(120), self.height_for(max(self.width(), 1)))

    def minimumSizeHint(self) -> QSize:
        """Qt: the layout sets the width, and the texts the height."""
        return QSize(scaling.px(60), 1)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Qt: Return presses the button."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Qt: paint the button, and a focus ring if it has the keyboard focus."""
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            self.draw(painter)
            if self.hasFocus():
                painter.setPen(QPen(QColor(self.theme.focus), 2))
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), _RADIUS, _RADIUS)

    def ground(self) -> QColor:
        """Return the background while the button is pressed or under the mouse; otherwise a transparent colour."""
        share = 0.14 if self.isDown() else 0.07 if self.underMouse() else 0.0
        return QColor(self.theme.mix(self.theme.text1, self.theme.panel, share)) if share else QColor(0, 0, 0, 0)

    def draw_ground(self, painter: QPainter, colour: QColor, line: str = "") -> None:
        """Fill the button with a colour, framed by a line of another colour if one is given."""
        painter.setPen(QPen(QColor(line), 1) if line else QPen(Qt.PenStyle.NoPen))
        painter.setBrush(colour)
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), _RADIUS, _RADIUS)

    def write(self, painter: QPainter, at: QRect, text: str, font: QFont, colour: str) -> int:
        """Paint wrapped text from the top of a rectangle; return the y position of its end."""
        painter.setFont(font)
        painter.setPen(QColor(colour))
        height = text_height(font, text, at.width())
        painter.drawText(QRect(at.left(), at.top(), at.width(), height), _WRAPPED, text)
        return at.top() + height

    def draw_chevron(self, painter: QPainter, at: QPointF, down: bool = False, up: bool = False) -> None:
        """Draw a chevron to the right, down or up."""
        reach = scaling.px(4)
        ways = ((-1, -0.5), (0, 0.5), (1, -0.5)) if down or up else ((-0.5, -1), (0.5, 0), (-0.5, 1))
        painter.setPen(QPen(QColor(self.theme.text2), 1.6, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
        painter.drawPolyline([at + QPointF(x, -y if up else y) * reach for x, y in ways])

    def draw_icon(self, painter: QPainter, name: str, at: QRect, colour: str) -> None:
        """Draw the icon of this name in a colour."""
        icons.icon(name, colour).paint(painter, at, Qt.AlignmentFlag.AlignCenter, QIcon.Mode.Normal)


class PictureButton(StartButton):
    """A thumbnail, with a title and a line below it; until the thumbnail is drawn, its background is shown."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.picture: QImage | None = None
        self.title = self.line = ""

    def name(self, title: str, line: str) -> None:
        """Set the texts."""
        self.title, self.line = title, line
        self.setAccessibleName(title)
        self.setAccessibleDescription(line)
        self.update()

    def show_picture(self, picture: QImage | None) -> None:
        """Show a picture; None shows its background only."""
        self.picture = picture
        self.update()

    def height_for(self, width: int) -> int:
        """See StartButton."""
        inner = width - 2 * _INSET
        return (
            self._picture_height(width)
            + scaling.px(_OVER_TITLE)
            + text_height(fonts.strong(), self.title, inner)
            + text_height(_line_font(), self.line, inner)
            + 2 * _INSET
            + 2
        )

    def draw(self, painter: QPainter) -> None:
        """See StartButton."""
        theme = self.theme
        self.draw_ground(painter, self.ground())
        inner = self.rect().adjusted(_INSET, _INSET, -_INSET, -_INSET)
        frame = QRectF(inner.left(), inner.top(), inner.width(), self._picture_height(self.width()))
        path = QPainterPath()
        path.addRoundedRect(frame, _RADIUS - 1, _RADIUS - 1)
        painter.save()
        painter.setClipPath(path)
        painter.fillRect(frame, QColor(theme.mix(theme.line, theme.plot, 0.5)))
        if self.picture is not None:
            painter.drawImage(frame, self.picture)
        painter.restore()
        painter.setPen(QPen(QColor(theme.line), 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPath(path)
        top = round(frame.bottom()) + scaling.px(_OVER_TITLE)
        words = QRect(inner.left() + 1, top, inner.width() - 1, inner.bottom() - top)
        end = self.write(painter, words, self.title, fonts.strong(), theme.text1)
        self.write(painter, words.adjusted(0, end - top + 1, 0, 0), self.line, _line_font(), theme.text2)

    def _picture_height(self, width: int) -> int:
        return (width - 2 * _INSET) * 2 // 3


_INSET = 4
"""Pixels around picture and words, for the focus ring."""
_OVER_TITLE = 6


def _line_font() -> QFont:
    font = fonts.body()
    font.setPixelSize(scaling.px(12))
    return font


class OpenButton(StartButton):
    """A framed button with an icon, a title and a text, which opens something."""

    def __init__(self, icon: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icon = icon
        self.title = self.line = ""

    def name(self, title: str, line: str) -> None:
        """Set the texts."""
        self.title, self.line = title, line
        self.setAccessibleName(title)
        self.setAccessibleDescription(line)
        self.update()

    def height_for(self, width: int) -> int:
        """See StartButton."""
        inner = width - 2 * scaling.px(16)
        beside = inner - scaling.px(2 * _ICON + 2 * GAP)
        head = max(text_height(fonts.title(), self.title, beside), scaling.px(_ICON))
        return head + scaling.px(GAP) + text_height(fonts.body(), self.line, inner) + 2 * scaling.px(14)

    def draw(self, painter: QPainter) -> None:
        """See StartButton."""
        theme, edge, icon = self.theme, scaling.px(16), scaling.px(_ICON)
        hover = self.underMouse() or self.isDown()
        ground = theme.mix(theme.text1, theme.field, 0.07) if hover else theme.field
        self.draw_ground(painter, QColor(ground), theme.text3 if hover else theme.line)
        inner = self.rect().adjusted(edge, scaling.px(14), -edge, -scaling.px(14))
        self.draw_icon(painter, self._icon, QRect(inner.left(), inner.top(), icon, icon), theme.text1)
        self.draw_chevron(painter, QPointF(inner.right() - icon / 4, inner.top() + icon / 2))
        title = inner.adjusted(icon + scaling.px(GAP), 0, -icon - scaling.px(GAP), 0)
        end = max(self.write(painter, title, self.title, fonts.title(), theme.text1), inner.top() + icon)
        text = QRect(inner.left(), end + scaling.px(GAP), inner.width(), inner.bottom() - end)
        self.write(painter, text, self.line, fonts.body(), theme.text2)


_ICON = 18


class LessonButton(StartButton):
    """A lesson: its state, its number and its title."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title, self.opened, self.done = "", False, False

    def show_lesson(self, title: str, opened: bool, done: bool, said: str) -> None:
        """Show a title and the state of the lesson; `said` is that state in words, for a screen reader."""
        self.title, self.opened, self.done = title, opened, done
        self.setAccessibleName(title)
        self.setAccessibleDescription(said)
        self.update()

    def height_for(self, width: int) -> int:
        """See StartButton."""
        return text_height(fonts.body(), self.title, width - scaling.px(_BESIDE) - GAP) + scaling.px(10)

    def draw(self, painter: QPainter) -> None:
        """See StartButton."""
        theme, left = self.theme, scaling.px(_BESIDE)
        self.draw_ground(painter, self.ground())
        line = QFontMetrics(fonts.body()).height()
        middle = QPointF(scaling.px(13), scaling.px(5) + line / 2)
        draw_state(painter, theme, middle, self.opened, self.done)
        words = self.rect().adjusted(left, scaling.px(5), -GAP, 0)
        self.write(painter, words, self.title, fonts.body(), theme.text1)


_BESIDE = 30


def draw_state(painter: QPainter, theme: Theme, at: QPointF, opened: bool, done: bool) -> None:
    """Draw a disc with a tick for a lesson that is done, an accent ring for one that was opened, else a faint ring."""
    radius = scaling.px(13) / 2
    painter.setPen(
        QPen(QColor(theme.good if done else theme.accent if opened else theme.text3), 1.6 if opened else 1.2)
    )
    painter.setBrush(QColor(theme.good) if done else QColor(0, 0, 0, 0))
    painter.drawEllipse(at, radius, radius)
    if done:
        size = 2 * radius
        square = QRect(round(at.x() - radius), round(at.y() - radius), round(size), round(size))
        icons.icon("check", theme.panel).paint(painter, square)
    elif opened:
        painter.setBrush(QColor(theme.accent))
        painter.drawEllipse(at, radius / 3, radius / 3)


class GroupButton(StartButton):
    """The head of a group of lessons, which folds: its title, its topic, how many lessons are done, their states."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setCheckable(True)
        self.title = self.line = self.count = ""
        self.states: list[tuple[bool, bool]] = []
        """For each lesson, whether it was opened and whether it is done."""

    def show_group(self, title: str, line: str, count: str, states: Sequence[tuple[bool, bool]], said: str) -> None:
        """Show a group; `said` is its progress in words, for a screen reader."""
        self.title, self.line, self.count, self.states = title, line, count, list(states)
        self.setAccessibleName(title)
        self.setAccessibleDescription(said)
        self.update()

    def height_for(self, width: int) -> int:
        """See StartButton."""
        height = text_height(_group_font(), self.title, self._title_width(width)) + 2 * scaling.px(9)
        if not self.isChecked():
            height += text_height(fonts.body(), self.line, width - 2 * GAP) + scaling.px(3)
            height += 0 if self._in_one_row(width) else scaling.px(6 + 14)
        return height

    def _in_one_row(self, width: int) -> bool:
        """Whether at this width in pixels the states fit at the right end of the first line."""
        words = QFontMetrics(fonts.body()).horizontalAdvance(self.line)
        return words + scaling.px(_STATE * len(self.states)) + 2 * GAP <= width - 2 * GAP

    def draw(self, painter: QPainter) -> None:
        """See StartButton."""
        theme = self.theme
        painter.setPen(QPen(QColor(theme.line), 1))
        painter.drawLine(QPointF(GAP, 0.5), QPointF(self.width() - GAP, 0.5))
        self.draw_ground(painter, self.ground())
        inner = self.rect().adjusted(GAP, scaling.px(9), -GAP, -scaling.px(9))
        title = QRect(inner.left(), inner.top(), self._title_width(self.width()), inner.height())
        end = self.write(painter, title, self.title, _group_font(), theme.text1)
        line = QFontMetrics(_group_font()).height()
        icon, unfolded = scaling.px(14), self.isChecked()
        self.draw_chevron(painter, QPointF(inner.right() - icon / 2, inner.top() + line / 2), not unfolded, unfolded)
        painter.setFont(fonts.body())
        painter.setPen(QColor(theme.text2))
        flags = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(QRect(inner.left(), inner.top(), inner.width() - icon - GAP, line), flags, self.count)
        if self.isChecked():
            return
        about = QRect(inner.left(), end + scaling.px(3), inner.width(), inner.height())
        end = self.write(painter, about, self.line, fonts.body(), theme.text2)
        left, y = float(inner.left()), end + scaling.px(6 + 7)
        if self._in_one_row(self.width()):
            left = inner.right() - scaling.px(_STATE * len(self.states) - 7)
            y = about.top() + QFontMetrics(fonts.body()).height() // 2
        for place, (opened, done) in enumerate(self.states):
            draw_state(painter, theme, QPointF(left + scaling.px(7 + _STATE * place), y), opened, done)

    def _title_width(self, width: int) -> int:
        return width - 2 * GAP - scaling.px(14) - 2 * GAP - QFontMetrics(fonts.body()).horizontalAdvance(self.count)


_STATE = 21
"""Pixels from the state of one lesson to that of the next."""


def _group_font() -> QFont:
    return fonts.large(14)


class ArrowKeys(QObject):
    """Moves the focus by arrow keys, Home and End among buttons in rows of `across`; Tab stops at one of them only."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.across = 1
        self._buttons: list[QWidget] = []

    def take(self, buttons: Sequence[QWidget]) -> None:
        """Move among these buttons from now on, in this order."""
        for button in self._buttons:
            button.removeEventFilter(self)
        self._buttons = list(buttons)
        for button in self._buttons:
            button.installEventFilter(self)
        self._let_tab_to(next((button for button in self._buttons if button.hasFocus()), None))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Qt: move the focus at an arrow key; let Tab stop at the button that has received the focus."""
        if event.type() == QEvent.Type.FocusIn:
            self._let_tab_to(watched)
        elif event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and not event.modifiers():
            place = self._buttons.index(watched) if watched in self._buttons else -1
            goal = self._goal(place, Qt.Key(event.key()))
            if goal is not None:
                self._buttons[goal].setFocus(Qt.FocusReason.TabFocusReason)
                return True
        return super().eventFilter(watched, event)

    def _goal(self, place: int, key: Qt.Key) -> int | None:
        keys = Qt.Key
        last = len(self._buttons) - 1
        ways = {keys.Key_Left: -1, keys.Key_Right: 1, keys.Key_Up: -self.across, keys.Key_Down: self.across}
        if place < 0 or key not in (*ways, keys.Key_Home, keys.Key_End):
            return None
        if key == keys.Key_Home:
            return 0
        return last if key == keys.Key_End else min(max(place + ways[key], 0), last)

    def _let_tab_to(self, button: QObject | None) -> None:
        chosen = button or (self._buttons[0] if self._buttons else None)
        for each in self._buttons:
            each.setFocusPolicy(Qt.FocusPolicy.StrongFocus if each is chosen else Qt.FocusPolicy.ClickFocus)
