"""The cheat sheet: every key of the window, read from its actions."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QMenu,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from gdviz.gui.style import scaling
from gdviz.gui.style.translating import plain
from gdviz.gui.widgets.dialog_size import resize_on_screen
from gdviz.gui.widgets.frame import SectionHead

Section = tuple[str, Sequence[tuple[str, str]]]
"""A title, and its lines: (name of the command, keys)."""


def sections(purposes: Iterable[tuple[str, Iterable[QAction]]]) -> list[Section]:
    """Return the keys of the actions for each purpose, each action once; a purpose without keys is left out."""
    found: list[Section] = []
    seen: set[str] = set()
    for purpose, actions in purposes:
        lines = []
        for action in actions:
            line = (plain(action.text()), keys_of(action))
            if line[1] and line[0] not in seen:
                seen.add(line[0])
                lines.append(line)
        if lines:
            found.append((purpose, lines))
    return found


def place_of(menu: QMenu) -> str:
    """Return the name of the part of the window to which a menu without a title belongs."""
    part = menu.parentWidget()
    while part is not None and not part.accessibleName():
        part = part.parentWidget()
    return part.accessibleName() if part is not None else ""


def keys_of(action: QAction) -> str:
    """Return the keys of an action as this system writes them."""
    written = [key.toString(QKeySequence.SequenceFormat.NativeText) for key in action.shortcuts()]
    return "  ".join(dict.fromkeys(written))


class KeysDialog(QDialog):
    """Shows the keys in two columns; Esc or F1 closes it."""

    def __init__(self, purposes: Iterable[tuple[str, Iterable[QAction]]], parent: QWidget | None = None) -> None:
        """Show the keys of the actions, grouped by purpose."""
        super().__init__(parent)
        self.setObjectName("keysDialog")
        self.setWindowTitle(self.tr("Keys"))
        columns = [QVBoxLayout(), QVBoxLayout()]
        for column in columns:
            column.setSpacing(16)
        lengths = [0, 0]
        for section in [*sections(purposes), self._by_mouse()]:
            shorter = lengths.index(min(lengths))
            columns[shorter].addWidget(_table(section))
            lengths[shorter] += len(section[1]) + 2
        sheet = QWidget()
        sheet.setProperty("scrolled", True)
        row = QHBoxLayout(sheet)
        row.setContentsMargins(4, 0, 12, 0)
        row.setSpacing(40)
        for column in columns:
            column.addStretch(1)
            row.addLayout(column, 1)
        scroll = QScrollArea(self)
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setWidget(sheet)
        scroll.setAccessibleName(self.tr("Keys"))
        note = QLabel(
            self.tr(
                "Keys without Ctrl act unless you are writing, a list is open or Tab has taken you to a control; a"
                " slider keeps the arrows. Return or a click elsewhere ends writing. The keys that change runs act in"
                " their table."
            ),
            self,
        )
        note.setProperty("role", "note")
        note.setWordWrap(True)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, self)
        buttons.rejected.connect(self.reject)
        close = buttons.button(QDialogButtonBox.StandardButton.Close)
        close.setShortcut(QKeySequence(Qt.Key.Key_F1))
        close.setFocus()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 20, 20, 16)
        layout.setSpacing(12)
        layout.addWidget(scroll, 1)
        layout.addWidget(note)
        layout.addWidget(buttons)
        wanted = sheet.sizeHint()
        wide, high = max(scaling.px(640), wanted.width() + 60), min(wanted.height() + 130, scaling.px(760))
        resize_on_screen(self, QSize(wide, high))

    def _by_mouse(self) -> Section:
        """Return what is done with the mouse and has no key."""
        return self.tr("With the mouse"), (
            (self.tr("Move the start"), self.tr("drag the ring")),
            (self.tr("Put the start there"), self.tr("double-click")),
            (self.tr("Go to a step"), self.tr("click a path or plot")),
            (self.tr("Zoom the surface"), self.tr("wheel")),
            (self.tr("Zoom a plot over the steps"), self.tr("wheel, with Ctrl its values")),
            (self.tr("Move a plot over the steps"), self.tr("drag with Shift or the middle button")),
            (self.tr("See all of a plot"), self.tr("double-click")),
            (self.tr("Choose colours, levels and axes"), self.tr("right button")),
            (self.tr("Give up a drag"), self.tr("Esc, before letting go")),
            (self.tr("Copy the arithmetic of the step"), self.tr("Ctrl+C, as LaTeX Ctrl+L")),
            (self.tr("Open a file"), self.tr("drop it here")),
        )


def _table(section: Section) -> QWidget:
    title, lines = section
    table = QWidget()
    grid = QGridLayout(table)
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(20)
    grid.setVerticalSpacing(5)
    grid.setColumnStretch(0, 1)
    grid.addWidget(SectionHead(title), 0, 0, 1, 2)
    for row, (what, keys) in enumerate(lines, 1):
        label, key = QLabel(what), QLabel(keys)
        label.setProperty("role", "label")
        label.setTextFormat(Qt.TextFormat.PlainText)
        key.setTextFormat(Qt.TextFormat.PlainText)
        grid.addWidget(label, row, 0)
        grid.addWidget(key, row, 1, Qt.AlignmentFlag.AlignRight)
    return table
