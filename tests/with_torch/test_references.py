"""The numbers of tests/reference that are PyTorch's: computed again."""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

import numpy as np
import pytest
import sympy
import torch
from numpy.testing import assert_allclose
from torch.optim import lr_scheduler as schedulers

from tests import torch_records
from tests.conftest import ROOT
from tests.optimizers.test_golden import CASES, trajectories
from tests.schedules.test_golden import CASES as SCHEDULES

REFERENCE = ROOT / "tests" / "reference"
TORCHS = [case for case in CASES if case["library"] == "torch"]
TORCH_SCHEDULES = [case for case in SCHEDULES if case["library"] == "torch"]
DATA = json.loads((REFERENCE / "sgd_data.json").read_text())
FUNCTIONS = json.loads((REFERENCE / "functions.json").read_text())["functions"]
FORMULA = {
    "sin": torch.sin, "cos": torch.cos, "exp": torch.exp, "Abs": torch.abs,
    "sqrt": lambda value: value.sqrt() if isinstance(value, torch.Tensor) else math.sqrt(value),
}  # fmt: skip
FACTORS: dict[str, Callable[..., float]] = {
    "inverse_sqrt_warmup": lambda k, W: min((k + 1) / W, math.sqrt(W / (k + 1))),
    "inverse_time": lambda k, r: 1 / (1 + r * k),
    "inverse_sqrt_plain": lambda k: 1 / math.sqrt(k + 1),
    "exp_decay": lambda k, r: math.exp(-r * k),
}
PREDICTIONS: dict[str, Callable[[torch.Tensor, torch.Tensor], torch.Tensor]] = {
    "linear": lambda w, x: w[0] * x[:, 0] + w[1],
    "logistic_w1w2": lambda w, x: w[0] * x[:, 0] + w[1] * x[:, 1],
    "logistic_wb": lambda w, x: w[0] * x[:, 0] + w[1],
    "tanh": lambda w, x: w[1] * torch.tanh(w[0] * x[:, 0]),
}

Loss = Callable[[torch.Tensor, torch.Tensor], torch.Tensor]


@pytest.fixture(autouse=True)
def double_precision() -> Iterator[None]:
    """As the numbers were recorded: NAdam and ASGD keep scalars in the default type."""
    torch.set_default_dtype(torch.float64)
    yield
    torch.set_default_dtype(torch.float32)


def function(formula: str) -> Loss:
    """A formula in x and y."""
    x, y = sympy.symbols("x y")
    read = sympy.sympify(formula, locals={"x": x, "y": y}, rational=True)
    return sympy.lambdify((x, y), read, modules=[FORMULA, "math"])


@pytest.mark.skipif(torch_records.RECORDING, reason="they are being recorded")
def test_that_the_recorded_numbers_are_of_this_torch() -> None:
    recorded = torch_records.recorded()["versions"]["torch"].partition("+")[0]
    assert recorded == torch.__version__.partition("+")[0], "run python3 scripts/test.py --with torch --record"
    assert torch_records.recorded()["defaults"] == torch_records.defaults()


@pytest.mark.parametrize("case", TORCHS, ids=lambda case: case["id"])
def test_that_trajectories_are_computed_again(case: dict[str, Any]) -> None:
    loss = function(case["formula"])
    w = torch.tensor(case["start"]).reshape(case["param_shape"]).requires_grad_()
    given = {key: tuple(value) if isinstance(value, list) else value for key, value in case["hyper"].items()}
    optimizer = getattr(torch.optim, case["optimizer"])([w], lr=case["lr"], **given)
    rows = []
    for k in range(case["n_updates"] + 1):
        w.grad = None
        value = loss(*w.reshape(-1))
        rows.append([*w.detach().reshape(-1).tolist(), float(value.detach())])
        if k < case["n_updates"]:
            value.backward()
            optimizer.step()
    expected = trajectories()[case["i"], : case["n_updates"] + 1]
    error = np.abs(np.array(rows) - expected) / np.maximum(1, np.abs(expected))
    assert error[: case["tight_until"] + 1].max() <= 1e-12
    assert error[: case["reliable_until"] + 1].max() <= 1e-9


