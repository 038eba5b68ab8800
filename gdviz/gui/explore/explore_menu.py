"""The menu of the tools that explore the surface, with their keys; each tool is made at first use."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QPushButton, QWidget

from gdviz.gui.explore.tools import NEEDS_TWO, TWO, switched, tools_chosen, tools_on
from gdviz.gui.kernel.workbench import Command, Workbench
from gdviz.gui.style.translating import translate
from gdviz.gui.surface.surface_view import SurfaceView

if TYPE_CHECKING:
    from gdviz.gui.explore.explorer import Explorer
    from gdviz.gui.explore.rate_map import RateMapView
    from gdviz.gui.explore.tool_chips import ToolChips
    from gdviz.gui.kernel.scene import Scene

_TOOLS = {
    "words": ("actionSentence", "I"),
    "compass": ("actionCompass", "C"),
    "slice": ("actionSlice", "X"),
    "fog": ("actionFog", "B"),
    "arrivals": ("actionArrivals", "A"),
    "basins": ("actionBasins", "M"),
}
"""The action and the key of each tool."""
OFFER_MS = 450
"""Milliseconds after which the switch of the basins is made, so that the first paint comes before."""


class ExploreMenu(QMenu):
    """A submenu of View, and buttons in the surface's head.

    Among all parts of the window the head has one button, which opens this menu; where the window is about something,
    or simple, it has a row of buttons with words, see ToolChips.

    `rateChosen` carries a learning rate that was clicked in the map of learning rates, `startChosen` a start in that of
    basins.
    """

    rateChosen = Signal(float)
    startChosen = Signal(object)

    def __init__(self, bench: Workbench, surface: SurfaceView) -> None:
        super().__init__(bench.window)
        self._bench, self._surface = bench, surface
        self.explorer: Explorer | None = None
        self.chips: ToolChips | None = None
        self.button = QPushButton()
        self.button.setObjectName("exploreButton")
        self.button.setProperty("segment", "only")
        self.button.clicked.connect(lambda: self._pop_up_below(self.button))
        surface.header.buttons.insertWidget(0, self.button)
        self.tools: dict[str, QAction] = {}
        for tool in _TOOLS:
            self.tools[tool] = bench.add(self._command(tool))
            self.addAction(self.tools[tool])
        self._rates: RateMapView | None = None
        self._rates_action: QAction | None = None
        self.aboutToShow.connect(self._offer_rates)
        self._retranslate()
        QTimer.singleShot(OFFER_MS, self, self._offer_basins)

    def show_scene(self, scene: Scene, before: Scene | None) -> None:
        """See View: the explorer is made for the first tool, the row of buttons when it is first shown."""
        self._show_chips(scene, before)
        if tools_on(scene) and self.explorer is None:
            from gdviz.gui.explore.explorer import Explorer

            self.explorer = Explorer(self._surface, self._bench.window)
            self.explorer.switchRequested.connect(self.switch)
            self.explorer.startChosen.connect(self.startChosen)
            self._bench.add_view(self.explorer)

    def _show_chips(self, scene: Scene, before: Scene | None) -> None:
        bare = scene.state.moment.presenting or scene.surface_is_small
        wanted = (scene.simple or scene.arrangement != "all") and not bare
        header = self._surface.header
        if wanted and self.chips is None:
            from gdviz.gui.explore.tool_chips import ToolChips

            actions = {"gradient": self._bench.actions["actionGradient"], **self.tools}
            self.chips = ToolChips(actions)
            self.chips.menuRequested.connect(self._pop_up_below)
            header.add_row(self.chips)
        if self.chips is not None:
            self.chips.show_scene(scene, before)
            if self.chips.isHidden() == wanted:
                self.chips.setVisible(wanted)
        for button in (self.button, header.gradient_button):
            button.setVisible(not wanted and not bare)

    def switch(self, tool: str, wanted: bool) -> None:
        """Switch a tool on or off; tools that it excludes are switched off."""
        scene = self._bench.places.scene
        if scene is None:
            return
        if wanted and scene.problem.dim < 2 and tool in TWO:
            self._bench.note(translate(NEEDS_TWO))
            self._bench.mark(_TOOLS[tool][0])
            return
        on = switched(tools_chosen(scene.state), tool, wanted)
        flat = wanted and (tool == "fog" or scene.surface == "3d")
        about = {"arrangement": "descent", "arranged": True} if flat and scene.arrangement == "relief" else {}
        self._bench.change(
            tools=on - {"basins", "fog"},
            layer="basins" if "basins" in on else "surface",
            fog="fog" in on,
            surface="2d" if flat else scene.state.experiment.surface,
            **about,
        )
        if wanted:
            self._surface.setFocus(Qt.FocusReason.OtherFocusReason)

    def _offer_basins(self) -> None:
        """Add the switch between surface and basins to the surface's head."""
        from gdviz.gui.explore.basin_switch import BasinSwitch

        switch = BasinSwitch(self._surface.header)
        switch.basinsChosen.connect(partial(self.switch, "basins"))
        self._bench.add_view(switch)

    def _offer_rates(self) -> None:
        """Make the entry of the map of learning rates, or retranslate it."""
        if self._rates_action is None:
            self.addSeparator()
            self._rates_action = self.addAction("")
            self._rates_action.setObjectName("actionRateMap")
            self._rates_action.triggered.connect(self._open_rates)
        self._rates_action.setText(self.tr("&Loss over learning rate and step…"))

    def _open_rates(self) -> None:
        if self._rates is None:
            from gdviz.gui.explore.rate_map import RateMapView

            self._rates = RateMapView(self._bench.window)
            self._rates.rateChosen.connect(self.rateChosen)
            self._bench.add_view(self._rates)
        self._rates.show()
        self._rates.raise_()

    def _pop_up_below(self, button: QWidget) -> None:
        self.popup(button.mapToGlobal(QPoint(0, button.height() + 2)))

    def changeEvent(self, event: QEvent) -> None:
        """Qt: the language has changed."""
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()
        super().changeEvent(event)

    def _retranslate(self) -> None:
        self.setTitle(self.tr("&Explore"))
        self.button.setText(self.tr("Tools"))
        self.button.setToolTip(self.tr("Explore by hand: sentence, compass, slice, fog; who arrives?"))

    def _command(self, tool: str) -> Command:
        name, key = _TOOLS[tool]
        return Command(
            name,
            lambda: {
                "words": self.tr("&In and out, in a sentence"),
                "compass": self.tr("&Compass of the slopes"),
                "slice": self.tr("&Slice through the point"),
                "fog": self.tr("&Down in the fog"),
                "arrivals": self.tr("&Who arrives?"),
                "basins": self.tr("&Map of the minima that starts arrive in"),
            }[tool],
            switch=partial(self.switch, tool),
            checked=lambda scene: tool in tools_on(scene),
            keys=key,
        )
