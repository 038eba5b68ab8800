"""The frame round each part of the window, and the head over a section."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from gdviz.gui.style import fonts


class SectionHead(QLabel):
    """A small letter-spaced head in capitals (where the script has them).

    With `wraps` it takes more lines if one is too narrow for it, as in large type.
    """

    def __init__(self, text: str = "", parent: QWidget | None = None, *, wraps: bool = False) -> None:
        super().__init__(parent)
        self.setProperty("role", "head")
        self.setFont(fonts.head())
        policy = QSizePolicy.Policy
        self.setSizePolicy(policy.Preferred, policy.Minimum if wraps else policy.Fixed)
        self.setWordWrap(wraps)
        self.setText(text)

    def setText(self, text: str) -> None:
        """Show `text` in capitals; a screen reader is given it as it is."""
        super().setText(text.upper())
        self.setAccessibleName(text)


class Panel(QFrame):
    """A part of the window: one line round it, a head, and below it `body`, a vertical layout.

    `head_row` is the horizontal layout of the head; added widgets are at its right end. Without
    a title the head is not shown.
    """

    def __init__(self, title: str = "", parent: QWidget | None = None, *, margin: int = 12) -> None:
        super().__init__(parent)
        self.setProperty("panel", True)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(margin, margin - 2, margin, margin)
        outer.setSpacing(8)
        self.head = SectionHead(parent=self)
        self.head_row = QHBoxLayout()
        self.head_row.setContentsMargins(0, 0, 0, 0)
        self.head_row.setSpacing(8)
        self.head_row.addWidget(self.head, 0, Qt.AlignmentFlag.AlignVCenter)
        self.head_row.addStretch(1)
        self.body = QVBoxLayout()
        self.body.setContentsMargins(0, 0, 0, 0)
        self.body.setSpacing(8)
        outer.addLayout(self.head_row)
        outer.addLayout(self.body, 1)
        self.setTitle(title)

    def setTitle(self, title: str) -> None:
        """Set the head; an empty one hides it. It also names the panel for a screen reader."""
        self.head.setText(title)
        self.head.setVisible(bool(title))
        if title:
            self.setAccessibleName(title)
