"""Hills with its derivatives, written by scripts/precompile.py: change nothing here.

Functions of ``(m, x, y)``, `m` with the functions of `gdviz.formula.scalars`; see `gdviz.formula.Compiled`.
"""
# fmt: off
# ruff: noqa: E501

from __future__ import annotations

from typing import Any

from gdviz.formula import Compiled


def loss_grad(m: Any, x: Any, y: Any) -> tuple[Any, ...]:
    """f, ∂f/∂x, ∂f/∂y"""
    s0 = x*x
    t0 = 1.3 + y
    s1 = m.exp(-2.0*s0 - 2.0*t0*t0)
    t1 = -1.0 + x
    t2 = -1.0 + y
    s2 = 1.2*m.exp(-2.0*t1*t1 - 2.0*t2*t2)
    t3 = 1.0 + x
    t4 = -0.5 + y
    s3 = 1.2*m.exp(-2.0*t3*t3 - 2.0*t4*t4)
    s4 = 4.0*x
    s5 = 4.0*y
    return (
        s1 + s2 + s3 + 0.1*s0 + 0.1*y*y,
        0.2*x + s2*(4.0 - s4) + s3*(-4.0 - s4) - s1*s4,
        0.2*y + s1*(-5.2 - s5) + s2*(4.0 - s5) + s3*(2.0 - s5),
    )


def grad(m: Any, x: Any, y: Any) -> tuple[Any, ...]:
    """∂f/∂x, ∂f/∂y"""
    t0 = 1.3 + y
    s0 = m.exp(-2.0*t0*t0 - 2.0*x*x)
    s1 = 4.0*x
    t1 = -1.0 + x
    t2 = -1.0 + y
    s2 = 1.2*m.exp(-2.0*t1*t1 - 2.0*t2*t2)
    t3 = 1.0 + x
    t4 = -0.5 + y
    s3 = 1.2*m.exp(-2.0*t3*t3 - 2.0*t4*t4)
    s4 = 4.0*y
    return 0.2*x + s2*(4.0 - s1) + s3*(-4.0 - s1) - s0*s1, 0.2*y + s0*(-5.2 - s4) + s2*(4.0 - s4) + s3*(2.0 - s4)


def hessian(m: Any, x: Any, y: Any) -> tuple[Any, ...]:
    """∂²f/∂x², ∂²f/∂x∂y, ∂²f/∂y²"""
    s0 = x*x
    t0 = 1.3 + y
    s1 = m.exp(-2.0*s0 - 2.0*t0*t0)
    s2 = 4.0*x
    s3 = -4.0 - s2
    t1 = 1.0 + x
    t2 = -0.5 + y
    s4 = m.exp(-2.0*t1*t1 - 2.0*t2*t2)
    s5 = 1.2*s4
    s6 = 4.0 - s2
    t3 = -1.0 + x
    t4 = -1.0 + y
    s7 = m.exp(-2.0*t3*t3 - 2.0*t4*t4)
    s8 = 1.2*s7
    s9 = 4.0*s1
    s10 = 0.2 - s9 - 4.8*s4 - 4.8*s7
    s11 = 4.0*y
    s12 = -5.2 - s11
    s13 = 2.0 - s11
    s14 = 4.0 - s11
    return (
        s10 + s5*s3*s3 + s8*s6*s6 + 16.0*s0*s1,
        s13*s3*s5 + s14*s6*s8 - s12*s9*x,
        s10 + s1*s12*s12 + s5*s13*s13 + s8*s14*s14,
    )


CODE = Compiled(
    loss_grad,
    grad,
    hessian,
    (
        "-4*x*exp(-2*x**2 - 2*(y + 1.3)**2) + 0.2*x + 1.2*(4 - 4*x)*exp(-2*(x - 1)**2 - 2*(y - 1)**2) + 1.2*(-4*x - 4)*exp(-2*(x + 1)**2 - 2*(y - 0.5)**2)",
        "0.2*y + 1.2*(2 - 4*y)*exp(-2*(x + 1)**2 - 2*(y - 0.5)**2) + 1.2*(4 - 4*y)*exp(-2*(x - 1)**2 - 2*(y - 1)**2) + (-4*y - 5.2)*exp(-2*x**2 - 2*(y + 1.3)**2)",
    ),
)
