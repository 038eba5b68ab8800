from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from gdviz.gui.explore.tool_chips import BOTH, CHIPS, ICONS, MENU, WORDS, ToolChips
from gdviz.gui.shell.main_window import MainWindow
from tests.gui.conftest import OpenWindow
from tests.gui.driving import child, click, key, settle
from tests.gui.plot_runs import BOWL, computed
from tests.gui.scenes import show
from tests.making import a_run, an_experiment

pytestmark = pytest.mark.one_window

SIMPLE = {"detail": "simple", "arranged": True, "arrangement": "descent"}


@pytest.fixture
def chips(qtbot: QtBot) -> ToolChips:
    actions = {name: QAction() for name in CHIPS}
    for name, action in actions.items():
        action.setCheckable(True)
        action.setShortcut(name[0].upper())
    made = ToolChips(actions)
    made.kept = actions  # type: ignore[attr-defined]
    qtbot.addWidget(made)
    made.resize(900, 40)
    made.show()
    show(made, computed(BOWL))  # type: ignore[arg-type]
    return made


def in_row(window: MainWindow) -> list[QPushButton]:
    row = child(window, "toolChips")
    return [button for button in row.findChildren(QPushButton) if button.isVisible()]


def test_that_less_room_leaves_words_then_icons_then_one_button(chips: ToolChips) -> None:
    buttons = list(chips.chips.values())
    seen = []
    for width in (*chips._widths, 60):
        chips.resize(width, 40)
        QApplication.processEvents()
        seen.append(chips.level)
        shown = [button for button in (*buttons, chips.more) if button.isVisible()]
        assert all(chips.rect().contains(button.geometry()) for button in shown)
        assert len(shown) == (1 if chips.level == MENU else len(CHIPS))
        for button in shown:
            assert (button.toolTip() and button.accessibleName()) or button.text()
    assert seen == [BOTH, WORDS, ICONS, MENU]
    assert chips.minimumSizeHint().width() <= 120


def test_that_each_way_has_icons_and_words_as_it_says(chips: ToolChips) -> None:
    for width, words, icons in zip(chips._widths, (True, True, False), (True, False, True), strict=True):
        chips.resize(width, 40)
        QApplication.processEvents()
        for button in chips.chips.values():
            assert (bool(button.text()), not button.icon().isNull()) == (words, icons)


def test_that_a_tool_tip_says_what_it_does_and_its_key(chips: ToolChips) -> None:
    tip = chips.chips["fog"].toolTip()
    assert tip.startswith("Walk down in the fog") and tip.endswith("(F)")


def test_that_the_one_button_asks_for_the_menu(chips: ToolChips) -> None:
    asked: list[object] = []
    chips.menuRequested.connect(asked.append)
    chips.resize(60, 40)
    QApplication.processEvents()
    QTest.mouseClick(chips.more, Qt.MouseButton.LeftButton)
    assert asked == [chips.more]


def test_that_among_all_parts_the_head_has_one_button_with_a_word(window: MainWindow) -> None:
    button = child(window, "exploreButton", QPushButton)
    assert button.isVisible() and button.text() == "Tools"
    assert window.surface.header.gradient_button.isVisible()
    assert window.commands.explore.chips is None or not window.commands.explore.chips.isVisible()


@pytest.mark.parametrize("state", [SIMPLE, {"arranged": True, "arrangement": "race"}, {"detail": "simple"}])
def test_that_elsewhere_the_tools_stand_in_a_row_with_words(window: MainWindow, state: dict[str, str]) -> None:
    window.controller.view_model.change(**state)
    settle(window)
    assert [button.text() for button in in_row(window)] == ["Gradient", "Fog", "Compass", "Slice", "Who arrives where?"]
    header = window.surface.header
    assert not child(window, "exploreButton").isVisible() and not header.gradient_button.isVisible()
    row = child(window, "toolChips")
    assert header.title.geometry().bottom() <= row.y() < header.readout.y()
    window.controller.view_model.change(detail="full", arranged=False)
    assert not row.isVisible() and child(window, "exploreButton").isVisible()


def test_that_a_button_and_its_command_do_the_same(open_window: OpenWindow) -> None:
    window = open_window(an_experiment("himmelblau", [a_run((0, 0.4))]))
    window.controller.view_model.change(**SIMPLE)
    settle(window)
    compass = child(window, "compassChip", QPushButton)
    click(compass)
    assert window.bench.actions["actionCompass"].isChecked() and compass.isChecked()
    window.surface.setFocus()
    key(window, Qt.Key.Key_C)
    assert not compass.isChecked()
    click(child(window, "gradientChip"), QPoint(9, 9))
    assert "gradient" in window.scene.state.experiment.arrows
    click(child(window, "fogChip"), QPoint(9, 9))
    assert window.scene.in_fog and child(window, "fogChip", QPushButton).isChecked()
    click(child(window, "arrivalsChip"), QPoint(9, 9))  # which the fog excludes
    assert not window.scene.in_fog and not child(window, "fogChip", QPushButton).isChecked()


def test_that_on_a_curve_tools_that_need_two_parameters_say_so(open_window: OpenWindow) -> None:
    window = open_window(an_experiment("parabola_1d", [a_run((1,))]))
    window.controller.view_model.change(**SIMPLE)
    settle(window)
    for name in ("fog", "compass", "slice"):
        chip = child(window, f"{name}Chip", QPushButton)
        assert not chip.isEnabled() and chip.toolTip().startswith("This needs two parameters")
    assert child(window, "gradientChip").isEnabled()
    window.controller.model.open(an_experiment("himmelblau", [a_run((0, 0.4))]), None)
    settle(window)
    assert child(window, "fogChip").isEnabled()


def test_that_the_row_has_the_language_of_the_window(window: MainWindow) -> None:
    window.controller.view_model.change(**SIMPLE)
    window.set_language("ko")
    settle(window)
    assert in_row(window)[0].text() == "그레이디언트"


def test_that_the_surface_has_no_switch_to_3d_in_a_simple_descent(window: MainWindow) -> None:
    segments = window.stage.segments
    assert segments.isVisible()
    window.controller.view_model.change(**SIMPLE)
    assert not segments.isVisible()
    window.controller.view_model.change(detail="full")
    assert segments.isVisible()
