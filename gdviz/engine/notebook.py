"""Runs in a notebook: a picture, a table and a data frame of them; no Qt."""

from __future__ import annotations

import base64
import html
import io
import math
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import numpy as np

from gdviz import run_marks
from gdviz.engine.columns import flat
from gdviz.engine.landscape import Scale, curve, grid
from gdviz.engine.recording import Recording
from gdviz.engine.round_numbers import negligible_as_zero
from gdviz.engine.trajectory import RunRecord
from gdviz.messages import Message
from gdviz.paths import resources
from gdviz.problems.problem import Problem

if TYPE_CHECKING:
    import pandas
    from matplotlib.figure import Figure

Drawn = RunRecord | Recording
NODES, LEVELS, MARKED_UP_TO = 201, 18, 200
_WIDTH, _PIXEL = 1.5, 0.75
"""The width of a curve in points; points in a pixel, the unit of the dashes."""
_MARKS = 9
"""Markers on a curve, each run's at other places, so that curves that lie over one another are all visible."""
_APART = 0.02
"""The least distance of the markers on a path, as a share of the diagonal of the plot."""
_SHAPES = {
    "circle": "o", "square": "s", "triangle_up": "^", "diamond": "D", "triangle_down": "v", "triangle_left": "<",
    "triangle_right": ">", "star": "*",
}  # fmt: skip
"""What matplotlib calls the shapes of `run_marks`."""
HEAD = ("run", "finish", "verdict", "steps", "final w", "final loss")


INSTALL = 'pip install "gdviz[notebook]"'


@contextmanager
def needed(what: str) -> Iterator[None]:
    """Say which package is missing, and the command that installs it, where an import does not find it."""
    try:
        yield
    except ModuleNotFoundError as error:
        raise ModuleNotFoundError(f"{what}: {INSTALL}", name=error.name) from error


def frame(runs: Sequence[Drawn], labels: Sequence[str]) -> pandas.DataFrame:
    """A row a step and run: `run`, `k`, `lr`, ``w.x``, .., as in the CSV export; NaN where an update has no row.

    Raises ModuleNotFoundError without pandas.
    """
    with needed("a data frame needs pandas"):
        import pandas as pd

    parts = []
    for one, label in zip(runs, labels, strict=True):
        own = {name: pd.Series(values) for name, values in (flat(one) if isinstance(one, RunRecord) else one.flat())}
        parts.append(pd.DataFrame({"run": pd.Series([label] * len(one.step)), **own}))
    return pd.concat(parts, ignore_index=True)


def figure(runs: Sequence[Drawn], labels: Sequence[str]) -> Figure:
    """A matplotlib figure: the paths on the loss surface where all computed runs have one problem, and the losses.

    Where a recording has rates, there is a plot of the rates, too. Raises ModuleNotFoundError without matplotlib
    (the extra "notebook").
    """
    with needed("a picture needs matplotlib"):
        from matplotlib import rc_context

    with rc_context({"font.family": _fonts("".join(labels))}):
        return _drawn(runs, labels)


def _fonts(text: str) -> list[str]:
    """The font of matplotlib, and for Hangul the one that gdviz ships."""
    from matplotlib import font_manager

    if not text.isascii():
        font_manager.fontManager.addfont(resources() / "fonts" / "NotoSansKR-Regular.otf")
    return ["DejaVu Sans", *([] if text.isascii() else ["Noto Sans KR"])]


