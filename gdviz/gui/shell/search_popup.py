"""The search: a line to type into, the entries that it finds, and a sentence on the selected entry."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import cast

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPersistentModelIndex, QRect, QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QFontMetrics,
    QIcon,
    QInputMethodEvent,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from gdviz.gui.shell.search_entries import SearchEntry, suggested
from gdviz.gui.shell.search_words import ranked
from gdviz.gui.shell.spoken import announce
from gdviz.gui.style import fonts, icons, scaling
from gdviz.gui.style.theme import Theme
from gdviz.gui.widgets.labels import Paragraph

MOST = 40
"""The most entries that are shown; another letter finds fewer."""
_WIDTH, _ROWS, _ROW = 600, 8, 46
_TOP, _SHADOW, _MARGIN = 48, 14, 8
"""Pixels: above the popup, of its shadow, and between its parts."""
_ICON = 16
_LINES = 2
"""Lines of the sentence."""
_STAYS = (Qt.FocusReason.PopupFocusReason, Qt.FocusReason.ActiveWindowFocusReason, Qt.FocusReason.MenuBarFocusReason)
"""The reasons for which the line loses the focus only for a while."""
_KEYS = (
    Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown, Qt.Key.Key_Return, Qt.Key.Key_Enter,
    Qt.Key.Key_Escape,
)  # fmt: skip
"""The keys that act on the list."""
Index = QModelIndex | QPersistentModelIndex


class SearchPopup(QWidget):
    """Searches the entries that `gather` returns, over the top of `window`, until it is closed.

    `taken` carries the entry that the user chooses; `closed` whether the focus has to go back to where it was: not
    after a click has put it elsewhere.
    """

    taken = Signal(object)
    closed = Signal(bool)

    def __init__(self, window: QWidget, theme: Theme, gather: Callable[[], Sequence[SearchEntry]]) -> None:
        super().__init__(window)
        self.setObjectName("searchPopup")
        self._gather, self._theme = gather, theme
        self._entries: Sequence[SearchEntry] | None = None
        self.found: list[SearchEntry] = []
        """The listed entries."""
        self._make_widgets()
        self.retranslate()
        for part in self.findChildren(QWidget):
            part.ensurePolished()
        self._around = self.sizeHint().height() - self.list.height()
        """The height of all but the list."""
        window.installEventFilter(self)
        self._place()
        self.show()
        self.raise_()
        QTimer.singleShot(0, self, self._find)  # show the popup before the entries are gathered

    def _make_widgets(self) -> None:
        theme = self._theme
        outer = QVBoxLayout(self)
        outer.setContentsMargins(_SHADOW, _SHADOW, _SHADOW, _SHADOW)
        card = QFrame(self)
        card.setProperty("panel", True)
        outer.addWidget(card)
        column = QVBoxLayout(card)
        column.setContentsMargins(_MARGIN, _MARGIN, _MARGIN, _MARGIN)
        column.setSpacing(_MARGIN)
        self.line = _Line(card, icons.icon("search", theme.text3))
        self.line.setObjectName("searchLine")
        self.line.setStyleSheet(f"min-height: {scaling.px(26)}px; font-size: {scaling.px(fonts.TITLE)}px;")
        self.list = QListWidget(card)
        self.list.setObjectName("searchList")
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setUniformItemSizes(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setMouseTracking(True)
        self.list.setItemDelegate(_RowPainter(self, theme))
        self.list.setFixedHeight(scaling.px(_ROW))
        self.nothing = QLabel(card)
        self.nothing.setWordWrap(True)
        self.nothing.setProperty("role", "label")
        self.nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.nothing.hide()
        rule = QFrame(card)
        rule.setFixedHeight(1)
        rule.setStyleSheet(f"background: {theme.line};")
        self.about = Paragraph(card)
        self.about.setFixedHeight(_LINES * QFontMetrics(fonts.body()).lineSpacing() + 2)
        self.does = QLabel(card)
        self.does.setFont(fonts.strong())
        self.does.setProperty("role", "label")
        self.hint = QLabel(card)
        self.hint.setProperty("role", "note")
        foot = QHBoxLayout()
        foot.setContentsMargins(6, 0, 6, 0)
        foot.addWidget(self.does)
        foot.addStretch(1)
        foot.addWidget(self.hint)
        sentence = QHBoxLayout()
        sentence.setContentsMargins(6, 0, 6, 0)
        sentence.addWidget(self.about)
        column.addWidget(self.line)
        column.addWidget(self.list)
        column.addWidget(self.nothing)
        column.addWidget(rule)
        column.addLayout(sentence)
        column.addLayout(foot)
        self.line.wanted.connect(lambda _: self._find())
        self.line.moved.connect(self._move)
        self.line.returned.connect(self._take)
        self.line.escaped.connect(lambda: self.end(True))
        self.line.left.connect(lambda: self.end(False))
        self.list.itemEntered.connect(self.list.setCurrentItem)
        self.list.itemClicked.connect(lambda _: self._take())
        self.list.currentRowChanged.connect(self._describe)

    def retranslate(self) -> None:
        """Set its texts; another language closes it."""
        name = self.tr("Search")
        self.setAccessibleName(name)
        self.line.setAccessibleName(name)
        self.list.setAccessibleName(self.tr("Found"))
        self.line.setPlaceholderText(self.tr("A command, a setting, a surface, a lesson, a term …"))
        self.hint.setText(self.tr("↑ ↓ choose   ·   Esc closes"))

    # -- finding ----------------------------------------------------------------------------------------

    def entries(self) -> Sequence[SearchEntry]:
        """Everything that can be found; gathered when first needed."""
        if self._entries is None:
            self._entries = self._gather()
        return self._entries

    def _find(self) -> None:
        asked, entries = self.line.wanted_text(), self.entries()
        if asked.strip():
            self.found = [entries[i] for i in ranked(asked, [entry.words for entry in entries])[:MOST]]
        else:
            self.found = suggested(entries)
        self.list.clear()
        for entry in self.found:
            item = QListWidgetItem(f"{entry.name}, {entry.place}", self.list)
            item.setSizeHint(QSize(0, scaling.px(_ROW)))
        self.list.setVisible(bool(self.found))
        self.nothing.setVisible(not self.found)
        self.nothing.setText(
            self.tr("Nothing is called “{words}”.\nTry another word, in English or in Korean.").format(
                words=asked.strip()
            )
        )
        self.list.setCurrentRow(0 if self.found else -1)
        self._describe(self.list.currentRow())

    def _move(self, by: int) -> None:
        if self.found:
            self.list.setCurrentRow((self.list.currentRow() + by) % len(self.found))

    def _describe(self, row: int) -> None:
        """Show and announce what the entry in a row is, and what Return does with it."""
        entry = self.found[row] if 0 <= row < len(self.found) else None
        self.about.setText("" if entry is None else entry.about)
        self.does.setText("" if entry is None else entry.why_not or (f"⏎  {entry.does}" if entry.does else ""))
        if entry is not None:
            said = filter(None, (entry.name, entry.place, entry.why_not or entry.does, entry.about))
            announce(self.line, ", ".join(said))

    def _take(self) -> None:
        row = self.list.currentRow()
        entry = self.found[row] if 0 <= row < len(self.found) else None
        if entry is not None and entry.run is not None and not entry.why_not:
            self.end(True)
            self.taken.emit(entry)

    # -- its place and its end --------------------------------------------------------------------------

    def end(self, gives_back: bool) -> None:
        """Close the popup; see `closed`."""
        if self.isHidden():
            return
        self.line.blockSignals(True)  # it is about to lose the focus
        self.hide()
        self.closed.emit(gives_back)
        self.deleteLater()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Qt: the window has another size."""
        if event.type() == QEvent.Type.Resize:
            self._place()
        elif event.type() in (QEvent.Type.LanguageChange, QEvent.Type.Close):
            self.end(True)
        return False

    def _place(self) -> None:
        """Move to the top of the window, in the middle."""
        window, row = cast(QWidget, self.parentWidget()), scaling.px(_ROW)
        wide = min(scaling.px(_WIDTH) + 2 * _SHADOW, window.width())
        top = min(_TOP, window.height() // 12) - _SHADOW
        rows = max(min((window.height() - top - self._around) // row, _ROWS), 1)
        for part in (self.list, self.nothing):
            part.setFixedHeight(row * rows)
        self.setGeometry((window.width() - wide) // 2, top, wide, self._around + row * rows)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Qt: draw its shadow."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(0, 0, 0, 16 if self._theme.is_dark else 7))
        for inner in range(0, _SHADOW, 2):
            painter.drawRoundedRect(self.rect().adjusted(inner, inner + 2, -inner, -inner + 2), _SHADOW, _SHADOW)


class _Line(QLineEdit):
    """The line: arrow keys move in the list, and text that an input method is still composing is searched, too."""

    wanted = Signal(str)
    moved = Signal(int)
    returned = Signal()
    escaped = Signal()
    left = Signal()

    def __init__(self, parent: QWidget, icon: QIcon) -> None:
        super().__init__(parent)
        self._icon, self._composed = icon, ""
        self._side = scaling.px(_ICON)
        self.setTextMargins(self._side + 6, 0, 0, 0)
        self.setProperty("ownKeys", True)
        self.textChanged.connect(self.wanted)

    def wanted_text(self) -> str:
        """The text with what is being composed."""
        at = self.cursorPosition()
        return self.text()[:at] + self._composed + self.text()[at:]

    def paintEvent(self, event: QPaintEvent) -> None:
        """Qt: the line, and a magnifier in it."""
        super().paintEvent(event)
        self._icon.paint(QPainter(self), QRect(10, (self.height() - self._side) // 2, self._side, self._side))

    def event(self, event: QEvent) -> bool:
        """Qt: keep the keys of the list from shortcuts, such as Esc while presenting."""
        if event.type() == QEvent.Type.ShortcutOverride and cast(QKeyEvent, event).key() in _KEYS:
            event.accept()
            return True
        return super().event(event)

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        """Qt: a syllable is being composed."""
        self._composed = event.preeditString()
        super().inputMethodEvent(event)
        self.wanted.emit(self.wanted_text())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Qt: let keys act on the list."""
        match event.key():
            case Qt.Key.Key_Down | Qt.Key.Key_Up:
                self.moved.emit(1 if event.key() == Qt.Key.Key_Down else -1)
            case Qt.Key.Key_PageDown | Qt.Key.Key_PageUp:
                self.moved.emit(_ROWS - 1 if event.key() == Qt.Key.Key_PageDown else 1 - _ROWS)
            case Qt.Key.Key_Return | Qt.Key.Key_Enter:
                self.returned.emit()
            case Qt.Key.Key_Escape:
                self.escaped.emit()
            case _:
                super().keyPressEvent(event)

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Qt: Tab moves in the list."""
        self.moved.emit(1 if forward else -1)
        return True

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Qt: the focus goes to another part of the window, as by a click."""
        super().focusOutEvent(event)
        if event.reason() not in _STAYS:
            self.left.emit()


class _RowPainter(QStyledItemDelegate):
    """Draws an entry: its name over its place, at the right its key, or what Return does."""

    def __init__(self, popup: SearchPopup, theme: Theme) -> None:
        super().__init__(popup)
        self._popup, self._theme = popup, theme

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Qt: draw a row."""
        entry, theme = self._popup.found[index.row()], self._theme
        whole = option.rect
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if chosen:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(theme.mix("focus", "panel", 0.18)))
            painter.drawRoundedRect(whole, 6, 6)
        room = whole.adjusted(10, 4, -10, -4)
        room.setRight(self._draw_right(painter, entry, room) - 12)
        upper, lower = QRect(room), QRect(room)
        upper.setBottom(room.center().y() + 1)
        lower.setTop(room.center().y() + 2)
        for font, text, place, color in (
            (fonts.body(), entry.name, upper, theme.text3 if entry.why_not else theme.text1),
            (fonts.small(), entry.place, lower, theme.text2 if chosen else theme.text3),
        ):
            painter.setFont(font)
            painter.setPen(QColor(color))
            cut = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, place.width())
            painter.drawText(place, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, cut)
        painter.restore()

    def _draw_right(self, painter: QPainter, entry: SearchEntry, room: QRect) -> int:
        """Draw the key, or what Return does, at the right, and return its left end."""
        theme = self._theme
        painter.setFont(fonts.small())
        text = entry.keys or entry.does
        wide, high = painter.fontMetrics().horizontalAdvance(text), painter.fontMetrics().height()
        left = room.right() - wide - (8 if entry.keys else 0)
        place = QRect(left, room.center().y() - high // 2, wide, high)
        if entry.keys:
            painter.setPen(QPen(QColor(theme.line), 1))
            painter.setBrush(QColor(theme.field))
            painter.drawRoundedRect(place.adjusted(-8, -3, 8, 3), 4, 4)
        painter.setPen(QColor(theme.text3 if entry.why_not else theme.text2))
        painter.drawText(place, Qt.AlignmentFlag.AlignCenter, text)
        return left - (8 if entry.keys else 0)
