"""New, open, save: the experiment's file, and the question before changes are lost.

An edited lesson, or other prepared experiment, is stored automatically (`kept_lessons`), without a question.
"""

from __future__ import annotations

import logging
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QProcess, Signal
from PySide6.QtWidgets import QLineEdit, QMessageBox, QWidget

from gdviz import consent
from gdviz.carried import carries
from gdviz.experiment import Experiment, file_content, load, read_file
from gdviz.gui.kernel.experiment_model import ExperimentModel, contents
from gdviz.gui.shell import allowed_files
from gdviz.gui.style.translating import choose, translate
from gdviz.gui.style.translating import text as in_language
from gdviz.gui.widgets import choose_file
from gdviz.messages import ExperimentError, mark, why
from gdviz.paths import fingerprint, fingerprint_of, free_name, resources, set_aside, write_whole

if TYPE_CHECKING:
    from gdviz.engine.sweep_files import SweepFile
    from gdviz.engine.sweeps import Sweep
    from gdviz.prepared_file import PreparedFile

SUFFIX = ".json"
SWEEPS = (".nc", ".csv", ".npz")
TABLES = (".csv", ".tsv", ".txt")
log = logging.getLogger(__name__)
WORKED = mark("The worked example")
"""The title in the file of the worked example."""


def worked_example() -> Experiment:
    """Return the lecture's example: f = 3x²y from (1, 1) at 0.01."""
    return load(resources() / "experiments" / "worked_example.json")


def title_of(experiment: Experiment) -> str:
    """Return the title of an experiment; that of the worked example in the language of the window."""
    return translate(WORKED) if experiment.title == WORKED else experiment.title


