"""Sweeps: the same to the bit, whoever computes them in whatever pieces, and what is kept when workers are lost."""

from __future__ import annotations

import itertools
import multiprocessing
import os
import signal
from collections.abc import Iterator
from concurrent.futures import Executor, ProcessPoolExecutor, ThreadPoolExecutor
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

import gdviz
from gdviz.engine import sweeps
from gdviz.engine.cells import Cells, Part, cells_of
from gdviz.engine.pieces import TRIES, Piece, WorkersLost, pieces_of
from gdviz.engine.sweeps import Sweep, sweep, sweeping
from gdviz.messages import ExperimentError
from tests.making import a_run, an_experiment, expression, line_data, quadratic

SPAWN = multiprocessing.get_context("spawn")


def rates(count: int = 12) -> list[float]:
    return np.geomspace(0.01, 1, count).tolist()


def bowl(**more: Any) -> gdviz.Experiment:
    run = a_run([1, -2], {"kind": "sgd", "lr": 0.1, "momentum": 0.5})
    return an_experiment(quadratic(1, 4), [run], **{"steps": 30, **more})


def noisy(**more: Any) -> gdviz.Experiment:
    return an_experiment(line_data(30), [a_run([0, 0], batch={"size": 7})], **{"steps": 40, **more})


CASES: dict[str, tuple[gdviz.Experiment, dict[str, Any], dict[str, Any]]] = {
    "surface": (
        an_experiment(expression("a*sin(x*y) + x^2 + y^2", parameters={"a": 1}), [a_run([1, 0.5])], steps=30),
        {"problem.parameters.a": [0.5, 1, 2], "optimizer.lr": rates(8)},
        {"value": "sharpness"},
    ),
    "five": (
        an_experiment(quadratic(1, 2, 3, 4, 5), [a_run([1, -1, 2, -2, 0.5], {"kind": "adam", "lr": 0.1})], steps=30),
        {"optimizer.lr": rates(8), "optimizer.betas[0]": [0, 0.5, 0.9]},
        {"value": "verdict"},
    ),
    "data": (noisy(), {"seed": [0, 1, 2], "optimizer.lr": rates(8)}, {}),
    "seeds": (noisy(), {"optimizer.lr": rates(8), "batch.size": [1, 7, 30]}, {"seeds": 3, "value": "steps",
                                                                              "target": 0.1}),
}  # fmt: skip
each_case = pytest.mark.parametrize("case", CASES)


@pytest.fixture(scope="module")
def processes() -> Iterator[Executor]:
    """Two processes for all tests; they have begun, so that no test is blamed for their threads."""
    with ProcessPoolExecutor(2, SPAWN) as pool:
        list(pool.map(abs, range(4)))
        yield pool


def bits(made: Sweep) -> tuple[Any, ...]:
    arrays = (made.values, made.share, made.ends, made.done)
    return *(array.tobytes() for array in arrays), {cell: str(why) for cell, why in made.failed.items()}, made.machines


def made_of(case: str) -> Sweep:
    experiment, over, more = CASES[case]
    return Sweep.empty(cells_of(experiment, over, **more))


def by_pieces(case: str, pieces: list[Piece]) -> Sweep:
    made = made_of(case)
    for piece in pieces:
        made.take(made.cells.compute(piece))
    return made


# Equal to the bit.


@each_case
def test_that_neither_the_size_of_pieces_nor_their_order_changes_a_bit(case: str) -> None:
    experiment, over, more = CASES[case]
    expected = bits(sweep(experiment, over, **more))
    for size in (1, 5, 24):
        assert bits(by_pieces(case, pieces_of(range(24), size))) == expected
        assert bits(by_pieces(case, pieces_of(range(24), size)[::-1])) == expected
    assert not np.isnan(np.frombuffer(expected[0])).all()


@each_case
def test_that_neither_threads_nor_processes_change_a_bit(case: str, processes: Executor) -> None:
    experiment, over, more = CASES[case]
    expected = bits(sweep(experiment, over, **more))
    assert bits(sweep(experiment, over, executor=processes, **more)) == expected
    with ThreadPoolExecutor(3) as threads:
        for executor, seconds in itertools.product((threads, processes), (1e-9, 0.01)):
            made = made_of(case)
            for _ in sweeping(made, executor, seconds=seconds):
                pass
            assert bits(made) == expected


