"""Local and global minimum J(w) with its derivatives, written by scripts/precompile.py: change nothing here.

Functions of ``(m, x)``, `m` with the functions of `gdviz.formula.scalars`; see `gdviz.formula.Compiled`.
"""
# fmt: off

from __future__ import annotations

from typing import Any

from gdviz.formula import Compiled


def loss_grad(m: Any, x: Any) -> tuple[Any, ...]:
    """f, ∂f/∂x"""
    t0 = x*x
    return x + t0*t0 - 4.0*x*x, 1.0 - 8.0*x + 4.0*x*x*x


def grad(m: Any, x: Any) -> tuple[Any, ...]:
    """∂f/∂x"""
    return (1.0 - 8.0*x + 4.0*x*x*x,)


def hessian(m: Any, x: Any) -> tuple[Any, ...]:
    """∂²f/∂x²"""
    return (-8.0 + 12.0*x*x,)


CODE = Compiled(
    loss_grad,
    grad,
    hessian,
    (
        "4*w**3 - 8*w + 1",
    ),
)
