"""What theory says of each rule, with its source, against what the runs do."""

from __future__ import annotations

import math
from itertools import pairwise
from typing import Any

import numpy as np
import pytest

from gdviz.engine.trajectory import RunRecord
from gdviz.optimizers.searches import backtrack, minimize_along, strong_wolfe
from gdviz.registry import from_json
from tests.making import expression, line_data, quadratic, record_of

THREE = quadratic(0.01, 0.1, 1.0)
"""The lecture's three curvatures, from the corner (1, 1, 1)."""


def run(problem: Any, start: list[float], kind: str, lr: float = 1.0, steps: int = 20, **hyper: Any) -> RunRecord:
    record = record_of(problem, start, {"kind": kind, "lr": lr, **hyper}, steps=steps)
    assert record.failure == ""
    return record


def steps_until(record: RunRecord, distance: float) -> int:
    return int(np.argmax(np.abs(record.w).max(axis=1) < distance))


def test_that_gradient_descent_at_its_best_rate_takes_691_steps() -> None:
    """2/(l+L); the error shrinks by (k-1)/(k+1). Nesterov, Introductory Lectures (2004), theorem 2.1.15."""
    record = run(THREE, [1, 1, 1], "sgd", 2 / 1.01, steps=1000)
    assert steps_until(record, 1e-6) == 691
    ratio = (100 - 1) / (100 + 1)
    np.testing.assert_allclose(record.w[:, 0], ratio ** np.arange(1001), rtol=1e-9)
    np.testing.assert_allclose(record.w[:, 2], (-ratio) ** np.arange(1001), rtol=1e-9)


def test_that_the_heavy_ball_at_its_best_takes_95_steps() -> None:
    """Rate 4/(√L+√l)², momentum ((√k-1)/(√k+1))²: Polyak 1964."""
    rate, momentum = 4 / (1 + 0.1) ** 2, ((10 - 1) / (10 + 1)) ** 2
    assert (round(rate, 6), round(momentum, 6)) == (3.305785, 0.669421)
    assert steps_until(run(THREE, [1, 1, 1], "sgd", rate, steps=300, momentum=momentum), 1e-6) == 95


@pytest.mark.parametrize("momentum", [0.0, 0.3, 0.9])
@pytest.mark.parametrize("nesterov", [False, True])
def test_that_momentum_diverges_above_its_limit_and_not_below(momentum: float, nesterov: bool) -> None:
    """(2+2β)/L, with Nesterov (2+2β)/((1+2β) L): Cohen et al. 2021, arXiv 2103.00065, section 2."""
    if nesterov and not momentum:
        return
    limit = (2 + 2 * momentum) / (1 + 2 * momentum if nesterov else 1) / 4.0
    for factor, falls in ((0.995, True), (1.005, False)):
        record = run(quadratic(4.0), [1.0], "sgd", limit * factor, 4000, momentum=momentum, nesterov=nesterov)
        assert bool(record.loss[-1] < record.loss[0]) is falls
    made = record.spec.optimizer.stability_limit(np.array(4.0))
    assert made == pytest.approx(limit, rel=1e-12)


@pytest.mark.parametrize("kind", ["adam", "adamw", "nadam", "adamax", "qhadam"])
@pytest.mark.parametrize("scale", [1e-3, 1.0, 1e3])
def test_that_adams_first_step_is_the_rate_whatever_the_gradients_size(kind: str, scale: float) -> None:
    """Kingma & Ba 2015, section 2.1: |Δ| is about η, in each parameter."""
    hyper = {"weight_decay": 0.0} if kind == "adamw" else {}
    record = run(quadratic(scale, 4 * scale), [1.0, -2.0], kind, 0.01, 1, **hyper)
    want = np.array([-0.01, 0.01])
    # NAdam looks ahead: its first step is (1-μ₁)/(1-μ₁) g + μ₂ m / (1 - μ₁ μ₂), which is longer.
    if kind == "nadam":
        mu1, mu2 = (0.9 * (1 - 0.5 * 0.96 ** (t * 0.004)) for t in (1, 2))
        want = want * (1 + mu2 * 0.1 / (1 - mu1 * mu2))
    np.testing.assert_allclose(record.delta[0], want, rtol=1e-4)


