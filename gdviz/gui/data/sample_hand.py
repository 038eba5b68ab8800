"""Edits of samples: turns changes in their plot into data of the experiment."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import numpy as np
from PySide6.QtCore import QObject, Signal

from gdviz.datasets.inline import Inline
from gdviz.editing.data_edits import inline
from gdviz.gui.data.data_words import DataWords
from gdviz.gui.data.sample_plot import SamplePlot
from gdviz.gui.widgets.segmented import SegmentedButtons

BY_HAND = 20_000
"""The most samples that can be edited one by one, as each edit copies and validates all of them."""


class SampleHand(QObject):
    """Turns what a person does in a SamplePlot into data.

    `edited(data, final, what)` carries the JSON of the data and the name in the undo menu; `noted` a sentence on the
    consequence, or on why it is refused. New samples get the class chosen in `classes`.
    """

    edited = Signal(object, bool, object)
    noted = Signal(str)

    def __init__(self, plot: SamplePlot, classes: SegmentedButtons, words: DataWords) -> None:
        super().__init__(plot)
        self._plot, self._classes, self._words = plot, classes, words
        plot.moved.connect(self._move)
        plot.added.connect(self._add)
        plot.removed.connect(self._remove)
        plot.turned.connect(self._turn)

    def _move(self, sample: int, x: float, y: float, final: bool) -> None:
        features, targets = self._copies()
        self._place(features[sample], targets, sample, x, y)
        self._edit(features, targets, final, partial(self._words.moved, sample))

    def _add(self, x: float, y: float) -> None:
        features, targets = self._copies()
        features = np.vstack([features, features.mean(axis=0)])
        targets = np.append(targets, float(self._classes.current() or 0))
        self._place(features[-1], targets, len(targets) - 1, x, y)
        self._edit(features, targets, True, self._words.added)

    def _remove(self, sample: int) -> None:
        features, targets = self._copies()
        if len(targets) == 1:
            self.noted.emit(self.tr("The last sample stays: there is no loss without one."))
            return
        self._plot.forget()
        self._edit(
            np.delete(features, sample, axis=0), np.delete(targets, sample), True, partial(self._words.removed, sample)
        )

    def _turn(self, sample: int) -> None:
        features, targets = self._copies()
        targets[sample] = 1 - targets[sample]
        self._edit(features, targets, True, partial(self._words.turned, sample))

    def _copies(self) -> tuple[np.ndarray, np.ndarray]:
        axes = self._plot.axes
        assert axes is not None
        samples = axes.problem.samples
        return samples.x.copy(), samples.y.copy()

    def _place(self, row: np.ndarray, targets: np.ndarray, sample: int, x: float, y: float) -> None:
        axes = self._plot.axes
        assert axes is not None
        row[axes.x] = x
        if axes.y is not None:
            row[axes.y] = y
        else:
            targets[sample] = float(y > 0.5) if axes.classes else y

    def _edit(self, features: np.ndarray, targets: np.ndarray, final: bool, what: Callable[[], str]) -> None:
        axes = self._plot.axes
        assert axes is not None
        samples = axes.problem.samples
        if len(targets) > BY_HAND:
            self.noted.emit(self.tr("More than {n} samples cannot be edited by hand.").format(n=f"{BY_HAND:,}"))
            return
        if dict(samples.source)["kind"] != Inline.kind:
            self.noted.emit(self.tr("The samples now stand in the experiment itself; undo brings back their source."))
        self.edited.emit(inline(samples, features, targets), final, what)
