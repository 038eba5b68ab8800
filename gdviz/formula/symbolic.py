"""From a formula's tree to sympy and back. The only module that imports sympy, and only when it is needed.

abs, sign, min and max become functions of our own, with derivatives that stay in the real numbers and have
no delta functions: d|u| = sign(u) du with sign(0) = 0, d sign = 0, and max(a, b) passes the derivative of the
larger argument, half of each at a tie.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import Enum
from fractions import Fraction
from typing import Any

import sympy
from mpmath.libmp import prec_to_dps
from sympy import Expr, Function, Integer, Rational, Symbol

from gdviz.formula.errors import FormulaError
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
    is_decimal,
    subtracted,
)
from gdviz.messages import message


class _Kinked(Function):  # type: ignore[misc]  # sympy has no types
    """A real function of real arguments with a kink."""

    is_real = True

    def _eval_evalf(self, prec: int) -> Expr:
        """The value where the arguments are numbers, which sympy has for its own functions only."""
        return _standard(self).evalf(prec_to_dps(prec))


def _standard(expression: Expr) -> Expr:
    """The same with functions of sympy in place of our own."""
    if not expression.args:
        return expression
    function = _STANDARD[NAMES[expression.func]] if isinstance(expression, _Kinked) else expression.func
    return function(*map(_standard, expression.args))


class signum(_Kinked):
    """The sign of a real argument; its derivative is taken as 0."""

    def fdiff(self, argindex: int = 1) -> Expr:
        """0, also at the jump."""
        return Integer(0)


class absolute(_Kinked):
    """The absolute value of a real argument."""

    def fdiff(self, argindex: int = 1) -> Expr:
        """sign(u)."""
        return signum(self.args[0])


class greatest(_Kinked):
    """The larger of two real arguments."""

    def fdiff(self, argindex: int = 1) -> Expr:
        """1 for the larger argument, 0 for the smaller, 1/2 at a tie."""
        a, b = self.args
        return (1 + (1 if argindex == 1 else -1) * signum(a - b)) / 2


class least(_Kinked):
    """The smaller of two real arguments."""

    def fdiff(self, argindex: int = 1) -> Expr:
        """1 for the smaller argument, 0 for the larger, 1/2 at a tie."""
        a, b = self.args
        return (1 + (1 if argindex == 1 else -1) * signum(b - a)) / 2


class _Raised(Function):  # type: ignore[misc]  # sympy has no types
    """A power u^p of a number p > 1.

    Where u is a product, sympy would write its derivative as p u^p u'/u, which has no value at u = 0.
    """

    is_real = True

    def fdiff(self, argindex: int = 1) -> Expr:
        """p u^(p-1)."""
        base, exponent = self.args
        return exponent * base ** (exponent - 1)


def _is_held(expression: Expr) -> bool:
    if not expression.is_Pow:
        return False
    base, exponent = expression.args
    return bool((base.is_Mul or base.is_Pow) and exponent.is_Rational and not exponent.is_Integer and exponent > 1)


_SMOOTH: dict[str, Any] = {
    name: getattr(sympy, name)
    for name in ("sin", "cos", "tan", "asin", "acos", "atan", "sinh", "cosh", "tanh", "exp", "log", "sqrt")
}
_OWN: dict[str, Any] = {**_SMOOTH, "abs": absolute, "sign": signum, "min": least, "max": greatest}
_STANDARD: dict[str, Any] = {
    **_SMOOTH,
    "abs": sympy.Abs,
    "sign": sympy.sign,
    "min": sympy.Min,
    "max": sympy.Max,
}
NAMES: dict[Any, str] = {
    **{function: name for name, function in _STANDARD.items() if name != "sqrt"},
    **{function: name for name, function in _OWN.items() if name != "sqrt"},
}
"""The grammar's name of each sympy function that a derivative can hold."""


class Bound(Enum):
    """What a part of a formula must be, for the formula to have a value."""

    NOT_NEGATIVE = 1
    NOT_ZERO = 2
    POSITIVE = 3
    SINE = 4
    """In [-1, 1]."""


_INVERSE = ("asin", "acos", "atan")
_BOUNDED = {"sqrt": Bound.NOT_NEGATIVE, "log": Bound.POSITIVE, "asin": Bound.SINE, "acos": Bound.SINE}


def symbols(variables: tuple[str, ...]) -> tuple[Symbol, ...]:
    """Real symbols with the variables' names."""
    return tuple(Symbol(name, real=True) for name in variables)


