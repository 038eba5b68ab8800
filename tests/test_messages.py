from __future__ import annotations

import pickle

import pytest

from gdviz.messages import ExperimentError, Message, mark, message

KOREAN = {"step {k} of {n}": "{n} 중 {k} 단계", "at {where}": "{where}에서", "warm-up": "워밍업"}


def translate(template: str) -> str:
    return KOREAN.get(template, template)


def test_that_mark_changes_nothing() -> None:
    assert mark("Learning rate") == "Learning rate"


def test_that_a_message_is_english_until_it_is_translated() -> None:
    made = message("step {k} of {n}", k=3, n=20)
    assert str(made) == "step 3 of 20"
    assert made.text(translate) == "20 중 3 단계"


def test_that_a_message_within_a_message_is_translated_too() -> None:
    assert message("at {where}", where=Message("warm-up")).text(translate) == "워밍업에서"


def test_that_braces_among_the_values_stay() -> None:
    assert str(message("unknown: {got}", got="{x}")) == "unknown: {x}"


def test_that_an_error_leads_with_the_path_of_the_key() -> None:
    error = ExperimentError("runs[0].optimizer.lr", message("must be {range}, got {got}", range="> 0", got=-1))
    assert str(error) == "runs[0].optimizer.lr: must be > 0, got -1"
    assert isinstance(error, ValueError)
    assert str(ExperimentError("", "no {braces} are filled here")) == "no {braces} are filled here"


def test_that_an_error_is_translated_by_its_reason() -> None:
    error = ExperimentError("steps", message("step {k} of {n}", k=3, n=20))
    assert error.text(translate) == "steps: 20 중 3 단계"


def test_that_a_value_that_the_template_wants_cannot_be_forgotten_silently() -> None:
    with pytest.raises(KeyError):
        str(message("step {k} of {n}", k=3))


def test_that_messages_compare_and_travel_between_processes() -> None:
    made = message("step {k} of {n}", k=3, n=20)
    assert pickle.loads(pickle.dumps(made)) == made
