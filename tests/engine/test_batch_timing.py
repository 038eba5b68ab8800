from __future__ import annotations

import numpy as np
import pytest

from gdviz.engine import batch_timing
from gdviz.engine.batch_timing import Timing, measured, sizes_up_to, timing
from tests.making import a_run, an_experiment, line_data


def test_that_powers_of_two_and_their_neighbours_are_measured() -> None:
    assert {1, 2, 64, 128, 20, 40, 96, 100, 127, 129} <= set(sizes_up_to(1000))
    assert max(sizes_up_to(100)) == 100
    assert sizes_up_to(1) == (1,)


def test_that_every_size_gets_a_time_and_an_epoch_its_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(batch_timing, "ROUND_SECONDS", 1e-4)
    problem = measured(an_experiment(line_data(150), [a_run([0, 0])], epochs=1))
    yielded: list[Timing] = []
    work = timing(problem)
    while True:
        try:
            yielded.append(next(work))
        except StopIteration as last:
            found = last.value
            break
    assert found.n_samples == 150 and len(yielded) == batch_timing.ROUNDS * len(found.sizes)
    assert np.isnan(yielded[0].steps[-1]) and np.isfinite(found.steps).all()
    place = found.sizes.index(100)
    assert found.epochs[place] == pytest.approx(2 * found.steps[place])
    assert [one.done for one in yielded] == sorted(one.done for one in yielded)


def test_that_too_few_samples_have_a_stand_in() -> None:
    for problem in (line_data(50), "sphere"):
        start = [0, 0]
        assert measured(an_experiment(problem, [a_run(start)], steps=1)).n_samples == 10_000
