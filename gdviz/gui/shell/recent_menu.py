"""The submenu of the files that were opened or saved last, edited lessons among them."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QFileInfo, QLocale
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu

from gdviz.gui.shell.kept_lessons import kept_in
from gdviz.gui.shell.recent import forget, recent_files
from gdviz.gui.style.translating import choose
from gdviz.lessons import Lesson
from gdviz.quoting import one_line

if TYPE_CHECKING:
    from gdviz.gui.shell.files import Files
    from gdviz.gui.shell.menus import Menus


class RecentMenu(QMenu):
    """The submenu of recent files, filled when the menu of files opens."""

    def __init__(self, files: Files, menus: Menus) -> None:
        super().__init__(menus["file"])
        self._files = files
        self.setToolTipsVisible(True)
        self._retranslate()
        menus.add_menu("file", 200, self)
        menus["file"].aboutToShow.connect(self._fill)

    def changeEvent(self, event: QEvent) -> None:
        """Qt: the language has changed."""
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()
        super().changeEvent(event)

    def _retranslate(self) -> None:
        self.setTitle(self.tr("Open &recent"))

    def _fill(self) -> None:
        self.clear()
        files = recent_files()
        self.setEnabled(bool(files))
        for number, path in enumerate(files, 1):
            lesson = self._lesson(path)
            name = f"{path.name}  —  {_folder_of(path)}" if lesson is None else lesson
            action = QAction(f"&{number % 10}  {one_line(name).replace('&', '&&')}", self)
            action.setToolTip(str(path))
            action.triggered.connect(partial(self._open, path))
            self.addAction(action)
        self.addSeparator()
        clear = QAction(self.tr("&Clear this list"), self)
        clear.triggered.connect(lambda: forget(*recent_files()))
        self.addAction(clear)

    def _lesson(self, path: Path) -> str | None:
        """Return the name of an edited lesson or prepared experiment, title and date of leaving; None for a file."""
        known = kept_in(path)
        if known is None:
            return None
        when = QFileInfo(str(path)).lastModified()
        when_text = QLocale().toString(when, QLocale.FormatType.ShortFormat)
        words = (
            self.tr("{lesson}  —  edited lesson, {when}")
            if isinstance(known, Lesson)
            else self.tr("{lesson}  —  edited experiment, {when}")
        )
        return words.format(lesson=choose(known.title), when=when_text)

    def _open(self, path: Path) -> None:
        if self._files.may_lose_changes() and not self._files.open_path(path):
            forget(path)


def _folder_of(path: Path) -> str:
    """Return the folder of a file, with ~ for the user's own."""
    try:
        return str("~" / path.parent.relative_to(Path.home()))
    except (ValueError, RuntimeError):
        return str(path.parent)
