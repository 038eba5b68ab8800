"""The mode to present in: light, large, and only what a class is to look at."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QMainWindow

from gdviz.gui.rooms import room

if TYPE_CHECKING:
    from gdviz.gui.kernel.workbench import Workbench
    from gdviz.gui.shell.parts import Parts

TEXT = 1.5
"""Type is at least so many times its usual size."""
LINES = 1.75
"""Lines are so many times their usual width."""


class Presentation(QObject):
    """Begins when it is made; `end` puts everything back as it was.

    Rooms that are `presented` stay. What lies ahead of the playhead is hidden, so that a class can guess first. How it
    looks is laid over the state of the view: nothing of it is stored. `ended` is emitted when all is put back.
    """

    ended = Signal()

    def __init__(self, window: QMainWindow, bench: Workbench, parts: Parts) -> None:
        super().__init__(window)
        self._window, self._bench, self._parts = window, bench, parts
        self._size = window.size()
        self._splitters = {name: splitter.saveState() for name, splitter in parts.splitters.items()}
        view_model = bench.view_model
        self._layer = view_model.lay_over(
            presenting=True,
            theme="light",
            text_scale=max(view_model.stored.person.text_scale, TEXT),
            line_scale=LINES,
            folded=frozenset({"panel"}),
            ahead_hidden=True,
        )
        aside = (*(view for name, view in parts.rooms.items() if not room(name).presented), window.menuBar())
        self._shown = [part for part in aside if not part.isHidden()]
        for part in self._shown:
            part.hide()
        self._escape = QShortcut(QKeySequence(Qt.Key.Key_Escape), window, bench.actions["actionPresent"].toggle)
        window.setFocus(Qt.FocusReason.OtherFocusReason)  # the keys of playing act
        self._note = self.tr("Presenting: Space plays, H shows what is ahead, Esc ends it")
        parts.status.note(self._note)

    def end(self) -> None:
        """Put everything back."""
        window, parts = self._window, self._parts
        self._escape.deleteLater()
        parts.status.drop(self._note)
        for part in self._shown:
            part.show()
        QTimer.singleShot(0, self, self._put_back)  # when each part knows how small it may be again
        self._bench.view_model.lift(self._layer)  # the right column puts back its heights after that
        if not window.isFullScreen() and not window.isMaximized():
            window.resize(self._size)

    def _put_back(self) -> None:
        for name, splitter in self._parts.splitters.items():
            splitter.restoreState(self._splitters[name])
        self.ended.emit()
        self.deleteLater()
