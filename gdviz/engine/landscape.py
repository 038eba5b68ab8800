"""The loss as a landscape: its values on a grid, a scale that shows valley and wall alike, contour lines."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import field
from typing import Any, Literal, cast

import contourpy
import numpy as np
from numpy.typing import ArrayLike, NDArray

from gdviz.engine.round_numbers import nice_ticks
from gdviz.frozen import frozen
from gdviz.problems.problem import Domain, Problem

Array = NDArray[np.float64]
Kind = Literal["log", "symlog", "linear", "rank"]
Block = tuple[slice, slice, Any]
Lines = tuple[Array, Array, NDArray[np.bool_]]

_BLOCK_CELLS = 8192  # two coordinates and some intermediates of float64 stay in a core's own cache
_BLOCK_WORK = 2_000_000  # cells times samples: what a problem with data may hold in memory at a time
HALVED = 30  # times a steep stretch is halved to see whether it is a jump
_SAMPLE = 16_384  # values that are enough to estimate quantiles
_POLE = 20  # a pole: the lowest loss is this many times as far below the lowest twentieth as that is below the middle


def nodes(low: float, high: float, count: int, xp: Any = np) -> Any:
    """`count` evenly spaced coordinates from `low` to `high`, both included; shape (count,)."""
    return xp.linspace(low, high, count)


def blocks(
    problem: Problem, box: Domain, shape: tuple[int, int], at: Sequence[float] | None = None, xp: Any = np
) -> Iterator[Block]:
    """Compute the loss on a grid, piece by piece, for callers that must not hold the processor for long.

    Parameters
    ----------
    problem
        Of two parameters or more.
    box
        ((x low, x high), (y low, y high)) of the first two parameters; the grid's nodes lie on its edges.
    shape
        (rows, columns): the number of y and of x.
    at
        Shape (dim,): where the other parameters are held; the problem's start if None.
    xp
        The namespace of the arrays: numpy or cupy.

    Yields
    ------
    (rows, columns, loss)
        Two slices into the grid and the losses there. What cannot be computed is nan or inf.
    """
    if problem.dim < 2:
        raise ValueError(f"a grid needs two parameters, {problem.title} has {problem.dim}")
    rows, columns = shape
    x, y = nodes(*box[0], columns, xp), nodes(*box[1], rows, xp)
    cells = max(1, min(_BLOCK_CELLS, _BLOCK_WORK // (problem.n_samples or 1)))
    width = min(columns, cells)
    height = max(1, cells // width)
    base = problem.start if at is None else at
    apart = type(problem).loss_on is not Problem.loss_on
    held = [xp.asarray(float(value)) for value in base[2:]]
    for top in range(0, rows, height):
        for left in range(0, columns, width):
            down, across = slice(top, min(top + height, rows)), slice(left, min(left + width, columns))
            if apart:  # the problem does without a point for each cell
                yield down, across, problem.loss_on(x[None, across], y[down, None], *held, xp=xp)
                continue
            # The parameters come first in memory, so that the problem reads each in one contiguous piece.
            w = xp.empty((problem.dim, down.stop - top, across.stop - left))
            w[0], w[1] = x[across], y[down, None]
            for parameter in range(2, problem.dim):
                w[parameter] = base[parameter]
            with np.errstate(all="ignore"):
                yield down, across, problem.loss(xp.moveaxis(w, 0, -1), xp)


def grid(problem: Problem, box: Domain, shape: tuple[int, int], at: Sequence[float] | None = None, xp: Any = np) -> Any:
    """Compute the loss on a grid of `shape` (rows, columns): entry [j, i] belongs to (x_i, y_j). See `blocks`."""
    loss = xp.empty(shape)
    for rows, columns, part in blocks(problem, box, shape, at, xp):
        loss[rows, columns] = part
    return loss


def curve(problem: Problem, low: float, high: float, count: int = 1024) -> tuple[Array, Array]:
    """Sample the loss of one parameter from `low` to `high`: (w, loss), both of shape (count,)."""
    return sampled(problem, nodes(low, high, count))


def sampled(problem: Problem, w: Array) -> tuple[Array, Array]:
    """The loss of one parameter at `w`, shape (n,), in pieces of bounded memory: (w, loss), both of shape (n,)."""
    size = max(1, _BLOCK_WORK // (problem.n_samples or 1))
    with np.errstate(all="ignore"):
        parts = [problem.loss(w[i : i + size, None]) for i in range(0, len(w), size)]
    return w, np.concatenate([np.asarray(part, dtype=float) for part in parts])


def breaks(problem: Problem, w: Array, loss: Array, least: float) -> NDArray[np.bool_]:
    """Between which neighbours of a sampled curve it jumps: at a pole, 1/w, or at a step; shape (count - 1,).

    Where two losses are more than `least` apart, the half with the larger difference is taken HALVED times.
    What is steep but whole has nearly nothing left of it then.
    """
    jumps = np.zeros(len(w) - 1, dtype=bool)
    with np.errstate(all="ignore"):
        apart = np.abs(np.diff(loss))
        at = np.flatnonzero(np.isfinite(apart) & (apart > least))
        if not len(at):
            return jumps
        low, high, low_loss, high_loss = w[at], w[at + 1], loss[at], loss[at + 1]
        for _ in range(HALVED):
            middle = (low + high) / 2
            middle_loss = np.asarray(problem.loss(middle[:, None]), dtype=float)
            left = ~(np.abs(middle_loss - low_loss) < np.abs(high_loss - middle_loss))
            low, high = np.where(left, low, middle), np.where(left, middle, high)
            low_loss, high_loss = np.where(left, low_loss, middle_loss), np.where(left, middle_loss, high_loss)
        jumps[at] = ~(np.abs(high_loss - low_loss) < apart[at] / 2)
    return jumps


def quantiles(values: Array, shares: ArrayLike) -> Array:
    """The values, shape (n,), under which these shares of all lie, between two of them by a straight line.

    Without np.quantile and np.unique, which import numpy.ma: 2 % of the time to the first window. The values are sorted
    only as far as these shares need it.
    """
    places = np.asarray(shares) * (len(values) - 1)
    below = np.floor(places).astype(np.intp)
    above = np.minimum(below + 1, len(values) - 1)
    parted = np.partition(values, sorted({*below.ravel().tolist(), *above.ravel().tolist()}))
    low = parted[below]
    return np.asarray(low + (places - below) * (parted[above] - low))


@frozen
class Scale:
    r"""A monotone map of losses to [0, 1], made for what is in view.

    With L the loss, l the lowest in view and c a floor taken from the low quantiles of L - l (or of abs(L)):

    - "log": log(1 + (L - l)/c)
    - "symlog": sign(L) log(1 + abs(L)/c), where the loss has both signs and falls out of the view
    - "linear": L - l
    - "rank": the share of the view that lies lower

    brought to [0, 1] between `low` and `high`. These leave out rare poles, which are drawn at the ends.
    """

    kind: Kind
    lowest: float = 0.0
    floor: float = 1.0
    low: float = 0.0
    high: float = 0.0
    knots: Array = field(default_factory=lambda: np.empty(0), repr=False, compare=False)

    @classmethod
    def of(cls, loss: Array, kind: Kind | None = None) -> Scale:
        """Choose the scale for these losses, those of a grid (rows, columns); what is not finite is left out.

        By default it is "symlog" where both signs occur and the lowest lies on the edge of the grid, or in a pole:
        there 0 separates the valley from what falls without end. Otherwise it is "log": a lowest loss inside the view
        is a minimum, and has to be visible.
        """
        loss = np.atleast_2d(np.asarray(loss, dtype=float))
        flat = loss.ravel()
        # Every n-th row and column: every n-th loss alone would lie in few columns of a fine grid.
        step = math.isqrt(loss.size // _SAMPLE)
        down, across = (max(1, min(step, count // 64)) for count in loss.shape)
        sample = loss[::down, ::across].ravel()
        sample, known = sample[np.isfinite(sample)], np.isfinite(flat)
        finite = flat if known.all() else flat[known]
        if not finite.size:
            return cls("log")
        sample = sample if sample.size else finite
        least, most = float(finite.min()), float(finite.max())
        few, some, half = quantiles(sample, (0.005, 0.05, 0.5)).tolist()
        falls_out = _on_edge(loss, least) or least < some - _POLE * (half - some)
        kind = kind or ("symlog" if least < -1e-12 * most < 0 and falls_out else "log")
        if kind == "rank":
            knots = np.unique(quantiles(sample, np.linspace(0, 1, 129)))
            return cls("rank", least, low=least, high=most, knots=knots)
        least = max(least, few - 100 * (half - few)) if half > few else least
        size = np.abs(sample) if kind == "symlog" else np.maximum(sample - least, 0)
        floor, large = quantiles(size, (0.1 if kind == "symlog" else 0.002, 0.995)).tolist()
        scale = cls(kind, least, max(floor, 1e-9 * large, 1e-300))
        few, half, many = scale._stretch(quantiles(sample, (0.005, 0.5, 0.995))).tolist()
        low, high = (float(v) for v in scale._stretch(np.array([least, most])))
        low, high = max(low, few - (half - few)) if kind == "symlog" else low, min(high, many + (many - half))
        return cls(kind, least, scale.floor, low, high)

    def _stretch(self, loss: Array, out: Array | None = None) -> Array:
        """The loss before it is brought to [0, 1]; in `out` if that is given."""
        if self.kind == "linear":
            return np.subtract(loss, self.lowest, out=out)
        if self.kind == "symlog":
            size = np.abs(loss, out=out)
        else:
            size = np.subtract(loss, self.lowest, out=out)
            np.maximum(size, 0, out=size)
        size /= self.floor
        np.log1p(size, out=size)
        return size if self.kind == "log" else np.copysign(size, loss, out=size)

    def normalise(self, loss: ArrayLike) -> Array:
        """Give the height of each loss, 0 the lowest to 1 the highest; nan where it is not finite. Keeps the shape."""
        loss = np.asarray(loss, dtype=float)
        with np.errstate(all="ignore"):
            if self.kind == "rank":
                if self.knots.size < 2:
                    height = np.full(loss.shape, 0.5)
                else:
                    height = np.interp(loss, self.knots, np.linspace(0, 1, self.knots.size))
            elif self.high > self.low:
                height = np.empty(loss.shape)
                flat, given = height.reshape(-1), np.ascontiguousarray(loss).reshape(-1)
                for first in range(0, flat.size, _BLOCK_CELLS):  # a block stays in the core's own cache
                    part = self._stretch(given[first : first + _BLOCK_CELLS], flat[first : first + _BLOCK_CELLS])
                    part -= self.low
                    part /= self.high - self.low
                    np.clip(part, 0, 1, out=part)
            else:
                height = np.full(loss.shape, 0.5)
        finite = np.isfinite(loss)
        return height if finite.all() else np.where(finite, height, np.nan)

    def invert(self, height: ArrayLike) -> Array:
        """Give the loss at each height of [0, 1]: the inverse of `normalise`."""
        height = np.asarray(height, dtype=float)
        if self.kind == "rank":
            if self.knots.size < 2:
                return np.full(height.shape, self.lowest)
            ranked: Array = np.interp(height, np.linspace(0, 1, self.knots.size), self.knots)
            return ranked
        stretched: Array = self.low + height * (self.high - self.low)
        if self.kind == "linear":
            return self.lowest + stretched
        size: Array = self.floor * np.expm1(np.abs(stretched))
        return self.lowest + size if self.kind == "log" else np.copysign(size, stretched)

    def levels(self, count: int = 18) -> Array:
        """Losses for contour lines, evenly spread over the heights; shape (count,)."""
        return self.invert((np.arange(count) + 0.5) / count)

    def round_levels(self, count: int = 18) -> list[float]:
        """Losses for contour lines that are to be read: about `levels`, each with as few digits as may be."""
        ends = self.invert([0.0, 1.0])
        inner = [loss for loss in self._round(count + 2) if 0.005 < float(self.normalise(loss)) < 0.995]
        return inner if ends[1] > ends[0] else []

    def ticks(self, most: int = 7) -> list[tuple[float, float]]:
        """(height, loss) of round losses for a legend, from low to high, at most `most` or so."""
        ends = self.invert([0.0, 1.0])
        if not ends[1] > ends[0]:
            return [(0.5, float(ends[0]))]
        losses = self._decades(float(ends[0]), float(ends[1]))
        if len(losses) < 4 or self.kind in ("rank", "linear"):
            losses = self._round(most)
        heights = self.normalise(losses)
        return _spread(list(zip(heights.tolist(), losses, strict=True)), 0.8 / most)

    def _decades(self, least: float, most: float) -> list[float]:
        """0 and the powers of ten between, if the lowest is nearly 0 or the scale has both signs."""
        if self.kind == "log" and abs(self.lowest) > self.floor:
            return []
        exponents = range(int(np.ceil(np.log10(self.floor))), 1 + int(np.log10(max(abs(least), abs(most), 1e-300))))
        powers = [10.0**exponent for exponent in exponents]
        candidates = [-power for power in reversed(powers)] + [0.0] + powers
        return [value for value in candidates if least <= value <= most]

    def _round(self, most: int) -> list[float]:
        """Round losses, at most `most` or so: evenly spread where heights are losses."""
        if self.kind != "linear":
            return self._rounded(most)
        low, high = self.invert([0.0, 1.0])
        return nice_ticks(float(low), float(high), most)

    def _rounded(self, most: int) -> list[float]:
        """Take the losses of evenly spread heights, each rounded as far as its neighbours allow."""
        raw = self.invert(np.linspace(0, 1, most))
        gaps = np.diff(raw)
        losses: list[float] = []
        for index, value in enumerate(raw):
            gap = float(min(gaps[max(0, index - 1) : index + 1]))
            if gap <= 0:
                continue
            unit = 10.0 ** np.floor(np.log10(gap))
            unit *= 5 if gap / unit >= 5 else 2 if gap / unit >= 2 else 1
            rounded = float(np.round(value / unit) * unit) + 0.0  # no -0
            if raw[0] <= rounded <= raw[-1] and rounded not in losses:
                losses.append(float(f"{rounded:.12g}"))
        return losses


def _on_edge(loss: Array, value: float) -> bool:
    """Whether `value` occurs on the edge of the grid (of a row without shape: at one of its ends)."""
    loss = np.atleast_2d(loss)
    edges = (loss[:, :1], loss[:, -1:], *((loss[:1], loss[-1:]) if loss.shape[0] > 1 else ()))
    return any(bool((edge == value).any()) for edge in edges)


def _spread(ticks: list[tuple[float, float]], apart: float) -> list[tuple[float, float]]:
    """Leave out ticks closer than `apart` to one already taken; 0 is taken first, then the outer ones."""
    kept: list[tuple[float, float]] = []
    for tick in sorted(ticks, key=lambda item: (item[1] != 0, -abs(item[0] - 0.5))):
        if all(abs(tick[0] - other[0]) >= apart for other in kept):
            kept.append(tick)
    return sorted(kept)


def contour_parts(
    values: Array, box: Domain, levels: Sequence[float] | Array, group: int = 4, every: int = 1
) -> Iterator[Lines]:
    """Trace the contour lines of `values` (rows, columns; nan is a hole), `group` levels at a time.

    Parameters
    ----------
    values
        The heights at nodes that lie evenly in `box`, on its edges too.
    every
        Use every `every`-th row and column, and the last ones: a contour line needs fewer nodes than a picture.

    Yields
    ------
    (x, y, connect)
        One long row of points, shape (n,) each: `connect[i]` is true where a line goes on from point i to
        i + 1. That is what pyqtgraph's PlotCurveItem and arrayToQPath take. Each point lies on a line between two
        nodes that are used, where linear interpolation of their values gives the level.
    """
    row, column = (_every(count, every) for count in values.shape)
    x, y = nodes(*box[0], values.shape[1])[column], nodes(*box[1], values.shape[0])[row]
    values = values if every == 1 else values[np.ix_(row, column)]
    holes = ~np.isfinite(values)
    z = np.ma.MaskedArray(values, holes) if holes.any() else values
    generator = contourpy.contour_generator(x, y, z, line_type=contourpy.LineType.ChunkCombinedOffset)
    for first in range(0, len(levels), group):
        points: list[Array] = []
        ends: list[NDArray[np.bool_]] = []
        for level in levels[first : first + group]:
            chunks, offsets = cast(tuple[list[Any], list[Any]], generator.lines(float(level)))
            for chunk, offset in zip(chunks, offsets, strict=True):
                if chunk is not None and offset is not None:
                    connect = np.ones(len(chunk), dtype=bool)
                    connect[np.asarray(offset[1:], dtype=int) - 1] = False
                    points.append(chunk)
                    ends.append(connect)
        yield _joined(points, ends)


def _every(count: int, step: int) -> NDArray[np.intp]:
    """Every `step`-th index of `count`, and the last one."""
    taken = np.arange(0, count, step)
    return taken if taken[-1] == count - 1 else np.append(taken, count - 1)


def contours(values: Array, box: Domain, levels: Sequence[float] | Array) -> Lines:
    """All contour lines at once; see `contour_parts`."""
    parts = list(contour_parts(values, box, levels, max(1, len(levels))))
    return parts[0] if parts else _joined([], [])


def sparser(lines: Lines, pixel: tuple[float, float], apart: float = 2.0, turn: float = 0.06) -> Lines:
    """Leave out points where a line is nearly straight: those left are points of the line as before.

    Parameters
    ----------
    lines
        What `contour_parts` yields.
    pixel
        The width and the height of a pixel.
    apart, turn
        Between two points that are left, the line goes about `apart` pixels or turns by about `turn` radians, unless
        they are neighbours; so it moves by about `apart * turn / 8` pixels at most.
    """
    x, y, connect = lines
    if len(x) < 3:
        return lines
    dx, dy = np.diff(x) / pixel[0], np.diff(y) / pixel[1]
    turned = np.abs((np.diff(np.arctan2(dy, dx)) + np.pi) % (2 * np.pi) - np.pi)
    spent = np.cumsum(np.hypot(dx, dy) / apart)
    spent[1:] += np.cumsum(turned / turn)
    taken = np.ones(len(x), dtype=bool)
    # A point is left where the next one would lie too far behind the one left before it.
    taken[1:-1] = np.floor(spent[1:]) > np.floor(spent[:-1])
    taken[:-1] |= ~connect[:-1]
    taken[1:] |= ~connect[:-1]
    return x[taken], y[taken], connect[taken]


def _joined(points: list[Array], ends: list[NDArray[np.bool_]]) -> Lines:
    if not points:
        return np.empty(0), np.empty(0), np.empty(0, dtype=bool)
    xy = np.concatenate(points)
    return xy[:, 0].copy(), xy[:, 1].copy(), np.concatenate(ends)
