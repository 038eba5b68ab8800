from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import gdviz
from gdviz import backend
from gdviz.backend import NUMPY
from gdviz.engine.accumulation import Accumulator, sample_bytes
from gdviz.engine.runner import prepare, run
from gdviz.problems.problem import compiled
from tests.making import a_run, an_experiment, line_data

CLASSES = {"kind": "logistic_regression", "data": {"kind": "builtin", "name": "two_clusters"}}
WAVE = {
    "kind": "model", "prediction": "w2*sin(w1*x)", "parameters": ["w1", "w2"],
    "data": {"kind": "synthetic", "shape": "sine", "noise": 0.1, "n": 50},
}  # fmt: skip


def experiment(problem: Any, batch: Any, **more: Any) -> gdviz.Experiment:
    start = list(gdviz.problem(problem).start)
    return an_experiment(problem, [a_run(start, {"kind": "sgd", "lr": 0.05}, batch=batch)], **{"epochs": 5, **more})


@pytest.mark.parametrize("problem", [line_data(50), CLASSES, WAVE])
@pytest.mark.parametrize("batch", [None, {"size": 20}, {"size": 20, "shuffle": False}])
def test_that_chunks_give_the_numbers_of_the_whole_batch(problem: Any, batch: Any) -> None:
    plan = experiment(problem, batch)
    whole = run(plan, "cpu").runs[0]
    limit = 3 * sample_bytes(whole.problem)
    cut = run(plan, "cpu", memory=limit)
    np.testing.assert_allclose(cut.runs[0].w, whole.w, rtol=1e-12, atol=1e-12)
    np.testing.assert_allclose(cut.runs[0].grad, whole.grad, rtol=1e-11, atol=1e-12)
    np.testing.assert_allclose(cut.runs[0].batch_loss, whole.batch_loss, rtol=1e-12)
    assert ["chunks of 3" in str(note) for note in cut.notes] == [True]


def test_that_a_batch_that_fits_is_not_cut_and_gets_no_note() -> None:
    result = run(experiment(line_data(50), {"size": 20}), "cpu", memory=20 * sample_bytes(compiled_line()))
    assert result.notes == []
    assert prepare(experiment(line_data(50), None)).memory is None


def compiled_line() -> Any:
    return compiled(experiment(line_data(50), None).problem)


class OutOfMemoryError(Exception):
    """As CuPy's, which is recognised by its name."""


@pytest.mark.parametrize("error", [OutOfMemoryError, MemoryError])
def test_that_an_error_for_lack_of_memory_halves_the_chunks_until_they_fit(
    error: type[Exception], monkeypatch: pytest.MonkeyPatch
) -> None:
    plan = experiment(line_data(50), None)
    expected = run(plan, "cpu").runs[0].w
    problem = compiled_line()
    real, asked = problem.batch_loss_grad, []

    def small(w: Any, index: Any, xp: Any = np) -> Any:
        size = len(range(*index.indices(50))) if isinstance(index, slice) else len(index)
        asked.append(size)
        if size > 7:
            raise error("no room")
        return real(w, index, xp)

    monkeypatch.setattr(problem, "batch_loss_grad", small)
    result = run(plan, "cpu")
    assert result.runs[0].finish == "completed"
    np.testing.assert_allclose(result.runs[0].w, expected, rtol=1e-12, atol=1e-12)
    assert asked[:4] == [50, 25, 12, 6] and max(asked[3:]) == 6
    assert "chunks of 6" in str(result.notes[0]) and len(result.notes) == 1


def test_that_another_error_and_a_sample_that_does_not_fit_are_raised(monkeypatch: pytest.MonkeyPatch) -> None:
    plan = experiment(line_data(50), {"size": 4})
    for error in (MemoryError("none at all"), ValueError("a fault")):

        def failing(w: Any, index: Any, xp: Any = np, error: Exception = error) -> Any:
            raise error

        monkeypatch.setattr(compiled_line(), "batch_loss_grad", failing)
        record = run(plan, "cpu").runs[0]
        assert record.finish == "failed" and str(error) in record.failure


def test_that_the_free_memory_is_measured_only_for_large_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[int] = []

    def free(self: backend.Backend) -> int:
        asked.append(1)
        return 200 * 2**20

    monkeypatch.setattr(backend.Backend, "free_memory", free)
    problem = compiled_line()
    assert Accumulator(problem, NUMPY, 1000).chunk == 1000 and not asked
    assert Accumulator(problem, NUMPY, 10**8).chunk == 100 * 2**20 // sample_bytes(problem) and asked


def test_that_the_host_reports_its_free_memory() -> None:
    free = NUMPY.free_memory()
    assert free is not None and 2**20 < free < 2**50


@pytest.mark.parametrize("kind", ["lbfgs", "gd_armijo", "gd_exact", "damped_newton"])
def test_that_rules_that_search_see_no_more_samples_at_a_time(kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    plan = an_experiment(WAVE, [a_run((5, 0.5), {"kind": kind, "lr": 1})], steps=4)
    whole = run(plan, "cpu").runs[0]
    problem_class, seen = type(whole.problem), []
    at_once = problem_class.batch_loss_grad

    def watched(problem: Any, w: Any, index: Any, xp: Any = np) -> Any:
        seen.append(len(range(*index.indices(50))) if isinstance(index, slice) else len(index))
        return at_once(problem, w, index, xp)

    monkeypatch.setattr(problem_class, "batch_loss_grad", watched)
    cut = run(plan, "cpu", memory=7 * sample_bytes(whole.problem)).runs[0]
    assert max(seen) == 7
    np.testing.assert_allclose(cut.w, whole.w, rtol=1e-9)
