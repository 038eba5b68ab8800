from __future__ import annotations

import numpy as np
import pytest

from gdviz.engine.arithmetic import Line, arithmetic
from gdviz.engine.trajectory import RunRecord
from gdviz.engine.writing import signed
from tests.making import expression, line_data, quadratic, record_of


def lines(record: RunRecord, k: int) -> dict[str, Line]:
    return {line.symbol: line for line in arithmetic(record, k)}


def test_that_the_numbers_are_put_into_the_derivatives() -> None:
    card = lines(record_of("himmelblau", [-1, 3]), 0)
    assert card["∂f/∂x"].formula == "4x(x² + y − 11) + 2x + 2y² − 14"
    assert card["∂f/∂x"].filled == "4(−1)((−1)² + 3 − 11) + 2(−1) + 2·3² − 14"
    assert card["∂f/∂x"].value == (30.0,)
    assert (card["g"].formula, card["g"].value) == ("∇f(−1, 3)", (30.0, -2.0))


@pytest.mark.parametrize(
    ("start", "filled"), [(1e7, "3·(1e+07)²"), (-2e-9, "3(−(2e−09))²"), (0.0, "3·0²"), (123456.0, "3·123456²")]
)
def test_that_numbers_of_any_size_are_put_in(start: float, filled: str) -> None:
    card = lines(record_of(expression("x**3"), [start], {"kind": "sgd", "lr": 1e-12}), 0)
    assert card["df/dx"].filled == filled


def test_that_a_page_of_numbers_is_left_out() -> None:
    line = lines(record_of("ackley", [1.2345, 1.5432]), 0)["∂f/∂x"]
    assert line.formula
    assert line.filled == ""


def test_that_the_rows_of_a_quadratic_are_written_out() -> None:
    problem = {"kind": "quadratic", "matrix": [[2, -0.5, 0], [-0.5, 1, 0], [0, 0, -1]], "minimum": [1, 0, -0.25]}
    card = lines(record_of(problem, [2, 1, 1]), 0)
    assert [card[f"∂f/∂w{i}"].formula for i in (1, 2, 3)] == ["2(w1 − 1) − 0.5·w2", "−0.5(w1 − 1) + w2", "−(w3 + 0.25)"]
    assert card["∂f/∂w1"].filled.replace("·(", "(") == "2(2 − 1) − 0.5·1"
    assert card["g"].formula == "∇f(w)"
    assert card["g"].value == (1.5, 0.5, -1.25)


def test_that_the_noise_of_a_gradient_has_its_own_term() -> None:
    record = record_of(quadratic(1, 4, noise={"std": 0.1}), [1, 1])
    card = lines(record, 3)
    w, value = record.w[3], card["∂f/∂y"].value[0]
    assert card["∂f/∂y"].formula == "4y + ξ"
    product, _, noise = card["∂f/∂y"].filled.partition(" + ")
    assert product == f"4·{w[1]:.6g}"
    assert float(noise.strip("()").replace("−", "-")) == pytest.approx(value - 4 * w[1], abs=1e-6)


def test_that_data_show_the_mean_over_the_batch() -> None:
    record = record_of(line_data(10), [0, 0], batch={"size": 4})
    card = lines(record, 2)  # the last batch of the epoch holds two samples
    index = record.batches.index(2)
    x, y = record.problem.samples.x[index, 0], record.problem.samples.y[index]
    w = record.w[2]
    first, second = ((w[0] * x + w[1] - y) * x).tolist()
    assert len(index) == 2
    assert card["∂J_B/∂w1"].formula == "2/B · Σ (ŷ − y)·x"
    assert card["∂J_B/∂w1"].filled == f"2/2·({signed(first)} + {signed(second)})"
    assert card["∂J_B/∂w1"].value == (record.grad[2, 0],)
    assert card["∂J_B/∂b"].formula == "2/B · Σ (ŷ − y)"
    assert card["g"].formula.startswith("∇J_B(")
    assert card["J"].value == (record.loss[3],)


