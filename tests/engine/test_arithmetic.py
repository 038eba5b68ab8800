from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from gdviz.engine import arithmetic as module
from gdviz.engine.arithmetic import Line, arithmetic
from gdviz.engine.runner import prepare
from gdviz.engine.trajectory import RunRecord
from tests.making import a_run, an_experiment, expression, quadratic, record_of

ADAM = {"kind": "adam", "lr": 0.01}


def lines(record: RunRecord, k: int) -> dict[str, Line]:
    return {line.symbol: line for line in arithmetic(record, k)}


def test_that_the_worked_examples_first_step_is_written_out_to_the_last_digit() -> None:
    card = arithmetic(record_of("cubic_3x2y", [1, 1]), 0)
    assert [(line.role, line.symbol, line.formula, line.filled) for line in card] == [
        ("gradient", "∂f/∂x", "6xy", "6·1·1"),
        ("gradient", "∂f/∂y", "3x²", "3·1²"),
        ("slope", "g", "∇f(1, 1)", ""),
        ("rate", "η", "", ""),
        ("delta", "Δw", "−η·g", "−0.01·[6, 3]"),
        ("parameters", "w′", "w + Δw", "[1, 1] + [−0.06, −0.03]"),
        ("loss", "f", "", "3 →"),
        ("change", "Δf", "", "2.57128 − 3"),
        ("expected", "Δf₁", "−η·|g|²", "−0.01·(6² + 3²)"),
        ("expected", "Δf₂", "Δf₁ + ½·Δwᵀ·∇²f·Δw", "−0.45 + 0.0216"),
    ]
    values = [line.value for line in card]
    assert values[:6] == [(6.0,), (3.0,), (6.0, 3.0), (0.01,), (-0.06, -0.03), (0.94, 0.97)]
    assert values[6] == pytest.approx((3 * 0.94**2 * 0.97,), abs=1e-15)
    assert values[7] == pytest.approx((3 * 0.94**2 * 0.97 - 3,), abs=1e-15)
    assert values[8:] == [pytest.approx((-0.45,), abs=1e-15), pytest.approx((-0.45 + 0.0216,), abs=1e-15)]
    assert all(type(number) is float for value in values for number in value)


def test_that_k_is_cut_to_the_updates_made_and_that_there_is_no_card_before_the_first() -> None:
    record = record_of("cubic_3x2y", [1, 1], steps=5)
    assert arithmetic(record, 99) == arithmetic(record, 4)
    assert arithmetic(record, -1) == arithmetic(record, 0)
    assert arithmetic(prepare(an_experiment("cubic_3x2y", [a_run([1, 1])]), "cpu").runs[0], 0) == []


@pytest.mark.parametrize(
    ("optimizer", "formulas"),
    [
        ({"kind": "sgd", "lr": 0.01, "momentum": 0.9}, {"b": "μ·b + g", "Δw": "−η·b"}),
        ({"kind": "sgd", "lr": 0.01, "momentum": 0.9, "nesterov": True}, {"b": "μ·b + g", "Δw": "−η·(g + μ·b)"}),
        (
            {"kind": "sgd", "lr": 0.01, "momentum": 0.9, "dampening": 0.1, "weight_decay": 0.1, "maximize": True},
            {"b": "μ·b + (1 − τ)·(−g + λ·w)", "Δw": "−η·b"},
        ),
        (
            ADAM,
            {
                "m": "β₁·m + (1 − β₁)·g",
                "v": "β₂·v + (1 − β₂)·g²",
                "m̂": "m / (1 − β₁ᵗ)",
                "v̂": "v / (1 − β₂ᵗ)",
                "Δw": "−η·m̂ / (√v̂ + ε)",
            },
        ),
        (
            {**ADAM, "amsgrad": True},
            {"v_max": "max(v_max, v)", "v̂": "v_max / (1 − β₂ᵗ)", "Δw": "−η·m̂ / (√v̂ + ε)"},
        ),
        (
            {"kind": "lion", "lr": 0.01, "weight_decay": 0.1},
            {"c": "β₁·m + (1 − β₁)·g", "m": "β₂·m + (1 − β₂)·g", "Δw": "−η·(sign(c) + λ·w)"},
        ),
        (
            {"kind": "rprop", "lr": 0.01},
            {
                "s": "min(max(s·{η₊ : g·ĝ > 0; η₋ : g·ĝ < 0; 1}, s₋), s₊)",
                "ĝ": "{0 : g·ĝ < 0; g}",
                "Δw": "−sign(ĝ)·s",
            },
        ),
        (
            {"kind": "adadelta", "lr": 1.0},
            {"d": "(√(u + ε) / √(v + ε))·g", "u": "ρ·u + (1 − ρ)·d²", "Δw": "−η·d"},
        ),
        (
            {"kind": "rmsprop", "lr": 0.01, "centered": True, "momentum": 0.9},
            {"b": "μ·b + g / (√max(v − m², 0) + ε)", "Δw": "−η·b"},
        ),
        ({"kind": "newton", "lr": 1.0}, {"H": "∇²f(w)", "d": "−H⁻¹·g", "Δw": "η·d"}),
        ({"kind": "gd_exact", "lr": 1.0}, {"α": "argmin f(w − α·g)", "Δw": "−α·g"}),
    ],
)
def test_that_an_optimizers_formulas_are_written_from_its_rule(
    optimizer: dict[str, Any], formulas: dict[str, str]
) -> None:
    card = lines(record_of("cubic_3x2y", [1, 1], optimizer), 3)
    assert {symbol: card[symbol].formula for symbol in formulas} == formulas


