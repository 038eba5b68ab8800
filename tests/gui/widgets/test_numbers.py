from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gdviz.gui.widgets.numbers import (
    edit_text,
    format_number,
    format_numbers,
    next_linear,
    next_log,
    parse_integer,
    parse_number,
)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.05, "0.05"),
        (1.2e-06, "1.2e-06"),
        (-3.0, "−3"),
        (-0.0, "0"),
        (0.218, "0.218"),
        (87.123456, "87.12"),
        (123456, "123456"),
        (1234567.0, "1.235e+06"),
        (12345.6, "12346"),
        (-9999.7, "−10000"),
        (999999.7, "1e+06"),
        (math.inf, "∞"),
        (-math.inf, "−∞"),
        (math.nan, "nan"),
    ],
)
def test_that_numbers_are_written_to_be_read(value: float, text: str) -> None:
    assert format_number(value) == text


@pytest.mark.parametrize(("value", "text"), [(1470.3, "1470"), (999.7, "1000"), (99.96, "100"), (2.5e7, "2.5e+07")])
def test_that_few_digits_leave_none_out_before_the_point(value: float, text: str) -> None:
    assert format_number(value, 3) == text


def test_that_a_rounding_error_in_a_vector_is_zero() -> None:
    assert format_numbers([3.2, 1.2e-16]) == ["3.2", "0"]
    assert format_numbers([1.2e-16]) == ["1.2e-16"]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1e-3", 0.001),
        ("0.5", 0.5),
        (".5", 0.5),
        ("5.", 5.0),
        ("−2", -2.0),
        ("-2", -2.0),
        ("+2", 2.0),
        (" 1 000 ", 1000.0),
        ("1\u202f000", 1000.0),
        ("1E−3", 0.001),
    ],
)
def test_that_what_a_person_types_is_read(text: str, value: float) -> None:
    assert parse_number(text) == value


@pytest.mark.parametrize(
    "text",
    ["", "  ", "abc", "1_000", "nan", "inf", "1e999", "1e-400", "-0.1e-999", "１２", "٣", "1..2", "1e", "--1", "0x10"],
)
def test_that_what_is_no_number_is_refused_in_a_sentence(text: str) -> None:
    with pytest.raises(ValueError, match=r"^\S.+\.$"):
        parse_number(text)


def test_that_a_decimal_comma_is_answered_with_the_number_meant() -> None:
    with pytest.raises(ValueError, match=r"after a point: 0\.5"):
        parse_number("0,5")


def test_that_a_long_text_is_not_repeated_whole() -> None:
    with pytest.raises(ValueError, match="not a number") as caught:
        parse_number("x" * 10_000)
    assert len(str(caught.value)) < 200


def test_that_whole_numbers_may_be_written_with_an_exponent() -> None:
    assert parse_integer("1e4") == 10_000
    with pytest.raises(ValueError, match="fraction"):
        parse_integer("1.5")
    with pytest.raises(ValueError, match="such as 100 or 1e4"):
        parse_integer(" ")


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_that_a_field_shows_a_text_that_reads_back_as_the_same_number(value: float) -> None:
    assert parse_number(edit_text(value)) == value


@pytest.mark.parametrize(
    ("value", "text"), [(0.01, "0.01"), (1e-8, "1e-8"), (1.0, "1"), (-2.5, "-2.5"), (1e22, "1e22")]
)
def test_that_a_field_shows_the_short_text(value: float, text: str) -> None:
    assert edit_text(value) == text


@pytest.mark.parametrize(
    ("value", "direction", "fine", "expected"),
    [
        (0.01, 1, 1, 0.02),
        (0.01, -1, 1, 0.009),
        (0.09, 1, 1, 0.1),
        (0.013, 1, 1, 0.02),
        (0.013, -1, 1, 0.01),
        (1000.0, -1, 1, 900.0),
        (0.01, 1, 10, 0.011),
        (0.01, -1, 10, 0.0099),
        (0.001, -1, 1, 0.0009),
        (5e-324, 1, 1, 1e-323),
        (5e-324, -1, 10, 5e-324),
        (1e308, -1, 1, 9e307),
    ],
)
def test_that_logarithmic_steps_go_through_the_figures_of_a_decade(
    value: float, direction: int, fine: int, expected: float
) -> None:
    assert next_log(value, direction, fine) == expected


@given(st.floats(1e-12, 1e12), st.sampled_from([1, 10]))
def test_that_logarithmic_steps_always_move(value: float, fine: int) -> None:
    assert next_log(value, 1, fine) > value > next_log(value, -1, fine) > 0


@pytest.mark.parametrize(
    ("value", "direction", "expected"), [(0.9, 1, 0.91), (0.914, 1, 0.92), (0.914, -1, 0.91), (0.0, -1, -0.01)]
)
def test_that_linear_steps_land_on_multiples(value: float, direction: int, expected: float) -> None:
    assert next_linear(value, 0.01, direction) == expected
