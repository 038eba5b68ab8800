from __future__ import annotations

import re
from typing import Any

import numpy as np
import pytest

import gdviz
from gdviz.engine.diagnosis.verdict_numbers import at_least, count
from gdviz.lessons import lesson
from gdviz.problems.surfaces import surface
from gdviz.texts import language
from tests.making import expression, line_data, quadratic, record_of


def gd(lr: float, **more: Any) -> dict[str, Any]:
    return {"kind": "sgd", "lr": lr, **more}


def needed(problem: Any, start: Any, optimizer: dict[str, Any], made: int, goal: float) -> int:
    """How many steps after `made` the run makes until its loss is down to `goal`: it is run."""
    record = record_of(problem, start, optimizer, steps=400_000, stop={"loss": goal})
    assert record.finish == "converged"
    return record.updates - made


@pytest.mark.parametrize(
    ("eigenvalues", "lr", "steps"),
    [
        ((1, 10), 0.01, 50), ((1, 10), 0.19, 12), ((0.01, 1), 1.5, 100), ((1, 1), 1e-4, 100), ((0.3,), 1e-3, 30),
        ((1, 3, 9), 0.02, 20),
    ],
)  # fmt: skip
def test_that_on_a_quadratic_the_predicted_steps_are_those_it_takes(
    eigenvalues: tuple[float, ...], lr: float, steps: int
) -> None:
    start = np.ones(len(eigenvalues))
    verdict = record_of(quadratic(*eigenvalues), start, gd(lr), steps=steps).verdict
    assert verdict is not None
    assert verdict.kind in ("still_descending", "too_slow", "overshooting")
    values, k = np.array(eigenvalues), np.arange(3_000_000)
    excess = sum(value / 2 * (1 - lr * value) ** (2.0 * k) for value in values.tolist())
    for share, key in ((0.01, "steps_to_1_percent"), (1e-6, "steps_to_1e_6")):
        truth = int(np.argmax(excess <= share * excess[0])) - steps
        assert verdict.numbers[key] == pytest.approx(max(truth, 0), rel=0.01, abs=1)
    assert (verdict.kind == "too_slow") == (verdict.numbers["steps_to_1_percent"] > 10 * steps)


@pytest.mark.parametrize(
    ("name", "share_of_lr", "steps"),
    [
        ("himmelblau", 0.01, 100), ("styblinski_tang", 0.01, 100), ("beale", 0.1, 20), ("double_well", 0.001, 1000),
        ("ackley", 0.01, 100), ("cliff", 0.01, 100), ("branin", 0.01, 100), ("ring", 0.01, 100),
        ("quartic_bowl", 0.01, 100), ("zakharov", 0.001, 1000), ("goldstein_price", 0.001, 1000),
    ],
)  # fmt: skip
def test_that_far_from_a_minimum_the_flow_gives_the_steps(name: str, share_of_lr: float, steps: int) -> None:
    entry = surface(name)
    optimizer = gd(entry.proposed_lr * share_of_lr)
    record = record_of(name, entry.start, optimizer, steps=steps)
    assert record.verdict is not None
    predicted = record.verdict.numbers["steps_to_1_percent"]
    longer = record_of(name, entry.start, gd(entry.proposed_lr * min(10 * share_of_lr, 0.5)), steps=50_000)
    excess = float(record.loss[0] - longer.loss[-1])
    made = needed(name, entry.start, optimizer, steps, float(longer.loss[-1]) + 0.01 * excess)
    assert predicted == pytest.approx(made, rel=0.1, abs=3)
    assert record.verdict.kind == ("too_slow" if predicted > 10 * steps else "still_descending")


@pytest.mark.parametrize(
    "more", [{"momentum": 0.9}, {"momentum": 0.5, "nesterov": True}, {"momentum": 0.5, "dampening": 0.3}]
)
def test_that_momentum_is_counted(more: dict[str, Any]) -> None:
    optimizer = gd(1e-4, **more)
    record = record_of(quadratic(1, 3), [1, 1], optimizer, steps=100)
    assert record.verdict is not None
    predicted = record.verdict.numbers["steps_to_1_percent"]
    assert predicted == pytest.approx(needed(quadratic(1, 3), [1, 1], optimizer, 100, 0.02), rel=0.1)


def test_that_weight_decay_and_uphill_are_counted() -> None:
    lr, steps = 1e-3, 50
    verdict = record_of(quadratic(1.0, minimum=[3]), [1.0], gd(lr, weight_decay=0.5), steps=steps).verdict
    assert verdict is not None
    truth = np.log(0.01) / (2 * np.log(1 - lr * 1.5)) - steps
    assert verdict.numbers["steps_to_1_percent"] == pytest.approx(truth, rel=0.01)


def test_that_a_rate_far_too_small_is_too_slow_and_the_stable_one_is_named() -> None:
    verdict = record_of("sphere", [2, -1], gd(1e-4), steps=1000).verdict
    assert verdict is not None
    assert verdict.kind == "too_slow"
    assert verdict.numbers["limit"] == pytest.approx(1)
    # (1 - 2e-4)^(2k) = 0.01 after 11,511 steps, 1,000 of which are made.
    assert verdict.text.startswith(
        "The run is too slow: after 1000 steps it needs about 11,000 more steps at this rate"
    )
    adam = record_of("sphere", [2, -1], {"kind": "adam", "lr": 1e-5}, steps=1000).verdict
    assert adam is not None
    assert adam.kind == "too_slow"
    assert "limit" not in adam.numbers


