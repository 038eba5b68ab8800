"""What an experiment's note says, across the window: its lines side by side, until it is put away."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from gdviz.gui import icons
from gdviz.gui.texts import choose
from gdviz.gui.widgets.panel import SectionHead

LONGEST_HEAD = 12
"""A line that begins with a word of at most so many letters and a colon has that word as its head."""


class NoteStrip(QFrame):
    """A note as ``{"en": .., "ko": ..}``, in the language of the window. `dismissed` tells that it was put away."""

    dismissed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("noteStrip")
        self.setProperty("panel", True)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self.note: Mapping[str, str] = {}
        self.lines = QHBoxLayout()
        self.lines.setSpacing(20)
        self.close_button = QToolButton(self)
        self.close_button.setObjectName("noteCloseButton")
        self.close_button.setProperty("flat", True)
        self.close_button.setFixedSize(24, 24)
        self.close_button.clicked.connect(self.dismissed)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 8, 8, 10)
        row.setSpacing(8)
        row.addLayout(self.lines, 1)
        row.addWidget(self.close_button, 0, Qt.AlignmentFlag.AlignTop)
        self._dress()
        self._retranslate()

    def show_note(self, note: Mapping[str, str]) -> None:
        """Say `note`."""
        self.note = note
        self._retranslate()

    def texts(self) -> list[tuple[str, str]]:
        """(head, text) of each line; the head may be empty."""
        return [_parted(line) for line in choose(self.note).splitlines() if line.strip()] if self.note else []

    def changeEvent(self, event: QEvent) -> None:
        """Speak the language of now, in the colours of now."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()
        elif event.type() == QEvent.Type.PaletteChange:
            self._dress()

    def _dress(self) -> None:
        self.close_button.setIcon(icons.icon("close", self.palette().windowText().color().name()))

    def _retranslate(self) -> None:
        self.setAccessibleName(self.tr("Note"))
        self.close_button.setToolTip(self.tr("Puts the note away; the menu Lessons brings it back."))
        self.close_button.setAccessibleName(self.tr("Put the note away"))
        while (item := self.lines.takeAt(0)) is not None and (column := item.widget()) is not None:
            column.deleteLater()
        for head, text in self.texts():
            self.lines.addWidget(_column(head, text), 1)


def _parted(line: str) -> tuple[str, str]:
    head, colon, text = line.partition(":")
    if not colon or len(head) > LONGEST_HEAD:
        return "", line.strip()
    text = text.strip()
    return head.strip(), text[:1].upper() + text[1:]


def _column(head: str, text: str) -> QWidget:
    column = QWidget()
    layout = QVBoxLayout(column)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(2)
    if head:
        layout.addWidget(SectionHead(head))
    label = QLabel(text)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    label.setAlignment(Qt.AlignmentFlag.AlignTop)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    layout.addWidget(label, 1)
    return column
