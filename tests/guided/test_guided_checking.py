"""The check of a lesson: it is run, and what it claims is compared."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from gdviz.guided.checking import check
from gdviz.guided.lines import LessonError
from gdviz.guided.situation import Recordings
from tests.guided.lesson_folder import TEXTS, changed, lesson_with

NUMBER_TEXTS = TEXTS.replace(
    "### up       Up\n### down     Down\n### why up   The sign.\n",
    "### field x  x\n### hint  Look.\n### hint sign  Down.\n### worked  So.\n",
)
RIGHT = {"run": 0, "of": "w", "axis": 0, "at": 1}


def number(right: Any, mistake: Any) -> Callable[[dict[str, Any]], object]:
    question = {"kind": "number", "fields": ["x"], "right": [right], "tolerance": 0.01,
                "mistakes": [{"hint": "sign", "value": [mistake]}]}  # fmt: skip
    return lambda data: data["steps"][0].update(ask=question)


def test_that_a_sound_lesson_holds(tmp_path: Path) -> None:
    assert check(lesson_with(tmp_path)) == []


def test_that_a_claim_that_fails_is_named_with_both_numbers(tmp_path: Path) -> None:
    wrong = {"left": RIGHT, "is": "=", "right": 0.95}
    lesson = lesson_with(tmp_path, lesson=changed(lambda d: d["steps"][0]["claims"].append(wrong)))
    (failing,) = check(lesson)
    line = lesson.lines["steps[0].claims[1]"]
    assert str(failing) == f"lesson.json:{line}: one: claims[1]: does not hold: 0.94 = 0.95"


BROKEN: list[tuple[Callable[[dict[str, Any]], object], str, str]] = [
    (lambda d: d["steps"][0]["until"].update(right=0), "steps[0].until", "holds already when the step begins: 0 >= 0"),
    (lambda d: d["steps"][0]["claims"][0].update(left=RIGHT | {"at": 99}), "steps[0].claims[0]",
     "the records do not say: ? = 0.94"),
    (lambda d: d["steps"][1].update(until={"answered": {"id": "one"}}), "steps[1].until", "holds already"),
    (lambda d: d["values"]["x1"].update(at=99), "values.x1", "the records have no such number"),
    (lambda d: d["steps"][0].update(claims=[{"seeds": {"n": 2, "share": 1, "holds":
        {"left": RIGHT | {"at": "end"}, "is": "<", "right": 1}}}]), "steps[0].claims[0]", "need a problem with sampl"),
]  # fmt: skip


@pytest.mark.parametrize(("change", "path", "says"), BROKEN, ids=range(len(BROKEN)))
def test_that_a_lesson_that_cannot_be_run_is_refused_with_its_line(
    change: Callable[[dict[str, Any]], object], path: str, says: str, tmp_path: Path
) -> None:
    texts = TEXTS.replace("## two", "## two\n### act  a\n### noticed  b")
    lesson = lesson_with(tmp_path, lesson=changed(change), en=texts, ko=texts)
    with pytest.raises(LessonError) as refused:
        check(lesson)
    assert refused.value.path == f"lesson.json:{lesson.lines[path]}: {path}"
    assert says in str(refused.value.reason)


@pytest.mark.parametrize(
    ("right", "mistake", "path", "says"),
    [
        (RIGHT, 1.06, "", ""),
        (RIGHT, 0.945, "steps[0].ask.mistakes[0]", "is the right answer"),
        (RIGHT, RIGHT | {"at": 99}, "steps[0].ask.mistakes[0]", "the records have no such number"),
        (RIGHT | {"at": 99}, 1.06, "steps[0].ask.right", "the records have no such number"),
    ],
)
def test_that_a_mistake_is_not_the_right_answer(right: Any, mistake: Any, path: str, says: str, tmp_path: Path) -> None:
    lesson = lesson_with(tmp_path, lesson=changed(number(right, mistake)), en=NUMBER_TEXTS, ko=NUMBER_TEXTS)
    if not says:
        assert check(lesson) == []
        return
    with pytest.raises(LessonError) as refused:
        check(lesson)
    assert refused.value.path == f"lesson.json:{lesson.lines[path]}: {path}"
    assert str(refused.value.reason) == says


def test_that_a_place_is_not_where_the_start_is(tmp_path: Path) -> None:
    texts = NUMBER_TEXTS.replace("### field x  x\n", "").replace("### hint sign  Down.\n", "")
    right = {"left": {"run": 0, "of": "w", "axis": 0, "at": 0}, "is": ">", "right": 2}
    question = {"kind": "place", "right": right}
    lesson = lesson_with(tmp_path, lesson=changed(lambda d: d["steps"][0].update(ask=question)), en=texts, ko=texts)
    assert check(lesson) == []
    right["right"] = 0
    lesson = lesson_with(tmp_path, lesson=changed(lambda d: d["steps"][0].update(ask=question)), en=texts, ko=texts)
    with pytest.raises(LessonError, match=r"steps\[0\]\.ask\.right: holds already when the step begins: 1 > 0"):
        check(lesson)


def test_that_an_experiment_that_fails_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lesson = lesson_with(tmp_path)
    recordings = Recordings(lesson.experiments)
    record = recordings.of(lesson.steps[0].experiment)[1]
    record.finish, record.failure = "failed", "ValueError: x"
    monkeypatch.setattr("gdviz.guided.checking.Recordings", lambda experiments: recordings)
    with pytest.raises(LessonError, match=r"steps\[0\]\.set: the run 1 fails: ValueError: x"):
        check(lesson)
