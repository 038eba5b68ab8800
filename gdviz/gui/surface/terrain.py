"""The loss surface as a relief: a mesh over the box, and the places of points and paths on it.

Lengths of the scene: the longer side of the floor goes from -1 to 1, the surface from 0 to HEIGHT, the floor lies
at FLOOR. Heights follow the scale of the colours, or the loss, from the lowest to the highest value of the box.
"""

from __future__ import annotations

import math
import time
from collections.abc import Iterator, Sequence
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from gdviz.engine import landscape
from gdviz.engine.landscape import Scale
from gdviz.engine.round_numbers import nice_ticks
from gdviz.gui.drawing.path_strokes import clipped
from gdviz.problems.problem import Domain, Problem

Array = NDArray[np.float64]

HEIGHT, FLOOR = 0.8, -0.36
LEVELS = 18
_LOPSIDED = 3.0  # if the ratio of the sides of a box is larger, the floor is a square
_COARSE, _FINE = 33, 121  # nodes along a side
_PATIENCE = 1.0  # seconds that the fine relief may take; a slow problem keeps the coarse one
_PIECES = 20_000  # the most pieces that a path is cut into to follow the relief
_PIXEL = 0.0047  # the length of a pixel of a dash: dashes are about as long as in the 2-D view
_LIGHT = np.array([-0.45, -0.35, 0.82])
_SHADE = 0.30  # the share of its brightness that a slope turned away from the light loses


