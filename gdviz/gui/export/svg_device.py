"""Writes SVG: what a QPainter draws, in pixels of the picture, text as text and images embedded.

Qt's own QSvgGenerator writes cosmetic pens that other programs stretch, loses clips, and rounds coordinates of data
to six digits. Here everything is mapped to the picture before it is written, so no reader has to know more than
paths, text, images and clips.
"""

from __future__ import annotations

import base64
import html
import math
import re
from collections.abc import Callable, Iterable
from functools import wraps
from typing import Any

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import (
    QBrush,
    QColor,
    QFont,
    QFontInfo,
    QImage,
    QImageWriter,
    QPaintDevice,
    QPaintEngine,
    QPaintEngineState,
    QPainterPath,
    QPen,
    QTextItem,
    QTransform,
)

from gdviz.gui.style import fonts

_CAPS = {Qt.PenCapStyle.FlatCap: "butt", Qt.PenCapStyle.SquareCap: "square", Qt.PenCapStyle.RoundCap: "round"}
_JOINS = {Qt.PenJoinStyle.RoundJoin: "round", Qt.PenJoinStyle.BevelJoin: "bevel"}
_FAR = 1e5
"""Coordinates are clamped to this many pixels: readers may store them with few bits."""
_MM, _SCREEN = 25.4, 96


class SvgDevice(QPaintDevice):
    """A picture of `size` pixels to paint on; `text` is the file once the painter has ended.

    The size of the picture is that of its pixels at `dots` per inch; `title` and `description` describe it.
    The description may be set after the picture is painted.
    """

    def __init__(self, size: QSize, dots: float, title: str = "", description: str = "") -> None:
        super().__init__()
        self._size, self._dots, self._title, self.description = size, dots, title, description
        self._engine = _Engine()

    def paintEngine(self) -> QPaintEngine:
        """Qt: the engine that writes."""
        return self._engine

    def metric(self, metric: QPaintDevice.PaintDeviceMetric) -> int:
        """Qt: sizes; text is laid out as on a screen of 96 dots per inch."""
        known = QPaintDevice.PaintDeviceMetric
        width, height = self._size.width(), self._size.height()
        if metric == known.PdmDevicePixelRatioScaled:
            return int(self.devicePixelRatioFScale())
        return {
            known.PdmWidth: width, known.PdmHeight: height,
            known.PdmWidthMM: round(width / 96 * _MM), known.PdmHeightMM: round(height / 96 * _MM),
            known.PdmNumColors: 2**24, known.PdmDepth: 32, known.PdmDevicePixelRatio: 1,
        }.get(metric, 96)  # fmt: skip

    def text(self) -> str:
        """The whole file. Raises the error that occurred during painting, if any."""
        if self._engine.trouble is not None:
            raise self._engine.trouble
        width, height = self._size.width(), self._size.height()
        if self._dots == _SCREEN:  # in the 96 pixels per inch that all readers assume
            wide, high = str(width), str(height)
        else:
            wide, high = (f"{side / self._dots * _MM:.3f}mm" for side in (width, height))
        clips = "".join(
            f'<clipPath id="c{i}"><path d="{path}"/></clipPath>\n' for path, i in self._engine.clips.items()
        )
        described = f"<desc>{_xml(self.description)}</desc>\n" if self.description else ""
        return (
            '<?xml version="1.0" encoding="UTF-8"?>\n'
            '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'
            f' width="{wide}" height="{high}" viewBox="0 0 {width} {height}"'
            ' style="font-variant-numeric: tabular-nums">\n'
            f"<title>{_xml(self._title)}</title>\n{described}<defs>\n{clips}</defs>\n"
            + "\n".join((*self._engine.out, "</svg>\n"))
        )


_FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""The characters that XML 1.0 (section 2.2) does not allow, even as references."""


def _xml(text: str) -> str:
    return html.escape(_FORBIDDEN.sub("", text))


def _guarded(act: Callable[..., None]) -> Callable[..., None]:
    """Store an exception of `act`, for `SvgDevice.text` to raise: Qt calls `act`, and cannot pass an exception on."""

    @wraps(act)
    def guarded(self: _Engine, *arguments: Any) -> None:
        try:
            act(self, *arguments)
        except Exception as error:
            self.trouble = self.trouble or error

    return guarded


class _Engine(QPaintEngine):
    """Follows the painter's state, and adds an element to `out` for each call."""

    def __init__(self) -> None:
        super().__init__(QPaintEngine.PaintEngineFeature.AllFeatures)
        self.out: list[str] = []
        self.trouble: Exception | None = None
        self.clips: dict[str, int] = {}
        self._matrix = QTransform()
        self._pen, self._brush, self._opacity = QPen(), QBrush(), 1.0
        self._clip: QPainterPath | None = None

    def begin(self, device: QPaintDevice) -> bool:
        """Qt: there is nothing to open."""
        return True

    def end(self) -> bool:
        """Qt: there is nothing to close."""
        return True

    def type(self) -> QPaintEngine.Type:
        """Qt: a vector engine."""
        return QPaintEngine.Type.User

    @_guarded
    def updateState(self, state: QPaintEngineState) -> None:
        """Qt: follow the painter."""
        dirty, flag = state.state(), QPaintEngine.DirtyFlag
        if dirty & flag.DirtyTransform:
            self._matrix = QTransform(state.transform())
        if dirty & flag.DirtyPen:
            self._pen = QPen(state.pen())
        if dirty & flag.DirtyBrush:
            self._brush = QBrush(state.brush())
        if dirty & flag.DirtyOpacity:
            self._opacity = state.opacity()
        if dirty & flag.DirtyClipPath:
            self._take_clip(state.clipOperation(), state.clipPath())
        elif dirty & flag.DirtyClipRegion:
            region = QPainterPath()
            region.addRegion(state.clipRegion())
            self._take_clip(state.clipOperation(), region)
        if dirty & flag.DirtyClipEnabled and not state.isClipEnabled():
            self._clip = None

    @_guarded
    def drawPath(self, path: QPainterPath) -> None:
        """Qt: fill and stroke the path."""
        self._draw(self._matrix.map(path), filled=True)

    @_guarded
    def drawPolygon(self, points: Iterable[Any], mode: QPaintEngine.PolygonDrawMode) -> None:
        """Qt: fill and stroke it, or only stroke it where it is open."""
        path = QPainterPath()
        for i, point in enumerate(points):
            (path.lineTo if i else path.moveTo)(QPointF(point))
        is_open = mode == QPaintEngine.PolygonDrawMode.PolylineMode
        if not is_open:
            path.closeSubpath()
        if mode == QPaintEngine.PolygonDrawMode.WindingMode:
            path.setFillRule(Qt.FillRule.WindingFill)
        self._draw(self._matrix.map(path), filled=not is_open)

    @_guarded
    def drawLines(self, lines: Iterable[Any]) -> None:
        """Qt: stroke them; those that touch are one line."""
        path, at = QPainterPath(), None
        for line in lines:
            start, end = QPointF(line.p1()), QPointF(line.p2())
            if at is None or start != at:
                path.moveTo(start)
            path.lineTo(end)
            at = end
        self._draw(self._matrix.map(path), filled=False)

    @_guarded
    def drawRects(self, rects: Iterable[Any]) -> None:
        """Qt: fill and stroke them."""
        for rect in rects:
            path = QPainterPath()
            path.addRect(QRectF(rect))
            self.drawPath(path)

    @_guarded
    def drawEllipse(self, rect: Any) -> None:
        """Qt: fill and stroke it."""
        path = QPainterPath()
        path.addEllipse(QRectF(rect))
        self.drawPath(path)

    @_guarded
    def drawTextItem(self, at: Any, item: QTextItem) -> None:
        """Qt: write text as text, with its width here, for readers without the font."""
        words = item.text()
        if not words.strip():
            return
        m, font = self._matrix, item.font()
        pixels = font.pixelSize() if font.pixelSize() > 0 else QFontInfo(font).pixelSize()
        size = pixels * math.hypot(m.m21(), m.m22())
        width = item.width() * math.hypot(m.m11(), m.m12())
        place = m.map(at)
        box = QRectF(place.x() - width - size, place.y() - width - size, 2 * (width + size), 2 * (width + size))
        clip = self._clipping(box)
        if clip is None:
            return
        angle = math.degrees(math.atan2(m.m12(), m.m11()))
        where = f'x="{_number(place.x())}" y="{_number(place.y())}"'
        if abs(angle) > 0.01:
            where = f'transform="translate({_number(place.x())} {_number(place.y())}) rotate({_number(angle)})"'
        self._add(
            f'<text {where} {_type(font, size)} textLength="{_number(width)}" lengthAdjust="spacingAndGlyphs"'
            f'{_ink("fill", self._pen.color(), self._opacity)} xml:space="preserve">{_xml(words)}</text>',
            clip,
        )

    @_guarded
    def drawPixmap(self, rect: Any, pixmap: Any, source: Any) -> None:
        """Qt: embed the pixmap."""
        self.drawImage(rect, pixmap.toImage(), source)

    @_guarded
    def drawImage(self, rect: Any, image: QImage, source: Any, flags: Any = None) -> None:
        """Qt: embed the image, or the requested part."""
        clip = self._clipping(self._matrix.mapRect(QRectF(rect)))
        if clip is None or source.isEmpty():
            return
        if source.toAlignedRect() != image.rect():
            image = image.copy(source.toAlignedRect())
        m = self._matrix
        matrix = " ".join(f"{value:.6g}" for value in (m.m11(), m.m12(), m.m21(), m.m22(), m.dx(), m.dy()))
        faint = f' opacity="{self._opacity:.3g}"' if self._opacity < 1 else ""
        self._add(
            f'<image x="{rect.x():.6g}" y="{rect.y():.6g}" width="{rect.width():.6g}" height="{rect.height():.6g}"'
            f' transform="matrix({matrix})" preserveAspectRatio="none"{faint}'
            f' xlink:href="data:image/png;base64,{_png(image)}"/>',
            clip,
        )

    @_guarded
    def drawTiledPixmap(self, rect: Any, pixmap: Any, at: Any) -> None:
        """Qt: nothing here is tiled."""
        raise NotImplementedError("tiled pixmaps are not written to SVG")

    def _add(self, element: str, clip: str) -> None:
        """Write an element, in a group with the clip: a transform of the element would apply to a clip of its own."""
        self.out.append(f"<g{clip}>{element}</g>" if clip else element)

    def _take_clip(self, operation: Qt.ClipOperation, path: QPainterPath) -> None:
        if operation == Qt.ClipOperation.NoClip:
            self._clip = None
            return
        path = self._matrix.map(path)
        both = operation == Qt.ClipOperation.IntersectClip and self._clip is not None
        self._clip = path.intersected(self._clip) if both and self._clip is not None else path

    def _clipping(self, box: QRectF) -> str | None:
        """Return the attribute that clips what lies in `box`; empty if nothing is cut, None if nothing is left."""
        clip, window = self._clip, QRectF(self.systemClip().boundingRect())  # the clip of the painting widget
        if not window.isEmpty() and not window.contains(box):
            seen = QPainterPath()
            seen.addRect(window)
            clip = seen if clip is None else clip.intersected(seen)
        if clip is None or clip.contains(box):
            return ""
        if not clip.intersects(box):
            return None
        return f' clip-path="url(#c{self.clips.setdefault(_data(clip), len(self.clips))})"'

    def _draw(self, path: QPainterPath, filled: bool) -> None:
        """Write a path in coordinates of the picture."""
        pen, fill = self._pen, ""
        if filled and self._brush.style() != Qt.BrushStyle.NoBrush and _colour(self._brush).alpha():
            fill = _ink("fill", _colour(self._brush), self._opacity)
        stroke = "" if pen.style() == Qt.PenStyle.NoPen else self._stroke(pen)
        reach = 2 * pen.widthF() + 1
        clip = self._clipping(path.boundingRect().adjusted(-reach, -reach, reach, reach))
        if path.isEmpty() or clip is None or not (fill or stroke):
            return
        rule = "" if path.fillRule() == Qt.FillRule.WindingFill or not fill else ' fill-rule="evenodd"'
        self.out.append(f'<path d="{_data(path)}"{fill or " fill=" + chr(34) + "none" + chr(34)}{rule}{stroke}{clip}/>')

    def _stroke(self, pen: QPen) -> str:
        width = pen.widthF() or 1.0
        if not pen.isCosmetic():
            width *= math.sqrt(abs(self._matrix.determinant()))
        made = _ink("stroke", pen.color(), self._opacity) + f' stroke-width="{_number(width)}"'
        if not made or pen.color().alpha() == 0:
            return ""
        cap, join = _CAPS[pen.capStyle()], _JOINS.get(pen.joinStyle(), "miter")
        made += "" if cap == "butt" else f' stroke-linecap="{cap}"'
        made += "" if join == "miter" else f' stroke-linejoin="{join}"'
        if pen.style() != Qt.PenStyle.SolidLine:
            dashes = " ".join(_number(max(length, 0.01) * width) for length in pen.dashPattern())
            made += f' stroke-dasharray="{dashes}" stroke-dashoffset="{_number(pen.dashOffset() * width)}"'
        return made


