"""The updates of one path as one loop without calls: Python source, made from the rule and the loss themselves.

A rule and a compiled loss are called once with symbols, and what they do to them is the body of the loop; see
gdviz.engine.tape. What the parameters have in common, such as a bias correction, is computed once an update. Where a
rule or a loss needs a number in place of a symbol, the loop calls it. A loop that has made many updates continues as
machine code where that is possible, see gdviz.engine.native.
"""

from __future__ import annotations

import struct
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import lru_cache, partial
from itertools import chain, islice
from textwrap import indent
from typing import Any

import numpy as np

from gdviz.backend import FLOATS
from gdviz.engine import native
from gdviz.engine.tape import RULE, Functions, LaterStep, NeedsNumber, Tape, Written
from gdviz.formula import scalars
from gdviz.optimizers.optimizer import Optimizer
from gdviz.problems.problem import Problem, ScalarLossGrad

Loop = Callable[..., tuple[Any, ...]]
FORMULA = {name: f"{name}({{0}}, {{1}})" if name in ("maximum", "minimum", "power") else f"{name}({{0}})"
           for name in scalars.__all__ if name != "nan"}  # fmt: skip
"""The functions of formulas, which are called."""
NAMES = {**{name: getattr(scalars, name) for name in scalars.__all__}, "xp": FLOATS}
MANY = 30_000
"""A loop becomes machine code after this many updates: they took Python about 30 ms, the translation takes 5."""
FEW = 16
"""Updates up to which Python is as fast as a call of machine code."""
CANNOT = (NeedsNumber, TypeError, AttributeError, ArithmeticError)
"""The exceptions of a rule or a loss that cannot be called with symbols."""

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
    """One path on Python floats in a few dimensions: `advance` makes updates, `taken` gives what they were.

    `at` gives loss and gradient where `problem.scalar` raises. An optimizer whose hyper-parameters change as the run
    goes is not `fixed`: its rule is called each time.
    """

    def __init__(self, problem: Problem, at: ScalarLossGrad, optimizer: Optimizer, start: tuple[float, ...],
                 fixed: bool) -> None:  # fmt: skip
        self._problem, self._at, self._optimizer = problem, at, optimizer
        # A rule is given its rate: its loop is the same at every other, and one that takes `lr` itself is called.
        self._fixed = replace(optimizer, lr=None) if fixed else None  # type: ignore[arg-type]
        states = [optimizer.init(0.0) for _ in start]
        self._path: tuple[Any, ...] = (*start, *at(*start)[1:], *states)
        self._width = 2 * problem.dim + 1
        self._numbers: list[float] = []
        self._rows: list[np.ndarray] = []
        """What was made and not taken yet: the numbers come after these rows."""

    def advance(self, first: int, rates: np.ndarray, noise: np.ndarray | None) -> None:
        """Make the updates after `first`, one for each of m `rates`; `noise`, (m, dim), is added to the gradients."""
        if first == 0:  # some rules treat the first update apart
            self._go(None, 0, rates[:1], None if noise is None else noise[:1])
            first, rates, noise = 1, rates[1:], None if noise is None else noise[1:]
        self._go(self._fixed, first, rates, noise)

    def taken(self) -> np.ndarray:
        """Gradient, point after and loss after of each update since the last time, shape (m, 2 dim + 1)."""
        self._pack()
        rows, self._rows = self._rows, []
        return rows[0] if len(rows) == 1 else np.concatenate(rows)

    @property
    def loss(self) -> float:
        """The loss after the last update, which has not been taken yet."""
        return self._numbers[-1] if self._numbers else float(self._rows[-1][-1, -1])

    def _pack(self) -> None:
        """Make rows of the numbers: so packed a list becomes an array in a quarter of the time that np.array takes."""
        numbers, self._numbers = self._numbers, []
        if numbers:
            self._rows.append(np.frombuffer(struct.pack(f"{len(numbers)}d", *numbers)).reshape(-1, self._width))

    def _go(self, rule: Optimizer | None, first: int, rates: np.ndarray, noise: Any) -> None:
        loop, constants = _loop(rule, self._problem, noise is not None)
        count = len(rates)
        made = self._go_natively(loop, constants, first, rates, noise) if count >= FEW else 0
        if made < count:
            errors = None if noise is None else noise[made:].tolist()
            self._path = loop.run(self._numbers, rates[made:].tolist(), errors, first + made, self._path, constants,
                                  self._optimizer.update, self._problem.scalar, self._at)  # fmt: skip
            loop.made += count - made

    def _go_natively(self, loop: _Loop, constants: tuple[float, ...], first: int, rates: np.ndarray, noise: Any) -> int:
        """Make updates while machine code can; returns how many it made."""
        run = loop.native()
        known = 2 * self._problem.dim
        states = self._path[known:]
        begin = [*self._path[:known], *chain.from_iterable(states)]
        if run is None or any(type(number) is not float for number in begin):
            return 0
        self._pack()
        rows, path, fixed = np.empty((len(rates), self._width)), np.array(begin), np.array(constants)
        made = run(rows.ctypes.data, rates.ctypes.data, None if noise is None else noise.ctypes.data, len(rates), first,
                   path.ctypes.data, fixed.ctypes.data)  # fmt: skip
        self._rows.append(rows[:made])
        end = iter(path.tolist())
        self._path = (*islice(end, known), *(tuple(islice(end, len(state))) for state in states))
        return made


