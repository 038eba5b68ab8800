"""What a verdict predicts of arriving: nothing if the function has no lowest value, or the loss falls no further."""

from __future__ import annotations

import numpy as np
import pytest

import gdviz
from tests.lesson_records import gd, records, verdict_of
from tests.making import expression, line_data, quadratic, record_of


def test_that_a_run_at_the_minimum_is_not_advised_to_take_more_steps() -> None:
    (whole,) = records("mean_of_all_samples")
    assert verdict_of(whole).kind == "converged"
    left = whole.loss[-1] - whole.problem.minima[0].loss
    assert verdict_of(whole).numbers["excess"] == pytest.approx(left, rel=1e-6)
    assert left < 1e-6 * whole.loss[0]
    base, scaled, same, warm = records("linear_scaling")
    for record in (base, scaled, warm):
        assert verdict_of(record).kind == "converged"
        assert record.loss[-1] - record.problem.minima[0].loss < 1e-3 * record.loss[0]
    assert verdict_of(same).kind == "still_descending"
    assert "0.0169 above its minimum" in verdict_of(same).text
    for record in (whole, base, scaled, same, warm, *records("five_batches")[:1], *records("sgd_stages")):
        assert "more steps" not in verdict_of(record).text


def test_that_a_run_far_from_the_minimum_says_how_many_steps_it_needs() -> None:
    verdict = verdict_of(record_of(line_data(), [3, 3], gd(0.01), steps=20))
    assert verdict.kind == "still_descending"
    assert "more steps" in verdict.text


@pytest.mark.parametrize("text", ["3*x**2*y", "5*x**2*y", "x**2 - y**4"])
def test_that_no_arrival_is_predicted_where_there_is_none(text: str) -> None:
    record = record_of(expression(text, domain=[[-2, 2], [-2, 2]]), [1, 1e-9 if "4" in text else 1], gd(0.01), steps=20)
    verdict = verdict_of(record)
    assert verdict.kind == "still_descending"
    assert verdict.text.endswith("This function has no lowest value to arrive at.")
    assert not any(name.startswith("steps_to") for name in verdict.numbers)


@pytest.mark.parametrize("name", ["mccormick", "holder_table", "eggholder"])
def test_that_the_way_to_a_known_minimum_is_predicted_whatever_the_function_does_far_away(name: str) -> None:
    entry = gdviz.problem({"kind": "surface", "name": name})
    assert entry.unbounded_below and entry.minima
    near = np.array(entry.minima[0].w) + 0.05
    sharp = float(np.linalg.eigvalsh(entry.hessian(near)).max())
    verdict = verdict_of(record_of(name, near.tolist(), gd(0.01 / sharp), steps=50))
    assert verdict.numbers["steps_to_1_percent"] > 50


@pytest.mark.parametrize("lr", [0.3, 0.376, 0.5])
def test_that_a_loss_that_fell_without_end_has_not_diverged(lr: float) -> None:
    record = record_of("cubic_3x2y", [1, 1], gd(lr), steps=20)
    assert record.finish == "diverged" and record.loss[-1] < -1e100
    assert verdict_of(record).kind == "unbounded"
    assert verdict_of(record).text.startswith("The loss falls without end")
    rose = record_of("sphere", [1, 1], gd(10 * lr), steps=2000)
    assert rose.loss[-1] > rose.loss[0] and verdict_of(rose).kind == "diverged"


@pytest.mark.parametrize(("eigenvalues", "momentum", "lr"), [((1, 10), 0.9, 0.05), ((1,), 0.99, 0.02)])
def test_that_a_momentum_that_swings_through_the_minimum_has_not_arrived(
    eigenvalues: tuple[float, ...], momentum: float, lr: float
) -> None:
    start, optimizer = [2, 1][: len(eigenvalues)], gd(lr, momentum=momentum)
    future = record_of(quadratic(*eigenvalues), start, optimizer, steps=600).loss
    arrived = 0
    for steps in range(15, 400, 3):
        verdict = verdict_of(record_of(quadratic(*eigenvalues), start, optimizer, steps=steps))
        if verdict.kind in ("converged", "flat"):
            arrived += 1
            assert future[steps : steps + 80].max() < 1e-5 * future[0], steps
    assert arrived or momentum == 0.99
