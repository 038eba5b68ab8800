"""Remarks in the plot of the learning rate: a schedule that the run cuts off, that ends early, or rises again."""

from __future__ import annotations

from gdviz import proposals
from gdviz.experiment import Experiment
from gdviz.messages import Message, message


def schedule_notes(experiment: Experiment, run: int) -> list[tuple[int, Message]]:
    """(step, sentence) for each remark on the schedule of run number `run`."""
    spec = experiment.runs[run]
    ends = spec.schedule.ends()
    if ends is None:
        return []
    unit = spec.schedule.unit
    left = proposals.after_warmup(experiment, spec, unit)
    total = round(proposals.duration(experiment, spec, "step"))
    if ends > left * (1 + 1e-9):
        return [(total, message("the run ends before the schedule"))]
    per_unit = proposals.steps_per_epoch(experiment, spec) if unit == "epoch" else 1
    at = round(total - (left - ends) * per_unit)
    if not 0 <= at < total:
        return []
    return [(at, message("rises again") if spec.schedule.turns_up() else message("schedule ends"))]
