"""A formula and its derivatives as a graph, in which equal parts exist once, for formulas that sympy cannot handle.

The rules of calculus are applied to each part once, so the work and the length of the code grow with the number of
parts, for every formula: a power of a power, a tower, a composition of sixty functions. Nothing is expanded, no sign
is looked up, and a formula has a value only where it has one as it was typed. `symbolic`
writes shorter code of ordinary formulas, but its work has no bound.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

from gdviz.formula import scalars
from gdviz.formula.errors import FormulaError
from gdviz.formula.evaluation import LARGEST_PRODUCT_POWER, constant_value
from gdviz.formula.nodes import (
    Call,
    Constant,
    Inverse,
    Negative,
    Node,
    Number,
    Power,
    Product,
    Sum,
    Variable,
    integer_value,
)
from gdviz.messages import message

MAX_PARTS = 50_000
"""The most parts of a formula with its derivatives: code of this length is made in a quarter of a second."""
_LONGEST = 160
"""Characters up to which a part that is used once is written where it is used."""
_SPECIAL = {"min": "minimum", "max": "maximum"}
_ADD, _MUL, _ATOM = range(3)


class Graph:
    """Parts of formulas, numbered as they are made: the arguments of a part have smaller numbers than itself.

    A part is a tuple of an operation and its arguments, the numbers of other parts::

        ("number", value)  ("variable", name)  ("neg", a)  ("+", a, b)  ("-", a, b)  ("*", a, b)  ("/", a, b)
        ("^", a, n)        a to the power n, a float
        ("power", a, b)    and the functions of `scalars`: ("sin", a), ("maximum", a, b), ..
    """

    def __init__(self) -> None:
        self.parts: list[tuple[Any, ...]] = []
        self._numbers: dict[tuple[Any, ...], int] = {}
        self._bounded: list[bool] = []
        self._typed = False

    # Parts, simplified where the arguments alone decide it

    def _made(self, *part: Any) -> int:
        key = ("number", repr(part[1])) if part[0] == "number" else part
        found = self._numbers.get(key)
        if found is None:
            if len(self.parts) >= MAX_PARTS:
                raise FormulaError(
                    message(
                        "the derivatives of this formula are too long: at most {most} operations are allowed",
                        most=MAX_PARTS,
                    )
                )
            found = self._numbers[key] = len(self.parts)
            self.parts.append(part)
            self._bounded.append(_bounds(part) or any(self._bounded[a] for a in _arguments(part)))
        return found

    def _keeps(self, *parts: int) -> bool:
        """Whether parts of the formula itself must not cancel, since without them its domain would be larger.

        Its derivatives may: where they are computed, so is the value.
        """
        return self._typed and any(self._bounded[a] for a in parts)

    def number(self, value: float) -> int:
        """A constant."""
        return self._made("number", float(value) + 0.0)

    def variable(self, name: str) -> int:
        """A variable, by the name that it has in the code."""
        return self._made("variable", name)

    def _value(self, a: int) -> float | None:
        part = self.parts[a]
        return part[1] if part[0] == "number" else None

    def _folded(self, function: Any, *args: float) -> int:
        """A function of numbers: its value, nan where it has none."""
        try:
            return self.number(function(*args))
        except (ArithmeticError, ValueError):
            return self.number(math.nan)

    def add(self, a: int, b: int) -> int:
        """The sum."""
        x, y = self._value(a), self._value(b)
        if x is not None and y is not None:
            return self.number(x + y)
        if x == 0:
            return b
        if y == 0:
            return a
        for one, other in ((a, b), (b, a)):
            if self.parts[other][0] == "neg":
                return self.subtract(one, self.parts[other][1])
        if a == b:
            return self.multiply(self.number(2.0), a)
        return self._made("+", min(a, b), max(a, b))

    def subtract(self, a: int, b: int) -> int:
        """The difference."""
        x, y = self._value(a), self._value(b)
        if x is not None and y is not None:
            return self.number(x - y)
        if y == 0:
            return a
        if x == 0:
            return self.negative(b)
        if self.parts[b][0] == "neg":
            return self.add(a, self.parts[b][1])
        return self.number(0.0) if a == b and not self._keeps(a) else self._made("-", a, b)

    def negative(self, a: int) -> int:
        """The negative."""
        operation, *rest = self.parts[a]
        if operation == "number":
            return self.number(-rest[0])
        if operation == "neg":
            return int(rest[0])
        if operation == "-":
            return self.subtract(rest[1], rest[0])
        if operation == "*" and self._value(rest[0]) is not None:
            return self.multiply(self.negative(rest[0]), rest[1])
        return self._made("neg", a)

    def multiply(self, a: int, b: int) -> int:
        """The product; a number comes first, and several become one."""
        if self._value(b) is not None:
            a, b = b, a
        x, y = self._value(a), self._value(b)
        if x is not None and y is not None:
            return self.number(x * y)
        if x == 0:
            return self._made("*", a, b) if self._keeps(b) else a
        if x == 1:
            return b
        if x == -1:
            return self.negative(b)
        for one, other in ((a, b), (b, a)):
            if self.parts[other][0] == "neg":
                return self.negative(self.multiply(one, self.parts[other][1]))
            operation, *rest = self.parts[other]
            if operation == "*" and self._value(rest[0]) is not None:
                if self._value(one) is None:
                    return self.multiply(rest[0], self.multiply(one, rest[1]))
                return self.multiply(self.multiply(rest[0], one), rest[1])
        if x is not None:
            return self._made("*", a, b)
        (base, n), (other, k) = self._as_power(a), self._as_power(b)
        if base == other:
            return self.power(base, self.number(n + k))
        return self._made("*", min(a, b), max(a, b))

    def _as_power(self, a: int) -> tuple[int, float]:
        """A base and its positive whole exponent."""
        operation, *rest = self.parts[a]
        return (rest[0], rest[1]) if operation == "^" and _whole(rest[1]) and rest[1] > 0 else (a, 1.0)

    def divide(self, a: int, b: int) -> int:
        """The quotient."""
        x, y = self._value(a), self._value(b)
        if x is not None and y is not None:
            return self._folded(lambda: x / y)
        if y == 1:
            return a
        if y is None and self._typed:
            return self._made("/", a, b)
        if x == 0:
            return a
        return self.number(1.0) if a == b else self._made("/", a, b)

    def power(self, a: int, b: int) -> int:
        """The power of base `a` and exponent `b`."""
        x, n = self._value(a), self._value(b)
        if n == 0:
            return self.add(self.number(1.0), self.multiply(b, a)) if self._keeps(a) else self.number(1.0)
        if x is not None and n is not None:
            return self._folded(scalars.power, x, n)
        if x == math.e:
            return self.call("exp", b)
        if n is None:
            return self._made("power", a, b)
        if n == 1:
            return a
        if not math.isfinite(n):
            return self.number(math.nan)
        operation, *rest = self.parts[a]
        if operation == "^" and _whole(rest[1]) and abs(rest[1] * n) < 2.0**53 and not (self._typed and rest[1] < 0):
            if _whole(n):
                return self.power(rest[0], self.number(rest[1] * n))
            if rest[1] % 2 == 0:  # (u²)^½ is |u|
                return self.power(self.call("abs", rest[0]), self.number(rest[1] * n))
        return self._made("^", a, n)

    def call(self, name: str, *args: int) -> int:
        """A function by its name in `scalars`."""
        values = [value for a in args if (value := self._value(a)) is not None]
        if len(values) == len(args):
            return self._folded(getattr(scalars, name), *values)
        if name == "sqrt":
            return self.power(args[0], self.number(0.5))
        return self._made(name, *args)

    def formula(self, node: Node, names: dict[str, str]) -> int:
        """The part of a formula's tree, with its domain; `names` are those of its variables in the code."""
        self._typed = True
        try:
            return self._formula(node, names)
        finally:
            self._typed = False

    def _formula(self, node: Node, names: dict[str, str]) -> int:
        match node:
            case Number(value):
                return self._folded(lambda: float(value))
            case Constant():
                return self.number(constant_value(node))
            case Variable(name):
                return self.variable(names[name])
            case Negative(arg):
                return self.negative(self._formula(arg, names))
            case Sum(terms):
                total = self._formula(terms[0], names)
                for term in terms[1:]:
                    total = self.add(total, self._formula(term, names))
                return total
            case Product(factors):
                product = self._formula(factors[0], names)
                for factor in factors[1:]:
                    if isinstance(factor, Inverse):
                        product = self.divide(product, self._formula(factor.arg, names))
                    else:
                        product = self.multiply(product, self._formula(factor, names))
                return product
            case Power(_, exponent) if integer_value(exponent) == 0:  # 1, also where the base has no value
                return self.number(1.0)
            case Power(base, exponent):
                return self.power(self._formula(base, names), self._formula(exponent, names))
            case Call(name, args):
                first, *rest = (self._formula(arg, names) for arg in args)
                if not rest:
                    return self.call(name, first)
                for other in rest:
                    first = self.call(_SPECIAL[name], first, other)
                return first
        raise AssertionError(f"{node} is no formula")  # an Inverse stands in products only

    # Derivatives

    def derivatives(self, tops: Sequence[int], name: str) -> list[int]:
        """The derivative of each of `tops` by a variable. Raises FormulaError beyond MAX_PARTS."""
        zero = self.number(0.0)
        slopes: dict[int, int] = {}
        for a in self._below(tops):
            part = self.parts[a]
            if part[0] == "variable":
                slopes[a] = self.number(1.0) if part[1] == name else zero
            elif part[0] == "number" or all(slopes[b] == zero for b in _arguments(part)):
                slopes[a] = zero
            else:
                slopes[a] = self._slope(a, slopes)
        return [slopes[a] for a in tops]

    def _below(self, tops: Sequence[int]) -> list[int]:
        """All parts of `tops`, each after its arguments."""
        found: set[int] = set()
        stack = list(tops)
        while stack:
            a = stack.pop()
            if a not in found:
                found.add(a)
                stack += _arguments(self.parts[a])
        return sorted(found)

    def _slope(self, a: int, slopes: dict[int, int]) -> int:
        """The derivative of part `a`, given those of its arguments, by the rules of calculus."""
        operation, *args = self.parts[a]
        inner = [slopes[b] for b in _arguments(self.parts[a])]
        match operation:
            case "neg":
                return self.negative(inner[0])
            case "+":
                return self.add(*inner)
            case "-":
                return self.subtract(*inner)
            case "*":
                return self.add(self.multiply(inner[0], args[1]), self.multiply(args[0], inner[1]))
            case "/":
                above = self.subtract(inner[0], self.multiply(a, inner[1]))
                return self.divide(above, args[1])
            case "^":
                base, n = args
                lower = self.power(base, self.number(n - 1.0))
                return self.multiply(self.multiply(self.number(n), lower), inner[0])
            case "power":
                base, exponent = args
                lower = self.power(base, self.subtract(exponent, self.number(1.0)))
                slope = self.multiply(self.multiply(exponent, lower), inner[0])
                return self.add(slope, self.multiply(self.multiply(a, self._log_of_base(base)), inner[1]))
            case "maximum" | "minimum":
                half, sign = self.number(0.5), self.call("sign", self.subtract(*args))
                shift = self.multiply(self.number(0.5 if operation == "maximum" else -0.5), sign)
                first, second = self.add(half, shift), self.subtract(half, shift)
                return self.add(self.multiply(first, inner[0]), self.multiply(second, inner[1]))
        return self.multiply(self._outer(operation, a, args[0]), inner[0])

    def _log_of_base(self, u: int) -> int:
        """log(u), and 0 at u = 0, where u^v log(u) is 0 as long as v > 0."""
        if self._value(u) is not None:
            return self.call("log", u)
        minus_one_at_zero = self.subtract(self.call("abs", self.call("sign", u)), self.number(1.0))
        return self.call("log", self.subtract(u, minus_one_at_zero))

    def _outer(self, function: str, a: int, u: int) -> int:
        """The derivative of a = f(u) by u."""
        one = self.number(1.0)
        match function:
            case "sin":
                return self.call("cos", u)
            case "cos":
                return self.negative(self.call("sin", u))
            case "tan":
                return self.add(one, self._squared(a))
            case "tanh":
                return self.subtract(one, self._squared(a))
            case "asin" | "acos":
                slope = self.divide(one, self.call("sqrt", self.subtract(one, self._squared(u))))
                return slope if function == "asin" else self.negative(slope)
            case "atan":
                return self.divide(one, self.add(one, self._squared(u)))
            case "sinh":
                return self.call("cosh", u)
            case "cosh":
                return self.call("sinh", u)
            case "exp":
                return a
            case "log":
                return self.divide(one, u)
            case "log10":
                return self.divide(self.number(1 / math.log(10)), u)
            case "abs":
                return self.call("sign", u)
            case "sign":
                return self.number(0.0)
        raise AssertionError(f"{function} is no function of one argument")

    def _squared(self, a: int) -> int:
        return self.power(a, self.number(2.0))

    # Code

    def code(self, tops: Sequence[int]) -> tuple[list[tuple[str, str]], list[str]]:
        """What is computed first, as names and Python expressions, and the expressions of `tops` in terms of them.

        The functions are those of a name ``m``; see `gdviz.formula.compiling`.
        """
        below = self._below(tops)
        uses = dict.fromkeys(below, 0)
        for a in (*tops, *(b for part in below for b in _arguments(self.parts[part]))):
            uses[a] += 1
        written: dict[int, tuple[str, int]] = {}
        pairs: list[tuple[str, str]] = []

        def named(text: str) -> str:
            pairs.append((f"s{len(pairs)}", text))
            return pairs[-1][0]

        for a in below:
            text, level = self._written(a, written, named)
            simple = self.parts[a][0] in ("number", "variable")
            if not simple and (uses[a] > 1 or len(text) > _LONGEST):
                text, level = named(text), _ATOM
            written[a] = text, level
        return pairs, [written[a][0] for a in tops]

    def _written(self, a: int, written: dict[int, tuple[str, int]], named: Any) -> tuple[str, int]:
        operation, *args = self.parts[a]
        match operation:
            case "number":
                value = args[0]
                return (repr(value) if math.isfinite(value) else "m.nan"), _MUL if value < 0 else _ATOM
            case "variable":
                return args[0], _ATOM
            case "neg":
                return f"-{_in(written[args[0]], _MUL)}", _MUL
            case "+" | "-":
                right = _in(written[args[1]], _ADD if operation == "+" else _MUL)
                if right.startswith("-"):
                    right = f"({right})"
                return f"{written[args[0]][0]} {operation} {right}", _ADD
            case "*" | "/":
                right = _in(written[args[1]], _ATOM)
                return f"{_in(written[args[0]], _MUL)}{operation}{right}", _MUL
            case "^":
                return _power_text(_in(written[args[0]], _ATOM), args[1], named)
        return f"m.{operation}({', '.join(written[b][0] for b in args)})", _ATOM


