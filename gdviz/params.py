"""Hyper-parameters, declared once: default, bounds, scale, symbol, label and help.

A plug-in is a frozen dataclass whose fields are made by `param`. Validation, JSON, forms, command-line
flags and `gdviz list` are derived from the declaration.
"""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Iterable, Mapping
from typing import Any, TypeVar

from gdviz.messages import ExperimentError, Message, message
from gdviz.quoting import show

REQUIRED: Any = dataclasses.MISSING
T = TypeVar("T")
LONGEST_TEXT = 50_000
"""The most characters of a parameter that is a text, such as a formula or a path."""


@dataclasses.dataclass(frozen=True)
class Param:
    """The declaration of one hyper-parameter.

    `kind` is float, int, bool, choice, text, pair (two floats) or data (checked by its owner). Bounds are
    inclusive unless `open_low` / `open_high`; a missing bound is None. `scale` is "linear" or "log": how a
    slider runs. `shown` false keeps it out of forms.

    `axis` says where the number of a schedule lies in its plot, so that it can be dragged there: "k" (a time, counted
    from that of the parameter `at`, or from the beginning), "share" (of that time), "factor" (of the base rate) or
    "rate", both of them at the time of `at`; "points" are pairs of k and factor.
    """

    name: str
    kind: str
    default: Any
    low: float | None = None
    high: float | None = None
    open_low: bool = False
    open_high: bool = False
    scale: str = "linear"
    symbol: str = ""
    label: str = ""
    help: str = ""
    choices: tuple[str, ...] = ()
    optional: bool = False
    shown: bool = True
    axis: str = ""
    at: str = ""

    @property
    def required(self) -> bool:
        """Whether a file must contain it."""
        return self.default is dataclasses.MISSING

    def range_text(self) -> str:
        """The allowed range as mathematics writes it: ``[0, 1)``, ``> 0``, ``>= 1``; empty when any."""
        low, high = self.low, self.high
        if low is not None and high is not None:
            return f"{'(' if self.open_low else '['}{low:g}, {high:g}{')' if self.open_high else ']'}"
        if low is not None:
            return f"{'>' if self.open_low else '>='} {low:g}"
        if high is not None:
            return f"{'<' if self.open_high else '<='} {high:g}"
        return ""

    def describe(self) -> dict[str, Any]:
        """A JSON-ready description, for `gdviz list --json`."""
        return {
            "name": self.name,
            "type": self.kind,
            "default": None if self.required else _plain(self.default),
            "required": self.required,
            "range": self.range_text(),
            "scale": self.scale,
            "symbol": self.symbol,
            "label": self.label,
            "help": self.help,
            "choices": list(self.choices),
        }

    def check(self, value: object, path: str) -> Any:
        """Return `value` as this parameter holds it.

        Raises ExperimentError with `path` when the type or the range is wrong.
        """
        if value is None and self.optional:
            return None
        match self.kind:
            case "float":
                return self._in_range(number(value, path), path)
            case "int":
                return self._in_range(integer(value, path), path)
            case "bool":
                if not isinstance(value, bool):
                    raise ExperimentError(path, message("must be true or false, got {got}", got=show(value)))
                return value
            case "choice":
                if value not in self.choices:
                    raise ExperimentError(path, unknown(value, self.choices))
                return value
            case "text":
                if not isinstance(value, str):
                    raise ExperimentError(path, message("must be text, got {got}", got=show(value)))
                return require_short(value, path, LONGEST_TEXT)
            case "pair":
                if not isinstance(value, list | tuple) or len(value) != 2:
                    raise ExperimentError(path, message("must be a list of two numbers, got {got}", got=show(value)))
                return tuple(self._in_range(number(v, f"{path}[{i}]"), f"{path}[{i}]") for i, v in enumerate(value))
        return value

    def _in_range(self, value: float, path: str) -> float:
        low, high = self.low, self.high
        below = low is not None and (value < low or (self.open_low and value == low))
        above = high is not None and (value > high or (self.open_high and value == high))
        if below or above:
            text = self.range_text()
            if low is not None and high is not None:
                raise ExperimentError(path, message("must be in {range}, got {got}", range=text, got=show(value)))
            raise ExperimentError(path, message("must be {range}, got {got}", range=text, got=show(value)))
        return value


def param(default: Any = REQUIRED, *, kind: str = "float", **what: Any) -> Any:
    """Declare a field of a plug-in; `what` are Param's other fields (low, high, symbol, label, help, ...)."""
    metadata = {"param": {"kind": kind, **what}}
    if default is REQUIRED:
        return dataclasses.field(metadata=metadata)
    return dataclasses.field(default=default, metadata=metadata)


