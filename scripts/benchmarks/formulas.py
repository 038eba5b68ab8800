"""Tries many formulas that are made to be hard; prints the most seconds and megabytes that one of them took.

In scripts/: ``python -m benchmarks.formulas --count 100000 --processes 2``. Each formula goes the whole way: typed
(parsed, its derivatives shown, set in type and as LaTeX), checked, differentiated twice, compiled, evaluated on numbers
and arrays, run for some steps and diagnosed, and written as programs; a fifth as a schedule, a fifth as a model. A
refusal is an answer; anything else that is raised is a failure, as is more than SECONDS or MEGABYTES.

Seconds are those of the processor (time.process_time), so that a busy machine does not count. Megabytes are the most
memory of the process (VmHWM, which is reset for each formula) over what it had before that formula (VmRSS). Each
process may have MEGABYTES of data (RLIMIT_DATA) more than after its first formulas; beyond that it gets a MemoryError.
Linux only.
"""

from __future__ import annotations

import argparse
import random
import resource
import signal
import sys
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from benchmarks.timing import ROOT

SECONDS, MEGABYTES = 1.0, 300.0
_GIVEN_UP = 20.0
"""Seconds of the processor after which a formula is given up."""

EXPONENTS = (
    "0.5000001", "0.3333333", "1.9999999", "2.0000001", "0.5", "1/3", "2/7", "13/25", "-1/2", "-0.3333333", "1.5",
    "-1.5", "2", "3", "5", "7", "-1", "-2", "-7", "1e-9", "1e-30", "0.123456789012345", "pi", "e", "sqrt(2)", "-pi",
    "0.1", "0.9999", "0", "1",
)  # fmt: skip
LARGE_EXPONENTS = ("19", "40", "64", "65", "-64", "-65", "100.5", "-500.25", "999", "1000", "-999", "1001")
NUMBERS = (
    "0", "1", "2", "3", "10", "0.5", "1.5", "0.1", "1e-3", "1e-300", "1e300", "123456789012345678901234567890",
    "0.123456789012345678901234567890", "3.0000000001", "1e9", "pi", "e", "999999", "1e-12", "7/3",
)  # fmt: skip
USUAL_EXPONENTS = ("2", "2", "3", "4", "6", "1/2", "0.5", "-1", "-2", "1/3", "0.1", "1.5", "20", "40", "-1/2", "7/10")
USUAL_NUMBERS = ("1", "2", "3", "10", "0.5", "0.1", "1.25", "pi", "e", "100", "0.01", "sqrt(2)", "cos(pi/6)", "1/7")
UNARY = (
    "sin", "cos", "tan", "asin", "acos", "atan", "sinh", "cosh", "tanh", "exp", "log", "log10", "sqrt", "abs", "sign",
)  # fmt: skip


