"""The verdict: what became of a run, from its record and the Hessian.

Thresholds, and why these:

- A run has *arrived* when the loss that a Newton step still predicts to win is at most 1e-6 of what the run
  descended: invisible on any linear axis. Where the Hessian has a zero eigenvalue Newton's step is undefined;
  then the gradient must have shrunk to 1e-6 of its largest value in the record.
- An eigenvalue counts as zero under 1e-6 of the largest: the valley of 3x²y, approached to x = 1e-6, has the
  ratio x²/y² = 1e-12, while the worst quadratic of the catalogue has 1e-2.
- A loss *falls without end* when it falls strictly along the ray downhill, at 200 distances over eight decades
  (1e-3 to 1e5 of the scale of the path), and its slope never flattens: (1-t)³ does at t = 1, exp(-t) does
  everywhere, and a run there may yet come to rest. A run whose numbers overflowed while its loss fell below
  -1e6 of its start's size needs no ray.
- A run *grows* when the loss of its last quarter exceeds both the start and the quarter before; it *swings*
  when consecutive updates of its last quarter point against each other (mean cosine under -0.5).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from gdviz.engine.trajectory import RunRecord, Verdict
from gdviz.messages import message
from gdviz.problems.base import Minimum, Problem

ARRIVED = 1e-6
ZERO_EIGENVALUE = 1e-6
RAY = np.geomspace(1e-3, 1e5, 200)
SAMPLED_ROWS = 200


def diagnose(record: RunRecord) -> Verdict | None:
    """The verdict of a finished run; None for one that was cancelled or failed, or made no update."""
    if record.finish in (None, "cancelled", "failed"):
        return None
    with np.errstate(all="ignore"):
        end = _End.of(record)
        for judge in (_unbounded, _diverged, _settled, _restless):
            verdict = judge(record, end)
            if verdict is not None:
                return verdict
        return _still_descending(record, end)


def sharpness(problem: Problem, w: np.ndarray, sign: float = 1.0) -> np.ndarray:
    """The largest eigenvalue of the Hessian at each w (shape (..., dim)), shape (...,); nan where not finite."""
    return np.asarray(_eigenvalues(problem, w, sign)[..., -1])


def stability_limits(record: RunRecord, rows: np.ndarray) -> np.ndarray | None:
    """The largest stable constant rate at the points `rows` of the record; None where theory has none."""
    with np.errstate(all="ignore"):
        return record.spec.optimizer.stability_limit(sharpness(record.problem, record.w[rows]))


@dataclass(frozen=True)
class _End:
    """The last point of a run; `sign` is -1 for a run that climbs, so that all judges may think downhill."""

    w: np.ndarray
    loss: float
    grad: np.ndarray
    eigenvalues: np.ndarray
    vectors: np.ndarray
    losses: np.ndarray
    sign: float

    @classmethod
    def of(cls, record: RunRecord) -> _End:
        sign = -1.0 if getattr(record.spec.optimizer, "maximize", False) else 1.0
        w = record.w[-1].copy()
        hessian = sign * np.asarray(record.problem.hessian(w))
        if np.isfinite(hessian).all():
            eigenvalues, vectors = np.linalg.eigh(hessian)
        else:
            eigenvalues, vectors = np.full(len(w), np.nan), np.eye(len(w))
        losses = sign * record.loss
        return cls(w, float(losses[-1]), sign * record.problem.grad(w), eigenvalues, vectors, losses, sign)


def _unbounded(record: RunRecord, end: _End) -> Verdict | None:
    """The loss fell, and falls without end along the way downhill or along the last update."""
    if record.n == 0 or not end.loss < end.losses[0]:
        return None
    directions = [-end.grad, record.w[-1] - record.w[-2]]
    overflowed = record.finish == "diverged" and end.loss < -1e6 * (1 + abs(end.losses[0]))
    if not overflowed and not any(_falls_without_end(record.problem, end, direction) for direction in directions):
        return None
    numbers = {"loss": end.sign * end.loss, "step": record.updates}
    if end.sign < 0:
        text = message("climbs without end: uphill, this function has no top")
    else:
        text = message("the loss falls without end: there is no minimum this way, and no learning rate helps")
    return Verdict("unbounded", text, numbers)


def _falls_without_end(problem: Problem, end: _End, direction: np.ndarray) -> bool:
    length = float(np.linalg.norm(direction))
    if not np.isfinite(length) or length == 0:
        return False
    scale = max(1.0, float(np.linalg.norm(end.w)))
    points = end.w + (RAY * scale)[:, None] * (direction / length)
    losses = np.concatenate([[end.loss], end.sign * np.asarray(problem.loss(points))])
    finite = np.isfinite(losses)
    if not finite.all():
        losses = losses[: int(np.argmin(finite))]
    if len(losses) < 100 or not (np.diff(losses) < 0).all():
        return False
    slopes = np.diff(losses) / np.diff(np.concatenate([[0.0], RAY * scale])[: len(losses)])
    return bool((np.diff(slopes) <= 1e-6 * np.abs(slopes[1:])).all())


def _diverged(record: RunRecord, end: _End) -> Verdict | None:
    """The numbers ended, or the loss of a rate over the limit kept growing."""
    if record.finish != "diverged" and not _grows(end.losses):
        return None
    rows = _sample(record.n)
    limits = stability_limits(record, rows) if record.n else None
    at: int | None = None
    if limits is not None:
        over = record.lr[np.minimum(rows, record.n - 1)] > limits
        at = int(rows[np.argmax(over)]) if over.any() else None
    numbers: dict[str, Any] = {"step": record.updates}
    if at is None or limits is None:
        if record.finish != "diverged":
            return None
        text = message("diverged after step {step}: the next numbers are not finite", step=record.updates)
        return Verdict("diverged", text, numbers)
    limit = float(limits[np.searchsorted(rows, at)])
    rate = float(record.lr[min(at, record.n - 1)])
    numbers |= {"over_limit_at": int(record.step[at]), "lr": rate, "limit": limit}
    numbers["sharpness"] = float(sharpness(record.problem, record.w[at]))
    text = message(
        "diverged: at step {at} the learning rate {lr} is over the stability limit {limit} (sharpness {sharpness})",
        at=numbers["over_limit_at"], lr=_short(rate), limit=_short(limit), sharpness=_short(numbers["sharpness"]),
    )  # fmt: skip
    return Verdict("diverged", text, numbers)


def _grows(losses: np.ndarray) -> bool:
    quarter = len(losses) // 4
    if quarter < 2:
        return False
    last, before = losses[-quarter:], losses[-2 * quarter : -quarter]
    return bool(np.median(last) > np.median(before) and np.median(last) > losses[0] and losses[-1] > losses[0])


def _settled(record: RunRecord, end: _End) -> Verdict | None:
    """At rest: at a minimum, in a flat valley, or on a saddle."""
    values = end.eigenvalues
    if not np.isfinite(values).all() or not np.isfinite(end.grad).all():
        return None
    steepest = float(np.max(np.linalg.norm(record.grad[_sample(record.n - 1)], axis=-1))) if record.n else 0.0
    largest = float(np.max(np.abs(values)))
    gradient = float(np.linalg.norm(end.grad))
    still = gradient <= ARRIVED * steepest or gradient == 0
    if largest > 0 and values[0] > ZERO_EIGENVALUE * largest:
        along = end.vectors.T @ end.grad
        to_win = float(np.sum(along**2 / values)) / 2
        descended = float(end.losses[0] - end.loss)
        if not (to_win <= ARRIVED * max(descended, 0.0) or gradient == 0 or to_win <= 1e-15 * abs(end.loss)):
            return None
        distance = float(np.linalg.norm(along / values))
        return _at_minimum(record, end, distance)
    if not still:
        return None
    if values[0] < -ZERO_EIGENVALUE * largest:
        numbers = {"gradient": gradient, "eigenvalues": values.tolist()}
        text = message("on a saddle at {w}: uphill one way, downhill another, the gradient is zero", w=_point(end.w))
        return Verdict("saddle", text, numbers)
    if _is_lowest_nearby(record.problem, end):
        return _at_minimum(record, end, float("nan"))
    numbers = {"gradient": gradient, "eigenvalues": values.tolist(), "loss": end.sign * end.loss}
    text = message("came to rest in a flat valley, not at a single minimum; loss {loss}", loss=_short(numbers["loss"]))
    return Verdict("flat", text, numbers)


def _at_minimum(record: RunRecord, end: _End, distance: float) -> Verdict:
    known = record.problem.minima if end.sign > 0 else ()
    nearest = min(known, key=lambda m: float(np.linalg.norm(end.w - np.array(m.w))), default=None)
    numbers: dict[str, Any] = {"loss": end.sign * end.loss, "w": end.w.tolist()}
    tolerance = 1e-2 * (1 + float(np.linalg.norm(end.w)))
    if nearest is not None and float(np.linalg.norm(end.w - np.array(nearest.w))) > tolerance:
        nearest = None
    if nearest is not None:
        distance = float(np.linalg.norm(end.w - np.array(nearest.w)))
    numbers["distance"] = distance if np.isfinite(distance) else None
    where = _point(nearest.w if nearest is not None else end.w)
    best: Minimum | None = min(known, key=lambda m: m.loss, default=None)
    if best is not None and best.loss < end.loss - 1e-6 * (1 + abs(end.loss)):
        numbers |= {"better_loss": best.loss, "better_w": list(best.w)}
        text = message(
            "converged to the local minimum {w}, loss {loss}; a better one is known: {better}, loss {better_loss}",
            w=where, loss=_short(end.loss), better=_point(best.w), better_loss=_short(best.loss),
        )  # fmt: skip
        return Verdict("local_minimum", text, numbers)
    if end.sign < 0:
        return Verdict("converged", message("converged to the top {w}", w=where), numbers)
    if not np.isfinite(distance):
        return Verdict("converged", message("converged to the minimum {w}", w=where), numbers)
    text = message("converged to the minimum {w}; distance {distance}", w=where, distance=_short(distance))
    return Verdict("converged", text, numbers)


def _is_lowest_nearby(problem: Problem, end: _End) -> bool:
    """Whether the loss rises in every sampled direction: a minimum that the Hessian does not see (x⁴)."""
    directions = np.random.default_rng(0).standard_normal((64, len(end.w)))
    directions = np.vstack([directions, np.eye(len(end.w)), -np.eye(len(end.w))])
    directions /= np.linalg.norm(directions, axis=1, keepdims=True)
    around = end.sign * np.asarray(problem.loss(end.w + 1e-2 * (1 + np.linalg.norm(end.w)) * directions))
    return bool((around - end.loss > 1e-3 * (np.max(around) - end.loss)).all())


def _restless(record: RunRecord, end: _End) -> Verdict | None:
    """It no longer descends: batches keep it moving, or it swings between the walls of a valley."""
    losses, quarter = end.losses, len(end.losses) // 4
    if quarter < 4:
        return None
    last, before = losses[-quarter:], losses[-2 * quarter : -quarter]
    falls = np.mean(last) < 0.9 * np.mean(before) if np.mean(before) > 0 else np.mean(last) < np.mean(before)
    if falls:
        return None
    if record.spec.batch is not None:
        text = message("as low as this rate and batch size get: the batches' noise keeps it moving; loss {loss}",
                       loss=_short(float(np.mean(last))))  # fmt: skip
        return Verdict("noise_floor", text, {"loss": float(np.mean(last))})
    delta = np.diff(record.w[-quarter:], axis=0)
    lengths = np.linalg.norm(delta, axis=1)
    cosine = np.sum(delta[1:] * delta[:-1], axis=1) / (lengths[1:] * lengths[:-1])
    if not np.nanmean(cosine) < -0.5:
        return None
    low, high = end.sign * float(np.min(last)), end.sign * float(np.max(last))
    text = message("oscillating: each step crosses the valley; the loss stays between {low} and {high}",
                   low=_short(min(low, high)), high=_short(max(low, high)))  # fmt: skip
    return Verdict("oscillating", text, {"low": min(low, high), "high": max(low, high)})


def _still_descending(record: RunRecord, end: _End) -> Verdict:
    numbers = {"loss": end.sign * end.loss, "gradient": float(np.linalg.norm(end.grad))}
    text = message(
        "still descending: loss {loss}, gradient {gradient}; it needs more steps or a larger rate",
        loss=_short(numbers["loss"]),
        gradient=_short(numbers["gradient"]),
    )
    if end.sign < 0:
        text = message("still climbing: loss {loss}", loss=_short(numbers["loss"]))
    return Verdict("still_descending", text, numbers)


def _eigenvalues(problem: Problem, w: np.ndarray, sign: float) -> np.ndarray:
    hessian = sign * np.asarray(problem.hessian(w))
    finite = np.asarray(np.isfinite(hessian).all(axis=(-1, -2)))
    values = np.linalg.eigvalsh(np.where(finite[..., None, None], hessian, 0.0))
    return np.asarray(np.where(finite[..., None], values, np.nan))


def _sample(last: int) -> np.ndarray:
    """At most SAMPLED_ROWS rows of 0 .. last, evenly, ends included."""
    return np.unique(np.linspace(0, last, min(last + 1, SAMPLED_ROWS)).round().astype(int))


def _short(value: float) -> str:
    return f"{value:.3g}".replace("-", "−")


def _point(w: Any) -> str:
    shown = [f"{v + 0.0:.4g}".replace("-", "−") for v in list(w)[:4]]
    return f"({', '.join(shown)}{', …' if len(w) > 4 else ''})"
