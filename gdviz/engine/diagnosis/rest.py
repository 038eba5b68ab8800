"""Runs that came to rest: at a minimum, in a valley, on a plateau, on a saddle."""

from __future__ import annotations

from typing import Any

import numpy as np

from gdviz.engine.diagnosis.end import End, length
from gdviz.engine.diagnosis.limits import eigenvalues
from gdviz.engine.diagnosis.lower import lower_minimum, may_be_lowest, with_lower
from gdviz.engine.diagnosis.thresholds import ARRIVED, BALANCED, FLAT, NEAR, NEAR_FLAT, ZERO_EIGENVALUE
from gdviz.engine.diagnosis.verdict_numbers import point, short
from gdviz.engine.trajectory import RunRecord, Verdict
from gdviz.messages import message


def at_minimum(record: RunRecord, end: End) -> Verdict | None:
    """At a minimum, even if the Hessian does not show it."""
    if not end.finite or end.was_thrown_out or end.coasts_away:
        return None
    gradient = length(end.grad)
    scale = 1 + length(end.w)
    if end.is_bowl:
        small = end.to_win <= max(ARRIVED * (end.first - end.last), 1e-15 * abs(end.last))
        near = length(end.step) <= NEAR * scale
        if (gradient == 0 or (small and near and end.is_regular)) and not end.is_passing:
            return arrived(end, end.w + end.step)
    if end.is_regular:
        return None
    known, away = end.nearest(end.w)
    if (
        known is not None
        and away <= NEAR_FLAT * scale
        and 0 <= end.last - known.loss <= ARRIVED * (end.first - known.loss)
        and end.is_lowest_around(np.array(known.w))
    ):
        return arrived(end, np.array(known.w))
    rise = end.rise_around(end.w)
    still = end.is_still or gradient * end.radius(end.w) <= ARRIVED * float(np.max(rise))
    return arrived(end, None) if still and (rise > 1e-3 * np.max(rise)).all() else None


def at_rest(record: RunRecord, end: End) -> Verdict | None:
    """Where the gradient vanishes, but there is no single minimum."""
    gradient = length(end.grad)
    rests = end.is_still and end.moved <= NEAR * (1 + length(end.w))
    stuck = record.n > 0 and bool((end.start == end.w).all()) and bool((record.w == end.w).all())
    if not end.finite or not (rests or gradient == 0 or stuck):
        return None
    if end.is_passing or end.was_thrown_out:
        return None
    values = end.eigenvalues
    numbers = {
        "loss": end.loss, "gradient": gradient, "eigenvalues": values.tolist(), "sharpness": float(values[-1]),
    }  # fmt: skip
    largest = float(np.max(np.abs(values)))
    if stuck and gradient > 0:
        text = message("The run does not move: on this plateau the slope is too small for a step. The loss is {loss}.",
                       loss=short(end.loss))  # fmt: skip
        return with_lower(Verdict("flat", text, numbers), end)
    at_start = float(np.max(np.abs(eigenvalues(end.problem, end.start))))  # nan beside a cusp
    if largest == 0 or largest <= ZERO_EIGENVALUE * at_start:
        text = message(
            "The run came to rest on a plateau: no slope is left to follow. The loss is {loss}.", loss=short(end.loss)
        )
        return with_lower(Verdict("flat", text, numbers), end)
    if values[-1] < -ZERO_EIGENVALUE * largest:
        text = message("The run is on the top at {w}: every way leads down, but the gradient is zero.", w=point(end.w))
        return Verdict("saddle", text, numbers)
    if values[0] < -ZERO_EIGENVALUE * largest:
        text = message(
            "The run is on a saddle at {w}: one way leads up, another down, and the gradient is zero.", w=point(end.w)
        )
        return Verdict("saddle", text, numbers)
    bottom = end.flat_bottom()
    if bottom is not None:
        return arrived(end, bottom)
    if values[0] > FLAT * values[-1]:  # a minimum higher than the start, or a slope that only a jump's exceeds
        return arrived(end, end.w + end.step) if end.is_regular else None
    text = message(
        "The run came to rest where it is flat one way: a valley of minima, or one minimum flatter than a parabola."
        " The loss is {loss}.",
        loss=short(end.loss),
    )  # fmt: skip
    return with_lower(Verdict("flat", text, numbers), end)


