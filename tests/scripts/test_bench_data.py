from __future__ import annotations

import pytest
from benchmarks import data

from gdviz.engine.runner import run
from gdviz.problems.problem import compiled


def test_that_the_loop_by_hand_records_what_the_engine_does() -> None:
    planned = data.regression(1)
    problem = compiled(planned.problem)
    assert data.by_hand(problem.design, problem.target, 1) == pytest.approx(run(planned, "cpu").runs[0].w)  # type: ignore[attr-defined]


def test_that_a_baseline_that_does_other_work_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(data, "by_hand", lambda x, y, epochs: 0)
    with pytest.raises(RuntimeError, match="disagree"):
        data.sgd_rows(1, 1)


def test_that_the_rows_hold_against_their_baselines() -> None:
    rows = [*data.ensemble_rows(3, 1, 1), *data.csv_rows(50, 1)]
    assert [row.target for row in rows] == [(">=", 20), (">=", 1)]
    assert all(row.figure and row.baseline for row in rows)
