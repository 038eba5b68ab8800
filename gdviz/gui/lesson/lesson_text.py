"""The texts of a lesson as rich text: Markdown's bold, italic and code, and formulas with their letters in italics."""

from __future__ import annotations

import html
import re
from collections.abc import Sequence

from gdviz.guided.lesson_texts import Piece

_MARKED = re.compile(r"(\*\*|\*)(\S(?:.*?\S)?)\1")
_LETTERS = re.compile(r"[^\W\d_²³]+")
_SCRIPTS = {"²": "2", "³": "3"}
_SPACE = "\u00a0"
_WHOLE = 28
"""Code or a formula of at most so many characters stays on one line; a longer formula may be broken at an equality."""


def rich(pieces: Sequence[Piece]) -> str:
    """Return pieces of a text as HTML, with their special characters escaped."""
    return "".join(map(_shown, pieces))


def plain(pieces: Sequence[Piece]) -> str:
    """Return pieces of a text without markup, for a screen reader."""
    as_it_is = (piece.is_formula or piece.is_code for piece in pieces)
    return "".join(
        piece.text if kept else _MARKED.sub(r"\2", piece.text) for piece, kept in zip(pieces, as_it_is, strict=True)
    )


def _shown(piece: Piece) -> str:
    if piece.is_code:
        code = html.escape(piece.text)
        return f"<code>{code if len(piece.text) > _WHOLE else code.replace(' ', _SPACE)}</code>"
    return _formula(piece.text) if piece.is_formula else _words(piece.text)


def _words(text: str) -> str:
    marked = _MARKED.sub(lambda found: f"<{_tag(found)}>{found[2]}</{_tag(found)}>", html.escape(text))
    return re.sub(r"\n\s*\n", "<br><br>", marked).replace("\n", " ")


def _tag(found: re.Match[str]) -> str:
    return "b" if found[1] == "**" else "i"


def _formula(text: str) -> str:
    """Return a formula as HTML: names of one letter are in italics, as are the factors of a product such as xy."""
    made, end = [], 0
    for found in _LETTERS.finditer(text):
        made.append(html.escape(text[end : found.start()]))
        name = found[0]
        made.append(f"<i>{html.escape(name)}</i>" if len(name) <= 2 and name != "ln" else html.escape(name))
        end = found.end()
    made.append(html.escape(text[end:]))
    whole = "".join(made).replace("-", "−")
    for sign, digit in _SCRIPTS.items():
        whole = whole.replace(sign, f"<sup>{digit}</sup>")
    kept = whole.replace(" ", _SPACE)
    return kept if len(text) <= _WHOLE else kept.replace(f"{_SPACE}={_SPACE}", f" ={_SPACE}")
