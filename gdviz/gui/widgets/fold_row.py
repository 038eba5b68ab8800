"""A row that shows or hides the widgets below it: a chevron, a name, and the names of what is inside."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QPointF, QRect, QSize, Qt
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter, QPaintEvent, QPalette, QPen, QPolygonF, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from gdviz.gui.style import fonts, scaling

_INDENT = 18
"""Where the name begins, right of the chevron, in pixels at the usual size of type."""
_ARM = 4.0
"""The length of an arm of the chevron along either axis."""
_MARGIN = 4
_LINES = 2
"""The most lines that say what is inside."""


class FoldRow(QAbstractButton):
    """A checkable row: unfolded while it is checked. A click, Return or Space unfolds it.

    Parameters
    ----------
    name
        The object name.
    """

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setCheckable(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setFont(fonts.strong())
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self._inside: tuple[str, ...] = ()
        self._lines: list[str] = []
        self._lines_by_width: dict[tuple[int, str], list[str]] = {}
        """The lines for each width and font that a layout has asked for."""

    def set_texts(self, name: str, inside: Sequence[str]) -> None:
        """Set the name of the row, and the names of what is inside."""
        if (name, tuple(inside)) == (self.text(), self._inside):
            return
        self._inside = tuple(inside)
        self._lines_by_width.clear()
        self.setText(name)
        whole = ", ".join(inside)
        self.setAccessibleName(f"{name}: {whole}" if whole else name)
        self._update_lines()
        self.updateGeometry()

    def inside(self) -> tuple[str, ...]:
        """The names of what is inside."""
        return self._inside

    def lines(self) -> list[str]:
        """The shown lines of those names."""
        return list(self._lines)

    def sizeHint(self) -> QSize:
        """Qt: the name, and the lines below it."""
        width = scaling.px(_INDENT) + self.fontMetrics().horizontalAdvance(self.text())
        return QSize(width, self._height(len(self._lines)))

    def minimumSizeHint(self) -> QSize:
        """Qt: any width."""
        return QSize(40, self.sizeHint().height())

    def hasHeightForWidth(self) -> bool:
        """Qt: what is inside takes one line or two."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Qt: the height at a width."""
        return self._height(len(self._lines_for(width)))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Qt: break the lines again."""
        super().resizeEvent(event)
        self._update_lines()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Qt: Return unfolds as Space does."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Qt: draw chevron, name, lines, and the ring of the keyboard's focus."""
        palette, measure = self.palette(), QFontMetrics(self.font())
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            quiet = palette.color(QPalette.ColorRole.PlaceholderText)
            strong = palette.color(QPalette.ColorRole.WindowText)
            middle = _MARGIN + measure.height() / 2
            arms = [(0, -_ARM), (_ARM, 0), (0, _ARM)] if not self.isChecked() else [(-_ARM, 0), (0, _ARM), (_ARM, 0)]
            at = QPointF(scaling.px(5), middle) if not self.isChecked() else QPointF(scaling.px(7), middle - 2)
            pen = QPen(strong if self.underMouse() else quiet, 1.6)
            pen.setCapStyle(Qt.PenCapStyle.RoundCap)
            pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
            painter.setPen(pen)
            painter.drawPolyline(QPolygonF([at + QPointF(*arm) for arm in arms]))
            left = scaling.px(_INDENT)
            painter.setPen(strong)
            room = self.width() - left
            name = measure.elidedText(self.text(), Qt.TextElideMode.ElideRight, room)
            painter.drawText(QRect(left, _MARGIN, room, measure.height()), Qt.AlignmentFlag.AlignVCenter, name)
            painter.setFont(fonts.small())
            painter.setPen(quiet)
            line = QFontMetrics(fonts.small()).height()
            for i, text in enumerate(self._lines):
                top = _MARGIN + measure.height() + 2 + i * line
                painter.drawText(QRect(left, top, room, line), Qt.AlignmentFlag.AlignVCenter, text)
            if self.hasFocus():
                painter.setPen(QPen(palette.color(QPalette.ColorRole.Link), 2))
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.drawRoundedRect(self.rect().adjusted(1, 1, -1, -1), 5, 5)

    def _height(self, lines: int) -> int:
        below = 2 + lines * QFontMetrics(fonts.small()).height() if lines else 0
        return self.fontMetrics().height() + below + 2 * _MARGIN

    def _update_lines(self) -> None:
        lines = self._lines_for(self.width())
        shown = " ".join(lines)
        self.setToolTip(", ".join(self._inside) if shown.endswith("…") else "")
        if lines != self._lines:
            other = len(lines) != len(self._lines)
            self._lines = lines
            self.update()
            if other:
                self.updateGeometry()

    def _lines_for(self, width: int) -> list[str]:
        """Return the names in lines of a width; the last line ends in dots if names are left out."""
        font = fonts.small()
        key = width, font.key()
        if key not in self._lines_by_width:
            self._lines_by_width[key] = self._break_into_lines(width, QFontMetrics(font).horizontalAdvance)
        return self._lines_by_width[key]

    def _break_into_lines(self, width: int, measure: Callable[[str], int]) -> list[str]:
        room, lines = width - scaling.px(_INDENT) - 2, [""]
        for i, name in enumerate(self._inside):
            last = i == len(self._inside) - 1
            text = f"{lines[-1]} {name}".strip() + ("" if last else ",")
            if measure(text + ("" if last or len(lines) < _LINES else " …")) <= room or not lines[-1]:
                lines[-1] = text
            elif len(lines) < _LINES:
                lines.append(name + ("" if last else ","))
            else:
                lines[-1] = lines[-1].rstrip(",") + " …"
                break
        return lines if self._inside else []
