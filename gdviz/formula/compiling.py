"""Compiles a formula's loss, gradient and Hessian, differentiated exactly.

The same code serves scalars and arrays, at run time and, for the catalogue, through scripts/precompile.py: functions
of ``(m, *w)`` where `m` holds sin, exp, power, ... for the kind of numbers in `w` (`gdviz.formula.scalars`, or
`namespace(xp)`). Ordinary formulas are differentiated and simplified by sympy. On others sympy may never finish, or it
may cancel a part that bounds the domain, so that the simplified formula has values where the typed one has none: these
are differentiated by the rules of calculus on a graph.
"""

from __future__ import annotations

import sys
from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import lru_cache, partial
from itertools import combinations_with_replacement, count
from typing import Any

from gdviz.formula import scalars
from gdviz.formula.evaluation import LARGEST_PRODUCT_POWER
from gdviz.formula.formula import Formula
from gdviz.formula.graph import Graph
from gdviz.formula.nodes import Constant, Power, Variable, replaced, walk
from gdviz.formula.rendering import TEXT, render
from gdviz.formula.size import is_ordinary, require_derivatives
from gdviz.frozen import frozen

Code = Callable[..., tuple[Any, ...]]
_LONGEST_READ = 2500
"""The largest second derivative, in nodes, up to which the first is written as a text."""


@frozen
class Compiled:
    """The code of one formula of n variables; all functions take ``(m, *w)``.

    `loss_grad` returns (loss, *gradient), `grad` the n components, `hessian` the n(n+1)/2 entries of the upper
    triangle row by row. A component without variables is a plain float: callers broadcast it. `partials` are the
    derivatives in the formula grammar, with the constants by their names; empty where they are too long to be read.
    """

    loss_grad: Code
    grad: Code
    hessian: Code
    partials: tuple[str, ...]

    @property
    def scalar(self) -> Code:
        """``f(*w) -> (loss, *gradient)`` on Python floats; raises ArithmeticError or ValueError as `math` does."""
        return partial(self.loss_grad, scalars)


def code_names(n: int) -> tuple[str, ...]:
    """What the compiled functions call their n variables, whatever the formula calls them."""
    return ("x", "y")[:n] if n <= 2 else tuple(f"w{i + 1}" for i in range(n))


class Derivatives(ABC):
    """A formula as the expressions of its value, its gradient and its Hessian's upper triangle, row by row."""

    value: Any
    grad: list[Any]
    hessian: list[Any]
    parameters: tuple[str, ...]
    """The names of the variables in the code: c1, c2, .. for the constants, those of `code_names` for the others."""

    @abstractmethod
    def partials(self, formula: Formula) -> tuple[str, ...]:
        """The gradient in the formula grammar, with the formula's own names; empty where one is too long to read."""

    @abstractmethod
    def code(self, expressions: Sequence[Any]) -> tuple[list[tuple[str, str]], list[str]]:
        """Python source: (name, expression) pairs of what is computed first, and `expressions` in terms of the names.

        Functions are those of a name ``m``.
        """

    def source(self, name: str, expressions: Sequence[Any], constants: int = 0) -> str:
        """Python source of the function `name` of ``(*constants, m, *variables)``: the tuple of `expressions`."""
        pairs, results = self.code(expressions)
        arguments = ", ".join((*self.parameters[:constants], "m", *self.parameters[constants:]))
        lines = [f"    {symbol} = {text}\n" for symbol, text in pairs]
        return f"def {name}({arguments}):\n{''.join(lines)}    return ({' '.join(f'{text},' for text in results)})\n"

    def functions(self, constants: int = 0) -> str:
        """Python source of `loss_grad`, `grad` and `hessian`, see `Compiled`."""
        return "".join(
            self.source(name, expressions, constants)
            for name, expressions in (
                ("loss_grad", [self.value, *self.grad]),
                ("grad", self.grad),
                ("hessian", self.hessian),
            )
        )

    def function(self, expressions: Sequence[Any]) -> Code:
        """The function of ``(m, *variables)`` that returns the values of `expressions`."""
        return functions_of(self.source("values", expressions))["values"]


def functions_of(source: str, name: str = "formula") -> dict[str, Code]:
    """The functions that `source`, made by `Derivatives.source`, defines; `name` stands in tracebacks."""
    made: dict[str, Any] = {"__builtins__": {}}
    exec(compile(source, f"<gdviz: {name}>", "exec"), made)  # numbers, operators, and names that are made here
    del made["__builtins__"]
    return made


def derivatives(formula: Formula, *, constants: int = 0, by: int | None = None) -> Derivatives:
    """Differentiate `formula` twice by its variables after the first `constants`: by all of them, or by the first `by`.

    Ordinary formulas are simplified by sympy (see `gdviz.formula.size`) as long as that keeps their domain. Raises
    FormulaError where the derivatives would be too long.
    """
    n = len(formula.variables) - constants
    own = tuple(range(constants, constants + (n if by is None else by)))
    parameters = (*(f"c{i + 1}" for i in range(constants)), *code_names(n))
    if is_ordinary(formula, len(own)):
        with suppress(_DomainLostError):
            return BySympy(formula, parameters, own)
    return ByRules(formula, parameters, own)


