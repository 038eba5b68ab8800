"""A picture of a view or of the whole window, sharp at one to four times its size.

A widget renders into a QImage of a higher device pixel ratio as it would on a denser screen: text, icons and
shapes come out sharp. Two things do not follow: pyqtgraph's pens are cosmetic, as thin as on the screen
whatever the scale, so they are widened for the time of the export; and a view that draws a long path a bit
a frame needs several, so it is rendered until nothing changes any more.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, runtime_checkable

import pyqtgraph as pg
from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QPoint, Qt
from PySide6.QtGui import QGuiApplication, QImage, QImageWriter, QPen
from PySide6.QtWidgets import QGraphicsItem, QGraphicsView, QWidget

from gdviz.paths import write_whole

if TYPE_CHECKING:
    from gdviz.experiment import Experiment

SCALES = (1, 2, 3, 4)
EXPERIMENT_KEY = "gdviz-experiment"
"""Under this name a PNG carries the experiment that it shows, as JSON."""
_MOST_FRAMES = 200


@runtime_checkable
class Unsettled(Protocol):
    """A widget that draws roughly for a while, and finely when it is asked to."""

    def settle(self) -> None:
        """Bring the picture to an end."""

    def isVisible(self) -> bool:
        """Qt: whether it is to be seen at all."""


def export_image(
    widget: QWidget,
    path: Path,
    scale: int = 1,
    experiment: Experiment | None = None,
    size: tuple[int, int] | None = None,
) -> None:
    """Write a PNG of `widget` to `path`; an existing file is replaced only once the new one is complete.

    Parameters
    ----------
    widget : QWidget
        A view, or the window.
    path : Path
        Its suffix has to be .png.
    scale : int
        Pixels of the picture for each of the screen's, 1 to 4.
    experiment : Experiment, optional
        Kept in the file, so that the picture says what it shows.
    size : (int, int), optional
        Width and height before `scale`, where they are to be others than the widget's.

    Raises
    ------
    ValueError
        Another suffix, or a scale that is not there.
    OSError
        The file cannot be written; what was there before is untouched.
    """
    path = Path(path)
    if path.suffix.lower() != ".png":
        raise ValueError(f"{path.name}: a picture is written as .png")
    write_whole(path, png(widget, scale, experiment, size))


def png(
    widget: QWidget, scale: int = 1, experiment: Experiment | None = None, size: tuple[int, int] | None = None
) -> bytes:
    """The file that `export_image` writes. Raises ValueError for a scale that is not there."""
    image = picture(widget, scale)
    if size is not None and (image.width(), image.height()) != (size[0] * scale, size[1] * scale):
        smooth = Qt.TransformationMode.SmoothTransformation
        image = image.scaled(size[0] * scale, size[1] * scale, Qt.AspectRatioMode.IgnoreAspectRatio, smooth)
    if experiment is not None:
        image.setText(EXPERIMENT_KEY, json.dumps(experiment.to_dict(), ensure_ascii=False))
    return _png(image)


def copy_image(widget: QWidget, scale: int = 2) -> None:
    """Put a picture of `widget` on the clipboard."""
    image = picture(widget, scale)
    image.setDevicePixelRatio(1.0)
    QGuiApplication.clipboard().setImage(image)


def picture(widget: QWidget, scale: int = 1) -> QImage:
    """Render `widget` into an image of `scale` times its size in pixels. Raises ValueError for another scale."""
    if scale not in SCALES:
        raise ValueError(f"the scale has to be 1, 2, 3 or 4, not {scale}")
    if widget.size().isEmpty():
        raise ValueError("there is nothing to be seen: the widget has no size")
    for part in (widget, *widget.findChildren(QWidget)):
        if isinstance(part, Unsettled) and part.isVisible():
            part.settle()
    with _wider_pens(widget, scale):
        image = _render(widget, scale)
        for _ in range(_MOST_FRAMES):
            again = _render(widget, scale)
            if again == image:
                break
            image = again
    return image


def _render(widget: QWidget, scale: int) -> QImage:
    image = QImage(widget.size() * scale, QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(scale)
    image.fill(widget.palette().window().color())
    widget.render(image, QPoint(0, 0))
    return image


def _png(image: QImage) -> bytes:
    image = image.copy()
    # 96 dots an inch at 1x: a document places the picture at the same size at every scale.
    dots = round(96 / 0.0254 * image.devicePixelRatio())
    image.setDevicePixelRatio(1.0)
    image.setDotsPerMeterX(dots)
    image.setDotsPerMeterY(dots)
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QImageWriter(buffer, QByteArray(b"png"))
    if not writer.write(image):
        raise OSError(f"the picture could not be encoded: {writer.errorString()}")
    buffer.close()
    return bytes(data.data())


@contextmanager
def _wider_pens(widget: QWidget, scale: int) -> Iterator[None]:
    """Make the cosmetic pens in all plots of `widget` `scale` times as wide, and put them back."""
    undo: list[Callable[[], object]] = []
    try:
        if scale > 1:
            own = [widget] if isinstance(widget, QGraphicsView) else []
            for view in (*own, *widget.findChildren(QGraphicsView)):
                for item in view.scene().items() if view.scene() is not None else ():
                    undo += _widen(item, scale)
        yield
    finally:
        for restore in reversed(undo):
            restore()


def _widen(item: QGraphicsItem, scale: int) -> list[Callable[[], object]]:
    """Make one item ready for the denser picture; return what puts it back."""
    undo: list[Callable[[], object]] = []
    cached = item.cacheMode()
    if cached != QGraphicsItem.CacheMode.NoCache:  # its pixels are those of the screen
        item.setCacheMode(QGraphicsItem.CacheMode.NoCache)
        undo.append(lambda: item.setCacheMode(cached))
    if isinstance(item, pg.PlotCurveItem):
        pen = item.opts["pen"]
        item.setPen(_wider(pen, scale))
        undo.append(lambda: item.setPen(pen))
    elif isinstance(item, pg.InfiniteLine):
        pen = item.pen
        item.setPen(_wider(pen, scale))
        undo.append(lambda: item.setPen(pen))
    elif isinstance(item, pg.AxisItem):
        pen = item.pen()
        _set_axis_pen(item, _wider(pen, scale))
        undo.append(lambda: _set_axis_pen(item, pen))
    elif isinstance(item, pg.ViewBox):
        pen = QPen(item.border)
        item.setBorder(_wider(pen, scale))
        undo.append(lambda: item.setBorder(pen))
    return undo


def _set_axis_pen(axis: pg.AxisItem, pen: QPen) -> None:
    """Set the pen of an axis; pyqtgraph would paint its title in the pen's colour too."""
    style = dict(axis.labelStyle)
    axis.setPen(pen)
    if axis.labelText:
        axis.setLabel(axis.labelText, axis.labelUnits or None, **style)


def _wider(pen: QPen, scale: int) -> QPen:
    wide = pg.mkPen(pen)
    wide.setWidthF(max(1.0, pen.widthF()) * scale)
    return wide
