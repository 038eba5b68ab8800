"""Samples from a CSV file, as any spreadsheet writes it."""

from __future__ import annotations

import codecs
import os
from collections.abc import Generator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from gdviz.datasets.csv_table import reading
from gdviz.datasets.samples import Source, Table, require_few_features
from gdviz.messages import ExperimentError, Message, mark, message, why
from gdviz.params import join, param
from gdviz.paths import read_at_most
from gdviz.quoting import show

MAX_BYTES = 128 * 2**20
_KEPT = 4
_tables: dict[tuple[Any, ...], Table] = {}
"""The tables that were read last, by the state of their files, so that an edit of the experiment reads none again."""


@dataclass(frozen=True, kw_only=True)
class CsvFile(Source):
    """Columns of a file by their names: features `x`, target `y`.

    `path` is relative to the experiment file; in memory it is absolute (`gdviz.datasets.file_places`).
    """

    kind = "csv"
    label = mark("CSV file")
    order = 20

    path: str = param(
        kind="text",
        label=mark("File"),
        help=mark("A CSV file. Its first line names the columns; else they are c1, c2, …."),
    )
    x: tuple[str, ...] = param(kind="data", label=mark("Features"), help=mark("The names of the feature columns."))
    y: str = param(kind="text", label=mark("Target"), help=mark("The name of the target column."))

    @property
    def _file(self) -> Path:
        return Path(os.path.normpath(Path(self.path).absolute()))

    def recorded(self) -> dict[str, Any]:
        """The keys, with the absolute path."""
        return {**super().recorded(), "path": str(self._file)}

    def read(self, path: str) -> Table:
        """Raises ExperimentError: the file cannot be read, or its line and column where it is no table of numbers."""
        steps = self.reading(path)
        while True:
            try:
                next(steps)
            except StopIteration as last:
                table: Table = last.value
                return table

    def reading(self, path: str) -> Generator[float, None, Table]:
        """Read in steps, each yielding the share that is done; a `read` that follows finds it done.

        Raises ExperimentError as `read` does.
        """
        if not isinstance(self.x, list | tuple) or not self.x:
            raise ExperimentError(join(path, "x"), message("must be a list of at least one column"))
        require_few_features(len(self.x), join(path, "x"))
        for i, name in enumerate(self.x):
            if not isinstance(name, str):
                raise ExperimentError(f"{path}.x[{i}]", message("must be text, got {got}", got=show(name)))
        if len({*self.x, self.y}) <= len(self.x):
            raise ExperimentError(join(path, "x"), message("each column may be named only once, and y is not one of x"))
        file = self._file
        where = join(path, "path")
        try:
            state = file.stat()
            if not file.is_file():
                raise ExperimentError(where, message("{file} is not a file", file=str(file)))
            key = (file, state.st_mtime_ns, state.st_size, tuple(self.x), self.y)
            if key not in _tables:
                yield 0.0
                raw = read_at_most(file, MAX_BYTES)
                if raw is None:
                    raise ExperimentError(where, message("{file}: too large (over 128 MiB)", file=file.name))
                text = decoded(raw, file.name, where)
                del raw
                _tables[key] = yield from reading(text, file.name, tuple(self.x), self.y, path)
                while len(_tables) > _KEPT:
                    del _tables[next(iter(_tables))]
            return _tables[key]
        except (OSError, ValueError) as error:
            if isinstance(error, ExperimentError):
                raise
            raise ExperimentError(
                where, message("{file}: cannot be read: {why}", file=self.path, why=why(error))
            ) from None


def decoded(raw: bytes, name: str, path: str) -> str:
    """The text of a file in UTF-8, UTF-16 or CP949, with or without a byte order mark. Raises ExperimentError."""
    if b"\0\0\0" in raw:  # no text has these, not even in UTF-16
        raise ExperimentError(path, message("{file}: contains zero bytes, so it is not a text file", file=name))
    for mark_, encoding in (
        (codecs.BOM_UTF8, "utf-8-sig"),
        (codecs.BOM_UTF16_LE, "utf-16"),
        (codecs.BOM_UTF16_BE, "utf-16"),
    ):
        if raw.startswith(mark_):
            return _decoded(raw, (encoding,), name, path)
    start = raw[:4096]
    if start.count(0) > len(start) // 4:  # digits and commas in UTF-16 have every other byte 0
        odd = start[1::2].count(0)
        return _decoded(raw, ("utf-16-le" if odd > start[::2].count(0) else "utf-16-be",), name, path)
    return _decoded(raw, ("utf-8", "cp949"), name, path)


def _decoded(raw: bytes, encodings: tuple[str, ...], name: str, path: str) -> str:
    line = 1
    for encoding in encodings:
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError as error:
            line = raw[: error.start].count(b"\n") + 1
    what: Message = message(
        "{file}, line {line}: neither UTF-8 nor UTF-16 nor CP949 text; save it as UTF-8", file=name, line=line
    )
    raise ExperimentError(path, what)
