"""Exported programs compute what gdviz computes: each is run, and its paths compared with the records.

PyTorch runs under `scripts/test.py --with torch`; else the records are compared with what it computed there.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest

import gdviz
from gdviz.export.export_format import CodeFormat, formats
from gdviz.export.torch_program import OPTIMIZERS
from gdviz.optimizers.optimizer import Optimizer
from gdviz.registry import plugins
from tests import torch_records
from tests.making import a_run, an_experiment, expression, is_ours, line_data, quadratic

PROGRAMS = ("numpy_program", "torch_program")


@pytest.fixture(params=PROGRAMS)
def kind(request: pytest.FixtureRequest) -> Iterator[str]:
    """The kind of program; what it sets for its whole process is put back."""
    errors = np.geterr()
    yield request.param
    np.seterr(**errors)
    if torch_records.RUNS_TORCH:
        import torch

        torch.set_default_dtype(torch.float32)


def written(kind: str, experiment: gdviz.Experiment) -> tuple[str, list[str], Any]:
    known = formats()[kind]
    assert isinstance(known, CodeFormat)
    result = gdviz.run(experiment, "cpu")
    text, notes = known.written(result)
    return text.decode(), [str(note) for note in notes], result


def compare(kind: str, experiment: gdviz.Experiment) -> None:
    """Run the program of `experiment`; fail where a path is not the record's, or PyTorch's not the one recorded."""
    text, _, result = written(kind, experiment)
    records = [record.w for record in result.runs]
    if kind == "torch_program" and not torch_records.RUNS_TORCH:
        return torch_records.compare(text, records)
    names: dict[str, Any] = {"__name__": "program"}
    exec(compile(text, f"{kind}.py", "exec"), names)
    paths = [run() for run in names["RUNS"].values()]
    for label, path, w in zip(names["RUNS"], paths, records, strict=True):
        assert path.shape == w.shape, label
        far = torch_records.distance(path, w)
        assert far <= torch_records.CLOSE, f"{label}: {far}"
    if kind == "torch_program":
        (torch_records.note if torch_records.RECORDING else torch_records.compare)(text, paths)
    return None


def rate(cls: Any) -> float:
    return float(cls.proposed_lr or 0.02)


@pytest.mark.parametrize("name", plugins("gdviz.optimizers"))
def test_that_every_optimizer_is_written(name: str, kind: str) -> None:
    cls = plugins("gdviz.optimizers")[name]
    experiment = an_experiment("himmelblau", [a_run([0.5, -0.4], {"kind": name, "lr": rate(cls)})], steps=40)
    if kind == "torch_program" and not (is_ours(cls) or torch_records.RUNS_TORCH):
        compile(written(kind, experiment)[0], f"{kind}.py", "exec")  # PyTorch's numbers are not recorded
    else:
        compare(kind, experiment)


VARIANTS: list[dict[str, Any]] = [
    {"kind": "sgd", "lr": 0.02, "momentum": 0.8, "nesterov": True, "weight_decay": 0.1},
    {"kind": "sgd", "lr": 0.01, "momentum": 0.5, "dampening": 0.3, "maximize": True},
    {"kind": "adam", "lr": 0.1, "amsgrad": True, "weight_decay": 0.01},
    {"kind": "adamw", "lr": 0.1, "amsgrad": True, "weight_decay": 0.1, "maximize": True},
    {"kind": "nadam", "lr": 0.1, "weight_decay": 0.1, "decoupled_weight_decay": True},
    {"kind": "radam", "lr": 0.1, "weight_decay": 0.1, "decoupled_weight_decay": True, "betas": [0.8, 0.9]},
    {"kind": "rmsprop", "lr": 0.02, "centered": True, "momentum": 0.5, "weight_decay": 0.01},
    {"kind": "adagrad", "lr": 0.2, "lr_decay": 0.1, "weight_decay": 0.1},
    {"kind": "asgd", "lr": 0.02, "lambd": 0.1, "t0": 3},
    {"kind": "muon", "lr": 0.05, "nesterov": False, "adjust_lr_fn": "match_rms_adamw"},
    {"kind": "qhadam", "lr": 0.1, "decouple_weight_decay": True, "weight_decay": 0.1, "nus": [0.7, 0.9]},
    {"kind": "lbfgs", "lr": 0.1, "line_search_fn": "none", "history_size": 3},
]


@pytest.mark.parametrize("optimizer", VARIANTS, ids=lambda optimizer: str(optimizer["kind"]))
def test_that_the_switches_of_a_rule_are_written(optimizer: dict[str, Any], kind: str) -> None:
    compare(kind, an_experiment("himmelblau", [a_run([0.5, -0.4], optimizer)], steps=30))


WARMUPS = [None, {"length": 5, "start_factor": 0.1, "unit": "step"}, {"length": 2.5, "unit": "epoch"}]


@pytest.mark.parametrize("unit", ["epoch", "step"])
@pytest.mark.parametrize("name", plugins("gdviz.schedules"))
def test_that_every_schedule_is_written_with_every_warm_up(name: str, unit: str, kind: str) -> None:
    cls: Any = plugins("gdviz.schedules")[name]
    schedule = {"kind": name, "unit": unit, **cls.proposed(30, 0.05)}
    runs = []
    for warmup in WARMUPS:
        for optimizer, batch in (
            ({"kind": "sgd", "lr": 0.05, "momentum": 0.5}, {"size": 3, "shuffle": True}),
            ({"kind": "adam", "lr": 0.05}, {"size": 4, "shuffle": False, "drop_last": True}),
        ):
            runs.append(a_run([0.5, -0.4], optimizer, schedule=schedule, warmup=warmup, batch=batch))
    compare(kind, an_experiment(line_data(), runs, epochs=12))


PLATEAU = {"kind": "plateau", "patience": 1, "factor": 0.5, "threshold": 0.05, "cooldown": 1, "min_lr": 1e-3}
CYCLE = {"kind": "cyclic", "base_lr": 0.01, "max_lr": 0.1, "step_size_up": 3, "mode": "exp_range", "gamma": 0.9}
NESTED: list[dict[str, Any]] = [
    PLATEAU,
    {"kind": "sequence", "schedules": [{"kind": "cosine", "t_max": 5}, PLATEAU, {**PLATEAU, "patience": 2}],
     "milestones": [4.5, 14]},
    {"kind": "product", "schedules": [PLATEAU, {"kind": "exponential", "gamma": 0.98}]},
    {"kind": "sequence", "schedules": [{"kind": "constant"}, {"kind": "one_cycle", "max_lr": 0.1, "total_steps": 9},
                                       CYCLE], "milestones": [4.5, 14]},
    {"kind": "product", "schedules": [CYCLE, {"kind": "step", "step_size": 4, "gamma": 0.5}]},
    {"kind": "expression", "expression": "max(exp(-0.03k),0.2)+sin(k)/10"},
]  # fmt: skip


@pytest.mark.parametrize("schedule", NESTED, ids=lambda schedule: str(schedule["kind"]))
def test_that_schedules_within_schedules_and_plateaus_are_written(schedule: dict[str, Any], kind: str) -> None:
    runs = [
        a_run([1, 1], optimizer, schedule=schedule, warmup=warmup, batch={"size": 4, "shuffle": True})
        for optimizer in ({"kind": "sgd", "lr": 0.1, "momentum": 0.5}, {"kind": "adam", "lr": 0.1})
        for warmup in (None, {"length": 7, "unit": "step"})
    ]
    compare(kind, an_experiment(line_data(), runs, epochs=30))


@pytest.mark.parametrize("optimizer", [{"kind": "muon", "lr": 0.1}, {"kind": "qhadam", "lr": 0.1}], ids=str)
def test_that_a_cycled_momentum_reaches_all_parts_of_a_rule(optimizer: dict[str, Any], kind: str) -> None:
    compare(kind, an_experiment("himmelblau", [a_run([0.5, -0.4], optimizer, schedule=CYCLE)], steps=20))


ONE = {"kind": "inline", "x": [[i / 10] for i in range(20)], "y": [float(i % 2) for i in range(20)]}
TWO = {
    "kind": "inline",
    "x": [[i / 10, (i * 7 % 5) / 3] for i in range(20)],
    "y": [float(i % 3 > 0) for i in range(20)],
}
MODEL = {"kind": "model", "data": ONE, "prediction": "w2*sin(w1*x)+max(w3,x)", "parameters": ["w1", "w2", "w3"]}
PROBLEMS: dict[str, tuple[dict[str, Any], list[float]]] = {
    "functions": (
        expression(
            "a*x^2 + abs(y) + max(x,y,0) + sin(2)*exp(-x^2) + 2^x + e^(-y) + sqrt(1+x^2)/3", parameters={"a": 0.1}
        ),
        [0.7, -0.3],
    ),
    "one variable": (expression("-cos(x)*x/3 + x^4", variables=["x"]), [0.7]),
    "names of Python's": (expression("lambda^2 + np^2*3", variables=["lambda", "np"]), [0.7, 0.1]),
    "powers": (expression("x^1.5 + y^(-2) + (x+2)^y + log(x)^2 + min(x,1)"), [0.7, 1.1]),
    "quadratic": (quadratic(2.0, 1.0, 3.0, minimum=[1, 2, 3]), [0, 0, 0]),
    "noisy gradients": (quadratic(2.0, 1.0, noise={"std": 0.1}), [1, 1]),
    "linear regression": ({"kind": "linear_regression", "data": TWO}, [0, 0, 0]),
    "without intercept": ({"kind": "linear_regression", "data": TWO, "intercept": False}, [0, 0]),
    "many samples": ({"kind": "linear_regression", "data": {"kind": "builtin", "name": "diabetes_bmi"}}, [0.1, 0.3]),
    "polynomial": ({"kind": "polynomial_regression", "data": ONE, "degree": 3}, [0, 0, 0, 0]),
    "logistic regression": ({"kind": "logistic_regression", "data": TWO}, [0, 0, 0]),
    "tanh unit": ({"kind": "tanh_unit", "data": ONE}, [0.5, 0.4]),
    "own model": (MODEL, [0.5, 0.4, 0.1]),
    "own classifier": (
        {"kind": "model", "data": TWO, "prediction": "a*x1*x2+b^2+abs(a-x1)", "parameters": ["a", "b"], "loss": "bce"},
        [0.5, 0.4],
    ),
    "names of the program's": (
        {"kind": "model", "data": TWO, "prediction": "n*x1 + x*x2 + 기울기", "parameters": ["n", "x", "기울기"]},
        [0.5, 0.4, 0.1],
    ),
    "a model with derivatives too long to be read": (
        {
            "kind": "model",
            "data": TWO,
            "parameters": ["a", "x", "s0"],
            "prediction": "sin(a*x1+" * 9 + "s0*x2" + "+x)" * 9 + "/cosh(a^2.1)",
        },
        [0.5, 0.2, -0.3],
    ),
    "a constant model": ({"kind": "model", "data": ONE, "prediction": "a", "parameters": ["a"]}, [0.5]),
}


def test_that_only_the_derivatives_of_the_long_model_are_too_long_to_be_read() -> None:
    models = {name: gdviz.problem(spec) for name, (spec, _) in PROBLEMS.items() if spec["kind"] == "model"}
    long = [name for name, problem in models.items() if problem.slopes is None]
    assert long == ["a model with derivatives too long to be read"]


@pytest.mark.parametrize("name", PROBLEMS)
def test_that_every_problem_is_written(name: str, kind: str) -> None:
    problem, start = PROBLEMS[name]
    optimizers = [{"kind": "sgd", "lr": 0.02, "momentum": 0.3}, {"kind": "rmsprop", "lr": 0.01}]
    if "data" not in problem:
        return compare(kind, an_experiment(problem, [a_run(start, o) for o in optimizers], steps=30))
    runs = [a_run(start, o, batch={"size": 7, "shuffle": True}) for o in optimizers]
    if problem["data"] in (ONE, TWO):
        order = [list(range(19, -1, -1)), list(range(20))]
        runs.append(a_run(start, optimizers[0], batch={"size": 5, "shuffle": False, "order": order}))
    runs.append(a_run(start, optimizers[0]))
    return compare(kind, an_experiment(problem, runs, epochs=10))


@pytest.mark.parametrize("name", ["linear regression", "logistic regression", "quadratic"])
@pytest.mark.parametrize("optimizer", ["newton", "gd_exact", "lion"])
def test_that_rules_which_ask_the_problem_are_written_with_its_samples(name: str, optimizer: str, kind: str) -> None:
    problem, start = PROBLEMS[name]
    more = {"batch": {"size": 15, "shuffle": True}} if "data" in problem else {}
    run = a_run(start, {"kind": optimizer, "lr": 0.5}, **more)
    compare(kind, an_experiment(problem, [run], steps=8))


def test_that_a_hessian_that_numpy_would_need_is_refused_in_a_sentence() -> None:
    experiment = an_experiment(MODEL, [a_run([0.5, 0.4, 0.1], {"kind": "newton", "lr": 0.5})], steps=3)
    with pytest.raises(gdviz.ExperimentError, match=r"the Hessian of .* cannot be written as a program"):
        written("numpy_program", experiment)


@pytest.mark.parametrize(
    "experiment",
    [
        an_experiment("sphere", [a_run([1, 1], {"kind": "sgd", "lr": 1e3})], steps=200),
        an_experiment(line_data(), [a_run([1, 1], {"kind": "sgd", "lr": 1e3}, batch={"size": 3})], epochs=200),
        an_experiment("sphere", [a_run([1, 1], {"kind": "sgd", "lr": 0.1})], steps=200, stop={"grad_norm": 1e-3}),
        an_experiment(line_data(), [a_run([1, 1], {"kind": "sgd", "lr": 0.1})], steps=200, stop={"loss": 0.05}),
        an_experiment(
            expression("sqrt(x)^2 + 0*y", domain=[[-1, 1], [-1, 1]]), [a_run([0.25, 0], {"kind": "sgd", "lr": 0.1})]
        ),
    ],
    ids=["diverging", "diverging with samples", "small gradient", "small loss", "outside the domain"],
)
def test_that_a_run_ends_where_the_record_ends(experiment: gdviz.Experiment, kind: str) -> None:
    compare(kind, experiment)


def test_that_nothing_that_a_person_typed_becomes_code(kind: str) -> None:
    evil = '"""\n\r\x0bimport os\x00\u2028raise SystemExit # \\'
    experiment = an_experiment("sphere", [{**a_run([1, 1]), "label": evil}], title=evil)
    compare(kind, experiment)


def test_that_a_rule_that_torch_lacks_is_written_out_and_noted() -> None:
    text, notes, _ = written("torch_program", an_experiment("sphere", [a_run([1, 1], {"kind": "lion", "lr": 0.1})]))
    assert notes == ["torch.optim has no Lion for a vector; its rule is written out"]
    assert f"# Note: {notes[0]}" in text
    assert "def update_1(" in text


def test_that_torchs_own_optimizers_are_used_under_their_own_names() -> None:
    known: dict[str, type[Optimizer]] = dict(plugins("gdviz.optimizers"))
    for name, theirs in OPTIMIZERS.items():
        text, notes, _ = written("torch_program", an_experiment("sphere", [a_run([1, 1], {"kind": name, "lr": 0.1})]))
        assert f"torch.optim.{theirs}([w], lr=0.1" in text
        assert notes == []
        assert name in known


def test_that_a_tie_of_max_is_noted() -> None:
    _, notes, _ = written("torch_program", an_experiment(expression("max(x,y)+x^2+y^2"), [a_run([1, 2])]))
    assert notes == ["where min or max have a tie, PyTorch's gradient is the mean of both sides"]
