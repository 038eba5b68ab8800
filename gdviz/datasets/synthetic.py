"""Synthetic samples: a shape, its numbers and a seed always give the same samples."""

from __future__ import annotations

from abc import abstractmethod
from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np

from gdviz.datasets.samples import Source, Table, feature_names
from gdviz.messages import ExperimentError, mark, message
from gdviz.params import build, join, param, unknown

MAX_NUMBERS = 20_000_000


@dataclass(frozen=True, kw_only=True)
class Synthetic(Source):
    """What all shapes have: how many samples, and the seed.

    The numbers are those of NumPy's default_rng(seed).
    """

    kind = "synthetic"
    label = mark("Made-up data")
    order = 30
    shape: ClassVar[str] = ""

    n: int = param(
        100, kind="int", low=1, high=2_000_000, label=mark("Samples"), help=mark("How many samples are made.")
    )
    noise: float = param(0.3, low=0, label=mark("Noise"), help=mark("The standard deviation of the Gaussian noise."))
    outliers: int = param(
        0, kind="int", low=0, label=mark("Outliers"), help=mark("How many samples lie far from the rest.")
    )
    seed: int = param(
        0, kind="int", low=0, high=2**63 - 1, label=mark("Seed"), help=mark("Another seed, other samples.")
    )

    @classmethod
    def from_json(cls, data: dict[str, Any], path: str) -> Synthetic:
        """The shape that `data["shape"]` names. Raises ExperimentError with the path of the offending key."""
        shape = data.get("shape")
        if not isinstance(shape, str) or shape not in SHAPES:
            raise ExperimentError(join(path, "shape"), unknown(shape, SHAPES))
        return build(SHAPES[shape], data, path, ignore=("kind", "shape"))

    @abstractmethod
    def make(self, random: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
        """Features (n, d) and targets (n,)."""

    def recorded(self) -> dict[str, Any]:
        """All numbers that the samples follow from, also those left at their defaults."""
        return {"kind": self.kind, "shape": self.shape, **super().recorded()}

    def read(self, path: str) -> Table:
        """Make the samples. Raises ExperimentError where they would be too many, or overflow."""
        if self.outliers > self.n:
            raise ExperimentError(
                join(path, "outliers"), message("must be at most n = {n}, got {got}", n=self.n, got=self.outliers)
            )
        features = getattr(self, "features", 2)
        if self.n * features > MAX_NUMBERS:
            raise ExperimentError(
                join(path, "n"), message("too many: n times features may be {most} at most", most=MAX_NUMBERS)
            )
        with np.errstate(all="ignore"):
            x, y = self.make(np.random.default_rng(self.seed))
        if not (np.isfinite(x).all() and np.isfinite(y).all()):
            raise ExperimentError(path, message("makes numbers that are not finite"))
        return Table(feature_names(x.shape[1]), "y", x, y)


@dataclass(frozen=True, kw_only=True)
class Regression(Synthetic):
    """y = h(x) plus noise, x uniform in [low, high]; an outlier lies `outlier_size` above or below."""

    low: float = param(-2.0, label=mark("From"), help=mark("Where x begins."))
    high: float = param(2.0, label=mark("To"), help=mark("Where x ends."))
    outlier_size: float = param(
        5.0, low=0, label=mark("Outlier size"), help=mark("How far above or below an outlier lies.")
    )

    def check_together(self, path: str) -> None:
        """Raises ExperimentError."""
        if not self.low < self.high:
            raise ExperimentError(
                join(path, "low"), message("must have low < high, got {low} and {high}", low=self.low, high=self.high)
            )

    @abstractmethod
    def curve(self, x: np.ndarray) -> np.ndarray:
        """h(x) for x of shape (n, d), shape (n,)."""

    def make(self, random: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
        """x first, then the noise, then which samples are outliers: more noise leaves x as it is."""
        x = random.uniform(self.low, self.high, (self.n, getattr(self, "features", 1)))
        y = self.curve(x) + self.noise * random.standard_normal(self.n)
        far = random.permutation(self.n)[: self.outliers]
        y[far] += self.outlier_size * random.choice([-1.0, 1.0], self.outliers)
        return x, y


@dataclass(frozen=True, kw_only=True)
class Line(Regression):
    """y = slope x + intercept; with more features each has that slope, with signs in turn."""

    shape = "line"

    slope: float = param(2.0, label=mark("Slope"), help=mark("What y gains for 1 of x."))
    intercept: float = param(1.0, label=mark("Intercept"), help=mark("y at x = 0."))
    features: int = param(1, kind="int", low=1, high=100, label=mark("Features"), help=mark("How many columns x has."))

    def curve(self, x: np.ndarray) -> np.ndarray:
        """slope (x1 - x2 + x3 - ...) + intercept."""
        signs = np.where(np.arange(x.shape[1]) % 2, -1.0, 1.0)
        return np.asarray(self.slope * (x * signs).sum(-1) + self.intercept)


@dataclass(frozen=True, kw_only=True)
class Sine(Regression):
    """y = amplitude sin(frequency x + phase)."""

    shape = "sine"

    amplitude: float = param(1.0, label=mark("Amplitude"), help=mark("How high the wave is."))
    frequency: float = param(2.0, label=mark("Frequency"), help=mark("Radians for 1 of x."))
    phase: float = param(0.0, label=mark("Phase"), help=mark("Radians at x = 0."))

    def curve(self, x: np.ndarray) -> np.ndarray:
        """The wave."""
        return np.asarray(self.amplitude * np.sin(self.frequency * x[:, 0] + self.phase))


@dataclass(frozen=True, kw_only=True)
class Tanh(Regression):
    """y = amplitude tanh(frequency x)."""

    shape = "tanh"

    amplitude: float = param(1.0, label=mark("Amplitude"), help=mark("The value far to the right."))
    frequency: float = param(1.0, label=mark("Steepness"), help=mark("How steep the middle is."))

    def curve(self, x: np.ndarray) -> np.ndarray:
        """The step."""
        return np.asarray(self.amplitude * np.tanh(self.frequency * x[:, 0]))


@dataclass(frozen=True, kw_only=True)
class Clusters(Synthetic):
    """Two classes: Gaussian clouds of deviation `noise`, their centres `distance` apart; outliers are mislabelled."""

    shape = "clusters"

    noise: float = param(1.0, low=0, label=mark("Spread"), help=mark("The standard deviation of each cloud."))
    distance: float = param(3.0, low=0, label=mark("Distance"), help=mark("Between the centres of the clouds."))
    features: int = param(2, kind="int", low=1, high=100, label=mark("Features"), help=mark("How many columns x has."))

    def make(self, random: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
        """The classes in turn, 0 at the smaller coordinates."""
        y = (np.arange(self.n) % 2).astype(float)
        center = self.distance / 2 / np.sqrt(self.features)
        x = (2 * y - 1)[:, None] * center + self.noise * random.standard_normal((self.n, self.features))
        return x, _mislabelled(y, self.outliers, random)


@dataclass(frozen=True, kw_only=True)
class Moons(Synthetic):
    """Two classes that no line separates: interleaved half circles of radius 1."""

    shape = "moons"

    noise: float = param(0.15, low=0, label=mark("Noise"), help=mark("The standard deviation of the Gaussian noise."))

    def make(self, random: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
        """The upper half circle is 0, the lower one 1."""
        y = (np.arange(self.n) % 2).astype(float)
        angle, side = np.pi * random.uniform(size=self.n), 1 - 2 * y
        x = np.column_stack([side * np.cos(angle) + y, side * np.sin(angle) + 0.5 * y])
        return x + self.noise * random.standard_normal(x.shape), _mislabelled(y, self.outliers, random)


SHAPES: dict[str, type[Synthetic]] = {cls.shape: cls for cls in (Line, Sine, Tanh, Clusters, Moons)}
"""The shapes by name."""


def _mislabelled(y: np.ndarray, count: int, random: np.random.Generator) -> np.ndarray:
    """The classes with `count` of them exchanged."""
    wrong = random.permutation(len(y))[:count]
    y[wrong] = 1 - y[wrong]
    return y
