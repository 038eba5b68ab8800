"""Vector pictures of a widget: what SVG and PDF share."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

from PySide6.QtCore import QBuffer, QIODevice, QMarginsF, QPointF, QSizeF
from PySide6.QtGui import QPageLayout, QPageSize, QPainter, QPdfWriter
from PySide6.QtWidgets import QGraphicsView, QWidget

from gdviz import carried
from gdviz.experiment import Experiment
from gdviz.gui.export.image import description, items_in, paint, plots_in, settle, uncache

LOSSLESS = QPainter.RenderHint.LosslessImageRendering
"""The render hint without which a PDF has its images as JPEG."""
POINTS = 72.0
"""Points per inch."""


def svg(
    widget: QWidget,
    experiment: Experiment | None,
    dots: float = 96,
    transparent: bool = False,
    size: tuple[int, int] | None = None,
) -> bytes:
    """Return the SVG file of `widget`, of its size at `dots` pixels per inch, or of `size`; it has the experiment."""
    from gdviz.gui.export.svg_device import SvgDevice

    dots *= _shrunk(widget, size)
    title = experiment.title if experiment is not None else ""
    device = SvgDevice(widget.size(), dots, title)
    with _uncached(widget), QPainter(device) as painter:
        _paint(widget, painter, transparent)
    device.description = description(widget, dots)
    content = device.text().encode()
    return content if experiment is None else carried.into_svg(content, carried.text_of(experiment.portable()))


def pdf(
    widget: QWidget,
    experiment: Experiment | None,
    dots: float = 96,
    transparent: bool = False,
    size: tuple[int, int] | None = None,
) -> bytes:
    """Return the PDF file of `widget`: one page of its size at `dots` pixels per inch, fonts embedded; see `svg`."""
    dots *= _shrunk(widget, size)
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setCreator("gdviz")
    points = QSizeF(widget.size()) * (POINTS / dots)
    page = QPageSize(points, QPageSize.Unit.Point, "", QPageSize.SizeMatchPolicy.ExactMatch)
    writer.setPageLayout(QPageLayout(page, QPageLayout.Orientation.Portrait, QMarginsF()))
    writer.setResolution(round(dots))  # cosmetic pens are as wide as on the screen
    if experiment is not None:
        writer.setTitle(experiment.title)
        text = carried.text_of(experiment.portable()).encode()
        writer.addFileAttachment(carried.ATTACHMENT, text, "application/json")
    with _uncached(widget), QPainter(writer) as painter:
        painter.setRenderHint(LOSSLESS)
        painter.scale(writer.resolution() / dots, writer.resolution() / dots)  # the resolution is a whole number
        _paint(widget, painter, transparent)
    made = bytes(buffer.data().data())
    subject = description(widget, dots)
    return _with_subject(made, subject) if subject else made


def _shrunk(widget: QWidget, size: tuple[int, int] | None) -> float:
    """Return the size of a widget in multiples of the size of its picture."""
    return widget.width() / size[0] if size else 1.0


def _with_subject(pdf: bytes, subject: str) -> bytes:
    """Return the PDF with a subject in its document information, which Qt does not write, by an incremental update.

    See PDF 1.7 (ISO 32000-1), 7.5.6 and 14.3.3.
    """
    trailer = pdf[max(pdf.rfind(b"trailer"), 0) :]
    patterns = (rb"/Info (\d+) 0 R", rb"/Root (\d+ 0 R)", rb"/Size (\d+)", rb"startxref\s+(\d+)")
    info, root, size, before = ((found := re.search(pattern, trailer)) and found[1] for pattern in patterns)
    string = rb"\((?:\\.|[^\\()])*\)"  # a title may hold the bytes ">>endobj"
    old = re.search(rb"\n%s 0 obj\s*<<((?:%s|[^()])*?)>>\s*endobj" % (info, string), pdf, re.DOTALL) if info else None
    if not (root and size and before and old):  # another Qt may write otherwise: better no subject than no file
        return pdf
    text = b"\xfe\xff" + subject.encode("utf-16-be")
    made = pdf if pdf.endswith(b"\n") else pdf + b"\n"
    place = len(made)
    made += b"%s 0 obj\n<<%s/Subject <%s>\n>>\nendobj\n" % (info, old[1], text.hex().encode())
    table = len(made)
    made += b"xref\n%s 1\n%010d 00000 n \n" % (info, place)
    made += b"trailer\n<<\n/Size %s\n/Info %s 0 R\n/Root %s\n/Prev %s\n>>\n" % (size, info, root, before)
    return made + b"startxref\n%d\n%%%%EOF\n" % table


def paint_at(widget: QWidget, painter: QPainter, at: QPointF, scale: float) -> None:
    """Paint a widget on a page with its top left at a point, enlarged by a factor."""
    painter.save()
    painter.translate(at)
    painter.scale(scale, scale)
    with _uncached(widget):
        _paint(widget, painter, transparent=False)
    painter.restore()


def _paint(widget: QWidget, painter: QPainter, transparent: bool) -> None:
    settle(widget)
    if not transparent:
        painter.fillRect(widget.rect(), widget.palette().window())
    paint(widget, painter, transparent)


@contextmanager
def _uncached(widget: QWidget) -> Iterator[None]:
    """Turn off the caches of pixels of plots, their items and backgrounds, and lossy images, until the end."""
    with ExitStack() as undo:
        for view in plots_in(widget):
            undo.callback(view.setCacheMode, view.cacheMode())
            view.setCacheMode(QGraphicsView.CacheModeFlag.CacheNone)
            # A view paints with its own hints, and ignores those of the painter that is passed to its widget.
            undo.callback(view.setRenderHint, LOSSLESS, bool(view.renderHints() & LOSSLESS))
            view.setRenderHint(LOSSLESS)
            for item in items_in(view):
                for restore in uncache(item):
                    undo.callback(restore)
        yield
