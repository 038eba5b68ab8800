"""The menu of planes and the table of all parameters: what a problem of many parameters needs of the window."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QToolButton

if TYPE_CHECKING:
    from gdviz.engine.planes import PlaneChoice
    from gdviz.experiment import Experiment
    from gdviz.gui.card.parameter_table import ParameterTable
    from gdviz.gui.kernel.scene import Scene
    from gdviz.gui.shell.main_window import MainWindow


class PlaneCommands(QObject):
    """Keeps the plane that is chosen in the experiment, and opens the table.

    Menu and table are made when they are first opened, the card's button with the first problem of more than two
    parameters.
    """

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self.table: ParameterTable | None = None
        self.menu: QMenu | None = None
        self.button: QToolButton | None = None
        self._action: QAction | None = None
        window.menus["view"].aboutToShow.connect(self._prepare)
        window.surface.planeChosen.connect(self._keep)

    def open_table(self) -> None:
        """Show the table of all parameters."""
        window = self._window
        if self.table is None:
            from gdviz.gui.card.parameter_table import ParameterTable

            self.table = ParameterTable(window)
            window.places.add(self.table)
        self.table.show()
        self.table.raise_()

    def into(self, experiment: Experiment) -> Experiment:
        """The experiment with the variance that its plane explains in its `view`, for a file: that is no edit."""
        plane = self._window.surface.plane
        entry = experiment.view.get("plane")
        if plane is None or plane.explained is None or not isinstance(entry, dict):
            return experiment
        view = {**experiment.view, "plane": {**entry, "explained": list(plane.explained)}}
        return dataclasses.replace(experiment, view=view)

    def _keep(self, choice: PlaneChoice) -> None:
        experiment, controller = self._window.experiment, self._window.controller
        made = dataclasses.replace(experiment, view=choice.into(experiment.view))
        controller.edit_whole(made, lambda: self.tr("plane"), controller.run)

    def show_scene(self, scene: Scene, before: Scene | None) -> None:
        """See View: the card has its button where not all parameters are in the picture."""
        window, many = self._window, scene.problem.dim > 2
        if many and self.button is None:
            self.button = QToolButton(window.card)
            self.button.setObjectName("parameterTableButton")
            self.button.setText("w")
            self.button.setProperty("flat", True)
            self.button.setFixedHeight(24)
            self.button.setMinimumWidth(24)
            self.button.clicked.connect(self.open_table)
            self.button.installEventFilter(self)
            window.card.head_row.insertWidget(window.card.head_row.count() - 2, self.button)
            self._name_button(self.button)
        if self.button is not None:
            self.button.setVisible(many)

    def _name_button(self, button: QToolButton) -> None:
        button.setToolTip(self.tr("All parameters: value, gradient and last step, in a table"))
        button.setAccessibleName(self.tr("All parameters"))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Qt: the language has changed."""
        if event.type() == QEvent.Type.LanguageChange and self.button is not None:
            self._name_button(self.button)
        return False

    def _prepare(self) -> None:
        """Make the entries of the menu, or put them into the language of now."""
        window, view = self._window, self._window.menus["view"]
        if self.menu is None or self._action is None:
            self.menu, self._action = QMenu(window), QAction(window)
            self.menu.aboutToShow.connect(self._fill)
            self._action.setObjectName("actionParameterTable")
            self._action.triggered.connect(self.open_table)
            before = window.bench.actions["actionRatePlan"]
            view.insertMenu(before, self.menu)
            view.insertAction(before, self._action)
            view.insertSeparator(before)
        self.menu.setTitle(self.tr("Pla&ne of the surface"))
        self.menu.menuAction().setVisible(window.result.runs[0].problem.dim > 2)
        self._action.setText(self.tr("All para&meters…"))

    def _fill(self) -> None:
        if self.menu is not None and self._window.surface.plane is not None:
            self.menu.clear()
            self._window.surface.plane.fill(self.menu)