def test_that_numbers_are_put_into_the_formulas() -> None:
    card = lines(record_of("cubic_3x2y", [1, 1], ADAM), 0)
    assert card["m"].filled == "0.9·[0, 0] + (1 − 0.9)·[6, 3]"
    assert card["v"].filled == "0.999·[0, 0] + (1 − 0.999)·[6, 3]²"
    assert card["m̂"].filled == "[0.6, 0.3] / (1 − 0.9¹)"
    assert card["v̂"].filled == "[0.036, 0.009] / (1 − 0.999¹)"
    assert card["Δw"].filled == "−0.01·[6, 3] / (√[36, 9] + 1e−08)"


def test_that_a_choice_is_filled_with_what_was_chosen() -> None:
    card = lines(record_of("cubic_3x2y", [1, 1], {"kind": "rprop", "lr": 0.5}), 1)
    assert card["s"].filled == "min(max([0.5, 0.5]·[1.2, 1.2], 1e−06), 50)"


def test_that_each_line_reads_what_is_above_it() -> None:
    card = arithmetic(record_of("cubic_3x2y", [1, 1], {"kind": "lion", "lr": 0.01}), 3)
    assert [line.symbol for line in card][4:7] == ["c", "m", "Δw"]
    card = arithmetic(record_of("cubic_3x2y", [1, 1], {"kind": "nadam", "lr": 0.01}), 3)
    assert [line.symbol for line in card][4:11] == ["μₜ", "Πμ", "m", "v", "μₜ₊₁", "v̂", "Δw"]


def test_that_a_matrix_is_shown_by_its_rows_and_a_search_by_its_result() -> None:
    card = lines(record_of(quadratic(1, 4), [1, 1], {"kind": "newton", "lr": 1.0}), 0)
    assert (card["H"].value, card["H"].filled) == (((1.0, 0.0), (0.0, 4.0)), "")
    assert module.numbers(card["H"].value) == "[[1, 0], [0, 4]]"
    assert card["d"].value == (-1.0, -1.0)


def test_that_the_average_is_shown_where_there_is_one() -> None:
    record = record_of("sphere", [1, 1], {"kind": "asgd", "lr": 0.1, "t0": 2})
    assert record.average is not None
    assert lines(record, 9)["w̄"].value == tuple(record.average[10].tolist())
    assert "w̄" not in lines(record_of("sphere", [1, 1]), 9)


def test_that_one_parameter_has_no_brackets_and_a_straight_d() -> None:
    card = lines(record_of(expression("x**2"), [1.0]), 1)
    assert card["df/dx"].formula == "2x"
    assert card["w′"].filled == "0.98 + (−0.0196)"


