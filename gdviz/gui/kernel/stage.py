"""What places of the window share that make some of their views only when they are asked for."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from gdviz.gui.style.theme import Theme

if TYPE_CHECKING:
    from gdviz.engine.trajectory import RunRecord
    from gdviz.experiment import Experiment
    from gdviz.problems.base import Problem

_FIRST = {"set_look": 0, "apply_theme": 1, "show_runs": 2}
"""What a view has to hear before the rest, in this order."""


class Stage:
    """Has the methods of a view; they reach the view made on demand that is seen, and another once it is seen.

    Mixed into a widget, which begins with an empty `told`, says with `late_view` which view that is, and calls
    `tell_all` when it shows one.
    """

    told: dict[str, tuple[Any, ...]]
    """The last arguments of each method of the views."""

    def late_view(self) -> Any | None:
        """The view made on demand that is seen now; None while it is one of those made at first."""
        raise NotImplementedError

    def show_runs(
        self, experiment: Experiment, problem: Problem, records: Sequence[RunRecord], colors: Sequence[Any]
    ) -> None:
        """Show these runs."""
        self.tell("show_runs", experiment, problem, records, colors)

    def set_playhead(self, k: int) -> None:
        """Show the runs after k updates."""
        self.tell("set_playhead", k)

    def set_ahead_hidden(self, hidden: bool) -> None:
        """Hide what lies ahead of the playhead."""
        self.tell("set_ahead_hidden", hidden)

    def apply_theme(self, theme: Theme) -> None:
        """Take all colours from the theme."""
        self.tell("apply_theme", theme)

    def refresh(self) -> None:
        """Take what the records hold now."""
        view = self.late_view()
        if view is not None:
            view.refresh()

    def tell(self, method: str, *arguments: Any) -> None:
        """Call a method of the late view, now and whenever it is seen again."""
        self.told[method] = arguments
        view = self.late_view()
        if view is not None:
            getattr(view, method)(*arguments)

    def tell_all(self) -> None:
        """Tell the late view what it has missed."""
        for method in sorted(self.told, key=lambda method: _FIRST.get(method, len(_FIRST))):
            self.tell(method, *self.told[method])


def keep_focus(stage: QWidget, focus: QWidget | None) -> None:
    """After other views are shown: leave the focus within the stage where it was, if that is still seen."""
    if focus is not None and stage.isAncestorOf(focus):
        (focus if focus.isVisible() else stage.window()).setFocus(Qt.FocusReason.OtherFocusReason)
