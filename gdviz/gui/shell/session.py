"""What `gdviz gui` adds to the window once it is shown: nothing here is for a window made by `create_window`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSettings

from gdviz.gui.shell import kept_lessons, recent, recovery
from gdviz.gui.shell.window_layout import insert_strip

if TYPE_CHECKING:
    from gdviz.gui.shell.main_window import MainWindow


def begin(window: MainWindow, settings: QSettings) -> None:
    """Keep unsaved changes and edited lessons from now on, offer what a crash left, note files, welcome a newcomer."""
    if not settings.value("welcomed", False, bool):
        _welcome(window, settings)
    recent.follow(window.controller.model)
    window.files.keeps = True
    kept_lessons.tidy()
    autosave = recovery.guard(window, window.controller, window.files.finish, window.status.note)
    if autosave is not None:
        recovery.offer(autosave, window)


def _welcome(window: MainWindow, settings: QSettings) -> None:
    from gdviz.gui.shell.welcome import Welcome

    strip = Welcome()

    def dismiss() -> None:
        settings.setValue("welcomed", True)
        settings.sync()
        strip.deleteLater()

    strip.dismissed.connect(dismiss)
    insert_strip(window.area, strip)