class Maker:
    """Random formulas in some variables; the same seed makes the same formula."""

    def __init__(self, seed: str, variables: tuple[str, ...]) -> None:
        self.random = random.Random(seed)
        self.variables = variables
        self.usual = self.random.random() < 0.25
        """Whether all numbers are like those that people type, so that only the shape is hard."""

    def formula(self) -> str:
        """One formula of a random shape."""
        shapes = (self.tree, self.tower, self.powers, self.composed, self.long_sum, self.long_product, self.nest,
                  self.choice, self.ratio)  # fmt: skip
        text = self.random.choice(shapes)()
        if self.random.random() < 0.3:
            text = f"{text} + {self.random.choice(shapes)()}"
        if not any(name in text for name in self.variables):
            text = f"{text} + {self.variables[0]}"
        return text

    def variable(self) -> str:
        """One of the variables."""
        return self.random.choice(self.variables)

    def number(self) -> str:
        """A constant."""
        if self.usual:
            return self.random.choice(USUAL_NUMBERS)
        if self.random.random() < 0.2:
            return f"{self.random.uniform(-3, 3):.{self.random.randint(1, 15)}f}"
        return self.random.choice(NUMBERS)

    def exponent(self) -> str:
        """An exponent without variables."""
        if self.usual:
            return self.random.choice(USUAL_EXPONENTS)
        if self.random.random() < 0.3:
            return f"{self.random.uniform(-4, 4):.{self.random.randint(1, 12)}f}"
        return self.random.choice(LARGE_EXPONENTS if self.random.random() < 0.06 else EXPONENTS)

    def leaf(self) -> str:
        """A variable, a number, or both."""
        kind = self.random.random()
        if kind < 0.6:
            return self.variable()
        if kind < 0.75:
            return self.number()
        return f"({self.variable()} {self.random.choice('+-*/')} {self.number()})"

    def tree(self, depth: int = 4) -> str:
        """Anything."""
        if depth == 0:
            return self.leaf()
        kind = self.random.randrange(8)
        one = self.tree(depth - 1 - (self.random.random() < 0.4 and depth > 1))
        if kind < 2:
            return f"{self.random.choice(UNARY)}({one})"
        if kind < 4:
            return f"({one})^({self.exponent()})"
        if kind == 4:
            return f"({one})^({self.tree(depth - 1)})"
        if kind == 5:
            return f"{self.random.choice(('min', 'max'))}({one}, {self.tree(depth - 1)})"
        return f"({one} {self.random.choice('+-*/')} {self.tree(depth - 1)})"

    def tower(self) -> str:
        """A power of a power of a power: to the right."""
        return "^".join(
            self.random.choice((self.variable(), f"({self.leaf()})", f"({self.exponent()})", f"abs({self.variable()})"))
            for _ in range(self.random.randint(3, 7))
        )

    def powers(self) -> str:
        """A power of a power of a power: to the left."""
        text = self.leaf()
        for _ in range(self.random.randint(1, 6)):
            text = f"({text})^({self.exponent()})"
            if self.random.random() < 0.3:
                text = f"({text} {self.random.choice('+-*/')} {self.leaf()})"
        return text

    def composed(self) -> str:
        """A function of a function, with powers between."""
        text = self.leaf()
        for _ in range(self.random.randint(1, 6)):
            if self.random.random() < 0.4:
                text = f"({text})^({self.exponent()})"
            text = f"{self.random.choice(UNARY)}({text})"
        return text

    def long_sum(self) -> str:
        """Many terms."""
        return self.random.choice(("+", "-", " - ")).join(
            self.random.choice((self.leaf, self.powers, self.composed))() for _ in range(self.random.randint(5, 40))
        )[:4000]

    def long_product(self) -> str:
        """Many factors, or many divisions."""
        return self.random.choice(("*", "/")).join(
            f"({self.random.choice((self.leaf, self.leaf, self.powers, self.composed))()} + {self.leaf()})"
            for _ in range(self.random.randint(3, 25))
        )

    def nest(self) -> str:
        """Many levels of brackets."""
        depth = self.random.randint(5, 50)
        head = [
            self.random.choice(
                (f"{self.random.choice(UNARY)}({self.leaf()}+", f"({self.leaf()}*", f"1/({self.leaf()}+")
            )
            for _ in range(depth)
        ]
        return "".join(head) + self.variable() + ")" * depth

    def choice(self) -> str:
        """A min or max of many."""
        return (
            f"{self.random.choice(('min', 'max'))}({', '.join(self.tree(2) for _ in range(self.random.randint(2, 9)))})"
        )

    def ratio(self) -> str:
        """A quotient of everything else."""
        return f"({self.composed()} {self.random.choice('+-')} {self.powers()})/({self.tree(3)})^({self.exponent()})"


WAYS = ("expression", "expression", "curve", "schedule", "model")


def aimed(seed: int, index: int) -> tuple[str, tuple[str, ...], str]:
    """Formula `index` of a campaign: its use (one of WAYS), its variables, and its text."""
    way = WAYS[index % len(WAYS)]
    names = {"expression": ("x", "y"), "curve": ("w",), "schedule": ("k",), "model": ("w1", "w2", "b", "x")}[way]
    if way == "model" and index % 3 == 0:
        names = (*(f"p{i}" for i in range(1, 15)), "x")
    return way, names, Maker(f"{seed}/{index}", names).formula()


def typed(text: str, variables: tuple[str, ...] | None = None) -> None:
    """What the window does with each key: parse, differentiate, and set in type. Raises FormulaError."""
    from gdviz.engine.latex import latex
    from gdviz.engine.notation import read
    from gdviz.formula.differentiation import partial_derivatives
    from gdviz.formula.letters import parse_open
    from gdviz.formula.rendering import UNICODE, render

    formula = parse_open(text, variables)
    latex(read(formula.pretty()))
    for node in partial_derivatives(formula) or ():
        latex(read(render(node, UNICODE)))


def tried(way: str, text: str) -> str:
    """Do all steps with a formula; "accepted", or the sentence with which it was refused."""
    import numpy as np

    import gdviz
    from gdviz.export.program.problems import NUMPY, TORCH, problem_code
    from gdviz.formula import FormulaError

    try:
        typed(text, {"schedule": ("k",), "model": ("x",)}.get(way))
    except FormulaError as error:
        typed_error = str(error)
    else:
        typed_error = ""
    run: dict[str, Any] = {"start": [0.7], "optimizer": {"kind": "sgd", "lr": 0.01}}
    problem: dict[str, Any] = {"kind": "expression", "expression": text}
    if way == "schedule":
        run["schedule"] = {"kind": "expression", "expression": text}
        problem["expression"] = "w^2"
    elif way == "model":
        import re

        names = sorted(set(re.findall(r"\b(?:w1|w2|b|p\d+)\b", text)))
        data = {"kind": "inline", "x": [[0.3], [1.0], [-0.7]], "y": [0.5, 1.0, -1.0]}
        problem = {"kind": "model", "prediction": text, "parameters": names or ["w1"], "data": data}
    try:
        made = gdviz.problem(problem)
        run["start"] = list(made.start) or [0.7]
        value = {"format": "gdviz-experiment", "version": 1, "problem": problem, "steps": 10, "seed": 0, "runs": [run]}
        result = gdviz.run(gdviz.Experiment.from_dict(value), device="cpu")
        str(result.runs[0].verdict)
    except gdviz.ExperimentError as error:
        return str(error)
    if typed_error and way == "expression":
        return typed_error
    w = np.random.default_rng(0).normal(size=(30, made.dim))
    with np.errstate(all="ignore"):
        made.loss(w)
        made.grad(w)
        made.hessian(w)
    made.gradient_texts()
    for module in (NUMPY, TORCH):
        try:
            problem_code(made, module, hessian=module == NUMPY and way != "model")
        except gdviz.ExperimentError as error:
            return str(error)
    return "accepted"


