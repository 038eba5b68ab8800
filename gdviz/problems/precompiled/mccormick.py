"""McCormick with its derivatives, written by scripts/precompile.py: change nothing here.

Functions of ``(m, x, y)``, `m` with the functions of `gdviz.formula.scalars`; see `gdviz.formula.Compiled`.
"""
# fmt: off

from __future__ import annotations

from typing import Any

from gdviz.formula import Compiled


def loss_grad(m: Any, x: Any, y: Any) -> tuple[Any, ...]:
    """f, ∂f/∂x, ∂f/∂y"""
    s0 = x + y
    s1 = 2.0*x
    s2 = 2.0*y
    s3 = m.cos(s0)
    t0 = x - y
    return 1.0 + t0*t0 - 1.5*x + 2.5*y + m.sin(s0), -1.5 + s1 + s3 - s2, 2.5 + s2 + s3 - s1


def grad(m: Any, x: Any, y: Any) -> tuple[Any, ...]:
    """∂f/∂x, ∂f/∂y"""
    s0 = 2.0*x
    s1 = 2.0*y
    s2 = m.cos(x + y)
    return -1.5 + s0 + s2 - s1, 2.5 + s1 + s2 - s0


def hessian(m: Any, x: Any, y: Any) -> tuple[Any, ...]:
    """∂²f/∂x², ∂²f/∂x∂y, ∂²f/∂y²"""
    s0 = m.sin(x + y)
    s1 = 2.0 - s0
    return s1, -2.0 - s0, s1


CODE = Compiled(
    loss_grad,
    grad,
    hessian,
    (
        "2*x - 2*y + cos(x + y) - 1.5",
        "-2*x + 2*y + cos(x + y) + 2.5",
    ),
)
