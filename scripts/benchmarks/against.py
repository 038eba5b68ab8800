"""Measures this checkout in turns with another commit: the ratio of each row, and how far that commit is from itself.

A round measures the other commit, this checkout, and the other commit again, each in a process of its own and with the
benchmarks of this checkout; from round to round the two of the other commit change places. What is compared is a row's
ratio to its baseline, or its figure where it has none.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt
from pathlib import Path
from statistics import median, quantiles

from worktrees import checkout_of

from benchmarks.timing import HERE

SCRIPT = HERE.parent / "bench.py"
OWN = HERE.parents[1]
NOTABLE = 0.03
"""Smaller differences are not marked."""
LEAST_ROUNDS = 3
"""The fewest rounds that have a spread; with fewer, nothing is marked."""


@dataclass(frozen=True)
class Turns:
    """A row over the rounds: `now` are the values of this checkout, `first` and `again` those of the other commit."""

    what: str
    falls: bool
    """Whether less is better."""
    first: tuple[float, ...]
    now: tuple[float, ...]
    again: tuple[float, ...]

    @property
    def ratios(self) -> list[float]:
        """This checkout over the other commit (the geometric mean of its two), a value a round."""
        return [now / sqrt(a * b) for a, now, b in zip(self.first, self.now, self.again, strict=True)]

    @property
    def itself(self) -> list[float]:
        """The other commit over itself, a value a round."""
        return [b / a for a, b in zip(self.first, self.again, strict=True)]

    @property
    def mark(self) -> str:
        """The word WORSE or better where the median is beyond NOTABLE and beyond the other commit's own spread.

        The spread of a commit against itself is taken on both sides of 1, since which of its two came first does not
        matter.
        """
        if len(self.now) < LEAST_ROUNDS:
            return ""
        ratio = median(self.ratios)
        reach = max(max(value, 1 / value) for value in spread(self.itself))
        if abs(ratio - 1) <= NOTABLE or 1 / reach <= ratio <= reach:
            return ""
        return "WORSE" if (ratio > 1) == self.falls else "better"


def spread(values: Sequence[float]) -> tuple[float, float]:
    """The lower and the upper quartile; of fewer than four values the least and the greatest."""
    if len(values) < 4:
        return min(values), max(values)
    low, _, high = quantiles(values, n=4, method="inclusive")
    return low, high


def in_turns(commit: str, names: Sequence[str], rounds: int, brief: bool = False) -> list[Turns]:
    """The rows that both commits could measure in all rounds; the round that runs is named on stderr."""
    kept: list[tuple[dict[str, dict[str, object]], ...]] = []
    with checkout_of(commit) as other:
        for round_ in range(rounds):
            one, now, two = (measured(place, names, brief) for place in (other, OWN, other))
            kept.append((two, now, one) if round_ % 2 else (one, now, two))
            print(f"round {round_ + 1} of {rounds}", file=sys.stderr, flush=True)
    return turns(kept)


def turns(rounds: Sequence[Sequence[dict[str, dict[str, object]]]]) -> list[Turns]:
    """The rows that every process of every round could measure; each process gives its rows by their names."""
    rows = []
    for what, row in rounds[0][1].items():
        columns = [[_value(process.get(what, {})) for process in three] for three in rounds]
        if all(value for column in columns for value in column):
            first, now, again = zip(*columns, strict=True)
            rows.append(Turns(what, str(row["target"]).startswith("<"), first, now, again))
    return rows


def _value(row: dict[str, object]) -> float:
    value = row.get("ratio") or row.get("figure") or 0.0
    assert isinstance(value, (int, float))
    return float(value)


def measured(checkout: Path, names: Sequence[str], brief: bool = False) -> dict[str, dict[str, object]]:
    """The rows of one process that measures a checkout. Raises SystemExit when it fails."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "rows.json")
        only = [word for name in names for word in ("--only", name)] + ["--brief"] * brief
        done = subprocess.run([sys.executable, str(SCRIPT), *only, "--json", str(file)], capture_output=True, text=True,
                              env={**os.environ, "GDVIZ_CHECKOUT": str(checkout)}, check=False)  # fmt: skip
        if done.returncode:
            raise SystemExit(f"{checkout}: {done.stderr.strip()}")
        return {row["what"]: row for row in json.loads(file.read_text(encoding="utf-8"))}


def table_of(rows: Sequence[Turns]) -> str:
    """The rows, in columns: the median ratio and its spread, the spread of the commit against itself, the mark."""
    width = max((len(row.what) for row in rows), default=4)
    lines = [f"{'what':<{width}}  {'ratio':>6}  {'spread':>13}  {'itself':>13}"]
    for row in rows:
        spreads = ("{:.3f}–{:.3f}".format(*spread(values)) for values in (row.ratios, row.itself))
        lines.append(f"{row.what:<{width}}  {median(row.ratios):6.3f}  {'  '.join(spreads)}  {row.mark}".rstrip())
    return "\n".join(lines)
