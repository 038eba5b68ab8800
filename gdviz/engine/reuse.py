"""Reuses the records of runs that an edit has not changed."""

from __future__ import annotations

from dataclasses import replace

from gdviz.engine.runner import Result
from gdviz.engine.trajectory import RunRecord
from gdviz.experiment import RunSpec

_WHOLE = ("completed", "converged", "diverged")


def take_finished(result: Result, known: Result) -> None:
    """Put finished records of `known` in the place of the empty ones of `result` that would become equal.

    The same run of the same problem, seed, duration and stop conditions gives the same record on the same
    device; only its label may differ, and its place among the runs.
    """
    old, new = known.experiment, result.experiment
    if known.backend != result.backend or (old.problem, old.seed, old.stop) != (new.problem, new.seed, new.stop):
        return
    finished: dict[tuple[RunSpec, int], list[RunRecord]] = {}
    for record in known.runs:
        if record.finish in _WHOLE and record.verdict is not None:
            finished.setdefault(_key(record), []).append(record)
    for i, empty in enumerate(result.runs):
        equal = finished.get(_key(empty))
        if equal:
            result.runs[i] = equal.pop(0)  # a record belongs to one run


def _key(record: RunRecord) -> tuple[RunSpec, int]:
    return replace(record.spec, label=""), record.planned
