"""The derivatives of the catalogue's surfaces as plain Python, so that no surface waits for sympy.

`index` and a module for each surface are written by scripts/precompile.py; a surface's module is imported when
the surface is picked.
"""

from __future__ import annotations

from importlib import import_module

from gdviz.formula import Compiled, Formula
from gdviz.problems.precompiled.index import NAMES


def name_of(formula: Formula) -> str | None:
    """The surface with this very formula and these variables; None for a formula of no surface."""
    return NAMES.get((formula.canonical, *formula.variables))


def code(formula: Formula) -> Compiled | None:
    """What `compile_functions` makes of `formula`, compiled beforehand; None for a formula of no surface."""
    name = name_of(formula)
    if name is None:
        return None
    found: Compiled = import_module(f"{__name__}.{name}").CODE
    return found
