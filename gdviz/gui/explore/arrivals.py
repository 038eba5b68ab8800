"""Counts how many starts reach the global minimum with several methods, and shows their paths as rolling balls."""

from __future__ import annotations

import math

import numpy as np
import pyqtgraph as pg
from numpy.typing import NDArray
from PySide6.QtCore import QObject, QPointF, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import (
    QButtonGroup,
    QGridLayout,
    QLabel,
    QPushButton,
    QStyleOptionGraphicsItem,
    QWidget,
)

from gdviz.engine import starts
from gdviz.engine.starts import Arrivals
from gdviz.gui.drawing.box_layer import BoxLayer, ViewMap
from gdviz.gui.explore.tools import ToolPoint
from gdviz.gui.kernel.idle import IdleWork
from gdviz.gui.style import reduced_motion
from gdviz.gui.style.theme import Theme
from gdviz.gui.widgets.floating_card import FloatingCard
from gdviz.gui.widgets.numbers import format_number

METHODS = ("plain", "larger", "momentum")
_FRAMES, _FRAME_MS = 45, 30
_BALL, _OWN = 4.0, 6.0
_GOLDEN = math.pi * (3 - math.sqrt(5))
_DELAY_MS = 150
"""Milliseconds without an edit before the paths are computed, so that a drag does not start it."""


class ArrivalBalls(BoxLayer):
    """Draws a ball for each path, filled if it has arrived; balls at one place are moved apart."""

    def __init__(self, box: pg.ViewBox) -> None:
        super().__init__(box, 2.8)
        self._points: NDArray[np.float64] = np.empty((0, 0, 2))
        self._arrived: NDArray[np.bool_] = np.empty(0, dtype=bool)
        self._flat = False
        self._theme: Theme | None = None
        self.share = 1.0
        """The share of the paths that is shown: 0 at the starts, 1 at the ends."""

    def set_arrivals(self, point: ToolPoint, arrivals: Arrivals | None) -> None:
        """Show the paths of one method; None shows nothing."""
        if arrivals is None:
            self._points = np.empty((0, 0, 2))
        else:
            self._flat = point.problem.dim == 1
            paths = arrivals.paths
            if self._flat:
                with np.errstate(all="ignore"):
                    self._points = np.stack((paths[..., 0], point.problem.loss(paths)), axis=-1)
            else:
                self._points = paths if point.flat is None else point.flat.plane.project(paths)
            self._arrived = arrivals.arrived
        self.update()

    def apply_theme(self, theme: Theme) -> None:
        """Take the colours."""
        self._theme = theme
        self.update()

    def paint(self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None) -> None:
        """Qt: draw the starts as rings, a thin line to each ball, and the balls; that of the run is larger."""
        theme, view = self._theme, ViewMap.of(self.box)
        if theme is None or not self._points.size or view.width < 1:
            return
        painter.setClipRect(view.rect)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        last = len(self._points) - 1
        # The first updates are the longest, so the animation is linear in the logarithm of their number.
        row = round((last + 1) ** self.share) - 1
        pixels = view.pixels(self._points[[0, row]])
        faint = QColor(theme.text2)
        faint.setAlpha(110)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(faint, 1))
        for x, y in pixels[0][np.isfinite(pixels[0]).all(axis=1)].tolist():
            painter.drawEllipse(QPointF(x, y), 2.5, 2.5)
        places = heaped(pixels[1], self._flat)
        for number in range(len(places) - 1, -1, -1):
            x, y = places[number]
            if not (math.isfinite(x) and math.isfinite(y) and abs(x) < 1e4 and abs(y) < 1e4):
                continue
            size = _OWN if number == 0 else _BALL
            colour = QColor(theme.good if self._arrived[number] else theme.bad)
            painter.setPen(QPen(QColor(theme.window), 3.5))
            painter.drawEllipse(QPointF(x, y), size, size)
            painter.setPen(QPen(colour, 1.75))
            painter.setBrush(colour if self._arrived[number] else QColor(theme.plot))
            painter.drawEllipse(QPointF(x, y), size, size)


