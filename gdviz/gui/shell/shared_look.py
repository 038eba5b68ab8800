"""Keeps one look for all pictures of the window, and its menu."""

from __future__ import annotations

import json
import logging
from dataclasses import replace
from typing import Any

from PySide6.QtCore import QObject, QSettings
from PySide6.QtWidgets import QMenu

from gdviz.editing.look import Look
from gdviz.experiment import Experiment

log = logging.getLogger(__name__)


class Pictures(QObject):
    """What is chosen in one view's context menu, or in the menu of the menu bar, reaches every view.

    `views` have `set_look` and `lookChosen`, the first of them `scales_equal`; `followers` only `set_look`.
    """

    def __init__(self, menu: QMenu, views: tuple[Any, ...], followers: tuple[Any, ...] = ()) -> None:
        super().__init__(menu)
        self.look = self._chosen = Look()
        self._menu, self._views, self._followers = menu, views, followers
        menu.aboutToShow.connect(self._fill)
        for view in views:
            view.lookChosen.connect(self.set_look)

    def set_look(self, look: Look) -> None:
        """Show all pictures so, from now on; the axes only until another experiment is opened."""
        self._chosen = self._chosen.after(self.look, look).without_axes()
        self._show(look)

    def _show(self, look: Look) -> None:
        self.look = look
        for view in (*self._views, *self._followers):
            if getattr(view, "look", None) != look:
                view.set_look(look)

    def open(self, experiment: Experiment) -> None:
        """Show the pictures as an experiment asks for in ``view["look"]``; what it does not tell, as was chosen.

        Its axes are its own: where it does not tell them, they are chosen by its numbers.
        """
        look = Look.of(experiment.view.get("look"), self._chosen)
        if look != self.look:
            self._show(look)

    def into(self, experiment: Experiment) -> Experiment:
        """The experiment with the present look in its `view`, for a file: a look is no edit. Unknown keys stay."""
        kept = {key: value for key, value in experiment.view.items() if key != "look"}
        given = experiment.view.get("look")
        told = given if isinstance(given, dict) else {}
        look = {key: value for key, value in told.items() if key not in Look.CHOICES} | self.look.to_json()
        return replace(experiment, view={**kept, **({"look": look} if look else {})})

    def remember(self, settings: QSettings) -> None:
        """Keep the look for the next start."""
        settings.setValue("look", json.dumps(self._chosen.to_json()))

    def restore(self, settings: QSettings, experiment: Experiment) -> None:
        """Take the look of the last time, unless the experiment tells more of its own than its axes."""
        kept, own = settings.value("look"), experiment.view.get("look")
        if isinstance(kept, str) and (own is None or (isinstance(own, dict) and set(own) <= set(Look.AXES))):
            try:
                self._chosen = Look.of(json.loads(kept)).without_axes()
            except ValueError:
                log.warning("the look of the pictures is not restored: %r", kept[:80])
            else:
                self.open(experiment)

    def _fill(self) -> None:
        from gdviz.gui.drawing.look_menu import ALL, fill

        self._menu.clear()
        fill(self._menu, ALL, self.look, self._views[0].scales_equal, self.set_look)
