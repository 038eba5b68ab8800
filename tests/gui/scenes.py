"""Views that are shown scenes, each after the last one, without a window."""

from __future__ import annotations

from dataclasses import replace
from itertools import count
from typing import Any
from weakref import WeakKeyDictionary

from gdviz.engine.runner import Result
from gdviz.gui.kernel.scene import Scene
from gdviz.gui.kernel.view import View
from gdviz.gui.style.theme import Theme, light

_last: WeakKeyDictionary[View, Scene] = WeakKeyDictionary()
_generation = count(1)


def show(view: View, result: Result, theme: Theme | None = None, k: int | None = None, **state: Any) -> Scene:
    """Show what was computed, as of another computation; theme, tick and state stay where they are not given."""
    last = _last.get(view)
    theme = theme or (last.theme if last else light())
    position = k if k is not None else last.playhead if last else 0
    kept = last.state.changed(run=min(last.run, len(result.runs) - 1)) if last else None
    scene = Scene.of(result, theme, kept, position=position)
    records = replace(scene.records, generation=next(_generation))
    return show_scene(view, replace(scene, records=records, state=scene.state.changed(**state)))


def show_scene(view: View, scene: Scene) -> Scene:
    """Show a scene."""
    view.show_scene(scene, _last.get(view))
    _last[view] = scene
    return scene


def go_to(view: View, k: int) -> Scene:
    """Put the playhead at tick k."""
    return show_scene(view, _last[view].at(k))


def change(view: View, **state: Any) -> Scene:
    """Change the state of the view."""
    return show_scene(view, replace(_last[view], state=_last[view].state.changed(**state)))


def change_clock(view: View, **clock: Any) -> Scene:
    """Change what the clock says."""
    return show_scene(view, replace(_last[view], clock=replace(_last[view].clock, **clock)))


def dress(view: View, theme: Theme) -> Scene:
    """Show the same in another theme."""
    return show_scene(view, replace(_last[view], theme=theme))


def grow(view: View) -> Scene:
    """Show what the records hold now."""
    return show_scene(view, replace(_last[view], records=_last[view].records.updated()))
