"""Fields for a text, for a list as JSON, and for points."""

from __future__ import annotations

import json
import re
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from gdviz.gui.widgets import numbers
from gdviz.gui.widgets.fields import Value, ValueField
from gdviz.messages import ExperimentError, message
from gdviz.params import decimal


class TextField(ValueField):
    """A field for a text, or with `as_json` for a list, written as JSON.

    `committed` follows Return or leaving; the arrow keys do nothing.
    """

    committed = Signal(object)
    stepped = Signal(object)

    def __init__(self, name: str = "", parent: QWidget | None = None, *, as_json: bool = False) -> None:
        super().__init__(name, parent)
        self._as_json = as_json
        self._value = None

    def read(self, shown: str) -> Any:
        """The text, or the value of its JSON. Raises ExperimentError."""
        if not self._as_json:
            return shown
        try:
            return json.loads(shown, parse_float=decimal)
        except json.JSONDecodeError as error:
            raise ExperimentError("", message("not JSON, from character {at} on", at=error.colno)) from None
        except ExperimentError:
            raise
        except (ValueError, RecursionError):
            raise ExperimentError("", message("must be JSON")) from None

    def write(self, value: Value) -> str:
        """The text, or the JSON of the value; 15.0 is 15."""
        return json.dumps(_with_whole_numbers(value), ensure_ascii=False) if self._as_json else str(value or "")

    def _step_by(self, direction: int, modifiers: Qt.KeyboardModifier) -> None:
        """Do nothing: a text has no next one, and an arrow key must not commit what is being typed."""

    def _emit_committed(self) -> None:
        self.committed.emit(self._value)


class PointsField(TextField):
    """A field for points of a curve: "0: 1, 50: 0.1" is [[0, 1], [50, 0.1]]. JSON is read, too."""

    def __init__(self, name: str = "", parent: QWidget | None = None) -> None:
        super().__init__(name, parent, as_json=True)

    def read(self, shown: str) -> Any:
        """The pairs, as lists. Raises ExperimentError."""
        if shown.lstrip().startswith("["):
            return super().read(shown)
        pairs = [[part.strip() for part in pair.split(":")] for pair in re.split("[,;]", shown) if pair.strip()]
        if not pairs or any(len(pair) != 2 or not all(pair) for pair in pairs):
            raise ExperimentError("", message("Write each point as k: factor, such as 0: 1, 50: 0.1."))
        return [[numbers.parse_number(number) for number in pair] for pair in pairs]

    def write(self, value: Value) -> str:
        """Each pair with a colon."""
        return ", ".join(": ".join(map(numbers.edit_text, pair)) for pair in value or ())


def _with_whole_numbers(value: Any) -> Any:
    match value:
        case list() | tuple():
            return [_with_whole_numbers(one) for one in value]
        case dict():
            return {key: _with_whole_numbers(one) for key, one in value.items()}
        case float() if value.is_integer() and abs(value) < 1e15:
            return int(value)
    return value
