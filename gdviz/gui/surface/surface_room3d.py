"""The room of the loss surface as a relief, for figures."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gdviz.gui.kernel.room import LARGE, Room, ViewContext
from gdviz.gui.style.translating import translate
from gdviz.gui.surface.surface_room import LEAST
from gdviz.messages import mark

if TYPE_CHECKING:
    from gdviz.gui.kernel.scene import Scene
    from gdviz.gui.surface.surface_view3d import SurfaceView3d


def _make(context: ViewContext) -> SurfaceView3d:
    """Make the view; it has no title beside the surface from above, which shows one."""
    from gdviz.gui.surface.surface_view3d import SurfaceView3d

    return SurfaceView3d(context.figure, context.nodes, titled="surface" not in context.parts)


def _is_there(scene: Scene) -> bool:
    from gdviz.gui.style import opengl

    return scene.problem.dim > 1 and opengl.trouble() is None


ROOM = Room(
    lambda: translate(mark("Loss surface in 3-D")),
    LARGE,
    _make,
    short=lambda: translate(mark("3-D")),
    least=lambda view: LEAST,
    is_there=_is_there,
)