class _DomainLostError(Exception):
    """sympy's simplified value exists where the formula that was typed has none, as x does for sqrt(x)^2."""


class BySympy(Derivatives):
    """As sympy expressions, which sympy simplifies as they are made.

    Raises FormulaError for one that is not real, and _DomainLostError.
    """

    def __init__(self, formula: Formula, parameters: tuple[str, ...], own: tuple[int, ...]) -> None:
        from gdviz.formula.symbolic import Bound, as_computed, derivative, keeps, symbols, to_sympy

        self.parameters = parameters
        self.symbols = names = symbols(parameters)
        bounds: list[tuple[Bound, Any]] = []
        self.value = to_sympy(formula.node, dict(zip(formula.variables, names, strict=True)), own=True, bounds=bounds)
        self.grad = [derivative(self.value, names[i]) for i in own]
        if bounds and not (keeps(self.value, bounds) and keeps(as_computed(self.value, self.grad), bounds)):
            raise _DomainLostError
        self.hessian = [
            derivative(self.grad[i], names[own[j]]) for i, j in combinations_with_replacement(range(len(own)), 2)
        ]

    def partials(self, formula: Formula) -> tuple[str, ...]:
        """See Derivatives."""
        from gdviz.formula.symbolic import shorter, symbols, to_node

        places = dict(zip(self.symbols, symbols(formula.variables), strict=True))
        decimals = formula.has_decimals
        return tuple(render(to_node(shorter(g.xreplace(places)), decimals=decimals), TEXT) for g in self.grad)

    def code(self, expressions: Sequence[Any]) -> tuple[list[tuple[str, str]], list[str]]:
        """See Derivatives."""
        pairs, results = shared(expressions)
        return [(symbol.name, emit(expression)) for symbol, expression in pairs], [emit(one) for one in results]


class ByRules(Derivatives):
    """As parts of a graph, by the rules of calculus alone: for every formula, with work that grows with its length."""

    def __init__(self, formula: Formula, parameters: tuple[str, ...], own: tuple[int, ...]) -> None:
        self.parameters = parameters
        self.own = own
        self.graph = graph = Graph()
        self.value = graph.formula(formula.node, dict(zip(formula.variables, parameters, strict=True)))
        self.grad = [graph.derivatives([self.value], parameters[i])[0] for i in own]
        rows = [graph.derivatives(self.grad[: j + 1], parameters[i]) for j, i in enumerate(own)]
        self.hessian = [rows[j][i] for i, j in combinations_with_replacement(range(len(own)), 2)]

    def partials(self, formula: Formula) -> tuple[str, ...]:
        """See Derivatives."""
        from gdviz.formula.differentiation import partial_derivatives

        nodes = partial_derivatives(formula, _LONGEST_READ)
        return tuple("" if nodes is None else render(nodes[i], TEXT) for i in self.own)

    def code(self, expressions: Sequence[Any]) -> tuple[list[tuple[str, str]], list[str]]:
        """See Derivatives."""
        return self.graph.code(expressions)


def compile_functions(formula: Formula) -> Compiled:
    """Differentiate and compile `formula` (an ordinary one imports sympy: 250 ms the first time).

    Formulas that differ in the values of their named constants share one compilation: a constant is one more
    argument of the code. Only in an exponent its value is put in, where a whole number makes another formula.
    Raises FormulaError where a derivative has no real form, or would be too long.
    """
    require_derivatives(formula)
    fixed = {c.name for power in walk(formula.node) if isinstance(power, Power) for c in _constants(power.exponent)}
    values = {c.name: float(c.value) for c in _constants(formula.node) if c.name not in fixed and c.value is not None}
    if not values:
        return _compiled(formula, 0)
    node = replaced(formula.node, {name: Variable(name) for name in values})
    code = _compiled(Formula(formula.text, (*values, *formula.variables), node), len(values))
    loss_grad, grad, hessian = (partial(f, *values.values()) for f in (code.loss_grad, code.grad, code.hessian))
    return Compiled(loss_grad, grad, hessian, code.partials)


def _constants(node: Any) -> list[Constant]:
    return [part for part in walk(node) if isinstance(part, Constant) and part.value is not None]


@lru_cache(maxsize=16)
def _compiled(formula: Formula, constants: int) -> Compiled:
    """The code of `formula`; that of its first `constants` variables come before `m`, and are no parameters."""
    found = derivatives(formula, constants=constants)
    made = functions_of(found.functions(constants))
    return Compiled(made["loss_grad"], made["grad"], made["hessian"], found.partials(formula))


def forget_results() -> None:
    """Clear sympy's cache of the formulas so far: a third of a megabyte for each.

    That helps the next formula only if it is like the last one, as where a number in it is dragged.
    """
    if "sympy" in sys.modules:
        from sympy.core.cache import clear_cache

        clear_cache()


