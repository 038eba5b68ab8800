"""The submenu of View that switches the arrows on the surface; it is made when the menu is first opened."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu

if TYPE_CHECKING:
    from gdviz.gui.kernel.scene import Scene
    from gdviz.gui.shell.main_window import MainWindow


class ArrowMenu(QObject):
    """Gradient, momentum, update: the vectors of the step card, each on the surface or not."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self.menu: QMenu | None = None
        self._actions: dict[str, QAction] = {}
        window.menus["view"].aboutToShow.connect(self._prepare)

    def show_scene(self, scene: Scene, before: Scene | None) -> None:
        """See View: the check marks say which arrows are shown."""
        for name, action in self._actions.items():
            action.setChecked(name in scene.state.experiment.arrows)

    def _prepare(self) -> None:
        if self.menu is None:
            self._make()
        self._tell()

    def _make(self) -> None:
        """Put the submenu where the gradient alone was."""
        window, view = self._window, self._window.menus["view"]
        gradient = window.bench.actions["actionGradient"]
        self.menu = QMenu(window)
        self.menu.setToolTipsVisible(True)
        view.insertMenu(gradient, self.menu)
        view.removeAction(gradient)
        self._actions["gradient"] = gradient
        for name in ("momentum", "update"):
            action = QAction(window)
            action.setObjectName(f"action{name.title()}Arrow")
            action.setCheckable(True)
            action.setChecked(name in window.controller.view_model.state.experiment.arrows)
            action.toggled.connect(partial(window.commands.show_arrow, name))
            window.addAction(action)
            self._actions[name] = action
        self.menu.addActions(list(self._actions.values()))

    def _tell(self) -> None:
        """Say in the language of now what each arrow is, and of the chosen run why it has no momentum."""
        assert self.menu is not None
        record = self._window.result.runs[self._window.controller.run]
        symbol = record.problem.symbol
        self.menu.setTitle(self.tr("Arro&ws"))
        self._actions["momentum"].setText(self.tr("&Momentum arrow"))
        self._actions["update"].setText(self.tr("&Update arrow"))
        slot = record.spec.optimizer.momentum_slot
        if slot is None:
            tip = self.tr("{run} keeps no momentum: there is nothing to draw.").format(run=record.label)
        elif record.stride > 1:
            tip = self.tr("The run is too long for its momentum to be known: there is nothing to draw.")
        else:
            tip = self.tr("{slot}: what is kept of the gradients so far, on the scale of the gradient's arrow.").format(
                slot=slot
            )
        self._actions["momentum"].setToolTip(tip)
        self._actions["update"].setToolTip(self.tr("Δw: the step itself, at its true length."))
        self._actions["gradient"].setToolTip(
            self.tr("∇{symbol}: points uphill; its length on the surface says nothing.").format(symbol=symbol)
        )
