"""The step card's first lines: the partial derivatives with the numbers put in, the gradient, and the rate."""

from __future__ import annotations

from fractions import Fraction
from functools import lru_cache
from typing import TYPE_CHECKING, cast

import numpy as np

from gdviz.engine.round_numbers import negligible_as_zero
from gdviz.engine.trajectory import RunRecord
from gdviz.engine.writing import Line, short, signed, vector
from gdviz.formula import parse
from gdviz.formula.nodes import Call, Constant, Inverse, Negative, Node, Number, Power, Product, Sum, Variable
from gdviz.formula.rendering import UNICODE, render
from gdviz.messages import Message, message

if TYPE_CHECKING:
    from gdviz.problems.fitting import DataProblem

MOST_LINES = 6
MOST_TERMS = 4
"""Samples up to which the sum over a batch is written out."""
LONGEST = 120
"""Characters up to which a derivative is shown with its numbers: a longer one is not readable."""


def gradient_lines(record: RunRecord, k: int) -> list[Line]:
    """Each partial derivative as its formula, with the numbers of w[k] put in, and the gradient of them."""
    problem, w, grad = record.problem, record.w[k], record.grad[k]
    texts = problem.gradient_texts() or ("",) * problem.dim
    filled = _filled(record, k)
    noise = ("",) * problem.dim
    if problem.noise_std:
        texts = tuple(f"{text} + ξ" if text else "" for text in texts)
        noise = tuple(f" + {signed(value)}" for value in (grad - problem.grad(w)).tolist())
    straight, loss = problem.dim == 1, loss_symbol(record)
    lines = []
    values = negligible_as_zero(grad.tolist())
    for i, (name, text, value) in enumerate(list(zip(problem.names, texts, values, strict=True))[:MOST_LINES]):
        symbol = f"d{loss}/d{name}" if straight else f"∂{loss}/∂{name}"
        lines.append(Line(symbol, text, filled[i] + noise[i] if filled[i] else "", (value,), "gradient"))
    return [*lines, Line("g", _name(record, w), "", tuple(values), "slope")]


def rate_line(record: RunRecord, k: int) -> Line:
    """The rate and where it comes from: η₀·s·a, the base times the factors of schedule and warm-up."""
    spec, step = record.spec, int(record.step[k])
    base, rate = spec.optimizer.lr, float(record.lr[k])
    warming, counted = record.schedule.position(step, record.steps_per_epoch)
    constant = spec.schedule.kind == "constant"
    if warming:
        note = message("warm-up, k = {k}", k=f"{counted:g}")
    elif constant:
        note = message("constant")
    else:
        note = message("{schedule}, k = {k}", schedule=Message(spec.schedule.label), k=f"{counted:g}")
    rise = spec.warmup.factor(counted) if spec.warmup is not None and warming else 1.0
    signs, factors = ["η₀"], [base]
    if spec.schedule.replaces_lr:
        factors = [spec.schedule.warmed_up(base) if warming else rate]
    elif not constant or rate != base * rise:
        signs.append("s")
        factors.append((spec.schedule.warmed_up(base) if warming else rate) / base)
    if spec.warmup is not None and spec.warmup.length > 0:
        signs.append("a")
        factors.append(rise)
    if len(signs) == 1:
        return Line("η", "", "", (rate,), "rate", note)
    return Line("η", "·".join(signs), "·".join(map(short, factors)), (rate,), "rate", note)


def loss_symbol(record: RunRecord) -> str:
    """What the loss whose gradient makes the update is called: J, of the batch J_B."""
    return f"{record.problem.symbol}{'_B' if record.spec.batch is not None else ''}"


def _name(record: RunRecord, w: np.ndarray) -> str:
    """How the gradient is called: ∇f(1, 1), of the batch ∇J_B(1, 1); J′(1) of one parameter, ∇f(w) of many."""
    problem = record.problem
    symbol = loss_symbol(record)
    if problem.dim == 1:
        return f"{symbol}′({vector(w)})"
    return f"∇{symbol}({vector(w)[1:-1] if problem.dim == 2 else 'w'})"


