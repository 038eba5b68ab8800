"""`gdviz sweep --scheduler`, with a real scheduler and workers of Dask on this machine."""

from __future__ import annotations

import contextlib
import os
import pickle
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from pathlib import Path

import numpy as np
import pytest

from gdviz.commandline import cluster
from gdviz.engine.sweep_files import load
from gdviz.experiment import save
from gdviz.messages import message
from gdviz.version import __version__
from tests.making import a_run, an_experiment

ROOT = Path(__file__).resolve().parents[1]
FOUR = an_experiment("himmelblau", [a_run([0, 0], {"kind": "sgd", "lr": 0.01})], steps=200)
WAIT = 60.0
"""Seconds until what a test waits for must have happened, however busy the machine is."""


def until(happened: Callable[[], bool]) -> None:
    deadline = time.monotonic() + WAIT
    while not happened():
        assert time.monotonic() < deadline
        time.sleep(0.05)


class Cluster:
    """A scheduler and its workers, processes without a nanny."""

    def __init__(self, folder: Path, workers: int = 2) -> None:
        self.folder, self.processes = folder, list[subprocess.Popen[bytes]]()
        found = folder / "scheduler.json"
        self.scheduler = self.start("dask_scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard",
                                    "--scheduler-file", str(found))  # fmt: skip
        until(lambda: found.exists() and '"address": "tcp' in found.read_text(encoding="utf-8"))
        self.address = found.read_text(encoding="utf-8").partition('"address": "')[2].partition('"')[0]
        self.workers = [self.worker() for _ in range(workers)]

    def start(self, module: str, *arguments: str, path: Path = ROOT) -> subprocess.Popen[bytes]:
        env = {**os.environ, "PYTHONPATH": str(path), "OMP_NUM_THREADS": "1"}
        with (self.folder / f"{len(self.processes)}.log").open("wb") as log:
            command = [sys.executable, "-m", f"distributed.cli.{module}", *arguments]
            made = subprocess.Popen(command, cwd=self.folder, env=env, stdout=log, stderr=log)
        self.processes.append(made)
        return made

    def worker(self, path: Path = ROOT) -> subprocess.Popen[bytes]:
        """A worker that finds its gdviz at a path."""
        return self.start("dask_worker", self.address, "--no-nanny", "--nthreads", "1", "--no-dashboard",
                          "--local-directory", str(self.folder), path=path)  # fmt: skip

    def stop(self) -> None:
        for process in reversed(self.processes):
            process.kill()
        for process in self.processes:
            process.wait()


@contextlib.contextmanager
def running(folder: Path, workers: int = 2) -> Iterator[Cluster]:
    """A scheduler with its workers, which end with the block."""
    made = Cluster(folder, workers)
    try:
        yield made
    finally:
        made.stop()


@pytest.fixture(scope="module")
def dask(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    with running(tmp_path_factory.mktemp("dask")) as made:
        yield made


@pytest.fixture
def file(tmp_path: Path) -> Path:
    save(FOUR, tmp_path / "four.json")
    return tmp_path / "four.json"


def sweep(file: Path, address: str, target: Path, rates: int = 1500) -> subprocess.Popen[str]:
    """The command; a preexec_fn as a shell in the background lets it ignore Ctrl+C."""
    command = [
        sys.executable, "-m", "gdviz", "sweep", str(file), "--over", f"optimizer.lr=log:1e-4:0.03:{rates}",
        "--over", "runs[0].optimizer.momentum=0,0.5", "--export", str(target), "--scheduler", address, "--lang", "en",
    ]  # fmt: skip
    return subprocess.Popen(
        command, env={**os.environ, "PYTHONPATH": str(ROOT)}, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),
    )  # fmt: skip


def pieces(target: Path) -> int:
    """How many pieces are kept; two of them are computed here, one cell each."""
    return len(list(target.with_name(target.name + ".pieces").glob("*.npz")))


def values_here(target: Path) -> np.ndarray:
    from gdviz.engine.sweeps import sweep

    made = load(target)
    assert made is not None and made.done.all() and not made.failed
    over = {axis.path: axis.values for axis in made.cells.axes}
    return sweep(FOUR, over).values


@pytest.mark.timeout(180)
def test_that_a_sweep_on_two_workers_of_which_one_is_killed_is_equal_to_the_bit(
    dask: Cluster, file: Path, tmp_path: Path
) -> None:
    target = tmp_path / "a.npz"
    with sweep(file, dask.address, target) as process:
        until(lambda: pieces(target) >= 3)
        dask.workers[0].kill()
        printed, errors = process.communicate(timeout=WAIT)
    dask.workers[0] = dask.worker()
    assert (process.returncode, errors) == (0, "")
    assert "3,000 cells" in printed and not target.with_name("a.npz.pieces").exists()
    made = load(target)
    assert made is not None
    np.testing.assert_array_equal(made.values, values_here(target))


@pytest.mark.timeout(180)
def test_that_ctrl_c_keeps_what_is_done_and_the_same_command_goes_on(dask: Cluster, file: Path, tmp_path: Path) -> None:
    target = tmp_path / "a.csv"
    with sweep(file, dask.address, target) as process:
        until(lambda: pieces(target) >= 3)
        process.send_signal(signal.SIGINT)
        _, errors = process.communicate(timeout=WAIT)
    assert process.returncode == 130
    assert "interrupted" in errors and "cells are kept" in errors and errors.count("\n") == 1
    with sweep(file, dask.address, target) as process:
        _, errors = process.communicate(timeout=WAIT)
    assert process.returncode == 0 and "cells are kept from before" in errors
    made = load(target)
    assert made is not None
    np.testing.assert_array_equal(made.values, values_here(target))


