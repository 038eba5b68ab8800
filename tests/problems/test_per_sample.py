from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import gdviz
from gdviz.problems.fitting import DataProblem
from tests.problems.data_problems import table

SAMPLES = np.array([7, 1, 20])


def made(problem: dict[str, Any]) -> tuple[DataProblem, np.ndarray]:
    compiled = gdviz.problem(problem)
    assert isinstance(compiled, DataProblem)
    return compiled, np.random.default_rng(1).normal(size=compiled.dim)


@pytest.mark.parametrize("problem", table(), ids=lambda problem: problem["kind"])
def test_that_each_sample_says_what_a_batch_of_it_alone_says(problem: dict[str, Any]) -> None:
    compiled, w = made(problem)
    prediction, losses, grads = compiled.per_sample(w, SAMPLES)
    assert np.allclose(prediction, compiled.predict(w, compiled.samples.x[SAMPLES]))
    for place, sample in enumerate(SAMPLES):
        loss, grad = compiled.batch_loss_grad(w, np.array([sample]))
        assert losses[place] == pytest.approx(float(loss))
        assert np.allclose(grads[place], grad)


@pytest.mark.parametrize("problem", table(), ids=lambda problem: problem["kind"])
def test_that_loss_and_gradient_are_the_means_over_the_samples(problem: dict[str, Any]) -> None:
    compiled, w = made(problem)
    _, losses, grads = compiled.per_sample(w, np.arange(compiled.n_samples))
    assert losses.mean() == pytest.approx(float(compiled.loss(w)))
    assert np.allclose(grads.mean(axis=0), compiled.grad(w))