def _filled(record: RunRecord, k: int) -> tuple[str, ...]:
    """The formulas with numbers for the names, one a parameter; empty where there is none, or it is too long."""
    problem = record.problem
    if problem.n_samples is not None:
        return _mean(record, k)
    partials = problem.partials()
    if not partials:
        return ("",) * problem.dim
    values = dict(zip(problem.names, _point(record, k), strict=True))
    filled = (
        render(_put_in(parse(text, problem.names, problem.constants).node, values), UNICODE) if shown else ""
        for text, shown in zip(partials, problem.gradient_texts(), strict=True)
    )
    return tuple(text if len(text) <= LONGEST else "" for text in filled)


def _point(record: RunRecord, k: int) -> list[float]:
    """w[k] with 0 for what is negligible beside the largest, unless it matters to the gradient, as to that of log y."""
    w = record.w[k].tolist()
    seen = negligible_as_zero(w)
    if seen == w:
        return seen
    with np.errstate(all="ignore"):
        there, here = (np.asarray(record.problem.grad(np.array(point)), dtype=float) for point in (seen, w))
        felt = not np.max(np.abs(there - here)) <= 1e-6 * np.max(np.abs(here))
    return w if felt else seen


def _mean(record: RunRecord, k: int) -> tuple[str, ...]:
    """The mean over the samples for "2/B · Σ ...": 2/3·(0.5 − 1.2 + 0.1), of more samples their sum, 2/20·(−12.3)."""
    problem, batch = record.problem, record.spec.batch
    index = np.arange(problem.n_samples or 0) if batch is None else record.batches.index(int(record.step[k]))
    few = len(index) <= MOST_TERMS
    terms = cast("DataProblem", problem).per_sample(record.w[k], index)[2] if few else None
    filled = []
    for i, (text, value) in enumerate(zip(problem.gradient_texts(), record.grad[k].tolist(), strict=True)):
        factor, sign, _ = text.partition("/B · Σ")
        if not sign or not len(index):
            filled.append("")
        elif terms is None or len(index) == 1:
            filled.append(f"{factor}/{len(index)}·{signed(value * len(index) / float(factor))}")
        else:
            summed = " + ".join(signed(term / float(factor)) for term in terms[:, i].tolist())
            filled.append(f"{factor}/{len(index)}·({summed})")
    return tuple(filled) or ("",) * problem.dim


def _put_in(node: Node, values: dict[str, float]) -> Node:
    """The tree with six digits of a number for each variable."""
    match node:
        case Variable(name):
            return _number(values[name])
        case Constant(_, Fraction() as value):
            return _number(float(value))
        case Number(Fraction() as value) | Constant(_, Fraction() as value):
            return _number(float(value))
        case Negative(arg):
            return Negative(_put_in(arg, values))
        case Inverse(arg):
            return Inverse(_put_in(arg, values))
        case Sum(terms):
            return Sum(tuple(_put_in(term, values) for term in terms))
        case Product(factors):
            return Product(tuple(_put_in(factor, values) for factor in factors))
        case Power(base, exponent):
            return Power(_put_in(base, values), _kept(exponent, values))
        case Call(name, args):
            return Call(name, tuple(_put_in(arg, values) for arg in args))
    return node


def _kept(exponent: Node, values: dict[str, float]) -> Node:
    """An exponent that is a whole number stays as it is."""
    inner = exponent.arg if isinstance(exponent, Negative) else exponent
    return exponent if isinstance(inner, Number) else _put_in(exponent, values)


@lru_cache(maxsize=256)  # the numbers of the formula, and a coordinate that stands in it several times
def _number(value: float) -> Node:
    text = short(abs(value))
    made = Constant(f"({text})", Fraction(0)) if "e" in text else Number(Fraction(text))
    return Negative(made) if value < 0 else made
