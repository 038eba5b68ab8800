"""Writes an optimizer's rule: line by line, with symbols and with numbers, from the rule itself."""

from __future__ import annotations

import copy
from collections.abc import Callable
from functools import cached_property
from typing import Any

import numpy as np

from gdviz.engine.round_numbers import negligible_as_zero
from gdviz.engine.traced import Traced, TracedFunctions, plain
from gdviz.frozen import frozen
from gdviz.messages import Message
from gdviz.optimizers.optimizer import Objective, Optimizer, State
from gdviz.params import params_of

_RELATION, _SUM, _QUOTIENT, _PRODUCT, _UNARY, _POWER, _ATOM = range(7)
_SUPERSCRIPTS = str.maketrans("0123456789-", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻")
_FUNCTIONS = {"maximum": "max", "minimum": "min"}


@frozen
class Line:
    """One line of the card: ``symbol = formula = filled = value``; empty parts are left out.

    `role` is update (all of it in one line), gradient (a partial derivative), slope (the gradient), rate, state,
    momentum, delta, parameters, loss, change (what the loss did) or expected (what it should have done); `value` has
    one number a parameter, or one, or the rows of a matrix.
    """

    symbol: str
    formula: str
    filled: str
    value: tuple[Any, ...]
    role: str
    note: Message | None = None
    result: str = ""
    """The value as it is written; empty where it is as `numbers` writes it."""

    @cached_property
    def written(self) -> str:
        """The value as it is written."""
        return self.result or numbers(self.value)

    @property
    def sides(self) -> list[str]:
        """What is equal to the symbol: formula, numbers and value, without those that are there already."""
        return [part for part in (self.formula, self.filled) if part and part != self.written] + [self.written]


@frozen
class RuleLine:
    """``symbol = formula = filled = value``; `filled` is empty where a result has no arithmetic to show."""

    symbol: str
    formula: str
    filled: str
    value: Any


def rule_lines(
    optimizer: Optimizer, grad: Any, state: State, w: Any, lr: float, step: int, objective: Objective
) -> list[RuleLine]:
    """One update, as the rule itself computes it; the last line is Δw.

    Lines come in an order in which each reads what is above it: a state's symbol means its old value above its
    line and in it, the new one below.

    Parameters
    ----------
    grad, w : array
        Shape (dim,).
    state : tuple
        The state before the update: a number a slot, or an array of shape (dim,) where the rule has no reason for
        another.
    step : int
        1 for the first update.
    objective : Objective
        What rules that need the problem evaluate.
    """
    slots = optimizer.slots
    before = tuple(
        value if name.startswith("_") else Traced(value, symbol=name) for name, value in zip(slots, state, strict=True)
    )
    with np.errstate(all="ignore"):
        delta, after = with_symbols(optimizer).rule(objective)(
            Traced(grad, symbol="g"), before, Traced(w, symbol="w"), Traced(lr, symbol="η"), Traced(step, symbol="t"),
            TracedFunctions(),
        )  # fmt: skip
    kept = [(name, made) for name, made in zip(slots, after, strict=True) if not name.startswith("_")]
    old = {id(value): name for name, value in zip(slots, before, strict=True) if isinstance(value, Traced)}
    return _Writer(optimizer, old, kept).lines(delta)


def with_symbols(optimizer: Optimizer) -> Optimizer:
    """The optimizer with hyper-parameters that remember their symbols; those that are 0 or off stay as they are."""
    twin = copy.copy(optimizer)
    for parameter in params_of(type(optimizer)):
        value = getattr(optimizer, parameter.name)
        symbols = [part.strip() for part in parameter.symbol.split(",")]
        if isinstance(value, tuple) and len(value) == len(symbols):
            value = tuple(Traced(v, symbol=s) for v, s in zip(value, symbols, strict=True))
        elif isinstance(value, float) and value and parameter.symbol:
            value = Traced(value, symbol=parameter.symbol)
        object.__setattr__(twin, parameter.name, value)
    return twin


def short(value: float, digits: int = 6) -> str:
    """So many significant digits, a true minus, no trailing zeros."""
    return f"{value + 0.0:.{digits}g}".replace("-", "−")


def signed(value: float) -> str:
    """The same, in brackets where it has a sign or a power of ten."""
    text = short(value)
    return f"({text})" if text.startswith("−") or "e" in text else text


def numbers(values: Any) -> str:
    """A number, a bracketed vector or the rows of a matrix; at most six entries of each are written out."""
    if not (isinstance(values, tuple) and all(type(value) is float for value in values)):
        array = np.asarray(values, dtype=float)
        values = [array.item()] if array.size == 1 else array.tolist()
    if len(values) == 1:
        return short(values[0])
    shown = [short(row) if isinstance(row, float) else numbers(row) for row in values[:6]]
    return f"[{', '.join(shown + (['…'] if len(values) > 6 else []))}]"


def vector(values: Any) -> str:
    """The numbers of one vector, where what is negligible beside the largest is 0."""
    return numbers(tuple(negligible_as_zero(np.ravel(values).tolist())))


@frozen
class _Text:
    """A part of a formula, how strongly it holds together, and the symbols that it reads: (is new, symbol)."""

    text: str
    strength: int
    reads: frozenset[tuple[bool, str]] = frozenset()

    def held(self, least: int) -> str:
        return self.text if self.strength >= least else f"({self.text})"

    def after(self, least: int) -> str:
        """The same behind a + or −, where it cannot begin with a sign."""
        return f"({self.text})" if self.text.startswith("−") else self.held(least)


class _Writer:
    def __init__(self, optimizer: Optimizer, old: dict[int, str], after: list[tuple[str, Any]]) -> None:
        self._old = old
        self._after = after
        self._shorthands = {formula: name for name, formula in optimizer.shorthands}
        self._names = {id(made): name for name, made in after if isinstance(made, Traced) and made.operation}
        self._vectors = {"g", "w", optimizer.momentum_slot}
        """The names of what is no square, in which 1e-16 beside 1 is a rounding error."""
        self._found: list[tuple[str, Any, _Text]] = []

    def lines(self, delta: Any) -> list[RuleLine]:
        """All lines, in the order in which they may be read."""
        pending: list[tuple[str, Any, _Text]] = []
        for symbol, made in [*self._after, ("Δw", delta)]:
            written = self._written(made)
            pending += [*self._found, (symbol, made, written)]
            self._found = []
        made_lines = []
        while pending:
            symbol, made, written = line = next((line for line in pending if _may_follow(line, pending)), pending[0])
            pending.remove(line)
            made_lines.append(RuleLine(symbol, written.text, self._filled(made), plain(made)))
        return made_lines

    def _filled(self, made: Any) -> str:
        if isinstance(made, Traced) and made.operation == "derived":
            return ""
        return _compose(made, self._number, chosen=True).text

    def _number(self, value: Any) -> _Text:
        """A part in the formula with numbers: its value if it has a name, otherwise its own formula."""
        unnamed = isinstance(value, Traced) and value.operation not in ("", "derived") and id(value) not in self._names
        if unnamed:
            return _compose(value, self._number, chosen=True)
        name = self._names.get(id(value), value.symbol) if isinstance(value, Traced) else ""
        return _leaf((vector if name in self._vectors else numbers)(plain(value)))

    def _written(self, value: Any) -> _Text:
        if isinstance(value, Traced) and value.operation and value.operation != "derived":
            return _compose(value, self._symbol)
        return self._symbol(value)

    def _symbol(self, value: Any) -> _Text:
        """A part in the formula with symbols; notes the lines that its own named parts need."""
        if not isinstance(value, Traced):
            return _leaf(numbers(value))
        if id(value) in self._names:
            return _named(self._names[id(value)])
        if not value.operation:
            reads = frozenset({(False, self._old[id(value)])} if id(value) in self._old else ())
            return _leaf(value.symbol or numbers(value.value), reads)
        if value.operation == "derived":
            reads = frozenset().union(*(self._symbol(part).reads for part in value.parts))
            name, written = value.symbol, _Text(value.formula, _ATOM, reads)
        else:
            written = _compose(value, self._symbol)
            name = self._shorthands.get(written.text, "")
        if not name:
            return written
        if name not in self._names.values():
            self._found.append((name, value, written))
        self._names[id(value)] = name
        return _named(name)


def _may_follow(line: tuple[str, Any, _Text], pending: list[tuple[str, Any, _Text]]) -> bool:
    """Whether all that `line` reads is written, and no other line still needs the old value of what it makes."""
    symbol, _, written = line
    others = [other for other in pending if other is not line]
    waits = any((True, name) in written.reads for name, _, _ in others)
    return not waits and not any((False, symbol) in text.reads for _, _, text in others)


def _leaf(text: str, reads: frozenset[tuple[bool, str]] = frozenset()) -> _Text:
    return _Text(text, _UNARY if text.startswith("−") else _ATOM, reads)


def _named(name: str) -> _Text:
    return _Text(name, _ATOM, frozenset({(True, name)}))


def _compose(value: Any, write: Callable[[Any], _Text], chosen: bool = False) -> _Text:
    """The operation that made `value`, around its parts as `write` writes them.

    `chosen` writes a choice as what was chosen.
    """
    if not isinstance(value, Traced) or not value.operation:
        return write(value)
    if value.operation == "where" and chosen:
        return _leaf(numbers(value.value))
    parts = [write(part) for part in value.parts]
    text, strength = _operation(value, parts)
    return _Text(text, strength, frozenset().union(*(part.reads for part in parts)))


def _operation(value: Traced, part: list[_Text]) -> tuple[str, int]:
    match value.operation:
        case "+":
            return f"{part[0].held(_SUM)} + {part[1].after(_SUM)}", _SUM
        case "-":
            return f"{part[0].held(_SUM)} − {part[1].after(_QUOTIENT)}", _SUM
        case "*":
            if isinstance(value.parts[0], Traced) and value.parts[0] is value.parts[1]:
                return f"{part[0].held(_ATOM)}²", _POWER
            return f"{part[0].held(_PRODUCT)}·{part[1].held(_POWER)}", _PRODUCT
        case "/":
            return f"{part[0].held(_PRODUCT)} / {part[1].held(_POWER)}", _QUOTIENT
        case "^":
            power = part[1].text
            short_power = power.translate(_SUPERSCRIPTS) if power.isdigit() else {"t": "ᵗ"}.get(power)
            return f"{part[0].held(_ATOM)}{short_power or '^' + part[1].held(_UNARY)}", _POWER
        case "neg":
            return f"−{part[0].held(_PRODUCT)}", _PRODUCT
        case "sqrt":
            return f"√{part[0].held(_ATOM)}", _POWER
        case "absolute" | "abs":
            return f"|{part[0].text}|", _ATOM
        case "<" | "≤" | ">" | "≥" | "=":
            return f"{part[0].held(_SUM)} {value.operation} {part[1].held(_SUM)}", _RELATION
        case "where":
            rest = part[2].text
            rest = rest[1:-1] if rest.startswith("{") else rest
            return f"{{{part[1].text} : {part[0].text}; {rest}}}", _ATOM
    name = _FUNCTIONS.get(value.operation, value.operation)
    return f"{name}({', '.join(p.text for p in part)})", _ATOM
