"""Griewank with its derivatives, written by scripts/precompile.py: change nothing here.

Functions of ``(m, x, y)``, `m` with the functions of `gdviz.formula.scalars`; see `gdviz.formula.Compiled`.
"""
# fmt: off

from __future__ import annotations

from typing import Any

from gdviz.formula import Compiled


def loss_grad(m: Any, x: Any, y: Any) -> tuple[Any, ...]:
    """f, ∂f/∂x, ∂f/∂y"""
    s0 = m.cos(x)
    s2 = 0.7071067811865476*y
    s3 = m.cos(s2)
    return 1.0 + 0.00025*x*x + 0.00025*y*y - s0*s3, 0.0005*x + s3*m.sin(x), 0.0005*y + 0.7071067811865476*s0*m.sin(s2)


def grad(m: Any, x: Any, y: Any) -> tuple[Any, ...]:
    """∂f/∂x, ∂f/∂y"""
    s1 = 0.7071067811865476*y
    return 0.0005*x + m.cos(s1)*m.sin(x), 0.0005*y + 0.7071067811865476*m.cos(x)*m.sin(s1)


def hessian(m: Any, x: Any, y: Any) -> tuple[Any, ...]:
    """∂²f/∂x², ∂²f/∂x∂y, ∂²f/∂y²"""
    s1 = 0.7071067811865476*y
    s2 = m.cos(s1)*m.cos(x)
    return 0.0005 + s2, -0.7071067811865476*m.sin(s1)*m.sin(x), 0.0005 + 0.5*s2


CODE = Compiled(
    loss_grad,
    grad,
    hessian,
    (
        "x/2000 + sin(x)*cos(sqrt(2)*y/2)",
        "y/2000 + sqrt(2)*sin(sqrt(2)*y/2)*cos(x)/2",
    ),
)
