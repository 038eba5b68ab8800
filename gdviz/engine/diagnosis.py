"""The verdict: what became of a run, from its record and the Hessian.

Thresholds, and why these:

- A run has *arrived* when the loss that a Newton step still predicts to win is at most 1e-6 of what the run
  descended, invisible on any linear axis, and the step at most 1e-3 of 1 + |w|, invisible on the surface. That
  is believed where Newton's next step is at most a tenth of this one: it squares at a regular minimum, and is
  1/2 or 2/3 at the degenerate points of x³ and x⁴. There, and where the Hessian has a zero eigenvalue, the
  gradient must have shrunk to 1e-6 of its largest value in the record.
- An eigenvalue counts as zero under 1e-6 of the largest: the valley of 3x²y, approached to x = 1e-6, has the
  ratio x²/y² = 1e-12, while the worst quadratic of the catalogue has 1e-2.
- A loss *falls without end* when it falls strictly along the ray downhill, at 200 distances over eight decades
  (1e-3 to 1e5 of the scale of the path; half of them, or one decade before it overflows to -inf, where it ends
  sooner), and its slope never flattens: (1-t)³ does at t = 1, exp(-t) does everywhere, and a run there may yet
  come to rest. A run whose numbers overflowed while its loss fell below -1e6 of its start's size needs no ray.
  It is *unbounded* only if careful steps from the same start (half of 1/sharpness, 200 of them) fall without end
  too: then no rate helps; else it was thrown out of a valley.
- A run *grows* when the loss of its last quarter exceeds both the start and the quarter before; it *swings*
  when consecutive updates of its last quarter (at least four) point against each other (mean cosine under -0.5).

What a run descends is its *objective*: the loss, or minus the loss uphill, plus λ/2 |w|² with weight decay.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from gdviz.engine.trajectory import RunRecord, Verdict
from gdviz.messages import message
from gdviz.problems.base import Minimum, Problem

ARRIVED = 1e-6
NEAR = 1e-3
REGULAR = 0.1
ZERO_EIGENVALUE = 1e-6
RAY = np.geomspace(1e-3, 1e5, 200)
SAMPLED_ROWS = 200
CAREFUL_STEPS = 200


def diagnose(record: RunRecord) -> Verdict | None:
    """The verdict of a finished run; None for one that was cancelled or failed."""
    if record.finish in (None, "cancelled", "failed"):
        return None
    with np.errstate(all="ignore"):
        end = _End.of(record)
        for judge in (_unbounded, _diverged, _settled, _restless):
            verdict = judge(record, end)
            if verdict is not None:
                return verdict
        return _still_descending(record, end)


def sharpness(problem: Problem, w: np.ndarray) -> np.ndarray:
    """The largest eigenvalue of the Hessian at each w (shape (..., dim)), shape (...,); nan where not finite."""
    return np.asarray(_eigenvalues(problem, w)[..., -1])


def stability_limits(record: RunRecord, rows: np.ndarray) -> np.ndarray | None:
    """The largest stable constant rate at the points `rows` of the record; None where theory has none."""
    with np.errstate(all="ignore"):
        return record.spec.optimizer.stability_limit(sharpness(record.problem, record.w[rows]))


@dataclass(frozen=True)
class _End:
    """The last point of a run, and its objective, so that all judges may think downhill.

    `loss` is the problem's; `grad`, `eigenvalues`, `vectors` are those of the objective, and so are `values`,
    one for each row of the record. `sign` is -1 for a run that climbs.
    """

    problem: Problem
    sign: float
    decay: float
    w: np.ndarray
    loss: float
    grad: np.ndarray
    eigenvalues: np.ndarray
    vectors: np.ndarray
    values: np.ndarray

    @classmethod
    def of(cls, record: RunRecord) -> _End:
        optimizer, problem = record.spec.optimizer, record.problem
        sign = -1.0 if getattr(optimizer, "maximize", False) else 1.0
        decay = float(getattr(optimizer, "weight_decay", 0.0))
        w, losses = record.w.copy(), record.loss
        hessian = sign * np.asarray(problem.hessian(w[-1])) + decay * np.eye(problem.dim)
        if np.isfinite(hessian).all():
            eigenvalues, vectors = np.linalg.eigh(hessian)
        else:
            eigenvalues, vectors = np.full(problem.dim, np.nan), np.eye(problem.dim)
        values = sign * losses + decay / 2 * np.sum(w * w, axis=-1)
        grad = sign * np.asarray(problem.grad(w[-1])) + decay * w[-1]
        return cls(problem, sign, decay, w[-1], float(losses[-1]), grad, eigenvalues, vectors, values)

    def objective(self, w: np.ndarray) -> np.ndarray:
        """What the run descends, at other points: shape (...,) for w of shape (..., dim)."""
        return np.asarray(self.sign * self.problem.loss(w) + self.decay / 2 * np.sum(w * w, axis=-1))

    def gradient(self, w: np.ndarray) -> np.ndarray:
        """The objective's gradient at another point, shape (dim,)."""
        return np.asarray(self.sign * self.problem.grad(w) + self.decay * w)

    def newton(self) -> np.ndarray:
        """Newton's step from here, shape (dim,); for eigenvalues that are not 0."""
        return np.asarray(-self.vectors @ (self.vectors.T @ self.grad / self.eigenvalues))

    def is_regular(self, step: np.ndarray) -> bool:
        """Whether Newton's step after `step` is much shorter: the minimum ahead is no degenerate one."""
        length = float(np.linalg.norm(step))
        if length <= 1e-9 * (1 + float(np.linalg.norm(self.w))):
            return True
        ahead = self.w + step
        grad = self.gradient(ahead)
        hessian = self.sign * np.asarray(self.problem.hessian(ahead)) + self.decay * np.eye(len(ahead))
        if not (np.isfinite(grad).all() and np.isfinite(hessian).all()):
            return False
        then = np.linalg.lstsq(hessian, grad, rcond=None)[0]
        return float(np.linalg.norm(then)) <= REGULAR * length


