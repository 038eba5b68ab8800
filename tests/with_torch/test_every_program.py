"""Every kind of problem, with every optimizer and every schedule, exported as a PyTorch program and run."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest
import torch

from gdviz.params import params_of
from gdviz.registry import plugins
from tests import torch_records
from tests.export.test_programs import ONE, PROBLEMS, TWO, rate, written
from tests.making import a_run, an_experiment, expression

OPTIMIZERS = plugins("gdviz.optimizers")
SCHEDULES = plugins("gdviz.schedules")
KINDS: dict[str, tuple[dict[str, Any], list[float]]] = {
    **{problem["kind"]: (problem, start) for problem, start in reversed(PROBLEMS.values())},
    "surface": ({"kind": "surface", "name": "himmelblau"}, [0.5, -0.4]),
    "expression": (expression("a*x^2 + sin(x)*y + y^2 + exp(-x/2)", parameters={"a": 1.5}), [0.7, -0.3]),
    "polynomial_regression": ({"kind": "polynomial_regression", "data": ONE, "degree": 2}, [0.1, 0.2, -0.1]),
    "logistic_regression": ({"kind": "logistic_regression", "data": TWO}, [0.1, -0.2, 0.3]),
}
"""Smooth ones: where a line search ends at a kink, its last digits decide."""
UPDATES = 12
WARMUPS = [None, {"length": 5, "start_factor": 0.1, "unit": "step"}]
BATCH = {"size": 7, "shuffle": True}
OF_THREE = UPDATES // 3
"""Epochs: 20 samples make three batches."""


SEARCHED = 1e-9
"""How close paths are whose rules ask the problem: where a line search ends, the last digits of losses decide. Such
rules see all samples here, since a few may have no minimum.
"""


def names_of(cls: Any) -> set[str]:
    return {parameter.name for parameter in params_of(cls)}


@pytest.fixture(autouse=True)
def settings_of_the_process() -> Iterator[None]:
    """What a program sets for its whole process is put back."""
    errors = np.geterr()
    yield
    np.seterr(**errors)
    torch.set_default_dtype(torch.float32)


def test_that_every_kind_of_problem_is_there() -> None:
    kinds = plugins("gdviz.problems").items()
    assert set(KINDS) == {kind for kind, problem in kinds if not problem.withheld}


@pytest.mark.parametrize("schedule", SCHEDULES)
@pytest.mark.parametrize("problem", KINDS)
def test_that_every_optimizer_is_computed_by_torch(problem: str, schedule: str) -> None:
    spec, start = KINDS[problem]
    data = "data" in spec
    cls: Any = SCHEDULES[schedule]
    made = {"kind": schedule, "unit": "step", **cls.proposed(UPDATES, 0.02)}
    runs = []
    for number, (name, optimizer) in enumerate(OPTIMIZERS.items()):
        batched = {"batch": BATCH} if data and not optimizer.needs_problem else {}
        steered = dict(made)
        if "cycle_momentum" in names_of(cls) and not ({"momentum", "betas"} & names_of(optimizer)):
            steered["cycle_momentum"] = False
        of_optimizer = {"kind": name, "lr": rate(optimizer)}
        runs.append(a_run(start, of_optimizer, schedule=steered, warmup=WARMUPS[number % 2], **batched))
    experiment = an_experiment(spec, runs, **({"epochs": OF_THREE} if data else {"steps": UPDATES}))
    text, _, result = written("torch_program", experiment)
    names: dict[str, Any] = {"__name__": "program"}
    exec(compile(text, "program.py", "exec"), names)
    for (name, optimizer), run, record in zip(OPTIMIZERS.items(), names["RUNS"].values(), result.runs, strict=True):
        path = run()
        assert path.shape == record.w.shape, name
        far = torch_records.distance(path, record.w)
        assert far <= (SEARCHED if optimizer.needs_problem else torch_records.CLOSE), f"{name}: {far}"
