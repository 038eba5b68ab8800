"""Every format of data writes every kind of result, and what carries the experiment opens again."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

import gdviz
from gdviz.engine import trajectory
from gdviz.engine.runner import Result, iterate, prepare
from gdviz.export.export_format import DataFormat, formats
from tests.making import a_run, an_experiment, line_data

EXPERIMENTS = {
    "one parameter": an_experiment({"kind": "expression", "expression": "x^4-x", "variables": ["x"]}, [a_run([1.5])]),
    "samples": an_experiment(line_data(), [a_run([1, 1], batch={"size": 3}), a_run([0, 0])], epochs=2),
    "diverged at once": an_experiment("sphere", [a_run([1, 1], {"kind": "sgd", "lr": 1e200})]),
    "many parameters": an_experiment({"kind": "quadratic", "matrix": np.eye(9).tolist()}, [a_run([1] * 9)]),
    "a start that is not finite": an_experiment(
        {"kind": "expression", "expression": "log(x)", "domain": [[1, 2]]}, [a_run([-1])]
    ),
}
DATA = [kind for kind, known in formats().items() if isinstance(known, DataFormat)]


def content(kind: str, result: Result) -> bytes:
    known = formats()[kind]
    assert isinstance(known, DataFormat)
    return known.content(result)


@pytest.mark.parametrize("name", EXPERIMENTS)
@pytest.mark.parametrize("kind", DATA)
def test_that_every_result_is_written_and_opens_where_the_format_carries_it(
    kind: str, name: str, tmp_path: Path
) -> None:
    written = content(kind, gdviz.run(EXPERIMENTS[name], "cpu"))
    assert written
    if formats()[kind].carries:
        path = tmp_path / "file"
        path.write_bytes(written)
        assert gdviz.load(path) == EXPERIMENTS[name]


@pytest.mark.parametrize("kind", DATA)
def test_that_a_run_that_is_still_going_is_written_as_far_as_it_is(kind: str) -> None:
    experiment = an_experiment("sphere", [a_run([1, 1])], steps=100_000)
    result = prepare(experiment, "cpu")
    chunk = next(iterate(experiment, result))
    result.runs[0].append(chunk)
    assert result.runs[0].finish is None
    assert content(kind, result)


def test_that_a_thinned_record_says_its_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(trajectory, "COMPLETE_UP_TO", 10)
    rows = content("csv", gdviz.run(an_experiment("sphere", [a_run([1, 1])], steps=95))).decode().splitlines()
    steps = [int(row.split(",")[1]) for row in rows[1:]]
    assert steps == [*range(0, 95, 10), 95]
