"""New, open, save: the experiment's file, and the question before changes are lost."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QLineEdit, QMessageBox, QWidget

from gdviz.carried import carries
from gdviz.experiment import Experiment, load, save
from gdviz.gui.dialogs import choose_file
from gdviz.gui.experiment_model import ExperimentModel
from gdviz.gui.texts import choose, translate
from gdviz.gui.texts import text as in_language
from gdviz.messages import ExperimentError, mark, why
from gdviz.paths import resources

if TYPE_CHECKING:
    from gdviz.lessons import Lesson

SUFFIX = ".json"
WORKED = mark("The worked example")
"""The title in its file."""


def worked_example() -> Experiment:
    """The lecture's example: f = 3x²y from (1, 1) at 0.01."""
    return load(resources() / "experiments" / "worked_example.json")


def title_of(experiment: Experiment) -> str:
    """The title of an experiment; that of the worked example in the language of the window."""
    return translate(WORKED) if experiment.title == WORKED else experiment.title


class Files(QObject):
    """Opens and saves the model's experiment; `asks` is whether it asks before changes are lost."""

    def __init__(self, window: QWidget, model: ExperimentModel) -> None:
        super().__init__(window)
        self._window = window
        self._model = model
        self.asks = False
        self.finish: Callable[[Experiment], Experiment] = lambda experiment: experiment
        """What is added to an experiment that is saved, and is no edit: how its pictures look."""

    def new(self) -> None:
        """Begin with the worked example."""
        if self.may_lose_changes():
            self._model.open(worked_example(), None)

    def open(self) -> None:
        """Choose a file and open it."""
        if not self.may_lose_changes():
            return
        chosen = choose_file.open_file(self._window, self.tr("Open experiment"), self._folder(), self._openable())
        if chosen:
            self.open_path(Path(chosen))

    def open_path(self, path: Path) -> bool:
        """Open `path`; what is wrong with it is said in a dialog, and the present experiment stays.

        What only carries an experiment, such as a picture, is not the experiment's file: saving asks for one.
        """
        try:
            experiment = load(path)
            own = None if carries(path) else path
        except ExperimentError as error:
            self.say(self.tr("{file} was not opened.").format(file=path.name), in_language(error))
            return False
        self._model.open(experiment, own)
        return True

    def open_lesson(self, lesson: Lesson) -> None:
        """Open a lesson as a new experiment: it is saved elsewhere."""
        if self.may_lose_changes():
            self._model.open(lesson.open(choose), None)

    def save(self) -> bool:
        """Save to the experiment's file, or ask for one."""
        return self.save_path(self._model.path) if self._model.path is not None else self.save_as()

    def save_as(self) -> bool:
        """Ask for a file and save there."""
        start = str(self._model.path or Path(self._folder()) / f"experiment{SUFFIX}")
        title = self.tr("Save experiment")
        chosen, _ = choose_file.save_file(self._window, title, start, self._filter(), SUFFIX[1:])
        if not chosen:
            return False
        path = Path(chosen)
        return self.save_path(path if path.suffix else path.with_suffix(SUFFIX))

    def save_path(self, path: Path) -> bool:
        """Save to `path`; a failure is said in a dialog, and an old file stays as it was."""
        self._take_what_is_typed()
        try:
            save(self.finish(self._model.experiment), path)
        except (OSError, ValueError) as error:
            self.say(self.tr("The experiment was not saved."), f"{path}: {in_language(why(error))}")
            return False
        self._model.saved(path)
        return True

    def may_lose_changes(self) -> bool:
        """Whether it is all right to leave the present experiment; asks where there are unsaved changes."""
        self._take_what_is_typed()
        if not self.asks or not self._model.modified:
            return True
        box = QMessageBox(self._window)
        box.setIcon(QMessageBox.Icon.NoIcon)
        box.setWindowTitle("gdviz")
        path = self._model.path
        asked = self.tr("Save the changes to this experiment?")
        box.setText(asked if path is None else self.tr("Save the changes to {file}?").format(file=path.name))
        buttons = QMessageBox.StandardButton
        box.setStandardButtons(buttons.Save | buttons.Discard | buttons.Cancel)
        box.button(buttons.Discard).setText(self.tr("Do not save"))
        box.setDefaultButton(buttons.Save)
        answer = box.exec()
        return self.save() if answer == buttons.Save else answer == buttons.Discard

    def _take_what_is_typed(self) -> None:
        """Let the field that has the keyboard commit, as it does when it is left."""
        field = self._window.focusWidget()
        if isinstance(field, QLineEdit):
            field.clearFocus()
            field.setFocus()

    def _folder(self) -> str:
        return str(self._model.path.parent if self._model.path else Path.home())

    def _openable(self) -> str:
        """What can be opened: experiment files, and the exported files that carry an experiment."""
        from gdviz.export.base import formats

        suffixes = dict.fromkeys(
            [SUFFIX, *(s for known in formats().values() if known.carries for s in known.suffixes)]
        )
        every = " ".join(f"*{suffix}" for suffix in suffixes)
        return ";;".join([self.tr("Experiments, and files that carry one ({suffixes})").format(suffixes=every),
                          self._filter()])  # fmt: skip

    def _filter(self) -> str:
        return self.tr("Experiments (*{suffix})").format(suffix=SUFFIX)

    def say(self, what: str, why: str) -> None:
        """Tell in a dialog what did not happen, and why."""
        box = QMessageBox(self._window)
        box.setWindowTitle("gdviz")
        box.setText(what)
        box.setInformativeText(why)
        box.exec()
