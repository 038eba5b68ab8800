"""The verdict: what became of a run, from its record and the Hessian.

One module for each theme, with functions that return None where they do not apply; `diagnose` calls them in turn.
The thresholds and their reasons are in thresholds.py. What a run descends is its *objective*: the loss, or minus
the loss uphill, plus λ/2 |w|² with weight decay.
"""

from __future__ import annotations

import numpy as np

from gdviz.engine.diagnosis.divergence import diverged, thrown_out
from gdviz.engine.diagnosis.edge import catapult, edge_of_stability
from gdviz.engine.diagnosis.end import End
from gdviz.engine.diagnosis.falling import unbounded
from gdviz.engine.diagnosis.limits import sharpness, stability_limits
from gdviz.engine.diagnosis.noise import noise_floor
from gdviz.engine.diagnosis.pace import on_its_way
from gdviz.engine.diagnosis.rest import at_rest, at_zero_gradient, balanced
from gdviz.engine.diagnosis.valley_motion import restless, settled
from gdviz.engine.trajectory import RunRecord, Verdict

__all__ = ["diagnose", "sharpness", "stability_limits"]

JUDGES = (
    unbounded, edge_of_stability, diverged, catapult, settled, thrown_out, at_rest, noise_floor, restless, balanced,
    at_zero_gradient,
)  # fmt: skip


def diagnose(record: RunRecord) -> Verdict | None:
    """The verdict of a finished run; None for one that was cancelled or failed."""
    if record.finish in (None, "cancelled", "failed"):
        return None
    with np.errstate(all="ignore"):
        end = End(record)
        for judge in JUDGES:
            verdict = judge(record, end)
            if verdict is not None:
                return verdict
        return on_its_way(record, end)
