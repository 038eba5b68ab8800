from __future__ import annotations

import pickle

import pytest

from gdviz.messages import ExperimentError, Message, mark, message, with_particles

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


def test_that_particles_suit_the_numbers_before_them() -> None:
    text = "학습률 0.05이(가) 안정 한계 0.018을(를) 넘어 10과(와) (3, 2)을(를) 지나 3(으)로, 8(으)로, 99 %은(는)"
    assert with_particles(text) == "학습률 0.05가 안정 한계 0.018을 넘어 10과 (3, 2)를 지나 3으로, 8로, 99 %는"
    assert with_particles("값이(가) 손실은(는) 서울(으)로 Adam이(가)") == "값이 손실은 서울로 Adam이(가)"


def test_that_a_message_chooses_the_particles_of_its_values() -> None:
    korean = {"the rate {lr} is over {limit}": "학습률 {lr}이(가) {limit}을(를) 넘음"}
    made = message("the rate {lr} is over {limit}", lr="0.1", limit="2")
    assert made.text(lambda text: korean.get(text, text)) == "학습률 0.1이 2를 넘음"
