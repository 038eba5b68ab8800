from __future__ import annotations

import re

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor, QContextMenuEvent, QGuiApplication, QImage, QRegion
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from gdviz.engine.runner import prepare
from gdviz.gui.card.step_card import StepCard
from gdviz.gui.drawing import arrow_colours
from gdviz.gui.style import theme
from gdviz.registry import plugins
from tests.gui.painted import Painted, area, changed
from tests.gui.plot_runs import BOWL, CUBIC, LINE, computed
from tests.gui.scenes import change, go_to, show
from tests.making import quadratic

ADAM = {"optimizer": {"kind": "adam", "lr": 0.01}}
CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def card(qtbot: QtBot) -> StepCard:
    made = StepCard()
    qtbot.addWidget(made)
    made.resize(320, 480)
    made.show()
    return made


def written(card: StepCard) -> str:
    """All that stands on the sheet, row by row, without blanks."""
    rows = [[str(what) for _, _, marks in boxes for _, _, font, what in marks if font >= 0]
            for _, _, boxes in card.view._rows]  # fmt: skip
    return "\n".join(re.sub(r"\s", "", "".join(row)) for row in rows)


def widest(card: StepCard) -> float:
    """How far to the right anything reaches."""
    type_ = card.view._type
    assert type_ is not None
    return max(
        x + mx + type_.advance(font, str(what))
        for _, _, boxes in card.view._rows for x, marks in ((b[1], b[2]) for b in boxes)
        for mx, _, font, what in marks if font >= 0
    )  # fmt: skip


def picture(card: StepCard) -> QImage:
    QApplication.processEvents()
    return card.grab().toImage()


def has_colour(image: QImage, colour: str) -> bool:
    """Whether a pixel has this very colour."""
    wanted = QColor(colour).rgb()
    return any(image.pixel(x, y) == wanted for y in range(image.height()) for x in range(image.width()))


def test_that_the_first_update_of_the_worked_example_is_written_out(card: StepCard) -> None:
    show(card, computed(CUBIC))
    assert card.title.text() == "Step 0 → 1"
    assert card.accessibleDescription().splitlines() == [
        "∂f/∂x = 6xy = 6·1·1 = 6",
        "∂f/∂y = 3x² = 3·1² = 3",
        "g = ∇f(1, 1) = [6, 3]",
        "η = 0.01 (constant)",
        "Δw = −η·g = -0.01·[6, 3] = [-0.06, -0.03]",
        "w′ = w + Δw = [1, 1] + [-0.06, -0.03] = [0.94, 0.97]",
        "f: 3 → 2.57128",
        "Δf = 2.57128 − 3 = -0.428724 (what happened)",
        "Δf₁ = −η·|g|² = -0.01·(6² + 3²) = -0.45 (expected from the slope)",
        "Δf₂ = Δf₁ + ½·Δwᵀ·∇²f·Δw = -0.45 + 0.0216 = -0.4284 (expected from slope and curvature)",
    ]


def test_that_the_sheet_shows_all_of_it(card: StepCard) -> None:
    show(card, computed(CUBIC))
    sheet = written(card)
    for part in ("=6xy=6·1·1=6", "g=∇f(1,1)=[6,3]", "η=0.01(constant)", "Δw=−η·g=−0.01·[6,3]", "=[−0.06,−0.03]",
                 "w′=w+Δw=[1,1]+[−0.06,−0.03]", "=[0.94,0.97]", "f3→2.57128"):  # fmt: skip
        assert part in sheet


def test_that_the_playhead_chooses_the_update_and_its_end_shows_the_last(card: StepCard) -> None:
    show(card, computed(CUBIC))
    before = written(card)
    go_to(card, 7)
    assert card.title.text() == "Step 7 → 8"
    assert written(card) != before
    go_to(card, 20)
    assert card.title.text() == "Step 19 → 20"


def test_that_the_chosen_run_is_shown_and_named(card: StepCard) -> None:
    show(card, computed(CUBIC, {"label": "slow"}, {"label": "fast", "optimizer": {"kind": "sgd", "lr": 0.1}}))
    change(card, run=1)
    assert "-0.1·[6, 3]" in card.accessibleDescription()
    assert card._run_label.text() == "fast"


def test_that_a_long_name_of_a_run_ends_in_dots_and_its_tool_tip_is_whole(card: StepCard) -> None:
    name = "a rather long name of a run that nobody can show whole"
    card.resize(260, 400)
    show(card, computed(CUBIC, {"label": name}, {"label": "other"}))
    QApplication.processEvents()
    assert card._run_label.shown().endswith("…") and card._run_label.toolTip() == name


