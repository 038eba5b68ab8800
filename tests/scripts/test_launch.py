"""The program that scripts/run.py starts in its place, by its arguments and the display."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import displays
import gpu_driver
import launch
import pytest
import python_version
import setup_environment as environment

ROOT = Path(__file__).resolve().parents[2]


class Became(Exception):
    """Stands for the process that goes on as gdviz."""


@pytest.fixture
def became(checkout: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The arguments that .venv's Python is given."""
    arguments: list[str] = []

    def become(given: Sequence[str], env: dict[str, str]) -> None:
        arguments.extend(given)
        raise Became

    monkeypatch.setattr(environment, "become", become)
    monkeypatch.setattr(launch, "try_platform", lambda platform: None)
    monkeypatch.setattr(gpu_driver, "cuda_version", lambda: None)
    return arguments


def start(*arguments: str) -> None:
    with pytest.raises(Became):
        launch.launch(list(arguments))


def test_that_arguments_go_on_to_gdviz(became: list[str]) -> None:
    start("run", "--surface", "himmelblau", "--json")
    assert became == ["-P", "-m", "gdviz", "run", "--surface", "himmelblau", "--json"]


def test_that_the_window_opens_where_there_is_a_display(became: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(displays, "platform", lambda env: "xcb")
    start()
    assert became == ["-P", "-m", "gdviz"]


def test_that_without_a_display_the_worked_example_runs(
    became: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(displays, "platform", lambda env: None)
    start()
    assert became[0].endswith("worked_example.py")
    assert capsys.readouterr().out.count("\n") == 1


def test_that_gdviz_itself_answers_a_call_for_the_window_without_a_display(
    became: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(displays, "platform", lambda env: None)
    start("gui")
    assert became == ["-P", "-m", "gdviz", "gui"]


def test_that_gpu_without_a_driver_says_so_and_goes_on(became: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    start("--gpu", "list", "surfaces")
    assert "no NVIDIA driver answers" in capsys.readouterr().out
    assert became == ["-P", "-m", "gdviz", "list", "surfaces"]


@pytest.mark.parametrize(("arguments", "locks"), [((), ["run"]), (("--fast",), ["run", "fast"])])
def test_that_fast_adds_llvmlite(
    arguments: tuple[str, ...], locks: list[str], became: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    prepared: list[str] = []
    monkeypatch.setattr(environment, "prepare", prepared.extend)
    start(*arguments, "list", "surfaces")
    assert prepared == locks
    assert became == ["-P", "-m", "gdviz", "list", "surfaces"]


@pytest.mark.parametrize(
    ("version", "lock"), [((11, 8), None), ((12, 4), "gpu-cuda12"), ((13, 0), "gpu-cuda13"), ((14, 1), "gpu-cuda13")]
)
def test_that_the_driver_decides_which_cupy_is_added(version: tuple[int, int], lock: str | None) -> None:
    assert gpu_driver.lock_for(version) == lock


def test_that_a_driver_without_cupy_is_reported_in_one_line(checkout: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gpu_driver, "cuda_version", lambda: (12, 4))
    line = gpu_driver.hint()
    assert line is not None
    assert "--gpu" in line
    assert "\n" not in line


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only X11 and Wayland can be missing")
def test_that_a_display_whose_server_is_dead_is_none() -> None:
    assert displays.platform({"DISPLAY": ":987"}) is None
    assert displays.platform({"DISPLAY": "nonsense"}) is None
    assert displays.platform({"WAYLAND_DISPLAY": "wayland-7", "XDG_RUNTIME_DIR": "/nowhere"}) is None
    assert displays.platform({}) is None


def test_that_the_virtual_display_answers_and_ends() -> None:
    with displays.virtual_display() as name:
        if name is None:
            pytest.skip("there is no Xvfb here")
        assert displays.platform({"DISPLAY": name}) == "xcb"
    assert displays.platform({"DISPLAY": name}) is None


@pytest.mark.parametrize("name", ["run.py", "test.py", "python_version.py"])
def test_that_an_old_python_can_read_the_scripts_it_is_started_with(name: str) -> None:
    ast.parse((ROOT / "scripts" / name).read_text(encoding="utf-8"), feature_version=(3, 4))


def test_that_an_old_python_is_turned_away_with_one_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "version_info", (3, 9, 18))
    with pytest.raises(SystemExit, match=r"needs Python 3\.11, 3\.12 or 3\.13, and this is Python 3\.9"):
        python_version.check()


def test_that_the_windows_starter_has_windows_line_ends() -> None:
    content = (ROOT / "scripts" / "run.bat").read_bytes()
    assert content.count(b"\n") == content.count(b"\r\n") > 5
    assert content.isascii()


@pytest.mark.skipif(sys.platform == "win32", reason="a shell script")
def test_that_the_mac_starter_runs_from_a_folder_with_hangul(tmp_path: Path) -> None:
    folder = tmp_path / "경사 하강"
    folder.mkdir()
    (folder / "run.py").write_text("import sys; print('started', sys.argv[1:])", encoding="utf-8")
    starter = folder / "run.command"
    starter.write_bytes((ROOT / "scripts" / "run.command").read_bytes())
    done = subprocess.run(["sh", starter, "a b"], capture_output=True, text=True, cwd="/", check=False)
    assert done.stdout == "started ['a b']\n"
