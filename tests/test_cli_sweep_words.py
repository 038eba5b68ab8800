"""`gdviz sweep`: what it prints about a sweep."""

from __future__ import annotations

from pathlib import Path

import pytest

import gdviz
from gdviz import cli
from tests.making import a_run, an_experiment, quadratic


def test_that_the_fewest_steps_are_reported_where_the_loss_to_reach_varies(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "bowl.json"
    gdviz.save(an_experiment(quadratic(1, 4), [a_run([1, 1], {"kind": "sgd", "lr": 0.1})], steps=50), file)
    code = cli.main(["sweep", str(file), "--over", "stop.loss=0.1:1:3", "--value", "steps", "--workers", "1"])
    out = capsys.readouterr().out
    assert code == 0
    assert "the fewest steps to a loss of 1 are 2, at stop.loss = 1" in out
