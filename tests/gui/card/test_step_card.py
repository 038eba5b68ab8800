from __future__ import annotations

import math
import re
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QColor, QContextMenuEvent, QGuiApplication, QImage, QRegion
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from gdviz.engine.runner import prepare
from gdviz.gui.card.step_card import StepCard
from gdviz.gui.drawing import arrow_colours
from gdviz.gui.kernel.scene import Scene
from gdviz.gui.shell.main_window import MainWindow
from gdviz.gui.style import theme
from gdviz.registry import plugins
from tests.gui.driving import activate, click, settle
from tests.gui.painted import Painted, area, changed
from tests.gui.plot_runs import BOWL, CUBIC, HIMMELBLAU, LINE, computed
from tests.gui.scenes import change, go_to, show, show_scene
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
    assert card.description().splitlines() == [
        "w′ = w − η∇f = (1, 1) − 0.01·(6, 3) = (0.94, 0.97)",
        "∂f/∂x = 6xy = 6·1·1 = 6",
        "∂f/∂y = 3x² = 3·1² = 3",
        "g = ∇f(1, 1) = [6, 3]",
        "η = 0.01 (constant)",
        "Δw = −η·g = -0.01·[6, 3] = [-0.06, -0.03]",
        "w′ = w + Δw = [1, 1] + [-0.06, -0.03] = [0.94, 0.97]",
        "f: 3 → 2.57128 (fell by 14 %)",
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


def test_that_the_card_says_beyond_the_last_step_that_the_run_diverged(card: StepCard) -> None:
    result = computed(HIMMELBLAU, {"start": [0, 0.4], "optimizer": {"kind": "sgd", "lr": 0.15}}, {}, steps=60)
    made = result.runs[0].updates
    assert made < 20 and result.runs[1].updates == 60
    show(card, result, k=made - 1)
    assert card.title.text() == f"Step {made - 1} → {made}"
    for k in (made, 29, 60):
        go_to(card, k)
        assert card.title.text() == f"Step {made - 1} → {made}, the last:\nthe run diverged"
        assert card.plain_text().startswith(f"Step {made - 1} → {made}, the last: the run diverged\nw′")
    go_to(card, 0)
    assert card.title.text() == "Step 0 → 1"
    go_to(card, 60)
    change(card, run=1)
    assert card.title.text() == "Step 59 → 60"


def test_that_the_chosen_run_is_shown_and_named(card: StepCard) -> None:
    show(card, computed(CUBIC, {"label": "slow"}, {"label": "fast", "optimizer": {"kind": "sgd", "lr": 0.1}}))
    change(card, run=1)
    assert "-0.1·[6, 3]" in card.description()
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
    assert len(lines) == 2 + len(card.description().splitlines())
    assert r"w^{\prime} &= w-\eta \nabla f = " in lines[1]
    assert r"w^{\prime} &= w+\Delta w = " in lines[7]


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
    assert "f: 0 → 0" in card.description()
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
    assert card.description() == "The first update is not computed yet."
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
    card.resize(320, 640)  # without a scroll bar
    show(card, computed(CUBIC))
    before, port = picture(card), card.view.viewport()
    painted, boxed = Painted(port), Painted(card.box)
    show(card, computed(CUBIC, {"optimizer": {"kind": "sgd", "lr": rate}}))
    QApplication.processEvents()
    region = QRegion(painted.region).translated(port.mapTo(card, QPoint()))
    box = QRegion(boxed.region).translated(card.box.pos())
    after = picture(card)
    differ = changed(before, after)
    assert all(region.contains(point) or box.contains(point) for point in differ) and bool(differ) == bool(anew)
    assert area(region) <= anew * port.width() * port.height() and bool(area(box)) == bool(anew)


def test_that_the_card_explains_the_step_made_where_the_next_is_hidden(card: StepCard) -> None:
    show(card, computed(CUBIC), ahead_hidden=True)
    assert card.title.text() == "No step yet"
    assert card.description() == "The first update is ahead of the playhead, and what is ahead is hidden."
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
    assert card.description() == "broken"


def test_that_the_card_shows_no_step_in_the_fog(card: StepCard) -> None:
    show(card, computed(CUBIC), fog=True)
    assert card.title.text() == "Hidden in the fog"
    assert card.description() == "The arithmetic of a step would show what the fog hides."
    assert not card.copy_button.isEnabled()
    change(card, fog=False)
    assert card.title.text() == "Step 0 → 1"


def in_box(card: StepCard) -> str:
    """What stands in the box, row by row, without blanks."""
    rows = ("".join(str(what) for _, _, font, what in marks if font >= 0) for _, _, _, marks, _ in card.box.placed)
    return "\n".join(re.sub(r"\s", "", row) for row in rows)


def ink(card: StepCard) -> str:
    """The colour of the last word of the last row."""
    colour: str = card.view._rows[-1][2][-1][0]
    return colour


HIDES: dict[str, Any] = {"arranged": True, "arrangement": "descent"}
SIMPLE = {"detail": "simple", **HIDES}


def test_that_the_whole_update_stands_in_a_box_at_the_top(card: StepCard) -> None:
    card.resize(400, 480)
    show(card, computed(CUBIC))
    assert in_box(card) == "w′=w−η∇f\n(0.94,0.97)=(1,1)−0.01·(6,3)"
    assert card.box.geometry().bottom() < card.view.geometry().top()
    go_to(card, 3)
    assert "(0.94," not in in_box(card)


def test_that_numbers_too_long_for_one_row_end_with_the_result(card: StepCard) -> None:
    card.resize(230, 480)
    show(card, computed(HIMMELBLAU, {"start": (0.0, 0.4), "optimizer": {"kind": "sgd", "lr": 0.012}}), k=6)
    rows = in_box(card).splitlines()
    assert rows[0] == "w′=w−η∇f" and rows[1].startswith("=(1.89,2.58)") and rows[-1] == "=(2.29,2.51)"
    assert len(rows) > 2


def test_that_other_numbers_of_a_rule_do_not_make_the_box_lower(card: StepCard) -> None:
    card.resize(230, 480)
    result = computed(HIMMELBLAU, {"start": (0.0, 0.4), "optimizer": {"kind": "sgd", "lr": 0.012}})
    show(card, result)
    heights = []
    for k in (6, 0, 19, 3):
        go_to(card, k)
        heights.append(card.box.minimumSizeHint().height())
    assert heights == sorted(heights)


def test_that_long_numbers_make_the_box_high_for_their_run_and_experiment_only(card: StepCard) -> None:
    card.resize(376, 480)
    long = {"start": (1.234567e-9, -9.87654e-12), "optimizer": {"kind": "sgd", "lr": 1.23456e-7}}
    short = {"start": (1.0, 1.0), "optimizer": {"kind": "sgd", "lr": 0.01}}
    show(card, computed(BOWL, long, short), run=1)
    usual = card.box.minimumSizeHint().height()
    change(card, run=0)
    assert card.box.minimumSizeHint().height() > usual
    change(card, run=1)
    assert card.box.minimumSizeHint().height() == usual
    change(card, run=0)
    show_scene(card, replace(Scene.of(computed(BOWL, short), theme.light()), openings=1))
    assert card.box.minimumSizeHint().height() == usual


@pytest.mark.parametrize("kind", sorted(plugins("gdviz.optimizers")))
@pytest.mark.parametrize("width", [250, 376])
def test_that_the_box_holds_the_update_of_every_optimizer(card: StepCard, kind: str, width: int) -> None:
    card.resize(width, 400)
    run = {"start": (1.23456, -1.76543), "optimizer": {"kind": kind, "lr": 0.01}}
    show(card, computed(HIMMELBLAU, run), **SIMPLE)
    for k in (0, 7):
        go_to(card, k)
        QApplication.processEvents()
        types = card.box._types
        assert types is not None
        for _, x, y, marks, at in card.box.placed:
            right = max(
                (x + mx + types[at].advance(font, str(what)) for mx, _, font, what in marks if font >= 0), default=0.0
            )
            assert right <= card.box.width() - 4 and y < card.box.height()


def test_that_the_lowest_card_shows_the_update_without_scrolling(card: StepCard) -> None:
    show(card, computed(CUBIC, ADAM))
    QApplication.processEvents()
    card.resize(320, card.minimumSizeHint().height())
    QApplication.processEvents()
    assert card.rect().contains(card.box.geometry())
    assert card.box.height() >= card.box.minimumSizeHint().height()
    bar = card.view.verticalScrollBar()
    bar.setValue(bar.maximum())
    assert bar.maximum() > 0 and card.view.height() >= 40
    assert "w′=w" in in_box(card)


def test_that_no_row_is_cut_at_the_lower_edge(card: StepCard) -> None:
    show(card, computed(HIMMELBLAU), detail="full", arrangement="all")
    sheet, bar, cut = card.view, card.view.verticalScrollBar(), 0
    sheet.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # without the ring of the focus at the edge
    sheet.clearFocus()
    for height in range(250, 330, 6):
        card.resize(320, height)
        QApplication.processEvents()
        bar.setValue(0)
        image, room = sheet.viewport().grab().toImage(), sheet.viewport().height()
        whole = max(end for end, *_ in sheet._rows if math.floor(end) <= room)
        # letters may reach a few pixels below their row
        blank = {image.pixel(x, y) for y in range(math.ceil(whole) + 5, room) for x in range(image.width())}
        assert len(blank) <= 1 and bar.maximum() > 0
        cut += any(end > room > end - 8 for end, *_ in sheet._rows)
        bar.setValue(bar.maximum())
        last = sheet.viewport().grab(QRect(0, room - 12, image.width(), 12)).toImage()
        assert len({last.pixel(x, y) for y in range(12) for x in range(last.width())}) > 1
    assert cut > 2


def test_that_the_row_of_the_fold_is_out_of_sight_where_its_words_were_cut(card: StepCard) -> None:
    show(card, computed(HIMMELBLAU), detail="simple", arrangement="descent")
    sheet, bar, kinds = card.view, card.view.verticalScrollBar(), set()
    for height in range(card.minimumSizeHint().height(), 420, 3):
        card.resize(320, height)
        QApplication.processEvents()
        bar.setValue(0)
        place, room = sheet.fold.geometry(), sheet.viewport().height()
        assert place.top() >= room or place.bottom() - 6 <= room
        kinds.add(place.top() >= room)
    assert kinds == {True, False}
    card.resize(320, card.minimumSizeHint().height())
    QApplication.processEvents()
    activate(card)
    sheet.fold.setFocus(Qt.FocusReason.TabFocusReason)
    QApplication.processEvents()
    assert sheet.fold.geometry().bottom() <= sheet.viewport().height()


@pytest.mark.parametrize("width", [260, 320])
def test_that_a_scroll_bar_that_comes_takes_one_more_paint_and_then_all_rests(
    card: StepCard, monkeypatch: pytest.MonkeyPatch, width: int
) -> None:
    show(card, computed(CUBIC, ADAM))
    card.resize(width, 2000)
    QApplication.processEvents()
    sheet, bar, wide = card.view, card.view.verticalScrollBar(), card.view.viewport().width()
    fits, box = card.height() - sheet.viewport().height() + sheet.height_of_rows(), card.box.geometry()
    sets, plain, painted = [], sheet._set, Painted(sheet.viewport())
    monkeypatch.setattr(sheet, "_set", lambda: (sets.append(True), plain()))
    came = []
    for spare in range(3, -6, -1):
        card.resize(width, 2000)
        QApplication.processEvents()
        assert not bar.isVisible()
        sets.clear()
        painted.times = 0
        card.resize(width, fits + spare)
        QApplication.processEvents()
        done = painted.times, len(sets)
        QTest.qWait(20)
        assert (painted.times, len(sets)) == done  # at rest
        assert 1 <= painted.times <= 2 and len(sets) <= 2, (spare, done)
        assert card.box.geometry() == box  # the update is whole where it was
        assert widest(card) <= sheet.viewport().width()
        assert (sheet.viewport().width() < wide) == bar.isVisible()
        came.append(bar.isVisible())
    assert came == sorted(came) and not came[0] and came[-1]


def test_that_playing_across_the_step_that_needs_a_scroll_bar_paints_no_more_than_twice_a_step(card: StepCard) -> None:
    show(card, computed(CUBIC, ADAM))
    card.resize(320, 2000)
    QApplication.processEvents()
    card.resize(320, card.height() - card.view.viewport().height() + card.view.height_of_rows())
    QApplication.processEvents()
    assert not card.view.verticalScrollBar().isVisible()
    painted, seen = Painted(card.view.viewport()), set()
    for k in range(1, 8):
        painted.times = 0
        go_to(card, k)
        QApplication.processEvents()
        assert painted.times <= 2, k
        assert card.box.height() >= card.box.minimumSizeHint().height()
        seen.add(card.view.verticalScrollBar().isVisible())
    assert True in seen


@pytest.mark.parametrize(("state", "folded"), [({}, False), (HIDES, True), (SIMPLE, True)])
def test_that_the_predicted_changes_are_folded_except_among_everything(
    card: StepCard, state: dict[str, Any], folded: bool
) -> None:
    show(card, computed(CUBIC), **state)
    assert card.view.fold.isVisible() == folded
    assert ("Δf2" in written(card).replace("₂", "2")) != folded
    assert "Δf₂" in card.plain_text() and r"\Delta f_{2}" in card.latex()


@pytest.mark.parametrize("way", ["mouse", "key"])
def test_that_the_row_asks_to_unfold_and_shows_what_is_unfolded(card: StepCard, way: str) -> None:
    show(card, computed(CUBIC), **SIMPLE)
    fold, asked = card.view.fold, []
    card.unfoldRequested.connect(asked.append)
    assert fold.text() == "Predicted change"
    if way == "mouse":
        QTest.mouseClick(fold, Qt.MouseButton.LeftButton)
    else:
        fold.setFocus(Qt.FocusReason.TabFocusReason)
        QTest.keyClick(fold, Qt.Key.Key_Space)
    assert asked == [True] and not fold.isChecked()  # the state has not changed yet
    change(card, step_unfolded=True)
    assert fold.isChecked() and "(whathappened)" in written(card)
    change(card, step_unfolded=False)
    assert "(whathappened)" not in written(card)


def test_that_the_row_can_be_scrolled_to_by_the_keyboard(card: StepCard) -> None:
    card.resize(320, 260)
    show(card, computed(CUBIC, ADAM), **HIDES)
    fold = card.view.fold
    assert fold.geometry().bottom() > card.view.viewport().height()
    activate(card)
    fold.setFocus(Qt.FocusReason.TabFocusReason)
    assert card.view.viewport().rect().contains(fold.geometry())


def test_that_simple_has_three_lines_with_short_numbers(card: StepCard) -> None:
    card.resize(376, 480)
    show(card, computed(HIMMELBLAU, {"start": (0.0, 0.4), "optimizer": {"kind": "sgd", "lr": 0.012}}), k=6, **SIMPLE)
    rows = written(card).splitlines()
    assert [row[-len(end) :] for row, end in zip(rows, ("−33.6", "6.192", "fellby50%"), strict=True)] == [
        "−33.6", "6.192", "fellby50%",
    ]  # fmt: skip
    assert not card.copy_button.isVisible() and not card.latex_button.isVisible()
    assert "-33.5981" in card.description()  # with all digits


def test_that_a_derivative_stands_beside_its_formula(card: StepCard) -> None:
    show(card, computed(LINE, {"start": [0, 0], "batch": {"size": 20}}), detail="simple")
    assert [row.split("=")[0] for row in written(card).splitlines()[:2]] == ["∂JB∂w1", "∂JB∂b"]


def test_that_simple_explains_the_letters_of_the_rule(card: StepCard) -> None:
    card.resize(376, 900)
    show(card, computed(CUBIC, ADAM), k=3, **SIMPLE)
    text = written(card)
    assert "m̂=" in text and "v̂=" in text and "Δw" not in text
    show(card, computed(CUBIC, {"optimizer": {"kind": "nadam", "lr": 0.01}}), k=3)
    assert "Δw=" in written(card)  # which the box does not explain


def test_that_the_partials_are_folded_where_the_rate_is_what_matters(card: StepCard) -> None:
    show(card, computed(CUBIC), **SIMPLE | {"arrangement": "rates"})
    assert card.view.fold.text() == "Partials and predicted change"
    assert written(card).splitlines() == ["f3→2.571fellby14%"]
    change(card, step_unfolded=True)
    assert "=6xy" in written(card)


def test_that_a_fall_is_good_and_a_rise_is_bad_in_words_and_colour(card: StepCard) -> None:
    look = theme.light()
    show(card, computed(BOWL), look, **SIMPLE)
    assert "fellby" in written(card) and ink(card) == look.good
    show(card, computed(BOWL, {"optimizer": {"kind": "sgd", "lr": 1.5}}))
    assert "roseto4timesasmuch" in written(card) and ink(card) == look.bad


def test_that_there_is_no_box_without_an_update(card: StepCard) -> None:
    show(card, computed(CUBIC), ahead_hidden=True)
    assert not card.box.isVisible() and not card.view.fold.isVisible()
    go_to(card, 1)
    assert card.box.isVisible()
    change(card, fog=True)
    assert not card.box.isVisible()


def test_that_the_window_remembers_what_was_unfolded_for_the_next_experiment(window: MainWindow) -> None:
    window.controller.view_model.change(**SIMPLE)
    fold = window.card.view.fold
    assert fold.isVisible() and not fold.isChecked()
    folded = fold.icon().pixmap(16).toImage()
    click(fold)
    assert fold.icon().pixmap(16).toImage() != folded
    assert window.scene.state.moment.step_unfolded and "(whathappened)" in written(window.card)
    window.controller.model.open(computed(BOWL).experiment, None)
    settle(window)
    assert fold.isChecked() and "(whathappened)" in written(window.card)
