"""Branin with its derivatives, written by scripts/precompile.py: change nothing here.

Functions of ``(m, x, y)``, `m` with the functions of `gdviz.formula.scalars`; see `gdviz.formula.Compiled`.
"""
# fmt: off
# ruff: noqa: E501

from __future__ import annotations

from typing import Any

from gdviz.formula import Compiled


def loss_grad(m: Any, x: Any, y: Any) -> tuple[Any, ...]:
    """f, ∂f/∂x, ∂f/∂y"""
    s3 = 0.10132118364233778*x*x
    s4 = -6.0 + y - 1.275*s3 + 1.5915494309189533*x
    return (
        10.0 + s4*s4 + 9.602112642270262*m.cos(x),
        s4*(3.1830988618379066 - 0.5167380365759227*x) - 9.602112642270262*m.sin(x),
        -12.0 + 2.0*y - 2.55*s3 + 3.1830988618379066*x,
    )


def grad(m: Any, x: Any, y: Any) -> tuple[Any, ...]:
    """∂f/∂x, ∂f/∂y"""
    s2 = 0.10132118364233778*x*x
    return (
        (3.1830988618379066 - 0.5167380365759227*x)*(-6.0 + y - 1.275*s2 + 1.5915494309189533*x) - 9.602112642270262*m.sin(x),
        -12.0 + 2.0*y - 2.55*s2 + 3.1830988618379066*x,
    )


def hessian(m: Any, x: Any, y: Any) -> tuple[Any, ...]:
    """∂²f/∂x², ∂²f/∂x∂y, ∂²f/∂y²"""
    s2 = 0.10132118364233778*x
    s3 = 3.1830988618379066 - 5.1*s2
    return (
        s3*(1.5915494309189533 - 2.55*s2) - 9.602112642270262*m.cos(x) - 0.5167380365759227*(-6.0 + y + 1.5915494309189533*x - 0.12918450914398066*x*x),
        s3,
        2.0,
    )


CODE = Compiled(
    loss_grad,
    grad,
    hessian,
    (
        "(-5.1*x/pi**2 + 10/pi)*(-1.275*x**2/pi**2 + 5*x/pi + y - 6) - 10*(1 - 0.125/pi)*sin(x)",
        "-2.55*x**2/pi**2 + 10*x/pi + 2*y - 12",
    ),
)
