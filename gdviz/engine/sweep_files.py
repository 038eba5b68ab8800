"""Sweeps as files: NetCDF for xarray, a table, and NumPy's arrays. Each says what it was computed from, and where."""

from __future__ import annotations

import csv
import io
import json
import zipfile
import zlib
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from gdviz import carried
from gdviz.engine.cells import VERDICTS, cells_of, names_of
from gdviz.engine.sweeps import Sweep
from gdviz.experiment import Experiment, ExperimentFile, file_of
from gdviz.frozen import frozen
from gdviz.messages import ExperimentError, Message, message, why
from gdviz.params import unknown
from gdviz.paths import write_whole
from gdviz.problems.base import compiled

if TYPE_CHECKING:
    import xarray

SUFFIXES = ".nc", ".csv", ".npz"
_MARK = "# gdviz-sweep "
"""How the first line of a table begins; the rest of the line is JSON."""
_KEY = "gdviz_sweep"
"""The attribute of NetCDF, and the array of NPZ, that say what a sweep is."""


def save(made: Sweep, path: Path) -> None:
    """Write a sweep; see Sweep.save. An existing file is replaced only once its successor is complete."""
    suffix = path.suffix.lower()
    if suffix not in SUFFIXES:
        raise ExperimentError("", unknown(path.suffix, SUFFIXES))
    write_whole(path, {".nc": _netcdf, ".csv": _table, ".npz": _arrays}[suffix](made))


@frozen
class SweepFile:
    """What the file `path` says of a sweep: its head, and its arrays. No other file was read."""

    path: Path
    head: dict[str, Any]
    arrays: dict[str, np.ndarray]

    @property
    def experiment(self) -> ExperimentFile:
        """The experiment of the sweep, with the files that it names. Raises ExperimentError."""
        name = message("{file}, the experiment in it", file=self.path.name)
        return file_of(carried.text_of(self.head["experiment"]).encode("ascii"), self.path, name)

    def sweep(self, experiment: Experiment) -> Sweep:
        """The sweep of its experiment. Raises ExperimentError for what does not fit together."""
        head = self.head
        try:
            cells = cells_of(experiment, head["over"], head["value"], head["run"], head["target"], head["seeds"])
            made = Sweep.empty(cells)
            for name, array in self.arrays.items():
                held = getattr(made, name)
                if held.shape != array.shape:
                    raise ValueError(name)
                held[...] = array
            made.failed.update({int(cell): _said(why) for cell, why in head["failed"].items()})
            made.machines.extend(map(str, head["machines"]))
        except ExperimentError:
            raise
        except _DAMAGED:
            raise _damaged(self.path) from None
        return made


def read(path: Path) -> SweepFile | None:
    """What a file says of a sweep; None where it is none. Raises ExperimentError for a damaged one; OSError."""
    suffix = path.suffix.lower()
    if suffix not in SUFFIXES:
        return None
    try:
        found = {".nc": _from_netcdf, ".csv": _from_table, ".npz": _from_arrays}[suffix](path)
        if found is not None and not isinstance(found[0]["experiment"], dict):
            raise ValueError("experiment")
    except ExperimentError:
        raise
    except _DAMAGED:
        raise _damaged(path) from None
    return None if found is None else SweepFile(path, *found)


def found_in(path: Path) -> SweepFile | None:
    """What a file says of a sweep; None where it is none, or no file. Raises ExperimentError for all that is wrong."""
    if not path.is_file():
        return None
    try:
        return read(path)
    except ModuleNotFoundError as error:
        what = message("{file}: reading NetCDF needs the package {name}", file=path.name, name=error.name or "xarray")
        raise ExperimentError("", what) from None
    except OSError as error:
        raise ExperimentError("", message("{file}: cannot be read: {why}", file=str(path), why=why(error))) from None


def load(path: Path) -> Sweep | None:
    """The sweep in a file; None where it is none. Raises ExperimentError for a damaged one; OSError."""
    found = read(path)
    return None if found is None else found.sweep(found.experiment.experiment())


_DAMAGED = KeyError, ValueError, TypeError, IndexError, AttributeError, EOFError, zipfile.BadZipFile, zlib.error


def _damaged(path: Path) -> ExperimentError:
    return ExperimentError("", message("{file}: is damaged or cut off", file=path.name))


def to_xarray(made: Sweep) -> xarray.DataArray:
    """See Sweep.to_xarray. Each coordinate has its path as an attribute."""
    import xarray

    coords = {
        axis.name: (axis.name, np.array(axis.values), {"path": axis.path, "long_name": axis.path})
        for axis in made.cells.axes
    }
    attributes = {"long_name": made.cells.value, _KEY: _head(made), "gdviz": made.provenance["gdviz"]}
    if made.cells.value == "verdict":
        attributes["kinds"] = ", ".join(VERDICTS)
    return xarray.DataArray(made.values, coords, made.dims, made.cells.value, attributes)


