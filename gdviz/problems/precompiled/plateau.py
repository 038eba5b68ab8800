"""Plateau on the way down with its derivatives, written by scripts/precompile.py: change nothing here.

Functions of ``(m, x, y)``, `m` with the functions of `gdviz.formula.scalars`; see `gdviz.formula.Compiled`.
"""
# fmt: off

from __future__ import annotations

from typing import Any

from gdviz.formula import Compiled


def loss_grad(m: Any, x: Any, y: Any) -> tuple[Any, ...]:
    """f, ∂f/∂x, ∂f/∂y"""
    s0 = x*x
    s1 = x*x*x
    return 0.5*y*y + 2.0*s0 - 1.3333333333333333*s1 + 0.25*s0*s0, s1 - 4.0*s0 + 4.0*x, y


def grad(m: Any, x: Any, y: Any) -> tuple[Any, ...]:
    """∂f/∂x, ∂f/∂y"""
    return x*x*x - 4.0*x*x + 4.0*x, y


def hessian(m: Any, x: Any, y: Any) -> tuple[Any, ...]:
    """∂²f/∂x², ∂²f/∂x∂y, ∂²f/∂y²"""
    return 4.0 - 8.0*x + 3.0*x*x, 0.0, 1.0


CODE = Compiled(
    loss_grad,
    grad,
    hessian,
    (
        "x**3 - 4*x**2 + 4*x",
        "y",
    ),
)
