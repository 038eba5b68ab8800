"""A sentence over the window for a while, which moves nothing."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QLabel, QWidget

_GAP = 8
"""Pixels between it and what it stands on."""


class Toast(QLabel):
    """Stands in the middle over a part of its window; the mouse goes through it."""

    def __init__(self, window: QWidget, over: QWidget) -> None:
        """Make it, hidden; it stands over the upper edge of `over`."""
        super().__init__(window)
        self.setObjectName("toast")
        self.setProperty("role", "toast")
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._over = over
        over.installEventFilter(self)
        self.hide()

    def say(self, sentence: str) -> None:
        """Show a sentence; an empty one hides it."""
        self.setText(sentence)
        self.setAccessibleName(sentence)
        self.setVisible(bool(sentence))
        self._place()

    def _place(self) -> None:
        window = self.parentWidget()
        if self.isHidden() or window is None:
            return
        widest = window.width() - 8 * _GAP
        self.setWordWrap(False)
        if self.sizeHint().width() > widest:
            self.setWordWrap(True)
            self.resize(widest, self.heightForWidth(widest))
        else:
            self.adjustSize()
        top = self._over.mapTo(window, self._over.rect().topLeft()).y()
        self.move((window.width() - self.width()) // 2, max(0, top - self.height() - _GAP))
        self.raise_()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Qt: what it stands on has moved."""
        if event.type() in (QEvent.Type.Move, QEvent.Type.Resize):
            self._place()
        return False
