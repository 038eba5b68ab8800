"""The source of each surface's derivatives, written by scripts/precompile.py: change nothing here."""
# fmt: off
# ruff: noqa: E501

from __future__ import annotations

SURFACES: dict[tuple[str, ...], tuple[str, str, tuple[str, ...]]] = {
    ("abs(w)", "w"): ("absolute_1d", """\
def loss_grad(m, x):
    return (m.abs(x), m.sign(x),)
def grad(m, x):
    return (m.sign(x),)
def hessian(m, x):
    return (0.0,)
""", (
        "sign(w)",
    )),
    ("-20*exp(-0.2*sqrt((x**2 + y**2)/2)) - exp((cos(2*pi*x) + cos(2*pi*y))/2) + 20 + e", "x", "y"): ("ackley", """\
def loss_grad(m, x, y):
    s1 = 6.283185307179586*x
    s2 = 6.283185307179586*y
    s3 = m.exp(0.5*m.cos(s1) + 0.5*m.cos(s2))
    s4 = m.sqrt(0.5*x*x + 0.5*y*y)
    s5 = m.exp(-0.2*s4)
    s6 = 3.141592653589793*s3
    s7 = 2.0*s5/s4
    return (22.718281828459045 - s3 - 20.0*s5, s6*m.sin(s1) + s7*x, s6*m.sin(s2) + s7*y,)
def grad(m, x, y):
    s1 = 6.283185307179586*x
    s2 = 6.283185307179586*y
    s3 = 3.141592653589793*m.exp(0.5*m.cos(s1) + 0.5*m.cos(s2))
    s4 = m.sqrt(0.5*x*x + 0.5*y*y)
    s5 = 2.0*m.exp(-0.2*s4)/s4
    return (s3*m.sin(s1) + s5*x, s3*m.sin(s2) + s5*y,)
def hessian(m, x, y):
    s2 = 6.283185307179586*x
    s3 = m.cos(s2)
    s4 = 6.283185307179586*y
    s5 = m.cos(s4)
    s6 = m.exp(0.5*s3 + 0.5*s5)
    s7 = m.sin(s2)
    s8 = 9.869604401089358*s6
    s9 = x*x
    s10 = y*y
    s11 = 0.5*s10 + 0.5*s9
    s12 = m.sqrt(s11)
    s13 = m.exp(-0.2*s12)
    s14 = -2.0*s13/s12
    s15 = s13/m.power(s11, 1.5)
    s16 = 0.2*s13/s11
    s17 = m.sin(s4)
    s18 = x*y
    return (-s14 - s15*s9 - s16*s9 - s8*s7*s7 + 19.739208802178716*s3*s6, -s15*s18 - s16*s18 - s17*s7*s8, -s14 - s10*s15 - s10*s16 - s8*s17*s17 + 19.739208802178716*s5*s6,)
""", (
        "2*x*exp(-0.2*sqrt(0.5*x**2 + 0.5*y**2))/sqrt(0.5*x**2 + 0.5*y**2) + pi*exp(0.5*cos(2*pi*x) + 0.5*cos(2*pi*y))*sin(2*pi*x)",
        "2*y*exp(-0.2*sqrt(0.5*x**2 + 0.5*y**2))/sqrt(0.5*x**2 + 0.5*y**2) + pi*exp(0.5*cos(2*pi*x) + 0.5*cos(2*pi*y))*sin(2*pi*y)",
    )),
    ("(1.5 - x + x*y)**2 + (2.25 - x + x*y**2)**2 + (2.625 - x + x*y**3)**2", "x", "y"): ("beale", """\
def loss_grad(m, x, y):
    s0 = -x
    s1 = x*y
    s2 = 1.5 + s0 + s1
    s3 = y*y
    s4 = s3*x
    s5 = 2.25 + s0 + s4
    s6 = y*y*y
    s7 = 2.625 + s0 + s6*x
    return (s2*s2 + s5*s5 + s7*s7, s2*(-2.0 + 2.0*y) + s5*(-2.0 + 2.0*s3) + s7*(-2.0 + 2.0*s6), 2.0*s2*x + 4.0*s1*s5 + 6.0*s4*s7,)
def grad(m, x, y):
    s0 = -x
    s1 = x*y
    s2 = 1.5 + s0 + s1
    s3 = y*y
    s4 = s3*x
    s5 = 2.25 + s0 + s4
    s6 = y*y*y
    s7 = 2.625 + s0 + s6*x
    return (s2*(-2.0 + 2.0*y) + s5*(-2.0 + 2.0*s3) + s7*(-2.0 + 2.0*s6), 2.0*s2*x + 4.0*s1*s5 + 6.0*s4*s7,)
def hessian(m, x, y):
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
    return (s1*(-1.0 + y) + s3*(-1.0 + s2) + s5*(-1.0 + s4), 3.0 + s6 - 2.0*x + s1*x + s3*s6 + s9*y + 3.0*s5*s8 + 6.0*s10*s2, 2.0*s11 + s9*x + 8.0*s11*s2 + 18.0*s11*s2*s2 + 12.0*s10*x*y,)
""", (
        "(2*y - 2)*(x*y - x + 1.5) + (2*y**2 - 2)*(x*y**2 - x + 2.25) + (2*y**3 - 2)*(x*y**3 - x + 2.625)",
        "6*x*y**2*(x*y**3 - x + 2.625) + 4*x*y*(x*y**2 - x + 2.25) + 2*x*(x*y - x + 1.5)",
    )),
    ("x**2 + 2*y**2 - 0.3*cos(3*pi*x) - 0.4*cos(4*pi*y) + 0.7", "x", "y"): ("bohachevsky", """\
def loss_grad(m, x, y):
    s0 = 9.42477796076938*x
    s1 = 4.0*y
    s2 = 3.141592653589793*s1
    return (0.7 + x*x + 2.0*y*y - 0.3*m.cos(s0) - 0.4*m.cos(s2), 2.0*x + 2.827433388230814*m.sin(s0), s1 + 5.026548245743669*m.sin(s2),)
def grad(m, x, y):
    s0 = 4.0*y
    return (2.0*x + 2.827433388230814*m.sin(9.42477796076938*x), s0 + 5.026548245743669*m.sin(3.141592653589793*s0),)
def hessian(m, x, y):
    return (2.0 + 26.64793188294127*m.cos(9.42477796076938*x), 0.0, 4.0 + 63.1654681669719*m.cos(12.566370614359172*y),)
""", (
        "2*x + 0.9*pi*sin(3*pi*x)",
        "4*y + 1.6*pi*sin(4*pi*y)",
    )),
    ("(x + 2*y - 7)**2 + (2*x + y - 5)**2", "x", "y"): ("booth", """\
def loss_grad(m, x, y):
    t0 = -7.0 + x + 2.0*y
    t1 = -5.0 + y + 2.0*x
    return (t0*t0 + t1*t1, -34.0 + 8.0*y + 10.0*x, -38.0 + 8.0*x + 10.0*y,)
def grad(m, x, y):
    return (-34.0 + 8.0*y + 10.0*x, -38.0 + 8.0*x + 10.0*y,)
def hessian(m, x, y):
    return (10.0, 8.0, 10.0,)
""", (
        "10*x + 8*y - 34",
        "8*x + 10*y - 38",
    )),
    ("(y - 5.1/(4*pi**2)*x**2 + 5/pi*x - 6)**2 + 10*(1 - 1/(8*pi))*cos(x) + 10", "x", "y"): ("branin", """\
def loss_grad(m, x, y):
    s3 = 0.10132118364233778*x*x
    s4 = -6.0 + y - 1.275*s3 + 1.5915494309189533*x
    return (10.0 + s4*s4 + 9.602112642270262*m.cos(x), s4*(3.1830988618379066 - 0.5167380365759227*x) - 9.602112642270262*m.sin(x), -12.0 + 2.0*y - 2.55*s3 + 3.1830988618379066*x,)
def grad(m, x, y):
    s2 = 0.10132118364233778*x*x
    return ((3.1830988618379066 - 0.5167380365759227*x)*(-6.0 + y - 1.275*s2 + 1.5915494309189533*x) - 9.602112642270262*m.sin(x), -12.0 + 2.0*y - 2.55*s2 + 3.1830988618379066*x,)
def hessian(m, x, y):
    s2 = 0.10132118364233778*x
    s3 = 3.1830988618379066 - 5.1*s2
    return (s3*(1.5915494309189533 - 2.55*s2) - 9.602112642270262*m.cos(x) - 0.5167380365759227*(-6.0 + y + 1.5915494309189533*x - 0.12918450914398066*x*x), s3, 2.0,)
""", (
        "(-5.1*x/pi**2 + 10/pi)*(-1.275*x**2/pi**2 + 5*x/pi + y - 6) - 10*(1 - 0.125/pi)*sin(x)",
        "-2.55*x**2/pi**2 + 10*x/pi + 2*y - 12",
    )),
    ("100*sqrt(abs(y - 0.01*x**2)) + 0.01*abs(x + 10)", "x", "y"): ("bukin6", """\
def loss_grad(m, x, y):
    s0 = 10.0 + x
    s1 = y - 0.01*x*x
    s2 = m.sqrt(m.abs(s1))
    s3 = m.sign(s1)/s2
    return (100.0*s2 + 0.01*m.abs(s0), 0.01*m.sign(s0) - s3*x, 50.0*s3,)
def grad(m, x, y):
    s0 = y - 0.01*x*x
    s1 = m.sign(s0)/m.sqrt(m.abs(s0))
    return (0.01*m.sign(10.0 + x) - s1*x, 50.0*s1,)
def hessian(m, x, y):
    s0 = 0.01*x*x
    s1 = y - s0
    s2 = m.sign(s1)
    s3 = m.abs(s1)
    s4 = s2*s2/m.power(s3, 1.5)
    return (-s0*s4 - s2/m.sqrt(s3), 0.5*s4*x, -25.0*s4,)
""", (
        "-x*sign(-0.01*x**2 + y)/sqrt(abs(-0.01*x**2 + y)) + 0.01*sign(x + 10)",
        "50*sign(-0.01*x**2 + y)/sqrt(abs(-0.01*x**2 + y))",
    )),
    ("(x**2 + y**2)/20 + tanh(20*(x - 1))", "x", "y"): ("cliff", """\
def loss_grad(m, x, y):
    s0 = m.tanh(-20.0 + 20.0*x)
    return (s0 + 0.05*x*x + 0.05*y*y, 20.0 - 20.0*s0*s0 + 0.1*x, 0.1*y,)
def grad(m, x, y):
    t0 = m.tanh(-20.0 + 20.0*x)
    return (20.0 - 20.0*t0*t0 + 0.1*x, 0.1*y,)
def hessian(m, x, y):
    s0 = m.tanh(-20.0 + 20.0*x)
    return (0.1 - 20.0*s0*(40.0 - 40.0*s0*s0), 0.0, 0.1,)
""", (
        "x/10 - 20*tanh(20*x - 20)**2 + 20",
        "y/10",
    )),
    ("-0.0001*(abs(sin(x)*sin(y)*exp(abs(100 - sqrt(x**2 + y**2)/pi))) + 1)**0.1", "x", "y"): ("cross_in_tray", """\
def loss_grad(m, x, y):
    s0 = m.sin(x)
    s2 = m.sqrt(x*x + y*y)
    s3 = 100.0 - 0.3183098861837907*s2
    s4 = m.exp(m.abs(s3))
    s5 = m.sin(y)
    s6 = s0*s4*s5
    s7 = 1.0 + m.abs(s6)
    s8 = 0.3183098861837907*s6*m.sign(s3)/s2
    s9 = 1e-05*m.sign(s6)/m.power(s7, 0.9)
    return (-0.0001*m.power(s7, 0.1), -s9*(-s8*x + s4*s5*m.cos(x)), -s9*(-s8*y + s0*s4*m.cos(y)),)
def grad(m, x, y):
    s0 = m.sin(y)
    s2 = m.sqrt(x*x + y*y)
    s3 = 100.0 - 0.3183098861837907*s2
    s4 = m.exp(m.abs(s3))
    s5 = m.sin(x)
    s6 = s0*s4*s5
    s7 = 0.3183098861837907*s6*m.sign(s3)/s2
    s8 = 1e-05*m.sign(s6)/m.power(1.0 + m.abs(s6), 0.9)
    return (-s8*(-s7*x + s0*s4*m.cos(x)), -s8*(-s7*y + s4*s5*m.cos(y)),)
def hessian(m, x, y):
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
    return (s19*s16*s16 - s28*(-s27 - 2.0*s24*s26 + 0.3183098861837907*s0*s10*s11*s20*s3*s8 + 0.10132118364233778*s0*s11*s22*s23*s3*s8), -s28*(s1*s31 - s24*s33 - s26*s32 + s14*s20*s34 + 0.10132118364233778*s13*s22*s23*s34) + s16*s19*s30, s19*s30*s30 - s28*(-s27 - 2.0*s32*s33 + 0.3183098861837907*s0*s10*s11*s20*s4*s8 + 0.10132118364233778*s0*s11*s22*s23*s4*s8),)
""", (
        "-0.00001*(-x*sign(-sqrt(x**2 + y**2)/pi + 100)*exp(abs(-sqrt(x**2 + y**2)/pi + 100))*sin(x)*sin(y)/(pi*sqrt(x**2 + y**2)) + exp(abs(-sqrt(x**2 + y**2)/pi + 100))*sin(y)*cos(x))*sign(exp(abs(-sqrt(x**2 + y**2)/pi + 100))*sin(x)*sin(y))/(abs(exp(abs(-sqrt(x**2 + y**2)/pi + 100))*sin(x)*sin(y)) + 1)**0.9",
        "-0.00001*(-y*sign(-sqrt(x**2 + y**2)/pi + 100)*exp(abs(-sqrt(x**2 + y**2)/pi + 100))*sin(x)*sin(y)/(pi*sqrt(x**2 + y**2)) + exp(abs(-sqrt(x**2 + y**2)/pi + 100))*sin(x)*cos(y))*sign(exp(abs(-sqrt(x**2 + y**2)/pi + 100))*sin(x)*sin(y))/(abs(exp(abs(-sqrt(x**2 + y**2)/pi + 100))*sin(x)*sin(y)) + 1)**0.9",
    )),
    ("3*x**2*y", "x", "y"): ("cubic_3x2y", """\
def loss_grad(m, x, y):
    s0 = 3.0*x*x
    return (s0*y, 6.0*x*y, s0,)
def grad(m, x, y):
    return (6.0*x*y, 3.0*x*x,)
def hessian(m, x, y):
    return (6.0*y, 6.0*x, 0.0,)
""", (
        "6*x*y",
        "3*x**2",
    )),
    ("x**4/4 - x**2/2 + y**2/2", "x", "y"): ("double_well", """\
def loss_grad(m, x, y):
    t0 = x*x
    return (0.5*y*y - 0.5*x*x + 0.25*t0*t0, x*x*x - x, y,)
def grad(m, x, y):
    return (x*x*x - x, y,)
def hessian(m, x, y):
    return (-1.0 + 3.0*x*x, 0.0, 1.0,)
""", (
        "x**3 - x",
        "y",
    )),
    ("-cos(x)*cos(y)*exp(-(x - pi)**2 - (y - pi)**2)", "x", "y"): ("easom", """\
def loss_grad(m, x, y):
    s0 = m.cos(x)
    s1 = m.cos(y)
    t0 = -3.141592653589793 + x
    t1 = -3.141592653589793 + y
    s3 = m.exp(-t0*t0 - t1*t1)
    s4 = s0*s1*s3
    return (-s4, -s4*(6.283185307179586 - 2.0*x) + s1*s3*m.sin(x), -s4*(6.283185307179586 - 2.0*y) + s0*s3*m.sin(y),)
def grad(m, x, y):
    s0 = m.cos(y)
    t0 = -3.141592653589793 + x
    t1 = -3.141592653589793 + y
    s2 = m.exp(-t0*t0 - t1*t1)
    s4 = m.cos(x)
    s5 = s0*s2*s4
    return (-s5*(6.283185307179586 - 2.0*x) + s0*s2*m.sin(x), -s5*(6.283185307179586 - 2.0*y) + s2*s4*m.sin(y),)
def hessian(m, x, y):
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
    return (s6 - s5*s8*s8 + 2.0*s4*s8*s9, -s11*s9 - s12*s5*s8 + s0*s10*s2*s8 + s12*s2*s3*s9, s6 - s5*s12*s12 + 2.0*s0*s11*s12,)
""", (
        "-(-2*x + 2*pi)*exp(-(x - pi)**2 - (y - pi)**2)*cos(x)*cos(y) + exp(-(x - pi)**2 - (y - pi)**2)*sin(x)*cos(y)",
        "-(-2*y + 2*pi)*exp(-(x - pi)**2 - (y - pi)**2)*cos(x)*cos(y) + exp(-(x - pi)**2 - (y - pi)**2)*sin(y)*cos(x)",
    )),
    ("(1 - x*y)**2/2", "x", "y"): ("edge_of_stability", """\
def loss_grad(m, x, y):
    s0 = 1.0 - x*y
    return (0.5*s0*s0, -s0*y, -s0*x,)
def grad(m, x, y):
    s0 = 1.0 - x*y
    return (-s0*y, -s0*x,)
def hessian(m, x, y):
    return (y*y, -1.0 + 2.0*x*y, x*x,)
""", (
        "x*y**2 - y",
        "x**2*y - x",
    )),
    ("-(y + 47)*sin(sqrt(abs(y + x/2 + 47))) - x*sin(sqrt(abs(x - (y + 47))))", "x", "y"): ("eggholder", """\
def loss_grad(m, x, y):
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
    return (s4*s8 - s3*x, -s3 - s9 + 0.25*s10*s11*s12*s4, s9 - s8 + 0.5*s10*s11*s12*s4,)
def grad(m, x, y):
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
    return (-s4 - m.sin(s2) + 0.25*s10*s5*s7*s9, s4 - m.sin(s8) + 0.5*s10*s5*s7*s9,)
def hessian(m, x, y):
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
    return (-s19 - s10*s13 - s10*s15 - s2*s5*s6, -s17 - s18 - 0.25*s20 - s13*s21 - s15*s21 + 0.5*s2*s5*s6, -s19 - s20 - s13*s22 - s15*s22,)
""", (
        "-x*sign(x - y - 47)*cos(sqrt(abs(x - y - 47)))/(2*sqrt(abs(x - y - 47))) + (-y - 47)*sign(x/2 + y + 47)*cos(sqrt(abs(x/2 + y + 47)))/(4*sqrt(abs(x/2 + y + 47))) - sin(sqrt(abs(x - y - 47)))",
        "x*sign(x - y - 47)*cos(sqrt(abs(x - y - 47)))/(2*sqrt(abs(x - y - 47))) + (-y - 47)*sign(x/2 + y + 47)*cos(sqrt(abs(x/2 + y + 47)))/(2*sqrt(abs(x/2 + y + 47))) - sin(sqrt(abs(x/2 + y + 47)))",
    )),
    ("(x**2 - x*y + 2*y**2)/2", "x", "y"): ("elliptic_bowl", """\
def loss_grad(m, x, y):
    s0 = 0.5*y
    return (y*y + 0.5*x*x - s0*x, x - s0, 2.0*y - 0.5*x,)
def grad(m, x, y):
    return (x - 0.5*y, 2.0*y - 0.5*x,)
def hessian(m, x, y):
    return (1.0, -0.5, 2.0,)
""", (
        "x - y/2",
        "-x/2 + 2*y",
    )),
    ("1 - exp(-(x**2 + y**2)/2)", "x", "y"): ("flat_plateau", """\
def loss_grad(m, x, y):
    s0 = m.exp(-0.5*x*x - 0.5*y*y)
    return (1.0 - s0, s0*x, s0*y,)
def grad(m, x, y):
    s0 = m.exp(-0.5*x*x - 0.5*y*y)
    return (s0*x, s0*y,)
def hessian(m, x, y):
    s0 = x*x
    s1 = y*y
    s2 = m.exp(-0.5*s0 - 0.5*s1)
    s3 = -s2
    return (-s3 - s0*s2, -s2*x*y, -s3 - s1*s2,)
""", (
        "x*exp(-x**2/2 - y**2/2)",
        "y*exp(-x**2/2 - y**2/2)",
    )),
    ("(-13 + x + ((5 - y)*y - 2)*y)**2 + (-29 + x + ((y + 1)*y - 14)*y)**2", "x", "y"): ("freudenstein_roth", """\
def loss_grad(m, x, y):
    s0 = y*(1.0 + y)
    s1 = y*(-14.0 + s0)
    s2 = -29.0 + s1 + x
    s3 = y*(5.0 - y)
    s4 = y*(-2.0 + s3)
    s5 = -13.0 + s4 + x
    s6 = 2.0*y
    return (s2*s2 + s5*s5, -84.0 + 2.0*s1 + 2.0*s4 + 4.0*x, s2*(-28.0 + 2.0*s0 + s6*(1.0 + s6)) + s5*(-4.0 + 2.0*s3 + s6*(5.0 - s6)),)
def grad(m, x, y):
    s0 = y*(1.0 + y)
    s1 = y*(-14.0 + s0)
    s2 = y*(5.0 - y)
    s3 = -2.0 + s2
    s4 = 2.0*y
    return (-84.0 + 2.0*s1 + 4.0*x + s3*s4, (-29.0 + s1 + x)*(-28.0 + 2.0*s0 + s4*(1.0 + s4)) + (-13.0 + x + s3*y)*(-4.0 + 2.0*s2 + s4*(5.0 - s4)),)
def hessian(m, x, y):
    s0 = 1.0 + y
    s1 = 2.0*y
    s2 = 1.0 + s1
    s3 = s0*s1 + s1*s2
    s4 = 5.0 - y
    s5 = 5.0 - s1
    s6 = s1*s4 + s1*s5
    s7 = 12.0*y
    s8 = -14.0 + s0*y
    s9 = -2.0 + s4*y
    return (4.0, -32.0 + s3 + s6, (-28.0 + s3)*(s8 + s2*y) + (-4.0 + s6)*(s9 + s5*y) + (4.0 + s7)*(-29.0 + x + s8*y) + (20.0 - s7)*(-13.0 + x + s9*y),)
""", (
        "4*x + 12*y**2 - 32*y - 84",
        "24*x*y - 32*x + 12*y**5 - 40*y**4 + 8*y**3 - 240*y**2 + 24*y + 864",
    )),
    ("log(1 + x**2 + 2*y**2)", "x", "y"): ("global_minimum", """\
def loss_grad(m, x, y):
    s0 = 1.0 + x*x + 2.0*y*y
    s1 = 1.0/s0
    return (m.log(s0), 2.0*s1*x, 4.0*s1*y,)
def grad(m, x, y):
    s0 = 1.0/(1.0 + x*x + 2.0*y*y)
    return (2.0*s0*x, 4.0*s0*y,)
def hessian(m, x, y):
    s0 = x*x
    s1 = y*y
    s2 = 1.0 + s0 + 2.0*s1
    s3 = 1.0/s2
    s4 = 1.0/(s2*s2)
    return (2.0*s3 - 4.0*s0*s4, -8.0*s4*x*y, 4.0*s3 - 16.0*s1*s4,)
""", (
        "2*x/(x**2 + 2*y**2 + 1)",
        "4*y/(x**2 + 2*y**2 + 1)",
    )),
    ("(1 + (x + y + 1)**2*(19 - 14*x + 3*x**2 - 14*y + 6*x*y + 3*y**2))*(30 + (2*x - 3*y)**2*(18 - 32*x + 12*x**2 + 48*y - 36*x*y + 27*y**2))", "x", "y"): ("goldstein_price", """\
def loss_grad(m, x, y):
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
    return (s10*s5, s11 + s5*(s7*(-32.0 - s8 + 24.0*x) + s9*(-12.0*y + 8.0*x)), s11 + s5*(s7*(48.0 - 36.0*x + 54.0*y) + s9*(-12.0*x + 18.0*y)),)
def grad(m, x, y):
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
    return (s10 + s5*(s8*(-32.0 - s6 + 24.0*x) + s9*(-12.0*y + 8.0*x)), s10 + s5*(s8*(48.0 - 36.0*x + 54.0*y) + s9*(-12.0*x + 18.0*y)),)
def hessian(m, x, y):
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
    return (s16 + 2.0*s18 + s5*(144.0 - 288.0*s6 - 256.0*x + 24.0*s8 + 96.0*s2 + 216.0*s3 + 384.0*y + 2.0*s10*s12), s16 + s18 + s21 + s5*(-216.0 - 576.0*y - 324.0*s3 - 144.0*s2 - 36.0*s8 + 384.0*x + s10*s19 + s12*s20 + 432.0*x*y), s16 + 2.0*s21 + s5*(324.0 - 648.0*s6 - 576.0*x + 54.0*s8 + 216.0*s2 + 486.0*s3 + 864.0*y + 2.0*s19*s20),)
""", (
        "((2*x - 3*y)**2*(24*x - 36*y - 32) + (8*x - 12*y)*(12*x**2 - 36*x*y - 32*x + 27*y**2 + 48*y + 18))*((x + y + 1)**2*(3*x**2 + 6*x*y - 14*x + 3*y**2 - 14*y + 19) + 1) + ((2*x - 3*y)**2*(12*x**2 - 36*x*y - 32*x + 27*y**2 + 48*y + 18) + 30)*((x + y + 1)**2*(6*x + 6*y - 14) + (2*x + 2*y + 2)*(3*x**2 + 6*x*y - 14*x + 3*y**2 - 14*y + 19))",
        "((-12*x + 18*y)*(12*x**2 - 36*x*y - 32*x + 27*y**2 + 48*y + 18) + (2*x - 3*y)**2*(-36*x + 54*y + 48))*((x + y + 1)**2*(3*x**2 + 6*x*y - 14*x + 3*y**2 - 14*y + 19) + 1) + ((2*x - 3*y)**2*(12*x**2 - 36*x*y - 32*x + 27*y**2 + 48*y + 18) + 30)*((x + y + 1)**2*(6*x + 6*y - 14) + (2*x + 2*y + 2)*(3*x**2 + 6*x*y - 14*x + 3*y**2 - 14*y + 19))",
    )),
    ("(x**2 + y**2)/4000 - cos(x)*cos(y/sqrt(2)) + 1", "x", "y"): ("griewank", """\
def loss_grad(m, x, y):
    s0 = m.cos(x)
    s2 = 0.7071067811865476*y
    s3 = m.cos(s2)
    return (1.0 + 0.00025*x*x + 0.00025*y*y - s0*s3, 0.0005*x + s3*m.sin(x), 0.0005*y + 0.7071067811865476*s0*m.sin(s2),)
def grad(m, x, y):
    s1 = 0.7071067811865476*y
    return (0.0005*x + m.cos(s1)*m.sin(x), 0.0005*y + 0.7071067811865476*m.cos(x)*m.sin(s1),)
def hessian(m, x, y):
    s1 = 0.7071067811865476*y
    s2 = m.cos(s1)*m.cos(x)
    return (0.0005 + s2, -0.7071067811865476*m.sin(s1)*m.sin(x), 0.0005 + 0.5*s2,)
""", (
        "x/2000 + sin(x)*cos(sqrt(2)*y/2)",
        "y/2000 + sqrt(2)*sin(sqrt(2)*y/2)*cos(x)/2",
    )),
    ("(x**2 + y**2)/10 + 1.2*exp(-2*((x - 1)**2 + (y - 1)**2)) + 1.2*exp(-2*((x + 1)**2 + (y - 0.5)**2)) + exp(-2*(x**2 + (y + 1.3)**2))", "x", "y"): ("hills", """\
def loss_grad(m, x, y):
    s0 = x*x
    t0 = 1.3 + y
    s1 = m.exp(-2.0*s0 - 2.0*t0*t0)
    t1 = -1.0 + x
    t2 = -1.0 + y
    s2 = 1.2*m.exp(-2.0*t1*t1 - 2.0*t2*t2)
    t3 = 1.0 + x
    t4 = -0.5 + y
    s3 = 1.2*m.exp(-2.0*t3*t3 - 2.0*t4*t4)
    s4 = 4.0*x
    s5 = 4.0*y
    return (s1 + s2 + s3 + 0.1*s0 + 0.1*y*y, 0.2*x + s2*(4.0 - s4) + s3*(-4.0 - s4) - s1*s4, 0.2*y + s1*(-5.2 - s5) + s2*(4.0 - s5) + s3*(2.0 - s5),)
def grad(m, x, y):
    t0 = 1.3 + y
    s0 = m.exp(-2.0*t0*t0 - 2.0*x*x)
    s1 = 4.0*x
    t1 = -1.0 + x
    t2 = -1.0 + y
    s2 = 1.2*m.exp(-2.0*t1*t1 - 2.0*t2*t2)
    t3 = 1.0 + x
    t4 = -0.5 + y
    s3 = 1.2*m.exp(-2.0*t3*t3 - 2.0*t4*t4)
    s4 = 4.0*y
    return (0.2*x + s2*(4.0 - s1) + s3*(-4.0 - s1) - s0*s1, 0.2*y + s0*(-5.2 - s4) + s2*(4.0 - s4) + s3*(2.0 - s4),)
def hessian(m, x, y):
    s0 = x*x
    t0 = 1.3 + y
    s1 = m.exp(-2.0*s0 - 2.0*t0*t0)
    s2 = 4.0*x
    s3 = -4.0 - s2
    t1 = 1.0 + x
    t2 = -0.5 + y
    s4 = m.exp(-2.0*t1*t1 - 2.0*t2*t2)
    s5 = 1.2*s4
    s6 = 4.0 - s2
    t3 = -1.0 + x
    t4 = -1.0 + y
    s7 = m.exp(-2.0*t3*t3 - 2.0*t4*t4)
    s8 = 1.2*s7
    s9 = 4.0*s1
    s10 = 0.2 - s9 - 4.8*s4 - 4.8*s7
    s11 = 4.0*y
    s12 = -5.2 - s11
    s13 = 2.0 - s11
    s14 = 4.0 - s11
    return (s10 + s5*s3*s3 + s8*s6*s6 + 16.0*s0*s1, s13*s3*s5 + s14*s6*s8 - s12*s9*x, s10 + s1*s12*s12 + s5*s13*s13 + s8*s14*s14,)
""", (
        "-4*x*exp(-2*x**2 - 2*(y + 1.3)**2) + 0.2*x + 1.2*(4 - 4*x)*exp(-2*(x - 1)**2 - 2*(y - 1)**2) + 1.2*(-4*x - 4)*exp(-2*(x + 1)**2 - 2*(y - 0.5)**2)",
        "0.2*y + 1.2*(2 - 4*y)*exp(-2*(x + 1)**2 - 2*(y - 0.5)**2) + 1.2*(4 - 4*y)*exp(-2*(x - 1)**2 - 2*(y - 1)**2) + (-4*y - 5.2)*exp(-2*x**2 - 2*(y + 1.3)**2)",
    )),
    ("(x**2 + y - 11)**2 + (x + y**2 - 7)**2", "x", "y"): ("himmelblau", """\
def loss_grad(m, x, y):
    s0 = y*y
    s1 = -7.0 + s0 + x
    s2 = x*x
    s3 = -11.0 + s2 + y
    return (s1*s1 + s3*s3, -14.0 + 2.0*s0 + 2.0*x + 4.0*s3*x, -22.0 + 2.0*s2 + 2.0*y + 4.0*s1*y,)
def grad(m, x, y):
    s0 = y*y
    s1 = x*x
    return (-14.0 + 2.0*s0 + 2.0*x + 4.0*x*(-11.0 + s1 + y), -22.0 + 2.0*s1 + 2.0*y + 4.0*y*(-7.0 + s0 + x),)
def hessian(m, x, y):
    s0 = 4.0*y
    s1 = 4.0*x
    return (-42.0 + s0 + 12.0*x*x, s0 + s1, -26.0 + s1 + 12.0*y*y,)
""", (
        "4*x*(x**2 + y - 11) + 2*x + 2*y**2 - 14",
        "2*x**2 + 4*y*(x + y**2 - 7) + 2*y - 22",
    )),
    ("-abs(sin(x)*cos(y)*exp(abs(1 - sqrt(x**2 + y**2)/pi)))", "x", "y"): ("holder_table", """\
def loss_grad(m, x, y):
    s0 = m.sin(x)
    s1 = m.cos(y)
    s3 = m.sqrt(x*x + y*y)
    s4 = 1.0 - 0.3183098861837907*s3
    s5 = m.exp(m.abs(s4))
    s6 = s0*s1*s5
    s7 = m.sign(s6)
    s8 = 0.3183098861837907*s6*m.sign(s4)/s3
    return (-m.abs(s6), -s7*(-s8*x + s1*s5*m.cos(x)), -s7*(-s8*y - s0*s5*m.sin(y)),)
def grad(m, x, y):
    s0 = m.sin(x)
    s1 = m.cos(y)
    s3 = m.sqrt(x*x + y*y)
    s4 = 1.0 - 0.3183098861837907*s3
    s5 = m.exp(m.abs(s4))
    s6 = s0*s1*s5
    s7 = m.sign(s6)
    s8 = 0.3183098861837907*s6*m.sign(s4)/s3
    return (-s7*(-s8*x + s1*s5*m.cos(x)), -s7*(-s8*y - s0*s5*m.sin(y)),)
def hessian(m, x, y):
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
    return (-s11*(-s10 - s15 - 2.0*s17*s19 + 0.3183098861837907*s0*s13*s2*s20*s7*s8 + 0.10132118364233778*s0*s2*s22*s23*s7*s8), -s11*(s17*s25 + s27*s28 + s28*s29 - s18*s24 - s19*s26), -s11*(-s10 - s15 + s27*s3 + s29*s3 + 2.0*s25*s26),)
""", (
        "-(-x*sign(-sqrt(x**2 + y**2)/pi + 1)*exp(abs(-sqrt(x**2 + y**2)/pi + 1))*sin(x)*cos(y)/(pi*sqrt(x**2 + y**2)) + exp(abs(-sqrt(x**2 + y**2)/pi + 1))*cos(x)*cos(y))*sign(exp(abs(-sqrt(x**2 + y**2)/pi + 1))*sin(x)*cos(y))",
        "-(-y*sign(-sqrt(x**2 + y**2)/pi + 1)*exp(abs(-sqrt(x**2 + y**2)/pi + 1))*sin(x)*cos(y)/(pi*sqrt(x**2 + y**2)) - exp(abs(-sqrt(x**2 + y**2)/pi + 1))*sin(x)*sin(y))*sign(exp(abs(-sqrt(x**2 + y**2)/pi + 1))*sin(x)*cos(y))",
    )),
    ("sin(3*pi*x)**2 + (x - 1)**2*(1 + sin(3*pi*y)**2) + (y - 1)**2*(1 + sin(2*pi*y)**2)", "x", "y"): ("levy13", """\
def loss_grad(m, x, y):
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
    return (s2*s2 + s11*s7 + s3*s6, s6*(-2.0 + 2.0*x) + 18.84955592153876*s2*m.cos(s1), s11*(-2.0 + s8) + 12.566370614359172*s10*s7*m.cos(s9) + 18.84955592153876*s3*s5*m.cos(s4),)
def grad(m, x, y):
    s1 = 9.42477796076938*x
    s3 = 9.42477796076938*y
    s4 = m.sin(s3)
    s5 = 2.0*y
    s6 = 3.141592653589793*s5
    s7 = m.sin(s6)
    t0 = -1.0 + y
    t1 = -1.0 + x
    return ((1.0 + s4*s4)*(-2.0 + 2.0*x) + 18.84955592153876*m.cos(s1)*m.sin(s1), (1.0 + s7*s7)*(-2.0 + s5) + 12.566370614359172*s7*t0*t0*m.cos(s6) + 18.84955592153876*s4*t1*t1*m.cos(s3),)
def hessian(m, x, y):
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
    return (2.0 + 2.0*s3 - 177.65287921960845*t2*t2 + 177.65287921960845*t3*t3, 18.84955592153876*s2*s7*(-2.0 + 2.0*x), 2.0 + 2.0*s11 + s12*s7*s7 + s13*s14*s14 - s11*s13 - s12*s3 + 25.132741228718345*s10*s14*(-2.0 + s8),)
""", (
        "(2*x - 2)*(sin(3*pi*y)**2 + 1) + 6*pi*sin(3*pi*x)*cos(3*pi*x)",
        "6*pi*(x - 1)**2*sin(3*pi*y)*cos(3*pi*y) + 4*pi*(y - 1)**2*sin(2*pi*y)*cos(2*pi*y) + (2*y - 2)*(sin(2*pi*y)**2 + 1)",
    )),
    ("(x**2 + y**2)/5 - 0.8*exp(-2*((x - 1.2)**2 + y**2)) - 1.4*exp(-2*((x + 1)**2 + y**2))", "x", "y"): ("local_minimum", """\
def loss_grad(m, x, y):
    s0 = y*y
    s1 = 2.0*s0
    t0 = -1.2 + x
    s2 = m.exp(-s1 - 2.0*t0*t0)
    s3 = 0.8*s2
    t1 = 1.0 + x
    s4 = m.exp(-s1 - 2.0*t1*t1)
    s5 = 1.4*s4
    s6 = 4.0*x
    return (-s3 - s5 + 0.2*s0 + 0.2*x*x, 0.4*x - s3*(4.8 - s6) - s5*(-4.0 - s6), 0.4*y + 3.2*s2*y + 5.6*s4*y,)
def grad(m, x, y):
    s0 = 4.0*x
    s1 = 2.0*y*y
    t0 = -1.2 + x
    s2 = m.exp(-s1 - 2.0*t0*t0)
    t1 = 1.0 + x
    s3 = m.exp(-s1 - 2.0*t1*t1)
    return (0.4*x - 1.4*s3*(-4.0 - s0) - 0.8*s2*(4.8 - s0), 0.4*y + 3.2*s2*y + 5.6*s3*y,)
def hessian(m, x, y):
    s0 = 4.0*x
    s1 = -4.0 - s0
    s2 = y*y
    s3 = 2.0*s2
    t0 = 1.0 + x
    s4 = m.exp(-s3 - 2.0*t0*t0)
    s5 = 4.8 - s0
    t1 = -1.2 + x
    s6 = m.exp(-s3 - 2.0*t1*t1)
    s7 = 3.2*s6
    s8 = 5.6*s4
    s9 = 0.4 + s7 + s8
    return (s9 - 1.4*s4*s1*s1 - 0.8*s6*s5*s5, s1*s8*y + s5*s7*y, s9 - 22.4*s2*s4 - 12.8*s2*s6,)
""", (
        "0.4*x - 0.8*(4.8 - 4*x)*exp(-2*y**2 - 2*(x - 1.2)**2) - 1.4*(-4*x - 4)*exp(-2*y**2 - 2*(x + 1)**2)",
        "3.2*y*exp(-2*y**2 - 2*(x - 1.2)**2) + 5.6*y*exp(-2*y**2 - 2*(x + 1)**2) + 0.4*y",
    )),
    ("0.26*(x**2 + y**2) - 0.48*x*y", "x", "y"): ("matyas", """\
def loss_grad(m, x, y):
    s0 = 0.48*y
    return (0.26*x*x + 0.26*y*y - s0*x, -s0 + 0.52*x, -0.48*x + 0.52*y,)
def grad(m, x, y):
    return (-0.48*y + 0.52*x, -0.48*x + 0.52*y,)
def hessian(m, x, y):
    return (0.52, -0.48, 0.52,)
""", (
        "0.52*x - 0.48*y",
        "-0.48*x + 0.52*y",
    )),
    ("sin(x + y) + (x - y)**2 - 1.5*x + 2.5*y + 1", "x", "y"): ("mccormick", """\
def loss_grad(m, x, y):
    s0 = x + y
    s1 = 2.0*x
    s2 = 2.0*y
    s3 = m.cos(s0)
    t0 = x - y
    return (1.0 + t0*t0 - 1.5*x + 2.5*y + m.sin(s0), -1.5 + s1 + s3 - s2, 2.5 + s2 + s3 - s1,)
def grad(m, x, y):
    s0 = 2.0*x
    s1 = 2.0*y
    s2 = m.cos(x + y)
    return (-1.5 + s0 + s2 - s1, 2.5 + s1 + s2 - s0,)
def hessian(m, x, y):
    s0 = m.sin(x + y)
    s1 = 2.0 - s0
    return (s1, -2.0 - s0, s1,)
""", (
        "2*x - 2*y + cos(x + y) - 1.5",
        "-2*x + 2*y + cos(x + y) + 2.5",
    )),
    ("-sin(x)*sin(x**2/pi)**20 - sin(y)*sin(2*y**2/pi)**20", "x", "y"): ("michalewicz", """\
def loss_grad(m, x, y):
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
    return (-s0*s4 - s5*s8, -s4*m.cos(x) - 12.732395447351626*s0*s3*x*t7*t7*m.cos(s2), -s8*m.cos(y) - 25.464790894703253*s5*s7*y*t9*t9*m.cos(s6),)
def grad(m, x, y):
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
    return (-t2*t2*m.cos(x) - 12.732395447351626*s2*x*t4*t4*m.cos(s1)*m.sin(x), -t7*t7*m.cos(y) - 25.464790894703253*s4*y*t9*t9*m.cos(s3)*m.sin(y),)
def hessian(m, x, y):
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
    return (s0*s5 - 40.0*s0*s8 - 80.0*s8*x*m.cos(x) + 8.105694691387022*s0*s2*s5 - 154.00819913635343*s0*s2*s7*s7*t4*t4, 0.0, s13*s9 - 80.0*s15*s9 - 160.0*s15*y*m.cos(y) + 32.42277876554809*s10*s13*s9 - 616.0327965454137*s10*s9*s14*s14*t9*t9,)
""", (
        "-40*x*sin(x)*sin(x**2/pi)**19*cos(x**2/pi)/pi - sin(x**2/pi)**20*cos(x)",
        "-80*y*sin(y)*sin(2*y**2/pi)**19*cos(2*y**2/pi)/pi - sin(2*y**2/pi)**20*cos(y)",
    )),
    ("x**3 - 3*x*y**2", "x", "y"): ("monkey_saddle", """\
def loss_grad(m, x, y):
    s0 = 3.0*y*y
    return (x*x*x - s0*x, -s0 + 3.0*x*x, -6.0*x*y,)
def grad(m, x, y):
    return (-3.0*y*y + 3.0*x*x, -6.0*x*y,)
def hessian(m, x, y):
    s0 = 6.0*x
    return (s0, -6.0*y, -s0,)
""", (
        "3*x**2 - 3*y**2",
        "-6*x*y",
    )),
    ("w**2", "w"): ("parabola_1d", """\
def loss_grad(m, x):
    return (x*x, 2.0*x,)
def grad(m, x):
    return (2.0*x,)
def hessian(m, x):
    return (2.0,)
""", (
        "2*w",
    )),
    ("3*(1 - x)**2*exp(-x**2 - (y + 1)**2) - 10*(x/5 - x**3 - y**5)*exp(-x**2 - y**2) - exp(-(x + 1)**2 - y**2)/3", "x", "y"): ("peaks", """\
def loss_grad(m, x, y):
    s0 = y*y
    t0 = 1.0 + x
    s1 = m.exp(-s0 - t0*t0)
    s2 = 0.3333333333333333*s1
    t1 = 1.0 - x
    s3 = t1*t1
    s4 = x*x
    t2 = 1.0 + y
    s5 = m.exp(-s4 - t2*t2)
    s6 = -x*x*x + 0.2*x - y*s0*s0
    s7 = m.exp(-s0 - s4)
    s8 = 10.0*s7
    s9 = 2.0*x
    return (-s2 - s6*s8 + 3.0*s3*s5, -s2*(-2.0 - s9) - s8*(0.2 - 3.0*s4) + 3.0*s5*(-2.0 + s9) - 6.0*s3*s5*x + 20.0*s6*s7*x, 50.0*s7*s0*s0 + 0.6666666666666666*s1*y + 3.0*s3*s5*(-2.0 - 2.0*y) + 20.0*s6*s7*y,)
def grad(m, x, y):
    s0 = x*x
    s1 = y*y
    s2 = m.exp(-s0 - s1)
    s3 = 2.0*x
    t0 = 1.0 + x
    s4 = m.exp(-s1 - t0*t0)
    t1 = 1.0 + y
    s5 = m.exp(-s0 - t1*t1)
    t2 = 1.0 - x
    s6 = t2*t2
    s7 = -x*x*x + 0.2*x - y*s1*s1
    return (-10.0*s2*(0.2 - 3.0*s0) + 3.0*s5*(-2.0 + s3) - 0.3333333333333333*s4*(-2.0 - s3) - 6.0*s5*s6*x + 20.0*s2*s7*x, 50.0*s2*s1*s1 + 0.6666666666666666*s4*y + 3.0*s5*s6*(-2.0 - 2.0*y) + 20.0*s2*s7*y,)
def hessian(m, x, y):
    s0 = x*x
    s1 = y*y
    s2 = m.exp(-s0 - s1)
    s3 = s2*x
    t0 = 1.0 + y
    s4 = m.exp(-s0 - t0*t0)
    s5 = 6.0*s4
    t1 = 1.0 + x
    s6 = m.exp(-s1 - t1*t1)
    s7 = 0.2 - 3.0*s0
    s8 = 2.0*x
    s9 = -2.0 + s8
    s10 = 12.0*s4
    t2 = 1.0 - x
    s11 = t2*t2
    s12 = s11*s5
    s13 = -2.0 - s8
    s14 = y*s1*s1
    s15 = -s14 - x*x*x + 0.2*x
    s16 = s15*s2
    s17 = 40.0*s16
    s18 = -2.0 - 2.0*y
    return (s5 - s12 + 20.0*s16 + 60.0*s3 + 0.6666666666666666*s6 - s0*s17 + 40.0*s3*s7 - 0.3333333333333333*s6*s13*s13 + s0*s10*s11 - s10*s9*x, -100.0*s3*s1*s1 - s12*s18*x - s17*x*y + 3.0*s18*s4*s9 + 20.0*s2*s7*y + 0.6666666666666666*s13*s6*y, -s12 + 0.6666666666666666*s6 - s1*s17 - 200.0*s14*s2 + 20.0*s15*s2 + 200.0*s2*y*y*y - 1.3333333333333333*s1*s6 + 3.0*s11*s4*s18*s18,)
""", (
        "-6*x*(1 - x)**2*exp(-x**2 - (y + 1)**2) + 20*x*(-x**3 + x/5 - y**5)*exp(-x**2 - y**2) - 10*(1/5 - 3*x**2)*exp(-x**2 - y**2) - (-2*x - 2)*exp(-y**2 - (x + 1)**2)/3 + 3*(2*x - 2)*exp(-x**2 - (y + 1)**2)",
        "50*y**4*exp(-x**2 - y**2) + 20*y*(-x**3 + x/5 - y**5)*exp(-x**2 - y**2) + 2*y*exp(-y**2 - (x + 1)**2)/3 + 3*(1 - x)**2*(-2*y - 2)*exp(-x**2 - (y + 1)**2)",
    )),
    ("x**4/4 - 4*x**3/3 + 2*x**2 + y**2/2", "x", "y"): ("plateau", """\
def loss_grad(m, x, y):
    s0 = x*x
    s1 = x*x*x
    return (0.5*y*y + 2.0*s0 - 1.3333333333333333*s1 + 0.25*s0*s0, s1 - 4.0*s0 + 4.0*x, y,)
def grad(m, x, y):
    return (x*x*x - 4.0*x*x + 4.0*x, y,)
def hessian(m, x, y):
    return (4.0 - 8.0*x + 3.0*x*x, 0.0, 1.0,)
""", (
        "x**3 - 4*x**2 + 4*x",
        "y",
    )),
    ("(x**2 + 10*y**2)/2", "x", "y"): ("quad_k10", """\
def loss_grad(m, x, y):
    return (0.5*x*x + 5.0*y*y, x, 10.0*y,)
def grad(m, x, y):
    return (x, 10.0*y,)
def hessian(m, x, y):
    return (1.0, 0.0, 10.0,)
""", (
        "x",
        "10*y",
    )),
    ("(x**2 + 100*y**2)/2", "x", "y"): ("quad_k100", """\
def loss_grad(m, x, y):
    return (0.5*x*x + 50.0*y*y, x, 100.0*y,)
def grad(m, x, y):
    return (x, 100.0*y,)
def hessian(m, x, y):
    return (1.0, 0.0, 100.0,)
""", (
        "x",
        "100*y",
    )),
    ("(x**2 + 1000*y**2)/2", "x", "y"): ("quad_k1000", """\
def loss_grad(m, x, y):
    return (0.5*x*x + 500.0*y*y, x, 1000.0*y,)
def grad(m, x, y):
    return (x, 1000.0*y,)
def hessian(m, x, y):
    return (1.0, 0.0, 1000.0,)
""", (
        "x",
        "1000*y",
    )),
    ("((cos(pi/6)*x + sin(pi/6)*y)**2 + 100*(-sin(pi/6)*x + cos(pi/6)*y)**2)/2", "x", "y"): ("quad_rot_k100", """\
def loss_grad(m, x, y):
    s0 = 0.5*x
    s2 = -s0 + 0.8660254037844386*y
    s3 = 0.5*y + 1.7320508075688772*s0
    return (0.5*s3*s3 + 50.0*s2*s2, 25.0*x + 0.8660254037844386*s3 - 43.30127018922193*y, 0.25*y + 86.60254037844386*s2 + 0.4330127018922193*x,)
def grad(m, x, y):
    s1 = 0.5*x
    return (25.0*x + 0.8660254037844386*(0.5*y + 1.7320508075688772*s1) - 43.30127018922193*y, 0.25*y + 86.60254037844386*(-s1 + 0.8660254037844386*y) + 0.4330127018922193*x,)
def hessian(m, x, y):
    return (25.75, -42.868257487329714, 75.25,)
""", (
        "103*x/4 - 99*sqrt(3)*y/4",
        "-99*sqrt(3)*x/4 + 301*y/4",
    )),
    ("(x**4 + y**4)/4", "x", "y"): ("quartic_bowl", """\
def loss_grad(m, x, y):
    t0 = x*x
    t1 = y*y
    return (0.25*t0*t0 + 0.25*t1*t1, x*x*x, y*y*y,)
def grad(m, x, y):
    return (x*x*x, y*y*y,)
def hessian(m, x, y):
    return (3.0*x*x, 0.0, 3.0*y*y,)
""", (
        "x**3",
        "y**3",
    )),
    ("20 + x**2 - 10*cos(2*pi*x) + y**2 - 10*cos(2*pi*y)", "x", "y"): ("rastrigin", """\
def loss_grad(m, x, y):
    s0 = 2.0*x
    s1 = 3.141592653589793*s0
    s2 = 2.0*y
    s3 = 3.141592653589793*s2
    return (20.0 + x*x + y*y - 10.0*m.cos(s1) - 10.0*m.cos(s3), s0 + 62.83185307179586*m.sin(s1), s2 + 62.83185307179586*m.sin(s3),)
def grad(m, x, y):
    s0 = 2.0*x
    s2 = 2.0*y
    return (s0 + 62.83185307179586*m.sin(3.141592653589793*s0), s2 + 62.83185307179586*m.sin(3.141592653589793*s2),)
def hessian(m, x, y):
    return (2.0 + 394.78417604357435*m.cos(6.283185307179586*x), 0.0, 2.0 + 394.78417604357435*m.cos(6.283185307179586*y),)
""", (
        "2*x + 20*pi*sin(2*pi*x)",
        "2*y + 20*pi*sin(2*pi*y)",
    )),
    ("(x**2 + y**2 - 1)**2/4", "x", "y"): ("ring", """\
def loss_grad(m, x, y):
    s0 = -1.0 + x*x + y*y
    return (0.25*s0*s0, s0*x, s0*y,)
def grad(m, x, y):
    s0 = -1.0 + x*x + y*y
    return (s0*x, s0*y,)
def hessian(m, x, y):
    s0 = y*y
    s1 = x*x
    return (-1.0 + s0 + 3.0*s1, 2.0*x*y, -1.0 + s1 + 3.0*s0,)
""", (
        "x*(x**2 + y**2 - 1)",
        "y*(x**2 + y**2 - 1)",
    )),
    ("w**2/4 + (1 - cos(6*w))/2", "w"): ("rippled_1d", """\
def loss_grad(m, x):
    s0 = 6.0*x
    return (0.5 - 0.5*m.cos(s0) + 0.25*x*x, 0.5*x + 3.0*m.sin(s0),)
def grad(m, x):
    return (0.5*x + 3.0*m.sin(6.0*x),)
def hessian(m, x):
    return (0.5 + 18.0*m.cos(6.0*x),)
""", (
        "w/2 + 3*sin(6*w)",
    )),
    ("(1 - x)**2 + 100*(y - x**2)**2", "x", "y"): ("rosenbrock", """\
def loss_grad(m, x, y):
    s0 = x*x
    s1 = y - s0
    t0 = 1.0 - x
    return (t0*t0 + 100.0*s1*s1, -2.0 + 2.0*x - 400.0*s1*x, -200.0*s0 + 200.0*y,)
def grad(m, x, y):
    s0 = x*x
    return (-2.0 + 2.0*x - 400.0*x*(y - s0), -200.0*s0 + 200.0*y,)
def hessian(m, x, y):
    return (2.0 - 400.0*y + 1200.0*x*x, -400.0*x, 200.0,)
""", (
        "-400*x*(-x**2 + y) + 2*x - 2",
        "-200*x**2 + 200*y",
    )),
    ("x**2 - y**2", "x", "y"): ("saddle", """\
def loss_grad(m, x, y):
    return (x*x - y*y, 2.0*x, -2.0*y,)
def grad(m, x, y):
    return (2.0*x, -2.0*y,)
def hessian(m, x, y):
    return (2.0, 0.0, -2.0,)
""", (
        "2*x",
        "-2*y",
    )),
    ("(x**2 - y**2)*exp(-(x**2 + y**2)/4)", "x", "y"): ("saddle_point", """\
def loss_grad(m, x, y):
    s0 = x*x
    s1 = y*y
    s2 = m.exp(-0.25*s0 - 0.25*s1)
    s3 = s2*(s0 - s1)
    s4 = 0.5*s3
    return (s3, -s4*x + 2.0*s2*x, -s4*y - 2.0*s2*y,)
def grad(m, x, y):
    s0 = x*x
    s1 = y*y
    s2 = m.exp(-0.25*s0 - 0.25*s1)
    s3 = 0.5*s2*(s0 - s1)
    return (-s3*x + 2.0*s2*x, -s3*y - 2.0*s2*y,)
def hessian(m, x, y):
    s0 = x*x
    s1 = 0.25*s0
    s2 = y*y
    s3 = 0.25*s2
    s4 = m.exp(-s1 - s3)
    s5 = 2.0*s4
    s6 = s4*(s0 - s2)
    s7 = -0.5*s6
    return (s5 + s7 + s1*s6 - s0*s5, 0.25*s6*x*y, s7 - s5 + s2*s5 + s3*s6,)
""", (
        "-x*(x**2 - y**2)*exp(-x**2/4 - y**2/4)/2 + 2*x*exp(-x**2/4 - y**2/4)",
        "-y*(x**2 - y**2)*exp(-x**2/4 - y**2/4)/2 - 2*y*exp(-x**2/4 - y**2/4)",
    )),
    ("0.5 + (sin(x**2 - y**2)**2 - 0.5)/(1 + 0.001*(x**2 + y**2))**2", "x", "y"): ("schaffer2", """\
def loss_grad(m, x, y):
    s0 = x*x
    s1 = y*y
    s2 = s0 - s1
    s3 = m.sin(s2)
    s4 = -0.5 + s3*s3
    s5 = 1.0 + 0.001*s0 + 0.001*s1
    s6 = 1.0/(s5*s5)
    s7 = 0.004*s4/(s5*s5*s5)
    s8 = m.cos(s2)
    return (0.5 + s4*s6, -s7*x + 4.0*s3*s6*s8*x, -s7*y - 4.0*s3*s6*s8*y,)
def grad(m, x, y):
    s0 = x*x
    s1 = y*y
    s2 = 1.0 + 0.001*s0 + 0.001*s1
    s3 = s0 - s1
    s4 = m.sin(s3)
    s5 = 0.004*(-0.5 + s4*s4)/(s2*s2*s2)
    s6 = m.cos(s3)
    s7 = 1.0/(s2*s2)
    return (-s5*x + 4.0*s4*s6*s7*x, -s5*y - 4.0*s4*s6*s7*y,)
def hessian(m, x, y):
    s0 = x*x
    s1 = y*y
    s2 = s0 - s1
    s3 = m.sin(s2)
    s4 = s3*s3
    s5 = -0.5 + s4
    s6 = 1.0 + 0.001*s0 + 0.001*s1
    s7 = 1.0/(s6*s6*s6)
    s8 = -0.004*s5*s7
    s9 = 1.0/(s6*s6)
    s10 = 8.0*s9
    s11 = s0*s10
    s12 = m.cos(s2)
    s13 = s12*s12
    t0 = s6*s6
    s14 = 2.4e-05*s5/(t0*t0)
    s15 = s12*s3
    s16 = 4.0*s15*s9
    s17 = 0.032*s15*s7
    s18 = x*y
    s19 = s10*s18
    s20 = s1*s10
    return (s16 + s8 + s0*s14 + s11*s13 - s0*s17 - s11*s4, s14*s18 + s19*s4 - s13*s19, s8 - s16 + s1*s14 + s1*s17 + s13*s20 - s20*s4,)
""", (
        "-0.004*x*(sin(x**2 - y**2)**2 - 0.5)/(0.001*x**2 + 0.001*y**2 + 1)**3 + 4*x*sin(x**2 - y**2)*cos(x**2 - y**2)/(0.001*x**2 + 0.001*y**2 + 1)**2",
        "-0.004*y*(sin(x**2 - y**2)**2 - 0.5)/(0.001*x**2 + 0.001*y**2 + 1)**3 - 4*y*sin(x**2 - y**2)*cos(x**2 - y**2)/(0.001*x**2 + 0.001*y**2 + 1)**2",
    )),
    ("(4 - 2.1*x**2 + x**4/3)*x**2 + x*y + (-4 + 4*y**2)*y**2", "x", "y"): ("six_hump_camel", """\
def loss_grad(m, x, y):
    s0 = y*y
    s1 = -4.0 + 4.0*s0
    s2 = x*x
    s3 = 4.0 - 2.1*s2 + 0.3333333333333333*s2*s2
    return (s0*s1 + s2*s3 + x*y, y + s2*(-4.2*x + 1.3333333333333333*x*x*x) + 2.0*s3*x, x + 8.0*y*y*y + 2.0*s1*y,)
def grad(m, x, y):
    s0 = x*x
    return (y + s0*(-4.2*x + 1.3333333333333333*x*x*x) + 2.0*x*(4.0 - 2.1*s0 + 0.3333333333333333*s0*s0), x + 8.0*y*y*y + 2.0*y*(-4.0 + 4.0*y*y),)
def hessian(m, x, y):
    s0 = x*x
    return (8.0 - 4.2*s0 + 0.6666666666666666*s0*s0 + s0*(-4.2 + 4.0*s0) + 4.0*x*(-4.2*x + 1.3333333333333333*x*x*x), 1.0, -8.0 + 48.0*y*y,)
""", (
        "2*x**5 - 8.4*x**3 + 8*x + y",
        "x + 16*y**3 - 8*y",
    )),
    ("x**2 + y**2", "x", "y"): ("sphere", """\
def loss_grad(m, x, y):
    return (x*x + y*y, 2.0*x, 2.0*y,)
def grad(m, x, y):
    return (2.0*x, 2.0*y,)
def hessian(m, x, y):
    return (2.0, 0.0, 2.0,)
""", (
        "2*x",
        "2*y",
    )),
    ("(x**4 - 16*x**2 + 5*x + y**4 - 16*y**2 + 5*y)/2", "x", "y"): ("styblinski_tang", """\
def loss_grad(m, x, y):
    t0 = x*x
    t1 = y*y
    return (0.5*t0*t0 + 0.5*t1*t1 - 8.0*x*x - 8.0*y*y + 2.5*x + 2.5*y, 2.5 - 16.0*x + 2.0*x*x*x, 2.5 - 16.0*y + 2.0*y*y*y,)
def grad(m, x, y):
    return (2.5 - 16.0*x + 2.0*x*x*x, 2.5 - 16.0*y + 2.0*y*y*y,)
def hessian(m, x, y):
    return (-16.0 + 6.0*x*x, 0.0, -16.0 + 6.0*y*y,)
""", (
        "2*x**3 - 16*x + 5/2",
        "2*y**3 - 16*y + 5/2",
    )),
    ("2*x**2 - 1.05*x**4 + x**6/6 + x*y + y**2", "x", "y"): ("three_hump_camel", """\
def loss_grad(m, x, y):
    t0 = x*x
    t1 = x*x*x
    return (y*y + 2.0*x*x - 1.05*t0*t0 + 0.16666666666666666*t1*t1 + x*y, y + 4.0*x - 4.2*x*x*x + x*t0*t0, x + 2.0*y,)
def grad(m, x, y):
    t0 = x*x
    return (y + 4.0*x - 4.2*x*x*x + x*t0*t0, x + 2.0*y,)
def hessian(m, x, y):
    t0 = x*x
    return (4.0 + 5.0*t0*t0 - 12.6*x*x, 1.0, 2.0,)
""", (
        "x**5 - 4.2*x**3 + 4*x + y",
        "x + 2*y",
    )),
    ("w**4 - 4*w**2 + w", "w"): ("two_minima_1d", """\
def loss_grad(m, x):
    t0 = x*x
    return (x + t0*t0 - 4.0*x*x, 1.0 - 8.0*x + 4.0*x*x*x,)
def grad(m, x):
    return (1.0 - 8.0*x + 4.0*x*x*x,)
def hessian(m, x):
    return (-8.0 + 12.0*x*x,)
""", (
        "4*w**3 - 8*w + 1",
    )),
    ("x**2 + y**2 + (x/2 + y)**2 + (x/2 + y)**4", "x", "y"): ("zakharov", """\
def loss_grad(m, x, y):
    s0 = y + 0.5*x
    s1 = s0*s0*s0
    t0 = s0*s0
    return (s0*s0 + t0*t0 + x*x + y*y, y + 2.0*s1 + 2.5*x, x + 4.0*s1 + 4.0*y,)
def grad(m, x, y):
    t0 = y + 0.5*x
    s0 = t0*t0*t0
    return (y + 2.0*s0 + 2.5*x, x + 4.0*s0 + 4.0*y,)
def hessian(m, x, y):
    t0 = y + 0.5*x
    s0 = t0*t0
    return (2.5 + 3.0*s0, 1.0 + 6.0*s0, 4.0 + 12.0*s0,)
""", (
        "5*x/2 + y + 2*(x/2 + y)**3",
        "x + 4*y + 4*(x/2 + y)**3",
    )),
}
"""By the canonical text of the formula and its variables: the surface's name, its functions, its partial derivatives.

The functions and the texts of the partial derivatives are those of `gdviz.formula.Compiled`.
"""
