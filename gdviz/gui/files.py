"""New, open, save: the experiment's file, and the question before changes are lost.

An edited lesson is kept automatically (`kept_lessons`), so nobody is asked about it.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QLineEdit, QMessageBox, QWidget

from gdviz.carried import carries
from gdviz.experiment import Experiment, load, save
from gdviz.gui.dialogs import choose_file
from gdviz.gui.experiment_model import ExperimentModel, contents
from gdviz.gui.texts import choose, translate
from gdviz.gui.texts import text as in_language
from gdviz.messages import ExperimentError, mark, why
from gdviz.paths import resources

if TYPE_CHECKING:
    from gdviz.lessons import Lesson

SUFFIX = ".json"
log = logging.getLogger(__name__)
WORKED = mark("The worked example")
"""The title in its file."""


def worked_example() -> Experiment:
    """The lecture's example: f = 3x²y from (1, 1) at 0.01."""
    return load(resources() / "experiments" / "worked_example.json")


def title_of(experiment: Experiment) -> str:
    """The title of an experiment; that of the worked example in the language of the window."""
    return translate(WORKED) if experiment.title == WORKED else experiment.title


class Files(QObject):
    """Opens and saves the model's experiment.

    `asks` is whether it asks before changes are lost, `keeps` whether an edited lesson is kept also where it does not.
    """

    def __init__(self, window: QWidget, model: ExperimentModel) -> None:
        super().__init__(window)
        self._window = window
        self._model = model
        self.asks = self.keeps = False
        self._began: Experiment | None = None
        """What was opened when `_lesson` and `_kept_at` were found."""
        self._lesson: Lesson | None = None
        self._kept_at: Path | None = None
        """The file with the state of the lesson that was opened, or kept last."""
        self.finish: Callable[[Experiment], Experiment] = lambda experiment: experiment
        """What is added to an experiment that is saved, and is no edit: how its pictures look."""

    @property
    def lesson(self) -> Lesson | None:
        """The lesson that was opened, whatever was made of it since; None for a file and for any other experiment."""
        if self._began is not self._model.begun:
            self._begin(None, None)
            if self._model.begun.note:
                from gdviz.lessons import lesson_of

                self._lesson = lesson_of(self._model.begun)
        return self._lesson if self._model.path is None else None

    def _begin(self, lesson: Lesson | None, kept_at: Path | None) -> None:
        self._began, self._lesson, self._kept_at = self._model.begun, lesson, kept_at

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
        from gdviz.gui.kept_lessons import lesson_at
        from gdviz.gui.recent import note_recent

        lesson = lesson_at(path)
        try:
            experiment = load(path)
            if lesson is not None:
                experiment = lesson.reworded(experiment, choose)
            own = None if lesson is not None or carries(path) else path
        except ExperimentError as error:
            self.say(self.tr("{file} was not opened.").format(file=path.name), in_language(error))
            return False
        self._model.open(experiment, own)
        if lesson is not None:
            self._begin(lesson, path)
            note_recent(path)
            self._model.fileChanged.emit()
        return True

    def open_lesson(self, lesson: Lesson) -> None:
        """Open a lesson as a new experiment: it is saved elsewhere."""
        if self.may_lose_changes():
            self._model.open(lesson.open(choose), None)
            self._begin(lesson, None)

    def set_lesson_aside(self) -> None:
        """Keep what was made of the lesson; what is made of it from now on is another state."""
        self._take_what_is_typed()
        self._keep_lesson()
        self._kept_at = None

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
        """Whether it is all right to leave the present experiment; asks where there are unsaved changes.

        An edited lesson is kept instead.
        """
        self._take_what_is_typed()
        if self._keep_lesson() or not self.asks or not self._model.modified:
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

    def _keep_lesson(self) -> bool:
        """Keep an edited lesson for File > Open recent; False where there is none, or it could not be written."""
        lesson = self.lesson
        if lesson is None or not self._model.modified or not (self.asks or self.keeps):
            return False
        if contents(self._model.experiment) == contents(lesson.open(choose)):
            return True
        from gdviz.gui.kept_lessons import keep

        try:
            self._kept_at = keep(lesson, self.finish(self._model.experiment), self._kept_at)
        except (OSError, ValueError) as error:
            log.warning("lesson %s: %s", lesson.name, error)
            return False
        return True

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
