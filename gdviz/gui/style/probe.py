"""What Qt can do here, for gdviz.doctor, which runs this file as a process of its own: it may crash.

One JSON object a line, each written at once, so that what was known before a crash arrives.
"""

from __future__ import annotations

import json
from typing import Any

from PySide6.QtGui import QFontDatabase, QGuiApplication, QOffscreenSurface, QOpenGLContext

ON_SCREEN = ("xcb", "wayland", "windows", "cocoa")
"""The platforms on which OpenGL is tried; on the others a context seems valid, but a view crashes."""


def print_found(**what: Any) -> None:
    """Print what was found."""
    print(json.dumps(what), flush=True)


def opengl() -> dict[str, Any]:
    """The version of OpenGL; an empty one, with the reason, where no context can be made current."""
    surface = QOffscreenSurface()
    surface.create()
    context = QOpenGLContext()
    if not context.create() or not context.makeCurrent(surface):
        return {"opengl": "", "opengl_trouble": "no context"}
    try:
        format = context.format()
        return {"opengl": f"{format.majorVersion()}.{format.minorVersion()}"}
    finally:
        context.doneCurrent()


def main() -> None:
    """Print Qt's version and platform, the Korean fonts, OpenGL."""
    from PySide6 import __version__
    from PySide6.QtCore import qVersion

    app = QGuiApplication([])
    platform = app.platformName()
    on_screen = platform in ON_SCREEN
    print_found(qt=qVersion(), pyside=__version__, platform=platform, on_screen=on_screen)
    print_found(korean=QFontDatabase.families(QFontDatabase.WritingSystem.Korean))
    print_found(**(opengl() if on_screen else {"opengl": ""}))


if __name__ == "__main__":
    main()
