"""Peaks with its derivatives, written by scripts/precompile.py: change nothing here.

Functions of ``(m, x, y)``, `m` with the functions of `gdviz.formula.scalars`; see `gdviz.formula.Compiled`.
"""
# fmt: off
# ruff: noqa: E501

from __future__ import annotations

from typing import Any

from gdviz.formula import Compiled


def loss_grad(m: Any, x: Any, y: Any) -> tuple[Any, ...]:
    """f, ∂f/∂x, ∂f/∂y"""
    s0 = y*y
    t0 = 1.0 + x
    s1 = m.exp(-s0 - t0*t0)
    s2 = 0.3333333333333333*s1
    t1 = 1.0 - x
    s3 = t1*t1
    s4 = x*x
    t2 = 1.0 + y
    s5 = m.exp(-s4 - t2*t2)
    s6 = -x*x*x + 0.2*x - y*s0*s0
    s7 = m.exp(-s0 - s4)
    s8 = 10.0*s7
    s9 = 2.0*x
    return (
        -s2 - s6*s8 + 3.0*s3*s5,
        -s2*(-2.0 - s9) - s8*(0.2 - 3.0*s4) + 3.0*s5*(-2.0 + s9) - 6.0*s3*s5*x + 20.0*s6*s7*x,
        50.0*s7*s0*s0 + 0.6666666666666666*s1*y + 3.0*s3*s5*(-2.0 - 2.0*y) + 20.0*s6*s7*y,
    )


def grad(m: Any, x: Any, y: Any) -> tuple[Any, ...]:
    """∂f/∂x, ∂f/∂y"""
    s0 = x*x
    s1 = y*y
    s2 = m.exp(-s0 - s1)
    s3 = 2.0*x
    t0 = 1.0 + x
    s4 = m.exp(-s1 - t0*t0)
    t1 = 1.0 + y
    s5 = m.exp(-s0 - t1*t1)
    t2 = 1.0 - x
    s6 = t2*t2
    s7 = -x*x*x + 0.2*x - y*s1*s1
    return (
        -10.0*s2*(0.2 - 3.0*s0) + 3.0*s5*(-2.0 + s3) - 0.3333333333333333*s4*(-2.0 - s3) - 6.0*s5*s6*x + 20.0*s2*s7*x,
        50.0*s2*s1*s1 + 0.6666666666666666*s4*y + 3.0*s5*s6*(-2.0 - 2.0*y) + 20.0*s2*s7*y,
    )


def hessian(m: Any, x: Any, y: Any) -> tuple[Any, ...]:
    """∂²f/∂x², ∂²f/∂x∂y, ∂²f/∂y²"""
    s0 = x*x
    s1 = y*y
    s2 = m.exp(-s0 - s1)
    s3 = s2*x
    t0 = 1.0 + y
    s4 = m.exp(-s0 - t0*t0)
    s5 = 6.0*s4
    t1 = 1.0 + x
    s6 = m.exp(-s1 - t1*t1)
    s7 = 0.2 - 3.0*s0
    s8 = 2.0*x
    s9 = -2.0 + s8
    s10 = 12.0*s4
    t2 = 1.0 - x
    s11 = t2*t2
    s12 = s11*s5
    s13 = -2.0 - s8
    s14 = y*s1*s1
    s15 = -s14 - x*x*x + 0.2*x
    s16 = s15*s2
    s17 = 40.0*s16
    s18 = -2.0 - 2.0*y
    return (
        s5 - s12 + 20.0*s16 + 60.0*s3 + 0.6666666666666666*s6 - s0*s17 + 40.0*s3*s7 - 0.3333333333333333*s6*s13*s13 + s0*s10*s11 - s10*s9*x,
        -100.0*s3*s1*s1 - s12*s18*x - s17*x*y + 3.0*s18*s4*s9 + 20.0*s2*s7*y + 0.6666666666666666*s13*s6*y,
        -s12 + 0.6666666666666666*s6 - s1*s17 - 200.0*s14*s2 + 20.0*s15*s2 + 200.0*s2*y*y*y - 1.3333333333333333*s1*s6 + 3.0*s11*s4*s18*s18,
    )


CODE = Compiled(
    loss_grad,
    grad,
    hessian,
    (
        "-6*x*(1 - x)**2*exp(-x**2 - (y + 1)**2) + 20*x*(-x**3 + x/5 - y**5)*exp(-x**2 - y**2) - 10*(1/5 - 3*x**2)*exp(-x**2 - y**2) - (-2*x - 2)*exp(-y**2 - (x + 1)**2)/3 + 3*(2*x - 2)*exp(-x**2 - (y + 1)**2)",
        "50*y**4*exp(-x**2 - y**2) + 20*y*(-x**3 + x/5 - y**5)*exp(-x**2 - y**2) + 2*y*exp(-y**2 - (x + 1)**2)/3 + 3*(1 - x)**2*(-2*y - 2)*exp(-x**2 - (y + 1)**2)",
    ),
)
