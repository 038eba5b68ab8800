"""The menu of the choices for pictures, made when it is opened, for one plot or for all."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from typing import Any, Protocol

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu, QWidget

from gdviz.gui.style.translating import translate
from gdviz.look import Look
from gdviz.messages import mark

Choose = Callable[[Look], None]

_WORDS: dict[str, dict[Any, str]] = {
    "colours": {"oslo": mark("Blue (oslo)"), "cividis": mark("Blue to yellow (cividis)"),
                "batlow": mark("Many colours (batlow)")},
    "levels": {"log": mark("Logarithmic levels"), "linear": mark("Linear levels"), "rank": mark("Levels by rank")},
    "loss_axis": {"auto": mark("Automatic"), "linear": mark("Linear"), "log": mark("Logarithmic"),
                  "best": mark("Above the best known loss")},
    "rate_axis": {"auto": mark("Automatic"), "linear": mark("Linear"), "log": mark("Logarithmic")},
}  # fmt: skip
_NAMES = {
    "colours": mark("Colours of the surface"),
    "levels": mark("Levels of the surface"),
    "contour_labels": mark("Numbers on the contours"),
    "legend": mark("Colour bar"),
    "surface_grid": mark("Grid on the surface"),
    "equal_scales": mark("Equal scales of x and y"),
    "loss_axis": mark("Loss axis"),
    "rate_axis": mark("Learning rate axis"),
    "plot_grid": mark("Grid in the plots"),
}
_PARTS = {
    "surface": ("colours", "levels", "contour_labels", "legend", "surface_grid", "equal_scales"),
    "lossView": ("loss_axis", "plot_grid"),
    "scheduleView": ("rate_axis", "plot_grid"),
}
ALL = (*_PARTS["surface"], "", "loss_axis", *_PARTS["scheduleView"])
"""Every choice, for the menu bar; an empty name is a separator."""


class LookView(Protocol):
    """A view that has a look and can request another."""

    @property
    def look(self) -> Look:
        """How it looks."""

    lookChosen: Any
    """A Signal; PySide's annotations have no type for it that works in a protocol."""

    def fit(self) -> None:
        """Show all."""


def fill(menu: QMenu, names: tuple[str, ...], look: Look, equal: bool, choose: Choose) -> None:
    """Fill a menu with the choices `names` of `look`; `equal` says whether x and y have equal scales now."""
    for name in names:
        if not name:
            menu.addSeparator()
        elif name in _WORDS:
            submenu = QMenu(translate(_NAMES[name]), menu)
            menu.addMenu(submenu)
            group = QActionGroup(submenu)
            for value, word in _WORDS[name].items():
                _add(submenu, group, translate(word), look, name, value, getattr(look, name) == value, choose)
        else:
            on = equal if name == "equal_scales" else bool(getattr(look, name))
            _add(menu, None, translate(_NAMES[name]), look, name, not on, on, choose)


def open_menu(view: LookView, part: str, at: QPoint, equal: bool = False) -> None:
    """Open the context menu of a view, which emits the chosen look; `equal` is whether its scales are equal now."""
    menu = QMenu(view if isinstance(view, QWidget) else None)
    menu.setObjectName("lookMenu")
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    fit = menu.addAction(translate(mark("Show all")))
    fit.triggered.connect(lambda: view.fit())
    menu.addSeparator()
    fill(menu, _PARTS.get(part, ("plot_grid",)), view.look, equal, view.lookChosen.emit)
    menu.popup(at)


def _add(
    menu: QMenu, group: QActionGroup | None, text: str, look: Look, name: str, value: Any, on: bool, choose: Choose
) -> None:
    action = QAction(text, menu)
    action.setObjectName(f"look_{name}" if group is None else f"look_{name}_{value}")
    action.setCheckable(True)
    action.setChecked(on)
    if group is not None:
        group.addAction(action)
    action.triggered.connect(lambda: choose(dataclasses.replace(look, **{name: value})))
    menu.addAction(action)
