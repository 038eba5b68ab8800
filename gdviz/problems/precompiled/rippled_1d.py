"""Rippled parabola J(w) with its derivatives, written by scripts/precompile.py: change nothing here.

Functions of ``(m, x)``, `m` with the functions of `gdviz.formula.scalars`; see `gdviz.formula.Compiled`.
"""
# fmt: off

from __future__ import annotations

from typing import Any

from gdviz.formula import Compiled


def loss_grad(m: Any, x: Any) -> tuple[Any, ...]:
    """f, ∂f/∂x"""
    s0 = 6.0*x
    return 0.5 - 0.5*m.cos(s0) + 0.25*x*x, 0.5*x + 3.0*m.sin(s0)


def grad(m: Any, x: Any) -> tuple[Any, ...]:
    """∂f/∂x"""
    return (0.5*x + 3.0*m.sin(6.0*x),)


def hessian(m: Any, x: Any) -> tuple[Any, ...]:
    """∂²f/∂x²"""
    return (0.5 + 18.0*m.cos(6.0*x),)


CODE = Compiled(
    loss_grad,
    grad,
    hessian,
    (
        "w/2 + 3*sin(6*w)",
    ),
)
