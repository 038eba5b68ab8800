"""The window that the tests of a module share: once reset, it is like a new one."""

from __future__ import annotations

from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.gui.conftest import OpenWindow, SharedWindow, close
from tests.gui.driving import settle


def test_that_a_reset_window_looks_like_a_new_one(open_window: OpenWindow, qtbot: QtBot) -> None:
    new = open_window()
    shared = SharedWindow()
    window = shared.window
    qtbot.addWidget(window)
    window.controller.edit("steps", 7)
    window.controller.edit("optimizer.lr", 0.02)
    for name in ("actionThemeDark", "actionKorean", "actionLoop", "actionHideAhead"):
        window.bench.actions[name].trigger()
    window.resize(1100, 800)
    window.commands.exports.export_film()
    window.status.note("said of the experiment before")
    window.bench.change(surface="both", rates="sweep")
    settle(window)
    assert shared.begin(None) is window
    for each in (new, window):
        each.setFocus()
        settle(each)
    QApplication.processEvents()
    assert window.windowTitle() == new.windowTitle() and window.size() == new.size()
    assert window.commands.exports.film is None
    assert window.status.verdict.text() == new.status.verdict.text()
    checked = [{name for name, action in each.bench.actions.items() if action.isChecked()} for each in (new, window)]
    assert checked[1] == checked[0]
    for name in ("panel", "surface", "schedule", "loss", "timeline"):
        again, first = getattr(window, name), getattr(new, name)
        assert again.grab().toImage() == first.grab().toImage(), name
    close(window)
