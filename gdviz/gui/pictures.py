"""Keeps one look for all pictures of the window, and its menu."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QMenu

from gdviz.gui.look import Look


class Pictures(QObject):
    """What is chosen in one view's context menu, or in the menu of the menu bar, reaches every view.

    `views` have `set_look` and `lookChosen`, the first of them `scales_equal`; `followers` only `set_look`.
    """

    def __init__(self, menu: QMenu, views: tuple[Any, ...], followers: tuple[Any, ...] = ()) -> None:
        super().__init__(menu)
        self.look = Look()
        self._menu, self._views, self._followers = menu, views, followers
        menu.aboutToShow.connect(self._fill)
        for view in views:
            view.lookChosen.connect(self.set_look)

    def set_look(self, look: Look) -> None:
        """Show all pictures so."""
        self.look = look
        for view in (*self._views, *self._followers):
            if getattr(view, "look", None) != look:
                view.set_look(look)

    def _fill(self) -> None:
        from gdviz.gui.views.look_menu import ALL, fill

        self._menu.clear()
        fill(self._menu, ALL, self.look, self._views[0].scales_equal, self.set_look)
