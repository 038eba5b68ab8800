"""Well in a plain with its derivatives, written by scripts/precompile.py: change nothing here.

Functions of ``(m, x, y)``, `m` with the functions of `gdviz.formula.scalars`; see `gdviz.formula.Compiled`.
"""
# fmt: off

from __future__ import annotations

from typing import Any

from gdviz.formula import Compiled


def loss_grad(m: Any, x: Any, y: Any) -> tuple[Any, ...]:
    """f, ∂f/∂x, ∂f/∂y"""
    s0 = m.exp(-0.5*x*x - 0.5*y*y)
    return 1.0 - s0, s0*x, s0*y


def grad(m: Any, x: Any, y: Any) -> tuple[Any, ...]:
    """∂f/∂x, ∂f/∂y"""
    s0 = m.exp(-0.5*x*x - 0.5*y*y)
    return s0*x, s0*y


def hessian(m: Any, x: Any, y: Any) -> tuple[Any, ...]:
    """∂²f/∂x², ∂²f/∂x∂y, ∂²f/∂y²"""
    s0 = x*x
    s1 = y*y
    s2 = m.exp(-0.5*s0 - 0.5*s1)
    s3 = -s2
    return -s3 - s0*s2, -s2*x*y, -s3 - s1*s2


CODE = Compiled(
    loss_grad,
    grad,
    hessian,
    (
        "x*exp(-x**2/2 - y**2/2)",
        "y*exp(-x**2/2 - y**2/2)",
    ),
)
