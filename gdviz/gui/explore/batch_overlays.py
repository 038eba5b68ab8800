"""Overlays of the current batch on the loss surface: its contours, all batch gradients, and the noise ball."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QEvent, QObject, QPoint, QPointF, QRectF, Qt, QTimer
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QLabel

from gdviz.engine import landscape
from gdviz.engine.batch_facts import (
    NoiseBall,
    batch_gradients,
    batch_surface,
    ellipse,
    has_batches,
    noise_ball,
    update_at,
)
from gdviz.gui.kernel.view import ViewDefaults
from gdviz.gui.style import fonts, scaling
from gdviz.gui.style.theme import Theme
from gdviz.gui.surface.surface_image import LineLayer
from gdviz.gui.widgets.numbers import format_number

if TYPE_CHECKING:
    from gdviz.engine.trajectory import RunRecord
    from gdviz.gui.kernel.scene import Scene
    from gdviz.gui.surface.surface_view import SurfaceView
    from gdviz.problems.problem import Domain, Problem

SIDE = 72
"""Nodes along a side of the contours' grid."""
SHARES = np.linspace(0.08, 0.9, 8)
"""The levels, as quantiles of the full loss in view."""
STEP_PX = 70.0
"""A cloud whose full step is shorter than this on the screen is enlarged by 2, 5, 10, ..."""
DEVIATIONS = 2.0
"""The radius of the noise ball in standard deviations of w."""
GHOST = 150
"""The opacity, of 255, of the batch's contours."""


