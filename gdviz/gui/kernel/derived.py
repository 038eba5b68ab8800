"""What is derived from experiment, records and state, and is kept because it is slow to compute."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from gdviz.frozen import frozen
from gdviz.gui.kernel.run_style import RunStyle, run_styles
from gdviz.view_state import Box

if TYPE_CHECKING:
    from gdviz.engine.landscape import Scale
    from gdviz.engine.planes import PlaneProblem
    from gdviz.experiment import Experiment
    from gdviz.gui.style.theme import Theme

_REMEMBERED = 4
"""How many results of a function are kept."""


@frozen
class Medium:
    """What views are drawn on, and which of their parts are drawn: by default all, on the screen."""

    paper: bool = False
    """Whether it may be printed in grey: then each of several runs has dashes and markers of its own."""
    tools: bool = True
    """Whether there are controls: buttons, lists, hints, what is read under the pointer."""
    playhead: bool = True
    """Whether plots show where the playhead stands; what a view shows of the step does not depend on it."""
    ground: bool = True
    """Whether plots and their words have a background."""
    names: bool = True
    """Whether several runs have their names at their points and curves: not where a legend names them."""
    title: str = ""
    """The title over the picture: a view with the same title leaves out its own."""


SCREEN = Medium()


@frozen(eq=False)
class Published:
    """What the plot of the surface from above computes and other views show as well."""

    flat: PlaneProblem | None = None
    """With more than two parameters: the problem on the plane that is shown."""
    scale: Scale | None = None
    """The scale of heights and colours; None: each makes its own."""
    box: Box | None = None
    """The part of the plane that is seen; None: the domain."""


class Kept:
    """The last few things that took long to compute, by all that they depend on."""

    def __init__(self) -> None:
        self._made: list[tuple[object, object]] = []

    def keep(self, key: object, made: object) -> None:
        """Keep what was made."""
        self._made = [(key, made), *((known, one) for known, one in self._made if known != key)][:_REMEMBERED]

    def get(self, key: object) -> object | None:
        """What was made for this key; None where it is not kept."""
        return next((made for known, made in self._made if known == key), None)


class Derived(QObject):
    """Functions of a scene; the same inputs give the same object.

    What takes several turns of the event loop is computed by a view, which publishes it; then `published` is emitted.
    """

    published = Signal()

    def __init__(self, given: Published | None = None, medium: Medium = SCREEN, kept: Kept | None = None) -> None:
        """Make it.

        With `given`, that stays published even if a view publishes something else: a figure takes the window's. It
        takes what is `kept` there, too.
        """
        super().__init__()
        self.medium = medium
        self._styles: list[tuple[Experiment, int, Theme, list[RunStyle]]] = []
        self.known = given or Published()
        self._given = given is not None
        self.kept = Kept() if kept is None else kept

    def styles(self, experiment: Experiment, run: int, theme: Theme) -> list[RunStyle]:
        """How each run of an experiment is drawn while this one is chosen."""
        for known in self._styles:
            if known[0] is experiment and known[1:3] == (run, theme):
                return known[3]
        made = run_styles(experiment, run, theme, self.medium.paper)
        self._styles = [(experiment, run, theme, made), *self._styles[: _REMEMBERED - 1]]
        return made

    def publish(self, flat: PlaneProblem | None, scale: Scale | None, box: Box | None) -> None:
        """Publish what the plot from above shows."""
        known = self.known
        if not self._given and not (known.flat is flat and known.scale is scale and known.box == box):
            self.known = Published(flat, scale, box)
            self.published.emit()
