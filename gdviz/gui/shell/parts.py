"""The parts of the window, for code that arranges them or acts on several."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtWidgets import QScrollArea, QSplitter, QWidget

from gdviz.frozen import frozen
from gdviz.gui.card.step_card import StepCard
from gdviz.gui.data.data_stage import DataStage
from gdviz.gui.panel.parameter_panel import ParameterPanel
from gdviz.gui.plots.loss_view import LossView
from gdviz.gui.plots.rate_stage import RateStage
from gdviz.gui.plots.schedule_view import ScheduleView
from gdviz.gui.runs.run_table import RunTable
from gdviz.gui.shell.status import StatusBar
from gdviz.gui.shell.timeline import Timeline
from gdviz.gui.surface.surface_stage import SurfaceStage
from gdviz.gui.surface.surface_view import SurfaceView


@frozen
class Parts:
    """The views of the window, and the splitters between them by name: "body", "middle", "plots", "right"."""

    panel: ParameterPanel
    surface: SurfaceView
    stage: SurfaceStage
    schedule: ScheduleView
    rates: RateStage
    loss: LossView
    card: StepCard
    table: RunTable
    data: DataStage
    status: StatusBar
    timeline: Timeline
    area: QScrollArea
    """The area that scrolls if the window is too small for all parts."""
    splitters: dict[str, QSplitter]
    rooms: Mapping[str, QWidget]
    """The widget of each room of `gdviz.gui.rooms`, by its name; the data lab once it is made."""
