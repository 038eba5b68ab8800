"""Compiles a formula's loss, gradient and Hessian, differentiated exactly by sympy.

One emitter writes the code for scalars and for arrays, at run time through `sympy.lambdify` and for the
catalogue through scripts/precompile.py: functions of ``(m, *w)`` where `m` holds sin, exp, power, ... for the
kind of numbers in `w` (`gdviz.formula.scalars`, or `namespace(xp)`).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial
from itertools import combinations_with_replacement, count
from typing import Any

from gdviz.formula import scalars
from gdviz.formula.evaluation import LARGEST_PRODUCT_POWER
from gdviz.formula.formula import Formula
from gdviz.formula.nodes import Constant, Power, Variable, replaced, walk
from gdviz.formula.rendering import TEXT, render
from gdviz.formula.size import require_derivatives

Code = Callable[..., tuple[Any, ...]]


@dataclass(frozen=True)
class Compiled:
    """The code of one formula of n variables; all functions take ``(m, *w)``.

    `loss_grad` returns (loss, *gradient), `grad` the n components, `hessian` the n(n+1)/2 entries of the upper
    triangle row by row. A component without variables is a plain float: callers broadcast it. `partials` are the
    derivatives in the formula grammar, with the constants by their names.
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


def derivatives(formula: Formula, constants: int = 0) -> tuple[tuple[Any, ...], Any, list[Any], list[Any]]:
    """The symbols of the variables, the loss, the gradient and the Hessian's upper triangle as sympy expressions.

    The first `constants` of the variables are not differentiated by; their symbols are c1, c2, .., those of the
    others are `code_names`.
    """
    from gdviz.formula.symbolic import derivative, symbols, to_sympy

    n = len(formula.variables) - constants
    names = symbols((*(f"c{i + 1}" for i in range(constants)), *code_names(n)))
    loss = to_sympy(formula.node, dict(zip(formula.variables, names, strict=True)), own=True)
    grad = [derivative(loss, s) for s in names[constants:]]
    hessian = [derivative(grad[i], names[constants + j]) for i, j in combinations_with_replacement(range(n), 2)]
    return names, loss, grad, hessian


def partial_texts(formula: Formula, grad: list[Any], names: Sequence[Any] | None = None) -> tuple[str, ...]:
    """The gradient of `derivatives` in the formula grammar, with the formula's own names for the symbols.

    These are `names`, or without them the symbols of `code_names`.
    """
    from gdviz.formula.symbolic import shorter, symbols, to_node

    own = symbols(formula.variables)
    places = dict(zip(symbols(code_names(len(own))) if names is None else names, own, strict=True))
    decimals = formula.has_decimals
    return tuple(render(to_node(shorter(g.xreplace(places)), decimals=decimals), TEXT) for g in grad)


def compile_functions(formula: Formula) -> Compiled:
    """Differentiate and compile `formula` (sympy is imported: 250 ms the first time).

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
    import sympy
    from sympy.core.cache import clear_cache

    names, loss, grad, hessian = derivatives(formula, constants)
    args = [*names[:constants], sympy.Symbol("m"), *names[constants:]]

    def make(expressions: list[Any]) -> Code:
        code: Code = sympy.lambdify(args, tuple(expressions), modules=[{}], printer=emit, cse=shared)
        return code

    made = Compiled(make([loss, *grad]), make(grad), make(hessian), partial_texts(formula, grad, names))
    clear_cache()  # 1000 results of each of its functions: a third of a megabyte a formula, of no use to the next one
    return made


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
