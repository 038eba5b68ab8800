"""Makes pyqtgraph look up Qt's names when it uses them, where it would copy all of them when it is imported."""

from __future__ import annotations

import importlib
import sys
from types import ModuleType
from typing import Any

MODULES = ("QtCore", "QtGui", "QtWidgets")
"""The modules of Qt that pyqtgraph has copies of."""


class NamesOf(ModuleType):
    """A module with the names of another one, each looked up at its first use.

    `pyqtgraph.Qt` keeps such modules, to which it adds names, and fills them with all that the modules of Qt have.
    PySide makes a class when its name is looked up, so the copy makes all 750, which takes a tenth of the launch.
    """

    def __init__(self, name: str, source: ModuleType) -> None:
        super().__init__(name)
        self.__path__: list[str] = []  # a package, as pyqtgraph's own
        self._source = source

    def __getattr__(self, name: str) -> Any:
        value = getattr(self._source, name)
        setattr(self, name, value)
        return value


def spare_the_copies() -> None:
    """Import pyqtgraph with modules that look names up; does nothing where it is imported already.

    Raises ImportError where Qt or pyqtgraph does not load.
    """
    if "pyqtgraph" in sys.modules:
        return
    sources = {name: importlib.import_module(f"PySide6.{name}") for name in MODULES}
    for name, source in sources.items():
        sys.modules[f"pyqtgraph.Qt.{name}"] = NamesOf(f"pyqtgraph.Qt.{name}", source)
        source.__dict__["__dir__"] = list  # what is copied is what dir() gives: nothing
    try:
        importlib.import_module("pyqtgraph")
    finally:
        for source in sources.values():
            del source.__dict__["__dir__"]
