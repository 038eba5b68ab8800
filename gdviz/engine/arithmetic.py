"""The arithmetic of one update, line by line: the same rule and the same numbers as the run itself."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from weakref import WeakKeyDictionary

import numpy as np

from gdviz.backend import FLOATS
from gdviz.engine.objective import ProblemObjective
from gdviz.engine.trajectory import RunRecord
from gdviz.engine.writing import numbers, rule_lines, short
from gdviz.messages import Message, message
from gdviz.optimizers.base import State
from gdviz.schedules.cycling import cycled_parameter, set_momentum

__all__ = ["Line", "arithmetic", "numbers"]

CHECKPOINT = 512


@dataclass(frozen=True)
class Line:
    """One line of the card: ``symbol = formula = filled = value``; empty parts are left out.

    `role` is gradient, state, rate, delta, parameters or loss; `value` has one number a parameter, or one, or the
    rows of a matrix.
    """

    symbol: str
    formula: str
    filled: str
    value: tuple[Any, ...]
    role: str
    note: Message | None = None


def arithmetic(record: RunRecord, k: int) -> list[Line]:
    """The lines of update k (from w[k] to w[k+1]); k is cut to 0 .. n-1. Empty before the first update."""
    if record.n == 0:
        return []
    k = min(max(k, 0), record.n - 1)
    problem = record.problem
    w, grad, after = record.w[k], record.grad[k], record.w[k + 1]
    lines = _gradient_lines(record, grad)
    lines.append(_rate_line(record, k))
    if record.stride == 1:
        lines += _update_lines(record, k)
    added = numbers(after - w)
    filled = f"{numbers(w)} + ({added})" if added.startswith("−") else f"{numbers(w)} + {added}"
    lines.append(Line("w′", "w + Δw", filled, tuple(after.tolist()), "parameters"))
    if (average := record.average) is not None:
        lines.append(Line("w̄", "", "", tuple(average[k + 1].tolist()), "parameters"))
    before, now = record.losses_at(np.array([k, k + 1])).tolist()
    lines.append(Line(problem.symbol, "", f"{short(before)} →", (now,), "loss"))
    return lines


def _gradient_lines(record: RunRecord, grad: np.ndarray) -> list[Line]:
    problem = record.problem
    texts = problem.gradient_texts() or ("",) * problem.dim
    straight = problem.dim == 1
    lines = []
    for name, text, value in list(zip(problem.names, texts, grad.tolist(), strict=True))[:6]:
        symbol = f"d{problem.symbol}/d{name}" if straight else f"∂{problem.symbol}/∂{name}"
        lines.append(Line(symbol, text, "", (value,), "gradient"))
    return lines


def _rate_line(record: RunRecord, k: int) -> Line:
    """The rate and where it comes from: base times the factor of schedule and warm-up."""
    spec, step = record.spec, int(record.step[k])
    base, rate = spec.optimizer.lr, float(record.lr[k])
    warming, counted = record.schedule.position(step, record.steps_per_epoch)
    if warming:
        note = message("warm-up, k = {k}", k=f"{counted:g}")
    elif spec.schedule.kind == "constant":
        note = message("constant")
    else:
        note = message("{schedule}, k = {k}", schedule=Message(spec.schedule.label), k=f"{counted:g}")
    own = rate == base or (spec.schedule.replaces_lr and not warming)
    filled = "" if own else f"{short(base)}·{short(rate / base)}"
    return Line("η", "", filled, (rate,), "rate", note)


def _update_lines(record: RunRecord, k: int) -> list[Line]:
    """The optimizer's own lines, from its own rule called with numbers that remember their making."""
    lines = rule_lines(
        record.cycled_optimizer(k), record.grad[k], _replay(record, k), record.w[k], float(record.lr[k]), k + 1,
        _objective(record, k),
    )  # fmt: skip
    return [
        Line(line.symbol, line.formula, line.filled, _tuple(line.value), "delta" if line is lines[-1] else "state")
        for line in lines
    ]


def _tuple(value: Any) -> tuple[Any, ...]:
    """One number a parameter, or one; a matrix as its rows."""
    array = np.atleast_1d(np.asarray(value, dtype=float))
    return tuple(_tuple(row) for row in array) if array.ndim > 1 else tuple(array.tolist())


_checkpoints: WeakKeyDictionary[RunRecord, dict[int, Any]] = WeakKeyDictionary()


def _replay(record: RunRecord, k: int) -> State:
    """The optimizer's state before update k, from the recorded gradients; arrays of shape (dim,) a slot.

    A record holds no state (it would double its size); the last checkpoint is at most CHECKPOINT updates back.
    """
    optimizer, dim = record.cycled_optimizer(k), record.problem.dim
    if not optimizer.slots:
        return ()
    vector = optimizer.coupled
    begin: list[State] = [optimizer.init(np.zeros(dim))] if vector else [optimizer.init(0.0)] * dim
    known = _checkpoints.setdefault(record, {0: begin})
    first = max(mark for mark in known if mark <= k)
    states = list(known[first])
    momenta, cycled = record.planned_momentum(np.arange(first, k)), cycled_parameter(optimizer) or ""
    objective = _objective(record, k)
    update, xp = (optimizer.rule(objective), np) if vector else (optimizer.update, FLOATS)
    rows = slice(first, k)
    grads, points, rates = record.grad[rows], record.w[rows], record.lr[rows].tolist()
    for step, grad, w, lr in zip(range(first, k), grads, points, rates, strict=True):
        if momenta is not None:
            set_momentum(optimizer, cycled, float(momenta[step - first]))
        if vector:
            objective.samples = _samples(record, step)
            with np.errstate(all="ignore"):
                _, states[0] = update(grad, states[0], w, lr, step + 1, xp)
        else:
            for i, (g, x) in enumerate(zip(grad.tolist(), w.tolist(), strict=True)):
                _, states[i] = update(g, states[i], x, lr, step + 1, xp)
        if (step + 1) % CHECKPOINT == 0:
            known[step + 1] = list(states)
    return states[0] if vector else tuple(np.array(values) for values in zip(*states, strict=True))


def _objective(record: RunRecord, k: int) -> ProblemObjective:
    """What update k may ask of the problem."""
    objective = ProblemObjective(record.problem)
    objective.samples = _samples(record, k)
    return objective


def _samples(record: RunRecord, k: int) -> Any:
    return None if record.problem.n_samples is None else record.batches.index(k)
