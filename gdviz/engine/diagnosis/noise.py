"""Runs that the noise of their gradients keeps moving, and how high theory says they stay.

With the gradient's covariance S at the minimum and batches of B, gradient descent's stationary excess loss is
Σ η s² / (2B (2 - η l)) over the eigenvectors of the Hessian: 1/2 l times the variance η s² / (B l (2 - η l)). Other
linear rules have their own (see response.py). Reshuffled epochs stay lower, since the batches of an epoch have no
samples in common: the covariance of two batches is -s²/(N-1), whatever their sizes. Source: Mandt, Hoffman and
Blei 2017 (arXiv 1704.04289); Cochran, Sampling Techniques, 1977, chapter 2 (sampling without replacement).
"""

from __future__ import annotations

import numpy as np

from gdviz.engine.batches import Batches
from gdviz.engine.diagnosis.end import End
from gdviz.engine.diagnosis.lower import is_local
from gdviz.engine.diagnosis.response import response
from gdviz.engine.diagnosis.thresholds import FLOOR, SLOW, ZERO_EIGENVALUE
from gdviz.engine.diagnosis.verdict_numbers import short
from gdviz.engine.trajectory import RunRecord, Verdict
from gdviz.frozen import frozen
from gdviz.messages import message

SAMPLES = 512
"""Samples, evenly, whose gradients give the covariance."""
BLOWN_UP = 100
"""Times the loss of the start: what is higher is no noise floor, unless theory predicts one so high."""
LONGEST_EPOCH = 2000
"""Batches of an epoch that are followed one by one."""


def noise_floor(record: RunRecord, end: End) -> Verdict | None:
    """The last quarter of a noisy run is as low as theory says, or no lower than the quarter before."""
    quarters = end.quarters
    if not end.is_noisy or quarters is None:
        return None
    before, last = (quarter.values for quarter in quarters)
    mean = float(np.mean(last))
    numbers = {"loss": end.sign * mean}
    bottom = _bottom(end, np.mean(record.w[quarters[1].rows], axis=0))
    predicted = None
    if bottom is not None:
        excess = mean - end.value(bottom)
        numbers |= {"minimum_loss": end.sign * end.value(bottom), "excess": excess}
        found = _predicted(record, end, bottom)
        if found is not None:
            predicted, independent = found
            numbers |= {"predicted": predicted, "predicted_independent": independent}
    at_floor = predicted is not None and excess <= FLOOR * predicted
    if not at_floor and mean > BLOWN_UP * max(abs(end.first), abs(before[0])) > 0:
        return _driven_up(record, end, numbers)
    if not at_floor and _falls(before, last, 0.0 if bottom is None else end.value(bottom)):
        return None
    if predicted is not None:
        text = message(
            "The run is at its noise floor: the gradients' noise keeps the loss {excess} above its minimum, on"
            " average over the last quarter. Theory says {predicted}.",
            excess=short(excess), predicted=short(predicted),
        )  # fmt: skip
    else:
        text = message("The run is as low as this rate gets: the gradients' noise keeps it moving. The loss is"
                       " {loss}.",
                       loss=short(numbers["loss"]))  # fmt: skip
    verdict = Verdict("noise_floor", text, numbers)
    return verdict if bottom is None else is_local(verdict, end, bottom, end.value(bottom))


def _driven_up(record: RunRecord, end: End, numbers: dict[str, float]) -> Verdict:
    """The verdict on a run that its batches drove up.

    Single batches may be sharper than the whole loss: then the loss grows at a rate that is stable for the whole.
    """
    text = message("The run diverged: the batches drive the loss from {first} up to {loss}. The rate is too large for"
                   " them.",
                   first=short(end.sign * end.first), loss=short(numbers["loss"]))  # fmt: skip
    return Verdict("diverged", text, numbers | {"start_loss": end.sign * end.first, "step": record.updates})


def _falls(before: np.ndarray, last: np.ndarray, bottom: float) -> bool:
    """Whether a quarter is lower than the one before by two standard errors (of the means of blocks) and 10 %."""
    difference = float(np.mean(before) - np.mean(last))
    blocks = [
        np.array([np.mean(part) for part in np.array_split(values, min(8, len(values)))]) for values in (before, last)
    ]
    error = float(np.sqrt(sum(np.var(block, ddof=1) / len(block) for block in blocks)))
    return difference > 2 * error and difference > SLOW * (float(np.mean(before)) - bottom)


