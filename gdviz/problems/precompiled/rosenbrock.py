"""Rosenbrock with its derivatives, written by scripts/precompile.py: change nothing here.

Functions of ``(m, x, y)``, `m` with the functions of `gdviz.formula.scalars`; see `gdviz.formula.Compiled`.
"""
# fmt: off

from __future__ import annotations

from typing import Any

from gdviz.formula import Compiled


def loss_grad(m: Any, x: Any, y: Any) -> tuple[Any, ...]:
    """f, ∂f/∂x, ∂f/∂y"""
    s0 = x*x
    s1 = y - s0
    t0 = 1.0 - x
    return t0*t0 + 100.0*s1*s1, -2.0 + 2.0*x - 400.0*s1*x, -200.0*s0 + 200.0*y


def grad(m: Any, x: Any, y: Any) -> tuple[Any, ...]:
    """∂f/∂x, ∂f/∂y"""
    s0 = x*x
    return -2.0 + 2.0*x - 400.0*x*(y - s0), -200.0*s0 + 200.0*y


def hessian(m: Any, x: Any, y: Any) -> tuple[Any, ...]:
    """∂²f/∂x², ∂²f/∂x∂y, ∂²f/∂y²"""
    return 2.0 - 400.0*y + 1200.0*x*x, -400.0*x, 200.0


CODE = Compiled(
    loss_grad,
    grad,
    hessian,
    (
        "-400*x*(-x**2 + y) + 2*x - 2",
        "-200*x**2 + 200*y",
    ),
)
