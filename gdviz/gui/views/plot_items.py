"""Small parts of the plots: the dot at the playhead, and the label of values under the mouse."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QGraphicsEllipseItem, QGraphicsItem, QLabel, QStyleOptionGraphicsItem, QWidget

from gdviz.gui import scaling
from gdviz.gui.theme import Theme

_DOT = 4.5


def readout_label(parent: QWidget) -> QLabel:
    """A label over a plot for the values under the mouse, which passes through it."""
    label = QLabel(parent)
    label.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
    label.setTextFormat(Qt.TextFormat.RichText)
    label.hide()
    return label


def dress_readout(label: QLabel, theme: Theme) -> None:
    """Put a theme on such a label."""
    label.setStyleSheet(
        f"background: {theme.field}; color: {theme.text1}; border: 1px solid {theme.line};"
        f" border-radius: 5px; padding: 4px 7px; font-size: {scaling.px(12)}px;"
    )


class Dot(QGraphicsEllipseItem):
    """A disc of a few pixels; pyqtgraph's own are pictures of the screen's resolution, coarse in an export."""

    def __init__(self) -> None:
        super().__init__(-_DOT, -_DOT, 2 * _DOT, 2 * _DOT)
        self.setFlag(QGraphicsItem.GraphicsItemFlag.ItemIgnoresTransformations)
        self.setZValue(25)

    def paint(self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None) -> None:
        """Qt: draw it round; the plot's lines are not antialiased by default."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        super().paint(painter, option, widget)


def title_style(theme: Theme) -> dict[str, str]:
    """How the titles of axes are written."""
    return {"color": theme.text2, "font-size": f"{scaling.px(11)}px"}
