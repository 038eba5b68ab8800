from __future__ import annotations

import math

import pytest

from gdviz.engine.round_numbers import multiples, negligible_as_zero, nice_step, nice_ticks


@pytest.mark.parametrize(
    ("rough", "step"), [(0.3, 0.5), (1.0, 1.0), (1.01, 2.0), (6e-5, 1e-4), (0.0, 1.0), (math.inf, 1.0), (math.nan, 1.0)]
)
def test_that_a_step_is_the_next_of_one_two_five(rough: float, step: float) -> None:
    assert nice_step(rough) == pytest.approx(step, rel=1e-12)


def test_that_ticks_are_round_and_within() -> None:
    assert nice_ticks(-2, 2) == [-2, -1, 0, 1, 2]
    assert nice_ticks(-0.31, 1.7) == [0.0, 0.5, 1.0, 1.5]
    assert math.copysign(1, nice_ticks(-2, 2)[2]) == 1


def test_that_there_are_no_thousands_of_multiples_and_none_without_end() -> None:
    assert multiples(0.5, 0.9, 2.1) == [1.0, 1.5, 2.0]
    assert multiples(1.0, 0.0, 1e6) == multiples(1.0, 0.0, math.inf) == []


def test_that_ranges_too_small_for_numbers_have_no_doubled_ticks() -> None:
    assert nice_step(5e-324) == 1.0
    assert nice_ticks(0, 2.5e-323, 5) == [0.0]
    assert nice_ticks(1, 1 + 1e-15, 7) == [1.0]


def test_that_what_is_negligible_beside_the_largest_of_its_vector_is_zero() -> None:
    assert negligible_as_zero([3.2, 1.2e-16]) == [3.2, 0.0]
    assert negligible_as_zero([1.2e-16, -3.2e5, 1e-6]) == [0.0, -3.2e5, 1e-6]
    assert negligible_as_zero([3.2, 1e-11]) == [3.2, 1e-11], "small, but no rounding error"
    assert negligible_as_zero([1e-16]) == [1e-16], "the only number"
    assert negligible_as_zero([1e-16, 2e-17]) == [1e-16, 2e-17]
    assert negligible_as_zero([math.inf, 1.0, 1e-16]) == [math.inf, 1.0, 0.0]
    assert negligible_as_zero([]) == []


def test_that_a_number_of_some_size_is_zero_beside_none_however_large() -> None:
    assert negligible_as_zero([5.6e31, -5.47e46]) == [5.6e31, -5.47e46]
    assert negligible_as_zero([1e-8, 1e40]) == [1e-8, 1e40]
    assert negligible_as_zero([9e-10, 1e40]) == [0.0, 1e40]
