"""What is wrong with a hyper-parameter is refused with its path and one sentence."""

from __future__ import annotations

import re
from typing import Any

import pytest

from gdviz.messages import ExperimentError
from gdviz.optimizers.optimizer import Optimizer
from gdviz.params import Param, params_of
from gdviz.registry import from_json, plugins
from tests import torch_records

KINDS: dict[str, type[Optimizer]] = plugins("gdviz.optimizers")
TABLE = [(kind, parameter) for kind, cls in KINDS.items() for parameter in params_of(cls)]
WRONG: dict[str, list[Any]] = {
    "float": [float("nan"), float("inf"), -float("inf"), "0.1", None, True, [0.1], {}, 10**400],
    "int": [2.5, float("nan"), "3", None, True, [3]],
    "bool": [0, 1, "true", None, 1.0],
    "choice": ["wolf", 1, True, ["none"], {}],
    "pair": [0.9, [0.9], [0.9, 0.99, 0.999], ["a", 0.9], [0.9, None], [float("nan"), 0.9], None, True, {}],
    "data": [1.0, [1, 2], [1, 2, 3, 4], "abc", ["a", 1, 2], [1, 2, float("inf")], True, {}],
}


def read(kind: str, **more: Any) -> Any:
    return from_json("gdviz.optimizers", {"kind": kind, "lr": 0.1, **more}, "runs[0].optimizer")


def beyond(parameter: Param) -> list[float]:
    """Numbers just outside the declared range, and its ends where they are excluded."""
    made = []
    if parameter.low is not None:
        made += [parameter.low - 1, *([parameter.low] if parameter.open_low else [])]
    if parameter.high is not None:
        made += [parameter.high + 1, *([parameter.high] if parameter.open_high else [])]
    return made


@pytest.mark.parametrize(
    ("kind", "parameter"), TABLE, ids=lambda value: value if isinstance(value, str) else value.name
)
def test_that_each_parameter_refuses_other_types_and_what_is_out_of_range(kind: str, parameter: Param) -> None:
    wrong = [value for value in WRONG[parameter.kind] if not (value is None and parameter.optional)]
    if parameter.kind in ("float", "int"):
        wrong += beyond(parameter)
    if parameter.kind == "pair":
        wrong += [[value, parameter.default[1]] for value in beyond(parameter)]
        wrong += [[parameter.default[0], value] for value in beyond(parameter)]
    path = re.escape(f"runs[0].optimizer.{parameter.name}")
    for value in wrong:
        with pytest.raises(ExperimentError, match=rf"^{path}(\[\d\])?: (must|unknown)") as error:
            read(kind, **{parameter.name: value})
        assert len(str(error.value)) < 200


@pytest.mark.parametrize("kind", KINDS)
def test_that_the_rate_must_be_there_and_unknown_keys_must_not(kind: str) -> None:
    with pytest.raises(ExperimentError, match=r"^optimizer\.lr: is missing"):
        from_json("gdviz.optimizers", {"kind": kind}, "optimizer")
    for lr in (0, -0.1):
        with pytest.raises(ExperimentError, match=r"optimizer\.lr: must be > 0, got"):
            read(kind, lr=lr)
    with pytest.raises(ExperimentError, match=r"optimizer\.learning_rate: unknown key"):
        read(kind, learning_rate=0.1)


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ({"kind": "sgd", "nesterov": True}, "nesterov: needs momentum above 0 and dampening 0"),
        ({"kind": "sgd", "nesterov": True, "momentum": 0.9, "dampening": 0.1}, "nesterov: needs momentum"),
        ({"kind": "rprop", "etas": [1.2, 0.5]}, "etas: must be one below 1 and one above, got 1.2 and 0.5"),
        ({"kind": "rprop", "etas": [0.5, 1.0]}, "etas: must be one below 1 and one above, got 0.5 and 1"),
        ({"kind": "rprop", "step_sizes": [1, 0.1]}, "step_sizes: must be the shortest, then the longest, got 1"),
        ({"kind": "adam", "betas": [0.9, 1.0]}, "betas[1]: must be in [0, 1), got 1"),
        ({"kind": "muon", "ns_coefficients": [1, 2]}, "ns_coefficients: must be a list of three numbers"),
        ({"kind": "muon", "ns_coefficients": [1, "b", 2]}, 'ns_coefficients[1]: must be a number, got "b"'),
        ({"kind": "adamm"}, 'kind: unknown: "adamm"; did you mean'),
        ({"kind": 3}, "kind: unknown: 3; known: sgd, "),
    ],
)
def test_that_contradictions_are_refused(data: dict[str, Any], message: str) -> None:
    with pytest.raises(ExperimentError) as error:
        read(**data)
    assert str(error.value).startswith(f"runs[0].optimizer.{message}")


def test_that_torchs_null_epsilon_is_the_machines() -> None:
    assert read("adafactor", eps=[None, 0.01]).eps == (2.0**-52, 0.01)
    assert read("adafactor").eps == (2.0**-52, 1e-3)
    assert read("muon", adjust_lr_fn=None) == read("muon")


def test_that_the_defaults_are_torchs() -> None:
    compared = 0
    for kind, cls in KINDS.items():
        theirs = torch_records.recorded()["defaults"].get(kind)
        if theirs is None or kind == "lbfgs":  # one update is one iteration there
            continue
        compared += 1
        for parameter in params_of(cls):
            if parameter.name == "lr":
                continue
            default = list(parameter.default) if isinstance(parameter.default, tuple) else parameter.default
            if kind == "adafactor" and parameter.name == "eps":
                default = [None, default[1]]  # the machine's
            assert theirs[parameter.name] == default, (kind, parameter.name)
    assert compared == 13
