from __future__ import annotations

import pytest

from gdviz.gui.shell.search_words import Words, initials, ranked, retyped, spelt

THINGS = {
    "momentum": Words(("Momentum", "모멘텀"), "inertia 관성", "The share of the last step that is kept."),
    "batch": Words(("Batch size", "배치 크기"), "minibatch"),
    "rate": Words(("Learning rate", "학습률"), "eta η overshoot", "How far a step goes."),
    "sweep": Words(("Sweep over learning rates", "학습률 스윕"), "best 최적"),
    "cubic": Words(("3x²y",), "worked example"),
}


def found(query: str) -> list[str]:
    names = list(THINGS)
    return [names[i] for i in ranked(query, list(THINGS.values()))]


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("momentum", "momentum"), ("MOM", "momentum"), ("모멘텀", "momentum"), ("inertia", "momentum"),
        ("kept", "momentum"), ("size", "batch"), ("batchsize", "batch"), ("배치크기", "batch"), ("크기", "batch"),
        ("how far", "rate"), ("η", "rate"), ("overshoot", "rate"), ("3x2y", "cubic"), ("3x²y", "cubic"),
        ("how to find the best rate", "sweep"),
    ],
)  # fmt: skip
def test_that_a_thing_is_found_by_its_names_and_its_sentence(query: str, first: str) -> None:
    assert found(query)[:1] == [first]


@pytest.mark.parametrize("query", ["momentun", "momntum", "mometnum", "모맨텀", "모멘탐", "momentums"])
def test_that_a_mistake_in_typing_is_forgiven(query: str) -> None:
    assert found(query)[:1] == ["momentum"]


@pytest.mark.parametrize(
    ("query", "first"), [("ㅁ", "momentum"), ("모메", "momentum"), ("몸", "momentum"), ("뱇", "batch")]
)
def test_that_hangul_is_found_while_its_last_syllable_is_composed(query: str, first: str) -> None:
    assert found(query)[:1] == [first]


@pytest.mark.parametrize(
    ("query", "first"), [("ㅎㅅㄹ", "rate"), ("ㅁㅁㅌ", "momentum"), ("ㅂㅊㅋㄱ", "batch"), ("ㅋㄱ", "batch")]
)
def test_that_hangul_is_found_by_the_first_letters_of_its_syllables(query: str, first: str) -> None:
    assert found(query)[:1] == [first]


@pytest.mark.parametrize(("query", "first"), [("ahapsxja", "momentum"), ("ㅠㅁㅅ초", "batch"), ("qocl", "batch")])
def test_that_what_was_typed_with_the_other_keyboard_is_read_again(query: str, first: str) -> None:
    assert found(query)[:1] == [first]


def test_that_all_words_count_and_some_of_them_where_no_thing_has_all() -> None:
    assert found("learning rate") == ["rate", "sweep"]
    assert found("best rate") == ["sweep"]
    assert found("batch zebra") == ["batch"]


def test_that_the_whole_name_stands_before_its_beginning_and_a_name_before_a_sentence() -> None:
    things = [Words(("Step decay",), "", ""), Words(("Kept",), "", "what a step leaves"), Words(("Step",), "", "")]
    assert ranked("step", things) == [2, 0, 1]


def test_that_of_other_words_those_in_front_count_more() -> None:
    things = [Words(("One",), "near compare"), Words(("Another",), "compare near")]
    assert ranked("compare", things) == [1, 0] and ranked("near", things) == [0, 1]


@pytest.mark.parametrize("query", ["", "  ", "zebra", "q", "ㅋㅋㅋㅋ", "( )", "😀"])
def test_that_nothing_is_found_where_there_is_nothing(query: str) -> None:
    assert found(query) == []


def test_that_a_syllable_is_spelt_by_its_letters() -> None:
    assert spelt("과값") == "ㄱㅗㅏㄱㅏㅂㅅ" and spelt("ㅘ") == "ㅗㅏ" and spelt("Änd²") == "änd2"
    assert initials("학습률") == "ㅎㅅㄹ" and initials("학습 rate") == ""
    assert retyped(spelt("학습")) == "gkrtmq" and retyped("gkrtmq") == spelt("학습")
