"""The table of runs in a simple window, and where the window is about their race."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from gdviz.gui.runs.run_rows import LABEL, LOSS, VERDICT
from gdviz.gui.runs.run_table import RunTable
from gdviz.gui.style import theme
from tests.gui.conftest import OpenWindow
from tests.gui.driving import child, click, key, settle, wait_until
from tests.gui.plot_runs import BOWL, HIMMELBLAU, LINE, computed
from tests.gui.scenes import change, go_to, show
from tests.making import a_run, an_experiment

pytestmark = pytest.mark.one_window

SIMPLE = {"detail": "simple", "arranged": True, "arrangement": "descent"}
GD = {"label": "GD", "start": [0, 0.4], "optimizer": {"kind": "sgd", "lr": 0.012}}
SLOW = {"label": "slow", "start": [0, 0.4], "optimizer": {"kind": "sgd", "lr": 0.001}}
NAMES = ("buttonAddRun", "buttonDuplicateRun", "buttonDeleteRun", "buttonPinRun", "buttonAllColumns", "buttonLikeAdam",
         "buttonMoreOfRuns")  # fmt: skip


@pytest.fixture
def table(qtbot: QtBot) -> RunTable:
    theme.apply(theme.system())
    made = RunTable()
    qtbot.addWidget(made)
    made.resize(376, 300)
    made.show()
    return made


def cell(table: RunTable, row: int, column: int) -> str:
    return str(table.model.index(row, column).data(Qt.ItemDataRole.DisplayRole))


def shown_columns(table: RunTable) -> list[int]:
    header = table.table.horizontalHeader()
    order = [header.logicalIndex(place) for place in range(header.count())]
    return [column for column in order if not table.table.isColumnHidden(column)]


def chips(table: QWidget) -> list[str]:
    found = [chip for chip in table.findChildren(QPushButton) if chip.property("chip") and chip.isVisible()]
    return [chip.text() for chip in sorted(found, key=lambda chip: (chip.y(), chip.x()))]


def test_that_a_simple_table_says_where_each_run_arrives(table: RunTable) -> None:
    show(table, computed(HIMMELBLAU, GD, SLOW, steps=60), **SIMPLE)
    assert shown_columns(table) == [LABEL, VERDICT, LOSS]
    assert cell(table, 0, VERDICT) == "arrives at (3, 2)"
    assert cell(table, 0, LOSS) == "0", "what is negligible beside the loss at the start"
    assert cell(table, 1, VERDICT).startswith("nears (3")
    assert table.table.horizontalHeader().isHidden()
    before = cell(table, 1, LOSS)
    go_to(table, 3)
    assert cell(table, 1, LOSS) == before and float(before) < 100


@pytest.mark.parametrize(("middle", "start", "place"), [
    ((0.003, 0.004), [0.01, -0.01], "(0.003, 0.004)"),
    ((0.003, 0.0), [0.01, -0.01], "(0.003, 0)"),
    ((0.003, 0.004), [2, 2], "(0, 0)"),
    ((3.0, 2.0), [900, -900], "(3, 2)"),
])  # fmt: skip
def test_that_a_place_is_rounded_as_the_way_to_it_is_long(
    table: RunTable, middle: tuple[float, float], start: list[float], place: str
) -> None:
    bowl = {**BOWL, "expression": "(x - {})^2 + (y - {})^2".format(*middle), "domain": [[-1000, 1000], [-1000, 1000]]}
    run = {"start": start, "optimizer": {"kind": "sgd", "lr": 0.3}}
    show(table, computed(bowl, run, steps=100), **SIMPLE)
    assert cell(table, 0, VERDICT) == f"arrives at {place}"


def test_that_no_large_loss_reads_zero_however_much_larger_that_of_another_start(table: RunTable) -> None:
    starts = ([1, 1], [1e160, 1])
    runs = [{"start": start, "optimizer": {"kind": "sgd", "lr": 1e-9}} for start in starts]
    show(table, computed({"kind": "surface", "name": "sphere"}, *runs, steps=1), **SIMPLE)
    assert float(cell(table, 0, LOSS)) == pytest.approx(2, rel=0.01)


def test_that_a_narrow_table_says_it_in_fewer_words(table: RunTable) -> None:
    show(table, computed(HIMMELBLAU, GD, {**SLOW, "label": "a longer name"}, steps=60), **SIMPLE)
    seen: list[str] = []
    for width in range(600, 200, -20):
        table.resize(width, 300)
        QTest.qWait(1)
        verdict = "" if table.table.isColumnHidden(VERDICT) else cell(table, 0, VERDICT)
        seen += [verdict] if verdict not in seen else []
        assert verdict == seen[-1], "with less room never more"
        assert table.table.horizontalHeader().length() <= table.table.viewport().width()
    assert seen[:2] == ["arrives at (3, 2)", "converged"] and seen[2:] in ([], [""])


def test_that_a_simple_table_tells_what_went_wrong_in_a_word(table: RunTable) -> None:
    show(table, computed(BOWL, {"optimizer": {"kind": "sgd", "lr": 5}}, steps=2000), **SIMPLE)
    assert cell(table, 0, VERDICT) == "diverged"


def test_that_what_is_ahead_stays_hidden_in_a_simple_table(table: RunTable) -> None:
    show(table, computed(HIMMELBLAU, GD, steps=60), ahead_hidden=True, **SIMPLE)
    assert cell(table, 0, VERDICT) == "ahead" and float(cell(table, 0, LOSS)) > 100
    assert "loss so far" in [label.text() for label in table.findChildren(QWidget) if label.property("role") == "note"]
    go_to(table, 60)
    assert cell(table, 0, VERDICT) == "arrives at (3, 2)"


@pytest.mark.parametrize("width", [240, 376, 900])
def test_that_nothing_moves_with_the_length_of_the_verdict(table: RunTable, width: int) -> None:
    table.resize(width, 420)
    show(table, computed(HIMMELBLAU, GD, SLOW, steps=60), **SIMPLE)
    rows = table.chips
    assert rows is not None

    def places() -> list[object]:
        QTest.qWait(5)
        parts = (table.table, rows, table.sentence)
        return [table.minimumSizeHint().height(), table.sizeHint().height(), *(part.geometry() for part in parts)]

    before = places()
    texts = "Short.", "The run is still descending: 99 % of the way is done. " * 3
    for text in texts:
        table.sentence.setText(text)
        assert places() == before, text
    table.sentence.hide()  # what is ahead is hidden, or not computed yet
    assert places()[:3] == before[:3]
    table.sentence.show()
    assert "…" not in table.sentence.label.text() or width == 240, "the room below is its own"
    change(table, presenting=True)
    table.sentence.hide()
    assert places()[0] < before[0]


def test_that_full_is_as_it_was_after_simple(table: RunTable) -> None:
    result = computed(HIMMELBLAU, GD, SLOW, steps=60)
    show(table, result)
    before, cells = shown_columns(table), [cell(table, row, LOSS) for row in (0, 1)]
    buttons = [name for name in NAMES if table.findChild(QToolButton, name).isVisible()]
    assert buttons == list(NAMES)
    change(table, **SIMPLE)
    assert not any(table.findChild(QToolButton, name).isVisible() for name in NAMES), "they exist, out of sight"
    change(table, detail="full", arrangement="all")
    QTest.qWait(1)  # lays it out
    assert (shown_columns(table), [cell(table, row, LOSS) for row in (0, 1)]) == (before, cells)
    assert not table.table.horizontalHeader().isHidden() and chips(table) == []
    assert [name for name in NAMES if table.findChild(QToolButton, name).isVisible()] == buttons


def test_that_the_loss_to_reach_is_asked_for_beside_all_columns_only(table: RunTable) -> None:
    show(table, computed(HIMMELBLAU, GD, SLOW, steps=60), all_columns=True, **SIMPLE)
    for detail, seen in (("full", True), ("simple", False), ("full", True)):
        change(table, detail=detail)
        assert table.below_row.isVisible() == seen
    change(table, detail="simple", arrangement="race")
    assert table.below_row.isVisible()


def test_that_rates_are_compared_by_what_lies_above_the_minimum(table: RunTable) -> None:
    line = {"kind": "linear_regression", "data": {"kind": "builtin", "name": "noisy_line"}}
    result = computed(line, {"start": [0, 0], "optimizer": {"kind": "sgd", "lr": 0.1}}, epochs=60)
    show(table, result, **SIMPLE)
    assert float(cell(table, 0, LOSS)) > 0.1
    change(table, arrangement="rates")
    assert float(cell(table, 0, LOSS)) < 1e-3
    texts = [label.text() for label in table.findChildren(QWidget) if label.property("role") == "note"]
    assert "above the minimum" in texts


@pytest.mark.parametrize(
    ("problem", "run", "arrangement", "expected"),
    [
        (BOWL, {}, "descent", ["Rate × 10", "Rate ÷ 10", "Momentum"]),
        (BOWL, {"optimizer": {"kind": "sgd", "lr": 0.1, "momentum": 0.9}}, "race", ["Rate × 10", "Rate ÷ 10", "Adam"]),
        (BOWL, {"optimizer": {"kind": "lion", "lr": 0.1}}, "race", ["Rate × 10", "Rate ÷ 10", "Adam"]),
        (BOWL, {"optimizer": {"kind": "adam", "lr": 0.1}}, "race", ["Rate × 10", "Rate ÷ 10", "Momentum"]),
        (BOWL, {}, "rates", ["Linear decay", "Cosine"]),
        (BOWL, {"schedule": {"kind": "cosine", "t_max": 20}}, "rates", ["Constant", "Linear decay"]),
        (LINE, {"start": [0, 0], "batch": {"size": 5}}, "data", ["Batch size 1", "Whole data", "Batch and rate × 2"]),
        (LINE, {"start": [0, 0], "batch": {"size": 1}}, "data", ["Whole data", "Batch size 10", "Batch and rate × 2"]),
    ],
)
def test_that_what_suits_is_offered_for_comparison(
    table: RunTable, problem: dict[str, Any], run: dict[str, Any], arrangement: str, expected: list[str]
) -> None:
    show(table, computed(problem, run), **{**SIMPLE, "arrangement": arrangement})
    assert chips(table) == [*expected, "Other…"]


@pytest.mark.parametrize(
    ("chip", "path", "value", "label"),
    [
        ("compare-batch=1", "batch", 1, "SGD B=1"),
        ("compare-batch*2", "batch", 10, "SGD B=10 η=0.02"),
        ("compare-batch=all", "batch", None, "GD B=20"),
    ],
)
def test_that_a_chip_adds_a_run_with_other_batches_as_one_step(
    open_window: OpenWindow, chip: str, path: str, value: int | None, label: str
) -> None:
    window = open_window(an_experiment(LINE, [a_run((0, 0), batch={"size": 5}, label="five")], epochs=3))
    window.controller.view_model.change(**{**SIMPLE, "arrangement": "data"})
    QApplication.processEvents()
    before = window.experiment
    click(child(window, chip))
    settle(window)
    added = window.experiment.runs[1]
    assert (added.batch.size if added.batch else None, added.label) == (value, label)
    assert added.optimizer.lr == (0.02 if chip.endswith("*2") else 0.01)
    assert window.experiment.runs[0] == before.runs[0] and window.controller.run == 1
    assert window.controller.model.undo_stack.count() == 1
    window.bench.actions["actionUndo"].trigger()
    settle(window)
    assert window.experiment == before


def test_that_a_chip_adds_a_run_with_another_schedule_by_keyboard(open_window: OpenWindow) -> None:
    window = open_window(an_experiment(BOWL, [a_run((1, 1))]))
    window.controller.view_model.change(**{**SIMPLE, "arrangement": "rates"})
    QApplication.processEvents()
    child(window, "compare-schedule=cosine").setFocus(Qt.FocusReason.TabFocusReason)
    key(window, Qt.Key.Key_Space)
    settle(window)
    assert [run.schedule.kind for run in window.experiment.runs] == ["constant", "cosine"]
    assert window.experiment.runs[1].label == "GD cosine"
    assert QApplication.focusWidget() is window, "not in the next button, which a second press would take"
    window.controller.edit("schedule.kind", "linear")
    assert window.experiment.runs[1].label == "GD linear", "an automatic name follows"


def test_that_others_are_in_the_menu_of_runs(open_window: OpenWindow) -> None:
    window = open_window()
    window.controller.view_model.change(**SIMPLE)
    QApplication.processEvents()
    click(child(window, "compareOtherButton"))
    wait_until(window.table.commands.menu.isVisible)
    QTest.keyClick(window.table.commands.menu, Qt.Key.Key_Escape)


def test_that_chips_fit_into_any_width(table: RunTable) -> None:
    show(table, computed(BOWL), **SIMPLE)
    for width in (230, 300, 376, 600):
        table.resize(width, 340)
        for _ in range(3):  # each lays out what the last one has changed
            QTest.qWait(1)
        found = [chip for chip in table.findChildren(QPushButton) if chip.property("chip")]
        assert all(chip.geometry().right() < chip.parentWidget().width() for chip in found)
        assert all(chip.geometry().bottom() < chip.parentWidget().height() for chip in found)
        places = [chip.geometry() for chip in found]
        assert not any(a.intersects(b) for i, a in enumerate(places) for b in places[:i])


def test_that_a_race_shows_all_columns_of_eight_runs(table: RunTable) -> None:
    runs = [{"label": f"run {i}", "optimizer": {"kind": "sgd", "lr": 0.01 * (i + 1)}} for i in range(8)]
    table.resize(1000, 400)
    for detail in ("full", "simple"):
        show(table, computed(BOWL, *runs), **{**SIMPLE, "detail": detail, "arrangement": "race"})
        QApplication.processEvents()
        assert len(shown_columns(table)) == 8
        assert not table.table.verticalScrollBar().isVisible() and not table.table.horizontalScrollBar().isVisible()
        assert table.table.horizontalHeader().length() <= table.table.viewport().width()
        rows = 8 * table.table.verticalHeader().defaultSectionSize()
        assert table.table.minimumSizeHint().height() > rows
    change(table, arrangement="descent", detail="full")
    assert table.table.minimumSizeHint().height() < rows
