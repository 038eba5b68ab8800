"""Every control of the window says what it is, to the eye and to a screen reader."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSlider,
    QAbstractSpinBox,
    QComboBox,
    QHeaderView,
    QLineEdit,
    QScrollBar,
    QWidget,
)

import gdviz
from gdviz.gui.shell.main_window import MainWindow
from gdviz.gui.widgets.timebar import TimeBar
from gdviz.paths import resources
from tests.gui.conftest import OpenWindow
from tests.making import a_run, an_experiment, quadratic, with_data

pytestmark = pytest.mark.one_window

CONTROLS = (QAbstractButton, QLineEdit, QComboBox, QAbstractSlider, QAbstractSpinBox, QAbstractItemView)
MOVING = (QAbstractItemView, TimeBar)
"""Their tool tips are those of the place under the mouse."""

EXPERIMENTS: dict[str, Callable[[], gdviz.Experiment]] = {
    "races": lambda: gdviz.load(resources() / "experiments" / "three_optimizers.json"),
    "data": lambda: gdviz.Experiment.from_dict(with_data({"size": 2})),
    "one parameter": lambda: an_experiment(quadratic(1), [a_run((1,))]),
}


def controls(window: MainWindow) -> list[QWidget]:
    """What a person can press, type into, or drag."""
    return [
        widget
        for widget in window.findChildren(QWidget)
        if isinstance(widget, CONTROLS)
        and widget.isVisible()
        and not isinstance(widget, QScrollBar | QHeaderView)
        and not isinstance(widget.parentWidget(), QComboBox | QAbstractSpinBox)
    ]


def called(widget: QWidget) -> str:
    """What a screen reader says that it is."""
    accessible: Any = QAccessible.queryAccessibleInterface(widget)
    return str(accessible.text(QAccessible.Text.Name))


@pytest.mark.parametrize("language", ["en", "ko"])
@pytest.mark.parametrize("what", EXPERIMENTS)
def test_that_every_control_has_a_name_and_a_tool_tip(what: str, language: str, open_window: OpenWindow) -> None:
    window = open_window(EXPERIMENTS[what]())
    window.set_language(language)
    QTest.qWait(450)  # the long lists are made
    found = controls(window)
    assert len(found) > 35
    nameless = [(type(widget).__name__, widget.objectName()) for widget in found if not called(widget).strip()]
    bare = [
        (type(widget).__name__, widget.objectName())
        for widget in found
        if not widget.toolTip().strip() and not isinstance(widget, MOVING)
    ]
    window.set_language("en")
    assert nameless == []
    assert bare == []
