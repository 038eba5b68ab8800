from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from gdviz.datasets.samples import read_samples
from gdviz.datasets.synthetic import SHAPES
from gdviz.messages import ExperimentError


def made(shape: str, **more: Any) -> Any:
    return read_samples({"kind": "synthetic", "shape": shape, **more}, "data")


@pytest.mark.parametrize("shape", SHAPES)
def test_that_a_shape_records_every_number_that_its_samples_follow_from(shape: str) -> None:
    samples = made(shape, n=50)
    record = samples.to_json()
    assert {"kind", "shape", "n", "noise", "outliers", "seed"} <= set(record)
    again = read_samples(record, "data")
    assert again == samples
    assert again.x.tolist() == samples.x.tolist()
    assert again.y.tolist() == samples.y.tolist()
    assert made(shape, n=50, seed=1) != samples
    assert made(shape, n=50, seed=1).x.tolist() != samples.x.tolist()
    assert samples.x.shape[0] == len(samples.y) == 50


def test_that_the_numbers_are_those_of_the_seed_on_every_machine() -> None:
    line = made("line", n=3, seed=7)
    np.testing.assert_allclose(line.x[:, 0], [0.500382, 1.588855, 1.102743], atol=1e-6)


def test_that_without_noise_the_targets_lie_on_the_curve() -> None:
    line = made("line", noise=0, slope=-3, intercept=0.5, features=3)
    np.testing.assert_allclose(line.y, 0.5 - 3 * (line.x[:, 0] - line.x[:, 1] + line.x[:, 2]))
    sine = made("sine", noise=0, amplitude=2, frequency=3, phase=1, low=0, high=1)
    np.testing.assert_allclose(sine.y, 2 * np.sin(3 * sine.x[:, 0] + 1))
    assert 0 <= sine.x.min() < sine.x.max() <= 1
    tanh = made("tanh", noise=0, amplitude=0.5, frequency=4)
    np.testing.assert_allclose(tanh.y, 0.5 * np.tanh(4 * tanh.x[:, 0]))


def test_that_noise_has_its_deviation_and_leaves_x_as_it_is() -> None:
    clean, noisy = made("line", n=20_000, noise=0), made("line", n=20_000, noise=0.5)
    assert clean.x.tolist() == noisy.x.tolist()
    assert np.std(noisy.y - clean.y) == pytest.approx(0.5, rel=0.02)


def test_that_outliers_are_as_many_and_as_far_as_asked_for() -> None:
    clean, hit = made("line", n=200), made("line", n=200, outliers=7, outlier_size=9.0)
    moved = np.abs(hit.y - clean.y)
    assert np.sum(moved > 0) == 7
    np.testing.assert_allclose(moved[moved > 0], 9)
    wrong = made("clusters", n=200, outliers=7).y != made("clusters", n=200).y
    assert np.sum(wrong) == 7


def test_that_clusters_lie_as_far_apart_as_asked_for() -> None:
    samples = made("clusters", n=20_000, features=3, distance=4, noise=0.5)
    centers = [samples.x[samples.y == label].mean(axis=0) for label in (0, 1)]
    assert np.linalg.norm(centers[1] - centers[0]) == pytest.approx(4, rel=0.02)
    assert set(samples.y.tolist()) == {0.0, 1.0}


@pytest.mark.parametrize(
    ("data", "path", "sentence"),
    [
        ({}, "shape", "unknown: null; known: line, sine"),
        ({"shape": "lien"}, "shape", 'unknown: "lien"; did you mean line'),
        ({"shape": "line", "n": 0}, "n", "must be in [1, 2e+06], got 0"),
        ({"shape": "line", "noise": -1}, "noise", "must be >= 0, got -1"),
        ({"shape": "line", "n": 5, "outliers": 6}, "outliers", "must be at most n = 5, got 6"),
        ({"shape": "line", "low": 1, "high": 1}, "low", "must have low < high"),
        ({"shape": "line", "n": 2_000_000, "features": 100}, "n", "too many"),
        ({"shape": "line", "slope": 1e308}, "", "makes numbers that are not finite"),
        ({"shape": "sine", "slope": 1}, "slope", "unknown key"),
        ({"shape": "moons", "seed": 1.5}, "seed", "must be a whole number"),
    ],
)
def test_that_wrong_numbers_are_refused(data: dict[str, Any], path: str, sentence: str) -> None:
    with pytest.raises(ExperimentError) as caught:
        read_samples({"kind": "synthetic", **data}, "data")
    assert caught.value.path == f"data.{path}".rstrip(".")
    assert str(caught.value.reason).startswith(sentence)
