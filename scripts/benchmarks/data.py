"""Learning from data: SGD against a loop by hand and against torch, many seeds at once, a CSV of a million rows."""

from __future__ import annotations

import csv
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

import gdviz
from benchmarks.members import member
from benchmarks.table import Row
from benchmarks.timing import by_turns
from gdviz.datasets.samples import read_samples
from gdviz.engine.ensemble import Ensemble

compiled = member("gdviz.problems.problem:compiled", "gdviz.problems.base:compiled")

SAMPLES, FEATURES, BATCH, RATE = 10_000, 10, 32, 0.01
REGRESSION = {
    "kind": "linear_regression",
    "data": {"kind": "synthetic", "shape": "line", "features": FEATURES, "noise": 0.5, "n": SAMPLES, "seed": 0},
}
WAVE = {
    "kind": "model",
    "prediction": "w2*sin(w1*x)",
    "parameters": ["w1", "w2"],
    "data": {"kind": "synthetic", "shape": "sine", "frequency": 2.5, "noise": 0.1, "n": 100, "low": -3, "high": 3},
}


def experiment(problem: dict[str, Any], start: list[float], lr: float, size: int, epochs: int) -> gdviz.Experiment:
    """One run of SGD."""
    run = {"start": start, "optimizer": {"kind": "sgd", "lr": lr}, "batch": {"size": size}}
    head = {"format": "gdviz-experiment", "version": 1}
    return gdviz.Experiment.from_dict({**head, "problem": problem, "epochs": epochs, "runs": [run]})


def regression(epochs: int) -> gdviz.Experiment:
    """The regression of the first two rows."""
    return experiment(REGRESSION, [0.0] * (FEATURES + 1), RATE, BATCH, epochs)


def by_hand(x: np.ndarray, y: np.ndarray, epochs: int) -> np.ndarray:
    """SGD as one writes it with NumPy; records what the engine records, and returns w, shape (steps + 1, dim)."""
    steps = epochs * -(-len(y) // BATCH)
    w, grads = np.zeros((steps + 1, x.shape[1])), np.empty((steps, x.shape[1]))
    losses, rates = np.empty(steps), np.empty(steps)
    k = 0
    for epoch in range(epochs):
        order = np.random.default_rng([0, epoch]).permutation(len(y))
        for first in range(0, len(y), BATCH):
            part = order[first : first + BATCH]
            rows = x[part]
            residual = rows @ w[k] - y[part]
            grad = rows.T @ residual * (2 / len(part))
            w[k + 1] = w[k] - RATE * grad
            grads[k], losses[k], rates[k] = grad, residual @ residual / len(part), RATE
            k += 1
    return w


def sgd_rows(epochs: int = 40, rounds: int = 9) -> list[Row]:
    """Steps a second of a whole `gdviz.run`, recording and verdict included. Raises RuntimeError if they differ."""
    planned = regression(epochs)
    problem: Any = compiled(planned.problem)
    record = gdviz.run(regression(2), "cpu").runs[0]
    if not np.allclose(record.w, by_hand(problem.design, problem.target, 2), rtol=1e-10, atol=1e-12):
        raise RuntimeError("the loop by hand and the engine disagree")
    ours, theirs = by_turns(
        [lambda: gdviz.run(planned, "cpu"), lambda: by_hand(problem.design, problem.target, epochs)], rounds
    )
    steps = epochs * -(-SAMPLES // BATCH)
    what = f"SGD, linear regression, {SAMPLES} samples, {FEATURES} features, batch {BATCH}, recording"
    return [Row(what, "steps/s", steps / ours, (">=", 0.8), steps / theirs, "a NumPy loop by hand"), torch_row(what)]


def torch_row(what: str, epochs: int = 10, torch_epochs: int = 1, rounds: int = 3) -> Row:
    """The same against torch in eager mode with its DataLoader."""
    row = Row(what, "steps/s", None, (">=", 3), None, "torch eager, DataLoader", "torch is not installed")
    try:
        import torch
    except ImportError:
        return row
    planned = regression(epochs)
    problem: Any = compiled(planned.problem)
    x, y = torch.tensor(problem.design[:, :-1]), torch.tensor(problem.target[:, None])
    loader = torch.utils.data.DataLoader(torch.utils.data.TensorDataset(x, y), batch_size=BATCH, shuffle=True)

    def theirs() -> None:
        model = torch.nn.Linear(FEATURES, 1, dtype=torch.float64)
        optimizer, loss_of = torch.optim.SGD(model.parameters(), lr=RATE), torch.nn.MSELoss()
        losses = []
        for _ in range(torch_epochs):
            for rows, target in loader:
                optimizer.zero_grad()
                loss = loss_of(model(rows), target)
                loss.backward()
                optimizer.step()
                losses.append(loss.item())

    seconds = by_turns([lambda: gdviz.run(planned, "cpu"), theirs], rounds)
    steps = -(-SAMPLES // BATCH)
    return Row(what, row.unit, epochs * steps / seconds[0], row.target, torch_epochs * steps / seconds[1], row.against)


def ensemble_rows(seeds: int = 200, epochs: int = 10, rounds: int = 2) -> list[Row]:
    """Seeds a second, all at once against one by one."""
    planned = experiment(WAVE, [5.0, 0.5], 0.2, 2, epochs)

    def together() -> None:
        team = Ensemble(planned, 0, range(seeds))
        while team.advance():
            pass

    def apart() -> None:
        for seed in range(seeds):
            gdviz.run(planned.replace("seed", seed), "cpu")

    ours, theirs = by_turns([together, apart], rounds)
    return [Row(f"{seeds} seeds at once", "seeds/s", seeds / ours, (">=", 20), seeds / theirs, "single runs")]


def csv_rows(rows: int = 1_000_000, rounds: int = 3) -> list[Row]:
    """Rows a second of a CSV file of three columns, against the csv module and float()."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "large.csv"
        np.savetxt(file, np.random.default_rng(0).standard_normal((rows, 3)), "%.6f", ",", header="a,b,y", comments="")

        def ours() -> None:
            file.touch()  # otherwise its table is cached
            read_samples({"kind": "csv", "path": str(file), "x": ["a", "b"], "y": "y"}, "data")

        def theirs() -> None:
            with file.open(newline="", encoding="utf-8") as text:
                reader = csv.reader(text)
                next(reader)
                np.array([[float(value) for value in row] for row in reader])

        mine, plain = by_turns([ours, theirs], rounds)
    return [Row(f"CSV, {rows} rows", "rows/s", rows / mine, (">=", 1), rows / plain, "csv and float()")]


def data_rows() -> list[Row]:
    """All of them."""
    made: list[Callable[[], list[Row]]] = [sgd_rows, ensemble_rows, csv_rows]
    return [row for measure in made for row in measure()]