def params_of(cls: type) -> tuple[Param, ...]:
    """The declared parameters of a plug-in class, in the order of its fields."""
    found = cls.__dict__.get("_params")
    if found is None:
        found = tuple(
            Param(name=f.name, default=f.default, **f.metadata["param"])
            for f in dataclasses.fields(cls)
            if "param" in f.metadata
        )
        cls._params = found  # type: ignore[attr-defined]
    return found


def build(cls: type[T], data: Mapping[str, Any], path: str, *, ignore: Iterable[str] = ("kind",)) -> T:
    """Make an instance of plug-in `cls` from JSON, checking names, types, ranges and `cls.check_together`.

    Raises ExperimentError with the path of the offending key.
    """
    declared = {p.name: p for p in params_of(cls)}
    skip = set(ignore)
    for key in data:
        if key not in declared and key not in skip:
            raise ExperimentError(join(path, key), unknown_key(key, [*declared, *sorted(skip - {"kind"})]))
    values = {}
    for name, parameter in declared.items():
        if name in data:
            values[name] = parameter.check(data[name], join(path, name))
        elif parameter.required:
            raise ExperimentError(join(path, name), message("is missing"))
    made = cls(**values)
    together = getattr(made, "check_together", None)
    if together is not None:
        together(path)
    return made


def to_json(made: object) -> dict[str, Any]:
    """The parameters of an instance as JSON values (tuples become lists), defaults included."""
    return {p.name: _plain(getattr(made, p.name)) for p in params_of(type(made))}


def join(path: str, key: str) -> str:
    """The path of `key` inside `path`; a key that would not fit into a sentence is quoted and cut."""
    if len(key) > 60 or not key.isprintable():
        key = show(key)
    return f"{path}.{key}" if path else key


def require_short(text: str, path: str, longest: int) -> str:
    """The text itself; raises ExperimentError where it has more than `longest` characters."""
    if len(text) > longest:
        what = message("must have at most {most} letters, got {got}", most=longest, got=len(text))
        raise ExperimentError(path, what)
    return text


def number(value: object, path: str) -> float:
    """A finite float (JSON int or float, not bool). Raises ExperimentError."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise ExperimentError(path, message("must be a number, got {got}", got=show(value)))
    try:
        made = float(value)
    except OverflowError:
        made = math.inf
    if not math.isfinite(made):
        raise ExperimentError(path, message("must be a finite number, got {got}", got=show(made)))
    return made


def decimal(text: str) -> float:
    """The float that `text` holds in ASCII digits, as in Python and JSON; inf where it is too large.

    Raises ValueError where it holds none, and ExperimentError where a number other than 0 would be rounded to 0.
    """
    made = float(text)
    if made == 0 and any(digit in "123456789" for digit in text.lower().partition("e")[0]):
        raise ExperimentError("", message("{got} is too small a number: write 0, or at least 5e-324", got=text[:40]))
    return made


def integer(value: object, path: str) -> int:
    """A whole number (JSON int, or a float without a fraction). Raises ExperimentError."""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, bool) or not isinstance(value, int):
        raise ExperimentError(path, message("must be a whole number, got {got}", got=show(value)))
    return value


def nearest(name: object, known: Iterable[str]) -> list[str]:
    """The known names closest to `name`, best first, at most three."""
    import difflib  # for a mistake only

    return difflib.get_close_matches(str(name)[:60].lower(), list(known), n=3, cutoff=0.5)


def unknown(value: object, known: Iterable[str]) -> Message:
    """The sentence for a name that is not in `known`: with the nearest ones, or else all."""
    names = list(known)
    near = nearest(value, names) if isinstance(value, str) else []
    if near:
        return message("unknown: {got}; did you mean {near}?", got=show(value), near=", ".join(near))
    return message("unknown: {got}; known: {known}", got=show(value), known=", ".join(names))


def unknown_key(key: object, known: Iterable[str]) -> Message:
    """The sentence for a key that does not belong here."""
    names = list(known)
    if not names:
        return message("unknown key; there are none here")
    near = nearest(key, names)
    if near:
        return message("unknown key; did you mean {near}?", near=", ".join(near))
    return message("unknown key; known: {known}", known=", ".join(names))


def _plain(value: object) -> Any:
    return [_plain(v) for v in value] if isinstance(value, tuple) else value
