"""Opens what is dropped onto the window: an experiment, a file that carries one, samples, recorded runs, a lesson."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QMimeData, QObject, QTimer
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QWidget

from gdviz.gui.style.translating import text, translate
from gdviz.messages import mark, message

if TYPE_CHECKING:
    from gdviz.gui.kernel.workbench import Workbench
    from gdviz.gui.shell.files import Files


class DropHandler(QObject):
    """Handles drops anywhere on the window; experiments go to `Files`, which asks before changes are lost."""

    def __init__(
        self,
        window: QWidget,
        bench: Workbench,
        files: Files,
        open_data: Callable[[Path], object],
        open_lesson: Callable[[Path], object],
    ) -> None:
        """Handle drops; `open_data` puts samples into the experiment, `open_lesson` begins the lesson of a folder."""
        super().__init__(window)
        self._bench, self._files, self._open_data, self._open_lesson = bench, files, open_data, open_lesson
        window.setAcceptDrops(True)
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Qt: accept files, and open them after the drop; refuse those that cannot be opened."""
        if event.type() not in (QEvent.Type.DragEnter, QEvent.Type.Drop) or not isinstance(event, QDropEvent):
            return False
        paths = dropped_files(event.mimeData())
        if not paths:
            return False
        refusal = self._refusal(paths)
        if refusal:
            self._bench.note(refusal)
            return False
        event.acceptProposedAction()
        if event.type() == QEvent.Type.Drop:
            # Open later: the source of the drag waits for the end of this event, and a dialog may open.
            QTimer.singleShot(0, self, partial(self._open_all, paths))
        return True

    def _refusal(self, paths: list[Path]) -> str:
        """Return why these files cannot be opened; empty if they can."""
        missing = next((path for path in paths if not path.exists()), None)
        if missing is not None:
            return f"{missing.name}: {translate(mark('No such file or directory'))}"
        if len(paths) == 1 and _is_lesson(paths[0]):
            return ""
        if any(path.is_dir() for path in paths):
            return self.tr("Of a folder only that of a lesson can be opened, with lesson.json in it: drop a file.")
        other = next((path for path in paths if not path.is_file()), None)
        if other is not None:  # a device or a pipe: reading it might never end
            return text(message("{file} is not a file", file=other.name))
        if len(paths) == 1:
            return ""
        from gdviz.gui.shell.add_recorded import is_recording

        return "" if all(map(is_recording, paths)) else self.tr("Drop one file; only recorded runs come together.")

    def _open_all(self, paths: list[Path]) -> None:
        for path in paths:
            self._open(path)

    def _open(self, path: Path) -> None:
        from gdviz.datasets.csv_table import SUFFIXES  # imported late to speed up the start
        from gdviz.gui.shell.add_recorded import AddRecorded, is_recording, may_be_recording
        from gdviz.gui.shell.files import SWEEPS, may_be_sweep

        if _is_lesson(path):
            self._open_lesson(path)
            return
        if path.suffix.lower() in SWEEPS and may_be_sweep(path) and path.suffix.lower() != ".npz":
            if self._files.may_lose_changes():
                self._files.open_path(path)
            return
        recorded = AddRecorded(self._bench, self._files)
        meant: bool | None = is_recording(path)
        if not meant and path.suffix.lower() in SUFFIXES and may_be_recording(path):
            meant = recorded.is_meant(path)
        if meant is None:
            return
        if meant:
            recorded.add(path)
            return
        if path.suffix.lower() in SUFFIXES:
            self._open_data(path)  # this is an edit, which can be undone
            return
        if self._files.may_lose_changes():
            self._files.open_path(path)


def _is_lesson(path: Path) -> bool:
    from gdviz.guided.guided_lesson import FILE  # imported late to speed up the start

    return (path / FILE).is_file()


def dropped_files(data: QMimeData) -> list[Path]:
    """Return the dragged local files; none if anything else is among them."""
    urls = data.urls()
    return [Path(url.toLocalFile()) for url in urls] if all(url.isLocalFile() for url in urls) else []
