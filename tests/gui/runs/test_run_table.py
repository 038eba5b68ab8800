from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QEnterEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from gdviz.engine import trajectory
from gdviz.engine.runner import prepare
from gdviz.engine.trajectory import RunRecord, Verdict
from gdviz.gui.runs import run_rows
from gdviz.gui.runs.run_facts import Near
from gdviz.gui.runs.run_rows import BELOW, DISTANCE, LABEL, LOSS, OPTIMIZER, RATE, STEPS, VERDICT
from gdviz.gui.runs.run_table import RunTable
from gdviz.gui.style import scaling, theme
from gdviz.messages import message
from tests.gui.plot_runs import BOWL, CUBIC, LINE, computed
from tests.gui.scenes import change, go_to, grow, show

TWO = ({"label": "slow"}, {"label": "fast", "optimizer": {"kind": "sgd", "lr": 0.3}})


@pytest.fixture
def table(qtbot: QtBot) -> RunTable:
    theme.apply(theme.system())  # room is a matter of fonts and of the style sheet
    made = RunTable()
    qtbot.addWidget(made)
    made.resize(320, 260)
    made.show()
    return made


def cell(table: RunTable, row: int, column: int, role: Qt.ItemDataRole = Qt.ItemDataRole.DisplayRole) -> str:
    return str(table.model.index(row, column).data(role))


def test_that_each_run_has_a_row_with_its_loss_at_the_playhead(table: RunTable) -> None:
    show(table, computed(BOWL, *TWO))
    assert [cell(table, row, LABEL) for row in (0, 1)] == ["slow", "fast"]
    assert [cell(table, row, LOSS) for row in (0, 1)] == ["2", "2"]
    go_to(table, 1)
    assert cell(table, 1, LOSS) == "0.32"


def test_that_a_verdict_is_a_word_and_its_tooltip_the_sentence(table: RunTable) -> None:
    show(table, computed(BOWL, TWO[1], steps=60), k=60)
    assert cell(table, 0, VERDICT) == "converged"
    sentence = cell(table, 0, VERDICT, Qt.ItemDataRole.ToolTipRole)
    assert sentence.lower() == table.model.records[0].verdict.text.lower()
    assert table.sentence.text() == sentence


def test_that_the_sentence_says_that_it_is_about_the_end_until_the_playhead_is_there(table: RunTable) -> None:
    show(table, computed(BOWL, TWO[1], steps=60))
    sentence = table.model.records[0].verdict.text
    assert table.sentence.text() == f"At the end: {sentence}"
    for k, text in ((59, f"At the end: {sentence}"), (60, sentence), (59, f"At the end: {sentence}")):
        go_to(table, k)
        assert table.sentence.text() == cell(table, 0, VERDICT, Qt.ItemDataRole.ToolTipRole) == text


def test_that_the_word_of_a_run_that_converged_says_whether_it_swung(table: RunTable) -> None:
    runs = [{"start": (2.5, 0), "label": f"{lr}", "optimizer": {"kind": "sgd", "lr": lr}} for lr in (0.6, 1.6, 1.9)]
    show(table, computed({"kind": "expression", "expression": "x^2/2 + y^2/2"}, *runs, steps=40))
    words = [cell(table, row, VERDICT) for row in range(3)]
    assert words == ["converged", "converged, swinging", "overshooting"]
    assert {record.verdict.kind for record in table.model.records} == {"converged", "overshooting"}
    assert set(words) <= set(table.model.end_words()), "these have room while they are hidden"


def test_that_a_run_that_is_going_is_computing(table: RunTable) -> None:
    show(table, prepare(computed(CUBIC).experiment, "cpu"))
    assert cell(table, 0, VERDICT) == "computing…"


def test_that_a_click_chooses_a_run(table: RunTable, qtbot: QtBot) -> None:
    show(table, computed(BOWL, *TWO))
    where = table.table.visualRect(table.model.index(1, LABEL)).center()
    with qtbot.waitSignal(table.runSelected) as chosen:
        QTest.mouseClick(table.table.viewport(), Qt.MouseButton.LeftButton, pos=where)
    assert chosen.args == [1]
    assert table.selected() == 1


def test_that_the_choice_outlives_an_edit(table: RunTable) -> None:
    show(table, computed(BOWL, *TWO))
    change(table, run=1)
    show(table, computed(BOWL, *TWO, steps=30))
    assert table.selected() == 1


