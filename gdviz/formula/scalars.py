"""The functions of formulas on Python floats: what NumPy's module is for arrays.

As `math` does it, a value that is not finite raises ArithmeticError or ValueError; complex never appears,
(-8)**(1/3) is a ValueError.
"""

from __future__ import annotations

import math
from math import acos, asin, atan, cos, cosh, exp, fabs, log, log10, nan, sin, sinh, sqrt, tan, tanh

__all__ = [
    "abs",
    "acos",
    "asin",
    "atan",
    "cos",
    "cosh",
    "exp",
    "log",
    "log10",
    "maximum",
    "minimum",
    "nan",
    "power",
    "sign",
    "sin",
    "sinh",
    "sqrt",
    "tan",
    "tanh",
]

abs = fabs
power = math.pow


def sign(x: float) -> float:
    """-1, 0 or 1; nan stays nan."""
    return 1.0 if x > 0.0 else -1.0 if x < 0.0 else 0.0 * x


def minimum(a: float, b: float) -> float:
    """The smaller of two; nan if one is nan."""
    return a if a <= b or a != a else b


def maximum(a: float, b: float) -> float:
    """The larger of two; nan if one is nan."""
    return a if a >= b or a != a else b
