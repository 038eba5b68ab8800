"""Where a widget is painted, and whether that is all that changed."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QEvent, QObject, QPoint
from PySide6.QtGui import QImage, QPaintEvent, QRegion
from PySide6.QtWidgets import QWidget


class Painted(QObject):
    """Gathers where a widget is painted, and how often."""

    def __init__(self, widget: QWidget) -> None:
        super().__init__(widget)
        self.region = QRegion()
        self.times = 0
        widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QPaintEvent):
            self.region += event.region()
            self.times += 1
        return False


def area(region: QRegion) -> int:
    """Its pixels."""
    return sum(rect.width() * rect.height() for rect in region)


def changed(before: QImage, after: QImage) -> list[QPoint]:
    """The pixels that differ between two pictures of one size."""
    one, other = (_array(image) for image in (before, after))
    return [QPoint(int(x), int(y)) for y, x in zip(*np.nonzero(one != other), strict=True)]


def _array(image: QImage) -> np.ndarray:
    image = image.convertToFormat(QImage.Format.Format_RGB32)
    return np.frombuffer(image.constBits(), np.uint32).reshape(image.height(), image.width()).copy()
