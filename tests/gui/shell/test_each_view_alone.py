"""Each view opens alone, from a record: there is no worker, no controller and no window, not even as a module."""

from __future__ import annotations

import subprocess
import sys

FOLLOWING = {
    "surface.surface_view": "SurfaceView",
    "plots.schedule_view": "ScheduleView",
    "plots.rate_curve": "RateCurveView",
    "plots.rate_range": "RateRangeView",
    "plots.loss_view": "LossView",
    "card.step_card": "StepCard",
    "runs.run_table": "RunTable",
    "data.data_view": "DataView",
}
"""Views of runs; the surface in three dimensions and the tools on it have tests of their own."""
ALONE = """
import importlib, sys
import gdviz
from PySide6.QtWidgets import QApplication
from gdviz.engine.one_update import one_update
from gdviz.gui.style import theme
from gdviz.gui.data.batch_strip import BatchStrip
from gdviz.gui.data.flow_strip import FlowStrip, Link
from gdviz.gui.explore.tools import ToolPoint
from gdviz.gui.explore.loss_sentence import Sentence
from gdviz.gui.kernel.scene import Scene

WHOLE = ("kernel.worker", "kernel.controller", "kernel.experiment_model", "kernel.playhead", "shell.main_window")
app = QApplication([])
theme.prepare(theme.dark())
data = {"kind": "inline", "x": [[k / 10] for k in range(20)], "y": [k / 5 + 1 for k in range(20)]}
run = {"label": "SGD", "start": [0, 0], "optimizer": {"kind": "sgd", "lr": 0.1}, "batch": {"size": 5}}
experiment = gdviz.Experiment.from_dict({
    "format": "gdviz-experiment", "version": 1, "problem": {"kind": "linear_regression", "data": data},
    "epochs": 3, "runs": [run],
})
result = gdviz.run(experiment, "cpu")
record, scene = result.runs[0], Scene.of(result, theme.dark(), position=3)

def opened(view, tell):
    view.resize(480, 360)
    view.show()
    tell(view)
    app.processEvents()
    image = view.grab().toImage()
    grid = ((x, y) for x in range(0, image.width(), 3) for y in range(0, image.height(), 3))
    assert len({image.pixel(x, y) for x, y in grid}) > 2, f"{view}: nothing is drawn"
    for other in WHOLE:
        assert "gdviz.gui." + other not in sys.modules, f"{view}: {other}"
    print(type(view).__name__)

for module, name in FOLLOWING.items():
    opened(getattr(importlib.import_module("gdviz.gui." + module), name)(), lambda view: view.show_scene(scene, None))
parts = Sentence(), BatchStrip(), FlowStrip()
for part in parts:
    part.apply_theme(theme.dark())
opened(parts[0], lambda view: view.stand_at(ToolPoint.of(scene)))
opened(parts[1], lambda view: view.show_update(one_update(record, 3), True, True))
opened(parts[2], lambda view: view.show_links([Link("w", "1", 4)], ("cut", "predict", "loss", "update"), 4))
"""


def test_that_each_view_opens_alone_from_a_record() -> None:
    program = ALONE.replace("FOLLOWING", repr(FOLLOWING))
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=110, check=False)
    assert done.stdout.split() == [*FOLLOWING.values(), "Sentence", "BatchStrip", "FlowStrip"], done.stderr
