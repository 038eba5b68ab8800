"""Hölder table with its derivatives, written by scripts/precompile.py: change nothing here.

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
    s1 = m.cos(y)
    s3 = m.sqrt(x*x + y*y)
    s4 = 1.0 - 0.3183098861837907*s3
    s5 = m.exp(m.abs(s4))
    s6 = s0*s1*s5
    s7 = m.sign(s6)
    s8 = 0.3183098861837907*s6*m.sign(s4)/s3
    return -m.abs(s6), -s7*(-s8*x + s1*s5*m.cos(x)), -s7*(-s8*y - s0*s5*m.sin(y))


def grad(m: Any, x: Any, y: Any) -> tuple[Any, ...]:
    """∂f/∂x, ∂f/∂y"""
    s0 = m.sin(x)
    s1 = m.cos(y)
    s3 = m.sqrt(x*x + y*y)
    s4 = 1.0 - 0.3183098861837907*s3
    s5 = m.exp(m.abs(s4))
    s6 = s0*s1*s5
    s7 = m.sign(s6)
    s8 = 0.3183098861837907*s6*m.sign(s4)/s3
    return -s7*(-s8*x + s1*s5*m.cos(x)), -s7*(-s8*y - s0*s5*m.sin(y))


def hessian(m: Any, x: Any, y: Any) -> tuple[Any, ...]:
    """∂²f/∂x², ∂²f/∂x∂y, ∂²f/∂y²"""
    s0 = m.cos(y)
    s2 = x*x
    s3 = y*y
    s4 = s2 + s3
    s5 = m.sqrt(s4)
    s6 = 1.0 - 0.3183098861837907*s5
    s7 = m.exp(m.abs(s6))
    s8 = m.sin(x)
    s9 = s7*s8
    s10 = s0*s9
    s11 = m.sign(s10)
    s12 = 1.0/s5
    s13 = m.sign(s6)
    s14 = 0.3183098861837907*s10*s13
    s15 = s12*s14
    s16 = 0.3183098861837907*s12*s13
    s17 = s16*x
    s18 = s7*m.cos(x)
    s19 = s0*s18
    s20 = 1.0/m.power(s4, 1.5)
    s22 = 1.0/s4
    s23 = s13*s13
    s24 = m.sin(y)
    s25 = s24*s9
    s26 = s16*y
    s27 = s14*s20
    s28 = x*y
    s29 = 0.10132118364233778*s10*s22*s23
    return (
        -s11*(-s10 - s15 - 2.0*s17*s19 + 0.3183098861837907*s0*s13*s2*s20*s7*s8 + 0.10132118364233778*s0*s2*s22*s23*s7*s8),
        -s11*(s17*s25 + s27*s28 + s28*s29 - s18*s24 - s19*s26),
        -s11*(-s10 - s15 + s27*s3 + s29*s3 + 2.0*s25*s26),
    )


CODE = Compiled(
    loss_grad,
    grad,
    hessian,
    (
        "-(-x*sign(-sqrt(x**2 + y**2)/pi + 1)*exp(abs(-sqrt(x**2 + y**2)/pi + 1))*sin(x)*cos(y)/(pi*sqrt(x**2 + y**2)) + exp(abs(-sqrt(x**2 + y**2)/pi + 1))*cos(x)*cos(y))*sign(exp(abs(-sqrt(x**2 + y**2)/pi + 1))*sin(x)*cos(y))",
        "-(-y*sign(-sqrt(x**2 + y**2)/pi + 1)*exp(abs(-sqrt(x**2 + y**2)/pi + 1))*sin(x)*cos(y)/(pi*sqrt(x**2 + y**2)) - exp(abs(-sqrt(x**2 + y**2)/pi + 1))*sin(x)*sin(y))*sign(exp(abs(-sqrt(x**2 + y**2)/pi + 1))*sin(x)*cos(y))",
    ),
)
