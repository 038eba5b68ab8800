from __future__ import annotations

import json
import math
import time
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import gdviz
from gdviz.datasets.samples import builtin_names, read_samples
from gdviz.messages import ExperimentError
from gdviz.problems.fitting import DataProblem


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
        ({}, "data.kind", "is missing"),
        ({"kind": "parquet"}, "data.kind", 'unknown: "parquet"; known: builtin, csv, synthetic, inline'),
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
        ({"kind": "builtin", "name": ["line"]}, "data.name", 'must be text, got ["line"]'),
        ({"kind": "inline", "x": [1, 10**400], "y": [1, 2]}, "data.x[1][0]", "must be a finite number, got inf"),
        ({"kind": "inline", "x": [1], "y": [1], "standardise": 1}, "data.standardise", "must be true or false, got 1"),
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


def test_that_standardised_columns_have_mean_0_and_deviation_1_and_say_what_was_taken_away() -> None:
    data = {"kind": "inline", "x": [[1.0, 10.0], [3.0, 30.0], [8.0, 90.0]], "y": [5.0, 7.0, 12.0], "standardise": True}
    samples = read_samples(data, "data")
    np.testing.assert_allclose(samples.x.mean(axis=0), 0, atol=1e-15)
    np.testing.assert_allclose(samples.x.std(axis=0), 1, rtol=1e-15)
    assert samples.y.tolist() == [5, 7, 12]
    assert samples.scaling is not None
    np.testing.assert_allclose(samples.scaling.mean, [4, 130 / 3])
    np.testing.assert_allclose(samples.x * samples.scaling.std + samples.scaling.mean, data["x"], rtol=1e-14)
    assert samples.to_json() == data
    both = read_samples({**data, "standardise_target": True}, "data")
    np.testing.assert_allclose(both.y, (samples.y - 8) / samples.y.std())
    assert (both.scaling.target_mean, both.scaling.target_std) == (8, samples.y.std())  # type: ignore[union-attr]
    assert both != samples != read_samples({**data, "standardise": False}, "data")


@pytest.mark.parametrize("x", [[0.1, 0.1, 0.1], [5, 5, 5], [0, 1e-200, 0]])
def test_that_a_constant_column_is_not_standardised(x: list[float]) -> None:
    data = {"kind": "inline", "x": [[value, i] for i, value in enumerate(x)], "y": [1, 2, 3], "standardise": True}
    with pytest.raises(ExperimentError, match=r"data\.standardise: column x1 is constant: it cannot be standardised"):
        read_samples(data, "data")


def test_that_a_column_too_large_is_not_standardised() -> None:
    data = {"kind": "inline", "x": [1e300, -1e300, 1e300], "y": [1, 2, 3], "standardise": True}
    with pytest.raises(ExperimentError, match="column x is too large"):
        read_samples(data, "data")


def test_that_a_catalogue_entry_names_a_problem_that_fits_it() -> None:
    for name, entry in builtin_names().items():
        problem = gdviz.problem({**entry["problem"], "data": {"kind": "builtin", "name": name}})
        assert np.isfinite(problem.loss(np.array(problem.start)))
        assert isinstance(problem, DataProblem)


def test_that_large_samples_hash_and_compare_in_no_time() -> None:
    x = np.random.default_rng(0).normal(size=(20_000, 5))
    data = {"kind": "inline", "x": x.tolist(), "y": x[:, 0].tolist()}
    one, other = read_samples(data, "data"), read_samples(data, "data")
    begun = time.perf_counter()
    assert one == other
    assert hash(one) == hash(other)
    assert time.perf_counter() - begun < 1e-3
    data["x"][19_999][4] += 1e-9
    assert read_samples(data, "data") != one


def test_that_shape_counts_when_samples_are_compared() -> None:
    flat = read_samples({"kind": "inline", "x": [[1, 2], [3, 4]], "y": [5, 6]}, "data")
    assert flat.digest != read_samples({"kind": "inline", "x": [1, 2], "y": [3, 4]}, "data").digest


def test_that_inline_columns_may_have_names() -> None:
    data = {"kind": "inline", "x": [[1], [2]], "y": [3, 4], "names": ["size"], "target": "price"}
    samples = read_samples(data, "problem.data")
    assert (samples.names, samples.target) == (("size",), "price")
    assert samples.to_json() == {**data, "x": [[1.0], [2.0]], "y": [3.0, 4.0]}


@pytest.mark.parametrize("names", [["a"], ["a", "a"], ["a", "y"], ["a", 1], "ab"])
def test_that_inline_names_are_as_many_as_the_columns_and_differ(names: object) -> None:
    data = {"kind": "inline", "x": [[1, 2], [3, 4]], "y": [3, 4], "names": names}
    with pytest.raises(gdviz.ExperimentError, match=r"problem\.data\.names: must be 2 different names"):
        read_samples(data, "problem.data")


def test_that_the_names_of_columns_are_one_line_that_shows_and_stay_different() -> None:
    data = {
        "kind": "inline", "x": [[1, 2, 3]], "y": [0], "names": ["a\nb\x1b[2J", "c\u202e", "c"], "target": "c\u200f",
    }  # fmt: skip
    samples = read_samples(data, "data")
    assert (samples.names, samples.target) == (("a b[2J", "c", "c (2)"), "c (3)")
    assert samples.to_json()["names"] == data["names"]
    assert read_samples(samples.to_json(), "data") == samples


def test_that_a_column_of_a_file_is_found_by_its_own_name_and_shown_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text('"size\u202e (m)",price\n1,2\n3,4\n', encoding="utf-8")
    data = {"kind": "csv", "path": str(tmp_path / "a.csv"), "x": ["size\u202e (m)"], "y": "price"}
    samples = read_samples(data, "data")
    assert samples.names == ("size (m)",)
    assert samples.portable()["names"] == ["size (m)"]
    assert samples.to_json() == data
