"""How a room declares its views and commands, for the window, for figures and films, and for the menus."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import field
from typing import TYPE_CHECKING, Any, NamedTuple

from PySide6.QtWidgets import QWidget

from gdviz.frozen import frozen
from gdviz.gui.kernel.derived import SCREEN, Medium

if TYPE_CHECKING:
    from gdviz.gui.kernel.scene import Scene
    from gdviz.gui.kernel.workbench import Command, Workbench
    from gdviz.view_state import ViewState

LARGE, PLOT, TEXT, NONE = "large", "plot", "text", ""
"""What a view is in a figure: large, a plot below or beside what is large, text beside or under both, or not in it."""

MAIN, SIDE = "main", "side"
"""The columns of an arrangement: what it is about, and right of that what helps to understand it."""


class Spot(NamedTuple):
    """Where a view stands in an arrangement."""

    column: str
    """MAIN or SIDE."""
    row: int = 0
    """Its place in the column, from the top; in MAIN, views of one row stand side by side."""
    share: float = 1.0
    """Its share of the column's height."""
    least: int = 150
    """The least height, in pixels with the usual type, at which it is useful in the side column."""


@frozen
class ViewContext:
    """What a view is made for: the window, or a figure."""

    state: ViewState
    """How things are shown when it is made."""
    figure: QWidget | None = None
    """The figure; None for the window."""
    medium: Medium = SCREEN
    nodes: float = 0.0
    """Nodes of a heat map to a pixel; 0 for as many as on the screen."""
    parts: Sequence[str] = ()
    """The names of all rooms in the figure."""


@frozen
class Room:
    """A part of the window, as `gdviz.gui.rooms` lists it."""

    title: Callable[[], str]
    """The translated name of its view in the list of what can be exported."""
    kind: str
    """LARGE, PLOT or TEXT; NONE for a room that figures do not show."""
    make: Callable[[ViewContext], Any]
    """Makes its view: a widget that is a View."""
    short: Callable[[], str] | None = None
    """A shorter name for where there is little room; its title by default."""
    least: Callable[[QWidget], float] = lambda view: 120.0
    """The least height, in pixels, at which a view of it can be read."""
    firm: bool = False
    """Whether it gets that height even where less would suit its width."""
    is_there: Callable[[Scene], bool] = lambda scene: True
    """Whether it has anything to show in a scene."""
    shows_one_run: Callable[[Scene], bool] = lambda scene: False
    """Whether it shows the chosen run only."""
    places: Mapping[str, Spot] = field(default_factory=dict)
    """Where its view stands in each of `gdviz.view_state.ARRANGEMENTS` but "all", which the window lays out."""
    below: bool = False
    """Whether its view stands in the window, too, below the surface; other rooms are placed by the window."""
    is_wide: Callable[[ViewState], bool] = lambda state: False
    """Whether the column right of the surface is to be wide, for its view."""
    connect: Callable[[Any, Workbench], object] = lambda view, bench: None
    """Connects the signals of the view that stands there; the window has connected those of a StepPlot."""
    commands: Callable[[Workbench], Sequence[Command]] = lambda bench: ()
    """Its commands, with their places in the menus."""
