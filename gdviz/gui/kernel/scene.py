"""What a view shows: an experiment, its records, the state of the view, and the playhead's clock, as one value."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import field, replace
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from gdviz.arranging import fitting, has_samples
from gdviz.engine.diagnosis.crossings import known_stability_curve
from gdviz.engine.whole_loss import is_evaluated
from gdviz.frozen import frozen
from gdviz.gui.kernel.clock import Clock, extent, paces_of
from gdviz.gui.kernel.derived import Derived, Medium, Published
from gdviz.gui.kernel.record_rows import row_of
from gdviz.messages import Message
from gdviz.view_state import ARRANGEMENTS, ViewState

if TYPE_CHECKING:
    from gdviz.engine.diagnosis.crossings import StabilityCurve
    from gdviz.engine.runner import Result
    from gdviz.engine.trajectory import RunRecord
    from gdviz.experiment import Experiment
    from gdviz.gui.kernel.run_style import RunStyle
    from gdviz.gui.style.theme import Theme
    from gdviz.problems.problem import Problem


class Progress(NamedTuple):
    """How far a record was when a snapshot was made of it: it grows in place."""

    updates: int
    finish: str | None
    judged: bool
    """Whether it has a verdict."""
    limit: StabilityCurve | None
    """Its stability limit, as far as it is known."""
    evaluated: bool
    """Whether the losses of all samples along it are known."""

    @classmethod
    def of(cls, record: RunRecord) -> Progress:
        """How far a record is now."""
        judged = record.verdict is not None
        return cls(record.updates, record.finish, judged, known_stability_curve(record), is_evaluated(record))


@frozen(eq=False)
class Records:
    """A snapshot of what was computed; when more is computed, a new object is made.

    `generation` is the number of the computation; within one, the records are the same objects.
    """

    generation: int
    runs: tuple[RunRecord, ...]
    progress: tuple[Progress, ...]
    backend: str = ""
    """What computes."""
    notes: tuple[Message, ...] = ()
    """Remarks on the computation, for the status bar."""
    computing: bool = False
    speed: float = 0.0
    """Steps a second of working time; 0 where nothing is computed or that is not known."""

    def updated(self) -> Records:
        """A snapshot of the same runs as they are now."""
        return replace(self, progress=tuple(map(Progress.of, self.runs)))

    @property
    def problem(self) -> Problem:
        """The problem of all runs."""
        return self.runs[0].problem

    @property
    def limits(self) -> list[StabilityCurve | None]:
        """The stability limit of each run, as far as it is known."""
        return [progress.limit for progress in self.progress]


@frozen(eq=False)
class Scene:
    """All that a view needs. What a change leaves alone stays the same object, so views compare by `is` first."""

    experiment: Experiment
    records: Records
    state: ViewState
    clock: Clock
    theme: Theme
    derived: Derived = field(repr=False)
    published: Published = field(default_factory=Published)
    """What the plot of the surface from above has computed."""
    refusals: int = 0
    """How many edits were refused, or cancelled, so far: a view that still shows the refused value shows this scene."""
    openings: int = 0
    """How many experiments were opened so far: a view resets its zoom when another one opens."""

    @classmethod
    def of(cls, result: Result, theme: Theme, state: ViewState | None = None, *, position: int = 0) -> Scene:
        """The scene of what was computed, without a window: with the playhead at tick `position` of updates."""
        state = state or ViewState().opened(result.experiment.view)
        runs = tuple(result.runs)
        records = Records(0, runs, tuple(map(Progress.of, runs)), result.backend.name, tuple(result.notes))
        unit = state.experiment.time_unit or "step"
        equal = unit != "step"
        paces = paces_of(runs, equal)
        limit, total, planned = extent(zip(runs, paces, strict=True))
        per_epoch = max(run.steps_per_epoch for run in (runs if equal else [runs[state.moment.run]]))
        kept = min(pace.tick_of(run.stride) for run, pace in zip(runs, paces, strict=True))
        clock = Clock(position, limit, total, per_epoch, kept, unit, paces, planned=planned)
        return cls(result.experiment, records, state, clock, theme, Derived())

    def is_same(self, other: Scene) -> bool:
        """Whether another scene shows the same."""
        return (
            self.experiment is other.experiment
            and self.records is other.records
            and self.state is other.state
            and self.clock is other.clock
            and self.theme is other.theme
            and self.published is other.published
            and self.refusals == other.refusals
            and self.openings == other.openings
        )

    @property
    def run(self) -> int:
        """The number of the chosen run."""
        return self.state.moment.run

    @property
    def record(self) -> RunRecord:
        """The record of the chosen run."""
        return self.records.runs[self.run]

    @property
    def problem(self) -> Problem:
        """The problem of all runs."""
        return self.records.problem

    @property
    def runs(self) -> Sequence[RunRecord]:
        """The records."""
        return self.records.runs

    @property
    def playhead(self) -> int:
        """Where the playhead stands, see Clock."""
        return self.clock.position

    def label(self, run: int) -> str:
        """What a run is called."""
        return self.experiment.label(run)

    def updates(self, run: int) -> int:
        """How many updates of a run are made at the playhead, as far as its record goes."""
        return min(self.clock.updates(run), self.runs[run].updates)

    def row(self, run: int) -> int:
        """The row of a run's record that stands for the playhead: the point there, or the last one before it."""
        return row_of(self.runs[run], self.clock.updates(run))

    def loss(self, run: int) -> float:
        """The loss of the whole problem at that row."""
        return self.runs[run].loss_at(self.row(run))

    def has_ended(self, run: int) -> bool:
        """Whether a run has come to its end at the playhead."""
        record = self.runs[run]
        return record.finish is not None and self.clock.updates(run) >= record.updates

    def hides_end(self, run: int) -> bool:
        """Whether the end of a run must not be shown: it is ahead of the playhead, and what is ahead is hidden."""
        return self.state.experiment.ahead_hidden and not self.has_ended(run)

    @cached_property
    def arrangement(self) -> str:
        """What the window is about, see `gdviz.view_state.ARRANGEMENTS`: as chosen, or as fits the experiment."""
        presenting = self.state.moment.presenting  # then too little is large where everything is shown
        chosen = self.state.experiment.arrangement if self.state.person.arranged else "all"
        if chosen not in self.arrangements or (chosen == "all" and presenting):
            return fitting(self.experiment)
        return chosen

    @cached_property
    def arrangements(self) -> tuple[str, ...]:
        """The arrangements that the experiment has something to show in: there are samples, and a relief."""
        lacking = {"data"} if not has_samples(self.experiment) else set()
        lacking |= {"relief"} if self.problem.dim < 2 else set()
        return tuple(each for each in ARRANGEMENTS if each not in lacking)

    @property
    def surface(self) -> str:
        """How the loss surface is shown: "2d", "3d" or "both".

        Where the window is about the relief, it is shown; where the surface is small, or simple, only from above; in
        the fog, too, which the relief would not hide.
        """
        chosen, arrangement = self.state.experiment.surface, self.arrangement
        if self.in_fog or self.surface_is_small or (arrangement == "descent" and self.simple):
            return "2d"
        return "3d" if arrangement == "relief" and chosen == "2d" else chosen

    @property
    def surface_is_small(self) -> bool:
        """Whether the surface stands beside what the window is about, with room for little but the path."""
        return self.arrangement in ("data", "rates")

    @property
    def has_status(self) -> bool:
        """Whether the window has its status bar; where not, the timeline says what is needed of it."""
        return not self.state.moment.presenting and (self.arrangement == "all" or not self.simple)

    @property
    def simple(self) -> bool:
        """Whether the window shows only what a first-year student needs."""
        return self.state.person.detail == "simple"

    @property
    def in_fog(self) -> bool:
        """Whether the surface lies in fog: then no view shows where its minima are, or how the runs go on it."""
        return self.state.moment.fog and self.problem.dim > 1

    @property
    def medium(self) -> Medium:
        """What is drawn on; it never changes for a view."""
        return self.derived.medium

    def styles(self) -> list[RunStyle]:
        """How each run is drawn, see Derived.styles."""
        return self.derived.styles(self.experiment, self.run, self.theme)

    def at(self, k: int) -> Scene:
        """The same with the playhead at tick k."""
        return replace(self, clock=replace(self.clock, position=k, share=0.0))

    def has_other_style(self, before: Scene | None) -> bool:
        """Whether colours, or the sizes of type and lines, differ from those in `before`."""
        if before is None or self.theme is not before.theme:
            return True
        now, was = self.state.person, before.state.person
        return now is not was and (now.text_scale, now.line_scale) != (was.text_scale, was.line_scale)

    def has_other_runs(self, before: Scene | None) -> bool:
        """Whether other runs are drawn than in `before`, or in other colours or words."""
        return (
            before is None
            or self.experiment is not before.experiment
            or self.records.generation != before.records.generation
            or self.run != before.run
            or self.has_other_style(before)
            or self.clock.paces != before.clock.paces
        )

    def has_grown(self, before: Scene | None) -> bool:
        """Whether the records hold more than `before`."""
        return before is None or (
            self.records is not before.records and self.records.progress != before.records.progress
        )
