"""The place of the data lab: made for the first experiment with samples, hidden for the others."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QObject, QTimer

from gdviz.gui.kernel.view import Plain
from gdviz.gui.shell.window_layout import widen

if TYPE_CHECKING:
    from gdviz.engine.trajectory import RunRecord
    from gdviz.gui.data.column_fold import ColumnFold
    from gdviz.gui.data.data_view import DataView
    from gdviz.gui.drawing.gradient_arrows import GradientArrows
    from gdviz.gui.kernel.experiment_model import Name
    from gdviz.gui.kernel.scene import Scene
    from gdviz.gui.shell.main_window import MainWindow

STAGES = 4
_SHARE = 0.55
"""The share of the right column that the lab takes at first."""


class DataStage(Plain, QObject):
    """Makes the lab for the first experiment with samples, and leads through the stages of an update."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self.view: DataView | None = None
        self.fold: ColumnFold | None = None
        self._arrows: GradientArrows | None = None
        self.shown = False
        """Whether the experiment has samples."""
        self.room_given = False
        """Whether the lab has the room of others."""
        self._said: set[str] = set()
        self._clock = QTimer(self)
        self._clock.timeout.connect(self._next_stage)

    @property
    def stage(self) -> int:
        """The stage that is shown, 0 for none."""
        return self.view.stage if self.view is not None else 0

    def show_scene(self, scene: Scene, before: Scene | None) -> None:
        """See View: the lab is seen where there are samples."""
        self.shown = scene.problem.n_samples is not None
        if self.shown and self.view is None:
            self._make()
        if self.view is None:
            return
        if not self.shown:
            self.view.leave(scene.problem)
        if self.view.isHidden() == self.shown:
            self.view.setVisible(self.shown)
        if self._arrows is not None and scene.has_other_dress(before):
            self._arrows.apply_theme(scene.theme)
        if not self.shown:
            if self.room_given:
                self._give_room(False)
            return
        if self.fold is not None and (before is None or len(scene.runs) != len(before.runs)):
            self.fold.prefer(len(scene.runs))
        if (
            before is None
            or scene.clock.playing != before.clock.playing
            or scene.state.moment.stage != before.state.moment.stage
        ):
            self._take_time(scene)

    def _take_time(self, scene: Scene) -> None:
        """Played slowly, a stage takes its time; a shuffle is seen whole before the first."""
        stage, playhead = scene.state.moment.stage, self._window.controller.playhead
        if self.view is None or not stage or not self._window.controller.plays_stages:
            self._clock.stop()
            return
        shuffle = self.view.strip.shuffle_ms if stage == 1 else 0
        if shuffle:
            playhead.hold(shuffle / 1000)
        self._clock.start(shuffle + round(1000 / (STAGES * playhead.speed)))

    # what a person does

    def sub_step(self, direction: int = 1) -> None:
        """One stage on (1) or back (-1): split, predict, loss, update, and on to the next update.

        Without samples an update has no stages: it is one step.
        """
        playhead = self._window.controller.playhead
        if not self._seen:
            (playhead.step_forward if direction > 0 else playhead.step_back)()
            return
        with self._window.controller.one_change():
            playhead.pause()
            stage = self.stage + direction
            if stage > STAGES or (stage < 1 and playhead.position > 0):
                self._go_to(self._record.updates_at(playhead.position) + direction)
                stage = 1 if direction > 0 else STAGES
            self._window.controller.view_model.change(stage=max(stage, 1))

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
        self.fold = ColumnFold(window.splitters["right"], window.card, window.table, self.view)
        self.fold.share(_SHARE)
        self.view.edited.connect(self._edit)
        self.view.arrowsChanged.connect(self._show_arrows)
        self.view.playheadRequested.connect(self._go_to)
        self.view.openRequested.connect(self.open_data)
        self.view.noted.connect(self._say_once)
        self.view.roomWanted.connect(self._give_room)
        window.places.add(self.view)

    def _give_room(self, much: bool) -> None:
        """Let the lab grow over step and runs, and to the left; or back to what it had at first."""
        self.room_given = much
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

    def _next_stage(self) -> None:
        if self._window.controller.plays_stages and self.stage < STAGES:
            self._window.controller.view_model.change(stage=self.stage + 1)
        else:
            self._clock.stop()

    @property
    def _seen(self) -> bool:
        """Whether the lab is to be seen: it has samples, and nobody has folded it away."""
        return self.view is not None and self.shown and self.view.isVisible()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Qt: the lab comes into sight; it is told what it missed."""
        if event.type() == QEvent.Type.Show and watched is self.view and self.shown:
            QTimer.singleShot(0, self.view, self.view.fit)  # its parts know their sizes only then
        elif event.type() == QEvent.Type.Hide and watched is self.view:
            self._clock.stop()
            if self._arrows is not None:  # they were those of a problem that may be another by now
                self._arrows.set_arrows((0.0, 0.0), [])
        return super().eventFilter(watched, event)
