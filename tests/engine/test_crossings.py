from __future__ import annotations

import numpy as np
import pytest

from gdviz.engine.diagnosis import crossings, stability_limits
from gdviz.engine.diagnosis.crossings import (
    ALL,
    BLOCK,
    FEW,
    StabilityCurve,
    is_known,
    is_quick,
    known_stability_curve,
    limit_at,
    looking_at,
    stability_curve,
    working_out,
)
from gdviz.engine.runner import prepare
from gdviz.engine.trajectory import Chunk, RunRecord
from tests.making import a_run, an_experiment, record_of

EDGE = 0.15
"""At this rate GD swings at the edge of stability from 1 in w⁴ − 4w² + w."""


def at_the_edge(steps: int = 2000) -> RunRecord:
    return record_of("two_minima_1d", [1], {"kind": "sgd", "lr": EDGE}, steps=steps)


def exact_limits(record: RunRecord) -> np.ndarray:
    """2 / f'' at every row of that run, shape (n+1,), by hand."""
    return 2 / (12 * record.w[:, 0] ** 2 - 8)


def flips(record: RunRecord, limits: np.ndarray) -> np.ndarray:
    """The updates on another side of the limit than the one before."""
    return np.flatnonzero(np.diff((record.lr > limits[:-1]).astype(int))) + 1


def work_out(record: RunRecord, closely: bool = True) -> StabilityCurve:
    for _ in working_out(record, closely):
        pass
    curve = known_stability_curve(record)
    assert curve is not None
    return curve


