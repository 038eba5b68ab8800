"""The titles of axes are whole, however small the plot is."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QRectF
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from gdviz.gui.drawing.plot_axes import PlainAxis
from gdviz.gui.plots.rate_curve import RateCurveView
from gdviz.gui.plots.schedule_view import ScheduleView
from gdviz.gui.style import scaling, theme
from tests.gui.plot_runs import CUBIC, computed
from tests.gui.scenes import show


@pytest.mark.parametrize("make", [ScheduleView, RateCurveView])
@pytest.mark.parametrize("size", [(200, 100), (200, 120), (216, 150), (500, 300)])
@pytest.mark.parametrize("text", [1.0, 1.5])
def test_that_a_title_is_whole_within_its_plot(qtbot: QtBot, make: type, size: tuple[int, int], text: float) -> None:
    scaling.set_scales(text, 1.0)
    try:
        theme.apply(theme.system())
        view = make()
        qtbot.addWidget(view)
        show(view, computed(CUBIC))
        view.resize(*size)
        view.show()
        QTest.qWait(10)
        around = QRectF(view.plot.viewport().rect()).adjusted(-1, -1, 1, 1)
        for side in ("left", "bottom"):
            axis = view.plot.getPlotItem().getAxis(side)
            shown = axis.label.mapRectToScene(axis.label.boundingRect().adjusted(4, 4, -4, -4))
            assert axis.label.toPlainText().strip()
            assert around.contains(shown), (side, axis.label.toPlainText(), shown, around)
    finally:
        scaling.set_scales(1.0, 1.0)


def test_that_another_title_stands_in_the_middle_of_its_axis(qtbot: QtBot) -> None:
    view = ScheduleView()
    qtbot.addWidget(view)
    view.resize(500, 300)
    view.show()
    QTest.qWait(10)
    axis = view.plot.getPlotItem().getAxis("bottom")
    assert isinstance(axis, PlainAxis)
    for title in ("step", "a much longer title of the steps"):
        axis.setLabel(title)
        middle = axis.label.pos().x() + axis.label.boundingRect().width() / 2
        assert middle == pytest.approx(axis.size().width() / 2, abs=1)
