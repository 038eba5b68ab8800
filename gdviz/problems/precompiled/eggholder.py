"""Eggholder with its derivatives, written by scripts/precompile.py: change nothing here.

Functions of ``(m, x, y)``, `m` with the functions of `gdviz.formula.scalars`; see `gdviz.formula.Compiled`.
"""
# fmt: off
# ruff: noqa: E501

from __future__ import annotations

from typing import Any

from gdviz.formula import Compiled


def loss_grad(m: Any, x: Any, y: Any) -> tuple[Any, ...]:
    """f, ∂f/∂x, ∂f/∂y"""
    s0 = 47.0 + y
    s1 = x - s0
    s2 = m.sqrt(m.abs(s1))
    s3 = m.sin(s2)
    s4 = -s0
    s5 = 0.5*x
    s6 = s0 + s5
    s7 = m.sqrt(m.abs(s6))
    s8 = m.sin(s7)
    s9 = s5*m.cos(s2)*m.sign(s1)/s2
    s10 = m.sign(s6)
    s11 = 1.0/s7
    s12 = m.cos(s7)
    return s4*s8 - s3*x, -s3 - s9 + 0.25*s10*s11*s12*s4, s9 - s8 + 0.5*s10*s11*s12*s4


def grad(m: Any, x: Any, y: Any) -> tuple[Any, ...]:
    """∂f/∂x, ∂f/∂y"""
    s0 = 47.0 + y
    s1 = x - s0
    s2 = m.sqrt(m.abs(s1))
    s3 = 0.5*x
    s4 = s3*m.cos(s2)*m.sign(s1)/s2
    s5 = -s0
    s6 = s0 + s3
    s7 = m.sign(s6)
    s8 = m.sqrt(m.abs(s6))
    s9 = 1.0/s8
    s10 = m.cos(s8)
    return -s4 - m.sin(s2) + 0.25*s10*s5*s7*s9, s4 - m.sin(s8) + 0.5*s10*s5*s7*s9


def hessian(m: Any, x: Any, y: Any) -> tuple[Any, ...]:
    """∂²f/∂x², ∂²f/∂x∂y, ∂²f/∂y²"""
    s0 = 47.0 + y
    s1 = x - s0
    s2 = m.sign(s1)
    s3 = m.abs(s1)
    s4 = m.sqrt(s3)
    s5 = 1.0/s4
    s6 = m.cos(s4)
    s7 = s0 + 0.5*x
    s8 = m.sign(s7)
    s9 = -s0*s8*s8
    s10 = 0.0625*s9
    s11 = m.abs(s7)
    s12 = m.sqrt(s11)
    s13 = m.sin(s12)/s11
    s14 = m.cos(s12)
    s15 = s14/m.power(s11, 1.5)
    s16 = 0.25*x*s2*s2
    s17 = s16*m.sin(s4)/s3
    s18 = s16*s6/m.power(s3, 1.5)
    s19 = -s17 - s18
    s20 = s14*s8/s12
    s21 = 0.125*s9
    s22 = 0.25*s9
    return (
        -s19 - s10*s13 - s10*s15 - s2*s5*s6,
        -s17 - s18 - 0.25*s20 - s13*s21 - s15*s21 + 0.5*s2*s5*s6,
        -s19 - s20 - s13*s22 - s15*s22,
    )


CODE = Compiled(
    loss_grad,
    grad,
    hessian,
    (
        "-x*sign(x - y - 47)*cos(sqrt(abs(x - y - 47)))/(2*sqrt(abs(x - y - 47))) + (-y - 47)*sign(x/2 + y + 47)*cos(sqrt(abs(x/2 + y + 47)))/(4*sqrt(abs(x/2 + y + 47))) - sin(sqrt(abs(x - y - 47)))",
        "x*sign(x - y - 47)*cos(sqrt(abs(x - y - 47)))/(2*sqrt(abs(x - y - 47))) + (-y - 47)*sign(x/2 + y + 47)*cos(sqrt(abs(x/2 + y + 47)))/(2*sqrt(abs(x/2 + y + 47))) - sin(sqrt(abs(x/2 + y + 47)))",
    ),
)
