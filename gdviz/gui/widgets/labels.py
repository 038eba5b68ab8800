"""Labels: some cut a long text and show the whole of it in their tool tip, one says what is wrong, some wrap."""

from __future__ import annotations

from bisect import bisect_right

from PySide6.QtCore import QEvent, QObject, QRect, QSize, Qt
from PySide6.QtGui import QEnterEvent, QPainter, QPaintEvent, QPalette, QResizeEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from gdviz.gui.style import scaling
from gdviz.gui.style.translating import unbroken

_LINES = 3
"""The lines of a paragraph that are shown in any case."""
_LARGE_LINES = 2
"""The same with larger type."""
_USUAL = 110
"""The number of letters of a usual text, such as a verdict."""
_NOT_LAID_OUT = 100
"""The pixels of a widget's width before a layout gives it one."""
_SLACK = 4
"""Pixels beside a reserved text."""
_NO_LIMIT = 16_777_215
"""Pixels: Qt's own greatest height."""


def paragraph(parent: QWidget, role: str = "", text: str = "") -> QLabel:
    """A label whose text is wrapped; `role` is that of the style sheet, empty for plain text."""
    label = QLabel(text, parent)
    label.setWordWrap(True)
    if role:
        label.setProperty("role", role)
    return label


class ProblemLabel(QLabel):
    """Says what is wrong; it takes no room while nothing is."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "problem")
        self.setWordWrap(True)
        self.hide()

    def say(self, sentence: str) -> None:
        """Say this; an empty text hides the label."""
        self.setText(sentence)
        self.setVisible(bool(sentence))


class RoomKeepingLabel(QLabel):
    """A text that changes all the time. It takes more room where a text needs more, and never gives it back by itself.

    A QLabel has the window laid out again for each new text, unless its size is fixed.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._reserved = ""
        self.setProperty(scaling.FITS_ITSELF, True)

    def setText(self, text: str) -> None:
        """Show `text`."""
        if text != self.text():
            super().setText(text)
            self._fit(self.minimumWidth())

    def reserve(self, text: str) -> None:
        """Take the room of `text`, or of the present one if that is longer, whatever was shown before."""
        self._reserved = text
        self._fit(0)

    def changeEvent(self, event: QEvent) -> None:
        """Qt: another font takes other room."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._fit(0)

    def sizeHint(self) -> QSize:
        """Qt: the size of the text; that of QLabel is never less than the fixed size, even than an earlier one."""
        return self._size_of(self.text())

    def minimumSizeHint(self) -> QSize:
        """Qt: the same."""
        return self.sizeHint()

    def _fit(self, least: int) -> None:
        size = self.sizeHint()
        width = size.width() if least else max(size.width(), self._size_of(self._reserved).width())
        if width > least or size.height() != self.minimumHeight():
            self.setFixedSize(max(width, least), size.height())

    def _size_of(self, text: str) -> QSize:
        margins = self.contentsMargins()
        return self.fontMetrics().size(0, text).grownBy(margins) + QSize(_SLACK, 0)


class ElidedLabel(QLabel):
    """One line of text; where there is little room it ends in dots and the tool tip shows all of it.

    It paints its text itself: QLabel makes the window lay out again for each new text.
    """

    def __init__(self, text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._full = ""
        self._shown = ""
        self._tip = ""
        self.leaves_brackets = False
        """Whether a name in brackets at the end is left out first where room is short, before a word is cut."""
        self.leaves_sentences = False
        """Whether whole sentences at the end are left out first."""
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setText(text)

    def text(self) -> str:
        """The whole text."""
        return self._full

    def shown(self) -> str:
        """The text as it is cut."""
        return self._shown

    def setText(self, text: str) -> None:
        """Show `text`, cut to the room."""
        if text == self._full:
            return
        self._full = text
        self.setAccessibleName(text)
        self._cut()
        self.update()
        if self._needs_layout():
            self.updateGeometry()

    def set_tip(self, tip: str) -> None:
        """Set the tool tip; while the text is cut, the whole text precedes it."""
        self._tip = tip
        self._cut()

    def sizeHint(self) -> QSize:
        """Room for the whole text."""
        margins = self.contentsMargins()
        width = self.fontMetrics().horizontalAdvance(self._full) + margins.left() + margins.right() + 2
        return QSize(width, self.fontMetrics().height() + margins.top() + margins.bottom())

    def short_width(self) -> int:
        """The width of the text without the brackets that it leaves out first."""
        whole = self.sizeHint().width()
        if not (self.leaves_brackets and self._short):
            return whole
        measure = self.fontMetrics().horizontalAdvance
        return whole - measure(self._full) + measure(self._short)

    @property
    def _short(self) -> str:
        """The text before its brackets; empty if it does not end with any."""
        return self._full.partition("(")[0].strip() if self._full.endswith(")") else ""

    def minimumSizeHint(self) -> QSize:
        """Room for a few letters."""
        return QSize(min(self.fontMetrics().averageCharWidth() * 4, self.sizeHint().width()), self.sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Qt: cut the text to the new width."""
        super().resizeEvent(event)
        self._cut()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Qt: write the text."""
        painter = QPainter(self)
        group = QPalette.ColorGroup.Active if self.isEnabled() else QPalette.ColorGroup.Disabled
        painter.setPen(self.palette().color(group, self.foregroundRole()))
        painter.drawText(self.contentsRect(), Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, self._shown)

    def _needs_layout(self) -> bool:
        return True

    def _cut(self) -> None:
        room = self.contentsRect().width()
        measure, short = self.fontMetrics(), self._short
        if measure.horizontalAdvance(self._full) <= room:
            self._shown = self._full
        elif self.leaves_brackets and short and measure.horizontalAdvance(short) <= room:
            self._shown = short
        else:
            self._shown = self._whole_sentences(room) or measure.elidedText(
                self._full, Qt.TextElideMode.ElideRight, room
            )
        tip = self._tip if self._shown == self._full else "\n".join(t for t in (self._full, self._tip) if t)
        if tip != self.toolTip():
            self.setToolTip(tip)

    def _whole_sentences(self, room: int) -> str:
        """As many sentences as fit, if the label may leave out the others; empty if not even the first fits."""
        sentences = self._full.split(". ") if self.leaves_sentences else []
        shorter = (". ".join(sentences[:count]) + "." for count in range(len(sentences) - 1, 0, -1))
        return next((text for text in shorter if self.fontMetrics().horizontalAdvance(text) <= room), "")


class SteadyLabel(ElidedLabel):
    """A line whose text changes all the time: it requests a layout only for more room, and keeps the room it has.

    With `fills` it takes the available width, whatever its text.
    """

    def __init__(self, parent: QWidget | None = None, *, fills: bool = False) -> None:
        super().__init__(parent=parent)
        if fills:
            self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def _needs_layout(self) -> bool:
        steady = self.sizePolicy().horizontalPolicy() == QSizePolicy.Policy.Ignored
        return not steady and self.sizeHint().width() > self.width()


class Paragraph(QWidget):
    """A text of several lines, as wide as its room and as high as its lines; the mouse can select it.

    Where the room is too low for all lines, those that fit are shown, the last one ends in dots, and the tool tip
    shows all of it. A layout computes the size for one line of a text that wraps, and repeats everything for another
    text; here that happens only when the height changes. The text becomes selectable only when the mouse enters it: a
    selectable text takes four times as long to paint, and is painted twice.

    With `keeps_room` it is never lower than a usual text, whatever its own, and takes all free height, so that nothing
    around it moves with the length of its text.
    """

    def __init__(self, parent: QWidget | None = None, *, keeps_room: bool = False) -> None:
        super().__init__(parent)
        self._said = ""
        self._full = ""
        """The text, with no line break within formulas; see `unbroken`."""
        self._keeps_room = keeps_room
        self._line = 0
        """The height of the highest line so far: letters of another script may come from a font with higher lines."""
        if keeps_room:
            self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Expanding)
            self.keep_room_when_hidden(True)
        self.label = QLabel(self)
        self.label.setWordWrap(True)
        self.label.setTextFormat(Qt.TextFormat.PlainText)
        self.label.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        self.label.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Qt: another font takes another height."""
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._line = 0
            self._fit()
        return super().eventFilter(watched, event)

    def text(self) -> str:
        """The whole text."""
        return self._said

    def keep_room_when_hidden(self, kept: bool) -> None:
        """Set whether it keeps its room while it is hidden, so that nothing moves when it comes and goes."""
        policy = self.sizePolicy()
        policy.setRetainSizeWhenHidden(kept)
        self.setSizePolicy(policy)

    def enterEvent(self, event: QEnterEvent) -> None:
        """Qt: make the text selectable by the mouse that enters."""
        self.label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        super().enterEvent(event)

    def setText(self, text: str) -> None:
        """Show `text`."""
        if text != self._said:
            self._said, self._full = text, unbroken(text)
            self.setAccessibleName(text)
            if not self.underMouse():
                self.label.setTextInteractionFlags(Qt.TextInteractionFlag.NoTextInteraction)
            self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Qt: another width, or height."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        whole = self._height_of(self._full)
        self._line = max(self._line, self._height_of(self._full, _NO_LIMIT))
        least, most = self._least(), _NO_LIMIT
        if not self._keeps_room:
            least, most = min(whole, least), whole
        if (self.minimumHeight(), self.maximumHeight()) != (least, most):
            self.setMinimumHeight(least)
            self.setMaximumHeight(most)
        room = max(self.height(), least)
        shown = self._full if whole <= room else self._cut(room)
        if shown != self.label.text():
            self.label.setText(shown)
            self.setToolTip("" if shown == self._full else self._said)
        self.label.setGeometry(0, 0, self.width(), min(whole, self._height_of(shown)))

    def _least(self) -> int:
        """The height of the lines that are shown in any case; with `keeps_room`, that of a usual text."""
        metrics, lines = self.label.fontMetrics(), _LINES if scaling.text_scale() <= 1 else _LARGE_LINES
        if self._keeps_room:
            needed = -(-_USUAL * metrics.averageCharWidth() // max(self.width(), 1))
            lines = min(lines, needed) if self.width() > _NOT_LAID_OUT else 1
        return lines * max(self._line, metrics.lineSpacing())

    def sizeHint(self) -> QSize:
        """Room for all lines, or for those of a usual text."""
        return QSize(super().sizeHint().width(), self._least() if self._keeps_room else self._height_of(self._full))

    def _height_of(self, text: str, width: int | None = None) -> int:
        room = QRect(0, 0, self.width() if width is None else width, 10_000)
        return self.label.fontMetrics().boundingRect(room, Qt.TextFlag.TextWordWrap, text).height()

    def _cut(self, room: int) -> str:
        """Return the words that fit into a height, and dots."""
        words = self._full.split(" ")
        fits = bisect_right(range(len(words)), room, key=lambda n: self._height_of(" ".join(words[:n]) + "…")) - 1
        return " ".join(words[: max(fits, 1)]) + "…"
