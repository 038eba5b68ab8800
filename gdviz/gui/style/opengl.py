"""Checks whether a 3-D view can be drawn here, only when one is needed."""

from __future__ import annotations

import importlib.util
from enum import Enum
from functools import cache

from PySide6.QtGui import QGuiApplication

from gdviz.gui.style import probe


class Trouble(Enum):
    """Why there is no 3-D."""

    PLATFORM = "platform"
    CONTEXT = "context"
    PACKAGE = "package"


def trouble() -> Trouble | None:
    """Why there is no OpenGL; None where there is. This is checked once for each platform (50 ms)."""
    return _trouble(QGuiApplication.platformName())


@cache
def _trouble(platform: str) -> Trouble | None:
    # On other platforms a context seems valid, but drawing crashes.
    if platform not in probe.ON_SCREEN:
        return Trouble.PLATFORM
    if importlib.util.find_spec("OpenGL") is None:
        return Trouble.PACKAGE
    return None if probe.opengl()["opengl"] else Trouble.CONTEXT
