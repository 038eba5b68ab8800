"""What scripts/test.py runs: two halves of the tests at once, each on its own display; what it prints of them."""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from fnmatch import fnmatch
from pathlib import Path

import check
import displays
import font_environments
import pytest

ROOT = Path(__file__).resolve().parents[2]
MEETING = """
import os, sys, time
from pathlib import Path
own, other = sys.argv[1:]
Path(own).write_text(os.environ["DISPLAY"])
until = time.monotonic() + 20
while not Path(other).exists():
    assert time.monotonic() < until, "the other half is not running"
    time.sleep(0.01)
print(own, "has met", other)
"""
LONG = """
import signal, sys, time
from pathlib import Path
signal.signal(signal.SIGINT, signal.default_int_handler)
try:
    Path(sys.argv[1]).touch()
    time.sleep(60)
except KeyboardInterrupt:
    time.sleep(0.5)  # longer than subprocess.call waits
    print("cleaned up after", sys.argv[1], flush=True)
    sys.exit(2)
"""
INTERRUPTED = f"""
import signal, sys
signal.signal(signal.SIGINT, signal.default_int_handler)
import check
check._pytest = lambda arguments: [sys.executable, "-c", {LONG!r}, *arguments]
check.HALVES = {{"first": sys.argv[1:2], "second": sys.argv[2:3]}}
check.environment.prepare = lambda locks: None
check.try_platform = lambda platform: None
sys.argv[1:] = []
check.main()
"""


@pytest.fixture(autouse=True)
def numbered_displays(monkeypatch: pytest.MonkeyPatch) -> None:
    """Displays that are but a name each; nothing is set up."""
    names = iter([":71", ":72"])

    @contextlib.contextmanager
    def virtual_display() -> Iterator[str | None]:
        yield next(names)

    monkeypatch.setattr(displays, "virtual_display", virtual_display)
    monkeypatch.setattr(check, "_try_virtual", lambda display: None)
    monkeypatch.setattr(check, "try_platform", lambda platform: None)
    monkeypatch.setattr(check.environment, "prepare", lambda locks: None)
    monkeypatch.setattr(check.Apt, "can_install", lambda self: False)


def replace_pytest(monkeypatch: pytest.MonkeyPatch, code: str, **halves: Sequence[str]) -> None:
    """Let `code` stand for pytest, run with the arguments of each half."""
    monkeypatch.setattr(check, "_pytest", lambda arguments: [sys.executable, "-c", code, *arguments])
    monkeypatch.setattr(check, "HALVES", halves)


def takes(half: Sequence[str], file: str) -> bool:
    """Whether pytest, given the arguments of `half`, collects `file`."""
    folder, *options = half
    ignored = [f"{pattern}*" for pattern in (option.partition("=")[2] for option in options)]
    return file.startswith(f"{folder}/") and not any(fnmatch(file, pattern) for pattern in ignored)


def test_that_each_file_of_tests_is_in_one_half() -> None:
    files = [file.relative_to(ROOT).as_posix() for file in (ROOT / "tests").rglob("test_*.py")]
    assert len(files) > 100
    for file in files:
        assert sum(takes(half, file) for half in check.HALVES.values()) == 1, file


