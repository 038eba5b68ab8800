"""The catalogue's surfaces with their derivatives, written by scripts/precompile.py: change nothing here.

Functions of ``(m, x, y)``, `m` with the functions of `gdviz.formula.scalars`; see `gdviz.formula.Compiled`.
"""
# fmt: off

from __future__ import annotations

from typing import Any

from gdviz.formula import Compiled


def beale_loss_grad(m: Any, x: Any, y: Any) -> tuple[Any, ...]:
    """f, ∂f/∂x, ∂f/∂y"""
    s0 = -x
    s1 = x*y
    s2 = 1.5 + s0 + s1
    s3 = y*y
    s4 = s3*x
    s5 = 2.25 + s0 + s4
    s6 = y*y*y
    s7 = 2.625 + s0 + s6*x
    return (
        s2*s2 + s5*s5 + s7*s7,
        s2*(-2.0 + 2.0*y) + s5*(-2.0 + 2.0*s3) + s7*(-2.0 + 2.0*s6),
        2.0*s2*x + 4.0*s1*s5 + 6.0*s4*s7,
    )


def beale_grad(m: Any, x: Any, y: Any) -> tuple[Any, ...]:
    """∂f/∂x, ∂f/∂y"""
    s0 = -x
    s1 = x*y
    s2 = 1.5 + s0 + s1
    s3 = y*y
    s4 = s3*x
    s5 = 2.25 + s0 + s4
    s6 = y*y*y
    s7 = 2.625 + s0 + s6*x
    return s2*(-2.0 + 2.0*y) + s5*(-2.0 + 2.0*s3) + s7*(-2.0 + 2.0*s6), 2.0*s2*x + 4.0*s1*s5 + 6.0*s4*s7


def beale_hessian(m: Any, x: Any, y: Any) -> tuple[Any, ...]:
    """∂²f/∂x², ∂²f/∂x∂y, ∂²f/∂y²"""
    s0 = 2.0*y
    s1 = -2.0 + s0
    s2 = y*y
    s3 = -2.0 + 2.0*s2
    s4 = y*y*y
    s5 = -2.0 + 2.0*s4
    s6 = s0*x
    s7 = -x
    s8 = s2*x
    s9 = 9.0 + 4.0*s7 + 4.0*s8
    s10 = 2.625 + s7 + s4*x
    s11 = x*x
    return (
        s1*(-1.0 + y) + s3*(-1.0 + s2) + s5*(-1.0 + s4),
        3.0 + s6 - 2.0*x + s1*x + s3*s6 + s9*y + 3.0*s5*s8 + 6.0*s10*s2,
        2.0*s11 + s9*x + 8.0*s11*s2 + 18.0*s11*s2*s2 + 12.0*s10*x*y,
    )


def cubic_3x2y_loss_grad(m: Any, x: Any, y: Any) -> tuple[Any, ...]:
    """f, ∂f/∂x, ∂f/∂y"""
    s0 = 3.0*x*x
    return s0*y, 6.0*x*y, s0


def cubic_3x2y_grad(m: Any, x: Any, y: Any) -> tuple[Any, ...]:
    """∂f/∂x, ∂f/∂y"""
    return 6.0*x*y, 3.0*x*x


def cubic_3x2y_hessian(m: Any, x: Any, y: Any) -> tuple[Any, ...]:
    """∂²f/∂x², ∂²f/∂x∂y, ∂²f/∂y²"""
    return 6.0*y, 6.0*x, 0.0


def himmelblau_loss_grad(m: Any, x: Any, y: Any) -> tuple[Any, ...]:
    """f, ∂f/∂x, ∂f/∂y"""
    s0 = y*y
    s1 = -7.0 + s0 + x
    s2 = x*x
    s3 = -11.0 + s2 + y
    return s1*s1 + s3*s3, -14.0 + 2.0*s0 + 2.0*x + 4.0*s3*x, -22.0 + 2.0*s2 + 2.0*y + 4.0*s1*y


def himmelblau_grad(m: Any, x: Any, y: Any) -> tuple[Any, ...]:
    """∂f/∂x, ∂f/∂y"""
    s0 = y*y
    s1 = x*x
    return -14.0 + 2.0*s0 + 2.0*x + 4.0*x*(-11.0 + s1 + y), -22.0 + 2.0*s1 + 2.0*y + 4.0*y*(-7.0 + s0 + x)


def himmelblau_hessian(m: Any, x: Any, y: Any) -> tuple[Any, ...]:
    """∂²f/∂x², ∂²f/∂x∂y, ∂²f/∂y²"""
    s0 = 4.0*y
    s1 = 4.0*x
    return -42.0 + s0 + 12.0*x*x, s0 + s1, -26.0 + s1 + 12.0*y*y


