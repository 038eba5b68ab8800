"""The mode to present in: light, large, and only what a class is to look at."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtGui import QKeySequence, QShortcut

from gdviz.gui.shell.note_strip import NoteStrip
from gdviz.gui.shell.welcome import Welcome

if TYPE_CHECKING:
    from gdviz.gui.shell.main_window import MainWindow
    from gdviz.gui.shell.window_modes import Comfort

TEXT, LINES = 1.5, 1.75


class Presentation(QObject):
    """Begins when it is made; `end` puts everything back as it was.

    Surface, step card and loss stay. What lies ahead of the playhead is hidden, so that a class can guess first. All
    of that is laid over the state of the view: nothing of it is stored.
    """

    def __init__(self, window: MainWindow, modes: Comfort) -> None:
        super().__init__(window)
        self._window, self._modes = window, modes
        self._size = window.size()
        self._widths = modes.widths
        self._splitters = {name: splitter.saveState() for name, splitter in window.splitters.items()}
        self._let_fold(False)
        aside = (
            window.rates,
            window.table,
            window.menuBar(),
            *window.findChildren(Welcome),
            *window.findChildren(NoteStrip),
        )
        self._shown = [part for part in aside if not part.isHidden()]
        for part in self._shown:
            part.hide()
        view_model = window.controller.view_model
        self._over: dict[str, Any] = {
            "theme": "light",
            "text_scale": max(view_model.stored.person.text_scale, TEXT),
            "line_scale": LINES,
            "folded": frozenset({"panel"}),
            "ahead_hidden": True,
        }
        view_model.lay_over(**self._over)
        self._escape = QShortcut(QKeySequence(Qt.Key.Key_Escape), window, window.bench.actions["actionPresent"].toggle)
        window.loss.show_legend(True)
        window.setFocus(Qt.FocusReason.OtherFocusReason)  # the keys of playing act
        self._told = self.tr("Presenting: Space plays, H shows what is ahead, Esc ends it")
        window.status.note(self._told)

    def end(self) -> None:
        """Put everything back."""
        window = self._window
        self._escape.deleteLater()
        window.status.drop(self._told)
        window.loss.show_legend(False)
        for part in self._shown:
            part.show()
        window.controller.view_model.lift(*self._over)
        if not window.isFullScreen() and not window.isMaximized():
            window.resize(self._size)
        QTimer.singleShot(0, self, self._put_back)  # when each part knows how small it may be again

    def _let_fold(self, folds: bool) -> None:
        if self._window.fold is not None:
            self._window.fold.set_folding(folds)

    def _put_back(self) -> None:
        for name, splitter in self._window.splitters.items():
            splitter.restoreState(self._splitters[name])
        self._modes.widths = self._widths
        self._let_fold(True)
        self.deleteLater()
