"""The numbers that a guided lesson reads off records, and the conditions on them.

All are frozen values with one method each: a quantity has a `value` in a situation and a condition `holds` in it or
not; both are None where the situation does not say, such as a step that was not computed. There are no formulas in
them: their numbers are those of the records.
"""

from __future__ import annotations

import math
import operator
import re
from collections.abc import Callable, Mapping
from dataclasses import fields, replace
from typing import Any, Protocol

import numpy as np

from gdviz.engine.diagnosis import sharpness, stability_limits
from gdviz.engine.trajectory import RunRecord
from gdviz.engine.writing import short
from gdviz.frozen import frozen
from gdviz.guided.situation import Path, SeedPath, Situation
from gdviz.view_state import ExperimentState, MomentState, keys_of

Value = float | str | bool | frozenset[str]
"""A number, a word, a switch, or several words at once."""
PLAYHEAD = "playhead"
FIELDS: Mapping[str, str] = {
    key: name
    for group in (ExperimentState, MomentState)
    for name, key in keys_of(group).items()
    if name not in ("look", "box", "camera")
}
"""The fields of the state of the view that a lesson may name, by their keys in files. It may also name the playhead."""
SEVERAL = tuple(
    f.metadata["key"] for group in (ExperimentState, MomentState) for f in fields(group) if f.metadata["several"]
)
"""The fields of which several words may be on at once, such as "tools"."""
HAS = "has"
"""How such fields are compared: whether a word is among those that are on."""
SAME = 1e-12
"""Two numbers are equal when they differ by this share at most, where a condition does not say otherwise."""


class Quantity(Protocol):
    """A number, a word or a switch of a situation."""

    def value(self, situation: Situation) -> Value | None:
        """What it is; None where the situation does not say."""
        ...


class Condition(Protocol):
    """What holds in a situation or does not."""

    def holds(self, situation: Situation) -> bool | None:
        """Whether it holds; None where the situation does not say."""
        ...

    def found(self, situation: Situation) -> str:
        """What was compared with what, with the numbers of the situation; the same in all languages."""
        ...


@frozen
class Constant:
    """A number, word or switch that the lesson itself gives."""

    given: Value

    def value(self, situation: Situation) -> Value | None:
        """The value itself."""
        return self.given


@frozen
class OfExperiment:
    """The value at a path of the experiment, such as ``runs[0].optimizer.lr``.

    Without `experiment` it is the present experiment of the situation, with it the experiment of the lesson of that
    name, as it opens.
    """

    path: str
    experiment: str = ""

    def value(self, situation: Situation) -> Value | None:
        """The value in the experiment."""
        known = situation.recordings.experiments
        found: Any = (known[self.experiment] if self.experiment else situation.experiment).to_dict()
        for key in re.findall(r"[^.\[\]]+", self.path):
            try:
                found = found[int(key) if isinstance(found, list) else key]
            except (LookupError, TypeError, ValueError):  # there is no such value in this experiment
                return None
        return found if isinstance(found, int | float | str | bool) else None


@frozen
class OfState:
    """A field of the state of the view by its key, such as "layer"; or the playhead, in updates of the chosen run."""

    key: str

    def value(self, situation: Situation) -> Value | None:
        """What is shown now."""
        state = situation.state
        if self.key == PLAYHEAD:
            run = state.moment.run
            return situation.playhead[run] if run < len(situation.playhead) else None
        name = FIELDS[self.key]
        found = getattr(state.moment if hasattr(state.moment, name) else state.experiment, name)
        return found if isinstance(found, int | float | str | bool | frozenset) else None


@frozen
class Below:
    """The first row whose loss is below a share of the loss at the start."""

    share: float


@frozen
class Mean:
    """The rows from one step to another, both included, whose mean is taken; None as the last step is the end."""

    first: int
    last: int | None


At = int | str | Below | Mean
"""Where a record is read: a step, a word of `WORDS`, or one of the two above."""
WORDS = ("start", "end", PLAYHEAD, "lowest", "highest")
"""`lowest` and `highest` are the rows with the lowest and the highest loss."""

