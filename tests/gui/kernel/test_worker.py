from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from gdviz.engine.runner import Result, prepare
from gdviz.experiment import Experiment
from gdviz.gui.kernel import worker as module
from gdviz.gui.kernel.worker import Worker
from tests.making import a_run, an_experiment

Submit = Callable[..., Result]


def sphere(steps: int = 20, runs: int = 1) -> Experiment:
    return an_experiment("sphere", [a_run((1, 1))] * runs, steps=steps)


class SignalLog:
    """The signals in order, each with the rows that were there when it was sent."""

    def __init__(self, worker: Worker, results: dict[int, Result]) -> None:
        self.events: list[tuple[Any, ...]] = []

        def note(name: str, generation: int, what: Any = None) -> None:
            self.events.append((name, generation, what, results[generation].runs[0].n))

        direct = Qt.ConnectionType.DirectConnection  # in the worker's thread, at the moment of sending
        worker.started_job.connect(lambda g: note("started", g), direct)
        worker.progressed.connect(lambda g, speed: note("progressed", g, speed), direct)
        worker.finished_job.connect(lambda g, why: note("finished", g, why), direct)
        worker.failed.connect(lambda g, text: note("failed", g, text), direct)

    def ends(self) -> list[tuple[int, str]]:
        return [(generation, what) for name, generation, what, _ in self.events if name == "finished"]


@pytest.fixture
def worker(qapp: QApplication) -> Iterator[Worker]:
    made = Worker()
    made.start()
    yield made
    made.stop()


@pytest.fixture
def results() -> dict[int, Result]:
    return {}


@pytest.fixture
def log(worker: Worker, results: dict[int, Result]) -> SignalLog:
    return SignalLog(worker, results)


@pytest.fixture
def submit(worker: Worker, results: dict[int, Result]) -> Submit:
    def submit_one(generation: int, experiment: Experiment) -> Result:
        results[generation] = prepare(experiment, "cpu")
        worker.submit(generation, experiment, results[generation])
        return results[generation]

    return submit_one


def test_that_rows_are_there_before_their_signal(submit: Submit, log: SignalLog, qtbot: QtBot) -> None:
    submit(1, sphere(20))
    qtbot.waitUntil(lambda: log.ends() == [(1, "completed")])
    assert log.events[0] == ("started", 1, None, 0)
    assert all(rows == 20 for name, _, _, rows in log.events if name in ("progressed", "finished"))


def test_that_a_short_run_is_done_within_the_first_burst(worker: Worker, submit: Submit) -> None:
    submit(1, sphere(1))
    worker.wait_for_burst(2)
    result = submit(2, sphere(1000))
    worker.wait_for_burst(0.5)
    assert result.runs[0].n == 1000 and result.runs[0].finish == "completed"


def test_that_a_first_burst_goes_on_where_all_is_soon_done(
    worker: Worker, submit: Submit, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "FIRST_SECONDS", 0.0)  # over after the first chunk
    monkeypatch.setattr(module, "WHOLE_SECONDS", 5.0)  # however busy the machine is
    result = submit(1, sphere(3000))
    worker.wait_for_burst(5)
    assert result.runs[0].finish == "completed"
    result = submit(2, sphere(10**9))
    worker.wait_for_burst(5)
    assert 0 < result.runs[0].n < 10**6


def test_that_a_long_run_waits_for_kicks_between_its_bursts(
    worker: Worker, submit: Submit, log: SignalLog, qtbot: QtBot
) -> None:
    result = submit(1, sphere(10**8))
    worker.wait_for_burst(1)
    qtbot.wait(100)
    rows = result.runs[0].n
    qtbot.wait(100)
    assert 0 < rows == result.runs[0].n < 10**6
    worker.kick()
    qtbot.waitUntil(lambda: result.runs[0].n > rows)
    assert log.ends() == []


def test_that_a_burst_ends_when_the_window_begins_to_paint(
    worker: Worker, submit: Submit, log: SignalLog, qtbot: QtBot
) -> None:
    never = 60.0  # over by itself
    result = submit(1, sphere(10**8))
    worker.wait_for_burst(1)
    worker.kick(never)
    worker.kick(never)  # while it works: a burst more is allowed, which is taken back, too
    worker.hold()
    qtbot.wait(100)
    rows = result.runs[0].n
    qtbot.wait(100)
    assert result.runs[0].n == rows
    worker.kick(never)
    qtbot.waitUntil(lambda: result.runs[0].n > rows)
    assert log.ends() == []


