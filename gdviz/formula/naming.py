"""What an unknown name may mean: a product of known names, or a typing error that gets a hint."""

from __future__ import annotations

from collections.abc import Sequence

from gdviz.formula.nodes import ALIASES, FUNCTIONS
from gdviz.messages import Message, message
from gdviz.quoting import without_middle

_SYNONYMS = {
    "arcsin": "asin",
    "arccos": "acos",
    "arctan": "atan",
    "sen": "sin",
    "tg": "tan",
    "fabs": "abs",
    "sgn": "sign",
    "lg": "log10",
    "log2": "log",
}


def readings(name: str, words: Sequence[str], *, called: bool = False) -> list[list[str]]:
    """At most two ways to cut `name` into `words` and pi; if a bracket follows, a function may be the last."""
    words = [*words, "pi"]
    last = [*FUNCTIONS, *ALIASES] if called else []
    ways: list[list[list[str]]] = [[] for _ in range(len(name) + 1)]
    ways[-1] = [[]]
    for at in reversed(range(len(name))):
        for word in words:
            if name.startswith(word, at):
                ways[at] += [[word, *rest] for rest in ways[at + len(word)]]
        ways[at] += [[word] for word in last if name[at:] == word]
        del ways[at][2:]
    return ways[0]


def unknown_name(name: str, words: Sequence[str], *, called: bool) -> Message:
    """The sentence for a name that is none of `words`, no function and no product of them."""
    got = without_middle(name, 24, 10, 10)
    for function in sorted((*FUNCTIONS, *ALIASES), key=len, reverse=True):
        argument = name[len(function) :]
        if not called and name.startswith(function) and readings(argument, words):
            return message("write {name}({arg}): a function needs brackets", name=function, arg=argument)
    kind = message("unknown function {got}", got=got) if called else message("unknown name {got}", got=got)
    near = _near(name[:20], words, called=called)
    if near:
        return message("{what}; did you mean {near}?", what=kind, near=", ".join(near))
    known = FUNCTIONS if called else (*words, "pi", "e")
    return message("{what}; known: {known}", what=kind, known=", ".join(known))


def _near(name: str, words: Sequence[str], *, called: bool) -> list[str]:
    import difflib  # for a mistake only

    if name.lower() in _SYNONYMS:
        return [_SYNONYMS[name.lower()]]
    if called:
        return difflib.get_close_matches(name.lower(), FUNCTIONS, n=3, cutoff=0.5)
    word = name.rstrip("0123456789")
    if word in words and word != name:
        return [f"{word}*{name[len(word) :]}", f"{word}^{name[len(word) :]}"]
    products = readings(name, (*words, "e", "E"))
    if products:
        return ["*".join(products[0])]
    long = [word for word in (*words, "pi", *FUNCTIONS) if len(word) > 1]
    return difflib.get_close_matches(name, long, n=3, cutoff=0.6)
