"""The controller: turns edits into experiments, has the worker compute them, and shows the records in scenes."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from gdviz.editing import edits, run_edits
from gdviz.editing.run_view import RunsView
from gdviz.engine.diagnosis.crossings import is_known
from gdviz.engine.reuse import take_finished
from gdviz.engine.runner import Result, prepare
from gdviz.engine.whole_loss import is_evaluated
from gdviz.experiment import Experiment
from gdviz.gui.kernel.clock import Clock, Counted, Pace, extent, paces_of
from gdviz.gui.kernel.derived import Derived
from gdviz.gui.kernel.drag_escape import DragEscape
from gdviz.gui.kernel.experiment_model import ExperimentModel, Name
from gdviz.gui.kernel.playhead import TICK_MS, Playhead
from gdviz.gui.kernel.scene import Progress, Records, Scene
from gdviz.gui.kernel.view_model import ViewModel
from gdviz.gui.kernel.worker import BURST_SECONDS, Limits, Worker
from gdviz.gui.style import theme
from gdviz.gui.style.translating import text as in_language
from gdviz.messages import ExperimentError, reason_of
from gdviz.problems.problem import compiled
from gdviz.view_state import ViewState, count_from, moment_from, written_moment

if TYPE_CHECKING:
    from gdviz.engine.trajectory import RunRecord
    from gdviz.gui.kernel.recorded_style import RecordedRun

SLOW = 2
"""Up to this many steps a second, each update is played in its four stages."""
PATIENCE = 3.0
"""Seconds without a step after which a note says why nothing moves."""
FIRST_BURST_WAIT = 0.064
"""Seconds that an edit waits for the worker's first burst, so that a short run appears whole and at once."""
_RATE_FOLLOWS = ("problem.expression", "problem.prediction", "optimizer.kind")
"""Edits of something else that may change the learning rate."""
GROWTH_MS = 3 * TICK_MS
"""How long the worker may work between the frames that show what has grown, while nothing plays."""

log = logging.getLogger(__name__)


