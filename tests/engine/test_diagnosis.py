from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from gdviz.engine.diagnosis import diagnose
from gdviz.engine.runner import prepare
from gdviz.engine.trajectory import Verdict
from gdviz.problems.surfaces import surface
from tests.making import a_run, an_experiment, expression, line_data, quadratic, record_of


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


@pytest.mark.parametrize("lr", [0.01, 0.05, 0.1, 0.2])
def test_that_the_valley_of_the_worked_example_is_flat(lr: float) -> None:
    assert judged("cubic_3x2y", [1, 1], gd(lr), steps=2000).kind == "flat"


@pytest.mark.parametrize("steps", [320, 330, 340, 350, 360, 400])
def test_that_the_valley_is_flat_as_soon_as_the_gradient_is_gone(steps: int) -> None:
    assert judged("cubic_3x2y", [1, 1], gd(0.01), steps=steps).kind in ("still_descending", "flat")
    assert judged("cubic_3x2y", [1, 1], gd(0.01), steps=steps + 50).kind == "flat"


@pytest.mark.parametrize("steps", [1, 3, 20, 100, 2000])
@pytest.mark.parametrize(
    "optimizer", [*(gd(lr) for lr in (1e-3, 0.01, 0.05, 0.3, 1, 5)), gd(0.01, momentum=0.9), adam(0.01), adam(1)]
)
def test_that_below_the_ridge_the_worked_example_is_unbounded_at_every_rate(
    optimizer: dict[str, Any], steps: int
) -> None:
    verdict = judged("cubic_3x2y", [1, -1], optimizer, steps=steps)
    assert verdict.kind == "unbounded"
    assert "no learning rate helps" in verdict.text
    assert verdict.numbers["loss"] < -3


@pytest.mark.parametrize("lr", [0.25, 0.5, 1])
def test_that_a_rate_that_throws_the_worked_example_over_the_ridge_is_to_blame(lr: float) -> None:
    verdict = judged("cubic_3x2y", [1, 1], gd(lr), steps=2000)
    assert verdict.kind == "unbounded"
    assert verdict.numbers["loss"] < -1e100
    assert "no learning rate helps" not in verdict.text and "Smaller steps stay" in verdict.text
    assert verdict.numbers["over_limit_at"] == 0
    assert verdict.numbers["limit"] == pytest.approx(2 / (3 + np.sqrt(45)), rel=1e-12)
    assert judged("cubic_3x2y", [1, 1], gd(0.01, momentum=0.9), steps=20).kind == "overshooting"


@pytest.mark.parametrize("sharp", [1.0, 7.0, 1e-3, 1e3])
def test_that_a_quadratic_diverges_over_2_by_l_and_converges_under_it(sharp: float) -> None:
    limit = 2 / sharp
    problem = quadratic(sharp / 10, sharp)
    over = judged(problem, [1, 1], gd(1.01 * limit), steps=2000)
    assert over.kind == "diverged"
    assert over.numbers["limit"] == pytest.approx(limit, rel=1e-9)
    assert over.numbers["sharpness"] == pytest.approx(sharp, rel=1e-9)
    assert over.numbers["lr"] == pytest.approx(1.01 * limit, rel=1e-12)
    assert judged(problem, [1, 1], gd(5 * limit), steps=2000).kind == "diverged"
    under = judged(problem, [1, 1], gd(0.99 * limit), steps=2000)
    assert under.kind == "converged"
    assert under.numbers["distance"] < 1e-8
    assert judged(problem, [1, 1], gd(limit), steps=2000).kind == "oscillating"


def test_that_a_run_that_grows_is_diverged_before_its_numbers_end() -> None:
    record = record_of(quadratic(1, 2), [1, 1], gd(1.1), steps=30)
    assert record.finish == "completed"
    assert record.verdict is not None
    assert record.verdict.kind == "diverged"
    assert (
        record.verdict.text
        == "The run diverged: at step 0 the learning rate 1.1 is over the stability limit 1. The sharpness there is 2."
    )


