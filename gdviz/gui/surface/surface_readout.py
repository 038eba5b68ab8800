"""The readout under the mouse: place, loss and gradient, and the nearest step of every visible run."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from html import escape
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPointF, QTimer
from PySide6.QtWidgets import QLabel

from gdviz.gui.drawing.box_layer import ViewMap
from gdviz.gui.drawing.plot_items import readout_label, style_readout
from gdviz.gui.style.theme import Theme
from gdviz.gui.style.translating import translate
from gdviz.gui.surface.surface_header import coordinate, padded
from gdviz.gui.widgets.numbers import format_number, format_numbers

if TYPE_CHECKING:
    import pyqtgraph as pg

    from gdviz.gui.drawing.surface_path import PathLayer
    from gdviz.gui.surface.surface_header import SurfaceHeader
    from gdviz.gui.surface.surface_legend import ColourBar
    from gdviz.gui.surface.surface_markers import MarkerLayer
    from gdviz.gui.surface.surface_runs import RunsOnSurface

_NEAR = 24.0
"""Pixels around a path within which the steps of the runs are shown."""
_IN_LINE = 6
"""The most parameters shown in the head; more are shown beside the mouse, in columns of at least this many."""
_READ = 12
"""The most runs of which steps are shown."""


class SurfaceReadout(QObject):
    """Part of a surface view that reads the place under the mouse, once per turn of the event loop.

    It reads `paths` and `markers` in `box`, and writes to `header`, to `legend`, and beside the mouse on `graphics`.
    `runs` returns the runs that the view shows, or None if nothing may be read; `rest` is called when nothing is
    read any more.
    """

    def __init__(
        self,
        graphics: pg.GraphicsLayoutWidget,
        box: pg.ViewBox,
        paths: PathLayer,
        markers: MarkerLayer,
        header: SurfaceHeader,
        legend: ColourBar,
        runs: Callable[[], RunsOnSurface | None],
        rest: Callable[[], None],
    ) -> None:
        super().__init__(graphics)
        self._graphics, self._box, self._paths, self._markers = graphics, box, paths, markers
        self._header, self._legend, self._runs, self._rest = header, legend, runs, rest
        self._at: QPointF | None = None
        self._theme: Theme | None = None
        self.tells_gradient = True
        """Whether the gradient is shown, too: not while a question waits, as it may be the answer."""
        self.label: QLabel | None = None
        """The steps near the mouse; made at first use."""
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(0)
        self._timer.timeout.connect(self.read)

    @property
    def hovering(self) -> bool:
        """Whether a place under the mouse is read."""
        return self._at is not None and self._runs() is not None

    def move(self, position: QPointF) -> None:
        """Take the position of the mouse; while a start is dragged, `again` reads there, once the path is new."""
        box = self._box
        self._at = box.mapFromScene(position) if box.sceneBoundingRect().contains(position) else None
        if not self._markers.dragging:
            self._timer.start()

    def leave(self) -> None:
        """Clear the readout, as the mouse has left."""
        self._at = None
        self._timer.start()

    def again(self) -> None:
        """Read again, as the picture under the mouse has changed: at once, with the path, while a start is dragged."""
        if self._markers.dragging:
            self.read()
        elif self._at is not None:
            self._timer.start()

    def apply_theme(self, theme: Theme) -> None:
        """Take the colours."""
        self._theme = theme
        if self.label is not None:
            self._style(self.label)

    def read(self) -> None:
        """Read the place under the mouse."""
        runs = self._runs()
        if self._at is None or runs is None:
            self._header.set_readout(None)
            self._hide()
            self._rest()
            return
        view, problem = ViewMap.of(self._box), runs.problem
        x, y = view.data(self._at)
        mark = self._markers.minimum_at(self._at)
        if mark is not None:
            x, y = mark.point
        w = runs.under(x, y)
        loss, slope = runs.loss(w), runs.gradient(w)
        parts = [
            f"{translate(name)} = {coordinate(value, 1 / scale)}"
            for name, value, scale in zip(runs.shown.names, (x, y), (view.sx, view.sy), strict=False)
        ]
        parts.append(f"{problem.symbol} = {padded(loss)}")
        if runs.flat is None:
            if self.tells_gradient:
                parts.append(f"∇{problem.symbol} = ({', '.join(format_numbers(slope))})")
        elif len(w) <= _IN_LINE:
            parts.append(f"w = ({', '.join(format_numbers(w))})")
        if mark is not None:
            parts.append(self.tr("global minimum") if mark.is_global else self.tr("local minimum"))
        self._header.set_readout("   ".join(parts))
        self._legend.set_mark(loss)
        self._show_beside(runs, self._at, _table_of(problem.names, w) if len(w) > _IN_LINE else "")

    def _show_beside(self, runs: RunsOnSurface, at: QPointF, parameters: str) -> None:
        """Show beside the mouse, near a path, the nearest step of every run, and below it the table `parameters`."""
        # While a start is dragged, the label would cover its path.
        if self._markers.dragging:
            self._hide()
            return
        found = self._paths.nearest_of_each(at)
        if not found or min(away for _, _, away in found) > _NEAR:
            found = []
        if not found and not parameters:
            self._hide()
            return
        rows = []
        for run, row, _ in found[:_READ]:
            record = runs.source(run)
            step, w = runs.step(run, row), record.w[row].tolist()
            place = ", ".join(format_numbers(w if runs.flat is None else runs.place(w), 6))
            loss = format_number(runs.loss(w), 6)
            dot = f"<span style='color:{runs.strokes[run].color.name()}'>●</span>"
            rows.append(
                f"<tr><td>{dot} {escape(runs.label(run))}&nbsp;</td>"
                f"<td align='right'>{escape(self.tr('step {k}').format(k=f'{step:,}'))}&nbsp;</td>"
                f"<td>({place})&nbsp;</td><td align='right'>{runs.problem.symbol} = {loss}</td></tr>"
            )
        if len(found) > _READ:
            rows.append("<tr><td>…</td></tr>")
        if self.label is None:
            self.label = readout_label(self._graphics)
            self.label.setObjectName("surfaceSteps")
            self._style(self.label)
        self.label.setText((f"<table cellspacing='0'>{''.join(rows)}</table>" if rows else "") + parameters)
        self.label.adjustSize()
        self._put(self.label, at)
        self.label.show()

    def _put(self, label: QLabel, at: QPointF) -> None:
        """Place the label beside the mouse, inside the plot."""
        mouse = self._graphics.mapFromScene(self._box.mapToScene(at))
        left = mouse.x() + 18
        if left + label.width() > self._graphics.width():
            left = mouse.x() - 18 - label.width()
        top = min(mouse.y() + 14, self._graphics.height() - label.height() - 4)
        label.move(max(0, left), max(0, top))

    def _style(self, label: QLabel) -> None:
        if self._theme is not None:
            style_readout(label, self._theme)

    def _hide(self) -> None:
        if self.label is not None:
            self.label.hide()


def _table_of(names: Sequence[str], w: Sequence[float]) -> str:
    """The HTML table of all parameters under the mouse, in at most four columns."""
    high = max(_IN_LINE, -(-len(w) // 4))
    cells = [
        f"<td>{escape(name)}&nbsp;</td><td align='right'>{value}&nbsp;&nbsp;</td>"
        for name, value in zip(names, format_numbers(w), strict=True)
    ]
    rows = ["".join(cells[row::high]) for row in range(high)]
    return f"<table cellspacing='0'><tr>{'</tr><tr>'.join(rows)}</tr></table>"
