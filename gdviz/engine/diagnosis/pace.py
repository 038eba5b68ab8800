"""Runs that are on their way: how many more steps they need at their rate.

The loss above the minimum, as a share of what the start was above it, is to fall to PROMISED and to ARRIVED.
Near a regular minimum it is Σ c ρ²ᵏ over the eigenvectors of the Hessian, c = g²/(2l), with the rule's factor ρ
(1 - η l for gradient descent). Farther away a run whose steps are short follows the gradient's flow
(see flow.py). Rules that are not linear in the gradient are judged by the decay of their own record, or by their speed.
Source: Nesterov, Introductory Lectures on Convex Optimization, 2004, 1.2.3.
"""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np

from gdviz.engine.diagnosis.end import End, length
from gdviz.engine.diagnosis.flow import Flow, decay_time
from gdviz.engine.diagnosis.limits import lasting_limits
from gdviz.engine.diagnosis.lower import with_lower
from gdviz.engine.diagnosis.response import response
from gdviz.engine.diagnosis.rest import arrived
from gdviz.engine.diagnosis.thresholds import ARRIVED, CLOSE, PROMISED, TEN_STEPS, TOO_SLOW, UNSEEN
from gdviz.engine.diagnosis.verdict_numbers import at_least, count, more_steps, short
from gdviz.engine.trajectory import RunRecord, Verdict
from gdviz.frozen import frozen
from gdviz.messages import Message, message

AGREE = 0.1
"""How much the rates of decay of two quarters may differ for a prediction."""
FARTHEST = 1e15
"""Steps beyond which a verdict gives no number."""


@frozen
class Forecast:
    """How many more steps it takes to PROMISED and to ARRIVED; None where that is not known."""

    percent: float | None
    millionth: float | None
    is_least: bool = False
    """Whether `percent` is only a lower bound: enough to call a run too slow."""
    to_valley: bool = False
    """Whether the way leads to the floor of a valley, and no minimum is known."""

    @property
    def numbers(self) -> dict[str, float]:
        """What a verdict says of it, as `Verdict.numbers`."""
        found: dict[str, float] = {}
        if self.percent is not None and self.is_least:
            found["steps_to_1_percent_at_least"] = math.floor(self.percent)
        elif self.percent is not None:
            found["steps_to_1_percent"] = math.ceil(self.percent)
        if self.millionth is not None:
            found["steps_to_1e_6"] = math.ceil(self.millionth)
        return found


def on_its_way(record: RunRecord, end: End) -> Verdict:
    """The verdict where no other one applies: the run made its steps, and more would help."""
    numbers = {"loss": end.loss, "gradient": length(end.grad)}
    if not record.updates:
        text = message("No step is made yet. The loss is {loss}, the length of the gradient {gradient}.",
                       loss=short(end.loss), gradient=short(numbers["gradient"]))  # fmt: skip
        return Verdict("not_started", text, numbers)
    if record.finish == "converged":
        text = message(
            "The run stopped: the experiment's own condition is met. The loss is {loss}.", loss=short(end.loss)
        )
        return Verdict("converged", text, numbers)
    if end.last > end.first and not end.is_noisy:
        start = end.sign * end.first
        if _walks_up(record):
            text = message("The run walks uphill: the rule seeks where the slope is 0, and here that is a top or a"
                           " saddle. The loss is {loss}, at the start it was {start}.",
                           loss=short(end.loss), start=short(start))  # fmt: skip
            return Verdict("uphill", text, numbers | {"start_loss": start})
        text = message("The run overshot: the steps ended higher than they began. The loss is {loss}, at the start it"
                       " was {start}.",
                       loss=short(end.loss), start=short(start))  # fmt: skip
        if end.sign < 0:
            text = message("The run overshot: the steps ended lower than they began. The loss is {loss}, at the start"
                           " it was {start}.",
                           loss=short(end.loss), start=short(start))  # fmt: skip
        return Verdict("overshooting", text, numbers | {"start_loss": start})
    found = _forecast(record, end)
    there = _as_good_as_there(record, end, found)
    if there is not None:
        return there
    forecast = _reported(found, end)
    numbers |= forecast.numbers
    percent, millionth = forecast.percent, forecast.millionth
    slow = percent is not None and percent > TOO_SLOW * record.updates
    if percent is not None and slow and forecast.is_least:
        text = message("The run is too slow: after {made} steps it needs more than {steps} more steps at this rate"
                       " for 99 % of the way.",
                       steps=at_least(percent), made=record.updates)  # fmt: skip
        return Verdict("too_slow", text, numbers)
    if forecast.is_least:
        percent = None
    if percent is not None and slow:
        return Verdict("too_slow", _too_slow(record, percent, numbers), numbers)
    if end.sign < 0:
        text = message("The run is still climbing. The loss is {loss}.", loss=short(end.loss))
    elif percent is not None and percent > 0:
        text = message("The run is still descending: it needs about {more} at this rate for 99 % of the way down. The"
                       " loss is {loss}.",
                       loss=short(end.loss), more=more_steps(percent))  # fmt: skip
    elif millionth:
        text = message("The run is still descending: 99 % of the way is done. It needs about {more} at this rate for"
                       " all but a millionth of it.", more=more_steps(millionth))  # fmt: skip
    elif (lowest := _passed(record, end)) is not None:
        step, loss = lowest
        numbers |= {"low": loss, "step": step}
        text = message("The run is still descending: it passed loss {low} at step {at} and is on its way up again, at"
                       " {loss}. More steps bring it back.",
                       low=short(loss), at=step, loss=short(end.loss))  # fmt: skip
    elif percent == 0 and end.is_regular:
        numbers |= {"excess": end.to_win}
        text = message("The run is still descending: 99 % of the way is done. The loss is {loss}, {excess} above its"
                       " minimum.",
                       loss=short(end.loss), excess=short(end.to_win))  # fmt: skip
    elif end.has_no_bottom and not end.known and not end.is_regular:
        text = message("The run is still descending. The loss is {loss}, the length of the gradient {gradient}. This"
                       " function has no lowest value to arrive at.",
                       loss=short(end.loss), gradient=short(numbers["gradient"]))  # fmt: skip
    else:
        text = message("The run is still descending. The loss is {loss}, the length of the gradient {gradient}. It"
                       " needs more steps or a larger rate.",
                       loss=short(end.loss), gradient=short(numbers["gradient"]))  # fmt: skip
    return Verdict("still_descending", text, numbers)


