"""The text of a CSV file becomes columns of numbers, or one sentence with the line and the column.

Lines are counted as an editor counts them, from 1, the header included.
"""

from __future__ import annotations

import csv
import io
import math
from collections.abc import Iterator
from itertools import islice
from typing import Any

import numpy as np

from gdviz.datasets.samples import Table, cell
from gdviz.messages import ExperimentError, Message, message
from gdviz.params import join, show

CHUNK_ROWS = 4096
MISSING = frozenset({"", "na", "n/a", "#n/a", "null", "none", "?", "-", "."})
_SHOWN_COLUMNS = 20

Rows = Iterator[tuple[int, list[str]]]


def read_table(text: str, name: str, x: tuple[str, ...], y: str, path: str) -> Table:
    """The columns `x` and `y` of the text of a file called `name`; `path` is that of `data` in the experiment.

    Raises ExperimentError.
    """
    where = join(path, "path")
    text = text.removeprefix("\ufeff")
    delimiter = _delimiter(text)
    rows = _rows(text, delimiter, name, where)
    line, header = next(rows, (0, []))
    if not header:
        raise ExperimentError(where, message("{file}: the file is empty", file=name))
    header = [column.strip() for column in header]
    if all(_is_number(column) for column in header):
        what = message("{file}, line {line}: must name the columns, but holds numbers", file=name, line=line)
        raise ExperimentError(where, what)
    keys = [*(f"{path}.x[{i}]" for i in range(len(x))), join(path, "y")]
    places = [_place(column, header, key) for column, key in zip((*x, y), keys, strict=True)]
    found = _quick(text, delimiter, line, len(header), places)
    columns, lines = found if found is not None else _careful(rows, name, where, header, places, delimiter == ";")
    if not len(lines):
        raise ExperimentError(where, message("{file}: no rows, only line {line} with the names", file=name, line=line))
    if len(lines) == 1:
        what = message("{file}: only one row, on line {line}; at least two are needed", file=name, line=int(lines[0]))
        raise ExperimentError(where, what)
    return Table(x, y, np.ascontiguousarray(columns[:, :-1]), columns[:, -1].copy(), name, lines)


def column_names(text: str) -> list[str]:
    """The names in the first line, for a form that lets one choose; empty for an empty file.

    Raises ExperimentError.
    """
    text = text.removeprefix("\ufeff")
    _, header = next(_rows(text, _delimiter(text), "", ""), (0, []))
    return [column.strip() for column in header]


def _delimiter(text: str) -> str:
    """What parts the columns: the most frequent of tab, semicolon and comma in the first line, outside quotes."""
    line = next((line for line in io.StringIO(text) if line.strip()), "")
    bare = "".join(line.split('"')[::2])
    return max("\t;,", key=bare.count)


def _reader(text: str, delimiter: str) -> Any:
    lines = io.StringIO(text, newline="")
    return csv.reader(lines, delimiter=delimiter, skipinitialspace=delimiter != "\t", strict=True)


def _rows(text: str, delimiter: str, name: str, where: str) -> Rows:
    """The rows that are not blank, each with the line on which it begins. Raises ExperimentError."""
    reader = _reader(text, delimiter)
    begins = 1
    while True:
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            what = message("{file}, line {line}: {what}", file=name, line=begins, what=_quote_trouble(str(error)))
            raise ExperimentError(where, what) from None
        if any(value.strip() for value in row):
            yield begins, row
        begins = reader.line_num + 1


def _quote_trouble(error: str) -> Message:
    if "unexpected end of data" in error:
        return message("a quote is opened and never closed")
    if "field larger" in error:
        return message("a value is longer than 131072 characters; is a quote left open?")
    return message("text follows a closing quote")


def _place(column: str, header: list[str], key: str) -> int:
    """The position of a column. Raises ExperimentError with the known ones."""
    count = header.count(column)
    if count == 1:
        return header.index(column)
    if count:
        raise ExperimentError(key, message("{n} columns are called {name}", n=count, name=show(column)))
    known = ", ".join(header[:_SHOWN_COLUMNS]) + (", …" if len(header) > _SHOWN_COLUMNS else "")
    raise ExperimentError(key, message("unknown column {name}; known: {known}", name=show(column), known=known))


