from __future__ import annotations

import json
import math
from typing import Any

import numpy as np
import pytest

from gdviz.datasets.samples import builtin_names, read_samples
from gdviz.messages import ExperimentError


def test_that_inline_data_become_arrays() -> None:
    samples = read_samples({"kind": "inline", "x": [[1, 2], [3, 4], [5, 6.5]], "y": [1, 0, 2]}, "data")
    assert samples.x.tolist() == [[1, 2], [3, 4], [5, 6.5]]
    assert samples.y.tolist() == [1, 0, 2]
    assert samples.x.dtype == samples.y.dtype == np.float64
    assert (samples.names, samples.target) == (("x1", "x2"), "y")


def test_that_one_feature_may_be_given_without_brackets() -> None:
    flat = read_samples({"kind": "inline", "x": [1, 2], "y": [3, 4]}, "data")
    assert flat == read_samples({"kind": "inline", "x": [[1], [2]], "y": [3, 4]}, "data")
    assert flat.x.shape == (2, 1)
    assert flat.names == ("x",)


def test_that_samples_compare_by_what_they_hold_and_survive_json() -> None:
    data = {"kind": "inline", "x": [[1.0, 2.0], [3.0, 4.0]], "y": [0.5, 0.25]}
    samples = read_samples(data, "data")
    assert samples.to_json() == data
    assert read_samples(json.loads(json.dumps(samples.to_json())), "data") == samples
    assert hash(samples) == hash(read_samples(data, "data"))
    assert samples != read_samples({**data, "y": [0.5, 0.5]}, "data")


@pytest.mark.parametrize(
    ("data", "path", "sentence"),
    [
        (None, "data", "must be an object with a kind"),
        ({}, "data.kind", "unknown: null; known: inline, builtin"),
        ({"kind": "csv"}, "data.kind", 'unknown: "csv"; known: inline, builtin'),
        ({"kind": "inline", "x": [1]}, "data.y", "is missing"),
        ({"kind": "inline", "y": [1]}, "data.x", "is missing"),
        ({"kind": "inline", "x": [1], "y": [1], "z": 1}, "data.z", "unknown key"),
        ({"kind": "inline", "x": [], "y": []}, "data.x", "must be a list of at least one row"),
        ({"kind": "inline", "x": "12", "y": [1, 2]}, "data.x", "must be a list of at least one row"),
        ({"kind": "inline", "x": [1, 2], "y": [1]}, "data.y", "must have 2 numbers, got 1"),
        ({"kind": "inline", "x": [1, 2], "y": 3}, "data.y", "must have 2 numbers, got 3"),
        ({"kind": "inline", "x": [[]], "y": [1]}, "data.x[0]", "must have as many numbers as the first row"),
        ({"kind": "inline", "x": [[1], [1, 2]], "y": [1, 2]}, "data.x[1]", "must have as many numbers as the first"),
        ({"kind": "inline", "x": [[1], ["2"]], "y": [1, 2]}, "data.x[1][0]", 'must be a number, got "2"'),
        ({"kind": "inline", "x": [[1], [math.nan]], "y": [1, 2]}, "data.x[1][0]", "must be a finite number, got nan"),
        ({"kind": "inline", "x": [1, 2], "y": [1, None]}, "data.y[1]", "must be a number, got null"),
        ({"kind": "inline", "x": [1, 2], "y": [1, True]}, "data.y[1]", "must be a number, got true"),
        ({"kind": "builtin", "name": "noisyline"}, "data.name", 'unknown: "noisyline"; did you mean noisy_line'),
        ({"kind": "builtin", "name": ["line"]}, "data.name", "unknown: "),
        ({"kind": "builtin"}, "data.name", "is missing"),
    ],
)
def test_that_wrong_data_are_refused_with_the_path_of_the_key(data: Any, path: str, sentence: str) -> None:
    with pytest.raises(ExperimentError) as caught:
        read_samples(data, "data")
    assert caught.value.path == path
    assert str(caught.value.reason).startswith(sentence)


@pytest.mark.parametrize("name", builtin_names())
def test_that_every_shipped_data_set_is_read_and_says_where_it_is_from(name: str) -> None:
    entry = builtin_names()[name]
    samples = read_samples({"kind": "builtin", "name": name}, "data")
    assert samples.to_json() == {"kind": "builtin", "name": name}
    assert samples.x.shape == (len(samples.y), len(entry["x"]))
    assert len(samples.y) > 1
    assert np.isfinite(samples.x).all()
    assert np.isfinite(samples.y).all()
    assert all(entry[key] for key in ("source", "licence"))
    assert all(entry["title"][language] for language in ("en", "ko"))
    with pytest.raises(ValueError, match="read-only"):
        samples.x[0, 0] = 1


def test_that_the_exact_line_is_one() -> None:
    line = read_samples({"kind": "builtin", "name": "line"}, "data")
    np.testing.assert_allclose(line.y, 2 * line.x[:, 0] + 1, atol=1e-12)
