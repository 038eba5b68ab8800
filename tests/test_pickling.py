"""What the library hands out goes through process pools, bit by bit, and cannot be written to by accident."""

from __future__ import annotations

import copy
import multiprocessing
import pickle
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import gdviz
from gdviz import backend, registry
from gdviz.engine import trajectory
from gdviz.engine.runner import iterate, prepare
from gdviz.formula import FormulaError, parse
from tests.making import a_run, an_experiment, expression, fake_gpu, quadratic
from tests.problems.data_problems import registered

SAMPLES = {"kind": "inline", "x": [[0.5], [1], [2], [3.5]], "y": [0, 1, 0, 1]}
ELSEWHERE = {"kind": "csv", "path": "elsewhere.csv", "x": ["x"], "y": "y"}
PROBLEMS: dict[str, tuple[dict[str, Any], int]] = {
    "surface": ({"kind": "surface", "name": "himmelblau", "noise": {"std": 0.1}}, 2),
    "expression": (expression("a*x^2 + sin(x*y)/3", parameters={"a": 0.1}), 2),
    "quadratic": (quadratic(1, 0.3, 3), 3),
    "linear_regression": ({"kind": "linear_regression", "data": SAMPLES}, 2),
    "polynomial_regression": ({"kind": "polynomial_regression", "data": SAMPLES, "degree": 2}, 3),
    "logistic_regression": ({"kind": "logistic_regression", "data": {**SAMPLES, "standardise": True}}, 2),
    "tanh_unit": ({"kind": "tanh_unit", "data": SAMPLES}, 2),
    "model": ({"kind": "model", "data": SAMPLES, "prediction": "a*sin(b*x)", "parameters": ["a", "b"]}, 2),
    "withheld": ({"kind": "withheld", "dim": 2, "problem": {"kind": "linear_regression", "data": ELSEWHERE}}, 2),
}
for added in registered():  # a kind with data that is not above is tried with the samples alone
    if added not in PROBLEMS:
        PROBLEMS[added] = {"kind": added, "data": SAMPLES}, gdviz.problem({"kind": added, "data": SAMPLES}).dim
each_kind = pytest.mark.parametrize("kind", PROBLEMS)


def experiment_of(kind: str) -> gdviz.Experiment:
    """A few steps of four rules that keep different things: momentum that is cycled, averages, losses that are seen."""
    spec, dim = PROBLEMS[kind]
    start, rate = [0.3, -0.2, 0.1][:dim], {"lr": 0.01}
    runs = [
        a_run(start, {"kind": "adam", **rate}, label="Adam"),
        a_run(start, {"kind": "asgd", **rate}, schedule={"kind": "plateau", "patience": 1}),
        a_run(start, {"kind": "sgd", "momentum": 0.9, **rate}, schedule={"kind": "one_cycle", "max_lr": 0.1,
                                                                       "total_steps": 12, "unit": "step"}),
    ]  # fmt: skip
    if "data" in spec:
        runs[0]["batch"] = {"size": 3}
    return an_experiment(spec, runs, steps=12, view={"colors": [3]})


def arrays_of(thing: Any) -> dict[str, np.ndarray]:
    """Every array that a public attribute of `thing` gives."""
    found = {name: getattr(thing, name) for name in dir(thing) if not name.startswith("_")}
    return {name: value for name, value in found.items() if isinstance(value, np.ndarray)}


def bits(thing: Any) -> Any:
    """All that can be read of a result, record, problem, experiment or recording; equal only where every bit is."""
    if isinstance(thing, np.ndarray):
        return thing.dtype.str, thing.shape, thing.tobytes()
    held = {name: bits(array) for name, array in arrays_of(thing).items()}
    match thing:
        case gdviz.Experiment():
            return thing.to_text()
        case gdviz.Result():
            notes = [str(note) for note in thing.notes]
            return thing.experiment.to_text(), notes, thing.backend.name, [bits(run) for run in thing.runs]
        case gdviz.RunRecord():
            assert (thing.verdict is None) == (thing.finish == "failed")
            verdict = thing.verdict and (thing.verdict.kind, thing.verdict.text, repr(thing.verdict.numbers))
            return held, verdict, thing.finish, thing.label, thing.planned, thing.updates, bits(thing.problem)
        case gdviz.Recording():
            return held, thing.label
    w = np.random.default_rng(0).normal(size=(50, thing.dim))
    values = thing.loss(w), thing.grad(w), thing.hessian(w)
    return held, list(map(bits, values)), thing.minima, thing.domain, thing.names, thing.start, thing.proposed_lr


