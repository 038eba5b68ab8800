"""Texts that arose outside Qt, in the language of the window."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from gdviz.messages import ExperimentError, Message

CONTEXT = "gdviz"


def translate(template: str) -> str:
    """The template in the language of the window; itself where the catalogue lacks it."""
    return QCoreApplication.translate(CONTEXT, template)


def text(what: Message | ExperimentError | str) -> str:
    """A message with its values, an error with its path, or a bare template, in the window's language."""
    return translate(what) if isinstance(what, str) else what.text(translate)
