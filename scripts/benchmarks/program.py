"""The one place where the benchmarks reach into the window, so that they measure commits with different internals.

The rest uses only what the design promises: create_window, object names, window.experiment, window.result,
window.playhead, window.export, and real events. Where a part has moved, add its new path to the old ones.
"""

from __future__ import annotations

from typing import Any

from pyqtgraph import ViewBox
from PySide6.QtCore import QPoint, QPointF
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QGraphicsView, QWidget

import gdviz
from benchmarks.members import member, reach


def widget(window: QWidget, name: str) -> QWidget:
    """The widget of this object name. Raises LookupError."""
    found = window.findChild(QWidget, name)
    if found is None:
        raise LookupError(f"the window has no {name}")
    return found


def is_computing(window: Any) -> bool:
    """Whether runs are being computed."""
    return bool(reach(window, "controller.busy"))


def surface_image(window: Any) -> Any:
    """The heat map: `busy`, `loss` (rows, columns), `shows(problem, (rows, columns))`."""
    return reach(window, "surface.image")


def open_experiment(window: Any, experiment: gdviz.Experiment) -> None:
    """Open an experiment in the window, as from a file."""
    reach(window, "controller.model").open(experiment, None)


def set_rate(window: Any, rate: float) -> None:
    """Give the chosen run a learning rate."""
    reach(window, "controller").edit("optimizer.lr", rate)


def grow_surface(window: Any) -> None:
    """Give the surface all of the middle's height."""
    reach(window, "splitters")["middle"].setSizes([10_000, 1])


def spare_the_collector() -> None:
    """What the program does when it has started."""
    member("gdviz.gui.app:spare_the_collector")()


def show_basins(window: QWidget) -> Any:
    """Show the map of basins; gives what computes it: `busy`, and `map` once there is one.

    Gives None for a commit whose map cannot be computed over and over.
    """
    try:
        tool = member("gdviz.gui.explore.basin_tool:BasinTool")
    except ImportError:
        return None
    action = window.findChild(QAction, "actionBasins")
    if action is None:
        raise LookupError("the window has no actionBasins")
    action.trigger()
    return widget(window, "surfaceView").findChild(tool)


def compute_basins(tool: Any) -> None:
    """Compute the finest maps of basins again, beside the window."""
    tool._begin("fine")


def surface_port(window: QWidget) -> tuple[QGraphicsView, ViewBox]:
    """The graphics view of the surface, and the box of its plot: the largest."""
    ports = widget(window, "surfaceView").findChildren(QGraphicsView)
    port = max((port for port in ports if port.isVisible()), key=lambda port: port.width() * port.height())
    boxes = [item for item in port.scene().items() if isinstance(item, ViewBox)]
    return port, max(boxes, key=lambda box: box.width() * box.height())


def pixel(window: QWidget, x: float, y: float) -> QPoint:
    """The pixel of the surface's viewport at a place of the plot."""
    port, box = surface_port(window)
    at: QPoint = port.mapFromScene(box.mapViewToScene(QPointF(x, y)))
    return at


def film_scene(result: Any, plan: Any) -> Any:
    """What paints the frames of a film in light colours: `busy`, `frame(k)`, `close()`."""
    scene = member("gdviz.gui.export.film_scene:FigureScene", "gdviz.gui.export.scene:Scene")
    light = member("gdviz.gui.style.theme:light", "gdviz.gui.theme:light")()
    if scene.__name__ == "FigureScene":
        return scene(member("gdviz.gui.kernel.scene:Scene").of(result, light), light, plan)
    return scene(member("gdviz.gui.export.shown:Shown")(result), light, plan)


def film_plan(*values: Any) -> Any:
    """A plan of a film: first and last step, number of frames, size."""
    return member("gdviz.gui.export.filming:Plan")(*values)


def write_film(*values: Any) -> None:
    """Write a film: its scene, the result, the path, the plan."""
    member("gdviz.gui.export.filming:write_film")(*values)


def apply_light() -> None:
    """Put the light colours on the application."""
    member("gdviz.gui.theme:apply", "gdviz.gui.style.theme:apply")(
        member("gdviz.gui.theme:light", "gdviz.gui.style.theme:light")()
    )
