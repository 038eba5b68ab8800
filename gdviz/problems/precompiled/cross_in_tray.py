"""Cross-in-tray with its derivatives, written by scripts/precompile.py: change nothing here.

Functions of ``(m, x, y)``, `m` with the functions of `gdviz.formula.scalars`; see `gdviz.formula.Compiled`.
"""
# fmt: off
# ruff: noqa: E501

from __future__ import annotations

from typing import Any

from gdviz.formula import Compiled


def loss_grad(m: Any, x: Any, y: Any) -> tuple[Any, ...]:
    """f, ∂f/∂x, ∂f/∂y"""
    s0 = m.sin(x)
    s2 = m.sqrt(x*x + y*y)
    s3 = 100.0 - 0.3183098861837907*s2
    s4 = m.exp(m.abs(s3))
    s5 = m.sin(y)
    s6 = s0*s4*s5
    s7 = 1.0 + m.abs(s6)
    s8 = 0.3183098861837907*s6*m.sign(s3)/s2
    s9 = 1e-05*m.sign(s6)/m.power(s7, 0.9)
    return -0.0001*m.power(s7, 0.1), -s9*(-s8*x + s4*s5*m.cos(x)), -s9*(-s8*y + s0*s4*m.cos(y))


def grad(m: Any, x: Any, y: Any) -> tuple[Any, ...]:
    """∂f/∂x, ∂f/∂y"""
    s0 = m.sin(y)
    s2 = m.sqrt(x*x + y*y)
    s3 = 100.0 - 0.3183098861837907*s2
    s4 = m.exp(m.abs(s3))
    s5 = m.sin(x)
    s6 = s0*s4*s5
    s7 = 0.3183098861837907*s6*m.sign(s3)/s2
    s8 = 1e-05*m.sign(s6)/m.power(1.0 + m.abs(s6), 0.9)
    return -s8*(-s7*x + s0*s4*m.cos(x)), -s8*(-s7*y + s4*s5*m.cos(y))


def hessian(m: Any, x: Any, y: Any) -> tuple[Any, ...]:
    """∂²f/∂x², ∂²f/∂x∂y, ∂²f/∂y²"""
    s0 = m.sin(y)
    s1 = m.cos(x)
    s3 = x*x
    s4 = y*y
    s5 = s3 + s4
    s6 = m.sqrt(s5)
    s7 = 100.0 - 0.3183098861837907*s6
    s8 = m.exp(m.abs(s7))
    s9 = 1.0/s6
    s10 = m.sign(s7)
    s11 = m.sin(x)
    s12 = s0*s8
    s13 = s11*s12
    s14 = 0.3183098861837907*s10*s13
    s15 = s14*s9
    s16 = -s15*x + s0*s1*s8
    s17 = 1.0 + m.abs(s13)
    s18 = m.sign(s13)
    s19 = 9e-06*s18*s18/m.power(s17, 1.9)
    s20 = 1.0/m.power(s5, 1.5)
    s22 = 1.0/s5
    s23 = s10*s10
    s24 = s1*s12
    s25 = 0.3183098861837907*s10*s9
    s26 = s25*x
    s27 = s13 + s15
    s28 = 1e-05*s18/m.power(s17, 0.9)
    s29 = m.cos(y)
    s30 = -s15*y + s11*s29*s8
    s31 = s29*s8
    s32 = s11*s31
    s33 = s25*y
    s34 = x*y
    return (
        s19*s16*s16 - s28*(-s27 - 2.0*s24*s26 + 0.3183098861837907*s0*s10*s11*s20*s3*s8 + 0.10132118364233778*s0*s11*s22*s23*s3*s8),
        -s28*(s1*s31 - s24*s33 - s26*s32 + s14*s20*s34 + 0.10132118364233778*s13*s22*s23*s34) + s16*s19*s30,
        s19*s30*s30 - s28*(-s27 - 2.0*s32*s33 + 0.3183098861837907*s0*s10*s11*s20*s4*s8 + 0.10132118364233778*s0*s11*s22*s23*s4*s8),
    )


CODE = Compiled(
    loss_grad,
    grad,
    hessian,
    (
        "-0.00001*(-x*sign(-sqrt(x**2 + y**2)/pi + 100)*exp(abs(-sqrt(x**2 + y**2)/pi + 100))*sin(x)*sin(y)/(pi*sqrt(x**2 + y**2)) + exp(abs(-sqrt(x**2 + y**2)/pi + 100))*sin(y)*cos(x))*sign(exp(abs(-sqrt(x**2 + y**2)/pi + 100))*sin(x)*sin(y))/(abs(exp(abs(-sqrt(x**2 + y**2)/pi + 100))*sin(x)*sin(y)) + 1)**0.9",
        "-0.00001*(-y*sign(-sqrt(x**2 + y**2)/pi + 100)*exp(abs(-sqrt(x**2 + y**2)/pi + 100))*sin(x)*sin(y)/(pi*sqrt(x**2 + y**2)) + exp(abs(-sqrt(x**2 + y**2)/pi + 100))*sin(x)*cos(y))*sign(exp(abs(-sqrt(x**2 + y**2)/pi + 100))*sin(x)*sin(y))/(abs(exp(abs(-sqrt(x**2 + y**2)/pi + 100))*sin(x)*sin(y)) + 1)**0.9",
    ),
)