def to_sympy(
    node: Node,
    names: Mapping[str, Expr] | None = None,
    *,
    own: bool = False,
    bounds: list[tuple[Bound, Expr]] | None = None,
) -> Expr:
    """`node` as an exact sympy expression; `names` puts something in place of variables.

    With `own` the functions with a kink are those of this module, otherwise sympy's. The parts that bound the domain of
    `node` are appended to `bounds`, for `keeps`.
    """
    functions = _OWN if own else _STANDARD

    def bounded(bound: Bound, part: Any) -> Any:
        if bounds is not None and (part.free_symbols or part.is_zero):
            bounds.append((bound, part))
        return part

    def power(base: Node, exponent: Node) -> Any:
        if integer_value(exponent) == 0:  # 1, also where the base has no value
            return Integer(1)
        under, above = convert(base), convert(exponent)
        if not above.is_Integer:
            bounded(Bound.NOT_NEGATIVE, under)
        if above.is_negative:
            bounded(Bound.NOT_ZERO, under)
        return under**above

    def inverse(name: str, part: Any) -> Any:
        try:
            return functions[name](part)
        except (AttributeError, TypeError):
            if not (part.is_number and part.has(sympy.sin, sympy.cos, sympy.tan)):
                raise
            # For asin(sin(1e300)), SymPy compares the angle with π, and fails where it has too many digits.
            raise FormulaError(message("{name} of an angle as large as this cannot be worked out", name=name)) from None

    def convert(node: Node) -> Any:
        match node:
            case Number(value):
                return Rational(value.numerator, value.denominator)
            case Constant(name, None):
                return sympy.pi if name == "pi" else sympy.E
            case Constant(_, value):
                assert value is not None
                return Rational(value.numerator, value.denominator)
            case Variable(name):
                return names[name] if names else Symbol(name, real=True)
            case Negative(arg):
                return -convert(arg)
            case Inverse(arg):
                return 1 / bounded(Bound.NOT_ZERO, convert(arg))
            case Sum(terms):
                return sympy.Add(*map(convert, terms))
            case Product(factors):
                return sympy.Mul(*map(convert, factors))
            case Power(base, exponent):
                return power(base, exponent)
            case Call("log10", (arg,)):
                return sympy.log(bounded(Bound.POSITIVE, convert(arg))) / sympy.log(10)
            case Call(name, args):
                found = [convert(arg) for arg in args]
                if name in _BOUNDED:
                    bounded(_BOUNDED[name], found[0])
                result = inverse(name, found[0]) if name in _INVERSE else functions[name](*found[:2])
                for more in found[2:]:
                    result = functions[name](result, more)
                return result

    return convert(node)


def keeps(value: Expr, bounds: Sequence[tuple[Bound, Expr]]) -> bool:
    """Whether `value`, as sympy simplified it, has no value wherever one of `bounds` is not met.

    sqrt(x)^2 becomes x, whose domain is larger. A bound is kept where its part, or each of its factors, bounds a part
    of `value` too, or where sympy knows that it is always met. A value that is not real is refused elsewhere.
    """
    if value.has(sympy.I, sympy.nan, sympy.zoo):
        return True
    kept: dict[Bound, set[Expr]] = {bound: set() for bound in Bound}
    for part in sympy.preorder_traversal(value):
        if part.is_Pow:
            if not part.exp.is_Integer:
                kept[Bound.NOT_NEGATIVE].add(_signed(part.base))
            if part.exp.is_negative:
                kept[Bound.NOT_ZERO].update(_factors(part.base))
        elif part.func is sympy.log:
            kept[Bound.POSITIVE].add(_signed(part.args[0]))
            kept[Bound.NOT_ZERO].update(_factors(part.args[0]))
        elif part.func in (sympy.asin, sympy.acos):
            kept[Bound.SINE].update((part.args[0], -part.args[0]))

    def has_sign(part: Expr) -> bool:
        signed = _signed(part)
        if signed in kept[Bound.NOT_NEGATIVE] or signed in kept[Bound.POSITIVE]:
            return True
        return bool(part.replace(absolute, sympy.Abs).is_nonnegative)

    def is_not_zero(part: Expr) -> bool:
        met = (one in kept[Bound.NOT_ZERO] or one.replace(absolute, sympy.Abs).is_nonzero for one in _factors(part))
        return not part.is_zero and all(met)

    def kept_by(bound: Bound, part: Expr) -> bool:
        match bound:
            case Bound.NOT_NEGATIVE:
                return has_sign(part)
            case Bound.NOT_ZERO:
                return is_not_zero(part)
            case Bound.POSITIVE:
                return has_sign(part) and is_not_zero(part)
            case Bound.SINE:
                return part in kept[bound] or has_sign(1 - part**2)

    return all(kept_by(bound, part) for bound, part in bounds)