def _unbounded(record: RunRecord, end: _End) -> Verdict | None:
    """The loss fell, and falls without end along the way downhill or along the last update."""
    if record.n == 0 or not end.values[-1] < end.values[0]:
        return None
    directions = [-end.grad, record.w[-1] - record.w[-2]]
    overflowed = record.finish == "diverged" and end.values[-1] < -1e6 * (1 + abs(end.values[0]))
    if not overflowed and not any(_falls_without_end(end, end.w, direction) for direction in directions):
        return None
    numbers = {"loss": end.loss, "step": record.updates}
    if not _careful_steps_fall(end, record.w[0]):
        if record.finish == "diverged":
            return None
        text = message("overshot: the steps left the valley for where the loss falls without end; smaller ones stay")
        return Verdict("overshooting", text, numbers)
    if end.sign < 0:
        text = message("climbs without end: uphill, this function has no top")
    else:
        text = message("the loss falls without end: there is no minimum this way, and no learning rate helps")
    return Verdict("unbounded", text, numbers)


def _falls_without_end(end: _End, w: np.ndarray, direction: np.ndarray) -> bool:
    """Whether the objective falls along the ray from `w`, and ever more steeply or evenly."""
    length = float(np.linalg.norm(direction))
    if not np.isfinite(length) or length == 0:
        return False
    distances = np.concatenate([[0.0], RAY * max(1.0, float(np.linalg.norm(w)))])
    values = end.objective(w + distances[:, None] * (direction / length))
    finite = np.isfinite(values)
    enough = 100
    if not finite.all():
        first = int(np.argmin(finite))
        enough = 25 if values[first] == -np.inf else enough
        values = values[:first]
    if len(values) < enough or not (np.diff(values) < 0).all():
        return False
    slopes = np.diff(values) / np.diff(distances[: len(values)])
    return bool((np.diff(slopes) <= 1e-6 * np.abs(slopes[1:])).all())


