"""A sweep in a window of its own: a line over one axis, or a map over two with sliders for the others."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, TypeVar

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QColor
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLabel,
    QMessageBox,
    QProgressBar,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from gdviz.engine import phases
from gdviz.engine.cells import VERDICTS, Axis, Cells, changed
from gdviz.engine.landscape import Scale
from gdviz.engine.sweeps import Sweep, sweeping
from gdviz.gui.drawing.verdict_colours import verdict_colour, verdict_word
from gdviz.gui.kernel.background import Background
from gdviz.gui.kernel.view import ViewDefaults
from gdviz.gui.style.theme import system
from gdviz.gui.style.translating import text as in_language
from gdviz.gui.sweeps.sweep_colours import (
    coloured,
    diverged_colour,
    floored,
    scale_of,
    unreached_colour,
)
from gdviz.gui.sweeps.sweep_form import SweepForm
from gdviz.gui.sweeps.sweep_plot import Band, CellPlot, SweepLine, SweepMap
from gdviz.gui.sweeps.sweep_ruler import Ruler
from gdviz.gui.sweeps.sweep_words import axis_word, came_to, run_word, symbol, value_word, values_at
from gdviz.gui.widgets.combo import combo_box
from gdviz.gui.widgets.dialog_size import open_at
from gdviz.gui.widgets.labels import SteadyLabel, paragraph
from gdviz.gui.widgets.numbers import format_number
from gdviz.gui.widgets.sliders import Slider
from gdviz.messages import ExperimentError
from gdviz.problems.problem import compiled

if TYPE_CHECKING:
    from gdviz.gui.kernel.scene import Scene

Kind = TypeVar("Kind", bound=np.generic)
_ABOVE = 1e6
"""The highest loss that a line shows, in multiples of the loss at the start."""
_PIECE = 0.03
"""The length in seconds of a piece of the computation on the thread."""


class SweepView(ViewDefaults, QDialog):
    """Shows one sweep. `cellOpened` carries the numbers of a cell along the axes; `spoken` what the cursor reads.

    `saveRequested` and `imageRequested` ask for files, `copyRequested` for a picture on the clipboard.
    """

    cellOpened = Signal(object)
    spoken = Signal(str)
    saveRequested = Signal()
    imageRequested = Signal()
    copyRequested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("sweepView")
        self.sweep: Sweep | None = None
        self.form: SweepForm | None = None
        """The form for a sweep, made at first use."""
        self._scene: Scene | None = None
        self.at: list[int] = []
        """The cursor: the number of a value along each axis."""
        self.shown: tuple[int, int | None] = (0, None)
        """The axes across and up; None for a line."""
        self._theme = system()
        self._levels: Scale | None = None
        self._values: NDArray[np.float64] = np.empty(0)
        self.map, self.line, self.share = SweepMap(), SweepLine(), SweepLine("sweepShare")
        self.about = SteadyLabel(fills=True)
        self.across, self.up, self.colour = (combo_box(f"sweep{name}Combo") for name in ("Across", "Up", "Colour"))
        self._names = [QLabel() for _ in range(3)]
        self.legend = paragraph(self, "label")
        self.legend.setTextFormat(Qt.TextFormat.RichText)
        self.remark, self.words = paragraph(self, "note"), SteadyLabel(fills=True)
        self.remark.setObjectName("sweepRemark")
        self.words.setObjectName("sweepWords")
        for label in (self.about, self.words, *self._names):
            label.setProperty("role", "label")
        self.progress = QProgressBar()
        self.progress.setTextVisible(False)
        self.go = QPushButton()
        self.about_button, self.save_button, self.copy_button, self.image_button = (QPushButton() for _ in range(4))
        names = ("About", "Save", "Copy", "Image", "Go")
        buttons = (self.about_button, self.save_button, self.copy_button, self.image_button, self.go)
        for name, button in zip(names, buttons, strict=True):
            button.setObjectName(f"sweep{name}Button")
            button.setAutoDefault(False)
        self.sliders: dict[int, Slider] = {}
        self._rows: list[QWidget] = []
        self._slider_words: dict[int, tuple[QLabel, QLabel]] = {}
        self.picture = QWidget()
        """The part that a picture of the sweep shows."""
        self._work = Background(self)
        self._work.progressed.connect(self._draw)
        self._work.finished.connect(self._end)
        self._build()
        for plot in self.plots:
            plot.pointed.connect(partial(self._point, plot))
            plot.moved.connect(self._move)
            plot.taken.connect(partial(self._take, plot))
        self.across.activated.connect(partial(self._choose_axis, 0))
        self.up.activated.connect(partial(self._choose_axis, 1))
        self.colour.activated.connect(lambda _: self._draw())
        self.about_button.clicked.connect(self._tell_about)
        self.save_button.clicked.connect(self.saveRequested)
        self.copy_button.clicked.connect(self.copyRequested)
        self.image_button.clicked.connect(self.imageRequested)
        self.go.clicked.connect(self._stop_or_go)
        self._retranslate()
        open_at(self, 760, 620)

    @property
    def plots(self) -> tuple[CellPlot, ...]:
        """The plots, of which one is shown, or two for several seeds."""
        return self.map, self.line, self.share

    @property
    def plot(self) -> CellPlot:
        """The plot that has the cells."""
        return self.line if self.is_line else self.map

    @property
    def is_line(self) -> bool:
        """Whether numbers over one axis are shown."""
        return self.sweep is not None and self.shown[1] is None and self.sweep.cells.value != "verdict"

    def _build(self) -> None:
        inner = QVBoxLayout(self.picture)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(8)
        inner.addWidget(self.about)
        inner.addWidget(self.map, 1)
        inner.addWidget(self.line, 3)
        inner.addWidget(self.share, 1)
        inner.addWidget(self.legend)
        inner.addWidget(self.remark)
        self._choices = QWidget()
        row = QHBoxLayout(self._choices)
        row.setContentsMargins(0, 0, 0, 0)
        for name, combo in zip(self._names, (self.across, self.up, self.colour), strict=True):
            name.setBuddy(combo)
            row.addWidget(name)
            row.addWidget(combo, 1)
        self._slider_rows = QVBoxLayout()
        self._slider_rows.setSpacing(4)
        working = QHBoxLayout()
        working.addWidget(self.go)
        working.addWidget(self.progress, 1)
        working.addStretch(0)
        below = QHBoxLayout()
        for button in (self.about_button, self.save_button, self.copy_button, self.image_button):
            below.addWidget(button)
        below.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 12, 12, 10)
        layout.setSpacing(8)
        layout.addWidget(self._choices)
        layout.addWidget(self.picture, 1)
        layout.addLayout(self._slider_rows)
        layout.addLayout(working)
        layout.addWidget(self.words)
        layout.addLayout(below)
        self._layout = layout

    def ask(self) -> None:
        """Show the form for a sweep of the open experiment."""
        scene = self._scene
        if scene is None:
            return
        if self.form is None:
            self.form = SweepForm()
            self.form.wanted.connect(self._begin)
            self._layout.insertWidget(0, self.form)
        self.form.ask(scene.experiment, scene.run)
        self.form.show()
        self._draw()
        self.form.axes[0][0].setFocus()

    def _begin(self, cells: Cells) -> None:
        """Compute a sweep."""
        self.show_sweep(Sweep.empty(cells))
        self.compute()

    # what is shown

    def show_sweep(self, made: Sweep) -> None:
        """Show a sweep, with the first two axes that are not the seed."""
        self._work.stop()
        self.sweep = made
        self.colour.clear()
        axes = made.cells.axes
        free = [number for number, axis in enumerate(axes) if axis.path != "seed" and len(axis.values) > 1]
        free += [number for number in range(len(axes)) if number not in free]
        self.shown = (free[0], None) if len(axes) == 1 else (free[1], free[0])
        self.at = [len(axis.values) // 2 for axis in axes]
        self._fill_choices()
        self._retranslate()

    def compute(self) -> None:
        """Compute the missing cells on a thread, in short pieces."""
        if self.sweep is not None:
            self._work.start_work(sweeping(self.sweep, seconds=_PIECE))
            self._draw()

    @property
    def busy(self) -> bool:
        """See View."""
        return self._work.isRunning()

    def release(self) -> None:
        """See View."""
        self._work.stop()

    def _stop_or_go(self) -> None:
        if self._work.isRunning():
            self._work.ask_to_stop()  # the thread ends after its present cell; the window does not wait for that
            self.go.setEnabled(False)
        else:
            self.compute()

    def _end(self) -> None:
        self._draw()
        if self._work.reason:
            self.remark.setText(self._work.reason)
            self.remark.show()

    def show_scene(self, scene: Scene, before: Scene | None) -> None:
        """See View."""
        self._scene = scene
        if self.form is not None and self.form.isVisible():
            self.form.follow(scene.experiment, scene.run)
        if scene.has_other_style(before):
            self._theme = scene.theme
            for plot in self.plots:
                plot.apply_theme(scene.theme)
            self._draw()

    def _fill_choices(self) -> None:
        assert self.sweep is not None
        cells = self.sweep.cells
        for combo, number in ((self.across, self.shown[0]), (self.up, self.shown[1])):
            combo.clear()
            for i, axis in enumerate(cells.axes):
                combo.addItem(axis_word(cells, axis), i)
            combo.setCurrentIndex(-1 if number is None else number)
        chosen = max(self.colour.currentIndex(), 0)
        self.colour.clear()
        for value in (cells.value, "share") if cells.seeds > 1 else (cells.value,):
            self.colour.addItem(value_word(cells, value), value)
        self.colour.setCurrentIndex(min(chosen, self.colour.count() - 1))
        several, seeds = len(cells.axes) > 2, cells.seeds > 1 and len(cells.axes) > 1
        for label, combo, seen in zip(
            self._names, (self.across, self.up, self.colour), (several, several, seeds), strict=True
        ):
            label.setVisible(seen)
            combo.setVisible(seen)
        self._choices.setVisible(several or seeds)
        self._make_sliders()

    def _make_sliders(self) -> None:
        """A slider for each axis that is not shown."""
        assert self.sweep is not None
        for row in self._rows:
            row.hide()
            row.deleteLater()
        self._rows, self.sliders, self._slider_words = [], {}, {}
        for number, axis in enumerate(self.sweep.cells.axes):
            if number in self.shown:
                continue
            row, slider = QWidget(), Slider(f"sweepSlider{number}")
            name, value = QLabel(axis_word(self.sweep.cells, axis)), QLabel()
            slider.setRange(0, len(axis.values) - 1)
            slider.setPageStep(max(1, len(axis.values) // 5))
            slider.setValue(self.at[number])
            slider.setAccessibleName(name.text())
            slider.valueChanged.connect(partial(self._slide, number))
            name.setProperty("role", "label")
            name.setMinimumWidth(150)
            value.setMinimumWidth(90)
            inner = QHBoxLayout(row)
            inner.setContentsMargins(0, 0, 0, 0)
            inner.addWidget(name)
            inner.addWidget(slider, 1)
            inner.addWidget(value)
            self._slider_rows.addWidget(row)
            self._rows.append(row)
            self.sliders[number], self._slider_words[number] = slider, (name, value)

    def _slide(self, number: int, value: int) -> None:
        self.at[number] = value
        self._draw()

    def _choose_axis(self, which: int, chosen: int) -> None:
        """Show another axis; if it is shown in the other direction already, the two change places."""
        x, y = self.shown
        if which == 0:
            self.shown = (chosen, x if chosen == y else y)
        else:
            self.shown = (y if chosen == x and y is not None else x, chosen)
        self._fill_choices()
        self._draw()

    def _slice(self, values: NDArray[Kind]) -> NDArray[Kind]:
        """The cells that are shown: rows up, columns across."""
        x, y = self.shown
        at: list[int | slice] = list(self.at)
        at[x] = slice(None)
        if y is None:
            return values[tuple(at)][None, :]
        at[y] = slice(None)
        found = values[tuple(at)]
        return found if y < x else found.T

    def _draw(self) -> None:
        made = self.sweep
        has = made is not None
        for part in (self.about_button, self.save_button, self.copy_button, self.image_button):
            part.setEnabled(has)
        if made is None:
            for hidden in (self.line, self.share, self.legend, self.remark, self.progress, self.go, self._choices):
                hidden.hide()
        if made is None or self.map.theme is None:
            return
        cells, kind = made.cells, str(self.colour.currentData() or made.cells.value)
        failed = np.zeros(cells.count, dtype=bool)
        failed[list(made.failed)] = True
        failed = failed.reshape(cells.shape)
        source = made.share if kind == "share" else made.values
        self._values = floored(source) if kind == "loss" else source
        self._levels = None if kind == "verdict" else scale_of(self._values, kind)
        for plot, seen in ((self.map, not self.is_line), (self.line, self.is_line),
                           (self.share, self.is_line and cells.seeds > 1)):  # fmt: skip
            plot.setVisible(seen)
        if self.is_line:
            self._draw_line(made, failed)
        else:
            self._draw_map(made, kind, failed)
        for number, (_, value) in self._slider_words.items():
            axis = cells.axes[number]
            value.setText(f"{symbol(cells, axis)} = {format_number(axis.values[self.at[number]])}")
            self.sliders[number].setToolTip(value.text())
            self.sliders[number].setAccessibleDescription(value.text())
        self._show_state()
        self._place_cursor()

    def _draw_line(self, made: Sweep, failed: NDArray[np.bool_]) -> None:
        cells, (axis,) = made.cells, made.cells.axes
        ruler, colour = Ruler.of(axis.values), self._theme.run_color(cells.run)
        most = most_shown(cells)
        self.line.show_line(ruler, made.values, self._bands(made, ruler, failed, most), colour, most)
        self.line.set_titles("" if cells.seeds > 1 else axis_word(cells, axis), value_word(cells, cells.value))
        self.share.show_line(ruler, 100 * made.share, [], colour, np.inf, (0.0, 100.0))
        self.share.set_titles(axis_word(cells, axis), self.tr("arrive, %"))
        self.legend.hide()

    def _bands(self, made: Sweep, ruler: Ruler, failed: NDArray[np.bool_], most: float) -> list[Band]:
        """Return the stretches where the line has no number, with the reasons."""
        theme, found = self._theme, list[Band]()
        faint = QColor(diverged_colour(theme))
        faint.setAlphaF(0.4)
        grey = QColor(unreached_colour(theme))
        grey.setAlphaF(0.5)
        hatch, cross = Qt.BrushStyle.BDiagPattern, Qt.BrushStyle.DiagCrossPattern
        text3, known = QColor(theme.text3), made.done & ~failed
        beyond = np.isfinite(made.values) & (made.values > most)
        for mask, word, colour, pattern in (
            (~made.done, self.tr("not computed yet"), text3, hatch),
            (failed, self.tr("failed"), text3, cross),
            (known & np.isinf(made.values), verdict_word("diverged"), faint, Qt.BrushStyle.SolidPattern),
            (known & np.isnan(made.values), self.tr("not reached"), grey, Qt.BrushStyle.SolidPattern),
            (
                known & beyond,
                self.tr("off the scale"),
                grey,
                Qt.BrushStyle.SolidPattern,
            ),
        ):
            edges = np.flatnonzero(np.diff(np.concatenate([[0], mask.astype(np.int8), [0]])))
            for first, last in edges.reshape(-1, 2).tolist():
                found.append(Band(ruler.place(first - 0.5), ruler.place(last - 0.5), word, colour, pattern))
        return found

    def _draw_map(self, made: Sweep, kind: str, failed: NDArray[np.bool_]) -> None:
        cells, (x, y) = made.cells, self.shown
        across = Ruler.of(cells.axes[x].values)
        up = Ruler((0.0,), "equal") if y is None else Ruler.of(cells.axes[y].values)
        values, done, broken = self._slice(self._values), self._slice(made.done), self._slice(failed)
        pixels = coloured(values, done, broken, kind, self._levels or Scale("log"), self._theme)
        places = [(int(column), int(row)) for row, column in np.argwhere(broken)]
        words = []
        if kind == "verdict":
            words = [
                (done & (values == number), verdict_word(name))
                for number, name in enumerate(VERDICTS)
                if (values == number).any()
            ]
        elif np.isinf(values).any():
            words = [(np.isinf(values), verdict_word("diverged"))]
        self.map.set_titles(axis_word(cells, cells.axes[x]), "" if y is None else axis_word(cells, cells.axes[y]))
        self.map.show_cells((across, up), pixels, places, words)
        self.map.up.setVisible(y is not None)
        self.map.show_levels(self._levels, "J" if kind == "loss" else "")
        self._draw_theory(made, across, up)
        self._explain(made, kind, values, done, broken)

    def _draw_theory(self, made: Sweep, across: Ruler, up: Ruler) -> None:
        x, y = self.shown
        found = None if self.busy or y is None else boundary_of(made, x, y, self.at)
        if found is None:
            self.map.show_theory(np.empty(0), np.empty(0), "")
            return
        lies_across, values, rates = found
        rulers = (across, up) if lies_across else (up, across)
        along = np.array([rulers[0].place_of(value) for value in values])
        limit = np.array([rulers[1].place_of(rate) for rate in rates])
        self.map.show_theory(*((along, limit) if lies_across else (limit, along)), self.tr("stability limit, theory"))

    def _explain(self, made: Sweep, kind: str, values: NDArray[np.float64], done: NDArray[np.bool_],
                 failed: NDArray[np.bool_]) -> None:  # fmt: skip
        """Explain below the map what its colours mean."""
        known, entries = done & ~failed, list[tuple[str, str]]()
        if kind == "verdict":
            counts = {name: int((values[known] == number).sum()) for number, name in enumerate(VERDICTS)}
            for name in sorted((name for name in counts if counts[name]), key=lambda name: -counts[name]):
                share = format_number(100 * counts[name] / max(int(known.sum()), 1), 2)
                entries.append((verdict_colour(name, self._theme).name(), f"{verdict_word(name)} {share} %"))
        elif kind == "loss" and np.isinf(values).any():
            entries.append((diverged_colour(self._theme).name(), verdict_word("diverged")))
        if kind != "verdict" and (np.isnan(values) & known).any():
            entries.append((unreached_colour(self._theme).name(), self.tr("not reached")))
        said = [f"<span style='color:{colour}'>■</span>&nbsp;{word.replace(' ', '&nbsp;')}" for colour, word in entries]
        if not done.all():
            said.append(self.tr("hatched: not computed yet").replace(" ", "&nbsp;"))
        if failed.any():
            said.append(self.tr("×: failed").replace(" ", "&nbsp;"))
        self.legend.setText(" &nbsp; ".join(said))
        self.legend.setVisible(bool(said))

    def _show_state(self) -> None:
        """Show how many cells are missing, and offer to compute them."""
        made = self.sweep
        assert made is not None
        missing, count, working = made.cells.count - int(made.done.sum()), made.cells.count, self._work.isRunning()
        said = []
        if missing and not working:
            said.append(self.tr("{n} of {all} cells are not computed yet.").format(n=f"{missing:,}", all=f"{count:,}"))
        if made.failed:
            said.append(
                self.tr("{n} of {all} cells could not be computed.").format(n=f"{len(made.failed):,}", all=f"{count:,}")
            )
        self.remark.setText(" ".join(said))
        self.remark.setVisible(bool(said))
        self.progress.setVisible(working)
        self.progress.setRange(0, count)
        self.progress.setValue(count - missing)
        self.go.setVisible(bool(missing))
        self.go.setEnabled(True)
        self.go.setText(self.tr("Stop") if working else self.tr("Compute the rest"))

    # the cursor

    def _cell_of(self, plot: CellPlot, cell: tuple[int, int]) -> tuple[int, ...]:
        at, (x, y) = list(self.at), self.shown
        at[x] = cell[0]
        if y is not None:
            at[y] = cell[1]
        return tuple(at)

    def _point(self, plot: CellPlot, cell: tuple[int, int] | None) -> None:
        if self.sweep is None:
            return
        if cell is None:
            self.words.setText(self.tr("A click on a cell opens its run; arrow keys go from cell to cell."))
            return
        self._read(self._cell_of(plot, cell))

    def _read(self, at: tuple[int, ...]) -> str:
        assert self.sweep is not None
        values, came = values_at(self.sweep.cells, at), came_to(self.sweep, at)
        words = f"{values}: {came}"
        self.words.setText(words)
        value = float(self._values[at])
        if not self.is_line and self._levels is not None:
            self.map.bar.set_mark(value if np.isfinite(value) else None)
        return words

    def _move(self, across: int, up: int) -> None:
        if self.sweep is None:
            return
        shape = self.sweep.cells.shape
        for axis, step in zip(self.shown, (across, up), strict=True):
            if axis is not None:
                self.at[axis] = min(max(self.at[axis] + step, 0), shape[axis] - 1)
        self._place_cursor()
        self.spoken.emit(self._read(tuple(self.at)))

    def _take(self, plot: CellPlot, cell: tuple[int, int] | None) -> None:
        if cell is not None:
            self.at = list(self._cell_of(plot, cell))
            self._place_cursor()
        self._read(tuple(self.at))
        self.cellOpened.emit(tuple(self.at))

    def _place_cursor(self) -> None:
        assert self.sweep is not None
        x, y = self.shown
        cell = self.at[x], 0 if y is None else self.at[y]
        for plot in self.plots:
            if plot.isVisibleTo(self):
                plot.set_cursor(cell)
                plot.setAccessibleDescription(
                    f"{values_at(self.sweep.cells, tuple(self.at))}: {came_to(self.sweep, tuple(self.at))}"
                )

    # words

    def _tell_about(self) -> None:
        """Show from what the sweep was computed, and on which machine."""
        made = self.sweep
        if made is None:
            return
        box = QMessageBox(self)
        box.setObjectName("sweepAbout")
        box.setWindowTitle(self.tr("About this sweep"))
        box.setText(self.about.text())
        box.setInformativeText("\n".join(self.facts(made)))
        box.exec()
        box.deleteLater()

    def facts(self, made: Sweep) -> list[str]:
        """Return facts about a sweep, one per line."""
        cells, from_where = made.cells, made.provenance
        lines = [
            self.tr("{name}: {n} values from {low} to {high} ({path})").format(
                name=axis_word(cells, axis), n=f"{len(axis.values):,}", low=format_number(min(axis.values)),
                high=format_number(max(axis.values)), path=axis.path,
            )
            for axis in cells.axes
        ]  # fmt: skip
        seeds = self.tr("Seed {seed}") if cells.seeds == 1 else self.tr("{n} seeds a cell, drawn from seed {seed}")
        lines.append(seeds.format(seed=from_where["seed"], n=cells.seeds))
        lines += [self.tr("Computed on: {machine}").format(machine=machine) for machine in from_where["machines"]]
        return lines + [f"{in_language(note)}." for note in made.notes]

    def changeEvent(self, event: QEvent) -> None:
        """Qt: the language has changed."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            if self.sweep is not None:
                self._fill_choices()
            if self.form is not None:
                self.form.retranslate()
            self._retranslate()

    def _retranslate(self) -> None:
        self.setWindowTitle(self.tr("Sweep"))
        for label, name in zip(self._names, (self.tr("Across"), self.tr("Up"), self.tr("Colour")), strict=True):
            label.setText(name)
        for combo, label in zip((self.across, self.up, self.colour), self._names, strict=True):
            combo.setAccessibleName(label.text())
        self.across.setToolTip(self.tr("The value that changes from left to right"))
        self.up.setToolTip(self.tr("The value that changes from bottom to top"))
        self.colour.setToolTip(self.tr("What the colours show"))
        self.progress.setAccessibleName(self.tr("Progress"))
        self.about_button.setText(self.tr("About this sweep…"))
        self.about_button.setToolTip(self.tr("What it was computed from, and where"))
        self.save_button.setText(self.tr("Save…"))
        self.save_button.setToolTip(self.tr("Writes the numbers: NetCDF, a table, or NumPy's arrays"))
        self.copy_button.setText(self.tr("Copy image"))
        self.copy_button.setToolTip(self.tr("Puts the picture on the clipboard"))
        self.image_button.setText(self.tr("Save image…"))
        self.image_button.setToolTip(self.tr("Writes the picture: PNG, SVG or PDF"))
        self.go.setToolTip(self.tr("What is computed stays."))
        made = self.sweep
        if made is not None:
            cells = made.cells
            axes = [axis_word(cells, axis) for axis in cells.axes]
            size = " × ".join(f"{n:,}" for n in cells.shape)
            told = self.tr("{run}: {value}, over {axes} ({size} cells)")
            self.about.setText(
                told.format(run=run_word(cells), value=value_word(cells, cells.value), axes=", ".join(axes), size=size)
            )
            for plot in self.plots:
                plot.setAccessibleName(self.about.text())
            self._point(self.map, None)
        self._draw()