def seen_elsewhere(things: list[Any]) -> tuple[list[Any], list[Any]]:
    """In a process of the pool: what was sent, and what is read of it there."""
    return things, [bits(thing) for thing in things]


@pytest.fixture
def pool() -> Iterator[ProcessPoolExecutor]:
    """One process that begins with nothing."""
    with ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as made:
        yield made


def test_that_each_kind_of_problem_is_tried() -> None:
    assert set(PROBLEMS) == set(registry.plugins("gdviz.problems"))


def test_that_experiments_problems_results_and_records_go_through_a_process_pool(pool: ProcessPoolExecutor) -> None:
    for kind in PROBLEMS:
        experiment = experiment_of(kind)
        result = gdviz.run(experiment)
        sent = [experiment, gdviz.problem(experiment.problem), result, result.runs[0]]
        back, seen = pool.submit(seen_elsewhere, sent).result()
        here = [bits(thing) for thing in sent]
        assert seen == here, kind
        assert [bits(thing) for thing in back] == here, kind
        assert bits(pool.submit(gdviz.run, experiment).result()) == bits(result), kind


def test_that_recordings_and_comparisons_go_through_a_process_pool(pool: ProcessPoolExecutor, tmp_path: Path) -> None:
    np.savez(tmp_path / "a.npz", w=[[1.0, 0.1], [0.2, 0.3]], loss=[1, 0.3])
    recording = pool.submit(gdviz.recorded, tmp_path / "a.npz").result()
    assert bits(recording) == bits(gdviz.recorded(tmp_path / "a.npz"))
    comparison = pool.submit(gdviz.compare, [experiment_of("surface"), recording]).result()
    assert [bits(run) for run in comparison.runs] == [
        *(bits(run) for run in gdviz.run(experiment_of("surface")).runs),
        bits(recording),
    ]


def test_that_what_is_wrong_in_another_process_is_reported_as_here(pool: ProcessPoolExecutor) -> None:
    with pytest.raises(gdviz.ExperimentError, match=r"problem\.name: ") as caught:
        pool.submit(gdviz.problem, {"kind": "surface", "name": "nowhere"}).result()
    with pytest.raises(gdviz.ExperimentError) as here:
        gdviz.problem({"kind": "surface", "name": "nowhere"})
    assert (caught.value.path, caught.value.reason) == (here.value.path, here.value.reason)
    with pytest.raises(FormulaError) as formula:
        pool.submit(parse, "x + (").result()
    with pytest.raises(FormulaError) as known:
        parse("x + (")
    assert (str(formula.value), formula.value.position) == (str(known.value), known.value.position)


def handed_out(result: gdviz.Result) -> Iterator[tuple[str, np.ndarray]]:
    """Each array of each record, its problem and its samples, with a name."""
    for record in result.runs:
        problem: Any = record.problem
        samples = getattr(problem, "samples", None)
        for owner in (record, problem, *([samples, samples.table] if samples is not None else [])):
            for name, array in arrays_of(owner).items():
                yield f"{type(owner).__name__}.{name}", array


def assert_read_only(array: np.ndarray, name: str) -> None:
    """`array` refuses each value, and keeps those that it has."""
    before = array.tobytes()
    with pytest.raises(ValueError, match="read-only"):
        array[...] = 7
    assert array.tobytes() == before, name


@each_kind
def test_that_arrays_of_a_result_cannot_be_written_to_nor_those_of_its_copy(kind: str) -> None:
    result = gdviz.run(experiment_of(kind))
    known = {"w", "grad", "delta", "lr", "loss", "batch_loss", "epoch", "step"}
    assert known <= set(arrays_of(result.runs[0]))
    assert "average" in arrays_of(result.runs[1])
    assert "momentum" in arrays_of(result.runs[2])
    copies = [pickle.loads(pickle.dumps(result, protocol)) for protocol in (2, 4, 5)]
    for one in (result, *copies, copy.deepcopy(result)):
        for name, array in handed_out(one):
            assert_read_only(array, name)


