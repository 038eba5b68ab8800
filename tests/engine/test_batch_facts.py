from __future__ import annotations

import numpy as np
import pytest

from gdviz.engine.batch_facts import batch_gradients, batch_surface, ellipse, has_batches, noise_ball, update_at
from tests.making import line_data, record_of

WAVE = {
    "kind": "model", "prediction": "w2*sin(w1*x)", "parameters": ["w1", "w2"],
    "data": {"kind": "synthetic", "shape": "sine", "noise": 0.1, "n": 30},
}  # fmt: skip
SGD = {"kind": "sgd", "lr": 0.1}


@pytest.mark.parametrize("problem", [line_data(30), WAVE])
def test_that_the_batches_of_an_epoch_make_up_the_full_gradient(problem: dict[str, object]) -> None:
    record = record_of(problem, [1, 1], SGD, batch={"size": 5}, epochs=2)
    for k in (0, 4, 8):
        found = batch_gradients(record, record.w[k], k)
        assert found.grads.shape == (6, 2)
        assert found.grads.mean(axis=0) == pytest.approx(found.full)
        assert found.grads[found.current] == pytest.approx(record.grad[k])
    last = batch_gradients(record, record.w[-1], record.n)
    assert last.current == 5 and update_at(record, record.n) == record.n - 1


def test_that_of_thousands_of_batches_some_are_shown_and_the_current_one_is_among_them() -> None:
    record = record_of(line_data(1000), [0, 0], SGD, batch={"size": 1}, steps=700)
    found = batch_gradients(record, record.w[613], 613)
    assert len(found.grads) == 200
    assert found.grads[found.current] == pytest.approx(record.grad[613])


@pytest.mark.parametrize("problem", [line_data(30), WAVE])
def test_that_the_surfaces_of_equal_batches_have_the_whole_loss_as_mean(problem: dict[str, object]) -> None:
    record = record_of(problem, [1, 1], SGD, batch={"size": 10}, epochs=1)
    box = ((-1.0, 2.0), (0.0, 1.0))
    grids = [batch_surface(record.problem, record.batches.index(k), box, 20) for k in range(3)]
    assert grids[0].shape == (20, 20)
    corner = record.problem.loss(np.array([2.0, 0.0]))
    assert np.mean([grid[0, -1] for grid in grids]) == pytest.approx(corner)
    assert not np.allclose(grids[0], grids[1])


def test_that_with_one_parameter_it_is_a_curve() -> None:
    problem = {**line_data(30), "intercept": False}
    record = record_of(problem, [1], SGD, batch={"size": 10}, epochs=1)
    curve = batch_surface(record.problem, record.batches.index(0), ((-1.0, 1.0),), 20)
    assert curve.shape == (80,)
    assert curve[-1] == pytest.approx(record.problem.batch_loss_grad(np.array([1.0]), record.batches.index(0))[0])


def test_that_the_predicted_noise_ball_is_the_measured_one() -> None:
    record = record_of(line_data(40), [0, 0], SGD, batch={"size": 4}, epochs=4000)
    ball = noise_ball(record)
    assert ball is not None
    assert ball.center == pytest.approx(record.problem.minima[0].w)
    assert ball.mean == pytest.approx(ball.center, abs=0.01)
    assert ball.measured == pytest.approx(ball.predicted, rel=0.15, abs=0.15 * np.abs(ball.predicted).max())


def test_that_a_doubled_rate_makes_a_larger_ball_and_a_doubled_batch_a_smaller_one() -> None:
    def size(lr: float, batch: int) -> float:
        record = record_of(line_data(40), [0, 0], {"kind": "sgd", "lr": lr}, batch={"size": batch}, epochs=800)
        ball = noise_ball(record)
        assert ball is not None
        return float(np.trace(ball.predicted))

    base = size(0.02, 2)
    assert size(0.04, 2) > 1.5 * base > 1.5 * size(0.02, 4)


def test_that_without_noise_an_end_or_a_theory_there_is_no_ball() -> None:
    assert noise_ball(record_of(line_data(40), [0, 0], SGD, epochs=100)) is None
    assert (
        noise_ball(record_of(line_data(40), [0, 0], {"kind": "adam", "lr": 0.1}, batch={"size": 4}, epochs=99)) is None
    )
    assert noise_ball(record_of("sphere", [1, 1], SGD, steps=100)) is None


def test_that_an_ellipse_has_the_given_deviations() -> None:
    points = ellipse(np.array([1.0, 2.0]), np.diag([4.0, 0.25]), 2.0)
    assert np.abs(points - [1, 2]).max(axis=0) == pytest.approx([4, 1], rel=0.01)
    assert points[0] == pytest.approx(points[-1])


def test_that_only_a_part_of_the_samples_makes_batches() -> None:
    runs = [record_of(line_data(10), [0, 0], SGD, epochs=1, batch=batch) for batch in ({"size": 5}, {"size": 10}, None)]
    assert [has_batches(record) for record in runs] == [True, False, False]
