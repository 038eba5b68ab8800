"""What a problem is: a loss of `dim` parameters with its exact gradient and Hessian.

Two halves: `ProblemSpec`, the frozen declaration that an experiment file holds, and `Problem`, the
compiled thing that computes. `spec.build()` makes the second from the first.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType
from typing import Any, ClassVar

import numpy as np

from gdviz.frozen import frozen
from gdviz.messages import ExperimentError, Message, message
from gdviz.params import number

ScalarLossGrad = Callable[..., tuple[Any, ...]]
Domain = tuple[tuple[float, float], ...]
FARTHEST, FINEST = 1e100, 1e-9
"""The farthest end that a domain may have, and the least share of it that a side may be long."""


@frozen
class Minimum:
    """A known minimum: its parameters `w` (dim numbers), its loss, and whether no other is lower."""

    w: tuple[float, ...]
    loss: float
    is_global: bool = True


class Problem(ABC):
    """A compiled problem. All arrays: `w` of shape (..., dim), of NumPy or CuPy; the same kind comes back.

    Compiled code cannot be pickled: a problem is pickled as its declaration, and compiled again where it is read.
    """

    spec: ProblemSpec
    """What it was compiled from; set by `compiled`."""
    dim: int
    names: tuple[str, ...]
    """The parameters' names, such as ("x", "y") or ("w1", "b")."""
    title: str
    """The title in a window: "Himmelblau"."""
    symbol: str = "f"
    """The letter of the loss in formulas."""
    domain: Domain
    """The box drawn first: one (lo, hi) a parameter."""
    minima: tuple[Minimum, ...] = ()
    unbounded_below: bool = False
    """True where it is known that no global minimum exists."""
    remark: Message | None = None
    """A special property in one sentence for the window, such as a lowest loss that no w reaches."""
    start: tuple[float, ...]
    """A start from which a run shows something."""
    proposed_lr: float = 0.01
    noise_std: float = 0.0
    """Standard deviation of the Gaussian noise that each step's gradient gets (closed forms only)."""
    n_samples: int | None = None
    """The number of samples, or None for a closed form."""
    loss_has_gaps: bool = False
    """Whether the loss may have no finite value where the gradient has one."""
    absent: str = ""
    """Why nothing can be computed, a template for translation; empty where it can."""
    constants: Mapping[str, float] = MappingProxyType({})
    """The named constants that `partials` may hold."""

    def __reduce__(self) -> tuple[Any, ...]:
        return compiled, (self.spec,)

    @abstractmethod
    def loss(self, w: Any, xp: Any = np) -> Any:
        """The loss at `w`, shape (...,); the mean over samples for data."""

    @abstractmethod
    def grad(self, w: Any, xp: Any = np) -> Any:
        """The exact gradient at `w`, shape (..., dim)."""

    @abstractmethod
    def hessian(self, w: Any, xp: Any = np) -> Any:
        """The exact Hessian at `w`, shape (..., dim, dim)."""

    @property
    def scalar(self) -> ScalarLossGrad | None:
        """``f(*w) -> (loss, *gradient)`` on Python floats: the fast way for one path; None for data.

        It may raise ArithmeticError or ValueError where the loss is not finite.
        """
        return None

    def scalar_with(self, m: Any, *w: Any) -> tuple[Any, ...]:
        """What `scalar` returns at `w`, computed with the functions of `m` in place of those of `math`.

        For numbers of another kind; raises TypeError where they cannot be computed with.
        """
        if self.scalar is None:
            raise TypeError(f"{self.title} has no code for single numbers")
        return self.scalar(*w)

    def scalar_loss(self, *w: float) -> float:
        """The loss alone at a point of Python floats; nan where it cannot be computed."""
        return float(self.loss(np.array(w)))

    @property
    def samples_read(self) -> int:
        """How many samples one loss reads, at least 1: the cost of each node of a picture."""
        return self.n_samples or 1

    def is_surely_finite(self, w: np.ndarray) -> bool:
        """Whether the size of `w`, shape (dim,), shows that the loss there is finite, without a pass over samples."""
        return False

    def loss_on(self, *coordinates: Any, xp: Any = np) -> Any:
        """The loss where the parameters are `coordinates`: one array a parameter, of shapes that broadcast.

        The result has the whole broadcast shape. A grid is (1, n) against (n, 1), never stacked if that can be
        helped.
        """
        return self.loss(xp.stack(xp.broadcast_arrays(*coordinates), axis=-1), xp)

    def batch_loss_grad(self, w: Any, index: Any, xp: Any = np) -> tuple[Any, Any]:
        """Loss and gradient over the samples `index` (shape (size,)): shapes (...,) and (..., dim).

        Only for problems with data.
        """
        raise TypeError(f"{self.title} has no samples")

    def partials(self) -> tuple[str, ...]:
        """The partial derivatives in the formula grammar, one a parameter; empty when there is no formula."""
        return ()

    def gradient_texts(self) -> tuple[str, ...]:
        """How the arithmetic card writes each partial derivative ("6xy"); empty when there is nothing short."""
        return ()


