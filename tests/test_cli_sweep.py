"""`gdviz sweep`: what is printed, what is written, and that nothing finished is lost."""

from __future__ import annotations

import contextlib
import json
import multiprocessing
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from gdviz import cli
from gdviz.commandline import workers
from gdviz.commandline.computing_places import Place
from gdviz.commandline.terminal import clock
from gdviz.engine.cells import Cells, Part
from gdviz.engine.pieces import Piece
from gdviz.engine.sweep_files import load
from gdviz.engine.sweep_store import SweepStore
from gdviz.engine.sweeps import sweep
from gdviz.experiment import save
from tests.making import a_run, an_experiment

ROOT = Path(__file__).resolve().parents[1]
Capture = pytest.CaptureFixture[str]
FOUR = an_experiment("himmelblau", [a_run([0, 0], {"kind": "sgd", "lr": 0.01})], steps=80)
WAIT = 60.0
"""Seconds until what a test waits for must have happened, however busy the machine is."""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    save(FOUR, tmp_path / "four.json")
    return tmp_path / "four.json"


def until(happened: Callable[[], bool]) -> None:
    deadline = time.monotonic() + WAIT
    while not happened():
        assert time.monotonic() < deadline
        time.sleep(0.05)


def run(file: Path, *more: str) -> int:
    return cli.main(["sweep", str(file), *more, "--lang", "en"])


def start(file: Path, target: Path, *more: str) -> subprocess.Popen[str]:
    """The command in a group of its own, so that a test can send Ctrl+C to all its processes as a terminal does."""
    command = [sys.executable, "-m", "gdviz", "sweep", str(file), "--over", "optimizer.lr=log:1e-4:0.03:8000",
               "--export", str(target), "--workers", "2", "--lang", "en", *more]  # fmt: skip
    return subprocess.Popen(
        command, env={**os.environ, "PYTHONPATH": str(ROOT)}, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        start_new_session=True, preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),
    )  # fmt: skip


def pieces(target: Path) -> int:
    """How many pieces are kept; the first two are of one cell each."""
    return len(list(target.with_name(target.name + ".pieces").glob("*.npz")))


def children(process: subprocess.Popen[str]) -> list[int]:
    """The processes of a command that compute."""
    found = []
    for task in Path("/proc").glob("[0-9]*/stat"):
        try:
            words = task.read_text(encoding="utf-8").rpartition(")")[2].split()
            line = (task.parent / "cmdline").read_bytes()
        except OSError:
            continue
        if int(words[1]) == process.pid and b"spawn_main" in line:
            found.append(int(task.parent.name))
    return found


def hold(process: subprocess.Popen[str]) -> list[int]:
    """Wait for both processes that compute, and halt the first: the sweep is not over, however late it is looked at."""
    until(lambda: len(children(process)) == 2)
    computing = children(process)
    os.kill(computing[0], signal.SIGSTOP)
    return computing


def is_gone(process: int) -> bool:
    try:
        stat = Path(f"/proc/{process}/stat").read_text(encoding="utf-8")
    except OSError:
        return True
    return stat.rpartition(")")[2].split()[0] in "ZX"


def test_that_a_small_sweep_is_a_table_and_sentences(file: Path, capsys: Capture) -> None:
    assert run(file, "--over", "optimizer.lr=0.001,0.01,5") == 0
    printed = capsys.readouterr().out
    assert [line.split()[0] for line in printed.splitlines()[1:4]] == ["0.001", "0.01", "5"]
    assert "3 cells: optimizer.lr 0.001 .. 5 (3)" in printed
    assert "at optimizer.lr = 0.01" in printed and "33.3 % diverge" in printed


