"""What scripts/test.py runs: pytest on several processes, each on a display of its own, and how it ends."""

from __future__ import annotations

import contextlib
import itertools
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import check
import displays
import font_environments
import pytest

ROOT = Path(__file__).resolve().parents[2]
ENDLESS = """
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
file = sys.argv.pop()
check._pytest = lambda arguments: [sys.executable, "-c", {ENDLESS!r}, file]
check.environment.prepare = lambda locks: None
check.try_platform = lambda platform: None
check.main()
"""


@pytest.fixture(autouse=True)
def numbered_displays(monkeypatch: pytest.MonkeyPatch) -> None:
    """Displays that are but a name each; nothing is set up."""
    numbers = itertools.count(71)

    @contextlib.contextmanager
    def virtual_display() -> Iterator[str | None]:
        yield f":{next(numbers)}"

    monkeypatch.setattr(displays, "virtual_display", virtual_display)
    monkeypatch.setattr(check, "_try_virtual", lambda display: None)
    monkeypatch.setattr(check, "try_platform", lambda platform: None)
    monkeypatch.setattr(check.environment, "prepare", lambda locks: None)
    monkeypatch.setattr(check.Apt, "can_install", lambda self: False)


def replace_pytest(monkeypatch: pytest.MonkeyPatch, code: str) -> None:
    """Let `code` stand for pytest, run with its arguments."""
    monkeypatch.setattr(check, "_pytest", lambda arguments: [sys.executable, "-c", code, *arguments])


def test_that_what_is_compiled_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONDONTWRITEBYTECODE", "1")
    replace_pytest(monkeypatch, "import sys; sys.exit(sys.dont_write_bytecode)")
    assert check.run_tests([]) == 0


SAYING = """
import os, sys
print(*sys.argv[1:], "|", *(os.environ.get(f"GDVIZ_TESTS_{name}", "") for name in ("DISPLAYS", "WITH", "RECORD")))
"""
SHARED = "--dist loadfile --no-loadscope-reorder --max-worker-restart 2"


@pytest.mark.parametrize(
    ("arguments", "cores", "passed_on"),
    [
        ([], 1, f"-n 2 {SHARED} | :71 :72"),
        ([], 2, f"-n 3 {SHARED} | :71 :72 :73"),
        ([], 64, f"-n 4 {SHARED} | :71 :72 :73 :74"),
        (["--quick"], 2, f"-n 3 {SHARED} --quick | :71 :72 :73"),
        (["--long"], 2, f"-n 3 {SHARED} --long | :71 :72 :73"),
        (["-k", "schedule"], 2, "-k schedule | :71"),
        (["--long", "tests/a"], 2, "--long tests/a | :71"),
        (["-n", "3", "tests/a"], 2, f"-n 3 {SHARED} tests/a | :71 :72 :73"),
        (["-n", "0"], 2, " | :71"),
    ],
)
def test_that_all_tests_share_the_cores_and_each_process_has_its_own_display(
    arguments: list[str],
    cores: int,
    passed_on: str,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: set(range(cores)), raising=False)
    replace_pytest(monkeypatch, SAYING)
    assert check.run_tests(arguments) == 0
    assert capfd.readouterr().out.strip() == passed_on.strip()


def test_that_each_process_of_the_tests_shows_its_windows_on_its_own_display() -> None:
    code = "import conftest, os; print(os.environ['DISPLAY'])"
    shown = [
        subprocess.run(
            [sys.executable, "-c", code],
            cwd=ROOT / "tests",
            env={**os.environ, "GDVIZ_TESTS_DISPLAYS": ":71 :72", "PYTEST_XDIST_WORKER": worker},
            capture_output=True,
            check=True,
            text=True,
        ).stdout.strip()
        for worker in ("gw0", "gw1")
    ]
    assert shown == [":71", ":72"]


@pytest.mark.skipif(sys.platform == "win32", reason="signals")
@pytest.mark.parametrize(("ends", "code"), [(0, 0), (1, 1), (5, 5), (-9, 137)])
def test_that_the_exit_code_is_that_of_pytest(ends: int, code: int, monkeypatch: pytest.MonkeyPatch) -> None:
    replace_pytest(monkeypatch, f"import os, sys; os.kill(os.getpid(), {-ends}) if {ends} < 0 else sys.exit({ends})")
    assert check.run_tests([]) == code


@pytest.mark.skipif(sys.platform == "win32", reason="signals")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_that_pytest_is_interrupted_once_and_cleans_up(number: signal.Signals, tmp_path: Path) -> None:
    file = tmp_path / "started"
    running = subprocess.Popen(
        [sys.executable, "-c", INTERRUPTED, str(file)],
        env={**os.environ, "PYTHONPATH": str(ROOT / "scripts")},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )
    try:
        until = time.monotonic() + 20
        while not file.exists():
            assert time.monotonic() < until
            time.sleep(0.02)
        os.killpg(running.pid, number)  # as a terminal does
        output, _ = running.communicate(timeout=30)
    finally:
        running.kill()
        running.communicate()
    assert running.returncode == 130
    assert output.count(f"cleaned up after {file}") == 1
    assert output.splitlines()[-1] == "Interrupted: not all tests were run."


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
    replace_pytest(monkeypatch, code)
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
    assert one == "tests/with_torch tests/export -k adam | :71 torch "
    assert other == "tests/with_torch tests/export | :72 torch 1"


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
