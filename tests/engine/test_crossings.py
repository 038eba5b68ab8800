from __future__ import annotations

import numpy as np
import pytest

from gdviz.engine.diagnosis import crossings, stability_limits
from gdviz.engine.diagnosis.crossings import is_to_come, known_stability_curve, limit_at, stability_curve, working_out
from gdviz.engine.trajectory import Chunk, RunRecord
from tests.making import record_of


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
    found = stability_curve(record_of("sphere", (1, 1), steps=0))
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
    curve = known_stability_curve(record)
    assert curve is not None
    assert limit_at(record, 333) == float(np.interp(333, curve.steps, curve.limits)) != limits[333]


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
        known, anew = known_stability_curve(record), stability_curve(record)
        assert known is not None and anew is not None
        assert known is known_stability_curve(record)
        np.testing.assert_array_equal(known.steps, anew.steps)
        np.testing.assert_array_equal(known.limits, anew.limits)


def test_that_a_dear_curve_is_to_come_until_it_is_worked_out_bit_by_bit(monkeypatch: pytest.MonkeyPatch) -> None:
    record = record_of("rosenbrock", (-1.5, 1.0), {"kind": "sgd", "lr": 0.002}, steps=600)
    whole = stability_curve(record)
    monkeypatch.setattr(crossings, "NUMBERS", 40)  # ten rows of four entries at a time
    assert is_to_come(record) and known_stability_curve(record) is None
    assert len(list(working_out(record))) >= 20
    assert not is_to_come(record)
    known = known_stability_curve(record)
    assert known is not None and whole is not None
    np.testing.assert_array_equal(known.limits, whole.limits)
    assert known.crossings == whole.crossings
