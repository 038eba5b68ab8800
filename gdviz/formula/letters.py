"""The rules by which names of a formula that a person types become named constants, or parameters of a model."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Mapping, Sequence
from itertools import pairwise

from gdviz.formula.formula import DEFAULT_VARIABLES, ONE_VARIABLE, Formula, parse
from gdviz.formula.naming import readings
from gdviz.formula.nodes import ALIASES, FUNCTIONS, RESERVED
from gdviz.formula.tokens import Token, tokenize

DEFAULT_VALUE = 1.0
_GREEK = frozenset("αβγδεζηθικλμνξορςστυφχψω")
"""The small Greek letters without π, which is a number."""
_SHORT = re.compile(r"[^\W\d_]\d*")
"""One letter, perhaps with a number: w, w1, x12."""


def parse_open(text: str, variables: Sequence[str] | None = None, known: Mapping[str, float] | None = None) -> Formula:
    """Parse `text`, where a letter that is no variable is a named constant: its value in `known`, or else 1.

    The rule: a single letter (Latin, or small Greek) that is neither a variable nor e is a constant, alone (``a``,
    ``a*x``, ``2a``) or directly before variables (``ax``, ``bxy``). Longer names are not, so that a misspelled function
    stays an error. Without `variables` these are x and y, or w where neither occurs; named ones count as long as one of
    them occurs. `Formula.constants` has what was found. Raises FormulaError.
    """
    known = dict(known or {})
    greek = [letter for letter in text[:4000] if letter in _GREEK]
    words = [token.text for token in tokenize(text, [*(variables or ()), *known, *greek]) if token.kind == "name"]
    if variables is not None and not any(_holds(word, variables, known) for word in words):
        variables = None
    taken = variables if variables is not None else _own(words, known)
    constants = {name: value for name, value in known.items() if name not in taken}
    for word in words:
        letter = word[0]
        if letter in constants or letter in taken or letter in RESERVED or not letter.isalpha():
            continue
        if word in (*constants, *taken, *FUNCTIONS, *ALIASES) or readings(word, [*taken, *constants], called=True):
            continue
        if len(word) == 1 or readings(word[1:], taken):
            constants[letter] = DEFAULT_VALUE
    formula = parse(text, variables, constants)
    return parse(text, variables, formula.constants) if len(formula.constants) < len(constants) else formula


def free_names(text: str, words: Collection[str], known: Sequence[str] = ()) -> tuple[str, ...]:
    """The names in `text` that are none of `words`, no function and no constant, in the order of the text.

    `known` are those that were found before: they also count within a product without a sign (``w1x``). Of other
    names, a letter with or without a number directly before short `words` is a separate name (``ax1`` is a*x1), and
    a name with a bracket behind it is one if it is short, or stands elsewhere without a bracket: ``sni(x)`` is a
    misspelled function. Letters of all scripts that are written from left to right are allowed.
    Raises FormulaError for a character that no formula may have.
    """
    found: list[str] = []
    tokens = _names_and_next(text, words, known)
    bare = {token.text for token, follows in tokens if follows != "("}
    short = [word for word in words if _SHORT.fullmatch(word)]
    for token, follows in tokens:
        name, called = token.text, follows == "("
        if name in words or name in RESERVED:
            continue
        ways = [] if name in known else readings(name, [*words, *known], called=called)
        if ways:
            made = [part for part in ways[0] if part in known]
        elif name in known or name in bare or _SHORT.fullmatch(name) or not called:
            made = [name if name in known else _head(name, short)]
        else:
            made = []
        found += [one for one in made if one not in found]
    return tuple(found)


def renamed(text: str, words: Collection[str], names: Sequence[str], old: str, new: str) -> str:
    """`text` with `new` in place of the name `old`, one of `names`; the others and the spaces stay.

    A sign is written where `new` would otherwise run together with what stands beside it. Raises FormulaError.
    """
    made, at = "", 0
    for token, follows in _names_and_next(text, words, (*names, new)):
        parts = [token.text]
        if token.text not in (*words, *names, *RESERVED):
            parts = next(iter(readings(token.text, [*words, *names], called=follows == "(")), parts)
        if old not in parts:
            continue
        made += text[at : token.start]
        if made[-1:].isalnum():
            made += "*"
        made, at = made + "*".join(new if part == old else part for part in parts), token.end
    return made + text[at:]


def _names_and_next(text: str, words: Collection[str], known: Sequence[str]) -> list[tuple[Token, str]]:
    """The names in a text, each with the kind of what follows it. Raises FormulaError."""
    letters = {letter for letter in text[:4000] if ord(letter) > 127 and _may_be_typed(letter)}
    tokens = tokenize(text, [*words, *known, *letters])
    return [(one, other.kind) for one, other in pairwise(tokens) if one.kind == "name"]


def _may_be_typed(letter: str) -> bool:
    """Whether a name that is typed may begin with `letter`: no look-alike of another one, no change of direction."""
    return (
        letter != "π"
        and letter.isidentifier()
        and unicodedata.normalize("NFKC", letter) == letter
        and unicodedata.bidirectional(letter) not in ("R", "AL", "AN")
    )


def _head(name: str, short: Sequence[str]) -> str:
    """The letter that stands directly before short words in `name` (``ax1``), or `name` itself."""
    head = _SHORT.match(name)
    rest = name[head.end() :] if head is not None else ""
    return head.group() if head and rest and head.group() not in RESERVED and readings(rest, short) else name


def _own(words: Sequence[str], known: Mapping[str, float]) -> tuple[str, ...]:
    """The variables of a formula that names none: x and y, or w where neither of them occurs."""
    plane = tuple(name for name in DEFAULT_VARIABLES if name not in known)
    for variables in (plane, ONE_VARIABLE):
        if any(_holds(part, variables, known) for word in words for part in (word, word[1:])):
            return variables
    return plane


def _holds(word: str, variables: Sequence[str], known: Mapping[str, float]) -> bool:
    """Whether a name is, or is cut into, names of which one is a variable."""
    return word in variables or any(part in variables for way in readings(word, [*variables, *known]) for part in way)