@pytest.mark.parametrize(
    ("start", "minimum"),
    [
        ([1, 1], (3, 2)),
        ([-1, 1], (-2.8051180869527447, 3.1313125182505729)),
        ([-2, -2], (-3.7793102533777469, -3.2831859912861694)),
        ([2, -2], (3.5844283403304918, -1.8481265269644036)),
    ],
)
def test_that_himmelblau_converges_to_the_right_minimum(start: list[float], minimum: tuple[float, float]) -> None:
    record = record_of("himmelblau", start, gd(0.01), steps=300)
    assert record.verdict is not None
    assert record.verdict.kind == "converged"
    np.testing.assert_allclose(record.w[-1], minimum, atol=1e-9)
    assert record.verdict.numbers["distance"] < 1e-9
    assert "(3, 2)" in record.verdict.text or minimum != (3, 2)


@pytest.mark.parametrize(
    ("lr", "kind", "finish"),
    [
        (0.0005, "still_descending", "completed"),
        (0.01, "converged", "completed"),
        (0.028, "oscillating", "completed"),
        (0.05, "diverged", "diverged"),
    ],
)
def test_that_four_rates_on_himmelblau_are_low_good_high_and_too_high(lr: float, kind: str, finish: str) -> None:
    record = record_of("himmelblau", [0, 0], gd(lr), steps=200)
    assert record.verdict is not None
    assert (record.verdict.kind, record.finish) == (kind, finish)
    if kind == "oscillating":
        assert record.verdict.numbers["low"] == pytest.approx(12, abs=0.5)
        assert record.verdict.numbers["high"] == pytest.approx(24, abs=0.5)


@pytest.mark.parametrize("steps", [100, 101, 150, 203])
def test_that_a_swing_between_two_losses_is_none_that_grows(steps: int) -> None:
    assert judged("himmelblau", [0, 0], gd(0.028), steps=steps).kind == "oscillating"


@pytest.mark.parametrize("start", [[2, 2], [-2, 2], [2, -2]])
def test_that_a_local_minimum_names_the_better_one(start: list[float]) -> None:
    verdict = judged("styblinski_tang", start, gd(0.01), steps=500)
    assert verdict.kind == "local_minimum"
    assert verdict.numbers["better_loss"] == pytest.approx(-78.33233140754282, abs=1e-9)
    assert verdict.numbers["better_w"] == pytest.approx([-2.903534] * 2, abs=1e-6)
    assert judged("styblinski_tang", [-2, -2], gd(0.01), steps=500).kind == "converged"


def test_that_a_saddle_holds_only_a_run_along_its_ridge() -> None:
    verdict = judged("saddle", [1, 0], gd(0.1), steps=500)
    assert verdict.kind == "saddle"
    assert verdict.numbers["eigenvalues"] == pytest.approx([-2, 2])
    for steps in (200, 5000):
        assert judged("saddle", [1, 1e-3], gd(0.1), steps=steps).kind == "unbounded"


def test_that_the_hill_beside_the_valley_of_the_worked_example_is_a_saddle() -> None:
    assert judged("cubic_3x2y", [0, -1], gd(0.1), steps=100).kind == "saddle"


@pytest.mark.parametrize(("problem", "lr"), [("rosenbrock", 1e-3), ("beale", 3e-3), (quadratic(1, 100), 1e-3)])
def test_that_a_run_on_its_way_is_still_descending(problem: Any, lr: float) -> None:
    verdict = judged(problem, [-1.2, 1], gd(lr), steps=200)
    assert verdict.kind == "still_descending"
    assert verdict.numbers["gradient"] > 0


def test_that_rosenbrocks_valley_is_followed_to_its_minimum() -> None:
    assert judged("rosenbrock", [-1.2, 1], gd(1e-3), steps=5000).kind == "still_descending"
    verdict = judged("rosenbrock", [-1.2, 1], gd(1e-3), steps=50_000)
    assert verdict.kind == "converged"
    assert verdict.numbers["distance"] < 1e-6


def test_that_batches_end_on_their_noise_floor() -> None:
    verdict = judged(line_data(40), [0, 0], gd(0.1), epochs=100, batch={"size": 4})
    assert verdict.kind == "noise_floor"
    lowest = record_of(line_data(40), [0, 0], gd(0.1), epochs=500)
    assert lowest.verdict is not None
    assert lowest.verdict.kind == "converged"
    assert verdict.numbers["loss"] > lowest.loss[-1]
    assert judged(quadratic(1, 2, noise={"std": 0.1}), [1, 1], gd(0.1), steps=500).kind == "noise_floor"


