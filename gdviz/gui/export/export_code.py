"""The dialog that shows the experiment as a program, to be read, copied or saved."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtGui import QFontDatabase, QGuiApplication
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from gdviz.engine.runner import Result
from gdviz.export.export_format import CodeFormat, formats
from gdviz.gui.export.saving import ask, write
from gdviz.gui.style.translating import text as in_language
from gdviz.gui.widgets.dialog_size import open_at
from gdviz.gui.widgets.segmented import SegmentedButtons
from gdviz.messages import ExperimentError


class ExportCodeDialog(QDialog):
    """Shows the program for each kind of code; below it stands what the code cannot reproduce exactly."""

    def __init__(self, parent: QWidget | None, result: Result) -> None:
        super().__init__(parent)
        self.setObjectName("exportCodeDialog")
        self.setWindowTitle(self.tr("Export code"))
        self._result = result
        self.written: Path | None = None
        """The file, once the program is saved."""
        self._known = {kind: known for kind, known in formats().items() if isinstance(known, CodeFormat)}
        self._kind = next(iter(self._known))
        self.choice = SegmentedButtons(self)
        for kind, known in self._known.items():
            self.choice.add(kind, known.name, in_language(known.summary), name=f"{kind}Button")
        self.choice.chosen.connect(self.show_program)
        about = QLabel(self.tr("The same runs without gdviz: the same batches, rates and updates."), self)
        about.setProperty("role", "label")
        self.code = QPlainTextEdit(self)
        self.code.setReadOnly(True)
        self.code.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.code.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        self.code.setAccessibleName(self.tr("Program"))
        self.notes = QLabel(self)
        self.notes.setProperty("role", "note")
        self.notes.setWordWrap(True)
        head = QHBoxLayout()
        head.setSpacing(12)
        head.addWidget(self.choice)
        head.addWidget(about, 1)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, self)
        self.copy_button = buttons.addButton(self.tr("&Copy"), QDialogButtonBox.ButtonRole.ActionRole)
        self.save_button = QPushButton(self.tr("&Save…"), self)
        self.save_button.setProperty("primary", True)
        buttons.addButton(self.save_button, QDialogButtonBox.ButtonRole.ActionRole)
        self.copy_button.clicked.connect(self._copy)
        self.save_button.clicked.connect(self._save)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 20, 20, 16)
        layout.setSpacing(12)
        layout.addLayout(head)
        layout.addWidget(self.code, 1)
        layout.addWidget(self.notes)
        layout.addWidget(buttons)
        open_at(self, 820, 620)
        self.show_program(self._kind)

    def show_program(self, kind: str) -> None:
        """Show the program of this kind, or why there is none."""
        self._kind = kind
        self.choice.set_current(kind)
        try:
            content, notes = self._known[kind].written(self._result)
        except ExperimentError as error:
            content, notes = b"", []
            said = [in_language(error)]
        else:
            said = [in_language(note) for note in notes]
        self.code.setPlainText(content.decode())
        self.notes.setProperty("role", "note" if content else "problem")
        self.notes.style().polish(self.notes)
        self.notes.setText("\n".join(said))
        self.notes.setVisible(bool(said))
        for button in (self.copy_button, self.save_button):
            button.setEnabled(bool(content))

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.code.toPlainText())

    def _save(self) -> None:
        chosen = ask(self, self.tr("Export code"), [self._known[self._kind]])
        if chosen is not None and write(self, *chosen, self._result):
            self.written = chosen[1]
            self.accept()
