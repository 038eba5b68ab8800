"""Which row of a record stands for a step, and the loss there."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from gdviz.engine.trajectory import RunRecord


def row_at(record: RunRecord, k: int) -> int:
    """The row of the record that holds the point at tick k of the playhead's clock, or the last before it."""
    return _row_after(record, record.updates_at(k))


def loss_at(record: RunRecord, k: int) -> float:
    """The loss of the whole problem after k updates (a run that has ended: at its last point)."""
    return record.loss_at(_row_after(record, k))


def _row_after(record: RunRecord, k: int) -> int:
    return record.n if k >= record.updates else min(max(0, k) // record.stride, record.n)
