"""The place of the data lab: made for the first experiment with samples, hidden for the others."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QObject, QTimer

from gdviz.gui.shell.window_layout import widen
from gdviz.gui.style.theme import Theme

if TYPE_CHECKING:
    from gdviz.engine.trajectory import RunRecord
    from gdviz.experiment import Experiment
    from gdviz.gui.data.column_fold import ColumnFold
    from gdviz.gui.data.data_view import DataView
    from gdviz.gui.drawing.gradient_arrows import GradientArrows
    from gdviz.gui.kernel.experiment_model import Name
    from gdviz.gui.shell.main_window import MainWindow
    from gdviz.problems.base import Problem

SLOW = 2
"""Up to so many steps a second each update is played in its four stages."""
STAGES = 4
_SHARE = 0.55
"""The share of the right column that the lab takes at first."""


class DataStage(QObject):
    """Has the methods of a view, which reach the lab while it is seen, and leads through the stages of an update."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self.view: DataView | None = None
        self.fold: ColumnFold | None = None
        self._arrows: GradientArrows | None = None
        self._told: dict[str, tuple[Any, ...]] = {}
        """The last arguments of each of the methods below."""
        self._said: set[str] = set()
        self._clock = QTimer(self)
        self._clock.timeout.connect(self._next_stage)

    @property
    def shown(self) -> bool:
        """Whether the experiment has samples."""
        told = self._told.get("show_runs")
        return told is not None and told[1].n_samples is not None

    @property
    def stage(self) -> int:
        """The stage that is shown, 0 for none."""
        return self.view.stage if self.view is not None else 0

    # what a view can be told

    def show_runs(
        self, experiment: Experiment, problem: Problem, records: Sequence[RunRecord], colors: Sequence[Any]
    ) -> None:
        """Show these runs where they have samples, else hide."""
        self._told["show_runs"] = (experiment, problem, records, colors)
        if self.shown and self.view is None:
            self._make()
        if self.view is None:
            return
        if self._seen:
            self.view.show_runs(experiment, problem, records, colors)
        else:
            self.view.leave(problem)
        self.view.setVisible(self.shown)
        if not self.shown:
            return
        if self.fold is not None:
            self.fold.prefer(len(records))

    def refresh(self) -> None:
        """Take what the records hold now."""
        if self.view is not None and self._seen:
            self.view.refresh()

    def set_playhead(self, k: int) -> None:
        """Show the update that follows k updates; played slowly, in its stages."""
        moved = self._told.get("set_playhead") != (k,)
        self._tell("set_playhead", k)
        if not self._seen or not moved:
            return
        self._set_stage(1 if self._plays_slowly() else 0)

    def set_run(self, index: int) -> None:
        """Choose the run whose batches are shown."""
        self._tell("set_run", index)

    def set_ahead_hidden(self, hidden: bool) -> None:
        """Do not tell what the update leads to."""
        self._tell("set_ahead_hidden", hidden)

    def apply_theme(self, theme: Theme) -> None:
        """Take all colours from the theme."""
        if self._arrows is not None:
            self._arrows.apply_theme(theme)
        self._tell("apply_theme", theme)

    def set_playing(self, playing: bool) -> None:
        """Begin with the stages where it is played slowly; a pause keeps what is seen."""
        self._clock.stop()
        if playing and self._seen and self._plays_slowly():
            self._set_stage(1)

    # what a person does

    def sub_step(self, direction: int = 1) -> None:
        """One stage on (1) or back (-1): split, predict, loss, update, and on to the next update.

        Without samples an update has no stages: it is one step.
        """
        playhead = self._window.controller.playhead
        if not self._seen:
            (playhead.step_forward if direction > 0 else playhead.step_back)()
            return
        playhead.pause()
        stage = self.stage + direction
        if stage > STAGES or (stage < 1 and playhead.position > 0):
            self._go_to(self._record.updates_at(playhead.position) + direction)
            stage = 1 if direction > 0 else STAGES
        self._set_stage(max(stage, 1))

    def open_data(self, path: str | Path | None = None) -> None:
        """Ask for samples of a file (which one, too, without `path`), and make them the data of the experiment."""
        from gdviz.gui.data.open_data import ask_for_data

        problem = ask_for_data(self._window, path)
        if problem is not None:
            self._edit("problem", problem, True, self.tr("open data"))

    # how it is done

    def _make(self) -> None:
        from gdviz.gui.data.column_fold import ColumnFold
        from gdviz.gui.data.data_view import DataView
        from gdviz.gui.drawing.gradient_arrows import GradientArrows

        window = self._window
        self.view = DataView()
        self.view.hide()
        self.view.installEventFilter(self)
        self._arrows = GradientArrows(window.surface.box)
        self._arrows.apply_theme(window.theme)
        self._told["apply_theme"] = (window.theme,)
        self.fold = ColumnFold(window.splitters["right"], window.card, window.table, self.view)
        self.fold.share(_SHARE)
        self.view.edited.connect(self._edit)
        self.view.arrowsChanged.connect(self._show_arrows)
        self.view.playheadRequested.connect(self._go_to)
        self.view.openRequested.connect(self.open_data)
        self.view.noted.connect(self._say_once)
        self.view.roomWanted.connect(self._give_room)
        window.controller.playhead.playingChanged.connect(self.set_playing)

    def _give_room(self, much: bool) -> None:
        """Let the lab grow over step and runs, and to the left; or back to what it had at first."""
        widen(self._window.splitters["body"], much)
        if self.fold is not None:
            self.fold.share(1.0 if much else _SHARE)

    def _edit(self, path: str, value: object, final: bool, what: Name) -> None:
        self._window.controller.edit(path, value, final, what)

    def _go_to(self, update: int) -> None:
        self._window.controller.playhead.set_position(self._record.tick_of(update))

    @property
    def _record(self) -> RunRecord:
        controller = self._window.controller
        return controller.result.runs[controller.run]

    def _say_once(self, text: str) -> None:
        if text not in self._said:
            self._said.add(text)
            self._window.status.note(text)

    def _show_arrows(self, arrows: list[Any]) -> None:
        view = self.view
        if self._arrows is None or view is None or view.told is None:
            return
        w, runs = view.told.w, self._window.surface.runs
        if runs is not None and runs.flat is not None:
            flat = [
                replace(
                    arrow,
                    vector=runs.flat.plane.along(arrow.vector),
                    word=self.tr("{arrow}, projected").format(arrow=arrow.word),
                )
                for arrow in arrows
            ]
            self._arrows.set_arrows(runs.place(w), flat)
            return
        self._arrows.set_arrows((float(w[0]), float(w[1]) if len(w) > 1 else view.told.loss), arrows)

    def _plays_slowly(self) -> bool:
        playhead = self._window.controller.playhead
        return playhead.playing and playhead.speed <= SLOW

    def _set_stage(self, stage: int) -> None:
        if self.view is None:
            return
        plays, playhead = self._plays_slowly(), self._window.controller.playhead
        self.view.set_stage(stage, by_hand=not plays)
        if stage and plays:
            shuffle = self.view.strip.shuffle_ms if stage == 1 else 0
            if shuffle:  # all of it is seen, then the stages take their time
                playhead.hold(shuffle / 1000)
            self._clock.start(shuffle + round(1000 / (STAGES * playhead.speed)))
        else:
            self._clock.stop()

    def _next_stage(self) -> None:
        if self.stage < STAGES and self._plays_slowly():
            self._set_stage(self.stage + 1)

    def _tell(self, method: str, *arguments: Any) -> None:
        self._told[method] = arguments
        if self.view is not None and self._seen:
            getattr(self.view, method)(*arguments)

    @property
    def _seen(self) -> bool:
        """Whether the lab is to be seen: it has samples, and nobody has folded it away."""
        return self.view is not None and self.shown and self.view.isVisible()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Qt: the lab comes into sight; it is told what it missed."""
        if event.type() == QEvent.Type.Show and watched is self.view and self.shown:
            for method in ("apply_theme", "show_runs", "set_run", "set_playhead", "set_ahead_hidden"):
                if method in self._told:
                    getattr(self.view, method)(*self._told[method])
            QTimer.singleShot(0, self.view, self.view.fit)  # its parts know their sizes only then
        elif event.type() == QEvent.Type.Hide and watched is self.view:
            self._clock.stop()
            if self._arrows is not None:  # they were those of a problem that may be another by now
                self._arrows.set_arrows((0.0, 0.0), [])
        return super().eventFilter(watched, event)
