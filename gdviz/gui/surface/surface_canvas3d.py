"""The widget that paints and turns the relief: OpenGL's picture between the layers that QPainter draws."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QRadialGradient,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from gdviz.gui.drawing import surface_drawing as draw
from gdviz.gui.drawing.box_layer import ViewMap
from gdviz.gui.drawing.path_strokes import is_written
from gdviz.gui.kernel.playing_keys import came_by_keyboard
from gdviz.gui.style.theme import Theme
from gdviz.gui.surface import arrows3d
from gdviz.gui.surface.camera import Camera, Projection
from gdviz.gui.surface.surface_frame3d import Frame
from gdviz.gui.surface.terrain import Terrain

if TYPE_CHECKING:
    from gdviz.gui.surface.relief import DrapedPath, Relief

Array = NDArray[np.float64]

_DEGREES = 0.4  # per pixel of a drag
_KEY = 5.0  # degrees per arrow key
_NOTCH = 1.12  # the zoom of a notch of the wheel or a press of +
_BALL, _RING = 7.0, 8.0  # radii in pixels
_STILL_MS = 160  # without a change until the picture gets smooth edges
_DENSE = 3.0  # the least number of pixels of the relief for each pixel of a vector drawing
_BEHIND = 0.4  # opacity of marks behind a hill
_TURNS = {
    Qt.Key.Key_Left: (_KEY, 0.0),
    Qt.Key.Key_Right: (-_KEY, 0.0),
    Qt.Key.Key_Up: (0.0, _KEY),
    Qt.Key.Key_Down: (0.0, -_KEY),
}
_ZOOMS = {Qt.Key.Key_Plus: _NOTCH, Qt.Key.Key_Equal: _NOTCH, Qt.Key.Key_Minus: 1 / _NOTCH}


@dataclass
class Marks:
    """The marks on the relief, drawn in screen sizes: places on the floor, shape (2,), in the relief's units."""

    minima: Sequence[tuple[Array, bool]] = field(default_factory=tuple)
    starts: Sequence[Array] = field(default_factory=tuple)
    balls: Sequence[tuple[Array, QColor]] = field(default_factory=tuple)
    start_word: str = ""
    arrows: Sequence[arrows3d.FloorArrow] = field(default_factory=tuple)


