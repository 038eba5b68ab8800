"""Cuts the text of a formula into tokens; any other character is refused with its place."""

from __future__ import annotations

import re
import sys
import unicodedata
from collections.abc import Collection
from dataclasses import dataclass
from fractions import Fraction

from gdviz.formula.errors import FormulaError
from gdviz.messages import Message, message

MAX_LENGTH = 2000
MAX_DIGITS = 50
MAX_EXPONENT = 300

_SPACES = " \t\r\n\u00a0\u3000"
_OPERATORS = {
    "+": "+",
    "-": "-",
    "\u2212": "-",
    "\u2013": "-",
    "*": "*",
    "\u00d7": "*",
    "\u00b7": "*",
    "\u22c5": "*",
    "/": "/",
    "\u00f7": "/",
    "^": "**",
    "(": "(",
    ")": ")",
    ",": ",",
}
_SUPERSCRIPTS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻", "0123456789-")
_NUMBER = re.compile(r"(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?")
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_SUPERSCRIPT = re.compile("⁻?[⁰¹²³⁴⁵⁶⁷⁸⁹]+")


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of the text: `kind` is "number", "name", "superscript", "end" or the operator itself."""

    kind: str
    text: str
    start: int
    end: int


def tokenize(text: str, names: Collection[str] = ()) -> list[Token]:
    """Cut `text` into tokens, the last of kind "end".

    Letters beyond ASCII are allowed where one of `names` has them. Raises FormulaError.
    """
    if len(text) > MAX_LENGTH:
        raise FormulaError(
            message(
                "the formula is too long: {got} characters, at most {most} are allowed", got=len(text), most=MAX_LENGTH
            ),
            MAX_LENGTH,
        )
    letters = {c for name in names for c in name if ord(c) > 127}
    name_pattern = _NAME
    if letters:
        extra = re.escape("".join(sorted(letters)))
        name_pattern = re.compile(f"[A-Za-z_{extra}][A-Za-z0-9_{extra}]*")
    tokens: list[Token] = []
    at = 0
    while at < len(text):
        character = text[at]
        if character in _SPACES:
            at += 1
            continue
        if found := _NUMBER.match(text, at):
            kind = "number"
        elif found := name_pattern.match(text, at):
            kind = "name"
        elif found := _SUPERSCRIPT.match(text, at):
            kind = "superscript"
        else:
            tokens.append(_symbol(text, at))
            at = tokens[-1].end
            continue
        tokens.append(Token(kind, found.group(), at, found.end()))
        at = found.end()
    tokens.append(Token("end", "", len(text), len(text)))
    return tokens


def _symbol(text: str, at: int) -> Token:
    character = text[at]
    if text.startswith("**", at):
        return Token("**", "**", at, at + 2)
    if character in _OPERATORS:
        return Token(_OPERATORS[character], character, at, at + 1)
    if character == "π":
        return Token("name", "pi", at, at + 1)
    if character == "√":
        return Token("name", "sqrt", at, at + 1)
    raise FormulaError(_refusal(character), at)


def _refusal(character: str) -> Message:
    if character == ".":
        return message("a point is allowed only inside a number")
    if character in "[]{}":
        return message("only round brackets ( ) are allowed, found {got}", got=character)
    if character == "|":
        return message("write abs(x) for an absolute value, | is not allowed")
    if character == "=":
        return message("write only the right-hand side of the formula, without =")
    code = f"U+{ord(character):04X}"
    plain = unicodedata.normalize("NFKC", character)
    if plain != character and len(plain) == 1 and plain.isascii() and plain.isprintable():
        return message(
            "the character {got} ({code}) is not allowed, write {plain}", got=character, code=code, plain=plain
        )
    left_to_right = unicodedata.bidirectional(character) not in ("R", "AL", "AN")
    if character.isprintable() and left_to_right:
        return message("the character {got} is not allowed in a formula", got=character)
    return message("the character {code} is not allowed in a formula", code=code)


def number_value(token: Token) -> Fraction:
    """The exact value of a number token. Raises FormulaError where it is too long, too large or too small."""
    mantissa, _, exponent = token.text.lower().partition("e")
    size = token.end - token.start
    if len(mantissa) > MAX_DIGITS:
        raise FormulaError(message("a number may have at most {most} digits", most=MAX_DIGITS), token.start, size)
    if exponent and (len(exponent) > 5 or abs(int(exponent)) > MAX_EXPONENT):
        raise FormulaError(
            message("the exponent of a number must lie between -{most} and {most}", most=MAX_EXPONENT),
            token.start,
            size,
        )
    value = Fraction(mantissa.rstrip(".")) * Fraction(10) ** int(exponent or 0)
    if value > Fraction(sys.float_info.max):
        raise FormulaError(message("this number is too large: at most 1.7e308 is allowed"), token.start, size)
    return value


def superscript_value(token: Token) -> int:
    """The whole number that a superscript token writes. Raises FormulaError where it is too long."""
    if len(token.text) > 5:
        raise FormulaError(message("this exponent is too large"), token.start, token.end - token.start)
    return int(token.text.translate(_SUPERSCRIPTS))
