"""The switches of the batch overlays, in the menu View; overlay and switches are made when first asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction

if TYPE_CHECKING:
    from gdviz.gui.explore.batch_overlays import BatchOverlays
    from gdviz.gui.shell.main_window import MainWindow


class BatchSwitches(QObject):
    """Adds three switches at the end of the menu when it first opens, and the overlay when one is switched on."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self.overlays: BatchOverlays | None = None
        self.switches: dict[str, QAction] = {}
        window.menus["view"].aboutToShow.connect(self._name)

    def set_shown(self, kind: str, shown: bool) -> None:
        """Switch "contours", "cloud" or "ball"."""
        if self.overlays is None:
            self.overlays = self._made()
        self.overlays.set_shown(kind, shown)

    def _made(self) -> BatchOverlays:
        from gdviz.gui.explore.batch_overlays import BatchOverlays

        window, controller = self._window, self._window.controller
        overlays = BatchOverlays(window.surface, window.theme)
        window.views = (*window.views, overlays)
        controller.shown.connect(self._follow_run)
        controller.shown.emit()  # it is told what the others know
        overlays.set_playhead(controller.playhead.position)
        return overlays

    def _follow_run(self) -> None:
        if self.overlays is not None:
            self.overlays.set_run(self._window.controller.run)

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
                action.toggled.connect(lambda on, kind=kind: self.set_shown(kind, on))
                menu.addAction(action)
                self.switches[kind] = action
            self.switches[kind].setText(text)
