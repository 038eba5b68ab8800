from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from gdviz.engine.batches import Batches
from gdviz.experiment import Batch


def samples(batches: Batches, epochs: int) -> list[list[int]]:
    """The samples of each update, by `iterate`."""
    everything = np.arange(batches.n_samples)
    return [everything[part].tolist() for part in batches.iterate(0, epochs * batches.per_epoch)]


@pytest.mark.parametrize(
    ("n", "size", "drop_last", "per_epoch", "last"),
    [
        (250, 30, False, 9, 10),
        (250, 30, True, 8, 30),
        (96, 32, False, 3, 32),
        (96, 32, True, 3, 32),
        (7, 7, True, 1, 7),
        (7, 1, False, 7, 1),
        (7, 6, True, 1, 6),
    ],
)
def test_that_an_epoch_is_cut_into_batches(n: int, size: int, drop_last: bool, per_epoch: int, last: int) -> None:
    batches = Batches(Batch(size, drop_last=drop_last), n, seed=0)
    assert batches.per_epoch == per_epoch
    sizes = [len(part) for part in samples(batches, 1)]
    assert sizes == [size] * (per_epoch - 1) + [last]


@pytest.mark.parametrize("shuffle", [True, False])
def test_that_an_epoch_sees_every_sample_once(shuffle: bool) -> None:
    batches = Batches(Batch(4, shuffle=shuffle), 10, seed=5)
    for epoch in range(3):
        seen = [k for part in samples(batches, 3)[3 * epoch : 3 * epoch + 3] for k in part]
        assert sorted(seen) == list(range(10))
        assert (seen == list(range(10))) is not shuffle


def test_that_each_epoch_and_each_seed_has_an_order_of_its_own_that_is_always_the_same() -> None:
    one = Batches(Batch(4), 10, seed=5)
    assert one.order(0).tolist() != one.order(1).tolist()
    assert one.order(1).tolist() == Batches(Batch(3), 10, seed=5).order(1).tolist()
    assert one.order(1).tolist() != Batches(Batch(4), 10, seed=6).order(1).tolist()


def test_that_a_given_order_overrides_shuffle_and_begins_again() -> None:
    batches = Batches(Batch(2, shuffle=True, order=((2, 0, 1), (1, 2, 0))), 3, seed=0)
    assert samples(batches, 3) == [[2, 0], [1], [1, 2], [0], [2, 0], [1]]


@pytest.mark.parametrize("batch", [None, Batch(4), Batch(4, shuffle=False), Batch(3, order=(tuple(range(10)),))])
def test_that_updates_may_be_asked_for_in_any_part(batch: Any) -> None:
    batches = Batches(batch, 10, seed=5)
    everything = np.arange(10)
    whole = samples(batches, 4)
    for first in range(len(whole)):
        parts = [everything[part].tolist() for part in batches.iterate(first, len(whole) - first)]
        assert parts == whole[first:]
        assert batches.index(first).tolist() == whole[first]


def test_that_without_batches_a_step_sees_everything() -> None:
    batches = Batches(None, 10, seed=0)
    assert batches.per_epoch == 1
    assert samples(batches, 2) == [list(range(10))] * 2


def test_that_the_order_of_an_epoch_is_worked_out_once_and_cannot_be_written() -> None:
    order = Batches(Batch(3), 1000, seed=5).order(7)
    assert Batches(Batch(4), 1000, seed=5).order(7) is order
    with pytest.raises(ValueError, match="read-only"):
        order[0] = 1
