"""Finds what has another name or place in other commits, so that the benchmarks measure them, too."""

from __future__ import annotations

import importlib
from typing import Any


def reach(root: Any, *paths: str) -> Any:
    """The first of these dotted paths of attributes that there is. Raises AttributeError where there is none."""
    for path in paths:
        found = root
        try:
            for name in path.split("."):
                found = getattr(found, name)
        except AttributeError:
            continue
        return found
    raise AttributeError(f"{type(root).__name__} has none of {', '.join(paths)}")


def member(*names: str) -> Any:
    """The first of these members of modules, "package.module:member", that there is. Raises ImportError for none."""
    for name in names:
        module, _, attribute = name.partition(":")
        try:
            return getattr(importlib.import_module(module), attribute)
        except (ImportError, AttributeError):
            continue
    raise ImportError(f"there is none of {', '.join(names)}")
