"""The boundaries of the house: who may import what."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import gdviz

ROOT = Path(__file__).resolve().parents[1]

PACKAGE = ROOT / "gdviz"
FILES = sorted(PACKAGE.rglob("*.py"))


def imported(file: Path) -> Iterator[str]:
    """The top-level packages that a file imports anywhere in it."""
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name.partition(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module.partition(".")[0]


def importers(*packages: str) -> set[str]:
    return {file.relative_to(PACKAGE).as_posix() for file in FILES if set(imported(file)) & set(packages)}


@pytest.mark.parametrize("modules", ["gdviz", "gdviz, gdviz.cli", "gdviz; gdviz.run; gdviz.load"])
def test_that_importing_the_library_loads_no_heavy_package(modules: str) -> None:
    heavy = ["PySide6", "pyqtgraph", "cupy", "llvmlite", "sympy"]
    code = f"import sys; import {modules}; print([name for name in {heavy} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.stdout.strip() == "[]", done.stdout + done.stderr


def test_that_qt_is_imported_only_by_the_window() -> None:
    outside = {name for name in importers("PySide6", "shiboken6", "pyqtgraph") if not name.startswith("gui/")}
    assert not outside


def test_that_cupy_is_imported_only_by_the_backend() -> None:
    assert importers("cupy", "cupyx") <= {"backend.py"}


def test_that_llvm_is_imported_only_where_loops_become_machine_code() -> None:
    assert importers("llvmlite") <= {"engine/native.py"}


def test_that_no_layout_is_asked_for_its_items() -> None:
    # What itemAt gives lives in Python as long as the layout. Qt deletes the item when its widget leaves, with no word
    # to Python, which then crashes on what comes to lie in its place.
    asking = {file.name for file in FILES if ".itemAt(" in file.read_text(encoding="utf-8")}
    assert not asking


def test_that_no_two_modules_of_the_window_share_a_name() -> None:
    names = [file.stem if file.stem != "__init__" else file.parent.name for file in (PACKAGE / "gui").rglob("*.py")]
    assert len(names) > 200
    assert sorted(set(names)) == sorted(names)


def submodules() -> set[str]:
    """The modules and packages right below gdviz."""
    return {path.stem for path in PACKAGE.glob("*.py")} | {path.parent.name for path in PACKAGE.glob("*/__init__.py")}


def test_that_no_public_name_is_that_of_a_module() -> None:
    # Importing a submodule binds it in its package, in place of what has its name.
    assert len(submodules()) > 20
    assert not set(gdviz.__all__) & submodules()


def test_that_every_public_name_is_there_after_all_modules_have_been_imported() -> None:
    code = f"""if True:
        import importlib
        import gdviz
        for name in {sorted(submodules() - {"__init__", "__main__"})}:
            importlib.import_module("gdviz." + name)
        print([name for name in gdviz.__all__ if not callable(getattr(gdviz, name))], len(gdviz.examples()))
        print(gdviz.example("worked_example").title, gdviz.run(gdviz.example("worked_example")).runs[0].n)
    """
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.stdout.startswith("[] ") and done.returncode == 0, done.stdout + done.stderr
