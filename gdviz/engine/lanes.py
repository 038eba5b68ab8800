"""Many paths of one run side by side, as machine code: eight starts at once, in the lanes of a register.

A path is the same to the bit as in the loop of one path, gdviz.engine.native, whatever other starts there are; but for
an update for which Python would raise: here it gives infinity or nan, as on arrays. Where the loss has no finite value,
or the gradient is nan, the run ends, and the path is nan from there on.
"""

from __future__ import annotations

import ctypes
from dataclasses import replace
from functools import lru_cache
from itertools import chain

import numpy as np
from numpy.typing import NDArray

from gdviz.engine import native
from gdviz.engine.native import WIDE, WIDTH, Value, Writer
from gdviz.engine.tape import NeedsNumber, Symbol, Written
from gdviz.engine.unrolled import written_loss, written_rule
from gdviz.optimizers.optimizer import Optimizer
from gdviz.problems.problem import Problem

Floats = NDArray[np.float64]
SOURCE = """\
declare double @llvm.sqrt.f64(double)
declare double @llvm.fabs.f64(double)
declare {wide} @llvm.sqrt.v{width}f64({wide})
declare {wide} @llvm.fabs.v{width}f64({wide})

define void @common(ptr %rates, i64 %count, ptr %constants, ptr %table) {{
entry:
{common_entry}
  br label %head
head:
  %i = phi i64 [1, %entry], [%next, %update]
  %more = icmp slt i64 %i, %count
  br i1 %more, label %update, label %stop
update:
  %next = add i64 %i, 1
  %k = sitofp i64 %next to double
{common}
  br label %head
stop:
  ret void
}}

define void @paths(ptr %points, ptr %rates, ptr %table, i64 %count, i64 %groups, ptr %constants, ptr %goals, ptr %near,
                   double %reach) {{
entry:
{entry}
  br label %group
group:
  %g = phi i64 [0, %entry], [%after, %stop]
{first}
  br label %head
head:
  %i = phi i64 [1, %group], [%next, %update]
{phis}
  %more = icmp slt i64 %i, %count
  br i1 %more, label %update, label %stop
update:
  %next = add i64 %i, 1
{update}
  br label %head
stop:
{stop}
  %after = add i64 %g, 1
  %others = icmp slt i64 %after, %groups
  br i1 %others, label %group, label %end
end:
  ret void
}}
"""
"""`common` computes what all paths have in common of each update but the first, `paths` the paths."""


