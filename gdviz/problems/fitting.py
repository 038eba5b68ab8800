"""What the problems with data share: the declaration, and the mean of a loss over the samples.

With the prediction p(w, x) and the loss ℓ(p, y) of one sample:
J(w) = 1/N Σ ℓ, ∂J/∂w_j = 1/N Σ ℓ' p_j, ∂²J/∂w_j∂w_k = 1/N Σ (ℓ'' p_j p_k + ℓ' p_jk).
"""

from __future__ import annotations

import dataclasses
from abc import abstractmethod
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, Self

import numpy as np

from gdviz.datasets.samples import Samples, read_samples
from gdviz.messages import ExperimentError, Message, message
from gdviz.params import build, join, param, params_of, to_json
from gdviz.problems.problem import Domain, Problem, ProblemSpec, read_domain
from gdviz.quoting import show

BLOCK = 2**17
"""How many numbers (points times samples) an intermediate of `loss`, `grad` or `hessian` holds: 1 MiB."""


@dataclass(frozen=True, kw_only=True)
class DataSpec(ProblemSpec):
    """The declaration of a problem with data: the samples, and the box drawn first. Subclasses add fields."""

    data: Samples = param(kind="data")
    domain: Domain | None = param(None, kind="data", optional=True)

    @classmethod
    def from_json(cls, data: dict[str, Any], path: str) -> Self:
        """Read and check `problem`. Raises ExperimentError with the path of the offending key."""
        made = build(cls, data, path)
        own: dict[str, Any] = {p.name: tuple(v) for p in params_of(cls) if isinstance(v := getattr(made, p.name), list)}
        own |= {"data": read_samples(made.data, join(path, "data")), "domain": None}
        spec = dataclasses.replace(made, **own)
        spec.check(path)
        return dataclasses.replace(spec, domain=read_domain(made.domain, join(path, "domain"), spec.dim))

    def check(self, path: str) -> None:
        """Refuse what the samples or the parameters do not allow; `self.domain` is not read yet.

        Raises ExperimentError.
        """
        with np.errstate(over="ignore"):
            if not np.isfinite(np.sum(self.data.x**2) + np.sum(self.data.y**2)):
                raise ExperimentError(
                    join(path, "data"), message("holds numbers too large for their squares to add up")
                )

    def to_json(self) -> dict[str, Any]:
        """The object of the experiment file."""
        own = {key: value for key, value in to_json(self).items() if key not in ("data", "domain")}
        data = {"kind": self.kind, "data": self.data.to_json(), **own}
        if self.domain is not None:
            data["domain"] = [list(side) for side in self.domain]
        return data

    def portable(self) -> dict[str, Any]:
        """See ProblemSpec: the samples of a CSV file stand in it."""
        return {**self.to_json(), "data": self.data.portable()}

    @property
    def n_samples(self) -> int:
        """The number of samples."""
        return len(self.data.y)


def require_labels(samples: Samples, path: str) -> None:
    """Raise ExperimentError for the first target that is neither 0 nor 1; `path` is that of `data`."""
    wrong = np.flatnonzero((samples.y != 0) & (samples.y != 1))
    if len(wrong):
        first = int(wrong[0])
        what = message("a class must be 0 or 1, got {got}", got=show(float(samples.y[first])))
        raise samples.refusal(path, first, None, what)


class SquaredError:
    """ℓ = (p - y)²."""

    factor = 2
    residual = "ŷ − y"
    """The derivative ℓ' is `factor` times this, as the card writes it."""

    @staticmethod
    def value(p: Any, y: Any, xp: Any) -> Any:
        """ℓ, of the shape that p and y broadcast to."""
        residual = p - y
        return residual * residual

    @staticmethod
    def slope(p: Any, y: Any, xp: Any) -> Any:
        """ℓ' = dℓ/dp."""
        return 2 * (p - y)

    @staticmethod
    def both(p: Any, y: Any, xp: Any) -> tuple[Any, Any]:
        """ℓ and ℓ'."""
        residual = p - y
        return residual * residual, 2 * residual

    @staticmethod
    def curvature(p: Any, y: Any, xp: Any) -> Any:
        """ℓ'' = d²ℓ/dp²."""
        return 2.0

    @staticmethod
    def shown(p: Any, xp: Any) -> Any:
        """What is compared with y: p itself."""
        return p