def test_that_adagrads_and_rmsprops_first_steps_are_as_derived() -> None:
    """g/√g² = sign(g); RMSprop's mean holds (1-α) g² only: 1/√(1-α) times longer."""
    np.testing.assert_allclose(run(quadratic(1, 4), [1, -2], "adagrad", 0.1, 1).delta[0], [-0.1, 0.1], rtol=1e-8)
    np.testing.assert_allclose(run(quadratic(1, 4), [1, -2], "rmsprop", 0.1, 1).delta[0], [-1.0, 1.0], rtol=1e-6)


def test_that_adagrad_slows_down_as_one_over_the_root_of_t() -> None:
    """On a constant slope v = t g², hence a step of η/√t. Duchi et al. 2011."""
    record = run(expression("3*x"), [0.0], "adagrad", 0.1, 100)
    np.testing.assert_allclose(record.delta[:, 0], -0.1 / np.sqrt(np.arange(1, 101)), rtol=1e-9)


def test_that_adadelta_needs_no_unit() -> None:
    """Zeiler 2012, section 3.2: the step has w's unit; the loss's does not matter (where ε does not)."""
    one, other = (run(expression(f"{c}*(x-1)^2"), [3.0], "adadelta", 1.0, 50, eps=1e-12) for c in (1, 1000))
    np.testing.assert_allclose(one.w, other.w, rtol=1e-6)


def test_that_lions_and_rprops_steps_have_the_sizes_of_their_rules() -> None:
    lion = run("himmelblau", [-1, 3], "lion", 0.01, 50)
    np.testing.assert_allclose(np.abs(lion.delta), 0.01, rtol=1e-9)
    rprop = run(expression("x^2"), [-10.0], "rprop", 0.01, 10)
    np.testing.assert_allclose(rprop.delta[:, 0], 0.01 * 1.2 ** np.arange(10), rtol=1e-12)
    turned = run(expression("x^2"), [-0.05], "rprop", 0.04, 5).delta[:, 0]
    # over the minimum at the second step; the third does not move, the fourth goes back half as far
    np.testing.assert_allclose(turned[:4], [0.04, 0.048, 0.0, -0.024], rtol=1e-12)


def test_that_lion_stands_still_where_the_gradient_is_zero() -> None:
    assert (run("sphere", [0.0, 0.0], "lion", 0.1, 5).w == 0).all()


def test_that_muons_step_has_one_length_and_points_along_the_momentum() -> None:
    record = run(quadratic(1, 9), [3.0, 1.0], "muon", 0.01, 1, weight_decay=0.0)
    assert np.linalg.norm(record.delta[0]) == pytest.approx(0.01 * 0.6964, rel=0.02)
    direction = record.delta[0] / np.linalg.norm(record.delta[0])
    np.testing.assert_allclose(direction, -record.grad[0] / np.linalg.norm(record.grad[0]), atol=4e-3)


def test_that_adafactors_step_is_a_share_of_the_parameters_size() -> None:
    """Shazeer & Stern 2018, section 8: rms(Δw) = rms(w) · min(η, 1/√t), where nothing is clipped."""
    record = run(quadratic(1, 4), [30.0, -20.0], "adafactor", 0.01, 1)
    size = np.sqrt(np.mean(np.square(record.w[0])))
    np.testing.assert_allclose(record.delta[0], 0.01 * size * np.array([-1, 1]), rtol=1e-12)


def test_that_qhm_is_gradient_descent_or_damped_momentum_at_its_ends_and_nesterov_between() -> None:
    """Ma & Yarats 2019, table 1: ν = 0, ν = 1, ν = μ (with the rate's factor 1-μ)."""
    plain = run("himmelblau", [-1, 3], "sgd", 0.001, 50)
    np.testing.assert_allclose(run("himmelblau", [-1, 3], "qhm", 0.001, 50, nu=0).w, plain.w, rtol=1e-12)
    heavy = run("himmelblau", [-1, 3], "sgd", 0.001, 50, momentum=0.9)
    np.testing.assert_allclose(run("himmelblau", [-1, 3], "qhm", 0.01, 50, nu=1, momentum=0.9).w, heavy.w, rtol=1e-10)
    nesterov = run("himmelblau", [-1, 3], "sgd", 0.001, 50, momentum=0.9, nesterov=True)
    same = run("himmelblau", [-1, 3], "qhm", 0.01, 50, nu=0.9, momentum=0.9)
    np.testing.assert_allclose(same.w, nesterov.w, rtol=1e-10)


