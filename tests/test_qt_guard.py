"""The installed Qt binding is one that this program can live with, and imports are not slowed down by it."""

from __future__ import annotations

import subprocess
import sys

from PySide6.QtGui import QPainterPath


def test_that_drawing_does_not_lose_references_of_none() -> None:
    """PySide6 6.12 loses one reference of None a call, until the interpreter aborts."""
    path = QPainterPath()
    before = sys.getrefcount(None)
    for k in range(1000):
        path.lineTo(k, k)
    assert sys.getrefcount(None) > before - 100


def test_that_the_launch_leaves_imports_as_python_has_them() -> None:
    """Qt's own hook would read the source of every module that comes after it."""
    asked = (
        "import builtins; plain = builtins.__import__\n"
        "from gdviz.commandline import window; window.prepare()\n"
        "import sys; assert 'PySide6.QtCore' in sys.modules; assert builtins.__import__ is plain"
    )
    subprocess.run([sys.executable, "-c", asked], check=True)
