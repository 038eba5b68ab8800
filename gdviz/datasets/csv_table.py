"""The text of a CSV file becomes columns of numbers, or one sentence with the line and the column.

The first row names the columns. One that holds only numbers is data, and the columns are called c1, c2, ..: these
names can stand in a formula, and are stored in experiments in every language. Lines are counted as an editor counts
them, from 1, the header included.
"""

from __future__ import annotations

import csv
import io
import math
import re
from array import array
from collections.abc import Generator, Iterator
from itertools import chain, islice
from typing import Any, NamedTuple

import numpy as np

from gdviz.datasets.samples import Table, cell
from gdviz.messages import ExperimentError, Message, message
from gdviz.params import join
from gdviz.quoting import show

SUFFIXES = (".csv", ".tsv", ".txt")
"""The suffixes of files that may hold a table of samples."""
CHUNK_ROWS = 65_536
MISSING = frozenset({"", "na", "n/a", "#n/a", "null", "none", "?", "-", "."})
_SHOWN_COLUMNS, _SHOWN_LETTERS = 20, 60
MOST_LINES, LONGEST_LINE = 5_000_000, 2**20
"""The most lines of a file, and the most characters of a line."""
MOST_CELLS = 2**24
"""The most cells of a file, all columns counted: 128 MiB as numbers."""
_LINE = re.compile(r"[^\r\n]*(?:\r\n?|\n)|[^\r\n]+")

Rows = Iterator[tuple[int, list[str]]]
Columns = tuple[np.ndarray, np.ndarray]
"""The numbers, a column each, and the line of each row."""


def reading(text: str, name: str, x: tuple[str, ...], y: str, path: str) -> Generator[float, None, Table]:
    """Read the columns `x` and `y` of the text of a file called `name`; `path` is that of `data` in the experiment.

    Yields the share that is read, now and then, and returns the table. Raises ExperimentError.
    """
    where = join(path, "path")
    text = text.removeprefix("\ufeff")
    if max(text.count("\n"), text.count("\r")) > MOST_LINES:
        raise ExperimentError(where, message("{file}: too many lines (over {most})", file=name, most=MOST_LINES))
    if _has_long_line(text):
        what = message("{file}: a line is longer than {most} letters", file=name, most=LONGEST_LINE)
        raise ExperimentError(where, what)
    delimiter = _delimiter(text)
    if text.count(delimiter) + max(text.count("\n"), text.count("\r")) > MOST_CELLS:
        raise ExperimentError(where, message("{file}: too many cells (over {most})", file=name, most=MOST_CELLS))
    rows = _rows(text, delimiter, name, where)
    line, first = next(rows, (0, []))
    if not first:
        raise ExperimentError(where, message("{file}: the file is empty", file=name))
    header, named = _header(first, delimiter)
    if not named:
        rows = chain([(line, first)], rows)
        line -= 1  # the lines above the data end there
    keys = [*(f"{path}.x[{i}]" for i in range(len(x))), join(path, "y")]
    places = [_place(column, header, key) for column, key in zip((*x, y), keys, strict=True)]
    total = max(text.count("\n"), 1)
    found = yield from _quick(text, delimiter, line, len(header), places, total)
    if found is None:
        found = yield from _careful(rows, name, where, header, places, delimiter == ";", total)
    columns, lines = found
    if not len(lines):
        raise ExperimentError(where, message("{file}: no rows, only line {line} with the names", file=name, line=line))
    if len(lines) == 1:
        what = message("{file}: only one row, on line {line}; at least two are needed", file=name, line=int(lines[0]))
        raise ExperimentError(where, what)
    return Table(x, y, np.ascontiguousarray(columns[:, :-1]), columns[:, -1].copy(), name, lines)


def _header(first: list[str], delimiter: str) -> tuple[list[str], bool]:
    """The names of the columns, and whether the first row holds them: if it holds only numbers, it is data."""
    if all(isinstance(_number(value, delimiter == ";"), float) for value in first):
        return [f"c{j + 1}" for j in range(len(first))], False
    return [value.strip() for value in first], True


def _delimiter(text: str) -> str:
    """What separates the columns: the most frequent of tab, semicolon and comma in the first line, outside quotes.

    The commas of 1,5;2,5 are decimal.
    """
    line = next((line for line in _lines(text) if line.strip()), "")
    parts = line.split(";")
    if len(parts) > 1 and all(isinstance(_number(part, decimal_comma=True), float) for part in parts):
        return ";"
    bare = "".join(line.split('"')[::2])
    return max("\t;,", key=bare.count)


def _lines(text: str) -> Iterator[str]:
    """The lines with their ends, one at a time: io.StringIO would hold four bytes a character."""
    return (found[0] for found in _LINE.finditer(text))


