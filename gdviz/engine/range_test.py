"""The learning-rate range test: one run whose rate rises exponentially, and what its loss says of the rate."""

from __future__ import annotations

import math
from collections.abc import Generator, Sequence
from dataclasses import replace

import numpy as np

from gdviz.engine.rates import LARGEST, Floats
from gdviz.engine.runner import iterate, prepare
from gdviz.experiment import Experiment, Stop
from gdviz.frozen import frozen
from gdviz.schedules.exponential import Exponential

STEPS = 200
"""Updates that the rate takes from its lowest to its highest."""
LEAST_STEPS = 40
NUMBERS = 20_000_000
"""Numbers (updates times samples times parameters) that a test may cost where that is fewer updates."""
WINDOW = 9
"""Losses of batches, or of noisy gradients, are averaged over this many updates around each."""


@frozen
class RangeTest:
    """The loss over the rate within one run, arrays of shape (m,): one entry for each update of the rising rate.

    `loss` is what the update at that rate led to: the loss of the next batch, or of the whole problem without
    batches; `smooth` its running mean where it is noisy. `suggested` is the rate where the loss falls fastest over
    the logarithm of the rate (Smith 2017, arXiv 1506.01186; the "steep" suggestion of fastai), None where it does
    not fall; `blow_up` the first rate after the lowest loss that brings the loss over that at the start, or makes it
    infinite; None where none does.
    """

    rates: Floats
    loss: Floats
    smooth: Floats
    start_loss: float
    suggested: float | None
    blow_up: float | None


def affordable_steps(experiment: Experiment, run: int) -> int:
    """How many updates the test makes; 0 where a batch takes too long."""
    batch, samples = experiment.runs[run].batch, experiment.problem.n_samples or 1
    size = min(batch.size if batch else samples, samples) * experiment.problem.dim
    return 0 if size > LARGEST else min(max(NUMBERS // size, LEAST_STEPS), STEPS)


def range_testing(
    experiment: Experiment, run: int, low: float, high: float, start: Sequence[float], steps: int = STEPS
) -> Generator[None, None, RangeTest]:
    """Let the rate of run number `run` rise from `low` to `high` within `steps` updates from `start` (dim,).

    The run's own optimizer (with a fresh state), batches, noise and seed. Yields every few milliseconds of work;
    returns what was found.
    """
    spec = experiment.runs[run]
    growth = (high / low) ** (1 / (steps - 1))
    rising = replace(
        spec,
        start=tuple(float(x) for x in start),
        optimizer=replace(spec.optimizer, lr=low),
        schedule=Exponential(unit="step", gamma=growth),
        warmup=None,
    )
    made = replace(experiment, runs=(rising,), steps=steps, epochs=None, stop=Stop())
    result = prepare(made, "cpu")
    record = result.runs[0]
    for chunk in iterate(made, result):
        record.append(chunk)
        yield
    data = experiment.problem.n_samples is not None
    noisy = spec.batch is not None or bool(record.problem.noise_std)
    losses = record.batch_loss if data else record.loss
    return _judged(record.lr[: len(losses) - 1], losses, noisy, low * growth**record.n, record.finish == "diverged")


def _judged(rates: Floats, losses: Floats, noisy: bool, next_rate: float, diverged: bool) -> RangeTest:
    """What the losses (m+1,), the first before any update, say of the rates (m,).

    Where they are noisy, those at rates up to ten times the lowest show how much of a rise or a fall is only noise.
    """
    if not len(rates):
        start = float(losses[0]) if len(losses) else math.nan
        return RangeTest(rates, rates, rates, start, None, next_rate if diverged else None)
    smooth = _running_mean(losses) if noisy else losses
    early = losses[: int(np.searchsorted(rates, 10 * rates[0])) + 1] if noisy else losses[:1]
    lowest = int(np.argmin(smooth))
    suggested = None
    if smooth[lowest] < early.min():
        span = WINDOW if noisy else 1
        # A fall that ends above the noise of the lowest rates and rises again is noise as well.
        noise = np.flatnonzero(smooth[:lowest] >= early.min())
        first = max(0, int(noise[-1]) - span) if noisy and len(noise) else 0
        suggested = _steepest(rates[first:], smooth[first : lowest + 1], span)
    over = np.flatnonzero(smooth[lowest + 1 :] > early.max())
    blow_up = float(rates[lowest + over[0]]) if len(over) else next_rate if diverged else None
    return RangeTest(rates, losses[1:], smooth[1:], float(early.mean()), suggested, blow_up)


def _steepest(rates: Floats, falling: Floats, span: int) -> float | None:
    """The rate in the middle of the `span` updates over which the loss falls most; None where they are too few.

    With a span the first losses, that are means of few, are left out.
    """
    first = span // 2
    falls = falling[first + span :] - falling[first:-span]
    return float(rates[first + int(np.argmin(falls)) + span // 2]) if len(falls) else None


def _running_mean(losses: Floats) -> Floats:
    """The mean of up to WINDOW losses around each, fewer at the ends: symmetric, so that it does not lag."""
    half = WINDOW // 2
    sums = np.concatenate([[0.0], np.cumsum(losses)])
    places = np.arange(len(losses))
    reach = np.minimum(np.minimum(places, len(losses) - 1 - places), half)
    return np.asarray((sums[places + reach + 1] - sums[places - reach]) / (2 * reach + 1))
