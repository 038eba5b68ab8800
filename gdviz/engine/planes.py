"""Planes through a space of many parameters: what of the loss and of the paths a picture of two axes can show.

A plane is an origin o and two orthonormal directions B = (b₁, b₂): its point (u, v) is w = o + u b₁ + v b₂, and
parameters w are projected onto it by (u, v) = B (w − o). On it the loss is one of two parameters (`PlaneProblem`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, Literal, Self

import numpy as np
from numpy.typing import ArrayLike, NDArray

from gdviz.frozen import frozen
from gdviz.messages import mark
from gdviz.problems.least_squares import LeastSquares
from gdviz.problems.problem import Domain, Minimum, Problem
from gdviz.problems.quadratic import QuadraticProblem

Floats = NDArray[np.float64]
EIGENVECTORS = mark("1st eigenvector"), mark("2nd eigenvector")
COMPONENTS = mark("1st principal component"), mark("2nd principal component")

_WORK = 4_000_000
"""Samples times squared parameters from which on a Hessian is taken of some samples only."""
_ROWS = 4096
"""Rows of a path that are enough for its directions."""
_AIR, _FLATTEST = 0.25, 0.05
"""The margin around what a box is fitted to, as a share of a side, and the least share of the longer side."""
_LOST = 10.0
"""A path that ends more than this many times as far out as the box of domain and starts explodes: its end is left out
of the picture."""
_FAR = 3.0
"""Points of paths count within this many times the box of domain, starts and ends, around its middle."""


@frozen
class PlaneChoice:
    """Which plane a person wants: what spans it, through which point it goes, and which two parameters, if these do.

    `runs` says to which paths one of principal components is fitted: those of all visible runs, or the chosen run's.
    In a file it is ``view["plane"]``; what the window saves or exports has the shares of the variance there, too, as
    `explained`, two numbers. They are computed again from the runs when the file is opened.
    """

    by: Literal["parameters", "hessian", "path"] = "parameters"
    at: Literal["point", "minimum"] = "point"
    axes: tuple[int, int] = (0, 1)
    runs: Literal["visible", "chosen"] = "visible"

    @classmethod
    def of(cls, view: Mapping[str, Any], dim: int) -> Self:
        """The choice in the `view` of an experiment of `dim` parameters; invalid values are ignored."""
        given = view.get("plane")
        data = given if isinstance(given, dict) else {}
        known = {
            "by": ("parameters", "hessian", "path"), "at": ("point", "minimum"), "runs": ("visible", "chosen")
        }  # fmt: skip
        made = cls(**{key: data[key] for key, words in known.items() if data.get(key) in words})
        axes = data.get("axes")
        if not isinstance(axes, list) or len(axes) != 2 or not all(type(i) is int and 0 <= i < dim for i in axes):
            return made
        return replace(made, axes=(axes[0], axes[1])) if axes[0] != axes[1] else made

    def into(self, view: Mapping[str, Any]) -> dict[str, Any]:
        """A copy of the `view` of an experiment that says this; keys of others stay."""
        made = {key: value for key, value in view.items() if key != "plane"}
        if self != PlaneChoice():
            made["plane"] = {"by": self.by, "at": self.at, "axes": list(self.axes)}
            if self.runs != "visible":
                made["plane"]["runs"] = self.runs
        return made


@frozen(eq=False)
class Plane:
    """An `origin`, shape (dim,), and an orthonormal `basis`, shape (2, dim); `names` are those of its axes."""

    origin: Floats
    basis: Floats
    names: tuple[str, str]
    explained: tuple[float, float] | None = None
    """The shares of the variance along each axis, of a plane spanned by paths; see `by_paths`."""
    curvatures: tuple[float, float] | None = None
    """The eigenvalues, of a plane spanned by eigenvectors of the Hessian."""
    samples: int | None = None
    """How many samples that Hessian is taken of, where not of all."""

    def point(self, place: ArrayLike) -> Floats:
        """The parameters (..., dim) at `place` (..., 2): o + B'(u, v)."""
        made: Floats = self.origin + np.asarray(place, dtype=float) @ self.basis
        return made

    def project(self, w: ArrayLike) -> Floats:
        """The place (..., 2) nearest to parameters (..., dim): B (w − o)."""
        return self.along(np.asarray(w, dtype=float) - self.origin)

    def along(self, vector: ArrayLike) -> Floats:
        """The part (..., 2) of a step or a gradient (..., dim) that lies in the plane: B v."""
        vector = np.asarray(vector, dtype=float)
        made: Floats = np.stack([(vector * axis).sum(-1) for axis in self.basis], axis=-1)
        return made

    def moved(self, w: ArrayLike, place: Sequence[float]) -> Floats:
        """The parameters (dim,) over `place` that differ from `w` along the basis only."""
        w = np.asarray(w, dtype=float)
        apart = w - self.point(self.project(w))
        made: Floats = np.where(self.basis.any(axis=0), apart + self.point(place), w)
        return made

    def through(self, w: ArrayLike) -> Plane:
        """The parallel plane through `w` (dim,), with the same places for what is projected onto it."""
        w = np.asarray(w, dtype=float)
        return replace(self, origin=w - self.project(w) @ self.basis)

    def holds(self, w: ArrayLike) -> bool:
        """Whether `w` (dim,) lies in the plane, up to rounding."""
        w = np.asarray(w, dtype=float)
        apart = np.linalg.norm(w - self.point(self.project(w)))
        return bool(apart <= 1e-9 * (1 + np.linalg.norm(w)))

    def along_as(self, other: Plane) -> Plane:
        """The same with each direction turned round that points against that of `other`."""
        signs = np.where((self.basis * other.basis).sum(-1) < 0, -1.0, 1.0)
        return replace(self, basis=self.basis * signs[:, None])


