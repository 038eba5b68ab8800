"""Pictures of a widget in lines and letters: what SVG and PDF share."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

from PySide6.QtCore import QBuffer, QIODevice, QMarginsF, QPoint, QSizeF
from PySide6.QtGui import QPageLayout, QPageSize, QPainter, QPdfWriter
from PySide6.QtWidgets import QGraphicsItem, QGraphicsView, QWidget

from gdviz import carried
from gdviz.experiment import Experiment
from gdviz.gui.export.image import settle

POINTS = 72.0
"""Points an inch."""


def svg(widget: QWidget, experiment: Experiment | None, dots: float = 96, transparent: bool = False) -> bytes:
    """The SVG file of `widget`, as large as it is at `dots` pixels an inch; it carries the experiment."""
    from gdviz.gui.export.svg import SvgDevice

    device = SvgDevice(widget.size(), dots, experiment.title if experiment is not None else "")
    with _uncached(widget), QPainter(device) as painter:
        _paint(widget, painter, transparent)
    content = device.text().encode()
    return content if experiment is None else carried.into_svg(content, carried.text_of(experiment.portable()))


def pdf(widget: QWidget, experiment: Experiment | None, dots: float = 96, transparent: bool = False) -> bytes:
    """The PDF file of `widget`: one page of its size at `dots` pixels an inch, fonts embedded; see `svg`."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setCreator("gdviz")
    size = QSizeF(widget.size()) * (POINTS / dots)
    page = QPageSize(size, QPageSize.Unit.Point, "", QPageSize.SizeMatchPolicy.ExactMatch)
    writer.setPageLayout(QPageLayout(page, QPageLayout.Orientation.Portrait, QMarginsF()))
    writer.setResolution(round(dots))  # cosmetic pens are as wide as on the screen
    if experiment is not None:
        writer.setTitle(experiment.title)
        text = carried.text_of(experiment.portable()).encode()
        writer.addFileAttachment(carried.ATTACHMENT, text, "application/json")
    with _uncached(widget), QPainter(writer) as painter:
        painter.setRenderHint(QPainter.RenderHint.LosslessImageRendering)
        painter.scale(writer.resolution() / dots, writer.resolution() / dots)  # the resolution is a whole number
        _paint(widget, painter, transparent)
    return bytes(buffer.data().data())


def _paint(widget: QWidget, painter: QPainter, transparent: bool) -> None:
    settle(widget)
    flags = QWidget.RenderFlag.DrawChildren
    if not transparent:
        painter.fillRect(widget.rect(), widget.palette().window())
        flags |= QWidget.RenderFlag.DrawWindowBackground
    widget.render(painter, QPoint(0, 0), renderFlags=flags)


@contextmanager
def _uncached(widget: QWidget) -> Iterator[None]:
    """No item and no ground of a plot is painted from pixels that it keeps for the screen."""
    with ExitStack() as undo:
        own = [widget] if isinstance(widget, QGraphicsView) else []
        for view in (*own, *widget.findChildren(QGraphicsView)):
            undo.callback(view.setCacheMode, view.cacheMode())
            view.setCacheMode(QGraphicsView.CacheModeFlag.CacheNone)
            for item in view.scene().items() if view.scene() is not None else ():
                if item.cacheMode() != QGraphicsItem.CacheMode.NoCache:
                    undo.callback(item.setCacheMode, item.cacheMode())
                    item.setCacheMode(QGraphicsItem.CacheMode.NoCache)
        yield
