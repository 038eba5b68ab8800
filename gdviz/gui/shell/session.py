"""What `gdviz gui` adds to the window once it is shown; a window that only `create_window` has made has none of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gdviz.gui.shell import kept_lessons, recent, recovery
from gdviz.gui.shell.beginning import ProgressKeeper

if TYPE_CHECKING:
    from gdviz.gui.shell.main_window import MainWindow


def begin(window: MainWindow) -> None:
    """Keep unsaved changes, edited lessons, progress and recent files from now on; offer to recover after a crash."""
    window.bench.add_view(ProgressKeeper(window.bench, window.files))
    window.commands.lessons.show_first_note()
    recent.follow(window.controller.model)
    window.files.keeps = True
    kept_lessons.tidy()
    autosave = recovery.guard(window, window.controller, window.files.finish, window.status.note)
    if autosave is not None:
        recovery.offer(autosave, window)
