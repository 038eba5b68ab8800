"""What the last update did, on functions where it is known."""

from __future__ import annotations

import pytest

from gdviz.engine.last_step import last_step
from tests.making import line_data, quadratic, record_of


@pytest.mark.parametrize(
    ("lr", "kind"),
    [  # on w^2/2 the update is w -> (1 - lr) w: past the minimum from lr 1 on, higher from 2 on
        (0.5, "lowered"),
        (1.5, "crossed"),
        (2.0, "level"),
        (2.5, "overshot"),
    ],
)
def test_that_the_rate_decides_what_a_step_does_in_a_parabola(lr: float, kind: str) -> None:
    record = record_of(quadratic(1), (1,), {"kind": "sgd", "lr": lr}, steps=3)
    for k in (1, 2, 3):
        done = last_step(record, k)
        assert done is not None and done.kind == kind
        assert done.by == pytest.approx(abs((1 - lr) ** (2 * k) - (1 - lr) ** (2 * k - 2)) / 2)


def test_that_momentum_carries_uphill() -> None:
    record = record_of(quadratic(1), (1,), {"kind": "sgd", "lr": 0.3, "momentum": 0.9}, steps=12)
    for k in range(2, 13):
        done, before, after = last_step(record, k), record.w[k - 1, 0], record.w[k, 0]
        assert done is not None
        if before * after > 0 and abs(after) > abs(before):  # on one side of the minimum, away from it
            assert done.kind == "climbed"
        elif before * after < 0:
            assert done.kind == ("overshot" if abs(after) > abs(before) else "crossed")
    assert "climbed" in {done.kind for k in range(1, 13) if (done := last_step(record, k)) is not None}


def test_that_the_start_has_no_last_step() -> None:
    assert last_step(record_of(quadratic(1), (1,)), 0) is None


def test_that_batches_say_only_whether_the_loss_rose() -> None:
    record = record_of(line_data(), (3, -3), {"kind": "sgd", "lr": 0.9}, batch={"size": 1}, steps=60)
    kinds = {done.kind for k in range(1, 61) if (done := last_step(record, k)) is not None}
    assert kinds == {"lowered", "raised"}
