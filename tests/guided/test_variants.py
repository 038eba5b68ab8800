"""Variants of a guided lesson: other numbers in its experiments, which texts and right answers follow."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from gdviz.guided.catalogue import guided
from gdviz.guided.checking import check
from gdviz.guided.guided_lesson import GuidedLesson
from gdviz.guided.judging import right_numbers
from gdviz.guided.lesson_texts import numbers_of
from gdviz.guided.lines import LessonError
from gdviz.guided.situation import Recordings
from gdviz.messages import ExperimentError
from tests.guided.lesson_folder import TEXTS, changed, lesson_with, line_with

ASK = {
    "kind": "number",
    "fields": ["x"],
    "right": [{"run": 0, "of": "w", "axis": 0, "at": 1}],
    "tolerance": 0.001,
    "mistakes": [{"value": [1.06], "hint": "up"}],
}
ASKED = TEXTS.replace(
    "### up       Up\n### down     Down\n### why up   The sign.\n",
    "### field x  x\n### hint Try.\n### hint up Subtract.\n### worked {x1}\n",
)


def lesson(folder: Path, variants: Any, change: Callable[[dict[str, Any]], object] = lambda _: None) -> GuidedLesson:
    """A lesson that asks for the first step, with these variants."""
    data = changed(lambda d: d["steps"][0].update(ask=ASK))
    data["variants"] = variants
    change(data)
    return lesson_with(folder, lesson=data, en=ASKED, ko=ASKED)


def test_that_a_variant_changes_the_experiments_before_anything_is_computed(tmp_path: Path) -> None:
    found = lesson(tmp_path, [{"own": {"runs[0].start": [2, 1]}}, {"own": {"runs[0].optimizer.lr": 0.1}}])
    assert found.variant(0) is found and len(found.variants) == 2
    numbers = [numbers_of(one, Recordings(one.experiments))["x1"] for one in (found, *found.variants)]
    assert numbers == ["0.94", "1.88", "0.4"]
    right = [right_numbers(one, Recordings(one.experiments))["one"] for one in (found, *found.variants)]
    assert right == [(0.94,), (1.88,), (pytest.approx(0.4),)]
    assert check(found) == []


def test_that_the_edits_of_a_step_follow_those_of_the_variant(tmp_path: Path) -> None:
    (variant,) = lesson(tmp_path, [{"own": {"runs[0].start": [2, 1]}}]).variants
    second = variant.steps[1].experiment.to_dict()["runs"][0]
    assert second["start"] == [2, 1] and second["optimizer"]["lr"] == 0.5


@pytest.mark.parametrize(
    ("variants", "says"),
    [
        ({}, "variants: must be a list, got "),
        ([1], "variants[0]: must be an object, got 1"),
        ([{}], "variants[0]: must change an experiment"),
        ([{"own": 1}], "variants[0].own: must be an object, got 1"),
        (
            [{"own": {"runs[0].rate": 1}}],
            "variants[0].own.runs[0].rate: in variant 1: runs[0].rate: unknown key; known",
        ),
        ([{"own": {"runs[5].start": [1]}}], "in variant 1: the experiment has no such value"),
        ([{"own": {"steps": 2000000}}], "in variant 1: "),
        ([{"own": {"seed": 1}}, {"other": {}}], 'variants[1].other: in variant 2: unknown: "other"'),
    ],
)
def test_that_a_broken_variant_is_refused_with_its_line(variants: Any, says: str, tmp_path: Path) -> None:
    with pytest.raises(LessonError, match=re.escape(says)) as caught:
        lesson(tmp_path, variants)
    assert re.match(r"lesson\.json:\d+: variants", str(caught.value))


def test_that_a_numeral_of_the_experiment_that_is_typed_is_refused_in_a_variant(tmp_path: Path) -> None:
    typed = ASKED.replace("Up or down?", "The rate is 0.02. Where to?")
    data = changed(lambda d: d["steps"][0].update(ask=ASK))
    assert lesson_with(tmp_path, lesson=data, en=typed, ko=ASKED)
    data["variants"] = [{"own": {"runs[1].optimizer.lr": 0.03, "runs[0].start": [2, 1]}}]
    with pytest.raises(LessonError, match=re.escape("in variant 1: 0.02 is neither in the experiment")) as caught:
        lesson_with(tmp_path, lesson=data, en=typed, ko=ASKED)
    assert str(caught.value).startswith(f"en.md:{line_with(tmp_path / 'en.md', '0.02')}: ")


@pytest.mark.parametrize(
    ("variant", "says"),
    [
        ({"own": {"seed": 3}}, "variants[0]: its right answers are those of the lesson"),
        ({"own": {"runs[0].optimizer.lr": -0.01}}, "in variant 1: "),
        ({"own": {"runs[0].start": [1.06, 0]}}, "in variant 1: is the right answer"),
        ({"own": {"steps": 0, "runs[0].start": [2, 1]}}, "in variant 1: "),
    ],
)
def test_that_the_check_refuses_a_variant_that_does_not_stand(
    variant: dict[str, Any], says: str, tmp_path: Path
) -> None:
    with pytest.raises(LessonError, match=re.escape(says)):
        check(lesson(tmp_path, [variant]))


def test_that_a_variant_that_there_is_not_is_refused(tmp_path: Path) -> None:
    found = lesson(tmp_path, [{"own": {"runs[0].start": [2, 1]}}])
    for number in (-1, 2):
        with pytest.raises(ExperimentError, match=re.escape(f"must be in [0, 1], got {number}")):
            found.variant(number)
    with pytest.raises(ExperimentError, match="the lesson noise has no variants"):
        guided("noise").variant(1)


def test_that_a_text_may_write_a_value_of_an_experiment(tmp_path: Path) -> None:
    def add(data: dict[str, Any]) -> None:
        data["values"] |= {
            "rate": {"experiment": "own", "value": "runs[0].optimizer.lr"},
            "part": {"experiment": "own", "value": "runs[0].start[1]", "over": {"value": "steps"}, "digits": 2},
        }

    found = lesson(tmp_path, [{"own": {"runs[0].optimizer.lr": 0.1, "runs[0].start": [1, 2]}}], add)
    numbers = [numbers_of(one, Recordings(one.experiments)) for one in (found, *found.variants)]
    assert [(one["rate"], one["part"]) for one in numbers] == [("0.01", "0.33"), ("0.1", "0.67")]


@pytest.mark.parametrize(
    ("value", "says"),
    [
        ({"experiment": "own", "value": "runs[0].rate"}, "values.x1.value: the experiment has no such value"),
        ({"experiment": "own", "value": 1}, "values.x1.value: must be text, got 1"),
        ({"experiment": "others", "value": "steps"}, 'values.x1.experiment: unknown: "others"'),
        ({"experiment": "own", "value": "steps", "at": 1}, "values.x1.at: unknown key"),
    ],
)
def test_that_a_value_that_no_experiment_has_is_refused(value: dict[str, Any], says: str, tmp_path: Path) -> None:
    with pytest.raises(LessonError, match=re.escape(says)):
        lesson_with(tmp_path, lesson=changed(lambda d: d["values"].update(x1=value)))


def test_that_the_worked_example_has_two_variants_of_which_every_number_is_another() -> None:
    found = guided("by_hand")
    numbers = [numbers_of(one, Recordings(one.experiments)) for one in (found, *found.variants)]
    assert len(numbers) == 3
    kept = {"steps", "rate", "x0", "y0", "gy0"}  # a variant may leave one of these as it is
    assert [name for name in numbers[0] if name not in kept and len({one[name] for one in numbers}) < 3] == []
