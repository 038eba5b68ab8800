"""A batch that does not fit into memory, in chunks: their losses and gradients, added up by their shares.

The mean over B samples is Σ (n_i/B) mean_i over chunks of n_i samples: the same number, less memory, one update.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from gdviz.backend import Backend
from gdviz.messages import Message, message
from gdviz.problems.problem import Problem

SHARE = 0.5
"""The share of the free memory that the intermediates of one batch may take."""
ALWAYS_FITS = 64 * 2**20
"""Bytes up to which the free memory is not measured."""
OUT_OF_MEMORY = ("MemoryError", "OutOfMemoryError", "_ArrayMemoryError")
"""The names of what Python, CuPy and NumPy raise for lack of memory; names, since only the backend imports CuPy."""


def sample_bytes(problem: Problem) -> int:
    """What the intermediates of one sample take in a batch: its row, twice, and four numbers a term; float64."""
    return 8 * (2 * (problem.dim + 1) + 4)


class Accumulator:
    """Loss and gradient of a batch, in as few chunks as the memory allows.

    `memory` are the bytes that a batch may take, measured where it is None. Once a batch was cut, `note` says so. After
    an error for lack of memory the chunks are halved, down to one sample.
    """

    def __init__(self, problem: Problem, backend: Backend, largest: int, memory: int | None = None) -> None:
        self.problem, self.backend = problem, backend
        self.note: Message | None = None
        self._each = sample_bytes(problem)
        need = largest * self._each
        if memory is None:
            free = backend.free_memory() if need > ALWAYS_FITS else None
            memory = need if free is None else int(SHARE * free)
        self.chunk = max(1, min(largest, memory // self._each))
        """The number of samples of a chunk."""
        self._largest, self._whole = largest, self.chunk >= largest
        if not self._whole:
            self._add_note()

    def loss_grad(self, w: Any, index: Any, xp: Any) -> tuple[Any, Any]:
        """As Problem.batch_loss_grad. Raises MemoryError where not even one sample fits."""
        if self._whole:
            try:
                return self.problem.batch_loss_grad(w, index, xp)
            except Exception as error:
                self._halve(error, index)
        while True:
            try:
                return self._in_chunks(w, index, xp)
            except Exception as error:
                self._halve(error, index)

    def _halve(self, error: Exception, index: Any) -> None:
        """Go on with smaller chunks. Raises `error` where it is another one, or they cannot be smaller."""
        size = min(_length(index, self.problem.n_samples or 1), self.chunk)
        if type(error).__name__ not in OUT_OF_MEMORY or size == 1:
            raise error
        self.backend.release_memory()
        self.chunk, self._whole = size // 2, False
        self._add_note()

    def _in_chunks(self, w: Any, index: Any, xp: Any) -> tuple[Any, Any]:
        size = _length(index, self.problem.n_samples or 1)
        loss, grad = 0.0, 0.0
        for first in range(0, size, self.chunk):
            part = _part(index, first, min(first + self.chunk, size))
            share = (min(first + self.chunk, size) - first) / size
            one_loss, one_grad = self.problem.batch_loss_grad(w, part, xp)
            loss, grad = loss + share * one_loss, grad + share * one_grad
        return loss, grad

    def _add_note(self) -> None:
        self.note = message(
            "a batch of {size} does not fit into memory: its gradient is accumulated over chunks of {chunk}",
            size=self._largest,
            chunk=self.chunk,
        )


def _length(index: Any, n_samples: int) -> int:
    if type(index) is slice:
        return max(0, int(min(index.stop, n_samples) - index.start))
    return len(index)


def _part(index: Any, first: int, last: int) -> Any:
    if type(index) is slice:
        return slice(index.start + first, index.start + last)
    return np.asarray(index)[first:last]
