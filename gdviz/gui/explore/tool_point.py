"""Where the tools of exploration stand: the point of a run at the playhead."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from gdviz.gui.kernel.record_rows import row_at
from gdviz.gui.widgets.numbers import format_number

if TYPE_CHECKING:
    from gdviz.engine.planes import PlaneProblem
    from gdviz.engine.trajectory import RunRecord
    from gdviz.experiment import Experiment
    from gdviz.problems.base import Problem


@dataclass(frozen=True)
class Here:
    """A point `w` (dim numbers) of run number `run` of the experiment, and the compiled problem.

    With more than two parameters `flat` is the problem on the plane of the picture.
    """

    experiment: Experiment
    run: int
    problem: Problem
    w: tuple[float, ...]
    flat: PlaneProblem | None = None

    @classmethod
    def of(
        cls, experiment: Experiment, record: RunRecord, run: int, playhead: int, flat: PlaneProblem | None = None
    ) -> Here:
        """The point of a record after `playhead` updates; its last one where it is shorter."""
        return cls(experiment, run, record.problem, tuple(record.w[row_at(record, playhead)].tolist()), flat)

    @property
    def pictured(self) -> Here:
        """The same for those who only know the picture: the projection of the point, on the plane."""
        if self.flat is None:
            return self
        return Here(self.experiment, self.run, self.flat, tuple(self.flat.plane.project(self.w).tolist()))

    def is_at(self, other: Here | None) -> bool:
        """Whether it is the same point of the same surface."""
        return other is not None and self.problem is other.problem and self.w == other.w


def numbers(values: Sequence[float]) -> str:
    """Numbers of four digits: one as it is, several in brackets."""
    told = ", ".join(format_number(value) for value in values)
    return told if len(values) == 1 else f"({told})"
