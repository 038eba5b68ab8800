"""The submenu of View that switches the arrows on the surface."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QMenu

from gdviz.gui.kernel.scene import Scene
from gdviz.gui.kernel.workbench import Command, Workbench
from gdviz.gui.surface.surface_view import SurfaceView
from gdviz.view_state import ARROWS

_ACTIONS = {"gradient": "actionGradient", "momentum": "actionMomentumArrow", "update": "actionUpdateArrow"}


class ArrowMenu(QMenu):
    """Check boxes for the vectors of the step card: gradient, momentum, update."""

    def __init__(self, bench: Workbench, surface: SurfaceView) -> None:
        super().__init__(bench.window)
        self._bench, self._surface = bench, surface
        self.setToolTipsVisible(True)
        for arrow in ARROWS:
            self.addAction(bench.add(self._command(arrow)))
        surface.gradientRequested.connect(partial(self.show_arrow, "gradient"))
        self.aboutToShow.connect(self._update_tips)
        self._retranslate()

    def show_arrow(self, name: str, shown: bool) -> None:
        """Show or hide the arrow `name`: "gradient", "momentum" or "update".

        If there is nothing to draw at the playhead, the status bar says why.
        """
        arrows = self._bench.view_model.state.experiment.arrows
        self._bench.change(arrows=arrows | {name} if shown else arrows - {name})
        if shown and self._bench.places.scene is not None and (why := self._why_none(name, self._bench.scene)):
            self._bench.note(why)

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

    def _update_tips(self) -> None:
        """Set the tool tips, which depend on the chosen run."""
        for name in _ACTIONS.values():
            self._bench.name(name)

    def _tip(self, arrow: str) -> str:
        """The tool tip of an arrow: what it shows, or why the chosen run has no momentum."""
        scene = self._bench.places.scene
        if scene is None:
            return ""
        if arrow == "gradient":
            text = self.tr("∇{symbol}: points uphill; its length on the surface says nothing.")
            return text.format(symbol=scene.problem.symbol)
        if arrow == "update":
            return self.tr("Δw: the step itself, at its true length.")
        if why := self._why_no_momentum(scene):
            return why
        slot = scene.experiment.runs[scene.run].optimizer.momentum_slot
        text = self.tr("{slot}: what is kept of the gradients so far, on the scale of the gradient's arrow.")
        return text.format(slot=slot)

    def _why_no_momentum(self, scene: Scene) -> str:
        if scene.experiment.runs[scene.run].optimizer.momentum_slot is None:
            return self.tr("{run} keeps no momentum: there is nothing to draw.").format(run=scene.label(scene.run))
        if scene.record.stride > 1:
            return self.tr("The run is too long for its momentum to be known: there is nothing to draw.")
        return ""

    def _why_none(self, arrow: str, scene: Scene) -> str:
        """Why the chosen run has no such arrow at the playhead; empty if it has one."""
        record, row = scene.record, scene.row(scene.run)
        if scene.in_fog:
            return self.tr("The fog hides the arrows.")
        if arrow == "momentum" and (why := self._why_no_momentum(scene)):
            return why
        if arrow != "gradient":
            if row < record.n and not scene.state.experiment.ahead_hidden:
                return ""
            return (
                self.tr("No step follows the last one: there is nothing to draw.")
                if row >= record.n
                else (self.tr("The next step is ahead of the playhead, and what is ahead is hidden."))
            )
        runs = self._surface.runs
        points = [] if runs is None else [now.gradient for now in runs.now(scene.playhead) if now.gradient is not None]
        if any(x or y for x, y in points):
            return ""
        if points:
            return self.tr("The gradient is 0 here: there is nothing to draw.")
        return self.tr("The gradient is not known here: there is nothing to draw.")
