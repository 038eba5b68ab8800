"""Styblinski-Tang with its derivatives, written by scripts/precompile.py: change nothing here.

Functions of ``(m, x, y)``, `m` with the functions of `gdviz.formula.scalars`; see `gdviz.formula.Compiled`.
"""
# fmt: off

from __future__ import annotations

from typing import Any

from gdviz.formula import Compiled


def loss_grad(m: Any, x: Any, y: Any) -> tuple[Any, ...]:
    """f, ∂f/∂x, ∂f/∂y"""
    t0 = x*x
    t1 = y*y
    return (
        0.5*t0*t0 + 0.5*t1*t1 - 8.0*x*x - 8.0*y*y + 2.5*x + 2.5*y,
        2.5 - 16.0*x + 2.0*x*x*x,
        2.5 - 16.0*y + 2.0*y*y*y,
    )


def grad(m: Any, x: Any, y: Any) -> tuple[Any, ...]:
    """∂f/∂x, ∂f/∂y"""
    return 2.5 - 16.0*x + 2.0*x*x*x, 2.5 - 16.0*y + 2.0*y*y*y


def hessian(m: Any, x: Any, y: Any) -> tuple[Any, ...]:
    """∂²f/∂x², ∂²f/∂x∂y, ∂²f/∂y²"""
    return -16.0 + 6.0*x*x, 0.0, -16.0 + 6.0*y*y


CODE = Compiled(
    loss_grad,
    grad,
    hessian,
    (
        "2*x**3 - 16*x + 5/2",
        "2*y**3 - 16*y + 5/2",
    ),
)
