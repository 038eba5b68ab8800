"""Numbers as the window writes them and as a person types them."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable

from gdviz.engine.round_numbers import negligible_as_zero
from gdviz.messages import ExperimentError, message
from gdviz.params import decimal
from gdviz.quoting import show

MINUS = "\u2212"  # −, as wide as a figure, which the hyphen is not

# Python's float() reads more than is meant: 1_000, nan, ١٢ and full-width figures.
_NUMBER = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)(e[+-]?\d+)?", re.ASCII | re.IGNORECASE)
_BLANKS = re.compile(r"[\s\u00a0\u2007\u2009\u202f]+")


def format_number(value: float, digits: int = 4) -> str:
    """`value` with `digits` significant digits, for reading: "0.05", "1.2e-06", "−3", "∞".

    Up to a million the digits before the point are all there: "1470", not "1.47e+03".
    """
    if math.isnan(value):
        return "nan"
    if math.isinf(value):
        return "∞" if value > 0 else f"{MINUS}∞"
    text = f"{abs(value):.{digits}g}"
    if round(abs(value)) < 1e6 and (value == int(value) or "e+" in text):
        text = str(round(abs(value)))
    return f"{MINUS}{text}" if value < 0 and text.strip("0.") else text


def format_numbers(values: Iterable[float], digits: int = 4) -> list[str]:
    """The numbers of one vector, for reading: what is negligible beside the largest is "0"."""
    return [format_number(value, digits) for value in negligible_as_zero(values)]


def edit_text(value: float) -> str:
    """`value` for a field: the shortest text that reads back as the same number: "0.01", "1e-8", "-2.5"."""
    if value == int(value) and abs(value) < 1e15:
        return str(int(value))
    mantissa, e, exponent = repr(float(value)).partition("e")
    return f"{mantissa.removesuffix('.0')}{e}{int(exponent)}" if e else mantissa


def parse_number(text: str) -> float:
    """The number that `text` says: "0.5", "1e-3", "−2" (either minus), "1 000".

    Raises ExperimentError, a ValueError with one sentence as its text, for any other text.
    """
    bare = _BLANKS.sub("", text).replace(MINUS, "-")
    if not bare:
        raise ExperimentError("", message("Type a number, such as 0.01 or 1e-2."))
    if _NUMBER.fullmatch(bare):
        try:
            value = decimal(bare)
        except ExperimentError as error:
            raise ExperimentError("", message("{why}.", why=error.reason)) from None
        if math.isinf(value):
            raise ExperimentError("", message("{got} is too large a number.", got=_short(text)))
        return value
    if "," in bare and _NUMBER.fullmatch(bare.replace(",", ".", 1)):
        raise ExperimentError("", message("Write the decimals after a point: {text}.", text=bare.replace(",", ".", 1)))
    raise ExperimentError("", message("{got} is not a number; write 0.01 or 1e-2.", got=_short(text)))


def parse_integer(text: str) -> int:
    """The whole number that `text` says ("100", "1e4").

    Raises ExperimentError, a ValueError with one sentence as its text, for any other text.
    """
    if not _BLANKS.sub("", text):
        raise ExperimentError("", message("Type a whole number, such as 100 or 1e4."))
    value = parse_number(text)
    if value != int(value):
        raise ExperimentError("", message("Type a whole number; {got} has a fraction.", got=_short(text)))
    return int(value)


def next_linear(value: float, step: float, direction: int) -> float:
    """The next multiple of `step` above (`direction` 1) or below (-1) `value`; itself where steps are too small."""
    count = value / step if step else math.inf
    if not abs(count) < 2**53:
        return value
    near = round(count)
    if abs(count - near) > 1e-6:
        near = math.floor(count) if direction > 0 else math.ceil(count)
    return clean((near + direction) * step)


def next_log(value: float, direction: int, per_decade: int = 1) -> float:
    """The next step of 1, 2, .. 9, 10, 20, .. above or below a positive `value`.

    `per_decade` 10 makes the steps ten times finer (1, 1.1, 1.2, ..).
    """
    unit = max(10.0 ** math.floor(math.log10(value) + 1e-9) / per_decade, math.nextafter(0.0, 1.0))
    made = next_linear(value, unit, direction)
    if direction < 0 and made < per_decade * unit * (1 - 1e-9):  # fell into the decade below
        made = next_linear(value, unit / 10, direction)
    return made


def clean(value: float) -> float:
    """`value` without the noise of binary fractions: 12 significant digits."""
    return float(f"{value:.12g}")


def _short(text: str) -> str:
    return show(text.strip())