@dataclass(frozen=True)
class ProblemSpec(ABC):
    """The declaration of a problem, as in an experiment file. Subclasses set `kind` and add fields."""

    kind: ClassVar[str] = ""
    label: ClassVar[str] = ""
    summary: ClassVar[str] = ""
    """What it is, in one sentence; a template, as `label`."""
    written: ClassVar[str] = ""
    """The loss as one writes it."""
    withheld: ClassVar[bool] = False
    """Whether it stands for a problem whose data were not read."""

    @abstractmethod
    def build(self) -> Problem:
        """Compile it. Cached by the caller: equal specs are built once."""

    @abstractmethod
    def to_json(self) -> dict[str, Any]:
        """The object of the experiment file, with its `kind`."""

    def portable(self) -> dict[str, Any]:
        """The same for a file that leaves its folder: as far as can be, it needs no other file."""
        return self.to_json()

    @property
    @abstractmethod
    def dim(self) -> int:
        """The number of parameters, known without compiling."""

    @property
    def n_samples(self) -> int | None:
        """The number of samples, or None for a closed form."""
        return None


@lru_cache(maxsize=16)
def compiled(spec: ProblemSpec) -> Problem:
    """The compiled problem of a spec; equal specs share one, hence its arrays are read-only."""
    problem = spec.build()
    problem.spec = spec
    for value in vars(problem).values():
        if isinstance(value, np.ndarray):
            value.flags.writeable = False
    return problem


def row_by_row(w: Any, matrix: Any, xp: Any = np) -> Any:
    """``w @ matrix.T`` for w of shape (..., dim), each row by itself.

    The last bits of a matrix product depend on its number of rows; a loss must not depend on what is computed with it.
    """
    return xp.stack([(w * row).sum(-1) for row in matrix], axis=-1)


def read_domain(data: object, path: str, dim: int) -> Domain | None:
    """The box of an experiment file: one [lo, hi] a parameter, lo < hi, or None. Raises ExperimentError.

    A side so short that floats hardly resolve it, or so long that zooming out could overflow, has no picture.
    """
    if data is None:
        return None
    if not isinstance(data, list | tuple) or len(data) != dim:
        raise ExperimentError(path, message("must have one [lo, hi] for each of the {n} parameters", n=dim))
    sides = []
    for i, side in enumerate(data):
        if not isinstance(side, list | tuple) or len(side) != 2:
            raise ExperimentError(f"{path}[{i}]", message("must be [lo, hi]"))
        lo, hi = (number(value, f"{path}[{i}][{j}]") for j, value in enumerate(side))
        if not lo < hi:
            raise ExperimentError(f"{path}[{i}]", message("must have lo < hi, got {lo} and {hi}", lo=lo, hi=hi))
        far = max(abs(lo), abs(hi))
        if far > FARTHEST or hi - lo < max(1 / FARTHEST, FINEST * far):
            reason = message(
                "must be longer than 1e-100 and than a billionth of its ends, within ±1e100, got {lo} and {hi}",
                lo=lo,
                hi=hi,
            )
            raise ExperimentError(f"{path}[{i}]", reason)
        sides.append((lo, hi))
    return tuple(sides)
