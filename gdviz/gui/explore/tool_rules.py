"""Which tools on the surface can be on, and which go when another comes."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from gdviz.gui.kernel.scene import Scene

CARDS = ("slice", "fog", "arrivals")
"""Tools with a card over the plot: one at a time."""
TWO = ("compass", "slice", "fog")
"""Tools that need two parameters."""


def tools_on(scene: Scene) -> frozenset[str]:
    """The tools that are shown: those that are switched on, less those that need two parameters where there is one."""
    state = scene.state
    on = state.experiment.tools
    on |= {"basins"} if state.experiment.layer == "basins" else set()
    on |= {"fog"} if state.moment.fog else set()
    return on - set(TWO) if scene.problem.dim < 2 else on


def switched(on: frozenset[str], name: str, wanted: bool) -> frozenset[str]:
    """The tools that are on when one is switched: what lies in the fog must not be told, and one card is enough."""
    if not wanted:
        return on - {name}
    if name == "fog":
        return frozenset({name})
    return on - {"fog", *(CARDS if name in CARDS else ())} | {name}