def _drawn(runs: Sequence[Drawn], labels: Sequence[str]) -> Figure:
    from gdviz.engine.paper_figure import PaperFigure

    problems = [one.problem for one in runs if isinstance(one, RunRecord)]
    problem = problems[0] if problems and all(other is problems[0] for other in problems) else None
    rates = any(isinstance(one, Recording) and one.lr is not None for one in runs)
    panels = 1 + (problem is not None) + rates
    made = PaperFigure(figsize=(1.0 + 4.0 * panels, 3.6), layout="constrained")
    axes = list(made.subplots(1, panels, squeeze=False)[0])
    if problem is not None:
        (_draw_surface if problem.dim > 1 else _draw_curve)(axes.pop(0), problem, runs)
    epochs = _epochs(runs)
    lowest, lines = math.inf, []
    for i, (one, label) in enumerate(zip(runs, labels, strict=True)):
        pen, loss = {**_pen(i, one), **_marks(i, len(runs))}, _loss(one, problem)
        if rates and one.lr is not None:
            axes[0].plot(one.step[: len(one.lr)], one.lr, **pen)
        time = one.step / one.steps_per_epoch if epochs and isinstance(one, RunRecord) else one.step
        lines += axes[-1].plot(time if loss is not None else [], [] if loss is None else loss, label=label, **pen)
        if loss is not None and np.isfinite(loss).any():
            lowest = min(lowest, float(np.nanmin(loss)))
    if rates:
        axes[0].set(xlabel="step", ylabel="learning rate")
    axes[-1].set_yscale("log" if 0 < lowest < math.inf else "linear")
    axes[-1].set(xlabel="epoch" if epochs else "step", ylabel="loss")
    for plot in axes:
        plot.xaxis.get_major_locator().set_params(integer=True)  # steps are whole numbers
    legend = axes[-1].legend(lines, [""] * len(lines), fontsize="small")
    for shown, label in zip(legend.get_texts(), labels, strict=True):  # no TeX, and not left out for a first "_"
        shown.set(text=label, parse_math=False, usetex=False)
    return made


def _epochs(runs: Sequence[Drawn]) -> bool:
    """Whether equal epochs are compared: the epochs of all runs are known, and not of equally many steps."""
    computed = [one for one in runs if isinstance(one, RunRecord)]
    return len(computed) == len(runs) and len({one.steps_per_epoch for one in computed}) > 1


def _loss(one: Drawn, problem: Problem | None) -> np.ndarray | None:
    """The losses of a run; for a recorded path without losses, those of the problem."""
    return one.losses_on(problem) if isinstance(one, Recording) and problem is not None else one.loss


def _paths(problem: Problem, runs: Sequence[Drawn]) -> Iterator[tuple[np.ndarray, dict[str, Any]]]:
    """The paths in the problem's parameters, and how each is drawn."""
    for i, one in enumerate(runs):
        w = one.path_on(problem) if isinstance(one, Recording) else one.w
        if w is not None and w.shape[1] == problem.dim:
            apart = _APART if len(w) <= MARKED_UP_TO else 1.0  # of a long path, only its ends
            yield w, {**_pen(i, one), "markevery": (0.0, apart), "markersize": 3.5, "linewidth": 1.3}


def _pen(i: int, one: Drawn) -> dict[str, Any]:
    """Colour, dashes and marker of the run in this place, those of the window's pictures; recorded runs are dotted."""
    mark = run_marks.marker(i)
    dashes = run_marks.RECORDED if isinstance(one, Recording) else run_marks.dashes(i, paper=True)
    hollow = mark.hollow or isinstance(one, Recording)
    colour = run_marks.LIGHT[i % run_marks.COLOURS]
    return {
        "color": colour, "linewidth": _WIDTH, "marker": _SHAPES[mark.shape], "markersize": 4.5, "markeredgewidth": 1.0,
        "markerfacecolor": "white" if hollow else colour,
        "linestyle": (0, tuple(length * _PIXEL / _WIDTH for length in dashes)) if dashes else "-",
    }  # fmt: skip


def _marks(i: int, count: int) -> dict[str, Any]:
    """Where the curve of run `i` of `count` has its markers: as far apart as the others', but beside them."""
    if count == 1:
        return {"marker": ""}
    apart = 1 / _MARKS
    return {"markevery": (apart * (i + 0.5) / count, apart)}


