"""Six-hump camel with its derivatives, written by scripts/precompile.py: change nothing here.

Functions of ``(m, x, y)``, `m` with the functions of `gdviz.formula.scalars`; see `gdviz.formula.Compiled`.
"""
# fmt: off

from __future__ import annotations

from typing import Any

from gdviz.formula import Compiled


def loss_grad(m: Any, x: Any, y: Any) -> tuple[Any, ...]:
    """f, ∂f/∂x, ∂f/∂y"""
    s0 = y*y
    s1 = -4.0 + 4.0*s0
    s2 = x*x
    s3 = 4.0 - 2.1*s2 + 0.3333333333333333*s2*s2
    return s0*s1 + s2*s3 + x*y, y + s2*(-4.2*x + 1.3333333333333333*x*x*x) + 2.0*s3*x, x + 8.0*y*y*y + 2.0*s1*y


def grad(m: Any, x: Any, y: Any) -> tuple[Any, ...]:
    """∂f/∂x, ∂f/∂y"""
    s0 = x*x
    return (
        y + s0*(-4.2*x + 1.3333333333333333*x*x*x) + 2.0*x*(4.0 - 2.1*s0 + 0.3333333333333333*s0*s0),
        x + 8.0*y*y*y + 2.0*y*(-4.0 + 4.0*y*y),
    )


def hessian(m: Any, x: Any, y: Any) -> tuple[Any, ...]:
    """∂²f/∂x², ∂²f/∂x∂y, ∂²f/∂y²"""
    s0 = x*x
    return (
        8.0 - 4.2*s0 + 0.6666666666666666*s0*s0 + s0*(-4.2 + 4.0*s0) + 4.0*x*(-4.2*x + 1.3333333333333333*x*x*x),
        1.0,
        -8.0 + 48.0*y*y,
    )


CODE = Compiled(
    loss_grad,
    grad,
    hessian,
    (
        "2*x**5 - 8.4*x**3 + 8*x + y",
        "x + 16*y**3 - 8*y",
    ),
)
