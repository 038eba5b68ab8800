"""The results of a sweep, and its files: NetCDF for xarray, a table, and NumPy's arrays.

Each file says what it was computed from, and where, and gives the sweep back.
"""

from __future__ import annotations

import csv
import io
import json
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from gdviz import carried
from gdviz.engine.cells import VERDICTS, Axis, Cells, Part, cells_of
from gdviz.experiment import Experiment, ExperimentFile, RunSpec, file_of
from gdviz.frozen import frozen
from gdviz.messages import ExperimentError, Message, message, why
from gdviz.params import unknown
from gdviz.paths import write_whole
from gdviz.problems.problem import compiled
from gdviz.quoting import as_cell, show
from gdviz.version import __version__

if TYPE_CHECKING:
    import xarray

SUFFIXES = ".nc", ".csv", ".npz"
_KEY = "gdviz_sweep"
"""The attribute of NetCDF, and the array of NPZ, that say what a sweep is."""
INSTALL = 'pip install "gdviz[sweep]"'
_DAMAGED = (
    OSError, EOFError, KeyError, ValueError, TypeError, IndexError, RuntimeError, csv.Error, zipfile.BadZipFile,
    zlib.error,
)  # fmt: skip
"""What the readers of the formats raise for bytes that were cut off or changed."""


@frozen(eq=False)
class Sweep:
    """The results of the cells so far: arrays with an axis for each dimension, in the order of `cells.axes`.

    `values` are nan where a cell is not computed yet, could not be, or has no such value; where `cells.value` is
    "verdict" they are places in `kinds`. `share` says how many of a cell's seeds arrive. `ends`, of one more axis, are
    the final points; without entries for several seeds or more than 64 parameters. `done` says which cells are
    computed.
    """

    cells: Cells
    values: NDArray[np.float64]
    share: NDArray[np.float64]
    ends: NDArray[np.float64]
    done: NDArray[np.bool_]
    failed: dict[int, Message]
    """The reason for each cell that could not be computed."""
    machines: list[str]
    """The kinds of machines that computed it, sorted."""

    @classmethod
    def empty(cls, cells: Cells) -> Sweep:
        """The sweep of which nothing is computed."""
        nothing = np.full(cells.shape, np.nan)
        ends = np.full((*cells.shape, cells.kept), np.nan)
        return cls(cells, nothing, nothing.copy(), ends, np.zeros(cells.shape, bool), {}, [])

    @property
    def dims(self) -> tuple[str, ...]:
        """The names of the dimensions."""
        return tuple(axis.name for axis in self.cells.axes)

    @property
    def coords(self) -> dict[str, NDArray[np.float64]]:
        """The values along each dimension."""
        return {axis.name: np.array(axis.values) for axis in self.cells.axes}

    @property
    def paths(self) -> dict[str, str]:
        """The path in the experiment that each dimension stands for."""
        return {axis.name: axis.path for axis in self.cells.axes}

    @property
    def kinds(self) -> tuple[str, ...]:
        """The verdicts that the values of "verdict" number."""
        return VERDICTS

    @property
    def notes(self) -> list[Message]:
        """What a reader of the numbers should know."""
        found = []
        if len(self.machines) > 1:
            found.append(message("computed on {n} kinds of machines: the last digits may differ between cells",
                                n=len(self.machines)))  # fmt: skip
        if self.failed:
            found.append(message("{n} cells could not be computed; the first: {why}", n=len(self.failed),
                                why=self.failed[min(self.failed)]))  # fmt: skip
        if self.done.all() and len(self.failed) < self.cells.count and not np.isfinite(self.values).any():
            found.append(self._nothing)
        return found

    @property
    def _nothing(self) -> Message:
        """The note for a sweep in which no cell has a value."""
        match self.cells.value:
            case "steps" if self.cells.target is None:
                return message("no cell reaches its loss")
            case "steps":
                return message("no cell reaches the loss {target}", target=show(self.cells.target))
            case "sharpness":
                return message("no cell ends where the sharpness is finite")
        return message("every cell diverges")

    @property
    def provenance(self) -> dict[str, Any]:
        """What it was computed from, and where: plain values for the head of a file."""
        cells = self.cells
        return {
            "gdviz": __version__,
            "value": cells.value,
            "run": cells.run,
            "target": cells.target,
            "seed": cells.experiment.seed,
            "seeds": cells.seeds,
            "paths": self.paths,
            "machines": self.machines,
        }

    def take(self, part: Part) -> None:
        """Fill in the results of a piece. Raises ValueError for one of other cells."""
        cells = slice(part.piece.first, part.piece.first + part.piece.count)
        self.values.reshape(-1)[cells] = part.values
        self.share.reshape(-1)[cells] = part.share
        self.ends.reshape(self.cells.count, self.cells.kept)[cells] = part.ends
        self.done.reshape(-1)[cells] = True
        self.failed.update(part.failed)
        self.machines[:] = sorted({*self.machines, part.machine})

    def experiment_at(self, *at: int) -> Experiment:
        """The experiment of the cell with these numbers along the axes. Raises ExperimentError."""
        return self.cells.experiment_at(int(np.ravel_multi_index(at, self.cells.shape)))

    def to_xarray(self) -> xarray.DataArray:
        """The values with their coordinates; attributes say where they are from. Raises ModuleNotFoundError."""
        return to_xarray(self)

    def save(self, path: str | Path) -> None:
        """Write it as .nc, .csv or .npz. Raises ExperimentError for another suffix, OSError, ModuleNotFoundError."""
        save(self, Path(path))


