"""Lines of numbers and symbols, such as "ŷ = 0.65x + 2.76": symbols are italic, numbers upright."""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from PySide6.QtCore import QPointF
from PySide6.QtGui import QFont, QFontMetricsF, QPainter

from gdviz.gui.style import fonts

_SYMBOL = re.compile(r"(?<![A-Za-z])([A-DF-Za-df-zŷ]|e(?![−\d]))(?![A-Za-z])")
"""A letter that stands alone; the e of 1e−5 is part of the number."""


_IN_WORDS = re.compile(r"(ŷ|(?<=− )y)")
"""In a sentence only the prediction and the target are symbols: other letters that stand alone are words."""


class _Type(NamedTuple):
    font: QFont
    metrics: QFontMetricsF


@cache
def _typed(pixels: int, strong: bool, italic: bool) -> _Type:
    font = fonts.strong() if strong and not italic else fonts.body()
    font.setPixelSize(pixels)
    font.setItalic(italic)
    return _Type(font, QFontMetricsF(font))


def _pieces(text: str, words: bool) -> list[tuple[str, bool]]:
    """The pieces of a line, and whether each is italic."""
    found = (_IN_WORDS if words else _SYMBOL).split(text)
    return [(piece, place % 2 == 1) for place, piece in enumerate(found) if piece]


def plain_width(text: str, pixels: int, strong: bool = False) -> float:
    """The width of words."""
    return _typed(pixels, strong, False).metrics.horizontalAdvance(text)


def symbol_width(text: str, pixels: int, strong: bool = False, words: bool = False) -> float:
    """The width of a line of symbols, or of `words` with some among them."""
    pieces = _pieces(text, words)
    return sum(_typed(pixels, strong, italic).metrics.horizontalAdvance(piece) for piece, italic in pieces)


def draw_symbols(
    painter: QPainter, at: QPointF, text: str, pixels: int, strong: bool = False, words: bool = False
) -> float:
    """Draw a line with its base line at `at`, and return its width."""
    x = at.x()
    for piece, italic in _pieces(text, words):
        kind = _typed(pixels, strong, italic)
        painter.setFont(kind.font)
        painter.drawText(QPointF(x, at.y()), piece)
        x += kind.metrics.horizontalAdvance(piece)
    return x - at.x()


def wrapped(text: str, pixels: int, width: float) -> list[str]:
    """A sentence in as many lines as it needs in this width."""
    lines: list[str] = []
    for word in text.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and symbol_width(longer, pixels, words=True) <= width:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def plain_font(pixels: int, strong: bool = False) -> QFont:
    """The font of words of so many pixels."""
    return _typed(pixels, strong, False).font