def shared(expressions: Any) -> tuple[list[tuple[Any, Any]], tuple[Any, ...]]:
    """Common subexpressions as (symbol, expression) pairs, and the expressions in terms of them.

    Whole powers become products of temporaries, by repeated squaring.
    """
    import sympy

    numbers = count()
    pairs, reduced = sympy.cse(list(expressions), symbols=sympy.numbered_symbols("s", real=True), list=False)
    found: list[tuple[Any, Any]] = []
    named: dict[Any, Any] = {}

    def name(expression: Any) -> Any:
        if expression.is_Symbol:
            return expression
        if expression not in named:
            named[expression] = sympy.Symbol(f"t{next(numbers)}", real=True)
            found.append((named[expression], expression))
        return named[expression]

    def power(base: Any, n: int) -> Any:
        if n <= 3:
            return sympy.Pow(base, n)
        half = name(power(base, n // 2))
        return half**2 * base if n % 2 else half**2

    def rewrite(expression: Any) -> Any:
        if not expression.args or not expression.free_symbols:
            return expression
        if expression.is_Pow and expression.exp.is_Integer and 2 <= abs(expression.exp) <= LARGEST_PRODUCT_POWER:
            base = name(rewrite(expression.base))
            whole = power(base, abs(int(expression.exp)))
            return whole if expression.exp > 0 else 1 / whole
        args = [rewrite(arg) for arg in expression.args]
        return expression if args == list(expression.args) else expression.func(*args)

    constants: dict[Any, Any] = {}
    for symbol, expression in pairs:
        expression = expression.xreplace(constants)
        if expression.free_symbols:
            expression = rewrite(expression)
            named.setdefault(expression, symbol)
            found.append((symbol, expression))
        else:
            constants[symbol] = expression
    results = tuple(rewrite(expression.xreplace(constants)) for expression in reduced)
    return found, results


def emit(expression: Any) -> str:
    """Python source of a sympy expression: floats, products for small powers, functions of `m`.

    What is not a real number (nan, infinite or imaginary parts) becomes ``m.nan``. Raises FormulaError for
    a function that is none of the grammar.
    """
    if isinstance(expression, tuple | list):
        return "(" + "".join(f"{emit(part)}, " for part in expression) + ")"
    return _emit(expression)[0]


_ADD, _MUL, _ATOM = range(3)


def _emit(expression: Any) -> tuple[str, int]:
    from gdviz.formula.symbolic import NAMES, no_real_derivative

    if expression.is_Symbol:
        return expression.name, _ATOM
    if not expression.free_symbols:
        return _constant(expression)
    if expression.is_Add:
        return _emit_sum(expression), _ADD
    if expression.is_Mul or expression.is_Pow:
        return _emit_product(expression)
    if expression.func in NAMES:
        name = {"min": "minimum", "max": "maximum"}.get(NAMES[expression.func], NAMES[expression.func])
        return f"m.{name}({', '.join(emit(arg) for arg in expression.args)})", _ATOM
    raise no_real_derivative()


def _constant(expression: Any) -> tuple[str, int]:
    number = expression.evalf(25)
    if not number.is_Float and not number.is_Rational:
        return "m.nan", _ATOM
    try:
        value = expression.p / expression.q if expression.is_Rational else float(number)
    except OverflowError:
        return "m.nan", _ATOM
    text = repr(float(value))
    if text in ("inf", "-inf", "nan"):
        return "m.nan", _ATOM
    return text, _MUL if value < 0 else _ATOM


def _emit_sum(expression: Any) -> str:
    constant, rest = expression.as_independent(*expression.free_symbols, as_Add=True)
    written = "" if constant == 0 else _constant(constant)[0]
    for term in type(expression).make_args(rest):
        text = emit(term)
        if written and text.startswith("-"):
            written += f" - {text[1:]}"
        else:
            written += f" + {text}" if written else text
    return written


def _emit_product(expression: Any) -> tuple[str, int]:
    import sympy

    coefficient, rest = expression.as_independent(*expression.free_symbols, as_Add=False)
    above: list[str] = []
    below: list[str] = []
    for factor in sympy.Mul.make_args(rest):
        base, exponent = factor.args if factor.is_Pow else (factor, sympy.S.One)
        if exponent.is_Rational and exponent.is_negative:
            below += _factors(base, -exponent)
        else:
            above += _factors(base, exponent)
    if coefficient not in (1, -1) or not above:
        above.insert(0, _constant(coefficient)[0])
    elif coefficient == -1:
        above[0] = f"-{above[0]}"
    written = "*".join(above)
    if len(below) == 1:
        written += f"/{below[0]}"
    elif below:
        written += f"/({'*'.join(below)})"
    return written, _MUL


def _factors(base: Any, exponent: Any) -> list[str]:
    """The factors of base**exponent, exponent not a negative number."""
    import sympy

    text, level = _emit(base)
    if exponent.is_Integer and (exponent == 1 or (exponent <= 3 and level == _ATOM)):
        return [text if level == _ATOM else f"({text})"] * int(exponent)
    if exponent == sympy.Rational(1, 2):
        return [f"m.sqrt({text})"]
    if base == sympy.E:
        return [f"m.exp({emit(exponent)})"]
    return [f"m.power({text}, {emit(exponent)})"]
