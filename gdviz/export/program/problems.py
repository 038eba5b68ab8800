"""A problem as source: its samples, its loss, and for NumPy its gradient, and the Hessian where a rule needs it."""

from __future__ import annotations

import base64
import textwrap
import zlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from gdviz.export.program.formulas import identifiers, renamed, source
from gdviz.formula.compiling import Derivatives, derivatives
from gdviz.messages import ExperimentError, Message, message
from gdviz.problems.closed_form import FormulaProblem
from gdviz.problems.fitting import CrossEntropy, DataProblem
from gdviz.problems.linear_regression import LinearRegressionProblem
from gdviz.problems.logistic_regression import LogisticRegressionProblem
from gdviz.problems.model import ModelProblem
from gdviz.problems.polynomial_regression import PolynomialProblem
from gdviz.problems.problem import Problem
from gdviz.problems.quadratic import QuadraticProblem
from gdviz.problems.tanh_unit import TanhUnitProblem

WRITTEN_OUT = 300
"""Numbers that a program lists; more are packed."""
NUMPY, TORCH = "np", "torch"


@dataclass
class ProblemCode:
    """`data` are the statements of the samples, `functions` those of the loss and its derivatives.

    All functions take `w`, with samples also `batch`, which selects them. `notes` say what differs from gdviz.
    """

    data: str = ""
    functions: str = ""
    notes: list[Message] = field(default_factory=list)


def problem_code(problem: Problem, module: str, hessian: bool = False) -> ProblemCode:
    """The source of a problem on NumPy or PyTorch. Raises ExperimentError for one that cannot be written."""
    if isinstance(problem, FormulaProblem):
        return _formula_torch(problem) if module == TORCH else _formula_numpy(problem, hessian)
    if isinstance(problem, QuadraticProblem):
        return _quadratic(problem, module, hessian)
    if isinstance(problem, DataProblem):
        return _data(problem, module, hessian)
    raise _unwritten(problem)


def _unwritten(problem: Problem) -> ExperimentError:
    return ExperimentError("problem", message("{title} cannot be written as a program", title=problem.title))


def array(values: np.ndarray) -> str:
    """An expression of a float64 array that reads back exactly."""
    if values.size <= WRITTEN_OUT:
        text = f"np.array({values.tolist()!r}, dtype=float)"
        return "\n".join(textwrap.wrap(text, 110, subsequent_indent="    ", break_long_words=False))
    packed = base64.b85encode(zlib.compress(np.ascontiguousarray(values, dtype="<f8").tobytes(), 9)).decode()
    return f'np.frombuffer(zlib.decompress(base64.b85decode("{packed}"))).reshape({values.shape!r})'


def _point(names: Sequence[str]) -> str:
    return f"    {', '.join(names)}{',' if len(names) == 1 else ''} = w"


def _formula_numpy(problem: FormulaProblem, hessian: bool) -> ProblemCode:
    formula = problem.formula
    found = derivatives(formula)
    lines = [
        _function("loss", found, [found.value], "{0}"),
        _function("gradient", found, found.grad, "np.array([{all}])"),
    ]
    if hessian:
        entries = iter(range(len(found.hessian)))
        places = {(i, j): next(entries) for i in range(problem.dim) for j in range(i, problem.dim)}
        rows = [[f"{{{places[min(i, j), max(i, j)]}}}" for j in range(problem.dim)] for i in range(problem.dim)]
        matrix = ", ".join(f"[{', '.join(row)}]" for row in rows)
        lines.append(_function("hessian", found, found.hessian, f"np.array([{matrix}])"))
    return ProblemCode(functions="\n\n\n".join(lines))


def _function(name: str, found: Derivatives, expressions: list[Any], result: str) -> str:
    """A function of `w` that returns `expressions`, their common parts computed once."""
    body, written = _numpy(found, expressions)
    value = result.format(*written, all=", ".join(written))
    return "\n".join([f"def {name}(w):", _point(found.parameters), *body, f"    return {value}"])


def _numpy(found: Derivatives, expressions: list[Any]) -> tuple[list[str], list[str]]:
    """The lines of what is computed first, and `expressions` in terms of it."""
    pairs, results = found.code(expressions)
    lines = [f"    {name} = {text.replace('m.', 'np.')}" for name, text in pairs]
    return lines, [text.replace("m.", "np.") for text in results]


def _formula_torch(problem: FormulaProblem) -> ProblemCode:
    formula = problem.formula
    called = identifiers(formula.variables)
    text = source(renamed(formula.node, called), TORCH)
    code = ProblemCode(functions="\n".join(["def loss(w):", _point([*called.values()]), f"    return {text}"]))
    _kinks(code, text)
    return code


def _kinks(code: ProblemCode, text: str) -> None:
    """Add what min and max need on tensors, and say what is different where two are equal."""
    for name in ("maximum", "minimum"):
        if f"{name}(" in text:
            convert = "torch.as_tensor({}, dtype=torch.float64)"
            body = f"    return torch.{name}({convert.format('a')}, {convert.format('b')})"
            code.functions = f"def {name}(a, b):\n{body}\n\n\n{code.functions}"
    if "imum(" in text:
        code.notes.append(message("where min or max have a tie, PyTorch's gradient is the mean of both sides"))


def _quadratic(problem: QuadraticProblem, module: str, hessian: bool) -> ProblemCode:
    convert = "torch.tensor({}, dtype=torch.float64)" if module == TORCH else "np.array({})"
    data = [f"A = {convert.format(problem.matrix.tolist())}", f"CENTER = {convert.format(problem.center.tolist())}"]
    functions = ["def loss(w):\n    return 0.5 * (w - CENTER) @ A @ (w - CENTER)"]
    if module == NUMPY:
        functions.append("def gradient(w):\n    return A @ (w - CENTER)")
        if hessian:
            functions.append("def hessian(w):\n    return A")
    return ProblemCode("\n".join(data), "\n\n\n".join(functions))


