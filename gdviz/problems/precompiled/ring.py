"""Ring with its derivatives, written by scripts/precompile.py: change nothing here.

Functions of ``(m, x, y)``, `m` with the functions of `gdviz.formula.scalars`; see `gdviz.formula.Compiled`.
"""
# fmt: off

from __future__ import annotations

from typing import Any

from gdviz.formula import Compiled


def loss_grad(m: Any, x: Any, y: Any) -> tuple[Any, ...]:
    """f, ∂f/∂x, ∂f/∂y"""
    s0 = -1.0 + x*x + y*y
    return 0.25*s0*s0, s0*x, s0*y


def grad(m: Any, x: Any, y: Any) -> tuple[Any, ...]:
    """∂f/∂x, ∂f/∂y"""
    s0 = -1.0 + x*x + y*y
    return s0*x, s0*y


def hessian(m: Any, x: Any, y: Any) -> tuple[Any, ...]:
    """∂²f/∂x², ∂²f/∂x∂y, ∂²f/∂y²"""
    s0 = y*y
    s1 = x*x
    return -1.0 + s0 + 3.0*s1, 2.0*x*y, -1.0 + s1 + 3.0*s0


CODE = Compiled(
    loss_grad,
    grad,
    hessian,
    (
        "x*(x**2 + y**2 - 1)",
        "y*(x**2 + y**2 - 1)",
    ),
)
