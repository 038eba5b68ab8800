"""Cells: what varies, what is refused, and that a cell is the path that a run of its experiment makes."""

from __future__ import annotations

import math
import pickle
import re
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from threadpoolctl import threadpool_info

import gdviz
from gdviz.engine import cells as cells_module
from gdviz.engine.cells import VERDICTS, Cells, cells_of, names_of, value_at
from gdviz.engine.pieces import Piece
from gdviz.messages import ExperimentError
from tests.making import a_run, an_experiment, expression, line_data, quadratic

BOWL = quadratic(1, 4)
ADAM = {"kind": "adam", "lr": 0.01}


def two_runs(**more: Any) -> gdviz.Experiment:
    runs = [
        a_run([1, -2], {"kind": "sgd", "lr": 0.1, "momentum": 0.5}),
        a_run([1, -2], ADAM, schedule={"kind": "exponential", "gamma": 0.9, "unit": "step"},
              warmup={"length": 5, "start_factor": 0.1, "unit": "step"}),
    ]  # fmt: skip
    return an_experiment(BOWL, runs, **{"steps": 30, "stop": {"loss": 1e-3}, **more})


def with_batches(**more: Any) -> gdviz.Experiment:
    return an_experiment(line_data(30), [a_run([0, 0], batch={"size": 7})], **{"steps": 200, **more})


def all_of(cells: Cells) -> Any:
    return cells.compute(Piece(0, cells.count))


# What a path names.


@pytest.mark.parametrize(
    ("paths", "names"),
    [
        (["optimizer.lr", "seed"], ["lr", "seed"]),
        (["runs[1].optimizer.lr"], ["lr"]),
        (["start[0]", "start[1]"], ["start[0]", "start[1]"]),
        (["optimizer.lr", "schedule.lr"], ["optimizer.lr", "schedule.lr"]),
        (["a.b.c", "x.b.c", "d.c"], ["a.b.c", "x.b.c", "d.c"]),
    ],
)
def test_that_a_dimension_is_named_by_the_shortest_ending_that_differs(paths: list[str], names: list[str]) -> None:
    assert list(names_of(paths).values()) == names


@pytest.mark.parametrize(
    ("path", "value", "run", "found"),
    [
        ("optimizer.lr", 0.25, 0, lambda e: e.runs[0].optimizer.lr),
        ("runs[0].optimizer.lr", 0.25, 0, lambda e: e.runs[0].optimizer.lr),
        ("runs[1].optimizer.lr", 0.25, 1, lambda e: e.runs[0].optimizer.lr),
        ("optimizer.momentum", 0.25, 0, lambda e: e.runs[0].optimizer.momentum),
        ("optimizer.betas[1]", 0.25, 1, lambda e: e.runs[0].optimizer.betas[1]),
        ("start[1]", 0.25, 0, lambda e: e.runs[0].start[1]),
        ("schedule.gamma", 0.25, 1, lambda e: e.runs[0].schedule.gamma),
        ("warmup.length", 7, 1, lambda e: e.runs[0].warmup.length),
        ("stop.loss", 0.25, 0, lambda e: e.stop.loss),
        ("stop.grad_norm", 0.25, 0, lambda e: e.stop.grad_norm),
        ("seed", 7, 0, lambda e: e.seed),
        ("steps", 7, 0, lambda e: e.steps),
        ("epochs", 7, 0, lambda e: e.epochs),
    ],
)
def test_that_a_path_is_one_of_the_experiments(path: str, value: float, run: int, found: Any) -> None:
    cells = cells_of(two_runs(), {path: [value]}, run=run)
    at = cells.experiment_at(0)
    assert found(at) == value
    assert len(at.runs) == 1
    assert at.runs[0].optimizer.kind == two_runs().runs[run].optimizer.kind
    assert not all_of(cells).failed


def test_that_a_batch_size_and_a_named_constant_vary() -> None:
    sizes = cells_of(with_batches(), {"batch.size": np.arange(1, 4)})
    assert [batch.size for cell in range(3) if (batch := sizes.experiment_at(cell).runs[0].batch)] == [1, 2, 3]
    named = an_experiment(expression("a*x^2 + b*y^2", parameters={"a": 1, "b": 2}), [a_run([1, 1])])
    constants = cells_of(named, {"problem.parameters.a": [3, 4.5]})
    assert [cell.problem.to_json()["parameters"] for cell in map(constants.experiment_at, range(2))] == [
        {"a": 3, "b": 2}, {"a": 4.5, "b": 2},
    ]  # fmt: skip


