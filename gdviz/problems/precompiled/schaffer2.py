"""Schaffer N. 2 with its derivatives, written by scripts/precompile.py: change nothing here.

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
    s1 = y*y
    s2 = s0 - s1
    s3 = m.sin(s2)
    s4 = -0.5 + s3*s3
    s5 = 1.0 + 0.001*s0 + 0.001*s1
    s6 = 1.0/(s5*s5)
    s7 = 0.004*s4/(s5*s5*s5)
    s8 = m.cos(s2)
    return 0.5 + s4*s6, -s7*x + 4.0*s3*s6*s8*x, -s7*y - 4.0*s3*s6*s8*y


def grad(m: Any, x: Any, y: Any) -> tuple[Any, ...]:
    """∂f/∂x, ∂f/∂y"""
    s0 = x*x
    s1 = y*y
    s2 = 1.0 + 0.001*s0 + 0.001*s1
    s3 = s0 - s1
    s4 = m.sin(s3)
    s5 = 0.004*(-0.5 + s4*s4)/(s2*s2*s2)
    s6 = m.cos(s3)
    s7 = 1.0/(s2*s2)
    return -s5*x + 4.0*s4*s6*s7*x, -s5*y - 4.0*s4*s6*s7*y


def hessian(m: Any, x: Any, y: Any) -> tuple[Any, ...]:
    """∂²f/∂x², ∂²f/∂x∂y, ∂²f/∂y²"""
    s0 = x*x
    s1 = y*y
    s2 = s0 - s1
    s3 = m.sin(s2)
    s4 = s3*s3
    s5 = -0.5 + s4
    s6 = 1.0 + 0.001*s0 + 0.001*s1
    s7 = 1.0/(s6*s6*s6)
    s8 = -0.004*s5*s7
    s9 = 1.0/(s6*s6)
    s10 = 8.0*s9
    s11 = s0*s10
    s12 = m.cos(s2)
    s13 = s12*s12
    t0 = s6*s6
    s14 = 2.4e-05*s5/(t0*t0)
    s15 = s12*s3
    s16 = 4.0*s15*s9
    s17 = 0.032*s15*s7
    s18 = x*y
    s19 = s10*s18
    s20 = s1*s10
    return (
        s16 + s8 + s0*s14 + s11*s13 - s0*s17 - s11*s4,
        s14*s18 + s19*s4 - s13*s19,
        s8 - s16 + s1*s14 + s1*s17 + s13*s20 - s20*s4,
    )


CODE = Compiled(
    loss_grad,
    grad,
    hessian,
    (
        "-0.004*x*(sin(x**2 - y**2)**2 - 0.5)/(0.001*x**2 + 0.001*y**2 + 1)**3 + 4*x*sin(x**2 - y**2)*cos(x**2 - y**2)/(0.001*x**2 + 0.001*y**2 + 1)**2",
        "-0.004*y*(sin(x**2 - y**2)**2 - 0.5)/(0.001*x**2 + 0.001*y**2 + 1)**3 - 4*y*sin(x**2 - y**2)*cos(x**2 - y**2)/(0.001*x**2 + 0.001*y**2 + 1)**2",
    ),
)
