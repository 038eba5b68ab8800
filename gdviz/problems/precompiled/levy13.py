"""Lévy N. 13 with its derivatives, written by scripts/precompile.py: change nothing here.

Functions of ``(m, x, y)``, `m` with the functions of `gdviz.formula.scalars`; see `gdviz.formula.Compiled`.
"""
# fmt: off
# ruff: noqa: E501

from __future__ import annotations

from typing import Any

from gdviz.formula import Compiled


def loss_grad(m: Any, x: Any, y: Any) -> tuple[Any, ...]:
    """f, ∂f/∂x, ∂f/∂y"""
    s1 = 9.42477796076938*x
    s2 = m.sin(s1)
    t0 = -1.0 + x
    s3 = t0*t0
    s4 = 9.42477796076938*y
    s5 = m.sin(s4)
    s6 = 1.0 + s5*s5
    t1 = -1.0 + y
    s7 = t1*t1
    s8 = 2.0*y
    s9 = 3.141592653589793*s8
    s10 = m.sin(s9)
    s11 = 1.0 + s10*s10
    return (
        s2*s2 + s11*s7 + s3*s6,
        s6*(-2.0 + 2.0*x) + 18.84955592153876*s2*m.cos(s1),
        s11*(-2.0 + s8) + 12.566370614359172*s10*s7*m.cos(s9) + 18.84955592153876*s3*s5*m.cos(s4),
    )


def grad(m: Any, x: Any, y: Any) -> tuple[Any, ...]:
    """∂f/∂x, ∂f/∂y"""
    s1 = 9.42477796076938*x
    s3 = 9.42477796076938*y
    s4 = m.sin(s3)
    s5 = 2.0*y
    s6 = 3.141592653589793*s5
    s7 = m.sin(s6)
    t0 = -1.0 + y
    t1 = -1.0 + x
    return (
        (1.0 + s4*s4)*(-2.0 + 2.0*x) + 18.84955592153876*m.cos(s1)*m.sin(s1),
        (1.0 + s7*s7)*(-2.0 + s5) + 12.566370614359172*s7*t0*t0*m.cos(s6) + 18.84955592153876*s4*t1*t1*m.cos(s3),
    )


def hessian(m: Any, x: Any, y: Any) -> tuple[Any, ...]:
    """∂²f/∂x², ∂²f/∂x∂y, ∂²f/∂y²"""
    s1 = 9.42477796076938*y
    s2 = m.sin(s1)
    s3 = s2*s2
    s4 = 9.42477796076938*x
    s7 = m.cos(s1)
    s8 = 2.0*y
    s9 = 3.141592653589793*s8
    s10 = m.sin(s9)
    s11 = s10*s10
    t0 = -1.0 + x
    s12 = 177.65287921960845*t0*t0
    t1 = -1.0 + y
    s13 = 78.95683520871486*t1*t1
    s14 = m.cos(s9)
    t2 = m.sin(s4)
    t3 = m.cos(s4)
    return (
        2.0 + 2.0*s3 - 177.65287921960845*t2*t2 + 177.65287921960845*t3*t3,
        18.84955592153876*s2*s7*(-2.0 + 2.0*x),
        2.0 + 2.0*s11 + s12*s7*s7 + s13*s14*s14 - s11*s13 - s12*s3 + 25.132741228718345*s10*s14*(-2.0 + s8),
    )


CODE = Compiled(
    loss_grad,
    grad,
    hessian,
    (
        "(2*x - 2)*(sin(3*pi*y)**2 + 1) + 6*pi*sin(3*pi*x)*cos(3*pi*x)",
        "6*pi*(x - 1)**2*sin(3*pi*y)*cos(3*pi*y) + 4*pi*(y - 1)**2*sin(2*pi*y)*cos(2*pi*y) + (2*y - 2)*(sin(2*pi*y)**2 + 1)",
    ),
)
