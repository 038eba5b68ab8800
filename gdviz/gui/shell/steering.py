"""Steering by hand: with "From here on" the panel shows the rate at the playhead, and setting it changes the future."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QObject

if TYPE_CHECKING:
    from gdviz.gui.shell.main_window import MainWindow


class Steering(QObject):
    """Made when the switch is first used; tells the controller, the plots and the panel of it."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._shown: float | None = None
        window.controller.shown.connect(self._show_anew)
        window.controller.playhead.moved.connect(self._show_rate)

    def set_on(self, on: bool) -> None:
        """Switch it."""
        window = self._window
        window.controller.from_here = on
        window.rates.set_from_here(on)
        if on:
            self._show_anew()
        else:
            window.panel.show_experiment(window.experiment, window.controller.run)

    def _show_anew(self) -> None:
        """The panel has been told the optimizer's rate: tell it that of now."""
        self._shown = None
        self._show_rate()

    def _show_rate(self) -> None:
        """Show the rate of the update from the playhead; at the end of the run, of the last one."""
        controller, panel = self._window.controller, self._window.panel
        record = controller.result.runs[controller.run]
        if not controller.from_here or record.planned < 1:
            return
        step = min(controller.playhead.position, record.planned - 1)
        rate = float(record.planned_lr(np.array([step]))[0])
        typing = panel.lr.hasFocus() and panel.lr.isModified()
        if rate == self._shown or typing:
            return
        self._shown = rate
        for part in (panel.lr, panel.lr_slider):
            part.setEnabled(True)
        panel.lr.setValue(float(f"{rate:.6g}"))
        if rate > 0:
            panel.lr_slider.set_number(rate)
