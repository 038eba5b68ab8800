"""No modules import each other in a circle: imports in functions and for types are counted, too."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


def modules(root: Path, package: str) -> dict[str, Path]:
    """The file of each module of `package` below `root`, by the module's full name."""
    found = {}
    for file in sorted((root / package).rglob("*.py")):
        parts = file.relative_to(root).with_suffix("").parts
        found[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = file
    return found


def named(tree: ast.Module, module: str, is_package: bool) -> Iterator[tuple[str, str]]:
    """What a module imports at any depth: (the module named, the name taken from it or "")."""
    statements: list[ast.AST] = [tree]
    while statements:
        node = statements.pop()
        for block in ("body", "orelse", "finalbody", "handlers", "cases"):  # expressions hold no imports
            inner = getattr(node, block, ())
            if isinstance(inner, list):
                statements += inner
        if isinstance(node, ast.Import):
            yield from ((alias.name, "") for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = node.module or ""
            if node.level:  # one dot is the package of the module, each further dot the package around it
                parts = module.split(".")
                parts = parts[: len(parts) - node.level + is_package]
                base = ".".join([*parts, *([base] if base else [])])
            yield from ((base, alias.name) for alias in node.names)


def imports(files: Mapping[str, Path]) -> dict[str, set[str]]:
    """The modules of `files` that each one imports.

    `from package import name` imports the module `package.name` where there is one, and `package` itself else.
    An import of `a.b.c` runs `a` and `a.b` as well, and so depends on them, unless they hold the module that imports
    and so run already.
    """
    graph: dict[str, set[str]] = {}
    for module, file in files.items():
        tree = ast.parse(file.read_text(encoding="utf-8"))
        graph[module] = set()
        for base, name in named(tree, module, file.name == "__init__.py"):
            target = f"{base}.{name}" if f"{base}.{name}" in files else base
            parts = target.split(".")
            for end in range(1, len(parts)):
                package = ".".join(parts[:end])
                if not f"{module}.".startswith(f"{package}."):
                    graph[module].add(package)
            graph[module].add(target)
        graph[module] = {target for target in graph[module] if target in files and target != module}
    return graph


def circles(graph: Mapping[str, set[str]]) -> list[set[str]]:
    """The strongly connected components of more than one module (Tarjan 1972, with a stack in place of recursion)."""
    order: dict[str, int] = {}
    lowest: dict[str, int] = {}
    waiting: list[str] = []
    found = []
    for root in graph:
        if root in order:
            continue
        order[root] = lowest[root] = len(order)
        waiting.append(root)
        path = [(root, iter(sorted(graph[root])))]
        while path:
            module, rest = path[-1]
            for target in rest:
                if target not in order:
                    order[target] = lowest[target] = len(order)
                    waiting.append(target)
                    path.append((target, iter(sorted(graph[target]))))
                    break
                if target in waiting:
                    lowest[module] = min(lowest[module], order[target])
            else:
                path.pop()
                if path:
                    lowest[path[-1][0]] = min(lowest[path[-1][0]], lowest[module])
                if lowest[module] == order[module]:
                    start = waiting.index(module)
                    component = set(waiting[start:])
                    del waiting[start:]
                    if len(component) > 1:
                        found.append(component)
    return sorted(found, key=min)


def test_that_no_modules_import_each_other_in_a_circle() -> None:
    found = list(map(sorted, circles(imports(modules(ROOT, "gdviz")))))
    assert not found, f"these modules import each other: {found}"


SOURCES = {
    "house/__init__.py": "",
    "house/alone.py": "import house.alone\nimport os",
    "house/later.py": "def f():\n    try:\n        pass\n    finally:\n        from house import now",
    "house/now.py": "match 1:\n    case _:\n        import house.later",
    "house/typed.py": "if TYPE_CHECKING:\n    from .untyped import Thing",
    "house/untyped.py": "class Thing:\n    from house.typed import Other",
    "house/room/__init__.py": "from house.room.bed import sleep",
    "house/room/bed.py": "from ..door import knob\nfrom house.room.lamp import light",
    "house/room/lamp.py": "from house.alone import one",
    "house/door.py": "import house.room.lamp",
    "house/window.py": "from house.room import bed",
}
"""A package with three circles: an import in a function, one for types, and one that only running a package closes."""


def test_that_circles_are_found_through_functions_type_imports_relative_imports_and_packages(tmp_path: Path) -> None:
    for name, text in SOURCES.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    graph = imports(modules(tmp_path, "house"))
    assert graph["house.window"] == {"house.room", "house.room.bed"}
    assert graph["house.room"] == {"house.room.bed"} and graph["house.alone"] == set()
    assert graph["house.room.bed"] == {"house.door", "house.room.lamp"}
    assert circles(graph) == [
        {"house.door", "house.room", "house.room.bed"},
        {"house.later", "house.now"},
        {"house.typed", "house.untyped"},
    ]
