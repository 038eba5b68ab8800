"""The rule by which letters of a formula that a person types become named constants."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from gdviz.formula.formula import DEFAULT_VARIABLES, ONE_VARIABLE, Formula, parse
from gdviz.formula.naming import readings
from gdviz.formula.nodes import ALIASES, FUNCTIONS, RESERVED
from gdviz.formula.tokens import tokenize

DEFAULT_VALUE = 1.0
_GREEK = frozenset("αβγδεζηθικλμνξορςστυφχψω")
"""Without π, which is a number."""


def parse_open(text: str, variables: Sequence[str] | None = None, known: Mapping[str, float] | None = None) -> Formula:
    """Parse `text`, where a letter that is no variable is a named constant: its value in `known`, or else 1.

    The rule: a single letter (Latin, or small Greek) that is neither a variable nor e is a constant, alone
    (``a``, ``a*x``, ``2a``) or directly before variables (``ax``, ``bxy``). Longer names are none, so that a slip in
    a function's name stays an error. Without `variables` these are x and y, or w where neither occurs; named ones
    count as long as one of them occurs. `Formula.constants` has what was found. Raises FormulaError.
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