def _as_good_as_there(record: RunRecord, end: End, found: Forecast) -> Verdict | None:
    """A run whose loss cannot visibly fall further: all but ARRIVED of the way down is done, or UNSEEN with noise.

    It is at the minimum where that is within CLOSE; else the way there is level.
    """
    if end.sign < 0 or record.n == 0 or not end.last < end.first:
        return None
    if not end.is_noisy and (end.is_passing or end.was_thrown_out or end.coasts_away):
        return None
    if end.is_regular:
        share = end.to_win / (end.first - end.last + end.to_win)
        if share > (UNSEEN if end.is_noisy else ARRIVED):
            return None
        if length(end.step) <= CLOSE * (1 + length(end.w)):
            return arrived(end, end.w + end.step)
        if end.is_noisy:
            return None
    elif end.is_noisy or found.millionth != 0:
        return None
    text = message("The run has come down all but a millionth of the way, and what is left is nearly level. The loss"
                   " is {loss}.",
                   loss=short(end.loss))  # fmt: skip
    numbers = {"loss": end.loss, "gradient": length(end.grad), "sharpness": float(end.eigenvalues[-1])}
    return with_lower(Verdict("flat", text, numbers), end)


def _passed(record: RunRecord, end: End) -> tuple[int, float] | None:
    """The step and the loss where a run was lowest that has risen since, as with momentum; otherwise None."""
    if end.is_noisy or end.quarters is None:
        return None
    rows, values = end.quarters[1].rows, end.quarters[1].values
    lowest = int(np.argmin(values))
    risen = float(values[-1] - values[lowest])
    if not risen > PROMISED * (end.first - float(values[lowest])) or not (np.diff(values[lowest:]) > 0).all():
        return None
    return int(record.step[rows[lowest]]), end.sign * float(values[lowest])


def _too_slow(record: RunRecord, steps: float, numbers: dict[str, float]) -> Message:
    limits = lasting_limits(record, np.array([record.n]))
    if limits is not None and np.isfinite(limits[0]):
        numbers["limit"] = float(limits[0])
        if _rate(record) <= 0.1 * limits[0]:
            return message("The run is too slow: after {made} steps it needs about {steps} more steps at this rate"
                           " for 99 % of the way. Here a rate is stable up to {limit}.",
                           steps=count(steps), made=record.updates, limit=short(numbers["limit"]))  # fmt: skip
    return message("The run is too slow: after {made} steps it needs about {steps} more steps at this rate for 99 %"
                   " of the way.",
                   steps=count(steps), made=record.updates)  # fmt: skip


