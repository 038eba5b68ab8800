"""Edge of stability ½(1 − xy)² with its derivatives, written by scripts/precompile.py: change nothing here.

Functions of ``(m, x, y)``, `m` with the functions of `gdviz.formula.scalars`; see `gdviz.formula.Compiled`.
"""
# fmt: off

from __future__ import annotations

from typing import Any

from gdviz.formula import Compiled


def loss_grad(m: Any, x: Any, y: Any) -> tuple[Any, ...]:
    """f, ∂f/∂x, ∂f/∂y"""
    s0 = 1.0 - x*y
    return 0.5*s0*s0, -s0*y, -s0*x


def grad(m: Any, x: Any, y: Any) -> tuple[Any, ...]:
    """∂f/∂x, ∂f/∂y"""
    s0 = 1.0 - x*y
    return -s0*y, -s0*x


def hessian(m: Any, x: Any, y: Any) -> tuple[Any, ...]:
    """∂²f/∂x², ∂²f/∂x∂y, ∂²f/∂y²"""
    return y*y, -1.0 + 2.0*x*y, x*x


CODE = Compiled(
    loss_grad,
    grad,
    hessian,
    (
        "x*y**2 - y",
        "x**2*y - x",
    ),
)
