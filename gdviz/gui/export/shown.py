"""What the window shows, as values from which it can be drawn anew."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from gdviz.editing.look import Look
from gdviz.engine.runner import Result
from gdviz.gui.surface.surface_stage import seen_box

if TYPE_CHECKING:
    from gdviz.gui.shell.main_window import MainWindow


@dataclass(frozen=True)
class Shown:
    """What the window shows, and how, as a figure needs it."""

    result: Result
    run: int = 0
    playhead: int = 0
    look: Look = field(default_factory=Look)
    ahead_hidden: bool = False
    time_unit: str = "step"
    arrows: frozenset[str] = frozenset({"update"})
    box: tuple[tuple[float, float], tuple[float, float]] | None = None
    """What is to be seen of the surface; its whole domain by default."""
    rates: str = "plan"
    deep: tuple[Any, ...] = ()
    """Camera, scale of the heights (None: its own), box and plane of the view in 3-D; empty where there is none."""
    stage: int = 0

    @classmethod
    def of(cls, window: MainWindow) -> Shown:
        """What `window` shows now."""
        result, box = window.result, window.surface.box
        runs, view3d = window.surface.runs, window.stage.view3d
        camera = view3d.canvas.camera if view3d is not None and view3d.canvas is not None else None
        deep: tuple[Any, ...] = ()
        if runs is not None and runs.shown.dim > 1:
            (x0, x1), (y0, y1) = box.viewRange()
            seen = seen_box(((x0, x1), (y0, y1)), (runs.shown.domain[0], runs.shown.domain[1]))
            image = window.surface.image
            known = image.shows(runs.shown, image.loss.shape)  # else the scale is another problem's, or none yet
            deep = camera, image.scale if known else None, seen, runs.flat
        x, y = box.targetRange()
        return cls(
            Result(window.experiment, list(result.runs), result.backend),
            window.controller.run,
            window.playhead,
            window.pictures.look,
            window.actions_["actionHideAhead"].isChecked(),
            window.schedule.time.unit,
            window.surface.markers.arrows,
            ((x[0], x[1]), (y[0], y[1])),
            window.rates.mode,
            deep,
            window.data.stage,
        )
