"""A picture of a view or of the whole window, sharp at one to four times its size.

A widget renders into a QImage of a higher device pixel ratio as it would on a denser screen: text, icons and
shapes come out sharp. Two things do not scale: pyqtgraph's pens are cosmetic, as thin as on the screen
at any scale, so they are widened during the export; and a view that draws a long path in parts, one per frame,
needs several frames, so it is rendered until nothing changes any more.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast
from weakref import WeakKeyDictionary

import pyqtgraph as pg
from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QPoint, QSize, Qt
from PySide6.QtGui import QGuiApplication, QImage, QImageWriter, QPaintDevice, QPainter, QPen
from PySide6.QtWidgets import QGraphicsItem, QGraphicsView, QWidget

from gdviz import carried
from gdviz.export.export_format import PictureFormat, format_of
from gdviz.gui.drawing.strokes import StrokeLayer
from gdviz.gui.kernel.view import views_in
from gdviz.paths import write_whole

if TYPE_CHECKING:
    from gdviz.experiment import Experiment

MOST = 2**28
"""The most pixels of a picture: it takes a gigabyte while it is drawn."""
DESCRIPTION_KEY = "Description"
"""The keyword, one of the PNG specification's, under which a PNG describes its picture."""
EXPERIMENT_KEY = "gdviz-experiment"
"""The keyword under which a PNG carries the experiment that it shows, as JSON."""
_MOST_FRAMES = 200


def export_image(
    widget: QWidget,
    path: Path,
    scale: float = 1,
    experiment: Experiment | None = None,
    size: tuple[int, int] | None = None,
) -> None:
    """Write a picture of `widget` to `path`, by its suffix; an old file is replaced only once the new one is complete.

    Parameters
    ----------
    widget : QWidget
        A view, or the window.
    path : Path
        Its suffix has to be that of a format of pictures.
    scale : float
        Pixels of the picture for each of the screen's.
    experiment : Experiment, optional
        Stored in the file, so that it can be opened from the picture.
    size : (int, int), optional
        Width and height before `scale`, where they are to be others than the widget's.

    Raises
    ------
    ValueError
        A suffix of no format of pictures, or a scale that makes no picture.
    OSError
        The file cannot be written; what was there before is untouched.
    """
    path = Path(path)
    known = format_of(path)
    if not isinstance(known, PictureFormat):
        raise ValueError(f"{path.name}: {known.name} is no format of pictures")
    write_whole(path, known.content(widget, experiment, scale, size))


def png(
    widget: QWidget,
    scale: float = 1,
    experiment: Experiment | None = None,
    size: tuple[int, int] | None = None,
    transparent: bool = False,
    dots: float = 96,
) -> bytes:
    """Return the file that `export_image` writes; an inch of paper has `dots` pixels of the widget.

    With `transparent` the background is left out. Raises ValueError for a scale that makes no picture.
    """
    image = picture(widget, scale, transparent)
    if size is not None and image.size() != (wanted := QSize(*size) * scale):
        smooth = Qt.TransformationMode.SmoothTransformation
        image = image.scaled(wanted, Qt.AspectRatioMode.IgnoreAspectRatio, smooth)
    if about := description(widget, dots):
        image.setText(DESCRIPTION_KEY, about)
    if experiment is not None:
        image.setText(EXPERIMENT_KEY, carried.text_of(experiment.portable()))
    return _png(image, dots * scale)


def copy_image(widget: QWidget, scale: float = 2) -> None:
    """Put a picture of `widget` on the clipboard."""
    image = picture(widget, scale)
    image.setDevicePixelRatio(1.0)
    QGuiApplication.clipboard().setImage(image)


def picture(widget: QWidget, scale: float = 1, transparent: bool = False) -> QImage:
    """Render `widget` into an image of `scale` times its size in pixels, with or without its background.

    Raises ValueError for a scale that makes no picture.
    """
    if widget.size().isEmpty():
        raise ValueError("there is nothing to be seen: the widget has no size")
    wanted = widget.size() * scale
    if not (scale > 0 and 0 < wanted.width() * wanted.height() <= MOST):
        raise ValueError(f"a picture at the scale of {scale:g} is too large or too small")
    settle(widget)
    pens = WidePens(widget, scale)
    try:
        pens.widen()
        image = _render(widget, scale, transparent)
        for _ in range(_MOST_FRAMES):
            again = _render(widget, scale, transparent)
            if again == image:
                break
            image = again
    finally:
        pens.restore()
    return image


def settle(widget: QWidget) -> None:
    """Make each view that still draws a rough version draw its final one."""
    for view in views_in(widget):
        view.settle()


def description(widget: QWidget, inch: float) -> str:
    """Return the description in a file: from how many nodes each heat map is made."""
    return " ".join(filter(None, (view.described(inch) for view in views_in(widget))))