@pytest.mark.parametrize(
    ("over", "values"),
    [
        ("optimizer.lr=0.01:0.02:3", [0.01, 0.015, 0.02]),
        ("optimizer.lr=log:1e-4:1e-2:3", [1e-4, 1e-3, 1e-2]),
        ("optimizer.lr=1e-3", [1e-3]),
        ("seed=3:6", [3, 4, 5]),
        ("seed=0:10:3", [0, 5, 10]),
        ("seed=7,3", [7, 3]),
    ],
)
def test_that_values_are_written_as_ranges_and_lists(
    over: str, values: list[float], file: Path, capsys: Capture
) -> None:
    assert run(file, "--over", over, "--json") == 0
    (found,) = json.loads(capsys.readouterr().out)["coords"].values()
    np.testing.assert_allclose(found, values, rtol=1e-15)


def test_that_json_and_files_have_the_values_of_the_library(file: Path, tmp_path: Path, capsys: Capture) -> None:
    over = ["--over", "optimizer.lr=log:1e-3:1:4", "--over", "seed=0:2"]
    targets = [tmp_path / name for name in ("a.csv", "a.npz", "a.nc")]
    assert run(file, *over, *(word for target in targets for word in ("--export", str(target)))) == 0
    want = sweep(FOUR, {"optimizer.lr": np.geomspace(1e-3, 1, 4).tolist(), "seed": [0, 1]}).values
    for target in targets:
        made = load(target)
        assert made is not None
        np.testing.assert_array_equal(made.values, want)
    assert not (tmp_path / "a.csv.pieces").exists()
    capsys.readouterr()
    assert run(file, *over, "--json") == 0
    printed = json.loads(capsys.readouterr().out)
    assert printed["values"] == [[None if np.isinf(value) else value for value in row] for row in want.tolist()]
    assert printed["dims"] == ["lr", "seed"] and printed["best"]["value"] == want.min()


@pytest.mark.parametrize(
    ("more", "says"),
    [
        (["--value", "verdict", "--lang", "en"], "%: diverged"),
        (["--value", "steps", "--target", "1", "--lang", "en"], "the fewest steps to a loss of 1 are"),
        (["--value", "sharpness", "--lang", "en"], "the lowest sharpness is"),
        (["--value", "verdict", "--lang", "ko"], "발산"),
    ],
)
def test_that_each_value_has_its_sentence(more: list[str], says: str, file: Path, capsys: Capture) -> None:
    assert cli.main(["sweep", str(file), "--over", "optimizer.lr=0.001,0.01,5", *more]) == 0
    assert says in capsys.readouterr().out


@pytest.mark.parametrize(
    ("more", "says"),
    [
        ([], "--over: names no value"),
        (["--over", "optimizer.lr"], "PATH=RANGE"),
        (["--over", "optimizer.lr=1:2"], "lo:hi:N"),
        (["--over", "optimizer.lr=log:0:1:5"], "above 0"),
        (["--over", "optimizer.lr=1:0:5"], "must rise"),
        (["--over", "optimizer.lr=0:1:1"], "[2,"),
        (["--over", "optimizer.lr=a,b"], "must be a number"),
        (["--over", "seed=5:2"], "whole numbers"),
        (["--over", "optimizer.rate=1,2"], "optimizer.rate"),
        (["--over", "optimizer.lr=-1,2"], "optimizer.lr"),
        (["--over", "seed=0:2", "--over", "seed=0:3"], "given twice"),
        (["--over", "seed=0:2", "--run", "1"], "--run: must be in [0, 0]"),
        (["--over", "seed=0:2", "--value", "steps"], "--target: is missing: the steps to which loss"),
        (["--over", "seed=0:2", "--seeds", "0"], "--seeds: must be in [1,"),
        (["--over", "seed=0:2", "--export", "a.xls"], ".csv"),
        (["--over", "seed=0:2", "--workers", "0"], "--workers: must be in [1,"),
        (["--over", "seed=0:2", "--scheduler", "node1"], "tcp://HOST:PORT"),
        (["--over", "seed=0:2", "--workers", "2", "--scheduler", "tcp://a:1"], "choose one"),
    ],
)
def test_that_a_wrong_line_gets_one_sentence(more: list[str], says: str, file: Path, capsys: Capture) -> None:
    assert run(file, *more) == 2
    errors = capsys.readouterr().err
    assert says in errors and errors.count("\n") == 1


