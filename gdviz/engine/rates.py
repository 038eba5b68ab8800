"""What constant learning rates lead to: the final loss over the rate, the best rate, and the loss along the gradient.

What takes long is a generator that yields every few milliseconds of work, so that a window can spread it over its idle
time; it returns the result.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Generator, Iterator, Sequence
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from gdviz.engine.batches import Batches
from gdviz.engine.objective import ProblemObjective
from gdviz.experiment import Experiment
from gdviz.frozen import frozen
from gdviz.optimizers.optimizer import Optimizer
from gdviz.problems.problem import Problem, compiled

Floats = NDArray[np.float64]
Found = TypeVar("Found")
MOST_STEPS = 2000
"""The most updates for which a rate is followed."""
NUMBERS = 200_000_000
"""Numbers (updates times rates times samples) that a sweep may cost where that is less."""
BLOCK = 60_000
"""Numbers that are computed at once: about 2 ms."""
LARGEST = 1_000_000
"""Batches with more numbers (samples times parameters) are not swept: one update would hold up a window."""
GRID_DECADES, PER_DECADE = 3, 8
"""The search's first grid: decades to either side of its middle, and rates in each."""
FINER, ROUNDS = 9, 4
"""Rates between the neighbours of the best one so far, and how often the search looks closer: 0.1 % apart at last."""
DIGITS = 3
"""The digits to which a best rate is known."""
SAME = 1e-12
"""Final losses that differ by less than this share of the whole descent count as equal: then the faster rate wins."""
_LARGEST_RATE = 1e308
_LOOKED = 161
_POINTS = 241


@frozen
class Outcome:
    """What each of m constant rates led to, arrays of shape (m,).

    `loss` is the final loss, inf where loss, gradient or parameters stopped being finite; `steps` the number of
    updates after which the loss was that low (with batches, and in data, all of them); `falling` says of a
    rate without a finite end that its loss was under that of the start when last seen.
    """

    rates: Floats
    loss: Floats
    steps: Floats
    falling: NDArray[np.bool_]
    start_loss: float

    @property
    def best(self) -> int | None:
        """The place of the lowest final loss; None if none is under the start.

        Among equal ones it is that reached first, then the roundest. Where the loss falls without end no rate is best.
        """
        lowest = float(self.loss.min(initial=math.inf))
        if not lowest < self.start_loss or self.falling.any():
            return None
        same = np.flatnonzero(self.loss <= lowest + SAME * (self.start_loss - lowest))
        return int(min(same, key=lambda i: (self.steps[i], self.loss[i], len(f"{self.rates[i]:.12g}"))))

    def joined(self, other: Outcome) -> Outcome:
        """With the rates of another outcome that are not among these, in order."""
        rates, places = np.unique(np.concatenate([self.rates, other.rates]), return_index=True)
        loss, steps, falling = (
            np.concatenate([getattr(self, name), getattr(other, name)])[places] for name in ("loss", "steps", "falling")
        )
        return Outcome(rates, loss, steps, falling, self.start_loss)