def boundary_of(
    made: Sweep, x: int, y: int, at: list[int]
) -> tuple[bool, NDArray[np.float64], NDArray[np.float64]] | None:
    """Return the line that theory predicts in a slice, or None if there is none.

    The line consists of whether it is given along the horizontal axis, the values there, and the rates.
    """
    cells = made.cells
    fixed = {axis.path: axis.values[at[i]] for i, axis in enumerate(cells.axes) if i not in (x, y)}
    axes = [cells.axes[y], cells.axes[x]]
    own = [Axis(axis.path.partition("].")[2] or axis.path, axis.values, axis.name) for axis in axes]
    places: list[int | slice] = [slice(None) if i in (x, y) else at[i] for i in range(len(cells.axes))]
    try:
        experiment = changed(cells.experiment, fixed, cells.run)
        held = Sweep.empty(Cells(experiment, tuple(own), 0, cells.value, cells.target, cells.seeds))
        ends = made.ends[tuple(places)]
        held.ends[...] = ends if y < x else np.swapaxes(ends, 0, 1)
        found = phases.boundary(held)
    except ExperimentError:
        return None
    return None if found is None else (found[0] == 1, found[1], found[2])


def most_shown(cells: Cells) -> float:
    """Return the highest loss that a line shows; a run above it counts only as far above its start."""
    if cells.value != "loss":
        return np.inf
    spec = cells.experiment.runs[cells.run]
    with np.errstate(all="ignore"):
        begun = abs(float(compiled(cells.experiment.problem).loss(np.array(spec.start, dtype=float))))
    return _ABOVE * begun if begun and np.isfinite(begun) else np.inf
