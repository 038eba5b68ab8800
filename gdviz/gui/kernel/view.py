"""What a view is: something that shows scenes."""

from __future__ import annotations

from typing import Protocol

from gdviz.gui.kernel.scene import Scene


class View(Protocol):
    """Shows what is in a scene, and nothing else; tells by its signals what a person wants, and changes nothing itself.

    (The method is not called `show`: most views are widgets, which have another one.)
    """

    def show_scene(self, scene: Scene, before: Scene | None) -> None:
        """Show `scene` after `before`, the last scene that this view has shown; with None from nothing.

        It compares what concerns it, by `is` and then `==`, never arrays, and updates only that.
        """

    @property
    def busy(self) -> bool:
        """Whether something of what it shows is still being computed."""

    def settle(self) -> None:
        """Bring what is drawn roughly, or in parts, to its end: a picture is about to be taken."""

    def release(self) -> None:
        """Give back what does not end with the view, such as what OpenGL holds; it shows nothing any more."""


class Plain:
    """For views that compute nothing aside and hold nothing: the rest of the protocol."""

    @property
    def busy(self) -> bool:
        """See View."""
        return False

    def settle(self) -> None:
        """See View."""

    def release(self) -> None:
        """See View."""