def test_that_both_halves_run_at_once_each_on_its_own_display(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    one, two = str(tmp_path / "one"), str(tmp_path / "two")
    replace_pytest(monkeypatch, MEETING, first=[one, two], second=[two, one])
    assert check.run_tests([]) == 0
    assert [Path(file).read_text() for file in (one, two)] == [":71", ":72"]
    lines = capfdbinary.readouterr().out.decode().splitlines()
    places = [lines.index(f"{one} has met {two}"), lines.index("The second:"), lines.index(f"{two} has met {one}")]
    assert places == sorted(places), "the output of the second half comes after the first"
    assert re.fullmatch(r"\d+ min \d+ s: the first passed, the second passed\.", lines[-1])


@pytest.mark.skipif(sys.platform == "win32", reason="signals")
@pytest.mark.parametrize(("first", "second", "worse"), [(0, 1, 1), (1, 0, 1), (1, 2, 2), (0, -9, 137)])
def test_that_the_worse_half_decides_and_the_last_line_names_it(
    first: int, second: int, worse: int, monkeypatch: pytest.MonkeyPatch, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    code = "import os, sys; n = int(sys.argv[1]); os.kill(os.getpid(), -n) if n < 0 else sys.exit(n)"
    replace_pytest(monkeypatch, code, first=[str(first)], second=[str(second)])
    assert check.run_tests([]) == worse
    last = capfdbinary.readouterr().out.decode().splitlines()[-1]
    for name, code in (("first", first), ("second", second)):
        assert f"the {name} " + (f"FAILED ({code})" if code else "passed") in last


def test_that_arguments_go_to_one_pytest(monkeypatch: pytest.MonkeyPatch) -> None:
    replace_pytest(monkeypatch, "import sys; sys.exit(sys.argv[1:] != ['-k', 'schedule'])", first=["x"], second=["y"])
    assert check.run_tests(["-k", "schedule"]) == 0


@pytest.mark.skipif(sys.platform == "win32", reason="signals")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_that_both_halves_clean_up_when_they_are_interrupted(number: signal.Signals, tmp_path: Path) -> None:
    files = [tmp_path / "one", tmp_path / "two"]
    running = subprocess.Popen(
        [sys.executable, "-c", INTERRUPTED, *map(str, files)],
        env={**os.environ, "PYTHONPATH": str(ROOT / "scripts")},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )
    try:
        until = time.monotonic() + 20
        while not all(file.exists() for file in files):
            assert time.monotonic() < until
            time.sleep(0.02)
        os.killpg(running.pid, number)  # as a terminal does
        said, _ = running.communicate(timeout=30)
    finally:
        running.kill()
        running.communicate()
    assert running.returncode == 130
    assert [said.count(f"cleaned up after {file}") for file in files] == [1, 1]
    assert said.splitlines()[-1] == "Interrupted: not all tests were run."


@pytest.mark.skipif(shutil.which("fc-list") is None, reason="fontconfig")
def test_that_the_tests_can_be_given_no_fonts_of_the_system(monkeypatch: pytest.MonkeyPatch) -> None:
    code = (
        "import subprocess, sys; assert sys.argv[1:] == ['tests/a']; "
        "sys.exit(len(subprocess.run(['fc-list'], capture_output=True, check=True).stdout))"
    )
    replace_pytest(monkeypatch, code)
    assert check.run_tests(["--fonts", "none", "tests/a"]) == 0


@pytest.mark.skipif(shutil.which("fc-list") is None, reason="fontconfig")
def test_that_the_tests_can_be_given_some_fonts_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    if font_environments.missing("dejavu"):
        pytest.skip("no DejaVu here")
    code = (
        "import subprocess, sys; "
        "names = subprocess.run(['fc-list', ':', 'family'], capture_output=True, check=True).stdout.split(b'\\n'); "
        "sys.exit(not all(name.startswith(b'DejaVu') for name in names if name) or len(names) < 2)"
    )
    replace_pytest(monkeypatch, code, first=[], second=[])
    assert check.run_tests(["--fonts", "dejavu"]) == 0


def test_that_fonts_that_are_not_there_are_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(font_environments, "FOLDERS", (tmp_path,))
    with pytest.raises(check.environment.SetupError, match=r"no font file DejaVu\*"):
        check.run_tests(["--fonts", "dejavu"])


def test_that_the_tests_can_be_kept_from_the_display(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QT_QPA_PLATFORM", "")
    code = "import os, sys; sys.exit(os.environ['QT_QPA_PLATFORM'] != 'offscreen')"
    replace_pytest(monkeypatch, code)
    assert check.run_tests(["--offscreen", "tests/a"]) == 0


SAYING = (
    "import os, sys; print(os.environ.get('GDVIZ_TESTS_WITH'), os.environ.get('GDVIZ_TESTS_RECORD'), *sys.argv[1:])"
)


def test_that_torch_has_an_environment_of_its_own(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    prepared = []
    monkeypatch.setattr(
        check.environment, "prepare", lambda locks: prepared.append((check.environment.VENV.name, *locks))
    )
    monkeypatch.setattr(check.environment, "VENV", check.environment.VENV)  # is put back
    replace_pytest(monkeypatch, SAYING)
    assert check.run_tests(["--with", "torch", "-k", "adam"]) == 0
    assert check.run_tests(["--with", "torch", "--record"]) == 0
    assert prepared == [(".venv-torch", "run", "test", "torch")] * 2
    one, other = capfd.readouterr().out.splitlines()
    assert one == "torch  tests/with_torch tests/export -k adam"
    assert other == "torch 1 tests/with_torch tests/export"


@pytest.mark.parametrize("arguments", [["--record"], ["--with", "torch", "--record", "-k", "adam"]])
def test_that_only_all_of_torchs_numbers_are_recorded(arguments: list[str]) -> None:
    with pytest.raises(check.environment.SetupError, match="use --with torch --record alone"):
        check.run_tests(arguments)


@pytest.mark.parametrize(
    ("version", "found"),
    [(None, "no NVIDIA driver answers; these"), ((11, 4), r"the NVIDIA driver here is for CUDA 11\.4; these")],
)
def test_that_without_a_gpu_one_sentence_says_so_and_nothing_is_installed(
    version: tuple[int, int] | None, found: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(check.gpu_driver, "cuda_version", lambda: version)
    monkeypatch.setattr(check.environment, "prepare", lambda locks: pytest.fail("something was installed"))
    with pytest.raises(check.environment.SetupError, match=f"^--with gpu: {found}.*need an NVIDIA GPU.*$"):
        check.run_tests(["--with", "gpu"])


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="Debian and Ubuntu")
@pytest.mark.parametrize(
    ("ready", "there", "asked"),
    [(False, [], ["xvfb", "zsh", "fish"]), (False, ["Xvfb", "zsh"], ["fish"]), (True, ["Xvfb"], None)],
)
def test_that_the_shells_of_the_tests_are_installed_with_a_new_environment(
    ready: bool, there: list[str], asked: list[str] | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    installed: list[list[str]] = []
    monkeypatch.setattr(check.environment, "is_ready", lambda locks: ready)
    monkeypatch.setattr(check.shutil, "which", lambda program, path=None: program if program in there else None)
    monkeypatch.setattr(check.Apt, "can_install", lambda self: True)
    monkeypatch.setattr(check.Apt, "install", lambda self, packages: installed.append(packages))
    assert check.run_tests(["--setup-only"]) == 0
    assert installed == ([asked] if asked else [])


def test_that_a_person_at_the_terminal_is_asked_before_the_shells_are_installed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked: list[list[str]] = []
    monkeypatch.setattr(check.environment, "is_ready", lambda locks: False)
    monkeypatch.setattr(check.shutil, "which", lambda program, path=None: None)
    monkeypatch.setattr(check.Apt, "can_install", lambda self: True)
    monkeypatch.setattr(check.Apt, "may_install", lambda self, packages: asked.append(packages))
    monkeypatch.setattr(check.Apt, "install", lambda self, packages: pytest.fail("something was installed"))
    assert check.run_tests(["--setup-only"]) == 0
    assert asked == [["xvfb", "zsh", "fish"]]


def test_that_a_gpu_gets_the_cupy_of_its_driver(monkeypatch: pytest.MonkeyPatch) -> None:
    prepared: list[str] = []
    monkeypatch.setattr(check.gpu_driver, "cuda_version", lambda: (13, 1))
    monkeypatch.setattr(check.environment, "prepare", prepared.extend)
    monkeypatch.setattr(check.environment, "VENV", check.environment.VENV)
    assert check.run_tests(["--with", "gpu", "--setup-only"]) == 0
    assert prepared == ["run", "test", "gpu-cuda13"]
    assert check.environment.VENV.name == ".venv-gpu"


def test_that_no_test_waits_for_a_package_that_happens_to_be_there() -> None:
    word = "import" + "orskip"
    assert [file.name for file in (ROOT / "tests").rglob("*.py") if word in file.read_text(encoding="utf-8")] == []
