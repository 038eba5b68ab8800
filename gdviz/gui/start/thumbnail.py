"""The thumbnail of a prepared experiment: its most telling view, without axes and words."""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QImage

from gdviz.engine.runner import iterate, prepare
from gdviz.gui.explore.explorer import Explorer
from gdviz.gui.explore.tools import tools_on
from gdviz.gui.export.image import picture
from gdviz.gui.kernel.derived import Derived, Medium
from gdviz.gui.kernel.room import ViewContext
from gdviz.gui.kernel.scene import Scene
from gdviz.gui.rooms import room
from gdviz.gui.style.translating import choose
from gdviz.gui.surface.surface_view import SurfaceView
from gdviz.view_state import ViewState, moment_from

if TYPE_CHECKING:
    from gdviz.gui.style.theme import Theme
    from gdviz.prepared import Prepared

SIZE = QSize(240, 160)
"""Pixels of a picture, on a screen of the usual density."""
_REDUCED = 0.72
"""The factor by which the view is reduced: its lines and marks are made for larger pictures."""
_AXES = QSize(120, 90)
"""Pixels for the axes in the first layout; then the view is resized so that its plot fits."""
_MEDIUM = Medium(tools=False, playhead=False)


def drawing(known: Prepared, theme: Theme, ratio: float) -> Generator[None, None, QImage]:
    """Compute and draw the thumbnail in steps of some hundredths of a second; each pixel of SIZE has `ratio` pixels.

    The generator returns the image.
    """
    experiment = known.open(choose)
    result = prepare(experiment, "cpu")
    for chunk in iterate(experiment, result):
        result.runs[chunk.run].append(chunk)
        yield
    state = ViewState().opened(experiment.view).changed(**moment_from(known.moment))
    scene = Scene.of(result, theme, state)
    scene = replace(scene.at(scene.clock.limit), derived=Derived(medium=_MEDIUM))
    view = room(known.thumbnail).make(ViewContext(state, None, _MEDIUM))
    explorer = Explorer(view, view) if isinstance(view, SurfaceView) and tools_on(scene) else None
    try:
        yield from _shown(view, explorer, scene)
        image, place = picture(view, ratio * _REDUCED), _plotted(view)
    finally:
        for tool in explorer.tools.values() if explorer is not None else ():
            tool.set_shown(False)  # a map of basins is computed in a thread
        view.release()
        view.close()
        view.deleteLater()
    scale = ratio * _REDUCED
    image = image.copy(QRectF(place.topLeft() * scale, place.size() * scale).toRect())
    size = QSize(round(SIZE.width() * ratio), round(SIZE.height() * ratio))
    image = image.scaled(size, Qt.AspectRatioMode.IgnoreAspectRatio, Qt.TransformationMode.SmoothTransformation)
    image.setDevicePixelRatio(1.0)
    return image


def _shown(view: Any, explorer: Explorer | None, scene: Scene) -> Generator[None, None, None]:
    """Show the scene in the view until it is drawn, at a size at which the plotted area is as large as the picture."""
    view.setAttribute(Qt.WidgetAttribute.WA_DontShowOnScreen)
    wanted = QSize(round(SIZE.width() / _REDUCED), round(SIZE.height() / _REDUCED))
    view.resize(wanted + _AXES)
    view.show_scene(scene, None)
    view.show()
    if isinstance(view, SurfaceView):
        view.markers.words = {}
        view.curve.names.hide()
    if explorer is not None:
        explorer.show_scene(scene, None)
    before = QSize()
    while True:
        yield
        if view.busy or (explorer is not None and explorer.busy):
            continue
        missing = wanted - _plotted(view).size().toSize()
        if missing.isNull() or missing == before:  # in very large type the least size of the view may be larger
            break
        before = missing
        view.resize(view.size() + missing)
    for tool in explorer.tools.values() if explorer is not None else ():
        if tool.card is not None:
            tool.card.hide()


def _plotted(view: Any) -> QRectF:
    """Return the plotted area, in pixels of the view."""
    box = view.plot.getViewBox()
    (plot,) = box.scene().views()
    inner = plot.mapFromScene(box.sceneBoundingRect()).boundingRect().adjusted(1, 1, -2, -2)
    return QRectF(inner.translated(plot.viewport().mapTo(view, plot.viewport().rect().topLeft())))