def test_that_a_stiff_valley_gives_a_lower_bound() -> None:
    verdict = record_of("rosenbrock", [-1.2, 1], gd(1e-6), steps=200).verdict
    assert verdict is not None
    assert verdict.kind == "too_slow"
    assert "more than" in verdict.text
    assert 2000 < verdict.numbers["steps_to_1_percent_at_least"] < 5_000_000


def test_that_within_a_percent_the_steps_to_a_millionth_are_given() -> None:
    record = record_of(quadratic(1, 1), [1, 1], gd(0.1), steps=30)
    assert record.verdict is not None
    assert record.verdict.numbers["steps_to_1_percent"] == 0
    assert record.verdict.numbers["steps_to_1e_6"] == pytest.approx(np.log(1e-6) / (2 * np.log(0.9)) - 30, abs=1.5)
    assert "99 % of the way is done" in record.verdict.text


@pytest.mark.parametrize("text", ["exp(-x)", "atan(-x)", "x**3"])
def test_that_nothing_is_promised_where_there_is_no_minimum(text: str) -> None:
    verdict = record_of(expression(text), [0.5], gd(0.1), steps=100).verdict
    assert verdict is not None
    assert not any(key.startswith("steps") for key in verdict.numbers)


def test_that_a_handful_of_steps_promises_nothing() -> None:
    for steps in (1, 5, 9):
        verdict = record_of("sphere", [1, 1], gd(1e-5), steps=steps).verdict
        assert verdict is not None
        assert verdict.kind == "still_descending"
        assert "steps_to_1_percent" not in verdict.numbers


def test_that_data_are_forecast_too() -> None:
    problem, lr, steps = line_data(40), 1e-3, 100
    record = record_of(problem, [0, 0], gd(lr), steps=steps)
    assert record.verdict is not None
    hessian = record.problem.hessian(np.zeros(2))
    values, vectors = np.linalg.eigh(hessian)
    bottom = np.linalg.solve(hessian, -record.problem.grad(np.zeros(2)))
    parts = values / 2 * (vectors.T @ bottom) ** 2
    k = np.arange(200_000)
    excess = sum(part * (1 - lr * value) ** (2.0 * k) for part, value in zip(parts, values, strict=True))
    truth = int(np.argmax(excess <= 0.01 * excess[0])) - steps
    assert record.verdict.numbers["steps_to_1_percent"] == pytest.approx(truth, rel=0.02)


def test_that_a_run_that_its_momentum_carries_past_the_minimum_says_where_it_was_lowest() -> None:
    record = record_of("sphere", [1.143, -4.773], {"kind": "lion", "lr": 0.1}, steps=56)
    verdict, lowest = record.verdict, int(np.argmin(record.loss))
    assert verdict is not None and verdict.kind == "still_descending"
    assert (verdict.numbers["step"], verdict.numbers["low"]) == (lowest, record.loss[lowest])
    assert lowest < 55 and f"at step {lowest} and is on its way up again" in verdict.text


def test_that_steps_to_come_are_rounded_up_and_those_at_least_down() -> None:
    assert [count(steps) for steps in (0.3, 1.4, 2, 37.2, 120, 1234, 99_001)] == [
        "1", "2", "2", "38", "120", "1,300", "100,000"
    ]  # fmt: skip
    assert count(1.234e7) == "1.3e+07"
    assert [at_least(steps) for steps in (37.9, 129.5, 1299)] == ["37", "120", "1,200"]


@pytest.mark.parametrize(("steps", "words"), [(30, "1 more step"), (29, "2 more steps"), (20, "11 more steps")])
def test_that_the_words_give_the_steps_of_the_numbers_and_those_it_takes(steps: int, words: str) -> None:
    # The loss falls by (1 - 2 lr)² a step: to a millionth after ln 1e-6 / (2 ln 0.8) = 30.96.
    verdict = record_of("sphere", [2, -1], gd(0.1), steps=steps).verdict
    assert verdict is not None
    more = 31 - steps
    assert verdict.numbers["steps_to_1e_6"] == more == needed("sphere", [2, -1], gd(0.1), steps, 5e-6)
    assert f"about {words} at this rate" in verdict.text
    assert f"약 {more}스텝 더" in language("ko").text(verdict.message)


@pytest.mark.parametrize("name", ["four_rates", "rate_too_small", "noise_floor"])
def test_that_the_verdicts_of_lessons_give_the_steps_of_their_numbers(name: str) -> None:
    result = gdviz.run(lesson(name).open(language("en").choose), "cpu")
    forecasts = 0
    for record in result.runs:
        assert record.verdict is not None
        found = re.search(r"about ([\d,]+) more steps?", record.verdict.text)
        if found is not None:
            forecasts += 1
            keys = ("steps_to_1_percent", "steps_to_1e_6")
            steps = next(filter(None, (record.verdict.numbers.get(key) for key in keys)))
            assert found[1] == count(steps)
            assert steps >= 100 or found[1] == str(steps)
    assert forecasts
