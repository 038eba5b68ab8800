from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QFontMetricsF
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from gdviz.gui.drawing import surface_drawing as draw
from gdviz.gui.drawing.box_layer import ViewMap
from gdviz.gui.drawing.curve_names import NamedCurve, NameSizes, placed
from gdviz.gui.plots.loss_view import LossView
from gdviz.gui.plots.schedule_view import ScheduleView
from tests.gui.painted import Painted, area
from tests.gui.plot_runs import BOWL, computed
from tests.gui.scenes import change, go_to, show

VIEW = ViewMap(0, 100, 4, 2, 400, 200)
"""0 to 100 across and upward."""
X = np.linspace(0, 100, 51)
RUNS = [{"label": name, "optimizer": {"kind": "sgd", "lr": lr}} for name, lr in (("slow", 0.01), ("fast", 0.1))]


def curve(y: np.ndarray | float, name: str = "run", x: np.ndarray = X) -> NamedCurve:
    return NamedCurve(x, np.broadcast_to(y, x.shape).astype(float), name, QColor("red"))


def rooms(*curves: NamedCurve, taken: tuple[QRectF, ...] = ()) -> dict[str, QRectF]:
    return {name: room for name, room, _ in placed(curves, taken, VIEW, NameSizes(QFontMetricsF(draw.name_font())))}


@pytest.fixture(autouse=True)
def fonts(qapp: QApplication) -> None:
    """Names are measured."""


def test_that_a_name_stands_over_the_end_of_its_curve() -> None:
    room = rooms(curve(50))["run"]
    assert room.bottom() == pytest.approx(100 - 4) and 390 <= room.right() <= 400


def test_that_a_name_at_the_top_stands_under_its_curve() -> None:
    assert rooms(curve(98))["run"].top() == pytest.approx(4 + 4)


def test_that_a_curve_that_leaves_the_plot_is_named_where_it_is_last_seen() -> None:
    room = rooms(curve(80 - 1.6 * X))["run"]  # leaves at the bottom at 50
    assert room.right() <= 204 and VIEW.rect.contains(room)


def test_that_names_cover_neither_each_other_nor_other_curves() -> None:
    ends = (20.0, 23.0, 26.0, 80.0)
    curves = [curve(end, f"run {i}") for i, end in enumerate(ends)]
    found = rooms(*curves)
    assert set(found) >= {"run 0", "run 2", "run 3"}
    for name, room in found.items():
        assert not any(room.intersects(other) for at, other in found.items() if at != name)
        assert not any(room.top() < 200 - 2 * end < room.bottom() for end in ends)


def test_that_a_name_is_left_out_where_it_would_cover_something() -> None:
    curves = [curve(end, f"run {i}") for i, end in enumerate(np.arange(0, 101, 4.0))]
    assert not rooms(*curves)
    assert not rooms(curve(50), taken=(QRectF(0, 0, 400, 200),))


def test_that_a_name_moves_away_from_words_at_the_end() -> None:
    room = rooms(curve(50), taken=(QRectF(360, 60, 40, 80),))["run"]
    assert room.right() <= 360


def test_that_a_name_does_not_stand_in_the_first_part_of_the_plot() -> None:
    assert "run" not in rooms(curve(50), taken=(QRectF(150, 0, 250, 200),))


def test_that_gaps_and_numbers_beyond_all_bounds_do_no_harm() -> None:
    wild = np.where(X > 60, np.inf, np.where(X > 40, np.nan, 50.0))
    assert VIEW.rect.contains(rooms(curve(wild))["run"])
    assert not rooms(curve(np.nan)) and not rooms(curve(1e300)) and not rooms(curve(50, x=np.empty(0)))


@pytest.fixture
def view(qtbot: QtBot) -> LossView:
    made = LossView()
    qtbot.addWidget(made)
    made.resize(500, 300)
    made.show()
    return made


def names(view: LossView | ScheduleView) -> list[str]:
    return [name for name, _, _ in view.names.placed]


def test_that_several_runs_have_names_and_one_has_none(view: LossView) -> None:
    show(view, computed(BOWL, *RUNS))
    assert sorted(names(view)) == ["fast", "slow"]
    show(view, computed(BOWL, RUNS[0]))
    assert not names(view)


def test_that_a_tick_moves_no_name_and_repaints_none(view: LossView, monkeypatch: pytest.MonkeyPatch) -> None:
    show(view, computed(BOWL, *RUNS))
    monkeypatch.setattr(view.names, "place", lambda *given: pytest.fail("placed again"))
    go_to(view, 3)


def test_that_names_stand_behind_the_playhead_while_the_rest_is_hidden(view: LossView) -> None:
    scene = show(view, computed(BOWL, *RUNS), ahead_hidden=True)
    middle = scene.record.n // 2
    go_to(view, middle)
    at = ViewMap.of(view.box)
    assert len(view.names.placed) == 2
    assert all(room.right() <= (middle - at.x0) * at.sx + 2 for _, room, _ in view.names.placed)
    change(view, ahead_hidden=False)
    assert any(room.right() > (middle - at.x0) * at.sx + 2 for _, room, _ in view.names.placed)


def test_that_runs_with_one_plan_share_a_name_unless_all_have_it(qtbot: QtBot) -> None:
    view = ScheduleView()
    qtbot.addWidget(view)
    view.resize(600, 300)
    view.show()
    alike = [{"label": name, "optimizer": {"kind": "sgd", "lr": 0.01}} for name in ("a", "b")]
    show(view, computed(BOWL, *alike, {"label": "c", "optimizer": {"kind": "sgd", "lr": 0.05}}))
    assert sorted(names(view)) == ["a, b", "c"]
    show(view, computed(BOWL, *alike))
    assert not names(view)


def test_that_a_name_has_the_colour_of_its_run_and_is_legible(view: LossView) -> None:
    scene = show(view, computed(BOWL, *RUNS))
    inks = {name: ink for name, _, ink in view.names.placed}
    colour = scene.styles()[1].color.name()
    assert inks["fast"] == scene.theme.mix("text1", colour, 0.18) != colour


def test_that_names_are_painted_on_the_plot(view: LossView) -> None:
    show(view, computed(BOWL, *RUNS))
    QApplication.processEvents()
    painted = Painted(view.plot.viewport())
    view.plot.viewport().update()
    QApplication.processEvents()
    ink = QColor(view.names.placed[0][2]).rgb()
    image = view.plot.grab().toImage()
    assert area(painted.region) and any(
        image.pixel(x, y) == ink for x in range(image.width()) for y in range(image.height())
    )
