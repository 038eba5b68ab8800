"""The guided lessons that come with gdviz: each holds what it claims, in both languages."""

from __future__ import annotations

import re

import pytest

import gdviz
from gdviz.engine.escape import escape
from gdviz.guided.catalogue import COURSE, guided, names
from gdviz.guided.checking import check
from gdviz.guided.conditions import Compare
from gdviz.guided.lesson_texts import filled, numbers_of
from gdviz.guided.situation import Recordings
from gdviz.messages import ExperimentError
from gdviz.texts import LANGUAGES
from tests.test_translations import REPLACED

each_lesson = pytest.mark.parametrize("name", names())


def test_that_the_lessons_are_in_the_order_of_the_course() -> None:
    assert set(names()) <= set(COURSE) and names() == tuple(name for name in COURSE if name in names())
    assert len(COURSE) == len(set(COURSE)) == 19


@each_lesson
def test_that_each_claim_holds(name: str) -> None:
    assert sum(len(step.claims) for step in guided(name).steps) > 9
    assert [str(failing) for failing in check(guided(name))] == []


@each_lesson
def test_that_each_lesson_is_whole(name: str) -> None:
    lesson = guided(name)
    assert 3 <= len(lesson.steps) <= 8
    assert set(lesson.texts) == set(LANGUAGES)
    assert 5 <= lesson.minutes <= 20
    assert set(lesson.needs) <= set(COURSE)
    for step in lesson.steps:
        assert step.shown.fields.get("arrangement"), step.id
    written = {found for texts in lesson.texts.values() for step in texts.steps.values() for text in step.values()
               for found in re.findall(r"\{(\w+)\}", text)}  # fmt: skip
    assert set(lesson.values) == written


@each_lesson
def test_that_each_text_can_be_filled(name: str) -> None:
    lesson = guided(name)
    numbers = numbers_of(lesson, Recordings(lesson.experiments))
    for texts in lesson.texts.values():
        for step in texts.steps.values():
            for text in step.values():
                pieces = filled(text, numbers)
                assert pieces
                assert not re.search(r"[{}$]", "".join(piece.text for piece in pieces if not piece.is_code))


@each_lesson
def test_that_the_korean_is_that_of_the_lecture(name: str) -> None:
    texts = guided(name).texts["ko"]
    found = [texts.title, texts.line, *(text for step in texts.steps.values() for text in step.values())]
    assert [text for text in found for word in (*REPLACED, "반복", "최적화", "지수승") if word in text] == []
    assert [text for text in found if re.search(r"\}(은|는|이|가|을|를|와|과|로|으로)(?![가-힣(])", text)] == []


@each_lesson
def test_that_each_step_opens_as_an_experiment(name: str) -> None:
    steps = guided(name).steps
    for lang in LANGUAGES:
        for number in range(1, len(steps) + 1):
            experiment = gdviz.lesson(name, number, lang)
            assert not {"title", "labels"} & set(experiment.view)
            assert experiment.runs[0].start == steps[number - 1].experiment.runs[0].start
    assert re.search("[가-힣]", gdviz.lesson(name, 1, "ko").title)


def test_that_edits_of_a_step_are_in_its_experiment() -> None:
    assert gdviz.lesson("by_hand").runs[0].start == (1, 1)
    assert gdviz.lesson("by_hand", 5).runs[0].start == (1, -1)
    assert gdviz.lesson("noise", 2).seed == 16
    assert gdviz.lesson("noise", lang="ko").runs[0].label == "배치 1"


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("by_han",), 'lesson: unknown: "by_han"; did you mean by_hand?'),
        (("by_hand", 6), "step: must be in [1, 5], got 6"),
        (("by_hand", 0), "step: must be in [1, 5], got 0"),
        (("by_hand", 1, "fr"), "lang: unknown"),
    ],
)
def test_that_what_is_not_there_is_refused(arguments: tuple[str, int, str], says: str) -> None:
    with pytest.raises(ExperimentError, match=re.escape(says)):
        gdviz.lesson(*arguments)


def test_that_who_leaves_is_who_leaves_by_the_count_of_the_window() -> None:
    counting = escape(gdviz.lesson("noise"), 0, sizes=(1,))
    while True:
        try:
            next(counting)
        except StopIteration as done:
            found = done.value
            break
    numbers = numbers_of(guided("noise"), Recordings(guided("noise").experiments))
    assert (numbers["better"], numbers["elsewhere"]) == ("177", "23")
    assert (found.better, found.elsewhere) == ((177 / 200,), (23 / 200,))


def test_that_the_numbers_of_the_course_are_claimed() -> None:
    wanted = {
        "blind_walker": [52.1, 7, 3.055, 1.9415],
        "gradient": [6, 3, 0, 6.7082, -6],
        "minima": [0.126, -1.473, -5.4442, 1.347, -2.6186, 0.145, 0.111],
        "many_parameters": [0.75, 0, -1.25, 7, 7.3125, 1.17, 0.2222],
        "by_hand": [0.94, 0.97, 5.4708, 2.6508, 0.885292, 0.943492, 3, 2.571276, 2.218363, 1.06, 1.03, -5, -2],
        "learning_rate": [9.578e-6, 114, 1151, 6.25, 1.21],
        "epoch_batch_iteration": [20, 4, 0.18886, 2.584, 5, 16, 1.25],
        "noise": [0.885, 0.115, 0, 0.00074, 0.072],
        "four_curves": [0.00867, 6, 11.59, 23.86, 0.0243, 48.13],
        "linear_scaling": [0.5988, 0.5966, 5, 1.05, 6.5, 0.655],
        "warmup": [0.00605, 0.192, 47, 0],
        "momentum": [0.037, 0.02, 0.038, 0.0385, 691, 95],
        "adam": [0.99, 100, -0.222],
        "edge_of_stability": [18.33, 13.27, 9.93, 0.08, 2.878, 9, 2.97],
    }
    for name, numbers in wanted.items():
        found = [claim for step in guided(name).steps for claim in step.claims if isinstance(claim, Compare)]
        claimed = [getattr(claim.right, "given", None) for claim in found] + [claim.times for claim in found]
        assert [number for number in numbers if number not in claimed] == []
