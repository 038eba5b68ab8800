"""Makes the type of a whole window larger or smaller while it is shown."""

from __future__ import annotations

from collections.abc import Callable

import pyqtgraph as pg
from PySide6.QtCore import Qt
from PySide6.QtGui import QFont
from PySide6.QtWidgets import (
    QGraphicsItem,
    QGraphicsSimpleTextItem,
    QGraphicsTextItem,
    QGraphicsView,
    QLabel,
    QTableView,
    QWidget,
)
from shiboken6 import isValid

from gdviz.gui.style import fonts, scaling

_TYPE, _EXTENT = "gdvizUsualType", "gdvizUsualExtent"
"""Properties of a widget with its usual sizes, kept so that rounding errors do not add up; below, keys of an item."""
_ITEM_TYPE, _ITEM_WIDTH, _ITEM_HEIGHT = 0x6764, 0x6765, 0x6766


def begin_scaling(window: QWidget, text: float, lines: float) -> Callable[[], None]:
    """Draw the type of `window` at `text` times its usual size, and lines at `lines` times their width.

    Then the caller sets the style sheet again, which restores the fonts that widgets had before their first style
    sheet, and redraws all views. Afterwards it calls the returned function, which scales the fonts and the sizes that
    widgets have set for themselves.
    """
    before = scaling.text_scale()
    usual = {widget: (widget.font().pixelSize(), _extent(widget)) for widget in window.findChildren(QWidget)}
    scaling.set_scales(text, lines)

    def finish() -> None:
        if text == before:
            return
        for widget, (pixels, extent) in usual.items():
            if isValid(widget):  # else it was deleted for another arrangement
                _scale_widget(widget, pixels, extent, before)
        for view in window.findChildren(QGraphicsView):
            for item in view.scene().items() if view.scene() is not None else ():
                _scale_item(item, before)

    return finish


def keep_type(window: QWidget) -> None:
    """Scale the type of widgets again after a new style sheet has reset it."""
    for widget in window.findChildren(QWidget):
        usual = widget.property(_TYPE)
        if usual and widget.font().pixelSize() != scaling.px(usual):
            widget.setFont(_sized(widget.font(), usual))


def _extent(widget: QWidget) -> int:
    """The width of a label with a fixed width that it does not set itself, the height of a table's rows; else 0."""
    if isinstance(widget, QTableView):
        return widget.verticalHeader().defaultSectionSize()
    fixed = isinstance(widget, QLabel) and 0 < widget.minimumWidth() == widget.maximumWidth()
    fixed = fixed and not widget.property(scaling.FITS_ITSELF)
    return widget.minimumWidth() if fixed else 0


def _scale_widget(widget: QWidget, pixels: int, extent: int, before: float) -> None:
    """Scale one widget whose type had `pixels`, and which had this `extent`, at the scale `before`.

    A fixed extent that was set since then is that of the present scale.
    """
    if widget.testAttribute(Qt.WidgetAttribute.WA_SetFont) and pixels > 0:
        usual = widget.property(_TYPE) or round(pixels / before)
        if widget.font().pixelSize() != scaling.px(usual):  # else it follows the style sheet
            widget.setProperty(_TYPE, usual)
            widget.setFont(_sized(widget.font(), usual))
    if isinstance(widget, QTableView):
        grown = round(fonts.BODY * before) - fonts.BODY
        usual = _usual_extent(widget, extent - grown, 1.0)
        widget.verticalHeader().setDefaultSectionSize(usual + scaling.px(fonts.BODY) - fonts.BODY)  # the padding stays
        widget.updateGeometry()  # its height is that of its rows
    elif extent and _extent(widget):
        widget.setFixedWidth(scaling.px(_usual_extent(widget, extent, before)))


def _usual_extent(widget: QWidget, extent: int, before: float) -> int:
    usual: int = widget.property(_EXTENT) or round(extent / before)
    widget.setProperty(_EXTENT, usual)
    return usual


def _scale_item(item: QGraphicsItem, before: float) -> None:
    def usual(key: int, size: float) -> int:
        if item.data(key) is None:
            item.setData(key, round(size / before))
        found: int = item.data(key)
        return found

    if isinstance(item, pg.AxisItem):
        font = item.style["tickFont"]
        if font is not None:
            item.setStyle(tickFont=_sized(font, usual(_ITEM_TYPE, font.pixelSize())))
        if item.fixedWidth is not None:
            item.setWidth(scaling.px(usual(_ITEM_WIDTH, item.fixedWidth)))
        if item.fixedHeight is not None:
            item.setHeight(scaling.px(usual(_ITEM_HEIGHT, item.fixedHeight)))
    elif isinstance(item, QGraphicsTextItem | QGraphicsSimpleTextItem) and item.font().pixelSize() > 0:
        item.setFont(_sized(item.font(), usual(_ITEM_TYPE, item.font().pixelSize())))


def _sized(font: QFont, usual: int) -> QFont:
    made = QFont(font)
    made.setPixelSize(scaling.px(usual))
    return made
