"""Adds the file of a real training to the experiment as a recorded run: chosen in a dialog, or dropped."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QApplication, QMessageBox

from gdviz.carried import carried
from gdviz.engine.recorded_runs import RecordedLook, looks, readable, remarks_on, with_looks
from gdviz.engine.recording import KNOWN, NAMES, is_known
from gdviz.gui.style.translating import text as in_language
from gdviz.gui.widgets import choose_file
from gdviz.messages import ExperimentError
from gdviz.quoting import listed

if TYPE_CHECKING:
    from gdviz.gui.kernel.workbench import Workbench
    from gdviz.gui.shell.files import Files

TABLES = (".csv", ".tsv", ".txt")
LINES = (".jsonl", ".ndjson")
ARRAYS = (".npz",)
_HEAD = 4096
"""The number of bytes that are searched for the names of the columns."""


class AddRecorded(QObject):
    """Adds files of real trainings to the experiment, each as one step that can be undone."""

    def __init__(self, bench: Workbench, files: Files) -> None:
        super().__init__()
        self._bench, self._files = bench, files

    def ask(self) -> None:
        """Ask for a file, and add it."""
        suffixes = " ".join(f"*{suffix}" for suffix in (*TABLES, *ARRAYS, *LINES))
        known = self.tr("Recorded runs ({suffixes})").format(suffixes=suffixes)
        own = self._bench.model.path
        folder = str(own.parent if own else Path.home())
        filters = f"{known};;{self.tr('All files')} (*)"
        chosen = choose_file.open_file(self._bench.window, self.tr("Add recorded run"), folder, filters)
        if chosen:
            self.add(Path(chosen))

    def is_meant(self, path: Path) -> bool | None:
        """Ask whether an ambiguous table is a recorded run (True) or samples (False); None if cancelled."""
        box = QMessageBox(self._bench.window)
        box.setWindowTitle("gdviz")
        box.setText(self.tr("Is {file} a recorded run, or are these samples?").format(file=path.name))
        columns = self.tr("Its columns are {found}. Of a recorded run {known}.")
        box.setInformativeText(columns.format(found=listed(columns_of(path)), known=in_language(KNOWN)))
        recording = box.addButton(self.tr("Recorded run"), QMessageBox.ButtonRole.AcceptRole)
        samples = box.addButton(self.tr("Samples"), QMessageBox.ButtonRole.AcceptRole)
        box.addButton(QMessageBox.StandardButton.Cancel)
        box.setDefaultButton(recording)
        box.exec()
        clicked = box.clickedButton()
        return None if clicked not in (recording, samples) else clicked is recording

    def add(self, path: Path) -> None:
        """Add a file; if it is invalid, show why and change nothing."""
        controller = self._bench.controller
        experiment, name = controller.model.experiment, str(path.absolute())
        QApplication.setOverrideCursor(Qt.CursorShape.WaitCursor)
        try:
            found = readable(name)
            there = [look for look in looks(experiment) if look.path != name or not look.withheld]
            new = name not in [look.path for look in there]
            after = with_looks(experiment, [*there, RecordedLook(name)]) if new else experiment
        except ExperimentError as error:
            QApplication.restoreOverrideCursor()
            self._files.say(self.tr("The recorded run was not added."), in_language(error))
            return
        QApplication.restoreOverrideCursor()
        if new:
            controller.edit_whole(after, lambda: self.tr("add a recorded run"), controller.run)
        added = self.tr("Recorded beside the computed runs: {run}, {n} rows.")
        added = added.format(run=found.label, n=f"{len(found.step):,}")
        rest = remarks_on(RecordedLook(name), found, controller.result.runs[0].problem)
        self._bench.note("  ·  ".join([added, *map(in_language, rest)]))


def is_recording(path: Path) -> bool:
    """Return whether a dropped file is a recorded run: by its suffix, its arrays, or the names of its columns.

    A file of arrays is one unless it contains an experiment. A table is one if at least two of step, rate and loss
    are columns; otherwise it holds samples.
    """
    suffix = path.suffix.lower()
    if suffix in ARRAYS:
        return not _holds_experiment(path)
    if suffix not in TABLES:
        return suffix in LINES
    return sum(bool(set(columns_of(path)) & set(known)) for known in NAMES.values()) >= 2


def may_be_recording(path: Path) -> bool:
    """Return whether a table that `is_recording` classes as samples has a column of a recorded run, as loss or w1."""
    return any(map(is_known, columns_of(path)))


def columns_of(path: Path) -> list[str]:
    """Return the names in the head of a table; empty if it cannot be read, which is reported when it is read whole."""
    try:
        with path.open("rb") as file:
            head = file.read(_HEAD).decode("utf-8-sig", "replace").partition("\n")[0]
    except OSError:
        return []
    return [name.strip().strip('"') for name in head.replace(";", ",").replace("\t", ",").split(",")]


def _holds_experiment(path: Path) -> bool:
    try:
        return carried(path) is not None
    except (ExperimentError, OSError):
        return False
