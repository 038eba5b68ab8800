"""No text of an experiment is read as code, or as an instruction, where a program is written."""

from __future__ import annotations

import ast
import contextlib
import io
import subprocess
import sys
import tokenize
from pathlib import Path
from typing import Any, cast

import pytest

import gdviz
from gdviz.export.export_format import CodeFormat, formats
from tests.making import a_run, an_experiment

PROGRAMS = ("numpy_program", "torch_program")
ESCAPED = "coding: raw_unicode_escape \\u000araise SystemExit('run')"
HOSTILE = [
    ESCAPED,
    f"-*- {ESCAPED} -*-",
    "Sparse coding: LASSO",
    "vim: set fileencoding=latin-1 :",
    "coding=utf-7 +AAo-raise SystemExit('run')",
    *(f"one{mark}raise SystemExit('run')" for mark in "\n\r\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029"),
    "a\x00b\x1b[2Jc\x9b2Jd\x07e\x7f",
    "left \u202eright\u202c \u2066isolated\u2069 \u200emark\ufeff",
    "'''",
    '"""',
    "\\",
    "ends in \\",
    "{label} {0} %s %(a)s",
    "'}; raise SystemExit('run') #",
    "# type: ignore",
    "한글 제목 𝒙 👩\u200d🎓",
    "x" * 1000,
]


def written(kind: str, title: str, labels: list[str]) -> bytes:
    runs = [{**a_run([1, 1]), "label": label} for label in labels]
    experiment = an_experiment("sphere", runs, title=title, steps=2)
    return cast(CodeFormat, formats()[kind]).content(gdviz.run(experiment, "cpu"))


def without_names(content: bytes) -> str:
    """The code of a program, without the names of its runs."""
    tree = ast.parse(content)
    for node in ast.walk(tree):
        if isinstance(node, ast.Dict):
            assert all(isinstance(key, ast.Constant) and isinstance(key.value, str) for key in node.keys)
            node.keys = []
    return ast.dump(tree)


@pytest.mark.parametrize("kind", PROGRAMS)
@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: ascii(text)[:30])
def test_that_a_title_and_the_names_of_runs_are_no_code(text: str, kind: str) -> None:
    content = written(kind, text, [text, "other"])
    assert without_names(content) == without_names(written(kind, "harmless", ["a", "b"]))


@pytest.mark.parametrize("kind", PROGRAMS)
@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: ascii(text)[:30])
def test_that_a_program_is_utf8_and_says_so_where_python_and_editors_look(text: str, kind: str) -> None:
    content = written(kind, text, [text])
    lines = content.decode().splitlines()
    assert lines[0] == "# -*- coding: utf-8 -*-"
    assert tokenize.detect_encoding(io.BytesIO(content).readline) == ("utf-8", [content.splitlines(True)[0]])
    others = written(kind, "harmless", ["a"]).decode().splitlines()
    assert lines[:5] == others[:5]  # Vim, too, reads settings in the first and the last five lines
    assert lines[-5:] == others[-5:]
    assert all(line.isprintable() or "\u200d" in line for line in lines)


def test_that_the_title_stands_in_the_program_as_it_is() -> None:
    assert (
        '\n# Sparse coding: 희소 부호화 \\ """\n'
        in written("numpy_program", 'Sparse coding: 희소 부호화 \\ """', ["a"]).decode()
    )


def test_that_a_program_prints_no_instruction_to_a_terminal() -> None:
    made: dict[str, Any] = {"__name__": "__main__"}
    with contextlib.redirect_stdout(io.StringIO()) as printed:
        exec(
            compile(written("numpy_program", "", ["a\x1b]0;owned\x07\x9b2J\n\u202eb", "c\\n{x}"]), "p.py", "exec"), made
        )
    lines = printed.getvalue().splitlines()
    assert [line.partition(": ")[0] for line in lines] == ["a]0;owned2J b", "c\\n{x}"]
    assert all(line.isprintable() for line in lines)


def test_that_every_run_has_a_name_of_its_own_in_the_program() -> None:
    made: dict[str, Any] = {"__name__": "program"}
    names = ["a", "a", "a (2)", "a\u202e", "a (1)"]
    exec(compile(written("numpy_program", "", names), "p.py", "exec"), made)
    assert len(made["RUNS"]) == 5
    assert [run.__name__ for run in made["RUNS"].values()] == [f"run_{i}" for i in range(1, 6)]


def test_that_importing_a_program_runs_nothing_of_its_title(tmp_path: Path) -> None:
    (tmp_path / "program.py").write_bytes(written("numpy_program", ESCAPED, [ESCAPED]))
    command = [sys.executable, "-c", "import program; print(len(program.run_1()))"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert (done.stdout, done.stderr, done.returncode) == ("3\n", "", 0)
