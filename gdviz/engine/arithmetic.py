"""The arithmetic of one update, line by line: the same rule and the same numbers as the run itself."""

from __future__ import annotations

import copy
from dataclasses import dataclass
from typing import Any
from weakref import WeakKeyDictionary

import numpy as np

from gdviz.backend import FLOATS
from gdviz.engine.traced import Traced, TracedFunctions, plain, write
from gdviz.engine.trajectory import RunRecord
from gdviz.messages import Message, message
from gdviz.optimizers.base import Optimizer, State
from gdviz.params import params_of
from gdviz.schedules.cycling import cycled_parameter, set_momentum

CHECKPOINT = 512


@dataclass(frozen=True)
class Line:
    """One line of the card: ``symbol = formula = filled = value``; empty parts are left out.

    `role` is gradient, state, rate, delta, parameters or loss; `value` has one number a parameter, or one.
    """

    symbol: str
    formula: str
    filled: str
    value: tuple[float, ...]
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
    before, now = record.losses_at(np.array([k, k + 1])).tolist()
    lines.append(Line(problem.symbol, "", f"{short(before)} →", (now,), "loss"))
    return lines


def short(value: float) -> str:
    """Six significant digits, a true minus, no trailing zeros."""
    return f"{value + 0.0:.6g}".replace("-", "−")


def numbers(values: Any) -> str:
    """A number, or a bracketed vector (at most six entries are written out)."""
    flat = np.atleast_1d(np.asarray(values, dtype=float)).tolist()
    if len(flat) == 1:
        return short(flat[0])
    shown = [short(v) for v in flat[:6]] + (["…"] if len(flat) > 6 else [])
    return f"[{', '.join(shown)}]"


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
    optimizer = record.cycled_optimizer(k)
    state = _replay(record, k)
    slots = optimizer.slots
    traced_state = tuple(Traced(value, symbol=name) for name, value in zip(slots, state, strict=True))
    delta, after = _traced(optimizer).update(
        Traced(record.grad[k], symbol="g"),
        traced_state,
        Traced(record.w[k], symbol="w"),
        Traced(float(record.lr[k]), symbol="η"),
        Traced(k + 1, symbol="t"),
        TracedFunctions(),
    )
    names: dict[int, str] = {}
    values: dict[int, str] = {}
    lines = []
    for name, made in zip(slots, after, strict=True):
        formula, filled = write(made, names, _symbol), write(made, values, _filled)
        lines.append(Line(name, formula, filled, tuple(np.atleast_1d(plain(made)).tolist()), "state"))
        if made.operation:
            names[id(made)], values[id(made)] = name, numbers(plain(made))
    formula, filled = write(delta, names, _symbol), write(delta, values, _filled)
    lines.append(Line("Δw", formula, filled, tuple(np.atleast_1d(plain(delta)).tolist()), "delta"))
    return lines


def _traced(optimizer: Optimizer) -> Optimizer:
    """The optimizer with hyper-parameters that remember their symbols; those that are 0 or off stay as they are."""
    twin = copy.copy(optimizer)
    for parameter in params_of(type(optimizer)):
        value = getattr(optimizer, parameter.name)
        if isinstance(value, tuple):
            symbols = [part.strip() for part in parameter.symbol.split(",")]
            value = tuple(Traced(v, symbol=s) for v, s in zip(value, symbols, strict=True))
        elif isinstance(value, float) and value:
            value = Traced(value, symbol=parameter.symbol)
        object.__setattr__(twin, parameter.name, value)
    return twin


def _symbol(value: Any) -> str:
    if isinstance(value, Traced):
        return value.symbol or numbers(value.value)
    return numbers(value)


def _filled(value: Any) -> str:
    return numbers(plain(value))


_checkpoints: WeakKeyDictionary[RunRecord, dict[int, list[State]]] = WeakKeyDictionary()


def _replay(record: RunRecord, k: int) -> State:
    """The optimizer's state before update k, from the recorded gradients; arrays of shape (dim,) a slot.

    A record holds no state (it would double its size); the last checkpoint is at most 512 updates back.
    """
    optimizer, dim = record.cycled_optimizer(k), record.problem.dim
    if not optimizer.slots:
        return ()
    known = _checkpoints.setdefault(record, {0: [optimizer.init(0.0) for _ in range(dim)]})
    first = max(mark for mark in known if mark <= k)
    states = list(known[first])
    grads, points, rates = record.grad[first:k].tolist(), record.w[first:k].tolist(), record.lr[first:k].tolist()
    momenta, cycled = record.planned_momentum(np.arange(first, k)), cycled_parameter(optimizer) or ""
    for offset, (grad, w, lr) in enumerate(zip(grads, points, rates, strict=True)):
        if momenta is not None:
            set_momentum(optimizer, cycled, float(momenta[offset]))
        for i in range(dim):
            _, states[i] = optimizer.update(grad[i], states[i], w[i], lr, first + offset + 1, FLOATS)
        if (first + offset + 1) % CHECKPOINT == 0:
            known[first + offset + 1] = list(states)
    return tuple(np.array([states[i][slot] for i in range(dim)]) for slot in range(len(optimizer.slots)))