def test_that_a_condition_may_vary_that_the_experiment_does_not_have() -> None:
    cells = cells_of(two_runs(stop={}), {"stop.loss": [1, 0.1]}, "steps")
    first, second = all_of(cells).values
    assert 0 < first < second


def test_that_the_last_path_varies_fastest() -> None:
    cells = cells_of(two_runs(), {"optimizer.lr": [0.1, 0.2, 0.3], "start[0]": [1, 2]})
    assert cells.shape == (3, 2) and cells.place(3) == (1, 1)
    run = cells.experiment_at(3).runs[0]
    assert (run.optimizer.lr, run.start[0]) == (0.2, 2)


def test_that_the_value_is_that_of_the_run_that_was_asked_for() -> None:
    rates = {"optimizer.lr": [0.01, 0.1]}
    for run, asked in ((0, None), (0, 0), (1, 1)):
        values = all_of(cells_of(two_runs(stop={}), rates, run=asked)).values
        for value, lr in zip(values, rates["optimizer.lr"], strict=True):
            record = gdviz.run(two_runs(stop={}).replace(f"runs[{run}].optimizer.lr", lr)).runs[run]
            assert value == record.loss[-1]


# What is refused.


@pytest.mark.parametrize(
    ("over", "more", "sentence"),
    [
        ({}, {}, "over: names no value that varies"),
        ({"optimizer.lr": []}, {}, "optimizer.lr: has no values"),
        ({"optimizer.lr": 0.1}, {}, "optimizer.lr: must be a list of numbers, got 0.1"),
        ({"optimizer.lr": "0.1"}, {}, 'optimizer.lr: must be a list of numbers, got "0.1"'),
        ({"optimizer.lr": ["fast"]}, {}, 'optimizer.lr: must be a number, got "fast"'),
        ({"optimizer.lr": [True]}, {}, "optimizer.lr: must be a number, got true"),
        ({"optimizer.lr": [math.nan]}, {}, "optimizer.lr: must be a finite number, got nan"),
        ({"optimizer.lr": [0.1, math.inf]}, {}, "optimizer.lr: must be a finite number, got inf"),
        ({"optimizer.lr": [0.1, 0.2, 0.1]}, {}, "optimizer.lr: 0.1 is given twice"),
        ({"optimizer.lr": [0.1, 0]}, {}, "runs[0].optimizer.lr: must be > 0, got 0"),
        ({"optimizer.lr": [-1]}, {"run": 1}, "runs[1].optimizer.lr: must be > 0, got -1"),
        ({"optimizer.momentum": [0.5, 1]}, {}, "runs[0].optimizer.momentum: must be in [0, 1), got 1"),
        ({"seed": [0, 0.5]}, {}, "seed: must be a whole number, got 0.5"),
        ({"steps": [2.5]}, {}, "steps: must be a whole number, got 2.5"),
        ({"steps": [0]}, {}, "steps: must be in [1, 1e+09], got 0"),
        ({"optimizer.rate": [1]}, {}, "optimizer.rate: names nothing in the experiment; there are kind, lr, momentum"),
        ({"lr": [1]}, {}, "lr: names nothing in the experiment"),
        ({"start[2]": [1]}, {}, "start[2]: names nothing in the experiment"),
        ({"warmup.length": [1]}, {}, "warmup.length: names nothing in the experiment"),
        ({"optimizer.lr.x": [1]}, {}, "optimizer.lr.x: names nothing in the experiment"),
        ({"optimizer lr": [1]}, {}, "optimizer lr: is not a path of an experiment, such as optimizer.lr"),
        ({"start[00]": [1]}, {}, "start[00]: is not a path of an experiment, such as optimizer.lr"),
        ({"runs.0.optimizer.lr": [1]}, {}, "runs.0.optimizer.lr: is not a path of an experiment"),
        ({"start.²": [1]}, {}, "start.²: names nothing in the experiment"),
        ({f"start[{'1' * 5000}]": [1]}, {}, "start[1111"),
        ({"seed": [2**53 + 1]}, {}, "seed: must be a whole number up to 2^53, got 9007199254740993"),
        (["optimizer.lr"], {}, 'over: must be the values of each path, such as {"optimizer.lr": [0.01, 0.1]}'),
        ({5: [1]}, {}, "5: is not a path of an experiment, such as optimizer.lr"),
        ({"label": [1]}, {}, "label: must be a number, and is a text"),
        ({"start": [1]}, {}, "start: must be a number, and is a list"),
        ({"optimizer": [1]}, {}, "optimizer: must be a number, and is a group of values"),
        ({"optimizer.nesterov": [1]}, {}, "optimizer.nesterov: must be a number, and is yes or no"),
        ({"runs[1].optimizer.lr": [1]}, {}, "runs[1].optimizer.lr: belongs to another run than"),
        ({"runs[0].optimizer.lr": [1]}, {"run": 1}, "runs[0].optimizer.lr: belongs to another run"),
        ({"optimizer.lr": [1], "runs[0].optimizer.lr": [2]}, {},
         "runs[0].optimizer.lr: stands for the same value as optimizer.lr"),
        ({"steps": [1], "epochs": [2]}, {}, "epochs: stands for the same value as steps"),
        ({"optimizer.lr": [1]}, {"run": 2}, "run: must be in [0, 1], got 2"),
        ({"optimizer.lr": [1]}, {"run": -1}, "run: must be in [0, 1], got -1"),
        ({"optimizer.lr": [1]}, {"value": "los"}, 'value: unknown: "los"; did you mean loss'),
        ({"optimizer.lr": [1]}, {"value": "steps"}, "target: is missing: the steps to which loss?"),
        ({"optimizer.lr": [1]}, {"value": "steps", "target": math.nan}, "target: must be a finite number, got nan"),
        ({"optimizer.lr": [1]}, {"seeds": 0}, "seeds: must be in [1, 1000], got 0"),
        ({"optimizer.lr": [1]}, {"seeds": 1.5}, "seeds: must be a whole number, got 1.5"),
        ({"optimizer.lr": range(1, 10_002), "seed": range(1000)}, {},
         "over: must be at most 10000000 combinations, got 10001000"),
    ],
    ids=lambda value: value[:50] if isinstance(value, str) else "",
)  # fmt: skip
def test_that_what_cannot_vary_is_refused_in_one_sentence(over: Any, more: dict[str, Any], sentence: str) -> None:
    plain = two_runs(stop={})
    plain = plain.replace("runs[0].warmup", None)
    with pytest.raises(ExperimentError, match="^" + re.escape(sentence)) as refused:
        cells_of(plain, over, **more)
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize(
    ("path", "values", "sentence"),
    [
        ("batch.size", [0], "runs[0].batch.size: must be >= 1, got 0"),
        ("batch.size", [31], "runs[0].batch.size: must be in [1, 30], the number of samples, got 31"),
        ("batch.size", [2.5], "runs[0].batch.size: must be a whole number, got 2.5"),
        ("problem.intercept", [1], "problem.intercept: must be a number, and is yes or no"),
        ("problem.data.kind", [1], "problem.data.kind: must be a number, and is a text"),
    ],
)
def test_that_values_of_batches_and_data_are_refused_in_one_sentence(path: str, values: Any, sentence: str) -> None:
    with pytest.raises(ExperimentError, match="^" + re.escape(sentence)):
        cells_of(with_batches(), {path: values})


