"""The updates of one path as one loop without calls: Python source, made from the rule and the loss themselves.

A rule and a compiled loss are called once with symbols, and what they do to them is the body of the loop; see
gdviz.engine.tape. What the parameters have in common, such as a bias correction, is computed once an update. Where a
rule or a loss asks of a symbol what only a number can tell, the loop calls it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import lru_cache
from textwrap import indent
from typing import Any

from gdviz.backend import FLOATS
from gdviz.engine.tape import RULE, Functions, LaterStep, Tape, Untold
from gdviz.formula import scalars
from gdviz.optimizers.base import Optimizer
from gdviz.problems.base import Problem, ScalarLossGrad

Loop = Callable[..., tuple[Any, ...]]
FORMULA = {name: f"{name}({{0}}, {{1}})" if name in ("maximum", "minimum", "power") else f"{name}({{0}})"
           for name in scalars.__all__ if name != "nan"}  # fmt: skip
"""The functions of formulas, which are called."""
NAMES = {**{name: getattr(scalars, name) for name in scalars.__all__}, "xp": FLOATS}
CANNOT = (Untold, TypeError, AttributeError, ArithmeticError)
"""What a rule or a loss may raise that cannot be called with symbols."""

LOOP = """\
def loop(rows, rates, noise, k, path, constants, update, scalar, at):
    extend = rows.extend
    {constants} = constants
    {path} = path
    for {each}:
{noise}        k += 1
        try:
{rule}
        except ArithmeticError:  # 0/0 in a rule: where arrays would hold nan
            {no_delta} = nan
{move}
        try:
{loss}
        except (ArithmeticError, ValueError):
            {found} = at({point})
        extend(({grad}, {point}, loss))
        {grad} = {next_grad}
    return {path}
"""


class UnrolledPath:
    """One path on Python floats in a few dimensions; `advance` adds gradient, point after, loss after, row by row.

    `at` gives loss and gradient where `problem.scalar` raises. An optimizer whose hyper-parameters change as the run
    goes is not `fixed`: its rule is called each time.
    """

    def __init__(self, problem: Problem, at: ScalarLossGrad, optimizer: Optimizer, start: tuple[float, ...],
                 fixed: bool) -> None:  # fmt: skip
        self._problem, self._at, self._optimizer = problem, at, optimizer
        # A rule is given its rate: its loop is the same at every other, and one that takes `lr` itself is called.
        self._fixed = replace(optimizer, lr=None) if fixed else None  # type: ignore[arg-type]
        states = [optimizer.init(0.0) for _ in start]
        self._path = (*start, *at(*start)[1:], *states)

    def advance(self, rows: list[float], first: int, rates: list[float], noise: list[list[float]] | None) -> None:
        """Make the updates after `first`, one for each rate."""
        if first == 0:  # some rules treat the first update apart
            self._go(None, rows, 0, rates[:1], noise)
            self._go(self._fixed, rows, 1, rates[1:], noise and noise[1:])
        else:
            self._go(self._fixed, rows, first, rates, noise)

    def _go(self, rule: Optimizer | None, rows: list[float], k: int, rates: list[float], noise: Any) -> None:
        loop, constants = _loop(rule, self._problem, noise is not None)
        self._path = loop(rows, rates, noise, k, self._path, constants, self._optimizer.update, self._problem.scalar,
                          self._at)  # fmt: skip


@lru_cache(maxsize=256)
def _loop(optimizer: Optimizer | None, problem: Problem, noisy: bool) -> tuple[Loop, tuple[float, ...]]:
    """The loop of a rule, of any that is called for None, and the constants in it."""
    dim = problem.dim
    point, grad, deltas = _names("x", dim), _names("g", dim), _names("d", dim)
    states, rule, constants = _rule(optimizer, dim)
    next_grad = _names("h", dim)
    loss, more = _loss(problem, point, next_grad)
    constants |= more
    source = LOOP.format(
        constants=", ".join(constants) + "," if constants else "()",
        path=", ".join((*point, *grad, *states)),
        each="lr, errors in zip(rates, noise)" if noisy else "lr in rates",
        noise=indent("".join(f"{g} += errors[{i}]\n" for i, g in enumerate(grad)) if noisy else "", " " * 8),
        rule=indent("\n".join(rule), " " * 12),
        no_delta=" = ".join(deltas),
        move=indent("\n".join(f"{x} += {d}" for x, d in zip(point, deltas, strict=True)), " " * 8),
        loss=indent("\n".join(loss), " " * 12),
        found=", ".join(("loss", *next_grad)),
        point=", ".join(point),
        grad=", ".join(grad),
        next_grad=", ".join(next_grad),
    )
    return _compiled(source), tuple(constants.values())


@lru_cache(maxsize=256)
def _compiled(source: str) -> Loop:
    names = dict(NAMES)
    exec(compile(source, "<unrolled>", "exec"), names)  # source that this module wrote
    loop: Loop = names["loop"]
    return loop


def _rule(optimizer: Optimizer | None, dim: int) -> tuple[list[str], list[str], dict[str, float]]:
    """What the state of each parameter is unpacked to, the statements of an update, and the constants in them."""
    if optimizer is not None:
        try:
            return _written_rule(optimizer, dim)
        except CANNOT:
            pass
    states = _names("s", dim)
    return states, [f"d{i}, s{i} = update(g{i}, s{i}, x{i}, lr, k, xp)" for i in range(dim)], {}


def _written_rule(optimizer: Optimizer, dim: int) -> tuple[list[str], list[str], dict[str, float]]:
    tape = Tape("t")
    lr, step, xp = tape.variable("lr"), tape.variable("k", LaterStep), Functions(tape, RULE)
    slots = range(len(optimizer.init(0.0)))
    deltas: list[Any] = []
    states: list[Any] = []
    for i in range(dim):
        state = tuple(tape.variable(f"s{i}_{j}") for j in slots)
        delta, after = optimizer.update(tape.variable(f"g{i}"), state, tape.variable(f"x{i}"), lr, step, xp)
        deltas.append(delta)
        states += after
    names = [f"s{i}_{j}" for i in range(dim) for j in slots]
    statements, texts = tape.source([*deltas, *states])
    # The states are set when all is computed: it is computed from those before.
    results = [*_names("d", dim), *(f"new_{name}" for name in names)]
    statements += [f"{name} = {text}" for name, text in zip(results, texts, strict=True)]
    statements += [f"{name} = new_{name}" for name in names]
    return [f"({''.join(f's{i}_{j}, ' for j in slots)})" for i in range(dim)], statements, tape.constants


def _loss(problem: Problem, point: list[str], grad: list[str]) -> tuple[list[str], dict[str, float]]:
    """The statements that compute the loss and its gradient, and the constants in them."""
    tape = Tape("u")
    try:
        found = problem.scalar_with(Functions(tape, FORMULA), *map(tape.variable, point))
        statements, expressions = tape.source(found)
    except CANNOT:
        return [f"{', '.join(('loss', *grad))} = scalar({', '.join(point)})"], {}
    statements += [f"{name} = {text}" for name, text in zip(("loss", *grad), expressions, strict=True)]
    return statements, tape.constants


def _names(letter: str, count: int) -> list[str]:
    return [f"{letter}{i}" for i in range(count)]
