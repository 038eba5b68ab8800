"""What adaptive rules divide by, for a whole run at once, and the limit that follows from it."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from gdviz.engine.diagnosis.crossings import limit_at
from gdviz.engine.diagnosis.limits import divisors_along, is_preconditioned
from gdviz.optimizers.means import running_maxima, running_means
from gdviz.optimizers.optimizer import Optimizer
from gdviz.registry import from_json
from tests.making import quadratic, record_of

Numerator = Callable[[Optimizer, np.ndarray, int], np.ndarray]


def corrected_mean(rule: Any, grads: np.ndarray, step: int) -> np.ndarray:
    """m̂, as its definition says: a sum over all gradients."""
    beta1 = rule.betas[0]
    weights = (1 - beta1) * beta1 ** np.arange(step - 1, -1, -1.0)
    return np.asarray(weights @ grads[:step] / (1 - beta1**step))


def plain(rule: Any, grads: np.ndarray, step: int) -> np.ndarray:
    return np.asarray(grads[step - 1])


def mixed(rule: Any, grads: np.ndarray, step: int) -> np.ndarray:
    nu1 = rule.nus[0]
    return (1 - nu1) * plain(rule, grads, step) + nu1 * corrected_mean(rule, grads, step)


def falling(rule: Any, grads: np.ndarray, step: int) -> np.ndarray:
    return plain(rule, grads, step) / (1 + (step - 1) * rule.lr_decay)


def ahead(rule: Any, grads: np.ndarray, step: int) -> np.ndarray:
    momenta = [rule.betas[0] * (1 - 0.5 * 0.96 ** (t * rule.momentum_decay)) for t in range(1, step + 2)]
    product = math.prod(momenta[:step])
    mean = corrected_mean(rule, grads, step) * (1 - rule.betas[0] ** step)
    newest = (1 - momenta[step - 1]) * grads[step - 1] / (1 - product)
    return np.asarray(newest + momenta[step] * mean / (1 - product * momenta[step]))


@pytest.mark.parametrize(
    ("optimizer", "numerator"),
    [
        ({"kind": "adam"}, corrected_mean),
        ({"kind": "adam", "betas": [0.8, 0.5], "eps": 0.1}, corrected_mean),
        ({"kind": "adam", "betas": [0.0, 0.0]}, corrected_mean),
        ({"kind": "adam", "amsgrad": True, "betas": [0.9, 0.9]}, corrected_mean),
        ({"kind": "adamw", "weight_decay": 0}, corrected_mean),
        ({"kind": "nadam"}, ahead),
        ({"kind": "radam", "betas": [0.9, 0.95]}, corrected_mean),
        ({"kind": "adamax", "betas": [0.9, 0.9]}, corrected_mean),
        ({"kind": "qhadam", "nus": [0.7, 0.8]}, mixed),
        ({"kind": "rmsprop"}, plain),
        ({"kind": "rmsprop", "alpha": 0.7, "centered": True, "eps": 0.01}, plain),
        ({"kind": "adagrad", "initial_accumulator_value": 0.1, "lr_decay": 0.2}, falling),
    ],
)
@pytest.mark.parametrize("maximize", [False, True])
def test_that_the_preconditioner_is_what_each_update_divided_by(
    optimizer: dict[str, Any], numerator: Numerator, maximize: bool
) -> None:
    record = record_of("himmelblau", [0.5, 1.0], {**optimizer, "lr": 0.03, "maximize": maximize}, steps=400)
    divisors = divisors_along(record, record.n)
    sign = -1 if maximize else 1
    for step in (1, 2, 3, 7, 50, 400):
        over = numerator(record.spec.optimizer, sign * record.grad, step)
        np.testing.assert_allclose(-0.03 * over / divisors[step - 1], record.delta[step - 1], rtol=1e-9, atol=1e-15)


FROZEN = 1 - 1e-13
"""A mean square that hardly decays within a test."""


@pytest.mark.parametrize(
    ("optimizer", "held"),
    [
        ({"kind": "adam", "betas": [0.9, FROZEN]}, "v"),
        ({"kind": "adam", "betas": [0.0, FROZEN]}, "v"),
        ({"kind": "adamw", "betas": [0.9, FROZEN], "weight_decay": 0.5}, "v"),
        ({"kind": "nadam", "betas": [0.9, FROZEN]}, "v"),
        ({"kind": "nadam", "betas": [0.5, FROZEN], "weight_decay": 0.5, "decoupled_weight_decay": True}, "v"),
        ({"kind": "nadam", "betas": [0.9, FROZEN], "momentum_decay": 0.0}, "v"),
        ({"kind": "radam", "betas": [0.9, FROZEN]}, "v"),
        ({"kind": "radam", "betas": [0.9, FROZEN], "weight_decay": 0.5, "decoupled_weight_decay": True}, "v"),
        ({"kind": "adamax", "betas": [0.9, FROZEN]}, "u"),
        ({"kind": "qhadam", "betas": [0.9, FROZEN], "nus": [0.7, 1.0]}, "v"),
        ({"kind": "qhadam", "betas": [0.9, FROZEN], "weight_decay": 0.5, "decouple_weight_decay": True}, "v"),
        ({"kind": "rmsprop", "alpha": FROZEN}, "v"),
        ({"kind": "rmsprop", "alpha": FROZEN, "momentum": 0.8}, "v"),
        ({"kind": "adagrad", "lr_decay": 0.0}, "v"),
    ],
)
def test_that_steps_grow_just_over_the_limit_and_shrink_just_under_it(optimizer: dict[str, Any], held: str) -> None:
    """The rule itself, long after its start, with a mean square that stays: on a bowl it is linear."""
    late, curvature, root = 1e20, 5.0, 2.0
    for factor, grows in ((0.99, False), (1.01, True)):
        made: Any = from_json("gdviz.optimizers", {**optimizer, "lr": 1.0}, "")
        rate = factor * float(made.stability_limit(np.array(curvature / root), late))
        begun = {"u": root, "v": root * root}  # the others are 0: a product of so many momenta, too
        state = [begun[name] if name == held else 0.0 for name in made.slots]
        w, last = 1e-9, []
        while len(last) < 6000 and abs(w) < 1e-5:  # larger ones would be felt by the mean square
            step, after = made.update(curvature * w, tuple(state), w, rate, late, math_of)
            state, w = list(after), w + step
            last.append(abs(w))
        assert (abs(w) >= 1e-5) is grows, (factor, rate, w)
        assert grows or max(last[-100:]) < 1e-11


class math_of:
    """`sqrt` and the like for floats."""

    sqrt, abs, maximum = staticmethod(math.sqrt), staticmethod(abs), staticmethod(max)


def test_that_early_updates_of_adam_have_their_own_limit() -> None:
    """m is not at its full size yet: of constant gradients, m̂ weighs the newest 1/(1+β+..+βᵗ⁻¹)."""
    made: Any = from_json("gdviz.optimizers", {"kind": "adam", "lr": 1.0}, "")
    steps = np.array([1.0, 2.0, 1e6])
    np.testing.assert_allclose(made.stability_limit(np.full(3, 2.0), steps), [1.9, 1.9 * 1.9, 19.0])
    assert made.stability_limit(np.array(2.0)) == pytest.approx(19.0)
    nesterov: Any = from_json("gdviz.optimizers", {"kind": "nadam", "lr": 1.0, "momentum_decay": 100.0}, "")
    assert nesterov.stability_limit(np.array(2.0)) == pytest.approx(2 * 1.9 / (0.1 * 2.8) / 2)


@pytest.mark.parametrize("beta", [0.0, 0.3, 0.9, 0.999, 1 - 1e-9])
def test_that_running_means_and_maxima_are_those_of_a_loop(beta: float) -> None:
    values = np.random.default_rng(1).lognormal(0, 8, (900, 2))
    steps = np.arange(1.0, 901)
    mean = largest = np.zeros(2)
    means, maxima = [], []
    for value in values:
        mean = beta * mean + (1 - beta) * value
        largest = np.maximum(beta * largest, value)
        means.append(mean)
        maxima.append(largest)
    np.testing.assert_allclose(running_means(values, beta, steps), means, rtol=1e-12)
    np.testing.assert_allclose(running_maxima(values, beta, steps), maxima, rtol=1e-12)


def test_that_each_known_gradient_of_a_thinned_run_stands_for_those_left_out() -> None:
    known = np.random.default_rng(2).lognormal(0, 3, (300, 2))
    every = np.concatenate([known[:1], np.repeat(known[1:], 3, axis=0)])
    whole = running_means(every, 0.99, np.arange(1.0, len(every) + 1))
    np.testing.assert_allclose(running_means(known, 0.99, np.arange(0.0, 300) * 3 + 1), whole[::3], rtol=1e-12)


def test_that_adagrad_has_no_limit_where_steps_are_left_out() -> None:
    made: Any = from_json("gdviz.optimizers", {"kind": "adagrad", "lr": 1.0}, "")
    assert made.preconditioner(np.ones((3, 1)), np.array([1.0, 2.0, 3.0])) is not None
    assert made.preconditioner(np.ones((3, 1)), np.array([1.0, 3.0, 5.0])) is None


@pytest.mark.parametrize(("kind", "limit"), [("adam", 3.8), ("rmsprop", 0.2), ("adagrad", 2.0)])
def test_that_a_parameter_that_never_had_a_gradient_bounds_no_rate(kind: str, limit: float) -> None:
    record = record_of(quadratic(1.0, 4.0), [1, 0], {"kind": kind, "lr": 0.01}, steps=3)
    assert limit_at(record, 0) == pytest.approx(limit, rel=1e-6)
    divisors = divisors_along(record, record.n)
    assert divisors is not None and np.isinf(divisors[:, 1]).all() and np.isfinite(divisors[:, 0]).all()


def test_that_rules_with_a_preconditioner_have_a_limit() -> None:
    for kind in ("adam", "adamw", "nadam", "radam", "adamax", "qhadam", "rmsprop", "adagrad"):
        record = record_of(quadratic(1.0, 4.0), [1, 1], {"kind": kind, "lr": 0.01}, steps=2)
        assert is_preconditioned(record.spec.optimizer), kind
    for kind in ("sgd", "lion", "adadelta", "newton"):
        assert not is_preconditioned(record_of(quadratic(1.0), [1], {"kind": kind, "lr": 0.01}, steps=2).spec.optimizer)
