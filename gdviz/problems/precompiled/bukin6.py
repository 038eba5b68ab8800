"""Bukin N. 6 with its derivatives, written by scripts/precompile.py: change nothing here.

Functions of ``(m, x, y)``, `m` with the functions of `gdviz.formula.scalars`; see `gdviz.formula.Compiled`.
"""
# fmt: off

from __future__ import annotations

from typing import Any

from gdviz.formula import Compiled


def loss_grad(m: Any, x: Any, y: Any) -> tuple[Any, ...]:
    """f, ∂f/∂x, ∂f/∂y"""
    s0 = 10.0 + x
    s1 = y - 0.01*x*x
    s2 = m.sqrt(m.abs(s1))
    s3 = m.sign(s1)/s2
    return 100.0*s2 + 0.01*m.abs(s0), 0.01*m.sign(s0) - s3*x, 50.0*s3


def grad(m: Any, x: Any, y: Any) -> tuple[Any, ...]:
    """∂f/∂x, ∂f/∂y"""
    s0 = y - 0.01*x*x
    s1 = m.sign(s0)/m.sqrt(m.abs(s0))
    return 0.01*m.sign(10.0 + x) - s1*x, 50.0*s1


def hessian(m: Any, x: Any, y: Any) -> tuple[Any, ...]:
    """∂²f/∂x², ∂²f/∂x∂y, ∂²f/∂y²"""
    s0 = 0.01*x*x
    s1 = y - s0
    s2 = m.sign(s1)
    s3 = m.abs(s1)
    s4 = s2*s2/m.power(s3, 1.5)
    return -s0*s4 - s2/m.sqrt(s3), 0.5*s4*x, -25.0*s4


CODE = Compiled(
    loss_grad,
    grad,
    hessian,
    (
        "-x*sign(-0.01*x**2 + y)/sqrt(abs(-0.01*x**2 + y)) + 0.01*sign(x + 10)",
        "50*sign(-0.01*x**2 + y)/sqrt(abs(-0.01*x**2 + y))",
    ),
)
