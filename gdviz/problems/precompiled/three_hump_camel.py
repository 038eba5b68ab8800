"""Three-hump camel with its derivatives, written by scripts/precompile.py: change nothing here.

Functions of ``(m, x, y)``, `m` with the functions of `gdviz.formula.scalars`; see `gdviz.formula.Compiled`.
"""
# fmt: off

from __future__ import annotations

from typing import Any

from gdviz.formula import Compiled


def loss_grad(m: Any, x: Any, y: Any) -> tuple[Any, ...]:
    """f, ∂f/∂x, ∂f/∂y"""
    t0 = x*x
    t1 = x*x*x
    return y*y + 2.0*x*x - 1.05*t0*t0 + 0.16666666666666666*t1*t1 + x*y, y + 4.0*x - 4.2*x*x*x + x*t0*t0, x + 2.0*y


def grad(m: Any, x: Any, y: Any) -> tuple[Any, ...]:
    """∂f/∂x, ∂f/∂y"""
    t0 = x*x
    return y + 4.0*x - 4.2*x*x*x + x*t0*t0, x + 2.0*y


def hessian(m: Any, x: Any, y: Any) -> tuple[Any, ...]:
    """∂²f/∂x², ∂²f/∂x∂y, ∂²f/∂y²"""
    t0 = x*x
    return 4.0 + 5.0*t0*t0 - 12.6*x*x, 1.0, 2.0


CODE = Compiled(
    loss_grad,
    grad,
    hessian,
    (
        "x**5 - 4.2*x**3 + 4*x + y",
        "x + 2*y",
    ),
)
