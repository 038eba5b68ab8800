from __future__ import annotations

import errno
import os
import sys
from pathlib import Path

import pytest

from gdviz.messages import why
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


def linked(link: Path, target: Path) -> Path:
    """Make `link` lead to `target`, where the system lets us."""
    try:
        link.symlink_to(target)
    except OSError:  # Windows wants a right for it
        pytest.skip("no symbolic links here")
    return link


def test_that_writing_through_a_link_replaces_its_target_and_the_link_stays(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "links").mkdir()
    target = tmp_path / "real" / "experiment.json"
    target.write_bytes(b"old")
    target.chmod(0o640)
    near = linked(tmp_path / "links" / "near.json", Path("../real/experiment.json"))
    far = linked(tmp_path / "far.json", near)
    before = target.stat()
    with target.open("rb"):  # as long as it is open, its inode is given to no other file
        for link, content in ((near, b"one"), (far, b"two")):
            write_whole(link, content)
            assert target.read_bytes() == content and not target.is_symlink()
        assert target.stat().st_ino != before.st_ino, "replaced in one step, not written in place"
    assert near.readlink() == Path("../real/experiment.json") and far.readlink() == near
    assert target.stat().st_mode == before.st_mode
    assert sorted(path.name for path in tmp_path.rglob("*")) == [
        "experiment.json", "far.json", "links", "near.json", "real",
    ]  # fmt: skip


def test_that_writing_through_a_dangling_link_makes_its_target(tmp_path: Path) -> None:
    link = linked(tmp_path / "link.json", tmp_path / "target.json")
    write_whole(link, b"new")
    assert link.is_symlink() and (tmp_path / "target.json").read_bytes() == b"new"
    lost = linked(tmp_path / "lost.json", tmp_path / "no folder" / "target.json")
    with pytest.raises(FileNotFoundError) as caught:
        write_whole(lost, b"new")
    assert lost.is_symlink() and caught.value.filename == str(tmp_path / "no folder")


def test_that_a_link_to_itself_is_refused_and_stays(tmp_path: Path) -> None:
    one, two = tmp_path / "one.json", tmp_path / "two.json"
    linked(one, two)
    linked(two, one)
    with pytest.raises(OSError, match=os.strerror(errno.ELOOP)):
        write_whole(one, b"new")
    assert one.readlink() == two and two.readlink() == one
    assert len(list(tmp_path.iterdir())) == 2


def test_that_a_file_that_may_not_be_written_is_refused_and_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "experiment.json"
    target.write_bytes(b"old")
    target.chmod(0o444)
    # Root may write everything: here even root may not write what is marked as read-only.
    monkeypatch.setattr(os, "access", lambda path, mode: bool(Path(path).stat().st_mode & 0o222))
    for path in (target, linked(tmp_path / "link.json", target)):
        with pytest.raises(PermissionError, match=os.strerror(errno.EACCES)):
            write_whole(path, b"new")
    assert target.read_bytes() == b"old" and len(list(tmp_path.iterdir())) == 2
    target.chmod(0o644)


@posix_only
def test_that_a_device_is_written_to_and_stays(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe.csv"
    os.mkfifo(pipe)
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    try:
        for path in (pipe, linked(tmp_path / "link.csv", pipe)):
            write_whole(path, b"content")
            assert os.read(reader, 100) == b"content"
    finally:
        os.close(reader)
    assert pipe.is_fifo() and len(list(tmp_path.iterdir())) == 2


@posix_only
def test_that_a_pipe_that_no_program_reads_is_refused_without_waiting(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.csv")
    with pytest.raises(OSError, match=os.strerror(errno.ENXIO)) as refused:
        write_whole(tmp_path / "pipe.csv", b"new")
    assert str(why(refused.value)) == "No program reads from this pipe"
    write_whole(Path("/dev/null"), b"new")
