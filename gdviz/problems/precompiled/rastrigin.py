"""Rastrigin with its derivatives, written by scripts/precompile.py: change nothing here.

Functions of ``(m, x, y)``, `m` with the functions of `gdviz.formula.scalars`; see `gdviz.formula.Compiled`.
"""
# fmt: off

from __future__ import annotations

from typing import Any

from gdviz.formula import Compiled


def loss_grad(m: Any, x: Any, y: Any) -> tuple[Any, ...]:
    """f, ∂f/∂x, ∂f/∂y"""
    s0 = 2.0*x
    s1 = 3.141592653589793*s0
    s2 = 2.0*y
    s3 = 3.141592653589793*s2
    return (
        20.0 + x*x + y*y - 10.0*m.cos(s1) - 10.0*m.cos(s3),
        s0 + 62.83185307179586*m.sin(s1),
        s2 + 62.83185307179586*m.sin(s3),
    )


def grad(m: Any, x: Any, y: Any) -> tuple[Any, ...]:
    """∂f/∂x, ∂f/∂y"""
    s0 = 2.0*x
    s2 = 2.0*y
    return s0 + 62.83185307179586*m.sin(3.141592653589793*s0), s2 + 62.83185307179586*m.sin(3.141592653589793*s2)


def hessian(m: Any, x: Any, y: Any) -> tuple[Any, ...]:
    """∂²f/∂x², ∂²f/∂x∂y, ∂²f/∂y²"""
    return (
        2.0 + 394.78417604357435*m.cos(6.283185307179586*x),
        0.0,
        2.0 + 394.78417604357435*m.cos(6.283185307179586*y),
    )


CODE = Compiled(
    loss_grad,
    grad,
    hessian,
    (
        "2*x + 20*pi*sin(2*pi*x)",
        "2*y + 20*pi*sin(2*pi*y)",
    ),
)