def save(made: Sweep, path: Path) -> None:
    """Write a sweep; see Sweep.save. An existing file is replaced only once its successor is complete."""
    suffix = path.suffix.lower()
    if suffix not in SUFFIXES:
        raise ExperimentError("", unknown(path.suffix, SUFFIXES))
    write_whole(path, {".nc": _netcdf, ".csv": _table, ".npz": _arrays}[suffix](made))


@frozen
class SweepFile:
    """The file `path` of a sweep: its head, and its `content`. No other file was read."""

    path: Path
    head: dict[str, Any]
    content: bytes

    @property
    def experiment(self) -> ExperimentFile:
        """The experiment of the sweep, with the files that it names. Raises ExperimentError."""
        name = message("{file}, the experiment in it", file=self.path.name)
        return file_of(carried.text_of(self.head["experiment"]).encode("ascii"), self.path, name)

    def sweep(self, experiment: Experiment) -> Sweep:
        """The sweep of its experiment. Raises ExperimentError for what does not fit together."""
        head = self.head
        with _sound(self.path):
            made = Sweep.empty(
                cells_of(experiment, head["over"], head["value"], head["run"], head["target"], head["seeds"])
            )
            _READERS[self.path.suffix.lower()][1](made, self.content)
            if made.done.sum() != head["done"]:
                raise ValueError(_KEY)
            made.failed.update({int(cell): _reason(why) for cell, why in head["failed"].items()})
            made.machines.extend(map(str, head["machines"]))
        return made


def read(path: Path) -> SweepFile | None:
    """What a file says of a sweep; None where it is none.

    Raises ExperimentError for a damaged one; OSError; for NetCDF ModuleNotFoundError without the extra "sweep".
    """
    if path.suffix.lower() not in SUFFIXES:
        return None
    content = path.read_bytes()
    with _sound(path):
        head = _READERS[path.suffix.lower()][0](content)
        if head is not None and not isinstance(head["experiment"], dict):
            raise ValueError("experiment")
    return None if head is None else SweepFile(path, head, content)


def found_in(path: Path) -> SweepFile | None:
    """What a file says of a sweep; None where it is none, or no file. Raises ExperimentError for all that is wrong."""
    if not path.is_file():
        return None
    try:
        return read(path)
    except ModuleNotFoundError as error:
        raise ExperimentError("", message("{file}: {why}", file=path.name, why=str(error))) from None
    except OSError as error:
        raise ExperimentError("", message("{file}: cannot be read: {why}", file=str(path), why=why(error))) from None


def load(path: Path) -> Sweep | None:
    """The sweep in a file; None where it is none. Raises what `read` does."""
    found = read(path)
    return None if found is None else found.sweep(found.experiment.experiment())


@contextmanager
def _sound(path: Path) -> Iterator[None]:
    """Raise ExperimentError, which says that the file is damaged, for an error while it is read."""
    try:
        yield
    except ExperimentError:
        raise
    except _DAMAGED:
        raise ExperimentError("", message("{file}: is damaged or cut off", file=path.name)) from None


