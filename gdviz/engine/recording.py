"""What a real training run wrote down: a path of parameters, or steps, rates and losses, from a file."""

from __future__ import annotations

import csv
import json
import math
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from gdviz.messages import ExperimentError, message, why
from gdviz.params import show

NAMES = {"step": ("step", "k", "iteration"), "lr": ("lr", "learning_rate"), "loss": ("loss",)}
"""What a column may be called; parameters are the list `w`, or columns that begin with ``w.`` or are w1, w2, .."""
MOST = 64 * 2**20
"""Bytes of a file."""


@dataclass(frozen=True, eq=False)
class Recording:
    """A run that was made elsewhere, n rows of it; what the file does not tell is None.

    `step` (n,) counts the updates made, `w` (n, dim) are the parameters then, `lr` (n,) and `loss` (n,).
    """

    label: str
    step: np.ndarray
    w: np.ndarray | None = None
    lr: np.ndarray | None = None
    loss: np.ndarray | None = None

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
    the parameters: `w`, a list a row, or columns ``w.name``, or w1, w2, ... Others are left out. Raises
    ExperimentError, with the line where there are lines.
    """
    file = Path(path)
    try:
        if file.stat().st_size > MOST:
            raise ExperimentError("", message("{file}: too large for a recording (over 64 MiB)", file=file.name))
        columns = _npz(file) if file.suffix.lower() == ".npz" else _lines(file)
    except OSError as error:
        raise ExperimentError("", message("{file}: cannot be read: {why}", file=str(file), why=why(error))) from None
    found = {key: next((columns[name] for name in names if name in columns), None) for key, names in NAMES.items()}
    w = columns.get("w")
    own = sorted((name for name in columns if re.fullmatch(r"w\d+", name)), key=lambda name: int(name[1:]))
    own = [name for name in columns if name.startswith("w.")] or own
    if w is None and own:
        w = np.stack([columns[name] for name in own], axis=-1)
    told = [values for values in (w, found["lr"], found["loss"]) if values is not None]
    if not told:
        raise ExperimentError("", message("{file}: tells neither w nor lr nor loss", file=file.name))
    step = found["step"] if found["step"] is not None else np.arange(float(len(told[0])))
    if any(len(values) != len(step) for values in told) or (w is not None and w.ndim != 2):
        raise ExperimentError("", message("{file}: its columns are not equally long", file=file.name))
    return Recording(label or file.stem, step, w, found["lr"], found["loss"])


def _npz(file: Path) -> dict[str, np.ndarray]:
    try:
        with np.load(file, allow_pickle=False) as arrays:
            return {name: np.asarray(arrays[name], dtype=float) for name in arrays.files if _is_known(name)}
    except (ValueError, EOFError, KeyError) as error:
        raise ExperimentError("", message("{file}: {why}", file=file.name, why=str(error))) from None


def _lines(file: Path) -> dict[str, np.ndarray]:
    try:
        text = file.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise ExperimentError(
            "", message("{file}: not UTF-8 text (byte {at})", file=file.name, at=error.start)
        ) from None
    rows = _json_rows(file, text) if text.lstrip().startswith("{") else _csv_rows(text)
    columns: dict[str, list[Any]] = {}
    for line, row in rows:
        for name, value in row.items():
            if _is_known(name):
                columns.setdefault(name, []).append(_number(value, file, line, name))
    try:
        return {name: np.array(values, dtype=float) for name, values in columns.items()}
    except ValueError:  # lists of unlike lengths
        raise ExperimentError("", message("{file}: its columns are not equally long", file=file.name)) from None


def _csv_rows(text: str) -> Iterable[tuple[int, dict[str, Any]]]:
    reader = csv.DictReader(text.splitlines())
    for row in reader:
        yield reader.line_num, {(name or "").strip(): value for name, value in row.items()}


def _json_rows(file: Path, text: str) -> Iterable[tuple[int, dict[str, Any]]]:
    for line, part in enumerate(text.splitlines(), start=1):
        if not part.strip():
            continue
        try:
            row = json.loads(part)
        except (ValueError, RecursionError):
            row = None
        if not isinstance(row, dict):
            raise ExperimentError("", message("{file}: line {line}: is no JSON object", file=file.name, line=line))
        yield line, row


def _number(value: Any, file: Path, line: int, name: str) -> Any:
    """A float, nan for an empty cell, or a list of floats. Raises ExperimentError with the line."""
    try:
        return [_float(one) for one in value] if isinstance(value, list) else _float(value)
    except (TypeError, ValueError):
        reason = message("{name} must be a number, got {got}", name=name, got=show(value))
        raise ExperimentError(
            "", message("{file}: line {line}: {why}", file=file.name, line=line, why=reason)
        ) from None


def _float(value: Any) -> float:
    return math.nan if value in ("", None) else float(value)


def _is_known(name: str) -> bool:
    known = name == "w" or name.startswith("w.") or re.fullmatch(r"w\d+", name) is not None
    return known or any(name in names for names in NAMES.values())
