"""Where a run ends: after its last finite update, or after a stop condition that is met."""

from __future__ import annotations

import numpy as np

from gdviz.engine.trajectory import Chunk, RunRecord
from gdviz.experiment import RunSpec, Stop
from gdviz.problems.problem import Problem


def empty(run: int, problem: Problem, finish: str, failure: str = "") -> Chunk:
    """A last chunk without updates."""
    nothing = np.empty((0, problem.dim))
    return Chunk(run, nothing, np.empty(0), nothing, np.empty(0), np.empty(0), finish, failure)


def finite_start(problem: Problem, spec: RunSpec) -> bool:
    """Whether loss and gradient are finite where the run starts."""
    with np.errstate(all="ignore"):
        w = np.array(spec.start)
        return bool(np.isfinite(problem.scalar_loss(*spec.start)) and np.isfinite(problem.grad(w)).all())


def finite_updates(chunk: Chunk, problem: Problem) -> int:
    """How many leading updates had a finite gradient and led to a finite point and loss.

    With data the loss of all samples is computed from the end backwards, and only where the size of w does not show
    that it is finite: it takes a pass over the samples.
    """
    parts = [part for part in (chunk.w, chunk.grad, chunk.loss, chunk.batch_loss) if part is not None]
    count = len(chunk.w)
    if not all(np.isfinite(part).all() for part in parts):  # row by row costs ten times that
        good = [np.isfinite(part.reshape(count, -1)).all(axis=1) for part in parts]
        count = int(np.argmin(np.all(good, axis=0)))
    if chunk.loss is None:
        with np.errstate(all="ignore"):
            while count:
                last = chunk.w[count - 1]
                if problem.is_surely_finite(last) or np.isfinite(problem.loss(last)):
                    break
                count -= 1
    return count


def stop_after(chunk: Chunk, stop: Stop, record: RunRecord, good: int) -> int | None:
    """The number of updates after which a stop condition of the experiment is met, or None."""
    if stop.grad_norm is None and stop.loss is None:
        return None
    w = np.vstack([record.w[-1:], chunk.w[:good]])
    met = np.zeros(len(w), dtype=bool)
    if stop.grad_norm is not None:
        met |= np.linalg.norm(record.problem.grad(w), axis=-1) <= stop.grad_norm
    if stop.loss is not None:
        met |= record.problem.loss(w) <= stop.loss
    return int(np.argmax(met)) if met.any() else None


def cut(chunk: Chunk, count: int, finish: str) -> Chunk:
    """The first `count` updates of a chunk, as the last chunk of its run."""
    loss = None if chunk.loss is None else chunk.loss[:count]
    batch_loss = None if chunk.batch_loss is None else chunk.batch_loss[:count]
    return Chunk(chunk.run, chunk.w[:count], loss, chunk.grad[:count], chunk.lr[:count], batch_loss, finish)
