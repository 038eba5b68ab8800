"""The texts with their numbers, and the responses to an answer."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from gdviz.guided.conditions import Constant
from gdviz.guided.forms import Reader
from gdviz.guided.guided_lesson import Choice, Mistake, Number, Open, Place
from gdviz.guided.judging import Judgement, judged
from gdviz.guided.lesson_texts import Piece, filled, numbers_of, placeholders
from gdviz.guided.lines import LessonError
from gdviz.guided.situation import Recordings, Situation
from tests.guided.lesson_folder import LESSON, lesson_with
from tests.making import a_run, an_experiment

BOWL = an_experiment("parabola_1d", [a_run([2.5], {"kind": "sgd", "lr": 0.1})], steps=30)


def test_that_a_text_is_filled_and_its_formulas_are_marked() -> None:
    pieces = filled("To {x} by $2 · {x}$, **then** $y$.", {"x": "0.94"})
    assert pieces == (Piece("To 0.94 by "), Piece("2 · 0.94", True), Piece(", **then** "), Piece("y", True), Piece("."))
    assert filled("$y$", {}) == (Piece("y", True),)
    assert filled("plain", {}) == (Piece("plain"),)


def test_that_code_is_left_as_it_is() -> None:
    pieces = filled('To {x}: `{"run": 0} $ **x** {x}` and $y$.', {"x": "0.94"})
    code = Piece('{"run": 0} $ **x** {x}', is_code=True)
    assert pieces == (Piece("To 0.94: "), code, Piece(" and "), Piece("y", True), Piece("."))
    assert placeholders("`{y}` {x}") == ("x",)


def test_that_korean_particles_follow_the_number() -> None:
    assert filled("{x}(으)로 줄고 {y}이(가) 됩니다", {"x": "0.8", "y": "2"})[0].text == "0.8로 줄고 2가 됩니다"
    assert filled("${x}$을(를)", {"x": "6"}) == (Piece("6", True), Piece("을(를)"))


@pytest.mark.parametrize(
    ("more", "written"),
    [({}, "0.94"), ({"at": 2}, "0.885292"), ({"at": 2, "digits": 3}, "0.885"), ({"of": "delta"}, "−0.054708"),
     ({"of": "step", "at": 3}, "3")],
)  # fmt: skip
def test_that_values_are_written_in_as_many_digits_as_are_meant(
    more: dict[str, Any], written: str, tmp_path: Path
) -> None:
    value = LESSON["values"]["x1"] | more
    if value["of"] == "step":
        del value["axis"]
    lesson = lesson_with(tmp_path, lesson=LESSON | {"values": {"x1": value}})
    assert numbers_of(lesson, Recordings(lesson.experiments)) == {"x1": written}


def test_that_a_value_that_the_records_do_not_have_is_refused_with_its_line(tmp_path: Path) -> None:
    lesson = lesson_with(tmp_path, lesson=LESSON | {"values": {"x1": LESSON["values"]["x1"] | {"at": 99}}})
    with pytest.raises(LessonError, match=r"^lesson.json:\d+: values\.x1: the records have no such number"):
        numbers_of(lesson, Recordings(lesson.experiments))


def here(start: float = 2.5) -> Situation:
    return Situation.of(BOWL.replace("runs[0].start", [start]), Recordings({}))


def test_that_a_choice_is_judged() -> None:
    choice = Choice(("up", "down"), "down")
    assert judged(choice, "down", here()) == Judgement(True, "why down")
    assert judged(choice, "up", here()) == Judgement(False, "why up")


def test_that_numbers_are_judged_and_a_known_mistake_is_recognised() -> None:
    right, sign = (Constant(0.94), Constant(0.97)), (Constant(1.06), Constant(1.03))
    question = Number(("x", "y"), right, 0.01, (Mistake("sign", sign),))
    assert judged(question, (0.945, 0.97), here()) == Judgement(True)
    assert judged(question, (0.96, 0.97), here()) == Judgement(False, "hint")
    assert judged(question, (1.06, 1.03), here()) == Judgement(False, "hint sign")
    assert judged(question, (0.94,), here()) == Judgement(False, "hint")
    assert judged(question, "", here()) == Judgement(False, "hint")


def test_that_a_place_is_judged_by_the_start() -> None:
    reader = Reader(lambda name, path: BOWL, BOWL, [])
    start = {"run": 0, "of": "w", "at": 0}
    right = reader.condition({"left": start, "is": ">", "right": 3}, "")
    left = reader.condition({"left": start, "is": "<", "right": 0}, "")
    place = Place(right, (Mistake("side", where=left),))
    assert judged(place, (4.0,), here(4)) == Judgement(True)
    assert judged(place, (-1.0,), here(-1)) == Judgement(False, "hint side")
    assert judged(place, (1.0,), here(1)) == Judgement(False, "hint")


def test_that_an_open_answer_is_not_judged() -> None:
    assert judged(Open(), "", here()) == Judgement(None)
