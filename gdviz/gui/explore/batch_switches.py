"""The switches of the batch overlays, in the menu View; overlay and switches are made when first asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction

if TYPE_CHECKING:
    from gdviz.gui.explore.batch_overlays import BatchOverlays
    from gdviz.gui.kernel.scene import Scene
    from gdviz.gui.shell.main_window import MainWindow


class BatchSwitches(QObject):
    """Adds three switches at the end of the menu when it first opens, and the overlay when one is switched on."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self.overlays: BatchOverlays | None = None
        self.switches: dict[str, QAction] = {}
        window.menus["view"].aboutToShow.connect(self._name)

    def show_scene(self, scene: Scene, before: Scene | None) -> None:
        """See View: the overlay is made for the first layer."""
        shown = scene.state.experiment.batch_layers
        if shown and self.overlays is None:
            from gdviz.gui.explore.batch_overlays import BatchOverlays

            self.overlays = BatchOverlays(self._window.surface)
            self._window.places.add(self.overlays)
        for kind, action in self.switches.items():
            action.setChecked(kind in shown)

    def set_shown(self, kind: str, shown: bool) -> None:
        """Switch "contours", "cloud" or "ball", as a person wants it."""
        view_model = self._window.controller.view_model
        if not self._window.places.showing:
            layers = view_model.state.experiment.batch_layers
            view_model.change(batch_layers=layers | {kind} if shown else layers - {kind})

    def _name(self) -> None:
        """Make the switches, or put them into the language of now."""
        menu = self._window.menus["view"]
        texts = {
            "contours": self.tr("Loss of the &current batch on the surface"),
            "cloud": self.tr("Steps of all &batches on the surface"),
            "ball": self.tr("No&ise ball on the surface"),
        }
        if not self.switches:
            menu.addSeparator()
        for kind, text in texts.items():
            if kind not in self.switches:
                action = QAction(menu)
                action.setObjectName(f"actionBatch{kind.title()}")
                action.setCheckable(True)
                action.setChecked(kind in self._window.controller.view_model.state.experiment.batch_layers)
                action.toggled.connect(lambda on, kind=kind: self.set_shown(kind, on))
                menu.addAction(action)
                self.switches[kind] = action
            self.switches[kind].setText(text)
