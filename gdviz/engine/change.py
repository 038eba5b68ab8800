"""The step card's last lines: the loss before and after, and the expected and the real change."""

from __future__ import annotations

import math

import numpy as np

from gdviz.engine.objective import ProblemObjective
from gdviz.engine.round_numbers import negligible_as_zero
from gdviz.engine.trajectory import RunRecord
from gdviz.engine.writing import Line, short, signed
from gdviz.messages import Message, message

LARGEST = 1_000_000
"""Numbers (samples times squared parameters) up to which the Hessian is computed for one card."""
MOST_TERMS = 3
MOST_TIMES = 1000
"""A rise by this factor or more is shown only as "over" the factor."""
LEAST_SHARE = 1e-4
ROUNDING = 1e-13
"""The relative difference of two losses up to which it may be due to rounding."""


def change_lines(record: RunRecord, k: int, objective: ProblemObjective) -> list[Line]:
    """The loss from w[k] to w[k+1], and its change: the real one, and Taylor's of first and second order.

    Δf₁ = ∇f·Δw, which is −η |∇f|² for plain gradient descent, and Δf₂ = Δf₁ + ½ Δwᵀ∇²f Δw. With batches the update
    sees the batch only, so there is a line for its change as well, and Δf₁ is that of the batch.
    """
    symbol = record.problem.symbol
    before, after = record.losses_at(np.array([k, k + 1])).tolist()
    lines = [Line(symbol, "", f"{short(before)} →", (after,), "loss", judged(before, after))]
    if record.stride > 1:
        return lines
    if record.spec.batch is None:
        lines.append(_real(symbol, before, after, message("what happened")))
        return lines + _expected(record, k, objective)
    seen, then = float(record.batch_loss[k]), float(objective.loss(record.w[k + 1]))
    lines.append(_real(symbol, before, after, message("what happened, to the whole")))
    lines.append(_real(f"{symbol}_B", seen, then, message("what happened, in the batch")))
    return lines + _expected(record, k, objective)


def judged(before: float, after: float) -> Message | None:
    """How the loss changed, in words; None where a loss is not finite."""
    if not (math.isfinite(before) and math.isfinite(after)):
        return None
    if abs(after - before) <= ROUNDING * max(abs(before), abs(after)):
        return message("as before")
    lower = after < before
    if not (before > 0 and after >= 0):  # a share of what may be negative says nothing
        by = f"{abs(after - before):.3g}"
        return message("fell by {size}", size=by) if lower else message("rose by {size}", size=by)
    ratio = after / before
    if ratio >= MOST_TIMES:
        return message("rose to over {times} times as much", times=f"{MOST_TIMES:,}")
    if ratio >= 2:
        return message("rose to {times} times as much", times=f"{ratio:.2g}" if ratio < 10 else f"{ratio:.0f}")
    share = abs(1 - ratio)
    if share < LEAST_SHARE:
        return message("fell by less than 0.01 %") if lower else message("rose by less than 0.01 %")
    percent = _percent(share)
    return message("fell by {share} %", share=percent) if lower else message("rose by {share} %", share=percent)


def _percent(share: float) -> str:
    """A share in per cent with two digits; more where they would round to all of it."""
    if 0.995 <= share < 1:
        return f"{math.floor(share * 1e4) / 100:.2f}"
    return f"{100 * share:.0f}" if share >= 0.1 else f"{100 * share:.2g}"


def _real(symbol: str, before: float, after: float, note: Message) -> Line:
    return Line(f"Δ{symbol}", "", f"{short(after)} − {signed(before)}", (after - before,), "change", note)


def _expected(record: RunRecord, k: int, objective: ProblemObjective) -> list[Line]:
    """The change that slope and curvature at w[k] predict; only what is finite."""
    problem, w, batch = record.problem, record.w[k], record.spec.batch is not None
    delta = record.w[k + 1] - w
    noisy = problem.noise_std > 0
    grad = objective.grad(w) if noisy else record.grad[k]
    with np.errstate(all="ignore"):
        first = float(grad @ delta)
    if not math.isfinite(first):
        return []
    name = f"Δ{problem.symbol}"
    note = message("expected from the slope, in the batch") if batch else message("expected from the slope")
    formula, filled = _slope(record, k, grad, delta, noisy)
    lines = [Line(f"{name}₁", formula, filled, (first,), "expected", note)]
    if batch or (problem.n_samples or 1) * problem.dim**2 > LARGEST:
        return lines
    with np.errstate(all="ignore"):
        bend = 0.5 * float(delta @ objective.hessian(w) @ delta)
    if math.isfinite(bend):
        formula = f"{name}₁ + ½·Δwᵀ·∇²{problem.symbol}·Δw"
        filled = f"{short(first)} + {signed(bend)}"
        note = message("expected from slope and curvature")
        lines.append(Line(f"{name}₂", formula, filled, (first + bend,), "expected", note))
    return lines


def _slope(record: RunRecord, k: int, grad: np.ndarray, delta: np.ndarray, noisy: bool) -> tuple[str, str]:
    """The first-order change as a formula and with numbers."""
    optimizer, few = record.spec.optimizer, len(grad) <= MOST_TERMS
    turned = ("momentum", "weight_decay", "maximize")
    plain = optimizer.kind == "sgd" and not any(getattr(optimizer, name) for name in turned)
    grad, delta = (np.array(negligible_as_zero(values.tolist())) for values in (grad, delta))
    if plain and not noisy and record.planned_momentum(np.array([k])) is None:
        squares = " + ".join(f"{signed(value)}²" for value in grad.tolist()) if few else short(float(grad @ grad))
        return "−η·|g|²", f"−{short(float(record.lr[k]))}·" + (f"({squares})" if len(grad) > 1 and few else squares)
    terms = zip(map(signed, grad.tolist()), map(signed, delta.tolist()), strict=True)
    gradient = f"∇{record.problem.symbol}" if noisy else "g"
    return f"{gradient}·Δw", " + ".join(f"{g}·{d}" for g, d in terms) if few else ""
