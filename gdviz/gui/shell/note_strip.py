"""A strip across the window with the note of an experiment: its lines side by side, until it is closed.

In a small window fewer lines stand side by side, and they scroll, to leave room to the window's parts.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from gdviz.gui.shell.window_layout import GAP, LEAST
from gdviz.gui.style import icons, scaling
from gdviz.gui.style.translating import choose, unbroken
from gdviz.gui.widgets.frame import SectionHead
from gdviz.gui.widgets.steady_area import SteadyArea

LONGEST_HEAD = 12
"""A line that begins with a word of at most this many letters and a colon has that word as its head."""
_COLUMN = 150
"""The least width of a line in pixels."""
_APART = 20
_BELOW = 8
"""Pixels between two lines side by side, and between two stacked ones."""
_MARGINS = 12, 8, 8, 10
_CLOSE = 24
"""The side in pixels of the button that closes the strip."""
_BORDER = 1
_LEAST_HEIGHT = 84
"""The height in pixels of a head and three lines, used if the window is too low even for its parts."""


class NoteStrip(QFrame):
    """A note as ``{"en": .., "ko": ..}``, in the language of the window.

    `dismissed` is emitted when a person closes it, `resetRequested` when the lesson is to be reset, `moreRequested`
    when the worked example is to be opened.
    """

    dismissed = Signal()
    resetRequested = Signal()
    moreRequested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("noteStrip")
        self.setProperty("panel", True)
        self.note: Mapping[str, str] = {}
        self._columns: list[QWidget] = []
        self._sheet = sheet = QWidget()
        sheet.setProperty("scrolled", True)
        sheet.installEventFilter(self)
        self._grid = QGridLayout(sheet)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(_APART)
        self._grid.setVerticalSpacing(_BELOW)
        self.area = SteadyArea(self)
        self.area.setWidgetResizable(True)
        self.area.setFrameShape(QFrame.Shape.NoFrame)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.area.setWidget(sheet)
        self.close_button = QToolButton(self)
        self.close_button.setObjectName("noteCloseButton")
        self.close_button.setProperty("flat", True)
        self.close_button.setFixedSize(_CLOSE, _CLOSE)
        self.close_button.clicked.connect(self.dismissed)
        self.reset_button = QPushButton(self)
        self.reset_button.setObjectName("lessonResetButton")
        self.reset_button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.reset_button.clicked.connect(self.resetRequested)
        self.reset_button.hide()
        self.more_button = QPushButton(self)
        self.more_button.setObjectName("workedExampleButton")
        self.more_button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.more_button.clicked.connect(self.moreRequested)
        self.more_button.hide()
        self._of_lesson = True
        row = QHBoxLayout(self)
        row.setContentsMargins(*_MARGINS)
        row.setSpacing(_BELOW)
        row.addWidget(self.area, 1)
        row.addWidget(self.more_button, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self.reset_button, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self.close_button, 0, Qt.AlignmentFlag.AlignTop)
        self._dress()
        self._retranslate()

    def show_note(self, note: Mapping[str, str]) -> None:
        """Show `note`."""
        self.note = note
        self._retranslate()

    def offer_reset(self, is_prepared: bool, is_edited: bool, is_lesson: bool = True) -> None:
        """Show the button that resets a lesson, or other prepared experiment, once it is edited."""
        if is_lesson != self._of_lesson:
            self._of_lesson = is_lesson
            self._name_buttons()
        self.reset_button.setVisible(is_prepared and (is_lesson or is_edited))
        self.reset_button.setEnabled(is_edited)

    def offer_more(self, offered: bool) -> None:
        """Show the button that opens the worked example."""
        self.more_button.setVisible(offered)

    def texts(self) -> list[tuple[str, str]]:
        """(head, text) of each line; the head may be empty."""
        return [_parted(line) for line in choose(self.note).splitlines() if line.strip()] if self.note else []

    def showEvent(self, event: QShowEvent) -> None:
        """Qt: from now on follow the height of the surrounding widget."""
        super().showEvent(event)
        around = self.parentWidget()
        if around is not None:
            around.installEventFilter(self)
        self._fit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Qt: the surrounding widget has another size, or the lines have another type."""
        if event.type() in (QEvent.Type.Resize, QEvent.Type.LayoutRequest):
            self._fit()
        return super().eventFilter(watched, event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Qt: another number of lines may stand side by side."""
        super().resizeEvent(event)
        self._arrange()

    def changeEvent(self, event: QEvent) -> None:
        """Retranslate, or take the colours of the new theme."""
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
        self._name_buttons()
        for column in self._columns:
            self._grid.removeWidget(column)
            column.hide()
            column.deleteLater()
        self._columns = [_column(head, text) for head, text in self.texts()]
        self._arrange()

    def _name_buttons(self) -> None:
        self.more_button.setText(self.tr("Worked example, by hand"))
        self.more_button.setToolTip(self.tr("The lecture's example, 3x²y: one step in numbers."))
        self.reset_button.setText(self.tr("Reset lesson") if self._of_lesson else self.tr("Reset"))
        self.reset_button.setToolTip(
            self.tr(
                "Back to the lesson as it was. What you made of it stays in File, Open recent; undo brings it back."
            )
            if self._of_lesson
            else self.tr(
                "Back to the experiment as it was. What you made of it stays in File, Open recent; undo brings it back."
            )
        )

    def _across(self, room: int) -> int:
        """Return how many lines stand side by side at this width in pixels."""
        return max(1, min(len(self._columns), (room + _APART) // scaling.px(_COLUMN + _APART)))

    def _arrange(self) -> None:
        across = self._across(self.area.width())
        for place, column in enumerate(self._columns):
            self._grid.addWidget(column, place // across, place % across)
        for place in range(max(len(self._columns), self._grid.columnCount())):
            self._grid.setColumnStretch(place, int(place < across))
        if (
            self.isVisible()
        ):  # otherwise showEvent fits it, as Qt does not repeat the layout for a height that changes during the show
            self._fit()

    def _fit(self) -> None:
        """Make the strip as high as its lines, as long as the parts of the window keep the height that they need."""
        around, room = self.parentWidget(), self.area.width()
        shown = [button for button in (self.more_button, self.reset_button) if not button.isHidden()]
        button = max((button.sizeHint().height() for button in shown), default=0)
        wanted = max(self._sheet.heightForWidth(room), _CLOSE, button) + _MARGINS[1] + _MARGINS[3] + 2 * _BORDER
        if around is not None:
            wanted = min(wanted, max(around.height() - LEAST.height() - GAP, min(_LEAST_HEIGHT, around.height() // 3)))
        self.setFixedHeight(wanted)


def _parted(line: str) -> tuple[str, str]:
    head, colon, text = line.partition(":")
    if not colon or len(head) > LONGEST_HEAD:
        return "", line.strip()
    text = text.strip()
    begins_with_a_word = re.match(r"a\b|[a-z]{2}", text) is not None  # no symbol, such as w or η
    return head.strip(), text[:1].upper() + text[1:] if begins_with_a_word else text


def _column(head: str, text: str) -> QWidget:
    column = QWidget()
    column.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)  # all are of one width
    layout = QVBoxLayout(column)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(2)
    if head:
        layout.addWidget(SectionHead(head))
    label = QLabel(unbroken(text))
    label.setAccessibleName(text)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    label.setAlignment(Qt.AlignmentFlag.AlignTop)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    layout.addWidget(label, 1)
    return column