def as_computed(value: Expr, others: Sequence[Expr]) -> Expr:
    """`value` rebuilt from its parts in common with `others`; sympy then cancels more: (x - 1)/(1 - x) becomes -1."""
    pairs, (found, *_) = sympy.cse([value, *others], list=False)
    for symbol, part in reversed(pairs):
        found = found.xreplace({symbol: part})
    return found


def _signed(part: Expr) -> Expr:
    """`part` without positive factors that are numbers, and without even powers: what decides its sign."""
    factors = [factor for factor in sympy.Mul.make_args(part.primitive()[1]) if not factor.is_nonnegative]
    return sympy.Mul(*factors)


def _factors(part: Expr) -> set[Expr]:
    """The bases of those factors of `part` that are not numbers: one of them is 0 wherever `part` is."""
    factors = sympy.Mul.make_args(part.primitive()[1])
    return {base for factor in factors if (base := factor.as_base_exp()[0].primitive()[1]).free_symbols}


def no_real_derivative() -> FormulaError:
    """The error where sympy's result holds something that is no real function of the grammar."""
    return FormulaError(message("this formula has no derivative in real numbers"))


def derivative(expression: Expr, symbol: Symbol) -> Expr:
    """The derivative, with 0 for the delta functions that a jump leaves."""
    held = [power for power in expression.atoms(sympy.Pow) if _is_held(power)]
    if held:
        expression = expression.replace(_is_held, lambda power: _Raised(*power.args))
    found = expression.diff(symbol)
    if held:
        found = found.replace(_Raised, sympy.Pow)
    if found.has(sympy.DiracDelta):
        found = found.replace(sympy.DiracDelta, lambda *args: Integer(0))
    return found


def shorter(expression: Expr) -> Expr:
    """`expression`, or its expanded form where that is shorter to read and fast to find."""
    powers = [abs(p.exp) for p in expression.atoms(sympy.Pow) if p.exp.is_Integer]
    if expression.count_ops() > 60 or max(powers, default=0) > 6:
        return expression
    expanded = sympy.expand(expression)
    return expanded if expanded.count_ops() < expression.count_ops() else expression


def to_node(expression: Expr, *, decimals: bool = False) -> Node:
    """A sympy expression as a tree of our grammar, as people write it; with `decimals` 0.52, without 13/25.

    Raises FormulaError where it is not real.
    """

    def number(value: Fraction) -> Node:
        if decimals and is_decimal(value):
            return Number(value)
        if value.denominator == 1:
            return Number(value)
        return Product((Number(Fraction(value.numerator)), Inverse(Number(Fraction(value.denominator)))))

    def signed(value: Fraction) -> Node:
        return Negative(number(-value)) if value < 0 else number(value)

    def product(expression: Expr) -> Node:
        rational, rest = expression.as_coeff_Mul()
        factors = rest.as_ordered_factors() if rest.is_Mul else [rest]
        value = Fraction(int(rational.p), int(rational.q))
        above: list[Node] = []
        below: list[Node] = []
        size = abs(value)
        if decimals and is_decimal(size):
            above += [Number(size)] if size != 1 else []
        else:
            above += [Number(Fraction(size.numerator))] if size.numerator != 1 else []
            below += [Number(Fraction(size.denominator))] if size.denominator != 1 else []
        for factor in factors:
            base, exponent = factor.as_base_exp()
            if factor.is_Pow and exponent.is_Rational and exponent.is_negative:
                below.append(convert(base ** (-exponent)))
            else:
                above.append(convert(factor))
        if not above:
            above = [Number(Fraction(1))]
        if value < 0:
            above[0] = Negative(above[0])
        if len(below) > 1:
            below = [Product(tuple(below))]
        parts = (*above, *(Inverse(node) for node in below))
        return parts[0] if len(parts) == 1 else Product(parts)

    def convert(expression: Any) -> Node:
        if expression.is_Symbol:
            return Variable(expression.name)
        if expression.is_Rational:
            return signed(Fraction(int(expression.p), int(expression.q)))
        if expression is sympy.pi:
            return Constant("pi")
        if expression is sympy.E:
            return Constant("e")
        if expression.is_Add:
            terms = [convert(term) for term in expression.as_ordered_terms()]
            return Sum((terms[0], *map(subtracted, terms[1:])))
        if expression.is_Mul:
            return product(expression)
        if expression.is_Pow:
            base, exponent = expression.args
            if exponent == Rational(1, 2):
                return Call("sqrt", (convert(base),))
            if exponent.is_Rational and exponent.is_negative:
                return product(expression)
            return Power(convert(base), convert(exponent))
        if expression.func in NAMES:
            return Call(NAMES[expression.func], tuple(convert(arg) for arg in expression.args))
        raise no_real_derivative()

    return convert(expression)