def affordable_steps(experiment: Experiment, run: int, rates: int) -> int:
    """How many updates of a run are followed when `rates` rates are tried; 0 where a batch is too large."""
    spec, n_samples = experiment.runs[run], experiment.problem.n_samples or 1
    batches = Batches(spec.batch, n_samples, experiment.seed)
    planned = experiment.steps if experiment.steps is not None else (experiment.epochs or 0) * batches.per_epoch
    size = (min(spec.batch.size, n_samples) if spec.batch else n_samples) * experiment.problem.dim
    return 0 if size > LARGEST else min(planned, MOST_STEPS, max(NUMBERS // (size * max(rates, 1)), 1))


def sweep(
    experiment: Experiment, run: int, rates: Sequence[float] | Floats, start: Sequence[float] | None = None,
    steps: int | None = None,
) -> Floats:  # fmt: skip
    """The final loss of a run for each of the constant `rates` (m,), shape (m,); inf where it diverges.

    The run's optimizer, batches, noise and seed, without schedule, warm-up and stop conditions.

    Parameters
    ----------
    experiment : Experiment
    run : int
        The number of the run.
    rates : sequence of float, shape (m,)
        Each over 0.
    start : sequence of float, shape (dim,), optional
        Where to begin, with a fresh state of the optimizer; by default at the run's own start.
    steps : int, optional
        Updates to make; by default what `affordable_steps` says.
    """
    return _whole(sweeping(experiment, run, rates, start, steps)).loss


def best_rate(experiment: Experiment, run: int, middle: float) -> float | None:
    """The constant rate with the lowest final loss, within `GRID_DECADES` decades of `middle`.

    For gradient descent on a quadratic whose Hessian has the eigenvalues l .. L it tends to 2/(l + L) as the steps
    grow in number (Nesterov, Introductory Lectures on Convex Optimization, 2004, theorem 2.1.15). None where no rate
    is best: uphill, where the loss falls without end, where the best one is at the end of the range, and where a
    batch is too large to look.
    """
    return _whole(searching(experiment, run, middle))


def sweeping(
    experiment: Experiment, run: int, rates: Sequence[float] | Floats, start: Sequence[float] | None = None,
    steps: int | None = None,
) -> Generator[None, None, Outcome]:  # fmt: skip
    """`sweep` as a generator; returns more of what it found."""
    spec, problem = experiment.runs[run], compiled(experiment.problem)
    tried = np.asarray(rates, dtype=float)
    count = affordable_steps(experiment, run, len(tried)) if steps is None else steps
    origin = np.array(spec.start if start is None else start, dtype=float)
    size = (spec.batch.size if spec.batch else problem.n_samples or 1) * problem.dim
    block = 1 if spec.optimizer.needs_problem else max(1, BLOCK // size)
    with np.errstate(all="ignore"):
        first = float(problem.loss(origin))
    ends = []
    for at in range(0, len(tried), block):
        part = tried[at : at + block]
        ends.append((yield from _follow(experiment, spec.optimizer, run, part, origin, count)))
        yield
    loss, reached, falling = (np.concatenate(column) for column in zip(*ends, strict=True))
    return Outcome(tried, loss, reached, falling, first)


def grid(middle: float) -> Floats:
    """The rates that are tried first: `PER_DECADE` a decade around `middle`, which is one of them."""
    shares = np.logspace(-GRID_DECADES, GRID_DECADES, 2 * GRID_DECADES * PER_DECADE + 1)
    with np.errstate(over="ignore"):
        return np.clip(middle * shares, np.nextafter(0.0, 1.0), _LARGEST_RATE)


def refining(
    experiment: Experiment, run: int, rates: Floats, start: Sequence[float] | None = None,
    steps: int | None = None,
) -> Generator[None, None, Outcome]:  # fmt: skip
    """`sweeping`, then ever finer around the best rate, and at last what it is in `DIGITS` digits and fewer.

    The `rates` (m,) are in rising order. Where none is best, or the first or the last one is, it stays at them.
    """
    found = yield from sweeping(experiment, run, rates, start, steps)
    best = found.best
    if best is None or best in (0, len(rates) - 1):
        return found
    for _ in range(ROUNDS):
        finer = np.geomspace(found.rates[best - 1], found.rates[best + 1], FINER)[1:-1]
        found = found.joined((yield from sweeping(experiment, run, finer, start, steps)))
        best = found.best
        if best is None:
            return found
    rounded = np.unique([float(f"{found.rates[best]:.{digits}g}") for digits in range(1, DIGITS + 1)])
    return found.joined((yield from sweeping(experiment, run, rounded, start, steps)))


def searching(experiment: Experiment, run: int, middle: float) -> Generator[None, None, float | None]:
    """`best_rate` as a generator."""
    rates = grid(middle)
    steps = affordable_steps(experiment, run, len(rates))
    if steps == 0 or getattr(experiment.runs[run].optimizer, "maximize", False):
        return None
    found = yield from refining(experiment, run, rates, steps=steps)
    best = found.best
    return None if best is None or best in (0, len(found.rates) - 1) else float(found.rates[best])


def _follow(
    experiment: Experiment, optimizer: Optimizer, run: int, rates: Floats, start: Floats, count: int
) -> Generator[None, None, tuple[Floats, Floats, NDArray[np.bool_]]]:
    """Make `count` updates with all rates at once; returns final losses, steps to them, and which fell without end.

    A rule that evaluates the problem gets one path, w of shape (dim,); the others w of shape (m, dim), lr (m, 1).
    """
    problem = compiled(experiment.problem)
    alone, data = optimizer.needs_problem, problem.n_samples is not None
    w = start.copy() if alone else np.tile(start, (len(rates), 1))
    lr: Any = float(rates[0]) if alone else rates[:, None]
    objective = ProblemObjective(problem)
    state, update = optimizer.init(np.zeros(w.shape)), optimizer.rule(objective)
    samples = _samples(experiment, run, count)
    random = np.random.default_rng(experiment.seed) if problem.noise_std else None
    alive = np.ones(len(rates), dtype=bool)
    losses = np.full((count + 1, len(rates)), np.nan)
    seen = np.full(len(rates), float(problem.loss(start)))
    losses[0] = seen
    for k in range(count):
        with np.errstate(all="ignore"):
            if data:
                objective.samples = next(samples)
                grad = problem.batch_loss_grad(w, objective.samples)[1]
            else:
                grad = problem.grad(w)
            if random is not None:
                grad = grad + problem.noise_std * random.standard_normal(problem.dim)
            delta, state = update(grad, state, w, lr, k + 1, np)
            w = w + delta
            good = np.isfinite(grad).all(-1) & np.isfinite(w).all(-1)
            if not data:
                now = np.atleast_1d(problem.loss(w))
                good = good & np.isfinite(now)
                seen = np.where(alive & good, now, seen)
                losses[k + 1] = now
        alive &= good
        if not alive.any():
            break
        yield
    with np.errstate(all="ignore"):
        final = np.atleast_1d(problem.loss(w)) if data else seen
        alive &= np.isfinite(final)
        begin = losses[0]
        near = losses <= final + SAME * np.abs(begin - final)
        after = near[::-1].cumprod(axis=0).sum(axis=0)  # how many of the last points are as low as the end
    steps = np.full(len(rates), float(count)) if data else (count + 1.0) - np.maximum(after, 1)
    falling = ~alive & (seen < begin) & (not data)
    return np.where(alive, final, np.inf), steps, falling


def _samples(experiment: Experiment, run: int, count: int) -> Iterator[Any]:
    n_samples = experiment.problem.n_samples
    if n_samples is None:
        return iter(())
    return Batches(experiment.runs[run].batch, n_samples, experiment.seed).iterate(0, count)


def _whole(work: Generator[None, None, Found]) -> Found:
    """Run the generator to its end at once, and return its value."""
    while True:
        try:
            next(work)
        except StopIteration as end:
            found: Found = end.value
            return found


@frozen
class Line:
    """The loss along the gradient: J(w − η g) over the rate η.

    `rates` and `loss` have shape (m,), from η = 0 on. `slope` is the curve's at 0, −|g|²; `best` the rate of the lowest
    loss before `crossing`, where the curve comes back to the old loss; None where it does not fall, or not come back.
    """

    rates: Floats
    loss: Floats
    slope: float
    best: float | None
    best_loss: float | None
    crossing: float | None

    @property
    def old_loss(self) -> float:
        """The loss at w."""
        return float(self.loss[0])


def line(problem: Problem, w: Sequence[float] | Floats, lr: float, uphill: bool = False) -> Line:
    """The loss along the gradient at `w` (dim,); `lr`, the rate in use, is kept in view where it is not far off.

    With `uphill` the sign is turned, J(w + η g): the slope at 0 is then +|g|². For data it is the loss of all samples;
    with many of them it is computed at fewer rates.
    """
    origin = np.asarray(w, dtype=float)
    with np.errstate(all="ignore"):
        grad = np.asarray(problem.grad(origin))
    if uphill:
        grad = -grad
    few = max(1, LARGEST // ((problem.n_samples or 1) * problem.dim))

    def along(rates: Floats) -> Floats:
        with np.errstate(all="ignore"):
            return np.asarray(problem.loss(origin - rates[:, None] * grad), dtype=float)

    old = float(along(np.zeros(1))[0])
    with np.errstate(over="ignore"):
        tried = np.concatenate([[0.0], lr * np.logspace(-6, 6, min(_LOOKED, few + 15))])
    tried = tried[np.isfinite(tried)]
    loss = along(tried)
    low = _first_valley(loss)
    if low is None:
        span = _span_uphill(tried, loss, lr)
        rates = np.linspace(0.0, span, min(_POINTS, few + 15))
        return Line(rates, along(rates), _slope(grad, uphill), None, None, None)
    over = np.flatnonzero(~(loss[low:] < old))
    crossing = None
    if len(over):
        right = low + int(over[0])
        crossing = _crossing(along, old, tried[right - 1], tried[right])
    best = _lowest(along, tried[max(low - 1, 0)], tried[min(low + 1, len(tried) - 1)])
    span = 1.3 * crossing if crossing is not None else 4 * best
    span = max(span, 1.15 * lr) if lr <= 3 * span else span
    rates = np.linspace(0.0, min(span, _LARGEST_RATE), min(_POINTS, few + 15))
    return Line(rates, along(rates), _slope(grad, uphill), best, float(along(np.array([best]))[0]), crossing)


def _slope(grad: Floats, uphill: bool) -> float:
    with np.errstate(over="ignore"):
        squared = float(grad @ grad)
    return squared if uphill else -squared


def _first_valley(loss: Floats) -> int | None:
    """The place of the lowest loss before it comes back to the first one; None where it does not fall at first."""
    fallen = loss < loss[0]
    begin = np.flatnonzero(fallen)
    if not len(begin) or not np.all(loss[1 : begin[0]] <= loss[0]):
        return None
    ends = np.flatnonzero(~fallen[begin[0] :])
    stop = begin[0] + int(ends[0]) if len(ends) else len(loss)
    low = int(begin[0] + np.argmin(loss[begin[0] : stop]))
    return low if low < len(loss) - 1 else None


def _span_uphill(tried: Floats, loss: Floats, lr: float) -> float:
    """The largest rate to show where no valley is found: twice the rate in use, or less if the loss is not finite."""
    seen = tried[np.isfinite(loss)]
    return float(min(2 * lr, seen.max(initial=0.0))) or lr


def _crossing(along: Callable[[Floats], Floats], old: float, below: float, above: float) -> float:
    """Where the loss comes back to `old`, between a rate below it and one above: ten sections in eight."""
    for _ in range(12):
        rates = np.linspace(below, above, 9)
        under = along(rates) < old
        under[0], under[-1] = True, False
        place = int(np.argmin(under))
        below, above = float(rates[place - 1]), float(rates[place])
    return (below + above) / 2


def _lowest(along: Callable[[Floats], Floats], low: float, high: float) -> float:
    """The rate of the lowest loss between two rates around it: the bracket is divided by nine points repeatedly."""
    for _ in range(12):
        rates = np.linspace(low, high, 9)
        place = int(np.nanargmin(along(rates)))
        low, high = float(rates[max(place - 1, 0)]), float(rates[min(place + 1, 8)])
    return (low + high) / 2