def test_that_qhadam_is_adam_with_all_of_the_means_and_a_sign_with_none() -> None:
    adam = run("himmelblau", [-1, 3], "adam", 0.01, 100)
    np.testing.assert_allclose(run("himmelblau", [-1, 3], "qhadam", 0.01, 100).w, adam.w, rtol=1e-12)
    signs = run("himmelblau", [-1, 3], "qhadam", 0.01, 20, nus=[0.0, 0.0])
    np.testing.assert_allclose(signs.delta, -0.01 * np.sign(signs.grad), rtol=1e-6)


def test_that_asgds_mean_is_the_mean_of_the_points_since_t0() -> None:
    record = run("himmelblau", [-1, 3], "asgd", 0.01, 200, t0=10, lambd=0.0)
    assert record.average is not None
    np.testing.assert_array_equal(record.average[:13], record.w[:13])
    for k in (13, 50, 200):
        np.testing.assert_allclose(record.average[k], record.w[12 : k + 1].mean(axis=0), rtol=1e-12)


def test_that_asgds_mean_is_steadier_than_the_last_point_under_noise() -> None:
    """Polyak & Juditsky 1992."""
    noisy = quadratic(1, 1, noise={"std": 1.0})
    record = run(noisy, [1, 1], "asgd", 0.5, 5000, t0=100, lambd=0.0)
    assert record.average is not None
    assert np.linalg.norm(record.average[-1]) < 0.1
    assert np.linalg.norm(record.w[-1000:], axis=1).mean() > 0.5


def test_that_others_have_no_average() -> None:
    assert run("sphere", [1, 1], "sgd", 0.1).average is None


def test_that_newton_arrives_in_one_step_on_a_quadratic() -> None:
    """Nocedal & Wright 2006, section 3.3."""
    for kind in ("newton", "damped_newton"):
        record = run(quadratic(0.01, 1, 100, minimum=[1, 2, 3]), [5, -5, 5], kind, steps=1)
        np.testing.assert_allclose(record.w[1], [1, 2, 3], rtol=1e-10)
    record = run({**line_data(40)}, [0, 0], "newton", steps=1)
    np.testing.assert_allclose(record.w[1], record.problem.minima[0].w, rtol=1e-10)


def test_that_newtons_error_is_squared_from_step_to_step() -> None:
    errors = np.abs(run(expression("exp(x) - 2*x"), [1.5], "newton", steps=6).w[:, 0] - math.log(2))
    assert all(after <= before**2 for before, after in pairwise(errors[:5]))
    assert errors[5] < 1e-14


def test_that_newton_goes_to_saddles_and_damped_newton_leaves_them() -> None:
    saddle = expression("x^2 - y^2 + y^4/4")
    assert run(saddle, [0.5, 0.2], "newton", steps=30).w[-1] == pytest.approx([0, 0], abs=1e-8)
    assert np.abs(run(saddle, [0.5, 0.2], "damped_newton", steps=30).w[-1]) == pytest.approx(
        [0, math.sqrt(2)], abs=1e-8
    )


def test_that_newton_does_not_move_along_what_has_no_curvature() -> None:
    record = run(quadratic(1, 0), [1, 1], "newton", steps=2)
    np.testing.assert_array_equal(record.w[1:], [[0, 1], [0, 1]])


def test_that_newtons_rate_limit_is_2_whatever_the_sharpness() -> None:
    record = run(quadratic(1, 100), [1, 1], "newton", 0.5, steps=3)
    np.testing.assert_allclose(record.w, 0.5 ** np.arange(4)[:, None] * np.ones(2), rtol=1e-12)
    assert run(quadratic(1, 100), [1, 1], "newton", 2.1, steps=50).loss[-1] > 1
    np.testing.assert_array_equal(record.spec.optimizer.stability_limit(np.array([1.0, 100.0])), [2, 2])


@pytest.mark.parametrize("kappa", [4, 100])
def test_that_exact_line_search_zigzags_at_right_angles_at_the_rate_of_kantorovich(kappa: float) -> None:
    """From (k, 1) on diag(1, k) f falls by ((k-1)/(k+1))² a step, the worst case: Luenberger & Ye, section 8.2."""
    record = run(quadratic(1, kappa), [kappa, 1], "gd_exact", 0.37, steps=20)
    cosine = np.sum(record.grad[1:] * record.grad[:-1], axis=1) / (
        np.linalg.norm(record.grad[1:], axis=1) * np.linalg.norm(record.grad[:-1], axis=1)
    )
    assert np.abs(cosine).max() < 1e-9
    np.testing.assert_allclose(record.loss[1:] / record.loss[:-1], ((kappa - 1) / (kappa + 1)) ** 2, rtol=1e-9)