def _bottom(end: End, w: np.ndarray) -> np.ndarray | None:
    """The minimum near the mean of the last points, by Newton's steps; None where there is none."""
    begun = w
    for _ in range(20):
        hessian, grad = end.hessian(w), end.gradient(w)
        if not (np.isfinite(hessian).all() and np.isfinite(grad).all()):
            return None
        values, vectors = np.linalg.eigh(hessian)
        if not values[0] > ZERO_EIGENVALUE * values[-1]:
            return None
        step = -vectors @ (vectors.T @ grad / values)
        w = w + step
        if np.linalg.norm(step) <= 1e-9 * (1 + np.linalg.norm(w)):
            near = np.linalg.norm(w - begun) <= np.linalg.norm(begun - end.start) + 1
            return w if near else None
    return None


@frozen
class Stationary:
    """How far noise keeps a run around a minimum at `center` (dim,), along the Hessian's eigenvectors.

    `curvatures` (dim,) are the eigenvalues, `vectors` (dim, dim) has the directions as columns. `variance` (dim,) is
    that of w as its batches are drawn, `independent` (dim,) what it would be if they were drawn independently.
    """

    center: np.ndarray
    curvatures: np.ndarray
    vectors: np.ndarray
    variance: np.ndarray
    independent: np.ndarray

    @property
    def covariance(self) -> np.ndarray:
        """The covariance of w, shape (dim, dim)."""
        return np.asarray((self.vectors * self.variance) @ self.vectors.T)


def stationary(record: RunRecord, end: End | None = None, bottom: np.ndarray | None = None) -> Stationary | None:
    """What theory says of the last quarter of a noisy run; `bottom` is the minimum, where that is known.

    None for a run without noise, far from a minimum, of a rule that is not linear, or over its stability limit.
    """
    end = End(record) if end is None else end
    if not end.is_noisy or record.n == 0:
        return None
    quarter = max(record.n // 4, 1)
    if bottom is None:
        bottom = _bottom(end, np.mean(record.w[-quarter:], axis=0))
        if bottom is None:
            return None
    values, vectors = np.linalg.eigh(end.hessian(bottom))
    curvatures = end.sign * (values - end.decay)
    answer = response(record, curvatures, float(np.mean(record.lr[-quarter:])))
    if answer is None or not (answer.radius < 1).all():
        return None
    batch = record.batches.batch
    if batch is None:
        variance = answer.variance() * (end.problem.noise_std * end.problem.noise_std)
        return Stationary(bottom, values, vectors, variance, variance)
    if not batch.shuffle or batch.order is not None:
        return None  # the same order each epoch: a cycle, no noise
    samples = record.batches.n_samples
    chosen = np.unique(np.linspace(0, samples - 1, min(samples, SAMPLES)).round().astype(int))
    grads = np.array([end.problem.batch_loss_grad(bottom, np.array([i]))[1] for i in chosen.tolist()])
    spread = np.mean(((grads - grads.mean(axis=0)) @ vectors) ** 2, axis=0)
    epoch, size = record.batches.per_epoch, _mean_size(record.batches)
    independent = spread * answer.variance() / size
    if epoch > LONGEST_EPOCH:
        return Stationary(bottom, values, vectors, independent, independent)
    own, between = (samples - size) / (size * (samples - 1)), -1 / (samples - 1)
    variance = spread * answer.epoch_variance(epoch, own, between)
    return Stationary(bottom, values, vectors, variance, independent)


def _mean_size(batches: Batches) -> float:
    """The harmonic mean of the batches' sizes in an epoch, where the last one may be smaller.

    A batch of B has the variance s² (N - B) / (B (N - 1)), and two batches the covariance -s²/(N-1) whatever their
    sizes. So the mean over an epoch depends on the sizes by the mean of 1/B alone.
    """
    epoch, largest = batches.per_epoch, batches.largest
    last = min(largest, batches.n_samples - (epoch - 1) * largest)
    return epoch * largest * last / ((epoch - 1) * last + largest)


def _predicted(record: RunRecord, end: End, bottom: np.ndarray) -> tuple[float, float] | None:
    """The stationary excess loss: as the batches are drawn, and if they were drawn independently."""
    found = stationary(record, end, bottom)
    if found is None:
        return None
    excess, independent = (float(found.curvatures @ one) / 2 for one in (found.variance, found.independent))
    return excess, independent
