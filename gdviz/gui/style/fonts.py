"""The window's type: Inter, with Noto Sans KR behind it where the system has no Korean font."""

from __future__ import annotations

from functools import cache

from PySide6.QtGui import QFont, QFontDatabase
from PySide6.QtWidgets import QApplication

from gdviz import paths
from gdviz.gui.style import scaling

INTER = ("Inter-Regular.otf", "Inter-Italic.otf", "Inter-SemiBold.otf")
KOREAN = ("NotoSansKR-Regular.otf", "NotoSansKR-Bold.otf")
FAMILIES = ("Inter", "Noto Sans KR", "Noto Sans CJK KR", "Malgun Gothic", "Apple SD Gothic Neo", "NanumGothic")

BODY, TITLE, HEAD = 13, 15, 11  # px
_CLOSE = 14


def load(app: QApplication) -> None:
    """Register the shipped fonts and make the body font the application's; a second call does nothing more.

    Raises FileNotFoundError when a shipped font cannot be read.
    """
    if not QFont.substitutes("Inter"):
        if not QFontDatabase.hasFamily("Inter"):
            _register(INTER)
        if not QFontDatabase.families(QFontDatabase.WritingSystem.Korean):
            _register(KOREAN)
        # A family that is not installed costs a look-up each time a glyph is needed.
        QFont.insertSubstitutions("Inter", [name for name in FAMILIES[1:] if QFontDatabase.hasFamily(name)])
    if app.font() != body():
        app.setFont(body())


def body() -> QFont:
    """13 px, for all text."""
    return _font(BODY, QFont.Weight.Normal)


def strong() -> QFont:
    """13 px semi-bold, for results."""
    return _font(BODY, QFont.Weight.DemiBold)


def title() -> QFont:
    """15 px semi-bold, for the title of a view."""
    return _font(TITLE, QFont.Weight.DemiBold)


def head() -> QFont:
    """11 px semi-bold, letter-spaced: the head of a section."""
    font = _font(HEAD, QFont.Weight.DemiBold)
    font.setLetterSpacing(QFont.SpacingType.AbsoluteSpacing, 0.8)
    return font


def large(pixels: int) -> QFont:
    """Semi-bold of this many pixels, for the titles of a page."""
    return _font(pixels, QFont.Weight.DemiBold)


def close() -> int:
    """The pixels of the largest type on buttons that are drawn close together, even where other type is larger.

    While presenting, where lines are wider, too, it is at least as large as a remark, so that a class can read it.
    """
    return max(_CLOSE, scaling.px(HEAD)) if scaling.line_scale() > 1 else _CLOSE


def small() -> QFont:
    """11 px, for ticks and remarks."""
    return _font(HEAD, QFont.Weight.Normal)


def _font(pixels: int, weight: QFont.Weight) -> QFont:
    return QFont(_cached_font(scaling.px(pixels), weight))  # a copy: the caller may change it


@cache
def _cached_font(pixels: int, weight: QFont.Weight) -> QFont:
    font = QFont("Inter")
    font.setPixelSize(pixels)
    # As most systems set it; else the width of a text depends on the machine's fontconfig.
    font.setHintingPreference(QFont.HintingPreference.PreferVerticalHinting)
    font.setWeight(weight)
    # Figures of one width: numbers that change while playing must not move sideways.
    font.setFeature(QFont.Tag("tnum"), 1)
    return font


def _register(files: tuple[str, ...]) -> None:
    folder = paths.resources() / "fonts"
    for name in files:
        if QFontDatabase.addApplicationFont(str(folder / name)) < 0:
            raise FileNotFoundError(f"{folder / name}: not a readable font; install gdviz again")
