"""A stand-in checkout, in which the set-up can be tried without fetching anything."""

from __future__ import annotations

from pathlib import Path

import pytest
import setup_environment as environment


@pytest.fixture
def checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with Hangul and a space in its name, two locks in it; environments are faked."""
    root = tmp_path / "경사 하강"
    (root / "requirements").mkdir(parents=True)
    for lock in ("run", "test"):
        (root / "requirements" / f"{lock}.lock").write_text(f"{lock}==1\n", encoding="utf-8")
    monkeypatch.setattr(environment, "ROOT", root)
    monkeypatch.setattr(environment, "VENV", root / ".venv")
    monkeypatch.setattr(environment, "_check_disk", lambda locks: None)
    monkeypatch.setattr(environment, "_make_venv", lambda: make_venv(root))
    monkeypatch.setattr(environment, "_install", lambda lock: note(root, lock))
    return root


def make_venv(root: Path) -> None:
    """What venv leaves: a Python and the path of the one it was made from."""
    base = root.parent / "python3.11"
    base.touch()
    program = environment.venv_program("python")
    program.parent.mkdir(parents=True)
    program.touch()
    (root / ".venv" / "pyvenv.cfg").write_text(f"home = {base.parent}\nexecutable = {base}\n", encoding="utf-8")


def note(root: Path, lock: str) -> None:
    """Note which lock would be installed."""
    with (root / "installed").open("a", encoding="utf-8") as file:
        file.write(f"{lock}\n")
