from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from gdviz.engine.trajectory import Verdict
from tests.making import expression, quadratic, record_of


def gd(lr: float, **more: Any) -> dict[str, Any]:
    return {"kind": "sgd", "lr": lr, **more}


def adam(lr: float, **more: Any) -> dict[str, Any]:
    return {"kind": "adam", "lr": lr, **more}


def judged(*arguments: Any, **more: Any) -> Verdict:
    verdict = record_of(*arguments, **more).verdict
    assert verdict is not None
    assert "{" not in verdict.text
    assert "nan" not in verdict.text
    return verdict


def test_that_converged_gives_the_distance_in_parameters_and_in_loss() -> None:
    verdict = judged(quadratic(1, 4), [1, 1], gd(0.2), steps=50)
    x, y = 0.8**50, 0.2**50
    assert verdict.kind == "converged"
    assert verdict.numbers["minimum"] == pytest.approx([0, 0], abs=1e-15)
    assert verdict.numbers["distance"] == pytest.approx(np.hypot(x, y), rel=1e-9)
    assert verdict.numbers["excess"] == pytest.approx((x**2 + 4 * y**2) / 2, rel=1e-9)
    unknown = judged(expression("(x - 1)**2 + exp(x)"), [2.0], gd(0.1), steps=40)
    assert unknown.kind == "converged"
    assert unknown.numbers["minimum"] == pytest.approx([0.3149230578], abs=1e-8)
    assert 0 <= unknown.numbers["distance"] < 1e-3


def test_that_runs_on_both_sides_of_arriving_say_that_they_swing_and_how_far_they_are() -> None:
    swung = "Its steps swung from side to side."
    walked, crossed, late, early = (judged(expression("x^2"), [2.5], gd(lr), steps=20) for lr in (0.3, 0.8, 0.9, 0.95))
    assert walked.kind == crossed.kind == "converged"
    assert swung not in walked.text and crossed.text.endswith(swung)
    assert late.kind == early.kind == "overshooting"
    assert late.text.endswith("yet the loss falls. The loss is 0.000831. Already 99 % of the way is done.")
    assert early.text.endswith("It needs about 2 more steps at this rate for 99 % of the way.")


def test_that_overshooting_falls_and_oscillating_does_not() -> None:
    falls = judged("sphere", [1, 1], gd(0.97), steps=30)
    assert falls.kind == "overshooting"
    assert "yet the loss falls" in falls.text
    swings = judged(expression("1 - cos(x)"), [1.0], gd(3.0), steps=300)
    assert (swings.kind, swings.numbers["period"]) == ("oscillating", 2)
    x = 1.5
    for _ in range(100):
        x = 1.5 * np.sin(x)  # the orbit ±x of x - 3 sin x has 3 sin x = 2x
    from_theory = 1 - np.cos(x)
    assert swings.numbers["low"] == pytest.approx(from_theory, abs=1e-9)
    assert swings.numbers["high"] == pytest.approx(from_theory, abs=1e-9)


def test_that_a_run_that_passes_a_minimum_at_every_second_step_is_not_there() -> None:
    at_the_minimum = 0
    for steps in range(1000, 1004):
        record = record_of("himmelblau", [0.5, -0.5], {"kind": "lion", "lr": 0.01}, steps=steps)
        assert record.verdict is not None and record.verdict.kind == "oscillating", record.verdict
        assert record.verdict.numbers["low"] < 1e-20 < 0.007 < record.verdict.numbers["high"]
        at_the_minimum += record.loss[-1] < 1e-20
    assert at_the_minimum == 2


def test_that_a_run_that_is_thrown_out_after_it_arrived_is_not_descending() -> None:
    record = record_of("himmelblau", [3.029, 3.882], {"kind": "rmsprop", "lr": 0.03}, steps=400)
    assert np.max(record.loss[201:301]) < 1e-7 < 1e-3 < np.mean(record.loss[301:])
    assert record.verdict is not None and record.verdict.kind == "oscillating"
    assert record.verdict.numbers["high"] == pytest.approx(np.max(record.loss[301:]))


@pytest.mark.parametrize("start", [[0.5, 0.25], [0.5001, 0.2501]])
def test_that_the_verdict_of_a_run_that_goes_round_has_its_period(start: list[float]) -> None:
    verdict = judged("sphere", start, {"kind": "lion", "lr": 0.25}, steps=100)
    assert (verdict.kind, verdict.numbers["period"]) == ("oscillating", 4)
    assert "every 4 steps. The loss stays " in verdict.text
    assert verdict.numbers["low"] == pytest.approx(0.0625, abs=1e-4)
    assert judged("sphere", start, gd(0.4999), steps=100).kind == "converged"


def test_that_a_rate_that_throws_the_run_about_is_overshooting() -> None:
    verdict = judged("rastrigin", [2.3, -1.7], gd(0.2), steps=1000)
    assert verdict.kind == "overshooting"
    assert verdict.numbers["loss"] > 0
    assert judged("ackley", [3.4, 2.3], gd(2.0), steps=1000).kind == "overshooting"


