"""Holds the panel's rows of samples and model; empty until an experiment has samples."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

if TYPE_CHECKING:
    from gdviz.gui.panel.data_form import DataForm
    from gdviz.gui.panel.panel_order import Entry
    from gdviz.problems.fitting import DataSpec
    from gdviz.problems.problem import ProblemSpec


class DataRows(QObject):
    """Makes the DataForm for the first experiment with samples; a problem without samples is not offered its rows.

    `edited(path, value, final)` carries an edit of them; `openRequested` requests a file of samples.
    """

    edited = Signal(str, object, bool)
    openRequested = Signal()

    def __init__(self, host: QWidget) -> None:
        super().__init__(host)
        self._host = host
        self.form: DataForm | None = None
        self._has_samples = False

    def show_start(self, start: Sequence[float]) -> None:
        """Show another start of the chosen run."""
        if self.form is not None and self._has_samples:
            self.form.show_start(start)

    def forget_typed(self) -> None:
        """Discard a typed formula that was not committed, as another experiment is opened."""
        if self.form is not None and self.form.own_model is not None:
            self.form.own_model.restore()

    def show_problem(self, spec: ProblemSpec, start: Sequence[float]) -> None:
        """Show the samples and the model of a problem that has them, and the start of the chosen run."""
        has_samples = self._has_samples = spec.n_samples is not None
        if has_samples and self.form is None:
            from gdviz.gui.panel.data_form import DataForm

            self.form = DataForm(self._host)
            self.form.edited.connect(self.edited)
            self.form.openRequested.connect(self.openRequested)
        if has_samples and self.form is not None:
            self.form.show_problem(cast("DataSpec", spec), start)

    def entries(self) -> list[Entry]:
        """Return the entries of samples and model, from the top; none before the first experiment with samples."""
        return self.form.entries(self._has_samples) if self.form is not None else []

    def retranslate(self) -> None:
        """Set every text in the window's language."""
        if self.form is not None:
            self.form.retranslate()

    def refuse(self, path: str, sentence: str) -> bool:
        """Show why an edit of samples or model was refused; False if the path belongs to another part."""
        if self.form is None or not path.startswith("problem.") or path == "problem.expression":
            return False
        self.form.refuse(sentence, path)
        return True

    def name_of(self, path: str) -> str:
        """The name of an edit of `path` in the undo menu; the path itself if it belongs to no row here."""
        return self.form.name_of(path) if self.form is not None and path.startswith("problem.") else path
