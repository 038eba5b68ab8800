from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from gdviz.gui.card.parameter_table import ParameterTable
from tests.gui.plot_runs import BOWL, computed
from tests.gui.scenes import change, go_to, show


@pytest.fixture
def table(qtbot: QtBot) -> ParameterTable:
    made = ParameterTable()
    qtbot.addWidget(made)
    made.show()
    return made


def texts(table: ParameterTable) -> list[str]:
    QApplication.processEvents()
    return [table.model.text(row, column) for row in range(table.model.rowCount()) for column in range(4)]


def test_that_the_fog_hides_the_numbers(table: ParameterTable) -> None:
    show(table, computed(BOWL))
    go_to(table, 1)
    clear = texts(table)
    assert clear[:2] == ["x", "0.98"] and "–" not in clear
    change(table, fog=True)
    assert texts(table) == ["x", "–", "–", "–", "y", "–", "–", "–"]
    change(table, fog=False)
    assert texts(table) == clear


def test_that_it_is_filled_only_where_it_says_something_else(
    table: ParameterTable, monkeypatch: pytest.MonkeyPatch
) -> None:
    show(table, computed(BOWL))
    QApplication.processEvents()
    filled: list[bool] = []
    take = table.model.take
    monkeypatch.setattr(table.model, "take", lambda *given: (filled.append(True), take(*given)))
    change(table, speed=2.0, stage=1)
    QApplication.processEvents()
    assert not filled
    go_to(table, 1)
    QApplication.processEvents()
    assert filled
