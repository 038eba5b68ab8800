"""`gdviz lesson --check`: what it prints, and its exit codes."""

from __future__ import annotations

from pathlib import Path

import pytest

from gdviz import cli
from gdviz.commandline import window
from tests.guided.lesson_folder import EXPERIMENT, RUN, changed, folder_with

Capture = pytest.CaptureFixture[str]


def checked(place: Path | str) -> int:
    return cli.main(["lesson", str(place), "--check", "--lang", "en"])


def test_that_the_command_says_that_all_holds(tmp_path: Path, capsys: Capture) -> None:
    assert checked(folder_with(tmp_path)) == 0
    assert capsys.readouterr().out == f"{tmp_path.name}: 1 of 1 claims hold\n"


def test_that_the_command_notes_a_missing_language(tmp_path: Path, capsys: Capture) -> None:
    assert checked(folder_with(tmp_path, ko=None)) == 0
    assert capsys.readouterr().out.startswith("ko.md is missing: the other language is shown\n")


def test_that_a_failing_claim_exits_1(tmp_path: Path, capsys: Capture) -> None:
    folder = folder_with(tmp_path, lesson=changed(lambda d: d["steps"][0]["claims"][0].update(right=0.95)))
    assert checked(folder) == 1
    out = capsys.readouterr().out
    assert "one: claims[0]: does not hold: 0.94 = 0.95\n" in out and out.endswith(": 0 of 1 claims hold\n")
    assert cli.main(["lesson", str(folder), "--check", "--lang", "ko"]) == 1
    assert "참이 아닙니다: 0.94 = 0.95" in capsys.readouterr().out


def test_that_a_broken_lesson_exits_2(tmp_path: Path, capsys: Capture) -> None:
    assert checked(folder_with(tmp_path, own=EXPERIMENT | {"runs": [RUN | {"start": [1]}]})) == 2
    error = capsys.readouterr().err
    assert error.startswith("gdviz: lesson.json:") and "runs[0].start: must have 2 numbers, got 1" in error


def test_that_a_guided_lesson_with_the_name_of_a_figure_is_checked(capsys: Capture) -> None:
    assert checked("linear_scaling") == 0
    assert capsys.readouterr().out.startswith("linear_scaling: ")


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["{folder}"], "lesson.json"),
        (["by_han", "--check"], 'lesson: unknown: "by_han"; did you mean by_hand?'),
        (
            ["four_rates", "--check"],
            "four_rates is a figure, which claims nothing; guided lessons are checked: ",
        ),
        (["--check"], "say which lesson: "),
        (["{folder}/nowhere", "--check"], "lesson: unknown: "),
    ],
)
def test_that_other_uses_say_what_to_do(arguments: list[str], says: str, tmp_path: Path, capsys: Capture) -> None:
    words = [word.format(folder=tmp_path) for word in arguments]
    assert cli.main(["lesson", *words, "--lang", "en"]) == 2
    assert says in capsys.readouterr().err


@pytest.mark.parametrize("place", ["by_hand", "{folder}"])
def test_that_the_window_opens_in_a_guided_lesson(place: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[str | None] = []

    def show(experiment: object, path: object, parsed: object, guided: str | None = None) -> int:
        opened.append(guided)
        return 7

    monkeypatch.setattr(window, "show", show)
    named = place.format(folder=folder_with(tmp_path))
    assert cli.main(["lesson", named, "--lang", "en"]) == 7 and opened == [named]
