"""Several results side by side."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from gdviz.engine.recording import Recording
from gdviz.engine.rich_display import RichDisplay
from gdviz.engine.runner import Result, run
from gdviz.engine.trajectory import RunRecord
from gdviz.experiment import Experiment, load
from gdviz.messages import Message


class Comparison(RichDisplay):
    """Runs of several results, and recordings, each with a different label: equal ones get the experiment's title."""

    def __init__(self, items: Sequence[Result | Recording]) -> None:
        found: list[tuple[RunRecord | Recording, str]] = []
        self.notes: list[Message] = []
        for item in items:
            if isinstance(item, Recording):
                found.append((item, ""))
            else:
                found += [(record, item.experiment.title) for record in item.runs]
                self.notes += [note for note in item.notes if note not in self.notes]
        self.runs = tuple(run for run, _ in found)
        names = [run.label for run in self.runs]
        labels: list[str] = []
        for one, title in found:
            label = f"{title}: {one.label}" if names.count(one.label) > 1 and title else one.label
            labels.append(label if label not in labels else f"{label} ({len(labels) + 1})")
        self._labels = tuple(labels)

    @property
    def labels(self) -> tuple[str, ...]:
        """See the class."""
        return self._labels


def compare(
    items: Sequence[Result | Recording | Experiment | str | Path], device: str = "auto", allow_data: bool = True
) -> Comparison:
    """The runs of several results, or of experiments and experiment files, which are computed, side by side.

    Recordings of real training runs (`gdviz.recorded`) stand beside them: their path on the same loss surface, their
    rates and losses over the same steps. `allow_data` says whether experiment files may name data outside of their
    folders, see `gdviz.load`. Raises ExperimentError for a file that is no experiment, ValueError for nothing to
    compare.
    """
    shown: list[Result | Recording] = []
    for item in items:
        made = load(item, allow_data) if isinstance(item, str | Path) else item
        shown.append(run(made, device) if isinstance(made, Experiment) else made)
    if not shown:
        raise ValueError("there is nothing to compare")
    return Comparison(shown)