@pytest.mark.parametrize("k", [0, 1, 7, 511, 512, 513, 1500])
@pytest.mark.parametrize("nesterov", [False, True])
def test_that_momentums_lines_are_an_independent_recomputation(k: int, nesterov: bool) -> None:
    optimizer = {"kind": "sgd", "lr": 0.001, "momentum": 0.9, "weight_decay": 0.01, "nesterov": nesterov}
    record = record_of("himmelblau", [-1, 3], optimizer, steps=1600)
    g = record.grad + 0.01 * record.w[:-1]
    b = sum(0.9 ** (k - i) * g[i] for i in range(k + 1))
    delta = -0.001 * (g[k] + 0.9 * b if nesterov else b)
    card = lines(record, k)
    assert card["b"].value == pytest.approx(tuple(b), rel=1e-12, abs=1e-13)
    assert card["Δw"].value == pytest.approx(tuple(delta), rel=1e-12, abs=1e-15)
    assert card["w′"].value == tuple(record.w[k + 1].tolist())


@pytest.mark.parametrize("k", [0, 1, 7, 511, 512, 513, 1500])
def test_that_adams_lines_are_an_independent_recomputation(k: int) -> None:
    record = record_of("himmelblau", [-1, 3], {**ADAM, "amsgrad": True, "betas": [0.8, 0.99]}, steps=1600)
    m, v, largest = np.zeros(2), np.zeros(2), np.zeros(2)
    for g in record.grad[: k + 1]:
        m = m + 0.2 * (g - m)
        v = v + 0.01 * (g * g - v)
        largest = np.maximum(largest, v)
    delta = -0.01 * (m / (1 - 0.8 ** (k + 1))) / (np.sqrt(largest / (1 - 0.99 ** (k + 1))) + 1e-8)
    card = lines(record, k)
    assert card["m"].value == pytest.approx(tuple(m), rel=1e-10, abs=1e-15)
    assert card["v"].value == pytest.approx(tuple(v), rel=1e-10)
    assert card["v_max"].value == pytest.approx(tuple(largest), rel=1e-10)
    assert card["Δw"].value == pytest.approx(tuple(delta), rel=1e-10, abs=1e-18)


def test_that_the_state_comes_from_a_checkpoint_not_from_the_start(monkeypatch: pytest.MonkeyPatch) -> None:
    record = record_of("himmelblau", [-1, 3], ADAM, steps=1600)
    whole = arithmetic(record, 1599)
    updates = []
    original = type(record.spec.optimizer).update

    def counted(*arguments: Any) -> Any:
        updates.append(1)
        return original(*arguments)

    monkeypatch.setattr(type(record.spec.optimizer), "update", counted)
    assert arithmetic(record, 1599) == whole
    assert len(updates) <= 2 * module.CHECKPOINT + 1


def test_that_the_sum_adds_the_update_that_the_card_shows() -> None:
    record = record_of(quadratic(1, 1), (1.0, 1e-16), {"kind": "sgd", "lr": 1e-14}, steps=1)
    card = lines(record, 0)
    assert card["Δw"].value[0] == -1e-14 and record.delta[0, 0] != -1e-14, "the sum is rounded"
    assert card["w′"].filled == "[1, 0] + [−1e−14, 0]"


def test_that_a_long_vector_is_cut() -> None:
    matrix = np.eye(8).tolist()
    card = lines(record_of({"kind": "quadratic", "matrix": matrix}, [1.0] * 8), 0)
    assert card["Δw"].filled == "−0.01·[1, 1, 1, 1, 1, 1, …]"
    assert len(card["Δw"].value) == 8


def test_that_playing_does_not_start_over_for_each_update(monkeypatch: pytest.MonkeyPatch) -> None:
    record = record_of("himmelblau", [-1, 3], ADAM, steps=400)
    fresh = [arithmetic(record_of("himmelblau", [-1, 3], ADAM, steps=400), k) for k in (300, 301, 7)]
    arithmetic(record, 299)
    updates = []
    original = type(record.spec.optimizer).update

    def counted(*arguments: Any) -> Any:
        updates.append(1)
        return original(*arguments)

    monkeypatch.setattr(type(record.spec.optimizer), "update", counted)
    assert [arithmetic(record, k) for k in (300, 301)] == fresh[:2]
    assert len(updates) == 2 * 3  # each parameter's step to the new place, and the one that is shown
    assert arithmetic(record, 7) == fresh[2]


