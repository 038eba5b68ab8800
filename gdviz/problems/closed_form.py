"""Problems whose loss is a formula: what expression and surface share."""

from __future__ import annotations

import math
from functools import cached_property
from typing import Any

import numpy as np

from gdviz.formula import Formula, compile_functions, namespace, readable, scalars
from gdviz.formula.nodes import Call, walk
from gdviz.messages import ExperimentError, message
from gdviz.params import join, number, unknown_key
from gdviz.problems import precompiled
from gdviz.problems.problem import Domain, Minimum, Problem, ScalarLossGrad

GRID = 33
"""Points a side of the grid on which a loss is tried."""
HIDING = {"log", "log10", "sign"}
"""Functions whose derivative may be finite where they have no value: that of log x is 1/x below 0, too."""


class FormulaProblem(Problem):
    """A loss given by a formula, with the exact gradient and Hessian of its derivatives.

    The formulas of the catalogue come compiled (`precompiled`); any other is differentiated and compiled when it is
    made. Raises FormulaError where that finds no real derivative.
    """

    def __init__(
        self,
        formula: Formula,
        *,
        title: str,
        domain: Domain,
        start: tuple[float, ...] | None = None,
        proposed_lr: float | None = None,
        minima: tuple[Minimum, ...] = (),
        unbounded_below: bool = False,
        noise_std: float = 0.0,
        symbol: str = "f",
    ) -> None:
        self.formula = formula
        self.symbol = symbol
        self.dim = len(formula.variables)
        self.names = formula.variables
        self.constants = formula.constants
        self.title = title
        self.domain = domain
        self.minima = minima
        self.unbounded_below = unbounded_below
        self.noise_std = noise_std
        self.loss_has_gaps = any(isinstance(node, Call) and node.name in HIDING for node in walk(formula.node))
        self._compiled = precompiled.code(formula) or compile_functions(formula)
        self._scalar = self._compiled.scalar
        self.start = start or propose_start(formula, domain)
        self.proposed_lr = proposed_lr or self._propose_lr()

    def loss(self, w: Any, xp: Any = np) -> Any:
        """f(w), shape (...,) for w of shape (..., dim)."""
        w = _floats(w, self.dim, xp)
        return self.loss_on(*(w[..., i] for i in range(self.dim)), xp=xp)

    def loss_on(self, *coordinates: Any, xp: Any = np) -> Any:
        """The loss where each parameter has its own array; the result has the whole broadcast shape."""
        with np.errstate(all="ignore"):
            value = self.formula.evaluate(xp, *coordinates)
        shape = np.broadcast_shapes(*(c.shape for c in coordinates))
        if getattr(value, "shape", None) != shape:
            value = xp.zeros(shape, coordinates[0].dtype) + value
        return value

    def grad(self, w: Any, xp: Any = np) -> Any:
        """∇f(w), shape (..., dim)."""
        w = _floats(w, self.dim, xp)
        out = xp.empty_like(w)  # in the order of memory that w has
        for i, component in enumerate(self._run(self._compiled.grad, w, xp)):
            out[..., i] = component
        return out

    def hessian(self, w: Any, xp: Any = np) -> Any:
        """∇²f(w), shape (..., dim, dim)."""
        w = _floats(w, self.dim, xp)
        out = xp.empty((*w.shape, self.dim), w.dtype)
        entries = iter(self._run(self._compiled.hessian, w, xp))
        for i in range(self.dim):
            for j in range(i, self.dim):
                out[..., i, j] = out[..., j, i] = next(entries)
        return out

    def _run(self, code: Any, w: Any, xp: Any) -> tuple[Any, ...]:
        with np.errstate(all="ignore"):
            found: tuple[Any, ...] = code(namespace(xp), *(w[..., i] for i in range(self.dim)))
        return found

    @property
    def scalar(self) -> ScalarLossGrad:
        """``f(*w) -> (loss, *gradient)`` on Python floats, 1 to 3 million calls a second."""
        return self._scalar

    def scalar_with(self, m: Any, *w: Any) -> tuple[Any, ...]:
        """See Problem."""
        return self._compiled.loss_grad(m, *w)

    def scalar_loss(self, *w: float) -> float:
        """The loss at a point of Python floats; nan where it has no finite real value."""
        at = tuple(map(float, w))
        try:
            loss = float(self._scalar(*at)[0])
        except (ArithmeticError, ValueError):  # perhaps only the gradient has no value
            loss = math.nan
        if math.isfinite(loss):
            return loss
        try:
            return float(self.formula.evaluate(scalars, *at))
        except (ArithmeticError, ValueError):
            return math.nan

    def partials(self) -> tuple[str, ...]:
        """The partial derivatives in the formula grammar: ``("6*x*y", "3*x**2")``, named constants by their names."""
        return self._compiled.partials

    def gradient_texts(self) -> tuple[str, ...]:
        """The partial derivatives for reading: ``("6xy", "3x²")``; empty where one is too long for that."""
        return self._pretty

    @cached_property
    def _pretty(self) -> tuple[str, ...]:
        return tuple(readable(text, self.names, self.constants) for text in self._compiled.partials)

    def _propose_lr(self) -> float:
        """A tenth of 1/sharpness at the start, at most a step of a tenth of the domain; one digit."""
        start = np.array(self.start)
        hessian, grad = self.hessian(start), self.grad(start)
        if not (np.isfinite(hessian).all() and np.isfinite(grad).all()):
            return 0.01
        sharpness = float(np.abs(np.linalg.eigvalsh(hessian)).max())
        slope = float(np.abs(grad).max())
        span = min(hi - lo for lo, hi in self.domain)
        limits = [0.1 / sharpness] if sharpness > 0 else []
        limits += [0.1 * span / slope] if slope > 0 else []
        return float(f"{min(max(min(limits, default=0.01), 1e-6), 1.0):.0e}")


