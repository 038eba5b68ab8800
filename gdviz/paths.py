"""Where files lie: the shipped resources, and the user's own folders. The only reader of both."""

from __future__ import annotations

import errno
import json
import os
import sys
from contextlib import suppress
from functools import cache
from itertools import count
from pathlib import Path
from typing import Any

PART = ".part"
"""How the name of an unfinished file ends."""
_NOTES = "unfinished"
"""The folder of notes that say which files are being written, each named by its process."""
_NO_FOLDER = (OSError, RuntimeError)
"""What is raised where the user's folder cannot be made; RuntimeError where there is no home folder."""


@cache
def resources() -> Path:
    """The folder of shipped data: inside the installed package, or at the top of a checkout.

    Raises FileNotFoundError when neither is there.
    """
    package = Path(__file__).resolve().parent
    for folder in (package / "resources", package.parent / "resources"):
        if (folder / "surfaces").is_dir():
            return folder
    raise FileNotFoundError(f"gdviz's resources are missing beside {package}: install it again")


def resource_text(*parts: str) -> str:
    """The text of a shipped file, read as UTF-8."""
    return resources().joinpath(*parts).read_text(encoding="utf-8")


def resource_json(*parts: str) -> Any:
    """The content of a shipped JSON file."""
    return json.loads(resource_text(*parts))


def user_folder(what: str) -> Path:
    """The user's folder for `what` ("config", "data", "log", "cache"), made if it is not there.

    They are in GDVIZ_HOME if that is set, otherwise where the platform keeps them.
    """
    folder = _user_folder(what)
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def _user_folder(what: str) -> Path:
    home = os.environ.get("GDVIZ_HOME")
    if home:
        return Path(home) / what
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA", Path.home() / "AppData" / "Local")) / "gdviz" / what
    if sys.platform == "darwin":
        if what == "cache":
            return Path.home() / "Library" / "Caches" / "gdviz"
        return Path.home() / "Library" / "Application Support" / "gdviz" / what
    variable, default = {
        "config": ("XDG_CONFIG_HOME", ".config"),
        "data": ("XDG_DATA_HOME", ".local/share"),
        "log": ("XDG_STATE_HOME", ".local/state"),
        "cache": ("XDG_CACHE_HOME", ".cache"),
    }[what]
    return Path(os.environ.get(variable) or Path.home() / default) / "gdviz"


def read_at_most(path: Path, most: int) -> bytes | None:
    """The bytes of a file, or None if there are more than `most`, whatever size the system reports.

    Raises OSError, and ValueError for a name that no file can have. The caller checks that it is a file.
    """
    size = path.stat().st_size
    if size > most:
        return None
    with path.open("rb") as file:
        content = file.read(size + 1)
        if len(content) > size:  # it has grown, or is one of those of /proc, which have no size
            content += file.read(most + 1 - len(content))
    return content if len(content) <= most else None


def write_whole(path: Path, content: bytes) -> None:
    """Replace `path` by `content` in one step: written and synced beside it, then renamed.

    A symbolic link stays, and its target is replaced. The file keeps its permissions and, where the system allows it,
    its owner. What is no file, such as a pipe, cannot be renamed over: it is written to as it is.

    Raises OSError, and then the old file is as it was and nothing is left beside it. Where the process is
    killed meanwhile, `sweep` takes away what it left, at the next start or the next writing.
    """
    path = link_target(Path(path).absolute())
    old = path.stat() if path.exists() else None
    if old is not None and not os.access(path, os.W_OK):  # renaming over it needs only the rights of the folder
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(path))
    if old is not None and not (path.is_file() or path.is_dir()):
        with open(path, "wb", buffering=0, opener=_open_now if path.is_fifo() else None) as device:
            device.write(content)
        return
    if not path.parent.exists():  # named here, as the system would name the unfinished file
        raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), str(path.parent))
    part = path.parent / f".{path.name[:40]}-{os.urandom(6).hex()}{PART}"
    sweep()
    note = _note(part)
    try:
        with part.open("xb") as file:
            if old is not None:
                if hasattr(os, "chown"):
                    with suppress(OSError):
                        os.chown(part, old.st_uid, old.st_gid)
                part.chmod(old.st_mode & 0o777)
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
    except BaseException:
        part.unlink(missing_ok=True)
        raise
    finally:
        if note is not None:
            note.unlink(missing_ok=True)


def _open_now(path: str, flags: int) -> int:
    """Open a pipe without waiting for a reader. Raises OSError (ENXIO) where there is none."""
    descriptor = os.open(path, flags | os.O_NONBLOCK)
    os.set_blocking(descriptor, True)
    return descriptor


def fingerprint(path: Path) -> str | None:
    """The SHA-256 of the content of a file; None where there is no file. Raises OSError."""
    if not path.is_file():
        return None
    import hashlib  # 10 ms, which no launch without a file needs

    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def fingerprint_of(content: bytes) -> str:
    """The fingerprint of a file with this content."""
    import hashlib

    return hashlib.sha256(content).hexdigest()


def set_aside(path: Path) -> Path:
    """Copy a file beside itself under the first free name, such as ``lecture-2.json``; returns the copy.

    Raises OSError, and then nothing is left beside it.
    """
    content, mode = path.read_bytes(), path.stat().st_mode & 0o777
    while True:
        copy = free_name(path)
        with suppress(FileExistsError):  # another program has taken the name just now
            copy.touch(mode, exist_ok=False)
            break
    try:
        write_whole(copy, content)
    except BaseException:
        copy.unlink(missing_ok=True)
        raise
    return copy


def free_name(path: Path) -> Path:
    """The first free name beside a file: ``lecture-2.json`` for ``lecture.json``."""
    names = (path.with_name(f"{path.stem}-{number}{path.suffix}") for number in count(2))
    return next(name for name in names if not os.path.lexists(name))


def link_target(path: Path) -> Path:
    """The file to which a symbolic link leads; `path` itself where it is none. Raises OSError for a link to itself."""
    if not path.is_symlink():
        return path
    target = Path(os.path.realpath(path))
    if target.is_symlink():
        raise OSError(errno.ELOOP, os.strerror(errno.ELOOP), str(path))
    return target


def sweep() -> None:
    """Remove the unfinished files of processes that were killed while writing; fast where there are none."""
    try:
        notes = list((_user_folder("data") / _NOTES).iterdir())
    except _NO_FOLDER:
        return
    for note in notes:
        process = note.name.partition("-")[0]
        if not process.isdigit() or is_alive(int(process)):
            continue
        with suppress(OSError):  # another process removes it, or the folder is read-only now: the next start will
            part = Path(note.read_text(encoding="utf-8"))
            if part.suffix == PART:
                part.unlink(missing_ok=True)
            note.unlink(missing_ok=True)


def _note(part: Path) -> Path | None:
    """Note that `part` is about to be written; None where the user's folder cannot take the note.

    The file can be written nevertheless: the note is only for the case that the process is killed.
    """
    try:
        folder = user_folder("data") / _NOTES
        folder.mkdir(exist_ok=True)
        note = folder / f"{os.getpid()}-{part.stem.rpartition('-')[2]}"
        note.write_text(str(part), encoding="utf-8")
    except _NO_FOLDER:
        return None
    return note


def is_alive(process: int) -> bool:
    """Whether a process runs. Windows does not let the files of a running one be removed: there it is not checked."""
    if sys.platform == "win32":
        return process == os.getpid()
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