OF_POINTS: Mapping[str, Callable[[Path, np.ndarray], np.ndarray]] = {
    "step": lambda record, rows: record.step[rows] if isinstance(record, RunRecord) else rows,
    "loss": lambda record, rows: record.losses_at(rows),
    "excess": lambda record, rows: record.losses_at(rows) - _best(record),
    "w": lambda record, rows: record.w[rows],
}
"""The quantities of a record or of the path of a seed at its points: (record, rows (m,)) -> (m,) or (m, dim)."""
OF_RECORDS: Mapping[str, Callable[[RunRecord, np.ndarray], np.ndarray]] = {
    "sharpness": lambda record, rows: sharpness(record.problem, record.w[rows]),
    "limit": lambda record, rows: _limits(record, rows),
}
OF_UPDATES: Mapping[str, Callable[[RunRecord, np.ndarray], np.ndarray]] = {
    "aside": lambda record, rows: _asides(record, rows),
    "batch_loss": lambda record, rows: record.batch_loss[rows],
    "lr": lambda record, rows: record.lr[rows],
    "grad": lambda record, rows: record.grad[rows],
    "delta": lambda record, rows: record.delta[rows],
    "grad_norm": lambda record, rows: np.linalg.norm(record.grad[rows], axis=-1),
    "rate_sharpness": lambda record, rows: record.lr[rows] * sharpness(record.problem, record.w[rows]),
    "samples": lambda record, rows: np.array([len(record.batches.index(int(k))) for k in record.step[rows]]),
    "batch_angle": lambda record, rows: _batch_angles(record, rows),
    "noise": lambda record, rows: np.array([_noise(record, int(row)) for row in rows]),
}
"""The quantities of a record for each update; at the end they are those of the last update."""
OF = (*OF_POINTS, *OF_RECORDS, *OF_UPDATES)
VECTORS = ("w", "grad", "delta")
"""The quantities of which a lesson has to name an axis or a direction."""
OF_MINIMA = ("excess", "aside")
"""The quantities that need a known minimum."""


@frozen
class OfRun:
    """A number of a record: the quantity `of` of run `run` at some step; of a vector its part `axis`, or how far it
    goes `along` a direction.

    Without `experiment` the record is that of the situation, with it that of the experiment of the lesson of that name,
    as it opens.
    """

    run: int
    of: str
    at: At
    axis: int = 0
    experiment: str = ""
    along: tuple[float, ...] = ()
    """A direction; its length does not matter."""

    def value(self, situation: Situation) -> Value | None:
        """The number in the record."""
        there = situation.named(self.experiment)
        record = there.record(self.run)
        rows = None if record is None else _rows(record, self.at, self.of in OF_UPDATES, there, self.run)
        if record is None or rows is None:
            return None
        found = self._read(record, rows)
        if self.of in VECTORS:
            if max(self.axis, len(self.along) - 1) >= found.shape[-1]:
                return None
            length = math.hypot(*self.along) or math.nan
            found = found @ self.along / length if self.along else found[:, self.axis]
        number = float(found.mean())
        return None if np.isnan(number) else number

    def _read(self, record: Path, rows: np.ndarray) -> np.ndarray:
        if self.of in OF_POINTS:
            return OF_POINTS[self.of](record, rows)
        assert isinstance(record, RunRecord), f"the path of a seed has no {self.of}"  # refused when it is read
        read = OF_UPDATES.get(self.of) or OF_RECORDS[self.of]
        return read(record, rows)


@frozen
class Distance:
    """How far the point of a run is from a minimum: the known one of a number, or a given point."""

    run: int
    minimum: int | tuple[float, ...]
    at: At = "end"

    def value(self, situation: Situation) -> Value | None:
        """The length of the difference."""
        record = situation.record(self.run)
        rows = None if record is None else _rows(record, self.at, False, situation, self.run)
        if record is None or rows is None:
            return None
        known = record.problem.minima
        if isinstance(self.minimum, int):
            if self.minimum >= len(known):
                return None
            place = known[self.minimum].w
        else:
            place = self.minimum
        if len(place) != record.problem.dim:
            return None
        with np.errstate(all="ignore"):
            length = float(np.linalg.norm(record.w[rows].mean(axis=0) - np.array(place)))
        return length if np.isfinite(length) else float("inf")