def test_that_a_constant_that_the_formula_does_not_have_names_nothing() -> None:
    named = an_experiment(expression("a*x^2", parameters={"a": 1}), [a_run([1])])
    with pytest.raises(ExperimentError, match=r"names nothing in the experiment; there are a$"):
        cells_of(named, {"problem.parameters.b": [1]})
    assert value_at(named, "problem.parameters.a") == 1


# The value of a cell.


def test_that_every_verdict_has_a_number() -> None:
    code = "".join(
        file.read_text(encoding="utf-8") for file in Path(cells_module.__file__).parent.joinpath("diagnosis").glob("*")
        if file.suffix == ".py"
    )  # fmt: skip
    given = set(re.findall(r"Verdict\(\s*\"(\w+)\"", code))
    assert len(given) > 10
    assert given <= set(VERDICTS)


def test_that_a_diverged_run_has_an_infinite_loss_and_keeps_its_last_finite_point() -> None:
    experiment = two_runs(steps=2000, stop={})
    part = all_of(cells_of(experiment, {"optimizer.lr": [0.1, 10]}))
    record = gdviz.run(experiment.replace("runs[0].optimizer.lr", 10)).runs[0]
    assert np.isfinite(part.values[0]) and math.isinf(part.values[1])
    assert part.share.tolist() == [1, 0]
    assert part.ends[1].tobytes() == record.w[-1].tobytes()


