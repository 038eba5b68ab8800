"""A dialog that shows the progress of a long computation, with a button to cancel it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QProgressDialog, QWidget

_LONG_MS = 600


class WaitDialog(QProgressDialog):
    """Appears over `parent` when the wait gets long; until then events of mouse and keyboard wait, too.

    `with WaitDialog(parent) as go_on:` gives the function that says whether to go on waiting, see `export.waiting`;
    call `show_progress` where the progress is known.
    """

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("patience")
        self.setWindowTitle("gdviz")
        self.setLabelText(self.tr("The picture is being computed…"))
        self.setCancelButtonText(self.tr("Cancel"))
        self.setRange(0, 0)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setMinimumDuration(_LONG_MS)

    def __enter__(self) -> Callable[[], bool]:
        return self._go_on

    def __exit__(self, *_: object) -> None:
        self.close()
        self.deleteLater()

    def show_progress(self, done: int, planned: int) -> None:
        """Show that `done` of `planned` losses are computed."""
        if planned and done < planned:  # Qt closes the dialog at its maximum
            self.setRange(0, planned)
            self.setValue(done)

    def _go_on(self) -> bool:
        """Process events if the dialog is visible; return whether to go on waiting."""
        if self.isVisible():
            QApplication.processEvents()
        return not self.wasCanceled()