def _has_long_line(text: str) -> bool:
    """Whether more than LONGEST_LINE characters follow each other without an end of line."""
    begin = 0
    while begin + LONGEST_LINE < len(text):
        until = begin + LONGEST_LINE + 1
        end = max(text.rfind("\n", begin, until), text.rfind("\r", begin, until))
        if end < 0:
            return True
        begin = end + 1
    return False


def _reader(text: str, delimiter: str) -> Any:
    return csv.reader(_lines(text), delimiter=delimiter, skipinitialspace=delimiter != "\t", strict=True)


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
    if len(header) == 1:  # most likely no table: its line may be private text, which a message must not show
        raise ExperimentError(key, message("unknown column {name}; the file has one column only", name=show(column)))
    known = ", ".join(name[:_SHOWN_LETTERS] for name in header[:_SHOWN_COLUMNS]) + (
        ", …" if len(header) > _SHOWN_COLUMNS else ""
    )
    raise ExperimentError(key, message("unknown column {name}; known: {known}", name=show(column), known=known))


def _quick(
    text: str, delimiter: str, line: int, width: int, places: list[int], total: int
) -> Generator[float, None, Columns | None]:
    """The columns of a file without any irregularity; None where there is one. The data follow line number `line`.

    By numpy.loadtxt: a million rows of three columns in half a second; CONTRIBUTING.md compares it with others. It
    would accept 1_000, and rows of any length that hold the wanted columns: these are excluded first.
    """
    begin = _after_line(text, line)
    body = text[begin:].rstrip("\r\n")
    if not body or '"' in body or "_" in body or not body.isascii():
        return None
    if delimiter == ";":
        if "." in body:
            return None
        body = body.replace(",", ".")
    raw = np.frombuffer(body.encode("ascii"), dtype=np.uint8)
    ends = np.append(np.flatnonzero(raw == ord("\n")), len(raw))
    parted = np.diff(np.searchsorted(np.flatnonzero(raw == ord(delimiter)), ends), prepend=0)
    if (parted != width - 1).any() or body.count("\r") not in (0, len(ends) - 1):
        return None
    columns = np.empty((len(ends), len(places)))
    starts = np.append(0, ends[:-1] + 1)
    for first in range(0, len(ends), CHUNK_ROWS):
        part = body[starts[first] : ends[min(first + CHUNK_ROWS, len(ends)) - 1]]
        try:
            columns[first : first + CHUNK_ROWS] = np.loadtxt(
                io.StringIO(part), delimiter=delimiter, usecols=places, comments=None, ndmin=2
            )
        except ValueError:
            return None
        yield min((first + CHUNK_ROWS) / total, 1.0)
    return (columns, np.arange(line + 1, line + 1 + len(ends))) if np.isfinite(columns).all() else None


def _after_line(text: str, line: int) -> int:
    """Where the line after number `line` begins."""
    begin = 0
    for _ in range(line):
        begin = text.find("\n", begin) + 1
        if not begin:
            return len(text)
    return begin


def _careful(
    rows: Rows, name: str, where: str, header: list[str], places: list[int], decimal_comma: bool, total: int
) -> Generator[float, None, Columns]:
    """The columns and the line of each row, cell by cell. Raises ExperimentError."""
    values, lines = array("d"), array("q")  # a quarter of the memory of lists
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
        if len(lines) % CHUNK_ROWS == 0:
            yield min(len(lines) / total, 1.0)
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


class FirstRows(NamedTuple):
    """How a file begins; the rows are as they stand in the text."""

    names: list[str]
    """The names of the columns; none where the file is empty."""
    named: bool
    """Whether the file names its columns."""
    rows: list[list[str]]
    decimal_comma: bool


def first_rows(text: str, count: int) -> FirstRows:
    """The names of the columns and up to `count` rows.

    What follows a quote that is not closed is left out: `text` may be only the beginning of a file.
    """
    text = text.removeprefix("\ufeff")
    delimiter = _delimiter(text)
    found: list[list[str]] = []
    try:
        for _, row in islice(_rows(text, delimiter, "", ""), count + 1):
            found.append([value.strip() for value in row])
    except ExperimentError:
        pass
    if not found:
        return FirstRows([], True, [], False)
    names, named = _header(found[0], delimiter)
    return FirstRows(names, named, found[1:] if named else found[:count], delimiter == ";")


def numeric(values: list[str], decimal_comma: bool) -> bool:
    """Whether at least one text is not empty, and all that are not are numbers."""
    there = [value for value in values if value.lower() not in MISSING]
    return bool(there) and all(isinstance(_number(value, decimal_comma), float) for value in there)
