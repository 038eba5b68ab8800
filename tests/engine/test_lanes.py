"""Paths side by side against single paths, and each instruction in lanes against Python's: the same bits."""

from __future__ import annotations

import itertools
import math
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

import gdviz
from gdviz.backend import FLOATS
from gdviz.engine import native
from gdviz.engine.basins import planned_rates
from gdviz.engine.lanes import Lanes, lanes_of
from gdviz.optimizers.optimizer import Optimizer
from gdviz.problems.problem import compiled
from gdviz.registry import plugins
from tests.engine.test_native import RULED, SPECIAL
from tests.making import a_run, an_experiment, expression

pytestmark = pytest.mark.skipif(not native.is_available(), reason="llvmlite is not installed")
KINDS: dict[str, type[Optimizer]] = plugins("gdviz.optimizers")
WITHOUT = {"radam"}
"""Those that branch on the number of the update."""
ELEMENTWISE = [kind for kind, rule in KINDS.items() if not rule.coupled and not rule.needs_problem]
CALLS = expression("sin(x) * exp(y / 3) + atan(x * y) + abs(x) + min(x, y)^2 + (x^2 + 1)^0.3 + y^2")
RANDOM = np.random.default_rng(4).uniform(-3, 3, (19, 2))
"""More starts than lanes, and no multiple of them."""


def lanes(experiment: gdviz.Experiment) -> Lanes:
    made = lanes_of(experiment.runs[0].optimizer, compiled(experiment.problem))
    assert made is not None
    return made


@pytest.mark.parametrize("problem", ["himmelblau", CALLS], ids=["products", "calls"])
@pytest.mark.parametrize("kind", ELEMENTWISE)
def test_that_each_path_is_the_single_path_to_the_bit(kind: str, problem: Any) -> None:
    lr = KINDS[kind].proposed_lr or 0.005
    schedule = {"kind": "cosine", "t_max": 60, "unit": "step"}
    experiment = an_experiment(problem, [a_run([0, 0], {"kind": kind, "lr": lr}, schedule=schedule)], steps=60)
    if kind in WITHOUT:
        assert lanes_of(experiment.runs[0].optimizer, compiled(experiment.problem)) is None
        return
    ends = lanes(experiment).ends(RANDOM, planned_rates(experiment, 0))
    for start, end in zip(RANDOM.tolist(), ends, strict=True):
        record = gdviz.run(experiment.replace("runs[0].start", start), "cpu").runs[0]
        if len(record.w) == 61:  # none that diverged
            assert record.w[-1].tobytes() == end.tobytes()


def test_that_a_path_is_near_its_goal_from_the_update_on_that_its_record_says() -> None:
    run = a_run([0, 0], {"kind": "sgd", "lr": 0.01, "momentum": 0.8})
    experiment = an_experiment("himmelblau", [run], steps=80)
    rates = planned_rates(experiment, 0)
    side = lanes(experiment)
    goals = side.ends(RANDOM, rates) + 0.05
    near = side.near(RANDOM, rates, goals, 0.2)
    assert np.array_equal(side.near(RANDOM, rates, goals + 5, 0.2), np.full(19, 81))
    assert np.array_equal(side.near(RANDOM, rates[:0], RANDOM + np.array([0.1, 0.3]), 0.3), np.ones(19))
    for start, goal, steps in zip(RANDOM.tolist(), goals, near.tolist(), strict=True):
        record = gdviz.run(experiment.replace("runs[0].start", start), "cpu").runs[0]
        away = np.hypot(*(record.w - goal).T) > 0.2
        assert 0 < steps == np.flatnonzero(away)[-1] + 1


def test_that_no_update_leaves_the_starts_and_no_start_is_no_end() -> None:
    experiment = an_experiment("himmelblau", [a_run([0, 0])])
    assert np.array_equal(lanes(experiment).ends(RANDOM, np.empty(0)), RANDOM)
    assert lanes(experiment).ends(np.empty((0, 2)), np.ones(3)).shape == (0, 2)


@dataclass(frozen=True)
class Ruled(Optimizer):
    """A rule of one operation on parameter and gradient, which on xy are x and y."""

    kind = ""
    lr: float
    operation: str

    def update(self, grad: Any, state: Any, w: Any, lr: Any, step: Any, xp: Any) -> Any:
        return RULED[self.operation](xp, w, grad, step) + lr * 0.0, state


def sign(value: float) -> float:
    """As NumPy's, which keeps nan."""
    return value if math.isnan(value) else FLOATS.sign(value)


def slope(value: float) -> float:
    """A gradient as a rule gets it: nan where it is not finite, which ends a path."""
    return value if math.isfinite(value) else math.nan


@pytest.mark.parametrize("operation", RULED)
def test_that_an_instruction_in_lanes_does_what_python_does(operation: str) -> None:
    """Where Python raises, it gives infinity or nan; the sign of nan is nan, so that a path is lost as its run is."""
    numbers = SimpleNamespace(**vars(FLOATS) | {"sign": sign})
    problem = compiled(an_experiment(expression("x * y"), [a_run([0, 0])]).problem)
    rule = Ruled(0.1, operation)
    made = lanes_of(rule, problem)
    assert made is not None
    pairs = np.array(list(itertools.product([*SPECIAL, 3.0], repeat=2)))
    rates = np.array([0.1, 0.2])
    for updates in (1, 2):
        ends = made.ends(pairs, rates[:updates])
        for (x, y), (end, _) in zip(pairs.tolist(), ends.tolist(), strict=True):
            try:
                for step in range(1, updates + 1):
                    dx, dy = (rule.update(b, (), a, 0.1, step, numbers)[0] for a, b in ((x, slope(y)), (y, slope(x))))
                    x, y = x + dx, y + dy
            except ArithmeticError:
                continue
            assert str(end) == str(x) or (math.isnan(end) and math.isnan(x)), (x, y)


def test_that_rules_and_losses_that_need_numbers_have_none() -> None:
    @dataclass(frozen=True)
    class Branching(Ruled):
        def update(self, grad: Any, state: Any, w: Any, lr: Any, step: Any, xp: Any) -> Any:
            return (-lr * grad if grad > 0 else grad), state

    problem = compiled(an_experiment("himmelblau", [a_run([0, 0])]).problem)
    assert lanes_of(Branching(0.1, "plus"), problem) is None