class PlaneProblem(Problem):
    """The loss g(u, v) = f(o + u b₁ + v b₂) of a problem f on a plane: ∇g = B ∇f, ∇²g = B ∇²f B'.

    A minimum of f counts where it lies in the plane. Where f is quadratic so is g, whatever the number of
    parameters: g(p) = f(o) + (B ∇f(o))·p + ½ p'(B ∇²f B')p.
    """

    def __init__(self, whole: Problem, plane: Plane, domain: Domain) -> None:
        self.whole, self.plane, self.domain = whole, plane, domain
        self.dim, self.names = 2, plane.names
        self.title, self.symbol, self.remark = whole.title, whole.symbol, whole.remark
        self.n_samples = whole.n_samples
        self.minima = tuple(
            Minimum(tuple(plane.project(m.w).tolist()), m.loss, m.is_global) for m in whole.minima if plane.holds(m.w)
        )
        self.start = tuple(plane.project(whole.start).tolist())
        self.proposed_lr = whole.proposed_lr
        self._apart = type(whole).loss_on is not Problem.loss_on
        self._form: tuple[float, Floats, Floats] | None = None
        """f(o), B ∇f(o) and B ∇²f B' of a quadratic f."""
        if is_quadratic(whole):
            zero = np.zeros(2)
            self._form = float(whole.loss(plane.origin)), self.grad(zero), self.hessian(zero)

    @property
    def samples_read(self) -> int:
        """Those of f, or none where g is known in coefficients."""
        return 1 if self._form is not None else self.whole.samples_read

    def same_as(self, other: PlaneProblem | None) -> bool:
        """Whether it is the same problem on the same plane, with the same axes and the same shares of the variance."""
        if other is None or other.whole is not self.whole or other.plane.explained != self.plane.explained:
            return False
        pairs = (self.plane.origin, other.plane.origin), (self.plane.basis, other.plane.basis)
        return all(np.array_equal(mine, others) for mine, others in pairs)

    def loss(self, w: Any, xp: Any = np) -> Any:
        """g, shape (...,) for places `w` of shape (..., 2)."""
        w = xp.asarray(w)
        return self.loss_on(w[..., 0], w[..., 1], xp=xp)

    def loss_on(self, *coordinates: Any, xp: Any = np) -> Any:
        """g for arrays u and v of shapes that broadcast; the whole broadcast shape comes back."""
        u, v = coordinates
        if self._form is not None:
            least, (a, b), ((aa, ab), (_, bb)) = self._form
            with np.errstate(all="ignore"):
                return least + u * (a + 0.5 * aa * u + ab * v) + v * (b + 0.5 * bb * v)
        parts = [self._coordinate(k, u, v) for k in range(self.whole.dim)]
        shape = np.broadcast_shapes(u.shape, v.shape)
        with np.errstate(all="ignore"):
            if self._apart:
                loss = self.whole.loss_on(*(xp.asarray(part) for part in parts), xp=xp)
                return loss if loss.shape == shape else xp.broadcast_to(loss, shape)
            # The parameters come first in memory, so that the problem reads each in one contiguous piece.
            w = xp.empty((self.whole.dim, *shape))
            for k, part in enumerate(parts):
                w[k] = part
            return self.whole.loss(xp.moveaxis(w, 0, -1), xp)

    def _coordinate(self, k: int, u: Any, v: Any) -> Any:
        """Parameter number k over (u, v); what does not depend on one of them stays as small as it is."""
        value: Any = float(self.plane.origin[k])
        for place, direction in zip((u, v), self.plane.basis[:, k].tolist(), strict=True):
            if direction:
                value = value + (place if direction == 1 else direction * place)
        return value

    def grad(self, w: Any, xp: Any = np) -> Any:
        """∇g, shape (..., 2)."""
        w = xp.asarray(w)
        basis = xp.asarray(self.plane.basis)
        return self.whole.grad(xp.asarray(self.plane.origin) + w @ basis, xp) @ basis.T

    def hessian(self, w: Any, xp: Any = np) -> Any:
        """∇²g, shape (..., 2, 2)."""
        w = xp.asarray(w)
        basis = xp.asarray(self.plane.basis)
        return basis @ self.whole.hessian(xp.asarray(self.plane.origin) + w @ basis, xp) @ basis.T


