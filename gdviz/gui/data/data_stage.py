"""The place of the data lab: made for the first experiment with samples, hidden for the others."""

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
    """Makes the lab for the first experiment with samples, and leads through the stages of an update.

    Signals
    -------
    viewMade(view)
        The lab has been made and is to have its place in the window, hidden.
    labShown(shown)
        It is to be shown, or to be hidden.
    roomWanted(much)
        A person wants more room for it; or it is to have what it had at first.
    """

    viewMade = Signal(object)
    labShown = Signal(bool)
    roomWanted = Signal(bool)

    def __init__(self, bench: Workbench, surface: pg.ViewBox) -> None:
        """Make it; its arrows are drawn in the ViewBox of the surface."""
        super().__init__(bench)
        self._bench, self._surface = bench, surface
        self.view: DataView | None = None
        self._arrows: GradientArrows | None = None
        self._scene: Scene | None = None
        self._said: set[str] = set()
        self._clock = QTimer(self)
        self._clock.timeout.connect(self._next_stage)
        bench.model.opened.connect(self._end_room)

    @property
    def stage(self) -> int:
        """The stage that is shown, 0 for none."""
        return self._scene.state.moment.stage if self.view is not None and self._scene is not None else 0

    def show_scene(self, scene: Scene, before: Scene | None) -> None:
        """See View: the lab is seen where there are samples."""
        self._scene = scene
        if _has_samples(scene) and self.view is None:
            self._make()
        if self.view is None or self._arrows is None:
            return
        if scene.has_other_look(before):
            self._arrows.apply_theme(scene.theme)
        if not _has_samples(scene):
            self._end_room()
            self.view.forget()
        if self.view.isHidden() == _has_samples(scene):
            self.labShown.emit(_has_samples(scene))
        now, was = scene.state.moment.stage, None if before is None else before.state.moment.stage
        if before is None or now != was or scene.clock.playing != before.clock.playing:
            self._take_time(now)

    def _take_time(self, stage: int) -> None:
        """Played slowly, a stage takes its time; a shuffle is seen whole before the first."""
        playhead = self._bench.playhead
        if self.view is None or not stage or not self._bench.controller.plays_stages:
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
        """Ask for samples of a file (which one, too, without `path`), and make them the data of the experiment."""
        from gdviz.gui.data.open_data import ask_for_data

        problem = ask_for_data(self._bench.window, path)
        if problem is not None:
            self._edit("problem", problem, True, self.tr("open data"))

    # how it is done

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
        view.roomWanted.connect(self.roomWanted)
        self.viewMade.emit(view)
        self._bench.add_view(view)

    def _end_room(self) -> None:
        """Give back what the lab has taken from others: those data have been left that were looked at."""
        if self.view is not None:
            self.view.room_action.setChecked(False)

    def _edit(self, path: str, value: object, final: bool, what: Name) -> None:
        self._bench.controller.edit(path, value, final, what)

    def _go_to(self, update: int) -> None:
        scene = self._scene
        if scene is not None:
            self._bench.playhead.set_position(scene.clock.tick_of(scene.run, update))

    def _say_once(self, text: str) -> None:
        if text not in self._said:
            self._said.add(text)
            self._bench.note(text)

    def _show_arrows(self, arrows: list[Descent]) -> None:
        view = self.view
        if self._arrows is None or view is None or view.told is None or view.scene is None:
            return
        w, flat = view.told.w, view.scene.published.flat
        if flat is not None and flat.whole is not view.scene.problem:
            flat = None
        if flat is None and len(w) > 2:  # the plane comes later
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
        self._arrows.set_arrows((float(w[0]), float(w[1]) if len(w) > 1 else view.told.loss), arrows)

    def _next_stage(self) -> None:
        if self._bench.controller.plays_stages and self.stage < STAGES:
            self._bench.change(stage=self.stage + 1)
        else:
            self._clock.stop()

    @property
    def _seen(self) -> bool:
        """Whether the lab is to be seen: it has samples, and nobody has folded it away."""
        return self._scene is not None and _has_samples(self._scene) and self.view is not None and self.view.isVisible()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Qt: the lab comes into sight, or goes."""
        if event.type() == QEvent.Type.Show and watched is self.view and self.view is not None:
            QTimer.singleShot(0, self.view, self.view.fit)  # its parts know their sizes only then
        elif event.type() == QEvent.Type.Hide and watched is self.view:
            self._clock.stop()
            if self._arrows is not None:  # they were those of a problem that may be another by now
                self._arrows.set_arrows((0.0, 0.0), [])
        return super().eventFilter(watched, event)


def _has_samples(scene: Scene) -> bool:
    return scene.problem.n_samples is not None