@contextmanager
def _needed(what: str) -> Iterator[None]:
    """Say which package is missing, and the command that installs it, where an import does not find it."""
    try:
        yield
    except ModuleNotFoundError as error:
        raise ModuleNotFoundError(f"{what}: {INSTALL}", name=error.name) from error


def to_xarray(made: Sweep) -> xarray.DataArray:
    """See Sweep.to_xarray. Each coordinate has its path as an attribute, and its unit where it counts something."""
    with _needed("an array with named axes needs xarray"):
        import xarray

    cells = made.cells
    coords = {
        axis.name: (axis.name, np.array(axis.values), {"path": axis.path, "long_name": axis.path} | _unit(cells, axis))
        for axis in cells.axes
    }
    attributes = {"long_name": cells.value, _KEY: _head(made), "gdviz": made.provenance["gdviz"]}
    if cells.value == "steps":
        attributes["units"] = "updates"
    if cells.value == "verdict":
        attributes["kinds"] = ", ".join(VERDICTS)
    return xarray.DataArray(made.values, coords, made.dims, _own_name(made, cells.value), attributes)


_UNITS = {"steps": "updates", "epochs": "epochs", "batch.size": "samples"}


def _unit(cells: Cells, axis: Axis) -> dict[str, str]:
    """The attribute of an axis that counts something."""
    path = axis.path.partition("].")[2] or axis.path
    run: RunSpec = cells.experiment.runs[cells.run]
    units = _UNITS | ({"warmup.length": f"{run.warmup.unit}s"} if run.warmup else {})
    return {"units": units[path]} if path in units else {}


def _own_name(made: Sweep, name: str) -> str:
    """A name for what is no dimension: `name`, unless a dimension has it."""
    while name in made.dims:
        name += "_"
    return name


def _head(made: Sweep) -> str:
    """What is needed to make the sweep again, as JSON in one line."""
    head = {
        "experiment": made.cells.experiment.portable(),
        **made.provenance,
        "failed": {str(cell): str(made.failed[cell]) for cell in sorted(made.failed)},
        "over": {axis.path: list(axis.values) for axis in made.cells.axes},
        "done": int(made.done.sum()),
    }
    return json.dumps(head, allow_nan=False)


def _netcdf(made: Sweep) -> bytes:
    values = to_xarray(made)
    with _needed("NetCDF needs h5netcdf"):
        import h5netcdf  # noqa: F401 (xarray writes through it)

    # Beside the values there are coordinates only, so that open_dataarray finds one array.
    beside: dict[str, Any] = {
        "done": (made.dims, made.done.astype(np.int8), {"long_name": "whether it is computed"}),
        "share": (made.dims, made.share, {"long_name": "share of the seeds that arrive", "units": "1"}),
    }
    if made.cells.kept:
        beside["ends"] = ((*made.dims, _own_name(made, "parameter")), made.ends, {"long_name": "final parameters"})
    held = values.to_dataset().assign_coords({_own_name(made, name): array for name, array in beside.items()})
    written = io.BytesIO()
    held.to_netcdf(written, engine="h5netcdf")
    return written.getvalue()


def _table(made: Sweep) -> bytes:
    """A row for each cell: the values along the axes, its value, and the reason where it could not be computed.

    The first line is JSON behind a mark of comments. Texts are quoted, so that no mark in them begins a comment.
    """
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n", quoting=csv.QUOTE_NONNUMERIC)
    text.write(f"{carried.TABLE}{_head(made)}\n")
    writer.writerow([*made.dims, *_columns(made)])
    kinds = made.cells.value == "verdict"
    grids = [grid.reshape(-1).tolist() for grid in np.meshgrid(*made.coords.values(), indexing="ij")]
    points = made.ends.reshape(made.cells.count, made.cells.kept).tolist()
    values, shares, done = made.values.ravel().tolist(), made.share.ravel().tolist(), made.done.ravel().tolist()
    for cell in range(made.cells.count):
        if done[cell]:
            shown = VERDICTS[int(values[cell])] if kinds and np.isfinite(values[cell]) else values[cell]
            why = as_cell(str(made.failed.get(cell, "")))
            row = [*(grid[cell] for grid in grids), shown, shares[cell], *points[cell], why]
            writer.writerow(row)
    written = text.getvalue()
    return written.encode("utf-8" if written.isascii() else "utf-8-sig")


