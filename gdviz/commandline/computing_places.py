"""A place where the pieces of a sweep are computed: this process, and what other places extend."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Executor

from gdviz.commandline.terminal import Failure
from gdviz.engine.cells import Part
from gdviz.engine.pieces import WorkersLost
from gdviz.engine.sweeps import PIECE_SECONDS, Sweep, sweeping
from gdviz.messages import Message


class Place:
    """Where pieces are computed: in this process, see `fill`. Other places are subclasses."""

    executor: Executor | None = None
    seconds = PIECE_SECONDS
    """About how many seconds a piece takes."""
    here = 0.0
    """Seconds. Work that takes less is computed in this process even so."""

    def notes(self) -> list[Message]:
        """What a person should know before the sweep begins."""
        return []

    def at_once(self) -> int:
        """How many pieces may be under way."""
        return 1

    def renew(self, lost: WorkersLost) -> None:
        """Replace workers that were lost. Raises Failure."""
        raise Failure(lost.reason) from lost

    def close(self) -> None:
        """End what was started; pieces that are under way are given up."""

    def fill(
        self,
        made: Sweep,
        progress: Callable[[int, int], object],
        keep: Callable[[Part], object] | None = None,
    ) -> None:
        """Compute the cells of a sweep that are not done; see `sweeping`. Raises Failure where workers are lost."""
        while not made.done.all():
            try:
                for _ in sweeping(
                    made, self.executor, seconds=self.seconds, at_once=self.at_once, here=self.here, keep=keep
                ):
                    progress(int(made.done.sum()), made.cells.count)
            except WorkersLost as lost:
                self.renew(lost)
