"""Finds plug-ins: every module of a folder that defines a class with a `kind` of its own.

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
    """All plug-in classes of `package` (such as "gdviz.optimizers") by kind, sorted by their `order`.

    Raises ValueError when two claim one kind.
    """
    found: dict[str, type] = {}
    home = importlib.import_module(package)
    for info in pkgutil.iter_modules(home.__path__):
        module = importlib.import_module(f"{package}.{info.name}")
        for value in vars(module).values():
            if isinstance(value, type) and value.__module__ == module.__name__ and value.__dict__.get("kind"):
                kind: str = value.__dict__["kind"]
                if kind in found:
                    raise ValueError(f"{package}: both {found[kind].__module__} and {module.__name__} are {kind!r}")
                found[kind] = value
    return dict(sorted(found.items(), key=lambda item: (getattr(item[1], "order", 100), item[0])))


def from_json(package: str, data: Any, path: str) -> Any:
    """Make the plug-in that `data["kind"]` names.

    Raises ExperimentError with the path of the offending key.
    """
    if not isinstance(data, dict):
        raise ExperimentError(path, message("must be an object with a kind"))
    known = plugins(package)
    if "kind" not in data:
        raise ExperimentError(join(path, "kind"), message("is missing"))
    if not isinstance(data["kind"], str) or data["kind"] not in known:
        raise ExperimentError(join(path, "kind"), unknown(data["kind"], known))
    cls = known[data["kind"]]
    reader = getattr(cls, "from_json", None)
    return reader(data, path) if reader else build(cls, data, path)