@pytest.mark.parametrize("experiment", [two_runs(steps=3000, stop={}), with_batches(steps=3000)], ids=["bowl", "data"])
def test_that_steps_are_those_to_the_first_loss_at_most_the_target(experiment: gdviz.Experiment) -> None:
    rates, target = [0.001, 0.003, 0.01], 0.02
    part = all_of(cells_of(experiment, {"optimizer.lr": rates}, "steps", target=target))
    for lr, steps, share in zip(rates, part.values, part.share, strict=True):
        loss = gdviz.run(experiment.replace("runs[0].optimizer.lr", lr)).runs[0].loss
        reached = np.flatnonzero(loss <= target)
        assert share == bool(len(reached))
        assert steps == reached[0] if len(reached) else math.isnan(steps)
    assert np.isfinite(part.values).any()


def test_that_the_target_is_the_experiments_own_unless_another_is_given() -> None:
    rates = {"optimizer.lr": [0.1]}
    own = all_of(cells_of(two_runs(stop={"loss": 0.5}), rates, "steps")).values
    given = all_of(cells_of(two_runs(stop={"loss": 0.5}), rates, "steps", target=0.01)).values
    assert own == all_of(cells_of(two_runs(stop={}), rates, "steps", target=0.5)).values
    assert 0 < own < given


def test_that_a_run_that_ends_by_its_gradient_has_not_reached_the_loss() -> None:
    cells = cells_of(two_runs(stop={"grad_norm": 1}, steps=200), {"optimizer.lr": [0.1]}, "steps", target=1e-9)
    part = all_of(cells)
    assert np.isnan(part.values).all() and part.share.tolist() == [0]


def test_that_a_start_at_the_target_needs_no_step() -> None:
    assert all_of(cells_of(two_runs(), {"optimizer.lr": [0.1]}, "steps", target=100)).values.tolist() == [0]


def test_that_the_sharpness_is_that_of_the_hessian_at_the_end() -> None:
    experiment = an_experiment("himmelblau", [a_run([-1, 3], {"kind": "sgd", "lr": 0.01})], steps=10)
    part = all_of(cells_of(experiment, {"optimizer.lr": [0.001, 0.01]}, "sharpness"))
    hessians = gdviz.problem(experiment.problem).hessian(part.ends)
    assert part.values == pytest.approx(np.linalg.eigvalsh(hessians)[:, -1], rel=1e-12)


# Seeds.


def test_that_the_seeds_of_a_cell_are_drawn_by_its_number() -> None:
    cells = cells_of(with_batches(seed=3), {"optimizer.lr": [0.01, 0.1]}, seeds=4)
    for cell in range(2):
        drawn = np.random.SeedSequence(3, spawn_key=(cell,)).generate_state(4, np.uint64)
        assert cells.seeds_of(cell) == [int(seed) >> 1 for seed in drawn]
    assert cells_of(with_batches(seed=3), {"optimizer.lr": [0.01]}).seeds_of(0) == [3]
    assert cells_of(with_batches(seed=3), {"seed": [5, 6]}, seeds=2).seeds_of(1) != cells.seeds_of(1)[:2]


def test_that_several_seeds_give_their_median_and_the_share_that_arrives() -> None:
    experiment, rates = with_batches(steps=40), [0.02, 0.2, 0.4]
    target = 0.05
    for value in ("loss", "steps"):
        cells = cells_of(experiment, {"optimizer.lr": rates}, value, target=target, seeds=5)
        part = all_of(cells)
        assert part.ends.shape == (3, 0)
        for cell, lr in enumerate(rates):
            losses = [
                gdviz.run(experiment.replace_all({"seed": seed, "runs[0].optimizer.lr": lr})).runs[0].loss
                for seed in cells.seeds_of(cell)
            ]
            if value == "loss":
                assert part.values[cell] == np.median([loss[-1] for loss in losses])
                assert part.share[cell] == np.mean([loss[-1] <= target for loss in losses])
            else:
                steps = [next(iter(np.flatnonzero(loss <= target)), math.inf) for loss in losses]
                middle = np.median(steps)
                assert part.values[cell] == middle if np.isfinite(middle) else math.isnan(part.values[cell])
                assert part.share[cell] == np.mean(np.isfinite(steps))


