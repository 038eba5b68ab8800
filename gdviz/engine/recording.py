"""Reads what a real training run logged: a path of parameters, or steps, rates and losses."""

from __future__ import annotations

import json
import math
import re
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from gdviz.carried import Damaged, zip_directory
from gdviz.frozen import frozen
from gdviz.messages import ExperimentError, message, why
from gdviz.paths import read_at_most
from gdviz.problems.problem import Problem
from gdviz.quoting import listed, one_line, show
from gdviz.read_only import Floats, ReadOnlyArrays

NAMES = {"step": ("step", "k", "iteration"), "lr": ("lr", "learning_rate"), "loss": ("loss",)}
"""What a column may be called; parameters are the list `w`, or columns that begin with ``w.`` or are w1, w2, .."""
KNOWN = message(
    "known are step (or k, iteration), lr (or learning_rate), loss, and the parameters as w, as w1, w2, .. or as w.name"
)
OF_EXPORTS = re.compile(r"run|epoch|batch_loss|momentum|(gradient|delta)(\..*)?")
"""Further columns of the tables that gdviz itself writes: a recording leaves them out without a remark."""
MOST = 64 * 2**20
"""Bytes of a file."""
MOST_NUMBERS, MOST_ROWS = MOST // 8, 2_500_000
"""Cells of a file, and its rows."""
_MOST_DIRECTORY = 2**20
"""Bytes of the directory of an archive: some ten thousand arrays."""
_ENDS = "\n", "\r", "\x0b", "\x0c", "\x1c", "\x1d", "\x1e", "\x85", "\u2028", "\u2029"
"""What str.splitlines takes for the end of a line."""


@frozen(eq=False)
class Recording(ReadOnlyArrays):
    """A run that was made elsewhere, n rows of it; what the file does not hold is None.

    `step` (n,) counts the updates made, `w` (n, dim) are the parameters then, `lr` (n,) and `loss` (n,). The arrays
    are read-only. `names` are the parameters' own, where the columns were called w.name. `unread` are the columns of
    the file that were left out because their names are not known.
    """

    label: str
    step: Floats
    w: Floats | None = None
    lr: Floats | None = None
    loss: Floats | None = None
    names: tuple[str, ...] = ()
    unread: tuple[str, ...] = ()

    @property
    def numbers(self) -> int:
        """How many numbers it holds."""
        return sum(column.size for column in (self.step, self.w, self.lr, self.loss) if column is not None)

    def path_on(self, problem: Problem) -> Floats | None:
        """The parameters, shape (n, dim), in the order of `problem`; None where they are not as many."""
        if self.w is None or self.w.shape[1] != problem.dim:
            return None
        if self.names == problem.names or set(self.names) != set(problem.names):
            return self.w
        return self.w[:, [self.names.index(name) for name in problem.names]]

    def losses_on(self, problem: Problem) -> Floats | None:
        """The losses (n,) in the file, or those of `problem` along the path; None without either."""
        path = self.path_on(problem)
        if self.loss is not None or path is None:
            return self.loss
        with np.errstate(all="ignore"):
            return np.asarray(problem.loss(path))

    def row(self, k: int) -> int:
        """The row after k updates: the last one up to there, and the first before it begins."""
        return max(int(np.searchsorted(self.step, k, side="right")) - 1, 0)

    def flat(self) -> Iterator[tuple[str, np.ndarray]]:
        """The columns of a table, as `gdviz.engine.columns.flat` names them; parameters are w.1, w.2, .."""
        yield "k", self.step
        if self.lr is not None:
            yield "lr", self.lr
        if self.w is not None:
            yield from ((f"w.{i + 1}", column) for i, column in enumerate(self.w.T))
        if self.loss is not None:
            yield "loss", self.loss


