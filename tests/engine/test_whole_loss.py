"""The losses of all samples that are drawn for a run of batches."""

from __future__ import annotations

import numpy as np
import pytest

from gdviz.engine import whole_loss
from gdviz.engine.trajectory import RunRecord
from gdviz.engine.whole_loss import BLOCK, evaluated_rows, evaluating, is_evaluated
from tests.gui.plot_runs import BOWL, LINE, computed

X = np.linspace(-2, 2, 40)
TANH = {
    "kind": "tanh_unit",
    "data": {"kind": "inline", "x": X[:, None].tolist(), "y": (2 * np.tanh(1.5 * X)).tolist()},
}


def batches(steps: int) -> RunRecord:
    return computed(TANH, {"batch": {"size": 20}, "optimizer": {"kind": "sgd", "lr": 0.4}}, steps=steps).runs[0]


def test_that_every_row_is_evaluated() -> None:
    record = batches(700)
    assert not is_evaluated(record) and evaluated_rows(record) is None
    for _ in evaluating(record):
        assert not is_evaluated(record)
    assert is_evaluated(record)
    assert np.array_equal(evaluated_rows(record), np.arange(701))


def test_that_a_long_run_is_evaluated_in_blocks_of_consecutive_rows(monkeypatch: pytest.MonkeyPatch) -> None:
    record = batches(5000)
    monkeypatch.setattr(whole_loss, "MOST", 40 * 100 * BLOCK)
    for _ in evaluating(record):
        pass
    rows = evaluated_rows(record)
    blocks = np.split(rows, np.flatnonzero(np.diff(rows) > 1) + 1)
    assert rows[0] == 0 and rows[-1] == 5000 and len(rows) <= 100 * BLOCK
    assert len(blocks) > 50 and all(len(block) >= BLOCK for block in blocks)


def test_that_the_work_is_done_in_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    record, most = batches(700), []
    monkeypatch.setattr(whole_loss, "_PIECE", 40 * 50)
    losses_at = RunRecord.losses_at

    def asked(self: RunRecord, rows: np.ndarray) -> np.ndarray:
        most.append(len(rows))
        return losses_at(self, rows)

    monkeypatch.setattr(RunRecord, "losses_at", asked)
    assert len(list(evaluating(record))) == 15
    assert max(most) == 50


@pytest.mark.parametrize("problem", [BOWL, LINE])
def test_that_without_batches_nothing_is_to_be_evaluated(problem: dict[str, object]) -> None:
    assert is_evaluated(computed(problem).runs[0])