def test_that_data_over_the_limit_diverge() -> None:
    verdict = judged(line_data(40), [0, 0], gd(3.0), epochs=500)
    assert verdict.kind == "diverged"
    assert verdict.numbers["limit"] < 3


@pytest.mark.parametrize("problem", [expression("x**4"), expression("x**4 + y**4")])
def test_that_a_minimum_that_the_hessian_does_not_see_is_converged_to(problem: dict[str, Any]) -> None:
    start = [1.0, 0.5] if "y" in problem["expression"] else [1.0]
    assert judged(problem, start, gd(0.05), steps=100).kind == "still_descending"
    assert judged(problem, start, gd(0.05), steps=300_000).kind == "converged"


def test_that_the_bend_of_x_cubed_is_no_minimum() -> None:
    for steps in (10, 1000, 3000, 100_000):
        assert judged(expression("x**3"), [1.0], gd(0.1), steps=steps).kind != "converged"


@pytest.mark.parametrize("text", ["exp(-x)", "(1 - x)**3", "atan(-x)"])
def test_that_what_flattens_is_not_called_unbounded(text: str) -> None:
    assert judged(expression(text), [0.0], gd(0.1), steps=100).kind == "still_descending"


@pytest.mark.parametrize("text", ["x", "-x**2", "x**3", "-exp(x)", "0 - sqrt(1 + x**2) - x"])
def test_that_what_falls_for_ever_is_unbounded(text: str) -> None:
    assert judged(expression(text), [-0.5], gd(0.1), steps=50).kind == "unbounded"


def test_that_uphill_a_top_is_converged_to_and_a_bowl_is_unbounded() -> None:
    top = judged(expression("5 - x**2 - y**2"), [1, 1], gd(0.1, maximize=True), steps=300)
    assert (top.kind, top.numbers["loss"]) == ("converged", pytest.approx(5))
    assert "top" in top.text
    assert judged("sphere", [1, 1], gd(0.1, maximize=True), steps=300).kind == "unbounded"
    assert judged(expression("5 - x**2 - y**2"), [1, 1], gd(0.1), steps=300).kind == "unbounded"


def test_that_weight_decay_is_part_of_what_a_run_descends() -> None:
    record = record_of(quadratic(1, 2, minimum=[3, 3]), [1, 1], gd(0.1, weight_decay=0.5), steps=1000)
    assert record.verdict is not None
    assert record.verdict.kind == "converged"
    assert "weight decay" in record.verdict.text
    np.testing.assert_allclose(record.w[-1], [3 / 1.5, 6 / 2.5], rtol=1e-12)
    assert record.verdict.numbers["loss"] == record.loss[-1]
    assert judged("styblinski_tang", [2, 2], gd(0.01, weight_decay=0.1), steps=2000).kind == "converged"


def test_that_flat_ground_is_flat_and_a_minimum_as_start_is_converged() -> None:
    assert judged(expression("0*x + 5", variables=["x"]), [1.0], gd(0.1), steps=10).kind == "flat"
    assert judged(quadratic(1, 1, 0), [1, 1, 1], gd(0.5), steps=500).kind == "flat"
    assert judged("sphere", [0, 0], gd(0.1), steps=10).kind == "converged"


@pytest.mark.parametrize("steps", [9, 10, 15, 40])
def test_that_a_short_run_across_the_valley_oscillates(steps: int) -> None:
    verdict = judged("sphere", [1, 1], gd(1.0), steps=steps)
    assert (verdict.kind, verdict.numbers) == ("oscillating", {"low": 2.0, "high": 2.0, "loss": 2.0, "period": 2})


def test_that_a_kink_is_crossed_again_and_again() -> None:
    assert judged(expression("abs(x)"), [1.05], gd(0.1), steps=100).kind == "oscillating"


def test_that_a_met_stop_condition_is_converged_even_far_from_the_minimum() -> None:
    verdict = judged("sphere", [1, 1], gd(0.1), steps=100, stop={"loss": 0.5})
    assert verdict.kind == "converged"
    assert "condition" in verdict.text


