"""One update in one line, to be read at a glance: w′ = w − η∇f = (1, 1) − 0.01·(6, 3) = (0.94, 0.97)."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from gdviz.engine.writing import Line, numbers

MOST = 4
"""The most entries of a vector that are written."""
LONGEST_RULE, LONGEST_SUM = 40, 24
"""The most characters of a rule written with symbols, and of one written with numbers; longer ones become Δw."""
_DIGITS = 6
_LARGEST, _LEAST = 1e6, 1e-4
"""Sizes from and below which numbers are written as powers of ten."""
_VECTOR = re.compile(r"\[([^\[\]]*)\]")
_NUMBER = re.compile(r"(?<![\w.])\d+(?:\.\d+)?(?:e[−+]?\d+)?(?![A-Za-z0-9_.])")
_TWO_SIGNS = re.compile(r"^−([^()\[\]+ ]+·)\(−(\([^()]*\)|[^()+− ]+)\)$")
_GRADIENT = re.compile(r"\bg\b(?![\u0300-\u036f])")


def update_line(delta: Line | None, w: np.ndarray, after: np.ndarray, gradient: str = "g") -> Line:
    """The update from `w` to `after`, arrays of shape (dim,), with the rule of the optimizer in it.

    Parameters
    ----------
    delta
        The line of Δw; None where it is not known how Δw was made.
    gradient
        What the rule's g is called: "∇f", or of a batch "∇J_B".
    """
    change = after - w
    rule = "Δw" if delta is None or len(delta.formula) > LONGEST_RULE else delta.formula
    rule = _uphill(_GRADIENT.sub(gradient, rule)).replace("·∇", "∇")
    if delta is None or len(delta.formula) > LONGEST_SUM or not delta.filled:
        added = in_brackets(change.tolist())
    else:
        added = _uphill(_shortened(delta.filled))
    decimals = _decimals(w, after, change)
    before, then = (_listed(values.tolist(), decimals) for values in (w, after))
    return Line("w′", _sum("w", rule), _sum(before, added), tuple(after.tolist()), "update", result=then)


def brief(line: Line) -> Line:
    """A line whose numbers have three or four digits, and whose vectors stand in round brackets."""
    if any(isinstance(row, tuple) for row in line.value):  # a matrix
        return line
    one = len(line.value) == 1
    result = _NUMBER.sub(_four, numbers(line.value)) if one else in_brackets(line.value)
    return replace(line, filled=_shortened(line.filled), result=result)


def in_brackets(values: Sequence[float]) -> str:
    """A number, or a vector in round brackets, to the place of the third digit of the largest."""
    return _listed(values, _three(values))


def _listed(values: Sequence[float], decimals: int | None) -> str:
    shown = [_written(value, decimals) for value in values[:MOST]]
    if len(values) == 1:
        return shown[0]
    return f"({', '.join(shown + (['…'] if len(values) > MOST else []))})"


def _uphill(rule: str) -> str:
    """A rule without the two signs of one that climbs: −η·(−∇f) is η·∇f."""
    return _TWO_SIGNS.sub(r"\1\2", rule)


def _sum(first: str, second: str) -> str:
    return f"{first} − {second[1:]}" if second.startswith("−") else f"{first} + {second}"


def _three(values: Sequence[float]) -> int | None:
    """The decimal place of the third digit of the largest value; None where it is too large or too small for one."""
    largest = max((abs(value) for value in values if math.isfinite(value)), default=0.0)
    if largest == 0:
        return 0
    return max(0, 2 - math.floor(math.log10(largest))) if _LEAST <= largest < _LARGEST else None


def _decimals(w: np.ndarray, after: np.ndarray, change: np.ndarray) -> int | None:
    """The decimal place at which both points have three digits and the change is seen, with six digits at most."""
    both = [*w.tolist(), *after.tolist()]
    three = _three(both)
    largest = max((abs(value) for value in both if math.isfinite(value)), default=0.0)
    moved = max((abs(value) for value in change.tolist() if math.isfinite(value)), default=0.0)
    if three is None or not moved or not largest:
        return three
    most = max(0, _DIGITS - 1 - math.floor(math.log10(largest)))
    return max(three, min(-math.floor(math.log10(moved)), most))


def _written(value: float, decimals: int | None) -> str:
    """A number to this decimal place, without zeros at its end."""
    if decimals is None or not math.isfinite(value):
        return f"{value + 0.0:.3g}".replace("-", "−")
    text = f"{value:.{decimals}f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return text.replace("-", "−") if text.strip("-0.") else "0"


def _shortened(filled: str) -> str:
    """A rule with numbers, its vectors in round brackets and with three digits, its numbers with four."""
    text = _VECTOR.sub(lambda found: _vector(found[1]), filled)
    parts = re.split(r"(\([^()]*\))", text)  # a vector is not shortened again
    text = "".join(part if i % 2 and "," in part else _NUMBER.sub(_four, part) for i, part in enumerate(parts))
    return re.sub(r"(\w)\((\([^()]*\))\)", r"\1\2", text)  # sign((1, 2)) is sign(1, 2)


def _vector(entries: str) -> str:
    try:
        values = [float(entry.replace("−", "-")) for entry in entries.replace(", …", "").split(", ")]
    except ValueError:
        return f"[{entries}]"
    text = in_brackets(values)
    return text.replace(")", ", …)") if "…" in entries and "…" not in text else text


def _four(found: re.Match[str]) -> str:
    return f"{float(found[0].replace('−', '-')):.4g}".replace("-", "−")
