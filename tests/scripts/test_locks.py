"""The locks say what pyproject.toml says, with hashes, and are installed with a line a package."""

from __future__ import annotations

import re
import sys
import tomllib
from pathlib import Path

import pip_progress
import pytest
from packaging.requirements import Requirement

from tests import torch_records

ROOT = Path(__file__).resolve().parents[2]

EXTRA = {
    "run": None,
    "test": "dev",
    "fast": "fast",
    "gpu-cuda12": "gpu-cuda12",
    "gpu-cuda13": "gpu-cuda13",
    "torch": "dev-torch",
}


def lock_text(lock: str) -> str:
    return (ROOT / "requirements" / f"{lock}.lock").read_text(encoding="utf-8")


def pins(lock: str) -> dict[str, str]:
    return dict(re.findall(r"^([a-z0-9.-]+)(?:\[.*\])?==(\S+)", lock_text(lock), re.MULTILINE))


@pytest.mark.parametrize("lock", EXTRA)
def test_that_a_lock_holds_what_the_project_asks_for(lock: str) -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    wanted = list(project["dependencies"])
    if extra := EXTRA[lock]:
        wanted += project["optional-dependencies"][extra]
    held = pins(lock)
    for requirement in map(Requirement, wanted):
        name = re.sub(r"[-_.]+", "-", requirement.name).lower()
        assert requirement.specifier.contains(held[name]), requirement


@pytest.mark.parametrize("lock", EXTRA)
def test_that_every_pin_has_hashes_and_no_lock_names_a_host(lock: str) -> None:
    text = lock_text(lock)
    pinned = re.findall(r"^\S+==\S+", text, re.MULTILINE)
    assert len(re.findall(r"==\S+.*\\\n    --hash=sha256:[0-9a-f]{64}", text)) == len(pinned) >= len(pins(lock)) > 5
    assert not re.search(r"://|--index|--find-links", text)


@pytest.mark.parametrize("lock", ["test", "fast", "gpu-cuda12", "gpu-cuda13", "torch"])
def test_that_all_locks_agree_on_the_shared_packages(lock: str) -> None:
    assert pins("run").items() <= pins(lock).items()


def test_that_linux_gets_the_torch_without_cuda_and_that_the_recorded_numbers_are_its() -> None:
    lines = re.findall(r"^torch==(\S+) ; (.+) \\$", lock_text("torch"), re.MULTILINE)
    assert [marker for _, marker in lines] == ["sys_platform != 'linux'", "sys_platform == 'linux'"]
    plain, linux = (version for version, _ in lines)
    assert linux == f"{plain}+cpu"
    assert torch_records.recorded()["versions"]["torch"].partition("+")[0] == plain


def test_that_fetched_packages_are_listed_with_their_size(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    lock = tmp_path / "run.lock"
    lock.write_text("numpy==2.4.6 \\\n    --hash=sha256:0\nsympy==1.14.0\n", encoding="utf-8")
    pip_lines = [
        "Collecting numpy==2.4.6",
        "  Downloading numpy-2.4.6-cp311-cp311-manylinux_2_27_x86_64.whl.metadata (62 kB)",
        "  Downloading numpy-2.4.6-cp311-cp311-manylinux_2_27_x86_64.whl (16.9 MB)",
        "  Using cached sympy-1.14.0-py3-none-any.whl (6.3 MB)",
        "Installing collected packages: sympy, numpy",
    ]
    monkeypatch.setattr(pip_progress, "SILENCE", 0.2)
    code = f"import time; print({chr(10).join(pip_lines)!r}, flush=True); time.sleep(0.5); raise SystemExit(3)"
    assert pip_progress.run_pip([sys.executable, "-c", code], lock)[0] == 3
    lines = capsys.readouterr().out.splitlines()
    assert lines[:3] == [
        "  1 of at most 2: numpy 2.4.6, 16.9 MB",
        "  2 of at most 2: sympy 1.14.0, 6.3 MB (kept from before)",
        "  unpacking and compiling",
    ]
    assert lines[3].startswith("  ... unpacking")
