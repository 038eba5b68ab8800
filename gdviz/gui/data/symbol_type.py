"""Lines of numbers and symbols, such as "ŷ = 0.65x + 2.76": symbols are italic, numbers upright.

J_B is J with a subscript B: the loss of the batch.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import NamedTuple

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QStaticText

from gdviz.gui.style import fonts

_KEPT = 1024
"""So many texts are measured once only: between two steps most of them stay."""
_SYMBOL = re.compile(r"(?<![A-Za-z])([A-DF-Za-df-zŷ]|e(?![-+−]?\d))(?![A-Za-z])")
"""A letter that stands alone; the e of 1e-05 and 1.2e+15 is part of the number."""
_OF_BATCH = re.compile(r"((?<=J)_B)(?![A-Za-z0-9])")
_SMALL, _LOW = 0.7, 0.2
"""The size of a subscript, and how far it stands below the line, as shares of the size of the type."""

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


@lru_cache(_KEPT)
def _set(text: str, pixels: int, strong: bool, italic: bool) -> tuple[QStaticText, float]:
    """A text that is laid out once, and its width."""
    kind = _typed(pixels, strong, italic)
    made = QStaticText(text)
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.prepare(font=kind.font)
    return made, kind.metrics.horizontalAdvance(text)


class _Piece(NamedTuple):
    text: str
    italic: bool
    lowered: bool = False


@lru_cache(_KEPT)
def _pieces(text: str, words: bool) -> tuple[_Piece, ...]:
    """The pieces of a line."""
    pieces: list[_Piece] = []
    for part, of_batch in zip(_OF_BATCH.split(text)[::2], [*_OF_BATCH.findall(text), ""], strict=True):
        found = (_IN_WORDS if words else _SYMBOL).split(part)
        pieces += [_Piece(piece, place % 2 == 1) for place, piece in enumerate(found) if piece]
        if of_batch:
            pieces.append(_Piece(of_batch[1:], True, True))
    return tuple(pieces)


def _size(piece: _Piece, pixels: int) -> int:
    return round(_SMALL * pixels) if piece.lowered else pixels


def plain_width(text: str, pixels: int, strong: bool = False) -> float:
    """The width of words."""
    return _set(text, pixels, strong, False)[1]


def symbol_width(text: str, pixels: int, strong: bool = False, words: bool = False) -> float:
    """The width of a line of symbols, or of `words` with some among them."""
    return sum(_set(one.text, _size(one, pixels), strong, one.italic)[1] for one in _pieces(text, words))


def draw_plain(painter: QPainter, x: float, y: float, text: str, pixels: int, strong: bool = False) -> None:
    """Draw words with their base line at `y`."""
    _draw(painter, x, y, text, pixels, strong, False)


def draw_symbols(
    painter: QPainter, x: float, y: float, text: str, pixels: int, strong: bool = False, words: bool = False
) -> None:
    """Draw a line with its base line at `y`."""
    for one in _pieces(text, words):
        down = _LOW * pixels if one.lowered else 0.0
        x += _draw(painter, x, y + down, one.text, _size(one, pixels), strong, one.italic)


def _draw(painter: QPainter, x: float, y: float, text: str, pixels: int, strong: bool, italic: bool) -> float:
    kind, (made, width) = _typed(pixels, strong, italic), _set(text, pixels, strong, italic)
    painter.setFont(kind.font)
    painter.drawStaticText(QPointF(x, y - kind.metrics.ascent()), made)
    return width


@lru_cache(_KEPT)
def wrapped(text: str, pixels: int, width: float) -> tuple[str, ...]:
    """A sentence in as many lines as it needs in this width."""
    lines: list[str] = []
    for word in text.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and symbol_width(longer, pixels, words=True) <= width:
            lines[-1] = longer
        else:
            lines.append(word)
    return tuple(lines)
