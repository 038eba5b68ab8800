"""The experiments that come with gdviz, by name."""

from __future__ import annotations

import pytest

import gdviz
from gdviz.lessons import catalogue, lesson
from gdviz.paths import resources
from gdviz.prepared import collection
from gdviz.texts import language


def test_that_the_prepared_experiments_and_every_lesson_have_a_name() -> None:
    prepared = {path.stem.lstrip("0123456789_") for path in (resources() / "experiments").glob("*.json")}
    lessons = [known.name for known in catalogue()]
    assert len(lessons) >= 19
    assert lessons == [path.stem[3:] for path in sorted((resources() / "lessons").glob("*.json"))]
    names = ["worked_example", "three_optimizers", *(known.name for known in collection())]
    assert list(gdviz.examples())[: len(prepared)] == names
    assert set(gdviz.examples()) == prepared | set(lessons)
    assert [name for name in gdviz.examples() if name not in prepared] == [n for n in lessons if n not in prepared]


def test_that_an_example_is_what_its_file_says() -> None:
    folder = resources() / "experiments"
    for name in ("worked_example", "three_optimizers"):
        assert gdviz.example(name) == gdviz.load(folder / f"{name}.json")
    assert gdviz.example("four_rates") == lesson("four_rates").open(language("en").choose)
    assert gdviz.example("four_rates", lang="ko") == lesson("four_rates").open(language("ko").choose)


@pytest.mark.parametrize("name", gdviz.examples())
@pytest.mark.parametrize("lang", ["en", "ko"])
def test_that_the_list_has_the_title_of_each_example(name: str, lang: str) -> None:
    title = gdviz.examples(lang)[name]
    assert gdviz.example(name, lang).title == title != ""
    assert any("가" <= letter <= "힣" for letter in title) == (lang == "ko")


def test_that_the_worked_example_is_that_of_the_lesson() -> None:
    prepared, taught = gdviz.example("worked_example"), lesson("worked_example").open(language("en").choose)
    assert (prepared.problem, prepared.runs, prepared.steps) == (taught.problem, taught.runs, taught.steps)


@pytest.mark.parametrize("name", ["four_rate", "../lessons/11_worked_example", "", None, ["four_rates"], 3])
def test_that_an_unknown_name_is_answered_with_those_that_there_are(name: object) -> None:
    with pytest.raises(gdviz.ExperimentError, match=r"^name: unknown: .*; known: ") as error:
        gdviz.example(name)  # type: ignore[arg-type]
    sentence = str(error.value)
    assert all(known in sentence for known in gdviz.examples()) and "\n" not in sentence


def test_that_an_unknown_language_is_refused() -> None:
    for call in (lambda: gdviz.example("four_rates", "fr"), lambda: gdviz.examples("fr")):
        with pytest.raises(gdviz.ExperimentError, match=r"^lang: unknown: "):
            call()
