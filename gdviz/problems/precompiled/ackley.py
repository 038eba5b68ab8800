"""Ackley with its derivatives, written by scripts/precompile.py: change nothing here.

Functions of ``(m, x, y)``, `m` with the functions of `gdviz.formula.scalars`; see `gdviz.formula.Compiled`.
"""
# fmt: off
# ruff: noqa: E501

from __future__ import annotations

from typing import Any

from gdviz.formula import Compiled


def loss_grad(m: Any, x: Any, y: Any) -> tuple[Any, ...]:
    """f, ∂f/∂x, ∂f/∂y"""
    s1 = 6.283185307179586*x
    s2 = 6.283185307179586*y
    s3 = m.exp(0.5*m.cos(s1) + 0.5*m.cos(s2))
    s4 = m.sqrt(0.5*x*x + 0.5*y*y)
    s5 = m.exp(-0.2*s4)
    s6 = 3.141592653589793*s3
    s7 = 2.0*s5/s4
    return 22.718281828459045 - s3 - 20.0*s5, s6*m.sin(s1) + s7*x, s6*m.sin(s2) + s7*y


def grad(m: Any, x: Any, y: Any) -> tuple[Any, ...]:
    """∂f/∂x, ∂f/∂y"""
    s1 = 6.283185307179586*x
    s2 = 6.283185307179586*y
    s3 = 3.141592653589793*m.exp(0.5*m.cos(s1) + 0.5*m.cos(s2))
    s4 = m.sqrt(0.5*x*x + 0.5*y*y)
    s5 = 2.0*m.exp(-0.2*s4)/s4
    return s3*m.sin(s1) + s5*x, s3*m.sin(s2) + s5*y


def hessian(m: Any, x: Any, y: Any) -> tuple[Any, ...]:
    """∂²f/∂x², ∂²f/∂x∂y, ∂²f/∂y²"""
    s2 = 6.283185307179586*x
    s3 = m.cos(s2)
    s4 = 6.283185307179586*y
    s5 = m.cos(s4)
    s6 = m.exp(0.5*s3 + 0.5*s5)
    s7 = m.sin(s2)
    s8 = 9.869604401089358*s6
    s9 = x*x
    s10 = y*y
    s11 = 0.5*s10 + 0.5*s9
    s12 = m.sqrt(s11)
    s13 = m.exp(-0.2*s12)
    s14 = -2.0*s13/s12
    s15 = s13/m.power(s11, 1.5)
    s16 = 0.2*s13/s11
    s17 = m.sin(s4)
    s18 = x*y
    return (
        -s14 - s15*s9 - s16*s9 - s8*s7*s7 + 19.739208802178716*s3*s6,
        -s15*s18 - s16*s18 - s17*s7*s8,
        -s14 - s10*s15 - s10*s16 - s8*s17*s17 + 19.739208802178716*s5*s6,
    )


CODE = Compiled(
    loss_grad,
    grad,
    hessian,
    (
        "2*x*exp(-0.2*sqrt(0.5*x**2 + 0.5*y**2))/sqrt(0.5*x**2 + 0.5*y**2) + pi*exp(0.5*cos(2*pi*x) + 0.5*cos(2*pi*y))*sin(2*pi*x)",
        "2*y*exp(-0.2*sqrt(0.5*x**2 + 0.5*y**2))/sqrt(0.5*x**2 + 0.5*y**2) + pi*exp(0.5*cos(2*pi*x) + 0.5*cos(2*pi*y))*sin(2*pi*y)",
    ),
)