@dataclass
class _Loop:
    """A loop, how many updates it has made, and its machine code once it has made enough."""

    run: Loop
    native_source: Callable[[], str] | None = None
    made: int = 0
    _native: native.Native | None = None

    def native(self) -> native.Native | None:
        """The machine code; None before, and where there is none."""
        source = self.native_source  # read once: another thread may find that there is none
        if self._native is None and source is not None and self.made >= MANY:
            try:
                self._native = native.machine_code(source())
            except NeedsNumber:  # an operation that it does not have
                self.native_source = None
        return self._native


@lru_cache(maxsize=64)
def _loop(optimizer: Optimizer | None, problem: Problem, noisy: bool) -> tuple[_Loop, tuple[float, ...]]:
    """The loop of a rule, of any that is called for None, and the constants in it."""
    dim = problem.dim
    point, grad, deltas, next_grad = (_names(letter, dim) for letter in "xgdh")
    slots = range(0 if optimizer is None else len(optimizer.init(0.0)))
    states = [[f"s{i}_{j}" for j in slots] for i in range(dim)]
    rule = None if optimizer is None else written_rule(optimizer, states)
    loss = written_loss(problem, point)
    constants = {name: value for part in (rule, loss) if part is not None for name, value in part.constants.items()}
    kept = _names("s", dim) if rule is None else [f"({''.join(f'{name}, ' for name in state)})" for state in states]
    source = LOOP.format(
        constants=", ".join(constants) + "," if constants else "()",
        path=", ".join((*point, *grad, *kept)),
        each="lr, errors in zip(rates, noise)" if noisy else "lr in rates",
        noise=indent("".join(f"{g} += errors[{i}]\n" for i, g in enumerate(grad)) if noisy else "", " " * 8),
        rule=indent("\n".join(_rule_source(rule, states)), " " * 12),
        no_delta=" = ".join(deltas),
        move=indent("\n".join(f"{x} += {d}" for x, d in zip(point, deltas, strict=True)), " " * 8),
        loss=indent("\n".join(_loss_source(loss, point, next_grad)), " " * 12),
        found=", ".join(("loss", *next_grad)),
        point=", ".join(point),
        grad=", ".join(grad),
        next_grad=", ".join(next_grad),
    )
    loop = _compiled(source)
    if rule is not None and loss is not None and loop.made == 0 and native.is_available():
        path = [*point, *grad, *chain.from_iterable(states)]
        loop.native_source = partial(native.source, rule, loss, path, dim, noisy)
    return loop, tuple(constants.values())


@lru_cache(maxsize=256)
def _compiled(source: str) -> _Loop:
    names = dict(NAMES)
    exec(compile(source, "<unrolled>", "exec"), names)  # source that this module wrote
    return _Loop(names["loop"])


def written_rule(optimizer: Optimizer, states: list[list[str]], first: bool = False) -> Written | None:
    """What a rule does for each parameter, with the names of its state: its changes, then its states after.

    It is what all updates do but the first, or what the first does, whose number is 1. None where it needs a number.
    """
    tape = Tape("v" if first else "t")
    lr, xp = tape.variable("lr"), Functions(tape, RULE)
    step = 1 if first else tape.variable("k", LaterStep)
    deltas: list[Any] = []
    after: list[Any] = []
    try:
        for i, state in enumerate(states):
            known = tuple(map(tape.variable, state))
            delta, new = optimizer.update(tape.variable(f"g{i}"), known, tape.variable(f"x{i}"), lr, step, xp)
            deltas.append(delta)
            after += new
        return tape.written([*deltas, *after])
    except CANNOT:
        return None


def written_loss(problem: Problem, point: list[str], gradient_only: bool = False) -> Written | None:
    """What a problem does to find loss and gradient, or the gradient alone. None where it needs a number."""
    tape = Tape("u")
    try:
        found = problem.scalar_with(Functions(tape, FORMULA), *map(tape.variable, point))
        return tape.written(found[1:] if gradient_only else found)
    except CANNOT:
        return None


def _rule_source(rule: Written | None, states: list[list[str]]) -> list[str]:
    """The statements of an update."""
    dim = len(states)
    if rule is None:
        return [f"d{i}, s{i} = update(g{i}, s{i}, x{i}, lr, k, xp)" for i in range(dim)]
    names = list(chain.from_iterable(states))
    statements, texts = rule.source()
    # The states are set when all is computed: it is computed from those before.
    results = [*_names("d", dim), *(f"new_{name}" for name in names)]
    statements += [f"{name} = {text}" for name, text in zip(results, texts, strict=True)]
    return statements + [f"{name} = new_{name}" for name in names]


def _loss_source(loss: Written | None, point: list[str], grad: list[str]) -> list[str]:
    """The statements that compute the loss and its gradient."""
    if loss is None:
        return [f"{', '.join(('loss', *grad))} = scalar({', '.join(point)})"]
    statements, texts = loss.source()
    return statements + [f"{name} = {text}" for name, text in zip(("loss", *grad), texts, strict=True)]


def _names(letter: str, count: int) -> list[str]:
    return [f"{letter}{i}" for i in range(count)]
