"""A preview of the picture, as large as the room allows, and its size in words."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QVBoxLayout, QWidget

from gdviz.gui.export.image import picture
from gdviz.gui.export.picture_choices import PictureChoices, density

_CHESS = 8


class Preview(QWidget):
    """Shows a widget as its picture will be."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.canvas = _Canvas()
        self.canvas.setAccessibleName(self.tr("Preview"))
        self.words = QLabel()
        self.words.setProperty("role", "note")
        self.words.setAlignment(Qt.AlignmentFlag.AlignCenter)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        layout.addWidget(self.canvas, 1)
        layout.addWidget(self.words)

    def show_picture(self, widget: QWidget, choices: PictureChoices) -> None:
        """Draw `widget`, and show how large the picture in the file is."""
        room, size = self.canvas.size() * self.devicePixelRatioF(), widget.size()
        scale = min(room.width() / size.width(), room.height() / size.height(), choices.scale * 4)
        transparent = choices.transparent and choices.target != "window"
        self.canvas.show_image(picture(widget, max(scale, 0.05), transparent), transparent)
        dense = density(widget)
        inch = choices.dots * dense / 25.4
        size_text = self.tr("{width} × {height} mm").format(
            width=round(size.width() / inch), height=round(size.height() / inch)
        )
        if choices.kind == "png":
            pixels = size * (choices.scale / dense)
            size_text += self.tr("  ·  {width} × {height} pixels  ·  {dpi} dpi").format(
                width=pixels.width(), height=pixels.height(), dpi=round(choices.dots * choices.scale)
            )
        self.words.setText(size_text)


class _Canvas(QWidget):
    """An image in the middle; where it is transparent, on a chessboard."""

    def __init__(self) -> None:
        super().__init__()
        self._image = QImage()
        self._transparent = False
        self.setMinimumSize(260, 220)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def sizeHint(self) -> QSize:
        """Qt: a size in which a figure is legible."""
        return QSize(460, 420)

    def show_image(self, image: QImage, transparent: bool) -> None:
        """Show an image; on a chessboard if it is `transparent`."""
        image.setDevicePixelRatio(self.devicePixelRatioF())
        self._image, self._transparent = image, transparent
        self.update()

    @property
    def image(self) -> QImage:
        """What is shown."""
        return self._image

    def paintEvent(self, event: QPaintEvent) -> None:
        """Qt: draw the image, and a line around it."""
        if self._image.isNull():
            return
        size = self._image.deviceIndependentSize()
        place = QRectF((self.width() - size.width()) / 2, (self.height() - size.height()) / 2, *size.toTuple())
        with QPainter(self) as painter:
            if self._transparent:
                painter.fillRect(place, QColor("#ffffff"))
                for x in range(int(place.left()), int(place.right()), _CHESS):
                    for y in range(int(place.top()), int(place.bottom()), _CHESS):
                        if (x // _CHESS + y // _CHESS) % 2:
                            painter.fillRect(QRectF(x, y, _CHESS, _CHESS) & place, QColor("#d8d8d8"))
            painter.drawImage(place.topLeft(), self._image)
            painter.setPen(self.palette().midlight().color())
            painter.drawRect(place.adjusted(0, 0, -1, -1))
