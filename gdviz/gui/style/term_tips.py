"""Tool tips that explain a term of the glossary. The glossary is read when the first one is made."""

from __future__ import annotations

from typing import TYPE_CHECKING
from unicodedata import east_asian_width

from gdviz.gui.style.translating import choose

if TYPE_CHECKING:
    from gdviz.glossary import Term


_LONGEST = 72
"""Latin letters of a line."""


def word_of(term: Term) -> str:
    """The word in the language of the window, with the English word beside it if that is another."""
    word, english = choose(term.word), term.word["en"]
    return word if word == english else f"{word}({english})"


def term_tip(key: str, fact: str = "") -> str:
    """Return the tool tip of a term: the word, its sentence, and below them `fact`, which holds at this place only."""
    from gdviz.glossary import term

    return _tip(term(key), fact)


def tip_at(where: str, tip: str) -> str:
    """Return the tool tip of the term for the value at the path `where`; `tip` itself if there is no such term."""
    from gdviz.glossary import term_at

    term = term_at(where)
    return tip if term is None else _tip(term, "")


def _tip(term: Term, fact: str) -> str:
    return "\n".join([word_of(term), *_lines(choose(term.says)), *_lines(fact)])


def _lines(text: str) -> list[str]:
    """The text in lines short enough to be read, as a tool tip does not break the lines of a plain text."""
    lines: list[str] = []
    so_far = 0
    for word in text.split():
        width = _width(word)
        if lines and so_far + 1 + width <= _LONGEST:
            lines[-1] += f" {word}"
            so_far += 1 + width
        else:
            lines.append(word)
            so_far = width
    return lines


def _width(text: str) -> int:
    """How wide a text is, in Latin letters: a syllable of Hangul is as wide as two."""
    return len(text) if text.isascii() else sum(2 if east_asian_width(letter) == "W" else 1 for letter in text)
