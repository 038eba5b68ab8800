"""Texts in the language of the user where there is no Qt: the command line's.

The catalogue is the one that the window uses, resources/i18n/gdviz_<language>.ts, read as XML.
"""

from __future__ import annotations

import locale
import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import field
from functools import cache

from gdviz.frozen import frozen
from gdviz.messages import ExperimentError, Message

LANGUAGES = ("en", "ko")
CONTEXT = "gdviz"
"""The context of the catalogue that holds the templates of gdviz.messages; the others are Qt's classes."""


@frozen
class Language:
    """A language and its catalogue: template to template."""

    code: str = "en"
    catalogue: Mapping[str, str] = field(default_factory=dict)

    def translate(self, template: str) -> str:
        """The template in this language; itself where the catalogue lacks it."""
        return self.catalogue.get(template, template)

    def text(self, what: Message | ExperimentError | str) -> str:
        """A message with its values, an error with its path, or a bare template, in this language."""
        return self.translate(what) if isinstance(what, str) else what.text(self.translate)

    def choose(self, texts: Mapping[str, str]) -> str:
        """The text for this language of a catalogue entry such as ``{"en": .., "ko": ..}``, or else the English one."""
        return texts.get(self.code) or texts.get("en", "")


@cache
def language(code: str) -> Language:
    """The language `code`; without a catalogue its texts are English.

    Raises xml.etree.ElementTree.ParseError when the catalogue is broken.
    """
    return Language(code, _catalogue(code) if code != "en" else {})


def preferred(arguments: Sequence[str] = (), environment: Mapping[str, str] = os.environ) -> str:
    """The code of the language that ``--lang`` in `arguments` names, or else the locale; "en" without both."""
    for i, argument in enumerate(arguments):
        name, equals, value = argument.partition("=")
        if name == "--lang":
            code = value if equals else (*arguments, "", "")[i + 1]
            if code in LANGUAGES:
                return code
    for variable in ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"):
        if environment.get(variable):
            return _code(environment[variable])
    return _code(locale.getlocale()[0] or "")


def _code(name: str) -> str:
    """The language of a locale's name: ``ko_KR.UTF-8``, ``ko:en``, Windows' ``Korean_Korea``."""
    return "ko" if name.lower().startswith("ko") else "en"


def entries(code: str) -> Iterator[tuple[str, str, str]]:
    """Context, template and translation of each entry of the catalogue of a language; none where it has no catalogue.

    Raises xml.etree.ElementTree.ParseError when it is broken.
    """
    from xml.etree import ElementTree

    from gdviz.paths import resource_text

    try:
        root = ElementTree.fromstring(resource_text("i18n", f"gdviz_{code}.ts"))
    except FileNotFoundError:
        return
    for context in root.iter("context"):
        name = context.findtext("name", "")
        for entry in context.iter("message"):
            source, translation = entry.findtext("source"), entry.find("translation")
            if source and translation is not None and translation.get("type") is None and translation.text:
                yield name, source, translation.text


def _catalogue(code: str) -> dict[str, str]:
    return {source: translation for context, source, translation in entries(code) if context == CONTEXT}