class BatchOverlays(ViewDefaults, QObject):
    """Draws into the box of a surface view. Overlays that are off are not computed."""

    def __init__(self, surface: SurfaceView) -> None:
        super().__init__(surface)
        self.surface = surface
        self._scene: Scene | None = None
        self._full: tuple[tuple[Problem, Domain], np.ndarray] | None = None
        """The levels of the full loss, with their problem and box."""
        self._ball: tuple[RunRecord, int, NoiseBall | None] | None = None
        self._contours = LineLayer(surface.box, 1.5)
        self._contours.setZValue(1.5)
        self._rings = LineLayer(surface.box, 2.2)
        self._rings.setZValue(2.5)
        self._measured = LineLayer(surface.box, 2.2)
        self._measured.setZValue(2.5)
        self._cloud = pg.ScatterPlotItem(pxMode=True)
        self._cloud.setZValue(3.1)  # over the arrow, whose head lies on one of them
        surface.box.addItem(self._cloud, ignoreBounds=True)
        self.words = QLabel(surface.graphics)
        self.words.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.words.setTextFormat(Qt.TextFormat.RichText)
        self.words.setObjectName("batchOverlayWords")
        self.words.hide()
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(0)
        self._soon.timeout.connect(self.draw)
        surface.box.sigRangeChanged.connect(self._later)
        surface.graphics.installEventFilter(self)

    def show_scene(self, scene: Scene, before: Scene | None) -> None:
        """See View."""
        self._scene = scene
        if scene.has_other_style(before):
            self._apply_theme(scene.theme)
        if scene.has_other_runs(before):
            self._ball = None
        if (
            before is None
            or scene.state.experiment.batch_layers != before.state.experiment.batch_layers
            or scene.state.experiment.ahead_hidden != before.state.experiment.ahead_hidden
            or scene.has_other_runs(before)
            or scene.has_grown(before)
            or scene.playhead != before.playhead
        ) and (self.shown or before is None or before.state.experiment.batch_layers):
            self._soon.start()

    @property
    def busy(self) -> bool:
        """See View."""
        return self._soon.isActive()

    def _apply_theme(self, theme: Theme) -> None:
        self.words.setStyleSheet(
            f"background: {theme.panel}; color: {theme.text2}; border: 1px solid {theme.line};"
            f"border-radius: 5px; padding: 4px 7px; font-size: {scaling.px(fonts.HEAD)}px;"
        )
        self._later()

    # how it is done

    @property
    def shown(self) -> frozenset[str]:
        """The overlays that are on: "contours", "cloud", "ball"."""
        return self._scene.state.experiment.batch_layers if self._scene is not None else frozenset()

    def _later(self) -> None:
        if self.shown:
            self._soon.start()

    def draw(self) -> None:
        """Draw the overlays that are on and that exist for the problem and the run."""
        scene, shown = self._scene, self.shown
        lines: list[str] = []
        contours: list[landscape.Lines] = []
        self._rings.set_lines([])
        self._measured.set_lines([])
        self._cloud.clear()
        if scene is None:
            return
        if shown and not has_batches(scene.record):
            lines.append(self.tr("Each step of this run sees all samples: there are no batches to compare."))
        elif shown and scene.problem.dim > 2:
            lines.append(self.tr("Batches are drawn over one or two parameters."))
        elif shown:
            if "contours" in shown:
                contours = self._batch_lines(scene)
                what = self.tr("loss of the current batch, at the levels of the whole")
                lines.append(_marked(scene.theme.text1, "━", what))
            if "cloud" in shown and scene.problem.dim == 2:
                lines.append(self._draw_cloud(scene))
            if "ball" in shown and scene.problem.dim == 2:
                lines += self._draw_ball(scene)
        ghost = QColor(scene.theme.text1)
        ghost.setAlpha(GHOST)
        self._contours.set_lines(contours)
        self._contours.set_colour(ghost)
        self.words.setText("<br>".join(lines))
        self.words.setVisible(bool(lines))
        self._place_words()

    def _batch_lines(self, scene: Scene) -> list[landscape.Lines]:
        record, problem = scene.record, scene.problem
        (x0, x1), (y0, y1) = self.surface.box.viewRange()
        box = ((x0, x1), (y0, y1))
        index = record.batches.index(update_at(record, scene.clock.updates(scene.run)))
        if problem.dim == 1:
            losses = batch_surface(problem, index, (box[0],), SIDE)
            return [(landscape.nodes(x0, x1, len(losses)), losses, np.isfinite(losses))]
        if self._full is None or self._full[0] != (problem, box):
            whole = batch_surface(problem, np.arange(record.batches.n_samples), box, SIDE)
            self._full = ((problem, box), np.nanquantile(whole[np.isfinite(whole)], SHARES))
        return [landscape.contours(batch_surface(problem, index, box, SIDE), box, self._full[1])]

    def _draw_cloud(self, scene: Scene) -> str:
        if scene.hides_end(scene.run):  # one of them is the next update
            return self.tr("Where the next steps lead lies ahead of the playhead: hidden (H).")
        record, theme = scene.record, scene.theme
        w = record.w[scene.row(scene.run)]
        found = batch_gradients(record, w, scene.clock.updates(scene.run))
        lr = float(record.planned_lr(np.array([update_at(record, scene.clock.updates(scene.run))]))[0])
        box = self.surface.box
        (x0, x1), (y0, y1) = box.viewRange()
        pixels = np.array([box.width() / (x1 - x0), box.height() / (y1 - y0)])
        longest = float(np.max(np.linalg.norm(lr * np.vstack([found.grads, found.full]) * pixels, axis=-1)))
        large = scaling.line_scale()  # a class sees them from afar
        times = _round_factor(large * STEP_PX / longest) if longest > 0 else 1.0
        ends = w - times * lr * found.grads
        full = w - times * lr * found.full
        color = scene.styles()[scene.run].color
        spots = [
            {"pos": end, "size": 7 * large, "brush": pg.mkBrush(theme.text2), "pen": pg.mkPen(theme.window, width=1)}
            for end in ends
        ]
        spots.append({"pos": full, "size": 12 * large, "symbol": "d", "brush": pg.mkBrush(theme.text1),
                      "pen": pg.mkPen(theme.window, width=1.5)})  # fmt: skip
        spots.append({"pos": ends[found.current], "size": 11 * large, "brush": pg.mkBrush(color),
                      "pen": pg.mkPen(theme.window, width=1.5)})  # fmt: skip
        self._cloud.setData([spot for spot in spots if np.isfinite(spot["pos"]).all()])
        if times == 1:
            text = self.tr("● where the steps of the {n} batches lead, ◆ that of all samples")
        else:
            text = self.tr(
                "● where the steps of the {n} batches lead, ◆ that of all samples; drawn {times} times as long"
            )
        return escape(text.format(n=record.steps_per_epoch, times=format_number(times)))

    def _draw_ball(self, scene: Scene) -> list[str]:
        record, theme = scene.record, scene.theme
        if scene.hides_end(scene.run):
            return [self.tr("The noise ball is known at the end of the run, and what is ahead is hidden.")]
        if self._ball is None or self._ball[:2] != (record, record.n):
            self._ball = (record, record.n, noise_ball(record))
        ball = self._ball[2]
        if ball is None:
            return [self.tr("Theory has no noise ball here: it needs the end of a run of a linear rule at a minimum.")]
        for layer, center, covariance, color in (
            (self._rings, ball.center, ball.predicted, theme.good),
            (self._measured, ball.mean, ball.measured, theme.bad),
        ):
            points = ellipse(center, covariance, DEVIATIONS)
            layer.set_lines([(points[:, 0], points[:, 1], np.ones(len(points), dtype=bool))])
            layer.set_colour(QColor(color))
        sizes = [np.sqrt(np.trace(covariance)) for covariance in (ball.predicted, ball.measured)]
        predicted, measured = (format_number(float(size), 3) for size in sizes)
        theory = self.tr("noise ball as predicted (2σ), root of the variance {size}").format(size=predicted)
        seen = self.tr("as measured in the last quarter of the run, {size}").format(size=measured)
        return [_marked(theme.good, "○", theory), _marked(theme.bad, "○", seen)]

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Qt: keep the text in its corner."""
        if event.type() == QEvent.Type.Resize:
            self._place_words()
        elif event.type() == QEvent.Type.LanguageChange:
            self._later()
        return False

    def _place_words(self) -> None:
        if self.words.isHidden():
            return
        box = self.surface.box.sceneBoundingRect()
        self.words.setWordWrap(False)
        if self.words.sizeHint().width() > box.width() - 16:
            self.words.setWordWrap(True)
            share = 0.5 if scaling.line_scale() > 1 else 1  # large type in a small picture: leave a side of it free
            self.words.setFixedWidth(max(0, round(share * box.width()) - 16))  # a new view has no width yet
        else:
            self.words.setMinimumWidth(0)
            self.words.setMaximumWidth(16_777_215)
        self.words.adjustSize()
        self.words.move(self._free_corner(box))

    def _free_corner(self, box: QRectF) -> QPoint:
        """Where the text covers least of what it explains: at the bottom, unless a corner at the top is freer."""
        width, height = self.words.width(), self.words.height()
        left, right = round(box.left()) + 8, round(box.right()) - width - 8
        top, bottom = round(box.top()) + 8, round(box.bottom()) - height - 8
        corners = [QPoint(left, bottom), QPoint(right, bottom), QPoint(right, top), QPoint(left, top)]
        points = [self.surface.box.mapViewToScene(point) for point in self._points()]

        def covered(corner: QPoint) -> int:
            around = QRectF(corner.x() - 12, corner.y() - 12, width + 24, height + 24)
            return sum(around.contains(point) for point in points)

        return min(corners, key=covered)

    def _points(self) -> list[QPointF]:
        """What must be seen beside the text: the dots, where the run is, and the minima."""
        scene = self._scene
        if scene is None or scene.problem.dim != 2:
            return []
        dots = [QPointF(*spot.pos()) for spot in self._cloud.points()]
        here = scene.record.w[scene.row(scene.run)]
        minima = [np.asarray(one.w) for one in scene.problem.minima]
        return [*dots, *(QPointF(*map(float, place[:2])) for place in (here, *minima) if np.isfinite(place).all())]


def _marked(color: str, mark: str, text: str) -> str:
    return f"<span style='color:{color}'>{mark}</span> {escape(text)}"


def _round_factor(rough: float) -> float:
    """The largest of 1, 2, 5 times a power of ten that is not over `rough`, at least 1."""
    if not rough >= 1 or not np.isfinite(rough):
        return 1.0
    base = 10.0 ** np.floor(np.log10(rough))
    return float(max(m * base for m in (1, 2, 5) if m * base <= rough * (1 + 1e-9)))
