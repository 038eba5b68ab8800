"""Monkey saddle with its derivatives, written by scripts/precompile.py: change nothing here.

Functions of ``(m, x, y)``, `m` with the functions of `gdviz.formula.scalars`; see `gdviz.formula.Compiled`.
"""
# fmt: off

from __future__ import annotations

from typing import Any

from gdviz.formula import Compiled


def loss_grad(m: Any, x: Any, y: Any) -> tuple[Any, ...]:
    """f, ∂f/∂x, ∂f/∂y"""
    s0 = 3.0*y*y
    return x*x*x - s0*x, -s0 + 3.0*x*x, -6.0*x*y


def grad(m: Any, x: Any, y: Any) -> tuple[Any, ...]:
    """∂f/∂x, ∂f/∂y"""
    return -3.0*y*y + 3.0*x*x, -6.0*x*y


def hessian(m: Any, x: Any, y: Any) -> tuple[Any, ...]:
    """∂²f/∂x², ∂²f/∂x∂y, ∂²f/∂y²"""
    s0 = 6.0*x
    return s0, -6.0*y, -s0


CODE = Compiled(
    loss_grad,
    grad,
    hessian,
    (
        "3*x**2 - 3*y**2",
        "-6*x*y",
    ),
)
