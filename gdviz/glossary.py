"""The glossary: the terms of the lecture and of the window, with one sentence on each, in all languages.

They stand in resources/glossary.json: a list of objects with the `key` of a term, its `word` and what it `says` as
``{"en": .., "ko": ..}``, other words and signs for it (`aliases`), and, where the window has it, `where`: the path of a
value in an experiment, such as "optimizer.dampening", or the name of a command, such as "actionFog".
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from gdviz.frozen import frozen
from gdviz.paths import resource_json


@frozen
class Term:
    """One term; `word` and `says` map a language to its text."""

    key: str
    word: Mapping[str, str]
    aliases: tuple[str, ...]
    says: Mapping[str, str]
    where: str = ""

    def matches(self, text: str) -> bool:
        """Whether each word of `text` occurs in the words for it, or in what it says, in any language."""
        known = "\n".join((*self.word.values(), *self.aliases, *self.says.values())).casefold()
        return all(part in known for part in text.casefold().split())

    def nearness(self, text: str) -> int:
        """How well `text` names it: 0 where it is a word for the term, 1 where it is part of one, else 2."""
        words, text = [word.casefold() for word in (*self.word.values(), *self.aliases)], text.casefold().strip()
        return 0 if text in words else 1 if any(text in word for word in words) else 2


@cache
def terms() -> tuple[Term, ...]:
    """All terms, in the order of the lecture."""
    return tuple(
        Term(entry["key"], entry["word"], tuple(entry["aliases"]), entry["says"], entry.get("where", ""))
        for entry in resource_json("glossary.json")
    )


def term(key: str) -> Term:
    """The term called `key`. Raises KeyError."""
    return _by_key()[key]


def term_at(where: str) -> Term | None:
    """The term that a value of an experiment, or a command, stands for; None where it has no term."""
    return _by_place().get(where)


def found(text: str) -> list[Term]:
    """The terms that match what a person types, those with that name first; all of them for an empty text."""
    return sorted((one for one in terms() if one.matches(text)), key=lambda one: one.nearness(text))


@cache
def _by_key() -> dict[str, Term]:
    return {one.key: one for one in terms()}


@cache
def _by_place() -> dict[str, Term]:
    return {one.where: one for one in terms() if one.where}
