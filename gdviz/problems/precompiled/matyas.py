"""Matyas with its derivatives, written by scripts/precompile.py: change nothing here.

Functions of ``(m, x, y)``, `m` with the functions of `gdviz.formula.scalars`; see `gdviz.formula.Compiled`.
"""
# fmt: off

from __future__ import annotations

from typing import Any

from gdviz.formula import Compiled


def loss_grad(m: Any, x: Any, y: Any) -> tuple[Any, ...]:
    """f, ∂f/∂x, ∂f/∂y"""
    s0 = 0.48*y
    return 0.26*x*x + 0.26*y*y - s0*x, -s0 + 0.52*x, -0.48*x + 0.52*y


def grad(m: Any, x: Any, y: Any) -> tuple[Any, ...]:
    """∂f/∂x, ∂f/∂y"""
    return -0.48*y + 0.52*x, -0.48*x + 0.52*y


def hessian(m: Any, x: Any, y: Any) -> tuple[Any, ...]:
    """∂²f/∂x², ∂²f/∂x∂y, ∂²f/∂y²"""
    return 0.52, -0.48, 0.52


CODE = Compiled(
    loss_grad,
    grad,
    hessian,
    (
        "0.52*x - 0.48*y",
        "-0.48*x + 0.52*y",
    ),
)
