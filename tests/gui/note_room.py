"""The smallest room below the surface: a label that shows where the playhead stands, and a command."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QLabel

from gdviz.gui.kernel.room import PLOT, Room
from gdviz.gui.kernel.scene import Scene
from gdviz.gui.kernel.view import ViewDefaults
from gdviz.gui.kernel.workbench import Command, Workbench


class NoteView(ViewDefaults, QLabel):
    """Shows the step; a click asks for the first one."""

    pressed = Signal()
    released = 0

    def show_scene(self, scene: Scene, before: Scene | None) -> None:
        """See View."""
        self.setText(f"step {scene.playhead}")

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Qt: ask for the first step."""
        self.pressed.emit()

    def release(self) -> None:
        """See View."""
        self.released += 1


def _connect(view: NoteView, bench: Workbench) -> None:
    view.pressed.connect(bench.playhead.first)


ROOM = Room(
    lambda: "Note",
    PLOT,
    lambda sheet: NoteView(sheet.figure),
    below=True,
    connect=_connect,
    commands=lambda bench: [
        Command("actionNote", lambda: "&Note", run=lambda: bench.playhead.scrub(4), keys="K", menu="run", order=330)
    ],
)
