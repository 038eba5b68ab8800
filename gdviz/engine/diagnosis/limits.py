"""Sharpness along a run, and the rate that is stable there."""

from __future__ import annotations

import dataclasses

import numpy as np

from gdviz.engine.landscape import quantiles
from gdviz.engine.trajectory import RunRecord
from gdviz.frozen import frozen
from gdviz.optimizers.optimizer import Optimizer
from gdviz.problems.problem import Problem
from gdviz.schedules.cycling import with_momentum

SCANNED = 20_000
"""Rows that are examined one by one: 20 ms on a surface."""
NUMBERS = 4_000_000
"""Numbers (rows times samples times the Hessian's entries) that looking may cost where that is less: 20 ms."""
SAMPLED = 200
"""Rows of a longer run that are examined, evenly."""


def eigenvalues(
    problem: Problem, w: np.ndarray, sign: float = 1.0, divisor: np.ndarray | None = None, penalty: float = 0.0
) -> np.ndarray:
    """Those of `sign` times the Hessian at each w of shape (..., dim), ascending, shape (..., dim).

    With a `divisor` P of that shape, those of P⁻¹ (H + λ I), λ the `penalty`: the same as of the symmetric
    P^-½ (H + λ I) P^-½. nan where the Hessian is not finite. In one and two dimensions by the formula, 20 times as
    fast as LAPACK.
    """
    with np.errstate(all="ignore"):
        hessian = sign * np.asarray(problem.hessian(w))
        if divisor is not None:
            root = np.sqrt(divisor)
            hessian = (hessian + penalty * np.eye(problem.dim)) / (root[..., :, None] * root[..., None, :])
        finite = np.asarray(np.isfinite(hessian).all(axis=(-1, -2)))
        if problem.dim == 1:
            values = hessian[..., 0]
        elif problem.dim == 2:
            a, b, d = hessian[..., 0, 0], hessian[..., 0, 1], hessian[..., 1, 1]
            middle, half = (a + d) / 2, np.hypot((a - d) / 2, b)
            values = np.stack([middle - half, middle + half], axis=-1)
        elif hessian.ndim > 2 and np.array_equal(hessian, np.broadcast_to(hessian[:1], hessian.shape)):
            one = np.linalg.eigvalsh(np.where(finite[:1, None, None], hessian[:1], 0.0))
            values = np.broadcast_to(one, w.shape)
        else:
            values = np.linalg.eigvalsh(np.where(finite[..., None, None], hessian, 0.0))
        return np.asarray(np.where(finite[..., None], values, np.nan))


def sharpness(problem: Problem, w: np.ndarray) -> np.ndarray:
    """The largest eigenvalue of the Hessian at each w (shape (..., dim)), shape (...,); nan where not finite."""
    return np.asarray(eigenvalues(problem, w)[..., -1])


def stability_limits(record: RunRecord, rows: np.ndarray, divisors: np.ndarray | None = None) -> np.ndarray | None:
    """The largest stable constant rate at the points `rows` of the record; None where theory has none.

    Uphill the sharpness is that of minus the loss. Where a schedule cycles the momentum, each row has the limit of
    its own momentum (the last row, after the last update, that of the last). A rule that divides by the size of its
    gradients has the limit of what it divides by in the update from that row, `divisors` where that is known.
    """
    sign, optimizer = _downhill(record.spec.optimizer)
    if optimizer.stability_limit(np.ones(1)) is None:
        return None
    made = record.n if divisors is None else len(divisors)  # meanwhile there may be more
    rows_made = np.minimum(rows, made - 1)
    divisor = None
    if is_preconditioned(optimizer):
        if not made:
            return None
        if divisors is None:
            divisors = divisors_along(record, int(rows_made.max()) + 1)
        if divisors is None:
            return None
        divisor = divisors[rows_made]
    sharp = eigenvalues(record.problem, record.w[rows], sign, divisor, optimizer.penalty)[..., -1]
    with np.errstate(all="ignore"):
        steps = rows_made * record.stride + 1
        # Of these rows only: it is computed at each edit, for runs of millions of steps.
        momenta = record.planned_momentum(steps - 1) if made else None
        if momenta is None:
            return optimizer.stability_limit(sharp, steps)
        own, which = np.unique(momenta, return_inverse=True)
        limits = np.empty(len(rows))
        for i, momentum in enumerate(own.tolist()):
            here = which == i
            limits[here] = with_momentum(optimizer, momentum).stability_limit(sharp[here], steps[here])
        return limits


def is_preconditioned(optimizer: Optimizer) -> bool:
    """Whether the rule divides by the size of its gradients, so that its limit moves with these.

    It may be over its limit for a while: then the gradients grow, and with them what it divides by, and the limit
    (Cohen et al. 2022, arXiv 2207.14484). So no verdict depends on it: a verdict only mentions a swing at the limit.
    """
    return type(optimizer).preconditioner is not Optimizer.preconditioner


