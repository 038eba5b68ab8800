#!/usr/bin/env python3
"""Write gdviz/problems/precompiled.py: the derivatives of the catalogue's surfaces as plain Python.

So that no surface waits for sympy. Run it after a change in resources/surfaces/ or in gdviz/formula/:
``python scripts/precompile.py``. With --check nothing is written, and the exit code is 1 if the file is stale.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
TARGET = ROOT / "gdviz" / "problems" / "precompiled.py"
HEAD = '''"""The catalogue's surfaces with their derivatives, written by scripts/precompile.py: change nothing here.

Functions of ``(m, x, y)``, `m` with the functions of `gdviz.formula.scalars`; see `gdviz.formula.Compiled`.
"""
# fmt: off

from __future__ import annotations

from typing import Any

from gdviz.formula import Compiled

'''


def function(name: str, doc: str, expressions: list[Any]) -> str:
    """The source of one function that returns `expressions`."""
    from gdviz.formula.compiling import emit, shared

    pairs, results = shared(expressions)
    lines = [f"def {name}(m: Any, x: Any, y: Any) -> tuple[Any, ...]:", f'    """{doc}"""']
    lines += [f"    {symbol} = {emit(expression)}" for symbol, expression in pairs]
    one = f"    return {', '.join(emit(result) for result in results)}"
    if len(one) <= 118:
        lines.append(one)
    else:
        lines += ["    return (", *(f"        {emit(result)}," for result in results), "    )"]
    return "\n".join(lines)


def source() -> str:
    """The whole text of the module."""
    from gdviz.formula.compiling import derivatives, partial_texts
    from gdviz.problems.surfaces import names, surface

    functions, code, known = [], [], []
    for name in names():
        formula = surface(name).formula
        _, loss, grad, hessian = derivatives(formula)
        functions += [
            function(f"{name}_loss_grad", "f, ∂f/∂x, ∂f/∂y", [loss, *grad]),
            function(f"{name}_grad", "∂f/∂x, ∂f/∂y", grad),
            function(f"{name}_hessian", "∂²f/∂x², ∂²f/∂x∂y, ∂²f/∂y²", hessian),
        ]
        texts = "".join(f'            "{text}",\n' for text in partial_texts(formula, grad))
        code.append(
            f'    "{formula.canonical}": Compiled(\n'
            f"        {name}_loss_grad,\n        {name}_grad,\n        {name}_hessian,\n"
            f"        (\n{texts}        ),\n    ),\n"
        )
        known.append(f'    "{formula.canonical}": "{name}",\n')
    tables = (
        "NAMES = {\n" + "".join(known) + '}\n"""The surface of each formula, by its canonical text."""\n\n'
        "CODE = {\n" + "".join(code) + '}\n"""The code of each formula, by its canonical text."""\n'
    )
    text = HEAD + "\n" + "\n\n\n".join(functions) + "\n\n\n" + tables
    if max(map(len, text.splitlines())) > 120:
        text = text.replace("# fmt: off\n", "# fmt: off\n# ruff: noqa: E501\n", 1)
    return text


def main() -> int:
    """Write or check the file."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--check", action="store_true", help="write nothing; exit 1 if the file is stale")
    check = parser.parse_args().check
    sys.path.insert(0, str(ROOT))
    if not TARGET.exists():
        TARGET.write_text(HEAD + "NAMES: dict[str, str] = {}\nCODE: dict[str, Compiled] = {}\n", encoding="utf-8")
    text = source()
    if TARGET.read_text(encoding="utf-8") == text:
        print(f"{TARGET.relative_to(ROOT)} is up to date")
        return 0
    if check:
        print(f"{TARGET.relative_to(ROOT)} is stale: run scripts/precompile.py", file=sys.stderr)
        return 1
    TARGET.write_text(text, encoding="utf-8")
    print(f"wrote {TARGET.relative_to(ROOT)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
