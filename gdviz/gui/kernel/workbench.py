"""What a room of the window is given: the models, and ways to show a sentence, add a view and add a command."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QEvent, QObject, Signal
from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QWidget

from gdviz.experiment import Experiment
from gdviz.frozen import frozen
from gdviz.gui.kernel.controller import Controller
from gdviz.gui.kernel.experiment_model import ExperimentModel
from gdviz.gui.kernel.place import Places
from gdviz.gui.kernel.playhead import Playhead
from gdviz.gui.kernel.scene import Scene
from gdviz.gui.kernel.view import View, ViewDefaults
from gdviz.gui.kernel.view_model import ViewModel
from gdviz.gui.style.translating import plain


@frozen
class Command:
    """Something that a person can do, with its place in a menu; its key, menu entry and line of the key sheet follow.

    Either `run` or `switch` is given: `switch` makes it a command with a check mark.
    """

    name: str
    """The object name of its action: "actionFit"."""
    text: Callable[[], str]
    """Its text in the language of the window."""
    run: Callable[[], object] | None = None
    switch: Callable[[bool], object] | None = None
    """Called with the new state of the mark when the person changes it; not when `checked` sets it."""
    checked: Callable[[Scene], bool] | None = None
    """Whether it has a check mark in a scene."""
    tip: Callable[[], str] | None = None
    keys: str | QKeySequence | QKeySequence.StandardKey = ""
    icon: str = ""
    menu: str = ""
    """The menu that it is in, one of `gdviz.gui.shell.menus.MENUS` or SUBMENUS: "file", "run"; empty for none."""
    order: int = 0
    """Its place there: lower ones first, with a line between those of different hundreds."""
    group: str = ""
    """Of the commands of a group exactly one has a check mark."""


class Workbench(ViewDefaults, QObject):
    """Hands the models to the rooms and gathers their commands and views. It works without a window.

    `noted` carries a sentence for the status bar, `saved` the files that an export has written, `added` the name of a
    new command.
    """

    noted = Signal(str)
    saved = Signal(object)
    added = Signal(str)

    def __init__(self, controller: Controller, places: Places, window: QWidget | None = None) -> None:
        """Make it; `window` is the parent of the dialogs, and has the keys of the commands."""
        super().__init__(window)
        self.controller, self.places, self.window = controller, places, window
        self.finish: Callable[[Experiment], Experiment] = lambda experiment: experiment
        """Completes an experiment for a file, which is no edit: it adds the variance that its plane explains."""
        self.commands: dict[str, Command] = {}
        self.actions: dict[str, QAction] = {}
        self._groups: dict[str, QActionGroup] = {}
        controller.noted.connect(self.noted)
        controller.view_model.refused.connect(self._mark_all)  # Qt has changed a mark, and nothing else has changed
        if window is not None:
            window.installEventFilter(self)

    # what is shown

    @property
    def model(self) -> ExperimentModel:
        """The owner of the experiment."""
        return self.controller.model

    @property
    def view_model(self) -> ViewModel:
        """The owner of the state of the view."""
        return self.controller.view_model

    @property
    def playhead(self) -> Playhead:
        """The playhead."""
        return self.controller.playhead

    @property
    def experiment(self) -> Experiment:
        """The current experiment."""
        return self.controller.model.experiment

    @property
    def scene(self) -> Scene:
        """What is shown."""
        assert self.places.scene is not None, "nothing is computed yet"
        return self.places.scene

    @property
    def carried(self) -> Experiment:
        """The experiment as a picture of it carries it."""
        return self.finish(self.experiment)

    @property
    def seen_busy(self) -> bool:
        """Whether a visible view, or a stability limit, is still being computed."""
        return self.places.busy or self.controller.limiting

    # what a room does

    def note(self, sentence: str) -> None:
        """Show a sentence in the status bar."""
        self.noted.emit(sentence)

    def note_saved(self, *files: Path) -> None:
        """Show over the window which files an export has written, and where; without any, remove that note."""
        self.saved.emit(files)

    def change(self, **values: Any) -> None:
        """Change the state of the view; see ViewState.changed."""
        self.view_model.change(**values)

    def add_view(self, view: View, always: bool = False) -> None:
        """Show all scenes in a view from now on, see Places.add."""
        self.places.add(view, always)

    def add(self, command: Command) -> QAction:
        """Add a command, and return its action."""
        action = QAction(self.window or self)
        action.setObjectName(command.name)
        if command.keys == "":  # Qt would read it as one empty key
            pass
        elif isinstance(command.keys, str):
            action.setShortcuts(QKeySequence.listFromString(command.keys))
        else:
            action.setShortcut(command.keys)
        if command.switch is not None or command.checked is not None:
            action.setCheckable(True)
        if command.switch is not None:
            action.toggled.connect(partial(self._switch, command.switch))
        if command.run is not None:
            action.triggered.connect(lambda _=False: self._run(command))
        if command.group:
            group = self._groups.setdefault(command.group, QActionGroup(self))
            group.addAction(action)
        if self.window is not None:
            self.window.addAction(action)
        self.commands[command.name], self.actions[command.name] = command, action
        self.name(command.name)
        if command.checked is not None and self.places.scene is not None:
            self._mark(command, action, self.places.scene)
        self.added.emit(command.name)
        return action

    def _run(self, command: Command) -> None:
        assert command.run is not None
        command.run()
        if command.checked is not None:
            self.mark(command.name)  # Qt has changed the mark, even if nothing else has changed

    def _switch(self, switch: Callable[[bool], object], on: bool) -> None:
        if not self.places.showing:
            switch(on)

    # View

    def show_scene(self, scene: Scene, before: Scene | None) -> None:
        """See View: the check marks say what is shown."""
        if (
            before is None
            or scene.state is not before.state
            or scene.clock.unit != before.clock.unit
            or scene.problem is not before.problem
        ):
            self._mark_all()

    def _mark_all(self) -> None:
        for name, command in self.commands.items():
            if command.checked is not None:
                self.mark(name)

    def mark(self, name: str) -> None:
        """Set the check mark of a command that shows something else than the scene, when that has changed."""
        if self.places.scene is not None:
            self._mark(self.commands[name], self.actions[name], self.places.scene)

    def _mark(self, command: Command, action: QAction, scene: Scene) -> None:
        """Set a check mark without calling `switch`."""
        assert command.checked is not None
        outer, self.places.showing = self.places.showing, True
        try:
            action.setChecked(command.checked(scene))
        finally:
            self.places.showing = outer

    def retranslate(self) -> None:
        """Put all texts into the language of the window."""
        for name in self.commands:
            self.name(name)

    def name(self, name: str) -> None:
        """Set the text of a command's action again."""
        command, action = self.commands[name], self.actions[name]
        text = command.text()
        action.setText(text)
        key = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
        tip = command.tip() if command.tip is not None else plain(text)
        action.setToolTip(f"{tip} ({key})" if key else tip)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Qt: the language has changed."""
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        return False