class Terrain:
    """A relief of `loss`, shape (rows, columns): a grid of nodes over `box`, the outer ones on its edges.

    Colours follow `scale`, and heights too unless `true` makes them proportional to the loss.
    """

    def __init__(self, box: Domain, loss: Array, scale: Scale | None = None, true: bool = False) -> None:
        self.box, self.loss, self.true = box, loss, true
        self.scale = scale or Scale.of(loss)
        self.levels: Array = self.scale.normalise(loss)
        ends = self.scale.invert([0.0, 1.0])  # narrow poles are cut off there, as in the colours
        self._raw: Array = np.clip(loss, ends[0], ends[1]) if true else self.levels
        self._raw = np.where(np.isfinite(self.levels), self._raw, np.nan)
        finite = self._raw[np.isfinite(self._raw)]
        self._low, high = (float(finite.min()), float(finite.max())) if finite.size else (0.0, 1.0)
        self._span = high - self._low
        (x0, x1), (y0, y1) = box
        width, depth = x1 - x0, y1 - y0
        if max(width / depth, depth / width) > _LOPSIDED:
            width = depth = 1.0
        longer = max(width, depth)
        self.half = (width / longer, depth / longer)
        """Half the width and half the depth of the floor."""

    def height(self, loss: Array | float) -> Array:
        """The z of losses."""
        raw = np.asarray(loss if self.true else self.scale.normalise(np.asarray(loss)))
        return (raw - self._low) / self._span * HEIGHT if self._span > 0 else np.zeros_like(raw)

    def flat(self, points: Array) -> Array:
        """Points of the box, shape (..., 2), on the floor of the scene; overflow gives inf."""
        (x0, x1), (y0, y1) = self.box
        low, size = np.array([x0, y0]), np.array([x1 - x0, y1 - y0])
        with np.errstate(all="ignore"):
            result: Array = ((points - low) / size * 2 - 1) * np.array(self.half)
        return result

    def inside(self, flat: Array) -> NDArray[np.bool_]:
        """Which places of the floor, shape (..., 2), lie in the box."""
        return np.asarray((np.abs(flat) <= np.array(self.half) * (1 + 1e-9)).all(axis=-1))

    @cached_property
    def z(self) -> Array:
        """The heights of the nodes, shape (rows, columns); nan in holes."""
        return (self._raw - self._low) / self._span * HEIGHT if self._span > 0 else self._raw - self._low

    def on(self, flat: Array) -> Array:
        """Places of the floor, shape (..., 2), lifted onto the triangles of the mesh: shape (..., 3)."""
        rows, columns = self.z.shape
        half = np.array(self.half)
        cell = np.nan_to_num((flat / half + 1) / 2, posinf=1, neginf=0) * np.array([columns - 1, rows - 1])
        cell = np.clip(cell, 0, [columns - 1, rows - 1])
        i = np.minimum(cell[..., 0].astype(int), columns - 2)
        j = np.minimum(cell[..., 1].astype(int), rows - 2)
        fx, fy = cell[..., 0] - i, cell[..., 1] - j
        z00, z10, z01, z11 = self.z[j, i], self.z[j, i + 1], self.z[j + 1, i], self.z[j + 1, i + 1]
        near = z00 + fx * (z10 - z00) + fy * (z01 - z00)
        far = z11 + (1 - fx) * (z01 - z11) + (1 - fy) * (z10 - z11)
        return np.concatenate((flat, np.where(fx + fy <= 1, near, far)[..., None]), axis=-1)

    def drape(self, flat: Array, pattern: Sequence[float] = (), phase: float = 0.0) -> Array:
        """Lay a path over the relief: pairs of points, shape (2 m, 3), of its parts inside the box and over no hole.

        `flat` has shape (n, 2). Between two steps the path follows the relief. It is cut into dashes by a `pattern`,
        the lengths of dashes and gaps in turn, in pixels; `phase` is the length of the path before `flat`.
        """
        if len(flat) < 2:
            return np.empty((0, 3))
        half = np.array(self.half)
        segments = clipped(np.concatenate((flat[:-1] / half, flat[1:] / half), axis=1), (-1.0, 1.0))
        start, step = segments[:, :2] * half, (segments[:, 2:] - segments[:, :2]) * half
        length = np.hypot(step[:, 0], step[:, 1])
        finest = 0.5 * min(pattern) * _PIXEL if pattern else math.inf
        piece = max(min(2 / max(self.z.shape), finest), float(length.sum()) / _PIECES)
        counts = np.maximum(1, np.ceil(length / piece)).astype(int)
        first = np.repeat(np.cumsum(counts) - counts, counts)
        share = (np.arange(len(first)) - first) / np.repeat(counts, counts)
        begin = np.repeat(start, counts, axis=0) + share[:, None] * np.repeat(step, counts, axis=0)
        end = begin + np.repeat(step / counts[:, None], counts, axis=0)
        pairs = self.on(np.stack((begin, end), axis=1))
        shown = np.isfinite(pairs).all(axis=(1, 2))
        if pattern:
            steps = end - begin
            along = (phase + np.cumsum(np.hypot(steps[:, 0], steps[:, 1]))) / _PIXEL % sum(pattern)
            shown &= np.searchsorted(np.cumsum(pattern), along, side="right") % 2 == 0
        return pairs[shown].reshape(-1, 3)

    def hides(self, point: Array, eye: Array) -> bool:
        """Whether the relief hides a point from the eye, both of shape (3,)."""
        t = np.geomspace(0.01, 1.0, 160)
        ray = point + t[:, None] * (eye - point)
        under = self.inside(ray[:, :2]) & (ray[:, 2] < HEIGHT)
        ground = self.on(ray[under, :2])[:, 2]
        return bool((ground > ray[under, 2] + 0.004).any())

    def mesh(self) -> tuple[NDArray[np.float32], NDArray[np.uint32]]:
        """Vertices, shape (n, 3), and triangles, shape (m, 3), without those in holes."""
        rows, columns = self.z.shape
        x = np.linspace(-self.half[0], self.half[0], columns)
        y = np.linspace(-self.half[1], self.half[1], rows)
        vertices = np.empty((rows, columns, 3), dtype=np.float32)
        vertices[..., 0], vertices[..., 1], vertices[..., 2] = x, y[:, None], np.nan_to_num(self.z)
        node = np.arange(rows * columns, dtype=np.uint32).reshape(rows, columns)
        corners = node[:-1, :-1], node[:-1, 1:], node[1:, :-1], node[1:, 1:]
        faces = np.concatenate([np.stack(c, axis=-1).reshape(-1, 3) for c in (corners[:3], corners[:0:-1])])
        whole = np.isfinite(self.z).ravel()
        return vertices.reshape(-1, 3), faces[whole[faces].all(axis=1)]

    def colours(self, lut: NDArray[np.uint8]) -> NDArray[np.uint8]:
        """The colour of each vertex, RGBA of shape (n, 4): that of `lut`, darker on slopes away from the light."""
        index = np.nan_to_num(self.levels * 255).clip(0, 255).astype(np.uint8)
        rows, columns = self.z.shape
        spacing = 2 * self.half[1] / (rows - 1), 2 * self.half[0] / (columns - 1)
        down, across = np.gradient(np.nan_to_num(self.z), *spacing)
        light = _LIGHT / np.linalg.norm(_LIGHT)
        facing = (light[2] - across * light[0] - down * light[1]) / np.sqrt(1 + across**2 + down**2)
        rgba = lut[index].astype(float)
        rgba[..., :3] *= (1 - _SHADE + _SHADE * facing.clip(0, 1))[..., None]
        return rgba.round().astype(np.uint8).reshape(-1, 4)

    @cached_property
    def contours(self) -> Array:
        """The contour lines of the heat map's levels: pairs of points on the relief, shape (2 m, 3)."""
        levels = (np.arange(LEVELS) + 0.5) / LEVELS
        pairs = [np.empty((0, 3))]
        for level in levels:
            x, y, connect = landscape.contours(self.levels, self.box, [float(level)])
            if len(x):
                flat = self.flat(np.stack((x, y), axis=-1))
                points = self.on(flat)
                goes_on = np.flatnonzero(connect[:-1])
                pairs.append(np.stack((points[goes_on], points[goes_on + 1]), axis=1).reshape(-1, 3))
        return np.concatenate(pairs)

    def ticks(self) -> list[tuple[float, float]]:
        """(z, loss) of round losses between the lowest and the highest of the box."""
        if self.true and self._span > 0:
            losses = nice_ticks(self._low, self._low + self._span)
        else:
            losses = [loss for _, loss in self.scale.ticks(6)]
        marks = [(float(self.height(loss)), loss) for loss in losses]
        return [(z, loss) for z, loss in marks if -1e-9 <= z <= HEIGHT + 1e-9]


def make(problem: Problem, box: Domain) -> Iterator[Terrain | None]:
    """Compute a coarse and then a fine relief of a problem of two parameters, each yielded when it is done.

    None is yielded between slices of work.
    """
    spent = 0.0
    for nodes in (_COARSE, _FINE):
        if nodes == _FINE and spent * (_FINE / _COARSE) ** 2 > _PATIENCE:
            return
        loss = np.empty((nodes, nodes))
        began = time.perf_counter()
        for rows, columns, part in landscape.blocks(problem, box, (nodes, nodes)):
            loss[rows, columns] = part
            spent += time.perf_counter() - began
            yield None
            began = time.perf_counter()
        yield Terrain(box, loss)
