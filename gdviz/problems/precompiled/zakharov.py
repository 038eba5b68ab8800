"""Zakharov with its derivatives, written by scripts/precompile.py: change nothing here.

Functions of ``(m, x, y)``, `m` with the functions of `gdviz.formula.scalars`; see `gdviz.formula.Compiled`.
"""
# fmt: off

from __future__ import annotations

from typing import Any

from gdviz.formula import Compiled


def loss_grad(m: Any, x: Any, y: Any) -> tuple[Any, ...]:
    """f, ∂f/∂x, ∂f/∂y"""
    s0 = y + 0.5*x
    s1 = s0*s0*s0
    t0 = s0*s0
    return s0*s0 + t0*t0 + x*x + y*y, y + 2.0*s1 + 2.5*x, x + 4.0*s1 + 4.0*y


def grad(m: Any, x: Any, y: Any) -> tuple[Any, ...]:
    """∂f/∂x, ∂f/∂y"""
    t0 = y + 0.5*x
    s0 = t0*t0*t0
    return y + 2.0*s0 + 2.5*x, x + 4.0*s0 + 4.0*y


def hessian(m: Any, x: Any, y: Any) -> tuple[Any, ...]:
    """∂²f/∂x², ∂²f/∂x∂y, ∂²f/∂y²"""
    t0 = y + 0.5*x
    s0 = t0*t0
    return 2.5 + 3.0*s0, 1.0 + 6.0*s0, 4.0 + 12.0*s0


CODE = Compiled(
    loss_grad,
    grad,
    hessian,
    (
        "5*x/2 + y + 2*(x/2 + y)**3",
        "x + 4*y + 4*(x/2 + y)**3",
    ),
)
