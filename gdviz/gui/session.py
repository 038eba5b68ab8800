"""What `gdviz gui` adds to the window once it is shown: nothing here is for a window made by `create_window`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gdviz.gui import recovery

if TYPE_CHECKING:
    from gdviz.gui.main_window import MainWindow


def begin(window: MainWindow) -> None:
    """Keep unsaved changes safe from now on, and offer those that a crash has left."""
    autosave = recovery.guard(window, window.controller.model)
    if autosave is not None:
        autosave.failed.connect(window.status.note)
        recovery.offer(autosave, window)
