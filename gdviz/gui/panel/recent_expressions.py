"""The recent formulas: a small file in the user's folder, read only when the menu is opened."""

from __future__ import annotations

import json
import logging
import math
from dataclasses import field
from typing import Any

from gdviz.frozen import frozen
from gdviz.paths import user_folder, write_whole

MOST = 12

log = logging.getLogger(__name__)


@frozen
class Recent:
    """A formula and the values that its named constants had."""

    expression: str
    constants: dict[str, float] = field(default_factory=dict)


def load() -> list[Recent]:
    """Read the formulas, newest first, skipping invalid entries."""
    path = user_folder("data") / "expressions.json"
    try:
        given = json.loads(path.read_bytes(), parse_int=float)  # a huge int has no float
    except FileNotFoundError:
        return []
    except (OSError, ValueError, RecursionError) as error:  # lists nested too deeply
        log.warning("%s: %s", path, error)
        return []
    entries = [_entry(one) for one in given] if isinstance(given, list) else []
    return [entry for entry in entries if entry is not None][:MOST]


def remember(expression: str, constants: dict[str, float]) -> None:
    """Put a formula first, and remove an older one with the same text. Failure to write the file is logged."""
    kept = [Recent(expression, constants), *(entry for entry in load() if entry.expression != expression)][:MOST]
    text = json.dumps([{"expression": e.expression, "parameters": e.constants} for e in kept], ensure_ascii=False)
    try:
        write_whole(user_folder("data") / "expressions.json", text.encode())
    except OSError as error:
        log.warning("the formula was not remembered: %s", error)


def _entry(given: Any) -> Recent | None:
    if not isinstance(given, dict) or not isinstance(given.get("expression"), str):
        return None
    values = given.get("parameters")
    values = values if isinstance(values, dict) else {}
    numbers = {name: value for name, value in values.items() if isinstance(value, float) and math.isfinite(value)}
    return Recent(given["expression"], numbers)
