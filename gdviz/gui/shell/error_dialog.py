"""The dialog for an uncaught error: what happened, what to do, and the details to pass on."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QSize, QUrl
from PySide6.QtGui import QDesktopServices, QFontDatabase, QGuiApplication
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QHBoxLayout, QLabel, QPlainTextEdit, QVBoxLayout, QWidget

from gdviz.gui.shell.about_dialog import versions
from gdviz.gui.style import fonts, icons
from gdviz.gui.widgets.dialog_size import open_at

MOST = 10
"""The number of errors whose details are shown; the log has those of all."""


class ErrorDialog(QDialog):
    """Shows the `details` (a traceback) of an uncaught error; the program goes on."""

    def __init__(self, details: str, log: Path, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("errorDialog")
        self.setWindowTitle(self.tr("Something unforeseen happened"))
        self._log = log
        icon = QLabel(self)
        icon.setPixmap(icons.icon("warning", self.palette().windowText().color().name()).pixmap(QSize(32, 32)))
        self.title = QLabel(self.windowTitle(), self)
        self.title.setFont(fonts.title())
        self._errors = 1
        advice = QLabel(
            self.tr(
                "gdviz goes on, but what you did last may be incomplete. Save the experiment under a new name "
                "if you are unsure. The details below help to fix it."
            ),
            self,
        )
        advice.setProperty("role", "label")
        advice.setWordWrap(True)
        words = QVBoxLayout()
        words.addWidget(self.title)
        words.addWidget(advice)
        top = QHBoxLayout()
        top.setSpacing(16)
        top.addWidget(icon)
        top.addLayout(words, 1)
        self.details = QPlainTextEdit(details, self)
        self.details.setReadOnly(True)
        self.details.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.details.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        self.details.setAccessibleName(self.tr("Details"))
        where = QLabel(self.tr("Log: {path}").format(path=log), self)
        where.setProperty("role", "note")
        where.setWordWrap(True)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, self)
        self.copy_button = buttons.addButton(self.tr("&Copy details"), QDialogButtonBox.ButtonRole.ActionRole)
        self.copy_button.clicked.connect(self._copy)
        folder = buttons.addButton(self.tr("Open &log"), QDialogButtonBox.ButtonRole.ActionRole)
        folder.clicked.connect(self._open_log)
        buttons.rejected.connect(self.reject)
        close = buttons.button(QDialogButtonBox.StandardButton.Close)
        close.setDefault(True)
        close.setFocus()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 20, 20, 16)
        layout.setSpacing(12)
        layout.addLayout(top)
        layout.addWidget(self.details, 1)
        layout.addWidget(where)
        layout.addWidget(buttons)
        open_at(self, 640, 440)

    def add(self, details: str) -> None:
        """Show the details of another error below the others, as long as they are few, and count it."""
        self._errors += 1
        self.title.setText(self.tr("Something unforeseen happened {n} times").format(n=self._errors))
        if self._errors <= MOST:
            self.details.appendPlainText(f"\n{details}")

    def _copy(self) -> None:
        """Copy versions and details together, as a report needs both."""
        head = "\n".join(f"{name} {version}" for name, version in versions())
        QGuiApplication.clipboard().setText(f"{head}\n\n{self.details.toPlainText()}")

    def _open_log(self) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._log)))
