"""The formulas of an optimizer, written by its own rule."""

from __future__ import annotations

from typing import Any

from gdviz.engine.traced import Traced, TracedFunctions, write
from gdviz.params import Param, params_of


def formulas(optimizer: type) -> list[str]:
    """The lines of one update with the default hyper-parameters: ``["Δw = −η·g"]``."""
    made = optimizer(lr=1.0)
    for parameter in params_of(optimizer):
        if parameter.kind in ("float", "pair") and not parameter.required and parameter.default:
            # The class is frozen, and its numbers are to be symbols here.
            object.__setattr__(made, parameter.name, _symbolic(parameter))
    state = tuple(Traced(1.0, symbol=slot) for slot in made.slots)
    delta, after = made.update(
        Traced(1.0, symbol="g"), state, Traced(1.0, symbol="w"), Traced(1.0, symbol="η"), Traced(2, symbol="t"),
        TracedFunctions(),
    )  # fmt: skip
    names: dict[int, str] = {}
    lines = []
    for slot, value in zip(made.slots, after, strict=True):
        lines.append(f"{slot} = {write(value, names, _leaf)}")
        names[id(value)] = slot
    return [*lines, f"Δw = {write(delta, names, _leaf)}"]


def _symbolic(parameter: Param) -> Any:
    """A default that writes its symbol. (One of 0 stays a number: its terms fall away, as they do in a run.)"""
    default = parameter.default
    if not isinstance(default, tuple):
        return Traced(default, symbol=parameter.symbol)
    symbols = [part.strip() for part in parameter.symbol.split(",")]
    return tuple(Traced(value, symbol=symbol) for value, symbol in zip(default, symbols, strict=True))


def _leaf(value: Any) -> str:
    if isinstance(value, Traced):
        return value.symbol or f"{value.value:g}"
    return f"{value:g}"