class Files(QObject):
    """Opens and saves the model's experiment.

    `asks`: it asks before changes are lost. `keeps`: an edited lesson is stored even if it does not ask.

    `noted` carries a sentence to show that needs no answer.
    """

    noted = Signal(str)
    sweepOpened = Signal(object)
    """Carries the sweep of a file whose experiment has been opened."""

    def __init__(self, window: QWidget, model: ExperimentModel) -> None:
        super().__init__(window)
        self._window = window
        self._model = model
        self.asks = self.keeps = False
        self._began: Experiment | None = None
        """The opened experiment to which `_prepared` and `_kept_at` belong."""
        self._prepared: PreparedFile | None = None
        self._content: tuple[Experiment, bytes] | None = None
        """The opened experiment, and the content of the file from which it was opened or to which it was last saved."""
        self._kept_at: Path | None = None
        """The file with the edited state of `_prepared` that was opened, or last stored."""
        self._kept_version: str | None = None
        """The fingerprint of that file at that time."""
        self.end_lesson: Callable[[], bool] | None = None
        """Ends the guided lesson that is under way, whose experiments are never saved; returns whether unsaved changes
        from before it are back.
        """
        self.finish: Callable[[Experiment], Experiment] = lambda experiment: experiment
        """Completes an experiment for its file by adding the look of its pictures, which is not an edit."""
        self.open_data: Callable[[Path], object] = lambda path: None
        """Puts the samples of a table into the experiment, which is an edit."""

    @property
    def prepared(self) -> PreparedFile | None:
        """The lesson, or other prepared experiment, that was opened, even if it was edited since.

        None for a file and for any other experiment.
        """
        if self._began is not self._model.begun:
            self._begin(None, None, None)
            if self._model.begun.note:
                from gdviz.prepared import came_as

                self._prepared = came_as(self._model.begun)
        return self._prepared if self._model.path is None else None

    def _begin(self, prepared: PreparedFile | None, kept_at: Path | None, kept_version: str | None) -> None:
        self._began, self._prepared = self._model.begun, prepared
        self._kept_at, self._kept_version = kept_at, kept_version

    def new(self) -> None:
        """Open the worked example."""
        if self.may_lose_changes():
            self._model.open(worked_example(), None)

    def open(self) -> None:
        """Choose a file and open it."""
        if not self.may_lose_changes():
            return
        chosen = choose_file.open_file(self._window, self.tr("Open experiment"), self._folder(), self._openable())
        if not chosen:
            return
        path = Path(chosen)
        if path.suffix.lower() in TABLES and not may_be_sweep(path):
            self.open_data(path)
        else:
            self.open_path(path)

    def open_path(self, path: Path) -> bool:
        """Open `path`; if that fails, show why in a dialog, and keep the present experiment.

        A file that only carries an experiment, such as a picture, is not the experiment's file: saving asks for one.
        """
        from gdviz.gui.shell.kept_lessons import kept_in
        from gdviz.gui.shell.recent import note_recent

        prepared = kept_in(path)
        made: Sweep | None = None
        try:
            held = self._sweep_in(path)
            file = read_file(path) if held is None else held.experiment
            experiment = allowed_files.experiment_of(file, path.name, self._window)
            if held is not None and not experiment.problem.withheld:
                made = held.sweep(experiment)
            if prepared is not None:
                experiment = prepared.reworded(experiment, choose)
            own = None if prepared is not None or held is not None or carries(path) else path
        except ExperimentError as error:
            self.say(self.tr("{file} was not opened.").format(file=path.name), in_language(error))
            return False
        version = fingerprint_of(file.content)
        self._model.open(experiment, own, None if own is None else version)
        self._content = self._model.begun, file.content
        if prepared is not None:
            self._begin(prepared, path, version)
            note_recent(path)
            self._model.fileChanged.emit()
        if made is not None:
            note_recent(path)
            self.sweepOpened.emit(made)
        return True

    def _sweep_in(self, path: Path) -> SweepFile | None:
        """Return the sweep in a file, or None if the file is no sweep. Raises ExperimentError."""
        if path.suffix.lower() not in SWEEPS:
            return None
        from gdviz.engine.sweep_files import found_in  # imported late to speed up the start

        return found_in(path)

    def ask_for_withheld(self, content: bytes | None = None) -> None:
        """Ask whether the experiment may read its files in other folders, and read them.

        `content` is the content of the experiment's file if that was opened by other code.
        """
        model = self._model
        if content is not None:
            self._content = model.begun, content
        files, name = model.experiment.withheld, title_of(model.experiment) if model.path is None else model.path.name
        if not files or not allowed_files.may_read(name, files, self._window):
            return
        try:
            experiment = model.experiment.released()
        except ExperimentError as error:
            self.say(self.tr("The files were not read."), in_language(error))
            return
        begun, content = self._content or (None, None)
        if begun is not model.begun:  # the experiment was recovered after a crash, without its file
            content = None
        if model.modified:
            model.recover(experiment, model.path, model.version)
        else:
            model.open(experiment, model.path, model.version)
        if content is not None:
            consent.remember(content, files)
            self._content = model.begun, content

    def open_prepared(self, prepared: PreparedFile) -> bool:
        """Open a lesson, or other prepared experiment, as a new one; return whether that was done."""
        if not self.open_new(prepared.open(choose)):
            return False
        self._begin(prepared, None, None)
        return True

    def open_new(self, experiment: Experiment) -> bool:
        """Open an experiment that has no file yet; return whether that was done. Saving will ask for a file."""
        if not self.may_lose_changes():
            return False
        self._model.open(experiment, None)
        return True

    def set_prepared_aside(self) -> None:
        """Store the edits of a prepared experiment; later edits are stored as another state."""
        self.take_what_is_typed()
        self._keep_prepared()
        self._kept_at = None

    def save(self) -> bool:
        """Save to the experiment's file, or ask for one."""
        return self.save_path(self._model.path) if self._model.path is not None else self.save_as()

    def save_as(self, proposed: Path | None = None) -> bool:
        """Ask for a file, `proposed` at first, and save there."""
        start = str(proposed or self._model.path or Path(self._folder()) / f"experiment{SUFFIX}")
        title = self.tr("Save experiment")
        chosen, _ = choose_file.save_file(self._window, title, start, self._filter(), SUFFIX[1:])
        if not chosen:
            return False
        path = Path(chosen)
        return self.save_path(path if path.suffix else path.with_suffix(SUFFIX))

    def save_path(self, path: Path) -> bool:
        """Save to `path`; a failure is shown in a dialog, and leaves an old file as it was.

        Asks first where `path` is the experiment's own file and another window or program has changed it.
        """
        self.take_what_is_typed()
        try:
            content = file_content(self.finish(self._model.experiment), path)
            if self._is_own(path) and fingerprint(path) not in (self._model.version, fingerprint_of(content)):
                from gdviz.gui.shell.changed_file_box import ChangedFileBox

                box = ChangedFileBox(path.name, not path.exists(), self._window)
                answer = box.exec()
                box.deleteLater()
                if answer == ChangedFileBox.ELSEWHERE:
                    return self.save_as(free_name(path) if path.exists() else path)
                if answer == ChangedFileBox.SHOW:
                    self._show_apart(path)
                if answer != ChangedFileBox.HERE:
                    return False
                if path.exists():
                    copy = set_aside(path)
                    self.noted.emit(self.tr("The other version is now in {file}.").format(file=copy.name))
            write_whole(path, content)
            allowed_files.remember_own(self._model.experiment, path, content)
        except (OSError, ValueError) as error:
            self.say(self.tr("The experiment was not saved."), f"{path}: {in_language(why(error))}")
            return False
        self._content = self._model.begun, content
        self._model.saved(path, fingerprint_of(content))
        return True

    def _is_own(self, path: Path) -> bool:
        """Return whether `path` is the experiment's file, perhaps under another name."""
        own = self._model.path
        return own is not None and os.path.realpath(own) == os.path.realpath(path)

    def _show_apart(self, path: Path) -> None:
        """Open the experiment of a file in another window."""
        failed = self.tr("{file} was not opened.").format(file=path.name)
        try:
            read_file(path).without_outside()
        except ExperimentError as error:  # shown here, as the other process has no place for it
            self.say(failed, in_language(error))
            return
        if not QProcess.startDetached(sys.executable, ["-P", "-m", "gdviz", "gui", str(path)]):
            self.say(failed, self.tr("A second window could not be started."))

    def may_lose_changes(self) -> bool:
        """Return whether the present experiment may be left; asks if there are unsaved changes.

        The edits of a prepared experiment are stored instead.
        """
        self.take_what_is_typed()
        if self.end_lesson is not None and not self.end_lesson():
            return True
        if self._keep_prepared() or not self.asks or not self._model.modified:
            return True
        box = QMessageBox(self._window)
        box.setIcon(QMessageBox.Icon.NoIcon)
        box.setWindowTitle("gdviz")
        path = self._model.path
        question = self.tr("Save the changes to this experiment?")
        box.setText(question if path is None else self.tr("Save the changes to {file}?").format(file=path.name))
        buttons = QMessageBox.StandardButton
        box.setStandardButtons(buttons.Save | buttons.Discard | buttons.Cancel)
        box.button(buttons.Discard).setText(self.tr("Do not save"))
        box.setDefaultButton(buttons.Save)
        answer = box.exec()
        return self.save() if answer == buttons.Save else answer == buttons.Discard

    def _keep_prepared(self) -> bool:
        """Store the edits of a prepared experiment for File > Open recent.

        Returns False if the experiment is not a prepared one, or could not be written.
        """
        prepared = self.prepared
        if prepared is None or not self._model.modified or not (self.asks or self.keeps):
            return False
        if contents(self._model.experiment) == contents(prepared.open(choose)):
            return True
        from gdviz.gui.shell.kept_lessons import keep

        at = self._kept_at
        try:
            if at is not None and fingerprint(at) != self._kept_version:
                at = None  # another window has stored its own state there: keep both
            self._kept_at = keep(prepared, self.finish(self._model.experiment), at)
            self._kept_version = fingerprint(self._kept_at)
        except (OSError, ValueError) as error:
            log.warning("%s: %s", prepared.name, error)
            return False
        title = title_of(self._model.experiment)
        self.noted.emit(self.tr("What you made of {title} is kept in File, Open recent.").format(title=title))
        return True

    def take_what_is_typed(self) -> None:
        """Make the focused field commit its text, as it does when it loses the focus."""
        field = self._window.focusWidget()
        if isinstance(field, QLineEdit):
            field.clearFocus()
            field.setFocus()

    def _folder(self) -> str:
        return str(self._model.path.parent if self._model.path else Path.home())

    def _openable(self) -> str:
        """Return the filter of files that can be opened: experiments, and exported files that carry one."""
        from gdviz.export.export_format import formats

        suffixes = dict.fromkeys(
            [SUFFIX, *(s for known in formats().values() if known.carries for s in known.suffixes)]
        )
        every = " ".join(f"*{suffix}" for suffix in dict.fromkeys([*suffixes, *SWEEPS]))
        sweeps = " ".join(f"*{suffix}" for suffix in SWEEPS)
        return ";;".join([self.tr("Experiments, and files that carry one ({suffixes})").format(suffixes=every),
                          self._filter(), self.tr("Sweeps ({suffixes})").format(suffixes=sweeps)])  # fmt: skip

    def _filter(self) -> str:
        return self.tr("Experiments (*{suffix})").format(suffix=SUFFIX)

    def say(self, what: str, why: str) -> None:
        """Show in a dialog what failed, and why."""
        box = QMessageBox(self._window)
        box.setWindowTitle("gdviz")
        box.setText(what)
        box.setInformativeText(why)
        box.exec()


def may_be_sweep(path: Path) -> bool:
    """Return whether a file is a sweep, or a damaged one."""
    from gdviz.engine.sweep_files import found_in

    try:
        return path.suffix.lower() in SWEEPS and found_in(path) is not None
    except ExperimentError:
        return True
