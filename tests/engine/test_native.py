"""The instructions of machine code against Python's operations: the same bits, whatever the numbers are."""

from __future__ import annotations

import itertools
import math
from typing import Any

import numpy as np
import pytest

from gdviz.engine import native, unrolled
from gdviz.engine.tape import RULE, Functions, LaterStep, NeedsNumber, Tape, Written
from gdviz.engine.unrolled import FORMULA

pytestmark = pytest.mark.skipif(not native.is_available(), reason="llvmlite is not installed")
SPECIAL = [0.0, -0.0, 1.5, -2.0, math.inf, -math.inf, math.nan]

OPERATIONS: dict[str, Any] = {
    **{name: lambda m, a, b, k, name=name: getattr(m, name)(a) for name in FORMULA if FORMULA[name].endswith("({0})")},
    "maximum": lambda m, a, b, k: m.maximum(a, b),
    "minimum": lambda m, a, b, k: m.minimum(a, b),
    "power": lambda m, a, b, k: m.power(a, b),
    "infinite on the way": lambda m, a, b, k: 1.0 / m.exp(800.0 * a) + b,
}
RULED: dict[str, Any] = {
    "plus": lambda xp, a, b, k: a + b,
    "minus": lambda xp, a, b, k: a - b,
    "times": lambda xp, a, b, k: a * b,
    "over": lambda xp, a, b, k: a / b,
    "to the power of": lambda xp, a, b, k: (a * a) ** b,
    "the opposite": lambda xp, a, b, k: -a,
    "a number's power": lambda xp, a, b, k: 0.9**k + a,
    "a share of a number": lambda xp, a, b, k: a / k,
    "sqrt": lambda xp, a, b, k: xp.sqrt(a * a) + xp.sqrt(k),
    "abs": lambda xp, a, b, k: xp.abs(a),
    "maximum": lambda xp, a, b, k: xp.maximum(a, b),
    "minimum": lambda xp, a, b, k: xp.minimum(a, b),
    "where": lambda xp, a, b, k: xp.where(a > b, a, -b),
    "where not less": lambda xp, a, b, k: xp.where(a >= b, a, -b),
    "where less": lambda xp, a, b, k: xp.where(a < b, a, -b),
    "where not more": lambda xp, a, b, k: xp.where(a <= b, a, -b),
    "where equal": lambda xp, a, b, k: xp.where(a == b, a, -b),
    "where different": lambda xp, a, b, k: xp.where(a != b, a, -b),
    "sign": lambda xp, a, b, k: xp.sign(a) * 1.0,
    "the opposite of an int": lambda xp, a, b, k: -xp.sign(a) * 1.0,
    "ints times ints": lambda xp, a, b, k: xp.sign(a) * xp.sign(b) * 1.0,
    "ints minus ints": lambda xp, a, b, k: (xp.sign(a) - xp.sign(b)) * 1.0,
    "ints over ints": lambda xp, a, b, k: xp.sign(a) / k,
    "the larger int": lambda xp, a, b, k: xp.maximum(xp.sign(a), xp.sign(b)) * 1.0,
    "truth times a number": lambda xp, a, b, k: (a > b) * -a,
}


def written(made: Any, table: Any) -> Written:
    """An operation on s0_0, s0_1 and the number of the update."""
    tape = Tape("t")
    names = tape.variable("s0_0"), tape.variable("s0_1"), tape.variable("k", LaterStep)
    return tape.written([0.0, made(Functions(tape, table), *names), names[1]])


@pytest.mark.parametrize("table", ["rule", "formula"])
def test_that_an_instruction_does_what_python_does(table: str) -> None:
    """Whatever the numbers are; where Python raises, none is made."""
    flat = Tape("u").written([0.0, 0.0])
    for name, operation in (RULED if table == "rule" else OPERATIONS).items():
        change = written(operation, RULE if table == "rule" else FORMULA)
        run = native.machine_code(native.source(change, flat, ["x0", "g0", "s0_0", "s0_1"], 1, False))
        statements, (_, text, _) = change.source()
        constants = np.array([*change.constants.values(), *flat.constants.values()])
        for a, b in itertools.product([*SPECIAL, 3.0], repeat=2):
            values = {**unrolled.NAMES, **change.constants, "s0_0": a, "s0_1": b, "k": 3}
            try:
                exec("\n".join([*statements, f"found = {text}"]), values)
            except (ArithmeticError, ValueError):
                values["found"] = None
            rows, path, rate = np.empty(3), np.array([0.0, 0.0, a, b]), np.ones(1)
            made = run(rows.ctypes.data, rate.ctypes.data, None, 1, 2, path.ctypes.data, constants.ctypes.data)
            expected, found = values["found"], float(path[2])
            if made or expected is None or (math.isfinite(a) and math.isfinite(b)):
                assert (str(found) if made else None) == (None if expected is None else str(expected)), (name, a, b)


@pytest.mark.parametrize(
    "operation",
    [lambda xp, a, b, k: xp.where(a > b, a, 0), lambda xp, a, b, k: xp.sign(a), lambda xp, a, b, k: k**k + a],
)
def test_that_no_int_is_taken_for_a_float(operation: Any) -> None:
    with pytest.raises(NeedsNumber):
        native.source(written(operation, RULE), Tape("u").written([0.0, 0.0]), ["x0", "g0", "s0_0", "s0_1"], 1, False)


def test_that_a_function_or_an_llvm_that_is_not_there_leaves_the_loop_to_python(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """LLVM before 15 (llvmlite before 0.45) cannot read the pointers of the source."""
    with pytest.raises(NeedsNumber, match="no_such_function"):
        native._function_at("no_such_function")
    with pytest.raises(NeedsNumber, match="LLVM does not take it"):
        native.machine_code("define double @loop(nothing)")
