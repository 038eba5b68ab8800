"""Applies the look that is chosen in one place to all views."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QMenu

from gdviz.gui.kernel.view_model import ViewModel
from gdviz.look import Look

if TYPE_CHECKING:
    from gdviz.gui.drawing.step_plot import StepPlot
    from gdviz.gui.surface.surface_view import SurfaceView


class SharedLook(QObject):
    """Fills the menu of looks, and applies what is chosen there, or in the context menu of a view, to every view."""

    def __init__(self, menu: QMenu, view_model: ViewModel, surface: SurfaceView, plots: Sequence[StepPlot]) -> None:
        super().__init__(menu)
        self._menu, self._view_model, self._surface = menu, view_model, surface
        menu.aboutToShow.connect(self._fill)
        surface.lookChosen.connect(self.set_look)
        for plot in plots:
            plot.lookChosen.connect(self.set_look)

    @property
    def look(self) -> Look:
        """The present look of pictures."""
        return self._view_model.state.experiment.look

    def set_look(self, look: Look) -> None:
        """Use `look` for all pictures from now on, but its axes only until another experiment is opened."""
        own = self._view_model.stored.person.look.after(self.look, look).without_axes()
        self._view_model.change(look=look, own_look=own)

    def _fill(self) -> None:
        from gdviz.gui.drawing.look_menu import ALL, fill

        self._menu.clear()
        fill(self._menu, ALL, self.look, self._surface.scales_equal, self.set_look)
