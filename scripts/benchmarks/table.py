"""A row of the benchmark, the printed table, and the line that says on which machine it was measured."""

from __future__ import annotations

import os
import platform
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class Row:
    """One measured figure in `unit`, the baseline it is compared with (None: none), and the target.

    `target` is ("<=" or ">=", number) and holds for figure / baseline, or for the figure where there is no
    baseline. `figure` None: it could not be measured here, `note` says why.
    """

    what: str
    unit: str
    figure: float | None
    target: tuple[str, float]
    baseline: float | None = None
    against: str = ""
    """What the baseline is."""
    note: str = ""

    @property
    def ratio(self) -> float | None:
        """Figure over baseline."""
        if self.figure is None or not self.baseline:
            return None
        return self.figure / self.baseline

    @property
    def met(self) -> bool | None:
        """Whether the target is met; None where nothing was measured, or only times of this machine."""
        value = self.ratio if self.against else self.figure
        if value is None or (not self.against and self.unit in OF_MACHINE):
            return None
        sign, limit = self.target
        return value <= limit if sign == "<=" else value >= limit

    def to_json(self) -> dict[str, Any]:
        """The object of `--json`: figure and baseline in the unit that ends `what`."""
        return {
            "what": self.title,
            "figure": self.figure,
            "baseline": self.baseline,
            "ratio": self.ratio,
            "target": " ".join((self.target[0], f"{self.target[1]:g}")),
            "met": self.met,
        }

    @property
    def title(self) -> str:
        """What was measured, against what, and in which unit."""
        return f"{self.what}{f', against {self.against}' if self.against else ''} [{self.unit}]"


def cells(row: Row) -> tuple[str, ...]:
    """The texts of a row of the table."""
    met = {True: "yes", False: "NO", None: f"– {row.note}".rstrip()}[row.met]
    target = f"{row.target[0]} {row.target[1]:g}"
    return (row.title, _number(row.figure), _number(row.baseline), _number(row.ratio, 3), target, met)


OF_MACHINE = ("ms", "steps/s")
"""Units that depend on the machine: their rows are for information, what decides are ratios."""
HEAD = ("what", "figure", "baseline", "ratio", "target", "met")


def table(rows: list[Row]) -> str:
    """All rows, in columns."""
    lines = [HEAD, *(cells(row) for row in rows)]
    widths = [max(len(line[i]) for line in lines) for i in range(len(HEAD))]
    texts = []
    for line in lines:
        numbers = [f"{cell:>{width}}" for cell, width in zip(line[1:5], widths[1:5], strict=True)]
        texts.append("  ".join([f"{line[0]:<{widths[0]}}", *numbers, line[5]]))
    return "\n".join(texts)


def _number(value: float | None, figures: int = 4) -> str:
    if value is None:
        return "–"
    return f"{value:,.0f}" if abs(value) >= 10 ** (figures - 1) else f"{value:.{figures}g}"


def machine() -> str:
    """Processor, cores, system, versions, and how busy the machine was."""
    parts = [_processor(), f"{os.cpu_count()} cores", platform.system(), f"Python {platform.python_version()}"]
    for package in ("numpy", "llvmlite", "PySide6-Essentials", "pyqtgraph", "torch"):
        try:
            parts.append(f"{package} {metadata.version(package)}")
        except metadata.PackageNotFoundError:
            parts.append(f"no {package}")
    if hasattr(os, "getloadavg"):
        parts.append(f"load {os.getloadavg()[0]:.1f}")
    return "machine: " + ", ".join(parts)


def _processor() -> str:
    info = Path("/proc/cpuinfo")
    if info.exists():
        for line in info.read_text(encoding="utf-8", errors="replace").splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.processor() or platform.machine()
