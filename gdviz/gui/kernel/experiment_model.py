"""The only owner of the experiment: nothing else replaces it, and every change can be undone."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QUndoCommand, QUndoStack

from gdviz.experiment import Experiment

Name = str | Callable[[], str]
"""The name of an edit in the undo menu, or a function that returns it in the window's language."""


class ExperimentModel(QObject):
    """Holds the experiment, its file, and the undo stack.

    `edit` is one undo step. `preview` shows a value during a drag; the `edit` that ends the drag makes
    one step of all of it.
    """

    changed = Signal(object)
    opened = Signal()
    fileChanged = Signal()

    def __init__(self, experiment: Experiment, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._experiment = self.begun = experiment
        """`begun` is what was opened last, without any edit."""
        self._kept: Experiment | None = experiment
        """The experiment as it was opened or saved last; None where no file holds what was opened."""
        self._announced_modified = False
        self._before_preview: Experiment | None = None
        self.run_wanted: int | None = None
        """While `changed` is emitted: the run that the change chooses; None where it leaves the choice alone."""
        self.path: Path | None = None
        self.version: str | None = None
        """The fingerprint of the file as it was read or written here last; None where there was no file."""
        self.in_words: Callable[[Experiment], Experiment] | None = None
        """Puts the words of an experiment into the present language: undo steps may hold those of another."""
        self.undo_stack = QUndoStack(self)

    @property
    def experiment(self) -> Experiment:
        """The current experiment."""
        return self._experiment

    @property
    def before(self) -> Experiment:
        """What the next edit begins from: the experiment before a preview under way, else the current one."""
        return self._before_preview or self._experiment

    @property
    def previewing(self) -> bool:
        """Whether a drag is under way."""
        return self._before_preview is not None

    @property
    def modified(self) -> bool:
        """Whether the file lacks changes; how the experiment is shown does not count, see `contents`."""
        return self._kept is None or (
            self._kept is not self._experiment and contents(self._kept) != contents(self._experiment)
        )

    @property
    def duration_chosen(self) -> bool:
        """Whether a person has set the duration since the experiment was opened, or since the last proposal.

        A step of the undo stack that changed the duration but not the problem was the person's; one that changed both
        was a proposal. Steps that are undone do not count.
        """
        stack = self.undo_stack
        for step in map(stack.command, reversed(range(stack.index()))):
            if isinstance(step, _Replacement) and step.changed_duration:
                return not step.changed_problem
        return False

    def preview(self, experiment: Experiment) -> None:
        """Show `experiment` without an undo step of its own."""
        if self._before_preview is None:
            self._before_preview = self._experiment
        self._set(experiment)

    def edit(self, experiment: Experiment, name: Name, runs: tuple[int, int] | None = None) -> None:
        """Replace the experiment as one undo step called `name`; a preview under way becomes part of it.

        `runs`, where runs are added, removed or moved: the one chosen before, and after.
        """
        before = self.before
        self._before_preview = None
        if experiment == before:
            self._set(experiment)
            return
        self.undo_stack.push(_Replacement(self, before, experiment, name, runs))

    def finish_preview(self, name: Name) -> None:
        """Make an undo step of a preview under way, if there is one."""
        if self._before_preview is not None:
            self.edit(self._experiment, name)

    def drop_preview(self) -> None:
        """Put back the experiment as it was before the preview under way."""
        if self._before_preview is not None:
            before, self._before_preview = self._before_preview, None
            self._set(before)

    def undo(self) -> None:
        """Undo the last step; a preview under way is that step."""
        self.finish_preview("")
        self.undo_stack.undo()

    def forget(self, before: Experiment) -> None:
        """Undo the last step and drop it, if it began from `before` and nothing can be redone after it."""
        stack = self.undo_stack
        step = stack.command(stack.index() - 1) if stack.index() == stack.count() else None
        if isinstance(step, _Replacement) and step.began_from(before):
            step.undo()
            step.setObsolete(True)
            self.undo_stack.undo()  # Qt removes an obsolete step without calling its undo

    def redo(self) -> None:
        """Redo the step that was undone last."""
        self.finish_preview("")
        self.undo_stack.redo()

    def open(self, experiment: Experiment, path: Path | None, version: str | None = None) -> None:
        """Open `experiment` from `path`, whose fingerprint was `version`; the undo stack starts empty."""
        self._open(experiment, path, version, experiment)

    def reword(self, experiment: Experiment) -> None:
        """Show `experiment`, the present one in another language: this is no edit and cannot be undone."""
        if self.in_words is not None and self._kept is not None:
            self._kept = self.in_words(self._kept)
        self._set(experiment)
        self._announce_file()

    def retranslate(self) -> None:
        """Retranslate the names of the undo steps."""
        stack = self.undo_stack
        for step in map(stack.command, range(stack.count())):
            if isinstance(step, _Replacement):
                step.retranslate()
        stack.undoTextChanged.emit(stack.undoText())
        stack.redoTextChanged.emit(stack.redoText())

    def recover(self, experiment: Experiment, path: Path | None, version: str | None = None) -> None:
        """Open changes that no file holds yet; they were made to `path` when its fingerprint was `version`."""
        self._open(experiment, path, version, None)

    def saved(self, path: Path, version: str | None = None) -> None:
        """Note that the present state is in `path`, whose fingerprint is now `version`."""
        self.path, self.version = path, version
        self._kept = self._experiment
        self._announce_file()

    def _open(self, experiment: Experiment, path: Path | None, version: str | None, kept: Experiment | None) -> None:
        self._before_preview = None
        self.undo_stack.clear()
        self.path, self.version, self._kept, self.begun = path, version, kept, experiment
        self.opened.emit()
        self._set(experiment, 0, even_if_equal=True)
        self._announce_file()

    def _set(self, experiment: Experiment, run: int | None = None, even_if_equal: bool = False) -> None:
        """Show `experiment`; with `even_if_equal` also an equal one, since the files that it names may have changed."""
        if even_if_equal or experiment != self._experiment:
            self._experiment = experiment
            self.run_wanted = run
            self.changed.emit(experiment)
            self.run_wanted = None
            if self.modified != self._announced_modified:
                self._announce_file()

    def _set_in_words(self, experiment: Experiment, run: int | None) -> None:
        self._set(experiment if self.in_words is None else self.in_words(experiment), run)

    def _announce_file(self) -> None:
        self._announced_modified = self.modified
        self.fileChanged.emit()


def contents(experiment: Experiment) -> Experiment:
    """The experiment without how it is shown: which runs are hidden, their colours, the plane, the look of pictures.

    Of recorded runs their files and names stay.
    """
    view: dict[str, Any] = {}
    recorded = experiment.view.get("recorded")
    if isinstance(recorded, list):
        view["recorded"] = [
            {key: value for key, value in entry.items() if key not in ("color", "hidden")}
            if isinstance(entry, dict)
            else {"path": entry}
            for entry in recorded
        ]
    return replace(experiment, view=view)


class _Replacement(QUndoCommand):
    def __init__(
        self, model: ExperimentModel, before: Experiment, after: Experiment, name: Name, runs: tuple[int, int] | None
    ) -> None:
        super().__init__()
        self._model, self._before, self._after, self._name = model, before, after, name
        self._runs = runs or (None, None)
        self.retranslate()

    @property
    def changed_duration(self) -> bool:
        """Whether this step changed how many steps or epochs are made."""
        return (self._before.steps, self._before.epochs) != (self._after.steps, self._after.epochs)

    @property
    def changed_problem(self) -> bool:
        """Whether this step changed the problem."""
        return self._before.problem != self._after.problem

    def began_from(self, experiment: Experiment) -> bool:
        """Whether `experiment` is what this step replaced."""
        return self._before == experiment

    def retranslate(self) -> None:
        """Retranslate the name."""
        self.setText(self._name if isinstance(self._name, str) else self._name())

    def redo(self) -> None:
        """Put the later experiment in place."""
        self._model._set_in_words(self._after, self._runs[1])

    def undo(self) -> None:
        """Put the earlier experiment back."""
        self._model._set_in_words(self._before, self._runs[0])
