"""Booth with its derivatives, written by scripts/precompile.py: change nothing here.

Functions of ``(m, x, y)``, `m` with the functions of `gdviz.formula.scalars`; see `gdviz.formula.Compiled`.
"""
# fmt: off

from __future__ import annotations

from typing import Any

from gdviz.formula import Compiled


def loss_grad(m: Any, x: Any, y: Any) -> tuple[Any, ...]:
    """f, ∂f/∂x, ∂f/∂y"""
    t0 = -7.0 + x + 2.0*y
    t1 = -5.0 + y + 2.0*x
    return t0*t0 + t1*t1, -34.0 + 8.0*y + 10.0*x, -38.0 + 8.0*x + 10.0*y


def grad(m: Any, x: Any, y: Any) -> tuple[Any, ...]:
    """∂f/∂x, ∂f/∂y"""
    return -34.0 + 8.0*y + 10.0*x, -38.0 + 8.0*x + 10.0*y


def hessian(m: Any, x: Any, y: Any) -> tuple[Any, ...]:
    """∂²f/∂x², ∂²f/∂x∂y, ∂²f/∂y²"""
    return 10.0, 8.0, 10.0


CODE = Compiled(
    loss_grad,
    grad,
    hessian,
    (
        "10*x + 8*y - 34",
        "8*x + 10*y - 38",
    ),
)