@pytest.mark.parametrize("lr", [1e-6, 0.01, 1.0, 1e4])
def test_that_exact_line_search_does_not_depend_on_where_it_begins_on_a_bowl(lr: float) -> None:
    record = run(quadratic(1, 5), [3, 1], "gd_exact", lr, steps=10)
    np.testing.assert_allclose(record.w, run(quadratic(1, 5), [3, 1], "gd_exact", 0.3, steps=10).w, atol=1e-9)


def test_that_exact_line_search_is_orthogonal_on_a_curved_valley_as_well() -> None:
    record = run("rosenbrock", [-1.2, 1], "gd_exact", 1e-3, steps=50)
    along = np.sum(record.grad[1:] * record.grad[:-1], axis=1)
    assert np.abs(along).max() < 1e-6 * np.max(np.sum(record.grad**2, axis=1))
    assert (np.diff(record.loss) <= 0).all()


@pytest.mark.parametrize("kind", ["gd_armijo", "damped_newton", "lbfgs", "gd_exact"])
@pytest.mark.parametrize(
    ("problem", "start"), [("rosenbrock", [-1.2, 1.0]), ("himmelblau", [-1.0, 3.0]), ("beale", [1.0, 1.0])]
)
def test_that_searches_never_let_the_loss_rise(kind: str, problem: str, start: list[float]) -> None:
    record = run(problem, start, kind, 1.0 if kind != "gd_exact" else 1e-3, steps=200)
    assert (np.diff(record.loss) <= 1e-14 * np.maximum(1, record.loss[:-1])).all()
    assert record.loss[-1] < record.loss[0]


def test_that_armijos_step_is_the_first_that_falls_enough() -> None:
    """On x² from 1: f(1-2α) <= 1 - c 4α first holds at α = 1 - c or below."""
    for lr, shrink, decrease, want in ((1.0, 0.5, 1e-4, 0.5), (0.9, 0.5, 1e-4, 0.9), (8.0, 0.5, 0.6, 0.25)):
        record = run(expression("x^2"), [1.0], "gd_armijo", lr, 1, shrink=shrink, decrease=decrease)
        assert record.delta[0, 0] == pytest.approx(-2 * want, rel=1e-12)


def test_that_lbfgs_finds_a_quadratics_minimum_in_few_steps() -> None:
    """With an exact search n steps would do (Nocedal & Wright, section 7.2); Wolfe's takes a few more."""
    record = run(quadratic(1, 2, 3, 4, 5), [1, -1, 2, -2, 0.5], "lbfgs", steps=20)
    assert record.loss[14] < 1e-12
    assert run(THREE, [1, 1, 1], "lbfgs", steps=30).loss[25] < 1e-12


def test_that_lbfgs_forgets_what_is_older_than_its_memory() -> None:
    short, long = (run("rosenbrock", [-1.2, 1], "lbfgs", steps=30, history_size=m) for m in (1, 100))
    assert not np.allclose(short.w[10], long.w[10])
    np.testing.assert_allclose(short.w[:2], long.w[:2])


@pytest.mark.parametrize("kind", ["gd_armijo", "gd_exact", "newton", "damped_newton", "lbfgs"])
def test_that_rules_that_ask_the_problem_see_the_batch(kind: str) -> None:
    """All samples in one batch are the whole; half of them are another problem."""
    data = line_data(20)
    runs = [
        record_of(data, [0, 0], {"kind": kind, "lr": 1.0}, steps=6, batch=batch)
        for batch in (None, {"size": 20, "shuffle": False}, {"size": 10, "shuffle": False})
    ]
    assert [record.failure for record in runs] == ["", "", ""]
    np.testing.assert_allclose(runs[0].w, runs[1].w, rtol=1e-9, atol=1e-12)
    assert not np.allclose(runs[0].w[1:], runs[2].w[1:])
    if kind not in ("newton",):
        half = {"kind": "linear_regression", "data": {**data["data"], "x": data["data"]["x"][:10],
                                                      "y": data["data"]["y"][:10]}}  # fmt: skip
        first = record_of(half, [0, 0], {"kind": kind, "lr": 1.0}, steps=1)
        if kind != "damped_newton":
            np.testing.assert_allclose(runs[2].w[1], first.w[1], rtol=1e-9)


