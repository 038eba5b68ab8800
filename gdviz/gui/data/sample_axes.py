"""The axes of the plot of the samples, and the curve of the model on them; no Qt."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from gdviz.engine.undersampling import golden, misses
from gdviz.frozen import frozen
from gdviz.problems.fitting import CrossEntropy, DataProblem
from gdviz.view_state import Box

AGAINST = -1
"""The choice of an axis that stands for the prediction."""
CURVE, GRID = 240, 56
BAND, _BETWEEN, _BESIDE = 600, 16, 2
"""For a model that oscillates between the points of its curve: columns of the band, points evaluated in each, and
columns on either side whose points are included."""


@frozen
class SampleAxes:
    """Feature `x` against the target, or against feature `y`; with AGAINST as `x`, the prediction against the target.

    Features that are on no axis are held at their mean.
    """

    problem: DataProblem
    x: int = 0
    y: int | None = None

    @classmethod
    def first(cls, problem: DataProblem) -> SampleAxes:
        """The default axes: the first two features for classes of several features, else feature and target."""
        classes = problem.loss_kind is CrossEntropy
        return cls(problem, 0, 1 if classes and problem.samples.x.shape[1] > 1 else None)

    @property
    def classes(self) -> bool:
        """Whether the targets are classes."""
        return self.problem.loss_kind is CrossEntropy

    @property
    def against(self) -> bool:
        """Whether predictions are plotted against targets."""
        return self.x == AGAINST

    @property
    def editable(self) -> bool:
        """Whether a place of the plot determines a sample, so that samples can be edited."""
        return not self.against

    def names(self) -> tuple[str, str]:
        """The titles of the two axes."""
        samples = self.problem.samples
        if self.against:
            return samples.target, f"ŷ ({samples.target})"
        return samples.names[self.x], samples.target if self.y is None else samples.names[self.y]

    def points(self, index: np.ndarray, prediction: np.ndarray) -> np.ndarray:
        """The places of the samples `index`, shape (M, 2)."""
        samples = self.problem.samples
        if self.against:
            return np.column_stack([samples.y[index], prediction])
        up = samples.y[index] if self.y is None else samples.x[index, self.y]
        return np.column_stack([samples.x[index, self.x], up])

    def feet(self, index: np.ndarray, prediction: np.ndarray) -> np.ndarray | None:
        """The ends of the samples' residuals, at the predictions, shape (M, 2); None if they are not shown."""
        samples = self.problem.samples
        if self.against:
            return np.column_stack([samples.y[index], samples.y[index]])
        return None if self.y is not None else np.column_stack([samples.x[index, self.x], prediction])

    def box(self) -> Box:
        """The box of all samples, with margins."""
        samples = self.problem.samples
        if self.against:
            side = _side(samples.y, 0.08)
            return side, side
        up = (-0.18, 1.18) if self.y is None and self.classes else None
        return _side(samples.x[:, self.x], 0.06), up or _side(
            samples.y if self.y is None else samples.x[:, self.y], 0.1
        )

    def curve(
        self, w: np.ndarray, low: float, high: float, height: float | None = None
    ) -> tuple[np.ndarray, np.ndarray]:
        """The model at `w` between `low` and `high`: points of shapes (m,), (m,); the diagonal where it is compared.

        If it oscillates faster than the points can show, in a picture as high as `height`, the line goes up and down
        between the lowest and the highest prediction of each of many columns, which looks like a band.
        """
        x = np.linspace(low, high, CURVE)
        if self.against:
            return x[[0, -1]], x[[0, -1]]

        def predicted(places: np.ndarray) -> np.ndarray:
            return np.asarray(self.problem.predict(w, self._features((self.x, places))))

        y = predicted(x)
        return _band(predicted, low, high) if misses(predicted, x, y, height) else (x, y)

    def grid(self, w: np.ndarray, box: Box) -> np.ndarray:
        """The probability of class 1 over the plane, shape (GRID, GRID): rows go up, columns right."""
        (x0, x1), (y0, y1) = box
        across, up = np.meshgrid(np.linspace(x0, x1, GRID), np.linspace(y0, y1, GRID))
        assert self.y is not None
        features = self._features((self.x, across.ravel()), (self.y, up.ravel()))
        return np.asarray(self.problem.predict(w, features)).reshape(GRID, GRID)

    def _features(self, *columns: tuple[int, np.ndarray]) -> np.ndarray:
        made = np.tile(self.problem.samples.x.mean(axis=0), (len(columns[0][1]), 1))
        for place, values in columns:
            made[:, place] = values
        return made


def _band(function: Callable[[np.ndarray], np.ndarray], low: float, high: float) -> tuple[np.ndarray, np.ndarray]:
    """A line, shapes (2 BAND,), up and down between the lowest and the highest value of each column."""
    width = (high - low) / BAND
    shares = golden(BAND * _BETWEEN).reshape(BAND, _BETWEEN)
    values = function((low + (np.arange(BAND)[:, None] + shares) * width).ravel()).reshape(BAND, _BETWEEN)
    ends = np.stack((_spread(values, np.fmin), _spread(values, np.fmax)), axis=1)
    ends[1::2] = ends[1::2, ::-1]
    return np.repeat(low + (np.arange(BAND) + 0.5) * width, 2), ends.ravel()


def _spread(values: np.ndarray, extreme: np.ufunc) -> np.ndarray:
    """The extreme of each row of `values` and of the rows beside it, shape (BAND,)."""
    padded = np.pad(extreme.reduce(values, axis=1), _BESIDE, mode="edge")
    found: np.ndarray = extreme.reduce(np.lib.stride_tricks.sliding_window_view(padded, 2 * _BESIDE + 1), axis=1)
    return found


def _side(values: np.ndarray, room: float) -> tuple[float, float]:
    low, high = float(values.min()), float(values.max())
    more = room * ((high - low) or max(abs(low), 1.0))
    return low - more, high + more
