"""Where files lie: the shipped resources, and the user's own folders. The only reader of both."""

from __future__ import annotations

import json
import os
import sys
import tempfile
from functools import cache
from pathlib import Path
from typing import Any


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
    """The user's folder for `what` ("config", "data", "log"), made if it is not there.

    GDVIZ_HOME moves all of them; else the platform's custom is followed.
    """
    home = os.environ.get("GDVIZ_HOME")
    if home:
        folder = Path(home) / what
    elif sys.platform == "win32":
        folder = Path(os.environ.get("LOCALAPPDATA", Path.home() / "AppData" / "Local")) / "gdviz" / what
    elif sys.platform == "darwin":
        folder = Path.home() / "Library" / "Application Support" / "gdviz" / what
    else:
        variable, default = {
            "config": ("XDG_CONFIG_HOME", ".config"),
            "data": ("XDG_DATA_HOME", ".local/share"),
            "log": ("XDG_STATE_HOME", ".local/state"),
        }[what]
        folder = Path(os.environ.get(variable) or Path.home() / default) / "gdviz"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def write_whole(path: Path, content: bytes) -> None:
    """Replace `path` by `content` in one step: written and synced beside it, then renamed.

    Raises OSError, and then the old file is as it was and nothing is left beside it.
    """
    path = Path(path)
    handle, name = tempfile.mkstemp(prefix=f".{path.name[:40]}-", suffix=".part", dir=path.parent)
    part = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        if path.exists():
            part.chmod(path.stat().st_mode & 0o777)
        else:
            part.chmod(0o666 & ~_umask())
        part.replace(path)
    except BaseException:
        part.unlink(missing_ok=True)
        raise


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
