"""Whether anything moves by itself between two steps: not where the person, or the system, wants little motion."""

from __future__ import annotations

import sys
from functools import cache

from PySide6.QtCore import QCoreApplication

_REDUCED = "gdvizReducedMotion"
_GET_CLIENT_AREA_ANIMATION = 0x1042
"""SPI_GETCLIENTAREAANIMATION of Windows."""


def is_reduced() -> bool:
    """Whether what glides, rolls or is shuffled is shown in its last place at once."""
    app = QCoreApplication.instance()
    return bool(app is not None and app.property(_REDUCED)) or system_reduces()


def set_reduced(reduced: bool) -> None:
    """Set what the person has chosen."""
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
