"""The installed Qt binding is one that this program can live with, and imports are not slowed down by it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pyqtgraph.Qt
from PySide6.QtGui import QPainterPath

from gdviz.commandline.qt_names import MODULES


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


def test_that_the_launch_does_not_make_every_class_of_qt() -> None:
    """Copying all names into pyqtgraph makes 750 classes, a tenth of the launch."""
    asked = (
        "from gdviz.commandline import window; window.prepare()\n"
        "import PySide6.QtWidgets, pyqtgraph.Qt as qt\n"
        "assert 'QWizard' not in vars(PySide6.QtWidgets) and 'QWizard' not in vars(qt.QtWidgets)\n"
        "assert qt.QtWidgets.QWizard is PySide6.QtWidgets.QWizard and 'QWizard' in dir(PySide6.QtWidgets)"
    )
    subprocess.run([sys.executable, "-c", asked], check=True)


def test_that_pyqtgraph_finds_all_names_of_qt_after_the_launch() -> None:
    asked = (
        "from gdviz.commandline import window; window.prepare()\n"
        "import pyqtgraph.Qt as qt, PySide6.QtCore, PySide6.QtGui, PySide6.QtWidgets, PySide6.QtOpenGLWidgets\n"
        "for name in ('QtCore', 'QtGui', 'QtWidgets'):\n"
        "    source, own = getattr(PySide6, name), getattr(qt, name)\n"
        "    assert all(getattr(own, each) is getattr(source, each) for each in dir(source) if each[0] == 'Q'), name\n"
        "    assert not hasattr(own, 'QNothing'), name\n"
        "assert qt.QtWidgets.QOpenGLWidget is PySide6.QtOpenGLWidgets.QOpenGLWidget\n"
        "assert qt.QtGui.QFileSystemModel is PySide6.QtWidgets.QFileSystemModel\n"
    )
    subprocess.run([sys.executable, "-c", asked], check=True)


def test_that_pyqtgraphs_copies_have_nothing_of_their_own() -> None:
    """What they had would be lost at the launch, which puts other modules in their places."""
    home = Path(pyqtgraph.Qt.__file__).parent
    for name in MODULES:
        assert (home / name / "__init__.py").read_text(encoding="utf-8").strip() == ""
