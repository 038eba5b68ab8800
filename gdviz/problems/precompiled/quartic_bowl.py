"""Quartic bowl with its derivatives, written by scripts/precompile.py: change nothing here.

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
    return 0.25*t0*t0 + 0.25*t1*t1, x*x*x, y*y*y


def grad(m: Any, x: Any, y: Any) -> tuple[Any, ...]:
    """∂f/∂x, ∂f/∂y"""
    return x*x*x, y*y*y


def hessian(m: Any, x: Any, y: Any) -> tuple[Any, ...]:
    """∂²f/∂x², ∂²f/∂x∂y, ∂²f/∂y²"""
    return 3.0*x*x, 0.0, 3.0*y*y


CODE = Compiled(
    loss_grad,
    grad,
    hessian,
    (
        "x**3",
        "y**3",
    ),
)