def _careful_steps_fall(end: _End, start: np.ndarray) -> bool:
    """Whether plain gradient descent with small steps from `start` falls without end as well."""
    w, far = start, 1e3 * (1 + float(np.linalg.norm(start)))
    for _ in range(CAREFUL_STEPS):
        grad = end.gradient(w)
        sharpest = float(np.max(np.abs(_eigenvalues(end.problem, w))))
        after = w - grad * (0.5 / sharpest if sharpest > 0 else 1.0)
        if not np.isfinite(after).all():
            break
        w = after
        if np.linalg.norm(w) > far:
            break
    return _falls_without_end(end, w, -end.gradient(w))


def _diverged(record: RunRecord, end: _End) -> Verdict | None:
    """The numbers ended, or the loss of a rate over the limit kept growing."""
    if record.finish != "diverged" and not _grows(end.values):
        return None
    if record.n == 0:
        return Verdict("diverged", message("loss or gradient is not finite at the start"), {"step": 0})
    rows = _sample(record.n)
    limits = stability_limits(record, rows)
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
    # Not np.median, which imports numpy.ma: 15 ms of the first window.
    middle, earlier = np.quantile(last, 0.5), np.quantile(before, 0.5)
    return bool(middle > earlier and middle > losses[0] and losses[-1] > losses[0])


def _settled(record: RunRecord, end: _End) -> Verdict | None:
    """At rest: at a minimum, in a flat valley, or on a saddle."""
    values = end.eigenvalues
    if not np.isfinite(values).all() or not np.isfinite(end.grad).all():
        return None
    steepest = float(np.max(np.linalg.norm(record.grad[_sample(record.n - 1)], axis=-1))) if record.n else 0.0
    largest = float(np.max(np.abs(values)))
    gradient = float(np.linalg.norm(end.grad))
    still = gradient <= ARRIVED * steepest or gradient == 0
    if values[0] > ZERO_EIGENVALUE * largest:
        step = end.newton()
        to_win = float(-step @ end.grad) / 2
        distance = float(np.linalg.norm(step))
        small = to_win <= max(ARRIVED * float(end.values[0] - end.values[-1]), 1e-15 * abs(end.values[-1]))
        if gradient == 0 or (small and distance <= NEAR * (1 + np.linalg.norm(end.w)) and end.is_regular(step)):
            return _at_minimum(end, distance)
    if not still:
        return None
    if values[0] < -ZERO_EIGENVALUE * largest:
        numbers = {"gradient": gradient, "eigenvalues": values.tolist()}
        text = message("on a saddle at {w}: uphill one way, downhill another, the gradient is zero", w=_point(end.w))
        return Verdict("saddle", text, numbers)
    if _is_lowest_nearby(end):
        return _at_minimum(end, None)
    numbers = {"gradient": gradient, "eigenvalues": values.tolist(), "loss": end.loss}
    text = message("came to rest in a flat valley, not at a single minimum; loss {loss}", loss=_short(numbers["loss"]))
    return Verdict("flat", text, numbers)


def _at_minimum(end: _End, distance: float | None) -> Verdict:
    """At the known minimum nearby, else at one `distance` away (None: unknown)."""
    known = end.problem.minima if end.sign > 0 and not end.decay else ()
    nearest = min(known, key=lambda m: float(np.linalg.norm(end.w - np.array(m.w))), default=None)
    if nearest is not None:
        away = float(np.linalg.norm(end.w - np.array(nearest.w)))
        if away <= 1e-2 * (1 + float(np.linalg.norm(end.w))):
            distance = away
        else:
            nearest = None
    numbers: dict[str, Any] = {"loss": end.loss, "w": end.w.tolist(), "distance": distance}
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
    if end.decay:
        text = message("converged to {w}, where loss and weight decay balance; loss {loss}",
                       w=where, loss=_short(end.loss))  # fmt: skip
        return Verdict("converged", text, numbers)
    if distance is None:
        return Verdict("converged", message("converged to the minimum {w}", w=where), numbers)
    text = message("converged to the minimum {w}; distance {distance}", w=where, distance=_short(distance))
    return Verdict("converged", text, numbers)