@frozen
class Rises:
    """How many times a number of a record rises from a step to the next, between two steps; `experiment`: see OfRun."""

    run: int
    of: str
    first: At
    last: At
    axis: int = 0
    experiment: str = ""

    def value(self, situation: Situation) -> Value | None:
        """The count."""
        there = situation.named(self.experiment)
        record = there.record(self.run)
        if not isinstance(record, RunRecord):
            return None
        ends = [_rows(record, at, self.of in OF_UPDATES, there, self.run) for at in (self.first, self.last)]
        if ends[0] is None or ends[1] is None:
            return None
        rows = np.arange(int(ends[0][0]), int(ends[1][0]) + 1)
        values = OfRun(self.run, self.of, 0)._read(record, rows)
        return int(np.sum(np.diff(values[:, self.axis] if self.of in VECTORS else values) > 0))


@frozen
class SeedCount:
    """For how many of the seeds 0 .. n−1 a condition on run `run` holds."""

    run: int
    n: int
    condition: Condition
    experiment: str = ""

    def value(self, situation: Situation) -> Value | None:
        """The count."""
        judged = [self.condition.holds(one) for one in _each_seed(self, situation)]
        return None if None in judged else sum(map(bool, judged))


@frozen
class SeedMean:
    """The mean of a number of run `run` over the seeds 0 .. n−1."""

    run: int
    n: int
    quantity: OfRun
    experiment: str = ""

    def value(self, situation: Situation) -> Value | None:
        """The mean."""
        values = [self.quantity.value(one) for one in _each_seed(self, situation)]
        numbers = [value for value in values if isinstance(value, int | float)]
        return float(np.mean(numbers)) if len(numbers) == self.n else None


@frozen
class Over:
    """One quantity divided by another."""

    top: Quantity
    bottom: Quantity

    def value(self, situation: Situation) -> Value | None:
        """The quotient."""
        top, bottom = self.top.value(situation), self.bottom.value(situation)
        if not isinstance(top, int | float) or not isinstance(bottom, int | float) or bottom == 0:
            return None
        return top / bottom


OPERATORS: Mapping[str, Callable[[float, float], bool]] = {
    "<": operator.lt, "<=": operator.le, "=": operator.eq, "!=": operator.ne, ">=": operator.ge, ">": operator.gt,
}  # fmt: skip


@frozen
class Compare:
    """Compares `left` with `times` · `right`.

    Numbers are equal when they differ by at most `absolute`, or by at most `relative` times the right side.

    `<` and `>` compare exactly, without this tolerance.
    """

    left: Quantity
    sign: str
    right: Quantity
    times: float = 1.0
    relative: float = 0.0
    absolute: float = 0.0

    def holds(self, situation: Situation) -> bool | None:
        """Whether it holds. Words and switches can only be equal or not; a set of words can only have a word or not."""
        left, right = self._sides(situation)
        if left is None or right is None:
            return None
        if isinstance(left, frozenset) or isinstance(right, frozenset):
            return isinstance(left, frozenset) and right in left
        if isinstance(left, str | bool) or isinstance(right, str | bool):
            return (left == right) == (self.sign == "=")
        if self.sign not in "<>" and (left == right or abs(left - right) <= self._tolerance(right)):
            return self.sign != "!="
        return OPERATORS[self.sign](left, right)

    def found(self, situation: Situation) -> str:
        """Both sides, in as many digits as they need to differ."""
        left, right = self._sides(situation)
        if not (isinstance(left, int | float) and isinstance(right, int | float)):
            return f"{_word(left)} {self.sign} {_word(right)}"
        texts = next(
            (pair for digits in range(6, 17) if len(set(pair := (short(left, digits), short(right, digits)))) > 1),
            (short(left), short(right)),
        )
        tolerance = 0 if self.sign in "<>" else max(self.absolute, self.relative * abs(right))
        return f"{texts[0]} {self.sign} {texts[1]}" + (f" ± {short(tolerance, 2)}" if tolerance else "")

    def _sides(self, situation: Situation) -> tuple[Value | None, Value | None]:
        left, right = self.left.value(situation), self.right.value(situation)
        scaled = self.times * right if self.times != 1 and isinstance(right, int | float) else right
        return left, scaled

    def _tolerance(self, right: float) -> float:
        return max(self.absolute, (self.relative or (0.0 if self.absolute else SAME)) * abs(right))


