"""Rules one step at a time, and what theory says of whole runs."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from gdviz.backend import FLOATS
from gdviz.optimizers.optimizer import Optimizer
from gdviz.registry import from_json, plugins
from tests.making import expression, quadratic, record_of

ALL = [
    {"kind": "sgd", "lr": 0.1},
    {"kind": "sgd", "lr": 0.1, "momentum": 0.9},
    {"kind": "sgd", "lr": 0.1, "momentum": 0.9, "nesterov": True, "weight_decay": 0.1},
    {"kind": "sgd", "lr": 0.1, "momentum": 0.9, "dampening": 0.3, "maximize": True},
    {"kind": "adam", "lr": 0.1},
    {"kind": "adam", "lr": 0.1, "amsgrad": True, "weight_decay": 0.1, "maximize": True},
]


@pytest.mark.parametrize("data", ALL)
def test_that_a_rule_gives_the_same_bits_on_floats_and_on_arrays(data: dict[str, Any]) -> None:
    optimizer = from_json("gdviz.optimizers", data, "")
    grads = np.random.default_rng(0).normal(size=(20, 3))
    w = np.array([1.0, -2.0, 3.0])
    state = optimizer.init(np.zeros(3))
    states = [optimizer.init(0.0)] * 3
    for step, grad in enumerate(grads, start=1):
        before = grad.copy()
        delta, state = optimizer.update(grad, state, w, 0.1, step, np)
        np.testing.assert_array_equal(grad, before)
        for i in range(3):
            one, states[i] = optimizer.update(float(grad[i]), states[i], float(w[i]), 0.1, step, FLOATS)
            assert one == delta[i]
            assert states[i] == tuple(slot[i] for slot in state)
        w = w + delta
    assert len(state) == len(optimizer.slots)


@pytest.mark.parametrize("kind", plugins("gdviz.optimizers"))
def test_that_every_optimizer_declares_itself(kind: str) -> None:
    cls: Any = plugins("gdviz.optimizers")[kind]
    made = from_json("gdviz.optimizers", {"kind": kind, "lr": 0.1}, "")
    assert cls.summary
    assert cls.reference
    assert made.to_json()["kind"] == kind
    assert from_json("gdviz.optimizers", made.to_json(), "") == made
    assert made.short_name(None, None)


def test_that_an_optimizer_without_a_place_of_its_own_stands_last_in_its_group() -> None:
    class Stranger(Optimizer):
        group = "sign"

    known: Any = plugins("gdviz.optimizers")
    assert known["muon"].place() < Stranger.place() < known["newton"].place()
    Stranger.group = "signs"
    with pytest.raises(ValueError, match=r"Stranger\.group must be one of lecture, .*, got 'signs'"):
        Stranger.place()


def test_that_state_is_kept_only_where_it_is_needed() -> None:
    assert from_json("gdviz.optimizers", {"kind": "sgd", "lr": 1}, "").slots == ()
    assert from_json("gdviz.optimizers", {"kind": "sgd", "lr": 1, "momentum": 0.5}, "").slots == ("b",)
    assert from_json("gdviz.optimizers", {"kind": "adam", "lr": 1, "amsgrad": True}, "").slots == ("m", "v", "v_max")


@pytest.mark.parametrize(
    ("data", "batch", "n", "name"),
    [
        ({}, None, None, "GD"),
        ({}, 20, 96, "SGD"),
        ({"momentum": 0.9}, None, None, "GD + momentum"),
        ({"momentum": 0.9, "nesterov": True}, 1, 96, "SGD + Nesterov"),
    ],
)
def test_that_gradient_descent_is_called_by_how_it_is_used(data: Any, batch: Any, n: Any, name: str) -> None:
    assert from_json("gdviz.optimizers", {"kind": "sgd", "lr": 1, **data}, "").short_name(batch, n) == name


@pytest.mark.parametrize("amsgrad", [False, True])
def test_that_adams_first_step_is_the_rate_against_the_gradients_sign(amsgrad: bool) -> None:
    """Kingma & Ba 2015, section 2.1: m̂/√v̂ = g/|g| at t = 1."""
    optimizer = {"kind": "adam", "lr": 0.05, "amsgrad": amsgrad}
    record = record_of(expression("1000*x + 0.001*y"), [1, 1], optimizer, steps=1)
    np.testing.assert_allclose(record.delta[0], [-0.05, -0.05], rtol=1e-4)
    np.testing.assert_allclose(record.delta[0], -0.05 * record.grad[0] / (np.abs(record.grad[0]) + 1e-8), rtol=1e-12)


def test_that_gradient_descent_on_a_quadratic_is_its_closed_form() -> None:
    """w_k = (1 - ηλ)^k w_0 in each eigendirection (Nesterov 2018, section 2.1)."""
    eigenvalues = np.array([0.3, 1.0, 4.0])
    record = record_of(quadratic(*eigenvalues), [1, -2, 3], {"kind": "sgd", "lr": 0.4}, steps=100)
    k = np.arange(101)[:, None]
    np.testing.assert_allclose(record.w, (1 - 0.4 * eigenvalues) ** k * [1, -2, 3], rtol=1e-12, atol=1e-14)


@pytest.mark.parametrize(("factor", "grows"), [(0.99, False), (1.01, True)])
def test_that_gradient_descents_threshold_is_2_by_l(factor: float, grows: bool) -> None:
    record = record_of(quadratic(0.5, 8.0), [1, 1], {"kind": "sgd", "lr": factor * 2 / 8.0}, steps=500)
    assert (record.loss[-1] > record.loss[0]) == grows


@pytest.mark.parametrize("condition", [2.0, 10.0, 100.0])
def test_that_the_best_rate_contracts_by_the_condition_number(condition: float) -> None:
    """η = 2/(l+L) shrinks the distance by (κ-1)/(κ+1) a step (Nesterov 2018, theorem 2.1.15)."""
    record = record_of(quadratic(1.0, condition), [1, 1], {"kind": "sgd", "lr": 2 / (1 + condition)}, steps=30)
    distance = np.linalg.norm(record.w, axis=1)
    np.testing.assert_allclose(distance[1:] / distance[:-1], (condition - 1) / (condition + 1), rtol=1e-10)
    steps = int(20 * condition)
    best, *others = (
        record_of(quadratic(1.0, condition), [1, 1], {"kind": "sgd", "lr": factor / (1 + condition)}, steps=steps)
        for factor in (2.0, 1.95, 2.04)
    )
    assert all(np.linalg.norm(other.w[-1]) > np.linalg.norm(best.w[-1]) for other in others)


def steps_to(record: Any, distance: float) -> int:
    """The first step from which every coordinate is within `distance` of the minimum."""
    return int(np.argmax(np.abs(record.w).max(axis=1) <= distance))


def test_that_the_best_rate_needs_691_steps_and_the_best_heavy_ball_95() -> None:
    """Eigenvalues .01, .1, 1, from ones to 1e-6: (99/101)^691 < 1e-6; Polyak 1964 for η and β."""
    problem = quadratic(0.01, 0.1, 1.0)
    assert steps_to(record_of(problem, [1] * 3, {"kind": "sgd", "lr": 2 / 1.01}, steps=800), 1e-6) == 691
    lr, momentum = (2 / (1 + 0.1)) ** 2, ((1 - 0.1) / (1 + 0.1)) ** 2
    assert (lr, momentum) == (pytest.approx(3.305785, abs=1e-6), pytest.approx(0.669421, abs=1e-6))
    ball = record_of(problem, [1] * 3, {"kind": "sgd", "lr": lr, "momentum": momentum}, steps=800)
    assert steps_to(ball, 1e-6) == 95


@pytest.mark.parametrize(("momentum", "nesterov", "limit"), [(0.5, False, 3.0), (0.9, False, 3.8),
                                                             (0.5, True, 1.5), (0.9, True, 3.8 / 2.8)])  # fmt: skip
def test_that_momentum_has_the_limit_that_theory_gives(momentum: float, nesterov: bool, limit: float) -> None:
    """Heavy ball (2+2β)/L (Polyak 1964), Nesterov (2+2β)/((1+2β)L) (Cohen et al. 2021, arXiv 2103.00065)."""
    for factor in (0.99, 1.01):
        optimizer = {"kind": "sgd", "lr": factor * limit / 5, "momentum": momentum, "nesterov": nesterov}
        record = record_of(quadratic(5.0), [1.0], optimizer, steps=2000)
        assert (record.loss[-1] > record.loss[0]) == (factor > 1)


@pytest.mark.parametrize(("lr", "sharpness"), [(0.2, 9.012), (0.3, 2.973), (0.5, None)])
def test_that_the_edge_of_stability_is_where_the_rate_catapults(lr: float, sharpness: float | None) -> None:
    """f = (1-xy)²/2 from (3, .2): Lewkowycz et al. 2020 (arXiv 2003.02218), the catapult of two linear layers."""
    record = record_of(expression("(1 - x*y)**2/2"), [3, 0.2], {"kind": "sgd", "lr": lr}, steps=2000)
    if sharpness is None:
        assert record.finish == "diverged"
        return
    assert record.loss[-1] < 1e-20
    assert np.linalg.eigvalsh(record.problem.hessian(record.w[-1]))[-1] == pytest.approx(sharpness, abs=1e-3)


def test_that_momentum_starts_with_the_whole_gradient() -> None:
    """torch's first buffer is g, not (1-τ)g."""
    optimizer = {"kind": "sgd", "lr": 0.1, "momentum": 0.9, "dampening": 0.5}
    record = record_of("sphere", [1, 2], optimizer, steps=2)
    np.testing.assert_allclose(record.delta[0], -0.1 * record.grad[0], rtol=1e-14)
    np.testing.assert_allclose(record.delta[1], -0.1 * (0.9 * record.grad[0] + 0.5 * record.grad[1]), rtol=1e-13)


def test_that_the_rate_of_each_update_is_the_schedules() -> None:
    record = record_of(
        "sphere", [1, 2], {"kind": "sgd", "lr": 0.1}, schedule={"kind": "step", "step_size": 5}, steps=12
    )
    np.testing.assert_allclose(record.delta, -record.lr[:, None] * record.grad, rtol=1e-12)
    np.testing.assert_allclose(record.lr, [0.1] * 5 + [0.01] * 5 + [0.001] * 2, rtol=1e-12)


def test_that_rmsprop_with_momentum_has_another_name() -> None:
    for momentum, name in ((0.0, "RMSprop"), (0.9, "RMSprop + momentum")):
        made = from_json("gdviz.optimizers", {"kind": "rmsprop", "lr": 0.1, "momentum": momentum}, "")
        assert made.short_name(None, None) == name
