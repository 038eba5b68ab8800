"""Which row of a record stands for a step, and the loss there."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from gdviz.engine.trajectory import RunRecord


def row_of(record: RunRecord, updates: int) -> int:
    """The row of the record that holds the point after this many updates, or the last row before it."""
    return record.n if updates >= record.updates else min(max(0, updates) // record.stride, record.n)


def loss_at(record: RunRecord, updates: int) -> float:
    """The loss of the whole problem after this many updates (for a run that has ended, at its last point)."""
    return record.loss_at(row_of(record, updates))
