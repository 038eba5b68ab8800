"""How many seeds leave the minimum that the full batch stays in, over the batch size.

Small steps of gradient descent from the full batch's end lead to its minimum, the home. A seed has left it if they
lead from its own end to another point; it has found a better minimum if the loss there is lower.
Source of the question: Keskar et al. 2017 (arXiv 1609.04836); Kleinberg, Li and Yuan 2018 (arXiv 1802.06175).
"""

from __future__ import annotations

from collections.abc import Generator, Sequence
from dataclasses import replace

import numpy as np

from gdviz.engine.diagnosis.limits import sharpness
from gdviz.engine.ensemble import Ensemble, Orders
from gdviz.experiment import Experiment
from gdviz.frozen import frozen
from gdviz.messages import ExperimentError, message
from gdviz.problems.problem import Problem

SEEDS = 200
SETTLING = 200
"""Steps of the descent to the bottom, at half the stability limit."""
APART = 0.05
"""Two ends are the same minimum when they are nearer than this share of 1 + |w|."""
BETTER = 1e-3
"""A loss counts as lower when it is lower by this share of the home loss."""


@frozen
class Escape:
    """The shares of `seeds` seeds, one for each batch size that is counted so far.

    `better` found a lower minimum than the full batch's `home` (dim numbers, of loss `home_loss`), `elsewhere` left it
    for a minimum that is not lower, or diverged. `planned` has all sizes, `done` is the share of the work that is done.
    """

    planned: tuple[int, ...]
    seeds: int
    home: tuple[float, ...]
    home_loss: float
    done: float = 0.0
    sizes: tuple[int, ...] = ()
    better: tuple[float, ...] = ()
    elsewhere: tuple[float, ...] = ()


def sizes_for(n_samples: int) -> tuple[int, ...]:
    """The batch sizes that are compared: 1, 2, 5, 10, 20, 50, ... and the full batch."""
    small = [digit * 10**power for power in range(7) for digit in (1, 2, 5)]
    return (*(size for size in small if size < n_samples), n_samples)


def escape(
    experiment: Experiment, run: int = 0, sizes: Sequence[int] | None = None, seeds: int = SEEDS
) -> Generator[Escape, None, Escape]:
    """Count, for each batch size, how many of `seeds` seeds leave the minimum of the full batch.

    Yields what is known after each epoch; returns the whole. Raises ExperimentError for a problem without samples,
    or a full batch that diverges.
    """
    samples = experiment.problem.n_samples
    if samples is None:
        raise ExperimentError("problem", message("many seeds at once need a problem with samples"))
    planned = tuple(sizes_for(samples) if sizes is None else sizes)
    whole = Ensemble(experiment.replace(f"runs[{run}].batch", None), run, [experiment.seed])
    while whole.advance():
        pass
    home = settled(whole.problem, whole.w)[0]
    if not np.isfinite(home).all():
        raise ExperimentError(f"runs[{run}]", message("the full batch diverges: there is no minimum to leave"))
    home_loss = whole.problem.scalar_loss(*home.tolist())
    found = Escape(planned, seeds, tuple(home.tolist()), home_loss)
    orders = Orders(range(seeds))
    teams = [Ensemble(experiment.replace(f"runs[{run}].batch", {"size": size}), run, [], orders) for size in planned]
    work, behind = sum(team.planned for team in teams), 0
    for size, team in zip(planned, teams, strict=True):
        more = True
        while more:
            more = team.advance()
            yield replace(found, done=min((behind + team.updates) / work, 1.0))
        behind += team.planned
        ends = settled(team.problem, team.w)
        with np.errstate(all="ignore"):
            left = ~(np.linalg.norm(ends - home, axis=-1) <= APART * (1 + np.linalg.norm(home)))
            lower = team.problem.loss(ends) < home_loss - BETTER * abs(home_loss)
        found = replace(
            found,
            sizes=(*found.sizes, size),
            better=(*found.better, float(np.mean(left & lower))),
            elsewhere=(*found.elsewhere, float(np.mean(left & ~lower))),
            done=behind / work,
        )
        yield found
    return found


def settled(problem: Problem, w: np.ndarray, steps: int = SETTLING) -> np.ndarray:
    """Where small steps of the whole problem's gradient lead from each w, shape (S, dim); nan stays nan."""
    w = w.copy()
    with np.errstate(all="ignore"):
        for k in range(steps):
            if k % 10 == 0:
                rate = 1 / np.abs(sharpness(problem, w))[:, None]
            w = w - rate * problem.grad(w)
    return w
