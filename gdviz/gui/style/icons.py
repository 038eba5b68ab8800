"""The icons: gdviz's own SVG files in resources/icons/, drawn in the colours of the theme."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QIcon, QImage, QPainter, QPixmap, QPixmapCache
from PySide6.QtSvg import QSvgRenderer

from gdviz import paths

_INK = "#000000"  # the colour in the files that stands for the theme's
_SIZES = (16, 20, 60)  # px; screens of twice and three times the density take the large one


def icon(name: str, color: str, disabled: str = "") -> QIcon:
    """The icon `name` (a file name without its suffix) in `color`; `disabled` is for controls that are off.

    Raises FileNotFoundError when there is no such icon.
    """
    made = QIcon()
    for mode, ink in ((QIcon.Mode.Normal, color), (QIcon.Mode.Disabled, disabled)):
        if ink:
            _add(made, name, ink, _SIZES, mode)
    return made


def app_icon() -> QIcon:
    """The program's icon, in its own colours."""
    made = QIcon()
    _add(made, "app", _INK, (16, 32, 64, 256), QIcon.Mode.Normal)
    return made


def _add(icon: QIcon, name: str, color: str, sizes: tuple[int, ...], mode: QIcon.Mode) -> None:
    renderer: QSvgRenderer | None = None
    for size in sizes:
        key = f"gdviz/{name}/{color}/{size}"
        pixmap = QPixmap()
        if not QPixmapCache.find(key, pixmap):
            if renderer is None:
                renderer = QSvgRenderer(paths.resource_text("icons", f"{name}.svg").replace(_INK, color).encode())
            pixmap = _drawn(renderer, size)
            QPixmapCache.insert(key, pixmap)
        icon.addPixmap(pixmap, mode)


def _drawn(renderer: QSvgRenderer, size: int) -> QPixmap:
    image = QImage(size, size, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.transparent)
    with QPainter(image) as painter:
        renderer.render(painter)
    return QPixmap.fromImage(image)
