"""3x²y with its derivatives, written by scripts/precompile.py: change nothing here.

Functions of ``(m, x, y)``, `m` with the functions of `gdviz.formula.scalars`; see `gdviz.formula.Compiled`.
"""
# fmt: off

from __future__ import annotations

from typing import Any

from gdviz.formula import Compiled


def loss_grad(m: Any, x: Any, y: Any) -> tuple[Any, ...]:
    """f, ∂f/∂x, ∂f/∂y"""
    s0 = 3.0*x*x
    return s0*y, 6.0*x*y, s0


def grad(m: Any, x: Any, y: Any) -> tuple[Any, ...]:
    """∂f/∂x, ∂f/∂y"""
    return 6.0*x*y, 3.0*x*x


def hessian(m: Any, x: Any, y: Any) -> tuple[Any, ...]:
    """∂²f/∂x², ∂²f/∂x∂y, ∂²f/∂y²"""
    return 6.0*y, 6.0*x, 0.0


CODE = Compiled(
    loss_grad,
    grad,
    hessian,
    (
        "6*x*y",
        "3*x**2",
    ),
)
