"""Translates texts that were made outside Qt."""

from __future__ import annotations

import re
from collections.abc import Mapping

from PySide6.QtCore import QCoreApplication

from gdviz.messages import ExperimentError, Message, mark

CONTEXT = "gdviz"


def translate(template: str) -> str:
    """The template in the language of the window; itself where the catalogue lacks it."""
    return QCoreApplication.translate(CONTEXT, template)


def text(what: Message | ExperimentError | str) -> str:
    """A message with its values, an error with its path, or a bare template, in the window's language."""
    return translate(what) if isinstance(what, str) else what.text(translate)


def choose(texts: Mapping[str, str]) -> str:
    """The text of an entry such as ``{"en": .., "ko": ..}`` in the window's language, or else the English one."""
    language = translate(mark("en"))  # each catalogue translates it as its own code
    return texts.get(language) or texts["en"]


def breakable(line: str) -> str:
    """The text with an invisible place for a line break in each long name, which a label would else cut.

    None is put before a letter that may belong to the one before it, such as a part of a Korean syllable.
    """
    return _LONG_NAME.sub("\\g<0>\u200b", line)


_LONG_NAME = re.compile(r"\S{20}(?![\s\u0300-\u036f\u1160-\u11ff\u200d\ufe0f]|$)")


def unbroken(text: str) -> str:
    """The text for a label that wraps, with no line break in a short formula, or between a number and its %.

    A word joiner follows the stroke of a quotient such as 2/curvature, and spaces that do not break are beside a
    relation such as J = 0.1.
    """
    return _QUOTIENT.sub("\\g<0>\u2060", _RELATION.sub("\u00a0\\1\u00a0", _PERCENT.sub("\u00a0%", text)))


_PERCENT = re.compile(r"(?<=\d) %")
_QUOTIENT = re.compile(r"(?<![\w/])(?:\d[\d.,]*|\w)/(?=\w)")
_TERM = r"[^\s\uac00-\ud7a3]"
_RELATION = re.compile(rf"(?<=(?<!{_TERM}{{8}}){_TERM}) ([=≈≠<>≤≥]) (?={_TERM}{{1,8}}(?!{_TERM}))")


def plain(label: str) -> str:
    """The text of an action without its access key and its dots: 열기(&O)… is 열기."""
    return re.sub(r"\(&.\)|&", "", label).rstrip(".…")


def brief(name: str, most: int = 36) -> str:
    """A name of at most `most` letters, with dots in the middle of a longer one: names often differ at the end."""
    half = (most - 1) // 2
    return name if len(name) <= most else f"{name[: most - 1 - half]}…{name[-half:]}"
