"""Makes the data lab for the first experiment with samples, and hides it for experiments without."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QTimer, Signal

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
        self._clock = QTimer(self)
        self._clock.timeout.connect(self._next_stage)

    @property
    def stage(self) -> int:
        """The stage that is shown, 0 for none."""
        return self._scene.state.moment.stage if self.view is not None and self._scene is not None else 0

    def show_scene(self, scene: Scene, before: Scene | None) -> None:
        """See View; the lab is made for the first samples."""
        self._scene = scene
        if _has_samples(scene) and self.view is None:
            self._make()
        if self.view is None or self._arrows is None:
            return
        if scene.has_other_style(before):
            self._arrows.apply_theme(scene.theme)
        if not _has_samples(scene):
            self.view.forget()
        now, was = scene.state.moment.stage, None if before is None else before.state.moment.stage
        if before is None or now != was or scene.clock.playing != before.clock.playing:
            self._take_time(now)

    def _take_time(self, stage: int) -> None:
        """Set the time of a stage in slow play; a shuffle ends before the first stage."""
        playhead = self._bench.playhead
        if self.view is None or not stage or not self._bench.controller.plays_stages:
            self._clock.stop()
            return
        shuffle = self.view.strip.shuffle_ms if stage == 1 else 0
        if shuffle:
            playhead.hold(shuffle / 1000)
        self._clock.start(shuffle + round(1000 / (STAGES * playhead.speed)))

    # Commands

    def sub_step(self, direction: int = 1) -> None:
        """Move one stage on (1) or back (-1): split, predict, loss, update, and then the next update.

        Without samples an update has no stages: it is one step.
        """
        playhead, scene = self._bench.playhead, self._scene
        if not self._seen or scene is None:
            (playhead.step_forward if direction > 0 else playhead.step_back)()
            return
        with self._bench.controller.one_change():
            playhead.pause()
            stage = self.stage + direction
            if stage > STAGES or (stage < 1 and playhead.position > 0):
                self._go_to(scene.clock.updates_at(scene.run, playhead.position) + direction)
                stage = 1 if direction > 0 else STAGES
            self._bench.change(stage=max(stage, 1))

    def open_data(self, path: str | Path | None = None) -> None:
        """Let a person choose the samples of a file (and the file, without `path`) as data of the experiment."""
        from gdviz.gui.data.open_data import ask_for_data

        problem = ask_for_data(self._bench.window, path)
        if problem is not None:
            self._edit("problem", problem, True, self.tr("open data"))

    # Implementation

    def _make(self) -> None:
        from gdviz.gui.data.data_view import DataView
        from gdviz.gui.drawing.gradient_arrows import GradientArrows

        view = self.view = DataView()
        view.hide()
        view.installEventFilter(self)
        self._arrows = GradientArrows(self._surface)
        self._arrows.apply_theme(self._bench.controller.theme)
        view.edited.connect(self._edit)
        view.arrowsChanged.connect(self._show_arrows)
        view.playheadRequested.connect(self._go_to)
        view.openRequested.connect(self.open_data)
        view.noted.connect(self._say_once)
        view.roomWanted.connect(lambda much: self._bench.change(lab_room=much))
        view.shuffleWanted.connect(lambda shown: self._bench.change(shuffle=shown))
        self.viewMade.emit(view)
        self._bench.add_view(view)

    def _edit(self, path: str, value: object, final: bool, what: Name) -> None:
        self._bench.controller.edit(path, value, final, what)

    def _go_to(self, update: int) -> None:
        scene = self._scene
        if scene is not None:
            self._bench.playhead.set_position(scene.clock.tick_of(scene.run, update))

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

    def _next_stage(self) -> None:
        if self._bench.controller.plays_stages and self.stage < STAGES:
            self._bench.change(stage=self.stage + 1)
        else:
            self._clock.stop()

    @property
    def _seen(self) -> bool:
        """Whether the lab is visible: there are samples, and it is not folded away."""
        return self._scene is not None and _has_samples(self._scene) and self.view is not None and self.view.isVisible()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Qt: the lab was shown or hidden."""
        if event.type() == QEvent.Type.Show and watched is self.view and self.view is not None:
            QTimer.singleShot(0, self.view, self.view.fit)  # its parts have their sizes only then
        elif event.type() == QEvent.Type.Hide and watched is self.view:
            self._clock.stop()
            if self._arrows is not None:  # the problem may have changed meanwhile
                self._arrows.set_arrows((0.0, 0.0), [])
        return super().eventFilter(watched, event)


def _has_samples(scene: Scene) -> bool:
    return scene.problem.n_samples is not None
