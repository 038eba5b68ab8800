"""The plan of a film: what it shows, and how long."""

from __future__ import annotations

import numpy as np

from gdviz.frozen import frozen

SIZE = (1280, 720)
"""Pixels of a film, by default."""
EASINGS = ("even", "slow_start", "slow_ends")
FRAMES = 300
"""The most frames that are proposed for a film."""
RATE = 15.0
"""The default number of frames per second."""
HOLD = 1.5
"""The default number of seconds for which the last frame stays longer."""


@frozen
class Plan:
    """What a film shows and how: from update `first` to `last` in `count` frames.

    `easing` is "even", "slow_start" (the first updates, which are the longest, take their time) or "slow_ends".
    `parts` are the names in rooms.ROOMS of the views that it shows; a film of the window has the window's size.
    """

    first: int
    last: int
    count: int
    size: tuple[int, int] = SIZE
    rate: float = RATE
    hold: float = HOLD
    easing: str = "even"
    parts: tuple[str, ...] = ("surface",)

    def steps(self) -> list[int]:
        """Return the position of the playhead in each frame."""
        share = np.linspace(0.0, 1.0, self.count)
        if self.easing == "slow_start":
            share = share**2
        elif self.easing == "slow_ends":
            share = share**2 * (3 - 2 * share)
        return [int(k) for k in np.rint(self.first + (self.last - self.first) * share)]
