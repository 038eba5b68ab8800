"""Freudenstein-Roth with its derivatives, written by scripts/precompile.py: change nothing here.

Functions of ``(m, x, y)``, `m` with the functions of `gdviz.formula.scalars`; see `gdviz.formula.Compiled`.
"""
# fmt: off
# ruff: noqa: E501

from __future__ import annotations

from typing import Any

from gdviz.formula import Compiled


def loss_grad(m: Any, x: Any, y: Any) -> tuple[Any, ...]:
    """f, ∂f/∂x, ∂f/∂y"""
    s0 = y*(1.0 + y)
    s1 = y*(-14.0 + s0)
    s2 = -29.0 + s1 + x
    s3 = y*(5.0 - y)
    s4 = y*(-2.0 + s3)
    s5 = -13.0 + s4 + x
    s6 = 2.0*y
    return (
        s2*s2 + s5*s5,
        -84.0 + 2.0*s1 + 2.0*s4 + 4.0*x,
        s2*(-28.0 + 2.0*s0 + s6*(1.0 + s6)) + s5*(-4.0 + 2.0*s3 + s6*(5.0 - s6)),
    )


def grad(m: Any, x: Any, y: Any) -> tuple[Any, ...]:
    """∂f/∂x, ∂f/∂y"""
    s0 = y*(1.0 + y)
    s1 = y*(-14.0 + s0)
    s2 = y*(5.0 - y)
    s3 = -2.0 + s2
    s4 = 2.0*y
    return (
        -84.0 + 2.0*s1 + 4.0*x + s3*s4,
        (-29.0 + s1 + x)*(-28.0 + 2.0*s0 + s4*(1.0 + s4)) + (-13.0 + x + s3*y)*(-4.0 + 2.0*s2 + s4*(5.0 - s4)),
    )


def hessian(m: Any, x: Any, y: Any) -> tuple[Any, ...]:
    """∂²f/∂x², ∂²f/∂x∂y, ∂²f/∂y²"""
    s0 = 1.0 + y
    s1 = 2.0*y
    s2 = 1.0 + s1
    s3 = s0*s1 + s1*s2
    s4 = 5.0 - y
    s5 = 5.0 - s1
    s6 = s1*s4 + s1*s5
    s7 = 12.0*y
    s8 = -14.0 + s0*y
    s9 = -2.0 + s4*y
    return (
        4.0,
        -32.0 + s3 + s6,
        (-28.0 + s3)*(s8 + s2*y) + (-4.0 + s6)*(s9 + s5*y) + (4.0 + s7)*(-29.0 + x + s8*y) + (20.0 - s7)*(-13.0 + x + s9*y),
    )


CODE = Compiled(
    loss_grad,
    grad,
    hessian,
    (
        "4*x + 12*y**2 - 32*y - 84",
        "24*x*y - 32*x + 12*y**5 - 40*y**4 + 8*y**3 - 240*y**2 + 24*y + 864",
    ),
)