@pytest.mark.parametrize("size", [1, 4, 5, 10])
def test_that_a_sum_over_many_samples_is_one_number(size: int) -> None:
    record = record_of(line_data(10), [0.5, -0.5], batch={"size": size})
    line, index = lines(record, 0)["∂J_B/∂b"], record.batches.index(0)
    x, y = record.problem.samples.x[index, 0], record.problem.samples.y[index]
    errors = 0.5 * x - 0.5 - y
    terms = errors.tolist() if 1 < size <= 4 else [float(errors.sum())]
    inner = " + ".join(map(signed, terms))
    assert line.filled == f"2/{size}·" + (f"({inner})" if len(terms) > 1 else inner)
    assert line.value[0] == pytest.approx(2 * float(errors.mean()), rel=1e-12)


def test_that_the_cross_entropy_has_no_factor() -> None:
    data = {"kind": "inline", "x": [[0], [1], [2], [3], [4], [5]], "y": [0, 0, 1, 0, 1, 1]}
    record = record_of({"kind": "logistic_regression", "data": data}, [0.0, 0.0], batch={"size": 3, "shuffle": False})
    assert lines(record, 0)["∂J_B/∂w1"].filled == "1/3·(0 + 0.5 + (−1))"


def test_that_named_constants_are_put_in_as_numbers() -> None:
    record = record_of(expression("a*x^2 + y^2", parameters={"a": 1.5}), [2, 1], {"kind": "sgd", "lr": 0.01})
    assert lines(record, 0)["∂f/∂x"].filled == "2·1.5·2"


def test_that_of_many_parameters_the_first_derivatives_are_shown() -> None:
    record = record_of({"kind": "quadratic", "matrix": np.eye(8).tolist()}, [1.0] * 8)
    card = arithmetic(record, 0)
    assert sum(line.role == "gradient" for line in card) == 6
    assert len(lines(record, 0)["g"].value) == 8


def test_that_one_parameter_has_a_slope() -> None:
    card = lines(record_of(expression("x**2"), [1.0]), 0)
    assert (card["g"].formula, card["g"].value) == ("f′(1)", (2.0,))


@pytest.mark.parametrize(
    ("k", "note", "filled"),
    [
        (0, "warm-up, k = 0", "0.01·1·0"),
        (3, "warm-up, k = 1", "0.01·1·0.5"),
        (4, "Step decay, k = 0", "0.01·1·1"),
        (8, "Step decay, k = 2", "0.01·0.1·1"),
    ],
)
def test_that_the_rate_says_where_it_comes_from(k: int, note: str, filled: str) -> None:
    record = record_of(
        line_data(10), [0, 0], epochs=5, batch={"size": 5},
        schedule={"kind": "step", "step_size": 2}, warmup={"length": 2},
    )  # fmt: skip
    line = lines(record, k)["η"]
    assert str(line.note) == note
    assert (line.formula, line.filled) == ("η₀·s·a", filled)
    assert line.value == (record.lr[k],)


def test_that_a_constant_rate_is_called_constant() -> None:
    assert str(lines(record_of("sphere", [1, 1]), 3)["η"].note) == "constant"


def test_that_a_warm_up_alone_and_a_schedule_alone_are_one_factor() -> None:
    card = lines(record_of("sphere", [1, 1], warmup={"length": 4}), 1)
    assert (card["η"].formula, card["η"].filled) == ("η₀·a", "0.01·0.25")
    card = lines(record_of("sphere", [1, 1], schedule={"kind": "exponential", "gamma": 0.5}), 2)
    assert (card["η"].formula, card["η"].filled) == ("η₀·s", "0.01·0.25")


def test_that_a_schedule_with_rates_of_its_own_shows_the_rate() -> None:
    own = {"kind": "cyclic", "base_lr": 0.1, "max_lr": 0.2, "step_size_up": 4, "cycle_momentum": False}
    line = lines(record_of("sphere", [1, 1], schedule=own), 1)["η"]
    assert (line.formula, line.filled) == ("", "")
    assert line.value == pytest.approx((0.125,))