def test_that_an_address_that_nobody_answers_is_one_sentence(file: Path, tmp_path: Path) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = f"tcp://127.0.0.1:{free.getsockname()[1]}"
    with sweep(file, address, tmp_path / "a.csv") as process:
        _, errors = process.communicate(timeout=WAIT)
    assert process.returncode == 1
    assert errors.startswith(f"gdviz: {address}: no scheduler answers") and errors.count("\n") == 1


@pytest.mark.timeout(180)
def test_that_a_scheduler_that_stops_is_one_sentence_and_nothing_is_lost(file: Path, tmp_path: Path) -> None:
    folder = tmp_path / "dask"
    folder.mkdir()
    target = tmp_path / "a.csv"
    with running(folder) as made, sweep(file, made.address, target) as process:
        until(lambda: pieces(target) >= 3)
        made.scheduler.kill()
        _, errors = process.communicate(timeout=WAIT)
    assert process.returncode == 1
    assert "the scheduler has stopped" in errors and "the same command goes on" in errors and errors.count("\n") == 1
    assert pieces(target) >= 3


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[Cluster]:
    """A scheduler without workers."""
    folder = tmp_path / "dask"
    folder.mkdir()
    with running(folder, workers=0) as made:
        yield made


@pytest.fixture
def other(tmp_path: Path) -> Path:
    """Where another version of gdviz is installed."""
    package = tmp_path / "other" / "gdviz"
    package.mkdir(parents=True)
    (package / "__init__.py").touch()
    (package / "version.py").write_text('__version__ = "0.0.1"\n', encoding="utf-8")
    return package.parent


def waits(process: subprocess.Popen[str], made: Cluster) -> None:
    """Read that a sweep waits for a worker."""
    assert process.stderr is not None
    assert process.stderr.readline() == f"gdviz: {made.address} has no workers yet: waiting for one\n"


@pytest.mark.timeout(180)
def test_that_a_sweep_says_that_it_waits_for_workers(empty: Cluster, file: Path, tmp_path: Path) -> None:
    with sweep(file, empty.address, tmp_path / "a.csv", rates=100) as process:
        waits(process, empty)
        empty.worker()
        _, errors = process.communicate(timeout=WAIT)
    assert (process.returncode, errors) == (0, "")


@pytest.mark.timeout(180)
def test_that_a_worker_with_another_gdviz_is_refused_before_and_after_it_comes(
    empty: Cluster, other: Path, file: Path, tmp_path: Path
) -> None:
    target = tmp_path / "a.csv"
    with sweep(file, empty.address, target) as process:
        waits(process, empty)
        empty.worker(other)
        _, errors = process.communicate(timeout=WAIT)
    assert process.returncode == 1 and errors.count("\n") == 1
    assert errors.startswith(f"gdviz: a worker has another gdviz, or none: install gdviz {__version__} there: ")
    assert "cells are kept, and the same command goes on" in errors
    with sweep(file, empty.address, target) as process:
        _, errors = process.communicate(timeout=WAIT)
    assert process.returncode == 1
    assert f" has gdviz 0.0.1, this computer {__version__}: install the same version there" in errors


class Client:
    """A client of Dask whose tasks are computed when they are sent, or never."""

    def __init__(self, computes: bool) -> None:
        self.computes, self.sent = computes, list[bytes]()
        self.futures: list[Future[object]] = []

    def get_executor(self, pure: bool) -> Client:
        return self

    def submit(self, task: Callable[..., object], *arguments: object, **more: object) -> object:
        if task is bytes:
            self.sent.append(arguments[0])  # type: ignore[arg-type]
            return arguments[0]
        self.futures.append(Future())
        if self.computes:
            self.futures[-1].set_result(task(*arguments, **more))
        return self.futures[-1]


def test_that_what_pieces_share_is_sent_once() -> None:
    client = Client(computes=True)
    executor = cluster._Dask(client)
    assert [str(executor.submit(message, text).result(0)) for text in ("a", "b")] == ["a", "b"]
    assert client.sent == [pickle.dumps(message)]
    assert executor.submit(pickle.dumps, 1).result(0) == pickle.dumps(1) and len(client.sent) == 2


def test_that_cancelling_a_piece_cancels_it_there() -> None:
    client = Client(computes=False)
    executor = cluster._Dask(client)
    assert executor.submit(message, "a").cancel() and client.futures[0].cancelled()


@pytest.mark.parametrize(
    ("found", "says"),
    [
        ({"tcp://a:1": __version__, "tcp://b:1": None}, "tcp://b:1 has no gdviz"),
        ({"tcp://a:1": "0.0.1"}, f"tcp://a:1 has gdviz 0.0.1, this computer {__version__}"),
        ({"tcp://a:1": __version__, "tcp://b:1": OSError("left")}, None),
    ],
)
def test_that_another_version_or_none_is_refused(found: dict[str, object], says: str | None) -> None:
    refused = cluster.refusal(found)
    assert (refused is None) if says is None else (refused is not None and says in str(refused))


def test_that_a_worker_that_comes_later_is_checked_too() -> None:
    with pytest.raises(cluster.WrongWorker, match="install the same") as raised:
        cluster._piece(b"", "9.9", (), {})
    assert str(pickle.loads(pickle.dumps(raised.value)).reason) == str(raised.value.reason)
    without, theirs = Future[None](), Future[None]()
    theirs.set_exception(ModuleNotFoundError("No module named 'gdviz'", name="gdviz"))
    cluster._pass_on(without, theirs)
    assert isinstance(without.exception(), cluster.WrongWorker)


def test_that_a_piece_is_loaded_once_and_computed() -> None:
    work = pickle.dumps(message)
    assert str(cluster._piece(work, __version__, ("done",), {})) == "done"
    assert cluster._loaded(work) is cluster._loaded(work)
