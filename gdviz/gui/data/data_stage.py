"""Makes the data lab for the first experiment with samples, and goes through the stages of an update."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QTimer, Signal

from gdviz.editing.edits import OPENED
from gdviz.gui.kernel.view import ViewDefaults

if TYPE_CHECKING:
    import pyqtgraph as pg

    from gdviz.gui.data.data_view import DataView
    from gdviz.gui.drawing.gradient_arrows import Descent, GradientArrows
    from gdviz.gui.kernel.experiment_model import Name
    from gdviz.gui.kernel.scene import Scene
    from gdviz.gui.kernel.workbench import Workbench

STAGES = 4


class DataStage(ViewDefaults, QObject):
    """Makes the lab for the first experiment with samples, and steps through the stages of an update.

    Signals
    -------
    viewMade(view)
        The lab was made, hidden, and needs a place in the window; see ColumnFold for when it is shown.
    """

    viewMade = Signal(object)

    def __init__(self, bench: Workbench, surface: pg.ViewBox) -> None:
        """Make the stage; the lab's arrows are drawn in the ViewBox of the surface."""
        super().__init__(bench)
        self._bench, self._surface = bench, surface
        self.view: DataView | None = None
        self._arrows: GradientArrows | None = None
        self._scene: Scene | None = None
        self._noted: set[str] = set()

    @property
    def stage(self) -> int:
        """The stage that is shown, 0 for none."""
        return self._scene.state.moment.stage if self.view is not None and self._scene is not None else 0

    def show_scene(self, scene: Scene, before: Scene | None) -> None:
        """See View; the lab is made for the first samples."""
        self._scene = scene
        if _has_samples(scene) and self.view is None:
            self._make(scene)
        if self.view is None or self._arrows is None:
            return
        if scene.has_other_style(before):
            self._arrows.apply_theme(scene.theme)
        if not _has_samples(scene):
            self.view.forget()
        if before is None or scene.in_fog != before.in_fog:
            self._set_arrows_visible()

    # Commands

    def sub_step(self, direction: int = 1) -> None:
        """Move one stage on (1) or back (-1): split, predict, loss, update, and then the next update.

        Without samples an update has no stages: it is one step.
        """
        playhead, scene = self._bench.playhead, self._scene
        if not self._seen or scene is None:
            (playhead.step_forward if direction > 0 else playhead.step_back)()
            return
        if playhead.stays():
            return
        with self._bench.controller.one_change():
            playhead.pause()
            stage = self.stage + direction
            if stage > STAGES or (stage < 1 and playhead.position > 0):
                self._go_to(scene.clock.updates_at(scene.run, playhead.position) + direction)
                stage = 1 if direction > 0 else STAGES
            self._bench.change(stage=max(stage, 1))

    def show_stage(self, stage: int) -> None:
        """Show a stage of the present update, or with 0 all at once; at the end, of the last update."""
        playhead, scene, view = self._bench.playhead, self._scene, self.view
        if scene is None or view is None or view.shown_update is None or playhead.stays():
            return
        with self._bench.controller.one_change():
            playhead.pause()
            if stage and view.shown_update.w_after is None and playhead.position > 0:
                self._go_to(scene.clock.updates_at(scene.run, playhead.position) - 1)
            self._bench.change(stage=stage)

    def open_data(self, path: str | Path | None = None) -> None:
        """Let a person choose the samples of a file (and the file, without `path`) for an experiment on them.

        It is an edit, which can be undone, but nothing of the experiment before is left in it: neither its runs nor
        how it was shown, and it begins at its start.
        """
        from gdviz.gui.data.open_data import ask_for_data

        problem = ask_for_data(self._bench.window, path)
        if problem is None:
            return
        before = self._bench.experiment
        with self._bench.controller.one_change():
            self._edit(OPENED, problem, True, self.tr("open data"))
            if self._bench.experiment is not before:
                self._bench.view_model.open({})
                self._bench.playhead.reset()

    # Implementation

    def _make(self, scene: Scene) -> None:
        from gdviz.gui.data.data_view import DataView
        from gdviz.gui.drawing.gradient_arrows import GradientArrows

        view = self.view = DataView()
        view.hide()
        view.installEventFilter(self)
        self._arrows = GradientArrows(self._surface)
        self._arrows.apply_theme(scene.theme)
        view.edited.connect(self._edit)
        view.arrowsChanged.connect(self._show_arrows)
        view.playheadRequested.connect(self._go_to)
        view.stageRequested.connect(self.show_stage)
        view.openRequested.connect(self.open_data)
        view.noted.connect(self._say_once)
        view.enlargeWanted.connect(lambda: self._bench.change(arrangement="data", arranged=True))
        view.roomWanted.connect(lambda much: self._bench.change(lab_room=much))
        view.shuffleWanted.connect(lambda shown: self._bench.change(shuffle=shown))
        self.viewMade.emit(view)
        self._bench.add_view(view)
        self._bench.add_view(StageClock(self._bench, view))

    def _edit(self, path: str, value: object, final: bool, what: Name) -> None:
        self._bench.controller.edit(path, value, final, what)

    def _go_to(self, update: int) -> None:
        scene = self._scene
        if scene is not None:
            self._bench.playhead.jump(scene.clock.tick_of(scene.run, update))

    def _say_once(self, text: str) -> None:
        if text not in self._noted:
            self._noted.add(text)
            self._bench.note(text)

    def _show_arrows(self, arrows: list[Descent]) -> None:
        view = self.view
        if self._arrows is None or view is None or view.shown_update is None or view.scene is None:
            return
        w, flat = view.shown_update.w, view.scene.published.flat
        if flat is not None and flat.whole is not view.scene.problem:
            flat = None
        if flat is None and len(w) > 2:  # the plane is not computed yet
            self._arrows.set_arrows((0.0, 0.0), [])
            return
        if flat is not None:
            seen = [
                replace(
                    arrow,
                    vector=flat.plane.along(arrow.vector),
                    word=self.tr("{arrow}, projected").format(arrow=arrow.word),
                )
                for arrow in arrows
            ]
            x, y = flat.plane.project(w).tolist()
            self._arrows.set_arrows((x, y), seen)
            return
        self._arrows.set_arrows((float(w[0]), float(w[1]) if len(w) > 1 else view.shown_update.loss), arrows)

    def _set_arrows_visible(self) -> None:
        """Show the arrows on the surface while the lab is seen; not in the fog, where they would show the way."""
        if self._arrows is not None and self.view is not None and self._scene is not None:
            self._arrows.setVisible(self.view.isVisible() and not self._scene.in_fog)

    @property
    def _seen(self) -> bool:
        """Whether the lab is visible: there are samples, and it is not folded away."""
        return self._scene is not None and _has_samples(self._scene) and self.view is not None and self.view.isVisible()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Qt: the lab was shown or hidden."""
        if watched is self.view and self.view is not None and event.type() in (QEvent.Type.Show, QEvent.Type.Hide):
            self._set_arrows_visible()
            if event.type() == QEvent.Type.Show:
                QTimer.singleShot(0, self.view, self.view.fit)  # its parts have their sizes only then
        return super().eventFilter(watched, event)


class StageClock(ViewDefaults, QObject):
    """Goes through the stages while updates are played slowly and the lab is seen.

    It is shown each scene after the lab, whose shuffle it waits for.
    """

    def __init__(self, bench: Workbench, lab: DataView) -> None:
        super().__init__(lab)
        self._bench, self._lab = bench, lab
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._next_stage)
        lab.installEventFilter(self)

    def show_scene(self, scene: Scene, before: Scene | None) -> None:
        """See View: the time of a stage begins with it."""
        if (
            before is None
            or scene.state.moment.stage != before.state.moment.stage
            or scene.playhead != before.playhead
            or scene.clock.playing != before.clock.playing
        ):
            self._begin()

    def _begin(self) -> None:
        """Begin the time of the current stage; a shuffle is seen whole before that of the first stage."""
        stage, playhead = self._stage, self._bench.playhead
        if not stage or not self._bench.controller.plays_stages or not self._lab.isVisible():
            self._timer.stop()
            return
        shuffle = self._lab.shuffle_ms if stage == 1 else 0
        if shuffle:
            playhead.hold(shuffle / 1000)
        self._timer.start(shuffle + round(1000 / (STAGES * playhead.speed)))

    def _next_stage(self) -> None:
        if self._bench.controller.plays_stages and self._stage < STAGES:
            self._bench.change(stage=self._stage + 1)
        else:
            self._timer.stop()

    @property
    def _stage(self) -> int:
        return self._bench.view_model.state.moment.stage

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Qt: the lab was shown or hidden."""
        if event.type() in (QEvent.Type.Show, QEvent.Type.Hide) and watched is self._lab:
            self._begin()
        return super().eventFilter(watched, event)


def _has_samples(scene: Scene) -> bool:
    return scene.problem.n_samples is not None