def _is_lowest_nearby(end: _End) -> bool:
    """Whether the objective rises in every sampled direction: a minimum that the Hessian does not see (x⁴)."""
    directions = np.random.default_rng(0).standard_normal((64, len(end.w)))
    directions = np.vstack([directions, np.eye(len(end.w)), -np.eye(len(end.w))])
    directions /= np.linalg.norm(directions, axis=1, keepdims=True)
    rise = end.objective(end.w + 1e-2 * (1 + np.linalg.norm(end.w)) * directions) - end.values[-1]
    return bool((rise > 1e-3 * np.max(rise)).all())


def _restless(record: RunRecord, end: _End) -> Verdict | None:
    """It no longer descends: batches keep it moving, or it swings between the walls of a valley."""
    values, quarter = end.values, max(len(end.values) // 4, 4)
    if len(values) < 2 * quarter + 1:
        return None
    last, before = values[-quarter:], values[-2 * quarter : -quarter]
    falls = np.mean(last) < 0.9 * np.mean(before) if np.mean(before) > 0 else np.mean(last) < np.mean(before)
    if falls:
        return None
    loss = record.loss[-quarter:]
    if record.spec.batch is not None or record.problem.noise_std:
        floor = float(np.mean(loss))
        text = message("as low as this rate gets: the gradients' noise keeps it moving; loss {loss}",
                       loss=_short(floor))  # fmt: skip
        return Verdict("noise_floor", text, {"loss": floor})
    delta = np.diff(record.w[-quarter:], axis=0)
    lengths = np.linalg.norm(delta, axis=1)
    moving = (lengths[1:] > 0) & (lengths[:-1] > 0)
    cosine = np.sum(delta[1:] * delta[:-1], axis=1)[moving] / (lengths[1:] * lengths[:-1])[moving]
    if not len(cosine) or not np.mean(cosine) < -0.5:
        return None
    low, high = float(np.min(loss)), float(np.max(loss))
    text = message("oscillating: each step crosses the valley; the loss stays between {low} and {high}",
                   low=_short(low), high=_short(high))  # fmt: skip
    return Verdict("oscillating", text, {"low": low, "high": high})


def _still_descending(record: RunRecord, end: _End) -> Verdict:
    numbers = {"loss": end.loss, "gradient": float(np.linalg.norm(end.grad))}
    if record.finish == "converged":
        text = message("stopped: the experiment's own condition is met; loss {loss}", loss=_short(end.loss))
        return Verdict("converged", text, numbers)
    text = message(
        "still descending: loss {loss}, gradient {gradient}; it needs more steps or a larger rate",
        loss=_short(numbers["loss"]),
        gradient=_short(numbers["gradient"]),
    )
    if end.sign < 0:
        text = message("still climbing: loss {loss}", loss=_short(numbers["loss"]))
    return Verdict("still_descending", text, numbers)


def _eigenvalues(problem: Problem, w: np.ndarray) -> np.ndarray:
    hessian = np.asarray(problem.hessian(w))
    finite = np.asarray(np.isfinite(hessian).all(axis=(-1, -2)))
    values = np.linalg.eigvalsh(np.where(finite[..., None, None], hessian, 0.0))
    return np.asarray(np.where(finite[..., None], values, np.nan))


def _sample(last: int) -> np.ndarray:
    """At most SAMPLED_ROWS rows of 0 .. last, evenly, ends included."""
    return np.linspace(0, last, min(last + 1, SAMPLED_ROWS)).round().astype(int)


def _short(value: float) -> str:
    return f"{value:.3g}".replace("-", "−")


def _point(w: Any) -> str:
    shown = [f"{v + 0.0:.4g}".replace("-", "−") for v in list(w)[:4]]
    return f"({', '.join(shown)}{', …' if len(w) > 4 else ''})"
