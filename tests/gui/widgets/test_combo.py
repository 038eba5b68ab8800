"""A combo box's list."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from gdviz.gui.style.theme import apply, light
from gdviz.gui.widgets.combo import combo_box


@pytest.mark.parametrize(("count", "scrolls"), [(40, True), (5, False)])
def test_that_a_list_that_is_longer_than_its_room_has_a_scroll_bar(
    count: int, scrolls: bool, qtbot: QtBot, qapp: QApplication
) -> None:
    qapp.setStyleSheet("")
    combo = combo_box("combo")
    qtbot.addWidget(combo)
    combo.view()  # made as the style without the sheet has it: with arrows
    apply(light())
    combo.set_source(lambda: [(f"entry {i}", i) for i in range(count)])
    combo.show()
    combo.showPopup()
    bar = combo.view().verticalScrollBar()
    qtbot.waitUntil(lambda: bar.isVisible() == scrolls and (bar.maximum() > 0) == scrolls)
    combo.hidePopup()
