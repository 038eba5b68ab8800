"""Files dropped onto the window: an experiment, anything that carries one, samples, or a recorded run."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QMimeData, QObject, QTimer
from PySide6.QtGui import QDropEvent

if TYPE_CHECKING:
    from gdviz.gui.main_window import MainWindow

SAMPLES = (".csv", ".tsv", ".txt")
"""The suffixes of files with samples."""


class Drops(QObject):
    """Takes what is dropped anywhere on the window: experiments for `Files`, which asks before changes are lost."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        window.setAcceptDrops(True)
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Qt: let one file be dropped, and open it once the drop is over."""
        if event.type() not in (QEvent.Type.DragEnter, QEvent.Type.Drop) or not isinstance(event, QDropEvent):
            return False
        path = dropped_file(event.mimeData())
        if path is None:
            return False
        event.acceptProposedAction()
        if event.type() == QEvent.Type.Drop:
            # Later: whoever drags waits for the end of this event, and a question may come.
            QTimer.singleShot(0, self._window, lambda: self._open(path))
        return True

    def _open(self, path: Path) -> None:
        from gdviz.gui.add_recorded import AddRecorded, is_recording

        if is_recording(path):
            AddRecorded(self._window).add(path)
            return
        if path.suffix.lower() in SAMPLES:
            self._window.data.open_data(path)  # an edit, which can be undone
            return
        files = self._window.files
        if files.may_lose_changes():
            files.open_path(path)


def dropped_file(data: QMimeData) -> Path | None:
    """The one local file that is dragged; None for anything else."""
    urls = data.urls()
    if len(urls) != 1 or not urls[0].isLocalFile():
        return None
    path = Path(urls[0].toLocalFile())
    return path if path.is_file() else None
