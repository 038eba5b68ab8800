"""The presenting mode: light and large, with only what a class is to look at."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QMainWindow

from gdviz.gui.shell.rate_row import RateRow

if TYPE_CHECKING:
    from gdviz.gui.kernel.workbench import Workbench
    from gdviz.gui.shell.parts import Parts

TEXT = 1.75
"""The least scale of type: the smallest type is then 1/40 of a height of 720 pixels."""
LINES = 1.75
"""The scale of the width of lines."""


class Presentation(QObject):
    """Presenting begins when this is made; `end` restores everything.

    The window keeps its arrangement, without panel, menus and status bar, and gets a slider for the learning rate. What
    lies ahead of the playhead is hidden, so that a class can guess first. How it looks is laid over the state of the
    view: nothing of it is stored.
    """

    def __init__(self, window: QMainWindow, bench: Workbench, parts: Parts) -> None:
        super().__init__(window)
        self._window, self._bench, self._parts = window, bench, parts
        self._size = window.size()
        view_model = bench.view_model
        self._layer = view_model.lay_over(
            presenting=True,
            theme="light",
            text_scale=max(view_model.stored.person.text_scale, TEXT),
            line_scale=LINES,
            folded=frozenset({"panel"}),
            ahead_hidden=True,
        )
        menus = window.menuBar()
        self._had_menus = not menus.isHidden()
        menus.hide()
        self._rate = RateRow()
        self._rate.edited.connect(bench.controller.edit)
        parts.timeline.add(self._rate)
        bench.add_view(self._rate)
        self._escape = QShortcut(QKeySequence(Qt.Key.Key_Escape), window, bench.actions["actionPresent"].toggle)
        window.setFocus(Qt.FocusReason.OtherFocusReason)  # so that the keys for playing act
        self._hint = self.tr("Presenting: Space plays, H shows what is ahead, Esc ends it")
        parts.status.note(self._hint)

    def end(self) -> None:
        """Restore everything."""
        window, bench = self._window, self._bench
        self._escape.deleteLater()
        self._parts.status.drop(self._hint)
        bench.places.remove(self._rate)
        self._rate.release()
        self._rate.hide()
        self._rate.deleteLater()
        window.menuBar().setVisible(self._had_menus)
        bench.view_model.lift(self._layer)
        if not window.isFullScreen() and not window.isMaximized():
            window.resize(self._size)
        self.deleteLater()
