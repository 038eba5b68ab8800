"""How an object with runs displays itself in a notebook and at the prompt."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas
    from matplotlib.figure import Figure

    from gdviz.engine.recording import Recording
    from gdviz.engine.trajectory import RunRecord
    from gdviz.messages import Message


class RichDisplay:
    """A picture, a table and a data frame of `runs`; what makes them is imported at the first use."""

    runs: Sequence[RunRecord | Recording]
    notes: Sequence[Message]
    """Sentences that are shown with the table."""
    beside: Sequence[Recording] = ()
    """Recorded runs that are shown after the runs."""

    @property
    def labels(self) -> tuple[str, ...]:
        """The label of each run."""
        return tuple(record.label for record in self.runs)

    def to_pandas(self) -> pandas.DataFrame:
        """A data frame of a row a step and run. Raises ModuleNotFoundError without pandas."""
        from gdviz.engine.notebook import frame

        return frame(*self._shown)

    def figure(self) -> Figure:
        """A matplotlib figure of paths and losses. Raises ModuleNotFoundError without the extra "notebook"."""
        from gdviz.engine.notebook import figure

        return figure(*self._shown)

    @property
    def _shown(self) -> tuple[list[RunRecord | Recording], list[str]]:
        """All runs and recordings that are shown, and their labels."""
        return [*self.runs, *self.beside], [*self.labels, *(recording.label for recording in self.beside)]

    def __repr__(self) -> str:
        """A small table with a line for each run, and the notes."""
        from gdviz.engine.notebook import text

        return "\n".join([text(*self._shown), *map(str, self.notes)])

    def _repr_html_(self) -> str:
        """What Jupyter shows: a picture, a small table, and the notes."""
        from gdviz.engine.notebook import page

        return page(*self._shown, self.notes)
