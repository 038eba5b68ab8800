"""Finished maps, kept in the user's cache folder so that the same map is not computed twice.

A file a map, named by everything that it depends on: at most MOST bytes together, the oldest go first. A damaged file
counts as missing, and in a folder that cannot be written to nothing is kept.
"""

from __future__ import annotations

import io
import json
import zipfile
import zlib
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from gdviz.engine import sweep_files
from gdviz.engine.cells import Cells
from gdviz.engine.maps import BasinMap, RateMap
from gdviz.engine.sweeps import Sweep
from gdviz.experiment import Experiment
from gdviz.messages import ExperimentError
from gdviz.paths import fingerprint_of, user_folder
from gdviz.version import __version__

MOST = 200 * 2**20
"""The most bytes of all files."""
_UNUSABLE = (
    OSError, EOFError, RuntimeError, ValueError, LookupError, TypeError, AttributeError, zipfile.BadZipFile, zlib.error,
    ExperimentError,
)  # fmt: skip


def plain(experiment: Experiment) -> dict[str, Any]:
    """All of an experiment that its results depend on, as plain values."""
    return experiment.portable() | {"title": "", "note": {}, "view": {}}


def key_of(plan: dict[str, Any]) -> str | None:
    """The name of a map: the fingerprint of all it depends on; None where that is in a file, which may change."""
    text = json.dumps([plan, __version__, np.__version__], sort_keys=True)
    return None if '"path": "' in text else fingerprint_of(text.encode())


def read_map(key: str | None, experiment: Experiment) -> BasinMap | RateMap | None:
    """The kept map of basins or rates; None where there is none."""
    if key is None:
        return None
    with suppress(*_UNUSABLE), np.load(io.BytesIO(_file(key).read_bytes())) as held:
        arrays = {name: held[name] for name in held.files if name != "experiment"}
        return (BasinMap if "basin" in arrays else RateMap)(**arrays, experiment=experiment)
    return None


def keep_map(key: str | None, made: BasinMap | RateMap) -> None:
    """Keep a map."""
    _keep(key, made.save)


def read_sweep(key: str | None, cells: Cells) -> Sweep | None:
    """The kept values of the cells of a phase diagram; None where there are none, or not all."""
    if key is None:
        return None
    with suppress(*_UNUSABLE):
        file = _file(key)
        made = sweep_files.load(file) if zipfile.is_zipfile(file) else None
        if made is not None and made.done.all() and not made.failed:
            return replace(made, cells=cells)
    return None


def keep_sweep(key: str | None, made: Sweep) -> None:
    """Keep the cells of a phase diagram, unless some could not be computed: these are tried again the next time."""
    if not made.failed:
        _keep(key, made.save)


def clear() -> int:
    """Remove all kept maps; returns how many there were."""
    count = 0
    with suppress(OSError, RuntimeError):
        for file in _folder().glob("*.npz"):
            file.unlink(missing_ok=True)
            count += 1
    return count


def _folder() -> Path:
    folder = user_folder("cache") / "maps"
    folder.mkdir(exist_ok=True)
    return folder


def _file(key: str | None) -> Path:
    return _folder() / f"{key}.npz"


def _keep(key: str | None, save: Callable[[Path], None]) -> None:
    if key is None:
        return
    with suppress(*_UNUSABLE):
        save(_file(key))
        files = sorted(_folder().glob("*.npz"), key=lambda file: file.stat().st_mtime, reverse=True)
        room = MOST
        for file in files:
            room -= file.stat().st_size
            if room < 0:
                file.unlink(missing_ok=True)
