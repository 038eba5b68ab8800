"""Which tests --quick and --long run, and that a quick one starts no process."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
ABOUT_WINDOWS = """
import pytest

def test_of_a_window(qapp):
    pass

def test_of_a_widget(qtbot):
    pass

@pytest.mark.parametrize("steps", [10, pytest.param(20, marks=pytest.mark.long)])
def test_of_nothing(steps):
    pass
"""
ABOUT_PROCESSES = """
{imported}

def test_that_starts_one():
    import subprocess, sys
    subprocess.run([sys.executable, "--version"], check=True)
"""
ALL = ["test_of_a_window", "test_of_a_widget", "test_of_nothing[10]"]


def pytest_run(path: Path, text: str | None, *options: str) -> tuple[int, list[str]]:
    """The exit code of pytest and the tests that passed, in their order; `text` is written to `path`."""
    if text is not None:
        path.write_text(text, encoding="utf-8")
    command = [sys.executable, "-m", "pytest", "-c", str(ROOT / "pyproject.toml"), "-p", "tests.conftest"]
    ran = subprocess.run(
        [*command, "-p", "no:cacheprovider", "-rA", *options, str(path)], cwd=ROOT, capture_output=True, text=True
    )
    passed = [line.rpartition("::")[2] for line in ran.stdout.splitlines() if line.startswith("PASSED")]
    return ran.returncode, passed


@pytest.mark.parametrize(
    ("options", "chosen"),
    [
        ([], ALL),
        (["--long"], [*ALL, "test_of_nothing[20]"]),
        (["--quick"], ["test_of_nothing[10]"]),
        (["--quick", "--long"], ["test_of_nothing[10]", "test_of_nothing[20]"]),
    ],
)
def test_that_the_length_asked_for_chooses_tests(options: list[str], chosen: list[str], tmp_path: Path) -> None:
    assert pytest_run(tmp_path / "test_some.py", ABOUT_WINDOWS, *options) == (0, chosen)


@pytest.mark.parametrize(
    ("imported", "code"),
    [("import subprocess", 5), ("import multiprocessing", 5), ("from gdviz import doctor", 5), ("import json", 1)],
)
def test_that_what_starts_processes_is_not_quick(imported: str, code: int, tmp_path: Path) -> None:
    text = ABOUT_PROCESSES.format(imported=imported)
    assert pytest_run(tmp_path / "test_some.py", text, "--quick") == (code, [])


def test_that_a_test_that_is_taken_for_quick_cannot_start_a_process(tmp_path: Path) -> None:
    assert pytest_run(tmp_path / "test_some.py", ABOUT_PROCESSES.format(imported="import json"))[0] == 1


WITH_A_WINDOW = "import pytest\n@pytest.fixture\ndef open_window():\n    pass\ndef test_c(open_window):\n    pass\n"


def test_that_the_files_that_may_take_longest_come_first(tmp_path: Path) -> None:
    for name, text in (
        ("a", "def test_a():\n    pass\n"),
        ("b", "import pytest\n@pytest.mark.timeout(300)\ndef test_b():\n    pass\n"),
        ("c", WITH_A_WINDOW),
    ):
        (tmp_path / f"test_{name}.py").write_text(text, encoding="utf-8")
    assert pytest_run(tmp_path, None, "-v") == (0, ["test_b", "test_c", "test_a"])


THAT_CATCHES_ALL = """
import time

import pytest

@pytest.mark.timeout(1)
def test_without_an_end():
    while True:
        try:
            time.sleep(10)
        except BaseException:
            pass
"""


def test_that_a_test_that_cannot_be_ended_ends_its_process_and_shows_where_it_is(tmp_path: Path) -> None:
    path = tmp_path / "test_some.py"
    path.write_text(THAT_CATCHES_ALL, encoding="utf-8")
    command = [sys.executable, "-m", "pytest", "-c", str(ROOT / "pyproject.toml"), "-p", "tests.conftest", str(path)]
    ran = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60, check=False)
    assert ran.returncode == 1
    assert "Timeout (0:00:02)!" in ran.stderr
    assert "in test_without_an_end" in ran.stderr
