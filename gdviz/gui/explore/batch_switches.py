"""The switches of the batch overlays in the menu View; the overlays are made when one is first switched on."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from gdviz.gui.kernel.workbench import Command, Workbench
from gdviz.gui.surface.surface_view import SurfaceView
from gdviz.view_state import BATCH_LAYERS

if TYPE_CHECKING:
    from gdviz.gui.explore.batch_overlays import BatchOverlays
    from gdviz.gui.kernel.scene import Scene


class BatchSwitches(QObject):
    """Three commands at the end of the menu."""

    def __init__(self, bench: Workbench, surface: SurfaceView) -> None:
        super().__init__(bench.window)
        self._bench, self._surface = bench, surface
        self.overlays: BatchOverlays | None = None
        for place, layer in enumerate(BATCH_LAYERS):
            bench.add(self._command(layer, 100 + 10 * place))

    def show_scene(self, scene: Scene, before: Scene | None) -> None:
        """See View: the overlay is made for the first layer."""
        if scene.state.experiment.batch_layers and self.overlays is None:
            from gdviz.gui.explore.batch_overlays import BatchOverlays

            self.overlays = BatchOverlays(self._surface)
            self._bench.add_view(self.overlays)

    def set_shown(self, layer: str, shown: bool) -> None:
        """Switch "contours", "cloud" or "ball" on or off."""
        layers = self._bench.view_model.state.experiment.batch_layers
        self._bench.change(batch_layers=layers | {layer} if shown else layers - {layer})

    def _command(self, layer: str, order: int) -> Command:
        return Command(
            f"actionBatch{layer.title()}",
            lambda: {
                "contours": self.tr("Loss of the &current batch on the surface"),
                "cloud": self.tr("Steps of all &batches on the surface"),
                "ball": self.tr("No&ise ball on the surface"),
            }[layer],
            switch=partial(self.set_shown, layer),
            checked=lambda scene: layer in scene.state.experiment.batch_layers,
            menu="batches",
            order=order,
        )
