"""The menu of how pictures look."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QMenu

from gdviz.gui.kernel.view_model import ViewModel
from gdviz.look import Look


class SharedLook(QObject):
    """What is chosen in one view's context menu, or in the menu of the menu bar, reaches every view.

    `views` have `lookChosen`, the first of them `scales_equal`.
    """

    def __init__(self, menu: QMenu, view_model: ViewModel, views: tuple[Any, ...]) -> None:
        super().__init__(menu)
        self._menu, self._view_model, self._views = menu, view_model, views
        menu.aboutToShow.connect(self._fill)
        for view in views:
            view.lookChosen.connect(self.set_look)

    @property
    def look(self) -> Look:
        """How pictures look now."""
        return self._view_model.state.experiment.look

    def set_look(self, look: Look) -> None:
        """Show all pictures so, from now on; the axes only until another experiment is opened."""
        own = self._view_model.stored.person.look.after(self.look, look).without_axes()
        self._view_model.change(look=look, own_look=own)

    def _fill(self) -> None:
        from gdviz.gui.drawing.look_menu import ALL, fill

        self._menu.clear()
        fill(self._menu, ALL, self.look, self._views[0].scales_equal, self.set_look)