@pytest.mark.parametrize("way", ["button", "key", "menu"])
def test_that_copying_takes_title_and_lines(card: StepCard, way: str) -> None:
    show(card, computed(CUBIC))
    copy(card, way, latex=False)
    text = QGuiApplication.clipboard().text()
    assert text.startswith("Step 0 → 1\n")
    assert "[0.94, 0.97]" in text


@pytest.mark.parametrize("way", ["button", "key", "menu"])
def test_that_copying_as_latex_takes_an_align(card: StepCard, way: str) -> None:
    show(card, computed(CUBIC))
    copy(card, way, latex=True)
    lines = QGuiApplication.clipboard().text().splitlines()
    assert (lines[0], lines[-1]) == (r"\begin{align*}", r"\end{align*}")
    assert len(lines) == 2 + len(card.accessibleDescription().splitlines())
    assert r"w^{\prime} &= w+\Delta w = " in lines[6]


def copy(card: StepCard, way: str, latex: bool) -> None:
    QGuiApplication.clipboard().setText("something else")
    if way == "button":
        QTest.mouseClick(card.latex_button if latex else card.copy_button, Qt.MouseButton.LeftButton)
    elif way == "key":
        QTest.mouseClick(card.view.viewport(), Qt.MouseButton.LeftButton)
        QTest.keyClick(card.view, Qt.Key.Key_L if latex else Qt.Key.Key_C, CONTROL)
    else:
        place = QPoint(60, 120)
        event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, place, card.mapToGlobal(place))
        QApplication.sendEvent(card.view.viewport(), event)
        menu = card.findChild(QMenu)
        assert menu is not None and menu.isVisible()
        QTest.keyClick(menu, Qt.Key.Key_Down)
        if latex:
            QTest.keyClick(menu, Qt.Key.Key_Down)
        QTest.keyClick(menu, Qt.Key.Key_Return)


@pytest.mark.parametrize("kind", sorted(plugins("gdviz.optimizers")))
@pytest.mark.parametrize("width", [250, 320])
def test_that_every_optimizer_stays_within_the_card(card: StepCard, kind: str, width: int) -> None:
    card.resize(width, 300)
    run = {"start": (1.23456, -1.76543), "optimizer": {"kind": kind, "lr": 0.01}}
    show(card, computed({"kind": "surface", "name": "himmelblau"}, run))
    for k in (0, 7):
        go_to(card, k)
        assert widest(card) <= card.view.viewport().width() + 1


@pytest.mark.parametrize("name", ["ackley", "levy13", "goldstein_price", "michalewicz", "cross_in_tray", "bukin6"])
@pytest.mark.parametrize("width", [250, 320])
def test_that_long_derivatives_stay_within_the_card(card: StepCard, name: str, width: int) -> None:
    card.resize(width, 300)
    show(card, computed({"kind": "surface", "name": name}, {"start": (1.23456, 1.76543), **ADAM}))
    assert widest(card) <= card.view.viewport().width() + 1


def test_that_six_parameters_and_large_numbers_stay_within_the_card(card: StepCard) -> None:
    start = (1.5, -3e9, 2e-13, 123456.789, -1e-300, 7.0)
    show(card, computed(quadratic(1, 2, 3, 4, 5, 6), {"start": start, **ADAM}))
    go_to(card, 4)
    assert widest(card) <= card.view.viewport().width() + 1
    assert not re.search(r"\de[+−]?\d", written(card))  # powers of ten are set as such
    assert "−3·10" in written(card)


def test_that_fractions_roots_and_powers_are_set(card: StepCard) -> None:
    show(card, computed(CUBIC, ADAM))
    kinds = {font for _, _, boxes in card.view._rows for _, _, marks in boxes for _, _, font, _ in marks}
    assert {-1, -2, -4} <= kinds  # strokes of fractions, roots, arrows
    card.resize(900, 480)  # with room for everything in one row
    rows = written(card).splitlines()
    assert any(row.startswith("m̂=") for row in rows)


def test_that_what_is_too_long_can_be_scrolled_to_by_wheel_and_key(card: StepCard) -> None:
    card.resize(320, 240)
    show(card, computed(CUBIC, ADAM))
    bar = card.view.verticalScrollBar()
    assert bar.maximum() > 0
    QTest.mouseClick(card.view.viewport(), Qt.MouseButton.LeftButton)
    QTest.keyClick(card.view, Qt.Key.Key_Down)
    assert bar.value() > 0
    card.resize(320, 2000)
    assert bar.maximum() == 0


