"""The subject of a film: a figure of the views that is made for it, or the window itself; frames are pictures of it."""

from __future__ import annotations

import math
from contextlib import ExitStack
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QEvent, QObject, QPoint, QSize
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QWidget

from gdviz.gui.export.figure import FIGURE, Figure, Words
from gdviz.gui.export.film_plan import SIZE
from gdviz.gui.export.image import WidePens, settle
from gdviz.gui.export.waiting import playhead_lent
from gdviz.gui.kernel.scene import Scene
from gdviz.gui.style.theme import Theme

if TYPE_CHECKING:
    from gdviz.gui.export.film_plan import Plan
    from gdviz.gui.kernel.workbench import Workbench

_DENSE = 1.75
"""A film at least this many times as large as SIZE is drawn denser: its type would be too small otherwise."""
_TRIED = 20
"""The number of steps whose arithmetic is measured, so that it takes the same room in all frames."""


def density(size: tuple[int, int]) -> float:
    """Return the pixels of a film per pixel of the screen: type of 11 pixels is illegible in 1440 lines."""
    fits = min(size[0] / SIZE[0], size[1] / SIZE[1])
    return fits if fits >= _DENSE else 1.0


class FigureScene(QObject):
    """A figure with the position of the playhead and a legend of the runs; what is ahead is hidden."""

    def __init__(self, scene: Scene, theme: Theme, plan: Plan) -> None:
        super().__init__()
        self._size, self._scale = plan.size, density(plan.size)
        self.figure = Figure(
            replace(scene, state=scene.state.changed(ahead_hidden=True)),
            plan.parts,
            QSize(*(math.ceil(side / self._scale) for side in plan.size)),
            theme,
            Words(position=True),
            FIGURE,
        )
        self.figure.make_room(plan.steps()[:: max(1, plan.count // _TRIED)])
        self._scale /= self.figure.density
        self.figure.installEventFilter(self)
        self._pens = WidePens(self.figure, self._scale)
        settle(self.figure)

    @property
    def busy(self) -> bool:
        """Whether a part of the figure is still being computed."""
        return self.figure.busy

    def move(self, k: int) -> None:
        """Show the runs after k updates."""
        self.figure.set_playhead(k)

    def draw(self) -> np.ndarray:
        """Return the present picture: uint8 of shape (height, width, 4), as `FilmFormat` takes it."""
        for view in self.figure.views.values():
            view.settle()
        self._pens.widen()  # items that were drawn again have new pens
        return drawn(self.figure, self._size, self._scale)

    def frame(self, k: int) -> np.ndarray:
        """Return the picture after k updates."""
        self.move(k)
        return self.draw()

    def close(self) -> None:
        """Drop the figure."""
        self.figure.close()
        self.figure.deleteLater()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Qt: drop repaints, as the figure is not on the screen and each frame is rendered explicitly."""
        return event.type() == QEvent.Type.UpdateRequest


class WindowScene:
    """The window as it is: its playhead moves with the film, and returns to its place at the end."""

    def __init__(self, bench: Workbench, size: tuple[int, int] | None = None) -> None:
        """A frame has `size` pixels, by default those of the window."""
        assert bench.window is not None, "there is no window to film"
        self._bench, self._window, self._size = bench, bench.window, size
        self._lent = ExitStack()
        self._lent.enter_context(playhead_lent(bench.playhead))
        bench.note_saved()  # the note on the last film must not appear in this one

    @property
    def busy(self) -> bool:
        """Whether a visible part is still being computed."""
        return self._bench.controller.busy or self._bench.seen_busy

    def move(self, k: int) -> None:
        """Show the runs after k updates."""
        self._bench.playhead.set_position(k)

    def draw(self) -> np.ndarray:
        """See FigureScene."""
        own = self._window.size()
        size = self._size or (own.width(), own.height())
        self._bench.places.settle()
        return drawn(self._window, size, size[0] / own.width())

    def frame(self, k: int) -> np.ndarray:
        """See FigureScene."""
        self.move(k)
        return self.draw()

    def close(self) -> None:
        """Put the playhead back."""
        self._lent.close()


def drawn(widget: QWidget, size: tuple[int, int], scale: float) -> np.ndarray:
    """Return a picture of `widget` in `size` pixels, `scale` per pixel of the widget, as `FilmFormat` takes it."""
    width, height = size
    pixels = np.empty((height, width, 4), np.uint8)
    image = QImage(pixels.data, width, height, 4 * width, QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(scale)
    widget.render(image, QPoint(0, 0))
    return pixels
