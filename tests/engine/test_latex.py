from __future__ import annotations

import re
from typing import Any

import numpy as np
import pytest

from gdviz.engine.arithmetic import Line, arithmetic
from gdviz.engine.latex import latex, latex_card
from gdviz.engine.notation import read
from gdviz.engine.trajectory import RunRecord
from gdviz.registry import plugins
from tests.export.test_program_names import NAMES
from tests.making import line_data, quadratic, record_of

COMMANDS = {
    "frac", "sqrt", "left", "right", "cdot", "alpha", "beta", "delta", "varepsilon", "eta", "kappa", "lambda", "mu",
    "nu", "xi", "pi", "rho", "sigma", "tau", "psi", "Delta", "Lambda", "Pi", "partial", "nabla", "sum", "hat", "bar",
    "prime", "le", "ge", "to", "ldots", "max", "min", "sin", "cos", "exp", "log", "tanh", "operatorname", "mathit",
    "text", "begin", "end", "infty", "colon", "mathrm",
}  # fmt: skip
KINDS = sorted(plugins("gdviz.optimizers"))


class Evaluator:
    """The value of a LaTeX formula of numbers: a separate reader of the few commands that the card writes."""

    def __init__(self, text: str) -> None:
        self.tokens = re.findall(r"\\left\\?.|\\right\\?.|\\[A-Za-z]+|\d+(?:\.\d+)?|\S", text)
        self.at = 0

    def value(self) -> Any:
        found = self.sum()
        assert self.at == len(self.tokens), self.tokens[self.at :]
        return found

    def peek(self) -> str:
        return self.tokens[self.at] if self.at < len(self.tokens) else ""

    def take(self, expected: str | None = None) -> str:
        token = self.tokens[self.at]
        assert expected is None or token == expected, (token, expected)
        self.at += 1
        return token

    def sum(self) -> Any:
        total = self.product()
        while self.peek() in ("+", "-"):
            total = total + self.product() if self.take() == "+" else total - self.product()
        return total

    def product(self) -> Any:
        if self.peek() == "-":
            self.take()
            return -self.product()
        total = self.power()
        while self.peek() and (self.peek() == r"\cdot" or self.peek()[0].isdigit() or self.peek() in STARTS):
            if self.peek() == r"\cdot":
                self.take()
            total = total * (-self.power() if self.peek() == "-" and self.take() else self.power())
        return total

    def power(self) -> Any:
        base = self.atom()
        if self.peek() == "^":
            self.take()
            return base ** self.group()
        return base

    def group(self) -> Any:
        self.take("{")
        found = self.sum()
        self.take("}")
        return found

    def listed(self, closing: str) -> list[Any]:
        found = [self.sum()]
        while self.peek() == ",":
            self.take()
            found.append(self.sum())
        self.take(closing)
        return found

    def atom(self) -> Any:
        token = self.take()
        match token:
            case r"\frac":
                return self.group() / self.group()
            case r"\sqrt":
                return np.sqrt(self.group())
            case r"\left(":
                return self.listed(r"\right)")[0]
            case r"\left[":
                return np.array(self.listed(r"\right]"))
            case r"\left|":
                return np.abs(self.listed(r"\right|")[0])
            case r"\max" | r"\min":
                self.take(r"\left(")
                return (np.maximum if token == r"\max" else np.minimum)(*self.listed(r"\right)"))
            case r"\operatorname":
                name = "".join(self.take() for _ in range(self.tokens[self.at :].index("}") + 1))[1:-1]
                self.take(r"\left(")
                return {"sign": np.sign, "mean": np.mean}[name](self.listed(r"\right)")[0])
        return float(token)


STARTS = (r"\frac", r"\sqrt", r"\left(", r"\left[", r"\max", r"\min", r"\operatorname")


def check_structure(text: str) -> None:
    """Nothing but the commands that are meant, plain ASCII, and everything closed that was opened."""
    bare = re.sub(r"\\text\{[^{}]*\}", "", text)
    assert bare.isascii(), bare
    assert set(re.findall(r"\\([A-Za-z]+)", text)) <= COMMANDS
    assert len(re.findall(r"\\left", bare)) == len(re.findall(r"\\right", bare))
    depth = 0
    for brace in re.findall(r"(?<!\\)[{}]", text):
        depth += 1 if brace == "{" else -1
        assert depth >= 0
    assert depth == 0


def value_of(line: Line) -> np.ndarray:
    return np.array(line.value[0] if len(line.value) == 1 else line.value)


def agrees(line: Line, record: RunRecord, k: int) -> bool:
    """Whether the formula with numbers has the line's value, up to the rounding of each number to six digits."""
    found = Evaluator(latex(read(line.filled))).value()
    scale = max(1.0, *(abs(float(n)) for n in re.findall(r"\d+(?:\.\d+)?", line.filled)))
    return bool(np.allclose(found, value_of(line), rtol=1e-3, atol=2e-5 * scale))


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("problem", ["himmelblau", "bowl", "data"])
def test_that_the_latex_of_each_optimizer_comes_to_the_numbers_of_the_run(kind: str, problem: str) -> None:
    spec: Any = {"bowl": quadratic(1, 4, 9), "data": line_data()}.get(problem, problem)
    record = record_of(spec, [1, 2, -1][: 3 if problem == "bowl" else 2], {"kind": kind, "lr": 0.01}, steps=8)
    for k in (0, 1, 7):
        lines = arithmetic(record, k)
        check_structure(latex_card(lines, frozenset(record.problem.names), str))
        for line in lines:
            if line.filled and line.role != "loss" and ":" not in line.filled:
                assert agrees(line, record, k), (line, latex(read(line.filled)))