def _floats(w: Any, dim: int, xp: Any) -> Any:
    """`w` as floats of shape (..., dim). Raises ValueError for another length."""
    w = xp.asarray(w)
    if w.ndim == 0 or w.shape[-1] != dim:
        raise ValueError(f"w must have shape (..., {dim}), got {w.shape}")
    return w if w.dtype.kind == "f" else w.astype(float)


def try_grid(formula: Formula, domain: Domain) -> tuple[list[Any], Any]:
    """The axes of a grid over `domain`, and the loss there: GRID values a parameter."""
    n = len(formula.variables)
    axes = [
        np.linspace(lo, hi, GRID).reshape([-1 if j == i else 1 for j in range(n)]) for i, (lo, hi) in enumerate(domain)
    ]
    with np.errstate(all="ignore"):
        values = formula.evaluate(np, *axes)
    return axes, np.broadcast_to(values, (GRID,) * n)


def finite_somewhere(formula: Formula, domain: Domain) -> bool:
    """Whether the loss is a finite number at one point of the grid at least."""
    return bool(np.isfinite(try_grid(formula, domain)[1]).any())


def propose_start(formula: Formula, domain: Domain) -> tuple[float, ...]:
    """The point at three quarters of each side, or the finite one of the grid that is nearest to it."""
    _, values = try_grid(formula, domain)
    places = np.argwhere(np.isfinite(values))
    if not len(places):
        return tuple(lo + 0.75 * (hi - lo) for lo, hi in domain)
    goal = 0.75 * (GRID - 1)
    best = places[np.argmin(((places - goal) ** 2).sum(axis=1))]
    return tuple(float(lo + (hi - lo) * k / (GRID - 1)) for (lo, hi), k in zip(domain, best, strict=True))


def default_domain(formula: Formula) -> Domain | None:
    """The first of a few boxes around 0 in which the loss is finite somewhere."""
    for reach in (2.0, 10.0, 100.0, 1000.0):
        domain = ((-reach, reach),) * len(formula.variables)
        if finite_somewhere(formula, domain):
            return domain
    return None


def read_noise(data: object, path: str) -> float:
    """The standard deviation in ``{"std": ...}``, 0 for None. Raises ExperimentError."""
    if data is None:
        return 0.0
    if not isinstance(data, dict):
        raise ExperimentError(path, message("must be an object with std"))
    for key in data:
        if key != "std":
            raise ExperimentError(join(path, str(key)), unknown_key(key, ["std"]))
    if "std" not in data:
        raise ExperimentError(join(path, "std"), message("is missing"))
    std = number(data["std"], join(path, "std"))
    if std < 0:
        raise ExperimentError(join(path, "std"), message("must be {range}, got {got}", range=">= 0", got=std))
    return std
