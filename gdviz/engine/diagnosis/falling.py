"""Runs whose loss falls without end, and runs that were thrown out to where it does."""

from __future__ import annotations

import numpy as np

from gdviz.engine.diagnosis.end import End
from gdviz.engine.diagnosis.flow import Flow
from gdviz.engine.diagnosis.limits import first_over_limit
from gdviz.engine.diagnosis.thresholds import POLE, RAY
from gdviz.engine.diagnosis.verdict_numbers import apart
from gdviz.engine.trajectory import RunRecord, Verdict
from gdviz.messages import message


def unbounded(record: RunRecord, end: End) -> Verdict | None:
    """The loss fell, and falls without end along the way downhill or along the last update."""
    if record.n == 0 or not end.last < end.first or end.is_bounded_below:
        return None
    overflowed = record.finish == "diverged" and end.last < -1e6 * (1 + abs(end.first))
    if not (overflowed or _is_under_the_box(end) or _falls_from(end)):
        return None
    numbers: dict[str, float] = {"loss": end.loss, "step": record.updates}
    careful = Flow(end, end.start)
    if not _flows_without_end(end, careful):
        if not overflowed:
            text = message(
                "The run overshot: the steps left the valley for where the loss falls without end. Smaller steps stay."
            )
            return Verdict("overshooting", text, numbers)
        over = first_over_limit(record)
        # A rate over the limit only after the run had left the valley is not what threw it out.
        if over is None or not float(end.values_at(np.array([over.row]))[0]) > careful.values[-1]:
            text = message("The loss falls without end: the steps left the valley, and there is no minimum this way."
                           " Smaller steps stay.")  # fmt: skip
            return Verdict("unbounded", text, numbers)
        lr, limit = apart(over.lr, over.limit)
        text = message(
            "The loss falls without end: at step {at} the learning rate {lr} is over the stability limit {limit}, and"
            " the steps left the valley. Smaller steps stay.",
            at=over.step, lr=lr, limit=limit,
        )  # fmt: skip
        return Verdict("unbounded", text, numbers | over.numbers)
    if end.sign < 0:
        text = message("The loss climbs without end: uphill, this function has no top.")
    else:
        text = message("The loss falls without end: there is no minimum this way, and no learning rate helps.")
    return Verdict("unbounded", text, numbers)


def _flows_without_end(end: End, flow: Flow) -> bool:
    """Whether the objective falls without end from where the flow came to, or the flow is next to a pole."""
    at_pole = not flow.arrived and flow.slope > 1e6 * end.steepest and flow.values[-1] < end.last
    return at_pole or _falls_without_end(end, flow.w, -end.gradient(flow.w))


def _is_under_the_box(end: End) -> bool:
    """Whether the run left the box of a function that has no lowest value, and went below all that is known in it.

    Ripples (eggholder) hide from a ray that such a function falls.
    """
    best = end.best
    return (
        best is not None and end.problem.unbounded_below and end.is_outside(end.w)
        and end.last < best.loss - 0.1 * abs(best.loss)
    )  # fmt: skip


def _falls_from(end: End) -> bool:
    directions = [-end.grad, end.record.w[-1] - end.record.w[-2]]
    return any(_falls_without_end(end, end.w, direction) for direction in directions)


def _falls_without_end(end: End, w: np.ndarray, direction: np.ndarray) -> bool:
    """Whether the objective falls along the ray from `w`, and ever more steeply or evenly; or into a pole."""
    length = float(np.linalg.norm(direction))
    if not np.isfinite(length) or length == 0:
        return False
    direction = direction / length
    distances = np.concatenate([[0.0], RAY * max(1.0, float(np.linalg.norm(w)))])
    values = end.objective(w + distances[:, None] * direction)
    if not np.isfinite(values[0]):
        return False
    finite = np.isfinite(values)
    enough, ends = 100, len(values)
    if not finite.all():
        ends = int(np.argmin(finite))
        enough = 25 if values[ends] == -np.inf else enough
    falling = np.diff(values[:ends])
    if ends >= enough and (falling < 0).all():
        slopes = falling / np.diff(distances[:ends])
        return bool((np.diff(slopes) <= 1e-6 * np.abs(slopes[1:])).all())
    if finite.all() and end.problem.minima:
        return False  # the catalogue's minima are known, and it has no poles
    lowest = int(np.argmin(values[:ends]))
    around = distances[max(lowest - 1, 0)], distances[min(lowest + 1, len(distances) - 1)]
    return _is_pole(end, w, direction, *around)


def _is_pole(end: End, w: np.ndarray, direction: np.ndarray, low: float, high: float) -> bool:
    """Whether the objective has a pole on the ray between two distances, where it ends or turns.

    The place is found to 1e-13 of the bracket, as the last but one of 17 points that is finite, or the lowest of
    them, again and again.
    """
    span = high - low
    for _ in range(11):
        distances = np.linspace(low, high, 17)
        values = end.objective(w + distances[:, None] * direction)
        finite = np.isfinite(values)
        ends = len(values) if finite.all() else int(np.argmin(finite))
        if ends == 0:
            return False
        lowest = int(np.argmin(values[:ends]))
        low, high = float(distances[max(lowest - 1, 0)]), float(distances[min(lowest + 1, 16)])
    place = high if not np.isfinite(end.objective(w + high * direction)) else (low + high) / 2
    nearer = span * np.geomspace(0.1, 1e-9, 9)
    values = end.objective(w + np.maximum(place - nearer, 0.0)[:, None] * direction)
    falls = -np.diff(values[-6:])
    return bool(np.isfinite(values).all() and (falls > 0).all() and (falls[1:] >= POLE * falls[:-1]).all())
