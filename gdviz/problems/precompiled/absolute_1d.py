"""Absolute value J(w) = |w| with its derivatives, written by scripts/precompile.py: change nothing here.

Functions of ``(m, x)``, `m` with the functions of `gdviz.formula.scalars`; see `gdviz.formula.Compiled`.
"""
# fmt: off

from __future__ import annotations

from typing import Any

from gdviz.formula import Compiled


def loss_grad(m: Any, x: Any) -> tuple[Any, ...]:
    """f, ∂f/∂x"""
    return m.abs(x), m.sign(x)


def grad(m: Any, x: Any) -> tuple[Any, ...]:
    """∂f/∂x"""
    return (m.sign(x),)


def hessian(m: Any, x: Any) -> tuple[Any, ...]:
    """∂²f/∂x²"""
    return (0.0,)


CODE = Compiled(
    loss_grad,
    grad,
    hessian,
    (
        "sign(w)",
    ),
)