MEANS = {
    NUMPY: {
        "mse": "    return np.mean((predict(w, X[batch]) - Y[batch]) ** 2)",
        "bce": "    margin = (2 * Y[batch] - 1) * predict(w, X[batch])\n"
        "    return np.mean(np.maximum(-margin, 0) + np.log1p(np.exp(-np.abs(margin))))",
    },
    TORCH: {
        "mse": "    return torch.mean((predict(w, X[batch]) - Y[batch]) ** 2)",
        "bce": "    return torch.nn.functional.binary_cross_entropy_with_logits(predict(w, X[batch]), Y[batch])",
    },
}
SLOPES = {
    "mse": "    outer = 2 * (predict(w, X[batch]) - Y[batch])",
    "bce": "    sign = 2 * Y[batch] - 1\n    outer = -sign / (1 + np.exp(sign * predict(w, X[batch])))",
}
CURVES = {
    "mse": "    bent = np.full(len(Y[batch]), 2.0)",
    "bce": "    small = np.exp(-np.abs(predict(w, X[batch])))\n    bent = small / (1 + small) ** 2",
}


def _data(problem: DataProblem, module: str, hessian: bool) -> ProblemCode:
    kind = "bce" if issubclass(problem.loss_kind, CrossEntropy) else "mse"
    linear = isinstance(problem, LinearRegressionProblem | LogisticRegressionProblem | PolynomialProblem)
    x, y = array(problem.samples.x), array(problem.samples.y)
    data = [f"X = {x}", f"Y = {y}"]
    if linear:
        data[0] = _design(problem, data[0])
        predict, slopes = "    return rows @ w", ""
    else:
        predict, slopes = _prediction(problem, module)
    if module == TORCH:
        data += ["X, Y = torch.tensor(X), torch.tensor(Y)"]
    functions = [f"def predict(w, rows):\n{predict}", f"def loss(w, batch=slice(None)):\n{MEANS[module][kind]}"]
    if module == NUMPY:
        if not linear:
            functions.append(f"def slopes(w, rows):\n{slopes}")
        of = "X[batch]" if linear else "slopes(w, X[batch])"
        body = f"{SLOPES[kind]}\n    return outer @ {of} / len(outer)"
        functions.append(f"def gradient(w, batch=slice(None)):\n{body}")
        if hessian and not linear:
            raise ExperimentError(
                "optimizer", message("the Hessian of {title} cannot be written as a program", title=problem.title)
            )
        if hessian:
            body = f"{CURVES[kind]}\n    return (X[batch].T * bent) @ X[batch] / len(bent)"
            functions.append(f"def hessian(w, batch=slice(None)):\n{body}")
    code = ProblemCode("\n".join(data), "\n\n\n".join(functions))
    if module == TORCH and not linear:
        _kinks(code, predict)
    return code


def _design(problem: DataProblem, x: str) -> str:
    """The columns whose weighted sum predicts."""
    if isinstance(problem, PolynomialProblem):
        powers = f"[X[:, 0] ** k for k in range(1, {problem.dim})]"
        return f"{x}\nX = np.column_stack([*{powers}, np.ones(len(X))])  # the powers, and 1 for b"
    if problem.dim > problem.samples.x.shape[1]:
        return f"{x}\nX = np.column_stack([X, np.ones(len(X))])  # the last column is that of b"
    return x


def _prediction(problem: DataProblem, module: str) -> tuple[str, str]:
    """The bodies of ``predict(w, rows)`` and, for NumPy, of ``slopes(w, rows)``, shape (M, dim)."""
    if isinstance(problem, TanhUnitProblem):
        names = ("w1", "w2")
        predict = f"{_point(names)}\n    return w2 * {module}.tanh(w1 * rows[:, 0])"
        slopes = [
            _point(names),
            "    t = np.tanh(w1 * rows[:, 0])",
            "    return np.stack([w2 * (1 - t * t) * rows[:, 0], t], axis=1)",
        ]
        return predict, "\n".join(slopes)
    if isinstance(problem, ModelProblem):
        return _model(problem, module)
    raise _unwritten(problem)


def _model(problem: ModelProblem, module: str) -> tuple[str, str]:
    formula, dim = problem.formula, problem.dim
    called = identifiers(formula.variables)
    own = [*called.values()]
    columns = [f"    {name} = rows[:, {place}]" for name, place in zip(own[dim:], problem.used, strict=True)]
    head = [_point(own[:dim]), *columns]
    ones = f" + {module}.zeros(len(rows))" if not columns else ""
    predict = [*head, f"    return {source(renamed(formula.node, called), module)}{ones}"]
    if module == TORCH:
        return "\n".join(predict), ""
    if problem.slopes is not None:
        slopes = [source(renamed(text.node, called)) for text in problem.slopes]
    else:
        found = derivatives(formula, by=dim)
        lines, slopes = _numpy(found, found.grad)
        columns = [
            f"    {name} = rows[:, {place}]" for name, place in zip(found.parameters[dim:], problem.used, strict=True)
        ]
        head = [_point(found.parameters[:dim]), *columns, *lines]
    stacked = ", ".join(f"{text} + np.zeros(len(rows))" for text in slopes)
    return "\n".join(predict), "\n".join([*head, f"    return np.stack([{stacked}], axis=1)"])
