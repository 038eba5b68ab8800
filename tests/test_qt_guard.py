"""The installed Qt binding is one that this program can live with."""

from __future__ import annotations

import sys

from PySide6.QtGui import QPainterPath


def test_that_drawing_does_not_lose_references_of_none() -> None:
    """PySide6 6.12 loses one reference of None a call, until the interpreter aborts."""
    path = QPainterPath()
    before = sys.getrefcount(None)
    for k in range(1000):
        path.lineTo(k, k)
    assert sys.getrefcount(None) > before - 100
