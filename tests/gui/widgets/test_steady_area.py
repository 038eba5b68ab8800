"""A scroll area whose content changes its height with each size that it gets."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QSize
from PySide6.QtWidgets import QApplication, QSizePolicy, QWidget
from pytestqt.qtbot import QtBot

from gdviz.gui.widgets.steady_area import SteadyArea

DEEP = 40
"""So many resizes inside one another would not end."""


class Content(QWidget):
    """Higher than the area, or lower."""

    def __init__(self) -> None:
        super().__init__()
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.is_high = False

    def minimumSizeHint(self) -> QSize:
        return QSize(50, 50)

    def heightForWidth(self, _: int) -> int:
        return 300 if self.is_high else 100


class Flickering(SteadyArea):
    """Its content is high and low in turn, each time it gets another size; it rests before the stack is full."""

    within = deepest = 0

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if not isinstance(watched, Content) or event.type() != QEvent.Type.Resize:
            return super().eventFilter(watched, event)
        self.within += 1
        self.deepest = max(self.deepest, self.within)
        if self.deepest < DEEP:
            watched.is_high = not watched.is_high
        try:
            return super().eventFilter(watched, event)
        finally:
            self.within -= 1


def test_that_a_content_that_would_never_rest_comes_to_rest(qtbot: QtBot) -> None:
    area, content = Flickering(), Content()
    qtbot.addWidget(area)
    area.setWidgetResizable(True)
    area.setWidget(content)
    area.resize(200, 200)
    area.show()
    for height in (180, 220, 200):
        area.resize(200, height)
        QApplication.processEvents()
    assert 1 < area.deepest < DEEP
