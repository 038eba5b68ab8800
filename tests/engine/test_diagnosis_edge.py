"""The edge of stability and the catapult, against sharpness and losses worked out from the formulas by hand."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from gdviz.engine.diagnosis import thresholds
from gdviz.engine.trajectory import RunRecord, Verdict
from gdviz.problems.closed_form import FormulaProblem
from gdviz.problems.problem import Problem
from gdviz.problems.surfaces import surface
from tests.making import expression, quadratic, record_of

QUARTIC = expression("1/4*(1 - x**2*y**2)**2")
HYPERBOLA = expression("1/2*(1 - x*y)**2")
TWO_UNITS = {
    "kind": "model", "prediction": "a*tanh(b*x + c) + d*tanh(e1*x + f)", "parameters": ["a", "b", "c", "d", "e1", "f"],
    "data": {"kind": "synthetic", "shape": "line", "slope": 1.0, "intercept": 0.0, "noise": 0.3, "n": 40,
             "low": -2, "high": 2, "seed": 0},
}  # fmt: skip
BEGUN = [0.36, -0.13, -1.42, -2.88, 0.62, -0.36]


def gd(lr: float, **more: Any) -> dict[str, Any]:
    return {"kind": "sgd", "lr": lr, **more}


def verdict_of(record: RunRecord) -> Verdict:
    assert record.verdict is not None
    return record.verdict


def sharpness_of_the_quartic(w: np.ndarray) -> np.ndarray:
    """Of ¼(1 - x²y²)², by the trace and the determinant of its Hessian; w of shape (m, 2)."""
    x, y = w[:, 0], w[:, 1]
    xx, yy, xy = 3 * x**2 * y**4 - y**2, 3 * x**4 * y**2 - x**2, 4 * x**3 * y**3 - 2 * x * y
    middle = (xx + yy) / 2
    return np.asarray(middle + np.sqrt(((xx - yy) / 2) ** 2 + xy**2))


@pytest.mark.parametrize("lr", [0.12, 0.15, 0.2])
def test_that_a_run_whose_rate_stays_at_its_limit_is_at_the_edge_of_stability(lr: float) -> None:
    record = record_of(QUARTIC, [3, 0.2], gd(lr), steps=300)
    verdict = verdict_of(record)
    assert verdict.kind == "edge_of_stability"
    mean = float(np.mean(lr * sharpness_of_the_quartic(record.w[225:300]) / 2))
    assert 0.95 <= mean <= 1.05
    assert verdict.numbers["rate_over_limit"] == pytest.approx(mean, rel=1e-9)
    assert verdict.numbers["lr"] == lr
    rising = float(np.mean(np.diff(record.loss[225:]) > 0))
    assert verdict.numbers["rises"] == pytest.approx(rising) and rising > 0.4
    assert np.mean(record.loss[225:262]) > np.mean(record.loss[263:])


def test_that_under_the_edge_the_run_comes_to_rest() -> None:
    record = record_of(QUARTIC, [3, 0.2], gd(0.1), steps=300)
    assert verdict_of(record).kind == "flat"
    assert 0.1 * sharpness_of_the_quartic(record.w[-1:])[0] / 2 == pytest.approx(0.917, abs=5e-4)


def test_that_thousands_of_full_batches_at_the_edge_are_recognised_though_the_rate_was_over_it_early() -> None:
    record = record_of(TWO_UNITS, BEGUN, gd(0.2), epochs=3000)
    verdict = verdict_of(record)
    assert verdict.kind == "edge_of_stability"
    sharp = np.linalg.eigvalsh(record.problem.hessian(record.w[2488:3000]))[:, -1]
    assert verdict.numbers["rate_over_limit"] == pytest.approx(float(np.mean(0.2 * sharp / 2)), rel=1e-9)
    assert verdict.numbers["sharpness"] == pytest.approx(float(np.mean(sharp)), rel=1e-9)
    assert np.mean(record.loss[2250:2625]) > np.mean(record.loss[2625:])
    whole = record_of(TWO_UNITS, BEGUN, gd(0.2), epochs=3000, batch={"size": 40})
    assert verdict_of(whole).kind == "edge_of_stability"
    parts = record_of(TWO_UNITS, BEGUN, gd(0.2), epochs=3000, batch={"size": 39, "drop_last": True})
    assert verdict_of(parts).kind != "edge_of_stability"


@pytest.mark.parametrize("momentum", [0.0, 0.5, 0.9])
@pytest.mark.parametrize("share", [0.95, 0.99, 1.0, 1.001])
def test_that_a_quadratic_has_no_edge_of_stability(momentum: float, share: float) -> None:
    limit = 2 * (1 + momentum) / 10
    record = record_of(quadratic(1, 10), [2, 1], gd(share * limit, momentum=momentum), steps=200)
    assert verdict_of(record).kind != "edge_of_stability"


def test_that_chaos_at_the_limit_which_falls_by_chance_is_not_the_edge() -> None:
    entry = surface("bohachevsky")
    for steps in range(280, 320):
        record = record_of("bohachevsky", entry.start, gd(6 * entry.proposed_lr), steps=steps)
        assert verdict_of(record).kind in ("oscillating", "overshooting"), steps


def test_that_the_edge_is_looked_at_in_few_rows(monkeypatch: pytest.MonkeyPatch) -> None:
    rows: list[int] = []
    whole = FormulaProblem.hessian

    def counted(self: Problem, w: Any) -> Any:
        rows.append(np.asarray(w).size // 2)
        return whole(self, w)  # type: ignore[arg-type]

    monkeypatch.setattr(FormulaProblem, "hessian", counted)
    record = record_of(QUARTIC, [3, 0.2], gd(0.11), steps=700)
    assert max(rows) <= 700
    rows.clear()
    long = record_of("rosenbrock", [-1.2, 1], gd(1.2e-3), steps=100_000)
    assert long.n > 50_000
    assert sum(rows) < 20 * thresholds.EDGE_ROWS
    assert record.n == 700


def test_that_a_swing_that_grows_below_the_start_has_not_diverged_while_the_limit_moves() -> None:
    record = record_of(QUARTIC, [3, 0.2], gd(0.11), steps=100)
    assert record.loss[-1] < 0.02 * record.loss[0]
    verdict = verdict_of(record)
    assert verdict.kind == "overshooting"
    assert "the swings grow" in verdict.text
    assert np.mean(record.loss[76:]) > np.mean(record.loss[51:76])


def test_that_a_cycle_outside_the_box_is_oscillating() -> None:
    start = [-1.71, 0.31, -0.68, -1.24, -1.25, 0.32]
    sine = {**TWO_UNITS, "data": {"kind": "synthetic", "shape": "sine", "frequency": 2.5, "noise": 0.1, "n": 50,
                                    "low": -3, "high": 3, "seed": 0}}  # fmt: skip
    record = record_of(sine, start, gd(0.4), epochs=3000)
    assert any(not low <= w <= high for w, (low, high) in zip(record.w[-1], record.problem.domain, strict=True))
    assert record.loss[-4:] == pytest.approx(record.loss[-8:-4], rel=1e-3)
    assert verdict_of(record).kind == "oscillating"


def test_that_a_throw_that_comes_to_rest_is_a_catapult_and_its_step_is_named() -> None:
    record = record_of(HYPERBOLA, [3, 0.2], gd(0.3), steps=100)
    verdict = verdict_of(record)
    assert verdict.kind == "catapult"
    numbers = verdict.numbers
    assert numbers["step"] == int(np.argmax(record.loss)) == 4
    assert record.loss[0] == pytest.approx(0.08) and numbers["high"] == pytest.approx(2.878, abs=5e-4)
    assert numbers["loss"] == pytest.approx(0, abs=1e-12)
    assert numbers["over_limit_at"] == 0 and numbers["lr"] > numbers["limit"]
    # Along xy = 1 the sharpness is x² + y².
    assert numbers["sharpness_before"] == pytest.approx(9.0, abs=5e-3)
    assert numbers["sharpness"] == pytest.approx(float(record.w[-1] @ record.w[-1]), rel=1e-6)
    assert numbers["sharpness"] == pytest.approx(2.97, abs=5e-3)
    assert "at step 4" in verdict.text and "lower and flatter" in verdict.text


def test_that_a_run_that_is_thrown_out_repeatedly_is_no_catapult() -> None:
    record = record_of(QUARTIC, [3, 0.2], gd(0.2), steps=3000)
    assert record.loss.max() > 2 * record.loss[0]
    assert verdict_of(record).kind == "flat"


@pytest.mark.parametrize(("until", "factor"), [(14, 4), (13, 6)], ids=["lower", "higher"])
def test_that_a_second_throw_makes_it_no_catapult(until: int, factor: float) -> None:
    points = [[0, 1], [8, factor], [until, 1]]
    schedule = {"kind": "points", "points": points, "interpolation": "hold", "unit": "step"}
    record = record_of(HYPERBOLA, [3, 0.2], gd(0.3), steps=100, schedule=schedule)
    assert record.loss[4] > 30 * record.loss[0] > 1e3 * record.loss[8] and record.loss[until] > 10 * record.loss[0]
    assert record.loss[-1] < 1e-12
    assert verdict_of(record).kind == "flat"


def test_that_a_descent_without_a_throw_is_no_catapult() -> None:
    assert verdict_of(record_of("himmelblau", [0, 0], gd(0.01), steps=300)).kind == "converged"
    assert verdict_of(record_of(HYPERBOLA, [3, 0.2], gd(0.2), steps=300)).kind == "flat"
    hill = record_of("local_minimum", [2, 1.5], gd(0.1, momentum=0.9), steps=300)  # its momentum takes it over
    assert np.diff(hill.loss).max() > 0 and hill.loss[50:].max() > hill.loss.min() + 0.01
    assert verdict_of(hill).kind == "converged"


def test_that_a_catapult_into_a_local_minimum_names_the_global_one() -> None:
    entry = surface("two_minima_1d")
    record = record_of("two_minima_1d", entry.start, gd(0.12, momentum=0.9), steps=300)
    verdict = verdict_of(record)
    assert verdict.kind == "catapult"
    assert record.w[-1, 0] == pytest.approx(1.347, abs=1e-3)
    assert verdict.numbers["better_w"] == pytest.approx([-1.473], abs=1e-3)
    assert "a local one: the global minimum" in verdict.text
