"""One update and its samples: which batch it sees, what the model predicts there, and each sample's loss and gradient.

The loss is the mean of the samples' losses and the gradient the mean of their gradients,
J(w) = 1/N Σ ℓ_i(w) and ∇J(w) = 1/N Σ ∇ℓ_i(w); those of a batch are the means over its samples (Bottou, Curtis &
Nocedal 2018, SIAM Review 60, section 3).
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from gdviz.engine.trajectory import RunRecord
from gdviz.frozen import frozen
from gdviz.problems.fitting import DataProblem

MOST = 1000
"""The most samples that are listed one by one; of more, this many evenly spaced in the order of the epoch."""


@frozen
class OneUpdate:
    """The samples at w after `step` updates, and the update that comes next, if the run makes one more.

    `places` (M,) are positions in the order of the epoch, `index` (M,) the samples that stand there; all other
    arrays belong to these: `prediction`, `losses` (M,), `grads` (M, dim), `after` (M,), the losses at `w_after`.
    `batch` holds the samples of the update (the first MOST), `in_batch` (M,) is true for those of `index` in it.
    """

    step: int
    epoch: int
    iteration: int
    per_epoch: int
    batch_size: int
    n_samples: int
    w: np.ndarray
    loss: float
    grad: np.ndarray
    places: np.ndarray
    index: np.ndarray
    prediction: np.ndarray
    losses: np.ndarray
    grads: np.ndarray
    span: tuple[int, int]
    """The places first .. last - 1 of the batch in the order of the epoch."""
    in_batch: np.ndarray
    batch: np.ndarray
    w_after: np.ndarray | None = None
    after: np.ndarray | None = None
    batch_loss: float = np.nan
    batch_grad: np.ndarray | None = None
    lr: float = np.nan

    @property
    def whole(self) -> bool:
        """Whether the update sees all samples."""
        return self.span == (0, self.n_samples)


def one_update(record: RunRecord, row: int) -> OneUpdate:
    """The samples at row `row` of the record; at its last row no update follows.

    Raises TypeError for a problem without samples.
    """
    problem = record.problem
    if not isinstance(problem, DataProblem):
        raise TypeError(f"{problem.title} has no samples")
    step, n = int(record.step[row]), problem.n_samples
    batches, ends = record.batches, row >= record.n
    epoch, position = divmod(max(step - 1, 0) if ends else step, batches.per_epoch)
    order = batches.order(epoch)
    size = n if batches.batch is None else batches.batch.size
    first, last = position * size, min((position + 1) * size, n)
    places = _evenly(n, first, last)
    index = order[places]
    w = record.w[row].copy()
    prediction, losses, grads = problem.per_sample(w, index)
    found = OneUpdate(
        step=step, epoch=epoch, iteration=position, per_epoch=batches.per_epoch, batch_size=size, n_samples=n, w=w,
        loss=record.loss_at(row), grad=np.asarray(problem.grad(w)), places=places, index=index,
        prediction=prediction, losses=losses, grads=grads, span=(first, last),
        in_batch=(places >= first) & (places < last) & (not ends), batch=order[first : min(last, first + MOST)],
    )  # fmt: skip
    if ends:
        return found
    w_after = record.w[row + 1].copy()
    return replace(
        found, w_after=w_after, after=problem.per_sample(w_after, index)[1], batch_loss=float(record.batch_loss[row]),
        batch_grad=record.grad[row].copy(), lr=float(record.lr[row]),
    )  # fmt: skip


def _evenly(n: int, first: int, last: int) -> np.ndarray:
    """All places 0 .. n - 1, or MOST of them: half of them in first .. last - 1 where that is the smaller part."""
    if n <= MOST:
        return np.arange(n)
    inside = min(last - first, MOST // 2)
    some = np.linspace(first, last - 1, inside).round().astype(int)
    rest = np.linspace(0, n - 1, MOST - inside).round().astype(int)
    return np.unique(np.concatenate([some, rest]))