@pytest.mark.parametrize(
    ("optimizer", "symbol"),
    [
        ({"kind": "sgd", "lr": 0.01, "momentum": 0.9}, "b"),
        (ADAM, "m"),
        ({"kind": "lion", "lr": 0.01}, "m"),
        ({"kind": "muon", "lr": 0.01}, "m"),
        ({"kind": "rmsprop", "lr": 0.01, "centered": True, "momentum": 0.9}, "b"),
    ],
)
def test_that_the_momentum_is_the_line_of_the_card(optimizer: dict[str, Any], symbol: str) -> None:
    record = record_of("himmelblau", [-1, 3], optimizer)
    line = lines(record, 7)[symbol]
    found = module.momentum(record, 7)
    assert line.role == "momentum"
    assert found is not None
    assert tuple(found.tolist()) == pytest.approx(line.value, rel=1e-15)


@pytest.mark.parametrize(
    "optimizer", [{"kind": "sgd", "lr": 0.01}, {"kind": "rmsprop", "lr": 0.01, "centered": True}, {"kind": "newton"}]
)
def test_that_a_rule_without_momentum_shows_none(optimizer: dict[str, Any]) -> None:
    record = record_of("himmelblau", [-1, 3], {"lr": 0.01, **optimizer})
    assert module.momentum(record, 3) is None
    assert all(line.role != "momentum" for line in arithmetic(record, 3))


def test_that_no_sign_follows_a_sign() -> None:
    record = record_of(expression("x**2"), [-1.0], {"kind": "sgd", "lr": 0.01, "momentum": 0.9})
    assert lines(record, 1)["b"].filled == "0.9·(−2) + (−1.96)"
    noisy = record_of("cubic_3x2y", [-1, -1], {"kind": "adamw", "lr": 0.01})
    assert all(" + −" not in line.filled and " − −" not in line.filled for line in arithmetic(noisy, 3))


def test_that_derivatives_too_long_to_be_read_leave_their_numbers_in_the_card() -> None:
    text = "+".join(f"sin({k}*x)*cos({k}*y)" for k in range(1, 91))  # allowed; its derivatives are longer than that
    card = lines(record_of(expression(text, domain=[[-2, 2], [-2, 2]]), [1, 1], steps=1), 0)
    assert (card["∂f/∂x"].formula, card["∂f/∂x"].filled) == ("", "")
    expected = sum(k * np.cos(k) * np.cos(k) for k in range(1, 91))
    assert card["∂f/∂x"].value == pytest.approx((expected,))


def test_that_rounding_errors_beside_other_numbers_read_zero() -> None:
    card = lines(record_of("sphere", [3.0, 1e-16], {"kind": "sgd", "lr": 0.1, "momentum": 0.9}), 1)
    written = "\n".join(
        f"{line.symbol} {line.formula} {line.filled} {module.numbers(line.value)}" for line in card.values()
    )
    assert "e−" not in written
    assert (card["g"].formula, card["∂f/∂y"].filled, card["∂f/∂y"].value) == ("∇f(2.4, 0)", "2·0", (0.0,))
    assert card["w′"].filled == "[2.4, 0] + [−1.02, 0]"


def test_that_no_derivative_of_a_run_that_diverges_reads_zero_beside_a_larger_one() -> None:
    record = record_of("himmelblau", [0, 0.4], {"kind": "sgd", "lr": 0.15})
    seen = 0
    for k in range(record.n):
        small, large = np.sort(np.abs(record.grad[k])).tolist()
        if 0 < small < 1e-13 * large:
            seen += 1
            card = lines(record, k)
            assert 0.0 not in card["∂f/∂x"].value + card["∂f/∂y"].value + card["w′"].value
    assert seen


def test_that_a_small_number_is_written_where_it_is_the_only_one_or_the_gradient_feels_it() -> None:
    alone = lines(record_of("parabola_1d", [1e-16], {"kind": "sgd", "lr": 0.1}), 0)
    assert (alone["dJ/dw"].value, alone["w′"].filled) == ((2e-16,), "1e−16 + (−2e−17)")
    assert alone["J"].value[0] == pytest.approx(0.64e-32)
    felt = lines(record_of(expression("x^2 + log(y)"), [3.0, 1e-16], {"kind": "sgd", "lr": 1e-40}), 0)
    assert "1e−16" in felt["∂f/∂y"].filled


def test_that_squares_of_gradients_are_no_rounding_errors() -> None:
    card = lines(record_of(quadratic(1, 1e-7), [1.0, 1.0], ADAM), 0)
    assert module.numbers(card["v"].value) == "[0.001, 1e−17]"