def heaped(pixels: NDArray[np.float64], upward: bool) -> list[tuple[float, float]]:
    """Move places (m, 2) apart so that balls do not overlap: piled upward, or around the place."""
    kept: list[tuple[float, float]] = []
    groups: list[list[float]] = []
    apart = 2 * _BALL + 2
    for x, y in pixels.tolist():
        group = next((g for g in groups if math.hypot(g[0] - x, g[1] - y) < apart), None)
        if group is None or not math.isfinite(x + y):
            groups.append([x, y, 0])
            kept.append((x, y))
            continue
        group[2] += 1
        number = int(group[2])
        if upward:
            column, row = (0, 1, -1)[number % 3], number // 3
            kept.append((group[0] + column * apart, group[1] - row * apart))
        else:
            out, turn = apart * 0.62 * math.sqrt(number + 0.9), number * _GOLDEN
            kept.append((group[0] + out * math.cos(turn), group[1] + out * math.sin(turn)))
    return kept


class ArrivalsCard(FloatingCard):
    """A row for each method: whether it arrives from here, and from how many of 20 starts; a click shows its paths."""

    def __init__(self, parent: QWidget) -> None:
        self.rows: dict[str, QPushButton] = {}
        self.cells: dict[tuple[str, str], QLabel] = {}
        self.heads = [QLabel(), QLabel()]
        self.words = QLabel()
        self.words.setObjectName("arrivalsTold")
        self.words.setProperty("role", "label")
        self.words.setWordWrap(True)
        self.words.setMinimumWidth(290)
        self._found: tuple[Arrivals, ...] = ()
        self._known = True
        self._refused = False
        super().__init__("arrivalsCard", parent)
        self.group = QButtonGroup(self)
        grid = QGridLayout()
        grid.setSpacing(4)
        grid.setHorizontalSpacing(14)
        for column, head in enumerate(self.heads):
            head.setProperty("role", "note")
            grid.addWidget(head, 0, column + 1, Qt.AlignmentFlag.AlignRight)
        for row, name in enumerate(METHODS):
            button = QPushButton()
            button.setObjectName(f"arrivals{name.title()}Button")
            button.setProperty("segment", "only")
            button.setCheckable(True)
            button.setChecked(row == 0)
            self.group.addButton(button, row)
            self.rows[name] = button
            grid.addWidget(button, row + 1, 0)
            for column, cell in enumerate(("own", "random")):
                self.cells[name, cell] = QLabel("…")
                grid.addWidget(self.cells[name, cell], row + 1, column + 1, Qt.AlignmentFlag.AlignRight)
        self.body.addLayout(grid)
        self.body.addWidget(self.words)
        self.retranslate()

    def retranslate(self) -> None:
        """Put in the words of the language."""
        super().retranslate()
        self.set_title(self.tr("Who arrives?"))
        self.heads[0].setText(self.tr("from here"))
        self.heads[1].setText(self.tr("random starts"))
        for button in self.rows.values():
            button.setToolTip(self.tr("Show where the balls of this method roll"))
        if self._refused:
            self.refuse()
        else:
            self.show_found(self._found, self._known)

    def show_found(self, found: tuple[Arrivals, ...], known: bool) -> None:
        """Show the counts, none while they are computed. `known`: a global minimum is known."""
        self._found, self._known, self._refused = found, known, False
        if not self.cells:
            return
        texts = {
            "plain": self.tr("plain GD, η {rate}"),
            "larger": self.tr("larger rate, η {rate}"),
            "momentum": self.tr("momentum 0.9, η {rate}"),
        }
        for name, text in texts.items():
            arrivals = next((one for one in found if one.method.name == name), None)
            rate, own, count = "…", "…", "…"
            if arrivals is not None:
                rate, own = format_number(arrivals.method.optimizer.lr), "✓" if arrivals.own else "–"
                count = f"{arrivals.count} / {len(arrivals.arrived) - 1}"
            self.rows[name].setText(text.format(rate=rate))
            self.cells[name, "own"].setText(own)
            self.cells[name, "random"].setText(count)
        self.words.setText(self._sentence(found) if found else self.tr("Computing…"))

    def refuse(self) -> None:
        """Say that there are too many samples."""
        self.show_found((), self._known)
        self._refused = True
        for cell in self.cells.values():
            cell.setText("–")
        self.words.setText(self.tr("Too many samples to follow so many paths."))

    def _sentence(self, found: tuple[Arrivals, ...]) -> str:
        goal = self.tr("the global minimum") if self._known else self.tr("the lowest point that was found")
        plain = found[0]
        words = self.tr("{count} of {all} random starts of plain GD arrive in {goal}.").format(
            count=plain.count, all=len(plain.arrived) - 1, goal=goal
        )
        if plain.arrived.all():
            words += " " + self.tr("Every start that was tried leads there.")
        else:
            words += " " + self._help(found)
        lost = sum(int(arrivals.diverged.sum()) for arrivals in found)
        return words + (" " + self.tr("Paths of all methods that diverge: {n}.").format(n=lost) if lost else "")

    def _help(self, found: tuple[Arrivals, ...]) -> str:
        """A sentence on what helps if plain GD does not arrive from every start."""
        plain = found[0]
        if any(other.count > plain.count or other.own > plain.own for other in found[1:]):
            return self.tr("Nothing guarantees it; several things help.")
        if plain.count:
            return self.tr("Nothing guarantees it; here it is another start that helps.")
        return self.tr("Nothing guarantees it; what helps elsewhere does not help here.")


