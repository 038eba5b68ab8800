"""The set-up: once, whole, and completed where it was interrupted."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
import setup_environment as environment

ROOT = Path(__file__).resolve().parents[2]


def installed(checkout: Path) -> list[str]:
    file = checkout / "installed"
    return file.read_text(encoding="utf-8").split() if file.exists() else []


def test_that_a_second_start_installs_nothing(checkout: Path) -> None:
    environment.prepare(["run"])
    environment.prepare(["run"])
    assert installed(checkout) == ["run"]


def test_that_a_ready_environment_is_recognised_at_once(checkout: Path) -> None:
    environment.prepare(["run"])
    before = time.perf_counter()
    environment.prepare(["run"])
    assert time.perf_counter() - before < 0.1


def test_that_the_test_tools_are_added_to_what_is_there(checkout: Path) -> None:
    environment.prepare(["run"])
    environment.prepare(["run", "test"])
    assert installed(checkout) == ["run", "test"]


def test_that_a_changed_lock_is_installed_again(checkout: Path) -> None:
    environment.prepare(["run", "test"])
    (checkout / "requirements" / "test.lock").write_text("test==2\n", encoding="utf-8")
    environment.prepare(["run"])
    assert installed(checkout) == ["run", "test", "test"]


def test_that_line_ends_of_a_lock_do_not_count(checkout: Path) -> None:
    environment.prepare(["run"])
    (checkout / "requirements" / "run.lock").write_bytes(b"run==1\r\n")
    assert environment.is_ready(["run"])


def test_that_an_interrupted_install_is_made_again(checkout: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(lock: str) -> None:
        (environment.VENV / "half").touch()
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(environment, "_install", interrupt)
        with pytest.raises(KeyboardInterrupt):
            environment.prepare(["run"])
    assert not environment.is_ready(["run"])
    environment.prepare(["run"])
    assert environment.is_ready(["run"])
    assert not (environment.VENV / "half").exists()


def test_that_an_environment_whose_python_is_gone_is_made_again(checkout: Path) -> None:
    environment.prepare(["run"])
    (checkout.parent / "python3.11").unlink()
    assert not environment.is_ready(["run"])
    environment.prepare(["run"])
    assert environment.is_ready(["run"])


def test_that_a_full_disk_is_reported_before_anything_is_fetched(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(environment.SIZES, "run", environment.Size(10**9, 10**9))
    with pytest.raises(environment.SetupError, match=r"needs about \d+ MB .* are free"):
        environment._check_disk(["run"])


@pytest.mark.parametrize(("lock", "asked"), [("torch", 2), ("run", 1)])
def test_that_torchs_own_index_is_asked_where_the_others_lack_it(
    lock: str, asked: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    commands: list[list[str]] = []

    def run_pip(command: list[str], lock: Path) -> tuple[int, str]:
        commands.append(command)
        return (1, "ERROR: No matching distribution found for torch==2.13.0+cpu") if len(commands) == 1 else (0, "")

    monkeypatch.setattr("pip_progress.run_pip", run_pip)
    with pytest.raises(environment.SetupError) if asked == 1 else contextlib.nullcontext():
        environment._install(lock)
    assert len(commands) == asked
    assert not any("index" in argument for argument in commands[0])
    if asked == 2:
        assert commands[1][-2:] == ["--extra-index-url", environment.INDEXES["torch"]]


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ("ERROR: Could not install packages due to an OSError: [Errno 28] No space left on device", "disk is full"),
        ("WARNING: Retrying … after connection broken by 'NewConnectionError(…)'", "does not answer"),
        ("ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS FILE", "hash differs"),
        ("ERROR: No matching distribution found for numpy==2.4.6", "no ready-made package"),
    ],
)
def test_that_what_pip_says_becomes_a_sentence(said: str, sentence: str) -> None:
    assert sentence in environment._reason(said)


@pytest.mark.parametrize(("version", "advice"), [((3, 13), "PIP_NO_INDEX"), ((3, 14), "try Python 3.11")])
def test_that_a_python_that_fits_is_not_called_a_wrong_one(
    version: tuple[int, int], advice: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "version_info", (*version, 0, "final", 0))
    said = "ERROR: No matching distribution found for colorama==0.4.6"
    assert advice in environment._reason(said)


def test_that_a_failed_set_up_ends_with_a_sentence(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended, environment.sentences():
        raise OSError(28, "No space left on device", "x")
    assert ended.value.code == 1
    assert "No space left" in capsys.readouterr().err


@pytest.mark.skipif(sys.platform == "win32", reason="Windows refuses to move a folder whose files are in use")
def test_that_the_next_start_waits_for_the_pip_of_one_that_was_killed(checkout: Path, tmp_path: Path) -> None:
    pip = tmp_path / "pip.py"
    pip.write_text("import os, pathlib, time\nprint(os.getpid(), flush=True)\ntime.sleep(60)\n", encoding="utf-8")
    code = f"""
import pathlib, sys
import setup_environment, pip_progress
setup_environment.ROOT = pathlib.Path({str(checkout)!r})
pip_progress._Progress.read = lambda self, line: print(line, flush=True)
with setup_environment.only_one():
    pip_progress.run_pip([sys.executable, {str(pip)!r}], setup_environment.ROOT / "requirements" / "run.lock")
"""
    env = os.environ | {"PYTHONPATH": str(ROOT / "scripts")}
    with subprocess.Popen([sys.executable, "-c", code], env=env, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        orphan = int(process.stdout.readline())
        process.kill()
    try:
        assert not is_free(checkout)
    finally:
        os.kill(orphan, signal.SIGKILL)
    deadline = time.monotonic() + 10
    while not is_free(checkout):
        assert time.monotonic() < deadline
        time.sleep(0.01)


def is_free(checkout: Path) -> bool:
    """Whether a start would not have to wait."""
    import fcntl

    with (checkout / ".venv.lock").open("a+b") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return False
        return True


def test_that_foreign_packages_stay_out_of_the_program(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONPATH", "/somewhere/with/another/numpy")
    monkeypatch.setenv("PYTHONHOME", "/somewhere")
    env = environment.child_environment()
    assert env["PYTHONPATH"] == str(environment.ROOT)
    assert "PYTHONHOME" not in env


def test_that_a_narrow_pipe_gets_a_question_mark_for_a_nabla() -> None:
    code = "import setup_environment; setup_environment.make_streams_safe(); print('\\u2207f, \\u2202f')"
    env = os.environ | {"PYTHONIOENCODING": "cp949", "PYTHONPATH": str(ROOT / "scripts")}
    done = subprocess.run([sys.executable, "-c", code], env=env, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stdout.decode("cp949").startswith(("?f", "∇f"))
