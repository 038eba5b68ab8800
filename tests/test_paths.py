from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from gdviz.paths import resource_json, resource_text, resources, user_folder, write_whole

posix_only = pytest.mark.skipif(sys.platform == "win32", reason="permissions of POSIX")


def test_that_the_shipped_data_are_found_and_read_as_utf8() -> None:
    assert (resources() / "surfaces").is_dir()
    assert "format" in resource_text("experiments", "worked_example.json")
    assert resource_json("experiments", "worked_example.json")["format"] == "gdviz-experiment"


@pytest.mark.parametrize("what", ["config", "data", "log"])
def test_that_gdviz_home_moves_the_users_folders(what: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("GDVIZ_HOME", str(tmp_path / "수업 자료"))
    assert user_folder(what) == tmp_path / "수업 자료" / what
    assert user_folder(what).is_dir()


@pytest.mark.parametrize(
    ("platform", "variable", "value", "want"),
    [
        ("linux", "XDG_CONFIG_HOME", "settings", "settings/gdviz"),
        ("linux", "XDG_CONFIG_HOME", "", "home/.config/gdviz"),
        ("darwin", "UNUSED", "", "home/Library/Application Support/gdviz/config"),
        ("win32", "LOCALAPPDATA", "local", "local/gdviz/config"),
    ],
)
def test_that_the_platforms_custom_is_followed(
    platform: str, variable: str, value: str, want: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.delenv("GDVIZ_HOME", raising=False)
    monkeypatch.setattr(Path, "home", lambda: tmp_path / "home")
    monkeypatch.setattr(sys, "platform", platform)
    monkeypatch.setenv(variable, str(tmp_path / value) if value else "")
    assert user_folder("config") == tmp_path / want


def test_that_a_file_is_replaced_whole_and_nothing_is_left_beside_it(tmp_path: Path) -> None:
    file = tmp_path / "경사 하강.json"
    write_whole(file, b"one")
    write_whole(file, b"two")
    assert file.read_bytes() == b"two"
    assert list(tmp_path.iterdir()) == [file]


@pytest.mark.parametrize("failing", ["fsync", "replace"])
def test_that_a_write_that_fails_leaves_the_old_file_and_nothing_else(
    failing: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    file = tmp_path / "experiment.json"
    file.write_bytes(b"old")

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(*((os, "fsync", full) if failing == "fsync" else (Path, "replace", full)))
    with pytest.raises(OSError, match="No space"):
        write_whole(file, b"new")
    assert file.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [file]


def test_that_a_folder_that_is_not_there_is_an_os_error(tmp_path: Path) -> None:
    with pytest.raises(OSError):
        write_whole(tmp_path / "missing" / "experiment.json", b"")


@posix_only
def test_that_a_new_file_has_the_usual_permissions_and_an_old_one_keeps_its_own(tmp_path: Path) -> None:
    file, usual = tmp_path / "new.json", tmp_path / "usual.json"
    usual.touch()
    write_whole(file, b"")
    assert file.stat().st_mode == usual.stat().st_mode
    file.chmod(0o600)
    write_whole(file, b"")
    assert file.stat().st_mode & 0o777 == 0o600
