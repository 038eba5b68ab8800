"""What the window is about: as chosen, as fits the experiment, or all of it."""

from __future__ import annotations

from typing import Any

import pytest

import gdviz
from gdviz.arranging import RACERS, fitting
from gdviz.gui.kernel.scene import Scene
from gdviz.gui.style import theme
from gdviz.view_state import PersonState, ViewState

RUN: dict[str, Any] = {"start": [1, 1], "optimizer": {"kind": "sgd", "lr": 0.01}}
PLAIN: dict[str, Any] = {
    "format": "gdviz-experiment", "version": 1, "problem": {"kind": "surface", "name": "himmelblau"}, "steps": 5,
    "runs": [RUN],
}  # fmt: skip
DATA: dict[str, Any] = {
    **PLAIN, "problem": {"kind": "linear_regression", "data": {"kind": "inline", "x": [[0], [1]], "y": [1, 3]}},
}  # fmt: skip


def experiment(given: dict[str, Any], **more: Any) -> gdviz.Experiment:
    return gdviz.Experiment.from_dict({**given, **more})


@pytest.mark.parametrize(
    ("given", "fits"),
    [
        (PLAIN, "descent"),
        (DATA, "data"),
        ({**PLAIN, "runs": [RUN] * RACERS}, "race"),
        ({**PLAIN, "runs": [RUN] * (RACERS - 1)}, "descent"),
        ({**DATA, "runs": [RUN, {**RUN, "schedule": {"kind": "inverse_sqrt"}}]}, "rates"),
        ({**PLAIN, "runs": [{**RUN, "warmup": {"length": 2}}]}, "rates"),
    ],
)
def test_an_arrangement_fits_the_kind(given: dict[str, Any], fits: str) -> None:
    assert fitting(experiment(given)) == fits


def scene(given: dict[str, Any], arranged: bool, view: dict[str, Any]) -> Scene:
    state = ViewState(PersonState(arranged=arranged)).opened(view)
    return Scene.of(gdviz.run(experiment(given)), theme.light(), state)


def test_a_window_that_is_not_arranged_shows_all_whatever_the_file_says() -> None:
    for given in (PLAIN, DATA):
        assert scene(given, False, {}).arrangement == "all"
        assert scene(given, False, {"arrangement": "race"}).arrangement == "all"
        assert scene(given, True, {}).arrangement == fitting(experiment(given))
        assert scene(given, True, {"arrangement": "race"}).arrangement == "race"


def test_data_is_no_arrangement_without_samples() -> None:
    assert scene(PLAIN, True, {"arrangement": "data"}).arrangement == "descent"
    assert scene(DATA, True, {"arrangement": "data"}).arrangement == "data"
