"""What `gdviz run` says of a result: a summary for people, one JSON object for programs."""

from __future__ import annotations

import math
import sys
from collections.abc import Iterable, Iterator
from typing import Any

import numpy as np

from gdviz.commandline.terminal import table
from gdviz.engine.round_numbers import negligible_as_zero
from gdviz.engine.runner import Result
from gdviz.engine.trajectory import RunRecord
from gdviz.messages import Message, mark, message
from gdviz.quoting import one_line
from gdviz.texts import Language

WORDS = {
    "completed": mark("completed"),
    "converged": mark("converged"),
    "diverged": mark("diverged"),
    "cancelled": mark("cancelled"),
    "failed": mark("failed"),
    "flat": mark("flat"),
    "not_started": mark("not started"),
    "still_descending": mark("still descending"),
    "too_slow": mark("too slow"),
    "oscillating": mark("oscillating"),
    "overshooting": mark("overshooting"),
    "uphill": mark("walking uphill"),
    "unbounded": mark("unbounded"),
    "saddle": mark("saddle"),
    "local_minimum": mark("local minimum"),
    "noise_floor": mark("noise floor"),
    "edge_of_stability": mark("edge of stability"),
    "catapult": mark("catapult"),
}
"""The words of finish and verdict."""

COLUMNS = (mark("run"), mark("finish"), mark("verdict"), mark("steps"), mark("final w"), mark("final loss"))
SHOWN = 6
"""The most parameters written out in the table; `--json` has all."""


def final_loss(record: RunRecord) -> float:
    """The loss of the whole problem at the last point; with data without the losses on the way there."""
    if record.problem.n_samples is None:
        return float(record.loss[-1])
    return float(record.problem.loss(record.w[-1]))


def as_json(result: Result) -> dict[str, Any]:
    """The object of `gdviz run --json`: strict JSON, null for what is not finite."""
    runs = [
        {
            "label": record.label,
            "finish": record.finish,
            "verdict": record.verdict
            and {"kind": record.verdict.kind, "text": record.verdict.text, "numbers": record.verdict.numbers},
            "steps": record.updates,
            "w": record.w[-1],
            "loss": final_loss(record),
        }
        for record in result.runs
    ]
    made: dict[str, Any] = strict({"experiment": result.experiment.to_dict(), "runs": runs})
    return made


def strict(value: Any) -> Any:
    """`value` in JSON's own types: lists for arrays and tuples, null for inf and nan."""
    match value:
        case dict():
            return {str(key): strict(entry) for key, entry in value.items()}
        case list() | tuple():
            return [strict(entry) for entry in value]
        case np.ndarray() | np.generic():
            return strict(value.tolist())
        case float() if not math.isfinite(value):
            return None
    return value


def summary(result: Result, language: Language) -> str:
    """The head, a table with one line a run, and below it each verdict's sentence."""
    head = [result.experiment.title, language.text(duration(result)), result.backend.name]
    say = language.translate
    rows = [[say(column) for column in COLUMNS]]
    for record in result.runs:
        verdict = record.verdict.kind if record.verdict else ""
        rows.append(
            [
                record.label,
                say(WORDS.get(record.finish or "", record.finish or "")),
                say(WORDS.get(verdict, verdict)),
                str(record.updates),
                vector(record.w[-1].tolist()),
                f"{final_loss(record):.6g}",
            ]
        )
    lines = [" · ".join(part for part in head if part), "", table(rows, right=(3,)), ""]
    lines += [f"{record.label}: {language.text(record.verdict.message)}" for record in result.runs if record.verdict]
    return "\n".join(lines).rstrip()


def duration(result: Result) -> Message:
    """How long the experiment is, in steps or epochs as its file has it."""
    experiment = result.experiment
    if experiment.steps is not None:
        return message("{n} steps", n=experiment.steps)
    return message("{n} epochs", n=experiment.epochs)


def vector(values: list[float]) -> str:
    """``[0.5, -1]`` with six significant digits; at most six entries; what is negligible beside the largest is 0."""
    shown = [f"{value:.6g}" for value in negligible_as_zero(values)[:SHOWN]] + (["..."] if len(values) > SHOWN else [])
    return f"[{', '.join(shown)}]"


def remarks(result: Result) -> Iterator[Message]:
    """Remarks to print beside the result: the device, a start outside the domain."""
    yield from result.notes
    for record in result.runs:
        sides = zip(record.spec.start, record.problem.domain, strict=True)
        if any(not lo <= value <= hi for value, (lo, hi) in sides):
            yield message("{label}: the start is outside the domain", label=record.label)


def say(remarks: Iterable[Message], language: Language) -> None:
    """Print each remark as a line on stderr."""
    for remark in remarks:
        print(f"gdviz: {one_line(language.text(remark))}", file=sys.stderr)
