"""Runs computed to their end."""

from __future__ import annotations

from typing import Any

import gdviz
from gdviz.engine.runner import Result
from tests.making import a_run, an_experiment

COLORS = ["#c05a00", "#0067b1", "#b0206c"]
CUBIC = {"kind": "expression", "expression": "3*x**2*y", "domain": [[-2, 2], [-2, 2]]}
BOWL = {"kind": "expression", "expression": "x^2+y^2", "domain": [[-2, 2], [-2, 2]]}
HIMMELBLAU = {"kind": "surface", "name": "himmelblau"}
LINE = {
    "kind": "linear_regression",
    "data": {"kind": "inline", "x": [[k / 10] for k in range(20)], "y": [k / 5 + 1 for k in range(20)]},
}


def computed(problem: dict[str, Any], *runs: dict[str, Any], **duration: int) -> Result:
    """The result of runs that are given as far as they differ from plain descent from (1, 1)."""
    made = [{**a_run((1, 1)), "label": "GD", **given} for given in runs or ({},)]
    return gdviz.run(an_experiment(problem, made, **duration), "cpu")