def paint(widget: QWidget, target: QPaintDevice | QPainter, transparent: bool) -> None:
    """Paint a widget with its parts, with or without its background."""
    flags = QWidget.RenderFlag.DrawChildren
    if not transparent:
        flags |= QWidget.RenderFlag.DrawWindowBackground
    widget.render(target, QPoint(0, 0), renderFlags=flags)


def plots_in(widget: QWidget) -> list[QGraphicsView]:
    """Return the widget itself if it is a plot, and the plots in it."""
    own = [widget] if isinstance(widget, QGraphicsView) else []
    return [*own, *widget.findChildren(QGraphicsView)]


def items_in(plot: QGraphicsView) -> list[QGraphicsItem]:
    """Return the items of a plot."""
    return plot.scene().items() if plot.scene() is not None else []


def uncache(item: QGraphicsItem) -> list[Callable[[], object]]:
    """Turn off an item's cache of pixels for the screen; return a function that restores it."""
    cached = item.cacheMode()
    if cached == QGraphicsItem.CacheMode.NoCache:
        return []
    item.setCacheMode(QGraphicsItem.CacheMode.NoCache)
    return [lambda: item.setCacheMode(cached)]


def _render(widget: QWidget, scale: float, transparent: bool) -> QImage:
    layout = QImage.Format.Format_ARGB32_Premultiplied if transparent else QImage.Format.Format_RGB32
    image = QImage(widget.size() * scale, layout)
    image.setDevicePixelRatio(scale)
    image.fill(Qt.GlobalColor.transparent if transparent else widget.palette().window().color())
    paint(widget, image, transparent)
    return image


def _png(image: QImage, dots: float) -> bytes:
    image = image.copy()
    image.setDevicePixelRatio(1.0)
    image.setDotsPerMeterX(round(dots / 0.0254))
    image.setDotsPerMeterY(round(dots / 0.0254))
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QImageWriter(buffer, QByteArray(b"png"))
    if not writer.write(image):
        raise OSError(f"the picture could not be encoded: {writer.errorString()}")
    buffer.close()
    return bytes(data.data())


class WidePens:
    """Makes the cosmetic pens in all plots of `widget` `scale` times as wide, and turns off caches of pixels."""

    def __init__(self, widget: QWidget, scale: float) -> None:
        self._widget, self._scale = widget, scale
        self._pens: WeakKeyDictionary[QGraphicsItem, tuple[QPen, QPen]] = WeakKeyDictionary()
        """The pen of each item, before and after it was widened."""
        self._undo: list[Callable[[], object]] = []

    def widen(self) -> None:
        """Widen the pens that are not wide yet; call it again after items were redrawn with new pens."""
        if self._scale == 1:
            return
        for plot in plots_in(self._widget):
            for item in items_in(plot):
                self._widen(item)

    def restore(self) -> None:
        """Put everything back."""
        for item, (pen, _) in self._pens.items():
            _set_pen(item, pen)
        for restore in reversed(self._undo):
            restore()
        self._pens.clear()
        self._undo.clear()

    def _widen(self, item: QGraphicsItem) -> None:
        self._undo += uncache(item)
        if isinstance(item, StrokeLayer) and not item.fine:
            item.fine = True
            self._undo.append(lambda: setattr(item, "fine", False))
        pen = _pen_of(item)
        if pen is not None and pen != self._pens.get(item, (pen, None))[1]:
            _set_pen(item, _wider(pen, self._scale))
            self._pens[item] = pen, QPen(_pen_of(item))


def _pen_of(item: QGraphicsItem) -> QPen | None:
    """Return the pen with which an item strokes, or None."""
    if isinstance(item, pg.PlotCurveItem):
        pen: QPen = item.opts["pen"]
    elif isinstance(item, pg.InfiniteLine):
        pen = item.pen
    elif isinstance(item, pg.AxisItem):
        pen = item.pen()
    elif isinstance(item, pg.ViewBox):
        pen = QPen(item.border)
    else:
        return None
    return pen


def _set_pen(item: QGraphicsItem, pen: QPen) -> None:
    """Set the pen of an item that has one."""
    if isinstance(item, pg.AxisItem):
        _set_axis_pen(item, pen)
    elif isinstance(item, pg.ViewBox):
        item.setBorder(pen)
    else:
        cast(Any, item).setPen(pen)


def _set_axis_pen(axis: pg.AxisItem, pen: QPen) -> None:
    """Set the pen of an axis; pyqtgraph would paint its title in the pen's colour too."""
    style = dict(axis.labelStyle)
    axis.setPen(pen)
    if axis.labelText:
        axis.setLabel(axis.labelText, axis.labelUnits or None, **style)


def _wider(pen: QPen, scale: float) -> QPen:
    wide: QPen = pg.mkPen(pen)
    wide.setWidthF(max(1.0, pen.widthF()) * scale)
    return wide
