"""Phase diagrams: each cell is a single path, and the boundary is where theory draws it."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest

import gdviz
from gdviz.engine.cells import VERDICTS, Cells
from gdviz.engine.phases import RATE, PhaseMap, Range, boundary, diagram, in_pieces, is_whole
from gdviz.engine.pieces import Piece
from gdviz.engine.sweeps import Sweep, sweeping
from gdviz.messages import ExperimentError
from gdviz.optimizers.optimizer import Optimizer
from gdviz.params import params_of
from gdviz.registry import plugins
from tests.making import a_run, an_experiment, expression, line_data, quadratic

KINDS: dict[str, type[Optimizer]] = plugins("gdviz.optimizers")
PROBLEMS: dict[str, tuple[Any, list[float], dict[str, Any]]] = {
    "himmelblau": ("himmelblau", [-1, 3], {}),
    "five": (quadratic(1, 2, 3, 4, 5), [1, -1, 2, -2, 0.5], {}),
    "batches": (line_data(30), [0, 0], {
        "batch": {"size": 7},
        "warmup": {"length": 5, "start_factor": 0.1, "unit": "step"},
        "schedule": {"kind": "cosine", "t_max": 30, "unit": "step"},
    }),
}  # fmt: skip
LOST = {"diverged", "overshooting", "unbounded"}


def computed(cells: Cells) -> PhaseMap:
    made = Sweep.empty(cells)
    for _ in sweeping(made):
        pass
    return PhaseMap(made)


def beside_the_rate(experiment: gdviz.Experiment, rates: Range) -> Cells:
    """An 8 x 8 diagram of the rate and a hyper-parameter that may vary on its own; of a start for a rule without."""
    optimizer = experiment.runs[0].optimizer
    for parameter in params_of(type(optimizer)):
        if parameter.kind != "float" or parameter.name == "lr":
            continue
        try:
            return diagram(experiment, rates, Range(f"optimizer.{parameter.name}", 0.05, 0.5), 0, "verdict", 8)
        except ExperimentError:  # its range is another, or it depends on others
            continue
    return diagram(experiment, rates, Range("start[0]", 0.5, 3), 0, "verdict", 8)


@pytest.mark.parametrize(
    ("kind", "problem"),
    [
        pytest.param(kind, problem, marks=[pytest.mark.long] if (place + turn) % len(PROBLEMS) else [])
        for place, kind in enumerate(KINDS)
        for turn, problem in enumerate(PROBLEMS)
    ],
)
def test_that_each_cell_is_the_single_path_of_its_experiment(kind: str, problem: str) -> None:
    spec, start, more = PROBLEMS[problem]
    lr = KINDS[kind].proposed_lr or 0.01
    run = a_run(start, {"kind": kind, "lr": lr}, **more)
    whole = an_experiment(spec, [a_run(start), run], steps=25)
    cells = beside_the_rate(an_experiment(spec, [run], steps=25), Range(RATE, lr / 30, lr * 30, log=True))
    cells = Cells(whole, cells.axes, run=1, value="verdict")
    part = cells.compute(Piece(0, 64))
    assert not part.failed
    for cell in range(64):
        values = zip(cells.axes, cells.place(cell), strict=True)
        changes = {f"runs[1].{axis.path}": axis.values[at] for axis, at in values}
        record = gdviz.run(whole.replace_all(changes)).runs[1]
        assert record.verdict is not None
        assert VERDICTS[int(part.values[cell])] == record.verdict.kind
        assert part.ends[cell].tobytes() == record.w[-1].tobytes()


def bowl_with(momentum: float = 0.0, nesterov: bool = False, **more: Any) -> gdviz.Experiment:
    optimizer = {"kind": "sgd", "lr": 0.1, "momentum": momentum, "nesterov": nesterov}
    return an_experiment(quadratic(1, 4), [a_run([1, -2], optimizer)], **{"steps": 1500, **more})


L = 4.0
LIMITS = {
    "heavy ball": (bowl_with(0.5), lambda b: 2 * (1 + b) / L),
    "Nesterov": (bowl_with(0.5, nesterov=True), lambda b: 2 * (1 + b) / ((1 + 2 * b) * L)),
}


@pytest.mark.parametrize("rule", LIMITS)
def test_that_verdicts_change_where_theory_draws_the_boundary(rule: str) -> None:
    experiment, theory = LIMITS[rule]
    momenta = Range("optimizer.momentum", 0.1, 0.9)
    rates = Range(RATE, 0.6 * theory(0.1 if rule == "heavy ball" else 0.9), 2.2 * theory(0.1), log=True)
    made = computed(diagram(experiment, rates, momenta, 0, "verdict", 64))
    found = boundary(made.sweep)
    assert found is not None
    across, values, limits = found
    assert across == 0
    assert values == pytest.approx(np.linspace(0.1, 0.9, 64))
    assert limits == pytest.approx([theory(b) for b in values], rel=1e-12)
    step = made.x[1] / made.x[0]
    assert step < 1.03
    lost = np.isin(made.values, [VERDICTS.index(kind) for kind in LOST])
    for row, limit in zip(lost, limits, strict=True):
        first = int(np.argmax(row))
        assert row[first:].all() and not row[:first].any()
        assert made.x[first - 1] / step <= limit <= made.x[first] * step


def test_that_the_boundary_of_gradient_descent_is_two_over_the_sharpness() -> None:
    rows = Range("start[0]", -2, 2)
    made = computed(diagram(bowl_with(), Range(RATE, 0.4, 0.6), rows, 0, "verdict", 64))
    found = boundary(made.sweep)
    assert found is not None and found[2] == pytest.approx(np.full(64, 0.5), rel=1e-12)
    changes = np.diff(np.isin(made.values, [VERDICTS.index(kind) for kind in LOST]).astype(int), axis=1)
    assert (np.abs(changes).sum(axis=1) == 1).all()
    places = made.x[changes.argmax(axis=1)]
    assert places == pytest.approx(np.full(64, 0.5), rel=0.03)


def test_that_the_boundary_stands_across_whichever_axis_is_the_rate() -> None:
    made = computed(diagram(bowl_with(0.5, steps=30), Range("runs[0].optimizer.momentum", 0, 0.9), Range(RATE, 0.1, 1)
                            , resolution=8))  # fmt: skip
    found = boundary(made.sweep)
    assert found is not None
    across, momenta, limits = found
    assert across == 1
    assert limits == pytest.approx(2 * (1 + momenta) / L)


def test_that_the_boundary_follows_a_constant_of_the_formula() -> None:
    named = an_experiment(expression("a*x^2 + y^2", parameters={"a": 1}), [a_run([1, 1])], steps=30)
    found = boundary(
        computed(diagram(named, Range(RATE, 0.01, 0.1), Range("problem.parameters.a", 2, 8), 0, "loss", 4)).sweep
    )
    assert found is not None
    assert found[2] == pytest.approx([2 / (2 * a) for a in (2, 4, 6, 8)])


@pytest.mark.parametrize(
    ("experiment", "x", "y"),
    [
        (bowl_with(steps=20), Range("start[0]", -1, 1), Range("optimizer.momentum", 0, 0.9)),
        (an_experiment(line_data(), [a_run([0, 0], batch={"size": 3})]), Range(RATE, 0.1, 1), Range("start[0]", 0, 1)),
        (an_experiment(quadratic(1, 4, noise={"std": 0.1}), [a_run([1, 1])]), Range(RATE, 0.1, 1),
         Range("start[0]", 0, 1)),
        (an_experiment(quadratic(1, 4), [a_run([1, 1], {"kind": "adam", "lr": 0.1})]), Range(RATE, 0.1, 1),
         Range("start[0]", 0, 1)),
        (an_experiment(quadratic(1, 4), [a_run([1, 1], {"kind": "sgd", "lr": 0.1, "maximize": True})]),
         Range(RATE, 0.1, 1), Range("start[0]", 0, 1)),
        (an_experiment(quadratic(1, 4), [a_run([1, 1], schedule={"kind": "exponential", "gamma": 1})]),
         Range(RATE, 0.1, 1), Range("schedule.gamma", 0.5, 0.9)),
    ],
    ids=["no rate", "batches", "noise", "Adam", "uphill", "schedule"],
)  # fmt: skip
def test_that_there_is_no_boundary_where_no_rate_is_a_limit(experiment: gdviz.Experiment, x: Range, y: Range) -> None:
    assert boundary(computed(diagram(experiment, x, y, resolution=3)).sweep) is None


def test_that_columns_are_along_x_and_rows_along_y() -> None:
    made = computed(
        diagram(bowl_with(steps=20), Range(RATE, 0.1, 0.2), Range("start[1]", 1, 100, log=True), resolution=3)
    )
    assert made.x == pytest.approx([0.1, 0.15, 0.2])
    assert made.y == pytest.approx([1, 10, 100])
    assert made.values.shape == (3, 3)
    record = gdviz.run(bowl_with(steps=20).replace_all({"runs[0].optimizer.lr": 0.2, "runs[0].start[1]": 1})).runs[0]
    assert made.values[0, 2] == record.loss[-1]


def test_that_counts_take_whole_values() -> None:
    assert Range("steps", 1, 5).values(64, whole_numbers=True).tolist() == [1, 2, 3, 4, 5]
    assert Range("seed", 0, 1000).values(5, whole_numbers=True).tolist() == [0, 250, 500, 750, 1000]
    assert Range("steps", 1.6, 4.4).values(64, whole_numbers=True).tolist() == [2, 3, 4]
    data = an_experiment(line_data(30), [a_run([0, 0], batch={"size": 3})])
    cells = diagram(data, Range("batch.size", 1, 30, log=True), Range("epochs", 1, 3), resolution=8)
    assert cells.axes[0].values == (1, 2, 3)
    assert cells.axes[1].values == (1, 2, 3, 4, 7, 11, 18, 30)


def test_that_ends_of_a_range_are_exact() -> None:
    for log in (False, True):
        values = Range(RATE, 0.1, 0.7, log).values(33)
        assert (values[0], values[-1]) == (0.1, 0.7)
        assert (np.diff(values) > 0).all()
    assert Range(RATE, 0.1, 1).within(0.2, 0.3) == Range(RATE, 0.2, 0.3)


@pytest.mark.parametrize(
    ("low", "high", "log", "sentence"),
    [
        (0, 1, True, "a logarithmic range must begin above 0, got 0 to 1"),
        (-1, 1, True, "a logarithmic range must begin above 0, got -1 to 1"),
        (1, 0.1, False, "a range must rise, got 1 to 0.1"),
        (1, 1, True, "a range must rise, got 1 to 1"),
        (math.nan, 1, False, "must be a finite number, got nan"),
        (0, math.inf, False, "must be a finite number, got inf"),
        ("low", 1, False, 'must be a number, got "low"'),
        (-1e308, 1e308, False, "the ends of a range must be closer to each other"),
    ],
)
def test_that_a_range_without_values_is_refused(low: Any, high: Any, log: bool, sentence: str) -> None:
    with pytest.raises(ExperimentError) as refused:
        Range(RATE, low, high, log)
    assert str(refused.value) == f"optimizer.lr: {sentence}"


@pytest.mark.parametrize(
    ("x", "y", "resolution", "sentence"),
    [
        (Range(RATE, 0.1, 1), Range("start[0]", 0, 1), 0, "resolution: must be in [2, 2000], got 0"),
        (Range(RATE, 0.1, 1), Range("start[0]", 0, 1), 1, "resolution: must be in [2, 2000], got 1"),
        (Range(RATE, 0.1, 1), Range("start[0]", 0, 1), 10**6, "resolution: must be in [2, 2000], got 1000000"),
        (Range(RATE, 0.1, 1), Range("start[0]", 0, 1), 6.5, "resolution: must be a whole number, got 6.5"),
        (Range(RATE, 0.1, 1), Range(RATE, 0.1, 1), 8, "y: must be another value than x"),
        (Range(RATE, 0.1, 1), Range("runs[0].optimizer.lr", 0.1, 1), 8,
         "optimizer.lr: stands for the same value as runs[0].optimizer.lr"),
        (Range(RATE, 0.1, 1), Range("steps", 1.2, 2.9), 8,
         "steps: there must be at least two whole numbers between 1.2 and 2.9"),
        (Range(RATE, 1, 1 + 1e-15), Range("start[0]", 0, 1), 8,
         "optimizer.lr: 8 numbers do not fit between 1 and 1.000000000000001"),
        (Range(RATE, -1, 1), Range("start[0]", 0, 1), 8, "runs[0].optimizer.lr: must be > 0, got -1"),
        (Range(RATE, 0.1, 1), Range("optimizer.momentum", 0, 1), 8,
         "runs[0].optimizer.momentum: must be in [0, 1), got 1"),
        (Range(RATE, 0.1, 1), Range("label", 0, 1), 8, "label: must be a number, and is a text"),
        (Range(RATE, 0.1, 1), Range("schedule.gamma", 0, 1), 8,
         "schedule.gamma: names nothing in the experiment; there are kind, unit, factor, total_iters"),
    ],
    ids=["0", "1", "many", "half", "equal", "same", "whole", "narrow", "rate", "momentum", "text", "nothing"],
)  # fmt: skip
def test_that_a_diagram_that_cannot_be_is_refused_in_one_sentence(
    x: Range, y: Range, resolution: Any, sentence: str
) -> None:
    with pytest.raises(ExperimentError) as refused:
        diagram(bowl_with(), x, y, resolution=resolution)
    assert str(refused.value) == sentence


def test_that_a_value_without_a_limit_leaves_the_rest_of_the_line_whole() -> None:
    points = np.stack([np.linspace(0, 1, 20), np.linspace(1, 3, 20)], axis=-1)
    edges = np.linspace(-0.02, 1.02, 21)
    assert np.isfinite(in_pieces(points, edges, 3.0)).all()
    points[10, 1] = np.nan
    assert np.isnan(in_pieces(points, edges, 3.0)[:, 0]).sum() == 2, "before it and behind it"


def test_that_steps_and_epochs_are_counts_whichever_the_experiment_has() -> None:
    experiment = an_experiment(line_data(10), [a_run((0, 0))], epochs=3)
    assert is_whole(experiment, "steps") and is_whole(experiment, "epochs")
