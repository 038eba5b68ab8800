#!/usr/bin/env python3
"""Write gdviz/problems/precompiled/sources.py: the derivatives of the catalogue's surfaces as Python source.

So no surface waits for sympy. Run it after a change in resources/surfaces/ or in gdviz/formula/:
``python scripts/precompile.py``. With --check nothing is written, and the exit code is 1 if the file is stale.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from gdviz.problems.surfaces import Surface

ROOT = Path(__file__).resolve().parent.parent
FILE = ROOT / "gdviz" / "problems" / "precompiled" / "sources.py"
MODULE = '''"""The source of each surface's derivatives, written by scripts/precompile.py: change nothing here."""
# fmt: off
# ruff: noqa: E501

from __future__ import annotations

SURFACES: dict[tuple[str, ...], tuple[str, str, tuple[str, ...]]] = {{
{entries}}}
"""By the canonical text of the formula and its variables: the surface's name, its functions, its partial derivatives.

The functions and the texts of the partial derivatives are those of `gdviz.formula.Compiled`.
"""
'''
ENTRY = '''    ({key}): ("{name}", """\\
{functions}""", (
{partials}    )),
'''


def entry(surface: Surface) -> str:
    """The lines of one surface."""
    from gdviz.formula.compiling import derivatives

    formula = surface.formula
    found = derivatives(formula)
    return ENTRY.format(
        key=", ".join(f'"{text}"' for text in (formula.canonical, *surface.variables)),
        name=surface.name,
        functions=found.functions(),
        partials="".join(f'        "{text}",\n' for text in found.partials(formula)),
    )


def text() -> str:
    """The whole text of the file."""
    from gdviz.problems.surfaces import names, surface

    return MODULE.format(entries="".join(entry(surface(name)) for name in names()))


def main() -> int:
    """Write or check the file."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--check", action="store_true", help="write nothing; exit 1 if the file is stale")
    check = parser.parse_args().check
    sys.path.insert(0, str(ROOT))
    name = FILE.relative_to(ROOT)
    there = FILE.read_text(encoding="utf-8") if FILE.exists() else ""
    if not there and not check:  # text() imports it
        FILE.write_text(MODULE.format(entries=""), encoding="utf-8")
    wanted = text() if there or not check else ""
    if there and wanted == there:
        print(f"{name} is up to date")
        return 0
    if check:
        print(f"{name} is stale: run scripts/precompile.py", file=sys.stderr)
        return 1
    FILE.write_text(wanted, encoding="utf-8")
    print(f"wrote {name}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
