"""Reads the formulas that the step card writes in plain unicode as a tree, to be set in type or written as LaTeX.

The text is what gdviz.engine.writing, the formulas' `pretty()` and the problems' `gradient_texts()` give:
"−η·m̂ / (√v̂ + ε)", "2/B · Σ (ŷ − y)·x", "β₁·[0, 0] + (1 − β₁)·[6, 3]²". The tree holds how a formula looks, not what
it means: a fraction, a root, a power, a bracket.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from gdviz.formula.nodes import RESERVED

FUNCTIONS = frozenset((
    "sin", "cos", "tan", "asin", "acos", "atan", "sinh", "cosh", "tanh", "exp", "log", "ln", "log10", "sqrt", "abs",
    "sign", "min", "max", "mean", "argmin", "inf", "nan", "NewtonSchulz",
))  # fmt: skip
"""Words that are no product of letters."""


class Atom:
    """A number, a name or a sign; `kind` is number, name (italic), word (upright) or sign."""

    __slots__ = __match_args__ = ("kind", "text")

    def __init__(self, kind: str, text: str) -> None:
        self.kind, self.text = kind, text


class Row:
    """Parts one after the other."""

    __slots__ = __match_args__ = ("parts",)

    def __init__(self, parts: tuple[Part, ...]) -> None:
        self.parts = parts


class Fraction:
    """One over the other."""

    __slots__ = __match_args__ = ("above", "below")

    def __init__(self, above: Part, below: Part) -> None:
        self.above, self.below = above, below


class Script:
    """A base with what stands below and above to its right."""

    __slots__ = __match_args__ = ("base", "below", "above")

    def __init__(self, base: Part, below: Part | None, above: Part | None) -> None:
        self.base, self.below, self.above = base, below, above


class Root:
    """A square root."""

    __slots__ = __match_args__ = ("inner",)

    def __init__(self, inner: Part) -> None:
        self.inner = inner


class Fence:
    """Brackets of a kind, "(", "[", "{" or "|", and what stands between them."""

    __slots__ = __match_args__ = ("kind", "inner")

    def __init__(self, kind: str, inner: Row) -> None:
        self.kind, self.inner = kind, inner


Part = Atom | Row | Fraction | Script | Root | Fence

CLOSING = {"(": ")", "[": "]", "{": "}", "|": "|"}
RELATIONS = "=<≤>≥≈→:"
_RAISED = dict(zip("⁰¹²³⁴⁵⁶⁷⁸⁹⁻ᵗʲᵀ", "0123456789−tjT", strict=True))
_LOWERED = dict(zip("₀₁₂₃₄₅₆₇₈₉ₜ₊₋∞", "0123456789t+−∞", strict=True))
_UP, _DOWN = "".join(_RAISED), "".join(_LOWERED)
_LETTER = rf"[^\W\d_{_UP}{_DOWN}½][\u0302\u0304]?"
_TAIL = r"(?:\d+|_[A-Za-z]+)?′?"
_TOKEN = (
    r"(?P<number>\d+(?:\.\d+)?(?:e[−+-]?\d+)?)"
    rf"|(?P<raised>[{_UP}]+)|(?P<lowered>[{_DOWN}]+)|(?P<word>(?:{_LETTER})+{_TAIL})|(?P<gap>\s+)|(?P<sign>.)"
)
_ONE_LETTER = re.compile(_LETTER + _TAIL)
_INSIDE = rf"[^\W{_UP}{_DOWN}]|[\u0300-\u036f]"
"""Characters that continue a name: a shorter name before them is not one by itself."""


@lru_cache(maxsize=64)
def _token(names: frozenset[str]) -> re.Pattern[str]:
    """What a token is, where these names may stand: each is one token, whatever letters and underscores it has.

    What a formula cannot hold is no name in it, though a column of the data may be called so: "2", "sin", "".
    """
    own = [name for name in names if name.isidentifier() and name not in RESERVED]
    written = "|".join(map(re.escape, sorted(own, key=len, reverse=True)))
    return re.compile(rf"(?P<named>(?<!\w)(?:{written})(?!{_INSIDE})′?)|{_TOKEN}" if own else _TOKEN)


def read(text: str, names: frozenset[str] = frozenset()) -> Row:
    """The tree of a formula; `names` are names of more than one letter, which else are products of letters.

    A text that is no formula of the card's grammar becomes a row of signs: nothing is raised.
    """
    return _Reader(text, names).read()


class _Reader:
    def __init__(self, text: str, names: frozenset[str]) -> None:
        self._tokens = list(_tokens(text, names))
        self._at = 0

    def read(self) -> Row:
        parts: list[Part] = []
        while self._at < len(self._tokens):
            found = self._row(set())
            parts += found.parts
            if self._at < len(self._tokens):  # a bracket that nothing opened
                parts.append(Atom("sign", self._next()[1]))
        return Row(tuple(parts))

    def _peek(self) -> tuple[str, str]:
        return self._tokens[self._at] if self._at < len(self._tokens) else ("end", "")

    def _next(self) -> tuple[str, str]:
        token = self._tokens[self._at]
        self._at += 1
        return token

    def _row(self, until: set[str]) -> Row:
        """Sums, and what stands between them, up to a closing bracket."""
        parts: list[Part] = []
        while True:
            kind, text = self._peek()
            if kind == "end" or text in until or (kind == "sign" and text in ")]}"):
                return Row(tuple(parts))
            if kind == "sign" and text in "+−·/^,;" + RELATIONS:
                parts.append(Atom("sign", self._next()[1]))
            else:
                parts += self._product(until)

    def _product(self, until: set[str]) -> list[Part]:
        """Factors; a fraction has all of them before its stroke above it."""
        parts: list[Part] = [self._power()]
        while True:
            kind, text = self._peek()
            if text in until:
                return parts
            if text == "·":
                parts.append(Atom("sign", self._next()[1]))
                if self._peek()[1] in ("−", "+"):
                    parts.append(Atom("sign", self._next()[1]))
            elif text == "/":
                self._next()
                sign = [Atom("sign", self._next()[1])] if self._peek()[1] == "−" else []
                below = _bare(self._power())
                parts = [Fraction(_bare(_row(parts)), _row([*sign, below]))]
                continue
            elif not (kind in ("number", "word") or (text and text in "([{√Σ½")):
                return parts
            if self._peek()[0] == "end":
                return parts
            parts.append(self._power())

    def _power(self) -> Part:
        """An atom with its scripts; a function with its arguments."""
        part = self._scripts(self._atom())
        base = part.base if isinstance(part, Script) else part
        if isinstance(base, Atom) and base.kind == "word" and self._peek()[1] in ("(", "{"):
            return Row((part, self._scripts(self._atom())))
        return part

    def _scripts(self, base: Part) -> Part:
        below: Part | None = None
        above: Part | None = None
        while True:
            kind, text = self._peek()
            if kind == "raised" and above is None:
                above = _scripted(self._next()[1], _RAISED)
            elif kind == "lowered" and below is None:
                below = _scripted(self._next()[1], _LOWERED)
            elif text == "^" and above is None:
                self._next()
                sign = [Atom("sign", self._next()[1])] if self._peek()[1] == "−" else []
                above = _row([*sign, _bare(self._power())])
            else:
                return Script(base, below, above) if below or above else base

    def _atom(self) -> Part:
        kind, text = self._next() if self._at < len(self._tokens) else ("sign", "")
        if kind in ("word", "named"):
            return self._word(text, kind == "named")
        if kind == "number":
            return Atom("number", text)
        if text == "√":
            inner = self._atom()
            if isinstance(inner, Atom) and inner.kind == "word" and self._peek()[1] == "(":
                return Root(Row((inner, self._atom())))
            return Root(_bare(inner))
        if text == "½":
            return Fraction(Atom("number", "1"), Atom("number", "2"))
        if text in CLOSING and text:
            return self._fence(text)
        return Atom("sign", text)

    def _fence(self, kind: str) -> Fence:
        closing = CLOSING[kind]
        inner = self._row({closing})
        if self._peek()[1] == closing:
            self._next()
        return Fence(kind, inner)

    def _word(self, text: str, named: bool) -> Part:
        prime = text.endswith("′")
        text = text.removesuffix("′")
        name, _, tail = text.partition("_")
        letters = name.rstrip("0123456789")
        indexed = name and tail.isalnum() and letters == name
        if "_" in text and not indexed:  # _x, x_, a_b_c, w1_x
            return Script(Atom("name", text), None, Atom("sign", "′")) if prime else Atom("name", text)
        below = tail or name[len(letters) :]
        if not named and letters in ("sqrt", "abs") and self._peek()[1] == "(":
            self._next()
            inner = self._fence("(").inner
            return Root(inner) if letters == "sqrt" else Fence("|", inner)
        made: Part = Atom("word" if letters in FUNCTIONS and not named else "name", letters)
        if below or prime:
            lowered = Atom("number" if below.isdecimal() else "word" if len(below) > 1 else "name", below)
            return Script(made, lowered if below else None, Atom("sign", "′") if prime else None)
        return made


def _tokens(text: str, names: frozenset[str]) -> Iterator[tuple[str, str]]:
    """Kind and text of each token; a word that is no name is taken apart into letters."""
    for match in _token(names).finditer(text):
        kind = str(match.lastgroup)
        if kind == "gap":
            continue
        if kind != "word" or match[0].rstrip("0123456789") in FUNCTIONS:
            yield kind, match[0]
            continue
        for letter in _ONE_LETTER.findall(match[0]):
            yield "word", letter


def _row(parts: list[Part]) -> Part:
    return parts[0] if len(parts) == 1 else Row(tuple(parts))


def _bare(part: Part) -> Part:
    """Without the round brackets that a fraction, a root or a power makes needless."""
    if isinstance(part, Fence) and part.kind == "(":
        return _row(list(part.inner.parts))
    return part


def _scripted(text: str, table: dict[str, str]) -> Part:
    plain = "".join(table[sign] for sign in text)
    parts: list[Part] = []
    for found in re.findall(r"\d+|.", plain):
        parts.append(Atom("number" if found.isdigit() else "name" if found.isalpha() else "sign", found))
    return _row(parts)