@pytest.mark.parametrize("kind", ["gd_armijo", "gd_exact", "newton", "damped_newton", "lbfgs"])
def test_that_searches_end_without_an_exception_where_there_is_no_minimum(kind: str) -> None:
    record = record_of("cubic_3x2y", [-1, -1], {"kind": kind, "lr": 1.0}, steps=300)
    assert record.failure == ""
    assert record.finish in ("diverged", "completed")
    record = record_of(expression("log(x)"), [0.5], {"kind": kind, "lr": 1.0}, steps=50)
    assert record.failure == ""


def test_that_a_search_takes_what_is_not_finite_for_too_far() -> None:
    class Wall:
        def loss(self, w: Any) -> Any:
            return (w[0] - 1) ** 2 if w[0] < 1.5 else math.nan

        def grad(self, w: Any) -> Any:
            return np.array([2 * (w[0] - 1)]) if w[0] < 1.5 else np.array([math.nan])

        def hessian(self, w: Any) -> Any:
            return np.array([[2.0]])

    wall, w, d = Wall(), np.array([0.0]), np.array([1.0])
    assert backtrack(wall, w, d, -2.0, 8.0, 0.5, 1e-4) == 1.0
    assert minimize_along(lambda a: float(wall.grad(w + a * d)[0]), 4.0) == pytest.approx(1.0, rel=1e-12)
    found = strong_wolfe(lambda a: (float(wall.loss(w + a * d)), float(wall.grad(w + a * d)[0])), 8.0)
    assert 0.1 < found < 1.9


def test_that_a_search_uphill_makes_no_step() -> None:
    assert minimize_along(lambda a: 1.0 + a, 1.0) == 0.0
    assert strong_wolfe(lambda a: (a, 1.0), 1.0) == 0.0


def test_that_decay_is_known_as_a_penalty_only_where_the_gradient_has_it() -> None:
    def penalty(**data: Any) -> float:
        return float(from_json("gdviz.optimizers", {"lr": 0.1, **data}, "").penalty)

    assert penalty(kind="sgd", weight_decay=0.3) == 0.3
    assert penalty(kind="adamw", weight_decay=0.3) == 0.0
    assert penalty(kind="nadam", weight_decay=0.3) == 0.3
    assert penalty(kind="nadam", weight_decay=0.3, decoupled_weight_decay=True) == 0.0
    assert penalty(kind="qhadam", weight_decay=0.3, decouple_weight_decay=True) == 0.0
    assert penalty(kind="asgd", weight_decay=0.3, lambd=0.1) == pytest.approx(0.4)
    assert penalty(kind="newton") == 0.0


@pytest.mark.parametrize(("lr", "sharpness"), [(0.2, 9.012), (0.3, 2.973), (0.5, None)])
def test_that_a_rate_over_the_limit_ends_in_a_flatter_minimum_or_nowhere(lr: float, sharpness: float | None) -> None:
    """½(1-xy)² from (3, 0.2), where the sharpness is x² + y² in the minima (Lewkowycz et al. 2020)."""
    record = run(expression("0.5*(1 - x*y)^2"), [3.0, 0.2], "sgd", lr, 2000)
    if sharpness is None:
        assert record.finish == "diverged"
    else:
        assert record.loss[-1] < 1e-20
        assert np.sum(record.w[-1] ** 2) == pytest.approx(sharpness, abs=1e-3)


@pytest.mark.parametrize(("lr", "curvature", "batch"), [(0.1, 1.0, 1), (0.5, 2.0, 1), (0.5, 2.0, 16)])
def test_that_20000_noisy_chains_settle_at_the_variance_of_theory(lr: float, curvature: float, batch: int) -> None:
    """η σ² / (B l (2 - η l)): Mandt, Hoffman & Blei 2017, arXiv 1704.04289, section 3.2, exact in η."""
    random = np.random.default_rng(0)
    sgd = from_json("gdviz.optimizers", {"kind": "sgd", "lr": lr}, "")
    w = np.zeros((20_000, 1))
    for step in range(1, 200):
        noise = random.standard_normal(w.shape) / math.sqrt(batch)
        delta, _ = sgd.update(curvature * w + noise, (), w, lr, step, np)
        w = w + delta
    assert w.var() == pytest.approx(lr / (batch * curvature * (2 - lr * curvature)), rel=0.04)
