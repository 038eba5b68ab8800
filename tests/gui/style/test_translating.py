"""Texts as labels show them."""

from __future__ import annotations

import pytest

from gdviz.gui.style.translating import unbroken

JOINER, SPACE = "\u2060", "\u00a0"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("2/곡률(여기서는 1)보다 크면", f"2/{JOINER}곡률(여기서는 1)보다 크면"),
        ("η = 2/날카로움(여기서는 0.2)", f"η{SPACE}={SPACE}2/{JOINER}날카로움(여기서는 0.2)"),
        ("under 2/100 = 0.02 it", f"under 2/{JOINER}100{SPACE}={SPACE}0.02 it"),
        ("전체의 99 %를 내려왔습니다", f"전체의 99{SPACE}%를 내려왔습니다"),
        ("and/or a file a/b/c of ../x", f"and/or a file a/{JOINER}b/c of ../x"),
        ("학습률 = 일정", "학습률 = 일정"),
        ("(x + 1)(x - 1)(x - 2)(x - 3) = 0", f"(x + 1)(x - 1)(x - 2)(x - 3){SPACE}={SPACE}0"),
        ("aaaaaaaaaaaaaaa = bbbbbbbbbbbbbbb", "aaaaaaaaaaaaaaa = bbbbbbbbbbbbbbb"),
    ],
)
def test_that_a_short_formula_in_running_text_is_not_broken(text: str, shown: str) -> None:
    assert unbroken(text) == shown
