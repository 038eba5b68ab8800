"""No modules import each other in a circle: imports in functions and for types are counted, too."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]

KNOWN: list[set[str]] = [
    {
        "gdviz.gui.data.data_stage",
        "gdviz.gui.data.open_data",
        "gdviz.gui.explore.batch_switches",
        "gdviz.gui.explore.explore_menu",
        "gdviz.gui.explore.explorer",
        "gdviz.gui.explore.rate_map_window",
        "gdviz.gui.export.export_film",
        "gdviz.gui.export.export_image",
        "gdviz.gui.export.export_image_form",
        "gdviz.gui.export.export_image_preview",
        "gdviz.gui.export.figure",
        "gdviz.gui.export.film_scene",
        "gdviz.gui.export.filming",
        "gdviz.gui.export.series",
        "gdviz.gui.export.shown",
        "gdviz.gui.export.view_choice",
        "gdviz.gui.export.wish",
        "gdviz.gui.shell.add_recorded",
        "gdviz.gui.shell.commands",
        "gdviz.gui.shell.dropped_files",
        "gdviz.gui.shell.export_menu",
        "gdviz.gui.shell.files",
        "gdviz.gui.shell.kept_lessons",
        "gdviz.gui.shell.lesson_menu",
        "gdviz.gui.shell.main_window",
        "gdviz.gui.shell.plane_commands",
        "gdviz.gui.shell.presentation",
        "gdviz.gui.shell.recent",
        "gdviz.gui.shell.steering",
        "gdviz.gui.shell.window_modes",
        "gdviz.gui.surface.arrow_menu",
    },
    {
        "gdviz.gui.panel.data_rows",
        "gdviz.gui.panel.parameter_panel",
    },
    {
        "gdviz.gui.plots.plot_parts",
        "gdviz.gui.plots.plot_zoom",
    },
    {
        "gdviz.gui.plots.recorded_curves",
        "gdviz.gui.plots.recorded_plot",
    },
    {
        "gdviz.gui.plots.schedule_editing",
        "gdviz.gui.plots.schedule_hands",
        "gdviz.gui.plots.schedule_pen",
    },
    {
        "gdviz.gui.surface.surface_readout",
        "gdviz.gui.surface.surface_view",
    },
]
"""The circles that are left, each as the set of its modules. A circle that shrinks or goes is changed here as well."""


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


@cache
def circles_of_gdviz() -> list[set[str]]:
    return circles(imports(modules(ROOT, "gdviz")))


def test_that_no_modules_import_each_other_in_a_circle() -> None:
    new = [sorted(circle) for circle in circles_of_gdviz() if not any(circle <= known for known in KNOWN)]
    assert not new, f"these modules import each other: {new}"


def test_that_each_known_circle_is_still_one() -> None:
    stale = [sorted(known) for known in KNOWN if known not in circles_of_gdviz()]
    assert not stale, f"these circles are smaller or gone: write in KNOWN what is left of them: {stale}"


def test_that_the_library_has_no_known_circle() -> None:
    assert all(name.startswith("gdviz.gui.") for known in KNOWN for name in known)


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
