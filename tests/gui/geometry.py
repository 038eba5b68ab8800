"""What of a window's words is cut, and which parts lie over one another, by its geometry alone."""

from __future__ import annotations

from collections.abc import Iterator

import pyqtgraph as pg
from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractScrollArea,
    QAbstractSlider,
    QCheckBox,
    QComboBox,
    QLabel,
    QLineEdit,
    QPushButton,
    QStyle,
    QStyleOptionButton,
    QTabBar,
    QToolButton,
    QWidget,
)

from gdviz.gui.drawing.plot_axes import PlainAxis
from gdviz.gui.widgets.combo import Combo
from gdviz.gui.widgets.labels import ElidedLabel
from gdviz.gui.widgets.toast import Toast

WORDED = (QLabel, QAbstractButton, QComboBox, QLineEdit, QTabBar, QAbstractSlider)
_ROUNDING, _BLANK = 1, 6
"""Pixels by which sizes may differ, and that are blank round the title of an axis."""


def faults(window: QWidget) -> list[str]:
    """A sentence for each word that is cut, each part that leaves its parent, and each two that overlap."""
    shown = [widget for widget in window.findChildren(QWidget) if widget.isVisible() and not widget.isWindow()]
    return [*_cut(shown), *_outside(shown), *_overlapping(shown), *_cut_titles(shown)]


def _cut_titles(shown: list[QWidget]) -> Iterator[str]:
    """Titles of axes that reach beyond their plot."""
    for view in shown:
        if not isinstance(view, pg.PlotWidget):
            continue
        room = QRectF(view.viewport().rect()).adjusted(-_BLANK, -_BLANK, _BLANK, _BLANK)
        for axis in (part for part in view.scene().items() if isinstance(part, PlainAxis)):
            title = view.mapFromScene(axis.label.sceneBoundingRect()).boundingRect()
            if axis.isVisible() and axis.label.isVisible() and not room.contains(QRectF(title)):
                yield f"the title {axis.label.toPlainText()!r} at {title.getRect()} leaves {room.getRect()}"


def _cut(shown: list[QWidget]) -> Iterator[str]:
    for widget in shown:
        needed = _needed(widget)
        if needed.width() > widget.width() + _ROUNDING or needed.height() > widget.height() + _ROUNDING:
            yield f"{_named(widget)} needs {needed.toTuple()}, has {widget.size().toTuple()}"


def _needed(widget: QWidget) -> QSize:
    """The least size in which the words of a widget are whole; what ends in dots tells all in its tool tip."""
    metrics = widget.fontMetrics()
    nothing = QSize()
    match widget:
        case ElidedLabel():
            return QSize(metrics.horizontalAdvance(widget.shown()), metrics.tightBoundingRect("Ag").height())
        case QLabel():
            if not widget.text() or not widget.pixmap().isNull():
                return nothing
            tall = widget.heightForWidth(widget.width()) if widget.wordWrap() else widget.minimumSizeHint().height()
            return QSize(0 if widget.wordWrap() else widget.minimumSizeHint().width(), tall)
        case QCheckBox():
            return QSize(widget.sizeHint().width(), metrics.height() * (1 + widget.text().count("\n")) - 2)
        case QPushButton():
            option = QStyleOptionButton()
            widget.initStyleOption(option)
            room = widget.style().subElementRect(QStyle.SubElement.SE_PushButtonContents, option, widget).size()
            return _words(metrics, widget) + widget.size() - room if widget.text() else nothing
        case QToolButton():
            plain = widget.toolButtonStyle() == Qt.ToolButtonStyle.ToolButtonIconOnly and not widget.icon().isNull()
            return nothing if plain or not widget.text() else _words(metrics, widget)
        case Combo():
            drawn = QFontMetrics(widget.drawn_font())
            beside = widget.width() - widget.room()
            return QSize(drawn.horizontalAdvance(widget.currentText()) + beside, drawn.height() - 2)
    return nothing


def _words(metrics: QFontMetrics, button: QAbstractButton) -> QSize:
    text = button.text().replace("&&", "\0").replace("&", "").replace("\0", "&")
    return QSize(metrics.horizontalAdvance(text), metrics.tightBoundingRect("Ag").height())


def _outside(shown: list[QWidget]) -> Iterator[str]:
    """What reaches beyond a parent that does not scroll."""
    for widget in shown:
        if not isinstance(widget, WORDED):
            continue
        rect, parent = widget.geometry(), widget.parentWidget()
        while (
            parent is not None and not parent.isWindow() and not isinstance(parent.parentWidget(), QAbstractScrollArea)
        ):
            if not parent.rect().adjusted(-_ROUNDING, -_ROUNDING, _ROUNDING, _ROUNDING).contains(rect):
                yield f"{_named(widget)} at {rect.getRect()} leaves {_named(parent)} {parent.size().toTuple()}"
                break
            rect, parent = rect.translated(parent.pos()), parent.parentWidget()


def _overlapping(shown: list[QWidget]) -> Iterator[str]:
    """Siblings that lie over one another."""
    families: dict[QWidget | None, list[QWidget]] = {}
    for widget in shown:
        if not isinstance(widget, Toast):  # it lies over the window for a while
            families.setdefault(widget.parentWidget(), []).append(widget)
    for family in families.values():
        for i, one in enumerate(family):
            for other in family[i + 1 :]:
                both = one.geometry() & other.geometry()
                if both.width() > _ROUNDING and both.height() > _ROUNDING:
                    yield f"{_named(one)} {one.geometry().getRect()} over {_named(other)} {other.geometry().getRect()}"


def _named(widget: QWidget) -> str:
    words = widget.text() if isinstance(widget, QLabel | QAbstractButton) else ""
    words = widget.currentText() if isinstance(widget, QComboBox) else words
    return f"{type(widget).__name__} {widget.objectName()} {words!r}"
