"""The record of a run: one growing table of parameters, losses, gradients and rates."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from gdviz.engine.batches import Batches
from gdviz.experiment import RunSpec
from gdviz.frozen import frozen
from gdviz.messages import Message, message
from gdviz.optimizers.optimizer import Optimizer
from gdviz.problems.problem import Problem
from gdviz.read_only import Floats, Integers, read_only
from gdviz.schedules.cycling import with_momentum
from gdviz.schedules.losses import Losses
from gdviz.schedules.schedule import Schedule

COMPLETE_UP_TO = 2_000_000
"""Longer runs keep every stride-th update only, so that at most this many rows are held."""


_count = np.arange(0)
"""0, 1, 2, .. shared by all records: every frame needs the steps of their rows."""


def _counted(n: int) -> np.ndarray:
    """0 .. n−1, read-only."""
    global _count
    count = _count
    if len(count) < n:
        count = np.arange(max(n, 2 * len(count)))
        count.flags.writeable = False
        _count = count
    return count[:n]


@frozen
class Chunk:
    """Some consecutive updates of run number `run`, on the host: the m updates and where each led.

    `w` (m, dim) and `loss` (m,) are those *after* each update, `grad` (m, dim) and `lr` (m,) those used by it.
    `loss` is None with data; `batch_loss` (m,) is None without. `finish` is set on the last chunk of a run, and
    `failure` with "failed".
    """

    run: int
    w: np.ndarray
    loss: np.ndarray | None
    grad: np.ndarray
    lr: np.ndarray
    batch_loss: np.ndarray | None = None
    finish: str | None = None
    failure: str = ""


@frozen
class Verdict:
    """What became of a run and why: `kind` is a word of the design's list, `numbers` what it rests on."""

    kind: str
    message: Message
    numbers: dict[str, Any]

    @property
    def text(self) -> str:
        """The sentence in English."""
        return str(self.message)

    def __str__(self) -> str:
        return self.text