def recorded(path: str | Path, label: str = "") -> Recording:
    """Read a CSV, NPZ or JSON lines file of a training run.

    Its columns (arrays, keys) are `step` (or k, iteration; else the rows count), `lr` (or learning_rate), `loss`, and
    the parameters: `w`, a list a row, or columns ``w.name``, or w1, w2, ... Others are left out and listed in `unread`;
    an empty cell is nan. Raises ExperimentError, with the line and the column where there are lines: what is no number,
    steps that do not rise from 0 on, a table of several runs; with the columns of the file and those that are known:
    none of them known, a column given twice or missing among w1, w2, .., and, where no column is the step, others that
    are not known, since one of them may be.
    """
    file = Path(path)
    try:
        size = file.stat().st_size
        if not file.is_file():  # a device or a pipe: reading it might never end
            raise ExperimentError("", message("{file} is not a file", file=str(file)))
        if size > MOST:
            raise _too_large(file)
        columns, lines, names = _npz(file) if file.suffix.lower() == ".npz" else _lines(file)
    except (OSError, ValueError) as error:
        if isinstance(error, ExperimentError):
            raise
        raise ExperimentError("", message("{file}: cannot be read: {why}", file=str(file), why=why(error))) from None
    used = {key: next((name for name in known if name in columns), None) for key, known in NAMES.items()}
    parameters = _parameters(file, names)
    found = {key: columns[name] for key, name in used.items() if name is not None}
    if len({columns[name].shape for name in parameters}) > 1:
        raise ExperimentError("", message("{file}: its columns are not equally long", file=file.name))
    w = np.stack([columns[name] for name in parameters], axis=-1) if parameters else columns.get("w")
    if w is not None and w.ndim == 1:  # a run of one parameter
        w = w[:, None]
    series = [values for values in (w, found.get("lr"), found.get("loss")) if values is not None]
    if not series:
        raise _refusal(file, names)
    if not series[0].size:
        raise ExperimentError("", message("{file}: has no rows", file=file.name))
    left = [name for name in names if name not in (*used.values(), *(parameters or ["w"]))]
    unread = tuple(name for name in left if not OF_EXPORTS.fullmatch(name))
    if "step" not in found and (doubtful := [name for name in left if name != "run"]):
        raise ExperimentError(
            "",
            message(
                "{file}: has no column step, and columns that are not known ({unread}): rename one of them to step, or"
                " leave them out; {known}",
                file=file.name, unread=listed(doubtful), known=KNOWN,
            ),
        )  # fmt: skip
    step = found["step"] if "step" in found else np.arange(float(len(series[0])))
    flat = [values for values in (step, found.get("lr"), found.get("loss")) if values is not None]
    if any(values.ndim != 1 for values in flat) or (w is not None and w.ndim != 2):
        raise ExperimentError("", message("{file}: step, lr and loss are one number a row, w a list", file=file.name))
    if any(len(values) != len(step) for values in series):
        raise ExperimentError("", message("{file}: its columns are not equally long", file=file.name))
    _require_rising(file, step, lines)
    own = tuple(name[2:] for name in parameters if name.startswith("w."))
    return Recording(one_line(label or file.stem), step, w, found.get("lr"), found.get("loss"), own, unread)


def _parameters(file: Path, names: Sequence[str]) -> list[str]:
    """The columns that hold one parameter each, in their order; none where there is a column w, or no parameter.

    Raises ExperimentError where one of w1, w2, .. is missing between the others, which would then be taken for it.
    """
    if "w" in names:
        return []
    if named := [name for name in names if name.startswith("w.")]:
        return named
    numbered = sorted((name for name in names if re.fullmatch(r"w\d+", name)), key=lambda name: int(name[1:]))
    numbers = [int(name[1:]) for name in numbered]
    if numbers and numbers not in (list(range(len(numbers))), list(range(1, len(numbers) + 1))):
        raise ExperimentError(
            "",
            message(
                "{file}: the columns {found} leave parameters out: they are w1, w2, .. without a gap",
                file=file.name, found=listed(numbered),
            ),
        )  # fmt: skip
    return numbered


def _refusal(file: Path, names: Sequence[str]) -> ExperimentError:
    """Why a file without any known column is no recording."""
    nothing = message("{file}: has neither w nor lr nor loss", file=file.name)
    own = message("its columns are {found}", found=listed(names)) if names else message("it has no columns")
    return ExperimentError("", message("{what}; {own}; {known}", what=nothing, own=own, known=KNOWN))


