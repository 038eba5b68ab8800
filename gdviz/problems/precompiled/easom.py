"""Easom with its derivatives, written by scripts/precompile.py: change nothing here.

Functions of ``(m, x, y)``, `m` with the functions of `gdviz.formula.scalars`; see `gdviz.formula.Compiled`.
"""
# fmt: off

from __future__ import annotations

from typing import Any

from gdviz.formula import Compiled


def loss_grad(m: Any, x: Any, y: Any) -> tuple[Any, ...]:
    """f, ∂f/∂x, ∂f/∂y"""
    s0 = m.cos(x)
    s1 = m.cos(y)
    t0 = -3.141592653589793 + x
    t1 = -3.141592653589793 + y
    s3 = m.exp(-t0*t0 - t1*t1)
    s4 = s0*s1*s3
    return -s4, -s4*(6.283185307179586 - 2.0*x) + s1*s3*m.sin(x), -s4*(6.283185307179586 - 2.0*y) + s0*s3*m.sin(y)


def grad(m: Any, x: Any, y: Any) -> tuple[Any, ...]:
    """∂f/∂x, ∂f/∂y"""
    s0 = m.cos(y)
    t0 = -3.141592653589793 + x
    t1 = -3.141592653589793 + y
    s2 = m.exp(-t0*t0 - t1*t1)
    s4 = m.cos(x)
    s5 = s0*s2*s4
    return -s5*(6.283185307179586 - 2.0*x) + s0*s2*m.sin(x), -s5*(6.283185307179586 - 2.0*y) + s2*s4*m.sin(y)


def hessian(m: Any, x: Any, y: Any) -> tuple[Any, ...]:
    """∂²f/∂x², ∂²f/∂x∂y, ∂²f/∂y²"""
    s0 = m.cos(x)
    t0 = -3.141592653589793 + x
    t1 = -3.141592653589793 + y
    s2 = m.exp(-t0*t0 - t1*t1)
    s3 = m.cos(y)
    s4 = s2*s3
    s5 = s0*s4
    s6 = 3.0*s5
    s8 = 6.283185307179586 - 2.0*x
    s9 = m.sin(x)
    s10 = m.sin(y)
    s11 = s10*s2
    s12 = 6.283185307179586 - 2.0*y
    return (
        s6 - s5*s8*s8 + 2.0*s4*s8*s9,
        -s11*s9 - s12*s5*s8 + s0*s10*s2*s8 + s12*s2*s3*s9,
        s6 - s5*s12*s12 + 2.0*s0*s11*s12,
    )


CODE = Compiled(
    loss_grad,
    grad,
    hessian,
    (
        "-(-2*x + 2*pi)*exp(-(x - pi)**2 - (y - pi)**2)*cos(x)*cos(y) + exp(-(x - pi)**2 - (y - pi)**2)*sin(x)*cos(y)",
        "-(-2*y + 2*pi)*exp(-(x - pi)**2 - (y - pi)**2)*cos(x)*cos(y) + exp(-(x - pi)**2 - (y - pi)**2)*sin(y)*cos(x)",
    ),
)