def test_that_the_optimizer_is_named_only_where_labels_do_not(table: RunTable) -> None:
    table.resize(700, 260)
    show(table, computed(BOWL, {"label": "GD"}))
    assert table.table.isColumnHidden(OPTIMIZER)
    show(table, computed(BOWL, *TWO))
    assert not table.table.isColumnHidden(OPTIMIZER)
    assert cell(table, 0, OPTIMIZER) == "GD"


def test_that_the_columns_fit_the_table(table: RunTable) -> None:
    show(table, computed(BOWL, *TWO))
    for width in (250, 320, 600):
        table.resize(width, 260)
        table.grab()  # lays it out
        assert table.table.horizontalHeader().length() <= table.table.viewport().width()


@pytest.mark.parametrize("width", [304, 320, 360, 420])
@pytest.mark.parametrize("label", ["GD", "run 7", "GD with a long name"])
def test_that_neither_loss_nor_verdict_is_cut(table: RunTable, width: int, label: str) -> None:
    table.resize(width, 260)
    show(table, computed(CUBIC, {"label": label}, {"label": label, "start": [1e9, -1e9]}, steps=3))
    QTest.qWait(1)
    go_to(table, 3)
    padding, measure = 12, table.table.fontMetrics().horizontalAdvance  # the style's, of a cell
    for row, column in ((0, LOSS), (0, VERDICT), (1, LOSS), (1, VERDICT)):
        text = cell(table, row, column)
        assert measure(text) + padding <= table.table.columnWidth(column), (text, table.table.columnWidth(column))
        assert table.table.sizeHintForIndex(table.model.index(row, column)).width() <= table.table.columnWidth(column)


@pytest.mark.parametrize("text", [1.3, 1.5, 1.75])
def test_that_a_verdict_is_whole_in_large_type_and_nothing_scrolls_sideways(table: RunTable, text: float) -> None:
    scaling.set_scales(text, 1.0)
    try:
        theme.apply(theme.system())
        table.resize(300, 400)
        show(table, computed(CUBIC, {"label": "GD with a long name"}))
        QTest.qWait(1)
        verdict = table.model.index(0, VERDICT)
        assert cell(table, 0, VERDICT) == "descending"
        assert table.table.sizeHintForIndex(verdict).width() <= table.table.columnWidth(VERDICT)
        assert table.table.horizontalScrollBar().maximum() == 0
    finally:
        scaling.set_scales(1.0, 1.0)


def test_that_columns_stay_while_a_run_is_computed(table: RunTable) -> None:
    def columns() -> dict[int, int]:
        shown = [column for column in range(VERDICT + 1) if not table.table.isColumnHidden(column)]
        return {column: table.table.columnWidth(column) for column in shown}

    show(table, computed(CUBIC))
    before = columns()
    show(table, prepare(computed(CUBIC).experiment, "cpu"))
    assert cell(table, 0, VERDICT) == "computing…"
    assert columns() == before


def test_that_no_number_of_a_wide_table_is_cut(table: RunTable) -> None:
    table.resize(900, 260)
    far = {"start": [1e123, -1e123], "optimizer": {"kind": "sgd", "lr": 0.000123}}
    show(table, computed(BOWL, far, steps=1_000_000))
    for column in (RATE, STEPS, LOSS, DISTANCE, BELOW):
        assert not table.table.isColumnHidden(column)
        asked = table.table.sizeHintForIndex(table.model.index(0, column)).width()
        assert asked <= table.table.columnWidth(column), cell(table, 0, column)


def test_that_all_columns_are_shown_where_the_state_says_so(table: RunTable) -> None:
    asked: list[bool] = []
    table.allColumnsChosen.connect(asked.append)
    show(table, computed(BOWL, *TWO))
    few = [table.table.isColumnHidden(column) for column in range(table.model.columnCount())]
    assert any(few) and not table.below_row.isVisible()
    change(table, all_columns=True)
    assert not any(table.table.isColumnHidden(column) for column in (RATE, STEPS, LOSS, DISTANCE, BELOW, VERDICT))
    assert table.below_row.isVisible() and table.commands["actionAllColumns"].isChecked() and not asked
    table.commands["actionAllColumns"].trigger()
    assert asked == [False] and table.below_row.isVisible()  # a table emits what is wanted, and changes nothing itself
    change(table, all_columns=False)
    assert [table.table.isColumnHidden(column) for column in range(len(few))] == few
    assert not table.commands["actionAllColumns"].isChecked()