def _require_rising(file: Path, step: np.ndarray, lines: list[int]) -> None:
    """Refuse steps that do not count updates; `lines` (n,) has the line of each, or is empty."""
    before = np.concatenate(([0.0], step[:-1]))
    wrong = np.flatnonzero(~(np.isfinite(step) & (step >= before)))
    if len(wrong):
        at = int(wrong[0])
        reason = message("step must not be less than {least}, got {got}", least=f"{before[at]:g}", got=f"{step[at]:g}")
        place = message("line {line}", line=lines[at]) if lines else message("row {row}", row=at + 1)
        raise ExperimentError("", message("{file}: {place}: {why}", file=file.name, place=place, why=reason))


Columns = tuple[dict[str, np.ndarray], list[int], list[str]]
"""The columns that are known, the line of each row (no lines where there are none), and the names of all columns."""


def _too_large(file: Path) -> ExperimentError:
    return ExperimentError("", message("{file}: too large for a recording (over 64 MiB)", file=file.name))


def _npz(file: Path) -> Columns:
    try:
        with file.open("rb") as stream:
            if zip_directory(stream)[1] > _MOST_DIRECTORY:
                raise ExperimentError("", message("{file}: holds too many arrays", file=file.name))
            stream.seek(0)
            with np.load(stream, allow_pickle=False) as arrays:
                known = [name for name in arrays.files if is_known(name)]
                _require_small(arrays.zip, known, file)
                held = {name: np.atleast_1d(np.asarray(arrays[name], dtype=float)) for name in known}
                return held, [], list(arrays.files)
    except ExperimentError:
        raise
    except (Damaged, zlib.error):
        raise ExperimentError("", message("{file}: is damaged or cut off", file=file.name)) from None
    except (ValueError, TypeError, EOFError, KeyError, NotImplementedError, RuntimeError, zipfile.BadZipFile):
        what = message("{file}: is not an archive of numeric arrays, or is damaged", file=file.name)
        raise ExperimentError("", what) from None


def _require_small(archive: zipfile.ZipFile, names: list[str], file: Path) -> None:
    """Check the sizes in the headers of an archive's arrays, before memory is allocated for any of them."""
    numbers = 0
    for name in names:
        member = archive.getinfo(f"{name}.npy")
        if member.file_size > MOST:
            raise _too_large(file)
        with archive.open(member) as stream:
            version = np.lib.format.read_magic(stream)
            head = np.lib.format.read_array_header_1_0 if version == (1, 0) else np.lib.format.read_array_header_2_0
            shape, _, kind = head(stream)
            length = stream.tell()
        count = math.prod(shape)
        if not kind.hasobject and count * kind.itemsize != member.file_size - length:
            raise Damaged
        numbers += count
        if numbers > MOST_NUMBERS:
            raise _too_large(file)


def _lines(file: Path) -> Columns:
    try:
        raw = read_at_most(file, MOST)
        if raw is None:
            raise _too_large(file)
        text = raw.decode("utf-8-sig")
        del raw
    except UnicodeDecodeError as error:
        raise ExperimentError(
            "", message("{file}: not UTF-8 text (byte {at})", file=file.name, at=error.start)
        ) from None
    if sum(map(text.count, _ENDS)) - text.count("\r\n") > MOST_ROWS:
        raise ExperimentError("", message("{file}: too many lines (over {most})", file=file.name, most=MOST_ROWS))
    if sum(map(text.count, ",;\t[{")) > MOST_NUMBERS:
        raise _too_large(file)
    if (quick := _quick(text)) is not None:
        return quick
    rows = _json_rows(file, text) if text.lstrip().startswith("{") else _csv_rows(file, text)
    columns: dict[str, list[Any]] = {}
    names: dict[str, None] = {}
    lines: list[int] = []
    runs: dict[str, None] = {}
    for line, row in rows:
        names.update(dict.fromkeys(row))
        if line == 0:
            columns = {name: [] for name in row if is_known(name)}
            continue
        lines.append(line)
        runs[str(row.get("run"))] = None
        for name, value in row.items():
            if is_known(name):
                columns.setdefault(name, []).append(_number(value, file, line, name))
    if len(runs) > 1:
        raise ExperimentError("", message("{file}: holds {n} runs: leave one in it", file=file.name, n=len(runs)))
    try:
        return {name: np.array(values, dtype=float) for name, values in columns.items()}, lines, list(names)
    except ValueError:  # lists of different lengths
        raise ExperimentError("", message("{file}: its columns are not equally long", file=file.name)) from None