def test_that_pieces_that_are_tried_again_do_not_change_a_bit(monkeypatch: pytest.MonkeyPatch) -> None:
    expected = bits(sweep(bowl(), {"optimizer.lr": rates()}))
    tried: dict[int, int] = {}

    def fails_at_first(self: Cells, piece: Piece) -> Part:
        tried[piece.first] = tried.get(piece.first, 0) + 1
        if piece.first not in (0, 6, 11) and tried[piece.first] < TRIES:
            raise ConnectionError("gone")
        return whole(self, piece)

    whole = Cells.compute
    monkeypatch.setattr(Cells, "compute", fails_at_first)
    made = Sweep.empty(cells_of(bowl(), {"optimizer.lr": rates()}))
    with ThreadPoolExecutor(2) as threads:
        for _ in sweeping(made, threads, seconds=1e-9):
            pass
    assert bits(made) == expected
    assert max(tried.values()) == TRIES


def test_that_a_cell_is_the_run_of_its_experiment() -> None:
    made = sweep(noisy(), {"seed": [0, 1], "optimizer.lr": [0.01, 0.1]})
    for at in np.ndindex(2, 2):
        record = gdviz.run(made.experiment_at(*at)).runs[0]
        assert made.values[at] == record.loss[-1]
        assert made.ends[at].tobytes() == record.w[-1].tobytes()
    assert made.values[0, 1] != made.values[1, 1]


# What a sweep says.


def test_that_dimensions_are_in_the_order_of_their_paths_and_know_them() -> None:
    made = gdviz.sweep(bowl(), over={"start[0]": [1, 2, 3], "optimizer.lr": [0.1, 0.2]})
    assert isinstance(made, gdviz.Sweep)
    assert made.dims == ("start[0]", "lr")
    assert made.paths == {"start[0]": "start[0]", "lr": "optimizer.lr"}
    assert {name: values.tolist() for name, values in made.coords.items()} == {"start[0]": [1, 2, 3], "lr": [0.1, 0.2]}
    assert made.values.shape == made.share.shape == made.done.shape == (3, 2)
    assert made.ends.shape == (3, 2, 2)
    assert made.done.all() and not made.failed and not made.notes
    assert {"gdviz", "seed", "seeds", "machines"} <= made.provenance.keys()
    assert len(made.provenance["machines"]) == 1


def test_that_progress_is_reported_up_to_the_last_cell() -> None:
    reported: list[tuple[int, int]] = []
    sweep(bowl(), {"optimizer.lr": rates()}, progress=lambda done, count: reported.append((done, count)))
    assert reported == sorted(reported)
    assert {count for _, count in reported} == {12}
    assert reported[-1] == (12, 12)


@pytest.mark.parametrize(
    ("experiment", "over", "more", "note"),
    [
        (bowl(), {"optimizer.lr": [0.1, 0.2]}, {"value": "steps", "target": -1}, "no cell reaches the loss -1"),
        (bowl(), {"stop.loss": [-1, -2]}, {"value": "steps"}, "no cell reaches its loss"),
        (bowl(steps=3000), {"optimizer.lr": [10, 20]}, {}, "every cell diverges"),
        (an_experiment(expression("sqrt(x)", domain=[[0, 1]]), [a_run([-1])]), {"optimizer.lr": [0.1, 0.2]},
         {"value": "sharpness"}, "no cell ends where the sharpness is finite"),
    ],
    ids=["steps", "own loss", "diverge", "sharpness"],
)  # fmt: skip
def test_that_a_value_that_no_cell_has_is_reported(
    experiment: gdviz.Experiment, over: Any, more: dict[str, Any], note: str
) -> None:
    made = sweep(experiment, over, **more)
    assert made.done.all() and not made.failed
    assert list(map(str, made.notes)) == [note]


def test_that_cells_that_could_not_be_computed_are_counted_with_the_reason_of_the_first() -> None:
    made = Sweep.empty(cells_of(bowl(), {"optimizer.lr": rates()}))
    made.machines.append("another machine")
    for piece in pieces_of(range(12), 3)[::-1]:
        with pytest.MonkeyPatch.context() as patch:
            if piece.first in (3, 9):
                patch.setattr("gdviz.engine.cells.finished", lambda _, at=piece.first: 1 / 0 if at == 9 else [][0])
            made.take(made.cells.compute(piece))
    first, second = map(str, made.notes)
    assert first == "computed on 2 kinds of machines: the last digits may differ between cells"
    assert second == "6 cells could not be computed; the first: IndexError: list index out of range"