def scheduler(optimizer: torch.optim.Optimizer, name: str, params: dict[str, Any]) -> Any:
    """A scheduler of torch, or what its factor's name stands for."""
    given = dict(params)
    if name in ("SequentialLR", "ChainedScheduler"):
        inner = [scheduler(optimizer, *member) for member in given.pop("schedulers")]
        if name == "ChainedScheduler":
            return schedulers.ChainedScheduler(inner)
        return schedulers.SequentialLR(optimizer, inner, **given)
    if name == "MultiplicativeLR":
        return schedulers.MultiplicativeLR(optimizer, lambda _: given["factor"])
    if name == "LambdaLR":
        name = given.pop("form")
    if name in FACTORS:
        return schedulers.LambdaLR(optimizer, partial(FACTORS[name], **given))
    return getattr(schedulers, name)(optimizer, **given)


@pytest.mark.filterwarnings("ignore:Detected call of `lr_scheduler.step")
@pytest.mark.filterwarnings("ignore:The epoch parameter in `scheduler.step")
@pytest.mark.parametrize("case", TORCH_SCHEDULES, ids=lambda case: case["id"])
def test_that_rates_are_computed_again(case: dict[str, Any]) -> None:
    w = torch.zeros(1, requires_grad=True)
    beta = case.get("momentum_is") == "Adam beta1"
    optimizer = torch.optim.Adam([w], case["base_lr"]) if beta else torch.optim.SGD([w], case["base_lr"], momentum=0.9)
    made = scheduler(optimizer, case["schedule"], case["params"])
    rates, momenta = [], []
    for k in range(case["N"] + 1):
        group = optimizer.param_groups[0]
        rates.append(float(group["lr"]))
        momenta.append(group["betas"][0] if beta else group["momentum"])
        if k < case["N"]:
            made.step(*([case["metrics"][k]] if "metrics" in case else []))
    assert_allclose(rates, case["lr"], rtol=0, atol=1e-15)
    if "momentum" in case:
        assert_allclose(momenta, case["momentum"], rtol=0, atol=1e-15)


@pytest.mark.filterwarnings("ignore:Detected call of `lr_scheduler.step")
@pytest.mark.parametrize("run", DATA["runs"], ids=lambda run: run["id"])
def test_that_runs_on_data_are_computed_again(run: dict[str, Any]) -> None:
    data = next(data for data in DATA["datasets"] if data["key"] == run["dataset"])
    x, y = torch.tensor(data["X"]), torch.tensor(data["Y"])
    w = torch.tensor(run["start"], requires_grad=True)
    optimizer = getattr(torch.optim, run["optimizer"])([w], lr=run["lr0"], **run["hyper"])
    steps_per = run["schedule_steps_per"]
    made = None if steps_per == "none" else scheduler(optimizer, run["schedule"], run["schedule_params"])

    def loss(rows: Any) -> torch.Tensor:
        if data["loss"] == "mse":
            return torch.mean((PREDICTIONS[data["model"]](w, x[rows]) - y[rows]) ** 2)
        return torch.nn.functional.binary_cross_entropy_with_logits(
            PREDICTIONS[data["model"]](w, x[rows]), y[rows].to(w.dtype)
        )

    path, losses = [w.tolist()], []
    for epoch in range(run["epochs"]):
        for first in range(0, data["n"], run["batch_size"]):
            w.grad = None
            value = loss(data["perms"][epoch][first : first + run["batch_size"]])
            value.backward()
            optimizer.step()
            path.append(w.tolist())
            losses.append(float(value.detach()))
            if made and steps_per == "iteration":
                made.step()
        if made and steps_per == "epoch":
            made.step()
    assert_allclose(path, run["w"], rtol=1e-12, atol=1e-12)
    assert_allclose(losses, run["batch_loss"], rtol=1e-12, atol=1e-12)


@pytest.mark.parametrize("known", FUNCTIONS, ids=lambda known: known["key"])
def test_that_autograd_gives_the_gradients_of_the_functions(known: dict[str, Any]) -> None:
    loss = function(known["formula"])
    for (x, y), value, slope in zip(known["points"], known["values"], known["grads"], strict=True):
        w = torch.tensor([x, y], requires_grad=True)
        found = loss(*w)
        found.backward()
        assert float(found.detach()) == pytest.approx(value, rel=1e-11, abs=1e-11)
        assert w.grad is not None
        assert w.grad.tolist() == pytest.approx(slope, rel=1e-11, abs=1e-11)
