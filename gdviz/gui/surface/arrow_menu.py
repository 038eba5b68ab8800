"""The submenu of View that switches the arrows on the surface."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QMenu

from gdviz.gui.kernel.workbench import Command, Workbench
from gdviz.gui.surface.surface_view import SurfaceView
from gdviz.view_state import ARROWS

_ACTIONS = {"gradient": "actionGradient", "momentum": "actionMomentumArrow", "update": "actionUpdateArrow"}


class ArrowMenu(QMenu):
    """Check boxes for the vectors of the step card: gradient, momentum, update."""

    def __init__(self, bench: Workbench, surface: SurfaceView) -> None:
        super().__init__(bench.window)
        self._bench = bench
        self.setToolTipsVisible(True)
        for arrow in ARROWS:
            self.addAction(bench.add(self._command(arrow)))
        surface.gradientRequested.connect(partial(self.show_arrow, "gradient"))
        self.aboutToShow.connect(self._name)
        self._retranslate()

    def show_arrow(self, name: str, shown: bool) -> None:
        """Show the arrow of the "gradient", of the "momentum" or of the "update", or hide it."""
        arrows = self._bench.view_model.state.experiment.arrows
        self._bench.change(arrows=arrows | {name} if shown else arrows - {name})

    def changeEvent(self, event: QEvent) -> None:
        """Qt: the language has changed."""
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()
        super().changeEvent(event)

    def _retranslate(self) -> None:
        self.setTitle(self.tr("&Arrows"))

    def _command(self, arrow: str) -> Command:
        return Command(
            _ACTIONS[arrow],
            lambda: {
                "gradient": self.tr("&Gradient arrow (uphill)"),
                "momentum": self.tr("&Momentum arrow"),
                "update": self.tr("&Update arrow"),
            }[arrow],
            switch=partial(self.show_arrow, arrow),
            checked=lambda scene: arrow in scene.state.experiment.arrows,
            tip=lambda: self._tip(arrow),
        )

    def _name(self) -> None:
        """Set the tool tips, which depend on the chosen run."""
        for name in _ACTIONS.values():
            self._bench.name(name)

    def _tip(self, arrow: str) -> str:
        """The tool tip of an arrow: what it is, or why the chosen run has no momentum."""
        scene = self._bench.places.scene
        if scene is None:
            return ""
        if arrow == "gradient":
            text = self.tr("∇{symbol}: points uphill; its length on the surface says nothing.")
            return text.format(symbol=scene.problem.symbol)
        if arrow == "update":
            return self.tr("Δw: the step itself, at its true length.")
        slot = scene.experiment.runs[scene.run].optimizer.momentum_slot
        if slot is None:
            return self.tr("{run} keeps no momentum: there is nothing to draw.").format(run=scene.label(scene.run))
        if scene.record.stride > 1:
            return self.tr("The run is too long for its momentum to be known: there is nothing to draw.")
        text = self.tr("{slot}: what is kept of the gradients so far, on the scale of the gradient's arrow.")
        return text.format(slot=slot)
