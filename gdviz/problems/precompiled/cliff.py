"""Cliff with its derivatives, written by scripts/precompile.py: change nothing here.

Functions of ``(m, x, y)``, `m` with the functions of `gdviz.formula.scalars`; see `gdviz.formula.Compiled`.
"""
# fmt: off

from __future__ import annotations

from typing import Any

from gdviz.formula import Compiled


def loss_grad(m: Any, x: Any, y: Any) -> tuple[Any, ...]:
    """f, ∂f/∂x, ∂f/∂y"""
    s0 = m.tanh(-20.0 + 20.0*x)
    return s0 + 0.05*x*x + 0.05*y*y, 20.0 - 20.0*s0*s0 + 0.1*x, 0.1*y


def grad(m: Any, x: Any, y: Any) -> tuple[Any, ...]:
    """∂f/∂x, ∂f/∂y"""
    t0 = m.tanh(-20.0 + 20.0*x)
    return 20.0 - 20.0*t0*t0 + 0.1*x, 0.1*y


def hessian(m: Any, x: Any, y: Any) -> tuple[Any, ...]:
    """∂²f/∂x², ∂²f/∂x∂y, ∂²f/∂y²"""
    s0 = m.tanh(-20.0 + 20.0*x)
    return 0.1 - 20.0*s0*(40.0 - 40.0*s0*s0), 0.0, 0.1


CODE = Compiled(
    loss_grad,
    grad,
    hessian,
    (
        "x/10 - 20*tanh(20*x - 20)**2 + 20",
        "y/10",
    ),
)
