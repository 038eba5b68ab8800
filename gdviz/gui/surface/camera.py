"""The camera of the relief: turning, zooming, and the matrices of the projection."""

from __future__ import annotations

import math
from dataclasses import replace
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from gdviz.frozen import frozen
from gdviz.gui.surface.terrain import FLOOR, HEIGHT

Array = NDArray[np.float64]
Pair = tuple[float, float]

_FIELD = math.radians(26)  # vertical field of view: nearly parallel, so that heights at the back can be compared
_LOWEST, _STEEPEST = 4.0, 89.0
_NEAREST, _FARTHEST = 0.4, 8.0
_MIDDLE = (FLOOR + HEIGHT) / 2 - 0.06  # the height at the centre of the picture: low, as labels stand below
_LABELS = (112.0, 44.0)  # pixels of the width and of the height reserved for the labels
_MOST = 0.48  # the largest share of the width or the height that is reserved in a small picture


@frozen
class Camera:
    """A point of view: azimuth (0: from large x) and elevation in degrees, and the zoom relative to the fitted view."""

    azimuth: float = -60.0
    elevation: float = 30.0
    zoom: float = 1.0

    def turned(self, around: float, up: float) -> Camera:
        """Turn by some degrees; the elevation stays above the floor and below the vertical."""
        elevation = min(max(self.elevation + up, _LOWEST), _STEEPEST)
        return replace(self, azimuth=(self.azimuth + around + 180) % 360 - 180, elevation=elevation)

    def zoomed(self, factor: float) -> Camera:
        """Go nearer by a factor."""
        return replace(self, zoom=min(max(self.zoom * factor, _NEAREST), _FARTHEST))

    def distance(self, half: Pair, size: Pair) -> float:
        """The distance of the eye at which the scene fits a picture of `size` at every azimuth."""
        return _fitting(self.elevation, half, size) / self.zoom

    def view(self, half: Pair, size: Pair) -> Array:
        """The matrix from the scene to the eye, shape (4, 4)."""
        matrix = np.eye(4)
        matrix[:3, :3] = self._turn()
        matrix[:3, 3] = self._turn() @ np.array([0, 0, -_MIDDLE]) - np.array([0, 0, self.distance(half, size)])
        return matrix

    def projection(self, half: Pair, size: Pair) -> Array:
        """The matrix from the eye to the picture, shape (4, 4)."""
        distance = self.distance(half, size)
        near, far = max(0.02, distance - 2.2), distance + 2.2
        focal = 1 / math.tan(_FIELD / 2)
        return np.array(
            [
                [focal * size[1] / size[0], 0, 0, 0],
                [0, focal, 0, 0],
                [0, 0, (far + near) / (near - far), 2 * far * near / (near - far)],
                [0, 0, -1, 0],
            ]
        )

    def eye(self, half: Pair, size: Pair) -> Array:
        """The position of the eye, shape (3,)."""
        back: Array = self._turn()[2] * self.distance(half, size) + np.array([0, 0, _MIDDLE])
        return back

    def _turn(self) -> Array:
        """The rotation into the eye's axes: right, up, towards the eye; shape (3, 3)."""
        return _rotation(self.azimuth, self.elevation)


def _rotation(azimuth: float, elevation: float) -> Array:
    a, e = math.radians(azimuth), math.radians(elevation)
    return np.array(
        [
            [-math.sin(a), math.cos(a), 0],
            [-math.sin(e) * math.cos(a), -math.sin(e) * math.sin(a), math.cos(e)],
            [math.cos(e) * math.cos(a), math.cos(e) * math.sin(a), math.sin(e)],
        ]
    )


@lru_cache(maxsize=8)
def _fitting(elevation: float, half: Pair, size: Pair) -> float:
    """The distance at which the cylinder around the scene fits a picture of `size`, labels included."""
    angle = np.linspace(0, 2 * np.pi, 49)
    rim = math.hypot(*half)
    ring = np.stack((rim * np.cos(angle), rim * np.sin(angle)), axis=-1)
    corners = np.concatenate([np.column_stack((ring, np.full(len(ring), z - _MIDDLE))) for z in (FLOOR, HEIGHT)])
    seen = corners @ _rotation(0.0, elevation).T
    slope = math.tan(_FIELD / 2)
    free = [1 - min(_MOST, labels / length) for labels, length in zip(_LABELS, size, strict=True)]
    sides = np.abs(seen[:, 0]) / (slope * size[0] / size[1] * free[0]), np.abs(seen[:, 1]) / (slope * free[1])
    return float((np.maximum(*sides) + seen[:, 2]).max())


@frozen
class Projection:
    """The map from the scene to pixels of a picture of `width` by `height`."""

    matrix: Array
    width: float
    height: float

    @classmethod
    def of(cls, camera: Camera, half: Pair, width: float, height: float) -> Projection:
        """The projection of a camera; `half` is that of the Terrain."""
        size = (width, height)
        return cls(camera.projection(half, size) @ camera.view(half, size), width, height)

    def pixels(self, points: Array) -> Array:
        """Points of shape (..., 3) in pixels, shape (..., 2); nan behind the eye."""
        with np.errstate(all="ignore"):
            seen = np.concatenate((points, np.ones((*points.shape[:-1], 1))), axis=-1) @ self.matrix.T
            w = np.where(seen[..., 3:] > 1e-6, seen[..., 3:], np.nan)
            place: Array = seen[..., :2] / w
        pixels: Array = (place * np.array([1, -1]) + 1) / 2 * np.array([self.width, self.height])
        return pixels
