"""The learning rate, as figures show it: the schedule's plan, or the effect of other rates and settings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gdviz.gui.kernel.room import MAIN, PLOT, Room, Spot, ViewContext
from gdviz.gui.plots.schedule_view import ScheduleView
from gdviz.gui.style.translating import translate
from gdviz.messages import mark

if TYPE_CHECKING:
    from gdviz.gui.plots.phase_view import PhaseView
    from gdviz.gui.plots.rate_view import RateView


def _make(context: ViewContext) -> ScheduleView | RateView | PhaseView:
    rates, bare = context.state.experiment.rates, not context.medium.ground
    if rates == "plan":
        return ScheduleView(context.figure, context.medium.playhead, bare)
    if rates == "range":
        from gdviz.gui.plots.rate_range import RateRangeView

        return RateRangeView(context.figure, bare)
    if rates == "phase":
        from gdviz.gui.plots.phase_view import PhaseView

        return PhaseView(context.figure, bare)
    from gdviz.gui.plots.rate_curve import RateCurveView

    return RateCurveView(context.figure, bare)


ROOM = Room(
    lambda: translate(mark("Learning rate")),
    PLOT,
    _make,
    shows_one_run=lambda scene: scene.state.experiment.rates != "plan",
    places={"rates": Spot(MAIN, 0)},
)