def test_that_a_start_that_is_not_finite_says_so() -> None:
    verdict = judged(expression("log(x)"), [-1.0])
    assert verdict.text == "The loss or its gradient is not finite at the start."


def test_that_a_finite_start_is_not_blamed_for_a_first_step_that_overflows() -> None:
    verdict = judged("himmelblau", [3, 1], gd(1e300))
    assert (verdict.kind, verdict.numbers) == ("diverged", {"step": 0})
    assert verdict.text == "The run diverged after step 0: the next numbers are not finite."


def test_that_a_run_without_an_end_or_without_sense_has_no_verdict() -> None:
    record = record_of("sphere", [1, 1])
    for finish in (None, "cancelled", "failed"):
        record.finish = finish
        assert diagnose(record) is None


@pytest.mark.parametrize("steps", [1, 2, 3, 5, 9])
@pytest.mark.parametrize("problem", ["himmelblau", "rastrigin", "cubic_3x2y", "saddle"])
def test_that_any_short_run_gets_a_verdict(problem: str, steps: int) -> None:
    for optimizer in (gd(0.01), gd(1e3), adam(0.1), gd(0.01, maximize=True)):
        judged(problem, [0.5, 0.5], optimizer, steps=steps)


@pytest.mark.parametrize(
    ("lr", "kind", "sharp"), [(0.2, "flat", 9.012), (0.3, "catapult", 2.973), (0.5, "diverged", None)]
)
def test_that_the_edge_of_stability_is_ridden_left_or_fallen_over(lr: float, kind: str, sharp: float | None) -> None:
    verdict = judged(expression("1/2*(1 - x*y)**2"), [3, 0.2], gd(lr), steps=2000)
    assert verdict.kind == kind
    if sharp is None:
        assert verdict.numbers["lr"] > verdict.numbers["limit"]
    else:
        assert verdict.numbers["sharpness"] == pytest.approx(sharp, abs=5e-4)


@pytest.mark.parametrize("order", [4, 6])
def test_that_a_very_flat_minimum_is_converged_to_where_the_run_came_to_rest(order: int) -> None:
    at_rest = judged(expression(f"x**{order}", domain=[[-2, 2]]), [1e-7], gd(0.1), steps=50)
    assert at_rest.kind == "converged"
    assert judged(expression(f"x**{order}"), [0.0], gd(0.1), steps=5).kind == "converged"
    known = judged("quartic_bowl", [1.2, 0.9], gd(0.2), steps=10_000)
    assert (known.kind, known.numbers["minimum"]) == ("converged", [0, 0])
    assert 0 < known.numbers["excess"] < 1e-6
    assert 0 < known.numbers["distance"] < 0.1


@pytest.mark.parametrize(
    ("text", "start"), [("log(x)", [1.0]), ("log(x**2 + y**2)", [1.0, 1.0]), ("log(x) + y**2", [1, 0.1])]
)
@pytest.mark.parametrize("steps", [3, 10, 200])
def test_that_a_pole_is_no_minimum(text: str, start: list[float], steps: int) -> None:
    verdict = judged(expression(text), start, gd(0.01), steps=steps)
    assert verdict.kind == "unbounded"
    assert "no learning rate helps" in verdict.text


@pytest.mark.parametrize(
    ("text", "start"), [("sqrt(x)", 1.0), ("abs(x)", 1.05), ("x*log(x)", 2.0), ("sqrt(x)**3", 1.0)]
)
def test_that_an_edge_or_a_kink_is_no_pole(text: str, start: float) -> None:
    for steps in (3, 10, 100):
        assert judged(expression(text), [start], gd(0.05), steps=steps).kind != "unbounded"


def test_that_eggholder_falls_without_end_outside_its_box_only() -> None:
    assert judged("eggholder", surface("eggholder").start, gd(1.0), steps=1000).kind == "local_minimum"
    out = judged("eggholder", surface("eggholder").start, gd(100.0), steps=1000)
    assert out.kind == "overshooting"
    assert out.numbers["loss"] < -960