def divisors_along(record: RunRecord, updates: int) -> np.ndarray | None:
    """What each of the first `updates` of a preconditioned rule divides by, shape (updates, dim).

    Infinite where a parameter has had no gradient so far: it has not moved, and bounds no rate. None where the record
    is not complete enough.
    """
    sign, optimizer = _downhill(record.spec.optimizer)
    steps = np.arange(updates) * float(record.stride) + 1
    with np.errstate(all="ignore"):
        grads = sign * record.grad[:updates] + optimizer.penalty * record.w[:updates]
        divisors = optimizer.preconditioner(grads, steps)
    return None if divisors is None else np.where(np.logical_or.accumulate(grads != 0, axis=0), divisors, np.inf)


def lasting_limits(record: RunRecord, rows: np.ndarray) -> np.ndarray | None:
    """Those of `stability_limits` that verdicts may rest on: None for a preconditioned rule."""
    return None if is_preconditioned(record.spec.optimizer) else stability_limits(record, rows)


@frozen
class OverLimit:
    """Where the rate is over the stability limit: the record's row, the step, the rate, and what bounds it.

    `sharpness` is None where the limit does not depend on it, as Newton's.
    """

    row: int
    step: int
    lr: float
    limit: float
    sharpness: float | None

    @property
    def numbers(self) -> dict[str, float]:
        """What a verdict says of it, as `Verdict.numbers`."""
        numbers = {"over_limit_at": self.step, "lr": self.lr, "limit": self.limit}
        return numbers if self.sharpness is None else numbers | {"sharpness": self.sharpness}


def first_over_limit(record: RunRecord) -> OverLimit | None:
    """Where the rate is over the stability limit for the first time; None if nowhere.

    All rows are examined as far as SCANNED and NUMBERS go, otherwise SAMPLED ones, and then those between the first
    that is over and the one before it.
    """
    if record.n == 0 or lasting_limits(record, np.zeros(1, dtype=int)) is None:
        return None
    problem = record.problem
    affordable = max(min(SCANNED, NUMBERS // ((problem.n_samples or 1) * problem.dim**2)), SAMPLED)
    if record.momentum is not None:
        affordable = SAMPLED  # a limit for each momentum is computed one by one
    rows = np.linspace(0, record.n - 1, SAMPLED).round().astype(int) if record.n > affordable else np.arange(record.n)
    over = np.flatnonzero(_over(record, rows))
    while len(over) and over[0] and rows[over[0]] - rows[over[0] - 1] > 1:
        first, last = int(rows[over[0] - 1]) + 1, int(rows[over[0]])
        few = last - first < affordable
        rows = np.arange(first, last + 1) if few else np.linspace(first, last, SAMPLED).round().astype(int)
        over = np.flatnonzero(_over(record, rows))
    if not len(over):
        return None
    at = rows[over[:1]]
    limits = lasting_limits(record, at)
    assert limits is not None
    sign, optimizer = _downhill(record.spec.optimizer)
    sharp = float(eigenvalues(problem, record.w[at], sign)[0, -1])
    fixed = float(np.asarray(optimizer.stability_limit(2 * abs(sharp) + 1))) == float(limits[0])
    row = int(at[0])
    return OverLimit(row, int(record.step[row]), float(record.lr[row]), float(limits[0]), None if fixed else sharp)


def share_over_limit(record: RunRecord) -> float:
    """The share of the last quarter's updates that were over the limit, from at most SAMPLED of them."""
    return float(np.mean(_over(record, _last_quarter(record))))


def limit_at_rate(record: RunRecord) -> float | None:
    """The median limit of a preconditioned rule in the last quarter, if the run is at the edge; otherwise None.

    At the edge the rate is at or over the limit in more than a tenth of the rows, and the median limit is within a
    factor of 2 of the rate.
    """
    if not is_preconditioned(record.spec.optimizer):
        return None
    rows = _last_quarter(record)
    limits = stability_limits(record, rows)
    if limits is None:
        return None
    ratios = limits / record.lr[rows]
    at_edge = np.mean(ratios < 1.01) > 0.1 and 0.5 < quantiles(ratios, 0.5) < 2
    return float(quantiles(limits, 0.5)) if at_edge else None


def _last_quarter(record: RunRecord) -> np.ndarray:
    """The rows of at most SAMPLED updates of the last quarter, evenly."""
    first = record.n - max(record.n // 4, 1)
    return np.linspace(first, record.n - 1, min(record.n - first, SAMPLED)).round().astype(int)


def _over(record: RunRecord, rows: np.ndarray) -> np.ndarray:
    limits = lasting_limits(record, rows)
    return np.zeros(len(rows), dtype=bool) if limits is None else record.lr[rows] > limits


def _downhill(optimizer: Optimizer) -> tuple[float, Optimizer]:
    """The sign of what is descended, and the rule that descends it."""
    if getattr(optimizer, "maximize", False):
        return -1.0, dataclasses.replace(optimizer, maximize=False)  # type: ignore[call-arg]
    return 1.0, optimizer
