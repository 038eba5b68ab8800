"""docs/lessons.md: the lesson in it is one, and its tables name what there is."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from gdviz import cli
from gdviz.guided.conditions import OF, OPERATORS, WORDS

TEXT = (Path(__file__).resolve().parents[2] / "docs" / "lessons.md").read_text(encoding="utf-8")


def test_that_the_lesson_of_the_document_holds(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    files = re.findall(r"^`([\w.]+)`:\n\n```\w+\n(.*?)^```", TEXT, re.MULTILINE | re.DOTALL)
    assert [name for name, _ in files] == ["lesson.json", "bowl.json", "en.md"]
    for name, content in files:
        (tmp_path / name).write_text(content, encoding="utf-8")
    assert cli.main(["lesson", str(tmp_path), "--check", "--lang", "en"]) == 0
    assert capsys.readouterr().out.endswith(": 2 of 2 claims hold\n")


@pytest.mark.parametrize("name", [*OF, *OPERATORS, *WORDS])
def test_that_the_document_names_each_quantity_operator_and_place(name: str) -> None:
    assert f"`{name}`" in TEXT