def test_that_arrays_of_samples_stay_read_only_where_they_are_unpickled() -> None:
    samples: Any = experiment_of("tanh_unit").problem
    for protocol in (2, 4, 5):
        data = pickle.loads(pickle.dumps(samples, protocol)).data
        for name, array in [*arrays_of(data).items(), *arrays_of(data.table).items()]:
            assert_read_only(array, name)


def test_that_arrays_of_a_thinned_record_cannot_be_written_to(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(trajectory, "COMPLETE_UP_TO", 4)
    record = gdviz.run(experiment_of("surface")).runs[0]
    assert record.stride == 3
    for name, array in arrays_of(record).items():
        assert_read_only(array, name)


def test_that_arrays_of_a_recording_cannot_be_written_to(tmp_path: Path) -> None:
    own = np.zeros(3)
    made = gdviz.Recording("mine", own, loss=own)
    own[:] = 1  # the array of the caller is not closed to the caller
    (tmp_path / "a.csv").write_text("step,lr,loss,w1\n0,1,2,3\n1,1,1,1\n")
    np.savez(tmp_path / "a.npz", step=[0, 1], lr=[1, 1], loss=[2, 1], w=[[3], [1]])
    (tmp_path / "a.jsonl").write_text('{"step": 0, "lr": 1, "loss": 2, "w": [3]}')
    for recording in (made, *(gdviz.recorded(tmp_path / f"a.{suffix}") for suffix in ("csv", "npz", "jsonl"))):
        for one in (recording, pickle.loads(pickle.dumps(recording))):
            assert len(arrays_of(one)) == (2 if recording is made else 4)
            for name, array in arrays_of(one).items():
                assert_read_only(array, name)


def test_that_losses_are_computed_when_asked_for_from_buffers_that_cannot_be_written_to() -> None:
    result = gdviz.run(experiment_of("linear_regression"))
    buffers: list[pickle.PickleBuffer] = []
    text = pickle.dumps(gdviz.run(experiment_of("linear_regression")), 5, buffer_callback=buffers.append)
    held = [bytes(buffer) for buffer in buffers]  # as in a memory map that is opened for reading
    assert sum(map(len, held)) > 0
    back = pickle.loads(text, buffers=held)
    assert [bits(record) for record in back.runs] == [bits(record) for record in result.runs]


def test_that_a_finished_record_is_pickled_without_the_rows_that_were_never_made() -> None:
    stopped = an_experiment("sphere", [a_run([1, 1], {"kind": "sgd", "lr": 0.4})], steps=100_000, stop={"loss": 1e-9})
    record = gdviz.run(stopped).runs[0]
    assert record.finish == "converged"
    assert record.updates < 100
    assert len(pickle.dumps(record)) < 20_000


def test_that_a_record_goes_on_growing_where_it_is_unpickled() -> None:
    experiment = experiment_of("linear_regression")
    going = prepare(experiment)
    chunks = list(iterate(experiment, prepare(experiment)))
    for chunk in chunks:
        going.runs[chunk.run].append(chunk)
        going = pickle.loads(pickle.dumps(going))
    for record, known in zip(going.runs, gdviz.run(experiment).runs, strict=True):
        assert record.finish == known.finish
        assert bits(record.w) == bits(known.w)
        assert bits(record.loss) == bits(known.loss)


def test_that_a_result_of_a_gpu_says_so_where_there_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    cupy = fake_gpu(monkeypatch)
    result = gdviz.run(experiment_of("linear_regression"), device="gpu")
    text = pickle.dumps(result)
    assert pickle.loads(text).backend.xp is cupy
    monkeypatch.setattr(backend, "probe", lambda: (None, None))
    there = pickle.loads(text)
    assert there.backend.name == "CuPy"
    assert there.backend.to_host(np.arange(3)).tolist() == [0, 1, 2]
    assert [bits(record) for record in there.runs] == [bits(record) for record in result.runs]