class Canvas(QWidget):
    """Paints a relief; drag, wheel, double-click and keys move its camera.

    `failed(reason)`: the relief could not be drawn. `cameraMoved(camera)`: a person has moved the camera; None is
    the first camera.
    """

    failed = Signal(str)
    cameraMoved = Signal(object)

    def __init__(self, relief: Relief, parent: QWidget, dense: float = 0.0) -> None:
        """Make the canvas; in a vector drawing the relief has `dense` pixels per pixel of the view, at least _DENSE."""
        super().__init__(parent)
        self._dense = max(dense, _DENSE)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Ignored)
        self.setMinimumSize(120, 90)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setProperty("playing", True)
        self.setCursor(Qt.CursorShape.OpenHandCursor)
        self.relief: Relief | None = relief
        self.camera = Camera()
        self._terrain: Terrain | None = None
        self._theme: Theme | None = None
        self._names = ("", "", "")
        self._paths: list[DrapedPath] = []
        self._marks = Marks()
        self._picture: tuple[tuple[Camera, QSize, bool], QImage] | None = None
        self._frame: tuple[tuple[Camera, QSize], QImage, QImage] | None = None
        self._moving = QTimer(self)
        """Active while the picture moves; without a graphics card, it has no smooth edges meanwhile."""
        self._moving.setSingleShot(True)
        self._moving.setInterval(_STILL_MS)
        self._moving.timeout.connect(self.settle)
        self._grabbed: QPointF | None = None
        """The last place of the mouse while it turns the relief."""

    def set_terrain(self, terrain: Terrain, lut: NDArray[np.uint8], theme: Theme, names: tuple[str, str, str]) -> None:
        """Show a relief in these colours; `names` are those of x, y and the loss."""
        self._terrain, self._theme, self._names = terrain, theme, names
        lines = QColor("#ffffff" if theme.is_dark else theme.text1)
        lines.setAlphaF(0.3)
        if self.relief is not None:
            self.relief.set_terrain(terrain, lut, lines)
        self._frame = None
        self._redraw()

    def set_paths(self, paths: list[DrapedPath], marks: Marks) -> None:
        """Show these paths and marks."""
        self._paths, self._marks = paths, marks
        if self.relief is not None and self._theme is not None:
            self.relief.set_paths(paths, QColor(self._theme.window))
        self._redraw()

    def reset(self) -> None:
        """Reset the camera."""
        self.set_camera(Camera())
        self.cameraMoved.emit(None)

    def set_camera(self, camera: Camera) -> None:
        """Set the camera."""
        self.camera = camera
        self._moving.start()
        self.update()

    def settle(self) -> None:
        """Paint the still picture, with smooth edges."""
        self._moving.stop()
        self.update()

    @property
    def pixels(self) -> QSize:
        """The size in pixels of the last painted relief."""
        return self._picture[1].size() if self._picture is not None else QSize()

    def release(self) -> None:
        """Free what the driver holds; nothing is painted afterwards."""
        self._moving.stop()
        if self.relief is not None:
            self.relief.release()
            self.relief = None

    # Input

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Qt: begin to turn the relief."""
        if event.button() == Qt.MouseButton.LeftButton:
            self._grabbed = event.position()
            self.setCursor(Qt.CursorShape.ClosedHandCursor)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Qt: turn the relief."""
        if self._grabbed is not None and event.buttons() & Qt.MouseButton.LeftButton:
            move = event.position() - self._grabbed
            self._grabbed = event.position()
            self._look(self.camera.turned(-move.x() * _DEGREES, move.y() * _DEGREES))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Qt: end the drag."""
        self._grabbed = None
        self.setCursor(Qt.CursorShape.OpenHandCursor)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Qt: reset the camera."""
        self.reset()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Qt: zoom."""
        self._look(self.camera.zoomed(_NOTCH ** (event.angleDelta().y() / 120)))
        event.accept()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Qt: show the focus ring."""
        self.update()
        super().focusInEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Qt: hide the focus ring."""
        self.update()
        super().focusOutEvent(event)

    def event(self, event: QEvent) -> bool:
        """Qt: take the keys that turn the relief before the window's actions do."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and self._takes(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Qt: arrows turn, + and - zoom."""
        key = Qt.Key(event.key())
        if not self._takes(event):
            super().keyPressEvent(event)
        elif key in _TURNS:
            self._look(self.camera.turned(*_TURNS[key]))
        else:
            self._look(self.camera.zoomed(_ZOOMS[key]))

    def _takes(self, event: QKeyEvent) -> bool:
        """Whether a key turns or zooms the relief; Left and Right step instead, unless the focus came by keyboard."""
        modifiers = event.modifiers() & ~(Qt.KeyboardModifier.KeypadModifier | Qt.KeyboardModifier.ShiftModifier)
        key = Qt.Key(event.key())
        if modifiers or (key in _TURNS and event.modifiers() & Qt.KeyboardModifier.ShiftModifier):
            return False
        stepping = key in (Qt.Key.Key_Left, Qt.Key.Key_Right) and not came_by_keyboard(self)
        return (key in _TURNS and not stepping) or key in _ZOOMS

    # Painting

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Qt: redraw at the new size."""
        self._picture = None
        super().resizeEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Qt: paint what lies behind the relief, the relief, and what stands in front of it."""
        if self._terrain is None or self._theme is None or self.relief is None or self.width() < 2 or self.height() < 2:
            return
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            written = is_written(painter)
            scale = max(painter.deviceTransform().m11(), self._dense if written else 0.1)
            picture = self._drawn(scale)
            if picture is None:
                return
            projection = Projection.of(self.camera, self._terrain.half, self.width(), self.height())
            frame = Frame(self._terrain, projection, self._theme, self._names)
            behind, in_front = (None, None) if written else self._framed(frame, picture.size(), scale)
            if behind is None:
                frame.paint_behind(painter)
            else:
                painter.drawImage(QRectF(self.rect()), behind)
            frame.paint_shadows(
                painter, [(pairs, path.colour) for path in self._paths for pairs in (path.ahead, path.past)]
            )
            painter.drawImage(QRectF(self.rect()), picture)
            if in_front is None:
                frame.paint_axes(painter)
            else:
                painter.drawImage(QRectF(self.rect()), in_front)
            self._paint_marks(painter, projection)
            if self.hasFocus():
                painter.setPen(QPen(QColor(self._theme.focus), 2))
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 5, 5)

    def _drawn(self, scale: float) -> QImage | None:
        """The picture of the relief in device pixels, drawn again if something has changed."""
        size = (QRectF(self.rect()).size() * scale).toSize().expandedTo(QSize(1, 1))
        smooth = not (self._moving.isActive() and self.relief is not None and self.relief.is_slow)
        key = (self.camera, size, smooth)
        if self._picture is not None and self._picture[0] == key:
            return self._picture[1]
        assert self.relief is not None
        try:
            image = self.relief.render(self.camera, size, scale, smooth)
        except RuntimeError as error:  # the driver failed: report it, and keep the rest of the window working
            self.release()
            self.failed.emit(str(error))
            return None
        self._picture = (key, image)
        return image

    def _framed(self, frame: Frame, size: QSize, scale: float) -> tuple[QImage, QImage]:
        """The pictures behind and in front of the relief, made again if camera, size or relief have changed."""
        key = (self.camera, size)
        if self._frame is None or self._frame[0] != key:
            layers = []
            for paint in (frame.paint_behind, frame.paint_axes):
                layer = QImage(size, QImage.Format.Format_ARGB32_Premultiplied)
                layer.fill(0)
                with QPainter(layer) as painter:
                    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
                    painter.scale(scale, scale)
                    paint(painter)
                layers.append(layer)
            self._frame = (key, layers[0], layers[1])
        return self._frame[1:]

    def _paint_marks(self, painter: QPainter, projection: Projection) -> None:
        theme, terrain = self._theme, self._terrain
        assert theme is not None and terrain is not None
        eye = self.camera.eye(terrain.half, (self.width(), self.height()))
        view = ViewMap(0, 0, 1, 1, self.width(), self.height())
        painter.setFont(draw.word_font())
        for flat, is_global in self._marks.minima:
            place = self._place(painter, projection, flat, eye)
            if place is not None:
                draw.minimum(painter, place, is_global, theme)
        casing = QColor(theme.window)
        casing.setAlpha(190)
        for flat in self._marks.starts:
            place = self._place(painter, projection, flat, eye)
            if place is not None:
                painter.setBrush(Qt.BrushStyle.NoBrush)
                for colour, width in ((casing, 5), (QColor(theme.text1), 2)):
                    painter.setPen(QPen(colour, width))
                    painter.drawEllipse(place, _RING, _RING)
                draw.word(painter, view, place, QPointF(0, -1), self._marks.start_word, theme)
        for arrow in self._marks.arrows:
            arrows3d.paint(painter, arrow, theme, lambda flat: self._place(painter, projection, flat, eye))
        for flat, colour in self._marks.balls:
            place = self._place(painter, projection, flat, eye)
            if place is not None:
                self._ball(painter, place, colour, QColor(theme.window))
        painter.setOpacity(1)

    def _place(self, painter: QPainter, projection: Projection, flat: Array, eye: Array) -> QPointF | None:
        """The pixel of a mark, or None outside the relief; lowers the painter's opacity if a hill hides it."""
        terrain = self._terrain
        if terrain is None or not np.isfinite(flat).all() or not terrain.inside(flat):
            return None
        point = terrain.on(flat)
        pixel = projection.pixels(point)
        if not np.isfinite(pixel).all():
            return None
        painter.setOpacity(_BEHIND if terrain.hides(point, eye) else 1.0)
        return QPointF(*pixel.tolist())

    @staticmethod
    def _ball(painter: QPainter, place: QPointF, colour: QColor, casing: QColor) -> None:
        """Draw a ball lit from the upper left."""
        middle = place - QPointF(0, _BALL * 0.6)
        shine = QRadialGradient(middle, _BALL, middle - QPointF(_BALL * 0.35, _BALL * 0.4))
        shine.setColorAt(0, colour.lighter(165))
        shine.setColorAt(0.45, colour)
        shine.setColorAt(1, colour.darker(150))
        painter.setPen(QPen(casing, 1.5))
        painter.setBrush(shine)
        painter.drawEllipse(middle, _BALL, _BALL)

    def _look(self, camera: Camera) -> None:
        self.set_camera(camera)
        self.cameraMoved.emit(camera)

    def _redraw(self) -> None:
        self._picture = None
        self._moving.start()
        self.update()
