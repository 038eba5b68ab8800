"""Texts of a lesson as HTML, and as a screen reader says them."""

from __future__ import annotations

from gdviz.gui.lesson.lesson_text import plain, rich
from gdviz.guided.lesson_texts import filled


def test_that_code_is_shown_as_it_is_and_the_rest_is_marked_up() -> None:
    pieces = filled('**Set** `"at": {**}` for $x < y$.', {})
    code = "<code>&quot;at&quot;:\u00a0{**}</code>"
    assert rich(pieces) == f"<b>Set</b> {code} for <i>x</i>\u00a0&lt;\u00a0<i>y</i>."
    assert plain(pieces) == 'Set "at": {**} for x < y.'