def test_that_a_newer_job_cancels_the_one_under_way_and_each_ends_once(
    worker: Worker, submit: Submit, log: SignalLog, qtbot: QtBot
) -> None:
    first = submit(1, sphere(10**8))
    worker.wait_for_burst(1)
    second = submit(2, sphere(10))
    qtbot.waitUntil(lambda: len(log.ends()) == 2)
    assert log.ends() == [(1, "cancelled"), (2, "completed")]
    assert first.runs[0].finish == "cancelled" and second.runs[0].finish == "completed"
    rows = first.runs[0].n
    qtbot.wait(30)
    assert first.runs[0].n == rows < 10**6


def test_that_only_the_newest_of_many_jobs_is_finished(submit: Submit, log: SignalLog, qtbot: QtBot) -> None:
    for generation in range(1, 30):
        submit(generation, sphere(10**8))
    last = submit(30, sphere(10))
    qtbot.waitUntil(lambda: last.runs[0].finish is not None)
    qtbot.wait(20)
    started = [generation for name, generation, *_ in log.events if name == "started"]
    assert [generation for generation, _ in log.ends()] == started
    assert log.ends()[-1] == (30, "completed")
    assert all(why == "cancelled" for _, why in log.ends()[:-1])


def test_that_stopping_in_mid_run_cancels_and_ends_the_thread(worker: Worker, submit: Submit, log: SignalLog) -> None:
    result = submit(1, sphere(10**8))
    worker.wait_for_burst(1)
    begun = time.perf_counter()
    worker.stop()
    assert time.perf_counter() - begun < 0.5
    assert not worker.isRunning()
    assert log.ends() == [(1, "cancelled")] and result.runs[0].finish == "cancelled"


def test_that_an_exception_in_the_engine_is_reported_and_the_thread_lives_on(
    submit: Submit, log: SignalLog, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(experiment: Experiment, result: Result) -> Iterator[Any]:
        raise ArithmeticError("out of luck")

    with monkeypatch.context() as patched:
        patched.setattr(module, "iterate", broken)
        result = submit(1, sphere())
        qtbot.waitUntil(lambda: log.ends() == [(1, "failed")])
    assert ("failed", 1, "ArithmeticError: out of luck", 0) in log.events
    assert result.runs[0].finish == "failed"
    submit(2, sphere())
    qtbot.waitUntil(lambda: log.ends()[-1] == (2, "completed"))


def test_that_an_exception_in_one_run_ends_only_that_run(submit: Submit, log: SignalLog, qtbot: QtBot) -> None:
    experiment = sphere(20, runs=2)
    result = prepare(experiment, "cpu")

    class Broken:
        def __getattr__(self, name: str) -> Any:
            raise ArithmeticError("out of luck")

    result.runs[0].batches = Broken()
    worker_result = submit(1, experiment)
    qtbot.waitUntil(lambda: log.ends() == [(1, "completed")])
    assert [record.finish for record in worker_result.runs] == ["completed", "completed"]


def test_that_the_speed_leaves_out_the_compiling_of_the_first_chunk(
    worker: Worker, submit: Submit, log: SignalLog, qtbot: QtBot
) -> None:
    submit(1, sphere(20))
    qtbot.waitUntil(lambda: log.ends() == [(1, "completed")])
    assert [what for name, _, what, _ in log.events if name == "progressed"] == [0.0]
    submit(2, sphere(10**8))
    for _ in range(20):
        worker.kick()
        qtbot.wait(1)
    speeds = [what for name, generation, what, _ in log.events if name == "progressed" and generation == 2]
    assert max(speeds) > 20_000


def test_that_every_finished_run_has_its_verdict_before_its_end_is_signalled(
    submit: Submit, worker: Worker, qtbot: QtBot
) -> None:
    seen: list[Any] = []
    result = prepare(sphere(20, runs=3), "cpu")
    worker.finished_job.connect(
        lambda *_: seen.extend(record.verdict for record in result.runs), Qt.ConnectionType.DirectConnection
    )
    worker.submit(1, result.experiment, result)
    qtbot.waitUntil(lambda: len(seen) == 3)
    assert all(verdict is not None for verdict in seen)
