from __future__ import annotations

import math

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor
from pytestqt.qtbot import QtBot

from gdviz.gui.widgets.frame import Panel
from gdviz.gui.widgets.labels import ElidedLabel
from gdviz.gui.widgets.segmented import SegmentedButtons
from gdviz.gui.widgets.sliders import LogSlider, SliderMark
from tests.gui.driving import activate


@pytest.fixture
def slider(qtbot: QtBot) -> LogSlider:
    made = LogSlider("lrSlider")
    qtbot.addWidget(made)
    made.set_limits(1e-4, 10.0)
    made.set_number(0.01)
    made.resize(300, 24)
    return made


def test_that_a_logarithmic_slider_is_even_in_the_logarithm(slider: LogSlider) -> None:
    assert slider.value() == round(slider.maximum() * 2 / 5)
    slider.set_number(1e-4)
    assert slider.value() == 0
    slider.set_number(10)
    assert slider.value() == slider.maximum()


def test_that_setting_its_number_is_silent_and_exact(slider: LogSlider) -> None:
    seen: list[float] = []
    slider.moved.connect(seen.append)
    slider.set_number(0.012345)
    assert seen == []
    assert slider.number() == 0.012345


def test_that_the_handle_stands_at_the_end_for_the_largest_numbers(slider: LogSlider) -> None:
    for number in (1.7e308, math.inf):  # over the lowest number both are infinite
        slider.set_number(number)
        assert slider.value() == slider.maximum()


def test_that_arrow_keys_step_through_the_decade(qtbot: QtBot, slider: LogSlider) -> None:
    seen: list[float] = []
    slider.moved.connect(seen.append)
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Left, Qt.Key.Key_Left, Qt.Key.Key_PageUp):
        qtbot.keyClick(slider, key)
    assert seen == [0.02, 0.01, 0.009, 0.09]


def test_that_keys_stop_at_the_limits(qtbot: QtBot, slider: LogSlider) -> None:
    slider.set_number(10.0)
    qtbot.keyClick(slider, Qt.Key.Key_Right)
    assert slider.number() == 10.0


def test_that_keys_lead_up_from_zero(qtbot: QtBot, slider: LogSlider) -> None:
    slider.set_number(0.0)
    qtbot.keyClick(slider, Qt.Key.Key_Right)
    assert slider.number() == 0.0002


def test_that_a_drag_is_many_moves_and_one_release(qtbot: QtBot, slider: LogSlider) -> None:
    seen: list[str] = []
    slider.moved.connect(lambda _: seen.append("moved"))
    slider.released.connect(lambda: seen.append("released"))
    slider.show()
    qtbot.mousePress(slider, Qt.MouseButton.LeftButton, pos=QPoint(60, 12))
    for x in (100, 150, 200):
        qtbot.mouseMove(slider, QPoint(x, 12))
        slider.setSliderPosition(slider.position_at(x))
    qtbot.mouseRelease(slider, Qt.MouseButton.LeftButton, pos=QPoint(200, 12))
    assert seen.count("released") == 1
    assert seen[-1] == "released"
    assert seen.count("moved") >= 4


def test_that_a_click_goes_to_the_place_clicked(qtbot: QtBot, slider: LogSlider) -> None:
    slider.show()
    qtbot.mouseClick(slider, Qt.MouseButton.LeftButton, pos=QPoint(150, 12))
    assert slider.number() == pytest.approx(10**-1.5, rel=0.05)
    assert slider.number() == float(f"{slider.number():.3g}")


def test_that_a_slider_moved_by_its_position_emits_the_number(slider: LogSlider) -> None:
    seen: list[float] = []
    slider.moved.connect(seen.append)
    slider.setValue(slider.maximum())
    assert seen == [10.0]


def test_that_the_limits_must_be_positive_and_in_order(slider: LogSlider) -> None:
    for low, high in ((0, 1), (1, 1), (-1, 1)):
        with pytest.raises(ValueError, match="0 < low < high"):
            slider.set_limits(low, high)


def test_that_marks_are_drawn_in_their_colour(slider: LogSlider) -> None:
    slider.set_marks([SliderMark(1.0, QColor("#ff0000"), ""), SliderMark(1e9, QColor("#00ff00"), "")])
    image = slider.grab().toImage()
    found = {image.pixelColor(x, y).name() for x in range(image.width()) for y in range(image.height())}
    assert "#ff0000" in found
    assert "#00ff00" not in found


