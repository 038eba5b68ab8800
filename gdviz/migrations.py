"""Older versions of the experiment file, brought up to date when they are read."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

MIGRATIONS: dict[int, Callable[[dict[str, Any]], dict[str, Any]]] = {}
"""Version n: makes the object of version n + 1. It leaves what it does not understand for the checks to name."""


def migrated(data: dict[str, Any]) -> dict[str, Any]:
    """The object of an experiment file in the present version; one of an unknown version as it is."""
    version = data.get("version")
    while type(version) is int and version in MIGRATIONS:
        data = {**MIGRATIONS[version](data), "version": version + 1}
        version += 1
    return data
