"""The clock of the playhead: all runs are shown by its ticks, each at a pace of its own."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, NamedTuple, Protocol

from gdviz.frozen import frozen

if TYPE_CHECKING:
    from gdviz.engine.trajectory import RunRecord


class Pace(NamedTuple):
    """How many updates a run makes in how many ticks."""

    updates: int = 1
    ticks: int = 1

    def updates_at(self, tick: int) -> int:
        """How many updates are made at a tick: the last of them is whole."""
        return tick * self.updates // self.ticks

    def tick_of(self, updates: int) -> int:
        """The first tick at which this many updates are made."""
        return -(-updates * self.ticks // self.updates)


class Counted(Protocol):
    """What of a record says how far the playhead may go."""

    @property
    def updates(self) -> int:
        """Updates made so far."""

    @property
    def planned(self) -> int:
        """Updates asked for."""

    @property
    def finish(self) -> str | None:
        """None while it is going."""


class Extent(NamedTuple):
    """How far a shared playhead may go, in ticks."""

    limit: int
    """Now: a run that is being computed holds all back at its last point, one that has ended holds back nobody."""
    total: int
    """When all is computed, as far as that is known: a run that has ended stays where it is."""
    planned: int
    """If every run made the updates that are asked for."""


@frozen
class Clock:
    """Where the playhead stands, in ticks of a clock that all runs share.

    It ticks with each update; or, where equal epochs are shown side by side, with the updates of the run that makes
    most in an epoch. `paces` has the pace of each run.
    """

    position: int = 0
    limit: int = 0
    """The last tick computed."""
    total: int = 0
    """The last tick there will be."""
    per_epoch: int = 1
    """Ticks in an epoch."""
    kept: int = 1
    """Ticks between the rows that a thinned record keeps."""
    unit: str = "step"
    """What the plots over time count: "step", "epoch" or "sample"."""
    paces: tuple[Pace, ...] = ()
    share: float = 0.0
    """Which share of the way to the next tick has passed, while it plays slowly."""
    playing: bool = False
    planned: int = 0
    """The last tick planned, whatever becomes of the runs: it says nothing of what lies ahead."""

    def updates(self, run: int) -> int:
        """How many updates of a run are made at the playhead; more than it has where it has ended before."""
        return self.updates_at(run, self.position)

    def updates_at(self, run: int, tick: int) -> int:
        """How many updates of a run are made at a tick."""
        return self.paces[run].updates_at(tick)

    def tick_of(self, run: int, updates: int) -> int:
        """The first tick at which a run has made this many updates."""
        return self.paces[run].tick_of(updates)


def paces_of(records: Sequence[RunRecord], equal_epochs: bool) -> tuple[Pace, ...]:
    """A tick with each update; or, for equal epochs, with those of the run that makes most in one."""
    finest = max(record.steps_per_epoch for record in records)
    return tuple(Pace(record.steps_per_epoch, finest) if equal_epochs else Pace() for record in records)


def extent(counted: Iterable[tuple[Counted, Pace]]) -> Extent:
    """How far a shared playhead may go: of each run its record and its pace."""
    limit_going: int | None = None
    limit_ended = total = planned = 0
    for record, pace in counted:
        planned = max(planned, pace.tick_of(record.planned))
        if record.finish is None:
            made = pace.tick_of(record.updates)
            limit_going = made if limit_going is None else min(limit_going, made)
            total = max(total, pace.tick_of(record.planned))
        else:
            limit_ended = max(limit_ended, pace.tick_of(record.updates))
    limit = limit_ended if limit_going is None else limit_going
    return Extent(limit, max(total, limit_ended), max(planned, total, limit_ended))
