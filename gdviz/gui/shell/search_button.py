"""The button of the search, which looks like a field to type into."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, QRect, QSize, Qt
from PySide6.QtGui import QAction, QFontMetrics, QKeySequence, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QPushButton, QSizePolicy

from gdviz.gui.style import fonts, icons, scaling
from gdviz.gui.style.theme import Theme, system

_WIDTH, _SIDE, _ICON = 150, 32, 16
_APART = 10


class SearchButton(QPushButton):
    """Triggers the action of the search: a magnifier, a word and the key, or the magnifier alone if it is small."""

    def __init__(self, action: QAction) -> None:
        super().__init__()
        self.setObjectName("searchButton")
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._action, self._small, self._theme = action, False, system()
        self.clicked.connect(action.trigger)
        self.retranslate()

    def set_small(self, small: bool) -> None:
        """Show the magnifier alone, or the word and the key as well."""
        if small != self._small:
            self._small = small
            self.updateGeometry()
            self.update()

    def apply_theme(self, theme: Theme) -> None:
        """Draw the button in the theme's colours."""
        self._theme = theme
        self.update()

    def sizeHint(self) -> QSize:
        """Qt: a square, or room for its words."""
        side = scaling.px(_SIDE)
        return QSize(side if self._small else max(scaling.px(_WIDTH), self._needed()), side)

    def minimumSizeHint(self) -> QSize:
        """Qt: the whole size, so that nothing is cut."""
        return self.sizeHint()

    def _needed(self) -> int:
        word, key = QFontMetrics(self.font()), QFontMetrics(fonts.small())
        return 5 * _APART + scaling.px(_ICON) + word.horizontalAdvance(self._word) + key.horizontalAdvance(self._key)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Qt: draw the button, the magnifier and the words."""
        super().paintEvent(event)
        painter, room = QPainter(self), self.rect()
        icon = icons.icon("search", self._theme.text2)
        side = scaling.px(_ICON)
        left = (room.width() - side) // 2 if self._small else _APART
        icon.paint(painter, QRect(QPoint(left, (room.height() - side) // 2), QSize(side, side)))
        if self._small:
            return
        room.adjust(left + side + _APART, 0, -_APART, 0)
        painter.setPen(self.palette().color(QPalette.ColorRole.PlaceholderText))
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, self._word)
        painter.setFont(fonts.small())
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, self._key)

    def changeEvent(self, event: QEvent) -> None:
        """Qt: the language has changed."""
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    def retranslate(self) -> None:
        """Set its texts in the language of the window."""
        keys = self._action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
        self._word, self._key = self.tr("Search"), keys.replace("+", " ")
        self.setAccessibleName(self._word)
        tip = self.tr("Find a command, a setting, a surface, a lesson or a term ({keys})")
        self.setToolTip(tip.format(keys=keys))
        self.updateGeometry()
