"""Opening one experiment after the other keeps nothing of those before."""

from __future__ import annotations

import gc
from collections import Counter

import sympy
from PySide6.QtCore import QObject

import gdviz
from gdviz.engine.trajectory import RunRecord
from gdviz.formula.formula import Formula
from gdviz.gui.shell.main_window import MainWindow
from gdviz.optimizers.optimizer import Optimizer
from gdviz.problems.problem import Problem
from tests.gui.driving import settle
from tests.making import a_run, an_experiment

KINDS = (Problem, Optimizer, RunRecord, gdviz.Experiment, Formula, sympy.Basic)


def one_of(number: int) -> gdviz.Experiment:
    """An experiment with a formula of its own."""
    formula = f"(x^2 + y - {number})^2 + sin({number}*x*y)*exp(-x^2/{number})"
    runs = [a_run((1, 1), {"kind": kind, "lr": 1e-4}) for kind in ("sgd", "adam", "rmsprop")]
    return an_experiment({"kind": "expression", "expression": formula, "domain": [[-4, 4], [-4, 4]]}, runs)


def alive(window: MainWindow) -> Counter[str]:
    """How many objects of each kind there are; Qt's by the tree of the window and by the scene of its surface."""
    gc.collect()
    found: Counter[str] = Counter()
    for value in gc.get_objects():
        found.update(kind.__name__ for kind in KINDS if issubclass(type(value), kind))
    found["children"] = len(window.findChildren(QObject))
    found["items"] = len(window.surface.box.scene().items())
    return found


def test_that_what_was_open_is_not_kept(window: MainWindow) -> None:
    numbers = iter(range(1, 100))

    def open_some(count: int) -> Counter[str]:
        for _ in range(count):
            window.controller.model.open(one_of(next(numbers)), None)
            settle(window)
        return alive(window)

    first = open_some(22)  # until the last few, which are kept for coming back to them, are as many as they may be
    second = open_some(10)
    grown = {kind: second[kind] - first[kind] for kind in second}
    assert all(more < 8 for more in grown.values()), grown
