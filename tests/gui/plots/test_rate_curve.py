from __future__ import annotations

import itertools

import numpy as np
import pyqtgraph as pg
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

import gdviz
from gdviz.gui.plots.rate_curve import RateCurveView
from gdviz.gui.style.theme import dark, light
from tests.gui.driving import wait_until
from tests.gui.plot_runs import BOWL, CUBIC, LINE, computed
from tests.gui.scenes import change, dress, go_to, show
from tests.making import a_run, an_experiment, quadratic

EXACT = (1 + 625) / (1 + 25**3)
"""The best rate along the gradient of (x² + 25 y²)/2 at (1, 1): g·g / g·Hg."""


@pytest.fixture
def view(qtbot: QtBot) -> RateCurveView:
    """The view alone, of a record."""
    made = RateCurveView()
    qtbot.addWidget(made)
    made.resize(420, 290)
    made.show()
    show(made, gdviz.run(an_experiment(quadratic(1, 25), [a_run((1, 1))], steps=60), "cpu"))
    wait_until(lambda: made.line is not None)
    return made


def at(view: RateCurveView, rate: float) -> QPoint:
    return QPoint(round(view.viewport_x(rate)), view.plot.height() // 2)


def swept(view: RateCurveView) -> None:
    change(view, rates="sweep")
    wait_until(lambda: view.outcome is not None)


def test_that_the_line_has_the_best_rate_and_the_crossing_of_theory(view: RateCurveView) -> None:
    assert view.line is not None
    assert view.line.best == pytest.approx(EXACT, rel=1e-6)
    assert view.line.crossing == pytest.approx(2 * EXACT, rel=1e-6)
    assert view.line.slope == -626
    assert "best 0.04006" in view.words.text()


@pytest.mark.parametrize("size", [(420, 290), (210, 190), (200, 150)])
@pytest.mark.parametrize("mode", ["line", "sweep"])
def test_that_words_in_the_plot_cover_one_another_nowhere_and_are_whole(
    view: RateCurveView, size: tuple[int, int], mode: str
) -> None:
    if mode == "sweep":
        swept(view)
    view.resize(*size)
    QApplication.processEvents()
    view.update_now()
    words = [item for item in view._drawn if isinstance(item, pg.TextItem)]
    rooms = [item.mapRectToScene(item.boundingRect()).adjusted(4, 4, -4, -4) for item in words]
    assert len(words) >= (2 if size[0] > 400 else 1)
    assert not any(one.intersects(other) for one, other in itertools.combinations(rooms, 2))
    box = view.box.sceneBoundingRect().adjusted(-1, -1, 1, 1)
    assert all(box.contains(room) for room in rooms)


def test_that_a_click_near_the_best_rate_takes_it(view: RateCurveView, qtbot: QtBot) -> None:
    with qtbot.waitSignal(view.rateChosen) as chosen:
        QTest.mouseClick(view.plot.viewport(), Qt.MouseButton.LeftButton, pos=at(view, view.line.best) + QPoint(4, 0))
    assert chosen.args == [0.0401]


def test_that_return_takes_the_best_rate(view: RateCurveView, qtbot: QtBot) -> None:
    with qtbot.waitSignal(view.rateChosen) as chosen:
        QTest.keyClick(view.plot, Qt.Key.Key_Return)
    assert chosen.args == [0.0401]


def test_that_the_line_moves_with_the_playhead(view: RateCurveView) -> None:
    go_to(view, 30)
    wait_until(lambda: view.line.old_loss < 1)
    assert view.line.best == pytest.approx(1, rel=0.01)  # only the flat direction is left


def test_that_the_sign_can_be_turned(view: RateCurveView) -> None:
    chosen: list[bool] = []
    view.uphillChosen.connect(chosen.append)
    QTest.mouseClick(view.uphill, Qt.MouseButton.LeftButton)
    assert chosen == [True] and view.line is not None and view.line.slope == -626  # the button changes nothing itself
    change(view, uphill=True)
    assert view.uphill.isChecked() and "+" in view.plot.getAxis("left").labelText
    assert view.line.slope == 626
    assert (np.diff(view.line.loss) > 0).all()
    assert "uphill" in view.words.text()
    assert view.best is None
    change(view, uphill=False)
    assert not view.uphill.isChecked() and view.line.slope == -626


def test_that_the_readout_has_rate_and_loss(view: RateCurveView) -> None:
    QTest.mouseMove(view.plot.viewport(), at(view, view.line.best))
    wait_until(view.readout.isVisible)
    assert "η = 0.0401" in view.readout.text()


def test_that_the_sweep_finds_the_best_rate_and_marks_divergence(view: RateCurveView) -> None:
    swept(view)
    tried = np.linspace(0.07, 0.08, 100_001)
    exact = tried[np.argmin((1 - tried) ** 120 + 25 * (1 - 25 * tried) ** 120)]  # 60 steps along both axes
    assert view.best == pytest.approx(exact, rel=0.002)
    assert np.isinf(view.outcome.loss[-1])
    assert f" best {view.best:.3g} " in view.words.text()


def test_that_a_click_in_the_sweep_takes_a_rate(view: RateCurveView, qtbot: QtBot) -> None:
    swept(view)
    with qtbot.waitSignal(view.rateChosen) as chosen:
        QTest.mouseClick(view.plot.viewport(), Qt.MouseButton.LeftButton, pos=at(view, 0.002))
    assert chosen.args == [pytest.approx(0.002, rel=0.05)]


def test_that_a_sweep_left_early_is_begun_again(view: RateCurveView) -> None:
    change(view, rates="sweep")
    QApplication.processEvents()
    change(view, rates="line")
    QApplication.processEvents()
    assert not view.idle.busy
    swept(view)


def test_that_a_schedule_gives_the_rate_at_the_playhead(view: RateCurveView, qtbot: QtBot) -> None:
    schedule = {"kind": "exponential", "gamma": 0.5, "unit": "step"}
    show(view, gdviz.run(an_experiment(quadratic(1, 25), [a_run((1, 1), schedule=schedule)], steps=60), "cpu"))
    go_to(view, 1)
    QApplication.processEvents()
    assert view.rate_in_use() == 0.005
    with qtbot.waitSignal(view.rateChosen) as chosen:
        QTest.keyClick(view.plot, Qt.Key.Key_Return)
    assert chosen.args == [pytest.approx(2 * view.line.best, rel=0.01)]


@pytest.mark.parametrize("problem", [BOWL, CUBIC, LINE], ids=["bowl", "cubic", "data"])
@pytest.mark.parametrize("mode", ["line", "sweep"])
def test_that_every_problem_is_drawn_in_both_themes(qtbot: QtBot, problem: dict, mode: str) -> None:
    view = RateCurveView()
    qtbot.addWidget(view)
    view.show()
    result = computed(problem, {"start": (1, 1)}, steps=10)
    show(view, result, rates=mode)
    wait_until(lambda: (view.line if mode == "line" else view.outcome) is not None)
    for theme in (dark(), light()):
        dress(view, theme)
        assert view.words.text()


@pytest.mark.parametrize("steep", ["1e200*x", "1e150*x", "1e120*x"])
def test_that_a_line_that_is_too_steep_to_be_drawn_is_not(view: RateCurveView, steep: str) -> None:
    show(view, computed({"kind": "expression", "expression": f"{steep} + y^2", "domain": [[-2, 2], [-2, 2]]}, steps=5))
    wait_until(lambda: view.line is not None and view.line.slope < -1e200)
    QTest.qWait(20)
    assert view.words.text() == "too steep here to be drawn"


@pytest.mark.parametrize("mode", ["line", "sweep"])
def test_that_a_sentence_says_that_a_start_has_no_finite_loss(view: RateCurveView, mode: str) -> None:
    change(view, rates=mode)
    show(view, computed({"kind": "expression", "expression": "exp(x)"}, {"start": [1000]}, steps=5))
    wait_until(lambda: view.words.text() == "no finite loss here")
    QTest.qWait(20)  # an exception in the work of an idle moment fails the test


def test_that_a_sweep_begins_at_the_start_and_says_so_wherever_the_playhead_is(view: RateCurveView) -> None:
    go_to(view, 60)
    swept(view)
    wait_until(lambda: view.words.text().startswith("60 steps from the start"))
    assert view.outcome.start_loss == view.record.loss[0]
    begun = view.begun
    go_to(view, 7)
    QTest.qWait(20)
    assert view.begun == begun and not view.idle.busy


def test_that_where_a_rate_holds_from_the_playhead_on_a_sweep_begins_there(view: RateCurveView) -> None:
    show(view, computed(BOWL, {"optimizer": {"kind": "sgd", "lr": 0.5}}, steps=10))  # at the minimum after one step
    go_to(view, 2)
    swept(view)
    change(view, from_here=True)
    wait_until(lambda: view.words.text().startswith("8 steps from step 2 on"))
    go_to(view, 7)
    wait_until(lambda: view.words.text().startswith("3 steps from step 7 on"))
    change(view, from_here=False)
    wait_until(lambda: view.words.text().startswith("10 steps from the start"))


def test_that_the_playhead_leaves_the_titles_of_the_axes_alone(
    view: RateCurveView, monkeypatch: pytest.MonkeyPatch
) -> None:
    named: list[str] = []
    monkeypatch.setattr(view, "set_labels", lambda *words: named.extend(words))
    go_to(view, 3)
    wait_until(lambda: view.line is not None and view.line.old_loss == view.record.loss[3])
    assert not named
    change(view, uphill=True)
    assert "J(w + η·∇J)" in named
