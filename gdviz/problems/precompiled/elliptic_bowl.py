"""Elliptic bowl with its derivatives, written by scripts/precompile.py: change nothing here.

Functions of ``(m, x, y)``, `m` with the functions of `gdviz.formula.scalars`; see `gdviz.formula.Compiled`.
"""
# fmt: off

from __future__ import annotations

from typing import Any

from gdviz.formula import Compiled


def loss_grad(m: Any, x: Any, y: Any) -> tuple[Any, ...]:
    """f, ∂f/∂x, ∂f/∂y"""
    s0 = 0.5*y
    return y*y + 0.5*x*x - s0*x, x - s0, 2.0*y - 0.5*x


def grad(m: Any, x: Any, y: Any) -> tuple[Any, ...]:
    """∂f/∂x, ∂f/∂y"""
    return x - 0.5*y, 2.0*y - 0.5*x


def hessian(m: Any, x: Any, y: Any) -> tuple[Any, ...]:
    """∂²f/∂x², ∂²f/∂x∂y, ∂²f/∂y²"""
    return 1.0, -0.5, 2.0


CODE = Compiled(
    loss_grad,
    grad,
    hessian,
    (
        "x - y/2",
        "-x/2 + 2*y",
    ),
)
