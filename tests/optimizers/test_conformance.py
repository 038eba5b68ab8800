"""Every optimizer, in variants that its declaration suggests, on problems of each sort, by each way to compute.

A new plug-in is covered as it is found.
"""

from __future__ import annotations

import json
import math
from functools import cache
from itertools import groupby
from typing import Any

import numpy as np
import pytest

import gdviz
from gdviz import backend
from gdviz.engine import runner
from gdviz.engine.arithmetic import Line, arithmetic
from gdviz.engine.diagnosis.limits import is_preconditioned
from gdviz.engine.trajectory import RunRecord
from gdviz.messages import ExperimentError
from gdviz.optimizers.optimizer import GROUPS, Optimizer
from gdviz.params import params_of
from gdviz.registry import from_json, plugins
from tests.making import a_run, an_experiment, expression, line_data, quadratic, record_of
from tests.optimizers.device_arrays import DeviceNamespace

KINDS: dict[str, type[Optimizer]] = plugins("gdviz.optimizers")
PROBLEMS: dict[str, tuple[Any, list[float]]] = {
    "bowl": (quadratic(1, 4), [1.0, -2.0]),
    "rosenbrock": ("rosenbrock", [-1.2, 1.0]),
    "himmelblau": ("himmelblau", [-1.0, 3.0]),
    "curve": (expression("x^4 - 3x^2 + x"), [2.0]),
    "five": (quadratic(1, 2, 3, 4, 5), [1.0, -1.0, 2.0, -2.0, 0.5]),
    "batches": (line_data(30), [0.0, 0.0]),
}
WAYS = ("floats", "arrays", "device")
STEPS = 30


def variants(kind: str) -> list[dict[str, Any]]:
    """The defaults; then each switch turned, each choice taken, and weight decay and momentum put on."""
    cls = KINDS[kind]
    made: list[dict[str, Any]] = [{}]
    for parameter in params_of(cls):
        if parameter.kind == "bool":
            made.append({parameter.name: not parameter.default})
        made += [{parameter.name: choice} for choice in parameter.choices if choice != parameter.default]
        if parameter.name in ("weight_decay", "momentum") and not parameter.default:
            made.append({parameter.name: 0.1})
    together = [v | {"weight_decay": 0.1} for v in made if any(key.startswith("decouple") for key in v)]
    return [allowed(kind, variant) for variant in made + together]


def allowed(kind: str, variant: dict[str, Any]) -> dict[str, Any]:
    """The variant, with momentum where it is refused without."""
    try:
        from_json("gdviz.optimizers", optimizer(kind, variant), "")
    except ExperimentError:
        return {**variant, "momentum": 0.5}
    return variant


def optimizer(kind: str, variant: dict[str, Any], lr: float = 0.01) -> dict[str, Any]:
    return {"kind": kind, "lr": KINDS[kind].proposed_lr or lr, **variant}


CASES = [(kind, variant) for kind in KINDS for variant in variants(kind)]
each_kind = pytest.mark.parametrize("kind", KINDS)
each_case = pytest.mark.parametrize(("kind", "variant"), CASES, ids=lambda value: str(value) if value else "defaults")


def compute(name: str, optimizer: dict[str, Any], way: str, monkeypatch: pytest.MonkeyPatch) -> RunRecord:
    problem, start = PROBLEMS[name]
    more: dict[str, Any] = {"batch": {"size": 7}} if name == "batches" else {}
    with monkeypatch.context() as patch:
        if way == "arrays":
            patch.setattr(runner, "_start", runner._arrays)
        if way == "device":
            patch.setattr(backend, "probe", lambda: (device(), None))
        return record_of(problem, start, optimizer, steps=STEPS, device="gpu" if way == "device" else "cpu", **more)


@cache
def device() -> DeviceNamespace:
    """One for all: problems keep what they have sent to a namespace."""
    return DeviceNamespace()