@pytest.mark.parametrize("start", [[1, 1], [0.5, 2], [-0.3, 0.3], [1, -1], [0.3, -2], [0, 1], [0, -1]])
@pytest.mark.parametrize("steps", [20, 300, 3000])
def test_that_a_flat_valley_and_an_abyss_are_never_confused(start: list[float], steps: int) -> None:
    kind = judged("cubic_3x2y", start, gd(0.01), steps=steps).kind
    if start[1] > 0:
        assert kind in ("flat", "still_descending", "too_slow")
    elif start[0]:
        assert kind == "unbounded"
    else:
        assert kind == "saddle"


def test_that_momentum_over_the_ridge_is_no_fault_of_the_limit_met_later() -> None:
    for steps in (20, 60, 1000):
        verdict = judged("cubic_3x2y", [1, 1], gd(0.01, momentum=0.9), steps=steps)
        assert verdict.kind == ("unbounded" if verdict.numbers["loss"] < -1e100 else "overshooting")
        assert "Smaller steps stay" in verdict.text
        assert "over_limit_at" not in verdict.numbers


def test_that_the_verdict_on_the_top_of_a_hill_names_no_way_uphill() -> None:
    verdict = judged(expression("-x^2-y^2"), [0, 0], gd(0.1), steps=20)
    assert verdict.kind == "saddle"
    assert "top" in verdict.text and "uphill" not in verdict.text


def test_that_a_plateau_too_level_for_a_step_is_flat() -> None:
    verdict = judged(expression("1-exp(-x^2-y^2)"), [8, 8], gd(0.1), steps=20)
    assert verdict.kind == "flat"
    assert "does not move" in verdict.text


def test_that_a_run_of_no_steps_is_not_called_on_its_way() -> None:
    def verdict_before_a_step(surface: str, start: list[float]) -> Verdict:
        record = prepare(an_experiment(surface, [a_run(start)]), "cpu").runs[0]
        record.finish = "completed"
        verdict = diagnose(record)
        assert verdict is not None
        return verdict

    verdict = verdict_before_a_step("cubic_3x2y", [1, 1])
    assert verdict.kind == "not_started"
    assert verdict.text == "No step is made yet. The loss is 3, the length of the gradient 6.71."
    assert verdict_before_a_step("sphere", [0, 0]).kind == "converged"


@pytest.mark.parametrize(
    ("text", "start", "kind", "word"),
    [
        ("sqrt(x^2+y^2)^3", [0, 0], "converged", "the minimum at (0, 0)"),
        ("sin(x)^1.5", [0], "converged", "a minimum at (0)"),
        ("x*x^0.5", [0], "converged", "a minimum at (0)"),
        ("(x+y)^1.5", [1, -1], "flat", "flat one way"),
        ("abs(x*y)^1.5", [0, 1], "flat", "flat one way"),
        ("1/(1+x^2)", [1e200], "flat", "plateau"),
        ("exp(-x^2)", [1e160], "flat", "plateau"),
        ("-sqrt(x^2+y^2)^3", [0, 0], "saddle", "on the top"),
        ("abs(x)^1.5-abs(y)^1.5", [0, 0], "saddle", "on a saddle"),
    ],
)
def test_that_a_gradient_of_0_where_the_hessian_has_no_value_is_judged_by_the_losses_around(
    text: str, start: list[float], kind: str, word: str
) -> None:
    verdict = judged(expression(text), start, gd(0.1), steps=3)
    assert verdict.kind == kind
    assert word in verdict.text
    assert np.isfinite(verdict.numbers.get("sharpness", 0.0))


def test_that_a_slope_is_not_gone_because_a_cusp_at_the_start_was_steeper() -> None:
    """The gradient of |x|^0.1 is 1e278 at 1e-310, and 112 where Rprop's steps end."""
    verdict = judged(expression("abs(x)^0.1"), [1e-310], {"kind": "rprop", "lr": 0.1}, steps=30)
    assert verdict.kind == "overshooting"


def test_that_a_throw_to_where_no_slope_is_left_ends_on_a_plateau() -> None:
    verdict = judged(expression("abs(x)^0.1"), [1e-310], gd(0.1), steps=30)
    assert verdict.kind == "flat"
    assert "plateau" in verdict.text
