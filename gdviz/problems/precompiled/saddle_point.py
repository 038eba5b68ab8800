"""Saddle between two hollows with its derivatives, written by scripts/precompile.py: change nothing here.

Functions of ``(m, x, y)``, `m` with the functions of `gdviz.formula.scalars`; see `gdviz.formula.Compiled`.
"""
# fmt: off

from __future__ import annotations

from typing import Any

from gdviz.formula import Compiled


def loss_grad(m: Any, x: Any, y: Any) -> tuple[Any, ...]:
    """f, ∂f/∂x, ∂f/∂y"""
    s0 = x*x
    s1 = y*y
    s2 = m.exp(-0.25*s0 - 0.25*s1)
    s3 = s2*(s0 - s1)
    s4 = 0.5*s3
    return s3, -s4*x + 2.0*s2*x, -s4*y - 2.0*s2*y


def grad(m: Any, x: Any, y: Any) -> tuple[Any, ...]:
    """∂f/∂x, ∂f/∂y"""
    s0 = x*x
    s1 = y*y
    s2 = m.exp(-0.25*s0 - 0.25*s1)
    s3 = 0.5*s2*(s0 - s1)
    return -s3*x + 2.0*s2*x, -s3*y - 2.0*s2*y


def hessian(m: Any, x: Any, y: Any) -> tuple[Any, ...]:
    """∂²f/∂x², ∂²f/∂x∂y, ∂²f/∂y²"""
    s0 = x*x
    s1 = 0.25*s0
    s2 = y*y
    s3 = 0.25*s2
    s4 = m.exp(-s1 - s3)
    s5 = 2.0*s4
    s6 = s4*(s0 - s2)
    s7 = -0.5*s6
    return s5 + s7 + s1*s6 - s0*s5, 0.25*s6*x*y, s7 - s5 + s2*s5 + s3*s6


CODE = Compiled(
    loss_grad,
    grad,
    hessian,
    (
        "-x*(x**2 - y**2)*exp(-x**2/4 - y**2/4)/2 + 2*x*exp(-x**2/4 - y**2/4)",
        "-y*(x**2 - y**2)*exp(-x**2/4 - y**2/4)/2 - 2*y*exp(-x**2/4 - y**2/4)",
    ),
)
