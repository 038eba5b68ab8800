"""The only owner of the state of the view."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QObject, Signal

from gdviz.view_state import Group, PersonState, ViewState


@dataclass(eq=False)
class Layer:
    """What is shown of some fields for a while, in place of what is stored or of a layer below."""

    values: dict[str, Any]
    until_chosen: bool
    """Whether a person's choice ends it, field by field; else a choice changes it, and what is stored stays."""
    fixed: bool = False
    """Whether no choice changes it: it is over all layers that are not fixed."""


class ViewModel(QObject):
    """Holds what is stored of the state, and what is laid over it for a while.

    `changed` carries the state that was shown before; `chosen` is emitted when what is stored has changed, `refused`
    when a field was to change that is fixed.
    """

    changed = Signal(object)
    chosen = Signal()
    refused = Signal()

    def __init__(self, state: ViewState | None = None, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.stored = state or ViewState()
        """The state without what is laid over it."""
        self._layers: list[Layer] = []
        self.state = self.stored
        """The state that is shown."""

    def change(self, **values: Any) -> None:
        """Change fields of the state, see ViewState.changed: one change, however many fields.

        Where something is laid over a field, that is what changes: presenting never changes what is stored. A field
        that is fixed stays.
        """
        stored: dict[str, Any] = {}
        refused = False
        for name, value in values.items():
            over = self._top(name)
            if over is not None and over.fixed:
                refused = refused or over.values[name] != value
                continue
            if over is not None and over.until_chosen:
                del over.values[name]
                over = self._top(name)
            (stored if over is None else over.values)[name] = value
        self._store(self.stored.changed(**stored))
        if refused:
            self.refused.emit()

    def lay_over(self, *, until_chosen: bool = False, fixed: bool = False, **values: Any) -> Layer:
        """Show these values in place of what is stored, until the layer returned is lifted; see Layer."""
        layer = Layer(values, until_chosen, fixed)
        self._layers.append(layer)
        self._layers.sort(key=lambda layer: layer.fixed)
        self._combine()
        return layer

    def lift(self, layer: Layer) -> None:
        """Remove a layer: what it has covered is shown again."""
        self._layers.remove(layer)
        self._combine()

    @contextmanager
    def laid_over(self, **values: Any) -> Iterator[None]:
        """Show these values for so long."""
        layer = self.lay_over(**values)
        try:
            yield
        finally:
            self.lift(layer)

    def begin(self, person: PersonState, view: Mapping[str, Any]) -> None:
        """Begin with what the person chose the last time and an experiment's `view`; `chosen` is not emitted."""
        self.stored = ViewState(person).opened(view)
        self._combine()

    def open(self, view: Mapping[str, Any]) -> None:
        """Take the state that another experiment has in the `view` of its file."""
        self._store(self.stored.opened(view))

    def _top(self, name: str) -> Layer | None:
        """The uppermost layer that lies over a field."""
        return next((layer for layer in reversed(self._layers) if name in layer.values), None)

    def _store(self, state: ViewState) -> None:
        before, self.stored = self.stored, state
        self._combine()
        if state is not before:
            self.chosen.emit()

    def _combine(self) -> None:
        before, state = self.state, self.stored
        for layer in self._layers:
            state = state.changed(**layer.values)
        state = ViewState(
            _kept(before.person, state.person),
            _kept(before.experiment, state.experiment),
            _kept(before.moment, state.moment),
        )
        if state != before:
            self.state = state
            self.changed.emit(before)


def _kept(before: Group, now: Group) -> Group:
    """The same object while nothing in a group has changed: what is laid over it makes another one each time."""
    return before if before == now else now