@pytest.fixture
def evaluated(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many points each call computes the limit of."""
    asked: list[int] = []

    def count(record: RunRecord, rows: np.ndarray, divisors: np.ndarray | None = None) -> np.ndarray | None:
        asked.append(len(rows))
        return stability_limits(record, rows, divisors)

    monkeypatch.setattr(crossings, "stability_limits", count)
    return asked


def test_that_a_limit_that_swings_at_every_step_is_known_at_every_step() -> None:
    record = at_the_edge()
    curve, exact = stability_curve(record), exact_limits(record)
    assert curve is not None and curve.whole
    np.testing.assert_allclose(curve.limits, exact, rtol=1e-12)
    np.testing.assert_array_equal(curve.steps[curve.crossed], flips(record, exact))
    assert curve.times_crossed == (len(flips(record, exact)), "exact") and len(curve.crossed) > 1500
    assert curve.share_above() == (np.mean(record.lr[-500:] > exact[-501:-1]), 500)
    assert curve.share_above(10_000) == (np.mean(record.lr > exact[:-1]), 2000)


def test_that_the_limit_of_a_data_problem_is_known_at_every_step() -> None:
    x = np.linspace(-2, 2, 40)
    data = {"kind": "inline", "x": x[:, None].tolist(), "y": (2 * np.tanh(1.5 * x)).tolist()}
    record = record_of({"kind": "tanh_unit", "data": data}, [1, 1], {"kind": "sgd", "lr": 1.4}, steps=1500)
    curve = stability_curve(record)
    hessians = np.stack([record.problem.hessian(w) for w in record.w])
    exact = 2 / np.linalg.eigvalsh(hessians)[:, -1]
    assert curve is not None and curve.whole
    np.testing.assert_allclose(curve.limits, exact, rtol=1e-9)
    assert curve.times_crossed == (len(flips(record, exact)), "exact") and len(curve.crossed) > 1000


def test_that_of_a_long_run_each_block_shows_the_swing_and_the_end_is_whole() -> None:
    record = at_the_edge(ALL + 500)
    curve, exact = stability_curve(record), exact_limits(record)
    assert curve is not None and not curve.whole
    np.testing.assert_allclose(curve.limits, exact[curve.places], rtol=1e-12)
    starts = np.flatnonzero(np.concatenate(([True], ~curve.neighbours)))
    lengths = np.diff(np.append(starts, len(curve.places)))
    assert (lengths >= BLOCK).all(), "single rows would show one side of the swing only"
    low, high = np.minimum.reduceat(curve.limits, starts), np.maximum.reduceat(curve.limits, starts)
    np.testing.assert_allclose(low[1:], exact[-500:].min(), rtol=1e-9)
    np.testing.assert_allclose(high[1:], exact[-500:].max(), rtol=1e-9)
    assert curve.share_above() == (0.5, 500)
    count, true = curve.times_crossed, len(flips(record, exact))
    assert count is not None and count.how == "about" and count.number == pytest.approx(true, rel=0.01)


def test_that_a_single_crossing_of_a_long_run_is_found_to_the_step() -> None:
    steps = 3 * ALL
    schedule = {"kind": "points", "unit": "step", "points": [[0, 0.5], [steps, 1.5]]}
    record = record_of("sphere", (1e-9, 0), {"kind": "sgd", "lr": 1.0}, schedule=schedule, steps=steps)
    limits = stability_limits(record, np.arange(record.n + 1))
    assert limits is not None and len(exact := flips(record, limits)) == 1
    for closely in (True, False):
        curve = stability_curve(record, closely)
        assert curve is not None and curve.steps[curve.crossed].tolist() == exact.tolist()
        assert curve.times_crossed == ((1, "at least") if closely else None)


@pytest.mark.parametrize("steps", [150, FEW, 2000, 2 * ALL])
@pytest.mark.parametrize("rule", [{"kind": "sgd", "lr": EDGE}, {"kind": "adam", "lr": 0.01}])
def test_that_a_look_at_a_few_rows_evaluates_no_more(steps: int, rule: dict[str, object], evaluated: list[int]) -> None:
    record = record_of("two_minima_1d", [1], rule, steps=steps)
    assert stability_curve(record, closely=False, few=FEW // 2) is not None
    assert 0 < sum(evaluated) <= FEW // 2
    evaluated.clear()
    curve = work_out(record, closely=False)
    assert 0 < sum(evaluated) <= FEW
    assert is_known(record, closely=False) and is_known(record) == curve.whole == (steps < FEW)


def test_that_a_look_at_a_few_rows_shows_how_far_the_limit_swings() -> None:
    record = at_the_edge()
    curve, exact = stability_curve(record, closely=False), exact_limits(record)
    assert curve is not None
    pairs = np.flatnonzero(curve.neighbours)[1:]
    assert len(pairs) > 70
    ends = np.sort(np.stack((curve.limits[pairs], curve.limits[pairs + 1])), axis=0)
    np.testing.assert_allclose(ends[0], exact[10:].min(), rtol=0.01)
    np.testing.assert_allclose(ends[1], exact[10:].max(), rtol=0.01)
    assert curve.times_crossed is None and curve.share_above() is None, "few rows do not show it"


def test_that_rows_in_sight_are_added_to_the_curve_of_a_long_run(evaluated: list[int]) -> None:
    record = at_the_edge(3 * ALL)
    base, exact = work_out(record), exact_limits(record)
    assert not base.has(150_000, 150_400)
    for _ in looking_at(record, 150_000, 150_400):
        pass
    curve = known_stability_curve(record)
    assert curve is not None and curve.has(150_000, 150_400)
    at = np.searchsorted(curve.places, 150_000)
    np.testing.assert_allclose(curve.limits[at : at + 401], exact[150_000:150_401], rtol=1e-12)
    assert np.isin(flips(record, exact)[150_000:150_300], curve.steps[curve.crossed]).all()
    for _ in looking_at(record, 20_000, 20_100):
        pass
    other = known_stability_curve(record)
    assert other is not None and other.has(20_000, 20_100) and not other.has(150_000, 150_400)
    evaluated.clear()
    for _ in looking_at(record, 20_010, 20_090):
        pass
    assert not evaluated, "what is known is not evaluated again"


def test_that_few_rows_of_a_slow_problem_are_evaluated(evaluated: list[int], monkeypatch: pytest.MonkeyPatch) -> None:
    record = at_the_edge(20_000)
    monkeypatch.setattr(crossings, "MOST", 4_000)
    curve = stability_curve(record)
    assert curve is not None and not curve.whole and sum(evaluated) < 8_000
    assert curve.share_above() == (0.5, 500)


def test_that_where_the_limit_is_not_finite_the_rate_is_on_no_side() -> None:
    rates = np.array([1.0, 1.0, 1.0, 1.0, np.nan])
    curve = StabilityCurve(np.arange(5), np.array([2.0, np.inf, 0.5, np.nan, 2.0]), rates)
    assert curve.sides.tolist() == [0, -1, 1, -1, -1] and curve.crossings == ()


@pytest.mark.parametrize("steps", [150, 3000])
def test_that_a_rising_and_falling_rate_crosses_the_limit_where_it_does(steps: int) -> None:
    schedule = {"kind": "points", "unit": "step", "points": [[0, 0.1], [steps / 2, 3], [steps, 0.1]]}
    quadratic = {"kind": "quadratic", "matrix": [[1, 0], [0, 4]]}
    record = record_of(quadratic, (1e-9, 0), {"kind": "sgd", "lr": 0.3}, schedule=schedule, steps=steps)
    found = stability_curve(record)
    assert found is not None
    over = record.lr > 0.5  # 2 / 4
    exact = np.flatnonzero(np.diff(over.astype(int))) + 1
    assert [one.step for one in found.crossings] == exact.tolist()
    assert [one.upward for one in found.crossings] == [True, False]
    assert found.crossings[0].lr == record.lr[exact[0]] and found.crossings[0].limit == 0.5


def test_that_a_limit_that_moves_along_the_path_is_crossed_by_a_constant_rate() -> None:
    start = (-1.5, 1.0)
    record = record_of("rosenbrock", start, {"kind": "sgd", "lr": 0.002}, steps=1000)
    limits = stability_limits(record, np.arange(record.n))
    assert limits is not None
    exact = np.flatnonzero(np.diff((record.lr > limits).astype(int))) + 1
    assert len(exact)
    assert [one.step for one in stability_curve(record).crossings] == exact.tolist()  # type: ignore[union-attr]


def test_that_a_rate_under_the_limit_crosses_nothing() -> None:
    found = stability_curve(record_of("sphere", (1, 1), steps=20))
    assert found is not None and found.crossings == ()
    assert len(found.steps) == 21


def test_that_a_run_without_updates_has_a_limit_and_no_crossing() -> None:
    found = stability_curve(prepare(an_experiment("sphere", [a_run((1, 1))]), "cpu").runs[0])
    assert found is not None and len(found.limits) == 1 and found.crossings == ()


def test_that_the_limit_at_a_step_is_that_of_its_row_or_lies_along_a_curve_that_took_long(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    record = record_of("rosenbrock", (-1.5, 1.0), {"kind": "adam", "lr": 0.05}, steps=700)
    limits = stability_limits(record, np.arange(701))
    assert limits is not None
    assert [limit_at(record, step) for step in (0, 333, 700)] == pytest.approx(limits[[0, 333, 700]].tolist())
    monkeypatch.setattr(crossings, "_QUICK", 0)
    assert limit_at(record, 333) is None
    curve = work_out(record, closely=False)
    between = next(step for step in range(333, 700) if step not in curve.steps)
    assert limit_at(record, between) == float(np.interp(between, curve.steps, curve.limits)) != limits[between]
    work_out(record)
    assert limit_at(record, between) == pytest.approx(limits[between], rel=1e-12)


def test_that_of_a_thinned_run_the_limit_at_a_step_lies_along_its_steps() -> None:
    record = record_of("rosenbrock", (-1.5, 1.0), {"kind": "adam", "lr": 0.05}, steps=2_100_000)
    assert record.stride > 1
    assert limit_at(record, 1_000_000) is None
    for _ in crossings.working_out(record):
        pass
    curve = known_stability_curve(record)
    assert curve is not None
    for step in (0, 1_000_000, 2_000_000):
        row = step // record.stride * record.stride
        assert limit_at(record, step) == pytest.approx(float(np.interp(row, curve.steps, curve.limits)))


def test_that_a_run_of_adam_may_grow_while_its_limit_is_worked_out(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = record_of("rosenbrock", (-1.5, 1.0), {"kind": "adam", "lr": 0.05}, steps=600)
    record = RunRecord(whole.spec, whole.problem, whole.batches, 600)
    chunks = [
        Chunk(0, whole.w[1:][rows], whole.loss[1:][rows], whole.grad[rows], whole.lr[rows], None)
        for rows in (slice(0, 300), slice(300, 600))
    ]
    record.append(chunks[0])
    early = stability_curve(record)
    known = crossings.divisors_along

    def along(grown: RunRecord, updates: int) -> np.ndarray:
        made = known(grown, updates)
        if grown.n == 300:
            grown.append(chunks[1])
        return made

    monkeypatch.setattr(crossings, "divisors_along", along)
    found = stability_curve(record)
    assert found is not None and early is not None and record.n == 600
    np.testing.assert_array_equal(found.limits, early.limits)


def test_that_there_is_no_curve_where_theory_has_no_limit() -> None:
    assert stability_curve(record_of("sphere", (1, 1), {"kind": "lion", "lr": 0.01}, steps=20)) is None


def test_that_a_known_curve_is_that_of_the_updates_so_far() -> None:
    whole = record_of("rosenbrock", (-1.5, 1.0), {"kind": "sgd", "lr": 0.002}, steps=600)
    record = RunRecord(whole.spec, whole.problem, whole.batches, 600)
    for rows in (slice(0, 300), slice(300, 600)):
        record.append(Chunk(0, whole.w[1:][rows], whole.loss[1:][rows], whole.grad[rows], whole.lr[rows], None))
        assert not is_known(record)
        known, anew = work_out(record), stability_curve(record)
        assert anew is not None and is_known(record)
        assert work_out(record) is known, "it is worked out once"
        np.testing.assert_array_equal(known.steps, anew.steps)
        np.testing.assert_array_equal(known.limits, anew.limits)


def test_that_nothing_is_evaluated_by_asking_what_is_known(evaluated: list[int]) -> None:
    record = at_the_edge()
    assert known_stability_curve(record) is None and not is_known(record, closely=False)
    assert not evaluated


def test_that_a_curve_is_computed_in_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    record = record_of("rosenbrock", (-1.5, 1.0), {"kind": "sgd", "lr": 0.002}, steps=600)
    whole = stability_curve(record)
    assert is_quick(record)
    monkeypatch.setattr(crossings, "NUMBERS", 40)
    assert not is_quick(record)
    monkeypatch.setattr(crossings, "_PIECE", 40)  # ten rows of four entries at a time
    assert len(list(working_out(record))) >= 60
    known = known_stability_curve(record)
    assert known is not None and whole is not None
    np.testing.assert_array_equal(known.limits, whole.limits)
    assert known.crossings == whole.crossings