def at_zero_gradient(record: RunRecord, end: End) -> Verdict | None:
    """Where the gradient is exactly 0, but the Hessian has no value or misleads: judged by the losses around.

    Beyond the border of the domain, where the loss has no value, it counts as a wall.
    """
    if not np.isfinite(end.loss) or end.grad.any():
        return None
    rise = end.rise_around(end.w)
    rise[np.isnan(rise)] = np.inf
    walked = rise[np.isfinite(rise)]
    if (rise > 1e-3 * np.max(walked, initial=0.0)).all():
        return arrived(end, None)
    numbers = {"loss": end.loss, "gradient": 0.0}
    if not walked.any():
        text = message(
            "The run came to rest on a plateau: no slope is left to follow. The loss is {loss}.", loss=short(end.loss)
        )
        return with_lower(Verdict("flat", text, numbers), end)
    if (rise < 0).all():
        text = message("The run is on the top at {w}: every way leads down, but the gradient is zero.", w=point(end.w))
        return Verdict("saddle", text, numbers)
    if (rise < 0).any():
        text = message(
            "The run is on a saddle at {w}: one way leads up, another down, and the gradient is zero.", w=point(end.w)
        )
        return Verdict("saddle", text, numbers)
    text = message(
        "The run came to rest where it is flat one way: a valley of minima, or one minimum flatter than a parabola."
        " The loss is {loss}.",
        loss=short(end.loss),
    )  # fmt: skip
    return with_lower(Verdict("flat", text, numbers), end)


def balanced(record: RunRecord, end: End) -> Verdict | None:
    """At rest where a weight decay that goes past the rule (AdamW) holds the slope of the loss."""
    decay = float(getattr(record.spec.optimizer, "weight_decay", 0.0))
    if not decay or end.decay or end.is_noisy or not record.n:
        return None
    # The pull of the decay alone would move it a hundred times as far.
    pull = float(record.lr[-1]) * decay * length(end.w)
    if not length(record.w[-1] - record.w[-2]) <= BALANCED * pull:
        return None
    text = message("The run converged to {w}, where loss and weight decay balance. The loss is {loss}.",
                   w=point(end.w), loss=short(end.loss))  # fmt: skip
    numbers = {"loss": end.loss, "w": end.w.tolist(), "gradient": length(end.grad)}
    return Verdict("converged", text, numbers)


def arrived(end: End, bottom: np.ndarray | None) -> Verdict:
    """At the known minimum nearby, or else at `bottom` (None: near here)."""
    where = end.w if bottom is None else bottom
    nearest, away = end.nearest(where)
    excess = None if bottom is None else max(end.last - end.value(where), 0.0)
    if nearest is not None and away <= 10 * NEAR * (1 + length(where)):
        where, excess = np.array(nearest.w), max(end.loss - nearest.loss, 0.0)
    distance = None if excess is None else length(end.w - where)
    numbers: dict[str, Any] = {
        "loss": end.loss, "w": end.w.tolist(), "minimum": where.tolist(), "distance": distance, "excess": excess,
    }  # fmt: skip
    if end.finite:
        numbers["sharpness"] = float(end.eigenvalues[-1])
    here = end.last if excess is None else end.last - excess
    lower = lower_minimum(end, here)
    if lower is not None:
        numbers |= {"better_loss": lower.loss, "better_w": list(lower.w)}
        found: dict[str, object] = {
            "w": point(where), "loss": short(end.loss), "better": point(lower.w),
            "away": short(length(where - np.array(lower.w))), "gap": short(here - lower.loss),
        }  # fmt: skip
        if lower.is_global:
            text = message(
                "The run converged to a local minimum at {w}. The loss is {loss}. The global minimum, {better}, is"
                " {away} away, its loss {gap} lower.",
                **found,
            )
        else:
            text = message(
                "The run converged to a local minimum at {w}. The loss is {loss}. A better minimum, {better}, is {away}"
                " away, its loss {gap} lower.",
                **found,
            )
        return Verdict("local_minimum", text, numbers)
    if end.sign < 0:
        return Verdict("converged", message("The run converged to the top at {w}.", w=point(where)), numbers)
    if end.decay:
        text = message("The run converged to {w}, where loss and weight decay balance. The loss is {loss}.",
                       w=point(where), loss=short(end.loss))  # fmt: skip
        return Verdict("converged", text, numbers)
    lowest = may_be_lowest(end, where)
    if distance is None or excess is None:
        text = message("The run converged to the minimum at {w}.", w=point(where))
        if not lowest:
            text = message("The run converged to a minimum at {w}.", w=point(where))
        return Verdict("converged", text, numbers)
    near: dict[str, object] = {"w": point(where), "distance": short(distance), "excess": short(excess)}
    text = message(
        "The run converged to the minimum at {w}. It is {distance} away, and the loss is {excess} above.", **near
    )
    if not lowest:
        text = message(
            "The run converged to a minimum at {w}. It is {distance} away, and the loss is {excess} above.",
            **near,
        )
    return Verdict("converged", text, numbers)