def _quick(text: str, delimiter: str, line: int, width: int, places: list[int]) -> tuple[np.ndarray, np.ndarray] | None:
    """The columns of a file without any irregularity, a million rows in a second or two; None where there is one.

    `line` is that of the header.
    """
    if text.find("_", text.find("\n")) != -1:  # float() takes 1_000
        return None
    reader = _reader(text, delimiter)
    number = _comma_float if delimiter == ";" else float
    parts, rows, blank = [], 0, 0
    try:
        while reader.line_num < line:
            next(reader)
        while chunk := list(islice(reader, CHUNK_ROWS)):
            if blank:
                return None
            while chunk and not chunk[-1]:
                del chunk[-1]
                blank += 1
            if set(map(len, chunk)) - {width}:
                return None
            parts.append(np.array([[number(row[place]) for row in chunk] for place in places]))
            rows += len(chunk)
    except (ValueError, StopIteration, csv.Error):
        return None
    columns = np.hstack(parts).T if parts else np.empty((0, len(places)))
    # A value with a line break shifts the lines.
    if reader.line_num != line + rows + blank or not np.isfinite(columns).all():
        return None
    return columns, np.arange(line + 1, line + 1 + rows)


def _comma_float(text: str) -> float:
    return float(text.replace(",", "."))


def _careful(
    rows: Rows, name: str, where: str, header: list[str], places: list[int], decimal_comma: bool
) -> tuple[np.ndarray, np.ndarray]:
    """The columns and the line of each row, cell by cell. Raises ExperimentError."""
    values: list[float] = []
    lines: list[int] = []
    for line, row in rows:
        if len(row) != len(header):
            what = message(
                "{file}, line {line}: has {got} columns, the first line has {want}",
                file=name,
                line=line,
                got=len(row),
                want=len(header),
            )
            raise ExperimentError(where, what)
        for place in places:
            number = _number(row[place], decimal_comma)
            if isinstance(number, Message):
                raise ExperimentError(where, cell(name, line, header[place], number))
            values.append(number)
        lines.append(line)
    return np.array(values, dtype=float).reshape(-1, len(places)), np.array(lines, dtype=int)


def _number(text: str, decimal_comma: bool) -> float | Message:
    """The number in a cell, or what is wrong with it."""
    text = text.strip()
    if text.lower() in MISSING:
        return message("a value is missing")
    plain = text.replace("\u2212", "-")
    if decimal_comma and "." not in plain:
        plain = plain.replace(",", ".", 1)
    if "_" in plain:
        return message("must be a number, got {got}", got=show(text))
    try:
        number = float(plain)
    except ValueError:
        return message("must be a number, got {got}", got=show(text))
    if not math.isfinite(number):
        return message("must be a finite number, got {got}", got=text)
    return number


def _is_number(text: str) -> bool:
    return isinstance(_number(text, decimal_comma=False), float)


def first_rows(text: str, count: int) -> tuple[list[str], list[list[str]], bool]:
    """The names of the columns, up to `count` rows as they stand in the text, and whether commas are decimal.

    What comes after a quote that is left open is not told: `text` may be only the beginning of a file.
    """
    text = text.removeprefix("\ufeff")
    delimiter = _delimiter(text)
    found: list[list[str]] = []
    try:
        for _, row in islice(_rows(text, delimiter, "", ""), count + 1):
            found.append([value.strip() for value in row])
    except ExperimentError:
        pass
    return (found[0], found[1:], delimiter == ";") if found else ([], [], False)


def numeric(values: list[str], decimal_comma: bool) -> bool:
    """Whether all texts that are there are numbers, at least one of them."""
    there = [value for value in values if value.lower() not in MISSING]
    return bool(there) and all(isinstance(_number(value, decimal_comma), float) for value in there)