def test_that_the_head_names_the_loss_of_another_problem(table: RunTable, qtbot: QtBot) -> None:
    show(table, computed(BOWL))
    with qtbot.waitSignal(table.model.headerDataChanged):
        show(table, computed(LINE, {"start": [0, 0]}))
    assert table.model.headerData(LOSS, Qt.Orientation.Horizontal) == "loss J"


def test_that_only_changed_cells_are_painted_again(table: RunTable) -> None:
    for _ in range(2):  # the first time chooses the columns
        show(table, computed(CUBIC))
    texts = [table.model.text(0, column) for column in range(VERDICT + 1)]
    noted: list[int] = []
    table.model.dataChanged.connect(lambda first, last: noted.extend(range(first.column(), last.column() + 1)))
    show(table, computed(CUBIC, {"start": [0.5, 0.5]}))
    shown = [column for column in range(VERDICT + 1) if not table.table.isColumnHidden(column)]
    changed = [column for column in shown if table.model.text(0, column) != texts[column]]
    assert LOSS in changed and sorted(noted) == changed


def test_that_a_verdict_that_was_hidden_is_whole_once_it_is_shown(table: RunTable) -> None:
    falling = {"label": "a long label of a run", "start": (1, -1)}
    show(table, computed(CUBIC, falling, {**falling, "label": "another long label"}, steps=400), ahead_hidden=True)
    assert cell(table, 0, VERDICT) == "ahead"
    go_to(table, table.model.records[0].updates)
    assert cell(table, 0, VERDICT) == "falls without end"
    width = table.fontMetrics().horizontalAdvance("falls without end")
    assert table.table.columnWidth(VERDICT) >= width + 8


def test_that_the_verdict_can_be_selected_where_the_mouse_is(table: RunTable, qtbot: QtBot) -> None:
    show(table, computed(CUBIC))
    label = table.sentence.label
    QTest.mouseMove(table, table.rect().center())
    QApplication.sendEvent(table.sentence, QEnterEvent(QPointF(3, 3), QPointF(3, 3), QPointF(3, 3)))
    QTest.mouseDClick(label, Qt.MouseButton.LeftButton, pos=QPoint(6, 6))
    assert label.selectedText() == label.text().split()[0]


def test_that_a_first_step_below_among_kept_steps_is_an_upper_bound(
    table: RunTable, monkeypatch: pytest.MonkeyPatch
) -> None:
    show(table, computed(BOWL, TWO[1], steps=60))
    exact = int(cell(table, 0, BELOW))
    monkeypatch.setattr(trajectory, "COMPLETE_UP_TO", 20)
    show(table, computed(BOWL, TWO[1], steps=60))
    bound = cell(table, 0, BELOW)
    assert bound.startswith("≤ ") and exact <= int(bound[2:]) < exact + 3


def test_that_a_first_step_below_is_shown_from_that_step_on_where_what_is_ahead_is_hidden(table: RunTable) -> None:
    show(table, computed(BOWL, TWO[1], steps=60))
    first = int(cell(table, 0, BELOW))
    change(table, ahead_hidden=True)
    for step, text in ((first - 1, "—"), (first, str(first)), (first + 1, str(first))):
        go_to(table, step)
        assert cell(table, 0, BELOW) == text


def test_that_the_chosen_row_stays_in_sight(table: RunTable) -> None:
    table.resize(320, 400)
    show(table, computed(BOWL, *TWO, TWO[1]))
    table.select(2)
    for height in (190, 400, 190):
        table.resize(320, height)
        QTest.qWait(30)
        seen = table.table.visualRect(table.model.index(2, LABEL)).center().y()
        assert 0 < seen < table.table.viewport().height(), height
    assert table.table.verticalScrollBar().maximum() > 0, "not all of them have room"


def all_texts(table: RunTable) -> list[str]:
    """All texts of the table, under the pointer and for a screen reader too, and the widths of its columns."""
    roles = Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole
    model, shown = table.model, table.table
    texts = [str(model.index(row, column).data(role)) for role in (*roles, Qt.ItemDataRole.ForegroundRole)
            for row in range(model.rowCount()) for column in range(VERDICT + 1)]  # fmt: skip
    widths = [f"{column}: {shown.columnWidth(column)}" for column in range(VERDICT + 1)]
    hidden = [f"{column} {shown.isColumnHidden(column)}" for column in range(VERDICT + 1)]
    return [*texts, *widths, *hidden, table.sentence.text(), str(table.sentence.isVisible())]


