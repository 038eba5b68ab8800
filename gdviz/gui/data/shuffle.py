"""The animation of a shuffle: samples move from their places in the epoch before to the present ones."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QObject, QVariantAnimation

from gdviz.gui.style import reduced_motion

SHUFFLE_MS = 700


class Shuffle(QVariantAnimation):
    """Moves samples to their places; the owner draws them at `moved` whenever `valueChanged` is emitted."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.before: np.ndarray | None = None
        """The place of each sample in the epoch before; None while nothing moves."""
        self._index = np.empty(0, dtype=int)
        self.setDuration(SHUFFLE_MS)
        self.setStartValue(0.0)
        self.setEndValue(1.0)

    @property
    def ms_left(self) -> int:
        """The milliseconds until the samples have arrived."""
        return 0 if self.before is None else self.duration() - self.currentTime()

    def begin(self, order: np.ndarray, index: np.ndarray, places: np.ndarray) -> None:
        """Move the samples `index` from where they are in `order` to `places`; nothing moves if they are there.

        Nor does it for a person who wants little motion.
        """
        if reduced_motion.is_reduced():
            return
        was = np.empty(len(order), dtype=int)
        was[order] = np.arange(len(order))
        before = was[index]
        if np.array_equal(before, places):
            return
        self.before, self._index = before, index
        self.stop()
        self.start()

    def end(self) -> None:
        """Put the samples to their places."""
        self.stop()
        self.before = None

    def moved(self, index: np.ndarray, places: np.ndarray) -> np.ndarray:
        """Where the samples `index` are that go to `places`: others than those that move are there."""
        if self.before is None or not np.array_equal(self._index, index):
            return places
        share = float(self.currentValue())
        share = share * share * (3 - 2 * share)
        return (1 - share) * self.before + share * places
