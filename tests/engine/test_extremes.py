"""Numbers at the ends of the range of floats: no warning and no exception but ExperimentError in the whole library."""

from __future__ import annotations

import json
import math
import random
from contextlib import suppress
from typing import Any

import numpy as np
import pytest

import gdviz
from gdviz.commandline import report
from gdviz.engine import arithmetic, by_hand, columns, directions, landscape, rates, slopes
from gdviz.engine.diagnosis import crossings
from gdviz.engine.last_step import last_step
from gdviz.export.export_format import DataFormat, formats
from gdviz.formula import symbolic
from gdviz.formula.errors import FormulaError
from gdviz.formula.formula import parse
from gdviz.registry import plugins
from gdviz.schedules.schedule import ScheduleSpec
from gdviz.texts import Language
from tests.making import a_run, an_experiment, expression

STARTS = (
    0.0,
    1.0,
    -1.0,
    2.5,
    1e-8,
    1e-155,
    1e-300,
    5e-324,
    1e8,
    1e100,
    1e154,
    1e200,
    1e300,
    1.7e308,
    -1e308,
    700.0,
    -745.0,
)
RATES = (0.01, 0.1, 1.0, 1e-8, 1e-300, 5e-324, 1e10, 1e155, 1e300, 1.7e308)
LENGTHS = (5e-324, 1e-300, 1.0, 7.5, 1e300)
FORMULAS = (
    "exp(x)+exp(-y)", "log(x)+y^2", "x^2+y^2", "x^4+y^4", "1/x+y^2", "x^2*1e300+y^2", "x^2*1e-300+y^2*1e-300",
    "sqrt(abs(x))+y^2", "(1-x)^2+100*(y-x^2)^2", "exp(-x^2-y^2)", "exp(exp(x))+y^2", "x^100+y^2", "tan(x)+y^2", "x*y",
)  # fmt: skip
ATOMS, FUNCTIONS = ("x", "y", "2", "0.5", "1e-300", "1e300", "pi"), (
    "sin", "cos", "tan", "asin", "acos", "atan", "sinh", "tanh", "exp", "log", "sqrt", "abs", "sign",
)  # fmt: skip
SCHEDULES: dict[str, type[ScheduleSpec]] = plugins("gdviz.schedules")
SIZES = ((1.0,), (1.0, 1e-300), (1e-155,), (1e100,), (1e140, 1.0), (5e-324, 1.0))


def a_formula(draw: random.Random, depth: int = 0) -> str:
    kind = draw.random()
    if depth > 2 or kind < 0.2:
        return draw.choice(ATOMS)
    inner = a_formula(draw, depth + 1)
    if kind < 0.5:
        return f"({inner}{draw.choice('+-*/')}{a_formula(draw, depth + 1)})"
    if kind < 0.85:
        return f"{draw.choice(FUNCTIONS)}({inner})"
    return f"({inner})^({draw.choice(('2', '-1', '0.5', '1/3', '10', '0'))})"


def a_problem(draw: random.Random) -> dict[str, Any]:
    kind = draw.random()
    if kind < 0.25:
        sizes = draw.choice(SIZES)
        x, y = ([draw.choice((0.0, 2.5, -1.0)) * draw.choice(sizes) for _ in range(5)] for _ in range(2))
        data = {"kind": "inline", "x": [[one] for one in x], "y": y}
        if draw.random() < 0.3:
            return {"kind": "model", "data": data, "prediction": "exp(w*x)+b", "parameters": ["w", "b"]}
        return {"kind": draw.choice(("linear_regression", "tanh_unit")), "data": data}
    if kind < 0.35:
        large, small = draw.choice((1, 1e300, 1e-300)), draw.choice((0, 1, 1e-300))
        return {"kind": "quadratic", "matrix": [[large, 0], [0, small]]}
    made = expression(draw.choice(FORMULAS) if kind < 0.75 else f"{a_formula(draw)}+x*y", variables=["x", "y"])
    if draw.random() < 0.3:
        made["domain"] = [[-half, half] for half in [draw.choice((1.0, 1e-99, 1e10, 1e100))] * 2]
    return made | ({"noise": {"std": draw.choice((0.1, 1e300, 1e-300))}} if draw.random() < 0.15 else {})


