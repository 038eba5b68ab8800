"""Where views are: each is shown the present scene while it is visible, else when it becomes visible again."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import cast

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QWidget

from gdviz.gui.kernel.scene import Scene
from gdviz.gui.kernel.view import View


class Place(QObject):
    """Holds one view. One that is no widget is always in sight."""

    def __init__(self, view: View, places: Places, always: bool = False) -> None:
        super().__init__(view if isinstance(view, QObject) else None)
        self.view = view
        self._always = always
        self._places = places
        self._widget = view if isinstance(view, QWidget) else None
        self._before: Scene | None = None
        """The last scene that the view has shown; None after it has raised an exception."""
        self._scene: Scene | None = None
        """The last scene that it should have shown."""
        if self._widget is not None:
            self._widget.installEventFilter(self)

    @property
    def in_sight(self) -> bool:
        """Whether the view is visible, or would be if its window were shown."""
        widget = self._widget
        if widget is None or self._always:
            return True
        window = widget.window()
        return widget.isVisible() if widget is window else widget.isVisibleTo(window)

    def show_scene(self, scene: Scene) -> None:
        """Show a scene now, or when the view becomes visible."""
        self._scene = scene
        before = self._before
        if scene is before or not self.in_sight:
            return
        self._before = None  # after an exception the view is shown the next scene from nothing
        self.view.show_scene(scene, before)
        self._before = scene

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Qt: the view becomes visible."""
        if event.type() == QEvent.Type.Show and self._scene is not None:
            self._places.show_late(self)
        elif event.type() == QEvent.Type.ShowToParent:
            self._places.catch_up()
        return False


class Places:
    """All views of a window, in the order in which they are shown: those that publish for others come first.

    An exception in one view does not keep the others from being shown; the first one is raised when all are done.
    """

    def __init__(self, gather: Callable[[], object] = lambda: None) -> None:
        """Make the list; `gather` is called when all views have been shown a scene, before the window repaints."""
        self._places: list[Place] = []
        self._gather = gather
        self.scene: Scene | None = None
        """The present scene."""
        self.showing = False
        """Whether views are being shown a scene: they must not change anything meanwhile."""

    def add(self, view: View, always: bool = False) -> Place:
        """Give a view its place, and show it the present scene.

        `always` is for a view that computes what others show: it is shown scenes even while it is hidden.
        """
        place = Place(view, self, always)
        self._places.append(place)
        if self.scene is not None:
            self.show_late(place)
        return place

    def remove(self, view: View) -> None:
        """Take a view out: it is shown nothing more."""
        self._places = [place for place in self._places if place.view is not view]

    @property
    def places(self) -> tuple[Place, ...]:
        """The places."""
        return tuple(self._places)

    @property
    def views(self) -> list[View]:
        """The views."""
        return [place.view for place in self._places]

    @property
    def busy(self) -> bool:
        """Whether a visible view is still computing."""
        return any(place.view.busy for place in self._places if place.in_sight)

    def settle(self) -> None:
        """Have the visible views finish what they draw, see View.settle."""
        for place in self._places:
            if place.in_sight:
                place.view.settle()

    def show_scene(self, scene: Scene) -> None:
        """Show a scene in all places."""
        self.scene = scene
        self._show(self._places)
        self._gather()

    def show_late(self, place: Place) -> None:
        """Show the present scene to a view that has become visible."""
        if self.scene is not None and place in self._places:
            self._show([place])

    def catch_up(self) -> None:
        """Show all views that are in sight what they have missed: in a hidden window Qt announces few of them."""
        if self.scene is not None:
            self._show(self._places)

    def _show(self, places: list[Place]) -> None:
        failure, outer = None, self.showing
        self.showing = True
        try:
            for place in list(places):
                try:
                    place.show_scene(cast(Scene, self.scene))
                except Exception as error:
                    failure = failure or error
                scene = cast(Scene, self.scene)  # another one, where a view that became visible has published
                if scene.published is not scene.derived.known:  # for the views that follow
                    self.scene = replace(scene, published=scene.derived.known)
        finally:
            self.showing = outer
        if failure is not None:
            raise failure
