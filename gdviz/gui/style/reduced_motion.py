"""Whether changes are animated: not if the user, or the system, wants reduced motion."""

from __future__ import annotations

import sys
from functools import cache

from PySide6.QtCore import QCoreApplication

_REDUCED = "gdvizReducedMotion"
_GET_CLIENT_AREA_ANIMATION = 0x1042
"""SPI_GETCLIENTAREAANIMATION of Windows."""


def is_reduced() -> bool:
    """Whether things are shown in their final place at once, instead of moving there."""
    app = QCoreApplication.instance()
    return bool(app is not None and app.property(_REDUCED)) or system_reduces()


def set_reduced(reduced: bool) -> None:
    """Set the user's choice."""
    app = QCoreApplication.instance()
    assert app is not None
    app.setProperty(_REDUCED, reduced)


@cache
def system_reduces() -> bool:
    """Whether the system is set to show no animations; only Windows can be asked, Qt 6.10 has no function for it."""
    if sys.platform != "win32":
        return False
    import ctypes

    shown = ctypes.c_int(1)
    known = ctypes.windll.user32.SystemParametersInfoW(_GET_CLIENT_AREA_ANIMATION, 0, ctypes.byref(shown), 0)
    return bool(known) and not shown.value
