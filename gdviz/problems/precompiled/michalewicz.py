"""Michalewicz with its derivatives, written by scripts/precompile.py: change nothing here.

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
    s2 = 0.3183098861837907*x*x
    s3 = m.sin(s2)
    t0 = s3*s3
    t1 = s3*t0*t0
    t2 = t1*t1
    s4 = t2*t2
    s5 = m.sin(y)
    s6 = 0.6366197723675814*y*y
    s7 = m.sin(s6)
    t3 = s7*s7
    t4 = s7*t3*t3
    t5 = t4*t4
    s8 = t5*t5
    t6 = t0*t0
    t7 = s3*t6*t6
    t8 = t3*t3
    t9 = s7*t8*t8
    return (
        -s0*s4 - s5*s8,
        -s4*m.cos(x) - 12.732395447351626*s0*s3*x*t7*t7*m.cos(s2),
        -s8*m.cos(y) - 25.464790894703253*s5*s7*y*t9*t9*m.cos(s6),
    )


def grad(m: Any, x: Any, y: Any) -> tuple[Any, ...]:
    """∂f/∂x, ∂f/∂y"""
    s1 = 0.3183098861837907*x*x
    s2 = m.sin(s1)
    s3 = 0.6366197723675814*y*y
    s4 = m.sin(s3)
    t0 = s2*s2
    t1 = s2*t0*t0
    t2 = t1*t1
    t3 = t0*t0
    t4 = s2*t3*t3
    t5 = s4*s4
    t6 = s4*t5*t5
    t7 = t6*t6
    t8 = t5*t5
    t9 = s4*t8*t8
    return (
        -t2*t2*m.cos(x) - 12.732395447351626*s2*x*t4*t4*m.cos(s1)*m.sin(x),
        -t7*t7*m.cos(y) - 25.464790894703253*s4*y*t9*t9*m.cos(s3)*m.sin(y),
    )


def hessian(m: Any, x: Any, y: Any) -> tuple[Any, ...]:
    """∂²f/∂x², ∂²f/∂x∂y, ∂²f/∂y²"""
    s0 = m.sin(x)
    s2 = x*x
    s3 = 0.3183098861837907*s2
    s4 = m.sin(s3)
    t0 = s4*s4
    t1 = s4*t0*t0
    t2 = t1*t1
    s5 = t2*t2
    s7 = m.cos(s3)
    t3 = t0*t0
    t4 = s4*t3*t3
    s8 = 0.3183098861837907*s4*s7*t4*t4
    s9 = m.sin(y)
    s10 = y*y
    s11 = 0.6366197723675814*s10
    s12 = m.sin(s11)
    t5 = s12*s12
    t6 = s12*t5*t5
    t7 = t6*t6
    s13 = t7*t7
    s14 = m.cos(s11)
    t8 = t5*t5
    t9 = s12*t8*t8
    s15 = 0.3183098861837907*s12*s14*t9*t9
    return (
        s0*s5 - 40.0*s0*s8 - 80.0*s8*x*m.cos(x) + 8.105694691387022*s0*s2*s5 - 154.00819913635343*s0*s2*s7*s7*t4*t4,
        0.0,
        s13*s9 - 80.0*s15*s9 - 160.0*s15*y*m.cos(y) + 32.42277876554809*s10*s13*s9 - 616.0327965454137*s10*s9*s14*s14*t9*t9,
    )


CODE = Compiled(
    loss_grad,
    grad,
    hessian,
    (
        "-40*x*sin(x)*sin(x**2/pi)**19*cos(x**2/pi)/pi - sin(x**2/pi)**20*cos(x)",
        "-80*y*sin(y)*sin(2*y**2/pi)**19*cos(2*y**2/pi)/pi - sin(2*y**2/pi)**20*cos(y)",
    ),
)