@dataclass
class Found:
    """What a campaign found."""

    slowest: list[tuple[float, int, str]] = field(default_factory=list)
    largest: list[tuple[float, int, str]] = field(default_factory=list)
    failed: list[tuple[int, str, str]] = field(default_factory=list)
    answers: Counter[str] = field(default_factory=Counter)
    seconds: float = 0.0

    def add(self, index: int, text: str, answer: str, seconds: float, megabytes: float) -> None:
        """Count one formula."""
        self.seconds += seconds
        self.answers["accepted" if answer == "accepted" else "refused"] += 1
        self.slowest = sorted([*self.slowest, (seconds, index, text)], reverse=True)[:10]
        self.largest = sorted([*self.largest, (megabytes, index, text)], reverse=True)[:10]

    def join(self, other: Found) -> None:
        """Take over what another process found."""
        self.slowest = sorted([*self.slowest, *other.slowest], reverse=True)[:10]
        self.largest = sorted([*self.largest, *other.largest], reverse=True)[:10]
        self.failed += other.failed
        self.answers += other.answers
        self.seconds += other.seconds


class GivenUpError(BaseException):
    """A formula took too long; no code that it runs through may catch this."""


def _memory(name: str) -> float:
    """A figure of /proc/self/status in megabytes."""
    line = next(line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith(name))
    return int(line.split()[1]) / 1024


def _limit_memory() -> None:
    most = int((_memory("VmData") + MEGABYTES) * 2**20)
    resource.setrlimit(resource.RLIMIT_DATA, (most, most))


def _share(seed: int, indices: range) -> Found:
    """Try a share of the formulas in this process."""
    import warnings

    warnings.simplefilter("error")
    found = Found()

    def give_up(*_: Any) -> None:
        raise GivenUpError

    signal.signal(signal.SIGVTALRM, give_up)
    for warm in ("x^2 + sin(y)", "cosh(x^0.5000001)"):
        tried("expression", warm)
    _limit_memory()
    for index in indices:
        way, _, text = aimed(seed, index)
        Path("/proc/self/clear_refs").write_text("5")
        before, begun = _memory("VmRSS"), time.process_time()
        signal.setitimer(signal.ITIMER_VIRTUAL, _GIVEN_UP)
        try:
            answer = tried(way, text)
        except GivenUpError:
            answer = f"given up after {_GIVEN_UP:g} s"
            found.failed.append((index, text, answer))
        except BaseException as error:  # the campaign searches for every exception of a formula
            answer = f"{type(error).__name__}: {error}"
            found.failed.append((index, text, answer))
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        found.add(index, text, answer, time.process_time() - begun, _memory("VmHWM") - before)
    return found


def _shares(seed: int, first: int, count: int) -> Iterator[tuple[int, range]]:
    size = 2500
    for begin in range(first, first + count, size):
        yield seed, range(begin, min(begin + size, first + count))


def main() -> int:
    """Run a campaign; the exit code is 1 where a formula failed."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--count", type=int, default=2000)
    parser.add_argument("--first", type=int, default=0, help="the index of the first formula")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--processes", type=int, default=2)
    given = parser.parse_args()
    sys.path.insert(1, str(ROOT))
    total = Found()
    context = get_context("spawn")
    with context.Pool(given.processes, maxtasksperchild=1) as pool:
        tasks = [pool.apply_async(_share, share) for share in _shares(given.seed, given.first, given.count)]
        for done, task in enumerate(tasks):
            total.join(task.get())
            print(f"\r{min((done + 1) * 2500, given.count)} of {given.count}", end="", file=sys.stderr, flush=True)
    print(file=sys.stderr)
    over = [one for one in total.slowest if one[0] > SECONDS]
    large = [one for one in total.largest if one[0] > MEGABYTES]
    accepted, refused = total.answers["accepted"], total.answers["refused"]
    print(f"{given.count} formulas: {accepted} accepted, {refused} refused or failed")
    print(f"{1000 * total.seconds / given.count:.1f} ms each")
    print("the slowest:")
    for seconds, index, text in total.slowest:
        print(f"  {seconds:8.3f} s   {index:7} {text[:160]}")
    print("the largest:")
    for megabytes, index, text in total.largest:
        print(f"  {megabytes:8.1f} MB  {index:7} {text[:160]}")
    for index, text, answer in total.failed[:40]:
        print(f"failed {index}: {answer[:200]}\n    {text[:300]}")
    print(f"{len(total.failed)} failed")
    return 1 if total.failed or over or large else 0


if __name__ == "__main__":
    sys.exit(main())
