"""A local and a global minimum with its derivatives, written by scripts/precompile.py: change nothing here.

Functions of ``(m, x, y)``, `m` with the functions of `gdviz.formula.scalars`; see `gdviz.formula.Compiled`.
"""
# fmt: off

from __future__ import annotations

from typing import Any

from gdviz.formula import Compiled


def loss_grad(m: Any, x: Any, y: Any) -> tuple[Any, ...]:
    """f, ∂f/∂x, ∂f/∂y"""
    s0 = y*y
    s1 = 2.0*s0
    t0 = -1.2 + x
    s2 = m.exp(-s1 - 2.0*t0*t0)
    s3 = 0.8*s2
    t1 = 1.0 + x
    s4 = m.exp(-s1 - 2.0*t1*t1)
    s5 = 1.4*s4
    s6 = 4.0*x
    return -s3 - s5 + 0.2*s0 + 0.2*x*x, 0.4*x - s3*(4.8 - s6) - s5*(-4.0 - s6), 0.4*y + 3.2*s2*y + 5.6*s4*y


def grad(m: Any, x: Any, y: Any) -> tuple[Any, ...]:
    """∂f/∂x, ∂f/∂y"""
    s0 = 4.0*x
    s1 = 2.0*y*y
    t0 = -1.2 + x
    s2 = m.exp(-s1 - 2.0*t0*t0)
    t1 = 1.0 + x
    s3 = m.exp(-s1 - 2.0*t1*t1)
    return 0.4*x - 1.4*s3*(-4.0 - s0) - 0.8*s2*(4.8 - s0), 0.4*y + 3.2*s2*y + 5.6*s3*y


def hessian(m: Any, x: Any, y: Any) -> tuple[Any, ...]:
    """∂²f/∂x², ∂²f/∂x∂y, ∂²f/∂y²"""
    s0 = 4.0*x
    s1 = -4.0 - s0
    s2 = y*y
    s3 = 2.0*s2
    t0 = 1.0 + x
    s4 = m.exp(-s3 - 2.0*t0*t0)
    s5 = 4.8 - s0
    t1 = -1.2 + x
    s6 = m.exp(-s3 - 2.0*t1*t1)
    s7 = 3.2*s6
    s8 = 5.6*s4
    s9 = 0.4 + s7 + s8
    return s9 - 1.4*s4*s1*s1 - 0.8*s6*s5*s5, s1*s8*y + s5*s7*y, s9 - 22.4*s2*s4 - 12.8*s2*s6


CODE = Compiled(
    loss_grad,
    grad,
    hessian,
    (
        "0.4*x - 0.8*(4.8 - 4*x)*exp(-2*y**2 - 2*(x - 1.2)**2) - 1.4*(-4*x - 4)*exp(-2*y**2 - 2*(x + 1)**2)",
        "3.2*y*exp(-2*y**2 - 2*(x - 1.2)**2) + 5.6*y*exp(-2*y**2 - 2*(x + 1)**2) + 0.4*y",
    ),
)