def test_that_a_run_under_its_start_that_grows_in_one_direction_is_diverged() -> None:
    verdict = judged(quadratic(1, 10), [1, 0.01], gd(0.2005), steps=200)
    assert verdict.kind == "diverged"
    assert verdict.numbers["limit"] == pytest.approx(0.2, rel=1e-12)


@pytest.mark.parametrize(("lr", "start"), [(1.01, 1.01), (1.3, 1.0001)], ids=["two", "four"])
def test_that_a_cycle_above_its_start_is_oscillating_and_not_diverged(lr: float, start: float) -> None:
    verdict = judged(expression("x**4/4 - x**2/2"), [start], gd(lr), steps=1000)
    assert verdict.kind == "oscillating"
    assert -0.25 < verdict.numbers["low"] < verdict.numbers["high"] < -0.14


def test_that_an_orbit_that_goes_up_and_down_by_chance_does_not_fall() -> None:
    verdict = judged(expression("20 + x**2 - 10*cos(2*pi*x) + y**2 - 10*cos(2*pi*y)"), [0.1, 0.1], gd(0.01), steps=1000)
    assert verdict.kind == "oscillating"
    assert verdict.numbers["low"] < 0.1 and verdict.numbers["high"] > 30


@pytest.mark.parametrize("over", [1e-2, 1e-4, 1e-6])
@pytest.mark.parametrize("steps", [10, 40, 1000])
def test_that_a_rate_a_little_over_the_limit_diverges(over: float, steps: int) -> None:
    verdict = judged(quadratic(1), [1], gd(2 * (1 + over)), steps=steps)
    assert verdict.kind == "diverged"
    assert verdict.numbers["limit"] == pytest.approx(2, rel=1e-12)


def test_that_other_rules_are_not_judged_by_the_limit_of_gradient_descent() -> None:
    for kind in ("adam", "rmsprop", "adagrad", "lion", "rprop", "adamax"):
        verdict = judged(quadratic(1, 1000), [1, 1], {"kind": kind, "lr": 0.05}, steps=500)
        assert verdict.kind != "diverged"
        assert "limit" not in verdict.numbers
    newton = judged("himmelblau", [0, 0], {"kind": "newton", "lr": 2.5}, steps=300)
    assert "sharpness" not in newton.text


@pytest.mark.parametrize(("lr", "kind"), [(0.01, "uphill"), (0.1, "uphill"), (2.5, "overshooting")])
def test_that_newtons_way_to_a_top_is_no_step_too_far(lr: float, kind: str) -> None:
    verdict = judged("himmelblau", [0, 0], {"kind": "newton", "lr": lr}, steps=20)
    assert verdict.kind == kind
    assert verdict.numbers["start_loss"] == 170
    assert verdict.numbers["loss"] > 170


def test_that_uphill_is_the_mirror_of_downhill() -> None:
    for lr, kind in ((0.05, "converged"), (0.21, "diverged"), (0.2, "oscillating"), (1e-4, "too_slow")):
        up = judged(expression("0 - x**2/2 - 5*y**2"), [1, 1], gd(lr, maximize=True), steps=400)
        down = judged(expression("x**2/2 + 5*y**2"), [1, 1], gd(lr), steps=400)
        assert (up.kind, down.kind) == (kind, kind)
        assert up.numbers.get("limit") == down.numbers.get("limit")
        assert up.numbers.get("steps_to_1_percent") == down.numbers.get("steps_to_1_percent")
        if "loss" in down.numbers:
            assert up.numbers["loss"] == pytest.approx(-down.numbers["loss"], rel=1e-12)


def test_that_a_run_that_ends_above_its_start_is_not_called_descending() -> None:
    up = judged("rosenbrock", [-1.2, 1], adam(30), steps=500)
    assert up.kind == "overshooting"
    assert up.numbers["loss"] > up.numbers["start_loss"]
    assert judged("himmelblau", [0, 0], gd(0.2), steps=1).kind == "overshooting"


def test_that_swings_of_any_rule_are_seen() -> None:
    verdict = judged(quadratic(1, 50), [1, 1], {"kind": "lion", "lr": 1.0}, steps=500)
    assert verdict.kind == "oscillating"
    assert verdict.numbers["low"] < verdict.numbers["loss"] <= verdict.numbers["high"]


def test_that_decoupled_weight_decay_holds_a_run_beside_the_minimum() -> None:
    adamw = {"kind": "adamw", "lr": 0.1, "weight_decay": 0.5}
    verdict = judged(quadratic(1, 1, minimum=[3, 3]), [0, 0], adamw, steps=9000)
    assert verdict.kind == "converged"
    assert "weight decay" in verdict.text
    assert verdict.numbers["gradient"] > 0


def test_that_a_schedule_that_ends_at_zero_is_judged_by_its_mean_rate() -> None:
    cosine = {"kind": "cosine", "t_max": 400, "unit": "step"}
    verdict = judged(quadratic(1, 10), [1, 1], gd(0.01), steps=400, schedule=cosine)
    assert verdict.kind == "still_descending"
    assert verdict.numbers["steps_to_1e_6"] < 4000


