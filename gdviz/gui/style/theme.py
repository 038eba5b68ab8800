"""The light and the dark theme: every colour of the window, and how they are applied."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import lru_cache
from string import Template

import numpy as np
import pyqtgraph as pg
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QColor, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication

from gdviz import paths, run_marks
from gdviz.frozen import frozen
from gdviz.gui.style import fonts, scaling


@frozen
class Theme:
    """Colours as ``#rrggbb``.

    `text1` is for values, `text2` for labels, `text3` for heads and remarks; `line` surrounds panels;
    `accent` marks what is played or chosen, `focus` what has the keyboard; `good`, `local` and `bad` what reached the
    best known minimum, a local one, or none; `runs` are the colours of the runs, which colour-blind people can
    distinguish among 0 to 4 (drawn solid) and among 5 to 7 (drawn dashed).
    """

    name: str
    window: str
    panel: str
    field: str
    line: str
    text1: str
    text2: str
    text3: str
    accent: str
    on_accent: str
    focus: str
    good: str
    local: str
    bad: str
    plot: str
    runs: tuple[str, ...]

    @property
    def is_dark(self) -> bool:
        """Whether text is light on dark."""
        return self.name == "dark"

    def run_color(self, index: int) -> QColor:
        """The colour of run `index`; from the ninth on they repeat."""
        return QColor(self.runs[index % len(self.runs)])

    def run_dashed(self, index: int) -> bool:
        """Whether run `index` is drawn dashed; see `run_marks`."""
        return run_marks.is_dashed(index)

    @property
    def ahead(self) -> float:
        """The strength of curves and paths ahead of the playhead: paler, and still 3:1 against the plot."""
        return 0.7 if self.is_dark else 0.8

    @property
    def edge(self) -> str:
        """The line under a field, a groove, a scroll bar: 3:1 against window, panel and field, unlike `line`."""
        return self.mix("text3", "panel", SEEN)

    def word(self, color: str) -> str:
        """`color`, ``#rrggbb`` or the name of a field, for letters, which are thinner than lines: closer to `text1`.

        Its contrast is 4.5:1 against each ground of coloured letters, also a chosen row and a tint of the accent.
        """
        return self.mix("text1", getattr(self, color, color), _WORD)

    def mix(self, color: str, ground: str, share: float) -> str:
        """`share` (0 to 1) of `color` over `ground`, both ``#rrggbb`` or names of fields of this theme."""
        return _mixed(getattr(self, color, color), getattr(self, ground, ground), share)


@lru_cache(maxsize=1024)
def _mixed(color: str, ground: str, share: float) -> str:
    """Mix two colours; cached, as views mix the same few again and again."""
    over, under = QColor(color), QColor(ground)
    pairs = ((over.red(), under.red()), (over.green(), under.green()), (over.blue(), under.blue()))
    return QColor(*(round(share * a + (1 - share) * b) for a, b in pairs)).name()


_WORD = 0.18
"""The share of `text1` in words that have the colour of a run, or another that means something."""
HOVER, CHOSEN, PRESSED = 0.08, 0.1, 0.13
"""The shares of `text1` in the ground of a button under the mouse, of what is chosen, and of a button held down."""
SEEN = 0.8
"""The share of `text3` in small parts that have to be seen: grey samples, ticks, handles of scroll bars."""

_DARK = Theme(
    name="dark", window="#15181d", panel="#1b1f26", field="#232830", line="#323944",
    text1="#e8ebf0", text2="#a3adba", text3="#8a94a3",
    accent="#f2a33a", on_accent="#15181d", focus="#6cb6ff", good="#4fc08d", local="#d8b4fe", bad="#ff6b6b",
    plot="#181c22",
    runs=run_marks.DARK,
)  # fmt: skip
_LIGHT = Theme(
    name="light", window="#f4f5f7", panel="#fbfbfc", field="#ffffff", line="#d9dde3",
    text1="#1d2530", text2="#55606e", text3="#667180",
    accent="#b35c00", on_accent="#ffffff", focus="#0b66c3", good="#0a7d4f", local="#7a3db8", bad="#c42b2b",
    plot="#ffffff",
    runs=run_marks.LIGHT,
)  # fmt: skip

# Blue of little saturation, lightness rising evenly, read off Crameri's map "oslo" (Scientific colour
# maps, 2018) at the share of its length that the first column says.
_SURFACE = np.array([
    [0.00, 1, 1, 1],
    [0.06, 11, 19, 28],
    [0.15, 18, 35, 53],
    [0.25, 25, 60, 94],
    [0.35, 38, 84, 137],
    [0.45, 59, 106, 170],
    [0.52, 88, 128, 192],
    [0.58, 108, 142, 200],
    [0.66, 136, 158, 201],
    [0.75, 162, 176, 201],
    [0.83, 190, 196, 207],
    [0.92, 225, 226, 228],
    [1.00, 254, 254, 254],
])  # fmt: skip


def dark() -> Theme:
    """Light text on near-black."""
    return _DARK


def light() -> Theme:
    """Dark text on near-white."""
    return _LIGHT


def system() -> Theme:
    """The theme of the desktop; light where that is not known."""
    wanted = QGuiApplication.styleHints().colorScheme()
    return _DARK if wanted == Qt.ColorScheme.Dark else _LIGHT


