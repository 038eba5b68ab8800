"""Beale with its derivatives, written by scripts/precompile.py: change nothing here.

Functions of ``(m, x, y)``, `m` with the functions of `gdviz.formula.scalars`; see `gdviz.formula.Compiled`.
"""
# fmt: off

from __future__ import annotations

from typing import Any

from gdviz.formula import Compiled


def loss_grad(m: Any, x: Any, y: Any) -> tuple[Any, ...]:
    """f, ∂f/∂x, ∂f/∂y"""
    s0 = -x
    s1 = x*y
    s2 = 1.5 + s0 + s1
    s3 = y*y
    s4 = s3*x
    s5 = 2.25 + s0 + s4
    s6 = y*y*y
    s7 = 2.625 + s0 + s6*x
    return (
        s2*s2 + s5*s5 + s7*s7,
        s2*(-2.0 + 2.0*y) + s5*(-2.0 + 2.0*s3) + s7*(-2.0 + 2.0*s6),
        2.0*s2*x + 4.0*s1*s5 + 6.0*s4*s7,
    )


def grad(m: Any, x: Any, y: Any) -> tuple[Any, ...]:
    """∂f/∂x, ∂f/∂y"""
    s0 = -x
    s1 = x*y
    s2 = 1.5 + s0 + s1
    s3 = y*y
    s4 = s3*x
    s5 = 2.25 + s0 + s4
    s6 = y*y*y
    s7 = 2.625 + s0 + s6*x
    return s2*(-2.0 + 2.0*y) + s5*(-2.0 + 2.0*s3) + s7*(-2.0 + 2.0*s6), 2.0*s2*x + 4.0*s1*s5 + 6.0*s4*s7


def hessian(m: Any, x: Any, y: Any) -> tuple[Any, ...]:
    """∂²f/∂x², ∂²f/∂x∂y, ∂²f/∂y²"""
    s0 = 2.0*y
    s1 = -2.0 + s0
    s2 = y*y
    s3 = -2.0 + 2.0*s2
    s4 = y*y*y
    s5 = -2.0 + 2.0*s4
    s6 = s0*x
    s7 = -x
    s8 = s2*x
    s9 = 9.0 + 4.0*s7 + 4.0*s8
    s10 = 2.625 + s7 + s4*x
    s11 = x*x
    return (
        s1*(-1.0 + y) + s3*(-1.0 + s2) + s5*(-1.0 + s4),
        3.0 + s6 - 2.0*x + s1*x + s3*s6 + s9*y + 3.0*s5*s8 + 6.0*s10*s2,
        2.0*s11 + s9*x + 8.0*s11*s2 + 18.0*s11*s2*s2 + 12.0*s10*x*y,
    )


CODE = Compiled(
    loss_grad,
    grad,
    hessian,
    (
        "(2*y - 2)*(x*y - x + 1.5) + (2*y**2 - 2)*(x*y**2 - x + 2.25) + (2*y**3 - 2)*(x*y**3 - x + 2.625)",
        "6*x*y**2*(x*y**3 - x + 2.625) + 4*x*y*(x*y**2 - x + 2.25) + 2*x*(x*y - x + 1.5)",
    ),
)
