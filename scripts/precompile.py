#!/usr/bin/env python3
"""Write gdviz/problems/precompiled/: the derivatives of the catalogue's surfaces as plain Python.

So that no surface waits for sympy. Run it after a change in resources/surfaces/ or in gdviz/formula/:
``python scripts/precompile.py``. With --check nothing is written, and the exit code is 1 if a file is stale.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from gdviz.formula.compiling import Derivatives
    from gdviz.problems.surfaces import Surface

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "gdviz" / "problems" / "precompiled"
BY_HAND = "__init__.py"
WRITTEN = "written by scripts/precompile.py: change nothing here."
MODULE = '''"""{title} with its derivatives, {written}

Functions of ``(m, {variables})``, `m` with the functions of `gdviz.formula.scalars`; see `gdviz.formula.Compiled`.
"""
# fmt: off{long}

from __future__ import annotations

from typing import Any

from gdviz.formula import Compiled


{functions}


CODE = Compiled(
    loss_grad,
    grad,
    hessian,
    (
{partials}    ),
)
'''
INDEX = '''"""Which surface has which formula, {written}"""
# fmt: off
# ruff: noqa: E501

from __future__ import annotations

NAMES: dict[tuple[str, ...], str] = {{
{entries}}}
"""The surface of each formula: by its canonical text and its variables."""
'''


def function(name: str, found: Derivatives, doc: str, expressions: list[Any]) -> str:
    """The source of one function that returns `expressions`, one at least."""
    pairs, written = found.code(expressions)
    arguments = ", ".join(f"{variable}: Any" for variable in found.parameters)
    lines = [f"def {name}(m: Any, {arguments}) -> tuple[Any, ...]:", f'    """{doc}"""']
    lines += [f"    {symbol} = {text}" for symbol, text in pairs]
    one = f"    return {', '.join(written)}" if len(written) > 1 else f"    return ({written[0]},)"
    if len(one) <= 118:
        lines.append(one)
    else:
        lines += ["    return (", *(f"        {text}," for text in written), "    )"]
    return "\n".join(lines)


def module(entry: Surface) -> str:
    """The whole text of a surface's module."""
    from gdviz.formula.compiling import derivatives

    formula = entry.formula
    found = derivatives(formula)
    variables = found.parameters
    first = ", ".join(f"∂f/∂{v}" for v in variables)
    second = ", ".join(
        f"∂²f/∂{v}²" if v == u else f"∂²f/∂{v}∂{u}" for i, v in enumerate(variables) for u in variables[i:]
    )
    functions = [
        function("loss_grad", found, f"f, {first}", [found.value, *found.grad]),
        function("grad", found, first, found.grad),
        function("hessian", found, second, found.hessian),
    ]
    text = MODULE.format(
        title=entry.title["en"],
        written=WRITTEN,
        variables=", ".join(variables),
        long="",
        functions="\n\n\n".join(functions),
        partials="".join(f'        "{text}",\n' for text in found.partials(formula)),
    )
    if max(map(len, text.splitlines())) > 120:
        text = text.replace("# fmt: off\n", "# fmt: off\n# ruff: noqa: E501\n", 1)
    return text


def index(entries: list[Surface]) -> str:
    """The whole text of index.py."""
    lines = []
    for entry in entries:
        key = ", ".join(f'"{text}"' for text in (entry.formula.canonical, *entry.variables))
        lines.append(f'    ({key}): "{entry.name}",\n')
    return INDEX.format(written=WRITTEN, entries="".join(lines))


def sources() -> dict[str, str]:
    """The text of each file of the package but its __init__.py, by its name."""
    from gdviz.problems.surfaces import names, surface

    entries = [surface(name) for name in names()]
    return {f"{entry.name}.py": module(entry) for entry in entries} | {"index.py": index(entries)}


def main() -> int:
    """Write or check the files."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--check", action="store_true", help="write nothing; exit 1 if a file is stale")
    check = parser.parse_args().check
    sys.path.insert(0, str(ROOT))
    if not (FOLDER / "index.py").exists():
        (FOLDER / "index.py").write_text(INDEX.format(written=WRITTEN, entries=""), encoding="utf-8")
    wanted = sources()
    there = {path.name: path.read_text(encoding="utf-8") for path in FOLDER.glob("*.py") if path.name != BY_HAND}
    stale = sorted(name for name in {*wanted, *there} if wanted.get(name) != there.get(name))
    if not stale:
        print(f"{FOLDER.relative_to(ROOT)} is up to date")
        return 0
    if check:
        print(f"stale in {FOLDER.relative_to(ROOT)}: {', '.join(stale)}; run scripts/precompile.py", file=sys.stderr)
        return 1
    for name in stale:
        if name in wanted:
            (FOLDER / name).write_text(wanted[name], encoding="utf-8")
        else:
            (FOLDER / name).unlink()
    print(f"wrote {len(stale)} files in {FOLDER.relative_to(ROOT)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
