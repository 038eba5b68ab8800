"""The unrolled loop against the rule and the loss called one by one: the same bits."""

from __future__ import annotations

import itertools
import math
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pytest

from gdviz.backend import FLOATS
from gdviz.engine import unrolled
from gdviz.engine.runner import compiled
from gdviz.engine.tape import RULE, Functions, LaterStep, Tape, Untold
from gdviz.engine.unrolled import UnrolledPath
from gdviz.optimizers.base import Optimizer, State
from gdviz.problems.base import Problem
from gdviz.problems.expression import ExpressionSpec
from gdviz.registry import plugins
from tests.making import a_run, an_experiment, expression, quadratic, record_of

STEPS = 60
RULES: dict[str, type[Optimizer]] = plugins("gdviz.optimizers")
KINDS = [kind for kind, made in RULES.items() if not made.coupled]


def step_by_step(problem: Problem, optimizer: Optimizer, start: list[float], noise: Any = None) -> np.ndarray:
    """Gradient, point after and loss after each update, the rule called for each parameter."""
    assert problem.scalar is not None
    w, (_, *grad) = list(start), problem.scalar(*start)
    states = [optimizer.init(0.0) for _ in w]
    rows = []
    for k in range(STEPS):
        if noise is not None:
            grad = [g + e for g, e in zip(grad, noise[k], strict=True)]
        used = grad
        for i, g in enumerate(used):
            try:
                delta, states[i] = optimizer.update(g, states[i], w[i], optimizer.lr, k + 1, FLOATS)
            except ArithmeticError:
                delta = math.nan
            w[i] += delta
        loss, *grad = problem.scalar(*w)
        rows.append([*used, *w, loss])
    return np.array(rows)


def unrolled_rows(problem: Problem, optimizer: Optimizer, start: list[float], noise: Any = None) -> np.ndarray:
    """The same from the loop, in two pieces."""
    assert problem.scalar is not None
    rows: list[float] = []
    path = UnrolledPath(problem, problem.scalar, optimizer, tuple(start), fixed=True)
    rates = [optimizer.lr] * STEPS
    path.advance(rows, 0, rates[:7], noise and noise[:7])
    path.advance(rows, 7, rates[7:], noise and noise[7:])
    return np.array(rows).reshape(STEPS, -1)


def problem_of(text: str, **more: Any) -> Problem:
    return compiled(ExpressionSpec.from_json(expression(text, **more), "problem"))


def switched(optimizer: Optimizer) -> list[Optimizer]:
    """The optimizer, and with each of its switches and numbers that are off by default on."""
    on = {"momentum": 0.9, "weight_decay": 0.01, "amsgrad": True, "maximize": True, "centered": True,
          "lr_decay": 0.1, "decoupled_weight_decay": True, "decouple_weight_decay": True}  # fmt: skip
    made = [optimizer] + [replace(optimizer, **{name: value}) for name, value in on.items() if hasattr(optimizer, name)]
    if optimizer.kind == "sgd":
        made += [replace(optimizer, momentum=0.9, nesterov=True), replace(optimizer, momentum=0.9, dampening=0.3)]  # type: ignore[call-arg]
    return made


@pytest.mark.parametrize("kind", KINDS)
def test_that_every_rule_gives_the_same_bits(kind: str) -> None:
    problem = problem_of("sin(a*x)*exp(-y^2/9) + abs(x - y)*sqrt(1 + x^2)/4 + max(x, 2*y)", parameters={"a": 1.3})
    for optimizer in switched(RULES[kind](lr=0.03)):
        expected = step_by_step(problem, optimizer, [0.7, -0.4])
        assert np.array_equal(unrolled_rows(problem, optimizer, [0.7, -0.4]), expected, equal_nan=True), optimizer


@pytest.mark.parametrize("dim", [1, 2, 3, 4])
@pytest.mark.parametrize("noisy", [False, True])
def test_that_so_does_any_number_of_parameters(dim: int, noisy: bool) -> None:
    problem = compiled(an_experiment(quadratic(*[1.0, 2.5, 4.0, 7.0][:dim]), [a_run([0.0] * dim)]).problem)
    noise = np.random.default_rng(1).standard_normal((STEPS, problem.dim)).tolist() if noisy else None
    start = [0.9, -0.3, 0.2, 0.4][:dim]
    optimizer = RULES["adam"](lr=0.05)
    expected = step_by_step(problem, optimizer, start, noise)
    assert np.array_equal(unrolled_rows(problem, optimizer, start, noise), expected)


def calls_of(kind: type[Optimizer], run: Any, monkeypatch: pytest.MonkeyPatch) -> int:
    """How often the rule is called in a run."""
    unrolled._loop.cache_clear()
    calls, original = [0], kind.update

    def counting(*arguments: Any) -> Any:
        calls[0] += 1
        return original(*arguments)

    with monkeypatch.context() as patched:
        patched.setattr(kind, "update", counting)
        run()
    unrolled._loop.cache_clear()
    return calls[0]