def _quick(text: str) -> Columns | None:
    """Read a table of plain numbers, ten times as fast; None where it needs the checks of the slow way."""
    lines = text.splitlines()
    if len(lines) < 2 or '"' in lines[0]:
        return None
    delimiter = max(",;\t", key=lines[0].count)
    names = [name.strip() for name in lines[0].split(delimiter)]
    known = [place for place, name in enumerate(names) if is_known(name)]
    whole = all(line.count(delimiter) == len(names) - 1 and line.strip() for line in lines)
    if not (known and whole) or "run" in names or len(set(names)) < len(names):
        return None
    try:
        table = np.loadtxt(lines[1:], delimiter=delimiter, usecols=known, comments=None, ndmin=2)
    except ValueError:  # the slow way finds it again, with its line and column
        return None
    return {names[place]: table[:, i] for i, place in enumerate(known)}, list(range(2, len(lines) + 1)), names


def _csv_rows(file: Path, text: str) -> Iterable[tuple[int, dict[str, Any]]]:
    """The names in the head as row 0, then each row with its line; lines without anything are passed over."""
    import csv  # 1 ms, which no launch needs; most files are read the quick way

    first, _, _ = text.partition("\n")
    reader = csv.reader(text.splitlines(), delimiter=max(",;\t", key=first.count))
    names: list[str] | None = None
    while True:
        try:
            row = next(reader, None)
        except csv.Error as error:
            place = message("line {line}", line=reader.line_num)
            raise ExperimentError(
                "", message("{file}: {place}: {why}", file=file.name, place=place, why=str(error))
            ) from None
        if row is None:
            return
        if not row:
            continue
        if names is None:
            names = [name.strip() for name in row]
            for name in names:
                if is_known(name) and names.count(name) > 1:
                    twice = message("{key} is given twice", key=show(name))
                    raise ExperimentError("", message("{file}: {why}", file=file.name, why=twice))
            yield 0, dict.fromkeys(names)
            continue
        if len(row) != len(names):
            reason = message("cells: {n}, names in the head: {head}", n=len(row), head=len(names))
            place = message("line {line}", line=reader.line_num)
            raise ExperimentError("", message("{file}: {place}: {why}", file=file.name, place=place, why=reason))
        yield reader.line_num, dict(zip(names, row, strict=True))


def _json_rows(file: Path, text: str) -> Iterable[tuple[int, dict[str, Any]]]:
    for line, part in enumerate(text.splitlines(), start=1):
        if not part.strip():
            continue
        try:
            row = json.loads(part)
        except (ValueError, RecursionError):
            row = None
        if not isinstance(row, dict):
            raise ExperimentError("", message("{file}: line {line} is not a JSON object", file=file.name, line=line))
        yield line, row


def _number(value: Any, file: Path, line: int, name: str) -> Any:
    """A float, nan for an empty cell, or a list of floats. Raises ExperimentError with the line."""
    try:
        return [_float(one) for one in value] if isinstance(value, list) else _float(value)
    except (TypeError, ValueError, OverflowError):
        reason = message("{name} must be a number, got {got}", name=name, got=show(value))
        raise ExperimentError(
            "", message("{file}: line {line}: {why}", file=file.name, line=line, why=reason)
        ) from None


def _float(value: Any) -> float:
    return math.nan if value in ("", None) else float(value)


def is_known(name: str) -> bool:
    """Whether a column of this name is read."""
    known = name == "w" or name.startswith("w.") or re.fullmatch(r"w\d+", name) is not None
    return known or any(name in names for names in NAMES.values())
