"""Writes a formula's tree as text of the formula grammar, as plain unicode ("3x²y"), and as HTML.

All three read back to the same tree, as long as the tree came from the parser (HTML without its tags).
"""

from __future__ import annotations

import html
from fractions import Fraction

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
from gdviz.frozen import frozen

_SUM, _PRODUCT, _SIGN, _POWER, _ATOM = range(5)
_SUPERSCRIPTS = str.maketrans("0123456789-", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻")


@frozen
class Style:
    """How the signs are written; `kind` is "text", "unicode" or "html"."""

    kind: str
    minus: str
    times: str
    pi: str


TEXT = Style("text", "-", "*", "pi")
UNICODE = Style("unicode", "−", "·", "π")
HTML = Style("html", "−", "·", "π")


def render(node: Node, style: Style) -> str:
    """`node` in the given style."""
    return _write(node, style)[0]


def _bracketed(node: Node, style: Style, least: int) -> str:
    text, level = _write(node, style)
    return text if level >= least else f"({text})"


def _write(node: Node, style: Style) -> tuple[str, int]:
    """The text of `node`, and how tightly it binds."""
    match node:
        case Number(value):
            return number_text(value), _ATOM
        case Constant("pi", None):
            return style.pi, _ATOM
        case Constant(name) | Variable(name):
            return (f"<i>{html.escape(name)}</i>" if style.kind == "html" else name), _ATOM
        case Negative(arg):
            return style.minus + _bracketed(arg, style, _SIGN), _SIGN
        case Sum(terms):
            return _sum(terms, style), _SUM
        case Product(factors):
            return _product(factors, style), _PRODUCT
        case Power(base, exponent):
            return _power(base, exponent, style)
        case Call(name, args):
            written = ", ".join(render(arg, style) for arg in args)
            if name == "sqrt" and style.kind != "text":
                name = "√"
            return f"{name}({written})", _ATOM
        case Inverse():
            raise TypeError("an Inverse stands only inside a Product")


def _sum(terms: tuple[Node, ...], style: Style) -> str:
    written = [_bracketed(terms[0], style, _PRODUCT)]
    for term in terms[1:]:
        if isinstance(term, Negative):
            written.append(f" {style.minus} " + _bracketed(term.arg, style, _PRODUCT))
        else:
            text, level = _write(term, style)
            bare = level >= _PRODUCT and not text.startswith(style.minus)
            written.append(" + " + (text if bare else f"({text})"))
    return "".join(written)


def _product(factors: tuple[Node, ...], style: Style) -> str:
    written = _bracketed(factors[0], style, _SIGN)
    before: Node = factors[0]
    for factor in factors[1:]:
        arg = factor.arg if isinstance(factor, Inverse) else factor
        text, level = _write(arg, style)
        if level < _POWER:
            text = f"({text})"
        if isinstance(factor, Inverse):
            sign = "/"
        elif style.kind != "text" and _may_touch(before, factor, level < _POWER):
            sign = ""
        else:
            sign = style.times
        written += sign + text
        before = factor
    return written


def _may_touch(left: Node, right: Node, bracketed: bool) -> bool:
    """Whether the sign of a product may be left out: one reading, and easy to read."""
    if isinstance(left, Inverse):
        return False
    if isinstance(left, Negative):
        left = left.arg
    number = isinstance(left, Number)
    if isinstance(left, Power):
        n = integer_value(left.exponent)
        if n is None or n < 0 or not _short(left.base):
            return False
        left = left.base
    if isinstance(right, Power):
        if isinstance(right.base, Sum | Product | Negative):
            bracketed = True
        right = right.base
    first = bracketed or _short(right)
    if isinstance(right, Call):
        return number or isinstance(left, Call)
    if isinstance(left, Sum):
        return bracketed
    return first and (number or _short(left))


def _short(node: Node) -> bool:
    match node:
        case Variable(name) | Constant(name, Fraction()):
            return len(name) == 1
    return node == Constant("pi")


def _power(base: Node, exponent: Node, style: Style) -> tuple[str, int]:
    under = _bracketed(base, style, _ATOM)
    if style.kind == "html":
        return f"{under}<sup>{render(exponent, style)}</sup>", _POWER
    n = integer_value(exponent)
    if style.kind == "unicode" and n is not None and abs(n) < 1000 and _plain_integer(exponent, n):
        return under + str(n).translate(_SUPERSCRIPTS), _POWER
    above = _bracketed(exponent, style, _ATOM)
    return f"{under}{'**' if style.kind == 'text' else '^'}{above}", _POWER


def _plain_integer(exponent: Node, n: int) -> bool:
    return isinstance(exponent, Number) or (
        n < 0 and isinstance(exponent, Negative) and exponent.arg == Number(Fraction(-n))
    )


def number_text(value: Fraction) -> str:
    """A number as a decimal: all parsed numbers have one."""
    if value.denominator == 1:
        digits = str(value.numerator)
        zeros = len(digits) - len(digits.rstrip("0"))
        return digits if zeros < 8 else f"{digits[:-zeros]}e{zeros}"
    twos = (value.denominator & -value.denominator).bit_length() - 1
    odd, fives = value.denominator >> twos, 0
    while odd % 5 == 0:
        odd, fives = odd // 5, fives + 1
    if odd != 1:
        raise ValueError(f"{value} has no finite decimal")
    places = max(twos, fives)
    digits = str(value.numerator * 10**places // value.denominator)
    if places > 12 and len(digits) <= places - 4:
        return f"{digits}e-{places}"
    digits = digits.rjust(places + 1, "0")
    return f"{digits[:-places]}.{digits[-places:]}"
