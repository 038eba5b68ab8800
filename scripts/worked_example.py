"""The worked example without a window: its first steps as a table, its picture beside it. Runs in .venv."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from setup_environment import make_streams_safe

import gdviz
from gdviz import cli, paths

STEPS = 10


def row(cells: list[str]) -> str:
    """A line of the table."""
    return "".join(f"{cell:<{width}}" for cell, width in zip(cells, (5, 11, 11, 11, 24, 26), strict=True)).rstrip()


def pair(values: list[float]) -> str:
    """A vector as the lecture writes it."""
    return f"[{', '.join(f'{value:.6g}' for value in values)}]"


def table(experiment: gdviz.Experiment) -> str:
    """The first steps of the first run: step k, the point, its loss and gradient, the update made there."""
    record = gdviz.run(experiment, device="cpu").runs[0]
    lines = [row(["k", "x", "y", "loss", "gradient", "update"])]
    for k in range(min(STEPS, len(record.grad))):
        (x, y), loss = record.w[k].tolist(), float(record.loss[k])
        cells = [
            str(k),
            f"{x:.6g}",
            f"{y:.6g}",
            f"{loss:.6g}",
            pair(record.grad[k].tolist()),
            pair(record.delta[k].tolist()),
        ]
        lines.append(row(cells))
    return "\n".join(lines)


def writable(name: str) -> Path:
    """`name` in the current folder, or in the system's temporary folder where that one is closed."""
    for folder in (Path.cwd(), Path(tempfile.gettempdir())):
        try:
            with tempfile.TemporaryFile(dir=folder):
                return folder / name
        except OSError:
            continue
    return Path(name)


def main(name: str) -> int:
    """Print the table and write the picture `name`; returns the exit code."""
    file = paths.resources() / "experiments" / "worked_example.json"
    experiment = gdviz.load(str(file))
    print(f"{experiment.title}: f(x, y) = 3x²y, start (1, 1), learning rate 0.01\n")
    print(f"{table(experiment)}\n", flush=True)
    picture = writable(name)
    code: int = cli.main(["run", str(file), "--export", str(picture)])
    if code == 0:
        print(f"\nIts picture: {picture}")
    return code


if __name__ == "__main__":
    make_streams_safe()
    sys.exit(main(sys.argv[1]))