@frozen
class VerdictIn:
    """The verdict on a run is of one of these kinds."""

    run: int
    kinds: tuple[str, ...]

    def holds(self, situation: Situation) -> bool | None:
        """Whether the verdict is of one of the kinds; None while the run is being computed."""
        kind = self._kind(situation)
        return None if kind is None else kind in self.kinds

    def found(self, situation: Situation) -> str:
        """The verdict, and the kinds."""
        return f"{self._kind(situation) or '?'} = {' | '.join(self.kinds)}"

    def _kind(self, situation: Situation) -> str | None:
        record = situation.record(self.run)
        return record.verdict.kind if isinstance(record, RunRecord) and record.verdict is not None else None


@frozen
class All:
    """Each of the parts holds."""

    parts: tuple[Condition, ...]

    def holds(self, situation: Situation) -> bool | None:
        """False where a part does not hold, else None where one is not known."""
        judged = [part.holds(situation) for part in self.parts]
        return False if False in judged else None if None in judged else True

    def found(self, situation: Situation) -> str:
        """The parts that do not hold."""
        return "; ".join(part.found(situation) for part in self.parts if not part.holds(situation))


@frozen
class Some:
    """One of the parts holds, or several."""

    parts: tuple[Condition, ...]

    def holds(self, situation: Situation) -> bool | None:
        """True where a part holds, else None where one is not known."""
        judged = [part.holds(situation) for part in self.parts]
        return True if True in judged else None if None in judged else False

    def found(self, situation: Situation) -> str:
        """All parts."""
        return "; ".join(part.found(situation) for part in self.parts)


@frozen
class Not:
    """The part does not hold."""

    part: Condition

    def holds(self, situation: Situation) -> bool | None:
        """The opposite; None where the part is not known."""
        held = self.part.holds(situation)
        return None if held is None else not held

    def found(self, situation: Situation) -> str:
        """What the part found."""
        return f"¬ ({self.part.found(situation)})"


@frozen
class Answered:
    """The question of a step was answered, rightly or not."""

    id: str

    def holds(self, situation: Situation) -> bool | None:
        """Whether it was answered."""
        return self.id in situation.answers

    def found(self, situation: Situation) -> str:
        """The step."""
        return f"{self.id}?"


def _word(value: Value | None) -> str:
    if isinstance(value, frozenset):
        return f"[{', '.join(sorted(value))}]"
    return "?" if value is None else short(value) if type(value) in (int, float) else str(value)  # type: ignore[arg-type]


def _batch_angles(record: RunRecord, rows: np.ndarray) -> np.ndarray:
    """The angles in degrees between the gradients that are used and those of all samples, at the same points."""
    used, whole = record.grad[rows], np.asarray(record.problem.grad(record.w[rows]))
    with np.errstate(all="ignore"):
        lengths = np.linalg.norm(used, axis=-1) * np.linalg.norm(whole, axis=-1)
        cosines = np.clip(np.sum(used * whole, axis=-1) / lengths, -1, 1)
    return np.asarray(np.degrees(np.arccos(cosines)))


def _noise(record: RunRecord, row: int) -> float:
    """How far the gradient of a batch is from that of all samples: the root mean square over all batches of its size.

    Batches are drawn without replacement: Cochran, Sampling Techniques, 1977, chapter 2.
    """
    n, size = record.batches.n_samples, len(record.batches.index(int(record.step[row])))
    if size >= n:
        return 0.0
    w = record.w[row]
    grads = np.array([record.problem.batch_loss_grad(w, np.array([i]))[1] for i in range(n)])
    spread = np.sum(np.var(grads, axis=0))
    return float(np.sqrt(spread * (n - size) / (size * (n - 1))))


