"""How large text and how wide lines are drawn in the whole application; both 1 unless the user changes them."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

_TEXT, _LINES = "gdvizTextScale", "gdvizLineScale"
FITS_ITSELF = "gdvizFitsItself"
"""Property of a widget that takes a size for its type by itself: nobody else scales that."""


def text_scale() -> float:
    """The size of letters, as a multiple of the usual one."""
    return _scale(_TEXT)


def line_scale() -> float:
    """The width of paths and curves, as a multiple of the usual one."""
    return _scale(_LINES)


def px(pixels: int) -> int:
    """The size, in pixels, of type that has `pixels` at the usual scale."""
    return round(pixels * text_scale())


def set_scales(text: float, lines: float) -> None:
    """Set both scales for everything that is drawn from now on."""
    app = QCoreApplication.instance()
    assert app is not None
    app.setProperty(_TEXT, text)
    app.setProperty(_LINES, lines)


def _scale(name: str) -> float:
    app = QCoreApplication.instance()
    return (app.property(name) if app is not None else None) or 1.0
