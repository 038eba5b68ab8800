"""What a person has allowed an experiment file to read outside of its folder, stored in the person's own folder.

An answer belongs to the exact content of the experiment file, known by its SHA-256: a file from elsewhere, or one that
another program has changed, needs a new answer, even if its name stays. It also belongs to the files to which the
named ones led then: a link that leads elsewhere now needs a new answer.
"""

from __future__ import annotations

import json
import logging
import os
from collections.abc import Iterable
from pathlib import Path

from gdviz.paths import fingerprint_of, user_folder, write_whole

MOST = 500
"""The most contents that are remembered, the newest ones."""
log = logging.getLogger(__name__)


def is_given(content: bytes, files: Iterable[Path]) -> bool:
    """Whether a person has allowed the experiment file of this content to read all of `files`, where they lead now.

    A path without an answer is not followed: on Windows even that may contact another computer.
    """
    known = _kept().get(fingerprint_of(content), {})
    named = set(map(str, files))
    return named <= set(known) and all(_target(name) == known[name] for name in named)


def remember(content: bytes, files: Iterable[Path]) -> None:
    """Remember that the experiment file of this content may read `files`; nothing where there are none."""
    named = sorted(map(str, files))
    if not named:
        return
    kept = _kept()
    kept.pop(key := fingerprint_of(content), None)
    kept[key] = {name: _target(name) for name in named}  # at the end, as the newest
    last = dict(list(kept.items())[-MOST:])
    try:
        write_whole(_file(), json.dumps(last, ensure_ascii=False, indent=1).encode("utf-8", "surrogatepass"))
    except OSError as error:  # the person is asked again
        log.warning("allowed data: %s", error)


def _file() -> Path:
    return user_folder("data") / "allowed-data.json"


def _target(name: str) -> str:
    """Where a path leads when its links are followed."""
    try:
        return os.path.realpath(name)
    except (OSError, ValueError):  # a name that no file can have
        return name


def _kept() -> dict[str, dict[str, str]]:
    """For each content, the files that may be read, and where each led."""
    try:
        data = json.loads(_file().read_bytes())
    except (OSError, ValueError, RecursionError, RuntimeError):
        return {}
    if not isinstance(data, dict):
        return {}
    return {key: {name: target for name, target in files.items() if isinstance(target, str)}
            for key, files in data.items() if isinstance(files, dict)}  # fmt: skip
