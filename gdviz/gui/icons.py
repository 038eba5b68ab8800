"""The icons: gdviz's own SVG files in resources/icons/, drawn in the colours of the theme."""

from __future__ import annotations

from PySide6.QtCore import QByteArray, Qt
from PySide6.QtGui import QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from gdviz import paths

_INK = "#000000"  # the colour in the files that stands for the theme's
_SIZES = (16, 20, 40, 60)  # px; screens of twice and three times the density take the large ones


def icon(name: str, color: str, disabled: str = "") -> QIcon:
    """The icon `name` (a file name without its suffix) in `color`; `disabled` is for controls that are off.

    Raises FileNotFoundError when there is no such icon.
    """
    made = _drawn(name, color)
    if disabled:
        off = _drawn(name, disabled)
        for size in off.availableSizes():
            made.addPixmap(off.pixmap(size, 1.0), QIcon.Mode.Disabled)
    return made


def app_icon() -> QIcon:
    """The program's icon, in its own colours."""
    return _drawn("app", _INK, (16, 24, 32, 48, 64, 128, 256))


def _drawn(name: str, color: str, sizes: tuple[int, ...] = _SIZES) -> QIcon:
    svg = paths.resource_text("icons", f"{name}.svg").replace(_INK, color)
    renderer = QSvgRenderer(QByteArray(svg.encode()))
    made = QIcon()
    for size in sizes:
        pixmap = QPixmap(size, size)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        renderer.render(painter)
        painter.end()
        made.addPixmap(pixmap)
    return made
