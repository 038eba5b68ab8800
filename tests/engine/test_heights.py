from __future__ import annotations

import numpy as np

import gdviz
from gdviz.engine.heights import FURTHEST, NODES, Heights


def test_that_heights_are_those_of_the_loss_to_less_than_a_pixel() -> None:
    data = {"kind": "builtin", "name": "cancer_radius"}
    problem = gdviz.problem({"kind": "logistic_regression", "intercept": False, "data": data})
    low, high = problem.domain[0]
    w = np.linspace(low - (high - low), high + (high - low), 1001)
    exact = problem.loss(w[:, None])
    assert np.abs(Heights(problem).at(w) - exact).max() < 1e-5 * np.ptp(exact)
    nodes = low + (high - low) * np.arange(NODES + 1) / NODES
    np.testing.assert_allclose(Heights(problem).at(nodes), problem.loss(nodes[:, None]), rtol=1e-12)


def test_that_what_is_far_out_or_no_number_costs_nothing() -> None:
    problem = gdviz.problem({"kind": "linear_regression", "intercept": False,
                             "data": {"kind": "builtin", "name": "line"}})  # fmt: skip
    low, high = problem.domain[0]
    table = Heights(problem)
    found = table.at(np.array([np.nan, 1e300, -np.inf, low]))
    assert np.isnan(found[0]) and found[3] == problem.loss(np.array([low]))
    assert np.isclose(found[1], problem.loss(np.array([high + FURTHEST * (high - low)])))
    assert table._known.sum() <= 6
