"""How a name, a value or a path is written inside a sentence or a table: in one line, and not too long."""

from __future__ import annotations

import json
from collections.abc import Sequence

_JOINERS = "\u200c\u200d"
"""Characters that Persian, Hindi and emoji need, and that neither control nor turn the text around them."""
_LISTED, _LONGEST = 12, 40
"""The most names that a sentence lists, and the most characters of each."""


def one_line(text: str) -> str:
    """`text` as a title, a name or a cell of a table: one line of visible characters.

    Each line break or tab becomes a space. Other invisible characters are left out: control characters, which a
    terminal obeys and XML forbids, and marks that change the direction of writing (Unicode Technical Report 36,
    section 3.1).
    """
    return "".join(
        c if c.isprintable() or c in _JOINERS else " " for c in text if c.isprintable() or c.isspace() or c in _JOINERS
    )


_FORMULA = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
"""A cell that begins with one of these is a formula for a spreadsheet; the full-width ones in Japanese programs."""


def as_cell(text: str) -> str:
    """A text as a cell of a table that is shown, not computed (OWASP, "CSV Injection")."""
    return f"'{text}" if text.lstrip(" \u00a0\u3000").startswith(_FORMULA) else text


def without_middle(text: str, most: int, head: int, tail: int) -> str:
    """`text`, or its first `head` and its last `tail` characters where it has more than `most`."""
    return text if len(text) <= most else f"{text[:head]}…{text[-tail:]}"


def short_path(path: object, most: int = 200) -> str:
    """A path as a sentence names it: one line of `most` characters, without its middle where it is longer.

    The end stays, since it tells which file is meant. An invisible character becomes �: left out, it would make the
    text the path of another file.
    """
    shown = "".join(letter if letter.isprintable() else "�" for letter in str(path))
    tail = 2 * most // 3
    return without_middle(shown, most, most - tail - 1, tail)


def show(value: object) -> str:
    """A value as JSON writes it, cut to 60 characters; deep or huge parts are left out."""
    if isinstance(value, bool | None):
        text = {True: "true", False: "false", None: "null"}[value]
    elif isinstance(value, float):
        text = f"{value:g}"
    elif isinstance(value, int):
        text = str(value) if abs(value) < 10**20 else f"{'-' if value < 0 else ''}1e{value.bit_length() * 0.30103:.0f}"
    elif isinstance(value, str):
        text = json.dumps(value[:60], ensure_ascii=False)
        text = "".join(c if c.isprintable() else f"\\u{ord(c):04x}" for c in text)
        return text if len(text) <= 60 else f'{text[:56]}..."'
    elif isinstance(value, list | tuple):
        items = ["[…]" if isinstance(item, list | tuple) else show(item) for item in value[:6]]
        text = f"[{', '.join(items)}{', …' if len(value) > 6 else ''}]"
    else:
        text = "{…}" if isinstance(value, dict) else type(value).__name__
    return text if len(text) <= 60 else text[:57] + "..."


def listed(names: Sequence[str]) -> str:
    """Names with commas between them: not too many, none too long."""
    short = [one_line(name).strip() or '""' for name in names[:_LISTED]]
    cut = [name if len(name) <= _LONGEST else f"{name[: _LONGEST - 1]}…" for name in short]
    return ", ".join([*cut, *(["…"] if len(names) > _LISTED else [])])
