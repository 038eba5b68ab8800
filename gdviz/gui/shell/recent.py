"""The files that were opened or saved last, edited lessons among them, and their menu: read when it opens."""

from __future__ import annotations

import json
import logging
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QFileInfo, QLocale, QObject
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu

from gdviz.gui.style.texts import choose
from gdviz.paths import user_folder, write_whole
from gdviz.quoting import one_line

if TYPE_CHECKING:
    from gdviz.gui.shell.main_window import MainWindow

MOST = 10

log = logging.getLogger(__name__)


def recent_files() -> list[Path]:
    """The files opened or saved last, the last one first; none where the list cannot be read."""
    try:
        names = json.loads(_list().read_bytes())
    except (OSError, ValueError, RecursionError):
        return []
    return [Path(name) for name in names if isinstance(name, str)][:MOST] if isinstance(names, list) else []


def note_recent(path: Path) -> None:
    """Put a file at the head of the list."""
    path = path.absolute()
    _write([path, *(known for known in recent_files() if known != path)])


def forget(*paths: Path) -> None:
    """Take files off the list."""
    _write([known for known in recent_files() if known not in paths])


def follow(window: MainWindow) -> None:
    """Note each file that `window` opens or saves from now on, and the one that it shows."""
    model = window.controller.model
    last: list[Path | None] = [None]

    def note() -> None:
        if model.path is not None and model.path != last[0]:
            note_recent(model.path)
        last[0] = model.path

    model.fileChanged.connect(note)
    note()


class RecentMenu(QObject):
    """The submenu of recent files, made when the menu of files opens for the first time."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self.menu: QMenu | None = None
        window.menus["file"].aboutToShow.connect(self._prepare)

    def _prepare(self) -> None:
        if self.menu is None:
            self.menu = QMenu(self._window)
            self.menu.setToolTipsVisible(True)
            self._window.menus["file"].insertMenu(self._window.bench.actions["actionSave"], self.menu)
        self.menu.setTitle(self.tr("Open &recent"))
        self.menu.clear()
        files = recent_files()
        self.menu.setEnabled(bool(files))
        for number, path in enumerate(files, 1):
            lesson = self._lesson(path)
            name = f"{path.name}  —  {_folder_of(path)}" if lesson is None else lesson
            action = QAction(f"&{number % 10}  {one_line(name).replace('&', '&&')}", self.menu)
            action.setToolTip(str(path))
            action.triggered.connect(partial(self._open, path))
            self.menu.addAction(action)
        self.menu.addSeparator()
        clear = QAction(self.tr("&Clear this list"), self.menu)
        clear.triggered.connect(lambda: forget(*recent_files()))
        self.menu.addAction(clear)

    def _lesson(self, path: Path) -> str | None:
        """What an edited lesson is called: its title, and when it was left; None for a file."""
        from gdviz.gui.shell.kept_lessons import lesson_at

        lesson = lesson_at(path)
        if lesson is None:
            return None
        when = QFileInfo(str(path)).lastModified()
        told = QLocale().toString(when, QLocale.FormatType.ShortFormat)
        return self.tr("{lesson}  —  edited lesson, {when}").format(lesson=choose(lesson.title), when=told)

    def _open(self, path: Path) -> None:
        files = self._window.files
        if files.may_lose_changes() and not files.open_path(path):
            forget(path)


def _folder_of(path: Path) -> str:
    """The folder of a file, with ~ for the user's own."""
    try:
        return str("~" / path.parent.relative_to(Path.home()))
    except (ValueError, RuntimeError):
        return str(path.parent)


def _list() -> Path:
    return user_folder("data") / "recent.json"


def _write(paths: list[Path]) -> None:
    try:
        write_whole(_list(), json.dumps([str(path) for path in paths[:MOST]], ensure_ascii=False, indent=1).encode())
    except OSError as error:  # a list that is not kept loses no work
        log.warning("recent files: %s", error)
