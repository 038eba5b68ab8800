"""Local minima in the table of runs: their words, their colour, and what a distance is measured from."""

from __future__ import annotations

import itertools
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor

import gdviz
from gdviz.gui.runs.run_facts import nearest
from gdviz.gui.runs.run_rows import DISTANCE, VERDICT
from gdviz.gui.shell.main_window import MainWindow
from gdviz.gui.style import theme
from gdviz.lessons import lesson
from gdviz.texts import language
from tests.gui.conftest import OpenWindow
from tests.gui.driving import key, settle
from tests.gui.style.test_theme import THEMES, contrast, distance
from tests.making import a_run, an_experiment, expression

pytestmark = pytest.mark.one_window

Role = Qt.ItemDataRole
GD = {"kind": "sgd", "lr": 0.02}


def cell(window: MainWindow, run: int, column: int, role: Role) -> Any:
    model = window.table.model
    return model.data(model.index(run, column), role)


def opened(open_window: OpenWindow, name: str) -> MainWindow:
    window = open_window(lesson(name).open(language("en").choose))
    settle(window)
    window.setFocus()
    key(window, Qt.Key.Key_End)
    return window


@pytest.mark.parametrize("which", THEMES, ids=lambda t: t.name)
def test_that_the_colour_of_local_minima_is_readable_and_differs_from_the_others(which: theme.Theme) -> None:
    for ground in ("window", "panel", "field", "plot"):
        assert contrast(which.local, getattr(which, ground)) >= 4.5, ground
    assert contrast(which.local, which.mix("text1", "field", 0.13)) >= 4.5, "a chosen row"
    for one, other in itertools.product((which.local,), (which.good, which.bad, which.text1, which.text2)):
        assert distance(one, other) >= 0.058, (one, other)


def test_that_a_run_in_a_local_minimum_is_not_shown_in_the_colour_of_success(open_window: OpenWindow) -> None:
    window = opened(open_window, "local_and_global_minimum")
    colours = [cell(window, run, VERDICT, Role.ForegroundRole) for run in range(3)]
    used = window.theme
    assert colours == [QColor(used.word("good")), QColor(used.word("local")), QColor(used.word("good"))]
    assert cell(window, 1, VERDICT, Role.DisplayRole) == "local minimum"


def test_that_a_local_minimum_of_a_curve_of_ones_own_is_not_success_either(open_window: OpenWindow) -> None:
    window = opened(open_window, "low_rate_caught")
    used = window.theme
    assert cell(window, 0, VERDICT, Role.ForegroundRole) == QColor(used.word("local"))
    assert cell(window, 1, VERDICT, Role.ForegroundRole) == QColor(used.word("good"))
    assert cell(window, 0, DISTANCE, Role.DisplayRole) == "0 (local)"
    assert "(" not in cell(window, 1, DISTANCE, Role.DisplayRole)


def test_that_a_distance_names_its_minimum(open_window: OpenWindow) -> None:
    window = opened(open_window, "local_and_global_minimum")
    local, best = ((1, 1.347), (0, -1.473))
    assert cell(window, local[0], DISTANCE, Role.DisplayRole).endswith(" (local)")
    assert cell(window, local[0], DISTANCE, Role.ForegroundRole) == QColor(window.theme.word("local"))
    text = cell(window, local[0], DISTANCE, Role.ToolTipRole)
    assert "from a local minimum, (1.347" in text
    assert "the lowest known one, (−1.473" in text
    assert "is 2.82 away, its loss 2.83 lower" in text
    assert cell(window, local[0], DISTANCE, Role.AccessibleTextRole).split(": ", 1)[1] in text
    assert "from the minimum (−1.473" in cell(window, best[0], DISTANCE, Role.ToolTipRole)


def test_that_the_status_and_the_sentence_under_the_table_name_the_global_minimum(open_window: OpenWindow) -> None:
    window = opened(open_window, "local_and_global_minimum")
    window.controller.choose_run(1)
    settle(window)
    words = "The global minimum, (−1.473), is 2.82 away, its loss 2.83 lower"
    assert words in window.table.sentence.text()
    assert words in window.status.verdict.text()


def test_that_no_unfinished_run_reveals_a_local_minimum_while_its_end_is_hidden(
    open_window: OpenWindow,
) -> None:
    problem = expression("(x**2 - 1)**2 + y**2 + 0.3*x", domain=[[-2, 2], [-2, 2]])
    window = open_window(an_experiment(problem, [a_run([1.5, 1], GD)], steps=400))
    settle(window)
    window.setFocus()
    key(window, Qt.Key.Key_End)
    assert cell(window, 0, DISTANCE, Role.DisplayRole).endswith(" (local)")
    key(window, Qt.Key.Key_Home)
    key(window, Qt.Key.Key_H)
    assert cell(window, 0, DISTANCE, Role.DisplayRole) == "—"
    record = window.result.runs[0]
    assert nearest(record, 0) is None
    near = nearest(record, record.n, [record])
    assert near is not None and near.lowest is not None and near.lowest.w[0] == pytest.approx(-1.036, abs=1e-3)


def test_that_the_column_of_distances_keeps_room_for_the_word(open_window: OpenWindow) -> None:
    window = opened(open_window, "local_and_global_minimum")
    window.table.commands["actionAllColumns"].trigger()
    settle(window)
    table = window.table.table
    width = table.columnWidth(DISTANCE)
    for run in range(3):
        text = cell(window, run, DISTANCE, Role.DisplayRole)
        assert table.fontMetrics().horizontalAdvance(text) < width


def test_that_a_run_at_the_better_minimum_is_measured_from_that() -> None:
    runs = gdviz.run(lesson("sgd_leaves_a_local_minimum").open(language("en").choose), "cpu").runs
    single, five, whole = (nearest(record, record.n, runs) for record in runs)
    assert single is not None and five is not None and whole is not None
    assert single.away == pytest.approx(float(np.linalg.norm(runs[0].w[-1] - (2.508, 1.010))), abs=2e-3)
    assert not single.is_local
    assert five.is_local and whole.is_local
    assert five.lowest is not None and five.lowest.w == pytest.approx(single.w)
