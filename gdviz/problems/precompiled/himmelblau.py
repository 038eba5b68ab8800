"""Himmelblau with its derivatives, written by scripts/precompile.py: change nothing here.

Functions of ``(m, x, y)``, `m` with the functions of `gdviz.formula.scalars`; see `gdviz.formula.Compiled`.
"""
# fmt: off

from __future__ import annotations

from typing import Any

from gdviz.formula import Compiled


def loss_grad(m: Any, x: Any, y: Any) -> tuple[Any, ...]:
    """f, ∂f/∂x, ∂f/∂y"""
    s0 = y*y
    s1 = -7.0 + s0 + x
    s2 = x*x
    s3 = -11.0 + s2 + y
    return s1*s1 + s3*s3, -14.0 + 2.0*s0 + 2.0*x + 4.0*s3*x, -22.0 + 2.0*s2 + 2.0*y + 4.0*s1*y


def grad(m: Any, x: Any, y: Any) -> tuple[Any, ...]:
    """∂f/∂x, ∂f/∂y"""
    s0 = y*y
    s1 = x*x
    return -14.0 + 2.0*s0 + 2.0*x + 4.0*x*(-11.0 + s1 + y), -22.0 + 2.0*s1 + 2.0*y + 4.0*y*(-7.0 + s0 + x)


def hessian(m: Any, x: Any, y: Any) -> tuple[Any, ...]:
    """∂²f/∂x², ∂²f/∂x∂y, ∂²f/∂y²"""
    s0 = 4.0*y
    s1 = 4.0*x
    return -42.0 + s0 + 12.0*x*x, s0 + s1, -26.0 + s1 + 12.0*y*y


CODE = Compiled(
    loss_grad,
    grad,
    hessian,
    (
        "4*x*(x**2 + y - 11) + 2*x + 2*y**2 - 14",
        "2*x**2 + 4*y*(x + y**2 - 7) + 2*y - 22",
    ),
)
