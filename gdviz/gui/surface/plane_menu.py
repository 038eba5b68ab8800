"""The menu that chooses the plane of a problem of many parameters, made when it is opened."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu

from gdviz.engine.planes import PlaneChoice
from gdviz.gui.style.translating import translate
from gdviz.messages import mark

if TYPE_CHECKING:
    from gdviz.problems.problem import Problem

Choose = Callable[[PlaneChoice], None]


def fill(menu: QMenu, problem: Problem, choice: PlaneChoice, choose: Choose) -> None:
    """Fill a menu with the planes of `problem`; `choose` is called with the PlaneChoice that a person makes."""
    spans = QActionGroup(menu)
    words = {
        "parameters": mark("Two parameters"),
        "hessian": mark("Leading eigenvectors of the Hessian"),
        "path": mark("Principal components of the paths"),
    }
    fits = QActionGroup(menu)
    words_of_runs = {"visible": mark("Fitted to all visible runs"), "chosen": mark("Fitted to the chosen run alone")}
    for by, word in words.items():
        _add(menu, spans, f"plane_{by}", word, choice, replace(choice, by=by), choose)  # type: ignore[arg-type]
    menu.addSeparator()
    for runs, word in words_of_runs.items():
        option = replace(choice, by="path", runs=runs)  # type: ignore[arg-type]
        _add(menu, fits, f"plane_runs_{runs}", word, choice, option, choose)
    menu.addSeparator()
    for place, title in enumerate((mark("Across: {name}"), mark("Up: {name}"))):
        _axis_menu(menu, place, translate(title), problem, choice, choose)
    menu.addSeparator()
    points = QActionGroup(menu)
    _add(menu, points, "plane_point", mark("Through the current point"), choice, replace(choice, at="point"), choose)
    low = _add(
        menu, points, "plane_minimum", mark("Through the minimum"), choice, replace(choice, at="minimum"), choose
    )
    if not problem.minima:
        menu.setToolTipsVisible(True)
        low.setEnabled(False)
        low.setToolTip(translate(mark("No minimum of this loss is known.")))


def _axis_menu(menu: QMenu, place: int, title: str, problem: Problem, choice: PlaneChoice, choose: Choose) -> None:
    """Add the submenu of parameters for an axis; choosing the parameter of the other axis swaps the two."""
    axes = QMenu(title.format(name=problem.names[choice.axes[place]]), menu)
    axes.setObjectName(("planeAcross", "planeUp")[place])
    menu.addMenu(axes)
    group = QActionGroup(axes)
    for k, name in enumerate(problem.names):
        pair = list(choice.axes)
        if k == pair[1 - place]:
            pair.reverse()
        else:
            pair[place] = k
        option = replace(choice, by="parameters", axes=(pair[0], pair[1]))
        action = _add(axes, group, f"plane_axis_{k}", name, choice, option, choose)
        action.setChecked(choice.by == "parameters" and choice.axes[place] == k)


def _add(
    menu: QMenu, group: QActionGroup, name: str, text: str, now: PlaneChoice, option: PlaneChoice, choose: Choose
) -> QAction:
    action = QAction(translate(text), menu)
    action.setObjectName(name)
    action.setCheckable(True)
    group.addAction(action)
    action.setChecked(option == now)
    action.triggered.connect(lambda: choose(option))
    menu.addAction(action)
    return action
