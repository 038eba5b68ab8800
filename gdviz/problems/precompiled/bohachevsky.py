"""Bohachevsky with its derivatives, written by scripts/precompile.py: change nothing here.

Functions of ``(m, x, y)``, `m` with the functions of `gdviz.formula.scalars`; see `gdviz.formula.Compiled`.
"""
# fmt: off

from __future__ import annotations

from typing import Any

from gdviz.formula import Compiled


def loss_grad(m: Any, x: Any, y: Any) -> tuple[Any, ...]:
    """f, ∂f/∂x, ∂f/∂y"""
    s0 = 9.42477796076938*x
    s1 = 4.0*y
    s2 = 3.141592653589793*s1
    return (
        0.7 + x*x + 2.0*y*y - 0.3*m.cos(s0) - 0.4*m.cos(s2),
        2.0*x + 2.827433388230814*m.sin(s0),
        s1 + 5.026548245743669*m.sin(s2),
    )


def grad(m: Any, x: Any, y: Any) -> tuple[Any, ...]:
    """∂f/∂x, ∂f/∂y"""
    s0 = 4.0*y
    return 2.0*x + 2.827433388230814*m.sin(9.42477796076938*x), s0 + 5.026548245743669*m.sin(3.141592653589793*s0)


def hessian(m: Any, x: Any, y: Any) -> tuple[Any, ...]:
    """∂²f/∂x², ∂²f/∂x∂y, ∂²f/∂y²"""
    return 2.0 + 26.64793188294127*m.cos(9.42477796076938*x), 0.0, 4.0 + 63.1654681669719*m.cos(12.566370614359172*y)


CODE = Compiled(
    loss_grad,
    grad,
    hessian,
    (
        "2*x + 0.9*pi*sin(3*pi*x)",
        "4*y + 1.6*pi*sin(4*pi*y)",
    ),
)
