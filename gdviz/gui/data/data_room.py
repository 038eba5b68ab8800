"""Samples, batches and the stages of an update, as figures show them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gdviz.gui.kernel.room import LARGE, MAIN, Room, Spot, ViewContext
from gdviz.gui.style.translating import translate
from gdviz.messages import mark

if TYPE_CHECKING:
    from gdviz.gui.data.data_view import DataView

_LEAST = 290.0


def _make(context: ViewContext) -> DataView:
    from gdviz.gui.data.data_view import DataView

    return DataView(context.figure)


ROOM = Room(
    lambda: translate(mark("Data and batches")),
    LARGE,
    _make,
    short=lambda: translate(mark("Data")),
    least=lambda view: max(_LEAST, view.minimumSizeHint().height()),
    firm=True,
    is_there=lambda scene: scene.problem.n_samples is not None,
    places={"data": Spot(MAIN)},
    is_wide=lambda state: state.moment.lab_room,
)