def _draw_surface(axes: Any, problem: Problem, runs: Sequence[Drawn]) -> None:
    """Heat map, contour lines and paths over the first two parameters; the others are held at the first path's end."""
    box = problem.domain[:2]
    x, y = (np.linspace(lo, hi, NODES) for lo, hi in box)
    paths = list(_paths(problem, runs))
    loss = grid(problem, (box[0], box[1]), (NODES, NODES), paths[0][0][-1].tolist())
    heights = np.ma.masked_invalid(Scale.of(loss).normalise(loss))
    axes.pcolormesh(x, y, heights, cmap="Blues_r", shading="gouraud", rasterized=True)
    axes.contour(x, y, heights, levels=LEVELS, colors="#1c2733", linewidths=0.4, alpha=0.4)
    for path, pen in paths:
        axes.plot(*path[:, :2].T, **pen)
    for minimum in problem.minima:
        axes.plot(*minimum.w[:2], "k+", markersize=9)
    axes.set(xlim=box[0], ylim=box[1], xlabel=problem.names[0], ylabel=problem.names[1], title=problem.title)


def _draw_curve(axes: Any, problem: Problem, runs: Sequence[Drawn]) -> None:
    """The loss of one parameter, and the points of the runs on it."""
    axes.plot(*curve(problem, *problem.domain[0]), color="#5b6876", linewidth=1)
    for path, pen in _paths(problem, runs):
        axes.plot(path[:, 0], problem.loss(path), **pen)
    axes.set(xlim=problem.domain[0], xlabel=problem.names[0], ylabel="loss", title=problem.title)


def page(runs: Sequence[Drawn], labels: Sequence[str], notes: Sequence[Message] = ()) -> str:
    """HTML: the picture where matplotlib is, a line a run, and the notes."""
    try:
        picture = io.BytesIO()
        figure(runs, labels).savefig(picture, format="png", dpi=110)
        shown = f'<img src="data:image/png;base64,{base64.b64encode(picture.getvalue()).decode()}" alt="">'
    except ModuleNotFoundError:
        shown = f"<p><small>A picture needs matplotlib: <code>{INSTALL}</code></small></p>"
    rows = ["".join(f"<th>{name}</th>" for name in HEAD)]
    for one, label in zip(runs, labels, strict=True):
        cells = (label, *_facts(one))
        rows.append("".join(f"<td>{html.escape(cell)}</td>" for cell in cells))
    remarks = "".join(f"<p>{html.escape(str(note))}</p>" for note in notes)
    return f"{shown}<table>{''.join(f'<tr>{row}</tr>' for row in rows)}</table>{remarks}"


def text(runs: Sequence[Drawn], labels: Sequence[str]) -> str:
    """The table of `page` in plain text."""
    rows = [HEAD, *((label, *_facts(one)) for one, label in zip(runs, labels, strict=True))]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return "\n".join("  ".join(map(str.ljust, row, widths)).rstrip() for row in rows)


def _facts(one: Drawn) -> tuple[str, ...]:
    """What the table says of a run, after its label: finish, verdict, steps, final w and loss."""
    if isinstance(one, Recording):
        loss = "" if one.loss is None else f"{one.loss[-1]:.6g}"
        return "recorded", "", f"{one.step[-1]:.0f}", "" if one.w is None else _vector(one.w[-1]), loss
    verdict = one.verdict.kind.replace("_", " ") if one.verdict else ""
    loss = f"{float(one.losses_at(np.array([one.n]))[0]):.6g}"
    return one.finish or "", verdict, str(one.updates), _vector(one.w[-1]), loss


def _vector(w: np.ndarray) -> str:
    """``[0.5, -1]`` with six significant digits; at most six entries."""
    shown = [f"{value:.6g}" for value in negligible_as_zero(w.tolist())[:6]]
    return f"[{', '.join(shown)}{', ..' if len(w) > 6 else ''}]"
