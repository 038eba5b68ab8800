"""The window in Korean: nothing is left in English, nothing is cut off."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pyqtgraph as pg
import pytest
from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAction, QColor, QFont, QImage, QPainter
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QGraphicsView,
    QLabel,
    QLineEdit,
    QMenu,
    QTableView,
    QWidget,
)

from gdviz.experiment import Experiment
from gdviz.gui.shell.main_window import MainWindow
from gdviz.gui.style.language import set_language
from gdviz.gui.widgets.labels import ElidedLabel
from gdviz.registry import plugins
from tests.gui.conftest import OpenWindow
from tests.gui.driving import settle
from tests.making import a_run, an_experiment, expression, quadratic

NAMES = {
    "amsgrad", "bfgs", "nesterov", "sgd", "tanh", "cpu", "gpu", "numpy", "cupy", "gdviz", "english", "enter", "bmi",
    "json", "ins", "del", "esc", "tex", "latex", "amsmath", "align", "sin", "cos", "tan", "exp", "log",
    "sqrt", "abs", "min", "max", "floor", "lambda",
}  # fmt: skip
"""What keeps its name in Korean: methods (optimizers besides), programs, keys, functions of formulas."""


@pytest.fixture(autouse=True)
def english_again() -> Iterator[None]:
    yield
    app = QApplication.instance()
    if isinstance(app, QApplication):
        set_language(app, "en")


def korean(open_window: OpenWindow, experiment: Experiment | None = None) -> MainWindow:
    window = open_window(experiment)
    window.set_language("ko")
    settle(window)
    return window


def with_schedules() -> Experiment:
    """A data problem with runs of several schedules, under a warm-up, and of two optimizers."""
    kinds = plugins("gdviz.schedules")
    schedules = [{"kind": kind, **kinds[kind].proposed(20.0)} for kind in ("constant", "step", "cosine", "linear")]  # type: ignore[attr-defined]
    warmup = {"length": 2, "start_factor": 0.1, "unit": "epoch"}
    runs = [
        a_run((0, 0), {"kind": "sgd", "lr": 0.05}, schedule=schedule, warmup=warmup, batch={"size": 32})
        for schedule in schedules
    ]
    runs += [a_run((0, 0), {"kind": kind, "lr": 0.05}, batch={"size": 100}) for kind in ("sgd", "adam")]
    problem = {"kind": "linear_regression", "data": {"kind": "builtin", "name": "noisy_line"}}
    return an_experiment(problem, [{**run, "label": str(i)} for i, run in enumerate(runs)], epochs=4)


EXPERIMENTS: dict[str, Any] = {
    "the worked example": lambda: None,
    "schedules, optimizers, data": with_schedules,
    "local minimum": lambda: an_experiment("rastrigin", [a_run((0.8, 1.8), {"kind": "sgd", "lr": 0.001})], steps=200),
    "diverged": lambda: an_experiment("sphere", [a_run((1, 1), {"kind": "sgd", "lr": 1.1})], steps=3000),
    "unbounded": lambda: an_experiment("saddle", [a_run((1, 1), {"kind": "sgd", "lr": 0.1})], steps=100),
    "saddle": lambda: an_experiment("saddle", [a_run((1, 0), {"kind": "sgd", "lr": 0.2})], steps=300),
    "oscillating": lambda: an_experiment(quadratic(1, 2), [a_run((1, 1), {"kind": "sgd", "lr": 1.0})], steps=100),
    "converged": lambda: an_experiment(quadratic(1, 2), [a_run((1, 1), {"kind": "sgd", "lr": 0.3})], steps=200),
    "one parameter": lambda: an_experiment(expression("x^2"), [a_run((1,))]),
    "three parameters": lambda: an_experiment(quadratic(1, 2, 3), [a_run((1, 1, 1))]),
}


def shown(window: MainWindow) -> Iterator[tuple[str, str]]:
    """(where, text) of everything that a person may read or hear."""
    for action in window.findChildren(QAction):
        if _in_plot_menu(action):
            continue
        yield f"action {action.objectName()}", action.text()
        yield f"tip of {action.objectName()}", action.toolTip()
    for widget in window.findChildren(QWidget):
        if _in_plot_menu(widget):
            continue
        where = f"{type(widget).__name__} {widget.objectName()}"
        yield f"tip of {where}", widget.toolTip()
        yield f"name of {where}", widget.accessibleName()
        yield f"description of {where}", "" if widget is window.card else widget.accessibleDescription()
        match widget:
            case QMenu():
                yield where, widget.title()
            case QLabel() | QAbstractButton():
                yield where, widget.text()
            case QComboBox():
                yield from ((where, widget.itemText(i)) for i in range(widget.count()))
            case QLineEdit():
                yield where, widget.placeholderText()
            case QTableView():
                yield from _table(widget, where)
            case QGraphicsView():
                yield from _plot(widget, where)
    yield "card", window.card.plain_text()


def _in_plot_menu(part: QObject | None) -> bool:
    """Whether it belongs to the menus that pyqtgraph makes for each plot, and that the views have turned off."""
    while part is not None and not isinstance(part, pg.GraphicsScene) and not _is_plot_menu(part):
        part = part.parent()
    return part is not None


def _is_plot_menu(part: QObject) -> bool:
    return isinstance(part, QMenu) and part.title() == "Plot Options"


def _table(table: QTableView, where: str) -> Iterator[tuple[str, str]]:
    model = table.model()
    for column in range(model.columnCount()):
        yield where, str(model.headerData(column, Qt.Orientation.Horizontal))
        for row in range(model.rowCount()):
            yield where, str(model.index(row, column).data())
            yield f"tip of {where}", str(model.index(row, column).data(Qt.ItemDataRole.ToolTipRole))


def _plot(view: QGraphicsView, where: str) -> Iterator[tuple[str, str]]:
    for item in view.scene().items() if view.scene() is not None else ():
        if isinstance(item, pg.PlotItem):
            assert not item.menuEnabled()
            assert not item.vb.menuEnabled()
        elif isinstance(item, pg.AxisItem):
            yield where, item.labelText
        elif isinstance(item, pg.TextItem):
            yield where, item.toPlainText()


def english_in(text: str) -> list[str]:
    """Words of three letters or more that are no names; an English word in brackets explains the Korean before it."""
    plain = re.sub(r"<[^>]*>", " ", text.replace("&", ""))
    plain = re.sub(
        r"(?<=[가-힣])\([A-Za-zéö ,=-]+\)|\((Ctrl|Shift|Alt|Space|Right|Left|Home|End|Del)[^)]*\)", " ", plain
    )
    labels = [cls.label.lower() for cls in plugins("gdviz.optimizers").values()]  # type: ignore[attr-defined]
    methods = {*labels, *(word for label in labels for word in label.split())}
    return [word for word in re.findall(r"[A-Za-z]{3,}", plain) if word.lower() not in NAMES | methods]


@pytest.mark.parametrize("name", EXPERIMENTS)
def test_that_no_english_is_left_in_the_window(open_window: OpenWindow, name: str) -> None:
    window = korean(open_window, EXPERIMENTS[name]())
    left = set()
    for run in range(len(window.experiment.runs)):
        window.controller.choose_run(run)
        settle(window)
        left |= {(where, text) for where, text in shown(window) if english_in(text)}
    assert sorted(left) == []


def test_that_a_wrong_value_is_refused_in_korean(open_window: OpenWindow) -> None:
    window = korean(open_window)
    window.panel.lr.setText("-1")
    assert not window.panel.lr._check()
    assert window.panel.lr.problem() == "허용 범위: > 0. 입력값: -1"


def test_that_the_language_changes_while_the_window_is_open(open_window: OpenWindow) -> None:
    window = korean(open_window)
    assert window.bench.actions["actionOpen"].text() == "열기(&O)…"
    assert window.bench.actions["actionPlay"].toolTip() == "재생 (Space)"
    window.set_language("en")
    settle(window)
    assert window.bench.actions["actionOpen"].text() == "&Open…"
    assert not [text for _, text in shown(window) if re.search("[가-힣]", text) and "한국어" not in text]


@pytest.mark.parametrize("size", [(1024, 700), (1440, 900)])
@pytest.mark.parametrize("name", ["the worked example", "schedules, optimizers, data", "local minimum"])
def test_that_no_text_is_cut_off(open_window: OpenWindow, name: str, size: tuple[int, int]) -> None:
    window = korean(open_window, EXPERIMENTS[name]())
    window.resize(*size)
    settle(window)
    QApplication.processEvents()
    cut = [
        (type(widget).__name__, widget.objectName(), widget.text())
        for widget in window.findChildren(QWidget)
        if isinstance(widget, QLabel | QAbstractButton) and widget.isVisible() and _is_cut(widget)
    ]
    assert cut == []


def _is_cut(widget: QLabel | QAbstractButton) -> bool:
    if not widget.text() or isinstance(widget, ElidedLabel):  # that one ends in dots and shows all in its tip
        return False
    if isinstance(widget, QLabel) and widget.wordWrap():
        return widget.heightForWidth(widget.width()) > widget.height()
    return widget.sizeHint().width() > widget.width() or widget.minimumSizeHint().height() > widget.height()


def test_that_hangul_is_drawn_and_not_a_box(open_window: OpenWindow) -> None:
    font = korean(open_window).font()
    drawn = [_drawn(syllable, font) for syllable in "가힣골짜기"]
    assert all(drawn[0] != other for other in drawn[1:])


def _drawn(text: str, font: QFont) -> QImage:
    image = QImage(40, 40, QImage.Format.Format_RGB32)
    image.fill(QColor("white"))
    painter = QPainter(image)
    painter.setFont(font)
    painter.drawText(4, 30, text)
    painter.end()
    return image
