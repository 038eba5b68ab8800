"""While something that takes its time is computed for a person: that it is, and a button to give it up."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QProgressDialog, QWidget

_LONG_MS = 600


class Patience(QProgressDialog):
    """Shows itself over `parent` when the wait gets long; till then hands wait too.

    `with Patience(parent) as go_on:` gives what is asked meanwhile whether to go on waiting, see `export.waiting`;
    `tell` is told how far it is, where that is known.
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

    def tell(self, done: int, planned: int) -> None:
        """Show that `done` of `planned` losses are computed."""
        if planned and done < planned:  # at its maximum it would close
            self.setRange(0, planned)
            self.setValue(done)

    def _go_on(self) -> bool:
        """Serve hands, where there is something for them; whether to go on waiting."""
        if self.isVisible():
            QApplication.processEvents()
        return not self.wasCanceled()
