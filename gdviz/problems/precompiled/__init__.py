"""The derivatives of the catalogue's surfaces as Python source, so that no surface waits for sympy.

scripts/precompile.py writes `sources`. The source of a surface is compiled when the surface is first used, which takes
about a millisecond; that of the others stays text.
"""

from __future__ import annotations

from functools import cache

from gdviz.formula import Compiled, Formula, functions_of
from gdviz.problems.precompiled.sources import SURFACES


def name_of(formula: Formula) -> str | None:
    """The surface with exactly this formula and these variables; None for a formula of no surface."""
    stored = SURFACES.get((formula.canonical, *formula.variables))
    return None if stored is None else stored[0]


def code(formula: Formula) -> Compiled | None:
    """What `compile_functions` makes of `formula`, without sympy; None for a formula of no surface."""
    stored = SURFACES.get((formula.canonical, *formula.variables))
    return None if stored is None else _compiled(*stored)


@cache
def _compiled(name: str, source: str, partials: tuple[str, ...]) -> Compiled:
    made = functions_of(source, f"surface {name}")
    return Compiled(made["loss_grad"], made["grad"], made["hessian"], partials)