def test_that_the_verdict_of_several_seeds_is_what_most_of_them_have() -> None:
    cells = cells_of(with_batches(steps=60), {"optimizer.lr": [0.05, 50]}, "verdict", seeds=3)
    kinds = [VERDICTS[int(value)] for value in all_of(cells).values]
    experiments = [cells.experiment_at(0).replace("seed", seed) for seed in cells.seeds_of(0)]
    verdicts = [verdict.kind for one in experiments if (verdict := gdviz.run(one).runs[0].verdict)]
    assert verdicts.count(kinds[0]) == max(map(verdicts.count, verdicts))
    assert kinds[1] == "diverged"


# Whatever happens in one cell.


def test_that_a_cell_that_raises_anything_is_marked_and_the_others_go_on(monkeypatch: pytest.MonkeyPatch) -> None:
    def finished(experiment: gdviz.Experiment) -> Any:
        errors = {0.2: MemoryError("full"), 0.3: ZeroDivisionError("odd"), 0.4: ExperimentError("runs", "no")}
        if experiment.runs[0].optimizer.lr in errors:
            raise errors[experiment.runs[0].optimizer.lr]
        return whole(experiment)

    whole = cells_module.finished
    monkeypatch.setattr(cells_module, "finished", finished)
    part = all_of(cells_of(two_runs(), {"optimizer.lr": [0.1, 0.2, 0.3, 0.4, 0.5]}))
    assert {cell: str(why) for cell, why in part.failed.items()} == {
        1: "MemoryError: full", 2: "ZeroDivisionError: odd", 3: "runs: no",
    }  # fmt: skip
    assert np.isfinite(part.values).tolist() == [True, False, False, False, True]
    assert np.isnan(part.ends[1:4]).all()


@pytest.mark.parametrize("formula", ["1/x + y^2", "log(x) + y^2", "sqrt(x) + y^2", "x^1.5 + y^2", "exp(1000*x) + y^2"])
def test_that_where_a_surface_is_infinite_or_complex_cells_diverge_and_others_go_on(formula: str) -> None:
    experiment = an_experiment(expression(formula, domain=[[0.1, 0.6], [-1, 1]]), [a_run([0.5, 1])], steps=20)
    cells = cells_of(experiment, {"start[0]": [-1, 0, 0.5, 5]}, "verdict")
    part = all_of(cells)
    for cell in range(4):
        record = gdviz.run(cells.experiment_at(cell)).runs[0]
        assert record.verdict is not None
        assert VERDICTS[int(part.values[cell])] == record.verdict.kind
    assert not part.failed
    assert len(set(part.values)) > 1


def test_that_the_runs_failure_is_the_cells() -> None:
    withheld = {"kind": "withheld", "dim": 2, "problem": {**line_data(), "data": {"kind": "csv", "path": "gone.csv"}}}
    part = all_of(cells_of(an_experiment(withheld, [a_run([0, 0])]), {"optimizer.lr": [0.1]}))
    assert part.failed and "not read" in str(part.failed[0])


# Processes and threads.


def test_that_cells_with_data_are_pickled_with_their_numbers_and_little_else(tmp_path: Path) -> None:
    table = np.random.default_rng(0).standard_normal((5000, 3))
    file = tmp_path / "table.csv"
    np.savetxt(file, table, delimiter=",", header="a,b,y", comments="")
    data = {"kind": "csv", "path": str(file), "x": ["a", "b"], "y": "y"}
    linear = {"kind": "linear_regression", "data": data}
    cells = cells_of(an_experiment(linear, [a_run([0, 0, 0], batch={"size": 50})]), {"optimizer.lr": [0.01, 0.1]})
    expected = all_of(cells)
    file.unlink()  # a worker elsewhere does not have it
    raw = pickle.dumps(cells)
    assert len(raw) < 2.5 * table.nbytes
    part = all_of(pickle.loads(raw))
    assert part.values.tobytes() == expected.values.tobytes()
    assert part.ends.tobytes() == expected.ends.tobytes()
    assert not part.failed


def test_that_blas_has_one_thread_as_long_as_any_piece_is_computed() -> None:
    def threads() -> list[int]:
        return [library["num_threads"] for library in threadpool_info() if library["user_api"] == "blas"]

    before = threads()
    with cells_module._one_thread:
        with cells_module._one_thread:
            assert set(threads()) == {1}
        assert set(threads()) == {1}
    assert threads() == before
    cells = cells_of(two_runs(), {"optimizer.lr": np.linspace(0.01, 0.1, 40)})
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(cells.compute, [Piece(cell, 1) for cell in range(40)]))
    assert threads() == before
