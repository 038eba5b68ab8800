"""Symbols that record operations: a function of numbers, called with symbols, becomes Python source.

The source does the same operations on the same numbers, so it gives the same bits. Equal operations are done once.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from gdviz.frozen import frozen

DEEPEST = 20
"""How deep an expression may be nested before a part of it gets a name: Python's parser has a limit."""
CHOICES = {
    "maximum": "{1} if {1} > {0} else {0}",
    "minimum": "{1} if {1} < {0} else {0}",
    "where": "{1} if {0} else {2}",
}
"""max, min and where as in gdviz.backend.FLOATS, with the same results for nan."""
RULE = {"sqrt": "sqrt({0})", "abs": "abs({0})", "sign": "({0} > 0) - ({0} < 0)", **CHOICES}
"""The functions of `xp` that a rule may call, as source."""


class NeedsNumber(TypeError):
    """A symbol was used where only a number will do, such as in a comparison that decides a branch."""


class Symbol:
    """A number that is not known yet: a variable of the source, or an operation on others."""

    __slots__ = ("parts", "tape", "template")
    __array_ufunc__ = None  # NumPy leaves the operation to the symbol
    __hash__ = object.__hash__

    def __init__(self, tape: Tape, template: str, parts: tuple[Any, ...] = ()) -> None:
        self.tape = tape
        self.template = template
        self.parts = parts

    def __add__(self, other: Any) -> Symbol:
        return self.tape.make("{0} + {1}", self, other)

    def __radd__(self, other: Any) -> Symbol:
        return self.tape.make("{0} + {1}", other, self)

    def __sub__(self, other: Any) -> Symbol:
        return self.tape.make("{0} - {1}", self, other)

    def __rsub__(self, other: Any) -> Symbol:
        return self.tape.make("{0} - {1}", other, self)

    def __mul__(self, other: Any) -> Symbol:
        return self.tape.make("{0} * {1}", self, other)

    def __rmul__(self, other: Any) -> Symbol:
        return self.tape.make("{0} * {1}", other, self)

    def __truediv__(self, other: Any) -> Symbol:
        return self.tape.make("{0} / {1}", self, other)

    def __rtruediv__(self, other: Any) -> Symbol:
        return self.tape.make("{0} / {1}", other, self)

    def __pow__(self, other: Any) -> Symbol:
        return self.tape.make("{0} ** {1}", self, other)

    def __rpow__(self, other: Any) -> Symbol:
        return self.tape.make("{0} ** {1}", other, self)

    def __neg__(self) -> Symbol:
        return self.tape.make("-{0}", self)

    def __lt__(self, other: Any) -> Symbol:
        return self.tape.make("{0} < {1}", self, other)

    def __le__(self, other: Any) -> Symbol:
        return self.tape.make("{0} <= {1}", self, other)

    def __gt__(self, other: Any) -> Symbol:
        return self.tape.make("{0} > {1}", self, other)

    def __ge__(self, other: Any) -> Symbol:
        return self.tape.make("{0} >= {1}", self, other)

    def __eq__(self, other: object) -> Any:
        return self.tape.make("{0} == {1}", self, other)

    def __ne__(self, other: object) -> Any:
        return self.tape.make("{0} != {1}", self, other)

    def __bool__(self) -> bool:
        raise NeedsNumber("no branch can be taken on a symbol")


class LaterStep(Symbol):
    """The number of an update that is not the first."""

    __slots__ = ()
    __hash__ = object.__hash__

    def __eq__(self, other: object) -> Any:
        return False if other == 1 else super().__eq__(other)


@frozen
class Written:
    """The operations that a function did on symbols: all that its results need, parts first.

    `constants` has the values of the names that stand for numbers; `prefix` begins the names of what is computed.
    """

    symbols: Sequence[Symbol]
    results: Sequence[Symbol]
    constants: Mapping[str, float]
    prefix: str

    def source(self) -> tuple[list[str], list[str]]:
        """The statements that come first, and an expression for each of the results."""
        uses = _uses(self.results)
        statements: list[str] = []
        texts: dict[int, str] = {}
        depths: dict[int, int] = {}
        for symbol in self.symbols:
            text = symbol.template.format(*(texts[id(part)] for part in symbol.parts))
            depth = 1 + max((depths[id(part)] for part in symbol.parts), default=-1)
            if symbol.parts and (uses[id(symbol)] > 1 or depth > DEEPEST):
                name = f"{self.prefix}{len(statements)}"
                statements.append(f"{name} = {text}")
                text, depth = name, 0
            texts[id(symbol)] = f"({text})" if depth else text
            depths[id(symbol)] = depth
        return statements, [texts[id(symbol)] for symbol in self.results]


class Functions:
    """The namespace of functions for symbols: `table` gives the source of each, with {0}, {1}, .. for its arguments."""

    nan = math.nan

    def __init__(self, tape: Tape, table: Mapping[str, str]) -> None:
        self._tape = tape
        self._table = table

    def __getattr__(self, name: str) -> Callable[..., Symbol]:
        if name not in self._table:
            raise NeedsNumber(f"no source of {name}")
        return lambda *parts: self._tape.make(self._table[name], *parts)


class Tape:
    """The operations on its symbols, in order.

    Numbers with a fraction stand in the source by name, and `constants` has their values, so that source, which takes
    long to compile, is the same for other values.
    """

    def __init__(self, prefix: str) -> None:
        self.constants: dict[str, float] = {}
        self._prefix = prefix
        self._made: dict[tuple[Any, ...], Symbol] = {}

    def make(self, template: str, *parts: Any) -> Symbol:
        """The symbol of an operation, `template` says how it is written, on symbols and plain numbers.

        Raises NeedsNumber for anything else.
        """
        known = [part if isinstance(part, Symbol) else self._constant(part) for part in parts]
        key = (template, *map(id, known))
        if key not in self._made:
            self._made[key] = Symbol(self, template, tuple(known))
        return self._made[key]

    def variable(self, name: str, kind: type[Symbol] = Symbol) -> Symbol:
        """The variable called `name`."""
        return self._made.setdefault((name,), kind(self, name))

    def _constant(self, value: object) -> Symbol:
        if type(value) is float:
            text = repr(value)
            if ("=", text) not in self._made:
                name = f"{self._prefix}c{len(self.constants)}"
                self.constants[name] = value
                self._made["=", text] = Symbol(self, name)
            return self._made["=", text]
        if type(value) is int:
            return self.variable(f"({value})")
        raise NeedsNumber(f"neither a number nor a symbol: {value!r}")

    def written(self, results: Sequence[Any]) -> Written:
        """What the `results`, symbols or plain numbers, need."""
        wanted = [result if isinstance(result, Symbol) else self._constant(result) for result in results]
        uses = _uses(wanted)
        # Parts were made before what is made of them.
        symbols = [symbol for symbol in self._made.values() if id(symbol) in uses]
        return Written(symbols, wanted, self.constants, self._prefix)


def _uses(wanted: Sequence[Symbol]) -> dict[int, int]:
    """How often each symbol that is needed stands in the source, by its id.

    Python's `a if c else b` computes only what it chooses, while a rule computes both before, and that may fail. So
    both get names, as what is used twice does.
    """
    uses: dict[int, int] = {}
    waiting = list(wanted)
    while waiting:
        symbol = waiting.pop()
        new = id(symbol) not in uses
        uses[id(symbol)] = uses.get(id(symbol), 0) + 1
        if new:
            for i, part in enumerate(symbol.parts):
                times = 2 if " if " in symbol.template else symbol.template.count(f"{{{i}}}")
                waiting += [part] * times
    return uses