def test_that_a_cell_that_fails_is_counted_with_its_reason(
    file: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    of_cell = Cells._cell

    def fail(self: Cells, cell: int) -> Any:
        if cell == 1:
            raise ZeroDivisionError("by chance")
        return of_cell(self, cell)

    monkeypatch.setattr(Cells, "_cell", fail)
    assert run(file, "--over", "seed=0:3") == 0
    assert "ZeroDivisionError: by chance" in capsys.readouterr().out


def test_that_another_experiment_or_a_second_sweep_into_one_file_is_refused(
    file: Path, tmp_path: Path, capsys: Capture
) -> None:
    target = tmp_path / "a.csv"
    store = SweepStore(target, Cells(FOUR, ()))
    line = ["--over", "seed=0:3", "--export", str(target)]
    assert run(file, *line) == 2
    assert "another sweep is being written to it" in capsys.readouterr().err
    store.close()
    assert run(file, *line) == 2
    assert "before the experiment or gdviz was changed" in capsys.readouterr().err
    assert store.folder.exists() and not target.exists()


def test_that_a_full_disk_is_one_sentence_and_keeps_what_is_done(
    file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    target, keep = tmp_path / "a.csv", SweepStore.keep
    line = ["--over", "seed=0:30", "--export", str(target)]

    def fill(self: SweepStore, part: Part) -> None:
        if part.piece.first == 1:
            raise OSError(28, "No space left on device")
        keep(self, part)

    monkeypatch.setattr(SweepStore, "keep", fill)
    assert run(file, *line) == 1
    errors = capsys.readouterr().err
    found = re.search(r"No space left on device: (\d+) of 30 cells are kept", errors)
    assert found is not None and 0 < int(found[1]) < 30 and errors.count("\n") == 1
    monkeypatch.undo()
    assert run(file, *line) == 0
    assert f"{found[1]} of 30 cells are kept from before" in capsys.readouterr().err
    assert target.exists() and not target.with_name("a.csv.pieces").exists()


def test_that_a_file_that_cannot_be_written_loses_no_cell(
    file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    target = tmp_path / "a.csv"

    def refuse(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("gdviz.engine.sweeps.Sweep.save", refuse)
    assert run(file, "--over", "seed=0:3", "--export", str(target)) == 1
    assert "cannot be written: No space" in capsys.readouterr().err and pieces(target)


def test_that_processes_that_are_lost_too_often_are_one_sentence() -> None:
    place = workers.Processes(1)
    for _ in range(workers.RENEWED):
        place.renew(workers.WorkersLost("", ""))
    with pytest.raises(workers.Failure, match="4 times"):
        place.renew(workers.WorkersLost("", ""))
    place.close()


@pytest.mark.skipif(not Path("/proc").exists(), reason="processes are found in /proc")
@pytest.mark.timeout(180)
def test_that_a_sweep_of_which_a_process_is_killed_is_equal_to_the_bit(file: Path, tmp_path: Path) -> None:
    target = tmp_path / "a.npz"
    with start(file, target) as process:
        held, _ = hold(process)
        until(lambda: pieces(target) >= 3)
        os.kill(held, signal.SIGKILL)
        printed, errors = process.communicate(timeout=WAIT)
    assert (process.returncode, errors) == (0, "") and "8,000 cells" in printed
    made = load(target)
    assert made is not None
    rates = {axis.path: axis.values for axis in made.cells.axes}
    np.testing.assert_array_equal(made.values, sweep(FOUR, rates).values)


@pytest.mark.skipif(not Path("/proc").exists(), reason="processes are found in /proc")
@pytest.mark.timeout(180)
@pytest.mark.parametrize("way", [signal.SIGINT, signal.SIGKILL])
def test_that_an_ended_sweep_leaves_no_process_and_goes_on(way: signal.Signals, file: Path, tmp_path: Path) -> None:
    target = tmp_path / "a.csv"
    with start(file, target) as process:
        computing = hold(process)
        until(lambda: pieces(target) >= 3)
        os.kill(computing[0], signal.SIGCONT)
        if way == signal.SIGINT:
            os.killpg(process.pid, way)  # as a terminal does: all of them
        else:
            process.kill()
        until(lambda: all(map(is_gone, computing)))
        _, errors = process.communicate(timeout=WAIT)
    if way == signal.SIGINT:
        assert process.returncode == 130
        assert errors.startswith("gdviz: interrupted: ") and "cells are kept" in errors and errors.count("\n") == 1
    with start(file, target) as process:
        _, errors = process.communicate(timeout=WAIT)
    assert process.returncode == 0 and "cells are kept from before" in errors
    made = load(target)
    assert made is not None and made.done.all()


def test_that_processes_start_without_threads_of_their_own_and_without_ctrl_c() -> None:
    with workers.opened({"workers": 2}) as place:
        assert place.executor is not None
        assert place.executor.submit(os.getenv, "OMP_NUM_THREADS").result(WAIT) == "1"
        assert place.executor.submit(signal.getsignal, signal.SIGINT).result(WAIT) == signal.SIG_IGN
    assert not multiprocessing.active_children()


def test_that_one_worker_is_this_process() -> None:
    with workers.opened({"workers": 1}) as place:
        assert place.executor is None


def test_that_the_time_left_is_written_as_a_clock() -> None:
    assert [clock(5), clock(65), clock(7265)] == ["0:05", "1:05", "2:01:05"]


def test_that_pieces_that_were_given_up_are_tried_by_the_same_command(
    file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    class Losing(ThreadPoolExecutor):
        def submit(self, fn: Any, /, *args: Any, **kwargs: Any) -> Any:
            def lost(piece: Piece) -> Part:
                if 25 in piece.cells:
                    raise OSError("worker killed")
                return fn(piece)

            return super().submit(lost, *args)

    class Losers(Place):
        def at_once(self) -> int:
            return 4

    over, target = ["--over", "seed=0:40"], tmp_path / "a.csv"
    with monkeypatch.context() as patch, Losing(2) as losing:
        patch.setattr(Losers, "executor", losing)
        patch.setattr(workers, "opened", lambda values: contextlib.nullcontext(Losers()))
        assert run(file, *over, "--export", str(target)) == 0
    lost = len(load(target).failed)
    assert f"{lost} cells were lost with their workers; the same command tries these again" in capsys.readouterr().err
    assert run(file, *over, "--export", str(target), "--workers", "1") == 0
    assert f"{40 - lost} of 40 cells are kept from before" in capsys.readouterr().err
    made = load(target)
    assert 0 < lost < 40 and made is not None and not made.failed and not target.with_name("a.csv.pieces").exists()


@pytest.mark.parametrize("command", ["sweep", "map", "run", "export"])
def test_that_the_samples_that_the_experiment_reads_are_not_replaced(
    command: str, tmp_path: Path, capsys: Capture
) -> None:
    table, other = tmp_path / "line.csv", tmp_path / "line.json"
    table.write_text("x,y\n0,1\n1,3\n2,5\n3,7\n", encoding="utf-8")
    data = {"kind": "csv", "path": str(table), "x": ["x"], "y": "y"}
    save(an_experiment({"kind": "linear_regression", "data": data}, [a_run([0, 0])]), other)
    more = ["--over", "optimizer.lr=0.1,0.2"] if command == "sweep" else []
    words = [str(table)] if command == "export" else ["--export", str(table)]
    before = table.read_bytes()
    assert cli.main([command, str(other), *more, *words, "--lang", "en"]) == 1
    assert "is a file that the experiment reads, which stays as it is" in capsys.readouterr().err
    assert table.read_bytes() == before
