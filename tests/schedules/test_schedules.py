"""What each schedule does by its own formula, and in which order warm-up, epochs and steps count."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest

import gdviz
from gdviz.registry import plugins
from gdviz.schedules.schedule import Schedule

EXAMPLES: dict[str, dict[str, Any]] = {"step": {"step_size": 30}, "cosine": {"t_max": 100}}


def a_schedule(kind: str, warmup: Any = None, **more: Any) -> Schedule:
    return gdviz.schedule({"kind": kind, **EXAMPLES.get(kind, {}), **more}, warmup)


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


def test_that_the_position_distinguishes_warm_up_and_schedule() -> None:
    schedule = a_schedule("step", {"length": 2, "unit": "step"}, step_size=1)
    assert [schedule.position(k, 3) for k in (0, 1, 2, 4, 5)] == [
        (True, 0.0), (True, 1.0), (False, 0.0), (False, 0.0), (False, 1.0),
    ]  # fmt: skip
    assert a_schedule("constant").position(7, 3) == (False, 2.0)


def test_that_k_alone_is_no_answer_where_the_units_differ() -> None:
    with pytest.raises(gdviz.ExperimentError, match=r"warmup\.unit"):
        a_schedule("step", {"length": 2, "unit": "step"}).lr(1.0, 3)


def test_that_a_constant_rate_after_a_warm_up_is_counted_in_the_unit_of_the_warm_up() -> None:
    k = np.arange(5)
    for unit in ("epoch", "step"):
        schedule = a_schedule("constant", {"length": 2, "start_factor": 0.5, "unit": unit})
        np.testing.assert_allclose(schedule.lr(0.4, k), [0.2, 0.3, 0.4, 0.4, 0.4], rtol=1e-15)
        assert schedule.momentum(k) is None
    with pytest.raises(gdviz.ExperimentError, match=r"warmup\.unit"):  # its half rate lasts for epochs
        a_schedule("constant", {"length": 2, "unit": "step"}, factor=0.5, total_iters=3).lr(1.0, 3)
    assert a_schedule("step", {"length": 0, "unit": "step"}, step_size=2).lr(1.0, 3) == 0.1


def test_that_step_decay_of_30_drops_after_30_and_60() -> None:
    rates = a_schedule("step").lr(1.0, np.array([29, 30, 59, 60]))
    np.testing.assert_allclose(rates, [1, 0.1, 0.1, 0.01], rtol=1e-15)


@pytest.mark.parametrize(("unit", "at"), [("epoch", 29), ("step", 30)])
def test_that_a_milestone_given_twice_counts_twice_and_one_at_0_from_the_start(unit: str, at: int) -> None:
    rates = a_schedule("multistep", milestones=[0, 2, 2.5, 2.5], gamma=0.5, unit=unit).lr(1.0, np.arange(5))
    np.testing.assert_array_equal(rates, [0.5, 0.5, 0.25, 0.0625, 0.0625])
    assert a_schedule("multistep", milestones=[]).lr(0.3, at) == 0.3


def test_that_exponential_decay_may_grow_until_it_overflows() -> None:
    schedule = a_schedule("exponential", gamma=1.1)
    assert schedule.lr(0.1, 10) == pytest.approx(0.1 * 1.1**10)
    assert schedule.lr(0.1, 10**6) == math.inf


def test_that_inverse_time_is_halved_after_one_by_its_rate() -> None:
    np.testing.assert_array_equal(a_schedule("inverse_time", rate=0.25).lr(1.0, np.array([0, 4, 12])), [1, 0.5, 0.25])


def test_that_polynomial_decay_ends_at_its_last_rate() -> None:
    schedule = a_schedule("polynomial", total_iters=10, power=2, lr_end=0.2)
    np.testing.assert_allclose(schedule.lr(1.0, np.array([0, 5, 10, 99])), [1, 0.4, 0.2, 0.2])


@pytest.mark.parametrize(("t_0", "t_mult"), [(10, 1), (2.5, 1), (1, 2), (10, 2), (7.5, 3), (1, 10), (3, 7)])
def test_that_each_restart_begins_at_the_base_rate_however_late(t_0: float, t_mult: int) -> None:
    schedule = a_schedule("cosine_restarts", t_0=t_0, t_mult=t_mult)
    lengths = t_0 * float(t_mult) ** np.arange(12)
    begins = np.concatenate([[0.0], np.cumsum(lengths)[:-1]])
    np.testing.assert_array_equal(schedule.lr(1.0, begins), 1.0)
    np.testing.assert_allclose(schedule.lr(1.0, begins + lengths / 2), 0.5, atol=1e-12)
    np.testing.assert_allclose(schedule.lr(1.0, begins + lengths * (1 - 1e-9)), 0.0, atol=1e-12)


def test_that_restarts_are_those_of_counting_cycle_by_cycle() -> None:
    schedule, begin, length = a_schedule("cosine_restarts", t_0=3, t_mult=2, eta_min=0.01), 0, 3
    for k in range(3000):
        if k == begin + length:
            begin, length = k, 2 * length
        want = 0.01 + 0.19 * (1 + math.cos(math.pi * (k - begin) / length)) / 2
        assert schedule.lr(0.2, k) == pytest.approx(want, abs=1e-15)


def test_that_a_cycle_rises_and_falls_between_its_rates_whatever_the_optimizers() -> None:
    schedule = a_schedule("cyclic", base_lr=0.1, max_lr=0.5, step_size_up=2, step_size_down=4)
    np.testing.assert_allclose(schedule.lr(9.0, np.arange(8)), [0.1, 0.3, 0.5, 0.4, 0.3, 0.2, 0.1, 0.3])
    np.testing.assert_allclose(schedule.momentum(np.arange(4)), [0.9, 0.85, 0.8, 0.825])
    halved = a_schedule("cyclic", base_lr=0.1, max_lr=0.5, step_size_up=2, mode="triangular2", cycle_momentum=False)
    np.testing.assert_allclose(halved.lr(9.0, np.array([2, 6, 10, 4 * 10**6 + 2])), [0.5, 0.3, 0.2, 0.1])
    assert halved.momentum(3) is None


def test_that_one_cycle_holds_its_last_rate_and_has_no_phase_of_length_0() -> None:
    schedule = a_schedule("one_cycle", max_lr=0.1, total_steps=10, pct_start=0.1)  # torch divides by zero here
    rates = schedule.lr(9.0, np.array([0, 9, 10, 10**6]))
    np.testing.assert_allclose(rates, [0.1, 4e-7, 4e-7, 4e-7], rtol=1e-12)
    for pct_start in (0, 0.5, 1):
        for three_phase in (False, True):
            short = a_schedule("one_cycle", max_lr=0.1, total_steps=1, pct_start=pct_start, three_phase=three_phase)
            assert 0 < short.lr(1.0, 0) <= 0.1


@pytest.mark.parametrize(("shape", "half"), [("linear", 0.55), ("cosine", 0.55), ("1-sqrt", 1 - 0.9 * math.sqrt(0.5))])
def test_that_wsd_is_stable_and_then_decays_in_its_shape(shape: str, half: float) -> None:
    schedule = a_schedule("wsd", stable=20, decay=10, shape=shape, min_factor=0.1)
    np.testing.assert_allclose(schedule.lr(1.0, np.array([0, 20, 25, 30, 10**6])), [1, 1, half, 0.1, 0.1], rtol=1e-12)


def test_that_points_are_gone_through_and_kept_to_before_and_after() -> None:
    points = [[2, 1], [4, 0.5], [5, 0]]
    rates = a_schedule("points", points=points).lr(2.0, np.arange(8))
    np.testing.assert_array_equal(rates, [2, 2, 2, 1.5, 1, 0, 0, 0])
    held = a_schedule("points", points=points, interpolation="hold").lr(2.0, np.arange(8))
    np.testing.assert_array_equal(held, [2, 2, 2, 2, 1, 0, 0, 0])
    assert a_schedule("points", points=[[3, 0.5]]).lr(2.0, 0) == 1.0


def test_that_a_formula_below_zero_counts_as_zero() -> None:
    rates = a_schedule("expression", expression="1 - k/4").lr(2.0, np.arange(7))
    np.testing.assert_array_equal(rates, [2, 1.5, 1, 0.5, 0, 0, 0])
    assert a_schedule("expression", expression="0.5").lr(2.0, 3) == 1.0


LOSSES = [1.0, 0.9, 0.95, 0.95, 0.95, 0.95, 0.95, 0.5, 0.6, 0.6]


def test_that_on_a_plateau_the_rate_waits_for_the_losses_it_was_given() -> None:
    schedule = a_schedule("plateau", patience=2, factor=0.5)
    want = [1, 1, 1, 1, 1, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5]
    np.testing.assert_array_equal(schedule.lr(1.0, np.arange(12), LOSSES), want)
    np.testing.assert_array_equal([schedule.lr(1.0, k, LOSSES[:k]) for k in range(12)], want)
    assert schedule.lr(1.0, 5, LOSSES[:4]) == 1.0
    assert schedule.lr(1.0, 50) == 1.0
    assert schedule.lr(1.0, 3, [1.0, math.nan, math.nan]) == 1.0
    assert schedule.lr(1.0, 4, [1.0, math.nan, math.nan, math.nan]) == 0.5


def test_that_a_plateau_sees_only_the_losses_after_the_warm_up_and_after_its_milestone() -> None:
    plateau = {"kind": "plateau", "patience": 2, "factor": 0.5}
    alone = gdviz.schedule(plateau).lr(1.0, np.arange(8), LOSSES)
    late = [9.0, 9.0, 9.0, *LOSSES]
    warm = gdviz.schedule(plateau, {"length": 3}).lr(1.0, np.arange(11), late)
    np.testing.assert_array_equal(warm[3:], alone)
    sequence = {"kind": "sequence", "schedules": [{"kind": "constant"}, plateau], "milestones": [2.5]}
    np.testing.assert_array_equal(gdviz.schedule(sequence).lr(1.0, np.arange(11), late)[3:], alone)
    product = {"kind": "product", "schedules": [{"kind": "exponential", "gamma": 0.5}, plateau]}
    rates = gdviz.schedule(product).lr(1.0, np.arange(8), LOSSES)
    np.testing.assert_allclose(rates, alone * 0.5 ** np.arange(8), rtol=1e-15)


def test_that_members_count_from_their_milestone_in_the_unit_of_the_whole() -> None:
    members = [{"kind": "constant", "factor": 0.5, "total_iters": 9}, {"kind": "step", "step_size": 2}]
    schedule = gdviz.schedule({"kind": "sequence", "schedules": members, "milestones": [3], "unit": "step"})
    np.testing.assert_allclose(schedule.lr(1.0, np.arange(8)), [0.5, 0.5, 0.5, 1, 1, 0.1, 0.1, 0.01])
    assert {member.unit for member in schedule.spec.schedules} == {"step"}  # type: ignore[attr-defined]


def test_that_a_momentum_stays_outside_the_member_that_cycles_it() -> None:
    cycle = {"kind": "cyclic", "base_lr": 0.1, "max_lr": 0.2, "step_size_up": 4}
    members = [{"kind": "constant"}, cycle, {"kind": "constant"}]
    schedule = gdviz.schedule({"kind": "sequence", "schedules": members, "milestones": [3, 8]})
    want = [0.9, 0.9, 0.9, 0.9, 0.875, 0.85, 0.825, 0.8, 0.8, 0.8]  # as torch's SequentialLR leaves it
    np.testing.assert_allclose(schedule.momentum(np.arange(10)), want)
    product = gdviz.schedule({"kind": "product", "schedules": [{"kind": "exponential", "gamma": 0.5}, cycle]})
    np.testing.assert_allclose(product.momentum(np.arange(3)), [0.9, 0.875, 0.85])
    np.testing.assert_allclose(product.lr(0.7, np.arange(3)), [0.1, 0.0625, 0.0375])


def test_that_a_product_multiplies_the_factors_in_any_order() -> None:
    members = [{"kind": "step", "step_size": 2}, {"kind": "linear", "start_factor": 1, "end_factor": 0.5}]
    k = np.arange(9)
    parts = [gdviz.schedule(member).lr(0.4, k) / 0.4 for member in members]
    for order in (members, members[::-1]):
        rates = gdviz.schedule({"kind": "product", "schedules": order}).lr(0.4, k)
        np.testing.assert_allclose(rates, 0.4 * parts[0] * parts[1], rtol=1e-14)


def test_that_a_product_is_not_torchs_chain_where_a_member_overwrites_the_rate() -> None:
    lr, gone = 0.1, np.arange(11)
    restarts = {"kind": "cosine_restarts", "t_0": 10}
    line = {"kind": "linear", "start_factor": 1.0, "end_factor": 0.1, "total_iters": 40}
    product = gdviz.schedule({"kind": "product", "schedules": [restarts, line]}).lr(lr, 10)
    assert product == pytest.approx(0.0775, rel=1e-12)
    # ChainedScheduler([CosineAnnealingWarmRestarts, LinearLR]) of torch 2.13: the first sets the rate from the base
    # rate, the second multiplies what it finds.
    alone, factors = gdviz.schedule(restarts).lr(lr, gone), gdviz.schedule(line).lr(1.0, gone)
    chained = lr
    for k in gone[1:]:
        chained = alone[k]
        chained *= factors[k] / factors[k - 1]
    assert chained == pytest.approx(0.09717868338557994, rel=1e-12), "what torch prints"


def test_that_what_repeats_or_grows_has_no_end_and_a_cosine_turns_up_at_its_own() -> None:
    cosine, linear = {"kind": "cosine", "t_max": 20}, {"kind": "linear", "total_iters": 30}
    for spec, ends, turns_up in (
        (cosine, 20.0, True),
        (linear, 30.0, False),
        ({"kind": "sequence", "schedules": [linear, cosine], "milestones": [7]}, 27.0, True),
        ({"kind": "sequence", "schedules": [cosine, linear], "milestones": [7]}, 37.0, False),
        ({"kind": "product", "schedules": [linear, cosine]}, 20.0, True),
        ({"kind": "product", "schedules": [linear, {"kind": "constant"}]}, None, False),
        ({"kind": "cosine_restarts", "t_0": 5}, None, False),
    ):
        made = gdviz.schedule(spec).spec
        assert (made.ends(), made.turns_up()) == (ends, turns_up)


def test_that_units_end_when_the_schedules_own_k_has_grown_by_one() -> None:
    for unit in ("epoch", "step"):
        for warmup in (None, {"length": 3.5, "unit": "step"}, {"length": 1.5, "unit": unit}, {"length": 2}):
            schedule = a_schedule("plateau", warmup, unit=unit)
            for number in range(4):
                end = schedule.unit_end(number, 5)
                before, after = schedule.position(end - 1, 5), schedule.position(end, 5)
                assert not after[0]
                assert math.floor(after[1]) == number + 1, (unit, warmup, number)
                assert before[0] or math.floor(before[1]) == number
