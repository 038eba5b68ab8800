from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFontMetrics
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from gdviz import experiment, paths
from gdviz.gui.kernel.run_style import RunStyle
from gdviz.gui.plots.run_legend import RunLegend
from gdviz.gui.style import fonts
from gdviz.gui.style import theme as themes
from tests.gui.conftest import OpenWindow
from tests.gui.driving import key, settle
from tests.making import a_run, an_experiment, quadratic

pytestmark = pytest.mark.one_window

NAMES = ["GD", "GD + momentum", "Adam with a long name"]


def legend(qtbot: QtBot, width: int) -> RunLegend:
    made = RunLegend()
    qtbot.addWidget(made)
    made.resize(width, 24)
    styles = [RunStyle(QColor("red")), RunStyle(QColor("blue"), drawn=False), RunStyle(QColor("green"), dashed=True)]
    made.set_runs(NAMES, styles, themes.light())
    made.show()
    return made


def test_that_the_runs_that_are_drawn_are_named_whole_where_there_is_room(qtbot: QtBot) -> None:
    made = legend(qtbot, 600)
    assert [name for _, name in made.shown()[0]] == ["GD", "Adam with a long name"]
    picture = made.grab().toImage()
    x = round(made.shown()[0][0][0])
    assert picture.pixelColor(x + 5, 12) == QColor("red")
    assert made.accessibleName() == "GD, Adam with a long name"


def test_that_long_names_are_cut_first(qtbot: QtBot) -> None:
    (first, short), (second, cut) = legend(qtbot, 150).shown()[0]
    assert short == "GD" and cut.startswith("Adam") and cut.endswith("…")
    assert 0 <= first < second < 150


def test_that_runs_without_room_are_counted(qtbot: QtBot) -> None:
    made = RunLegend()
    qtbot.addWidget(made)
    made.resize(600, 24)
    names = [f"run {i + 1}" for i in range(23)] + ["a" * 3000]
    made.set_runs(names, [RunStyle(QColor("red"))] * 24, themes.light())
    named, more = made.shown()
    assert named[0][0] >= 0 and [name for _, name in named] == names[: len(named)], "none needs to be cut"
    assert more == f"+{24 - len(named)}" and 5 < len(named) < 24
    made.resize(80, 24)
    (_, name), *_ = made.shown()[0]
    assert name


def test_that_a_race_is_named_while_presenting(open_window: OpenWindow) -> None:
    runs = [{**a_run((1, 1)), "label": name} for name in NAMES]
    window = open_window(an_experiment(quadratic(1, 4), runs, steps=20))
    assert not window.loss.findChildren(RunLegend)
    key(window, Qt.Key.Key_F5)
    settle(window)
    window.commands.arrange("race")  # the losses are seen in it without a click
    settle(window)
    (made,) = window.loss.findChildren(RunLegend)
    seen, names = made.isVisible(), [name for _, name in made.shown()[0]]
    key(window, Qt.Key.Key_Escape)
    settle(window)
    assert seen and names == NAMES
    assert not any(one.isVisible() for one in window.loss.findChildren(RunLegend))


def test_that_a_run_alone_needs_no_name(open_window: OpenWindow) -> None:
    window = open_window(an_experiment(quadratic(1, 4), [a_run((1, 1))], steps=20))
    key(window, Qt.Key.Key_F5)
    settle(window)
    assert not any(one.isVisible() for one in window.loss.findChildren(RunLegend))
    key(window, Qt.Key.Key_Escape)  # the size of the type is that of the whole program
    settle(window)


@pytest.mark.parametrize("language", ["en", "ko"])
@pytest.mark.parametrize(("size", "least"), [((1024, 700), 3), ((1280, 720), 4)])
def test_that_the_rates_of_a_race_are_whole_while_presenting_in_a_small_window(
    open_window: OpenWindow, language: str, size: tuple[int, int], least: int
) -> None:
    window = open_window(experiment.load(paths.resources() / "lessons/41_four_rates.json"))
    window.resize(*size)
    window.set_language(language)
    key(window, Qt.Key.Key_F5)
    settle(window)
    QTest.qWait(60)
    (made,) = window.loss.findChildren(RunLegend)
    labels = [window.scene.label(run) for run in range(4)]
    placed, more = made.shown()
    font, width, seen = made.drawn_font(), made.width(), window.table.isVisible()
    key(window, Qt.Key.Key_Escape)
    settle(window)
    named = [name for _, name in placed]
    assert named == labels[: len(named)] and more == (f"+{4 - len(named)}" if len(named) < 4 else "")
    assert len(named) >= least and seen, "the table names the others"
    last = placed[-1][0] + QFontMetrics(font).horizontalAdvance(named[-1])
    assert placed[0][0] >= 0 and last <= width
    assert font.pixelSize() >= fonts.BODY