class Controller(QObject):
    """Owns the models, the worker and the playhead, and makes the scenes that all views show.

    `sceneChanged` carries a Scene whenever there is another one: experiment, the records of its computation, the state
    of the view and the playhead agree in it. `stateChanged` carries the state of the view before a change, ahead of the
    scene with it: style sheet and language come first. `finished` and `computing` report the worker's state. `noted`
    carries a sentence for the status bar (an empty one removes the last), `refused` the path of an edit that was not
    allowed, and the reason. `gaveUp` is emitted when Escape ends a drag before its release.
    """

    sceneChanged = Signal(object)
    stateChanged = Signal(object)
    finished = Signal()
    computing = Signal(bool)
    noted = Signal(str)
    gaveUp = Signal()
    refused = Signal(str, str)

    def __init__(self, experiment: Experiment, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.model = ExperimentModel(experiment, self)
        self.view_model = ViewModel(ViewState().opened(experiment.view), self)
        self.derived = Derived()
        self.theme = theme.system()
        """The colours of the next scene."""
        self.playhead = Playhead(self)
        self.worker = Worker(self)
        self._paces: tuple[Pace, ...] = ()
        """How fast each run goes by the playhead's clock."""
        self._rate_noted = False
        """Whether a note says that the last edit changed a learning rate, too."""
        self._epochs_fit = self._counted_epochs = False
        """Whether epochs suit the runs better than steps; whether the clock counted them last."""
        self.steps_per_second = 0.0
        """How fast the worker computes; 0 where it does not, or that is not measured yet."""
        self.result: Result = prepare(experiment, self.device)
        self._recorded: list[RecordedRun] = []
        """The recorded runs; the playhead moves along them, too."""
        self._generation = 0
        self._records: Records | None = None
        self._refusals = self._openings = 0
        self.scene: Scene | None = None
        """The last scene."""
        self._composing = False
        """Whether parts of the next scene do not agree yet."""
        self._opening = False
        """Whether that is since another experiment opens."""
        self._showing = False
        self._notes_said: set[str] = set()
        self._frame = QTimer(self)
        self._frame.setInterval(GROWTH_MS)
        self._frame.timeout.connect(self._on_frame)
        self._painted = QTimer(self)
        """Fires when nothing is posted any more, a repaint neither; a queued call would come before the repaint."""
        self._painted.setSingleShot(True)
        self._painted.timeout.connect(self._go_on)
        self._escape = DragEscape(self._give_up, self._show_again, self)
        self.playhead.moved.connect(self._on_moved)
        self.playhead.glided.connect(self.show)
        self.playhead.playingChanged.connect(self._on_playing)
        self.playhead.playingChanged.connect(self._note_slow_playing)
        self.playhead.speedChanged.connect(lambda: self._note_slow_playing(self.playhead.playing))
        self.view_model.changed.connect(self._on_state)
        self.derived.published.connect(self._on_published)
        self.model.changed.connect(self._compute)
        self.model.opened.connect(self._on_opened)
        self.worker.progressed.connect(self._on_progress)
        self.worker.limited.connect(self._on_limited)
        self.worker.finished_job.connect(self._on_finished)
        self.worker.failed.connect(self._on_failed)

    @property
    def run(self) -> int:
        """The run that the panel edits and the card explains."""
        return self.view_model.state.moment.run

    @property
    def device(self) -> str:
        """What is to compute: "auto", "cpu" or "gpu"."""
        return self.view_model.state.moment.device

    def start(self) -> None:
        """Start the worker and compute the first experiment."""
        self.worker.start()
        self._compute(self.model.experiment)

    def _on_opened(self) -> None:
        from gdviz.formula.compiling import forget_results  # a launch need not wait for it

        forget_results()
        self._composing = self._opening = True  # until the experiment itself is here, see _compute
        self._openings += 1
        self.steps_per_second = 0.0
        self.view_model.open(self.model.begun.view)
        self.playhead.reset()

    def moment(self) -> dict[str, Any]:
        """What is looked at now, as JSON data for `recover`."""
        return written_moment(self.view_model.stored.moment) | {"playhead": self.playhead.wanted}

    def recover(
        self, experiment: Experiment, path: Path | None, version: str | None, moment: Mapping[str, Any]
    ) -> None:
        """Open unsaved changes, see ExperimentModel.recover, and show what was shown then.

        Values of `moment` that are invalid, or do not fit this experiment, are ignored.
        """
        self.model.recover(experiment, path, version)
        found, playhead = moment_from(moment), count_from(moment.get("playhead"))
        run = min(found.pop("run", 0), len(experiment.runs) - 1)
        found["drawing"] = found.get("drawing", False) and _has_points(experiment, run)
        stage = found.pop("stage", 0)
        if experiment.problem.n_samples is None:
            stage, found["lab_room"] = 0, False
        with self.one_change():
            self.view_model.change(run=run, **found)
            self.playhead.return_to(playhead or 0)
            self.view_model.change(stage=stage)  # the playhead has moved: that ends a stage

    def stop(self) -> None:
        """End playing and computing; safe to call twice."""
        self.playhead.pause()
        self._frame.stop()
        self.worker.stop()

    @property
    def busy(self) -> bool:
        """Whether the worker is computing."""
        return self._frame.isActive()

    @property
    def limiting(self) -> bool:
        """Whether all runs have ended, and their stability limits are still being worked out."""
        return self.busy and all(record.finish is not None for record in self.result.runs)

    # -- edits ------------------------------------------------------------------------------------------

    def edit(self, path: str, value: Any, final: bool = True, what: Name | None = "") -> None:
        """Set the value at `path`; `what` names the undo step. While `final` is False it is a preview.

        Without a name the last step is forgotten, if it is the one that took the value away. While `from_here` is on, a
        learning rate is that of the updates from the playhead on.
        """
        if what is None:
            with suppress(ExperimentError):  # then no step led here: a baseline, say, has never been without
                self.model.forget(edits.edited(self.model.experiment, self.run, path, value))
            return
        if self.view_model.state.moment.from_here and path == "optimizer.lr":
            record = self.result.runs[self.run]
            step = self._paces[self.run].updates_at(self.playhead.wanted)
            named = partial(self._named_from, what, step)
            self._change(
                lambda: edits.steered(self.model.experiment, self.run, record, step, value), path, final, named
            )
            return
        keep = self.model.duration_chosen
        self._change(lambda: edits.edited(self.model.experiment, self.run, path, value, keep), path, final, what)

    def move_start(self, runs: list[int], w: tuple[float, ...], final: bool) -> None:
        """Give these runs the start `w`; baselines among them stay."""
        self._change(
            lambda: run_edits.moved_start(self.model.experiment, runs, w), "start", final, lambda: self.tr("start")
        )

    def fit_domain(self) -> None:
        """Draw the part of the plane with the starts, the known minima and the paths."""
        from gdviz.gui.kernel.fitted_domain import fitted_domain, left_out

        records = self.result.runs
        box = fitted_domain(records[0].problem, records)
        self.edit("problem.domain", [list(side) for side in box], what=lambda: self.tr("domain"))
        if sentence := left_out(box, records):
            self.noted.emit(sentence)

    def edit_whole(self, experiment: Experiment, what: Name, run: int) -> None:
        """Replace the experiment as one undo step called `what`, and choose its run number `run`."""
        self.model.edit(experiment, what, (self.run, run))

    def _change(self, make: Callable[[], Experiment], path: str, final: bool, what: Name) -> None:
        if self._escape.given_up:
            return
        try:
            experiment = make()
            compiled(experiment.problem)  # a formula may turn out to have no derivative only here
        except (ExperimentError, OverflowError) as error:
            if final:  # of a drag, the last that was allowed
                self.model.finish_preview(what)
                self._request_limits()
            self.refused.emit(path, in_language(reason_of(error)))
            self._show_again()
            return
        if final:
            before = self.model.before
            last = len(experiment.runs) - 1
            runs = (self.run, min(self.run, last)) if len(before.runs) != len(experiment.runs) else None
            self.model.edit(experiment, partial(self._named, what, path, before, experiment, self.run), runs)
            self._request_limits()  # after a drag all is computed but the limits, which are known at a few rows only
            if rates := self._rates(path, before, experiment, self.run):
                self.noted.emit(self.tr("The learning rate followed, as proposed: {old} to {new}.").format(**rates))
                self._rate_noted = True
        else:
            self._escape.watch()
            self.model.preview(experiment)

    def _give_up(self) -> None:
        self.gaveUp.emit()
        self.model.drop_preview()
        self._request_limits()

    def _note_slow_playing(self, playing: bool) -> None:
        """Note why nothing moves for a long time where few steps are kept."""
        kept, speed = self.playhead.kept, self.playhead.speed
        if playing and kept > PATIENCE * speed:
            self.noted.emit(
                self.tr("One step of {kept} is kept: at {speed:g} steps/s the next one comes after {seconds:,.0f} s.")
                .format(kept=kept, speed=speed, seconds=kept / speed)
            )  # fmt: skip

    def _named(self, what: Name, path: str, before: Experiment, after: Experiment, run: int) -> str:
        """The name of an edit with the values before and after it: "Rate 0.1 to 0.3"."""
        from gdviz.gui.kernel.edit_names import values

        name = what if isinstance(what, str) else what()
        change = values(before, after, run, path)
        if change is not None:
            name = self.tr("{what} {old} to {new}").format(what=name, old=change[0], new=change[1])
        rates = self._rates(path, before, after, run)
        return name if rates is None else self.tr("{what}, rate {old} to {new}").format(what=name, **rates)

    @staticmethod
    def _rates(path: str, before: Experiment, after: Experiment, run: int) -> dict[str, str] | None:
        """The rate before and after an edit of something else that it follows: the formula, or the optimizer."""
        from gdviz.gui.kernel.edit_names import values

        change = values(before, after, run, "optimizer.lr") if path in _RATE_FOLLOWS else None
        return None if change is None else {"old": change[0], "new": change[1]}

    def _named_from(self, what: Name, step: int) -> str:
        what = what if isinstance(what, str) else what()
        return self.tr("{what} from step {k} on").format(what=what, k=f"{step:,}")

    def choose_run(self, index: int) -> None:
        """Edit and explain run `index`."""
        experiment = self.model.experiment
        if 0 <= index < len(experiment.runs):
            self.view_model.change(run=index, drawing=self._still_draws(experiment, index))

    def draw_rate(self, on: bool) -> None:
        """Let the person draw the learning rate of the chosen run, if its schedule goes through points.

        Note why not where the run is hidden.
        """
        experiment = self.model.experiment
        self.view_model.change(drawing=on and _has_points(experiment, self.run))
        if on and not _is_drawn(experiment, self.run):
            self.noted.emit(self.tr("The chosen run is hidden: show it, then draw its learning rate."))

    def _still_draws(self, experiment: Experiment, run: int) -> bool:
        """Whether drawing goes on: only while the run is drawn and its schedule goes through points."""
        return self.view_model.state.moment.drawing and _has_points(experiment, run)

    def choose_device(self, device: str) -> None:
        """Compute on `device`: "auto", "cpu" or "gpu"."""
        self.view_model.change(device=device)

    def set_time_unit(self, unit: str) -> None:
        """Let playhead and plots count "step", or equal epochs, in "epoch" or "sample"; the person chose it."""
        self.view_model.change(time_unit=unit)

    @Slot(object)
    def _on_state(self, before: ViewState) -> None:
        """The state of the view has changed: update the clock, the computation and the limits that are wanted."""
        self.stateChanged.emit(before)
        now = self.view_model.state
        self.playhead.set_loop(now.moment.loop)
        if now.person.speed != before.person.speed:
            self.playhead.set_speed(now.person.speed)
        if not self._composing:
            self._follow(before)

    def _follow(self, before: ViewState) -> None:
        """Count, compute and look at what the state asks for, and show it."""
        now = self.view_model.state
        other_run = now.moment.run != before.moment.run
        if other_run or now.experiment.time_unit != before.experiment.time_unit:
            self._keep_pace()
            self._update_extent()
        if now.moment.device != before.moment.device:
            self._submit(self.model.experiment, None)
        else:
            self.show()
        if other_run:
            self._request_limits()

    def look_at(self, stretches: Sequence[tuple[RunRecord, int, int]]) -> None:
        """Compute the stability limit at all rows of these stretches: (record, first row, last row)."""
        self._request_limits(stretches)

    # -- computing --------------------------------------------------------------------------------------

    @Slot(object)
    def _compute(self, experiment: Experiment) -> None:
        if self._rate_noted:  # of another experiment
            self._rate_noted = False
            self.noted.emit("")
        before = self.result.experiment
        outer, self._opening = self._composing and not self._opening, False
        if self._recorded or "recorded" in experiment.view:
            self._take_recorded(experiment)
        self._composing = True
        try:
            wanted = self.run if self.model.run_wanted is None else self.model.run_wanted
            run = min(wanted, len(experiment.runs) - 1)
            self.view_model.change(run=run, drawing=self._still_draws(experiment, run))
            if experiment.problem.n_samples is None:  # the data that asked for the room have gone
                self.view_model.change(lab_room=False)
            if self._generation and run_edits.differ_in_words(before, experiment):
                self.result.experiment = experiment
                self._keep_pace()
                self._update_extent()
                self._take_records()
                submitted = False
            else:
                submitted = self._prepare(experiment, self.result)
                if not submitted:  # what is shown is what there was
                    self.view_model.change(run=min(self.run, len(self.result.runs) - 1))
                    self._keep_pace()
                    self._update_extent()
        finally:
            self._composing = outer
        self.show()
        if submitted:
            self._begin_frames()
        else:
            self._request_limits()

    def _submit(self, experiment: Experiment, known: Result | None) -> None:
        """Compute `experiment` and show it, less what is finished in the result `known`."""
        submitted = self._prepare(experiment, known)
        self.show()
        if submitted:
            self._begin_frames()

    def _prepare(self, experiment: Experiment, known: Result | None) -> bool:
        """Have the worker compute `experiment` and wait for its first burst; False where there is not enough memory."""
        try:
            result = prepare(experiment, self.device)
        except MemoryError:
            self.noted.emit(self.tr("Not enough memory for so many steps."))
            return False
        if known is not None:
            take_finished(result, known)
        self.result = result
        self._generation += 1
        self._say_notes()
        self._keep_pace()
        self.worker.submit(self._generation, experiment, self.result, self._limits())
        self.worker.wait_for_burst(FIRST_BURST_WAIT)
        self._update_extent()
        self._take_records()
        return True

    def _begin_frames(self) -> None:
        if not self.busy:
            self._frame.start()
            self.computing.emit(True)

    def _limits(self, stretches: Sequence[tuple[RunRecord, int, int]] = ()) -> Limits:
        """The stability limits that are wanted: of the chosen run, whose rates are marked, and of those that are drawn.

        During a drag, only that of the chosen run, at a few rows.
        """
        chosen = min(self.run, len(self.result.runs) - 1)
        drawn = sorted(RunsView.of(self.result.experiment).drawn(chosen) - {chosen})
        records = tuple(self.result.runs[run] for run in (chosen, *drawn))
        return Limits(records, not self.model.previewing, tuple(stretches))

    def _request_limits(self, stretches: Sequence[tuple[RunRecord, int, int]] = ()) -> None:
        """Have the worker compute those limits, and losses of all samples, that are not known yet; see `look_at`."""
        limits = self._limits(stretches)
        known = all(is_known(record, limits.closely) for record in limits.records)
        if limits.closely:
            known = known and all(is_evaluated(record) for record in limits.records)
        if limits.stretches or not known:
            self.worker.look(self._generation, self.result.experiment, self.result, limits)
            self._begin_frames()

    def _on_moved(self) -> None:
        self._begin_stages()
        if self.busy:  # what has been computed is painted together with the playhead
            self._frame.start()
            self._on_frame()
        else:
            self.show()

    def _begin_stages(self) -> None:
        """Another update is shown: begin its stages if it plays slowly, else show it all at once."""
        stage = 1 if self.plays_stages else 0
        if stage == self.view_model.state.moment.stage:
            return
        outer, self._composing = self._composing, True
        try:
            self.view_model.change(stage=stage)
        finally:
            self._composing = outer

    @property
    def plays_stages(self) -> bool:
        """Whether each update is played in its four stages: there are samples, and it plays slowly."""
        playhead, samples = self.playhead, self.result.runs[0].problem.n_samples
        return samples is not None and playhead.playing and playhead.speed <= SLOW

    def _on_playing(self) -> None:
        """Begin the stages where they are played; a pause keeps the present stage."""
        if self.plays_stages:
            self._begin_stages()
        self.show()

    def _on_frame(self) -> None:
        """Show what has been computed; the worker pauses until that is painted."""
        self.worker.hold()
        if not self._painted.isActive():  # restarted at each frame, it would never end in a window that is busy
            self._painted.start(0)
        self._update_extent()
        self._take_records()
        self.show()

    def _go_on(self) -> None:
        """Let the worker work until the next frame: playing begins it soon, else the timer of frames does."""
        self.worker.kick(BURST_SECONDS if self.playhead.playing else GROWTH_MS / 1000)
        if self.busy:
            self._frame.start()

    @Slot(int, float)
    def _on_progress(self, generation: int, steps_per_second: float) -> None:
        if generation == self._generation:
            self.steps_per_second = steps_per_second

    @Slot(int)
    def _on_limited(self, generation: int) -> None:
        if generation == self._generation:
            self._take_records()
            self.show()

    @Slot(int, str)
    def _on_finished(self, generation: int, _reason: str) -> None:
        if generation != self._generation or self.worker.working:  # other limits were requested meanwhile
            return
        self._frame.stop()
        self.steps_per_second = 0.0
        self._update_extent()
        self._say_notes()
        self._take_records()
        self.show()
        self.finished.emit()
        self.computing.emit(False)

    @Slot(int, str)
    def _on_failed(self, generation: int, text: str) -> None:
        log.error("run failed: %s", text)
        if generation == self._generation:
            self.noted.emit(self.tr("The run failed: {why}").format(why=text))

    def _take_records(self) -> None:
        """Take a snapshot of the records, if they hold more than the last snapshot."""
        result, last = self.result, self._records
        progress = tuple(map(Progress.of, result.runs))
        computing = self.busy and any(record.finish is None for record in result.runs)
        known = (
            last is not None
            and (last.generation, last.computing) == (self._generation, computing)
            and _alike(last.progress, progress)
            and last.notes == tuple(result.notes)
        )
        if not known:
            self._records = Records(
                self._generation,
                tuple(result.runs),
                progress,
                result.backend.name,
                tuple(result.notes),
                computing,
                self.steps_per_second if computing else 0.0,
            )

    def _show_again(self) -> None:
        """Show the scene once more: a view may still show what the person has dragged, which was refused."""
        self._refusals += 1
        self.show()

    def _on_published(self) -> None:
        if not self._showing:  # else the views after it get it with the present scene
            self.show()

    def tick_of(self, updates: int) -> int:
        """The first tick of the playhead's clock at which the chosen run has made this many updates."""
        return self._paces[self.run].tick_of(updates)

    @contextmanager
    def one_change(self) -> Iterator[None]:
        """Make several changes, and show their scene once."""
        outer, before, self._composing = self._composing, self.view_model.state, True
        try:
            yield
        finally:
            self._composing = outer
        if not outer:
            self._follow(before)

    @Slot()
    def show(self) -> None:
        """Make the present scene, and show it if it differs from the last one."""
        if self._composing or self._records is None:
            return
        assert not self._showing, "a view must not change what is shown while it is shown a scene"
        last, playhead = self.scene, self.playhead
        clock = Clock(
            playhead.position,
            playhead.limit,
            playhead.total,
            playhead.steps_per_epoch,
            playhead.kept,
            self._unit(),
            self._paces,
            playhead.glide,
            playhead.playing,
            playhead.planned,
        )
        if last is not None and last.clock == clock:
            clock = last.clock
        scene = Scene(
            self.result.experiment, self._records, self.view_model.state, clock, self.theme, self.derived,
            self.derived.known, self._refusals, self._openings,
        )  # fmt: skip
        if last is None or not scene.is_same(last):
            self.scene = scene
            self._showing = True
            try:
                self.sceneChanged.emit(scene)
            finally:
                self._showing = False

    def _unit(self) -> str:
        """What the plots over time count: what the person has chosen, else epochs where they suit the runs."""
        return self.view_model.state.experiment.time_unit or ("epoch" if self._epochs_fit else "step")

    def _suits_epochs(self) -> bool:
        """Whether the runs make different numbers of steps in an epoch, or the rate of a visible one changes by epochs.

        With recorded runs of data the latter does not count: their steps cannot be placed on an axis of epochs.
        """
        records = self.result.runs
        if len({record.steps_per_epoch for record in records}) > 1:
            return True
        if self._recorded and records[0].problem.n_samples is not None:
            return False
        shown = RunsView.of(self.result.experiment)
        return any(
            record.steps_per_epoch > 1 and record.spec.counts_epochs and shown.visible(i)
            for i, record in enumerate(records)
        )

    def _keep_pace(self) -> None:
        """Update how the playhead's clock counts; where it counts epochs, or did, the playhead stays in its epoch."""
        self._epochs_fit = self._suits_epochs()
        equal, runs = self._unit() != "step", self.result.runs
        self._paces = paces_of(runs, equal)
        per_epoch = max(record.steps_per_epoch for record in (runs if equal else [runs[self.run]]))
        kept = min(pace.tick_of(record.stride) for record, pace in zip(runs, self._paces, strict=True))
        self.playhead.count(per_epoch, keep_epoch=equal or self._counted_epochs, kept=kept)
        self._counted_epochs = equal

    def _update_extent(self) -> None:
        runs = self.result.runs
        # Recorded steps have no place among epochs.
        placed = self._unit() == "step" or runs[0].problem.n_samples is None
        counted: list[tuple[Counted, Pace]] = list(zip(runs, self._paces, strict=True))
        if placed:
            counted += [(run, Pace()) for run in self._recorded]
        self.playhead.set_extent(*extent(counted))

    def _take_recorded(self, experiment: Experiment) -> None:
        """Read the recorded runs; the table of runs says what cannot be shown of them."""
        from gdviz.gui.kernel.recorded_style import recorded_runs

        self._recorded = recorded_runs(experiment)

    def _say_notes(self) -> None:
        """Show the notes of the result, each once."""
        self._say(list(map(in_language, self.result.notes)))

    def _say(self, notes: list[str]) -> None:
        """Show each note in the status bar, once."""
        for text in notes:
            if text not in self._notes_said:
                self._notes_said.add(text)
                self.noted.emit(text)


def _has_points(experiment: Experiment, run: int) -> bool:
    """Whether a run is drawn, and its learning rate goes through points."""
    return experiment.runs[run].schedule.kind == "points" and _is_drawn(experiment, run)


def _is_drawn(experiment: Experiment, run: int) -> bool:
    """Whether a run is drawn while it is the chosen one."""
    return run in RunsView.of(experiment).drawn(run)


def _alike(before: Sequence[Progress], now: Sequence[Progress]) -> bool:
    """Whether the records hold what they held; stability limits are compared as objects."""
    return len(before) == len(now) and all(
        old[:3] == new[:3] and old.limit is new.limit and old.evaluated == new.evaluated
        for old, new in zip(before, now, strict=True)
    )