def _walks_up(record: RunRecord) -> bool:
    """Whether a rule that knows the curvature led up the slope at every update of the last quarter: as Newton's does
    where it is negative. A step that is too long leads down the slope, and too far.
    """  # fmt: skip
    first = record.n - max(record.n // 4, 1)
    moved = np.diff(record.w[first:], axis=0)
    return record.spec.optimizer.needs_problem and bool((np.sum(moved * record.grad[first:], axis=-1) > 0).all())


def forecast_of(record: RunRecord, end: End) -> Forecast:
    """How many more steps the run needs at its mean rate; of a noisy run only to PROMISED."""
    return _reported(_forecast(record, end), end)


def _reported(found: Forecast, end: End) -> Forecast:
    """What a verdict says of a forecast: nothing of the way to a valley of a function without a lowest value.

    There is no lowest value of which the way down could be a share. The way to a minimum is given, whatever the
    function does elsewhere.
    """
    if found.to_valley and end.has_no_bottom:
        return Forecast(None, None)
    return replace(found, millionth=None) if end.is_noisy else found


def _forecast(record: RunRecord, end: End) -> Forecast:
    nothing = Forecast(None, None)
    if record.n < TEN_STEPS or not end.finite or not end.grad.any():
        return nothing
    rate = _rate(record)
    if not rate > 0:
        return nothing
    limits = lasting_limits(record, np.array([record.n]))
    if limits is not None and rate > limits[0] and not end.is_regular:
        return nothing  # these steps do not follow the flow
    if end.is_regular:
        local = _local(record, end)
        if local is not None:
            return local
        seen = _observed(record, end, end.last - end.to_win)
        return seen if seen.percent is not None else _straight_on(record, end, end.w + end.step)
    straight = response(record, np.zeros(1), _rate(record))
    # With momentum it is the point to which w would coast that follows the flow (Su, Boyd and Candès 2016).
    flow = Flow(end, end.w + (0.0 if straight is None else straight.coasting) * (end.w - record.w[-2]))
    valley = flow.arrived and not end.known and len(flow.modes[0]) < len(end.w)
    only = end.best if len(end.known) == 1 else None
    if straight is None or not flow.arrived:
        if flow.arrived:
            seen = _observed(record, end, flow.bottom)
            return replace(seen if seen.percent is not None else _straight_on(record, end, flow.w), to_valley=valley)
        if only is None:
            return nothing
        seen = _observed(record, end, only.loss)
        far = only.loss + PROMISED * (end.first - only.loss) < flow.values[-1]
        if seen.percent is None and straight is not None and straight.gain > 0 and far:
            return Forecast(_known(flow.times[-1] / straight.gain), None, is_least=True)
        return seen
    if not straight.gain > 0:
        return nothing
    above = end.first - flow.bottom
    percent, millionth = _along(record, end, flow, straight.gain, [share * above for share in (PROMISED, ARRIVED)])
    return Forecast(percent, millionth, to_valley=valley)


def _along(record: RunRecord, end: End, flow: Flow, gain: float, goals: list[float]) -> list[float | None]:
    """The steps to each of `goals` above the flow's bottom: by the flow, and from its end by the rule's factors."""
    times = [flow.time(goal) for goal in goals]
    if None in times:
        parts, curvatures = flow.modes
        answer = response(record, end.sign * (curvatures - end.decay), _rate(record))
        if answer is not None and (answer.radius < 1).all():
            rest = [math.nan if time is not None else decay_time(parts, answer.rates, goal)
                    for time, goal in zip(times, goals, strict=True)]  # fmt: skip
            ends = flow.times[-1] / gain
            return [
                _known(ends + more if time is None else time / gain) for time, more in zip(times, rest, strict=True)
            ]
    return [None if time is None else _known(time / gain) for time in times]


def _rate(record: RunRecord) -> float:
    """The mean rate of the run: the last one says nothing where a schedule ends at 0."""
    return float(np.mean(record.lr))


def _known(steps: float | None) -> float | None:
    return steps if steps is not None and 0 <= steps <= FARTHEST else None


def _local(record: RunRecord, end: End) -> Forecast | None:
    """From the quadratic at the end, for rules that are linear there."""
    answer = response(record, end.sign * (end.eigenvalues - end.decay), _rate(record))
    if answer is None or not (answer.radius < 1).all():
        return None
    parts = (end.vectors.T @ end.grad) ** 2 / (2 * end.eigenvalues)
    above = end.first - end.last + float(np.sum(parts))
    percent, millionth = (_known(decay_time(parts, answer.rates, share * above)) for share in (PROMISED, ARRIVED))
    return Forecast(percent, millionth)


def _observed(record: RunRecord, end: End, bottom: float) -> Forecast:
    """From the record: an even decay over the last two quarters."""
    quarter = max(record.n // 4, 1)
    rows = np.array([record.n - 2 * quarter, record.n - quarter, record.n])
    above = end.values_at(rows) - bottom
    first = end.first - bottom
    if (above > 0).all() and first > 0:
        earlier, rate = (np.log(above[:-1] / above[1:]) / np.diff(record.step[rows])).tolist()
        if rate > 0 and abs(earlier - rate) <= AGREE * rate and above[-1] < 0.5 * above[0]:
            percent, millionth = (
                max(math.log(above[-1] / (share * first)) / rate, 0.0) for share in (PROMISED, ARRIVED)
            )
            return Forecast(_known(percent), _known(millionth))
    return Forecast(None, None)


def _straight_on(record: RunRecord, end: End, goal: np.ndarray) -> Forecast:
    """From the speed of the last quarter, for a far goal straight ahead: Adam's steps keep their length.

    A quadratic's last 1 % lies within the last tenth of the way.
    """
    row = record.n - max(record.n // 4, 1)
    moved, left = end.w - record.w[row], goal - end.w
    made, far = float(np.max(np.abs(moved))), float(np.max(np.abs(left)))
    ahead = float(moved @ left) >= 0.7 * length(moved) * length(left)
    if not ahead or not 0 < made <= 0.1 * far:
        return Forecast(None, None)
    return Forecast(_known(0.9 * far / made * float(record.step[-1] - record.step[row])), None)
