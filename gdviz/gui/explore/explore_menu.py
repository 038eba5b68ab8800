"""The menu of the tools that explore the surface, with their keys; the tools themselves are made when asked for."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPoint, Qt, QTimer
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu, QPushButton

from gdviz.gui.explore.tool_rules import TWO, switched, tools_on

if TYPE_CHECKING:
    from gdviz.gui.explore.explorer import Explorer
    from gdviz.gui.explore.rate_map import RateMapView
    from gdviz.gui.kernel.scene import Scene
    from gdviz.gui.shell.main_window import MainWindow

_TOOLS = {
    "words": ("actionSentence", "I"),
    "compass": ("actionCompass", "C"),
    "slice": ("actionSlice", "X"),
    "fog": ("actionFog", "B"),
    "arrivals": ("actionArrivals", "A"),
    "basins": ("actionBasins", "M"),
}
"""The tools, as the explorer calls them: their action and its key."""
OFFER_MS = 450
"""When the switch of the basins is made: after the first paint."""


class ExploreMenu(QMenu):
    """A submenu of View, a button in the surface's head, and an entry of Run: who arrives?"""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self.explorer: Explorer | None = None
        self.button = QPushButton("…")
        self.button.setObjectName("exploreButton")
        self.button.setProperty("segment", "only")
        self.button.clicked.connect(self._pop_up)
        window.surface.header.buttons.insertWidget(0, self.button)
        self.tools: dict[str, QAction] = {}
        for tool, (name, key) in _TOOLS.items():
            action = QAction(window)
            action.setObjectName(name)
            action.setCheckable(True)
            action.setShortcut(QKeySequence(key))
            action.toggled.connect(partial(self.switch, tool))
            window.addAction(action)
            window.bench.actions[name] = action
            self.addAction(action)
            self.tools[tool] = action
        view, run = window.menus["view"], window.menus["run"]
        view.insertMenu(window.bench.actions["actionRatePlan"], self)
        view.insertSeparator(window.bench.actions["actionRatePlan"])
        run.addSeparator()
        run.addAction(self.tools["arrivals"])
        self._rates: RateMapView | None = None
        self._rates_action: QAction | None = None
        self.aboutToShow.connect(self._offer_rates)
        self._retranslate()
        QTimer.singleShot(OFFER_MS, self, self._offer_basins)

    def show_scene(self, scene: Scene, before: Scene | None) -> None:
        """See View: the check marks say which tools are on; the explorer is made for the first one."""
        on = tools_on(scene)
        if on and self.explorer is None:
            from gdviz.gui.explore.explorer import Explorer

            self.explorer = Explorer(self._window.surface, self._window)
            self.explorer.switchWished.connect(self.switch)
            self._window.places.add(self.explorer)
        for tool, action in self.tools.items():
            action.setChecked(tool in on)

    def switch(self, tool: str, wanted: bool) -> None:
        """Switch a tool on or off, as a person wants it; others may go for it."""
        window, scene = self._window, self._window.places.scene
        if window.places.showing or scene is None:
            return
        if wanted and scene.problem.dim < 2 and tool in TWO:
            window.status.note(self.tr("This needs two parameters: a curve has only two directions."))
            self.tools[tool].setChecked(False)
            return
        on = switched(tools_on(scene), tool, wanted)
        flat = wanted and (tool == "fog" or scene.state.experiment.surface == "3d")
        window.controller.view_model.change(
            tools=on - {"basins", "fog"},
            layer="basins" if "basins" in on else "surface",
            fog="fog" in on,
            surface="2d" if flat else scene.state.experiment.surface,
        )
        if wanted:
            window.surface.setFocus(Qt.FocusReason.OtherFocusReason)

    def _offer_basins(self) -> None:
        """Put the switch between surface and basins into the surface's head."""
        from gdviz.gui.explore.basin_switch import BasinSwitch

        BasinSwitch(self._window.surface.header, self.tools["basins"])

    def _offer_rates(self) -> None:
        """Make the entry of the map of the rates, or put it into the language of now."""
        if self._rates_action is None:
            self.addSeparator()
            self._rates_action = self.addAction("")
            self._rates_action.setObjectName("actionRateMap")
            self._rates_action.triggered.connect(self._open_rates)
        self._rates_action.setText(self.tr("&Loss over learning rate and step…"))

    def _open_rates(self) -> None:
        if self._rates is None:
            from gdviz.gui.explore.rate_map import RateMapView

            self._rates = RateMapView(self._window)
            self._rates.rateChosen.connect(self._window.rates.rateChosen)
            self._window.places.add(self._rates)
        self._rates.show()
        self._rates.raise_()

    def _pop_up(self) -> None:
        self.popup(self.button.mapToGlobal(QPoint(0, self.button.height() + 2)))

    def changeEvent(self, event: QEvent) -> None:
        """Qt: the language has changed."""
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()
        super().changeEvent(event)

    def _retranslate(self) -> None:
        self.setTitle(self.tr("&Explore"))
        self.button.setToolTip(self.tr("Explore by hand: sentence, compass, slice, fog; who arrives?"))
        self.button.setAccessibleName(self.tr("Explore by hand"))
        for tool, text in {
            "words": self.tr("&In and out, in a sentence"),
            "compass": self.tr("&Compass of the slopes"),
            "slice": self.tr("&Slice through the point"),
            "fog": self.tr("&Down in the fog"),
            "arrivals": self.tr("&Who arrives?"),
            "basins": self.tr("&Map of the minima that starts arrive in"),
        }.items():
            self.tools[tool].setText(text)
