"""Goldstein-Price with its derivatives, written by scripts/precompile.py: change nothing here.

Functions of ``(m, x, y)``, `m` with the functions of `gdviz.formula.scalars`; see `gdviz.formula.Compiled`.
"""
# fmt: off
# ruff: noqa: E501

from __future__ import annotations

from typing import Any

from gdviz.formula import Compiled


def loss_grad(m: Any, x: Any, y: Any) -> tuple[Any, ...]:
    """f, ∂f/∂x, ∂f/∂y"""
    t0 = 1.0 + x + y
    s0 = t0*t0
    s1 = 6.0*x
    s2 = x*x
    s3 = y*y
    s4 = 19.0 - 14.0*x - 14.0*y + 3.0*s2 + 3.0*s3 + s1*y
    s5 = 1.0 + s0*s4
    s6 = 2.0*x
    t1 = s6 - 3.0*y
    s7 = t1*t1
    s8 = 36.0*y
    s9 = 18.0 - 32.0*x + 12.0*s2 + 27.0*s3 + 48.0*y - s8*x
    s10 = 30.0 + s7*s9
    s11 = s10*(s0*(-14.0 + s1 + 6.0*y) + s4*(2.0 + s6 + 2.0*y))
    return (
        s10*s5,
        s11 + s5*(s7*(-32.0 - s8 + 24.0*x) + s9*(-12.0*y + 8.0*x)),
        s11 + s5*(s7*(48.0 - 36.0*x + 54.0*y) + s9*(-12.0*x + 18.0*y)),
    )


def grad(m: Any, x: Any, y: Any) -> tuple[Any, ...]:
    """∂f/∂x, ∂f/∂y"""
    t0 = 1.0 + x + y
    s0 = t0*t0
    s1 = 6.0*x
    s2 = x*x
    s3 = y*y
    s4 = 19.0 - 14.0*x - 14.0*y + 3.0*s2 + 3.0*s3 + s1*y
    s5 = 1.0 + s0*s4
    s6 = 36.0*y
    s7 = 2.0*x
    t1 = s7 - 3.0*y
    s8 = t1*t1
    s9 = 18.0 - 32.0*x + 12.0*s2 + 27.0*s3 + 48.0*y - s6*x
    s10 = (30.0 + s8*s9)*(s0*(-14.0 + s1 + 6.0*y) + s4*(2.0 + s7 + 2.0*y))
    return (
        s10 + s5*(s8*(-32.0 - s6 + 24.0*x) + s9*(-12.0*y + 8.0*x)),
        s10 + s5*(s8*(48.0 - 36.0*x + 54.0*y) + s9*(-12.0*x + 18.0*y)),
    )


def hessian(m: Any, x: Any, y: Any) -> tuple[Any, ...]:
    """∂²f/∂x², ∂²f/∂x∂y, ∂²f/∂y²"""
    t0 = 1.0 + x + y
    s0 = t0*t0
    s1 = 6.0*x
    s2 = x*x
    s3 = y*y
    s4 = 19.0 - 14.0*x - 14.0*y + 3.0*s2 + 3.0*s3 + s1*y
    s5 = 1.0 + s0*s4
    s6 = x*y
    s7 = 2.0*x
    t1 = s7 - 3.0*y
    s8 = t1*t1
    s9 = 12.0*y
    s10 = -s9 + 8.0*x
    s11 = 36.0*y
    s12 = -32.0 - s11 + 24.0*x
    s13 = 18.0 - 32.0*x + 12.0*s2 + 27.0*s3 + 48.0*y - s11*x
    s14 = 2.0 + s7 + 2.0*y
    s15 = -14.0 + s1 + 6.0*y
    s16 = (30.0 + s13*s8)*(38.0 - 28.0*x - 28.0*y + 6.0*s0 + 6.0*s2 + 6.0*s3 + s9*x + 2.0*s14*s15)
    s17 = s0*s15 + s14*s4
    s18 = s17*(s10*s13 + s12*s8)
    s19 = 48.0 - 36.0*x + 54.0*y
    s20 = -12.0*x + 18.0*y
    s21 = s17*(s13*s20 + s19*s8)
    return (
        s16 + 2.0*s18 + s5*(144.0 - 288.0*s6 - 256.0*x + 24.0*s8 + 96.0*s2 + 216.0*s3 + 384.0*y + 2.0*s10*s12),
        s16 + s18 + s21 + s5*(-216.0 - 576.0*y - 324.0*s3 - 144.0*s2 - 36.0*s8 + 384.0*x + s10*s19 + s12*s20 + 432.0*x*y),
        s16 + 2.0*s21 + s5*(324.0 - 648.0*s6 - 576.0*x + 54.0*s8 + 216.0*s2 + 486.0*s3 + 864.0*y + 2.0*s19*s20),
    )


CODE = Compiled(
    loss_grad,
    grad,
    hessian,
    (
        "((2*x - 3*y)**2*(24*x - 36*y - 32) + (8*x - 12*y)*(12*x**2 - 36*x*y - 32*x + 27*y**2 + 48*y + 18))*((x + y + 1)**2*(3*x**2 + 6*x*y - 14*x + 3*y**2 - 14*y + 19) + 1) + ((2*x - 3*y)**2*(12*x**2 - 36*x*y - 32*x + 27*y**2 + 48*y + 18) + 30)*((x + y + 1)**2*(6*x + 6*y - 14) + (2*x + 2*y + 2)*(3*x**2 + 6*x*y - 14*x + 3*y**2 - 14*y + 19))",
        "((-12*x + 18*y)*(12*x**2 - 36*x*y - 32*x + 27*y**2 + 48*y + 18) + (2*x - 3*y)**2*(-36*x + 54*y + 48))*((x + y + 1)**2*(3*x**2 + 6*x*y - 14*x + 3*y**2 - 14*y + 19) + 1) + ((2*x - 3*y)**2*(12*x**2 - 36*x*y - 32*x + 27*y**2 + 48*y + 18) + 30)*((x + y + 1)**2*(6*x + 6*y - 14) + (2*x + 2*y + 2)*(3*x**2 + 6*x*y - 14*x + 3*y**2 - 14*y + 19))",
    ),
)