class Lanes:
    """The paths of a rule, which is given its rate, on a problem.

    Raises NeedsNumber where there is no machine code for them.
    """

    def __init__(self, optimizer: Optimizer, problem: Problem) -> None:
        self._dim = problem.dim
        self._source = _Source(optimizer, problem)
        pointer, number = ctypes.c_void_p, ctypes.c_int64
        code = [_assembled(self._source.text(has_goals)) for has_goals in (False, True)]
        self._common = code[0].function("common", None, pointer, number, pointer, pointer)
        self._paths = [
            one.function("paths", None, *[pointer] * 3, number, number, *[pointer] * 3, ctypes.c_double) for one in code
        ]

    def ends(self, starts: Floats, rates: Floats) -> Floats:
        """The ends, shape (m, dim), of paths from `starts` (m, dim), which make an update for each of `rates` (n,)."""
        return self._follow(starts, rates)[0]

    def near(self, starts: Floats, rates: Floats, goals: Floats, reach: float) -> NDArray[np.intp]:
        """After how many updates each path stays within `reach` of its goal, of `goals` (m, dim): shape (m,).

        One more than there are updates where its end is not.
        """
        return self._follow(starts, rates, goals, reach)[1]

    def _follow(
        self, starts: Floats, rates: Floats, goals: Floats | None = None, reach: float = 0.0
    ) -> tuple[Floats, NDArray[np.intp]]:
        points, near = self._side_by_side(starts), np.zeros((-(-len(starts) // WIDTH), WIDTH))
        aims = points if goals is None else self._side_by_side(goals)
        rates, constants = np.ascontiguousarray(rates, dtype=float), np.array(self._source.constants)
        table = np.empty((len(rates), self._source.columns))
        if goals is not None and not len(rates):
            near = np.where(np.sqrt(np.square(points - aims).sum(axis=1)) > reach, 1.0, 0.0)
        if len(rates) and len(points):
            self._common(*_addresses(rates), len(rates), *_addresses(constants, table))
            self._paths[goals is not None](
                *_addresses(points, rates, table), len(rates), len(points), *_addresses(constants, aims, near), reach
            )
        ends = points.transpose(0, 2, 1).reshape(-1, self._dim)
        return ends[: len(starts)], near.ravel()[: len(starts)].astype(np.intp)

    def _side_by_side(self, points: Floats) -> Floats:
        """The points (m, dim) in groups, shape (groups, dim, WIDTH); the last group is filled with the last point."""
        groups = -(-len(points) // WIDTH)
        filled = np.concatenate((points, np.repeat(points[-1:], groups * WIDTH - len(points), axis=0)))
        return np.ascontiguousarray(filled.reshape(groups, WIDTH, self._dim).transpose(0, 2, 1))


def lanes_of(optimizer: Optimizer, problem: Problem) -> Lanes | None:
    """The paths of a rule on a problem, whatever its rate; None where there is no machine code for them."""
    return _lanes(replace(optimizer, lr=None), problem)  # type: ignore[arg-type]  # a rule is given its rate


@lru_cache(maxsize=16)
def _lanes(optimizer: Optimizer, problem: Problem) -> Lanes | None:
    if not native.is_available():
        return None
    try:
        return Lanes(optimizer, problem)
    except NeedsNumber:
        return None


@lru_cache(maxsize=64)
def _assembled(text: str) -> native.Assembled:
    return native.assembled(text, for_this_processor=True)


def _addresses(*arrays: NDArray[np.float64]) -> list[int]:
    return [array.ctypes.data for array in arrays]


class _Source:
    """The paths in LLVM's language. Raises NeedsNumber where an operation has no instruction."""

    def __init__(self, optimizer: Optimizer, problem: Problem) -> None:
        dim, begin = problem.dim, optimizer.init(0.0)
        self._point = [f"x{i}" for i in range(dim)]
        self._grad = [f"g{i}" for i in range(dim)]
        self._states = [[f"s{i}_{j}" for j in range(len(begin))] for i in range(dim)]
        self._has_gaps = problem.loss_has_gaps
        gradient = written_loss(problem, self._point, gradient_only=not self._has_gaps)
        first, later = written_rule(optimizer, self._states, first=True), written_rule(optimizer, self._states)
        if gradient is None or first is None or later is None or any(type(number) is not float for number in begin):
            raise NeedsNumber("a rule or a loss that is called with numbers")
        self._gradient, self._first, self._later = gradient, first, later
        held = {**gradient.constants, **first.constants, **later.constants}
        self._names = [*held, *(f"begin{j}" for j in range(len(begin)))]
        self.constants = [*held.values(), *begin]
        self._all = [*self._point, *chain.from_iterable(self._states)]
        self._varying = _varying(later, {*self._grad, *self._all})
        self._passed = _passed(later, self._varying)
        self.columns = len(self._passed)
        """How many numbers the updates of all paths have in common."""

    def text(self, has_goals: bool) -> str:
        """Both functions; with goals, the number of the update from which on each path is near its own is kept."""
        common, kinds = self._common(Writer())
        return SOURCE.format(wide=WIDE, width=WIDTH, **common, **self._paths(Writer(), kinds, has_goals))

    def _common(self, write: Writer) -> tuple[dict[str, str], list[str]]:
        """The parts of `common`, and the kinds of Python's values that stand in its table."""
        known = {name: Value(write.load("%constants", str(i))) for i, name in enumerate(self._names)}
        entry = write.taken()
        known |= {"lr": Value(write.load("%rates", "%i")), "k": Value("%k", "int")}
        values = write.values((symbol for symbol in self._later.symbols if id(symbol) not in self._varying), known)
        row = write.put(f"mul i64 %i, {self.columns}")
        for j, symbol in enumerate(self._passed):
            at = write.put(f"add i64 {row}, {j}")
            write.store("%table", at, write.number(values[id(symbol)]).name)
        kinds = [values[id(symbol)].kind for symbol in self._passed]
        return {"common_entry": entry, "common": write.taken()}, kinds

    def _paths(self, write: Writer, kinds: list[str], has_goals: bool) -> dict[str, str]:
        """The parts of `paths`."""
        loaded = [Value(write.load("%constants", str(i))) for i in range(len(self._names))]
        known = {name: write.wide(value) for name, value in zip(self._names, loaded, strict=True)}
        rate = write.wide(Value(write.load("%rates", "0")))
        reach = write.wide(Value("%reach")).name
        entry = write.taken()

        group = write.put(f"mul i64 %g, {WIDTH * len(self._point)}")
        places = [write.put(f"add i64 {group}, {WIDTH * i}") for i in range(len(self._point))]
        starts = [write.load("%points", at, WIDE) for at in places]
        goals = [write.load("%goals", at, WIDE) for at in places] if has_goals else []
        zero, one, two = (f"<{', '.join([f'double {number}.0'] * WIDTH)}>" for number in (0, 1, 2))
        near = _nearer(write, starts, goals, reach, one, zero)
        begun = {name: known[f"begin{j}"] for state in self._states for j, name in enumerate(state)}
        begun |= {name: Value(x, is_wide=True) for name, x in zip(self._point, starts, strict=True)}
        made = self._update(write, self._first, known | begun | {"lr": rate}, {})
        near = _nearer(write, made[: len(self._point)], goals, reach, two, near)
        first = write.taken()

        at = {name: Value(f"%{name}", is_wide=True) for name in self._all}
        row = write.put(f"mul i64 %i, {self.columns}")
        passed = {}
        for j, (symbol, kind) in enumerate(zip(self._passed, kinds, strict=True)):
            value = write.wide(Value(write.load("%table", write.put(f"add i64 {row}, {j}")), kind))
            if kind == "bool":
                value = Value(write.put(f"fcmp une {WIDE} {value.name}, {zero}"), kind, is_wide=True)
            passed[id(symbol)] = value
        after = self._update(write, self._later, known | at, passed)
        number = write.put("add i64 %i, 2")
        named = write.wide(Value(write.put(f"sitofp i64 {number} to double")))
        last = _nearer(write, after[: len(self._point)], goals, reach, named.name, "%near_by")
        update = write.taken()

        steps = list(zip([*self._all, "near_by"], [*made, near], [*after, last], strict=True))
        for name, place in zip(self._point, places, strict=True):
            write.store("%points", place, f"%{name}", WIDE)
        write.store("%near", write.put(f"mul i64 %g, {WIDTH}"), "%near_by", WIDE)
        return {
            "entry": entry,
            "first": first,
            "phis": "\n".join(f"  %{name} = phi {WIDE} [{a}, %group], [{b}, %update]" for name, a, b in steps),
            "update": update,
            "stop": write.taken(),
        }

    def _update(self, write: Writer, rule: Written, known: dict[str, Value], passed: dict[int, Value]) -> list[str]:
        """The point and the states after an update."""
        point = [known[name].name for name in self._point]
        slopes = write.values(self._gradient.symbols, known)
        grads = [_float(write, slopes[id(result)]) for result in self._gradient.results]
        if self._has_gaps:
            loss, *grads = grads
            grads = [_where_finite(write, loss, grad) for grad in grads]
        grads = [_where_finite(write, grad, grad) for grad in grads]
        own = [symbol for symbol in rule.symbols if rule is self._first or self._is_own(symbol)]
        values = write.values(own, known | dict(zip(self._grad, grads, strict=True)), passed)
        results = [_float(write, values[id(result)]).name for result in rule.results]
        moved = [write.put(f"fadd {WIDE} {x}, {delta}") for x, delta in zip(point, results, strict=False)]
        return [*moved, *results[len(point) :]]

    def _is_own(self, symbol: Symbol) -> bool:
        """Whether it is computed for each path, or is a constant."""
        return id(symbol) in self._varying or (not symbol.parts and symbol.template not in _COMMON)


_COMMON = ("lr", "k")
"""The variables that all paths have in common."""


def _varying(written: Written, names: set[str]) -> set[int]:
    """The ids of the symbols that depend on variables of these names."""
    varying: set[int] = set()
    for symbol in written.symbols:
        if symbol.template in names if not symbol.parts else any(id(part) in varying for part in symbol.parts):
            varying.add(id(symbol))
    return varying


def _passed(written: Written, varying: set[int]) -> list[Symbol]:
    """What all paths have in common of an update, and what varies is computed from."""
    used = {id(part) for symbol in written.symbols if id(symbol) in varying for part in symbol.parts}
    used |= {id(result) for result in written.results}
    return [
        symbol
        for symbol in written.symbols
        if id(symbol) in used - varying and (symbol.parts or symbol.template in _COMMON)
    ]


def _float(write: Writer, value: Value) -> Value:
    """A result, in all lanes. Raises NeedsNumber where it is no float."""
    if value.kind != "float":
        raise NeedsNumber("a result that is no float")
    return write.wide(value)


def _where_finite(write: Writer, one: Value, grad: Value) -> Value:
    """The gradient, and nan where `one` is not finite."""
    none = write.put(f"fsub {WIDE} {one.name}, {one.name}")
    is_none = write.put(f"fcmp uno {WIDE} {none}, {none}")
    return Value(write.put(f"select <{WIDTH} x i1> {is_none}, {WIDE} {none}, {WIDE} {grad.name}"), is_wide=True)


def _nearer(write: Writer, point: list[str], goals: list[str], reach: str, number: str, near: str) -> str:
    """`number` where the point is farther than `reach` from its goal, and `near` elsewhere."""
    if not goals:
        return near
    square = ""
    for x, goal in zip(point, goals, strict=True):
        away = write.put(f"fsub {WIDE} {x}, {goal}")
        one = write.put(f"fmul {WIDE} {away}, {away}")
        square = write.put(f"fadd {WIDE} {square}, {one}") if square else one
    distance = write.put(f"call {WIDE} @llvm.sqrt.v{WIDTH}f64({WIDE} {square})")
    is_far = write.put(f"fcmp ogt {WIDE} {distance}, {reach}")
    return write.put(f"select <{WIDTH} x i1> {is_far}, {WIDE} {number}, {WIDE} {near}")