def test_that_a_minimum_is_not_better_than_itself() -> None:
    verdict = judged(quadratic(1, 50), [1, 1], {"kind": "adamax", "lr": 0.01}, steps=500)
    assert verdict.kind == "converged"
    assert verdict.numbers["excess"] > 1e-6


@pytest.mark.parametrize(
    ("problem", "start", "rule"),
    [
        (quadratic(1.0, 4.0), [1, 1], {"kind": "rmsprop", "lr": 0.01}),
        (quadratic(1.0, 4.0), [1, 1], {"kind": "rmsprop", "lr": 0.1, "alpha": 0.9}),
        ("global_minimum", [-3.5, 1.5], {"kind": "adam", "lr": 6.0}),
    ],
)
def test_that_a_limit_that_came_down_to_the_rate_is_named(problem: Any, start: Any, rule: dict[str, Any]) -> None:
    """Cohen et al. 2022, arXiv 2207.14484: such rules end at the edge of stability, and swing there."""
    verdict = judged(problem, start, rule, steps=4000)
    assert verdict.kind == "oscillating"
    assert verdict.text.endswith(" Its stability limit has come down to the learning rate.")
    assert verdict.numbers["limit"] == pytest.approx(rule["lr"], rel=0.1)


def test_that_swings_with_no_limit_are_not_blamed_on_one() -> None:
    for rule in ({"kind": "rmsprop", "lr": 0.1}, gd(0.1)):
        verdict = judged(expression("abs(x)"), [1.05], rule, steps=400)
        assert (verdict.kind, "limit" in verdict.text) == ("oscillating", False)


def test_that_a_run_that_is_thrown_out_again_and_again_has_not_converged() -> None:
    thrown = record_of("quad_k100", [-4.5, 0.6], adam(0.5), steps=5000)
    quarter = thrown.loss[-1250:]
    assert thrown.loss[-1] < 1e-7 < 0.5 < quarter.max(), "it has arrived, and will be thrown out"
    assert thrown.verdict is not None and thrown.verdict.kind == "oscillating"
    still = judged(quadratic(1, 4), [1, 1], gd(0.2), steps=40)
    assert still.kind == "converged", "what was high before it arrived counts for nothing"


def test_that_the_range_of_the_loss_is_that_of_all_steps_of_the_last_quarter() -> None:
    steps = 1_000_000  # more rows than are looked at one by one
    record = record_of(expression("tan(x) + y^2"), [1, 1], gd(0.009), steps=steps)
    assert record.verdict is not None and record.verdict.kind in ("oscillating", "overshooting")
    quarter = record.loss[steps + 1 - (steps + 1) // 4 :]
    assert record.verdict.numbers["low"] == quarter.min()
    assert record.verdict.numbers["high"] == quarter.max()


def test_that_a_minimum_flatter_than_a_parabola_is_one() -> None:
    flat = judged(expression("x^4 + y^4"), [1, 1], gd(0.008), steps=200_000)
    assert flat.kind == "converged"
    assert flat.numbers["minimum"] == pytest.approx([0, 0], abs=1e-6)
    ring = judged("ring", [1.5, 0.7], gd(0.05), steps=400)
    assert ring.kind == "flat" and "a valley of minima" in ring.text


def test_that_leaving_the_domain_is_named() -> None:
    verdict = judged(expression("sqrt(x) + y^2"), [1, 1], gd(0.05), steps=1000)
    assert verdict.kind == "diverged"
    assert "the next one leads to where the loss has no finite value. The loss is 0.233." in verdict.text


@pytest.mark.parametrize("text", ["sqrt(abs(x))", "sqrt(x^2 + y^2)"])
def test_that_a_gradient_without_a_value_is_named_as_the_reason(text: str) -> None:
    start = [0.25] if "y" not in text else [1.0, 0.0]
    verdict = judged(expression(text), start, gd(0.25 if len(start) == 1 else 0.5), steps=20)
    assert verdict.kind == "diverged"
    assert "the gradient is not finite. The loss is 0." in verdict.text and "the loss has no" not in verdict.text


@pytest.mark.parametrize("steps", [13, 14, 16, 28, 40, 60])
def test_that_a_momentum_that_swings_on_its_way_down_is_descending(steps: int) -> None:
    momentum = {"kind": "sgd", "lr": 0.1, "momentum": 0.9}
    assert judged(expression("(x-1)^2"), [1.7], momentum, steps=steps).kind == "still_descending"


def test_that_a_leap_off_a_flat_minimum_has_not_converged() -> None:
    verdict = judged(expression("(x^2+y^2)^2"), [0.01, 0.006], {"kind": "adagrad", "lr": 2.0}, steps=7)
    assert verdict.kind == "overshooting"  # the loss rose
    assert judged(expression("x^6"), [1.0], {"kind": "rmsprop", "lr": 2.0}, steps=12).kind == "oscillating"


def test_that_a_minimum_above_the_start_is_one() -> None:
    record = record_of("cross_in_tray", [3.0, 2.4], {"kind": "adam", "lr": 15.0}, steps=400)
    assert record.loss[-1] > record.loss[0]
    assert record.verdict is not None and record.verdict.kind == "local_minimum"