def _arguments(part: tuple[Any, ...]) -> tuple[int, ...]:
    return () if part[0] in ("number", "variable") else part[1:2] if part[0] == "^" else part[1:]


def _bounds(part: tuple[Any, ...]) -> bool:
    """Whether a part has no value for some values of its arguments."""
    operation, *args = part
    if operation == "number":
        return not math.isfinite(args[0])
    if operation == "^":
        return not _whole(args[1]) or args[1] < 0
    return operation in ("/", "power", "log", "log10", "asin", "acos")


def _whole(n: float) -> bool:
    return n.is_integer()


def _in(text: tuple[str, int], level: int) -> str:
    return text[0] if text[1] >= level else f"({text[0]})"


def _power_text(base: str, n: float, named: Any) -> tuple[str, int]:
    """The code of base**n: small whole powers by multiplying, as `evaluation.by_products` does."""
    size = abs(n)
    if size == 0.5:
        text, level = f"m.sqrt({base})", _ATOM
    elif not _whole(n) or size > LARGEST_PRODUCT_POWER:
        return f"m.power({base}, {n!r})", _ATOM
    else:
        if size > 1 and not base.isidentifier():
            base = named(base)
        text, level = _product_text(base, int(size), named), _MUL if size > 1 else _ATOM
    return (text, level) if n > 0 else (f"1.0/{_in((text, level), _ATOM)}", _MUL)


def _product_text(base: str, n: int, named: Any) -> str:
    if n <= 3:
        return "*".join([base] * n)
    half = named(_product_text(base, n // 2, named))
    return f"{half}*{half}*{base}" if n % 2 else f"{half}*{half}"
