"""What a batch shows of the loss: its own surface, and its gradient beside those of the other batches."""

from __future__ import annotations

import numpy as np

from gdviz.engine.diagnosis.noise import stationary
from gdviz.engine.landscape import nodes
from gdviz.engine.trajectory import RunRecord
from gdviz.frozen import frozen
from gdviz.problems.problem import Domain, Problem

MOST_BATCHES = 200
"""The most batches of an epoch whose gradients are computed; they are spread evenly over a longer epoch."""
WORK = 4_000_000
"""Points times samples of a grid."""


@frozen
class BatchGradients:
    """The gradients (m, dim) at one point of the batches of one epoch; `current` is the row of the update's own.

    `full` (dim,) is the gradient over all samples, of which they are the scattered pieces.
    """

    grads: np.ndarray
    current: int
    full: np.ndarray


def update_at(record: RunRecord, updates: int) -> int:
    """The update that begins after so many updates; at the end the last one."""
    return max(min(updates, record.planned - 1), 0)


def has_batches(record: RunRecord) -> bool:
    """Whether a step of the run sees only some of the samples."""
    return record.batches.batch is not None and record.batches.batch.size < record.batches.n_samples


def batch_gradients(record: RunRecord, w: np.ndarray, k: int) -> BatchGradients:
    """The gradients at `w` (dim,) of all batches of the epoch in which the update after k updates lies."""
    step, per_epoch = update_at(record, k), record.steps_per_epoch
    first = step - step % per_epoch
    places = np.arange(per_epoch)
    if per_epoch > MOST_BATCHES:
        places = np.linspace(0, per_epoch - 1, MOST_BATCHES).round().astype(int)
        places[np.abs(places - step % per_epoch).argmin()] = step % per_epoch
    samples = list(record.batches.iterate(first, per_epoch))
    with np.errstate(all="ignore"):
        grads = np.array([record.problem.batch_loss_grad(w, samples[place])[1] for place in places.tolist()])
        full = np.asarray(record.problem.grad(w))
    return BatchGradients(grads, int(np.flatnonzero(places == step % per_epoch)[0]), full)


def batch_surface(problem: Problem, index: np.ndarray, box: Domain, most: int) -> np.ndarray:
    """The mean loss of the samples `index` on a grid of two parameters, shape (rows, columns), at most `most` a side.

    With one parameter it is the curve, shape (columns,).
    """
    if problem.dim == 1:
        points = nodes(*box[0], 4 * most)[:, None]
        return _in_blocks(problem, points, index)
    side = int(min(most, max(16, (WORK / max(len(index), 1)) ** 0.5)))
    x, y = nodes(*box[0], side), nodes(*box[1], side)
    points = np.stack(np.meshgrid(x, y), axis=-1).reshape(-1, 2)
    return _in_blocks(problem, points, index).reshape(side, side)


def _in_blocks(problem: Problem, points: np.ndarray, index: np.ndarray) -> np.ndarray:
    size = max(1, 200_000 // max(len(index), 1))
    with np.errstate(all="ignore"):
        parts = [problem.batch_loss_grad(points[i : i + size], index)[0] for i in range(0, len(points), size)]
    return np.concatenate([np.asarray(part, dtype=float) for part in parts])


@frozen
class NoiseBall:
    """The point (dim,) around which a run fluctuates, and its covariance (dim, dim): predicted and measured.

    `measured` and `mean` come from the last quarter of the run.
    """

    center: np.ndarray
    predicted: np.ndarray
    mean: np.ndarray
    measured: np.ndarray


def noise_ball(record: RunRecord) -> NoiseBall | None:
    """The noise ball of a run that has ended; None where theory has none (see `stationary`)."""
    if record.finish not in ("completed", "converged") or record.n < 8:
        return None
    with np.errstate(all="ignore"):
        found = stationary(record)
    if found is None:
        return None
    tail = record.w[-max(record.n // 4, 2) :]
    mean = tail.mean(axis=0)
    apart = tail - mean
    return NoiseBall(found.center, found.covariance, mean, apart.T @ apart / len(tail))


def ellipse(center: np.ndarray, covariance: np.ndarray, deviations: float, count: int = 96) -> np.ndarray:
    """Points (count, 2) of the closed curve `deviations` standard deviations around a point of two parameters."""
    values, vectors = np.linalg.eigh(covariance)
    angle = np.linspace(0, 2 * np.pi, count)
    circle = np.stack([np.cos(angle), np.sin(angle)], axis=-1)
    return np.asarray(center + deviations * (circle * np.sqrt(np.maximum(values, 0))) @ vectors.T)