def quad_rot_k100_loss_grad(m: Any, x: Any, y: Any) -> tuple[Any, ...]:
    """f, ∂f/∂x, ∂f/∂y"""
    s0 = 0.5*x
    s2 = -s0 + 0.8660254037844386*y
    s3 = 0.5*y + 1.7320508075688772*s0
    return (
        0.5*s3*s3 + 50.0*s2*s2,
        25.0*x + 0.8660254037844386*s3 - 43.30127018922193*y,
        0.25*y + 86.60254037844386*s2 + 0.4330127018922193*x,
    )


def quad_rot_k100_grad(m: Any, x: Any, y: Any) -> tuple[Any, ...]:
    """∂f/∂x, ∂f/∂y"""
    s1 = 0.5*x
    return (
        25.0*x + 0.8660254037844386*(0.5*y + 1.7320508075688772*s1) - 43.30127018922193*y,
        0.25*y + 86.60254037844386*(-s1 + 0.8660254037844386*y) + 0.4330127018922193*x,
    )


def quad_rot_k100_hessian(m: Any, x: Any, y: Any) -> tuple[Any, ...]:
    """∂²f/∂x², ∂²f/∂x∂y, ∂²f/∂y²"""
    return 25.75, -42.868257487329714, 75.25


def rastrigin_loss_grad(m: Any, x: Any, y: Any) -> tuple[Any, ...]:
    """f, ∂f/∂x, ∂f/∂y"""
    s0 = 2.0*x
    s1 = 3.141592653589793*s0
    s2 = 2.0*y
    s3 = 3.141592653589793*s2
    return (
        20.0 + x*x + y*y - 10.0*m.cos(s1) - 10.0*m.cos(s3),
        s0 + 62.83185307179586*m.sin(s1),
        s2 + 62.83185307179586*m.sin(s3),
    )


def rastrigin_grad(m: Any, x: Any, y: Any) -> tuple[Any, ...]:
    """∂f/∂x, ∂f/∂y"""
    s0 = 2.0*x
    s2 = 2.0*y
    return s0 + 62.83185307179586*m.sin(3.141592653589793*s0), s2 + 62.83185307179586*m.sin(3.141592653589793*s2)


def rastrigin_hessian(m: Any, x: Any, y: Any) -> tuple[Any, ...]:
    """∂²f/∂x², ∂²f/∂x∂y, ∂²f/∂y²"""
    return (
        2.0 + 394.78417604357435*m.cos(6.283185307179586*x),
        0.0,
        2.0 + 394.78417604357435*m.cos(6.283185307179586*y),
    )


def rosenbrock_loss_grad(m: Any, x: Any, y: Any) -> tuple[Any, ...]:
    """f, ∂f/∂x, ∂f/∂y"""
    s0 = x*x
    s1 = y - s0
    t0 = 1.0 - x
    return t0*t0 + 100.0*s1*s1, -2.0 + 2.0*x - 400.0*s1*x, -200.0*s0 + 200.0*y


def rosenbrock_grad(m: Any, x: Any, y: Any) -> tuple[Any, ...]:
    """∂f/∂x, ∂f/∂y"""
    s0 = x*x
    return -2.0 + 2.0*x - 400.0*x*(y - s0), -200.0*s0 + 200.0*y


def rosenbrock_hessian(m: Any, x: Any, y: Any) -> tuple[Any, ...]:
    """∂²f/∂x², ∂²f/∂x∂y, ∂²f/∂y²"""
    return 2.0 - 400.0*y + 1200.0*x*x, -400.0*x, 200.0


def saddle_loss_grad(m: Any, x: Any, y: Any) -> tuple[Any, ...]:
    """f, ∂f/∂x, ∂f/∂y"""
    return x*x - y*y, 2.0*x, -2.0*y


def saddle_grad(m: Any, x: Any, y: Any) -> tuple[Any, ...]:
    """∂f/∂x, ∂f/∂y"""
    return 2.0*x, -2.0*y


def saddle_hessian(m: Any, x: Any, y: Any) -> tuple[Any, ...]:
    """∂²f/∂x², ∂²f/∂x∂y, ∂²f/∂y²"""
    return 2.0, 0.0, -2.0


def sphere_loss_grad(m: Any, x: Any, y: Any) -> tuple[Any, ...]:
    """f, ∂f/∂x, ∂f/∂y"""
    return x*x + y*y, 2.0*x, 2.0*y


def sphere_grad(m: Any, x: Any, y: Any) -> tuple[Any, ...]:
    """∂f/∂x, ∂f/∂y"""
    return 2.0*x, 2.0*y


def sphere_hessian(m: Any, x: Any, y: Any) -> tuple[Any, ...]:
    """∂²f/∂x², ∂²f/∂x∂y, ∂²f/∂y²"""
    return 2.0, 0.0, 2.0


def styblinski_tang_loss_grad(m: Any, x: Any, y: Any) -> tuple[Any, ...]:
    """f, ∂f/∂x, ∂f/∂y"""
    t0 = x*x
    t1 = y*y
    return (
        0.5*t0*t0 + 0.5*t1*t1 - 8.0*x*x - 8.0*y*y + 2.5*x + 2.5*y,
        2.5 - 16.0*x + 2.0*x*x*x,
        2.5 - 16.0*y + 2.0*y*y*y,
    )


