"""What a sweep has finished, kept in a folder beside its file, so that it goes on after it was ended or killed."""

from __future__ import annotations

import io
import json
import os
import platform
import re
import shutil
import zipfile
import zlib
from contextlib import suppress
from pathlib import Path
from typing import Any, TextIO

import numpy as np

from gdviz.engine.cells import Cells, Part
from gdviz.engine.pieces import Piece
from gdviz.engine.sweeps import Sweep
from gdviz.messages import ExperimentError, Message, message
from gdviz.paths import is_alive, write_whole
from gdviz.version import __version__

SUFFIX = ".pieces"
"""What the folder is called: the file's name and this."""
_PLAN, _LOCK = "plan.json", "lock"
_PROCESS = re.compile("[1-9][0-9]{0,8}")
_DAMAGED = OSError, EOFError, ValueError, KeyError, NotImplementedError, zipfile.BadZipFile, zlib.error
"""What reading raises where a file was cut off or changed."""


class SweepStore:
    """The finished pieces of one sweep, a file each, in a folder beside the `target` that the sweep is written to.

    A piece counts once its file is complete. The folder has the plan of the sweep: another plan is refused, as its
    cells would be others. While a store is open no other process can open it.
    """

    def __init__(self, target: Path, cells: Cells) -> None:
        """Open the folder, or make it. Raises ExperimentError for another plan or a second sweep; OSError."""
        self.folder = target.with_name(target.name + SUFFIX)
        self._plan = plan(cells)
        self.kept = 0
        """The number of cells that are kept."""
        self.folder.mkdir(exist_ok=True)
        self._held = self._lock()
        try:
            self._check_plan()
        except BaseException:
            self.close()
            raise

    def restore(self, made: Sweep) -> int:
        """Fill in the pieces that are kept; returns the number of their cells. Damaged files are left out."""
        for file in sorted(self.folder.glob("*.npz")):
            with suppress(*_DAMAGED):
                made.take(_part(file.read_bytes()))
        self.kept = int(made.done.sum())
        return self.kept

    def keep(self, part: Part) -> None:
        """Keep a piece. Raises OSError."""
        write_whole(self.folder / f"{part.piece.first:09d}-{part.piece.count}.npz", _content(part))
        self.kept += part.piece.count

    def close(self) -> None:
        """Let other processes open the folder; what is kept stays."""
        if self._held.closed:  # removed; a folder there now belongs to another process
            return
        self._held.close()
        (self.folder / _LOCK).unlink(missing_ok=True)

    def remove(self) -> None:
        """Close and remove it: the sweep is written."""
        self._held.close()
        shutil.rmtree(self.folder, ignore_errors=True)

    def _lock(self) -> TextIO:
        """The lock of this process; open as long as the store is, since Windows then lets nobody remove it."""
        file = self.folder / _LOCK
        own = f"{os.getpid()} {platform.node()}"
        for _ in range(2):
            try:
                held = file.open("x", encoding="utf-8")
            except FileExistsError:
                with suppress(FileNotFoundError):  # it has been removed since
                    content = file.read_bytes()
                    process, _, computer = content.decode("utf-8", "replace").partition(" ")
                    if computer != platform.node() or not _PROCESS.fullmatch(process) or is_alive(int(process)):
                        break
                    aside = file.with_name(f"{_LOCK}.{os.getpid()}")
                    file.replace(aside)  # of a process that was killed
                    if aside.read_bytes() != content:  # another has taken it in between
                        aside.replace(file)
                        break
                    aside.unlink()
            else:
                try:
                    held.write(own)
                    held.flush()
                except OSError:
                    held.close()
                    file.unlink()
                    raise
                return held
        what = message("{file}: another sweep is being written to it; if none is, remove {lock}", file=self._name,
                       lock=f"{self.folder.name}/{_LOCK}")  # fmt: skip
        raise ExperimentError("", what)

    def _check_plan(self) -> None:
        file = self.folder / _PLAN
        text = json.dumps(self._plan, sort_keys=True, allow_nan=False)
        if not file.exists():
            write_whole(file, text.encode("ascii"))
        elif file.read_bytes() != text.encode("ascii"):
            what = message(
                "{folder} keeps pieces of another sweep, or of this one before the experiment or gdviz was changed: "
                "remove it, or write to another file",
                folder=self.folder.name,
            )
            raise ExperimentError("", what)

    @property
    def _name(self) -> str:
        return self.folder.name.removesuffix(SUFFIX)


def plan(cells: Cells) -> dict[str, Any]:
    """Everything that the cells' results depend on, as plain values."""
    return {
        "experiment": cells.experiment.portable() | {"title": "", "note": {}, "view": {}},
        "samples": getattr(getattr(cells.experiment.problem, "data", None), "digest", None),
        "over": [[axis.path, list(axis.values)] for axis in cells.axes],
        "value": cells.value,
        "run": cells.run,
        "target": cells.target,
        "seeds": cells.seeds,
        "gdviz": __version__,
    }


def _content(part: Part) -> bytes:
    failed = json.dumps({str(cell): str(why) for cell, why in part.failed.items()})
    content = io.BytesIO()
    np.savez(
        content, allow_pickle=False, piece=np.array([part.piece.first, part.piece.count]), values=part.values,
        share=part.share, ends=part.ends, failed=np.array(failed), machine=np.array(part.machine),
    )  # fmt: skip
    return content.getvalue()


def _part(content: bytes) -> Part:
    with np.load(io.BytesIO(content), allow_pickle=False) as held:
        first, count = held["piece"].tolist()
        failed: dict[int, Message] = {
            int(cell): message("{why}", why=why) for cell, why in json.loads(str(held["failed"])).items()
        }
        return Part(Piece(first, count), held["values"], held["share"], held["ends"], failed, str(held["machine"]))
