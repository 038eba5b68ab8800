"""Nothing is shown by colour alone: runs, basins, verdicts and folds differ in shape or word, too.

The tip of each disabled control says why it is disabled.
"""

from __future__ import annotations

import itertools
import re

import numpy as np
import pytest
from PySide6.QtWidgets import QAbstractButton, QAbstractSlider, QAbstractSpinBox, QComboBox, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from gdviz import run_marks
from gdviz.engine.basins import DIVERGED, NOWHERE, VALLEY, Ends
from gdviz.gui.card.step_fold import StepFold
from gdviz.gui.explore.basin_colours import HUES
from gdviz.gui.explore.basin_legend import name
from gdviz.gui.explore.basin_work import Frame, Map
from gdviz.gui.export.export_image import ExportImageDialog
from gdviz.gui.kernel.run_style import numbered
from gdviz.gui.runs.run_rows import _BAD, _GOOD, _KINDS, RunModel
from gdviz.gui.style import theme
from gdviz.view_state import ARRANGEMENTS
from tests.gui.conftest import OpenWindow
from tests.gui.driving import settle
from tests.gui.plot_runs import LINE
from tests.making import a_run, an_experiment, expression

pytestmark = pytest.mark.one_window

HANDS = (QAbstractButton, QAbstractSlider, QAbstractSpinBox, QComboBox, QLineEdit)
BOTH = pytest.mark.parametrize("which", [theme.dark(), theme.light()], ids=lambda t: t.name)


@BOTH
def test_that_any_two_runs_differ_in_their_marker_and_on_paper_in_their_line(which: theme.Theme) -> None:
    for paper in (False, True):
        styles = [numbered(i, which, paper=paper) for i in range(run_marks.LOOKS)]
        for one, other in itertools.combinations(styles, 2):
            assert one.marker != other.marker
    lines = [numbered(i, which, paper=True).pattern for i in range(run_marks.COLOURS)]
    assert len(set(lines)) == run_marks.COLOURS
    assert run_marks.RECORDED not in lines


def test_that_basins_differ_by_their_number_where_hues_repeat() -> None:
    count = len(HUES) + 3
    minima = np.column_stack((np.arange(count), np.zeros(count)))
    basin = np.array([*range(count), VALLEY, NOWHERE, DIVERGED])
    ends = Ends(basin, np.ones(len(basin), dtype=int), np.zeros(len(basin)), minima, np.arange(count, dtype=float))
    made = Map(Frame(((0, 1), (0, 1)), (0.0, 0.0)), (1, len(basin)), ends, 10)
    names = [name(made, int(each)) for each in basin]
    assert [words.split()[0] for words in names[:count]] == [str(number + 1) for number in range(count)]
    assert len(set(names)) == len(names) and all(names)


def test_that_each_kind_of_verdict_has_a_word_of_its_own() -> None:
    words = {kind: RunModel()._word(kind) for kind in _KINDS}
    assert all(words.values())
    coloured = [words[kind] for kind in (*_GOOD, *_BAD)]
    others = [word for kind, word in words.items() if kind not in _GOOD | _BAD]
    assert len(set(coloured)) == len(coloured) and not set(coloured) & set(others)


def test_that_what_is_folded_has_another_shape_than_what_is_open(qtbot: QtBot) -> None:
    fold = StepFold()
    qtbot.addWidget(fold)
    fold.apply_theme(theme.light())
    pictures = []
    for is_open in (False, True):
        fold.set_open(is_open)
        alpha = fold.icon().pixmap(16, 16).toImage().createAlphaMask()
        pictures.append(alpha)
    assert pictures[0] != pictures[1]


CURVE = an_experiment(expression("x^4 - 3*x^2 + x", domain=[[-2, 2]]), [a_run((1.8,))])
DATA = an_experiment(
    LINE, [{**a_run((0, 0)), "batch": {"size": 5, "shuffle": True}, "label": label} for label in "ab"], steps=8
)
USUAL = {
    "warmupFactorField": "length",
    "buttonDeleteRun": "only run",
    "surface3dButton": "two parameters",
    "surfaceBothButton": "two parameters",
    "fogChip": "two parameters",
    "compassChip": "two parameters",
    "sliceChip": "two parameters",
    "reliefArrangementButton": "two parameters",
    "dataArrangementButton": "it needs data",
}
"""The reason that the tip of each disabled control gives, for a curve."""


def disabled(top: QWidget) -> list[QWidget]:
    """The controls in sight that are disabled."""
    parts = [part for part in top.findChildren(QWidget) if isinstance(part, HANDS) and part.isVisible()]
    return [part for part in parts if not part.isEnabled() and not part.objectName().startswith("qt_")]


@pytest.mark.parametrize("experiment", [CURVE, DATA], ids=["a curve", "data"])
def test_that_what_is_disabled_says_why(open_window: OpenWindow, experiment: object) -> None:
    window = open_window(experiment)  # type: ignore[arg-type]
    seen = set()
    for arrangement in ARRANGEMENTS:
        window.bench.change(arrangement=arrangement, arranged=True, detail="full")
        settle(window)
        for part in disabled(window):
            seen.add(part.objectName())
            assert re.search(USUAL[part.objectName()], part.toolTip()), (part.objectName(), part.toolTip())
    assert seen == (set(USUAL) if experiment is CURVE else {"warmupFactorField"})


def test_that_the_tip_of_what_is_enabled_again_no_longer_says_why_not(open_window: OpenWindow) -> None:
    window = open_window(CURVE)
    before = window.panel.warmup_factor.toolTip()
    window.controller.edit("warmup", {"length": 2, "unit": "step", "start_factor": 0.1})
    assert window.panel.warmup_factor.isEnabled() and window.panel.warmup_factor.toolTip() != before


def test_that_the_export_says_why_a_field_or_its_button_rests(open_window: OpenWindow, qtbot: QtBot) -> None:
    window = open_window(CURVE)
    dialog = ExportImageDialog(window.bench, window.surface)
    qtbot.addWidget(dialog)
    dialog.show()
    form = dialog.form
    form.preset.setCurrentIndex(form.preset.findData("slide"))
    form.path.setText("")
    form.run.setCurrentIndex(form.run.findData("every"))
    found = disabled(dialog)
    assert {*found} >= {form.width_, form.height_, form.playhead, dialog.export_button}
    assert all(part.toolTip() for part in found), [part.toolTip() for part in found]
    form.preset.setCurrentIndex(form.preset.findData("own"))
    assert not form.width_.toolTip()
