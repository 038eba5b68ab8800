"""Results in a notebook: a picture and a table, a data frame, several results side by side; no Qt."""

from __future__ import annotations

import base64
import html
import io
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from gdviz.engine.columns import flat
from gdviz.engine.landscape import Scale, curve, grid
from gdviz.engine.runner import Result, run
from gdviz.engine.shown import Shown
from gdviz.engine.trajectory import RunRecord
from gdviz.experiment import Experiment, load
from gdviz.paths import resources

if TYPE_CHECKING:
    import pandas
    from matplotlib.figure import Figure

NODES, LEVELS, MARKED_UP_TO = 201, 18, 200
COLOURS = ("#c05a00", "#0067b1", "#b0206c", "#3c7a1a", "#7a4fc0", "#857000", "#00808a", "#b03a2e")
"""Those of the window's light theme, which the colour-blind tell apart."""
HEAD = ("run", "finish", "verdict", "steps", "final w", "final loss")


class Comparison(Shown):
    """Runs of several results, each under a label of its own: a label that occurs again is led by its title."""

    def __init__(self, results: Sequence[Result]) -> None:
        found = [(record, result.experiment.title) for result in results for record in result.runs]
        self.runs = tuple(record for record, _ in found)
        names = [record.label for record in self.runs]
        labels: list[str] = []
        for record, title in found:
            label = f"{title}: {record.label}" if names.count(record.label) > 1 and title else record.label
            labels.append(label if label not in labels else f"{label} ({len(labels) + 1})")
        self._labels = tuple(labels)

    @property
    def labels(self) -> tuple[str, ...]:
        """See the class."""
        return self._labels


def compare(items: Sequence[Result | Experiment | str | Path], device: str = "auto") -> Comparison:
    """The runs of several results, or of experiments and experiment files, which are computed, side by side.

    Raises ExperimentError for a file that is no experiment, ValueError for nothing to compare.
    """
    results = []
    for item in items:
        experiment = load(item) if isinstance(item, str | Path) else item
        results.append(experiment if isinstance(experiment, Result) else run(experiment, device))
    if not results:
        raise ValueError("there is nothing to compare")
    return Comparison(results)


def frame(runs: Sequence[RunRecord], labels: Sequence[str]) -> pandas.DataFrame:
    """A row a step and run: `run`, `k`, `lr`, ``w.x``, .., as in the CSV export; NaN where an update has no row.

    Raises ModuleNotFoundError without pandas.
    """
    import pandas as pd

    parts = []
    for record, label in zip(runs, labels, strict=True):
        rows = len(record.w)
        own = {name: pd.Series(values) for name, values in flat(record)}
        parts.append(pd.DataFrame({"run": pd.Series([label] * rows), **own}))
    return pd.concat(parts, ignore_index=True)


def figure(runs: Sequence[RunRecord], labels: Sequence[str]) -> Figure:
    """A matplotlib figure: the paths on the loss surface where all have one problem, and the losses per step.

    Raises ModuleNotFoundError without matplotlib (the extra "notebook").
    """
    from matplotlib import rc_context

    with rc_context({"font.family": _fonts("".join(labels))}):
        return _drawn(runs, labels)


def _fonts(text: str) -> list[str]:
    """The font of matplotlib, and for Hangul the one that gdviz brings along."""
    from matplotlib import font_manager

    if not text.isascii():
        font_manager.fontManager.addfont(resources() / "fonts" / "NotoSansKR-Regular.otf")
    return ["DejaVu Sans", *([] if text.isascii() else ["Noto Sans KR"])]


def _drawn(runs: Sequence[RunRecord], labels: Sequence[str]) -> Figure:
    from matplotlib.figure import Figure

    problem = runs[0].problem
    alone = all(record.problem is problem for record in runs)
    made = Figure(figsize=(9.0, 3.6) if alone else (5.0, 3.6), layout="constrained")
    axes = made.subplots(1, 2 if alone else 1, squeeze=False)[0]
    if alone:
        (_draw_surface if problem.dim > 1 else _draw_curve)(axes[0], runs)
    for i, (record, label) in enumerate(zip(runs, labels, strict=True)):
        axes[-1].plot(record.step, record.loss, color=COLOURS[i % len(COLOURS)], label=label)
    lowest = min((float(np.nanmin(record.loss)) for record in runs if record.finish != "failed"), default=0.0)
    axes[-1].set_yscale("log" if lowest > 0 else "linear")
    axes[-1].set(xlabel="step", ylabel="loss")
    axes[-1].legend(fontsize="small")
    return made


def _draw_surface(axes: Any, runs: Sequence[RunRecord]) -> None:
    """Heat map, contour lines and paths over the first two parameters; the others are held at the first run's end."""
    problem = runs[0].problem
    box = problem.domain[:2]
    x, y = (np.linspace(lo, hi, NODES) for lo, hi in box)
    loss = grid(problem, (box[0], box[1]), (NODES, NODES), runs[0].w[-1].tolist())
    heights = np.ma.masked_invalid(Scale.of(loss).normalise(loss))
    axes.pcolormesh(x, y, heights, cmap="Blues_r", shading="gouraud", rasterized=True)
    axes.contour(x, y, heights, levels=LEVELS, colors="#1c2733", linewidths=0.4, alpha=0.4)
    for i, record in enumerate(runs):
        marker = "." if record.n <= MARKED_UP_TO else ""
        axes.plot(*record.w[:, :2].T, color=COLOURS[i % len(COLOURS)], marker=marker, markersize=4, linewidth=1.3)
    for minimum in problem.minima:
        axes.plot(*minimum.w[:2], "k+", markersize=9)
    axes.set(xlim=box[0], ylim=box[1], xlabel=problem.names[0], ylabel=problem.names[1], title=problem.title)


def _draw_curve(axes: Any, runs: Sequence[RunRecord]) -> None:
    """The loss of one parameter, and the points of the runs on it."""
    problem = runs[0].problem
    axes.plot(*curve(problem, *problem.domain[0]), color="#5b6876", linewidth=1)
    for i, record in enumerate(runs):
        axes.plot(record.w[:, 0], record.loss, color=COLOURS[i % len(COLOURS)], marker=".", linewidth=0.8)
    axes.set(xlim=problem.domain[0], xlabel=problem.names[0], ylabel="loss", title=problem.title)


def page(runs: Sequence[RunRecord], labels: Sequence[str]) -> str:
    """HTML: the picture where matplotlib is, and a line a run."""
    try:
        picture = io.BytesIO()
        figure(runs, labels).savefig(picture, format="png", dpi=110)
        shown = f'<img src="data:image/png;base64,{base64.b64encode(picture.getvalue()).decode()}" alt="">'
    except ModuleNotFoundError:
        shown = '<p><small>A picture needs matplotlib: <code>pip install "gdviz[notebook]"</code></small></p>'
    rows = ["".join(f"<th>{name}</th>" for name in HEAD)]
    for record, label in zip(runs, labels, strict=True):
        verdict = record.verdict.kind.replace("_", " ") if record.verdict else ""
        w = ", ".join(f"{value:.6g}" for value in record.w[-1][:6].tolist())
        w += ", .." if record.problem.dim > 6 else ""
        loss = float(record.losses_at(np.array([record.n]))[0])
        cells = (label, record.finish or "", verdict, record.updates, f"[{w}]", f"{loss:.6g}")
        rows.append("".join(f"<td>{html.escape(str(cell))}</td>" for cell in cells))
    return f"{shown}<table>{''.join(f'<tr>{row}</tr>' for row in rows)}</table>"
