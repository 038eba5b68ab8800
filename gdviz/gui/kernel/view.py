"""What a view is: something that shows scenes."""

from __future__ import annotations

from typing import Protocol

from PySide6.QtWidgets import QWidget

from gdviz.gui.kernel.scene import Scene


class View(Protocol):
    """Shows what is in a scene, and nothing else; emits signals for what the person wants, and changes nothing itself.

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
        """Finish what is drawn roughly, or in parts: a picture is about to be taken."""

    def described(self, inch: float) -> str:
        """What the file of a picture says about this view, such as the number of nodes of its heat map.

        An inch of paper takes `inch` of its pixels. Empty where there is nothing to say.
        """

    def release(self) -> None:
        """Free what does not end with the view, such as OpenGL's buffers; the view shows nothing afterwards."""


class ViewDefaults:
    """The defaults of the protocol's other members, for views that compute nothing; all views inherit it."""

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


def views_in(widget: QWidget) -> list[ViewDefaults]:
    """The visible views among a widget and what it holds."""
    parts = (widget, *widget.findChildren(QWidget))
    return [part for part in parts if isinstance(part, ViewDefaults) and part.isVisible()]
