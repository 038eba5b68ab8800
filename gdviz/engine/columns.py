"""The record of a run as named columns: what the tables hold, whatever their format."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from gdviz.engine.trajectory import RunRecord


def columns(record: RunRecord) -> dict[str, np.ndarray]:
    """The arrays of a record by the words of the library.

    With n updates: `k`, `w` (n+1, dim) and `loss` have n+1 rows; `epoch`, `lr`, `gradient` (n, dim), `delta` (n,
    dim), `batch_loss`, and `momentum` where a schedule cycles it, have n.
    """
    made = {
        "k": record.step,
        "epoch": record.epoch,
        "lr": record.lr,
        "w": record.w,
        "gradient": record.grad,
        "delta": record.delta,
        "loss": record.loss,
        "batch_loss": record.batch_loss,
    }
    momentum = record.momentum
    return made if momentum is None else {**made, "momentum": momentum}


def flat(record: RunRecord) -> Iterator[tuple[str, np.ndarray]]:
    """The columns of a table, one a number: a vector has one a parameter, ``w.x``, ``gradient.x``, .."""
    for name, values in columns(record).items():
        if values.ndim == 1:
            yield name, values
        else:
            for parameter, column in zip(record.problem.names, values.T, strict=True):
                yield f"{name}.{parameter}", column
