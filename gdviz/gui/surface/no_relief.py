"""The sentence that the 3-D view shows if it has no relief."""

from __future__ import annotations

from gdviz.gui.style.opengl import Trouble
from gdviz.gui.style.translating import translate
from gdviz.messages import mark
from gdviz.problems.problem import Problem

_TROUBLES = {
    Trouble.PLATFORM: mark(
        "No 3-D here, because this display has no OpenGL: start gdviz on a desktop (Windows, macOS, X11, "
        "Wayland) to see it; 2-D works."
    ),
    Trouble.CONTEXT: mark(
        "No 3-D here, because OpenGL does not start: install the graphics driver (Debian, Ubuntu: "
        "libgl1-mesa-dri) and start gdviz again; 2-D works."
    ),
    Trouble.PACKAGE: mark(
        "No 3-D here, because PyOpenGL is not installed: run scripts/run.py, or pip install PyOpenGL, and "
        "start gdviz again; 2-D works."
    ),
}


def why_none(problem: Problem, trouble: Trouble | None) -> str:
    """Why there is no relief, and how to fix it; empty if there is one."""
    if problem.dim < 2:
        text = mark("3-D needs two parameters; the loss of {name} alone is the curve in 2-D.")
        return translate(text).format(name=problem.names[0])
    return translate(_TROUBLES[trouble]) if trouble is not None else ""