@pytest.mark.parametrize("look", [theme.dark(), theme.light()])
def test_that_vectors_have_the_colours_of_their_arrows(card: StepCard, look: theme.Theme) -> None:
    show(card, computed(CUBIC, {"optimizer": {"kind": "sgd", "lr": 0.01, "momentum": 0.9}}), look)
    image = picture(card)
    assert has_colour(image, arrow_colours.gradient(look))
    assert has_colour(image, arrow_colours.momentum(look))
    show(card, computed(CUBIC))
    assert not has_colour(picture(card), arrow_colours.momentum(look))


def test_that_a_loss_that_stays_is_not_marked_as_risen(card: StepCard) -> None:
    look = theme.dark()
    show(card, computed(BOWL, {"start": [0.0, 0.0]}), look)
    assert "f: 0 → 0" in card.accessibleDescription()
    assert not has_colour(picture(card), look.bad)


def test_that_a_rising_loss_is_marked_but_not_for_a_batch(card: StepCard) -> None:
    look = theme.dark()
    show(card, computed(BOWL, {"optimizer": {"kind": "sgd", "lr": 1.5}}), look)
    assert has_colour(picture(card), look.bad)
    show(card, computed(LINE, {"batch": {"size": 4}, "optimizer": {"kind": "sgd", "lr": 3.0}}))
    assert not has_colour(picture(card), look.bad)


def test_that_a_picture_at_twice_the_size_is_not_a_blown_up_one(card: StepCard) -> None:
    show(card, computed(CUBIC))
    small = picture(card)
    large = QImage(small.size() * 2, QImage.Format.Format_ARGB32_Premultiplied)
    large.setDevicePixelRatio(2 * small.devicePixelRatio())
    card.render(large)
    blown = small.scaled(large.size()).convertToFormat(large.format())
    assert np.frombuffer(large.constBits(), np.uint8).tolist() != np.frombuffer(blown.constBits(), np.uint8).tolist()


def test_that_a_run_without_updates_says_so(card: StepCard) -> None:
    show(card, prepare(computed(CUBIC).experiment, "cpu"))
    assert card.title.text() == "No step yet"
    assert not card.copy_button.isEnabled()
    assert not card.latex_button.isEnabled()
    assert card.accessibleDescription() == "The first update is not computed yet."
    assert written(card) == ""


def test_that_a_hidden_card_is_set_when_it_is_seen(qtbot: QtBot) -> None:
    made = StepCard()
    qtbot.addWidget(made)
    show(made, computed(CUBIC))
    assert made.view._rows == []
    made.resize(320, 480)
    made.show()
    assert has_colour(picture(made), theme.light().text1)
    assert "6·1·1" in written(made)


@pytest.mark.parametrize(("rate", "anew"), [(0.013, 0.75), (0.01, 0.0)])
def test_that_another_rate_paints_what_it_changes_and_nothing_else(card: StepCard, rate: float, anew: float) -> None:
    show(card, computed(CUBIC))
    before, port = picture(card), card.view.viewport()
    painted = Painted(port)
    show(card, computed(CUBIC, {"optimizer": {"kind": "sgd", "lr": rate}}))
    QApplication.processEvents()
    region = QRegion(painted.region).translated(port.mapTo(card, QPoint()))
    after = picture(card)
    differ = changed(before, after)
    assert all(region.contains(point) for point in differ) and bool(differ) == bool(anew)
    assert area(region) <= anew * port.width() * port.height()


def test_that_the_card_explains_the_step_made_where_the_next_is_hidden(card: StepCard) -> None:
    show(card, computed(CUBIC), ahead_hidden=True)
    assert card.title.text() == "No step yet"
    assert card.accessibleDescription() == "The first update is ahead of the playhead, and what is ahead is hidden."
    assert not card.copy_button.isEnabled() and written(card) == ""
    for k in (1, 20):
        go_to(card, k)
        assert card.title.text() == f"Step {k - 1} → {k}"
    go_to(card, 7)
    change(card, ahead_hidden=False)
    assert card.title.text() == "Step 7 → 8"


def test_that_a_run_that_fails_at_its_start_says_why_even_if_what_is_ahead_is_hidden(card: StepCard) -> None:
    result = prepare(computed(CUBIC).experiment, "cpu")
    result.runs[0].finish, result.runs[0].failure = "failed", "broken"
    show(card, result, ahead_hidden=True)
    assert card.accessibleDescription() == "broken"


def test_that_the_card_shows_no_step_in_the_fog(card: StepCard) -> None:
    show(card, computed(CUBIC), fog=True)
    assert card.title.text() == "Hidden in the fog"
    assert card.accessibleDescription() == "The arithmetic of a step would show what the fog hides."
    assert not card.copy_button.isEnabled()
    change(card, fog=False)
    assert card.title.text() == "Step 0 → 1"
