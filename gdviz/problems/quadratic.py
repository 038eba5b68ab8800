"""The quadratic 1/2 (w-m)ᵀA(w-m): A's eigenvalues determine all that gradient descent does."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from gdviz.formula import parse
from gdviz.messages import ExperimentError, mark, message
from gdviz.params import build, join, number, param
from gdviz.problems.closed_form import read_noise
from gdviz.problems.problem import Domain, Minimum, Problem, ProblemSpec, ScalarLossGrad, read_domain, row_by_row

MAX_DIM = 64
WRITTEN = 6
"""Parameters up to which the gradient is written out."""
REACH = 5.0
"""Half a side of the box around the minimum."""


@dataclass(frozen=True)
class QuadraticSpec(ProblemSpec):
    """The declaration: the symmetric matrix A, row by row, and the stationary point m (None: the origin)."""

    kind = "quadratic"
    label = mark("Quadratic")
    summary = mark("A quadratic by its symmetric matrix, of up to 64 parameters.")
    written = "½ (w − m)ᵀA(w − m)"
    order = 15

    matrix: tuple[tuple[float, ...], ...] = param(kind="data")
    minimum: tuple[float, ...] | None = param(None, kind="data", optional=True)
    domain: Domain | None = param(None, kind="data", optional=True)
    noise_std: float = 0.0

    @classmethod
    def from_json(cls, data: dict[str, Any], path: str) -> QuadraticSpec:
        """Read and check `problem`. Raises ExperimentError with the path of the offending key."""
        made = build(cls, data, path, ignore=("kind", "noise"))
        matrix = _read_matrix(made.matrix, join(path, "matrix"))
        where = join(path, "minimum")
        minimum = None if made.minimum is None else _read_row(made.minimum, where, len(matrix))
        domain = read_domain(made.domain, join(path, "domain"), len(matrix))
        return cls(matrix, minimum, domain, read_noise(data.get("noise"), join(path, "noise")))

    def to_json(self) -> dict[str, Any]:
        """The object of the experiment file."""
        data: dict[str, Any] = {"kind": self.kind, "matrix": [list(row) for row in self.matrix]}
        if self.minimum is not None:
            data["minimum"] = list(self.minimum)
        if self.domain is not None:
            data["domain"] = [list(side) for side in self.domain]
        if self.noise_std:
            data["noise"] = {"std": self.noise_std}
        return data

    @property
    def dim(self) -> int:
        """The number of rows of A."""
        return len(self.matrix)

    def build(self) -> Problem:
        """Compile it."""
        return QuadraticProblem(self)


class QuadraticProblem(Problem):
    """f(w) = 1/2 (w-m)ᵀA(w-m), gradient A(w-m), Hessian A (Nocedal & Wright, Numerical Optimization, 2.1).

    With A positive definite m is the one minimum. An eigenvalue below -1e-12 of the largest in size makes f
    unbounded below; one of about 0 leaves a valley of no single minimum.
    """

    def __init__(self, spec: QuadraticSpec) -> None:
        self.dim = n = spec.dim
        self.title = "Quadratic"
        self.names = ("x", "y")[:n] if n <= 2 else tuple(f"w{i + 1}" for i in range(n))
        self.matrix = np.array(spec.matrix)
        """A, shape (dim, dim)."""
        center = spec.minimum or (0.0,) * n
        self.center = np.array(center)
        """m, shape (dim,)."""
        self.noise_std = spec.noise_std
        reach = [max(REACH, 1e-6 * abs(c)) for c in center]  # long enough that the ends are different floats
        self.domain = spec.domain or tuple((c - r, c + r) for c, r in zip(center, reach, strict=True))
        self.start = tuple(c + (0.6 if i % 2 else -0.8) * r for i, (c, r) in enumerate(zip(center, reach, strict=True)))
        eigenvalues = np.linalg.eigvalsh(self.matrix)
        sharpness = float(np.abs(eigenvalues).max())
        self.proposed_lr = float(f"{1 / sharpness:.0e}") if sharpness > 0 else 0.01
        self.unbounded_below = bool(eigenvalues[0] < -1e-12 * sharpness)
        if eigenvalues[0] > 1e-12 * sharpness:
            self.minima = (Minimum(center, 0.0),)
        self._scalar = _scalar_code(spec.matrix, center)
        self._device: dict[int, tuple[Any, Any]] = {}

    def _on(self, xp: Any) -> tuple[Any, Any]:
        """(A, m) as arrays of `xp`, sent to a GPU once."""
        if xp is np:
            return self.matrix, self.center
        if id(xp) not in self._device:
            self._device[id(xp)] = (xp.asarray(self.matrix), xp.asarray(self.center))
        return self._device[id(xp)]

    def loss(self, w: Any, xp: Any = np) -> Any:
        """f(w), shape (...,) for w of shape (..., dim)."""
        matrix, center = self._on(xp)
        d = xp.asarray(w) - center
        with np.errstate(all="ignore"):
            return 0.5 * (row_by_row(d, matrix, xp) * d).sum(-1)

    def loss_on(self, *coordinates: Any, xp: Any = np) -> Any:
        """The loss where each parameter has its own array; the result has the whole broadcast shape."""
        d = [c - float(m) for c, m in zip(coordinates, self.center, strict=True)]
        total: Any = 0.0
        with np.errstate(all="ignore"):
            for i, di in enumerate(d):
                for j in range(i, self.dim):
                    factor = float(self.matrix[i, j]) * (0.5 if i == j else 1.0)
                    total = total + factor * di * d[j]
        return total

    def grad(self, w: Any, xp: Any = np) -> Any:
        """A(w-m), shape (..., dim)."""
        matrix, center = self._on(xp)
        with np.errstate(all="ignore"):
            return (xp.asarray(w) - center) @ matrix

    def hessian(self, w: Any, xp: Any = np) -> Any:
        """A everywhere, shape (..., dim, dim)."""
        return xp.broadcast_to(self._on(xp)[0], (*xp.asarray(w).shape[:-1], self.dim, self.dim))

    def partials(self) -> tuple[str, ...]:
        """The rows of A(w-m), zeros left out; none with too many parameters to read them."""
        return tuple(self._partials(repr)) if self.dim <= WRITTEN else ()

    def gradient_texts(self) -> tuple[str, ...]:
        """The same for reading, with six digits."""
        if self.dim > WRITTEN:
            return ()
        return tuple(parse(text, self.names).pretty() for text in self._partials("{:.6g}".format))

    def _partials(self, write: Callable[[float], str]) -> Iterator[str]:
        for row in self.matrix.tolist():
            terms = []
            for name, factor, middle in zip(self.names, row, self.center.tolist(), strict=True):
                if factor:
                    moved = f"({name} {'-' if middle > 0 else '+'} {write(abs(middle))})" if middle else name
                    factor_text = "" if abs(factor) == 1 else f"{write(abs(factor))}*"
                    terms.append(f"{'-' if factor < 0 else '+'} {factor_text}{moved}")
            yield " ".join(terms).removeprefix("+ ") or "0"

    @property
    def scalar(self) -> ScalarLossGrad:
        """``f(*w) -> (loss, *gradient)`` on Python floats."""
        return self._scalar

    def scalar_loss(self, *w: float) -> float:
        """The loss at a point of Python floats."""
        return float(self._scalar(*w)[0])


def _scalar_code(matrix: tuple[tuple[float, ...], ...], center: tuple[float, ...]) -> Callable[..., Any]:
    """Loss and gradient on floats: written out for two parameters, as sums for any other number."""
    if len(center) == 2:
        (a, b), (_, c) = matrix
        p, q = center

        def plane(x: float, y: float) -> tuple[float, float, float]:
            u, v = x - p, y - q
            g, h = a * u + b * v, b * u + c * v
            return 0.5 * (u * g + v * h), g, h

        return plane

    def space(*w: float) -> tuple[float, ...]:
        d = [x - m for x, m in zip(w, center, strict=True)]
        grad = [sum(map(float.__mul__, row, d)) for row in matrix]
        return 0.5 * sum(map(float.__mul__, d, grad)), *grad

    return space


def _read_row(data: Any, path: str, n: int) -> tuple[float, ...]:
    if not isinstance(data, list | tuple) or len(data) != n:
        raise ExperimentError(path, message("must be a list of {n} numbers", n=n))
    return tuple(number(value, f"{path}[{i}]") for i, value in enumerate(data))


def _read_matrix(data: Any, path: str) -> tuple[tuple[float, ...], ...]:
    if not isinstance(data, list | tuple) or not 1 <= len(data) <= MAX_DIM:
        raise ExperimentError(path, message("must be a square list of 1 to {most} rows", most=MAX_DIM))
    rows = tuple(_read_row(row, f"{path}[{i}]", len(data)) for i, row in enumerate(data))
    for i, row in enumerate(rows):
        for j in range(i):
            if row[j] != rows[j][i]:
                raise ExperimentError(
                    f"{path}[{i}][{j}]",
                    message("must be symmetric: {a} here, {b} across", a=row[j], b=rows[j][i]),
                )
    return rows
