"""Learning rates of PyTorch's and transformers' schedulers."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import gdviz

REFERENCE = Path(__file__).parent.parent / "reference"
CASES = json.loads((REFERENCE / "schedules.json").read_text())["cases"]

Spec = tuple[dict[str, Any], dict[str, Any] | None]


def torch_spec(name: str, params: dict[str, Any]) -> dict[str, Any] | None:
    """The schedule of a torch class, or None where no kind here is that."""
    match name:
        case "ConstantLR":
            return {"kind": "constant", "factor": 1 / 3, "total_iters": 5, **params}
        case "LinearLR":
            return {"kind": "linear", **params}
        case "StepLR":
            return {"kind": "step", **params}
        case "CosineAnnealingLR":
            return {"kind": "cosine", **{key.lower(): value for key, value in params.items()}}
        case "PolynomialLR" if params["power"] == 1:
            return {"kind": "linear", "start_factor": 1, "end_factor": 0, "total_iters": params["total_iters"]}
        case "LambdaLR" if params["form"] == "inverse_sqrt_plain":
            return {"kind": "inverse_sqrt", "timescale": 1}
    return None


def expressed(case: dict[str, Any]) -> Spec | None:
    """Schedule and warm-up of a case, or None where it needs a kind that is not here."""
    name, params = case["schedule"], case["params"]
    if name == "LambdaLR" and params["form"] == "inverse_sqrt_warmup":  # min((k+1)/W, sqrt(W/(k+1)))
        peak = params["W"]
        return {"kind": "inverse_sqrt", "timescale": peak}, {"length": peak - 1, "start_factor": 1 / peak}
    if name == "SequentialLR":
        (first, rise), (second, rest), *others = params["schedulers"]
        spec = torch_spec(second, rest)
        if others or spec is None or first != "LinearLR" or rise["end_factor"] != 1:
            return None
        return spec, {"length": rise["total_iters"], "start_factor": rise["start_factor"]}
    if case["library"] == "transformers":
        return transformers_spec(name, params)
    spec = torch_spec(name, params)
    return None if spec is None else (spec, None)


def transformers_spec(name: str, params: dict[str, Any]) -> Spec | None:
    warm = params["num_warmup_steps"]
    rest = params.get("num_training_steps", 0) - warm
    spec: dict[str, Any] | None = None
    match name:
        case "get_constant_schedule_with_warmup":
            spec = {"kind": "constant"}
        case "get_linear_schedule_with_warmup":
            spec = {"kind": "linear", "start_factor": 1, "end_factor": 0, "total_iters": rest}
        case "get_cosine_schedule_with_warmup":
            spec = {"kind": "cosine", "t_max": rest / (2 * params.get("num_cycles", 0.5))}
        case "get_cosine_with_min_lr_schedule_with_warmup":
            spec = {"kind": "cosine", "t_max": rest, "eta_min": params["min_lr"]}
        case "get_inverse_sqrt_schedule":
            spec = {"kind": "inverse_sqrt", "timescale": params.get("timescale", warm)}
    return None if spec is None else (spec, {"length": warm, "start_factor": 0})


COVERED = [(case, *spec) for case in CASES if (spec := expressed(case)) is not None]


@pytest.mark.parametrize(("case", "spec", "warmup"), COVERED, ids=[case["id"] for case, *_ in COVERED])
def test_that_the_rates_are_the_librarys(
    case: dict[str, Any], spec: dict[str, Any], warmup: dict[str, Any] | None
) -> None:
    schedule = gdviz.schedule(spec, warmup)
    steps = np.arange(case["N"] + 1)
    rates = schedule.lr(case["base_lr"], steps)
    np.testing.assert_allclose(rates, case["lr"], rtol=0, atol=1e-12)
    one_by_one = [schedule.lr(case["base_lr"], int(k)) for k in steps]
    assert all(type(rate) is float for rate in one_by_one)
    np.testing.assert_array_equal(one_by_one, rates)


def test_that_every_case_these_kinds_can_express_is_covered() -> None:
    assert sorted(case["id"] for case, *_ in COVERED) == sorted(
        [
            "step_30_0.1",
            "step_10_0.5",
            "constant_default",
            "constant_half4",
            "linear_default",
            "linear_warmup20",
            "linear_decay30",
            "poly_1",
            "cosine_50",
            "cosine_50_beyond",
            "cosine_50_beyond_eta0",
            "lambda_invsqrt_warm10",
            "lambda_inv_sqrt",
            "seq_warm10_cos90",
            "hf_constant_warm",
            "hf_linear",
            "hf_cosine",
            "hf_cosine_cyc2",
            "hf_invsqrt",
            "hf_invsqrt_ts",
            "hf_cosine_minlr",
        ]
    )
