"""A figure: copies of the window's views, at another size, in another theme, without buttons and frames."""

from __future__ import annotations

import math
from collections.abc import Callable, Generator, Iterable, Sequence
from dataclasses import replace
from typing import Any, cast

import pyqtgraph as pg
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QCloseEvent, QColor, QFont, QPalette
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractScrollArea,
    QComboBox,
    QGraphicsView,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLayout,
    QVBoxLayout,
    QWidget,
)

from gdviz.engine.diagnosis.crossings import is_known, working_out
from gdviz.engine.trajectory import RunRecord
from gdviz.engine.whole_loss import evaluating, is_evaluated
from gdviz.frozen import frozen
from gdviz.gui.explore.explorer import Explorer
from gdviz.gui.export.figure_legend import Legend
from gdviz.gui.export.waiting import always_continue, wait
from gdviz.gui.kernel.background import Background
from gdviz.gui.kernel.derived import Derived, Medium
from gdviz.gui.kernel.position_words import PositionWords
from gdviz.gui.kernel.recorded_style import drawn_runs
from gdviz.gui.kernel.room import LARGE, PLOT, TEXT, ViewContext
from gdviz.gui.kernel.scene import Scene
from gdviz.gui.kernel.view import View
from gdviz.gui.plots.schedule_view import ScheduleView
from gdviz.gui.rooms import ROOMS, room
from gdviz.gui.style import fonts, scaling
from gdviz.gui.style.theme import Theme, palette, stylesheet
from gdviz.gui.surface.surface_view import SurfaceView
from gdviz.gui.widgets.labels import SteadyLabel

WIDE = 640
"""Pixels of width from which on a figure has two columns."""
FIGURE = Medium(tools=False)
"""The medium of a figure: without controls."""
_MARGIN, _GAP = 10, 8
_PAPER = "#ffffff"
_EASE = 0.6
"""The share of the way from its least to its natural height from which on a figure is easy to read."""
_FITS = ((1.0, 0, _EASE), (1.0, 1, _EASE), (1.1, 1, _EASE), (1.1, 1, 0.0), (1.2, 1, 0.0), (1.3, 1, 0.0), (1.3, 2, 0.0))
"""Tried in order until a figure fits the height of its page: the density of its pixels, which views of a narrow one
stand side by side (0: none, 1: plots, 2: surfaces, too), and the least share of the way from its least to its natural
height. In a column of 89 mm, type of 11 pixels is 6.6 points high; at a density of 1.1 it is 6.0, and at 1.3 5.1."""
_DENSITIES = (1.0, 1.15, 1.3)
"""Densities, tried in order until all lines of the arithmetic fit into a given height."""
_NO_LIMIT = 2**24 - 1
"""Qt's greatest size of a widget."""
_FIRST_HEIGHT = 800
"""The initial height of a figure that is as high as needed, before that height is known."""
_PLOT = 200.0
"""The natural height of a plot in a figure."""
_LOW_PLOT = 0.36
"""The height of each of several stacked plots beside long arithmetic, as a share of its width."""
_NARROW_PLOT, _LEAST_PLOT = 220, 130
"""The width in pixels below which a plot is small, and the height below which it is hard to read."""
_PAIRED, _STACKED, _ALTERNATING = "paired", "stacked", "alternating"
"""The place of the plots in a figure of two columns, with a surface on the left and the arithmetic on the right: side
by side under the surface; stacked there; or alternately in the left and the right column, under short arithmetic."""


@frozen
class Words:
    """The texts above and below the views: a title, a caption, the position of the playhead, a legend of the runs."""

    title: str = ""
    caption: str = ""
    legend: bool = True
    position: bool = False


