"""The entries of File for films, tables, code and recorded runs."""

from __future__ import annotations

from collections.abc import Generator
from copy import copy
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QMessageBox

from gdviz.engine.runner import Result
from gdviz.gui.kernel.background import Background
from gdviz.gui.kernel.workbench import Command, Workbench
from gdviz.gui.style.translating import translate
from gdviz.messages import mark

if TYPE_CHECKING:
    from gdviz.export.export_format import DataFormat
    from gdviz.gui.export.export_film import ExportFilmDialog
    from gdviz.gui.shell.files import Files

ROWS = 32
"""The number of losses that are computed at once; in between the window may close."""


class ExportMenu(QObject):
    """The commands to add a recorded run, and to export film, table and code, with the runs as they are then."""

    def __init__(self, bench: Workbench, files: Files) -> None:
        super().__init__(bench)
        self._bench, self._files = bench, files
        self.film: ExportFilmDialog | None = None
        """The dialog for films, while open; it is not modal."""
        self._losses: Background | None = None
        self._tables: list[tuple[DataFormat, Path, Result]] = []
        """The tables that wait for their losses; those of the first one are being computed."""
        for name, text, run, menu, order in (
            ("actionAddRecorded", lambda: self.tr("Add recorded r&un…"), self.add_recorded, "file", 130),
            ("actionExportFilm", lambda: self.tr("Export &film…"), self.export_film, "export", 100),
            ("actionExportTable", lambda: self.tr("Export &table…"), self.export_table, "export", 110),
            ("actionExportCode", lambda: self.tr("Ex&port code…"), self.export_code, "export", 120),
        ):
            bench.add(Command(name, text, run=run, menu=menu, order=order))

    def _result(self) -> Result:
        """Return a snapshot of the records: later steps, or another pace, do not affect the export."""
        result = self._bench.controller.result
        return Result(self._bench.carried, [copy(record) for record in result.runs], result.backend)

    def add_recorded(self) -> None:
        """Ask for the file of a real training, and add it as a recorded run."""
        from gdviz.gui.shell.add_recorded import AddRecorded

        AddRecorded(self._bench, self._files).ask()

    def export_film(self) -> None:
        """Open the dialog for films, or bring it to the front."""
        from gdviz.gui.export.export_film import ExportFilmDialog

        if self.film is None:
            self.film = ExportFilmDialog(self._bench, self._result())
            self.film.finished.connect(self._drop_film)
        self.film.show()
        self.film.raise_()
        self.film.activateWindow()

    def may_drop_tables(self) -> bool:
        """Return whether the window may close; asks if a table is still to be written."""
        if not self._tables or not self._files.asks:
            return True
        box = QMessageBox(self._bench.window)
        box.setIcon(QMessageBox.Icon.NoIcon)
        box.setWindowTitle("gdviz")
        names = ", ".join(path.name for _, path, _ in self._tables)
        box.setText(self.tr("Close before {file} is written?").format(file=names))
        box.setInformativeText(self.tr("The losses of all samples are still being computed for it."))
        buttons = QMessageBox.StandardButton
        box.setStandardButtons(buttons.Discard | buttons.Cancel)
        box.button(buttons.Discard).setText(self.tr("Close without it"))
        box.setDefaultButton(buttons.Cancel)
        return box.exec() == buttons.Discard

    def release(self) -> None:
        """End the film or the table that is being made, as the window closes."""
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
        from gdviz.export.export_format import CodeFormat, DataFormat, formats
        from gdviz.gui.export.saving import ask

        tables = [f for f in formats().values() if isinstance(f, DataFormat) and not isinstance(f, CodeFormat)]
        chosen = ask(self._bench.window, self.tr("Export table"), tables)
        if chosen is None:
            return
        result = self._result()
        if all(record.problem.n_samples is None for record in result.runs):
            self._write_table(*chosen, result)
            return
        self._bench.note(self.tr("The losses of all samples are computed for the table."))
        self._tables.append((*chosen, result))
        if len(self._tables) == 1:
            self._begin_losses()

    def _begin_losses(self) -> None:
        """Compute the losses of the first waiting table."""
        if self._losses is None:
            self._losses = Background(self)
            self._losses.done.connect(self._write_first)
            self._losses.failed.connect(self._give_up_first)
        self._losses.start_work(_losses_of(self._tables[0][2]))

    def _write_first(self) -> None:
        """Write the table whose losses are computed, and begin with the next one."""
        first = self._tables.pop(0)
        if self._tables:
            self._begin_losses()
        self._write_table(*first)

    def _give_up_first(self) -> None:
        """Show why the losses of a table could not be computed, and begin with the next one."""
        assert self._losses is not None
        path, reason = self._tables.pop(0)[1], self._losses.reason
        if self._tables:
            self._begin_losses()
        self._files.say(translate(mark("The file was not written.")), f"{path}: {reason}")

    def _write_table(self, one: DataFormat, path: Path, result: Result) -> None:
        from gdviz.gui.export.saving import write

        if write(self._bench.window, one, path, result):
            self._bench.note_saved(path)

    def export_code(self) -> None:
        """Show the experiment as a program."""
        from gdviz.gui.export.export_code import ExportCodeDialog

        dialog = ExportCodeDialog(self._bench.window, self._result())
        dialog.exec()
        if dialog.written is not None:
            self._bench.note_saved(dialog.written)


def _losses_of(result: Result) -> Generator[None, None, None]:
    """Compute the losses of all samples along the runs, which may take long; the records cache them."""
    for record in result.runs:
        for first in range(0, record.n + 1, ROWS):
            record.losses_at(np.arange(first, min(first + ROWS, record.n + 1)))
            yield
