"""Finds plug-ins: every module of a folder that defines a class with its own `kind`.

Adding an optimizer, a schedule or a problem is one new file in its folder; nothing else names it.
"""

from __future__ import annotations

import importlib
import pkgutil
from functools import cache
from typing import Any

from gdviz.messages import ExperimentError, message
from gdviz.params import build, join, unknown


@cache
def plugins(package: str) -> dict[str, type]:
    """All plug-in classes of `package` (such as "gdviz.optimizers") by kind.

    They are sorted by what their `place()` returns, or else by their `order`.
    Raises ValueError when two claim one kind.
    """
    found: dict[str, type] = {}
    home = importlib.import_module(package)
    for info in pkgutil.iter_modules(home.__path__):
        for kind, cls in _in_module(f"{package}.{info.name}").items():
            if kind in found:
                raise ValueError(f"{package}: both {found[kind].__module__} and {cls.__module__} are {kind!r}")
            found[kind] = cls
    return dict(sorted(found.items(), key=lambda item: (_place(item[1]), item[0])))


@cache
def plugin(package: str, kind: str) -> type | None:
    """The plug-in class of one kind, or None.

    Where a module has the kind's name, or its plural, only that one is imported: importing all costs a tenth of a
    launch.
    """
    home = importlib.import_module(package)
    for info in pkgutil.iter_modules(home.__path__):
        if info.name in (kind, f"{kind}s"):
            cls = _in_module(f"{package}.{info.name}").get(kind)
            if cls is not None:
                return cls
    return plugins(package).get(kind)


def _place(cls: Any) -> tuple[int, int]:
    """Where a plug-in stands in a list: the number of its group, and its place there."""
    place: tuple[int, int] = cls.place() if hasattr(cls, "place") else (0, getattr(cls, "order", 100))
    return place


def _in_module(name: str) -> dict[str, type]:
    module = importlib.import_module(name)
    return {
        value.__dict__["kind"]: value
        for value in vars(module).values()
        if isinstance(value, type) and value.__module__ == name and value.__dict__.get("kind")
    }


def unknown_kind(package: str, kind: object, path: str) -> ExperimentError:
    """The error for an unknown kind; it names the known ones."""
    known = [name for name, one in plugins(package).items() if not getattr(one, "withheld", False)]
    return ExperimentError(join(path, "kind"), unknown(kind, known))


def from_json(package: str, data: object, path: str) -> Any:
    """Make the plug-in that `data["kind"]` names.

    Raises ExperimentError with the path of the offending key.
    """
    if not isinstance(data, dict):
        raise ExperimentError(path, message("must be an object with a kind"))
    if "kind" not in data:
        raise ExperimentError(join(path, "kind"), message("is missing"))
    cls = plugin(package, data["kind"]) if isinstance(data["kind"], str) else None
    if cls is None:
        raise unknown_kind(package, data["kind"], path)
    reader = getattr(cls, "from_json", None)
    return reader(data, path) if reader else build(cls, data, path)
