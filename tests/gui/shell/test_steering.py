from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QPushButton

from gdviz.gui.shell.main_window import MainWindow
from gdviz.gui.widgets.sliders import LogSlider
from tests.gui.conftest import OpenWindow
from tests.gui.driving import LEFT, NONE, child, click, fill_in, key, settle, wait_until, write
from tests.making import a_run, an_experiment, quadratic

pytestmark = pytest.mark.one_window


@pytest.fixture
def window(open_window: OpenWindow) -> MainWindow:
    """A quadratic with a cosine, the playhead at step 20, rates from there on."""
    schedule = {"kind": "cosine", "t_max": 60, "unit": "step"}
    made = open_window(an_experiment(quadratic(1, 25), [a_run((1, 1), schedule=schedule)], steps=60))
    made.playhead = 20
    click(child(made, "fromHereButton", QPushButton))
    return made


def test_that_the_panel_shows_the_rate_at_the_playhead(window: MainWindow) -> None:
    field = child(window, "lrField", QLineEdit)
    assert field.value() == pytest.approx(0.0075)
    window.playhead = 30
    assert field.value() == pytest.approx(0.005)
    click(child(window, "fromHereButton", QPushButton))
    assert field.value() == 0.01


def test_that_a_typed_rate_keeps_the_past_and_changes_the_future(window: MainWindow) -> None:
    before = window.result.runs[0]
    w, lr = before.w.copy(), before.lr.copy()
    fill_in(window, "lrField", "0.03")
    settle(window)
    record = window.result.runs[0]
    np.testing.assert_array_equal(record.w[:21], w[:21])
    np.testing.assert_array_equal(record.lr[:20], lr[:20])
    np.testing.assert_allclose(record.lr[20:], 0.03, rtol=1e-15)
    assert not np.array_equal(record.w[21], w[21])
    assert window.playhead == 20
    assert child(window, "lrField", QLineEdit).value() == pytest.approx(0.03)
    assert window.controller.model.undo_stack.undoText().endswith("from step 20 on")
    key(window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    settle(window)
    np.testing.assert_array_equal(window.result.runs[0].w, w)


def test_that_a_slider_dragged_is_one_undo_step(window: MainWindow) -> None:
    slider, stack = child(window, "lrSlider", LogSlider), window.controller.model.undo_stack
    count = stack.count()
    middle = slider.rect().center()
    QTest.mousePress(slider, LEFT, NONE, middle)
    for step in (5, 12, 20):
        QTest.mouseMove(slider, middle + type(middle)(step, 0))
    QTest.mouseRelease(slider, LEFT, NONE, middle + type(middle)(20, 0))
    settle(window)
    assert stack.count() == count + 1
    schedule = window.experiment.runs[0].schedule
    assert schedule.kind == "sequence" and schedule.milestones == (20,)
    assert window.result.runs[0].lr[25] == pytest.approx(slider.number(), rel=1e-3)


def test_that_a_rate_that_changes_while_it_plays_can_be_typed_over(window: MainWindow) -> None:
    field = child(window, "lrField", QLineEdit)
    click(field)
    key(window, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    before = field.text()
    window.playhead = 25
    assert field.text() != before and field.selectedText() == field.text()
    write(window, "0.03")
    window.playhead = 26
    assert field.text() == "0.03"
    key(window, Qt.Key.Key_Return)
    settle(window)
    assert window.result.runs[0].lr[26] == pytest.approx(0.03)


def test_that_steering_while_it_plays_adds_to_the_future_only(window: MainWindow) -> None:
    window.bench.actions["actionPlay"].trigger()
    fill_in(window, "lrField", "0.03")
    wait_until(lambda: window.playhead >= 22)
    at = window.playhead
    past = window.result.runs[0].w[: at + 1].copy()
    child(window, "lrField", QLineEdit).setFocus()
    fill_in(window, "lrField", "0.004")
    window.bench.actions["actionPlay"].trigger()
    settle(window)
    np.testing.assert_array_equal(window.result.runs[0].w[: at + 1], past)
    assert window.result.runs[0].lr[-1] == pytest.approx(0.004)


def test_that_the_end_of_the_run_has_no_future(window: MainWindow) -> None:
    window.playhead = 60
    before = window.experiment
    fill_in(window, "lrField", "0.5")
    settle(window)
    assert window.experiment == before


def test_that_a_click_in_the_line_takes_the_rate_from_here_on(window: MainWindow) -> None:
    click(child(window, "rateLineButton", QPushButton))
    view = window.rates.late["line"]
    wait_until(lambda: view.best is not None)
    best = view.best
    QTest.keyClick(view.plot, Qt.Key.Key_Return)
    settle(window)
    assert window.result.runs[0].lr[20] == pytest.approx(best, rel=1e-2)
    assert window.result.runs[0].lr[19] == pytest.approx(0.0078, rel=1e-2)