class ArrivalsTool(QObject):
    """Computes balls and counts in idle time, again whenever the experiment changes, and shows them.

    `changed`: the text of the card has changed.
    """

    changed = Signal()

    def __init__(self, box: pg.ViewBox, over: QWidget) -> None:
        super().__init__(over)
        self.balls, self.card = ArrivalBalls(box), ArrivalsCard(over)
        self.found: tuple[Arrivals, ...] = ()
        self._point: ToolPoint | None = None
        self._inputs: tuple[object, ...] = ()
        self._shown = False
        self._work = IdleWork(self)
        self._roll = QTimer(self)
        self._roll.setInterval(_FRAME_MS)
        self._roll.timeout.connect(self._go_on)
        self.card.group.idClicked.connect(lambda _: self._show_method())

    @property
    def busy(self) -> bool:
        """Whether paths are computed or animated."""
        return self._work.busy or self._roll.isActive()

    def stand_at(self, point: ToolPoint) -> None:
        """Compute for this run if its start, its rate or the problem has changed."""
        spec = point.experiment.runs[point.run]
        inputs = (point.problem, spec.start, spec.optimizer, point.experiment.seed)
        before = self._point
        other = before is not None and before.problem is not point.problem
        if other or (not self._shown and inputs != self._inputs):  # the count is for another problem or moment
            self.found = ()
            self.balls.set_arrivals(point, None)
            self.card.show_found((), True)
            self.changed.emit()
        self._point = point
        if self.found and before is not None and point.flat is not before.flat:
            self.balls.set_arrivals(point, self.found[self.card.group.checkedId()])
        if inputs != self._inputs:
            first = not self._inputs
            self._inputs = inputs
            self._work.start(starts.arriving(point.experiment, point.run), self._done, 0 if first else _DELAY_MS)

    def apply_theme(self, theme: Theme) -> None:
        """Take the colours."""
        self.balls.apply_theme(theme)

    def set_shown(self, shown: bool) -> None:
        """Show or hide balls and card; nothing is computed while they are hidden."""
        self._shown = shown
        self.balls.setVisible(shown)
        self.card.setVisible(shown)
        if shown and self.found:
            self._show_method()
        if not shown:
            self._roll.stop()
            if self._work.busy:
                self._work.cancel()
                self._inputs = ()

    def _done(self, found: tuple[Arrivals, ...]) -> None:
        self.found = found
        if not found:
            self.card.refuse()
            self.changed.emit()
        elif self._point is not None:
            self.card.show_found(found, starts.is_known(self._point.problem))
            self.changed.emit()
            self._show_method()

    def _show_method(self) -> None:
        if self._point is not None and self.found:
            self.balls.set_arrivals(self._point, self.found[self.card.group.checkedId()])
            self.balls.share = 1.0 if reduced_motion.is_reduced() else 0.0
            self._roll.start()

    def _go_on(self) -> None:
        self.balls.share = min(1.0, self.balls.share + 1 / _FRAMES)
        self.balls.update()
        if self.balls.share >= 1.0:
            self._roll.stop()
