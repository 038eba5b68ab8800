"""The arithmetic of one update, line by line: the same rule and the same numbers as the run itself."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from weakref import WeakKeyDictionary

import numpy as np

from gdviz.backend import FLOATS
from gdviz.engine.change import change_lines
from gdviz.engine.objective import ProblemObjective
from gdviz.engine.round_numbers import negligible_as_zero
from gdviz.engine.slopes import gradient_lines, loss_symbol, rate_line
from gdviz.engine.trajectory import RunRecord
from gdviz.engine.update import update_line
from gdviz.engine.writing import Line, numbers, rule_lines, vector
from gdviz.optimizers.optimizer import State
from gdviz.schedules.cycling import cycled_parameter, set_momentum

__all__ = ["Line", "arithmetic", "momentum", "numbers", "update"]

CHECKPOINT = 512


def arithmetic(record: RunRecord, k: int) -> list[Line]:
    """The lines of update k (from w[k] to w[k+1]); k is cut to 0 .. n-1. Empty before the first update."""
    if record.n == 0:
        return []
    k = min(max(k, 0), record.n - 1)
    w, after = record.w[k], record.w[k + 1]
    lines = [*gradient_lines(record, k), rate_line(record, k)]
    delta: Any = after - w
    if record.stride == 1:
        lines += _update_lines(record, k)
        delta = np.broadcast_to(np.ravel(lines[-1].value), w.shape)  # what was added, before the sum was rounded
    added = vector(delta)
    filled = f"{vector(w)} + ({added})" if added.startswith("−") else f"{vector(w)} + {added}"
    lines.append(Line("w′", "w + Δw", filled, tuple(negligible_as_zero(after.tolist())), "parameters"))
    if (average := record.average) is not None:
        lines.append(Line("w̄", "", "", tuple(negligible_as_zero(average[k + 1].tolist())), "parameters"))
    return lines + change_lines(record, k, _objective(record, k))


def update(record: RunRecord, k: int, lines: Sequence[Line]) -> Line:
    """All of update k in one line; `lines` are those of its arithmetic."""
    rule = next((line for line in lines if line.role == "delta"), None)
    k = min(max(k, 0), record.n - 1)
    problem = record.problem
    gradient = f"∇{loss_symbol(record)}"
    return update_line(rule, record.w[k], record.w[k + 1], "g" if problem.noise_std else gradient)


def _update_lines(record: RunRecord, k: int) -> list[Line]:
    """The optimizer's own lines, from its own rule called with numbers that remember their making."""
    lines = rule_lines(
        record.cycled_optimizer(k), record.grad[k], _replay(record, k), record.w[k], float(record.lr[k]), k + 1,
        _objective(record, k),
    )  # fmt: skip
    roles = {record.spec.optimizer.momentum_slot: "momentum", lines[-1].symbol: "delta"}
    return [
        Line(line.symbol, line.formula, line.filled, _value(line.value, role), role)
        for line in lines
        for role in (roles.get(line.symbol, "state"),)
    ]


def _value(value: Any, role: str) -> tuple[Any, ...]:
    """The numbers of a line; a state may hold squares, which are not negligible where those of a vector are."""
    if role == "state" or np.ndim(value) > 1:
        return _tuple(value)
    return tuple(negligible_as_zero(np.ravel(value).tolist()))


def _tuple(value: Any) -> tuple[Any, ...]:
    """One number a parameter, or one; a matrix as its rows."""
    array = np.atleast_1d(np.asarray(value, dtype=float))
    return tuple(_tuple(row) for row in array) if array.ndim > 1 else tuple(array.tolist())


def momentum(record: RunRecord, k: int) -> np.ndarray | None:
    """The momentum of update k as the card shows it, its own gradient included, shape (dim,).

    None for a rule without momentum (see Optimizer.momentum_slot), and for a thinned run, whose state is not known.
    """
    optimizer = record.cycled_optimizer(k)
    slot = optimizer.momentum_slot
    if slot is None or record.stride > 1:
        return None
    state, w = _replay(record, k), record.w[k]
    with np.errstate(all="ignore"):
        after = optimizer.rule(_objective(record, k))(record.grad[k], state, w, float(record.lr[k]), k + 1, np)[1]
    return np.broadcast_to(np.asarray(after[optimizer.slots.index(slot)], dtype=float), w.shape)


_checkpoints: WeakKeyDictionary[RunRecord, dict[int, Any]] = WeakKeyDictionary()
_last_replay: WeakKeyDictionary[RunRecord, tuple[int, list[State]]] = WeakKeyDictionary()
"""The row and the states where the last replay ended: playing needs one update after the other."""


def _replay(record: RunRecord, k: int) -> State:
    """The optimizer's state before update k, from the recorded gradients; a number or an array of shape (dim,) a slot.

    A record holds no state (it would double its size); the last checkpoint is at most CHECKPOINT updates back.
    """
    optimizer, dim = record.cycled_optimizer(k), record.problem.dim
    if not optimizer.slots:
        return ()
    vector = optimizer.coupled
    begin: list[State] = [optimizer.init(np.zeros(dim))] if vector else [optimizer.init(0.0)] * dim
    known = _checkpoints.setdefault(record, {0: begin})
    first = max(mark for mark in known if mark <= k)
    newest, latest = _last_replay.get(record, (0, begin))
    if first < newest <= k:
        first, states = newest, list(latest)
    else:
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
    _last_replay[record] = (k, list(states))
    if vector:
        return states[0]
    slots = zip(optimizer.slots, zip(*states, strict=True), strict=True)
    return tuple(values[0] if name in optimizer.number_slots else np.array(values) for name, values in slots)


def _objective(record: RunRecord, k: int) -> ProblemObjective:
    """What the rule may evaluate of the problem in update k."""
    objective = ProblemObjective(record.problem)
    objective.samples = _samples(record, k)
    return objective


def _samples(record: RunRecord, k: int) -> Any:
    return None if record.problem.n_samples is None else record.batches.index(k)
