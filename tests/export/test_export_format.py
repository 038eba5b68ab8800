"""The list of export formats: one file a format, found by suffix, listed without Qt."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

import gdviz
from gdviz.export.export_format import format_of, formats, suffixes
from gdviz.texts import language
from tests.making import is_ours


def test_that_every_suffix_names_its_own_format() -> None:
    for known in formats().values():
        for suffix in known.suffixes:
            assert format_of(Path(f"그림 🎬{suffix.upper()}")) is not None
            assert format_of(Path(f"a{suffix}")).kind == known.kind
    assert len(set(suffixes())) == len(suffixes())


def test_that_every_format_says_what_it_writes_in_korean_too() -> None:
    korean = language("ko")
    marking = [known for known in formats().values() if is_ours(type(known))]
    assert len(marking) >= 10
    for known in marking:
        assert korean.translate(known.summary) != known.summary, known.kind
    assert all(known.name and known.summary for known in formats().values())


@pytest.mark.parametrize(("name", "says"), [("a.pgn", "did you mean .png"), ("a", "has no suffix; known: ")])
def test_that_an_unknown_suffix_is_answered_with_the_known_ones(name: str, says: str) -> None:
    with pytest.raises(gdviz.ExperimentError, match=says):
        format_of(Path(name))


def test_that_the_formats_are_listed_without_qt() -> None:
    code = (
        "import sys; from gdviz.export.export_format import formats; formats();"
        "print([name for name in ('PySide6', 'pyqtgraph', 'PIL', 'av', 'torch') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