def styblinski_tang_grad(m: Any, x: Any, y: Any) -> tuple[Any, ...]:
    """∂f/∂x, ∂f/∂y"""
    return 2.5 - 16.0*x + 2.0*x*x*x, 2.5 - 16.0*y + 2.0*y*y*y


def styblinski_tang_hessian(m: Any, x: Any, y: Any) -> tuple[Any, ...]:
    """∂²f/∂x², ∂²f/∂x∂y, ∂²f/∂y²"""
    return -16.0 + 6.0*x*x, 0.0, -16.0 + 6.0*y*y


NAMES = {
    "(1.5 - x + x*y)**2 + (2.25 - x + x*y**2)**2 + (2.625 - x + x*y**3)**2": "beale",
    "3*x**2*y": "cubic_3x2y",
    "(x**2 + y - 11)**2 + (x + y**2 - 7)**2": "himmelblau",
    "((cos(pi/6)*x + sin(pi/6)*y)**2 + 100*(-sin(pi/6)*x + cos(pi/6)*y)**2)/2": "quad_rot_k100",
    "20 + x**2 - 10*cos(2*pi*x) + y**2 - 10*cos(2*pi*y)": "rastrigin",
    "(1 - x)**2 + 100*(y - x**2)**2": "rosenbrock",
    "x**2 - y**2": "saddle",
    "x**2 + y**2": "sphere",
    "(x**4 - 16*x**2 + 5*x + y**4 - 16*y**2 + 5*y)/2": "styblinski_tang",
}
"""The surface of each formula, by its canonical text."""

CODE = {
    "(1.5 - x + x*y)**2 + (2.25 - x + x*y**2)**2 + (2.625 - x + x*y**3)**2": Compiled(
        beale_loss_grad,
        beale_grad,
        beale_hessian,
        (
            "(2*y - 2)*(x*y - x + 1.5) + (2*y**2 - 2)*(x*y**2 - x + 2.25) + (2*y**3 - 2)*(x*y**3 - x + 2.625)",
            "6*x*y**2*(x*y**3 - x + 2.625) + 4*x*y*(x*y**2 - x + 2.25) + 2*x*(x*y - x + 1.5)",
        ),
    ),
    "3*x**2*y": Compiled(
        cubic_3x2y_loss_grad,
        cubic_3x2y_grad,
        cubic_3x2y_hessian,
        (
            "6*x*y",
            "3*x**2",
        ),
    ),
    "(x**2 + y - 11)**2 + (x + y**2 - 7)**2": Compiled(
        himmelblau_loss_grad,
        himmelblau_grad,
        himmelblau_hessian,
        (
            "4*x*(x**2 + y - 11) + 2*x + 2*y**2 - 14",
            "2*x**2 + 4*y*(x + y**2 - 7) + 2*y - 22",
        ),
    ),
    "((cos(pi/6)*x + sin(pi/6)*y)**2 + 100*(-sin(pi/6)*x + cos(pi/6)*y)**2)/2": Compiled(
        quad_rot_k100_loss_grad,
        quad_rot_k100_grad,
        quad_rot_k100_hessian,
        (
            "103*x/4 - 99*sqrt(3)*y/4",
            "-99*sqrt(3)*x/4 + 301*y/4",
        ),
    ),
    "20 + x**2 - 10*cos(2*pi*x) + y**2 - 10*cos(2*pi*y)": Compiled(
        rastrigin_loss_grad,
        rastrigin_grad,
        rastrigin_hessian,
        (
            "2*x + 20*pi*sin(2*pi*x)",
            "2*y + 20*pi*sin(2*pi*y)",
        ),
    ),
    "(1 - x)**2 + 100*(y - x**2)**2": Compiled(
        rosenbrock_loss_grad,
        rosenbrock_grad,
        rosenbrock_hessian,
        (
            "-400*x*(-x**2 + y) + 2*x - 2",
            "-200*x**2 + 200*y",
        ),
    ),
    "x**2 - y**2": Compiled(
        saddle_loss_grad,
        saddle_grad,
        saddle_hessian,
        (
            "2*x",
            "-2*y",
        ),
    ),
    "x**2 + y**2": Compiled(
        sphere_loss_grad,
        sphere_grad,
        sphere_hessian,
        (
            "2*x",
            "2*y",
        ),
    ),
    "(x**4 - 16*x**2 + 5*x + y**4 - 16*y**2 + 5*y)/2": Compiled(
        styblinski_tang_loss_grad,
        styblinski_tang_grad,
        styblinski_tang_hessian,
        (
            "2*x**3 - 16*x + 5/2",
            "2*y**3 - 16*y + 5/2",
        ),
    ),
}
"""The code of each formula, by its canonical text."""