class CrossEntropy:
    """ℓ = -y ln σ(p) - (1 - y) ln(1 - σ(p)) of the logit p, for y in {0, 1}; σ(p) = 1/(1 + exp(-p)).

    With the margin m = (2y - 1) p it is ln(1 + exp(-m)), and exp is only ever taken of -|m|: nothing overflows,
    and far on the right side ℓ and ℓ' keep their digits (Mächler 2012, Accurately computing log(1 - exp(-|a|))).
    """

    factor = 1
    residual = "σ(z) − y"

    @staticmethod
    def value(p: Any, y: Any, xp: Any) -> Any:
        """ℓ, of the shape that p and y broadcast to."""
        m = (2 * y - 1) * p
        return xp.maximum(-m, 0) + xp.log1p(xp.exp(-abs(m)))

    @staticmethod
    def slope(p: Any, y: Any, xp: Any) -> Any:
        """ℓ' = σ(p) - y."""
        return CrossEntropy.both(p, y, xp)[1]

    @staticmethod
    def both(p: Any, y: Any, xp: Any) -> tuple[Any, Any]:
        """ℓ and ℓ'."""
        sign = 2 * y - 1
        m = sign * p
        e = xp.exp(-abs(m))
        return xp.maximum(-m, 0) + xp.log1p(e), -sign * xp.where(m >= 0, e, 1.0) / (1 + e)

    @staticmethod
    def curvature(p: Any, y: Any, xp: Any) -> Any:
        """ℓ'' = σ(p) (1 - σ(p))."""
        e = xp.exp(-abs(p))
        return e / ((1 + e) * (1 + e))

    @staticmethod
    def shown(p: Any, xp: Any) -> Any:
        """The probability σ(p) of class 1."""
        e = xp.exp(-abs(p))
        return xp.where(p >= 0, 1.0, e) / (1 + e)


Loss = type[SquaredError] | type[CrossEntropy]


class DataProblem(Problem):
    """A mean loss over samples; subclasses define the prediction."""

    symbol = "J"
    n_samples: int
    loss_kind: Loss = SquaredError
    prediction_text: str
    """The prediction as one writes it: "ŷ = w1·x + b"."""

    def __init__(self, spec: DataSpec) -> None:
        self.samples = spec.data
        self.dim, self.n_samples = spec.dim, spec.n_samples
        self._device: dict[Any, tuple[Any, ...]] = {}

    @abstractmethod
    def predict(self, w: Any, x: Any, xp: Any = np) -> Any:
        """What is compared with y, at features `x` of shape (M, d): shape (..., M) for w of shape (..., dim).

        For classes it is the probability of class 1.
        """

    @abstractmethod
    def per_sample(self, w: np.ndarray, index: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """What each of the samples `index`, shape (M,), contributes at `w`, shape (dim,): J and ∇J are the means.

        Returns what is compared with y (M,), the losses ℓ (M,), and the gradients ∇ℓ (M, dim).
        """

    @abstractmethod
    def _arrays(self) -> tuple[np.ndarray, ...]:
        """What the problem computes with, on the host."""

    def _on(self, xp: Any) -> tuple[Any, ...]:
        """`_arrays` as arrays of `xp`, sent to a GPU once."""
        if xp not in self._device:
            arrays = self._arrays()
            self._device[xp] = arrays if xp is np else tuple(xp.asarray(array) for array in arrays)
        return self._device[xp]

    def _in_blocks(self, w: Any, xp: Any, shape: tuple[int, ...], compute: Callable[[Any], Any]) -> Any:
        """`compute` on blocks of points, so that memory stays bounded: (m, dim) -> (m, *shape); (..., *shape)."""
        w = xp.asarray(w)
        w = w if w.dtype.kind == "f" else w.astype(float)
        points = w.reshape(-1, self.dim)
        size = max(1, BLOCK // self.n_samples)
        out = xp.empty((len(points), *shape), w.dtype)
        with np.errstate(all="ignore"):
            for first in range(0, len(points), size):
                part = slice(first, first + size)
                out[part] = compute(points[part])
        return out.reshape(*w.shape[:-1], *shape) if w.ndim > 1 or shape else out[0]

    def _propose_lr(self, *points: Any, share: float = 0.5) -> float:
        """`share` of 1/sharpness, the largest at `points`; one digit."""
        hessian = self.hessian(np.array(points))
        finite = np.isfinite(hessian).all(axis=(-1, -2))
        if not finite.any():
            return 0.01
        sharpness = float(np.abs(np.linalg.eigvalsh(hessian[finite])).max())
        return float(f"{share / sharpness:.0e}") if 1e-300 < sharpness < 1e300 else 0.01


def undetermined() -> Message:
    """The remark of a problem with more parameters than its samples determine."""
    return message("the samples do not determine all parameters: a valley of equally low points")


def box_around(center: Iterable[float]) -> Domain:
    """A box that shows a minimum at `center` (dim numbers) and the origin."""
    return tuple((c - 1.6 * max(abs(c), 1.0), c + 1.6 * max(abs(c), 1.0)) for c in map(float, center))


def weight_names(features: int, intercept: bool) -> tuple[str, ...]:
    """w1 .. wd, and b."""
    return (*(f"w{j + 1}" for j in range(features)), *(("b",) if intercept else ()))


def sum_text(terms: tuple[str, ...], intercept: bool) -> str:
    """The weighted sum of `terms` ("w1·x1 + w2·x2 + b"), cut in the middle where it is long."""
    parts = [f"w{j + 1}·{term}" for j, term in enumerate(terms)]
    if len(parts) > 4:
        parts = [*parts[:2], "…", parts[-1]]
    return " + ".join([*parts, *(["b"] if intercept else [])])
