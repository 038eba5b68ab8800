"""The boundaries of the packages: which may import what."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

import gdviz
from tests.test_import_circles import imports, modules

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


def test_that_no_two_modules_share_a_name() -> None:
    """Plug-ins may, which are named after their kind, and what each package has."""
    homes: dict[str, list[str]] = {}
    for file in FILES:
        if not file.name.startswith("__"):
            homes.setdefault(file.name, []).append(file.relative_to(PACKAGE).as_posix())
    shared = {name: found for name, found in homes.items() if len(found) > 1}
    assert shared == {"expression.py": ["problems/expression.py", "schedules/expression.py"]}


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


def test_that_dask_is_imported_only_by_the_command_that_is_given_a_scheduler() -> None:
    assert importers("dask", "distributed") <= {"commandline/cluster.py"}


def test_that_no_layout_is_asked_for_its_items() -> None:
    # What itemAt gives lives in Python as long as the layout. Qt deletes the item when its widget leaves, with no word
    # to Python, which then crashes on what comes to lie in its place.
    asking = {file.name for file in FILES if ".itemAt(" in file.read_text(encoding="utf-8")}
    assert not asking


def test_that_no_two_modules_of_the_window_share_a_name() -> None:
    names = [file.stem if file.stem != "__init__" else file.parent.name for file in (PACKAGE / "gui").rglob("*.py")]
    assert len(names) > 200
    assert sorted(set(names)) == sorted(names)


def lines_of_rooms() -> list[list[str]]:
    """The contract of the rooms in pyproject.toml: from the top, the parts of gdviz.gui in each line."""
    tools = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]
    contracts = tools["importlinter"]["contracts"]
    (layers,) = (contract["layers"] for contract in contracts if contract.get("containers") == ["gdviz.gui"])
    return [re.findall(r"\w+", line) for line in layers]


def not_below(files: Mapping[str, Path]) -> set[tuple[str, str]]:
    """The imports in gdviz.gui that lead to another part of it which is in no line below.

    A part that the contract does not name is a room, and stands in the row of the rooms; import-linter passes it over.
    """
    line_of = {part: line for line, parts in enumerate(lines_of_rooms()) for part in parts}
    row = line_of["plots"]
    found = set()
    for module, targets in imports(files).items():
        for target in targets:
            if module.startswith("gdviz.gui.") and target.startswith("gdviz.gui."):
                here, there = module.split(".")[2], target.split(".")[2]
                if here != there and line_of.get(there, row) <= line_of.get(here, row):
                    found.add((module, target))
    return found


def test_that_a_room_that_the_contract_does_not_name_obeys_the_rule_of_the_row() -> None:
    assert not not_below(modules(ROOT, "gdviz"))


def test_that_an_import_against_the_rule_of_the_row_is_found(tmp_path: Path) -> None:
    sources = {
        "new/new_view.py": "from gdviz.gui.kernel.view import View\nfrom gdviz.gui.drawing import strokes\nimport os",
        "new/new_room.py": "from .new_view import V\nif TYPE_CHECKING:\n    from gdviz.gui.plots.loss_view import L",
        "new/menu.py": "def f():\n    from gdviz.gui.shell import main_window\n    from gdviz.gui.other import two",
        "shell/main_window.py": "import gdviz.gui.new.new_view\nfrom gdviz.gui.plots import loss_view",
        "plots/loss_view.py": "from gdviz.gui.new.new_view import V",
        "kernel/view.py": "from gdviz.gui.new import new_view",
        "drawing/strokes.py": "",
        "other/two.py": "",
    }
    for name, text in sources.items():
        file = tmp_path / "gdviz" / "gui" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    found = not_below(modules(tmp_path, "gdviz"))
    assert {tuple(module.removeprefix("gdviz.gui.") for module in pair) for pair in found} == {
        ("new.new_room", "plots.loss_view"),
        ("new.menu", "shell.main_window"),
        ("new.menu", "other.two"),
        ("plots.loss_view", "new.new_view"),
        ("kernel.view", "new.new_view"),
    }


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
