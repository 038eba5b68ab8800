"""The formulas that people type: parsed safely, evaluated, written, differentiated and compiled."""

from gdviz.formula import scalars
from gdviz.formula.compiling import Compiled, compile_functions, functions_of
from gdviz.formula.errors import FormulaError
from gdviz.formula.evaluation import namespace
from gdviz.formula.formula import Formula, parse, readable
from gdviz.formula.size import require_derivatives

__all__ = [
    "Compiled",
    "Formula",
    "FormulaError",
    "compile_functions",
    "functions_of",
    "namespace",
    "parse",
    "readable",
    "require_derivatives",
    "scalars",
]
