"""What a sweep keeps while it is computed: a killed sweep goes on, equal to the bit, and with no other's pieces."""

from __future__ import annotations

import errno
import os
import platform
import signal
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import gdviz
from gdviz.engine import sweep_store
from gdviz.engine.cells import Cells, cells_of
from gdviz.engine.sweep_store import SUFFIX, SweepStore
from gdviz.engine.sweeps import Sweep, sweep, sweeping
from gdviz.messages import ExperimentError
from tests.making import a_run, an_experiment, line_data

OVER: dict[str, Any] = {"seed": [0, 1, 2], "optimizer.lr": np.geomspace(0.01, 1, 8).tolist()}
KILLED = """
import sys, time
from pathlib import Path
from tests.engine.test_sweep_store import cells
from gdviz.engine.sweep_store import SweepStore
from gdviz.engine.sweeps import Sweep, sweeping

store = SweepStore(Path(sys.argv[1]), cells())
for number, _ in enumerate(sweeping(Sweep.empty(cells()), seconds=1e-9, keep=store.keep)):
    if number == 9:
        print("ten", flush=True)
        time.sleep(600)
"""


def experiment(**more: Any) -> gdviz.Experiment:
    return an_experiment(line_data(30), [a_run([0, 0], batch={"size": 7})], **{"steps": 40, **more})


def cells(**more: Any) -> Cells:
    return cells_of(experiment(**more), OVER)


def bits(made: Sweep) -> tuple[Any, ...]:
    return *(array.tobytes() for array in (made.values, made.share, made.ends, made.done)), made.machines


def begun(target: Path, pieces: int = 5) -> None:
    """Compute a few pieces of the sweep of `cells` and keep them."""
    store = SweepStore(target, cells())
    going = sweeping(Sweep.empty(cells()), seconds=1e-9, keep=store.keep)
    for _ in range(pieces):
        next(going)
    going.close()
    store.close()


def completed(target: Path) -> tuple[int, Sweep]:
    """How many cells a store has, and the sweep that goes on from them; then the store is removed."""
    store, made = SweepStore(target, cells()), Sweep.empty(cells())
    had = store.restore(made)
    for _ in sweeping(made, keep=store.keep):
        pass
    store.remove()
    return had, made


def test_that_a_killed_sweep_goes_on_and_comes_to_the_same_bits(tmp_path: Path) -> None:
    target = tmp_path / "sweep.nc"
    child = subprocess.Popen([sys.executable, "-c", KILLED, str(target)], stdout=subprocess.PIPE, text=True,
                             cwd=Path(__file__).resolve().parents[2])  # fmt: skip
    assert child.stdout is not None
    assert child.stdout.readline() == "ten\n"
    with pytest.raises(ExperimentError) as refused:
        SweepStore(target, cells())
    assert str(refused.value) == (
        "sweep.nc: another sweep is being written to it; if none is, remove sweep.nc.pieces/lock"
    )
    child.send_signal(signal.SIGKILL)
    child.wait()
    child.stdout.close()
    had, made = completed(target)
    assert had == 10
    assert bits(made) == bits(sweep(experiment(), OVER))
    assert not list(tmp_path.iterdir())


def test_that_one_process_opens_it_once_and_again_after_it_is_closed(tmp_path: Path) -> None:
    store = SweepStore(tmp_path / "sweep.csv", cells())
    with pytest.raises(ExperimentError, match="another sweep is being written to it"):
        SweepStore(tmp_path / "sweep.csv", cells())
    SweepStore(tmp_path / "other.csv", cells()).close()
    store.close()
    SweepStore(tmp_path / "sweep.csv", cells()).close()


@pytest.mark.parametrize("owner", ["", "no number", "1 another computer"])
def test_that_a_lock_whose_owner_cannot_be_asked_is_respected(owner: str, tmp_path: Path) -> None:
    begun(tmp_path / "sweep.csv")
    (tmp_path / f"sweep.csv{SUFFIX}" / "lock").write_text(owner, encoding="utf-8")
    with pytest.raises(ExperimentError, match=r"if none is, remove sweep\.csv\.pieces/lock$"):
        SweepStore(tmp_path / "sweep.csv", cells())


