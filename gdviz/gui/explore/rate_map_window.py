"""The map of the rates joins a window."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gdviz.gui.explore.rate_map import RateMapView

if TYPE_CHECKING:
    from gdviz.gui.shell.main_window import MainWindow


def join(window: MainWindow) -> RateMapView:
    """Make the map of a window and let it follow as the window's views do."""
    view = RateMapView(window)
    view.apply_theme(window.theme)
    view.set_run(window.controller.run)
    view.show_runs(window.experiment, window.result.runs[0].problem, window.result.runs, [])
    view.set_playhead(window.playhead)
    view.rateChosen.connect(window.rates.rateChosen)
    window.controller.shown.connect(lambda: view.set_run(window.controller.run))
    window.views = (*window.views, view)  # one more
    return view
