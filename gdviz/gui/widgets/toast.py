"""A sentence over the window for a while, which does not move the layout."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QWidget

_GAP = 8
"""Pixels between it and the part below it."""


class Toast(QFrame):
    """A sentence above a part of its window, in the middle, with a button if something can be done about it.

    Without a button the mouse goes through it.
    """

    def __init__(self, window: QWidget, over: QWidget) -> None:
        """Make it, hidden; it appears above the upper edge of `over`."""
        super().__init__(window)
        self.setProperty("role", "toast")
        self._do: Callable[[], object] = lambda: None
        self.label = QLabel(self)
        self.label.setObjectName("toast")
        self.label.setTextFormat(Qt.TextFormat.PlainText)
        self.label.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.button = QPushButton(self)
        self.button.setObjectName("toastButton")
        self.button.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.button.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # a click leaves the keys to the window
        self.button.clicked.connect(lambda: self._do())
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 8, 14, 8)
        row.setSpacing(14)
        row.addWidget(self.label, 1)
        row.addWidget(self.button)
        self._over = over
        over.installEventFilter(self)
        self.hide()

    def say(self, sentence: str, button: str = "", do: Callable[[], object] = lambda: None) -> None:
        """Show a sentence, and a button with this text that calls `do`; an empty sentence hides it."""
        self._do = do
        self.label.setText(sentence)
        self.label.setAccessibleName(sentence)
        self.button.setText(button)
        self.button.setVisible(bool(button))
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents, not button)
        self.setVisible(bool(sentence))
        self._place()

    def _place(self) -> None:
        window, layout = self.parentWidget(), self.layout()
        if self.isHidden() or window is None or layout is None:
            return
        widest = window.width() - 8 * _GAP
        self.label.setWordWrap(False)
        layout.activate()
        if self.sizeHint().width() > widest:
            self.label.setWordWrap(True)
            layout.activate()
            self.resize(widest, layout.totalHeightForWidth(widest))
        else:
            self.adjustSize()
        top = self._over.mapTo(window, self._over.rect().topLeft()).y()
        self.move((window.width() - self.width()) // 2, max(0, top - self.height() - _GAP))
        self.raise_()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Qt: the part below it has moved."""
        if event.type() in (QEvent.Type.Move, QEvent.Type.Resize):
            self._place()
        return False
