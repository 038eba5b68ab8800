"""The dialog about the program: its version, those of its libraries, and the licences of included work."""

from __future__ import annotations

import platform
from html import escape
from importlib import metadata

from PySide6.QtCore import QSize, qVersion
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QTextBrowser,
    QVBoxLayout,
    QWidget,
)

import gdviz
from gdviz.gui.style import fonts, icons
from gdviz.gui.widgets.dialog_size import open_at

_LIBRARIES = ("PySide6-Essentials", "pyqtgraph", "PyOpenGL", "numpy", "sympy", "contourpy", "pillow")
_CUPY = ("cupy-cuda13x", "cupy-cuda12x", "cupy")
_LICENCES = (
    ("gdviz", "MIT"),
    ("Inter (Rasmus Andersson)", "SIL Open Font License 1.1"),
    ("Noto Sans KR (Google, Adobe)", "SIL Open Font License 1.1"),
    ("Scientific colour maps (Fabio Crameri)", "MIT"),
    ("Qt, PySide6 (The Qt Company)", "LGPL 3"),
    ("pyqtgraph", "MIT"),
    ("NumPy, SymPy, contourpy, PyOpenGL", "BSD 3-Clause"),
    ("Pillow", "MIT-CMU"),
    ("Python", "PSF 2"),
)


class AboutDialog(QDialog):
    """Shows versions, which can be copied for a report, and licences."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("aboutDialog")
        self.setWindowTitle(self.tr("About gdviz"))
        icon = QLabel(self)
        icon.setPixmap(icons.app_icon().pixmap(QSize(64, 64)))
        name = QLabel(f"gdviz {gdviz.__version__}", self)
        name.setFont(fonts.title())
        what = QLabel(self.tr("Gradient descent, made visible: step by step, run beside run."), self)
        what.setProperty("role", "label")
        what.setWordWrap(True)
        words = QVBoxLayout()
        words.addWidget(name)
        words.addWidget(what)
        words.addStretch(1)
        top = QHBoxLayout()
        top.setSpacing(16)
        top.addWidget(icon)
        top.addLayout(words, 1)

        self.text = QTextBrowser(self)
        self.text.setFrameShape(QFrame.Shape.NoFrame)
        self.text.setHtml(
            f"<h4>{escape(self.tr('Versions'))}</h4>{_table(versions())}"
            f"<h4>{escape(self.tr('Licences'))}</h4>{_table(_LICENCES)}"
        )
        self.text.setAccessibleName(self.tr("Versions and licences"))
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, self)
        self.copy_button = buttons.addButton(self.tr("&Copy versions"), QDialogButtonBox.ButtonRole.ActionRole)
        self.copy_button.clicked.connect(self._copy)
        buttons.rejected.connect(self.reject)
        close = buttons.button(QDialogButtonBox.StandardButton.Close)
        close.setDefault(True)
        close.setFocus()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 20, 20, 16)
        layout.setSpacing(12)
        layout.addLayout(top)
        layout.addWidget(self.text, 1)
        layout.addWidget(buttons)
        open_at(self, 480, 520)

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText("\n".join(f"{name} {version}" for name, version in versions()))


def versions() -> list[tuple[str, str]]:
    """Return (name, version) of the program and its libraries, of CuPy if installed; imports none of them."""
    found = [
        ("gdviz", gdviz.__version__),
        ("Python", f"{platform.python_version()} ({platform.system()} {platform.machine()})"),
        ("Qt", qVersion()),
    ]
    for name in _LIBRARIES:
        found.append((name, _version(name) or "?"))
    cupy = next(((name, version) for name in _CUPY if (version := _version(name))), None)
    return [*found, cupy] if cupy else found


def _version(distribution: str) -> str | None:
    try:
        return metadata.version(distribution)
    except metadata.PackageNotFoundError:
        return None


def _table(rows: tuple[tuple[str, str], ...] | list[tuple[str, str]]) -> str:
    cells = "".join(f"<tr><td>{escape(a)}&nbsp;&nbsp;&nbsp;</td><td>{escape(b)}</td></tr>" for a, b in rows)
    return f"<table cellspacing='0' cellpadding='2'>{cells}</table>"