def a_schedule(draw: random.Random) -> dict[str, Any]:
    kind = draw.choice(list(SCHEDULES))
    made = {"kind": kind, **SCHEDULES[kind].proposed(draw.choice((1.0, 7.0, 1e-9, 1e6)), draw.choice((0.1, 1e-300)))}
    if SCHEDULES[kind].lengths and made.keys() & set(SCHEDULES[kind].lengths) and kind != "multistep":
        name = next(name for name in SCHEDULES[kind].lengths if name in made)
        made[name] = draw.choice(LENGTHS)
    if kind == "exponential":
        made["gamma"] = draw.choice((5e-324, 1e300, 0.5))
    if kind == "expression":
        made["expression"] = draw.choice(("exp(k)", "1/k", "1/(k-3)", "sqrt(10-k)", "1e-300/(1+k)", "1e300*k"))
    return made


def an_extreme_experiment(seed: int) -> gdviz.Experiment | None:
    """The experiment of a seed; None where it is refused."""
    draw = random.Random(seed)
    more: dict[str, Any] = {"schedule": a_schedule(draw)} if draw.random() < 0.4 else {}
    if draw.random() < 0.2:
        more["warmup"] = {"length": draw.choice((0, *LENGTHS))}
    optimizer = {"kind": draw.choice(list(plugins("gdviz.optimizers"))), "lr": draw.choice(RATES)}
    start = [draw.choice(STARTS), draw.choice(STARTS)]
    try:
        return an_experiment(a_problem(draw), [a_run(start, optimizer, **more)], steps=draw.choice((1, 2, 20)))
    except gdviz.ExperimentError as error:
        assert error.path and "{" not in str(error)
        return None