def test_that_a_part_of_other_cells_is_refused_and_nothing_counts_as_done() -> None:
    other = cells_of(bowl(), {"optimizer.lr": rates(20)}).compute(Piece(9, 6))
    made = Sweep.empty(cells_of(bowl(), {"optimizer.lr": rates()}))
    with pytest.raises(ValueError):
        made.take(other)
    assert not made.done.any()


def test_that_bad_input_is_refused_before_anything_is_computed() -> None:
    with pytest.raises(ExperimentError, match=r"^runs\[0\]\.optimizer\.lr: must be > 0"):
        sweep(bowl(), {"optimizer.lr": [0.1, -0.1]})


# Ended early.


def test_that_what_is_kept_is_never_behind_what_is_filled_in() -> None:
    made = Sweep.empty(cells_of(bowl(), {"optimizer.lr": rates()}))
    kept: list[Part] = []

    def keep(part: Part) -> None:
        if len(kept) == 5:
            raise OSError("No space left on device")
        kept.append(part)

    with pytest.raises(OSError, match="No space left"):
        for _ in sweeping(made, seconds=1e-9, keep=keep):
            pass
    assert made.done.sum() == 5
    for _ in sweeping(made):
        pass
    assert bits(made) == bits(sweep(bowl(), {"optimizer.lr": rates()}))


def test_that_a_sweep_that_is_closed_early_goes_on_where_it_was(processes: Executor) -> None:
    made = Sweep.empty(cells_of(bowl(), {"optimizer.lr": rates(40)}))
    going = sweeping(made, processes, seconds=1e-9, at_once=lambda: 2)
    for _ in range(7):
        next(going)
    going.close()
    assert made.done.sum() == 7
    parts = [part.piece.count for part in sweeping(made, processes)]
    assert sum(parts) == 33
    assert bits(made) == bits(sweep(bowl(), {"optimizer.lr": rates(40)}))


def test_that_a_piece_that_is_lost_for_good_is_marked_and_not_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    def lost(self: Cells, piece: Piece) -> Part:
        if piece.first == 3:
            raise ConnectionError("gone")
        return whole(self, piece)

    whole = Cells.compute
    monkeypatch.setattr(Cells, "compute", lost)
    made, kept = Sweep.empty(cells_of(bowl(), {"optimizer.lr": rates()})), []
    with ThreadPoolExecutor(2) as threads:
        for _ in sweeping(made, threads, seconds=1e-9, keep=lambda part: kept.extend(part.piece.cells)):
            pass
    assert made.done.all() and np.isnan(made.values).sum() == 1
    assert {cell: str(why) for cell, why in made.failed.items()} == {3: "lost with its worker: ConnectionError: gone"}
    assert sorted(kept) == [cell for cell in range(12) if cell != 3]


def test_that_a_killed_worker_leaves_what_was_finished_and_new_ones_complete_it(processes: Executor) -> None:
    over = {"optimizer.lr": rates(300)}
    made = Sweep.empty(cells_of(bowl(), over))
    with ProcessPoolExecutor(2, SPAWN) as pool:
        with pytest.raises(WorkersLost, match="the processes that compute have ended"):
            for number, _ in enumerate(sweeping(made, pool, seconds=1e-9, at_once=lambda: 2)):
                if number == 20:
                    os.kill(next(iter(pool._processes)), signal.SIGKILL)
        finished = int(made.done.sum())
        assert 21 <= finished < 300
        with pytest.raises(WorkersLost):
            list(sweeping(made, pool, seconds=1e-9))
    values = made.values.copy()
    for _ in sweeping(made, processes):
        pass
    assert bits(made) == bits(sweep(bowl(), over))
    assert np.array_equal(values[np.isfinite(values)], made.values[np.isfinite(values)])


def test_that_the_pace_is_that_of_the_slower_cells(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = itertools.count()
    each_a_second = SimpleNamespace(perf_counter=lambda: float(next(clock)))
    monkeypatch.setattr(sweeps, "time", each_a_second)
    made = Sweep.empty(cells_of(bowl(), {"optimizer.lr": rates(103)}))
    counts = [part.piece.count for part in sweeping(made, seconds=10)]
    assert counts[:3] == [1, 1, 1]
    assert max(counts[3:]) == 10
