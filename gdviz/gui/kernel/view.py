"""What a view is: something that shows scenes."""

from __future__ import annotations

from typing import Protocol

from PySide6.QtWidgets import QWidget

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

    def described(self, inch: float) -> str:
        """What the file of a picture says of this view, such as of how many nodes its heat map is made.

        An inch of paper takes `inch` of its pixels. Empty where there is nothing to say.
        """

    def release(self) -> None:
        """Give back what does not end with the view, such as what OpenGL holds; it shows nothing any more."""


class Plain:
    """The rest of the protocol, for views that compute nothing aside and hold nothing; all views are made of it."""

    @property
    def busy(self) -> bool:
        """See View."""
        return False

    def settle(self) -> None:
        """See View."""

    def described(self, inch: float) -> str:
        """See View."""
        return ""

    def release(self) -> None:
        """See View."""


def views_in(widget: QWidget) -> list[Plain]:
    """The views that a widget is, or holds, and that are to be seen."""
    parts = (widget, *widget.findChildren(QWidget))
    return [part for part in parts if isinstance(part, Plain) and part.isVisible()]
