"""One edit, one repaint of everything that it changes."""

from __future__ import annotations

from collections import Counter

import pytest
from PySide6.QtCore import QEvent, QObject, QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from gdviz.gui.main_window import MainWindow
from tests.gui.driving import settle, wait_until


class Paints(QObject):
    """Counts the paints of some widgets, and the repaints that their window was asked for."""

    def __init__(self, window: MainWindow, widgets: dict[str, QWidget]) -> None:
        super().__init__(window)
        self._names = {id(widget): name for name, widget in widgets.items()}
        self.counts: Counter[str] = Counter()
        for widget in (window, *widgets.values()):
            widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint and id(watched) in self._names:
            self.counts[self._names[id(watched)]] += 1
        elif event.type() == QEvent.Type.UpdateRequest and id(watched) not in self._names:
            self.counts["repaints"] += 1
        return False


@pytest.fixture
def plots(window: MainWindow) -> dict[str, QWidget]:
    wait_until(lambda: not window.surface.image.busy)
    return {
        "surface": window.surface.graphics.viewport(),
        "rates": window.schedule.plot.viewport(),
        "losses": window.loss.plot.viewport(),
        "card": window.card,
    }


def test_that_an_edit_paints_each_view_once_and_all_of_them_together(
    window: MainWindow, plots: dict[str, QWidget]
) -> None:
    slider = window.panel.lr_slider
    middle = slider.rect().center()
    QTest.mousePress(slider, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, middle)
    settle(window)
    QTest.qWait(50)
    paints = Paints(window, plots)
    QTest.mouseMove(slider, middle + QPoint(9, 0))
    settle(window)
    QApplication.processEvents()
    assert {name: paints.counts[name] for name in plots} == dict.fromkeys(plots, 1)
    together = paints.counts["repaints"]
    QTest.mouseRelease(slider, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, middle + QPoint(9, 0))
    assert together <= 2  # the second is for small things, such as the speed in the status bar
