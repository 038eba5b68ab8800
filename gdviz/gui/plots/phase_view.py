"""A phase diagram: the result of the chosen run over two of its settings; a click adds the run of a cell."""

from __future__ import annotations

import dataclasses
import math
from html import escape
from typing import TYPE_CHECKING, cast

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QEvent, QObject, QPoint, QPointF, QRect, QRectF, QSize, Qt, QTimer, Signal, Slot
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QColor,
    QHideEvent,
    QKeyEvent,
    QMouseEvent,
    QResizeEvent,
    QShowEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import (
    QGraphicsRectItem,
    QHBoxLayout,
    QLabel,
    QLayout,
    QPushButton,
    QRubberBand,
    QWidget,
)

from gdviz.editing.phase_axes import PhaseAxis, axes_of, has_chance, prepared, present
from gdviz.engine import phases
from gdviz.engine.cells import VERDICTS
from gdviz.engine.landscape import Scale
from gdviz.gui.drawing.plot_axes import least_plot, quiet_plot
from gdviz.gui.drawing.plot_items import Dot, readout_label, style_readout, title_style
from gdviz.gui.drawing.verdict_colours import verdict_word
from gdviz.gui.kernel.view import ViewDefaults
from gdviz.gui.plots.phase_axis import PhaseAxisItem, written
from gdviz.gui.plots.phase_colours import kind_colour, lost_colour, none_colour, picture, shares
from gdviz.gui.plots.phase_legend import Entry, PhaseLegend
from gdviz.gui.plots.phase_work import Diagram, PhaseWork, Wanted, coarse_to_fine
from gdviz.gui.style import fonts, translating
from gdviz.gui.style.term_tips import term_tip
from gdviz.gui.style.theme import Theme, system
from gdviz.gui.style.translating import translate
from gdviz.gui.widgets.combo import combo_box
from gdviz.gui.widgets.enlarge import EnlargeButton
from gdviz.gui.widgets.fields import IntegerField, NumberField
from gdviz.gui.widgets.frame import Panel
from gdviz.gui.widgets.labels import SteadyLabel
from gdviz.gui.widgets.numbers import format_number
from gdviz.messages import ExperimentError, mark
from gdviz.params import Param
from gdviz.view_state import MOST_PHASE_SEEDS, PHASE_VALUES, PhaseChoice, SeenBox

if TYPE_CHECKING:
    from gdviz.gui.kernel.scene import Scene

