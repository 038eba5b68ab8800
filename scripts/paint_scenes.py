"""The experiments whose pictures scripts/compare_views.py compares: one a kind of problem, run and view."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

Spec = dict[str, Any]
LINE = {"kind": "linear_regression", "data": {"kind": "builtin", "name": "noisy_line"}}


def run(start: list[float], lr: float, label: str = "", kind: str = "sgd", **more: Any) -> Spec:
    """A run; `more` are further keys of it."""
    return {"label": label, "start": start, "optimizer": {"kind": kind, "lr": lr, **more.pop("rule", {})}, **more}


def experiment(problem: Spec, runs: list[Spec], title: str, **more: Any) -> Spec:
    """An experiment; `more` are further keys of it, by default 60 steps."""
    length = {} if "epochs" in more else {"steps": 60}
    return {"format": "gdviz-experiment", "version": 1, "title": title, "seed": 0, "problem": problem, "runs": runs,
            **length, **more}  # fmt: skip


def surface(name: str) -> Spec:
    """A surface of the catalogue."""
    return {"kind": "surface", "name": name}


def eight(start: list[float], rate: float = 0.01) -> list[Spec]:
    """Eight runs of different rules from one start; plain gradient descent has this rate."""
    rules = ("sgd", "adam", "adagrad", "rmsprop", "adamw", "nadam", "lion", "adadelta")
    return [run(start, rate if rule == "sgd" else 0.1, rule, rule) for rule in rules]


def recorded(folder: Path) -> Spec:
    """Runs beside one that was recorded elsewhere: a path of two parameters with losses, in a file of `folder`."""
    rows = [f"{k},{2 - 0.05 * k:.3f},{1 - 0.02 * k:.3f},{6 / (1 + k):.5f}" for k in range(30)]
    (folder / "log.csv").write_text("\n".join(["step,w1,w2,loss", *rows]) + "\n", encoding="utf-8")
    runs = [run([2, 1], 0.1, "GD"), run([2, 1], 0.02, "slow")]
    return experiment(surface("elliptic_bowl"), runs, "Recorded", view={"recorded": ["log.csv"]})


def scenes(folder: Path) -> dict[str, Spec]:
    """All experiments by name; the files that they need are written to `folder`."""
    bowl = {"kind": "quadratic", "matrix": [[4, 1, 0, 0, 0], [1, 3, 0, 0, 0], [0, 0, 2, 0, 0], [0, 0, 0, 1, 0],
                                            [0, 0, 0, 0, 0.2]]}  # fmt: skip
    many = [run([1, -1, 2, 1, -2], 0.1, "GD"), run([1, -1, 2, 1, -2], 0.05, "momentum", rule={"momentum": 0.9})]
    wave = {"kind": "model", "prediction": "w2*sin(w1*x)", "parameters": ["w1", "w2"],
            "data": {"kind": "builtin", "name": "sine_wave"}, "domain": [[-8, 8], [-2, 2]]}  # fmt: skip
    iris = {"kind": "logistic_regression", "data": {"kind": "builtin", "name": "iris_petals"}}
    eyes = [{"color": 0}, {"color": 1, "hidden": True}, {"color": 2, "pinned": True}, {"color": 5}]
    two_batches = [run([-1, 4], 0.1, batch={"size": 20}), run([-1, 4], 0.1, "full batch")]
    warm = {"length": 4, "start_factor": 0.1, "unit": "epoch"}
    planned = [
        run([-1, 4], 0.3, "step", schedule={"kind": "step", "step_size": 5, "gamma": 0.5}, batch={"size": 20}),
        run([-1, 4], 0.3, "warm-up, cosine", schedule={"kind": "cosine", "t_max": 16}, warmup=warm, batch={"size": 20}),
        run([-1, 4], 0.3, "points", schedule={"kind": "points", "points": [[0, 1], [8, 0.2], [20, 0.6]]}),
    ]
    return {
        "worked": experiment({"kind": "expression", "expression": "3*x**2*y", "domain": [[-2, 2], [-2, 2]]},
                             [run([1, 1], 0.01, "GD")], "3x²y", steps=20),
        "curve": experiment(surface("two_minima_1d"), [run([1.6], 0.02), run([-0.4], 0.05, "right")], "A curve"),
        "many": experiment(bowl, many, "Five parameters"),
        "plane": experiment(bowl, many, "A plane of the paths", view={"plane": {"by": "path", "axes": [0, 1]}}),
        "linear": experiment(LINE, [run([-1, 4], 0.1)], "A line"),
        "logistic": experiment(iris, [run([0, 0, 0], 0.05, batch={"size": 25})], "Iris", epochs=12),
        "model": experiment(wave, [run([1.2, 0.5], 0.1), run([5, 0.5], 0.1, batch={"size": 10})], "A wave", epochs=10),
        "batches": experiment(LINE, two_batches, "Batches", epochs=4),
        "runs": experiment(surface("himmelblau"), eight([0.5, -0.5]), "Eight rules"),
        "recorded": recorded(folder),
        "hidden": experiment(surface("rosenbrock"), eight([-1.2, 1], 0.001)[:4], "Hidden", view={"runs": eyes}),
        "schedules": experiment(LINE, planned, "Schedules", epochs=20),
        "long": experiment(surface("himmelblau"), [run([0.5, -0.5], 0.0001, "long")], "Long", steps=100_000),
        "basins": experiment(surface("himmelblau"), [run([0.5, -0.5], 0.01)], "Basins"),
        "diverged": experiment(surface("himmelblau"), [run([0, 0], 0.05), run([0, 0], 0.028, "high")], "Diverged"),
    }  # fmt: skip


def write(folder: Path) -> dict[str, Path]:
    """Write each experiment to a file of `folder`; the files by name."""
    files = {}
    for name, spec in scenes(folder).items():
        files[name] = folder / f"{name}.json"
        files[name].write_text(json.dumps(spec), encoding="utf-8")
    return files
