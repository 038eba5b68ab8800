"""How the runs of an experiment are shown: the part of its `view` that the window keeps. Pure values, no Qt.

``"view": {"runs": [{"color": 2, "hidden": true, "pinned": true}, ..], "solo": 1, "below": 0.01}``. All is optional,
and invalid values, which another program may have written, are ignored: a file is not refused because of them.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from gdviz.experiment import Experiment
from gdviz.frozen import frozen

COLORS = 8
"""The colours of a theme."""
LOOKS = 2 * COLORS
"""The number of looks: each colour, dashed from the sixth on, then each again with other dashes."""
MOST_DRAWN = 24
"""The most runs that are drawn: more would cover one another, and an edit would take seconds."""


@frozen
class RunLook:
    """How a run is shown: the number of its colour and dashes, below LOOKS; hidden; pinned, a baseline."""

    color: int
    hidden: bool = False
    pinned: bool = False

    def to_json(self) -> dict[str, Any]:
        """The JSON of the look in an experiment file."""
        marks = {"hidden": self.hidden, "pinned": self.pinned}
        return {"color": self.color, **{name: True for name, marked in marks.items() if marked}}


@frozen
class RunsView:
    """The looks of all runs, the number of the only one to be seen, and the loss to reach.

    `solo` and `below` are None where the file has no value.
    """

    runs: tuple[RunLook, ...]
    solo: int | None = None
    below: float | None = None

    @classmethod
    def of(cls, experiment: Experiment) -> RunsView:
        """Read `experiment.view`, ignoring invalid values; a run without a colour takes its place's."""
        view, count = experiment.view, len(experiment.runs)
        given = view.get("runs")
        looks = given if isinstance(given, list) else []
        solo: Any = view.get("solo")
        below: Any = view.get("below")
        return cls(
            tuple(_look(looks[i] if i < len(looks) else None, i) for i in range(count)),
            solo if type(solo) is int and 0 <= solo < count else None,
            float(below) if _is_number(below) else None,
        )

    def into(self, view: dict[str, Any]) -> dict[str, Any]:
        """A copy of the `view` of an experiment with these values; other keys stay."""
        made = {key: value for key, value in view.items() if key not in ("runs", "solo", "below")}
        made["runs"] = [look.to_json() for look in self.runs]
        if self.solo is not None:
            made["solo"] = self.solo
        if self.below is not None:
            made["below"] = self.below
        return made

    def changed(self, run: int, **values: Any) -> RunsView:
        """The same with other values of one run's look."""
        looks = list(self.runs)
        looks[run] = replace(looks[run], **values)
        return replace(self, runs=tuple(looks))

    def arranged(self, order: Sequence[int | None]) -> RunsView:
        """The looks when the runs are put into another order: for each new place the old one, None for a new run.

        Every run keeps its colour; a new one takes the colour that the fewest runs have.
        """
        used = Counter(self.runs[old].color for old in order if old is not None)
        looks = []
        for old in order:
            if old is None:
                color = min(range(LOOKS), key=lambda number: (used[number], number))
                used[color] += 1
                looks.append(RunLook(color))
            else:
                looks.append(self.runs[old])
        return replace(self, runs=tuple(looks), solo=order.index(self.solo) if self.solo in order else None)

    def visible(self, run: int) -> bool:
        """Whether the run is shown: only the `solo` run if there is one, otherwise every run that is not hidden."""
        return not self.runs[run].hidden if self.solo is None else run == self.solo

    def drawn(self, chosen: int) -> frozenset[int]:
        """The drawn runs: all visible ones; beyond MOST_DRAWN the chosen one, the baselines, then the first."""
        wanted = [run for run in range(len(self.runs)) if self.visible(run)]
        if len(wanted) > MOST_DRAWN:
            wanted.sort(key=lambda run: (run != chosen, not self.runs[run].pinned, run))
        return frozenset(wanted[:MOST_DRAWN])


def _look(given: Any, place: int) -> RunLook:
    data = given if isinstance(given, dict) else {}
    given_color = data.get("color")
    color = given_color if type(given_color) is int and 0 <= given_color < LOOKS else place % LOOKS
    return RunLook(color, data.get("hidden") is True, data.get("pinned") is True)


def _is_number(value: Any) -> bool:
    return type(value) in (int, float) and abs(value) <= sys.float_info.max