class Figure(QWidget):
    """Views of some of ROOMS, side by side where there is room.

    It is laid out at its size and never shown on the screen; `wait` returns once all of it is computed. With a height
    of 0 it is as high as needed, but at most `most` if that is given: then its parts are lower, and if that is not
    enough it is laid out with `density` times as many pixels, so that everything is smaller. A light figure has a white
    background. With a given height, too, it is denser if the arithmetic would not fit; if that is not enough, "…"
    stands for the omitted lines. On a page, type has the size for the page, whatever it is in the window. `medium` says
    for what the views are drawn.
    """

    def __init__(
        self, scene: Scene, parts: Sequence[str], size: QSize, theme: Theme, words: Words | None = None,
        medium: Medium = FIGURE, most: int = 0, nodes: float = 0.0,
    ) -> None:  # fmt: skip
        """Make the figure of a scene; its heat map has `nodes` nodes per pixel, with 0 as many as on the screen."""
        super().__init__()
        self.setAttribute(Qt.WidgetAttribute.WA_DontShowOnScreen)
        self._theme = theme = on_white(theme)
        if words is not None:
            medium = replace(medium, title=words.title, names=not words.legend)
        derived = Derived(scene.published, medium, scene.derived.kept)
        # Handles and the fog need a mouse; what replaces the table of runs belongs to the window.
        state = scene.state.changed(drawing=False, fog=False, presenting=False)
        self._scene = scene = replace(scene, theme=theme, state=state, derived=derived, published=derived.known)
        self._position: SteadyLabel | None = None
        self._words = PositionWords(self)
        self._card_room = 0
        """The least height of the arithmetic where it stands below other parts."""
        self._width, self._height, self._most = size.width(), size.height(), most
        self._usual = scaling.text_scale() if most else 1.0
        """The density at which type has its usual size on a page."""
        self.density = self._usual
        """Pixels of the layout per pixel of the requested size."""
        self._limits: Background | None = None
        """Computes the stability limits that the window does not know."""
        self._unlimited = False
        """Whether some limits are still to be computed."""
        self._losses: Background | None = None
        """Computes the losses of all samples that the window does not know."""
        self._unevaluated = False
        """Whether some losses are still to be computed."""
        self._narrow = size.width() < WIDE or len(parts) == 1
        self._sides = 0
        """Which views of a narrow figure stand side by side; see _FITS."""
        ground = theme.panel if medium.ground else "transparent"
        self.setStyleSheet(
            f'{stylesheet(theme)}\n*[panel="true"] {{ background: {ground}; border: none; border-radius: 0; }}'
        )
        parts = tuple(name for name in ROOMS if name in parts)
        context = ViewContext(state, self, medium, nodes, parts)
        self.views: dict[str, Any] = {name: room(name).make(context) for name in parts}
        """The views by name; Any, as each is both a View and a QWidget, and the card is measured as well."""
        self._shown: list[View] = [*self.views.values()]
        """Everything that shows the scene: the views, and the explorer on one of them."""
        if isinstance(self.views.get("surface"), SurfaceView) and state.experiment.layer == "basins":
            self._shown.append(Explorer(self.views["surface"], self))
        others = drawn_runs(scene.experiment, scene.problem, scene.clock.unit)
        names = [*map(scene.label, range(len(scene.runs))), *(run.label for run in others)]
        self._legend = Legend(names, [*scene.styles(), *(run.style(theme) for run in others)], theme, self)
        self._legend.set_width(size.width() - 2 * _MARGIN)
        self._lay_out(words or Words(legend=False))
        colours = palette(theme)
        colours.setColor(QPalette.ColorRole.Window, QColor(theme.panel))
        for part in (self, *self.findChildren(QWidget)):  # with a style sheet a palette is not inherited
            part.setPalette(colours)
        for view in self.findChildren(QGraphicsView):
            view.setCacheMode(QGraphicsView.CacheModeFlag.CacheNone)  # the cache would have a background
            view.viewport().setAutoFillBackground(False)  # else its background leaves a seam
        for shown in self._shown:
            shown.show_scene(scene, None)
        self._show_position()
        if not medium.ground:
            self._clear_grounds()
        self.resize(size.width(), size.height() or _FIRST_HEIGHT)
        self.show()
        self._strip()
        if isinstance(self.views.get("rate"), ScheduleView):
            self._work_out_limits()
        if "loss" in self.views:
            self._work_out_losses()
        self._free = not size.height()
        self._more: QLabel | None = None
        """The mark for omitted lines of the arithmetic."""
        if "card" in self.views:
            self._more = self._label("…", "label", fonts.body())
            self.views["card"].body.addWidget(self._more)
        self._make_fit()
        self._strip()  # a resized view shows its buttons again

    @property
    def busy(self) -> bool:
        """Whether a part is still being computed."""
        return self._unlimited or self._unevaluated or any(view.busy for view in self._shown)

    @property
    def progress(self) -> tuple[int, int]:
        """The number of computed losses of its heat map, and of all."""
        surface = self.views.get("surface")
        return surface.image.progress if surface is not None else (0, 0)

    def wait(self, go_on: Callable[[], bool] = always_continue) -> None:
        """Wait until all of it is computed; see `waiting.wait`."""
        wait(lambda: self.busy, go_on)

    def set_playhead(self, k: int) -> None:
        """Show the runs after k updates."""
        self._show(self._scene.at(k))
        if "card" in self.views:
            self._fit_card()

    def make_room(self, steps: Iterable[int]) -> None:
        """Reserve the same room for the arithmetic at each of these steps: all that they need if the height is free."""
        if "card" in self.views:
            self._make_fit(steps)
            self._strip()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Qt: stop the background work, and free the resources of OpenGL."""
        if self._limits is not None:
            self._limits.stop()
        if self._losses is not None:
            self._losses.stop()
        for view in reversed(self._shown):
            view.release()
        super().closeEvent(event)

    def _work_out_limits(self) -> None:
        """Compute in the background the limits that the window does not know, as of runs that it no longer shows."""
        records = zip(self._scene.runs, self._scene.styles(), strict=True)
        missing = [record for record, style in records if style.drawn and not is_known(record)]
        if missing:
            self._unlimited, self._limits = True, Background(self)
            self._limits.done.connect(self._take_limits)
            self._limits.failed.connect(self._take_limits)
            self._limits.start_work(_working_out(missing))

    def _take_limits(self) -> None:
        self._unlimited = False
        self._show(replace(self._scene, records=self._scene.records.updated()))

    def _work_out_losses(self) -> None:
        """Compute in the background the losses of all samples along runs with batches, unless they are known."""
        records = zip(self._scene.runs, self._scene.styles(), strict=True)
        missing = [record for record, style in records if style.drawn and record.finish and not is_evaluated(record)]
        if missing:
            self._unevaluated, self._losses = True, Background(self)
            self._losses.done.connect(self._take_losses)
            self._losses.failed.connect(self._take_losses)
            self._losses.start_work(_evaluating(missing))

    def _take_losses(self) -> None:
        self._unevaluated = False
        self._show(replace(self._scene, records=self._scene.records.updated()))

    def _lay_out(self, words: Words) -> None:
        """Put large views above the plots, and the arithmetic beside them; in a narrow figure, all in a column."""
        large, plots, card = (
            [view for name, view in self.views.items() if room(name).kind == kind] for kind in (LARGE, PLOT, TEXT)
        )
        beside = [] if self._narrow else card if large or len(plots) > 1 else []
        if not (beside or self._narrow) and large:
            beside, plots = plots, []
        grid = self._grid = QGridLayout()
        grid.setSpacing(_GAP)
        self._plots = plots
        """The plots that stand below other views."""
        self._large_rows = len(large)
        for row, view in enumerate(large):
            grid.addWidget(view, row, 0, 1, 2)
            grid.setRowStretch(row, 5)
        self._card_under = bool(card) and not beside and len(self.views) > 1
        if card and not beside:
            grid.addWidget(card[0], len(large) + len(plots), 0, 1, 2)
        self._beside = column = QVBoxLayout()
        column.setSpacing(_GAP)
        for view in beside:
            column.addWidget(view, 1)
        for place in range(2):
            grid.setColumnStretch(place, 1)
        both = QHBoxLayout()
        both.setSpacing(_GAP)
        both.addLayout(grid, 22)
        both.addLayout(column, 17 if beside else 0)
        self._way = ""
        self._place_plots(_STACKED if self._narrow else _PAIRED)
        self._is_movable = bool(large and plots and card and beside)
        """Whether the plots may be placed in other ways."""
        layout = QVBoxLayout(self)
        layout.setContentsMargins(_MARGIN, _MARGIN, _MARGIN, _MARGIN)
        layout.setSpacing(_GAP)
        layout.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)  # the figure keeps the requested size
        self._over = [self._label(words.title, "title", fonts.title())] if words.title else []
        self._under: list[QWidget] = [self._legend] if words.legend and self._needs_legend() else []
        if words.position:
            self._position = SteadyLabel(self)
            self._position.setProperty("role", "label")
            self._position.setContentsMargins(_MARGIN, 0, _MARGIN, 0)
            self._under.insert(0, self._position)
        self._under += [self._label(words.caption, "label", fonts.body())] if words.caption else []
        for label in self._over:
            layout.addWidget(label)
        layout.addLayout(both, 1)
        for part in self._under:
            layout.addWidget(part)
        self._legend.setVisible(self._legend in self._under)

    def _place_plots(self, way: str) -> None:
        """Place the plots in one of the ways: see _PAIRED."""
        if way == self._way:
            return
        self._way = way
        for layout in (self._grid, self._beside):
            for view in self._plots:
                layout.removeWidget(view)
        rows = [[view] for view in self._plots]
        if way == _PAIRED:
            rows = [self._plots[first : first + 2] for first in range(0, len(self._plots), 2)]
        elif way == _ALTERNATING:
            right = self._plots[1::2] or self._plots
            rows = [[view] for view in self._plots if view not in right]
            for view in right:
                self._beside.addWidget(view, 1)
        for row in range(self._large_rows, self._large_rows + len(self._plots)):
            self._grid.setRowStretch(row, 0)
        for row, pair in enumerate(rows, self._large_rows):
            for place, view in enumerate(pair):
                self._grid.addWidget(view, row, place, 1, 3 - len(pair) if not place else 1)
            self._grid.setRowStretch(row, 3 if self._large_rows or self._narrow else 1)
        if self._beside.count():
            self._card_under = way == _ALTERNATING
            self._beside.setStretch(0, way != _ALTERNATING)

    def _choose_way(self) -> bool:
        """Place the plots so that least space beside the arithmetic is empty; return whether that moves them."""
        if not self._is_movable:
            return False
        large = [view for name, view in self.views.items() if room(name).kind == LARGE]
        wide, card = large[0].width(), float(max(self._card_height(), self._card_room))
        surfaces = sum(self._part_heights(name, view)[0] + _GAP for name, view in self.views.items() if view in large)
        plot, low, count = min(_PLOT, 0.4 * self.width()), _LOW_PLOT * wide, len(self._plots)
        given = self._most * self.density - self._around() if self._most else math.inf
        if not self._free:
            given = self.height() - self._around()
            share = given / (surfaces + plot)
            surfaces, plot, low = surfaces * share, plot * share, max(low * share, _LEAST_PLOT)
        right = max(1, count // 2)
        columns = {
            _PAIRED: (surfaces + (count + 1) // 2 * plot, card),
            _STACKED: (surfaces + count * low, card),
            _ALTERNATING: (surfaces + (count - right) * plot, card + _GAP + right * max(_LEAST_PLOT, 0.7 * plot)),
        }
        lost = {}
        for way, (left, beside) in columns.items():
            empty = max(0.0, left - beside) * (0.3 if way == _ALTERNATING else 2.0)  # a plot on the right fills it
            lost[way] = empty + max(0.0, beside - left) + 2 * max(0.0, left - given)
            if beside > given:
                lost[way] = math.inf
        lost[_PAIRED] += max(0.0, 5 * (_NARROW_PLOT - wide / 2)) if count > 1 else 0.0
        way, before = min(lost, key=lambda way: lost[way]), self._way
        self._place_plots(way)
        return way != before

    def _needs_legend(self) -> bool:
        """Whether a legend is needed: several runs are drawn, in more than the arithmetic or other rates of one run."""
        of_all = any(not room(name).shows_one_run(self._scene) for name in self.views)
        return len(self._legend.names) > 1 and of_all

    def _label(self, text: str, role: str, font: QFont) -> QLabel:
        label = QLabel(text, self)
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setProperty("role", role)
        label.setFont(font)
        label.setWordWrap(True)
        label.setContentsMargins(_MARGIN, 0, _MARGIN, 0)
        return label

    def _make_fit(self, steps: Iterable[int] = ()) -> None:
        """Choose the height that these steps, or the present one, need; if the height is given, the density."""
        if self._free:
            self._fit(steps)
            if "card" in self.views:
                self._fit_card()
        elif "card" in self.views:
            self._fit_inside(list(steps))

    def _fit_inside(self, steps: Sequence[int]) -> None:
        """Choose the density at which the arithmetic of these steps, or the present one, fits the given height."""
        card = self.views["card"]
        for density in _DENSITIES:
            self._set_density(density)
            self.resize(self.width(), round(self._height * self.density))
            self._measure(steps)
            self._fit_card()
            if max(self._card_room, self._card_height()) <= card.height():
                break

    def _fit(self, steps: Iterable[int] = ()) -> None:
        """Choose the height that these steps, or the present one, need; within `most`, by the first way that fits."""
        steps = list(steps)
        for density, sides, share in _FITS if self._most else _FITS[:1]:
            self._set_density(density)
            self._put_side_by_side(sides)
            natural = self._measure(steps)
            most = int(self._most * self.density) if self._most else natural
            self.resize(self.width(), min(natural, most))
            least = self._heights()[1]
            if least + (share * (natural - least) if self._narrow else 0) <= self.height():
                break

    def _set_density(self, density: float) -> None:
        """Lay out at this multiple of the requested width."""
        width = round(self._width * density * self._usual)
        self.density = width / self._width
        self.resize(width, self.height())
        self._legend.set_width(width - 2 * _MARGIN)

    def _measure(self, steps: Iterable[int]) -> int:
        """Return the height that these steps, or the present one, need; note the height of their arithmetic."""
        self._card_room = 0
        found = [self._heights()[0]]
        for k in steps:
            self.set_playhead(k)
            if "card" in self.views:
                self._card_room = max(self._card_room, self._card_height())
            found.append(self._heights()[0])
        return self._heights()[0] if self._choose_way() else max(found)

    def _put_side_by_side(self, sides: int) -> None:
        """Put plots, and then two surfaces, of a narrow figure side by side; see _FITS."""
        if not self._narrow or sides <= self._sides:
            return
        self._sides = sides
        self._place_plots(_PAIRED)
        if sides > 1 and {"surface", "surface3d"} <= self.views.keys():
            row, *_ = cast("tuple[int, ...]", self._grid.getItemPosition(self._grid.indexOf(self.views["surface"])))
            for column, part in enumerate(("surface", "surface3d")):
                self._grid.removeWidget(self.views[part])
                self._grid.addWidget(self.views[part], row, column)
            self._grid.setRowStretch(row + 1, 0)

    def _heights(self) -> tuple[int, int]:
        """Return the height at which surfaces are nearly square and plots easy to read, and the least legible height.

        Both include all lines of the arithmetic.
        """
        self._activate()
        around = self._around()
        natural: dict[int, float] = {}
        least: dict[int, float] = {}
        for part, view in self.views.items():
            at = self._grid.indexOf(view)
            if at >= 0 and cast("tuple[int, ...]", self._grid.getItemPosition(at))[1] == 1:
                continue  # beside another plot
            column = view.x()
            high, low = self._part_heights(part, view)
            for ends, height in ((natural, high), (least, low)):
                ends[column] = ends.get(column, -_GAP) + height + _GAP
        return round(max(natural.values()) + around), round(max(least.values()) + around)

    def _around(self) -> float:
        """Return the height of title, legend, caption and margins."""
        words = sum(part.heightForWidth(self.width() - 2 * _MARGIN) + _GAP for part in (*self._over, *self._labels()))
        return words + (self._legend.height() + _GAP if self._legend in self._under else 0) + 2 * _MARGIN

    def _part_heights(self, part: str, view: QWidget) -> tuple[float, float]:
        """Return the natural and the least height of one part."""
        kind, least = room(part).kind, room(part).least(view)
        if kind == TEXT:
            return (height := float(max(self._card_height(), self._card_room))), height
        if kind == PLOT:
            high = 0.62 * view.width() if len(self.views) == 1 else min(_PLOT, 0.4 * self.width())
            if self._way == _STACKED and not self._narrow:
                high = _LOW_PLOT * view.width()
            return high, min(high, least)
        high = (0.82 if len(self.views) == 1 or not self._narrow else 0.72) * view.width()
        return (max(high, least), least) if room(part).firm else (high, min(high, least))

    def _labels(self) -> list[QWidget]:
        return [part for part in self._under if part is not self._legend]

    def _show(self, scene: Scene) -> None:
        """Show another scene in all views."""
        before, self._scene = self._scene, scene
        for view in self._shown:
            view.show_scene(scene, before)
        self._show_position()

    def _show_position(self) -> None:
        if self._position is not None:
            self._position.setText(self._words.position(self._scene))

    def _clear_grounds(self) -> None:
        """Remove the backgrounds of plots and of their words."""
        for area in self.findChildren(QAbstractScrollArea):
            for part in (area.viewport(), *area.viewport().findChildren(QWidget)):
                part.setAutoFillBackground(False)
        for plot in self.findChildren(pg.GraphicsView):
            plot.setBackground(QColor(0, 0, 0, 0))
            for item in plot.scene().items():
                if isinstance(item, pg.ViewBox):
                    item.setBackgroundColor(None)

    def _strip(self) -> None:
        """Hide the buttons and lists of all parts, as a part may show them again, and the scroll bars."""
        for kind in (QAbstractButton, QComboBox):
            for part in self.findChildren(kind):
                part.hide()
        for area in self.findChildren(QAbstractScrollArea):
            area.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def _activate(self) -> None:
        """Lay out now, as Qt would only do later."""
        layout = self.layout()
        assert layout is not None
        layout.activate()
        for view in self.views.values():
            if view.layout() is not None:
                view.layout().activate()

    def _card_height(self) -> int:
        """Return the height of the arithmetic with all its lines."""
        card = self.views["card"]
        return int(card.height() - card.view.viewport().height() + card.view.height_of_rows() + 2)

    def _fit_card(self) -> None:
        """Give the arithmetic the height of its lines if it stands below others; no line may be cut in half."""
        card, more = self.views["card"], self._more
        assert more is not None
        more.hide()
        for part in (card, card.view):  # undo what was set for the step before
            part.setMinimumHeight(0)
            part.setMaximumHeight(_NO_LIMIT)
        self._activate()
        if self._card_under:
            height = max(self._card_height(), self._card_room)
            if self._free:
                most = self.height() - (self._heights()[1] - height)
            elif self._way == _ALTERNATING:
                most = round(self.height() - self._around()) - (self._beside.count() - 1) * (_LEAST_PLOT + _GAP)
            else:
                most = self.height() // 2
            card.setFixedHeight(min(height, max(most, self.height() // 4)))
            self._activate()
        if card.view.viewport().height() < card.view.height_of_rows():
            more.show()
            self._activate()
            card.layout().setAlignment(Qt.AlignmentFlag.AlignTop)
            card.view.setFixedHeight(card.view.height_of_rows(card.view.viewport().height()) + 2)
            self._activate()


def on_white(theme: Theme) -> Theme:
    """Return the theme for paper: there the greys of a light window would be a tint, and cost ink."""
    return theme if theme.is_dark else replace(theme, window=_PAPER, panel=_PAPER)


def _working_out(records: Sequence[RunRecord]) -> Generator[None, None, None]:
    for record in records:
        yield from working_out(record)


def _evaluating(records: Sequence[RunRecord]) -> Generator[None, None, None]:
    for record in records:
        yield from evaluating(record)
