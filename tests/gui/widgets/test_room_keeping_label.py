"""A label for a text that changes all the time."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication, QHBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from gdviz.gui.widgets.labels import RoomKeepingLabel


class LayoutRequests(QObject):
    """Counts how often a widget was asked to lay out its parts."""

    def __init__(self, widget: QWidget) -> None:
        super().__init__(widget)
        self.number = 0
        widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Qt: count."""
        self.number += event.type() == QEvent.Type.LayoutRequest
        return False


@pytest.fixture
def label(qtbot: QtBot) -> Iterator[RoomKeepingLabel]:
    row = QWidget()
    qtbot.addWidget(row)
    made = RoomKeepingLabel(row)
    layout = QHBoxLayout(row)
    layout.addWidget(made)
    layout.addStretch(1)
    row.show()
    yield made  # qtbot has only a weak reference to the row


def show(label: RoomKeepingLabel, text: str) -> None:
    label.setText(text)
    QApplication.processEvents()


def test_that_a_text_of_the_same_size_lays_nothing_out(label: RoomKeepingLabel) -> None:
    show(label, "Step 88")
    requests, wide = LayoutRequests(label.parentWidget()), label.width()
    for k in range(10, 88):
        show(label, f"Step {k}")
    assert label.width() == wide and requests.number == 0


def test_that_it_grows_with_its_text_and_does_not_shrink(label: RoomKeepingLabel) -> None:
    show(label, "Step 8")
    assert label.width() >= label.sizeHint().width()
    show(label, "Step 88,888")
    wide = label.width()
    assert wide >= label.sizeHint().width()
    show(label, "Step 8")
    assert label.width() == wide


def test_that_a_second_line_takes_its_room_and_gives_it_back(label: RoomKeepingLabel) -> None:
    show(label, "Step 8")
    high = label.height()
    show(label, "Step 9\nthe last")
    assert label.height() >= label.sizeHint().height() > high
    show(label, "Step 8")
    assert label.height() == high


def test_that_it_reserves_the_room_of_another_text(label: RoomKeepingLabel) -> None:
    show(label, "8")
    label.reserve("8,888 / 8,888")
    QApplication.processEvents()
    wide = label.width()
    assert wide >= label.fontMetrics().horizontalAdvance("8,888 / 8,888")
    label.reserve("8 / 8")
    QApplication.processEvents()
    assert label.width() < wide


def test_that_larger_type_takes_more_room(label: RoomKeepingLabel) -> None:
    show(label, "Step 8")
    size = label.size()
    font = label.font()
    font.setPixelSize(3 * label.fontMetrics().height())
    label.setFont(font)
    QApplication.processEvents()
    assert label.width() > size.width() and label.height() > size.height()
