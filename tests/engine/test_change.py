from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from gdviz.engine.arithmetic import Line, arithmetic
from gdviz.engine.change import judged
from gdviz.engine.trajectory import RunRecord
from tests.making import line_data, quadratic, record_of


def lines(record: RunRecord, k: int) -> dict[str, Line]:
    return {line.symbol: line for line in arithmetic(record, k)}


@pytest.mark.parametrize("kind", ["sgd", "adam", "lion", "newton"])
def test_that_on_a_quadratic_slope_and_curvature_predict_the_change(kind: str) -> None:
    record = record_of(quadratic(1, 30), [1, -2], {"kind": kind, "lr": 0.05})
    for k in (0, 3):
        card = lines(record, k)
        real = record.loss[k + 1] - record.loss[k]
        assert card["Δf"].value[0] == pytest.approx(real, rel=1e-14)
        assert card["Δf₂"].value[0] == pytest.approx(real, rel=1e-9, abs=1e-12)
        assert card["Δf₁"].value[0] == pytest.approx(record.grad[k] @ record.delta[k], rel=1e-12)


def test_that_the_slope_promises_a_fall_where_too_large_a_rate_climbs() -> None:
    card = lines(record_of(quadratic(1, 30), [1, -2], {"kind": "sgd", "lr": 0.1}), 0)
    assert card["Δf₁"].value[0] < 0 < card["Δf"].value[0]


@pytest.mark.parametrize(
    ("more", "formula"),
    [({}, "−η·|g|²"), ({"momentum": 0.9}, "g·Δw"), ({"weight_decay": 0.1}, "g·Δw"), ({"maximize": True}, "g·Δw")],
)
def test_that_plain_descent_falls_by_the_rate_times_the_slope_squared(more: dict[str, Any], formula: str) -> None:
    record = record_of("cubic_3x2y", [1, 1], {"kind": "sgd", "lr": 0.01, **more})
    line = lines(record, 0)["Δf₁"]
    assert line.formula == formula
    assert line.value[0] == pytest.approx(float(record.grad[0] @ record.delta[0]), rel=1e-12)


def test_that_terms_have_their_signs_in_brackets() -> None:
    record = record_of(quadratic(1, 4), [1, -2], {"kind": "sgd", "lr": 0.01, "momentum": 0.5})
    assert lines(record, 0)["Δf₁"].filled == "1·(−0.01) + (−8)·0.08"


def test_that_of_many_parameters_the_terms_are_not_written_out() -> None:
    problem = {"kind": "quadratic", "matrix": np.eye(5).tolist()}
    assert lines(record_of(problem, [1.0] * 5), 0)["Δf₁"].filled == "−0.01·5"
    moving = {"kind": "sgd", "lr": 0.01, "momentum": 0.5}
    assert lines(record_of(problem, [1.0] * 5, moving), 0)["Δf₁"].filled == ""


def test_that_with_batches_the_whole_and_the_batch_have_a_line_each() -> None:
    record = record_of(line_data(10), [0, 0], batch={"size": 5})
    card = lines(record, 1)
    samples, index = record.problem.samples, record.batches.index(1)

    def batch_loss(w: np.ndarray) -> float:
        return float(((w[0] * samples.x[index, 0] + w[1] - samples.y[index]) ** 2).mean())

    assert card["ΔJ"].value[0] == pytest.approx(record.loss[2] - record.loss[1], rel=1e-12)
    change = batch_loss(record.w[2]) - batch_loss(record.w[1])
    assert card["ΔJ_B"].value[0] == pytest.approx(change, rel=1e-9)
    assert card["ΔJ₁"].value[0] == pytest.approx(-0.01 * float(record.grad[1] @ record.grad[1]), rel=1e-12)
    assert "ΔJ₂" not in card  # the Hessian is that of the whole


@pytest.mark.parametrize(
    ("before", "after", "words"),
    [
        (26.01, 13.03, "fell by 50 %"),
        (3.0, 2.9, "fell by 3.3 %"),
        (3.0, 2.99999, "fell by less than 0.01 %"),
        (1.0, 0.000123, "fell by 99.98 %"),
        (1.0, 0.0, "fell by 100 %"),
        (2.0, 2.5, "rose by 25 %"),
        (2.0, 2.0000001, "rose by less than 0.01 %"),
        (2.0, 7.0, "rose to 3.5 times as much"),
        (2.0, 46.0, "rose to 23 times as much"),
        (2.0, 1e215, "rose to over 1,000 times as much"),
        (0.0, 0.25, "rose by 0.25"),
        (1.0, -0.5, "fell by 1.5"),
        (-2.0, -1.0, "rose by 1"),
        (0.0, 0.0, "as before"),
        (-5.444, -5.444 + 2.6e-14, "as before"),
        (-5.444, -5.444 + 2.6e-12, "rose by 2.6e-12"),
    ],
)
def test_that_words_say_how_the_loss_changed(before: float, after: float, words: str) -> None:
    assert str(judged(before, after)) == words


def test_that_a_loss_that_is_no_number_is_not_judged() -> None:
    assert judged(1.0, float("inf")) is None and judged(float("nan"), 1.0) is None


def test_that_noise_does_not_spoil_what_is_to_be_expected() -> None:
    record = record_of(quadratic(1, 4, noise={"std": 0.5}), [1, 1])
    card = lines(record, 3)
    assert card["Δf₁"].formula == "∇f·Δw"
    assert card["Δf₂"].value[0] == pytest.approx(record.loss[4] - record.loss[3], rel=1e-9, abs=1e-12)


def test_that_nothing_is_predicted_from_a_slope_that_is_no_number() -> None:
    record = record_of("cubic_3x2y", [1e100, 1e100], {"kind": "sgd", "lr": 1e-120})
    assert record.n
    assert all(np.isfinite(line.value).all() for line in arithmetic(record, 0))
