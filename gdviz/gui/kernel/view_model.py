"""The one owner of the state of the view."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from PySide6.QtCore import QObject, Signal

from gdviz.view_state import PersonState, ViewState


class ViewModel(QObject):
    """Holds what is stored of the state, and what is laid over it for a while.

    `changed` carries the state that was shown before; `chosen` tells that what is stored has changed.
    """

    changed = Signal(object)
    chosen = Signal()

    def __init__(self, state: ViewState | None = None, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.stored = state or ViewState()
        """The state without what is laid over it."""
        self._over: dict[str, Any] = {}
        self._until_chosen: set[str] = set()
        self.state = self.stored
        """The state that is shown."""

    def change(self, **values: Any) -> None:
        """Change fields of the state, see ViewState.changed: one change, however many fields.

        Where something is laid over a field, that is what changes: presenting never changes what is stored.
        """
        for name in self._until_chosen.intersection(values):
            self._until_chosen.discard(name)
            del self._over[name]
        over = {name: value for name, value in values.items() if name in self._over}
        self._over |= over
        self._store(self.stored.changed(**{name: value for name, value in values.items() if name not in over}))

    def lay_over(self, *, until_chosen: bool = False, **values: Any) -> None:
        """Show these values in place of what is stored, until they are lifted; or `until_chosen` by a person."""
        self._over |= values
        if until_chosen:
            self._until_chosen |= values.keys()
        self._tell()

    def lift(self, *names: str) -> None:
        """Show what is stored of these fields again."""
        for name in names:
            self._over.pop(name, None)
        self._tell()

    def begin(self, person: PersonState, view: Mapping[str, Any]) -> None:
        """Begin with what a person chose the last time, and an experiment with this `view`."""
        self.stored = replace(self.stored, person=person).opened(view)
        self._tell()

    def open(self, view: Mapping[str, Any]) -> None:
        """Another experiment opens, with this `view` in its file."""
        self._store(self.stored.opened(view))

    def _store(self, state: ViewState) -> None:
        before, self.stored = self.stored, state
        self._tell()
        if state is not before:
            self.chosen.emit()

    def _tell(self) -> None:
        before, state = self.state, self.stored.changed(**self._over)
        if state is not before and state != before:
            self.state = state
            self.changed.emit(before)
