from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from gdviz.engine.runner import Result
from gdviz.engine.trajectory import RunRecord
from gdviz.experiment import Experiment
from gdviz.gui.kernel import controller as module
from gdviz.gui.kernel import worker as worker_module
from gdviz.gui.kernel.controller import Controller
from gdviz.gui.kernel.scene import Scene
from tests.making import a_run, an_experiment


def sphere(steps: int = 20, lr: float = 0.1, runs: int = 1) -> Experiment:
    return an_experiment("sphere", [a_run((1, 1), {"kind": "sgd", "lr": lr})] * runs, steps=steps)


@pytest.fixture
def controller(qapp: QApplication, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> Iterator[Controller]:
    monkeypatch.setattr(module, "FIRST_BURST_WAIT", 1.0)  # however busy the machine is
    made = Controller(sphere())
    made.start()
    qtbot.waitUntil(lambda: not made.busy)
    yield made
    made.stop()


def lrs(controller: Controller) -> list[float]:
    """The rate of the first run at each `shown`."""
    seen: list[float] = []
    controller.sceneChanged.connect(lambda _: seen.append(controller.result.runs[0].spec.optimizer.lr))
    return seen


def test_that_an_edit_is_computed_when_it_is_shown(controller: Controller) -> None:
    rows: list[int] = []
    controller.sceneChanged.connect(lambda _: rows.append(controller.result.runs[0].n))
    controller.edit("steps", 1000)
    assert rows == [1000]


def test_that_an_edit_in_mid_run_cancels_and_old_rows_are_never_shown(controller: Controller, qtbot: QtBot) -> None:
    controller.edit("steps", 10**8)
    old = controller.result
    qtbot.wait(60)
    assert controller.busy and old.runs[0].finish is None
    seen = lrs(controller)
    shown: list[Any] = []
    controller.sceneChanged.connect(lambda _: shown.append(controller.result))
    for lr in (0.2, 0.3, 0.4):
        controller.edit("optimizer.lr", lr)
    controller.edit("steps", 10)
    qtbot.waitUntil(lambda: not controller.busy)
    assert seen == [0.2, 0.3, 0.4, 0.4]
    assert all(result is not old for result in shown)
    assert old.runs[0].finish == "cancelled"
    assert controller.result.runs[0].n == 10
    assert controller.playhead.total == 10


def test_that_a_late_signal_of_an_old_job_changes_nothing(controller: Controller) -> None:
    noted: list[str] = []
    controller.finished.connect(lambda: noted.append("finished"))
    controller.noted.connect(lambda note: noted.append(note) if note else None)
    controller.worker.finished_job.emit(-1, "completed")
    controller.worker.failed.emit(-1, "old trouble")
    controller.worker.progressed.emit(-1, 1e9)
    assert noted == [] and controller.steps_per_second != 1e9


def test_that_a_refused_edit_says_where_and_why_and_changes_nothing(controller: Controller) -> None:
    before = controller.model.experiment
    refused: list[tuple[str, str]] = []
    controller.refused.connect(lambda path, reason: refused.append((path, reason)))
    controller.edit("optimizer.momentum", 1.5)
    assert controller.model.experiment is before
    ((path, reason),) = refused
    assert path == "optimizer.momentum" and "1.5" in reason and "runs[0]" not in reason


def test_that_a_refused_end_of_a_movement_keeps_what_was_shown_last(controller: Controller) -> None:
    controller.edit("optimizer.lr", 0.3, final=False)
    controller.edit("optimizer.lr", -1.0)
    assert controller.model.experiment.runs[0].optimizer.lr == 0.3
    assert controller.model.undo_stack.count() == 1
    controller.model.undo()
    assert controller.model.experiment == sphere()


def test_that_a_failing_run_is_reported_and_the_next_one_computes(
    controller: Controller, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    notes: list[str] = []
    controller.noted.connect(lambda note: notes.append(note) if note else None)

    def broken(experiment: Experiment, result: Result) -> Iterator[Any]:
        raise ArithmeticError("out of luck")

    with monkeypatch.context() as patched:
        patched.setattr(worker_module, "iterate", broken)
        controller.edit("optimizer.lr", 0.2)
        qtbot.waitUntil(lambda: not controller.busy)
    failed = controller.result.runs[0]
    assert (failed.finish, failed.failure) == ("failed", "ArithmeticError: out of luck")
    assert len(notes) == 1 and "out of luck" in notes[0]
    controller.edit("optimizer.lr", 0.3)
    qtbot.waitUntil(lambda: not controller.busy)
    assert controller.result.runs[0].finish == "completed"


def test_that_too_little_memory_leaves_the_records_that_are_there(
    controller: Controller, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    controller.edit("steps", 300_000)
    before = controller.result
    notes: list[str] = []
    controller.noted.connect(lambda note: notes.append(note) if note else None)

    def prepare(*_: object) -> Result:
        raise MemoryError

    monkeypatch.setattr(module, "prepare", prepare)
    controller.edit("steps", 10**9)
    assert len(notes) == 1 and controller.result is before
    qtbot.waitUntil(lambda: not controller.busy)


def test_that_the_playhead_returns_to_where_it_was_after_an_edit(controller: Controller) -> None:
    controller.playhead.set_position(15)
    controller.edit("optimizer.lr", 0.2)
    assert controller.playhead.position == 15
    controller.edit("steps", 5)
    assert controller.playhead.position == 5


def test_that_an_opened_experiment_begins_at_its_start(controller: Controller) -> None:
    controller.playhead.set_position(15)
    controller.playhead.play()
    controller.model.open(sphere(50, 0.01), None)
    assert controller.playhead.position == 0 and not controller.playhead.playing


def test_that_another_run_is_chosen_and_edited(controller: Controller) -> None:
    controller.model.open(sphere(20, 0.1, runs=2), None)
    controller.choose_run(1)
    controller.edit("optimizer.lr", 0.2)
    assert [run.optimizer.lr for run in controller.model.experiment.runs] == [0.1, 0.2]
    controller.choose_run(7)
    assert controller.run == 1
    controller.model.open(sphere(), None)
    assert controller.run == 0


def test_that_a_start_outside_the_range_of_numbers_is_a_run_that_diverges(controller: Controller, qtbot: QtBot) -> None:
    controller.move_start([0], (1e200, 1e200), True)
    qtbot.waitUntil(lambda: not controller.busy)
    assert controller.result.runs[0].finish == "diverged"
    assert controller.result.runs[0].n == 0


def test_that_a_verdict_that_comes_late_is_shown(
    controller: Controller, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    judge = worker_module.diagnose

    def slowly(record: RunRecord) -> Any:
        time.sleep(0.3)
        return judge(record)

    monkeypatch.setattr(worker_module, "diagnose", slowly)
    monkeypatch.setattr(module, "FIRST_BURST_WAIT", 0.05)
    noted: list[bool] = []
    controller.sceneChanged.connect(lambda _: noted.append(controller.result.runs[0].verdict is not None))
    controller.edit("steps", 30)
    qtbot.waitUntil(lambda: not controller.busy)
    assert noted[-1]


def test_that_slow_playing_of_a_thinned_run_is_explained(controller: Controller, qtbot: QtBot) -> None:
    controller.edit("steps", 10**8)
    notes: list[str] = []
    controller.noted.connect(lambda note: notes.append(note) if note else None)
    kept = controller.playhead.kept
    assert kept == 50
    controller.playhead.set_speed(5)
    controller.playhead.play()
    assert notes == ["One step of 50 is kept: at 5 steps/s the next one comes after 10 s."]
    controller.playhead.pause()
    controller.playhead.set_speed(50)
    controller.playhead.play()
    assert len(notes) == 1
    controller.playhead.pause()


def test_that_the_worker_goes_on_in_a_window_that_is_always_busy(controller: Controller, qtbot: QtBot) -> None:
    busy = QTimer()
    busy.setInterval(0)
    busy.timeout.connect(lambda: time.sleep(0.03))  # longer than from one frame to the next
    busy.start()
    controller.edit("steps", 10**8)
    begun = controller.result.runs[0].updates
    qtbot.waitUntil(lambda: controller.result.runs[0].updates > begun + 20_000)
    busy.stop()


def test_that_a_speed_is_shown_only_while_steps_are_computed(controller: Controller, qtbot: QtBot) -> None:
    def speed() -> float:
        return -1.0 if controller.scene is None else controller.scene.records.speed

    controller.edit("steps", 10**8)
    qtbot.waitUntil(lambda: speed() > 0)
    controller.edit("optimizer.lr", 0.2)
    assert controller.scene is not None and controller.scene.records.computing
    assert speed() > 0, "the label does not flicker during a drag"
    controller.model.open(sphere(steps=10**8), None)
    assert controller.scene.records.computing and speed() == 0
    qtbot.waitUntil(lambda: speed() > 0)
    controller.edit("steps", 10)
    assert speed() == 0
    qtbot.waitUntil(lambda: not controller.busy)
    assert speed() == controller.steps_per_second == 0


def unlike_batches() -> Experiment:
    problem = {"kind": "linear_regression", "data": {"kind": "builtin", "name": "noisy_line"}}
    runs = [a_run((-1, 4), {"kind": "sgd", "lr": 0.05}, batch={"size": size}) for size in (50, 20)]
    return an_experiment(problem, runs, epochs=4)


def test_that_unit_and_paces_agree_when_several_changes_make_one_scene(controller: Controller) -> None:
    controller.model.open(unlike_batches(), None)
    before = controller.scene
    assert before is not None and before.clock.unit == "epoch" and len(set(before.clock.paces)) == 2
    scenes: list[Scene] = []
    controller.sceneChanged.connect(scenes.append)
    with controller.one_change():
        controller.view_model.change(time_unit="step")
        controller.choose_run(1)
    assert [(scene.clock.unit, scene.run, len(set(scene.clock.paces))) for scene in scenes] == [("step", 1, 1)]


def test_that_an_edit_and_a_change_of_the_state_can_make_one_scene(controller: Controller) -> None:
    scenes: list[Scene] = []
    controller.sceneChanged.connect(scenes.append)
    with controller.one_change():
        controller.edit("steps", 7)
        controller.view_model.change(ahead_hidden=True)
        assert not scenes
    assert scenes[0].experiment.steps == 7 and scenes[0].state.experiment.ahead_hidden


def test_that_the_state_is_shown_where_there_is_too_little_memory_for_an_experiment(
    controller: Controller, monkeypatch: pytest.MonkeyPatch
) -> None:
    controller.model.open(unlike_batches(), None)

    def prepare(*_: object) -> Result:
        raise MemoryError

    monkeypatch.setattr(module, "prepare", prepare)
    controller.choose_device("cpu")
    assert controller.scene is not None and controller.scene.state.moment.device == "cpu"
    controller.model.open(replace(sphere(), view={"time": "step"}), None)
    scene = controller.scene
    assert scene.clock.unit == "step" and len(set(scene.clock.paces)) == 1 and len(scene.runs) == 2