def _columns(made: Sweep) -> list[str]:
    """The columns of a table after the dimensions: value, share, the final point, and why there is none."""
    names = compiled(made.cells.experiment.problem).names[: made.cells.kept]
    return [_own_name(made, name) for name in (made.cells.value, "share", *(f"end_{name}" for name in names), "failed")]


def _arrays(made: Sweep) -> bytes:
    content = io.BytesIO()
    np.savez_compressed(
        content, allow_pickle=False, experiment=np.array(carried.text_of(made.cells.experiment.portable())),
        values=made.values, share=made.share, ends=made.ends, done=made.done, dims=np.array(made.dims),
        **{_KEY: np.array(_head(made))}, **{f"coords/{name}": values for name, values in made.coords.items()},
    )  # fmt: skip
    return content.getvalue()


def _head_of_arrays(content: bytes) -> dict[str, Any] | None:
    with np.load(io.BytesIO(content), allow_pickle=False) as held:
        return json.loads(str(held[_KEY])) if _KEY in held else None


def _fill_from_arrays(made: Sweep, content: bytes) -> None:
    with np.load(io.BytesIO(content), allow_pickle=False) as held:
        for name in ("values", "share", "ends", "done"):
            _put(made, name, held[name])


@contextmanager
def _netcdf_of(content: bytes) -> Iterator[xarray.Dataset]:
    with _needed("NetCDF needs xarray and h5netcdf"):
        import h5netcdf  # noqa: F401 (xarray reads through it)
        import xarray

    with xarray.open_dataset(io.BytesIO(content), engine="h5netcdf") as held:
        yield held


def _head_of_netcdf(content: bytes) -> dict[str, Any] | None:
    with _netcdf_of(content) as held:
        heads = [array.attrs[_KEY] for array in held.data_vars.values() if _KEY in array.attrs]
    return json.loads(heads[0]) if heads else None


def _fill_from_netcdf(made: Sweep, content: bytes) -> None:
    with _netcdf_of(content) as held:
        (values,) = (array for array in held.data_vars.values() if _KEY in array.attrs)
        _put(made, "values", values.to_numpy())
        for name in ("share", "done", *(["ends"] if made.cells.kept else [])):
            _put(made, name, held[_own_name(made, name)].to_numpy())


def _head_of_table(content: bytes) -> dict[str, Any] | None:
    mark = carried.TABLE.encode("ascii")
    begins = content.removeprefix(b"\xef\xbb\xbf")
    if not begins.startswith(mark):  # samples, perhaps in another encoding
        return None
    head: dict[str, Any] = json.loads(begins.partition(b"\n")[0].removeprefix(mark))
    return head


def _fill_from_table(made: Sweep, content: bytes) -> None:
    _, _, table = content.decode("utf-8-sig").partition("\n")
    value, share, *ends, failed = _columns(made)
    places = [{number: at for at, number in enumerate(axis.values)} for axis in made.cells.axes]
    for row in csv.DictReader(io.StringIO(table, newline="")):
        at = tuple(place[float(row[axis.name])] for place, axis in zip(places, made.cells.axes, strict=True))
        made.values[at] = VERDICTS.index(row[value]) if row[value] in VERDICTS else float(row[value])
        made.share[at] = float(row[share])
        made.ends[at] = [float(row[name]) for name in ends]
        made.done[at] = row[failed] is not None


def _put(made: Sweep, name: str, array: np.ndarray) -> None:
    """Fill in an array. Raises ValueError for one of another shape."""
    held = getattr(made, name)
    if held.shape != array.shape:
        raise ValueError(name)
    held[...] = array


_READERS: dict[str, tuple[Callable[[bytes], dict[str, Any] | None], Callable[[Sweep, bytes], None]]] = {
    ".nc": (_head_of_netcdf, _fill_from_netcdf),
    ".csv": (_head_of_table, _fill_from_table),
    ".npz": (_head_of_arrays, _fill_from_arrays),
}
"""For each kind of file what finds the head of a sweep in it, None where it is no sweep, and what fills it in."""


def _reason(why: str) -> Message:
    return message("{why}", why=why)