@pytest.mark.parametrize("kind", KINDS)
def test_that_numbers_of_any_size_are_right_in_latex(kind: str) -> None:
    for scale in (1e-12, 1e9):
        record = record_of(quadratic(1, 4), [scale, -scale], {"kind": kind, "lr": 0.01}, steps=3)
        for k in range(record.n):
            check_structure(latex_card(arithmetic(record, k), frozenset(), str))


def test_that_the_card_of_the_worked_example_is_one_align() -> None:
    card = latex_card(arithmetic(record_of("cubic_3x2y", [1, 1]), 0), frozenset(), str)
    rows = card.splitlines()
    assert (rows[0], rows[-1]) == (r"\begin{align*}", r"\end{align*}")
    assert rows[1] == r"\frac{\partial f}{\partial x} &= 6xy = 6\cdot 1\cdot 1 = 6 \\"
    assert r"\Delta w &= -\eta \cdot g = -0.01\cdot \left[6, 3\right] = \left[-0.06, -0.03\right] \\" in rows
    assert r"f &\colon 3\to 2.57128 && \text{fell by 14 \%} \\" in rows
    assert r"\eta &= 0.01 && \text{constant} \\" in rows


def test_that_one_parameter_has_an_upright_d_and_remarks_are_escaped() -> None:
    card = latex_card(arithmetic(record_of("parabola_1d", [1]), 0), frozenset(), lambda note: "50 % of {it}_1")
    assert r"\frac{\mathrm{d}J}{\mathrm{d}w} &= " in card
    assert r"\text{50 \% of \{it\}\_1}" in card


@pytest.mark.parametrize("part", range(8))
def test_that_every_name_of_a_formula_is_one_symbol_of_latex(part: int) -> None:
    for name in NAMES[part::8]:
        names = frozenset([name] if len(name) > 1 else [])
        alone = latex(read(name, names))
        assert alone.count("{") == alone.count("}"), alone
        assert not re.search(r"(?<!\\)_(?!\{)|(?<!\\)[#$%&~^]|\}_\{[^}]*\}_\{", alone), alone
        outside = re.sub(r"\\text\{[^{}]*\}", "", alone)
        assert outside.isascii(), alone
        assert set(re.findall(r"\\([A-Za-z]+)", outside)) <= COMMANDS - {"infty", "sin"}, alone
        joined = latex(read(f"3 + {name}/4", names)).replace(" ", "")
        assert joined == rf"3+\frac{{{alone.strip()}}}{{4}}".replace(" ", "")
        power = latex(read(f"2·{name}²·y", names))
        assert re.fullmatch(
            r"2\\cdot (\\left\()?" + re.escape(alone.strip()) + r" ?(\\right\))?\^\{2\} \\cdot y", power
        ), power


def test_that_a_column_that_is_called_as_a_number_or_a_function_changes_no_formula() -> None:
    text = "2·sin(x)/3"
    assert latex(read(text, frozenset(["", "2", "sin", "living area (m²)", "x"]))) == latex(read(text))


@pytest.mark.parametrize(
    "column", ["\\input{secret}", "$x$", "100 %", "^^4d", "a}b{c", "a#b&c~d", "x^2^3", "\x00\x1b[2J", "<b>", "기온 🌡"]
)
def test_that_no_name_of_a_column_commands_latex(column: str) -> None:
    text = latex(read(f"2/B · Σ (ŷ − y)·{column}", frozenset([column])))
    assert text.isprintable()
    assert set(re.findall(r"\\([A-Za-z]+)", text)) <= COMMANDS | {"backslash", "sim", "wedge"}
    bare = re.sub(r"\\[{}_%&#$]", "", text)
    assert not re.search(r"[$%#&~]|\^(?!\{)|_(?!\{)", bare), text
    depth = 0
    for sign in bare:
        depth += {"{": 1, "}": -1}.get(sign, 0)
        assert depth >= 0, text
    assert depth == 0, text


def test_that_names_with_marks_and_underscores_keep_them() -> None:
    written = {
        name: latex(read(name, frozenset([name]))) for name in ("a_1", "w_lr", "w1_x", "_x", "a_b_c", "é", "기울기")
    }
    assert written == {
        "a_1": "a_{1}", "w_lr": r"w_{\operatorname{lr}}", "w1_x": r"\mathit{w1\_x}", "_x": r"\mathit{\_x}",
        "a_b_c": r"\mathit{a\_b\_c}", "é": r"\text{é}", "기울기": r"\text{기울기}",
    }  # fmt: skip
