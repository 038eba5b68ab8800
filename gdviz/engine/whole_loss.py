"""The loss of all samples along a run of batches: at every row, or in blocks of a long run, so that swings are seen."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple
from weakref import WeakKeyDictionary

import numpy as np

from gdviz.engine.trajectory import RunRecord

MOST = 20_000_000
"""Numbers (rows times samples) that the losses of a run may take: 0.2 s. Of a longer run, as many rows in blocks."""
FEWEST = 240
"""Rows that are always evaluated, however long it takes."""
BLOCK = 16
"""Rows of a block: enough to see that the loss swings, with a period of up to 16 steps."""
QUICK = 100_000
"""Numbers that are evaluated within 2 ms."""
_PIECE = 200_000
"""Numbers that are evaluated in one piece of work."""


class _Evaluated(NamedTuple):
    """The rows of a record whose losses were computed, and after how many updates."""

    n: int
    rows: np.ndarray


_evaluated: WeakKeyDictionary[RunRecord, _Evaluated] = WeakKeyDictionary()


def evaluated_rows(record: RunRecord) -> np.ndarray | None:
    """The rows, ascending, whose losses are drawn for a run of batches; None until they are computed."""
    made = _evaluated.get(record)
    return made.rows if made is not None and made.n == record.n else None


def is_evaluated(record: RunRecord) -> bool:
    """Whether no loss has to be computed: never without data, or with all samples in each update."""
    return record.problem.n_samples is None or record.spec.batch is None or evaluated_rows(record) is not None


def is_quick(record: RunRecord) -> bool:
    """Whether the losses at all rows take no longer than the first picture of a run may take."""
    return (record.n + 1) * record.problem.samples_read <= QUICK


def evaluating(record: RunRecord) -> Iterator[None]:
    """Compute the losses in pieces, for callers that must be able to stop; then it `is_evaluated`."""
    if is_evaluated(record):
        return
    samples, n = record.problem.samples_read, record.n
    rows = _rows(n, max(MOST // samples, FEWEST))
    size = max(1, _PIECE // samples)
    for first in range(0, len(rows), size):
        record.losses_at(rows[first : first + size])
        yield
    _evaluated[record] = _Evaluated(n, rows)


def _rows(n: int, most: int) -> np.ndarray:
    """All rows from 0 to n, or `most` of them in blocks that lie evenly, both ends included."""
    if n < most:
        return np.arange(n + 1)
    size = BLOCK if most >= 100 * BLOCK else 2
    firsts = np.linspace(0, n + 1 - size, most // size).round().astype(int)
    return np.unique(firsts[:, None] + np.arange(size))