def _head(made: Sweep) -> str:
    """What is needed to make the sweep again, as JSON in one line."""
    head = made.provenance | {
        "experiment": made.cells.experiment.portable(),
        "failed": {str(cell): str(why) for cell, why in made.failed.items()},
        "over": {axis.path: list(axis.values) for axis in made.cells.axes},
    }
    return json.dumps(head, allow_nan=False)


def _netcdf(made: Sweep) -> bytes:
    import xarray

    held = to_xarray(made).to_dataset()
    if made.cells.seeds > 1:
        held["share"] = (made.dims, made.share, {"long_name": "share of the seeds that arrive"})
    if made.ends.shape[-1]:
        held["ends"] = ((*made.dims, "parameter"), made.ends, {"long_name": "final parameters"})
    held["done"] = (made.dims, made.done.astype(np.int8))
    written = io.BytesIO()
    assert isinstance(held, xarray.Dataset)
    held.to_netcdf(written, engine="h5netcdf")
    return written.getvalue()


def _table(made: Sweep) -> bytes:
    """A row for each cell: the values along the axes, what it came to, and why not where it could not be computed."""
    text = io.StringIO()
    text.write(f"{_MARK}{_head(made)}\n")
    writer = csv.writer(text, lineterminator="\n")
    kinds = made.cells.value == "verdict"
    seeds = made.cells.seeds > 1
    ends = [f"end_{name}" for name in compiled(made.cells.experiment.problem).names] if made.ends.shape[-1] else []
    writer.writerow([*made.dims, made.cells.value, *(["share"] if seeds else []), *ends, "failed"])
    grids = [grid.reshape(-1).tolist() for grid in np.meshgrid(*made.coords.values(), indexing="ij")]
    points = made.ends.reshape(made.cells.count, -1).tolist()
    for cell, (value, share, done) in enumerate(zip(made.values.flat, made.share.flat, made.done.flat, strict=True)):
        if done:
            shown = VERDICTS[int(value)] if kinds and np.isfinite(value) else repr(float(value))
            why = str(made.failed.get(cell, ""))
            row = [*(repr(grid[cell]) for grid in grids), shown, *([repr(float(share))] if seeds else [])]
            writer.writerow([*row, *map(repr, points[cell]), why])
    return text.getvalue().encode("utf-8")


def _arrays(made: Sweep) -> bytes:
    content = io.BytesIO()
    np.savez_compressed(
        content, allow_pickle=False, experiment=np.array(carried.text_of(made.cells.experiment.portable())),
        values=made.values, share=made.share, ends=made.ends, done=made.done, dims=np.array(made.dims),
        **{_KEY: np.array(_head(made))}, **{f"coords/{name}": values for name, values in made.coords.items()},
    )  # fmt: skip
    return content.getvalue()


Read = tuple[dict[str, Any], dict[str, np.ndarray]]
"""What a file says of the sweep, and its arrays."""


def _from_arrays(path: Path) -> Read | None:
    # NumPy would leave the file of a damaged archive open.
    with path.open("rb") as file, np.load(file, allow_pickle=False) as held:
        if _KEY not in held:
            return None
        return json.loads(str(held[_KEY])), {name: held[name] for name in ("values", "share", "ends", "done")}


def _from_netcdf(path: Path) -> Read | None:
    import xarray

    with xarray.open_dataset(path, engine="h5netcdf") as held:
        named = [array for array in held.data_vars.values() if _KEY in array.attrs]
        if not named:
            return None
        head = json.loads(named[0].attrs[_KEY])
        found = {"values": named[0].to_numpy(), "done": held["done"].to_numpy().astype(bool)}
        found |= {name: held[name].to_numpy() for name in ("share", "ends") if name in held}
        return head, found


def _from_table(path: Path) -> Read | None:
    with path.open("rb") as content:
        if not content.read(len(_MARK) + 3).removeprefix(b"\xef\xbb\xbf").startswith(_MARK.encode("ascii")):
            return None  # samples, perhaps in another encoding
    with path.open(encoding="utf-8-sig", newline="") as file:
        head = json.loads(file.readline().removeprefix(_MARK))
        rows = list(csv.DictReader(file))
    axes = list(head["over"].values())
    names = names_of(list(head["over"]))
    shape, places = tuple(map(len, axes)), [{value: at for at, value in enumerate(axis)} for axis in axes]
    columns = [name for name in (rows[0] if rows else ()) if name.startswith("end_")]
    found = {"values": np.full(shape, np.nan), "done": np.zeros(shape, bool)}
    if columns:
        found["ends"] = np.full((*shape, len(columns)), np.nan)
    if rows and "share" in rows[0]:
        found["share"] = np.full(shape, np.nan)
    for row in rows:
        at = tuple(place[float(row[name])] for place, name in zip(places, names.values(), strict=True))
        text = row[head["value"]]
        found["values"][at] = VERDICTS.index(text) if text in VERDICTS else float(text)
        found["done"][at] = True
        if "share" in found:
            found["share"][at] = float(row["share"])
        if columns:
            found["ends"][at] = [float(row[name]) for name in columns]
    return head, found


def _said(why: str) -> Message:
    return message("{why}", why=why)
