from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from gdviz.engine.arithmetic import arithmetic, update
from gdviz.engine.trajectory import RunRecord
from gdviz.engine.update import update_line
from gdviz.registry import plugins
from tests.making import expression, line_data, quadratic, record_of


def written(record: RunRecord, k: int) -> str:
    line = update(record, k, arithmetic(record, k))
    return " = ".join([line.symbol, *line.sides])


def of(w: list[float], after: list[float]) -> str:
    line = update_line(None, np.array(w), np.array(after))
    return " = ".join(line.sides[1:])


def test_that_the_update_of_the_worked_example_is_one_line() -> None:
    record = record_of("cubic_3x2y", [1, 1])
    assert written(record, 0) == "w′ = w − η∇f = (1, 1) − 0.01·(6, 3) = (0.94, 0.97)"
    line = update(record, 0, arithmetic(record, 0))
    assert (line.role, line.value) == ("update", (0.94, 0.97))
    assert written(record, 99) == written(record, record.n - 1)


@pytest.mark.parametrize(
    ("optimizer", "rule"),
    [
        ({"kind": "sgd", "lr": 0.01, "momentum": 0.9}, "w − η·b = (0.94, 0.97) − 0.01·(10.9, 5.4)"),
        ({"kind": "sgd", "lr": 0.01, "weight_decay": 0.5}, "w − η·(∇f + λ·w) = (0.935, 0.965) − 0.01·"),
        ({"kind": "sgd", "lr": 0.01, "maximize": True}, "w + η∇f = (1.06, 1.03) + 0.01·(6.55, 3.37)"),
        (
            {"kind": "adam", "lr": 0.01},
            "w − η·m̂ / (√v̂ + ε) = (0.99, 0.99) − 0.01·(5.94, 2.97) / (√(35.3",
        ),
        ({"kind": "asgd", "lr": 0.01}, "w − ηₜ·(∇f + Λ·w) = (0.94, 0.97) − 0.01·((5.47, 2.65) + 0.0001·(0.94, 0.97))"),
        ({"kind": "lion", "lr": 0.01}, "w − η·sign(c) = (0.99, 0.99) − 0.01·sign("),
        ({"kind": "newton", "lr": 1.0}, "w + η·d"),
        ({"kind": "nadam", "lr": 0.01}, "w + Δw = (0.989, 0.989) + (−"),
    ],
)
def test_that_each_rule_has_its_direction_in_it(optimizer: dict[str, Any], rule: str) -> None:
    assert rule in written(record_of("cubic_3x2y", [1, 1], optimizer), 1)


@pytest.mark.parametrize("kind", sorted(plugins("gdviz.optimizers")))
def test_that_no_rule_is_too_long_for_a_glance(kind: str) -> None:
    record = record_of(quadratic(1, 4, 9), [1, 2, -1], {"kind": kind, "lr": 0.01}, steps=8)
    for k in (0, 7):
        line = update(record, k, arithmetic(record, k))
        assert len(line.formula) <= 45 and len(line.filled) <= 130 and "[" not in line.filled


def test_that_a_batch_and_noise_are_not_called_the_gradient_of_the_whole() -> None:
    record = record_of(line_data(), [1, 2], batch={"size": 2})
    assert "η∇J_B" in written(record, 0)
    noisy = record_of(quadratic(1, 4, noise={"std": 0.1}), [1, 2])
    assert "w − η·g" in written(noisy, 0)


def test_that_so_many_digits_are_written_that_the_change_is_seen() -> None:
    assert of([1.8901, 2.5802], [2.2931, 2.5061]) == "(1.89, 2.58) + (0.403, −0.074) = (2.29, 2.51)"
    assert of([2.0488, 0.956], [2.0482, 0.9556]) == "(2.0488, 0.956) + (−0.0006, −0.0004) = (2.0482, 0.9556)"
    assert of([1.0, 2.0], [1.0, 2.0]) == "(1, 2) + (0, 0) = (1, 2)"
    assert of([123456.7], [123456.2]) == "123457 − 0.5 = 123456"
    assert of([1e215, 2.0], [1e300, -2.0]) == "(1e+215, 2) + (1e+300, −4) = (1e+300, −2)"
    assert of([np.nan], [np.inf]) == "nan + nan = inf"


def test_that_one_parameter_has_no_brackets_and_many_are_cut() -> None:
    assert written(record_of(expression("x**2"), [1.0]), 0) == "w′ = w − η∇f = 1 − 0.01·2 = 0.98"
    many = written(record_of(quadratic(1, 2, 3, 4, 5, 6, 7, 8), [1] * 8), 0)
    assert "(1, 1, 1, 1, …) − 0.01·(1, 2, 3, 4, …) = (0.99, 0.98, 0.97, 0.96, …)" in many


def test_that_equal_entries_stay_a_vector() -> None:
    record = record_of(quadratic(1, 1), [2, 2])
    assert written(record, 0) == "w′ = w − η∇f = (2, 2) − 0.01·(2, 2) = (1.98, 1.98)"
    many = record_of(quadratic(1, 1, 1, 1, 1, 1, 7, 8), [2] * 8)
    assert "(2, 2, 2, 2, …) − 0.01·(2, 2, 2, 2, …)" in written(many, 0)
    adam = record_of(quadratic(1, 1), [2, 2], {"kind": "adam", "lr": 0.01})
    assert written(adam, 0).endswith("(2, 2) − 0.01·(2, 2) / (√(4, 4) + 1e−08) = (1.99, 1.99)")


def test_that_rows_that_hold_several_updates_show_their_sum() -> None:
    record = record_of("cubic_3x2y", [1, 1], steps=40)
    record.stride = 2
    assert written(record, 3).startswith("w′ = w + Δw = ")