@pytest.mark.parametrize("numbers", [(0.05,), (0.05, 0.08), (0.08, 0.05), (0.01, 0.1, 0.13), (0.05, 9.0), (3.0, 5.0)])
def test_that_the_word_of_the_lowest_wall_stands_beside_all_walls(
    slider: LogSlider, numbers: tuple[float, ...]
) -> None:
    slider.leave_room_for_words(True)
    color = QColor("#ff0000")
    slider.set_marks([SliderMark(number, color, "", wall=True, word="unstable") for number in (*numbers, 1e-9, 1e9)])
    found = slider.place_of_word()
    assert found is not None and found[0].number == min(numbers)
    place = found[1]
    assert place.left() >= 0 and place.right() <= slider.width()
    walls = [slider.x_of(number) for number in numbers]
    assert not any(place.left() - 1 < x < place.right() + 1 for x in walls)
    assert min(walls) < place.left() or min(walls) > slider.x_of(2.0), "what is over the wall is unstable"


def test_that_no_word_is_written_without_a_wall_in_sight_or_room(slider: LogSlider) -> None:
    color = QColor("#ff0000")
    slider.set_marks([SliderMark(0.05, color, "", wall=True, word="unstable")])
    assert slider.place_of_word() is None, "no room"
    slider.leave_room_for_words(True)
    assert slider.place_of_word() is not None
    slider.set_marks([SliderMark(1e9, color, "", wall=True, word="unstable")])
    assert slider.place_of_word() is None


@pytest.fixture
def segments(qtbot: QtBot) -> SegmentedButtons:
    made = SegmentedButtons()
    qtbot.addWidget(made)
    for key in ("loss", "basins", "both"):
        made.add(key, key.title(), f"Show {key}", f"{key}Button")
    return made


def test_that_one_segment_is_chosen_and_signalled(qtbot: QtBot, segments: SegmentedButtons) -> None:
    seen: list[str] = []
    segments.chosen.connect(seen.append)
    assert segments.current() == "loss"
    qtbot.mouseClick(segments.button("both"), Qt.MouseButton.LeftButton)
    segments.set_current("basins")
    assert segments.current() == "basins"
    assert seen == ["both"]


def test_that_arrow_keys_choose_a_segment(qtbot: QtBot, segments: SegmentedButtons) -> None:
    segments.show()
    activate(segments)
    segments.button("loss").setFocus()
    qtbot.waitUntil(segments.button("loss").hasFocus)
    qtbot.keyClick(segments.button("loss"), Qt.Key.Key_Right)
    assert segments.current() == "basins"


def test_that_segments_know_their_place(segments: SegmentedButtons) -> None:
    assert [segments.button(k).property("segment") for k in ("loss", "basins", "both")] == ["first", "middle", "last"]


def test_that_a_cut_label_shows_the_whole_in_its_tool_tip(qtbot: QtBot) -> None:
    label = ElidedLabel("converged to the minimum at (3, 2)")
    qtbot.addWidget(label)
    label.resize(label.sizeHint())
    label.grab()
    assert label.shown() == label.text()
    assert label.toolTip() == ""
    label.resize(60, 20)
    label.grab()
    assert label.shown().endswith("…")
    assert label.toolTip() == label.text() == label.accessibleName()


def test_that_a_label_leaves_out_whole_sentences_before_it_cuts_a_word(qtbot: QtBot) -> None:
    label = ElidedLabel("Darker: more steps. A click opens a run. Without noise.")
    label.leaves_sentences = True
    qtbot.addWidget(label)
    label.resize(label.sizeHint())
    measure = label.fontMetrics().horizontalAdvance
    shown = []
    for width in (label.width(), label.width() - 10, measure("Darker: more steps. A"), 40):
        label.resize(width, 20)
        label.grab()
        shown.append(label.shown())
    assert shown[:3] == [label.text(), "Darker: more steps. A click opens a run.", "Darker: more steps."]
    assert shown[3].endswith("…") and label.toolTip() == label.text()


def test_that_a_label_that_may_leave_its_brackets_says_how_wide_it_is_without(qtbot: QtBot) -> None:
    label = ElidedLabel("Rugged (Styblinski-Tang)")
    qtbot.addWidget(label)
    assert label.short_width() == label.sizeHint().width()
    label.leaves_brackets = True
    label.resize(label.short_width(), 20)
    label.grab()
    assert label.shown() == "Rugged"


def test_that_a_panel_shows_its_head_only_with_a_title(qtbot: QtBot) -> None:
    panel = Panel("Loss")
    qtbot.addWidget(panel)
    assert panel.head.text() == "LOSS"
    assert panel.accessibleName() == "Loss"
    panel.setTitle("")
    assert panel.head.isHidden()


def test_that_the_shown_segments_are_round_at_both_ends(qtbot: QtBot) -> None:
    segments = SegmentedButtons()
    qtbot.addWidget(segments)
    buttons = [segments.add(key, key) for key in "abc"]
    segments.set_shown("a", False)
    assert [button.property("segment") for button in buttons[1:]] == ["first", "last"]
    segments.set_shown("a", True)
    assert [button.property("segment") for button in buttons] == ["first", "middle", "last"]