def _best(record: Path) -> float:
    """The lowest loss that is known; nan where none is."""
    return min((minimum.loss for minimum in record.problem.minima), default=float("nan"))


def _asides(record: RunRecord, rows: np.ndarray) -> np.ndarray:
    """The angles in degrees between updates and the way to the lowest known minimum, the nearest of several."""
    lowest = np.array([minimum.w for minimum in record.problem.minima if minimum.loss <= _best(record)])
    ways = lowest - record.w[rows, None]
    way = np.take_along_axis(ways, np.linalg.norm(ways, axis=-1).argmin(axis=1)[:, None, None], axis=1)[:, 0]
    with np.errstate(all="ignore"):
        lengths = np.linalg.norm(record.delta[rows], axis=-1) * np.linalg.norm(way, axis=-1)
        cosines = np.asarray(np.sum(record.delta[rows] * way, axis=-1) / lengths)
    angles: np.ndarray = np.degrees(np.arccos(np.clip(cosines, -1, 1)))
    return angles


def _limits(record: RunRecord, rows: np.ndarray) -> np.ndarray:
    """The largest rate at which the rule of a run is stable, at some of its points; nan where theory has none."""
    limits = stability_limits(record, rows)
    return np.full(len(rows), np.nan) if limits is None else limits


def _each_seed(of: SeedCount | SeedMean, situation: Situation) -> list[Situation]:
    """For each seed, the situation with its path in place of the record of the run; no other run is read there."""
    there = situation.named(of.experiment)
    paths = there.recordings.seeds(there.experiment, of.run, of.n)
    return [replace(there, records=(path,) * (of.run + 1)) for path in paths]


def _rows(record: Path, at: At, of_updates: bool, situation: Situation, run: int) -> np.ndarray | None:
    """The rows of a record that `at` means; None where it does not have them, or not yet.

    Quantities of updates have one row less; at the end, or with the playhead there, their row is the last one.
    """
    last = record.n - 1 if of_updates else record.n
    ended = not isinstance(record, RunRecord) or record.finish is not None
    if last < 0:
        return None
    if at == "start":
        return np.array([0])
    if at == PLAYHEAD:
        made = situation.playhead[run] if run < len(situation.playhead) else None
        row = None if made is None else _row(record, min(made, _steps(record)))
        return None if row is None else np.array([min(row, last)])
    if isinstance(at, int):
        row = _row(record, at)
        return None if row is None or row > last else np.array([row])
    if not ended:
        return None
    if at == "end":
        return np.array([last])
    if isinstance(at, Mean):
        first, final = _row(record, at.first), last if at.last is None else _row(record, at.last)
        return None if first is None or final is None or final > last else np.arange(first, final + 1)
    losses = record.losses_at(np.arange(last + 1))
    if isinstance(at, Below):
        below = np.flatnonzero(losses < at.share * losses[0])
        return below[:1] if len(below) else None
    return np.array([int(np.nanargmin(losses) if at == "lowest" else np.nanargmax(losses))])


def _steps(record: Path) -> int:
    return record.updates if isinstance(record, RunRecord) else record.n


def _row(record: Path, step: int) -> int | None:
    """The row after `step` updates; None where there is none, or where a thinned record has not kept it."""
    if step > _steps(record):
        return None
    if isinstance(record, SeedPath):
        return step
    row = int(np.searchsorted(record.step, step))
    return row if record.step[row] == step else None


def shown_by(condition: Condition | None, situation: Situation) -> dict[str, Value]:
    """What has to be shown for a condition to hold, if known: values of the state by key, and the playhead.

    For a condition that the playhead is at a step or later, it is that step.
    """
    match condition:
        case All(parts=parts):
            return {key: value for part in parts for key, value in shown_by(part, situation).items()}
        case Compare(left=OfState(key=key), sign="=" | ">=" | "has", right=right):
            value = right.value(situation)
            return {} if value is None else {key: value}
        case _:
            return {}
