"""Writes the step card's formulas as LaTeX: the trees of gdviz.engine.notation, and whole cards as align*."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable

from gdviz.engine.arithmetic import Line
from gdviz.engine.notation import CLOSING, Atom, Fence, Fraction, Part, Root, Row, Script, read
from gdviz.messages import Message
from gdviz.quoting import one_line

_LETTERS = {
    "α": "alpha", "β": "beta", "δ": "delta", "ε": "varepsilon", "η": "eta", "κ": "kappa", "λ": "lambda", "μ": "mu",
    "ν": "nu", "ξ": "xi", "π": "pi", "ρ": "rho", "σ": "sigma", "τ": "tau", "ψ": "psi", "Δ": "Delta", "Λ": "Lambda",
    "Π": "Pi", "∂": "partial", "∇": "nabla", "Σ": "sum",
}  # fmt: skip
_SIGNS = {
    "−": "-", "·": r"\cdot ", "≤": r"\le ", "≥": r"\ge ", "≈": r"\approx ", "→": r"\to ", "…": r"\ldots ", ",": ", ",
    ";": "; ", ":": ":\\; ", "′": r"\prime", "{": r"\{", "}": r"\}", "_": r"\_", "%": r"\%", "&": r"\&", "#": r"\#",
    "$": r"\$", "∞": r"\infty ", "\\": r"\backslash ", "~": r"\sim ",
    "^": r"\wedge ",
}  # fmt: skip
_KNOWN = ("sin", "cos", "tan", "sinh", "cosh", "tanh", "exp", "log", "ln", "min", "max")
_ACCENTS = {"\u0302": "hat", "\u0304": "bar"}


def latex(part: Part) -> str:
    """The formula for LaTeX's mathematics mode."""
    match part:
        case Atom():
            return _latex_atom(part)
        case Row(parts):
            return re.sub(" +", " ", "".join(latex(one) for one in parts)).strip()
        case Fraction(above, below):
            return rf"\frac{{{latex(above)}}}{{{latex(below)}}}"
        case Root(inner):
            return rf"\sqrt{{{latex(inner)}}}"
        case Fence(kind, inner):
            closing = CLOSING[kind]
            left, right = (rf"\{kind}", rf"\{closing}") if kind == "{" else (kind, closing)
            return rf"\left{left}{latex(inner)}\right{right}"
        case Script(base, below, above):
            lone = isinstance(base, Atom) and not (base.kind == "number" and "e" in base.text)
            written = latex(base) if lone or isinstance(base, Fence) else rf"\left({latex(base)}\right)"
            if below is not None:
                written += f"_{{{latex(below)}}}"
            return written.rstrip() + (f"^{{{latex(above)}}}" if above is not None else "") + " "


def _latex_atom(atom: Atom) -> str:
    if atom.kind == "number":
        mantissa, _, exponent = atom.text.partition("e")
        if not exponent:
            return mantissa
        return rf"{mantissa}\cdot 10^{{{int(exponent.replace('−', '-'))}}}"
    if atom.kind == "sign":
        shown = one_line(atom.text)
        plain = shown if shown.isascii() else rf"\text{{{shown}}}"
        return _SIGNS.get(atom.text, rf"\{_LETTERS[atom.text]} " if atom.text in _LETTERS else plain)
    if atom.kind == "word":
        if atom.text == "inf":
            return r"\infty "
        if not atom.text.isascii():
            return rf"\text{{{_escaped(atom.text)}}}"
        return rf"\{atom.text} " if atom.text in _KNOWN else rf"\operatorname{{{_escaped(atom.text)}}}"
    return _latex_name(atom.text)


def _latex_name(name: str) -> str:
    """A letter, Greek or with an accent, or a longer name in one piece."""
    plain = unicodedata.normalize("NFD", name)
    accent = _ACCENTS.get(plain[1:], "")
    letter = plain[0] if accent else name
    if letter in _LETTERS:
        written = rf"\{_LETTERS[letter]} "
    elif len(letter) == 1 and letter.isascii() and letter.isalnum():
        written = letter
    else:
        written = rf"\mathit{{{_escaped(letter)}}}" if letter.isascii() else rf"\text{{{_escaped(letter)}}}"
    return rf"\{accent}{{{written.strip()}}}" if accent else written


def latex_card(lines: Iterable[Line], names: frozenset[str], note: Callable[[Message], str]) -> str:
    """The lines of a card as one align* (amsmath), each on its own line.

    `names` are the problem's names of more than one letter, `note` puts a remark into the reader's language.
    """
    rows = []
    for line in lines:
        sides = [_side(text, names) for text in line.sides]
        relation, between = (r"\colon", " ") if line.role == "loss" else ("=", " = ")
        row = f"{_symbol(line.symbol, names)} &{relation} {between.join(sides)}"
        rows.append(row + (rf" && \text{{{_escaped(note(line.note))}}}" if line.note is not None else ""))
    return "\\begin{align*}\n" + " \\\\\n".join(rows) + "\n\\end{align*}"


def _side(text: str, names: frozenset[str]) -> str:
    return latex(read(text, names))


def _symbol(text: str, names: frozenset[str]) -> str:
    """The left side; a derivative is a fraction whose d's stand upright."""
    found = re.fullmatch(r"([∂d])(\S+)/[∂d](\S+)", text)
    if found is None:
        return _side(text, names)
    sign = r"\partial " if found[1] == "∂" else r"\mathrm{d}"
    return rf"\frac{{{sign}{_side(found[2], names)}}}{{{sign}{_side(found[3], names)}}}"


_IN_TEXT = {"\\": r"\textbackslash{}", "^": r"\textasciicircum{}", "~": r"\textasciitilde{}"}


def _escaped(text: str) -> str:
    """A text for LaTeX's text mode; the first four signs also for mathematics."""
    return re.sub(r"[%&#$_{}\\^~]", lambda found: _IN_TEXT.get(found[0], rf"\{found[0]}"), text)