class RunRecord:
    """The record of one run; it may still be growing while it is read.

    With n updates so far: `w` (n+1, dim), `loss` (n+1,), `step` (n+1,); `grad`, `delta` (n, dim); `lr`,
    `batch_loss`, `epoch` (n,). Row k of w is the point after k updates, row 0 the start; row k of the others
    belongs to update k, from w[k] to w[k+1]. All float64 on the host, and read-only: writing to one raises
    ValueError. Rows are written before `n` says so, hence another thread may read at any time. A record can be
    pickled, with the rows that it has.

    A run of more than 2 million updates keeps every stride-th point (`step` says which) and the last one; then
    `grad` and `lr` belong to the update from each kept point, and `delta` is what led to the next kept point.
    """

    def __init__(self, spec: RunSpec, problem: Problem, batches: Batches, planned: int) -> None:
        self.spec = spec
        self.problem = problem
        self.batches = batches
        self.planned = planned
        """How many updates the experiment plans."""
        self.finish: str | None = None
        """None while it is going, then completed, converged, diverged, cancelled or failed."""
        self.verdict: Verdict | None = None
        self.failure = ""
        """The text of what went wrong, with finish "failed"."""
        self.watched = Losses()
        """The loss after each finished unit of a schedule that reads it; otherwise empty."""
        self.updates = 0
        """The number of updates made so far; equal to `n` unless the run is thinned."""
        self.stride = max(1, -(-planned // COMPLETE_UP_TO))
        rows = planned // self.stride + 2
        dim = problem.dim
        self._w = np.empty((rows, dim))
        self._grad = np.empty((rows, dim))
        self._lr = np.empty(rows)
        has_data = problem.n_samples is not None
        self._batch_loss = np.empty(rows) if has_data else None
        self._loss = np.empty(rows)
        self._known = np.zeros(rows if has_data else 0, dtype=bool)
        """Of which rows the loss of all samples has been computed."""
        self._rows = 0
        self._last_step = 0
        self._w[0] = spec.start
        if not has_data:
            self._loss[0] = problem.scalar_loss(*spec.start)

    def __getstate__(self) -> dict[str, Any]:
        state = dict(vars(self))
        if self.finish is not None:  # it does not grow any more: rows that were planned and never made are left out
            rows = self._rows + 1
            state |= {name: held[:rows] for name, held in state.items() if isinstance(held, np.ndarray)}
        return state

    def __setstate__(self, state: dict[str, Any]) -> None:
        # Out-of-band buffers and joblib's memory maps are read-only, but losses are still computed when they are read.
        owned = {
            name: np.require(held, requirements="W") for name, held in state.items() if isinstance(held, np.ndarray)
        }
        vars(self).update(state | owned)

    @property
    def nbytes(self) -> int:
        """Bytes of memory that the whole record takes."""
        arrays = (self._w, self._grad, self._lr, self._loss, self._batch_loss)
        return sum(array.nbytes for array in arrays if array is not None)

    @property
    def label(self) -> str:
        """What the run was called when it was computed: its label, or how its optimizer is called."""
        return self.spec.label or self.spec.own_name(self.problem.n_samples)

    @property
    def steps_per_epoch(self) -> int:
        """Updates an epoch; 1 without batches."""
        return self.batches.per_epoch

    @property
    def schedule(self) -> Schedule:
        """The schedule with its warm-up."""
        return Schedule(self.spec.schedule, self.spec.warmup)

    def planned_lr(self, steps: np.ndarray) -> np.ndarray:
        """The rate that the schedule plans for the updates `steps` (from 0), computed or not.

        Where it depends on losses that are still to come, it is the one it would be if they changed nothing.
        """
        base = self.spec.optimizer.lr
        return np.asarray(self.schedule.step_lr(base, steps, self.steps_per_epoch, self.watched))

    def planned_momentum(self, steps: np.ndarray) -> np.ndarray | None:
        """The momentum (or beta1) that the schedule plans for the updates `steps`; None where it cycles none."""
        made = self.schedule.step_momentum(steps, self.steps_per_epoch)
        return None if made is None else np.asarray(made)

    def cycled_optimizer(self, step: int) -> Optimizer:
        """The optimizer of update number `step`: a copy with its momentum where the schedule cycles it."""
        momentum = self.schedule.step_momentum(step, self.steps_per_epoch)
        return self.spec.optimizer if momentum is None else with_momentum(self.spec.optimizer, momentum)

    @property
    def n(self) -> int:
        """The number of updates in the record so far."""
        return self._rows

    @property
    def w(self) -> Floats:
        """Parameters after 0 .. n updates."""
        return read_only(self._w[: self._rows + 1])

    @property
    def grad(self) -> Floats:
        """The gradient (of the batch) used by each update, before weight decay, never negated."""
        return read_only(self._grad[: self._rows])

    @property
    def lr(self) -> Floats:
        """The rate used by each update."""
        return read_only(self._lr[: self._rows])

    @property
    def momentum(self) -> Floats | None:
        """The momentum (or beta1) used by each update; None where no schedule cycles it."""
        momentum = self.planned_momentum(self.step[:-1])
        return None if momentum is None else read_only(momentum)

    @property
    def average(self) -> Floats | None:
        """The averaged point after 0 .. n updates, shape (n+1, dim), of a rule that averages its points.

        None for the others, and where the run is thinned: the mean is over all points.
        """
        average = self.spec.optimizer.average(self.w) if self.stride == 1 else None
        return None if average is None else read_only(average)

    @property
    def delta(self) -> Floats:
        """What each update added to w."""
        return read_only(np.diff(self.w, axis=0))

    @property
    def loss(self) -> Floats:
        """The loss of the whole problem at each row of w; with data computed when it is read."""
        rows = self._rows + 1
        if self._batch_loss is not None:
            self._compute_losses(np.flatnonzero(~self._known[:rows]))
        return read_only(self._loss[:rows])

    def losses_at(self, rows: np.ndarray) -> np.ndarray:
        """The loss at some rows of w, shape of `rows`; with data only these are computed, once."""
        if self._batch_loss is not None:
            self._compute_losses(rows[~self._known[rows]])
        return np.asarray(self._loss[rows])

    def loss_at(self, row: int) -> float:
        """The loss at one row of w."""
        return float(self.losses_at(np.array([row]))[0])

    def _compute_losses(self, rows: np.ndarray) -> None:
        """Compute the loss of all samples at these rows."""
        if len(rows):
            with np.errstate(all="ignore"):
                self._loss[rows] = self.problem.loss(self._w[rows])
            self._known[rows] = True

    @property
    def batch_loss(self) -> Floats:
        """The loss that each update saw at w[k]: its batch's, or `loss` without data."""
        losses = self._loss if self._batch_loss is None else self._batch_loss
        return read_only(losses[: self._rows])

    @property
    def step(self) -> Integers:
        """How many updates each row of w is after: 0 .. n, unless the run is thinned."""
        if self.stride == 1:
            return _counted(self._rows + 1)
        steps = np.arange(self._rows + 1) * self.stride
        if self._rows:
            steps[-1] = self._last_step
        return read_only(steps)

    @property
    def epoch(self) -> Integers:
        """The epoch of each update, from 0."""
        return read_only(self.step[:-1] // self.steps_per_epoch)

    def append(self, chunk: Chunk) -> None:
        """Add the updates of a chunk; rows first, their number last."""
        count = len(chunk.w)
        if self.stride == 1:
            rows = self._rows
            self._write(slice(rows, rows + count), slice(0, count), chunk)
            self.updates += count
            self._last_step = self.updates
            self._rows = rows + count
        elif count:
            self._append_thinned(chunk, count)
        if chunk.finish is not None:
            self.failure = chunk.failure
            self.finish = chunk.finish

    def _write(self, to: slice, which: Any, chunk: Chunk) -> None:
        after = slice(to.start + 1, to.stop + 1)
        self._w[after] = chunk.w[which]
        self._grad[to] = chunk.grad[which]
        self._lr[to] = chunk.lr[which]
        if chunk.loss is not None:
            self._loss[after] = chunk.loss[which]
        if self._batch_loss is not None and chunk.batch_loss is not None:
            self._batch_loss[to] = chunk.batch_loss[which]

    def _append_thinned(self, chunk: Chunk, count: int) -> None:
        """Keep the points after each multiple of the stride, and the newest as a provisional last row."""
        first = self.updates
        made = slice(-first % self.stride, None, self.stride)  # the updates from points that are kept
        to = -(-first // self.stride)
        rows = slice(to, to + len(chunk.lr[made]))
        self._grad[rows], self._lr[rows] = chunk.grad[made], chunk.lr[made]
        if self._batch_loss is not None and chunk.batch_loss is not None:
            self._batch_loss[rows] = chunk.batch_loss[made]
        full = first // self.stride
        kept = np.arange(-(first + 1) % self.stride, count, self.stride)
        if (first + count) % self.stride:
            kept = np.append(kept, count - 1)
        after = slice(full + 1, full + 1 + len(kept))
        self._known[after] = False  # the first of these may have been a provisional row
        self._w[after] = chunk.w[kept]
        if chunk.loss is not None:
            self._loss[after] = chunk.loss[kept]
        self.updates = first + count
        self._last_step = self.updates
        self._rows = full + len(kept)


def thinning(records: Sequence[RunRecord]) -> Message | None:
    """What complete records would cost in memory, where some keep a sample only; None where all are complete."""
    thinned = [record for record in records if record.stride > 1]
    if not thinned:
        return None
    kept = sum(record.nbytes for record in thinned)
    whole = sum(record.nbytes * record.stride for record in thinned)
    return message(
        "The whole record would take {whole} GB of memory: one step of {stride} is kept ({kept} GB)",
        whole=_gigabytes(whole),
        stride=max(record.stride for record in thinned),
        kept=_gigabytes(kept),
    )


def _gigabytes(n: int) -> str:
    gigabytes = n / 2**30
    return f"{gigabytes:,.0f}" if gigabytes >= 10 else f"{gigabytes:.2g}"
