"""Rotated ill-conditioned quadratic with its derivatives, written by scripts/precompile.py: change nothing here.

Functions of ``(m, x, y)``, `m` with the functions of `gdviz.formula.scalars`; see `gdviz.formula.Compiled`.
"""
# fmt: off

from __future__ import annotations

from typing import Any

from gdviz.formula import Compiled


def loss_grad(m: Any, x: Any, y: Any) -> tuple[Any, ...]:
    """f, ∂f/∂x, ∂f/∂y"""
    s0 = 0.5*x
    s2 = -s0 + 0.8660254037844386*y
    s3 = 0.5*y + 1.7320508075688772*s0
    return (
        0.5*s3*s3 + 50.0*s2*s2,
        25.0*x + 0.8660254037844386*s3 - 43.30127018922193*y,
        0.25*y + 86.60254037844386*s2 + 0.4330127018922193*x,
    )


def grad(m: Any, x: Any, y: Any) -> tuple[Any, ...]:
    """∂f/∂x, ∂f/∂y"""
    s1 = 0.5*x
    return (
        25.0*x + 0.8660254037844386*(0.5*y + 1.7320508075688772*s1) - 43.30127018922193*y,
        0.25*y + 86.60254037844386*(-s1 + 0.8660254037844386*y) + 0.4330127018922193*x,
    )


def hessian(m: Any, x: Any, y: Any) -> tuple[Any, ...]:
    """∂²f/∂x², ∂²f/∂x∂y, ∂²f/∂y²"""
    return 25.75, -42.868257487329714, 75.25


CODE = Compiled(
    loss_grad,
    grad,
    hessian,
    (
        "103*x/4 - 99*sqrt(3)*y/4",
        "-99*sqrt(3)*x/4 + 301*y/4",
    ),
)
