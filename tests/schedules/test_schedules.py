from __future__ import annotations

import json
from typing import Any

import numpy as np
import pytest

import gdviz
from gdviz.params import build
from gdviz.registry import from_json, plugins
from gdviz.schedules.base import Schedule

EXAMPLES: dict[str, dict[str, Any]] = {"step": {"step_size": 30}, "cosine": {"t_max": 100}}
KINDS = ["constant", "cosine", "inverse_sqrt", "linear", "step"]


def a_schedule(kind: str, warmup: Any = None, **more: Any) -> Schedule:
    return gdviz.schedule({"kind": kind, **EXAMPLES.get(kind, {}), **more}, warmup)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("warmup", [None, {"length": 7.5, "start_factor": 0.1}, {"length": 0}])
def test_that_numbers_and_arrays_of_any_shape_agree(kind: str, warmup: Any) -> None:
    schedule = a_schedule(kind, warmup)
    k = np.arange(60)
    rates = schedule.lr(0.3, k)
    assert rates.dtype == np.float64
    np.testing.assert_array_equal(schedule.lr(0.3, k.reshape(3, 20)), rates.reshape(3, 20))
    np.testing.assert_array_equal([schedule.lr(0.3, int(i)) for i in k], rates)
    assert schedule.lr(0.3, np.array([], dtype=int)).shape == (0,)
    assert type(schedule.lr(0.3, 0)) is float


@pytest.mark.parametrize("kind", KINDS)
def test_that_rates_stay_finite_and_positive_far_beyond_the_end(kind: str) -> None:
    rates = a_schedule(kind).lr(0.3, np.array([0, 1, 99, 10**6, 10**9]))
    assert np.isfinite(rates).all()
    assert (rates >= 0).all()


@pytest.mark.parametrize("kind", KINDS)
def test_that_what_a_form_proposes_can_be_built_and_ends_with_the_run(kind: str) -> None:
    cls: Any = plugins("gdviz.schedules")[kind]
    made = build(cls, {**EXAMPLES.get(kind, {}), **cls.proposed(80.0)}, "schedule")
    assert made.ends() in (None, 80.0)
    assert json.loads(json.dumps(made.to_json()))["kind"] == kind
    build(cls, {**EXAMPLES.get(kind, {}), **cls.proposed(0.0)}, "schedule")


def test_that_step_decay_drops_at_30_60_and_90_percent() -> None:
    cls: Any = plugins("gdviz.schedules")["step"]
    schedule = a_schedule("step", **cls.proposed(100.0))
    rates = schedule.lr(1.0, np.array([0, 29, 30, 59, 60, 89, 90]))
    np.testing.assert_allclose(rates, [1, 1, 0.1, 0.1, 0.01, 0.01, 0.001], rtol=1e-12)


def test_that_the_cosine_is_at_its_quarter_points_where_the_paper_has_it() -> None:
    rates = a_schedule("cosine", eta_min=0.0).lr(1.0, np.array([0, 25, 50, 75, 100]))
    root = 2**0.5
    np.testing.assert_allclose(rates, [1, (2 + root) / 4, 0.5, (2 - root) / 4, 0], atol=1e-15)
    assert a_schedule("cosine").lr(1.0, 150) == pytest.approx(0.5)


def test_that_the_inverse_square_root_is_down_to_half_after_three_timescales() -> None:
    assert a_schedule("inverse_sqrt", timescale=25).lr(0.8, 75) == 0.4


def test_that_the_linear_schedule_stays_at_its_end() -> None:
    schedule = a_schedule("linear", start_factor=1, end_factor=0.25, total_iters=8)
    np.testing.assert_allclose(schedule.lr(1.0, np.array([0, 4, 8, 100])), [1, 0.625, 0.25, 0.25])


def test_that_lengths_may_be_fractional() -> None:
    np.testing.assert_allclose(a_schedule("step", step_size=2.5).lr(1.0, np.arange(6)), [1, 1, 1, 0.1, 0.1, 0.01])


def test_that_the_schedule_starts_at_its_own_zero_after_the_warm_up() -> None:
    schedule = a_schedule("step", {"length": 4, "start_factor": 0.2}, step_size=3)
    np.testing.assert_allclose(schedule.lr(1.0, np.arange(9)), [0.2, 0.4, 0.6, 0.8, 1, 1, 1, 0.1, 0.1], rtol=1e-14)


@pytest.mark.parametrize(
    ("unit", "warm_unit", "want"),
    [
        ("epoch", "epoch", [0.0, 0.0, 0.0, 0.5, 0.5, 0.5, 1, 1, 1, 0.1, 0.1, 0.1]),
        ("step", "epoch", [0.0, 0.0, 0.0, 0.5, 0.5, 0.5, 1, 0.1, 0.01, 1e-3, 1e-4, 1e-5]),
        ("epoch", "step", [0.0, 0.5, 1, 1, 1, 0.1, 0.1, 0.1, 0.01, 0.01, 0.01, 1e-3]),
        ("step", "step", [0.0, 0.5, 1, 0.1, 0.01, 1e-3, 1e-4, 1e-5, 1e-6, 1e-7, 1e-8, 1e-9]),
    ],
)
def test_that_warm_up_and_schedule_count_each_in_its_unit(unit: str, warm_unit: str, want: list[float]) -> None:
    schedule = a_schedule("step", {"length": 2, "unit": warm_unit}, step_size=1, unit=unit)
    np.testing.assert_allclose(schedule.step_lr(1.0, np.arange(12), 3), want, rtol=1e-12)
    assert schedule.step_lr(1.0, 3, 3) == pytest.approx(want[3])


def test_that_the_position_tells_warm_up_from_schedule() -> None:
    schedule = a_schedule("step", {"length": 2, "unit": "step"}, step_size=1)
    assert [schedule.position(k, 3) for k in (0, 1, 2, 4, 5)] == [
        (True, 0.0), (True, 1.0), (False, 0.0), (False, 0.0), (False, 1.0),
    ]  # fmt: skip
    assert a_schedule("constant").position(7, 3) == (False, 2.0)


def test_that_k_alone_is_no_answer_where_the_units_differ() -> None:
    with pytest.raises(gdviz.ExperimentError, match=r"warmup\.unit"):
        a_schedule("step", {"length": 2, "unit": "step"}).lr(1.0, 3)


def test_that_a_cosine_says_that_it_turns_up_and_the_others_do_not() -> None:
    made = {kind: from_json("gdviz.schedules", {"kind": kind, **EXAMPLES.get(kind, {})}, "") for kind in KINDS}
    turning = {kind for kind, schedule in made.items() if schedule.turns_up()}
    assert "cosine" in turning
    assert not {"constant", "step", "linear", "inverse_sqrt"} & turning