def test_that_only_one_of_many_threads_opens_it(tmp_path: Path) -> None:
    opened: list[SweepStore] = []
    refused: list[ExperimentError] = []

    def attempt() -> None:
        try:
            opened.append(SweepStore(tmp_path / "sweep.csv", cells()))
        except ExperimentError as error:
            refused.append(error)

    threads = [threading.Thread(target=attempt) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (len(opened), len(refused)) == (1, 7)
    opened[0].close()


@pytest.mark.parametrize(
    "other",
    [
        cells_of(experiment(steps=41), OVER),
        cells_of(experiment(seed=1), OVER),
        cells_of(experiment(), {**OVER, "seed": [0, 1, 3]}),
        cells_of(experiment(), OVER, "sharpness"),
        cells_of(experiment(), OVER, target=0.1),
        cells_of(experiment(), OVER, seeds=2),
        cells_of(experiment().replace("problem.data.y[0]", 5), OVER),
    ],
    ids=["steps", "seed", "axis", "value", "target", "seeds", "samples"],
)
def test_that_another_plan_is_refused_and_what_is_kept_stays(other: Cells, tmp_path: Path) -> None:
    target = tmp_path / "sweep.csv"
    begun(target)
    with pytest.raises(ExperimentError) as refused:
        SweepStore(target, other)
    assert str(refused.value) == (
        "sweep.csv.pieces keeps pieces of another sweep, or of this one before the experiment or gdviz was changed: "
        "remove it, or write to another file"
    )
    assert completed(target)[0] == 5


def test_that_a_csv_of_many_numbers_that_was_changed_is_another_plan(tmp_path: Path) -> None:
    def cells_with(first: float) -> Cells:
        table = np.random.default_rng(0).standard_normal((30_000, 2))
        table[0, 0] = first
        np.savetxt(tmp_path / "table.csv", table, delimiter=",", header="a,y", comments="")
        data = {"kind": "csv", "path": str(tmp_path / "table.csv"), "x": ["a"], "y": "y"}
        return cells_of(an_experiment({"kind": "linear_regression", "data": data}, [a_run([0, 0])]), OVER)

    SweepStore(tmp_path / "sweep.csv", cells_with(0)).close()
    SweepStore(tmp_path / "sweep.csv", cells_with(0)).close()
    with pytest.raises(ExperimentError, match="keeps pieces of another sweep"):
        SweepStore(tmp_path / "sweep.csv", cells_with(1))


def test_that_title_and_view_are_no_part_of_the_plan(tmp_path: Path) -> None:
    begun(tmp_path / "sweep.csv")
    named = cells(title="Another name", view={"colors": [3]}, note={"en": "a note"})
    SweepStore(tmp_path / "sweep.csv", named).close()


def full_after(pieces: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the disk be full after some more files."""
    written = 0
    write = sweep_store.write_whole

    def full(path: Path, content: bytes) -> None:
        nonlocal written
        written += 1
        if written > pieces:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(path))
        write(path, content)

    monkeypatch.setattr(sweep_store, "write_whole", full)


def test_that_a_full_disk_ends_it_and_what_was_kept_stays(tmp_path: Path) -> None:
    target = tmp_path / "sweep.csv"
    with pytest.MonkeyPatch.context() as patch:
        full_after(7, patch)
        store, made = SweepStore(target, cells()), Sweep.empty(cells())
        with pytest.raises(OSError, match="No space left") as refused:
            for _ in sweeping(made, seconds=1e-9, keep=store.keep):
                pass
        assert refused.value.errno == errno.ENOSPC
        store.close()
    assert made.done.sum() == 6  # the plan was one of the seven
    had, whole = completed(target)
    assert had == 6
    assert bits(whole) == bits(sweep(experiment(), OVER))


def test_that_a_full_disk_at_the_beginning_leaves_no_lock(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    full_after(0, monkeypatch)
    for _ in range(2):
        with pytest.raises(OSError, match="No space left"):
            SweepStore(tmp_path / "sweep.csv", cells())


def test_that_a_damaged_piece_is_computed_again(tmp_path: Path) -> None:
    target = tmp_path / "sweep.csv"
    begun(target, 8)
    files = sorted((tmp_path / f"sweep.csv{SUFFIX}").glob("*.npz"))
    assert len(files) == 8
    raw = [file.read_bytes() for file in files]
    files[0].write_bytes(b"")
    files[1].write_bytes(raw[1][:-40])
    files[2].write_bytes(raw[2][:100])
    files[3].write_bytes(b"no archive")
    at = raw[4].index(b"values.npy")
    flipped = bytes(byte ^ 255 for byte in raw[4][at + 200 : at + 300])
    files[4].write_bytes(raw[4][: at + 200] + flipped + raw[4][at + 300 :])
    had, made = completed(target)
    assert had == 3
    assert bits(made) == bits(sweep(experiment(), OVER))


def test_that_reasons_of_cells_are_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patch:
        patch.setattr("gdviz.engine.cells.finished", lambda _: 1 / 0)
        begun(tmp_path / "sweep.csv", 2)
    had, made = completed(tmp_path / "sweep.csv")
    assert had == 2
    assert {str(why) for why in made.failed.values()} == {"ZeroDivisionError: division by zero"}
    assert len(made.failed) == 2


@pytest.mark.parametrize("content", [b"\xff\xfe1 here", "² {node}".encode(), b"99999999999999999999 {node}"])
def test_that_a_lock_that_cannot_be_read_is_respected(content: bytes, tmp_path: Path) -> None:
    begun(tmp_path / "sweep.csv")
    folder = tmp_path / f"sweep.csv{SUFFIX}"
    (folder / "lock").write_bytes(content.replace(b"{node}", platform.node().encode()))
    with pytest.raises(ExperimentError, match="another sweep is being written to it"):
        SweepStore(tmp_path / "sweep.csv", cells())
    (folder / "lock").unlink()
    (folder / "plan.json").write_bytes(b"\xff\xfe")
    with pytest.raises(ExperimentError, match="keeps pieces of another sweep"):
        SweepStore(tmp_path / "sweep.csv", cells())


def test_that_a_stale_lock_is_taken_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    begun(tmp_path / "sweep.csv")
    lock = tmp_path / f"sweep.csv{SUFFIX}" / "lock"
    lock.write_text(f"1 {platform.node()}", encoding="utf-8")
    held: list[SweepStore] = []

    def asked(process: int) -> bool:
        """No process is alive; while this is asked for the first time, another process takes the lock."""
        monkeypatch.setattr(sweep_store, "is_alive", lambda process: process == os.getpid())
        lock.unlink()
        held.append(SweepStore(tmp_path / "sweep.csv", cells()))
        return False

    monkeypatch.setattr(sweep_store, "is_alive", asked)
    with pytest.raises(ExperimentError, match="another sweep is being written to it"):
        SweepStore(tmp_path / "sweep.csv", cells())
    assert lock.read_text(encoding="utf-8") == f"{os.getpid()} {platform.node()}"
    held[0].close()
    assert not lock.exists()


def test_that_closing_what_was_removed_leaves_the_lock_of_another(tmp_path: Path) -> None:
    store = SweepStore(tmp_path / "sweep.csv", cells())
    store.remove()
    other = SweepStore(tmp_path / "sweep.csv", cells())
    store.close()
    assert (other.folder / "lock").exists()
    other.close()
