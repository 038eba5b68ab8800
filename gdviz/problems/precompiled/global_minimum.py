"""One global minimum with its derivatives, written by scripts/precompile.py: change nothing here.

Functions of ``(m, x, y)``, `m` with the functions of `gdviz.formula.scalars`; see `gdviz.formula.Compiled`.
"""
# fmt: off

from __future__ import annotations

from typing import Any

from gdviz.formula import Compiled


def loss_grad(m: Any, x: Any, y: Any) -> tuple[Any, ...]:
    """f, ∂f/∂x, ∂f/∂y"""
    s0 = 1.0 + x*x + 2.0*y*y
    s1 = 1.0/s0
    return m.log(s0), 2.0*s1*x, 4.0*s1*y


def grad(m: Any, x: Any, y: Any) -> tuple[Any, ...]:
    """∂f/∂x, ∂f/∂y"""
    s0 = 1.0/(1.0 + x*x + 2.0*y*y)
    return 2.0*s0*x, 4.0*s0*y


def hessian(m: Any, x: Any, y: Any) -> tuple[Any, ...]:
    """∂²f/∂x², ∂²f/∂x∂y, ∂²f/∂y²"""
    s0 = x*x
    s1 = y*y
    s2 = 1.0 + s0 + 2.0*s1
    s3 = 1.0/s2
    s4 = 1.0/(s2*s2)
    return 2.0*s3 - 4.0*s0*s4, -8.0*s4*x*y, 4.0*s3 - 16.0*s1*s4


CODE = Compiled(
    loss_grad,
    grad,
    hessian,
    (
        "2*x/(x**2 + 2*y**2 + 1)",
        "4*y/(x**2 + 2*y**2 + 1)",
    ),
)