def _number(value: float) -> str:
    """Return a number rounded to a hundredth of a pixel; a number that is not finite becomes one far outside."""
    if not math.isfinite(value):
        value = _FAR
    return f"{min(max(value, -_FAR), _FAR):.2f}".rstrip("0").rstrip(".")


def _data(path: QPainterPath) -> str:
    """The commands of a path."""
    kind, found, start = QPainterPath.ElementType, [], ""
    for i in range(path.elementCount()):
        element = path.elementAt(i)
        place = f"{_number(element.x)} {_number(element.y)}"
        if element.type == kind.MoveToElement:
            found.append("M" + place)
            start = place
        elif element.type == kind.LineToElement:
            closes = place == start and (i + 1 == path.elementCount() or path.elementAt(i + 1).isMoveTo())
            found.append("Z" if closes else "L" + place)
        else:
            found.append(("C" if element.type == kind.CurveToElement else " ") + place)
    return "".join(found)


def _ink(what: str, colour: QColor, opacity: float) -> str:
    """A colour as attributes."""
    alpha = colour.alphaF() * opacity
    return f' {what}="{colour.name()}"' + ("" if alpha > 0.999 else f' {what}-opacity="{alpha:.3g}"')


def _colour(brush: QBrush) -> QColor:
    """Return the colour of a brush; for a gradient, that of its middle."""
    gradient = brush.gradient()
    stops = gradient.stops() if gradient is not None else []
    return QColor(stops[len(stops) // 2][1]) if stops else brush.color()


def _type(font: QFont, size: float) -> str:
    """Return a font as attributes, with fallbacks where it is not installed."""
    families = dict.fromkeys((*font.families(), *fonts.FAMILIES))
    names = ", ".join(f"'{name}'" for name in families)
    made = f'font-family="{html.escape(names)}, Helvetica, Arial, sans-serif" font-size="{_number(size)}"'
    if font.weight() != QFont.Weight.Normal:
        made += f' font-weight="{int(font.weight())}"'
    if font.italic():
        made += ' font-style="italic"'
    return made


def _png(image: QImage) -> str:
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    if not QImageWriter(buffer, QByteArray(b"png")).write(image):
        raise OSError("an image of the picture could not be encoded")
    return base64.b64encode(bytes(buffer.data().data())).decode("ascii")
