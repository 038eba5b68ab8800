"""The entries of File for films, tables, code and recorded runs; they are made when the menu is first opened."""

from __future__ import annotations

from collections.abc import Generator
from copy import copy
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QAction

from gdviz.engine.runner import Result
from gdviz.gui.kernel.background import Background

if TYPE_CHECKING:
    from gdviz.export.base import DataFormat
    from gdviz.gui.export.export_film import ExportFilmDialog
    from gdviz.gui.shell.main_window import MainWindow

ROWS = 32
"""So many points have their losses computed at once: the window may close after each time."""


class ExportMenu(QObject):
    """Add recorded run; export film, table, code: each exports the runs as they are when it is chosen."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._actions: dict[str, QAction] = {}
        self.film: ExportFilmDialog | None = None
        """The dialog of the film that is being made; it does not keep anybody from the window."""
        self._losses: Background | None = None
        self._awaited: tuple[DataFormat, Path, Result]
        """The table that waits for its losses."""
        window.menus["file"].aboutToShow.connect(self.make)

    def make(self) -> None:
        """Put the entries below the one for pictures."""
        if self._actions:
            return
        window, menu = self._window, self._window.menus["file"]
        for name, run in (
            ("actionAddRecorded", self.add_recorded),
            ("actionExportFilm", self.export_film),
            ("actionExportTable", self.export_table),
            ("actionExportCode", self.export_code),
        ):
            action = QAction(window)
            action.setObjectName(name)
            action.triggered.connect(run)
            if name == "actionAddRecorded":
                entries = menu.actions()
                menu.insertAction(entries[entries.index(window.bench.actions["actionOpenData"]) + 1], action)
            else:
                menu.insertAction(window.bench.actions["actionCopyImage"], action)
            self._actions[name] = action
        window.installEventFilter(self)
        self._retranslate()

    def _result(self) -> Result:
        """The records as they are now: what comes later, another pace too, is not in the export."""
        result = self._window.result
        return Result(self._window.pictured, [copy(record) for record in result.runs], result.backend)

    def add_recorded(self) -> None:
        """Ask for the file of a real training, and set it beside the computed runs."""
        from gdviz.gui.shell.add_recorded import AddRecorded

        AddRecorded(self._window).ask()

    def export_film(self) -> None:
        """Open the dialog for films, or bring it to the front."""
        from gdviz.gui.export.export_film import ExportFilmDialog

        if self.film is None:
            self.film = ExportFilmDialog(self._window, self._result())
            self.film.finished.connect(self._drop_film)
        self.film.show()
        self.film.raise_()
        self.film.activateWindow()

    def release(self) -> None:
        """End the film or the table that is being made; the window closes."""
        if self.film is not None:
            self.film.close()
        if self._losses is not None:
            self._losses.stop()

    def _drop_film(self) -> None:
        if self.film is not None:
            self.film.deleteLater()
        self.film = None

    def export_table(self) -> None:
        """Ask for a file, and write the records to it."""
        from gdviz.export.base import CodeFormat, DataFormat, formats
        from gdviz.gui.export.saving import ask

        tables = [f for f in formats().values() if isinstance(f, DataFormat) and not isinstance(f, CodeFormat)]
        chosen = ask(self._window, self.tr("Export table"), tables)
        if chosen is None:
            return
        result = self._result()
        if all(record.problem.n_samples is None for record in result.runs):
            self._write_table(*chosen, result)
            return
        self._window.status.note(self.tr("The losses of all samples are computed for the table."))
        if self._losses is None:
            self._losses = Background(self)
            self._losses.done.connect(self._write_awaited)
        self._losses.start_work(_losses_of(result))
        self._awaited = (*chosen, result)

    def _write_awaited(self) -> None:
        self._write_table(*self._awaited)

    def _write_table(self, one: DataFormat, path: Path, result: Result) -> None:
        from gdviz.gui.export.saving import write

        if write(self._window, one, path, result):
            self._window.status.note(self.tr("The table has been written."))

    def export_code(self) -> None:
        """Show the experiment as a program."""
        from gdviz.gui.export.export_code import ExportCodeDialog

        ExportCodeDialog(self._window, self._result()).exec()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Qt: follow the language of the window."""
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()
        return False

    def _retranslate(self) -> None:
        for name, text in {
            "actionAddRecorded": self.tr("Add recorded r&un…"),
            "actionExportFilm": self.tr("Export &film…"),
            "actionExportTable": self.tr("Export &table…"),
            "actionExportCode": self.tr("Ex&port code…"),
        }.items():
            self._actions[name].setText(text)


def _losses_of(result: Result) -> Generator[None, None, None]:
    """Compute the losses of all samples, which with many of them takes long: the records keep them."""
    for record in result.runs:
        for first in range(0, record.n + 1, ROWS):
            record.losses_at(np.arange(first, min(first + ROWS, record.n + 1)))
            yield