@pytest.mark.parametrize("width", [260, 290, 320, 900])
@pytest.mark.parametrize("second", [{}, {"label": "other", "start": (1, -1)}])
def test_that_nothing_is_shown_of_a_hidden_future(table: RunTable, width: int, second: dict[str, Any]) -> None:
    table.resize(width, 300)
    falls = {"label": "GD", "start": (1, -1), "optimizer": {"kind": "sgd", "lr": 0.02}}
    runs = (falls, {**falls, **second}) if second else (falls,)
    results = [computed(CUBIC, *runs, steps=400)]
    results.append(prepare(results[0].experiment, "cpu"))
    results.append(computed(CUBIC, *runs, steps=400))
    for record, known in zip(results[1].runs, results[0].runs, strict=True):  # another that ends sooner, and well
        record._w[:13], record._loss[:13], record._rows = known.w[:13], known.loss[:13], 12
        record.updates, record.finish, record._loss[12] = 12, "completed", -2.07e132
        numbers = {"minimum": (0.5, 0.5), "loss": -1e3, "better_w": (0.1, 0.1), "better_loss": -2e3}
        record.verdict = Verdict("local_minimum", message("converged"), numbers)
    for record in results[2].runs:  # one that is still computed
        record.finish = record.verdict = None
    noted = []
    for result in results:
        show(table, result, ahead_hidden=True)
        go_to(table, 10)
        QTest.qWait(1)
        noted.append(all_texts(table))
    assert noted[0] == noted[1] == noted[2]
    assert "ahead" in noted[0] and table.sentence.isVisible()
    change(table, ahead_hidden=False)
    assert all_texts(table) != noted[0]


def test_that_an_end_is_shown_when_the_playhead_is_there(table: RunTable) -> None:
    early = {"label": "early", "start": (0, 0)}
    result = computed(BOWL, early, {"label": "late", "start": (1, 1)}, steps=400)
    result.runs[0].updates = 5
    show(table, result, ahead_hidden=True)
    assert [cell(table, row, VERDICT) for row in (0, 1)] == ["ahead", "ahead"]
    go_to(table, 4)
    assert cell(table, 0, VERDICT) == "ahead"
    go_to(table, 5)
    assert cell(table, 0, VERDICT) != "ahead" and cell(table, 1, VERDICT) == "ahead"
    assert table.sentence.text().startswith("At the end: ")
    grow(table)
    assert cell(table, 0, VERDICT) != "ahead"


def test_that_the_fog_hides_what_shows_the_way(table: RunTable) -> None:
    table.resize(900, 260)
    show(table, computed(BOWL, TWO[1], steps=60))
    tip = cell(table, 0, LABEL, Qt.ItemDataRole.ToolTipRole)
    change(table, fog=True)
    assert [cell(table, 0, column) for column in (LOSS, DISTANCE, BELOW, VERDICT)] == ["—"] * 4
    assert not table.sentence.isVisible()
    roles = Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole
    for role in roles:
        row_text = "".join(cell(table, 0, column, role) for column in range(VERDICT + 1))
        assert "converged" not in row_text and "minimum (" not in row_text
    change(table, fog=False)
    assert cell(table, 0, VERDICT) == "converged" and cell(table, 0, LABEL, Qt.ItemDataRole.ToolTipRole) == tip


def test_that_a_tick_looks_for_the_nearest_minimum_once_a_run(table: RunTable, monkeypatch: pytest.MonkeyPatch) -> None:
    table.resize(900, 260)
    show(table, computed(BOWL, *TWO))
    QApplication.processEvents()
    assert DISTANCE in table.model.shown
    looked: list[int] = []
    found = run_rows.nearest

    def nearest(record: RunRecord, row: int, ended: Sequence[RunRecord]) -> Near | None:
        looked.append(row)
        return found(record, row, ended)

    monkeypatch.setattr(run_rows, "nearest", nearest)
    before = cell(table, 1, DISTANCE)
    go_to(table, 2)
    assert cell(table, 1, DISTANCE) != before
    assert looked == [2, 2]