@each_case
def test_that_floats_arrays_and_a_device_make_one_finite_path_again_and_again(
    kind: str, variant: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    for problem in PROBLEMS:
        made = optimizer(kind, variant, 1e-5 if problem == "rosenbrock" else 0.01)
        records = [compute(problem, made, way, monkeypatch) for way in WAYS]
        for record in records:
            assert (record.failure, record.n, record.finish) == ("", records[0].n, records[0].finish), problem
            assert record.finish == "completed" or (variant.get("maximize") and record.n > 5), problem
            assert np.isfinite(record.w).all()
            assert np.isfinite(record.loss).all()
            np.testing.assert_allclose(record.w, records[0].w, rtol=1e-12, atol=1e-12, err_msg=problem)
            np.testing.assert_array_equal(record.lr, records[0].lr)
        again = compute(problem, made, "floats", monkeypatch)
        np.testing.assert_array_equal(again.w, records[0].w)


@each_case
def test_that_the_cards_lines_are_the_numbers_of_the_run(
    kind: str, variant: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    for problem in PROBLEMS:
        record = compute(problem, optimizer(kind, variant, 1e-3), "floats", monkeypatch)
        shown = [slot for slot in record.spec.optimizer.slots if not slot.startswith("_")]
        for k in (0, 1, 2, record.n - 1):
            lines = arithmetic(record, k)
            card = {line.symbol: line for line in lines}
            assert len(card) == len(lines)
            assert set(shown) <= set(card)
            assert all(np.isfinite(np.array(line.value)).all() for line in lines)
            delta, rounding = card["Δw"], 1e-14 * np.abs(record.w).max()
            np.testing.assert_allclose(delta.value, record.delta[k], rtol=1e-12, atol=rounding, err_msg=problem)
            assert delta.formula.count("(") == delta.formula.count(")")


@each_kind
def test_that_every_shorthand_is_met_and_has_its_formula(kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    lines: list[Line] = []
    for variant in [
        *variants(kind),
        *({p.name: 0.1} for p in params_of(KINDS[kind]) if p.kind == "float" and p.default == 0),
    ]:
        record = compute("bowl", optimizer(kind, variant), "floats", monkeypatch)
        lines += [line for k in (0, STEPS - 1) for line in arithmetic(record, k)]
    assert set(KINDS[kind].shorthands) <= {(line.symbol, line.formula) for line in lines}


@each_kind
def test_that_the_proposed_rate_and_the_defaults_descend_on_a_bowl(kind: str) -> None:
    record = record_of(quadratic(1, 4), [1.0, -2.0], optimizer(kind, {}, 0.05), steps=200)
    assert record.loss[-1] < 0.9 * record.loss[0]
    assert record.verdict is not None
    assert record.verdict.kind not in ("diverged", "unbounded")


@each_case
def test_that_the_state_has_a_place_for_each_slot_before_and_after(kind: str, variant: dict[str, Any]) -> None:
    made: Optimizer = from_json("gdviz.optimizers", optimizer(kind, variant), "")
    assert len(set(made.slots)) == len(made.slots)
    zero: Any = np.zeros(3) if made.coupled else 0.0
    state = made.init(zero)
    assert len(state) == len(made.slots)
    for step in (1, 2):
        delta, state = made.rule(Bowl())(
            zero + 1.0, state, zero + 1.0, 0.1, step, np if made.coupled else backend.FLOATS
        )
        assert len(state) == len(made.slots)
        assert np.shape(delta) == np.shape(zero)


class Bowl:
    def loss(self, w: Any) -> Any:
        return (w * w).sum() / 2

    def grad(self, w: Any) -> Any:
        return w

    def hessian(self, w: Any) -> Any:
        return np.eye(len(w))


@each_kind
def test_that_rules_work_on_many_paths_at_once(kind: str) -> None:
    made: Optimizer = from_json("gdviz.optimizers", optimizer(kind, {}), "")
    if made.needs_problem:
        with pytest.raises(TypeError, match="needs the problem"):
            made.update(np.ones(2), (), np.ones(2), 0.1, 1, np)
        return
    w = np.random.default_rng(0).normal(size=(4, 5, 3))
    state, states = made.init(np.zeros_like(w)), [made.init(np.zeros(3)) for _ in range(20)]
    for step in (1, 2, 3):
        grad = np.sin(w + step)
        delta, state = made.update(grad, state, w, 0.01, step, np)
        assert delta.shape == w.shape
        for i, (one, g) in enumerate(zip(w.reshape(20, 3), grad.reshape(20, 3), strict=True)):
            moved, states[i] = made.update(g, states[i], one, 0.01, step, np)
            np.testing.assert_allclose(delta.reshape(20, 3)[i], moved, rtol=1e-13)
        w = w + delta


@each_case
def test_that_json_reads_back_equal(kind: str, variant: dict[str, Any]) -> None:
    made = from_json("gdviz.optimizers", optimizer(kind, variant), "")
    text = json.dumps(made.to_json(), allow_nan=False)
    assert from_json("gdviz.optimizers", json.loads(text), "") == made
    experiment = an_experiment("sphere", [a_run([1, 1], json.loads(text))])
    assert gdviz.Experiment.from_dict(json.loads(json.dumps(experiment.to_dict()))) == experiment
    assert experiment.replace("runs[0].optimizer.lr", 0.5).runs[0].optimizer.lr == 0.5


@each_kind
def test_that_an_optimizer_declares_all_that_form_list_and_command_line_show(kind: str) -> None:
    cls = KINDS[kind]
    assert cls.label
    assert cls.summary.endswith(".")
    assert any(character.isdigit() for character in cls.reference)
    assert cls.group in GROUPS
    assert cls.__doc__ is not None
    assert "Source" in cls.__doc__
    assert params_of(cls)[0].name == "lr"
    assert params_of(cls)[0].required
    for parameter in params_of(cls):
        assert parameter.label
        assert parameter.help.endswith(".")
        assert parameter.required or parameter.check(parameter.default, "") == parameter.default
        assert parameter.kind not in ("float", "pair") or parameter.symbol
        assert parameter.kind != "pair" or parameter.symbol.count(",") == 1
        assert parameter.kind in ("bool", "choice", "data") or parameter.low is not None or parameter.high is not None
    assert sum(1 for p in params_of(cls) if p.symbol) == len({p.symbol for p in params_of(cls) if p.symbol})


def test_that_the_list_begins_with_the_lecture_and_keeps_groups_together() -> None:
    groups = [group for group, _ in groupby(cls.group for cls in KINDS.values())]
    assert groups == list(GROUPS)


@each_kind
def test_that_a_stability_limit_is_one_number_for_each_sharpness(kind: str) -> None:
    made: Optimizer = from_json("gdviz.optimizers", optimizer(kind, {}), "")
    limit = made.stability_limit(np.array([[0.5, 2.0], [-1.0, 0.0]]))
    if limit is not None:
        assert limit.shape == (2, 2)
        assert (limit > 0).all()


@each_kind
def test_that_penalty_and_limit_agree_with_a_run_on_a_bowl(kind: str) -> None:
    """A rate just below the limit comes closer to the minimum, one just above goes away from it."""
    made: Optimizer = from_json("gdviz.optimizers", optimizer(kind, {}), "")
    limit = made.stability_limit(np.array(4.0))
    if limit is None or is_preconditioned(made):
        return
    hyper = {"lambd": 0.0} if kind == "asgd" else {}
    limit = from_json("gdviz.optimizers", optimizer(kind, hyper), "").stability_limit(np.array(4.0))
    below, above = (
        record_of(quadratic(1, 4), [1, 1], {"kind": kind, "lr": float(limit) * factor, **hyper}, steps=3000)
        for factor in (0.98, 1.02)
    )
    assert below.loss[-1] < below.loss[0]
    assert above.finish == "diverged" or above.loss[-1] > 10 * above.loss[0]


def test_that_all_combinations_are_counted(capsys: pytest.CaptureFixture[str]) -> None:
    combinations = len(CASES) * len(PROBLEMS) * len(WAYS)
    assert combinations >= 21 * 6 * 3
    assert math.prod((len(KINDS), len(PROBLEMS), len(WAYS))) <= combinations
    with capsys.disabled():
        print(f"\n{len(KINDS)} optimizers, {len(CASES)} variants, {len(PROBLEMS)} problems, {len(WAYS)} ways: "
              f"{combinations} combinations")  # fmt: skip
