from __future__ import annotations

from typing import Any

import pytest

from gdviz.quoting import listed, short_path, show


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (True, "true"), (None, "null"), (1.5, "1.5"), (1e-300, "1e-300"), (3, "3"), ("a'b", '"a\'b"'),
        ([True, None, "x", [1]], '[true, null, "x", […]]'), (list(range(9)), "[0, 1, 2, 3, 4, 5, …]"),
        ({"a": 1}, "{…}"), (b"x", "bytes"),
    ],
)  # fmt: skip
def test_that_a_value_is_shown_as_json_writes_it(value: object, text: str) -> None:
    assert show(value) == text


def test_that_a_huge_or_deep_value_is_shown_shortly() -> None:
    deep: list[Any] = []
    for _ in range(100_000):
        deep = [deep]
    assert show(deep) == "[[…]]"
    assert len(show("x" * 10**6)) == 60
    assert len(show(["y" * 50] * 5)) == 60
    while deep:
        deep = deep.pop()


def test_that_a_long_path_is_named_without_its_middle_in_one_line() -> None:
    assert short_path("/home/한글/a b.csv") == "/home/한글/a b.csv"
    assert short_path("/a\n\x1b[2J\u202eb.csv") == "/a��[2J�b.csv"
    long = short_path("/home/" + "d/" * 100_000 + "data.csv", 60)
    assert len(long) == 60
    assert long.startswith("/home/d/")
    assert "…" in long
    assert long.endswith("d/data.csv")
    assert short_path("a" * 60, 60) == "a" * 60


def test_that_a_list_of_names_is_one_line_and_neither_long_nor_of_long_names() -> None:
    assert listed(["loss", "a\nb", " "]) == 'loss, a b, ""'
    assert listed(["x" * 41, "y" * 40]) == "x" * 39 + "…, " + "y" * 40
    assert listed([f"c{i}" for i in range(13)]) == ", ".join(f"c{i}" for i in range(12)) + ", …"
