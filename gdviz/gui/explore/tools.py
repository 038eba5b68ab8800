"""What the tools on the surface share: their point, and which of them can be on together."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Protocol

from gdviz.frozen import frozen
from gdviz.gui.widgets.numbers import format_numbers
from gdviz.messages import mark

if TYPE_CHECKING:
    from gdviz.engine.planes import PlaneProblem
    from gdviz.experiment import Experiment
    from gdviz.gui.kernel.scene import Scene
    from gdviz.gui.style.theme import Theme
    from gdviz.gui.widgets.floating_card import FloatingCard
    from gdviz.problems.problem import Problem
    from gdviz.view_state import ViewState

CARDS = ("slice", "fog", "arrivals")
"""Tools with a card over the plot: one at a time."""
TWO = ("compass", "slice", "fog")
"""Tools that need two parameters."""
NEEDS_TWO = mark("This needs two parameters: a curve has only two directions.")


@frozen
class ToolPoint:
    """The point of the tools: `w` (dim numbers) of run number `run` at the playhead, and its problem.

    With more than two parameters `flat` is the problem on the plane of the picture.
    """

    experiment: Experiment
    run: int
    problem: Problem
    w: tuple[float, ...]
    flat: PlaneProblem | None = None

    @classmethod
    def of(cls, scene: Scene) -> ToolPoint:
        """The point of the chosen run in a scene, or its last one."""
        flat = scene.published.flat if scene.problem.dim > 2 else None
        w = scene.record.w[scene.row(scene.run)]
        return cls(scene.experiment, scene.run, scene.problem, tuple(w.tolist()), flat)

    @property
    def pictured(self) -> ToolPoint:
        """The point projected onto the plane of the picture, with the problem on that plane."""
        if self.flat is None:
            return self
        return ToolPoint(self.experiment, self.run, self.flat, tuple(self.flat.plane.project(self.w).tolist()))

    def is_at(self, other: ToolPoint | None) -> bool:
        """Whether it is the same point of the same surface."""
        return other is not None and self.problem is other.problem and self.w == other.w


class Tool(Protocol):
    """The interface of a tool."""

    @property
    def card(self) -> FloatingCard | None:
        """Its card over the plot."""

    @property
    def busy(self) -> bool:
        """Whether something of what it shows is still being computed, or moves."""

    def stand_at(self, point: ToolPoint) -> None:
        """Go to a point."""

    def apply_theme(self, theme: Theme) -> None:
        """Take the colours."""

    def set_shown(self, shown: bool) -> None:
        """Show or hide the tool."""


def tools_chosen(state: ViewState) -> frozenset[str]:
    """The tools that a person has switched on."""
    on = state.experiment.tools
    on |= {"basins"} if state.experiment.layer == "basins" else set()
    return on | ({"fog"} if state.moment.fog else set())


def tools_on(scene: Scene) -> frozenset[str]:
    """The tools that are shown: those that are chosen, without those that need two parameters if there is one.

    Where there are no controls it is only what lies in place of the heat map.
    """
    on = tools_chosen(scene.state)
    if not scene.medium.tools:
        on &= {"basins"}
    return on - set(TWO) if scene.problem.dim < 2 else on


def switched(on: frozenset[str], name: str, wanted: bool) -> frozenset[str]:
    """The tools that are on after one is switched: the fog excludes tools that show the way, and a card other cards."""
    if not wanted:
        return on - {name}
    if name == "fog":
        return frozenset({name})
    return on - {"fog", *(CARDS if name in CARDS else ())} | {name}


def numbers(values: Sequence[float]) -> str:
    """Format numbers in four digits, several of them in brackets."""
    text = ", ".join(format_numbers(values))
    return text if len(values) == 1 else f"({text})"
