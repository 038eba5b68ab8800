"""A process that exports, and prints how long each took in seconds, as JSON by name. See exporting.py."""

from __future__ import annotations

import json
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from statistics import median
from typing import Any

import numpy as np
from PySide6.QtWidgets import QApplication

import gdviz
from benchmarks import program
from benchmarks.members import member
from gdviz.gui.app import create_window
from gdviz.paths import resources

Film = member("gdviz.export.export_format:Film", "gdviz.export.base:Film")
format_of = member("gdviz.export.export_format:format_of", "gdviz.export.base:format_of")

FRAMES, SIZE = 300, (1280, 720)
ROUNDS = 3


def seconds(task: Callable[[], object], rounds: int = ROUNDS) -> float:
    """The median of some times, after one that does not count."""
    taken = []
    for _ in range(rounds + 1):
        begun = time.perf_counter()
        task()
        taken.append(time.perf_counter() - begun)
    return median(taken[1:])


def eight_runs() -> gdviz.Experiment:
    """The three optimizers of the shipped race, until they are eight."""
    race = gdviz.load(resources() / "experiments" / "three_optimizers.json").to_dict()
    race["runs"] = [{**race["runs"][i % 3], "label": f"run {i}"} for i in range(8)]
    return gdviz.Experiment.from_dict(race)


def files(folder: Path) -> dict[str, float]:
    """Saving and opening an experiment of eight runs."""
    experiment, path = eight_runs(), folder / "experiment.json"

    def there_and_back() -> None:
        gdviz.save(experiment, path)
        gdviz.load(path)

    return {"file": seconds(there_and_back, 11)}


def pictures(app: QApplication, folder: Path) -> dict[str, float]:
    """The whole window at twice its size."""
    window = create_window()
    window.resize(1440, 900)
    window.show()
    until = time.perf_counter() + 1.5
    while time.perf_counter() < until or program.is_computing(window) or program.surface_image(window).busy:
        app.processEvents()
    taken = seconds(lambda: window.export(folder / "window.png", 2))
    window.close()
    return {"png": taken}


def films(app: QApplication, folder: Path) -> dict[str, float]:
    """The race as films; drawing the frames alone, and encoding them alone."""
    program.apply_light()
    race = gdviz.load(resources() / "experiments" / "three_optimizers.json").replace("steps", FRAMES)
    result, plan = gdviz.run(race), program.film_plan(0, FRAMES, FRAMES, SIZE)

    def make() -> Any:
        return program.film_scene(result, plan)

    def film_to(path: Path) -> None:
        program.write_film(make(), result, path, plan)

    scene = make()
    while scene.busy:
        app.processEvents()
    scene.frame(FRAMES)
    frames = [scene.frame(k) for k in plan.steps()]
    made = {"drawing": seconds(lambda: [scene.frame(k) for k in plan.steps()])}
    scene.close()
    for name in ("film.gif", "film.mp4"):
        known = format_of(Path(name))
        if known.missing() is not None:
            continue
        film = Film(SIZE, FRAMES, plan.rate, 0.0, [frames[0], frames[-1]], race)
        path = folder / name
        made[f"{known.kind} encoder"] = seconds(partial(_encode, known, film, frames))
        made[known.kind] = seconds(partial(film_to, path))
    return made


def _encode(known: Any, film: Any, frames: list[np.ndarray]) -> None:
    known.content(film, iter(frames))


if __name__ == "__main__":
    app = QApplication(sys.argv[:1])
    with tempfile.TemporaryDirectory() as home:
        print(json.dumps(files(Path(home)) | pictures(app, Path(home)) | films(app, Path(home))))
