"""Learning rates, and cycled momenta, of PyTorch's and transformers' schedulers."""

from __future__ import annotations

import json
import math
from collections import Counter
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import gdviz

REFERENCE = Path(__file__).parent.parent / "reference"
CASES = json.loads((REFERENCE / "schedules.json").read_text())["cases"]

KINDS = {
    "StepLR": "step",
    "MultiStepLR": "multistep",
    "ConstantLR": "constant",
    "LinearLR": "linear",
    "ExponentialLR": "exponential",
    "PolynomialLR": "polynomial",
    "CosineAnnealingLR": "cosine",
    "CosineAnnealingWarmRestarts": "cosine_restarts",
    "CyclicLR": "cyclic",
    "OneCycleLR": "one_cycle",
    "ReduceLROnPlateau": "plateau",
}
OTHER_DEFAULTS = {"ConstantLR": {"factor": 1 / 3, "total_iters": 5}}
"""Where gdviz's default is not torch's: its constant is constant."""
EXPRESSIONS = {
    "inverse_sqrt_plain": {"kind": "inverse_sqrt", "timescale": 1},
    "inverse_time": {"kind": "inverse_time", "rate": 0.05},
    "exp_decay": {"kind": "expression", "expression": "exp(-0.03k)"},
    "inverse_sqrt_warmup": {"kind": "expression", "expression": "min((k+1)/10, sqrt(10/(k+1)))"},
}

Spec = tuple[dict[str, Any], dict[str, Any] | None]


def torch_spec(name: str, params: dict[str, Any]) -> dict[str, Any]:
    """The schedule of a torch class."""
    if name == "SequentialLR":
        members = [torch_spec(*member) for member in params["schedulers"]]
        return {"kind": "sequence", "schedules": members, "milestones": params["milestones"]}
    if name == "ChainedScheduler":
        return {"kind": "product", "schedules": [torch_spec(*member) for member in params["schedulers"]]}
    if name == "MultiplicativeLR":
        return {"kind": "exponential", "gamma": params["factor"]}
    if name == "LambdaLR":
        return EXPRESSIONS[params["form"]]
    given = {key.lower(): value for key, value in params.items()}
    return {"kind": KINDS[name], **OTHER_DEFAULTS.get(name, {}), **given}


def transformers_spec(name: str, params: dict[str, Any]) -> Spec:
    """Schedule and warm-up of a function of transformers."""
    warm, start = params["num_warmup_steps"], 0.0
    rest = params.get("num_training_steps", 0) - warm
    match name:
        case "get_constant_schedule_with_warmup":
            spec: dict[str, Any] = {"kind": "constant"}
        case "get_linear_schedule_with_warmup":
            spec = {"kind": "linear", "start_factor": 1, "end_factor": 0, "total_iters": rest}
        case "get_cosine_schedule_with_warmup":
            spec = {"kind": "cosine", "t_max": rest / (2 * params.get("num_cycles", 0.5))}
        case "get_cosine_with_hard_restarts_schedule_with_warmup":  # which ends at 0
            cycles = {"kind": "cosine_restarts", "t_0": rest / params["num_cycles"]}
            nothing = {"kind": "constant", "factor": 0, "total_iters": 1e9}
            spec = {"kind": "sequence", "schedules": [cycles, nothing], "milestones": [rest]}
        case "get_polynomial_decay_schedule_with_warmup":
            spec = {"kind": "polynomial", "total_iters": rest, "power": params["power"], "lr_end": params["lr_end"]}
        case "get_cosine_with_min_lr_schedule_with_warmup":
            spec = {"kind": "cosine", "t_max": rest, "eta_min": params["min_lr"]}
        case "get_inverse_sqrt_schedule":
            spec = {"kind": "inverse_sqrt", "timescale": params.get("timescale", warm)}
        case "get_wsd_schedule":
            decay, start = params["num_decay_steps"], params.get("min_lr_ratio", 0.0)
            stable = params.get("num_stable_steps", rest - decay)
            shape = params.get("decay_type", "cosine")
            spec = {"kind": "wsd", "stable": stable, "decay": decay, "shape": shape, "min_factor": start}
        case _:
            raise LookupError(name)
    return spec, {"length": warm, "start_factor": start}


def expressed(case: dict[str, Any]) -> Spec:
    """Schedule and warm-up of a case."""
    if case["library"] == "transformers":
        return transformers_spec(case["schedule"], case["params"])
    return torch_spec(case["schedule"], case["params"]), None


@pytest.mark.parametrize("case", CASES, ids=[case["id"] for case in CASES])
def test_that_rates_and_momenta_are_the_librarys(case: dict[str, Any]) -> None:
    schedule = gdviz.schedule(*expressed(case))
    steps, metrics = np.arange(case["N"] + 1), case.get("metrics")
    rates = schedule.lr(case["base_lr"], steps, metrics)
    np.testing.assert_allclose(rates, case["lr"], rtol=0, atol=1e-12)
    one_by_one = [schedule.lr(case["base_lr"], int(k), metrics and metrics[:k]) for k in steps]
    assert all(type(rate) is float for rate in one_by_one)
    np.testing.assert_array_equal(one_by_one, rates)
    momenta = schedule.momentum(steps)
    if "momentum" in case:
        np.testing.assert_allclose(momenta, case["momentum"], rtol=0, atol=1e-12)
        np.testing.assert_array_equal([schedule.momentum(int(k)) for k in steps], momenta)
    else:
        assert momenta is None


def test_that_a_warm_up_is_the_first_member_of_a_sequence() -> None:
    case = next(case for case in CASES if case["id"] == "seq_warm10_cos90")
    (_, rise), (second, rest) = case["params"]["schedulers"]
    warmup = {"length": rise["total_iters"], "start_factor": rise["start_factor"]}
    rates = gdviz.schedule(torch_spec(second, rest), warmup).lr(case["base_lr"], np.arange(case["N"] + 1))
    np.testing.assert_allclose(rates, case["lr"], rtol=0, atol=1e-12)


def test_that_a_kind_of_its_own_and_a_formula_give_the_same_rates() -> None:
    for case_id, spec, warmup in (
        ("lambda_exp", {"kind": "exponential", "gamma": math.exp(-0.03)}, None),
        ("lambda_inverse_time", {"kind": "expression", "expression": "1/(1+0.05k)"}, None),
        ("lambda_invsqrt_warm10", {"kind": "inverse_sqrt", "timescale": 10}, {"length": 9, "start_factor": 0.1}),
        ("poly_1", {"kind": "linear", "start_factor": 1, "end_factor": 0, "total_iters": 50}, None),
    ):
        case = next(case for case in CASES if case["id"] == case_id)
        rates = gdviz.schedule(spec, warmup).lr(case["base_lr"], np.arange(case["N"] + 1))
        np.testing.assert_allclose(rates, case["lr"], rtol=0, atol=1e-12, err_msg=case_id)


def test_that_all_50_cases_are_covered() -> None:
    assert Counter(expressed(case)[0]["kind"] for case in CASES) == {
        "step": 2, "multistep": 2, "constant": 3, "linear": 4, "exponential": 2, "polynomial": 4, "cosine": 6,
        "cosine_restarts": 2, "cyclic": 5, "one_cycle": 4, "expression": 2, "inverse_time": 1, "inverse_sqrt": 3,
        "sequence": 3, "product": 1, "plateau": 4, "wsd": 2,
    }  # fmt: skip
    assert len(CASES) == 50
