"""Applies the commands of the runs' table to the experiment, each with a name in the undo menu."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject

from gdviz.editing import run_edits
from gdviz.editing.run_names import own_name
from gdviz.editing.run_view import RunsView
from gdviz.experiment import Experiment
from gdviz.gui.style import translating
from gdviz.messages import ExperimentError
from gdviz.problems.problem import compiled

if TYPE_CHECKING:
    from gdviz.engine.recorded_runs import RecordedLook
    from gdviz.gui.kernel.controller import Controller


class RunCommands(QObject):
    """Turns the requests of the runs' table into edits of the experiment."""

    def __init__(self, controller: Controller) -> None:
        super().__init__(controller)
        self._controller = controller

    def carry_out(self, request: str, run: int, value: object = None) -> None:
        """Carry out a request of RunTable.requested, or refuse it with its reason."""
        controller, experiment = self._controller, self._controller.model.experiment
        if request.endswith(" recorded"):
            self._change_recorded(experiment, request, run, value)
            return
        if not 0 <= run < len(experiment.runs):
            return
        name = partial(self._name, experiment, request, run, value)
        controller.model.finish_preview(name)
        try:
            after, chosen = self._change(experiment, request, run, value)
        except ExperimentError as error:
            controller.noted.emit(translating.text(error.reason))
            return
        if after != experiment:
            controller.edit_whole(after, name, chosen)
        elif chosen != run:
            controller.choose_run(chosen)

    def open_from(self, w: Sequence[float]) -> None:
        """Open the chosen run from the start `w` beside it."""
        from gdviz.editing.phase_axes import start_at  # a launch need not wait for it

        controller = self._controller
        names = compiled(controller.model.experiment.problem).names
        self.carry_out("beside", controller.run, start_at(names, w))

    def _change_recorded(self, experiment: Experiment, request: str, row: int, value: Any) -> None:
        """Carry out a request for the recorded run in a row: "remove", "rename", "color" or "hide"."""
        from gdviz.engine import recorded_runs

        files = recorded_runs.looks(experiment)
        look = files[row]
        words = {
            "remove recorded": lambda: self.tr("remove a recorded run"),
            "rename recorded": lambda: self.tr("rename a recorded run"),
            "color recorded": lambda: self.tr("colour of a recorded run"),
            "hide recorded": lambda: self.tr("hide a recorded run") if value else self.tr("show a recorded run"),
        }
        changes: dict[str, Callable[[], list[RecordedLook]]] = {
            "remove recorded": lambda: [],
            "rename recorded": lambda: [replace(look, label=str(value).strip() or None)],
            "color recorded": lambda: [replace(look, color=value)],
            "hide recorded": lambda: [replace(look, hidden=value)],
        }
        after = recorded_runs.with_looks(experiment, [*files[:row], *changes[request](), *files[row + 1 :]])
        if after != experiment:
            self._controller.edit_whole(after, words[request], self._controller.run)

    def _change(self, experiment: Experiment, request: str, run: int, value: Any) -> run_edits.Change:
        view = RunsView.of(experiment)
        show: Callable[[RunsView], run_edits.Change] = lambda made: (run_edits.shown(experiment, made), run)  # noqa: E731
        made: dict[str, Callable[[], run_edits.Change]] = {
            "add": partial(run_edits.added, experiment, run),
            "duplicate": partial(run_edits.duplicated, experiment, run),
            "delete": partial(run_edits.deleted, experiment, run),
            "like": lambda: run_edits.like(experiment, run, value),
            "beside": lambda: run_edits.beside(experiment, run, value),
            "move": lambda: run_edits.moved(experiment, run, value),
            "rename": lambda: run_edits.renamed(experiment, run, value),
            "pin": lambda: run_edits.pinned(experiment, run, value),
            "color": lambda: show(view.changed(run, color=value)),
            "hide": lambda: show(view.changed(run, hidden=value)),
            "solo": lambda: show(replace(view, solo=run if value else None)),
            "show all": lambda: show(
                replace(view, solo=None, runs=tuple(replace(look, hidden=False) for look in view.runs))
            ),
            "below": lambda: show(replace(view, below=value)),
        }
        return made[request]()

    def _name(self, experiment: Experiment, request: str, run: int, value: object) -> str:
        """The name of a request in the undo menu."""
        spec = experiment.runs[run]
        names = {
            "add": self.tr("add a run"),
            "duplicate": self.tr("duplicate run {run}"),
            "beside": self.tr("open a cell of the map"),
            "delete": self.tr("delete run {run}"),
            "move": self.tr("move run {run}"),
            "rename": self.tr("rename run {run}"),
            "pin": self.tr("pin run {run}") if value else self.tr("unpin run {run}"),
            "color": self.tr("colour of run {run}"),
            "hide": self.tr("hide run {run}") if value else self.tr("show run {run}"),
            "solo": self.tr("show run {run} alone") if value else self.tr("show all runs"),
            "show all": self.tr("show all runs"),
            "below": self.tr("loss to reach"),
        }
        like = {
            "lr*10": self.tr("add {run} with the rate × 10"),
            "lr/10": self.tr("add {run} with the rate ÷ 10"),
            "momentum": self.tr("add {run} with momentum"),
            "adam": self.tr("add {run} with Adam"),
        }
        names["like"] = like.get(str(value)) or self._name_of_value(str(value))
        name = names[request]
        return name.format(run=spec.label or own_name(experiment, spec))

    def _name_of_value(self, how: str) -> str:
        """The name of adding a run with other batches or another schedule, see `run_edits.like`."""
        if how.startswith("schedule="):
            return self.tr("add {run} with another schedule")
        return (
            self.tr("add {run} with batches twice as large")
            if how == "batch*2"
            else self.tr("add {run} with other batches")
        )
