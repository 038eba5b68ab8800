"""Views that are shown scenes, each after the last one, without a window."""

from __future__ import annotations

from dataclasses import replace
from itertools import count
from typing import Any
from weakref import WeakKeyDictionary

from gdviz.engine.runner import Result
from gdviz.gui.kernel.scene import Scene
from gdviz.gui.kernel.view import View
from gdviz.gui.style import theme

_last: WeakKeyDictionary[View, Scene] = WeakKeyDictionary()
_generation = count(1)


def show(view: View, result: Result, look: theme.Theme | None = None, **state: Any) -> None:
    """Show the runs of a result, as of another computation; `state` says what is not as in the last scene."""
    last = _last.get(view)
    look = look or (last.theme if last else theme.light())
    scene = Scene.of(result, look, last.state if last else None, position=last.playhead if last else 0)
    records = replace(scene.records, generation=next(_generation))
    show_scene(view, replace(scene, records=records, state=scene.state.changed(**state)))


def show_scene(view: View, scene: Scene) -> None:
    """Show a scene."""
    view.show_scene(scene, _last.get(view))
    _last[view] = scene


def go_to(view: View, k: int) -> None:
    """Put the playhead at tick k."""
    show_scene(view, _last[view].at(k))


def change(view: View, **state: Any) -> None:
    """Change the state of the view."""
    show_scene(view, replace(_last[view], state=_last[view].state.changed(**state)))


def change_clock(view: View, **clock: Any) -> None:
    """Change what the clock says."""
    show_scene(view, replace(_last[view], clock=replace(_last[view].clock, **clock)))


def dress(view: View, look: theme.Theme) -> None:
    """Show the same in another theme."""
    show_scene(view, replace(_last[view], theme=look))


def grow(view: View) -> None:
    """Show what the records hold now."""
    show_scene(view, replace(_last[view], records=_last[view].records.again()))
