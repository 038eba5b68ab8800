from __future__ import annotations

from dataclasses import replace

import pytest
from pytestqt.qtbot import QtBot

from gdviz.engine.runner import Result, prepare
from gdviz.gui.kernel.scene import Scene
from gdviz.gui.shell.status import StatusBar
from gdviz.gui.style import theme
from tests.gui.plot_runs import BOWL, LINE, computed
from tests.gui.scenes import change, go_to, show, show_scene

FAST = {"label": "fast", "optimizer": {"kind": "sgd", "lr": 0.3}}


@pytest.fixture
def status(qtbot: QtBot) -> StatusBar:
    made = StatusBar()
    qtbot.addWidget(made)
    made.resize(900, 24)
    made.show()
    return made


def status_texts(status: StatusBar) -> list[str]:
    return [status.position.text(), status.verdict.text(), status.device.text(), str(status.progress.isVisible())]


def test_that_it_shows_where_the_playhead_is_and_what_becomes_of_the_run(status: StatusBar) -> None:
    show(status, computed(BOWL, FAST, steps=60))
    go_to(status, 1)
    assert status.position.text() == "step 1  ·  loss 0.32  ·  went down"
    assert status.verdict.text().startswith("fast, at the end: The run converged")
    go_to(status, 60)
    assert status.verdict.text().startswith("fast: The run converged")


def test_that_batches_are_counted_in_epochs(status: StatusBar) -> None:
    show(status, computed(LINE, {"batch": {"size": 5}}, epochs=4))
    go_to(status, 6)
    assert status.position.text().startswith("epoch 2 of 4  ·  iteration 2 of 4  ·  step 6  ·  loss ")
    go_to(status, 0)
    assert status.position.text().startswith("epoch 1 of 4  ·  iteration 0 of 4  ·  step 0  ·  loss ")


def ends(result: Result, updates: int, finish: str | None) -> Result:
    """The result with a run that has ended, or gone, so far."""
    for record in result.runs:
        record._rows = record.updates = updates
        record.finish, record.verdict = finish, record.verdict if finish == "converged" else None
    return result


def test_that_nothing_is_shown_of_a_future_that_is_hidden(status: StatusBar) -> None:
    shown = []
    for updates, finish in ((60, "converged"), (9, "diverged"), (20, None)):
        scene = Scene.of(ends(computed(BOWL, FAST, steps=60), updates, finish), theme.light(), position=3)
        scene = replace(scene, state=scene.state.changed(ahead_hidden=True))
        show_scene(status, replace(scene, records=replace(scene.records, computing=finish is None)))
        shown.append(status_texts(status))
    assert shown[0] == shown[1] == shown[2]
    assert "The last step lowered the loss" in shown[0][1]
    change(status, ahead_hidden=False)
    assert status.verdict.text() == "computing…" and status.progress.isVisible()


def test_that_an_end_is_shown_when_the_playhead_is_there(status: StatusBar) -> None:
    show(status, computed(BOWL, FAST, steps=60), ahead_hidden=True)
    go_to(status, 59)
    assert "converged" not in status.verdict.text()
    go_to(status, 60)
    assert status.verdict.text().startswith("fast: The run converged")


def test_that_the_fog_hides_losses_and_verdict(status: StatusBar) -> None:
    show(status, computed(BOWL, FAST, steps=60), fog=True)
    go_to(status, 60)
    assert (status.position.text(), status.verdict.text()) == ("step 60", "fast")


def test_that_a_run_without_a_step_is_being_computed(status: StatusBar) -> None:
    show(status, prepare(computed(BOWL).experiment, "cpu"))
    assert status.verdict.text() == "computing…"