def follow(parent: QObject, changed: Callable[[Theme], None]) -> None:
    """Call `changed` with the new theme whenever the desktop changes its theme, while `parent` exists."""
    listener = _Listener(parent, changed)
    QGuiApplication.styleHints().colorSchemeChanged.connect(listener.notify)


class _Listener(QObject):
    def __init__(self, parent: QObject, changed: Callable[[Theme], None]) -> None:
        super().__init__(parent)
        self._changed = changed

    def notify(self) -> None:
        self._changed(system())


def prepare(theme: Theme) -> None:
    """Put the style, the fonts and the palette of `theme` on the application, before its first widget is made."""
    app = _application()
    if not app.styleSheet():  # the first time: a new style polishes every widget once more
        app.setStyle("Fusion")
    fonts.load(app)
    colors = palette(theme)
    if app.palette() != colors:
        app.setPalette(colors)
    pg.setConfigOptions(antialias=True, background=theme.plot, foreground=theme.text2)


def apply(theme: Theme) -> None:
    """Put `theme` on the whole application: what `prepare` does, and the style sheet.

    Best after the widgets are made and before they are shown: under a style sheet, making them takes half as
    long again.
    """
    prepare(theme)
    _set_sheet(stylesheet(theme))


@contextmanager
def restored() -> Iterator[None]:
    """Put the colours and the style sheet that the application has now back at the end."""
    app = _application()
    colors, sheet = app.palette(), app.styleSheet()
    options = {name: pg.getConfigOption(name) for name in ("antialias", "background", "foreground")}
    try:
        yield
    finally:
        pg.setConfigOptions(**options)
        if app.palette() != colors:
            app.setPalette(colors)
        _set_sheet(sheet)


def _set_sheet(sheet: str) -> None:
    """Put a style sheet on the application, which takes most of the time of a change of theme or size.

    Where one sheet replaces another, Qt restyles each widget once for every widget around it, some ten times. Where
    there was none, it does so once; so the old sheet is removed first, without an event for the widgets.
    """
    app = _application()
    if sheet == app.styleSheet():
        return
    if app.styleSheet():
        unnoticed = _Unnoticed()
        app.installEventFilter(unnoticed)
        app.setStyleSheet("")
        app.removeEventFilter(unnoticed)
    app.setStyleSheet(sheet)


class _Unnoticed(QObject):
    """Hides a change of style from all widgets, which would take other sizes at once."""

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        return event.type() == QEvent.Type.StyleChange


def _application() -> QApplication:
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    return app


def stylesheet(theme: Theme) -> str:
    """The style sheet: resources/themes/style.qss with the theme's colours put in.

    Raises KeyError when the template asks for a colour that is not there.
    """
    colors = {k: v for k, v in vars(theme).items() if isinstance(v, str)}
    return Template(paths.resource_text("themes", "style.qss")).substitute(
        colors,
        images=(paths.resources() / "themes" / theme.name).as_posix(),
        hover=theme.mix("text1", "field", HOVER),
        pressed=theme.mix("text1", "field", PRESSED),
        chosen=theme.mix("text1", "field", CHOSEN),
        accent_hover=theme.mix("text1", "accent", 0.15),
        accent_text=theme.mix("text1", "accent", 0.18),
        invitation=theme.mix("accent", "panel", 0.07),
        selection=theme.mix("focus", "field", 0.35),
        edge=theme.edge,
        handle=theme.text1,
        disabled=theme.mix("text3", "panel", 0.6),
        title_px=scaling.px(fonts.TITLE),
        small_px=scaling.px(fonts.HEAD),
        segment_px=min(scaling.px(fonts.BODY), fonts.close()),
    )


def surface_lut(theme: Theme) -> NDArray[np.uint8]:
    """The colour map of the loss surface, lowest loss first: RGBA, shape (256, 4).

    Dark takes 6 to 58 % of the map, light 42 to 97 %, so that paths stand out from both.
    """
    low, high = (0.06, 0.58) if theme.is_dark else (0.42, 0.97)
    where = np.linspace(low, high, 256)
    table = np.full((256, 4), 255, dtype=np.uint8)
    for channel in range(3):
        table[:, channel] = np.round(np.interp(where, _SURFACE[:, 0], _SURFACE[:, channel + 1]))
    return table


def palette(theme: Theme) -> QPalette:
    """The palette of a theme."""
    role = QPalette.ColorRole
    palette = QPalette()
    colors = {
        role.Window: theme.window, role.WindowText: theme.text1,
        role.Base: theme.field, role.AlternateBase: theme.panel, role.Text: theme.text1,
        role.Button: theme.field, role.ButtonText: theme.text1, role.BrightText: theme.bad,
        role.ToolTipBase: theme.field, role.ToolTipText: theme.text1, role.PlaceholderText: theme.text3,
        role.Highlight: theme.mix("focus", "field", 0.35), role.HighlightedText: theme.text1,
        role.Link: theme.focus, role.LinkVisited: theme.focus, role.Accent: theme.accent,
        role.Light: theme.mix("text1", "line", 0.2), role.Midlight: theme.line, role.Mid: theme.line,
        role.Dark: theme.mix("window", "line", 0.5), role.Shadow: "#000000",
    }  # fmt: skip
    for which, color in colors.items():
        palette.setColor(which, QColor(color))
    faint = QColor(theme.mix("text3", "panel", 0.6))
    for which in (role.WindowText, role.Text, role.ButtonText, role.HighlightedText):
        palette.setColor(QPalette.ColorGroup.Disabled, which, faint)
    return palette
