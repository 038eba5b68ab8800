from __future__ import annotations

import numpy as np
import pytest

from gdviz.engine.escape import Escape, escape, settled, sizes_for
from gdviz.experiment import Experiment
from gdviz.lessons import lesson
from gdviz.messages import ExperimentError
from gdviz.problems.problem import compiled
from gdviz.texts import language
from tests.making import a_run, an_experiment, line_data


def counted(experiment: Experiment, sizes: tuple[int, ...], seeds: int) -> tuple[Escape, list[Escape]]:
    yielded: list[Escape] = []
    work = escape(experiment, 0, sizes, seeds)
    while True:
        try:
            yielded.append(next(work))
        except StopIteration as last:
            return last.value, yielded


def lecture() -> Experiment:
    return lesson("sgd_leaves_a_local_minimum").open(language("en").choose)


def test_that_single_samples_leave_nearly_always_pairs_sometimes_and_larger_batches_never() -> None:
    found, yielded = counted(lecture(), (1, 2, 5, 20), 60)
    left = np.add(found.better, found.elsewhere)
    assert found.better[0] > 0.8 and left[0] > 0.95
    assert 0.1 < found.better[1] < 0.9
    assert left[2:].tolist() == [0, 0]
    assert found.home == pytest.approx((5.06, 0.19), abs=0.05)
    shares = [one.done for one in yielded]
    assert shares == sorted(shares) and shares[-1] == found.done == 1
    assert yielded[0].sizes == () and len(yielded) > 100


def test_that_no_seed_leaves_the_minimum_of_a_convex_loss() -> None:
    experiment = an_experiment(line_data(), [a_run([0, 0], {"kind": "sgd", "lr": 0.05})], epochs=50)
    found, _ = counted(experiment, (1, 5, 10), 30)
    assert found.better == found.elsewhere == (0, 0, 0)


def test_that_ends_settle_at_the_bottom_near_them() -> None:
    problem = compiled(lecture().problem)
    ends = settled(problem, np.array([[2.4, 0.8], [5.2, 0.1], [np.nan, 1.0]]))
    assert np.linalg.norm(problem.grad(ends[:2]), axis=-1).max() < 1e-3
    assert ends[0] == pytest.approx([2.5, 1], abs=0.05)
    assert np.isnan(ends[2]).any()


def test_that_the_sizes_go_from_one_sample_to_all() -> None:
    assert sizes_for(100) == (1, 2, 5, 10, 20, 50, 100)
    assert sizes_for(7) == (1, 2, 5, 7)
    assert sizes_for(1) == (1,)


def test_that_there_must_be_samples_and_a_home() -> None:
    with pytest.raises(ExperimentError, match="samples"):
        next(escape(an_experiment("sphere", [a_run([1, 1])])))
    diverging = lecture().replace("runs[0].optimizer.lr", 1e6)
    with pytest.raises(ExperimentError, match="no minimum"):
        next(escape(diverging))