REST_MS = 150
"""Milliseconds without a change before a diagram is computed."""
_NOTCH = 1.25
"""The zoom factor of a notch of the wheel."""
_CLICK = 4
"""The most pixels that the mouse may move during a click."""
_NARROW, _LOW = 380, 260
"""The size in pixels below which the picture takes the room of lists and words, and a button enlarges the view."""
_ROOMY = 560
"""The width in pixels from which on the lists have labels."""
_ALL_LINES = 20
"""The limit of the lines of the legend in a figure: more than it ever has."""
_WHOLE_TARGET = 1e-3
"""The loss to reach that is offered first."""
_KEYS = {
    Qt.Key.Key_Left: (-1, 0), Qt.Key.Key_Right: (1, 0), Qt.Key.Key_Up: (0, 1), Qt.Key.Key_Down: (0, -1),
}  # fmt: skip
_RETURN = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class PhaseView(ViewDefaults, Panel):
    """Cells coloured by the result of the run, with the boundary that theory predicts and the runs that lie there.

    `choiceMade` carries another PhaseChoice, `zoomed` the SeenBox that a hand has zoomed into (None: the whole range),
    `cellChosen` the settings of a cell whose run is to be opened; `enlargeWanted` asks for more room.
    """

    choiceMade = Signal(object)
    zoomed = Signal(object)
    cellChosen = Signal(object)
    enlargeWanted = Signal()

    def __init__(self, parent: QWidget | None = None, bare: bool = False) -> None:
        """Make the view; with `bare`, its words have no ground, as in a transparent picture."""
        super().__init__(parent=parent)
        self.setObjectName("phaseView")
        self._scene: Scene | None = None
        self._bare = bare
        self._axes: list[PhaseAxis] = []
        """The settings on offer."""
        self._whole: tuple[PhaseAxis, PhaseAxis] | None = None
        """The settings along the axes, in their whole range."""
        self.wanted: Wanted | None = None
        """The requested diagram; None if nothing can be shown."""
        self._has_chance = False
        """Whether the seed makes a difference."""
        self._begun: tuple[object, ...] | None = None
        """The key of the diagram that is shown or under way."""
        self.diagram: Diagram | None = None
        """The diagram that is shown."""
        self._shown: tuple[object, ...] | None = None
        """The key of the request that led to it."""
        self._scale: Scale | None = None
        self._why_not = ""
        self.cell: tuple[int, int] | None = None
        """The row and the column of the cell at the keyboard's cursor."""
        self._pressed: tuple[QPoint, bool] | None = None
        """Where the mouse was pressed, and whether it is drawing a rectangle."""
        self._work = PhaseWork(self)
        self._work.grown.connect(self._grow)
        self._work.ended.connect(self._end)
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(REST_MS)
        self._soon.timeout.connect(self._begin)
        self._make_controls()
        self._make_plot()
        self.words = SteadyLabel(fills=True)
        self.words.setProperty("role", "note")
        self.words.setObjectName("phaseWords")
        self.legend = PhaseLegend()
        cast(QLayout, self.layout()).setContentsMargins(12, 10, 4, 6)
        self.body.setSpacing(3)
        self.enlarge = EnlargeButton("enlargePhaseButton")
        self.enlarge.show_word(True)
        self.enlarge.clicked.connect(lambda: self.enlargeWanted.emit())
        for part in (self.controls, self.enlarge, self.words, self.plot, self.legend):
            self.body.addWidget(part, 1 if part is self.plot else 0)
        self.setFocusProxy(self.plot)

    def _make_controls(self) -> None:
        self.controls = QWidget()
        row = QHBoxLayout(self.controls)
        row.setContentsMargins(0, 0, 8, 0)
        row.setSpacing(5)
        self.x_combo, self.y_combo, self.value_combo = (
            combo_box(name) for name in ("phaseXCombo", "phaseYCombo", "phaseValueCombo")
        )
        self.target, self.seeds = NumberField("phaseTargetField"), IntegerField("phaseSeedsField")
        self.whole_button = QPushButton()
        self.whole_button.setObjectName("phaseWholeButton")
        self.whole_button.setProperty("segment", "only")
        self.whole_button.setProperty("tight", True)
        self.whole_button.clicked.connect(lambda: self.zoomed.emit(None))
        self._labels = {name: QLabel() for name in ("x", "y", "value", "target", "seeds")}
        parts = {
            "x": self.x_combo, "y": self.y_combo, "value": self.value_combo,
            "target": self.target, "seeds": self.seeds,
        }  # fmt: skip
        for name, part in parts.items():
            label = self._labels[name]
            label.setProperty("role", "label")
            label.setBuddy(part)
            row.addWidget(label)
            row.addWidget(part, 1 if part in (self.x_combo, self.y_combo, self.value_combo) else 0)
        for field in (self.target, self.seeds):
            field.setFixedWidth(58)
        row.addWidget(self.whole_button)
        row.addStretch(0)
        for combo in (self.x_combo, self.y_combo):
            combo.setMinimumContentsLength(4)
            combo.activated.connect(self._choose_axes)
        self.value_combo.setMinimumContentsLength(4)
        self.value_combo.activated.connect(lambda _: self._choose(value=self.value_combo.currentData()))
        for signal in (self.target.committed, self.target.stepped):
            signal.connect(lambda value: self._choose(target=value))
        for signal in (self.seeds.committed, self.seeds.stepped):
            signal.connect(lambda value: self._choose(seeds=value))

    def _make_plot(self) -> None:
        self.x_axis, self.y_axis = PhaseAxisItem("bottom"), PhaseAxisItem("left")
        self.plot = pg.PlotWidget(self, axisItems={"bottom": self.x_axis, "left": self.y_axis}, enableMenu=False)
        self.plot.setObjectName("phasePlot")
        self.box: pg.ViewBox = self.plot.getPlotItem().getViewBox()
        quiet_plot(self.plot, self)
        self.plot.setProperty("playing", None)  # by keyboard, the arrow keys go from cell to cell
        self.plot.getPlotItem().layout.setContentsMargins(0, 6, 12, 0)
        self.box.setRange(xRange=(0, 1), yRange=(0, 1), padding=0)
        self.image = pg.ImageItem(axisOrder="row-major")
        self.box.addItem(self.image)
        self.curves = [pg.PlotCurveItem(connect="finite") for _ in range(2)]
        """The boundary of theory, and under it its casing."""
        for z, curve in zip((6, 5), self.curves, strict=True):
            curve.setZValue(z)
            self.box.addItem(curve, ignoreBounds=True)
        self.curve_name = pg.TextItem()
        self.curve_name.setFont(fonts.small())
        self.curve_name.setZValue(7)
        self.box.addItem(self.curve_name, ignoreBounds=True)
        self.dots: list[Dot] = []
        self._own: Dot | None = None
        """The dot of the chosen run, if its settings are in the picture."""
        self._frame = QGraphicsRectItem()
        """The frame around the cell under the keyboard's cursor or the mouse."""
        self._frame.setZValue(8)
        self.box.addItem(self._frame, ignoreBounds=True)
        self._frame.hide()
        self.readout = readout_label(self.plot)
        self._band = QRubberBand(QRubberBand.Shape.Rectangle, self.plot.viewport())

    # View

    def show_scene(self, scene: Scene, before: Scene | None) -> None:
        """See View."""
        self._scene = scene
        state, was = scene.state, None if before is None else before.state
        restyled = scene.has_other_style(before)
        if restyled:
            self._apply_theme(scene.theme)
        changed = (
            was is None
            or scene.has_other_runs(before)
            or state.experiment.phase != was.experiment.phase
            or state.moment.phase_box != was.moment.phase_box
            or state.experiment.ahead_hidden != was.experiment.ahead_hidden
        )
        if changed:
            self._follow()
        if restyled or changed:
            self._retranslate()
            self._draw()

    @property
    def busy(self) -> bool:
        """See View."""
        return self._soon.isActive() or self._work.busy

    def release(self) -> None:
        """See View."""
        self._drop()
        self._work.stop()

    @property
    def hides_ahead(self) -> bool:
        """Whether results, which lie ahead of the playhead, are hidden."""
        return self._scene is not None and self._scene.state.experiment.ahead_hidden

    @property
    def theme(self) -> Theme:
        """The colours."""
        return system() if self._scene is None else self._scene.theme

    def minimumSizeHint(self) -> QSize:
        """Qt: see `least_plot`."""
        return least_plot()

    # The request

    @property
    def choice(self) -> PhaseChoice:
        """The choice of what is shown."""
        return PhaseChoice() if self._scene is None else self._scene.state.experiment.phase

    def _follow(self) -> None:
        """Update the request from experiment, choice and zoom; compute it once nothing has changed for a moment."""
        scene, choice = self._scene, self.choice
        if scene is None:
            return
        experiment, run = scene.experiment, scene.run
        self._axes = axes_of(experiment, run)
        x = next((axis for axis in self._axes if axis.path == choice.x), self._axes[0])
        others = [axis for axis in self._axes if axis.path != x.path]
        fitting = others[0] if others else None
        y = next((axis for axis in others if axis.path == choice.y), fitting)
        self.wanted, refused = None, ""
        if y is None:
            refused = self.tr("This run has only one setting to vary.")
        else:
            self._whole = x, y
            self._ask(scene, x, y, choice)
            if self.wanted is not None and not self.wanted.sides:
                self.wanted = None
                refused = self.tr("With so many steps or samples a phase diagram takes too long.")
        if self.wanted is None or self.hides_ahead:
            self._drop()
            self.diagram = self._begun = None
            self._why_not = refused
            self._hush()
            return
        key = self.wanted.key
        if not self.isVisible() or key == self._begun:
            return
        self._begun, self._why_not, self.cell = key, "", None
        self._hush()
        self._work.leave()
        self._soon.start()

    def _ask(self, scene: Scene, x: PhaseAxis, y: PhaseAxis, choice: PhaseChoice) -> None:
        """Request the diagram over the zoomed part of the axes."""
        experiment = prepared(scene.experiment, scene.run, x.path, y.path)
        seen = scene.state.moment.phase_box
        if seen is not None and seen.names == (x.path, y.path) and _lies_in(seen, x, y):
            x, y = x.within(*seen.box[0]), y.within(*seen.box[1])
        target = choice.target if choice.target is not None else experiment.stop.loss
        target = _WHOLE_TARGET if target is None and choice.value == "steps" else target
        self._has_chance = has_chance(experiment, scene.run)
        seeds = choice.seeds if self._has_chance else 1
        self.wanted = Wanted(experiment, scene.run, x, y, choice.value, target, seeds)

    @property
    def is_zoomed(self) -> bool:
        """Whether a part of the axes is shown."""
        return self.wanted is not None and self._whole is not None and self._shown_axes() != self._whole

    def _shown_axes(self) -> tuple[PhaseAxis, PhaseAxis] | None:
        return None if self.wanted is None else (self.wanted.x, self.wanted.y)

    def _choose(self, **changes: object) -> None:
        self.choiceMade.emit(dataclasses.replace(self.choice, **changes))  # type: ignore[arg-type]

    def _choose_axes(self) -> None:
        """Use the axes that a person has chosen; to choose the setting of the other axis exchanges the two."""
        x, y = self.x_combo.currentData(), self.y_combo.currentData()
        if x == y and self._whole is not None:
            old_x, old_y = (axis.path for axis in self._whole)
            x, y = (x, old_x) if x != old_x else (old_y, y)
        self._choose(x=x, y=y)

    @property
    def is_current(self) -> bool:
        """Whether the shown diagram is, as far as computed, the requested one, rather than that of an earlier edit."""
        return self.diagram is not None and self._begun is not None and self._shown is self._begun

    # Computing

    def _begin(self) -> None:
        scene = self._scene
        if scene is None or self.wanted is None or not self.isVisible():
            return
        known = scene.derived.kept.get(self.wanted.key)
        if isinstance(known, Diagram):
            self._take(known)
            return
        problem, run = self.wanted.experiment.problem, self.wanted.experiment.runs[self.wanted.run]
        from gdviz.problems.problem import compiled

        made, start = compiled(problem), np.array([run.start])
        # Functions are compiled at first use. That imports, so it is done on this thread.
        with np.errstate(all="ignore"):
            for compute in (made.loss, made.grad, made.hessian):
                compute(start)
        if not scene.medium.tools:  # a figure is waited for
            try:
                *_, made_now = coarse_to_fine(self.wanted)
            except ExperimentError as error:
                self.diagram, self._why_not = None, translating.text(error.reason)
                self._draw()
            else:
                self._take(made_now)
            return
        self._work.begin(self.wanted)
        self._show_words()

    def _drop(self) -> None:
        """End the computation after its present piece; it begins again when the diagram is shown."""
        self._soon.stop()
        self._work.leave()
        if self._begun is not None and (self.diagram is None or not self.diagram.made.done.all()):
            self._begun = None

    @Slot()
    def _grow(self) -> None:
        latest = self._work.latest
        if latest is not None and latest is not self.diagram:
            self.diagram, self._shown = latest, self._begun
            self._draw()

    @Slot()
    def _end(self) -> None:
        made, why_not = self._work.take()
        if made is not None:
            self._take(made)
            return
        if why_not:
            self.diagram, self._why_not = None, why_not
        self._draw()

    def _take(self, made: Diagram) -> None:
        """Show a complete diagram, and keep it for figures and for later requests."""
        self.diagram, self._shown = made, self._begun
        if self._scene is not None:
            self._scene.derived.kept.keep(made.wanted.key, made)
        self._draw()

    def showEvent(self, event: QShowEvent) -> None:
        """Qt: compute what was missed while hidden."""
        super().showEvent(event)
        self._follow()
        self._draw()

    def hideEvent(self, event: QHideEvent) -> None:
        """Qt: end the computation."""
        super().hideEvent(event)
        self._drop()
        self._begun = None

    # Drawing

    def _apply_theme(self, theme: Theme) -> None:
        self.plot.setBackground(theme.panel)
        self.box.setBackgroundColor(theme.plot)
        for axis in (self.x_axis, self.y_axis):
            axis.setPen(theme.line)
            axis.setTextPen(theme.text2)
        self.curves[0].setPen(pg.mkPen(theme.text1, width=2, style=Qt.PenStyle.DashLine))
        self.curves[1].setPen(pg.mkPen(QColor(theme.mix("window", "plot", 0.9)), width=4))
        self.curve_name.setColor(theme.text1)
        self.curve_name.fill = pg.mkBrush(None if self._bare else theme.plot)
        self._frame.setPen(pg.mkPen(theme.text1, width=2))
        style_readout(self.readout, theme)
        self.enlarge.apply_theme(theme)

    def _draw(self) -> None:
        """Draw the known part of the diagram."""
        scene, made, wanted = self._scene, self.diagram, self.wanted
        if scene is None:
            return
        tools = scene.medium.tools
        small = self.width() < _NARROW or self.height() < _LOW
        self.controls.setVisible(tools and not small)
        self.enlarge.setVisible(tools and small)
        self.words.setVisible(not tools or not small or bool(self._why_not) or self.hides_ahead)
        self.legend.set_most(1 if small and tools else 3 if tools else _ALL_LINES)
        self.whole_button.setVisible(self.is_zoomed)
        axes = self._shown_axes()
        if axes is not None:
            for item, axis in zip((self.x_axis, self.y_axis), axes, strict=True):
                item.show_axis(axis)
                item.setLabel(item.title(), **title_style(scene.theme))
        fits = made is not None and wanted is not None and _same_frame(made.wanted, wanted)
        self.image.setVisible(fits)
        entries: list[Entry] = []
        self._scale = None
        if fits and made is not None:
            entries = self._draw_cells(made, scene.theme)
        self._draw_curve(made if fits else None)
        self._draw_runs(scene, wanted)
        if self.dots:
            entries.append(("dot", self.tr("a run of the experiment") if len(self.dots) == 1 else self.tr("runs")))
        self.legend.show_entries(entries, self._scale, scene.theme)
        self.legend.setVisible(bool(entries))
        self._place_cursor()
        self._show_words()
        if not tools:  # without an event loop the layout would not follow the lines of the legend
            cast(QLayout, self.layout()).activate()

    def _draw_cells(self, made: Diagram, theme: Theme) -> list[Entry]:
        """Draw the picture; return the entries of its legend."""
        values, known, value = made.values, made.known, made.wanted.value
        entries: list[Entry] = []
        if value == "verdict":
            for kind, share in shares(values, known):
                colour = none_colour(theme) if kind < 0 else kind_colour(kind, theme)
                entries.append((colour, f"{_kind_word(kind)} {_percent(share)}"))
        else:
            finite = known & np.isfinite(values)
            if finite.any():
                self._scale = Scale.of(np.where(finite, values, np.nan), "rank" if value == "loss" else "log")
            lost = known & (np.isnan(values) if value == "steps" else np.isinf(values))
            if lost.any():
                word = self.tr("not reached") if value == "steps" else verdict_word("diverged")
                entries.append((lost_colour(theme), f"{word} {_percent(float(lost.sum() / known.sum()))}"))
        self.image.setImage(picture(values, known, value, self._scale, theme), levels=None, autoLevels=False)
        self.image.setRect(_frame_of(made))
        return entries

    def _draw_curve(self, made: Diagram | None) -> None:
        """Draw the boundary of theory, with its name in the middle of the visible part."""
        found = None if made is None else made.curve
        for item in (*self.curves, self.curve_name):
            item.setVisible(found is not None)
        if made is None or found is None:
            return
        across, others, rates = found
        x, y = made.wanted.x, made.wanted.y
        beside, rate = (y, x) if across == 0 else (x, y)
        points = np.stack([beside.share(others), rate.share(rates)], axis=-1)
        edges = np.concatenate([[0.0], (points[1:, 0] + points[:-1, 0]) / 2, [1.0]])
        line = phases.in_pieces(points, edges, 1.0)
        at_x, at_y = line.T if across else line.T[::-1]
        for curve in self.curves:
            curve.setData(at_x, at_y)
        seen = np.flatnonzero((at_x >= 0) & (at_x <= 1) & (at_y >= 0) & (at_y <= 1))
        named = len(seen) > 0 and self.box.width() >= _NARROW / 2
        self.curve_name.setVisible(named)
        if named:
            middle = int(seen[3 * len(seen) // 4])
            left = at_x[middle] > 0.6
            self.curve_name.setText(self._limit_words(made))
            self.curve_name.setAnchor((1.08 if left else -0.08, 0.5))
            self.curve_name.setPos(float(at_x[middle]), float(at_y[middle]))

    def _limit_words(self, made: Diagram) -> str:
        """What the boundary is, with its formula where it is a simple one; L is the sharpness."""
        formula = phases.formula(made.made).replace("β", "μ")  # the symbol for momentum in the window
        return self.tr("stable below {formula}").format(formula=formula) if formula else self.tr("stability limit")

    def _draw_runs(self, scene: Scene, wanted: Wanted | None) -> None:
        """Draw a dot for each run that differs from the chosen one in these two settings only."""
        for dot in self.dots:
            self.box.removeItem(dot)
        self.dots, self._own = [], None
        if wanted is None or self.hides_ahead:
            return
        key = wanted.key
        for run, style in enumerate(scene.styles()):
            if not style.drawn and run != scene.run:
                continue
            try:
                own = dataclasses.replace(
                    wanted, experiment=prepared(scene.experiment, run, wanted.x.path, wanted.y.path), run=run
                )
                if run != scene.run and own.key != key:
                    continue
                at = [float(axis.share(present(own.experiment, run, axis))) for axis in (wanted.x, wanted.y)]
            except (ExperimentError, KeyError):
                continue  # a rule without one of the settings
            if not all(math.isfinite(share) and 0 <= share <= 1 for share in at):
                continue
            dot = Dot()
            dot.set_marker(style.marker)
            dot.setBrush(style.color)
            dot.setPen(pg.mkPen(scene.theme.text1 if run == scene.run else scene.theme.window, width=1.5))
            dot.setScale(1.35 if run == scene.run else 1.0)
            self.box.addItem(dot, ignoreBounds=True)
            dot.setPos(*at)
            self.dots.append(dot)
            if run == scene.run:
                self._own = dot

    # Words

    def _show_words(self) -> None:
        self.words.setText(self._sentence())

    def _sentence(self) -> str:
        if self.hides_ahead:
            return self.tr("What settings lead to lies ahead of the playhead: hidden (H).")
        if self._why_not:
            return self._why_not[:1].upper() + self._why_not[1:]
        made = self.diagram
        if made is None:
            return self.tr("computing…")
        if self._scene is not None and not self._scene.medium.tools:
            return self.tr("{n} × {m} runs of {run}").format(
                n=len(made.x), m=len(made.y), run=self._scene.label(self._scene.run)
            )
        grown = self.tr("{n} × {m} runs").format(n=len(made.x), m=len(made.y))
        if self._work.busy and not made.made.done.all():
            grown += " " + self.tr("({percent} %)").format(percent=round(100 * float(made.made.done.mean())))
        words = self.tr("Click a cell: its run opens beside. The wheel, or Shift and a drag, zooms. {count}")
        if made.wanted.seeds > 1:
            words = self.tr(
                "Click a cell: its run with the experiment's own seed opens beside. The wheel, or Shift and a drag,"
                " zooms. {count}"
            )
        return words.format(count=grown)

    def told(self, cell: tuple[int, int]) -> str:
        """The settings of a cell, and what it came to."""
        made = self.diagram
        if made is None:
            return ""
        row, column = cell
        parts = []
        for axis, value in ((made.wanted.x, made.x[column]), (made.wanted.y, made.y[row])):
            name = axis.symbol or translate(axis.label)
            parts.append(f"{name} = {written(axis, float(value))}")
        return ", ".join(parts) + ": " + self._came_to(made, cell)

    def _came_to(self, made: Diagram, cell: tuple[int, int]) -> str:
        value = float(made.values[cell])
        number = cell[0] * len(made.x) + cell[1]
        if number in made.made.failed:
            return translating.text(made.made.failed[number])
        if not made.made.done[cell]:  # the colour may still be that of the coarser diagram
            return self.tr("computing…")
        words, seeds = self._value_words(made.wanted.value, value), made.wanted.seeds
        if seeds == 1:
            return words
        of_seeds = mark("(most of {n} seeds)") if made.wanted.value == "verdict" else mark("(median of {n} seeds)")
        return f"{words} {translate(of_seeds).format(n=seeds)}"

    def _value_words(self, kind: str, value: float) -> str:
        if kind == "verdict":
            return _kind_word(-1 if math.isnan(value) else int(value))
        if kind == "steps":
            return self.tr("not reached") if math.isnan(value) else self.tr("{n} steps").format(n=f"{value:,.0f}")
        if math.isinf(value):
            return verdict_word("diverged")
        if math.isnan(value):
            return _kind_word(-1)
        words = self.tr("final loss {value}") if kind == "loss" else self.tr("sharpness {value}")
        return words.format(value=format_number(value))

    def changeEvent(self, event: QEvent) -> None:
        """Qt: the language has changed."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange and self._scene is not None:
            if self._why_not:  # in the new language
                self._begun = None
                self._follow()
            self._retranslate()
            self._draw()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Qt: fit the words to the new size."""
        super().resizeEvent(event)
        wide = self.width() >= _ROOMY
        for name in ("x", "y", "value"):
            self._labels[name].setVisible(wide)
        if self._scene is not None:
            self._draw()

    def _retranslate(self) -> None:
        self.setTitle(self.tr("Phase diagram"))
        self.head.setToolTip(term_tip("phase_diagram"))
        words = {
            "x": self.tr("x-axis"), "y": self.tr("y-axis"), "value": self.tr("shows"), "target": self.tr("loss"),
            "seeds": self.tr("seeds"),
        }  # fmt: skip
        for name, label in self._labels.items():
            label.setText(words[name])
        self.x_combo.setToolTip(self.tr("The setting along the horizontal axis"))
        self.y_combo.setToolTip(self.tr("The setting along the vertical axis"))
        self.value_combo.setToolTip(self.tr("What is shown of each run"))
        for part, name in ((self.x_combo, "x"), (self.y_combo, "y"), (self.value_combo, "value")):
            part.setAccessibleName(words[name])
        self.whole_button.setText(self.tr("Whole range"))
        self.whole_button.setToolTip(self.tr("Shows the whole range of both settings again (Esc)"))
        self._fill_controls()
        text = self.tr(
            "What the run comes to over two of its settings; the arrow keys go from cell to cell, Return opens its run"
            " beside."
        )
        self.plot.setAccessibleName(text)

    def _fill_controls(self) -> None:
        """Fill the lists with the settings on offer, and select the chosen ones."""
        choice, whole = self.choice, self._whole
        entries = [(_axis_name(axis), axis.path) for axis in self._axes]
        for combo, place in ((self.x_combo, 0), (self.y_combo, 1)):
            combo.set_source(lambda: entries)
            combo.fill()
            if whole is not None:
                combo.choose(_axis_name(whole[place]), whole[place].path)
        values = {
            "verdict": self.tr("what becomes of it"), "loss": self.tr("final loss"),
            "steps": self.tr("steps to a loss"), "sharpness": self.tr("sharpness"),
        }  # fmt: skip
        self.value_combo.set_source(lambda: [(values[value], value) for value in PHASE_VALUES])
        self.value_combo.fill()
        self.value_combo.choose(values[choice.value], choice.value)
        needs_target = choice.value == "steps"
        for name, field, shown in (("target", self.target, needs_target), ("seeds", self.seeds, self._has_chance)):
            field.setVisible(shown)
            self._labels[name].setVisible(shown)
        self.target.setParam(Param("", "float", _WHOLE_TARGET, scale="log", label=mark("Loss to reach")))
        target = self.wanted.target if self.wanted is not None else None
        self.target.setValue(_WHOLE_TARGET if target is None else target)
        self.seeds.setParam(Param("", "int", 1, low=1, high=MOST_PHASE_SEEDS, label=mark("Seeds of each cell")))
        self.seeds.setValue(choice.seeds)

    # Cells

    def cell_at(self, at: QPointF | QPoint) -> tuple[int, int] | None:
        """The row and the column under a pixel of the plot's viewport."""
        made = self.diagram
        scene_at = self.plot.mapToScene(at.toPoint() if isinstance(at, QPointF) else at)
        if (
            made is None
            or not self.is_current
            or not self.image.isVisible()
            or not self.box.sceneBoundingRect().contains(scene_at)
        ):
            return None
        place = self.box.mapSceneToView(scene_at)
        x, y = made.wanted.x.share(made.x), made.wanted.y.share(made.y)
        return int(np.abs(y - place.y()).argmin()), int(np.abs(x - place.x()).argmin())

    def pixel_of(self, cell: tuple[int, int]) -> QPoint:
        """A pixel of the plot's viewport in a cell."""
        rect = self._cell_rect(cell)
        found: QPoint = self.plot.mapFromScene(self.box.mapViewToScene(rect.center()))
        return found

    def _cell_rect(self, cell: tuple[int, int]) -> QRectF:
        """Return the visible part of a cell, as a part of the picture."""
        made = self.diagram
        assert made is not None
        frame, (rows, columns) = _frame_of(made), made.made.values.shape
        wide, high = frame.width() / columns, frame.height() / rows
        rect = QRectF(frame.left() + cell[1] * wide, frame.top() + cell[0] * high, wide, high)
        return rect.intersected(QRectF(0, 0, 1, 1))

    def _open(self, cell: tuple[int, int]) -> None:
        """Request to add the run of a cell."""
        made = self.diagram
        if made is None or not self.is_current or cell[0] >= len(made.y) or cell[1] >= len(made.x):
            return
        x, y = made.wanted.x, made.wanted.y
        self.cellChosen.emit({x: float(made.x[cell[1]]), y: float(made.y[cell[0]])})

    def _place_cursor(self) -> None:
        """Draw the frame around the cell at the keyboard's cursor."""
        shown = self.cell is not None and self.diagram is not None and self.image.isVisible()
        if shown and self.cell is not None and self.diagram is not None:
            rows, columns = self.diagram.made.values.shape
            self.cell = min(self.cell[0], rows - 1), min(self.cell[1], columns - 1)
            self._frame.setRect(self._cell_rect(self.cell))
        self._frame.setVisible(shown)

    def _move_cursor(self, right: int, up: int) -> None:
        """Move the cursor to a neighbouring cell, at first to that of the chosen run, and show the cell's result."""
        made = self.diagram
        if made is None or not self.is_current or not self.image.isVisible():
            return
        rows, columns = made.made.values.shape
        if self.cell is None:
            at = self._own.pos() if self._own is not None else QPointF(0.5, 0.5)
            x, y = made.wanted.x.share(made.x), made.wanted.y.share(made.y)
            row, column = int(np.abs(y - at.y()).argmin()), int(np.abs(x - at.x()).argmin())
        else:
            row, column = self.cell[0] + up, self.cell[1] + right
        self.cell = min(max(row, 0), rows - 1), min(max(column, 0), columns - 1)
        self._place_cursor()
        sentence = self.told(self.cell)
        self._say(sentence, self.pixel_of(self.cell))
        self.plot.setAccessibleDescription(sentence)
        if QAccessible.isActive():
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self.plot, sentence))

    def _say(self, sentence: str, at: QPoint) -> None:
        """Show a sentence beside a pixel of the plot."""
        self.readout.setText(escape(sentence))
        self.readout.adjustSize()
        x = (
            at.x() + 14
            if at.x() + 14 + self.readout.width() < self.plot.width()
            else at.x() - 14 - self.readout.width()
        )
        y = at.y() - self.readout.height() - 8
        self.readout.move(max(0, x), y if y > 0 else at.y() + 14)
        self.readout.show()

    def _hush(self) -> None:
        """Hide the sentence on a cell, as it belongs to an earlier diagram."""
        self.readout.hide()
        self.plot.setAccessibleDescription("")

    # Zoom

    def _zoom_to(self, left: float, right: float, bottom: float, top: float) -> None:
        """Zoom to the part of the picture between these shares of the axes; show a note where float64 ends."""
        if self._whole is None or self.wanted is None:
            return
        shown = (self.wanted.x, self.wanted.y)
        made = []
        for axis, whole, low, high in zip(shown, self._whole, (left, bottom), (right, top), strict=True):
            ends = [min(max(axis.at(share), whole.range.low), whole.range.high) for share in (low, high)]
            try:
                axis.within(*ends).values(16)
            except ExperimentError as error:
                self._why_not = ""
                sentence = translating.text(error.reason)
                self.words.show()
                self.words.setText(sentence[:1].upper() + sentence[1:])
                self._say(sentence, self.plot.viewport().rect().center())
                return
            made.append((ends[0], ends[1]))
        names, domain = _place_of(*self._whole)
        is_whole = tuple(made) == domain
        self.zoomed.emit(None if is_whole else SeenBox(names, domain, (made[0], made[1])))

    def _wheel(self, event: QWheelEvent) -> None:
        turned = event.angleDelta().y()
        at = self.plot.mapToScene(event.position().toPoint())
        if not turned or not self.box.sceneBoundingRect().contains(at) or self.hides_ahead:
            return
        self.plot.setFocus(Qt.FocusReason.MouseFocusReason)
        factor, place = _NOTCH ** (-turned / 120), self.box.mapSceneToView(at)
        sides = [(p - p * factor, p + (1 - p) * factor) for p in (place.x(), place.y())]
        self._zoom_to(*sides[0], *sides[1])

    # Qt

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Qt: read and open cells, zoom, and go from cell to cell by keys."""
        kind = event.type()
        if watched is self.plot:
            if isinstance(event, QKeyEvent):
                return self._key(event) or super().eventFilter(watched, event)
            if kind in (QEvent.Type.FocusIn, QEvent.Type.FocusOut):
                ringed = kind == QEvent.Type.FocusIn
                self.box.setBorder(pg.mkPen(self.theme.focus, width=2) if ringed else None)
                if not ringed:
                    self.cell = None
                    self._place_cursor()
        elif kind == QEvent.Type.Leave:
            self.readout.hide()
        elif isinstance(event, QWheelEvent):
            self._wheel(event)
            return True
        elif isinstance(event, QMouseEvent):
            return self._mouse(event)
        return super().eventFilter(watched, event)

    def _key(self, event: QKeyEvent) -> bool:
        """Handle a key: the arrows and Return, and Escape while a part of the axes is shown."""
        key = Qt.Key(event.key())
        escape_ = key == Qt.Key.Key_Escape and (self.is_zoomed or self._pressed is not None)
        if event.type() == QEvent.Type.ShortcutOverride:
            if escape_:
                event.accept()
            return escape_
        if event.type() != QEvent.Type.KeyPress:
            return False
        if escape_:
            if self._pressed is not None:
                self._pressed = None
                self._band.hide()
            else:
                self.zoomed.emit(None)
            return True
        if key in _KEYS and not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            self._move_cursor(*_KEYS[key])
            return True
        if key in _RETURN and self.cell is not None:
            self._open(self.cell)
            return True
        return False

    def _mouse(self, event: QMouseEvent) -> bool:
        kind, at, button = event.type(), event.position().toPoint(), event.button()
        if kind == QEvent.Type.MouseButtonPress and button in (Qt.MouseButton.LeftButton, Qt.MouseButton.RightButton):
            shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            if self.box.sceneBoundingRect().contains(self.plot.mapToScene(at)):
                self._pressed = at, shift or button == Qt.MouseButton.RightButton
            return False
        if kind == QEvent.Type.MouseMove:
            if self._pressed is not None and self._pressed[1]:
                self._band.setGeometry(QRect(self._pressed[0], at).normalized())
                self._band.show()
                self.readout.hide()
            elif (cell := self.cell_at(at)) is not None:
                self._say(self.told(cell), at)
            else:
                self.readout.hide()
            return True
        if kind == QEvent.Type.MouseButtonRelease and self._pressed is not None:
            (begin, zooms), self._pressed = self._pressed, None
            self._band.hide()
            moved = (at - begin).manhattanLength() > _CLICK
            if zooms and moved:
                self._zoom_to_pixels(QRect(begin, at).normalized())
            elif not zooms and not moved and (cell := self.cell_at(at)) is not None:
                self._open(cell)
        return False

    def _zoom_to_pixels(self, rect: QRect) -> None:
        first, last = (
            self.box.mapSceneToView(self.plot.mapToScene(corner)) for corner in (rect.bottomLeft(), rect.topRight())
        )
        left, right = (min(max(x, 0.0), 1.0) for x in (first.x(), last.x()))
        bottom, top = (min(max(y, 0.0), 1.0) for y in (first.y(), last.y()))
        if right > left and top > bottom and not self.hides_ahead:
            self._zoom_to(left, right, bottom, top)


def _place_of(x: PhaseAxis, y: PhaseAxis) -> tuple[tuple[str, ...], tuple[tuple[float, float], ...]]:
    """Return what a zoom refers to, see SeenBox."""
    return (x.path, y.path), tuple((axis.range.low, axis.range.high) for axis in (x, y))


def _lies_in(seen: SeenBox, x: PhaseAxis, y: PhaseAxis) -> bool:
    """Whether a zoom is part of the whole axes."""
    return all(
        axis.range.low <= low < high <= axis.range.high for axis, (low, high) in zip((x, y), seen.box, strict=True)
    )


def _same_frame(one: Wanted, other: Wanted) -> bool:
    """Whether two diagrams show the same value over the same two settings, so that one can lie in the other's axes."""
    return (one.x, one.y, one.value) == (other.x, other.y, other.value)


def _frame_of(made: Diagram) -> QRectF:
    """Return where the picture lies between 0 and 1, so that the middle of each cell is at its settings."""
    rows, columns = made.made.values.shape
    sides = []
    for axis, values, count in ((made.wanted.x, made.x, columns), (made.wanted.y, made.y, rows)):
        first, last = (float(axis.share(end)) for end in (values[0], values[-1]))
        half = (last - first) / (count - 1) / 2
        sides.append((first - half, last - first + 2 * half))
    return QRectF(sides[0][0], sides[1][0], sides[0][1], sides[1][1])


def _axis_name(axis: PhaseAxis) -> str:
    return " ".join(filter(None, (translate(axis.label) if axis.label else "", axis.symbol)))


def _kind_word(kind: int) -> str:
    return translate(mark("no result")) if kind < 0 else verdict_word(VERDICTS[kind])


def _percent(share: float) -> str:
    return f"{100 * share:.0f} %" if share >= 0.01 else "< 1 %"
