"""Parses the text of a formula: precedence by recursive descent over our own tokens.

Grammar (as Python binds, plus implicit products)::

    sum      = term {("+" | "-") term}
    term     = signed {("*" | "/") signed | power}      a power that follows directly is an implicit product
    signed   = ("+" | "-") signed | power
    power    = atom [superscript | ("**" | "^") signed]
    atom     = number | name | function "(" sum {"," sum} ")" | "(" sum ")"

Nothing of the text is ever executed.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from gdviz.formula import scalars
from gdviz.formula.errors import FormulaError
from gdviz.formula.evaluation import evaluate
from gdviz.formula.naming import readings, unknown_name
from gdviz.formula.nodes import (
    ALIASES,
    CONSTANTS,
    FUNCTIONS,
    VARIADIC,
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
from gdviz.formula.tokens import Token, number_value, superscript_value, tokenize
from gdviz.messages import Message, message
from gdviz.quoting import without_middle

MAX_DEPTH = 60
MAX_POWER = 1000
MAX_DEGREE = 10_000
MAX_BITS = 8000


@dataclass(frozen=True, slots=True)
class Part:
    """A parsed part of the text: its tree, its place, and bounds on what sympy's exact arithmetic will meet.

    `value` is the float of a part without variables, otherwise None; `degree` bounds the power of a variable, `bits`
    the length of the exact numbers.
    """

    node: Node
    start: int
    end: int
    value: float | None
    degree: float = 0.0
    bits: float = 0.0


class Parser:
    """One pass over one text."""

    def __init__(self, text: str, variables: Sequence[str], constants: Mapping[str, float]) -> None:
        self.text = text
        self.constants: dict[str, Fraction] = {k: Fraction(repr(float(v))) for k, v in constants.items()}
        self.variables = tuple(variables)
        self.words = (*variables, *constants)
        self.tokens = tokenize(text, (*variables, *constants))
        self.at = 0
        self.depth = 0

    def parse(self) -> Node:
        """The tree of the whole text. Raises FormulaError."""
        if self.tokens[0].kind == "end":
            raise FormulaError(message("the formula is empty"), 0, 0)
        part = self._sum()
        token = self._token
        if token.kind == ")":
            raise FormulaError(message("this bracket was never opened"), token.start)
        if token.kind == ",":
            raise FormulaError(_COMMA, token.start)
        if token.kind != "end":
            raise _at(token, message("{got} cannot stand here", got=token.text))
        return part.node

    @property
    def _token(self) -> Token:
        return self.tokens[self.at]

    def _next(self) -> Token:
        token = self.tokens[self.at]
        self.at += 1
        return token

    def _down(self, token: Token) -> None:
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise _at(token, message("nested too deep: at most {most} levels are allowed", most=MAX_DEPTH))

    def _sum(self) -> Part:
        parts = [self._term()]
        terms = [parts[0].node]
        while self._token.kind in ("+", "-"):
            operator = self._next()
            part = self._term()
            parts.append(part)
            terms.append(Negative(part.node) if operator.kind == "-" else part.node)
        if len(parts) == 1:
            return parts[0]
        return self._made(Sum(tuple(terms)), parts, max(p.degree for p in parts))

    def _term(self) -> Part:
        part = self._signed()
        parts = [part]
        factors = [part.node]
        slash: Token | None = None
        while True:
            token = self._token
            if token.kind in ("*", "/"):
                slash = token if self._next().kind == "/" else None
                part = self._signed()
                factors.append(Inverse(part.node) if slash else part.node)
            elif token.kind in ("number", "name", "("):
                before, part = part, self._power()
                self._check_implicit(token, before, part, parts[0].start, slash)
                slash = None
                factors.append(part.node)
            else:
                break
            parts.append(part)
        if len(parts) == 1:
            return parts[0]
        self._check_numbers(parts, factors)
        return self._made(Product(tuple(factors)), parts, sum(p.degree for p in parts))

    def _check_numbers(self, parts: list[Part], factors: list[Node]) -> None:
        """Refuse a division by 0, and leading numbers of a product without a finite value: 1/0 in ``1/0*x``."""
        value: float | None = 1.0
        for i, (part, factor) in enumerate(zip(parts, factors, strict=True)):
            divides = isinstance(factor, Inverse)
            if divides and part.value == 0:
                raise self._not_finite(parts[0 if value is not None else i - 1].start, part.end)
            if value is None or part.value is None:
                value = None
                continue
            value = value / part.value if divides else value * part.value
            if not math.isfinite(value):
                raise self._not_finite(parts[0].start, part.end)

    def _not_finite(self, start: int, end: int) -> FormulaError:
        return FormulaError(message("{got} has no finite real value", got=self._slice(start, end)), start, end - start)

    def _check_implicit(self, token: Token, before: Part, part: Part, start: int, slash: Token | None) -> None:
        """Refuse a product without a sign where there are two ways to read it."""
        right = self._slice(part.start, part.end)
        if token.kind == "number":
            left = self._slice(before.start, before.end)
            raise _at(token, message("write a sign between {left} and {right}, such as *", left=left, right=right))
        if slash is not None:
            left = self._slice(start, slash.start)
            below = self._slice(before.start, before.end)
            first, second = f"({left}/{below})*{right}", f"{left}/({below}*{right})"
        else:
            node = before.node
            if not isinstance(node, Power) or self.text[before.end - 1] in ")⁰¹²³⁴⁵⁶⁷⁸⁹":
                return
            bare = isinstance(node.base, Number | Constant)
            if not bare and isinstance(node.exponent, Number | Negative) and self.text[before.end - 1].isdigit():
                return
            left = self._slice(before.start, before.end)
            base, _, exponent = left.replace("**", "^").partition("^")
            first, second = f"({left})*{right}", f"{base}^({exponent.strip()}*{right})"
        whole = self._slice(start, part.end)
        raise FormulaError(
            message(
                "{got} can be read as {first} or as {second}: write one of them", got=whole, first=first, second=second
            ),
            start,
            part.end - start,
        )

    def _slice(self, start: int, end: int) -> str:
        return without_middle(self.text[start:end].strip(), 24, 10, 10)

    def _signed(self) -> Part:
        token = self._token
        if token.kind not in ("+", "-"):
            return self._power()
        self._next()
        self._down(token)
        part = self._signed()
        self.depth -= 1
        if token.kind == "+":
            return replace(part, start=token.start)
        value = None if part.value is None else -part.value
        return replace(part, node=Negative(part.node), start=token.start, value=value)

    def _power(self) -> Part:
        base = self._atom()
        token = self._token
        if token.kind == "superscript":
            n = superscript_value(self._next())
            number = Number(Fraction(abs(n)))
            exponent = Part(Negative(number) if n < 0 else number, token.start, token.end, float(n))
        elif token.kind == "**":
            self._next()
            self._down(token)
            exponent = self._signed()
            self.depth -= 1
        else:
            return base
        degree = 0.0
        bits = base.bits + exponent.bits
        if exponent.value is not None:
            size = abs(exponent.value)
            if size > MAX_POWER and base.value not in (0.0, 1.0):
                raise FormulaError(
                    message("this exponent is too large: at most {most} is allowed", most=MAX_POWER),
                    exponent.start,
                    exponent.end - exponent.start,
                )
            degree = base.degree * size
            bits = base.bits * max(size, 1.0) + exponent.bits
        self._check_size(degree, bits, base.start, exponent.end)
        made = self._made(Power(base.node, exponent.node), [base, exponent], degree)
        if integer_value(exponent.node) == 0:  # 1, whatever the base is
            made = replace(made, value=1.0)
        return replace(made, bits=bits)

    def _check_size(self, degree: float, bits: float, start: int, end: int) -> None:
        """Refuse powers and numbers whose exact arithmetic would take long."""
        if degree > MAX_DEGREE:
            reason = message("this power is too large: at most degree {most} is allowed", most=MAX_DEGREE)
        elif bits > MAX_BITS:
            reason = message(
                "the numbers become too long here, as they are raised exactly: write them with fewer digits, "
                "or choose a smaller exponent"
            )
        else:
            return
        raise FormulaError(reason, start, end - start)

    def _atom(self) -> Part:
        token = self._next()
        if token.kind == "number":
            value = number_value(token)
            bits = value.numerator.bit_length() + value.denominator.bit_length() - 1
            return Part(Number(value), token.start, token.end, float(value), 0.0, bits)
        if token.kind == "(":
            part = self._bracket(token)
            return replace(part, start=token.start, end=self.tokens[self.at - 1].end)
        if token.kind == "name":
            return self._name(token)
        raise self._missing(token)

    def _bracket(self, opened: Token) -> Part:
        self._down(opened)
        part = self._sum()
        self.depth -= 1
        self._close(opened)
        return part

    def _close(self, opened: Token) -> None:
        token = self._next()
        if token.kind == "end":
            raise FormulaError(message("this bracket is not closed"), opened.start)
        if token.kind == ",":
            raise FormulaError(_COMMA, token.start)
        if token.kind != ")":
            raise _at(token, message("{got} cannot stand here", got=token.text))

    def _name(self, token: Token) -> Part:
        known = self._named(token.text, token)
        if known is not None:
            return known
        name = ALIASES.get(token.text, token.text)
        if name in FUNCTIONS:
            return self._call(name, token)
        ways = readings(token.text, self.words, called=self._token.kind == "(")
        if len(ways) == 1:
            return self._split(ways[0], token)
        if ways:
            first, second = ("*".join(words) for words in ways)
            raise _at(
                token,
                message(
                    "{got} can be read as {first} or as {second}: write one of them",
                    got=self._slice(token.start, token.end),
                    first=first,
                    second=second,
                ),
            )
        raise _at(token, unknown_name(token.text, self.words, called=self._token.kind == "("))

    def _named(self, name: str, token: Token) -> Part | None:
        node: Node
        if name in self.variables:
            return Part(Variable(name), token.start, token.end, None, 1.0)
        if name in self.constants:
            number = self.constants[name]
            bits = number.numerator.bit_length() + number.denominator.bit_length()
            return Part(Constant(name, number), token.start, token.end, float(number), 0.0, bits)
        if name in CONSTANTS:
            node = Constant(CONSTANTS[name])
            return Part(node, token.start, token.end, evaluate(node, scalars, {}))
        return None

    def _call(self, name: str, token: Token) -> Part:
        opened = self._token
        if opened.kind != "(":
            if opened.kind in ("**", "superscript"):
                hint = message("write the power of a function as {name}(x)**2", name=name)
            elif opened.kind in ("number", "name"):
                hint = message(
                    "write {name}({arg}): a function needs brackets",
                    name=name,
                    arg=self._slice(opened.start, opened.end),
                )
            else:
                hint = message("write {name}(x): a function needs brackets", name=name)
            raise _at(token, hint)
        self._next()
        if self._token.kind == ")":
            raise FormulaError(message("{name} needs something in its brackets", name=name), token.start, len(name))
        self._down(token)
        parts = [self._sum()]
        while self._token.kind == "," and (name in VARIADIC or len(parts) == 1):
            self._next()
            parts.append(self._sum())
        self.depth -= 1
        if name in VARIADIC and len(parts) < 2 and self._token.kind == ")":
            raise _at(token, message("{name} takes two or more arguments", name=name))
        if name not in VARIADIC and len(parts) > 1:
            raise _at(token, message("{name} takes one argument", name=name))
        self._close(opened)
        end = self.tokens[self.at - 1].end
        degree = max(p.degree for p in parts)
        return self._made(Call(name, tuple(p.node for p in parts)), parts, degree, (token.start, end))

    def _split(self, words: list[str], token: Token) -> Part:
        """The words of one name as tokens of their own: an implicit product that the term will collect."""
        pieces = []
        start = token.start
        for word in words:
            pieces.append(Token("name", word, start, start + len(word)))
            start += len(word)
        self.tokens[self.at - 1 : self.at] = pieces
        self.at -= 1
        return self._name(self._next())

    def _missing(self, token: Token) -> FormulaError:
        before = self.tokens[self.at - 2] if self.at >= 2 else None
        if before is not None and before.kind == "(" and token.kind == ")":
            return FormulaError(message("there is nothing between these brackets"), before.start, 2)
        if token.kind in ("end", ")", ",") and before is not None:
            if before.kind == "(" and token.kind == "end":
                return FormulaError(message("this bracket is not closed"), before.start)
            return _at(before, message("something is missing after {got}", got=before.text))
        if token.kind == ")":
            return FormulaError(message("this bracket was never opened"), token.start)
        return _at(token, message("a number, a name or a bracket is expected before {got}", got=token.text))

    def _made(self, node: Node, parts: list[Part], degree: float, place: tuple[int, int] | None = None) -> Part:
        """The part that `parts` form; refused where it has no variable and no finite real value."""
        start, end = place or (parts[0].start, parts[-1].end)
        value = None
        if all(part.value is not None for part in parts):
            try:
                value = evaluate(node, scalars, {})
            except (ArithmeticError, ValueError):
                value = math.nan
            if not math.isfinite(value):
                raise self._not_finite(start, end)
        bits = sum(part.bits for part in parts)
        self._check_size(degree, bits, start, end)
        return Part(node, start, end, value, degree, bits)


_COMMA = message("a comma stands only between the arguments of min and max; decimals have a point")


def _at(token: Token, reason: Message) -> FormulaError:
    return FormulaError(reason, token.start, max(token.end - token.start, 1))