@pytest.mark.parametrize("kind", KINDS)
def test_that_no_rule_is_called_per_update_but_the_one_that_branches_on_a_number(
    kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    problem, optimizer = problem_of("x^2 + y^2"), RULES[kind](lr=0.01)
    made = calls_of(type(optimizer), lambda: unrolled_rows(problem, optimizer, [1.0, 2.0]), monkeypatch)
    assert (made > STEPS) == (kind == "radam"), made


def test_that_a_cycled_momentum_is_never_fixed() -> None:
    before = unrolled._loop.cache_info().misses
    cycle = {"kind": "one_cycle", "max_lr": 0.05, "total_steps": 50}
    record = record_of("himmelblau", [1, 1], {"kind": "sgd", "lr": 0.01, "momentum": 0.9}, schedule=cycle, steps=50)
    assert unrolled._loop.cache_info().misses < before + 5
    assert record.momentum is not None and len(set(record.momentum.tolist())) > 10
    b = np.zeros(2)
    for k in range(record.n):
        b = record.grad[0] if k == 0 else record.momentum[k] * b + record.grad[k]
        assert record.delta[k] == pytest.approx(-record.lr[k] * b, rel=1e-9, abs=1e-12)


@dataclass(frozen=True)
class Guarded(Optimizer):
    """Chooses between what can be computed and what cannot."""

    kind = "guarded"
    lr: float = 0.5

    def update(self, grad: Any, state: State, w: Any, lr: Any, step: Any, xp: Any) -> tuple[Any, State]:
        return -lr * xp.where(w > -1, grad, 1 / w), state


@dataclass(frozen=True)
class Swapping(Optimizer):
    """Its two numbers change places at each update."""

    kind = "swapping"
    lr: float = 0.5

    @property
    def slots(self) -> tuple[str, ...]:
        return ("p", "q")

    def init(self, zero: Any) -> State:
        return (zero + 1.0, zero + 2.0)

    def update(self, grad: Any, state: State, w: Any, lr: Any, step: Any, xp: Any) -> tuple[Any, State]:
        return state[0], (state[1], state[0])


@dataclass(frozen=True)
class OwnRate(Optimizer):
    """Takes half of its own rate, whatever the schedule says."""

    kind = "own_rate"
    lr: float = 0.5

    def update(self, grad: Any, state: State, w: Any, lr: Any, step: Any, xp: Any) -> tuple[Any, State]:
        return -self.lr / 2 * grad, state


@pytest.mark.parametrize("rule", [Guarded(), Swapping(), OwnRate(0.1), OwnRate(0.2)])
def test_that_unusual_rules_give_the_same_bits_too(rule: Optimizer) -> None:
    problem = problem_of("x^2")
    assert np.array_equal(unrolled_rows(problem, rule, [3.0]), step_by_step(problem, rule, [3.0]), equal_nan=True)


def test_that_other_numbers_need_no_other_code() -> None:
    unrolled_rows(problem_of("a*x^2 + y^2", parameters={"a": 2.5}), RULES["adam"](lr=0.1), [1.0, 1.0])
    before = unrolled._compiled.cache_info().misses
    other = replace(RULES["adam"](lr=0.2), betas=(0.8, 0.99))  # type: ignore[call-arg]
    unrolled_rows(problem_of("a*x^2 + y^2", parameters={"a": 7.25}), other, [1.0, 1.0])
    assert unrolled._compiled.cache_info().misses == before


def test_that_nothing_is_nested_too_deep_for_python() -> None:
    tape = Tape("t")
    x = made = tape.variable("x")
    for _ in range(1000):
        made = (made + 1.5) * x
    statements, (last,) = tape.source([made])
    names = {"x": 0.5, **tape.constants}
    exec("\n".join([*statements, f"made = {last}"]), names)
    assert names["made"] == pytest.approx(1.5)  # the fixed point of (m + 1.5)/2


SPECIAL = [0.0, -0.0, 1.5, -2.0, math.inf, -math.inf, math.nan]


@pytest.mark.parametrize("name", RULE)
def test_that_the_functions_of_rules_are_those_for_floats(name: str) -> None:
    tape = Tape("t")
    a, b, c = map(tape.variable, "abc")
    count = 1 + max(i for i in range(3) if f"{{{i}}}" in RULE[name])
    made = getattr(Functions(tape, RULE), name)(*(a, b, c)[:count])
    statements, (text,) = tape.source([made])
    for values in itertools.product(SPECIAL, repeat=count):
        if name != "sqrt" or values[0] >= 0:
            expected = getattr(FLOATS, name)(*values)
            found: dict[str, Any] = {"sqrt": math.sqrt, **dict(zip("abc", values, strict=False))}
            exec("\n".join([*statements, f"found = {text}"]), found)
            assert str(found["found"]) == str(expected), values


def test_what_a_symbol_cannot_tell() -> None:
    tape = Tape("t")
    x, step = tape.variable("x"), tape.variable("k", LaterStep)
    for ask in (lambda: bool(x > 0), lambda: bool(step == 2), lambda: max(x, 1.0), lambda: Functions(tape, RULE).tan(x),
                lambda: x + np.float64(1), lambda: x * "2"):  # fmt: skip
        with pytest.raises(Untold):
            ask()
    assert (step == 1) is False
