"""Batches: how the samples of an epoch are ordered and cut."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

import numpy as np

from gdviz.experiment import Batch
from gdviz.frozen import frozen


@frozen
class Batches:
    """The batches of a run over `n_samples` samples; without a `batch`, all samples a step.

    The order of epoch e comes from the pair (seed, e) alone: the same for every run and device, and an epoch
    can be computed without those before it.
    """

    batch: Batch | None
    n_samples: int
    seed: int

    @property
    def per_epoch(self) -> int:
        """Updates an epoch, see Batch; 1 without batches."""
        return 1 if self.batch is None else self.batch.per_epoch(self.n_samples)

    @property
    def largest(self) -> int:
        """The most samples that an update sees."""
        return self.n_samples if self.batch is None else min(self.batch.size, self.n_samples)

    @property
    def shuffled(self) -> bool:
        """Whether the samples of an epoch stand in another order than those of the data."""
        return self.batch is not None and (self.batch.shuffle or self.batch.order is not None)

    def order(self, epoch: int) -> np.ndarray:
        """The samples of an epoch in the order they are used, shape (N,)."""
        if self.batch is None:
            return np.arange(self.n_samples)
        if self.batch.order is not None:
            return np.array(self.batch.order[epoch % len(self.batch.order)])
        if self.batch.shuffle:
            return _shuffled(self.seed, epoch, self.n_samples)
        return np.arange(self.n_samples)

    def index(self, step: int) -> np.ndarray:
        """The samples of update `step` (from 0)."""
        epoch, position = divmod(step, self.per_epoch)
        size = self.n_samples if self.batch is None else self.batch.size
        return self.order(epoch)[position * size : (position + 1) * size]

    def iterate(self, first: int, count: int) -> Iterator[np.ndarray | slice]:
        """What selects the samples of updates first .. first + count - 1: a slice where they lie in order."""
        size = self.n_samples if self.batch is None else self.batch.size
        epoch, shuffled = -1, self.shuffled
        order = np.empty(0, dtype=int)
        for step in range(first, first + count):
            now, position = divmod(step, self.per_epoch)
            part = slice(position * size, (position + 1) * size)
            if shuffled and now != epoch:
                epoch, order = now, self.order(now)
            yield order[part] if shuffled else part


@lru_cache(maxsize=2)
def _shuffled(seed: int, epoch: int, n_samples: int) -> np.ndarray:
    """The order of an epoch, read-only: several runs, and each update that is shown, need the same one."""
    order = np.random.default_rng([seed, epoch]).permutation(n_samples)
    order.flags.writeable = False
    return order