def ask(experiment: gdviz.Experiment) -> None:
    """Run it and compute all that the window and the command line show of a record."""
    result = gdviz.run(experiment, "cpu")
    record = result.runs[0]
    problem, n = record.problem, record.n
    assert (record.finish, record.failure) != ("failed", record.failure), record.failure
    json.dumps(report.as_json(result), allow_nan=False)
    assert "{" not in report.summary(result, Language("en"))
    for k in {0, n // 2, max(n - 1, 0)}:
        arithmetic.arithmetic(record, k)
        crossings.limit_at(record, min(k, n))
        if n:
            last_step(record, k)
            slopes.gradient_lines(record, k)
            slopes.rate_line(record, k)
    crossings.stability_curve(record)
    columns.columns(record)
    rates.line(problem, record.w[0], experiment.runs[0].optimizer.lr)
    by_hand.as_points(record)
    if n:
        by_hand.from_here(record, n // 2, 0.1) if not experiment.runs[0].schedule.momentum_key else None
    directions.uphill(directions.gradient_at(problem, record.w[-1]))
    directions.pace(problem, record.w[-1], 0.3, experiment.runs[0].optimizer.lr)
    heights = np.asarray(landscape.grid(problem, problem.domain, (12, 12)))
    scale = landscape.Scale.of(heights)
    landscape.contours(heights, problem.domain, scale.levels())
    scale.ticks()
    for known in formats().values():
        if isinstance(known, DataFormat):
            with suppress(gdviz.ExperimentError):  # some cannot be written as a program, and a message says so
                known.content(result)


@pytest.mark.parametrize(
    "block", [*range(4), *(pytest.param(block, marks=pytest.mark.long) for block in range(4, 100))]
)
def test_that_numbers_at_the_ends_of_all_numbers_give_neither_warnings_nor_wrong_exceptions(block: int) -> None:
    made = [found for seed in range(20 * block, 20 * block + 20) if (found := an_extreme_experiment(seed)) is not None]
    assert len(made) > 8
    for experiment in made:
        ask(experiment)


@pytest.mark.parametrize(
    ("problem", "start", "optimizer", "more"),
    [
        (expression("exp(x)"), [700.0], {"kind": "newton", "lr": 1.0}, {}),
        (expression("log(x)+y^2"), [1e-300, 1.0], {"kind": "adamw", "lr": 0.1}, {}),
        (expression("exp(-x^2-y^2)"), [710.0, 0.0], {"kind": "lion", "lr": 5e-324}, {}),
        (expression("abs(x)+abs(y)", noise={"std": 1e300}), [1.7e308, 1e-8], {"kind": "damped_newton", "lr": 1.7e308},
         {}),
        (expression("1e300+x", noise={"std": 1e300}), [710.0], {"kind": "sgd", "lr": 1e-8, "weight_decay": 0.1},
         {"warmup": {"length": 1e-300}}),
        ({"kind": "quadratic", "matrix": [[1e-300, 0], [0, 1]]}, [700.0, 700.0], {"kind": "newton", "lr": 1.7e308},
         {"schedule": {"kind": "multistep", "milestones": [10, 15], "gamma": 1e300}, "warmup": {"length": 2.5}}),
        ({"kind": "quadratic", "matrix": [[1e300, 0], [0, 1]]}, [1e20, 710.0], {"kind": "qhadam", "lr": 5e-324},
         {"schedule": {"kind": "exponential", "gamma": 1e300}}),
        ({"kind": "tanh_unit", "data": {"kind": "inline", "x": [[0], [-1], [0], [1e-323], [-5e-324]],
                                        "y": [0, -1, 0, -5e-324, -1]}}, [1e-300, 1.0], {"kind": "adam", "lr": 0.1}, {}),
        (expression("x+x*y"), [1.0, 1.0], {"kind": "sgd", "lr": 0.1},
         {"schedule": {"kind": "cyclic", "base_lr": 0.01, "max_lr": 0.1, "step_size_up": 1e-308}}),
        ({"kind": "surface", "name": "eggholder"}, [710.0, 1.7e308], {"kind": "adamw", "lr": 0.1}, {}),
    ],
)  # fmt: skip
def test_that_what_once_was_an_error_in_gdviz_is_a_verdict(
    problem: dict[str, Any], start: list[float], optimizer: dict[str, Any], more: dict[str, Any]
) -> None:
    experiment = an_experiment(problem, [a_run(start, optimizer, **more)], steps=100)
    record = gdviz.run(experiment, "cpu").runs[0]
    assert record.finish in ("completed", "diverged", "converged") and record.verdict is not None
    if len(start) == 2:
        ask(experiment)


def test_that_the_rates_around_the_largest_and_the_least_are_numbers() -> None:
    for middle in (5e-324, 1.7e308):
        tried = rates.grid(middle)
        assert np.isfinite(tried).all() and (tried > 0).all()


def test_that_an_angle_too_large_for_sympy_is_computed_and_refused_by_sympy_in_a_sentence() -> None:
    values = {"asin(cos(1e300-2))+x": math.asin(math.cos(1e300)), "atan(tan(1e300))+x^2": math.atan(math.tan(1e300))}
    for formula, value in values.items():
        assert gdviz.problem(expression(formula)).loss(np.array([0.0])) == pytest.approx(value, rel=1e-12)
        with pytest.raises(FormulaError, match="of an angle as large as this cannot be worked out"):
            parse(formula).sympy()


def test_that_an_error_inside_sympy_is_not_taken_for_an_angle_too_large(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(part: object) -> None:
        raise TypeError("not of an angle")

    for name in ("exp", "asin"):
        monkeypatch.setitem(symbolic._STANDARD, name, fail)
        with pytest.raises(TypeError, match="not of an angle"):
            parse(f"{name}(x/9)").sympy()
