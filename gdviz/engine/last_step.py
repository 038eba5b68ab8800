"""What the last update did: how the loss changed, and whether the step went past the lowest point of its line."""

from __future__ import annotations

import numpy as np

from gdviz.engine.trajectory import RunRecord
from gdviz.frozen import frozen

LOWERED, CROSSED, LEVEL, OVERSHOT, CLIMBED, RAISED = "lowered", "crossed", "level", "overshot", "climbed", "raised"
MOST_SAMPLES = 100_000
"""The most samples for which the gradient at the last point, which no update has used, is computed at once."""


@frozen
class LastStep:
    """The kind of change, and by how much the loss changed (>= 0).

    `CROSSED`: lower, but on the line of the step the loss is rising again: its lowest point was passed.
    `OVERSHOT`: higher, though the step set off downhill. `CLIMBED`: higher, it set off uphill (momentum may).
    `LOWERED`, `RAISED`, `LEVEL`: just that; with batches or noise the gradients used say no more.
    """

    kind: str
    by: float


def last_step(record: RunRecord, k: int) -> LastStep | None:
    """What the update to row k did; None at the start, and where a thinned record holds no row before.

    The slope along the step d is the gradient times d: negative where it sets off downhill, positive at its end
    where the lowest point of the line lies behind.
    """
    if k < 1 or record.stride != 1:
        return None
    before, after = record.loss_at(k - 1), record.loss_at(k)
    if after == before:
        return LastStep(LEVEL, 0.0)
    exact = record.spec.batch is None and record.problem.noise_std == 0
    by = abs(after - before)
    if after < before:
        return LastStep(CROSSED if exact and _slope_after(record, k) > 0 else LOWERED, by)
    if not exact:
        return LastStep(RAISED, by)
    with np.errstate(all="ignore"):
        downhill = float(record.grad[k - 1] @ (record.w[k] - record.w[k - 1])) < 0
    return LastStep(OVERSHOT if downhill else CLIMBED, by)


def _slope_after(record: RunRecord, k: int) -> float:
    """The slope of the loss along the step to row k, where it ends."""
    with np.errstate(all="ignore"):
        step = record.w[k] - record.w[k - 1]
        if k < record.n:
            return float(record.grad[k] @ step)
        if (record.problem.n_samples or 0) > MOST_SAMPLES:
            return 0.0
        return float(np.asarray(record.problem.grad(record.w[k])) @ step)
