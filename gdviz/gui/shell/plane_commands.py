"""The menu of planes and the table of all parameters: what a problem of many parameters needs of the window."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QMenu, QToolButton

from gdviz.gui.card.step_card import StepCard
from gdviz.gui.kernel.workbench import Command, Workbench
from gdviz.gui.surface.surface_view import SurfaceView

if TYPE_CHECKING:
    from gdviz.engine.planes import PlaneChoice
    from gdviz.experiment import Experiment
    from gdviz.gui.card.parameter_table import ParameterTable
    from gdviz.gui.kernel.scene import Scene


class PlaneCommands(QObject):
    """Stores the chosen plane in the experiment, and opens the table.

    The table is made when it is first opened, the card's button with the first problem of more than two parameters.
    """

    def __init__(self, bench: Workbench, surface: SurfaceView, card: StepCard) -> None:
        super().__init__(bench.window)
        self._bench, self._surface, self._card = bench, surface, card
        self.table: ParameterTable | None = None
        self.menu = QMenu(bench.window)
        self.menu.aboutToShow.connect(self._fill)
        self.menu.installEventFilter(self)
        self.button: QToolButton | None = None
        bench.add(
            Command(
                "actionParameterTable",
                lambda: self.tr("All para&meters…"),
                run=self.open_table,
                menu="surface",
                order=310,
            )
        )
        surface.planeChosen.connect(self._keep)
        self._retranslate()

    def open_table(self) -> None:
        """Show the table of all parameters."""
        if self.table is None:
            from gdviz.gui.card.parameter_table import ParameterTable

            self.table = ParameterTable(self._bench.window)
            self._bench.add_view(self.table)
        self.table.show()
        self.table.raise_()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Qt: the language has changed."""
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()
        return False

    def _retranslate(self) -> None:
        self.menu.setTitle(self.tr("Pla&ne of the surface"))
        if self.button is not None:
            self.button.setText(self.tr("Table"))
            self.button.setToolTip(self.tr("All parameters: value, gradient and last step, in a table"))
            self.button.setAccessibleName(self.tr("All parameters"))

    def into(self, experiment: Experiment) -> Experiment:
        """Return the experiment for a file, with the variance that its plane explains in `view`; this is no edit."""
        plane = self._surface.plane
        entry = experiment.view.get("plane")
        if plane is None or plane.explained is None or not isinstance(entry, dict):
            return experiment
        view = {**experiment.view, "plane": {**entry, "explained": list(plane.explained)}}
        return dataclasses.replace(experiment, view=view)

    def _keep(self, choice: PlaneChoice) -> None:
        experiment, controller = self._bench.experiment, self._bench.controller
        made = dataclasses.replace(experiment, view=choice.into(experiment.view))
        controller.edit_whole(made, lambda: self.tr("plane"), controller.run)

    def show_scene(self, scene: Scene, before: Scene | None) -> None:
        """See View: the card has the table's button if the picture does not show all parameters."""
        if before is not None and scene.problem is before.problem:
            return
        many = scene.problem.dim > 2
        self.menu.menuAction().setVisible(many)
        if many and self.button is None:
            head = self._card.head_row
            self.button = QToolButton(self._card)
            self.button.setObjectName("parameterTableButton")
            self.button.setProperty("flat", True)
            self.button.setFixedHeight(24)
            self.button.clicked.connect(self.open_table)
            head.insertWidget(head.count() - 2, self.button)
            self._retranslate()
        if self.button is not None:
            self.button.setVisible(many)

    def _fill(self) -> None:
        if self._surface.plane is not None:
            self.menu.clear()
            self._surface.plane.fill(self.menu)
