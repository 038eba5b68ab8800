"""Where views are: they are shown what they missed when they come into sight, in a window that is shown or not."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from gdviz.gui.kernel.place import Places
from gdviz.gui.kernel.scene import Scene
from gdviz.gui.kernel.view import ViewDefaults
from gdviz.gui.style import theme
from tests.gui.plot_runs import BOWL, computed


class Watched(ViewDefaults, QWidget):
    """Notes what it is shown: the tick, and that of the scene before."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.seen: list[tuple[int, int | None]] = []
        self.fails = False

    def show_scene(self, scene: Scene, before: Scene | None) -> None:
        """See View."""
        self.seen.append((scene.playhead, None if before is None else before.playhead))
        if self.fails:
            raise ValueError("it fails")


@pytest.fixture
def scene() -> Scene:
    return Scene.of(computed(BOWL, steps=5), theme.light())


@pytest.mark.parametrize("visible", [False, True])
def test_that_a_view_in_a_part_that_was_hidden_is_shown_what_it_missed(
    visible: bool, scene: Scene, qtbot: QtBot
) -> None:
    window, part = QWidget(), QWidget()
    qtbot.addWidget(window)
    QVBoxLayout(window).addWidget(part)
    view, places = Watched(part), Places()
    places.add(view)
    window.setVisible(visible)
    places.show_scene(scene)
    part.hide()
    places.show_scene(scene.at(3))
    assert view.seen == [(0, None)]
    part.show()
    places.catch_up()
    assert view.seen == [(0, None), (3, 0)]


def test_that_a_view_within_another_is_shown_what_it_missed_when_that_one_comes(scene: Scene, qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    outer = Watched(window)
    inner, places = Watched(outer), Places()
    for view in (outer, inner):
        places.add(view)
    outer.hide()
    places.show_scene(scene)
    assert not outer.seen and not inner.seen
    outer.show()
    assert outer.seen == inner.seen == [(0, None)]


def test_that_a_view_that_failed_begins_from_nothing_and_the_others_are_shown(scene: Scene, qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    first, second, places = Watched(window), Watched(window), Places()
    for view in (first, second):
        places.add(view)
    places.show_scene(scene)
    first.fails = True
    with pytest.raises(ValueError, match="it fails"):
        places.show_scene(scene.at(1))
    first.fails = False
    places.show_scene(scene.at(2))
    assert first.seen == [(0, None), (1, 0), (2, None)] and second.seen == [(0, None), (1, 0), (2, 1)]
    assert not places.showing


def test_that_a_scene_that_a_late_view_brings_about_is_the_last_one(scene: Scene, qtbot: QtBot) -> None:
    window, places = QWidget(), Places()
    qtbot.addWidget(window)
    later = scene.at(2)

    class Publishing(Watched):
        def show_scene(self, scene: Scene, before: Scene | None) -> None:
            """See View."""
            super().show_scene(scene, before)
            if len(self.seen) == 1:
                places.show_scene(later)

    first = Watched(window)
    places.add(first)
    places.show_scene(scene)
    places.add(Publishing(window))
    assert places.scene is not None and places.scene.playhead == 2
    assert first.seen == [(0, None), (2, 0)]