def by_parameters(problem: Problem, axes: tuple[int, int]) -> Plane:
    """The plane of two parameters, through 0: its places are their values."""
    names = problem.names[axes[0]], problem.names[axes[1]]
    return Plane(np.zeros(problem.dim), np.eye(problem.dim)[list(axes)], names)


def by_hessian(problem: Problem, w: ArrayLike, zero: ArrayLike) -> Plane:
    """The plane of the two leading eigenvectors of the Hessian at `w` (dim,), those of the largest eigenvalues in size.

    It goes through `zero` (dim,), its place (0, 0). See `hessian_at`.
    """
    hessian, samples = hessian_at(problem, w)
    if not np.isfinite(hessian).all():
        hessian = np.zeros_like(hessian)
    values, vectors = np.linalg.eigh((hessian + hessian.T) / 2)
    first, second = np.argsort(-np.abs(values), kind="stable")[:2]
    return Plane(
        np.asarray(zero, dtype=float),
        _pointed(vectors.T[[first, second]]),
        EIGENVECTORS,
        curvatures=(float(values[first]), float(values[second])),
        samples=samples,
    )


def by_paths(paths: Sequence[Floats], zero: ArrayLike) -> Plane:
    """The plane of the two principal components of R paths (n_k, dim), through `zero` (dim,), its place (0, 0).

    All rows w_ki are stacked, centred at m and weighed so that each path counts alike, however many rows it has:

        m = 1/R Σ_k 1/n_k Σ_i w_ki        C = 1/R Σ_k 1/n_k Σ_i (w_ki − m)(w_ki − m)'

    The axes are the leading eigenvectors of C, `explained` their eigenvalues over the trace of C. C is the mean
    covariance within the paths plus that of their means, so that it counts how far the paths lie apart. Without the
    weights a run of a thousand steps would outweigh one of ten, though both are one line in the picture.

    For one path these are the components of the differences w_i − w_n of Li et al. 2018, Visualizing the Loss Landscape
    of Neural Nets (arXiv:1712.09913), section 7: centring takes the constant w_n away. Several paths have no last point
    in common, but a mean. See also Jolliffe 2002, Principal Component Analysis, chapter 1.

    Of a long path every n-th row is taken; rows that are not finite are left out. Where paths stand still, both
    directions are arbitrary orthonormal ones, and where they go straight, the second is.
    """
    kept = [rows[np.isfinite(rows).all(axis=1)] for rows in (path[:: max(1, -(-len(path) // _ROWS))] for path in paths)]
    kept = [rows for rows in kept if len(rows)] or [np.asarray(zero, dtype=float)[None]]
    size = max(float(np.abs(rows - kept[0][0]).max()) for rows in kept) or 1.0
    scaled = [(rows - kept[0][0]) / size for rows in kept]  # otherwise squares of huge numbers would overflow
    middle = np.mean([rows.mean(axis=0) for rows in scaled], axis=0)
    apart = np.concatenate([(rows - middle) / np.sqrt(len(rows)) for rows in scaled])
    covariance = apart.T @ apart
    values, vectors = np.linalg.eigh(covariance)
    whole = float(np.trace(covariance))
    first, second = (max(0.0, float(value)) / whole if whole > 0 else 0.0 for value in values[:-3:-1])
    return Plane(np.asarray(zero, dtype=float), _pointed(vectors.T[:-3:-1]), COMPONENTS, explained=(first, second))


def near(problem: Problem, paths: Sequence[Floats]) -> list[Floats]:
    """The paths without the rows that are far from domain, starts and ends; whole ones where next to nothing is left.

    Otherwise a path that explodes would determine the plane, or the picture, alone.
    """
    middle, half = _room(problem, paths)
    with np.errstate(invalid="ignore"):
        kept = [path[(np.abs(path - middle) <= _FAR * half).all(axis=1)] for path in paths]
    return kept if any(len(rows) > 1 for rows in kept) else list(paths)


def _room(problem: Problem, paths: Sequence[Floats]) -> tuple[Floats, Floats]:
    """Middle and half sides (dim,) of the box round the problem's domain, the paths' starts, and ends not too far."""
    ends = [path[row] for row in (0, -1) for path in paths if len(path) and np.isfinite(path[row]).all()]
    starts = [path[0] for path in paths if len(path) and np.isfinite(path[0]).all()]
    middle, half = _box_round(problem, starts)
    return _box_round(problem, [w for w in ends if (np.abs(w - middle) <= _LOST * half).all()])


def _box_round(problem: Problem, points: list[Floats]) -> tuple[Floats, Floats]:
    """Middle and half sides, shape (dim,) each, of the box round the problem's domain and these points (dim,)."""
    places = np.stack([*np.array(problem.domain).T, *points])
    low, high = places.min(axis=0), places.max(axis=0)
    return (low + high) / 2, (high - low) / 2


def hessian_at(problem: Problem, w: ArrayLike) -> tuple[Floats, int | None]:
    """The Hessian at `w` (dim,), shape (dim, dim), and the number of samples it is taken of: None for all.

    With very many samples it is that of evenly spread ones, by central differences of their mean gradient.
    """
    w = np.asarray(w, dtype=float)
    n, dim = problem.n_samples or 1, problem.dim
    with np.errstate(all="ignore"):
        if n * dim * dim <= _WORK or is_quadratic(problem):
            return np.array(problem.hessian(w), dtype=float), None
        index = np.linspace(0, n - 1, max(256, _WORK // (dim * dim))).astype(int)
        hessian = np.empty((dim, dim))
        for k in range(dim):
            step = np.zeros(dim)
            step[k] = 6e-6 * max(1.0, abs(float(w[k])))
            after, before = (problem.batch_loss_grad(w + sign * step, index)[1] for sign in (1, -1))
            hessian[k] = (after - before) / (2 * step[k])
    return (hessian + hessian.T) / 2, len(index)


def is_quadratic(problem: Problem) -> bool:
    """Whether the problem has the same Hessian everywhere."""
    return isinstance(problem, QuadraticProblem | LeastSquares)


def is_costly(problem: Problem) -> bool:
    """Whether a Hessian of the problem, or a picture, takes too long for each move of the playhead."""
    return (problem.n_samples or 1) * problem.dim**2 > _WORK // 10 and not is_quadratic(problem)


def box_on(plane: Plane, problem: Problem, paths: Sequence[Floats]) -> Domain:
    """The box of a picture of the plane: that of two parameters, otherwise one around paths and minima, with a margin.

    What lies far beyond the problem's domain, the starts and the ends does not count, so that a path that explodes
    leaves a picture.
    """
    middle, half = _room(problem, [] if plane.explained is None and plane.curvatures is None else paths)
    center, reach = plane.project(middle), np.abs(plane.basis) @ half
    if plane.explained is None and plane.curvatures is None:
        return tuple((float(c - r), float(c + r)) for c, r in zip(center, reach, strict=True))
    rows = [path[:: max(1, len(path) // _ROWS)] for path in paths] + [np.array([m.w]) for m in problem.minima]
    places = plane.project(np.concatenate(rows)) if rows else center[None]
    with np.errstate(invalid="ignore"):
        kept = places[(np.abs(places - center) <= _FAR * reach).all(axis=1)]
    if not len(kept):
        kept = center[None]
    low, high = kept.min(axis=0), kept.max(axis=0)
    sides = (high - low) * (1 + 2 * _AIR)
    longest = float(sides.max())
    sides = np.maximum(sides, _FLATTEST * longest) if longest > 1e-12 * float(reach.max()) else 2 * reach
    ends = zip((low + high - sides) / 2, (low + high + sides) / 2, strict=True)
    return tuple((float(start), float(end)) for start, end in ends)


def _pointed(vectors: Floats) -> Floats:
    """Directions (m, dim), each with its largest component positive: the sign of an eigenvector is arbitrary."""
    largest = np.take_along_axis(vectors, np.abs(vectors).argmax(axis=1)[:, None], axis=1)
    return vectors * np.where(largest < 0, -1.0, 1.0)
