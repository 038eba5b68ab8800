"""The playhead: which point of the record is shown, and how it moves while playing."""

from __future__ import annotations

import math

from PySide6.QtCore import QElapsedTimer, QObject, Qt, QTimer, Signal

from gdviz.gui.kernel.drag_escape import DragEscape
from gdviz.gui.style import reduced_motion
from gdviz.view_state import DEFAULT_SPEED

# Steps a second, as the slider offers them: 1, 2, 5, 10, .. 1e6, then as fast as they are computed.
SPEEDS: tuple[float, ...] = (*(m * 10**e for e in range(6) for m in (1, 2, 5)), 1_000_000, math.inf)
GLIDE_SPEED = 10
"""Up to this speed the drawing glides from one step to the next; at higher speeds nobody sees it."""
LOOP_SECONDS = 1.0
"""How long the end is shown before a loop starts over."""
TICK_MS = 16
STALL = 0.25
"""The most seconds that a tick counts for: after a pause of the window no steps are skipped."""


class Playhead(QObject):
    """A position k (k updates made) from 0 to `limit`, the last point computed, of `total` planned.

    Playing, it moves at `speed` steps a second; at the limit it waits for the worker, at the total it
    stops, or with `loop` starts over. While it plays slowly, `glided` carries the share of the way to the next
    point that has passed, 0 to 1. It remembers where it was put: after a recomputation it returns there as soon as
    the record is long enough.
    """

    moved = Signal(int)
    blocked = Signal()
    """A person wanted to move it while it is blocked."""
    glided = Signal(float)
    playingChanged = Signal(bool)
    speedChanged = Signal(float)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._shown = 0
        self._wanted = 0.0
        self._limit = 0
        self._total = 0
        self.planned = 0
        """The last point if every run made all of its updates."""
        self._speed = DEFAULT_SPEED
        self.steps_per_epoch = 1
        self.kept = 1
        self.loop = False
        self._glide = 0.0
        self._rested = 0.0
        """Seconds that a loop has shown its end."""
        self._held = 0.0
        """Seconds for which it still stays where it is, see `hold`."""
        self.is_blocked = False
        self._rest: int | None = None
        """Whether a person may not move it: a question is to be answered first."""
        self._escape = DragEscape(self._put_back, lambda: None, self)
        self._before_drag = 0.0
        self._clock = QElapsedTimer()
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.setInterval(TICK_MS)
        self._timer.timeout.connect(self._on_timer)

    @property
    def position(self) -> int:
        """The point shown: after how many updates."""
        return self._shown

    @property
    def wanted(self) -> int:
        """Where it was put, or has played to: it returns there as soon as the record is long enough again."""
        return int(self._wanted)

    @property
    def limit(self) -> int:
        """The last point computed."""
        return self._limit

    @property
    def total(self) -> int:
        """The last point there will be."""
        return self._total

    @property
    def glide(self) -> float:
        """Which share of the way to the next point has passed, 0 to 1, while it plays slowly."""
        return self._glide

    @property
    def playing(self) -> bool:
        """Whether it moves by itself."""
        return self._timer.isActive()

    @property
    def speed(self) -> float:
        """Steps a second."""
        return self._speed

    def set_speed(self, speed: float) -> None:
        """Move at `speed` steps a second. Raises ValueError unless it is positive."""
        if not speed > 0:
            raise ValueError(f"the speed must be positive, got {speed}")
        if speed != self._speed:
            self._speed = float(speed)
            self.speedChanged.emit(self._speed)

    def set_loop(self, loop: bool) -> None:
        """Start over after the end, or stop there."""
        self.loop = loop

    def set_extent(self, limit: int, total: int, planned: int = 0) -> None:
        """Set the last point computed, the last there will be, and the last planned; limit the position to it."""
        self._limit, self._total = limit, max(limit, total)
        self.planned = max(planned, self._total)
        self._show()

    def scrub(self, k: int) -> None:
        """Go to `k` during a drag; Escape cancels the drag and goes back to where it began."""
        if self._escape.given_up or self.stays():
            return
        if not self._escape.watching:
            self._before_drag = self._wanted
            self._escape.watch()
        self.set_position(k)

    def set_position(self, k: int) -> None:
        """Go to `k`, or as near as the record allows."""
        self._wanted = float(min(max(k, 0), self._limit))
        self._held = 0.0
        self._show()

    def return_to(self, k: int) -> None:
        """Go to `k` as soon as the record reaches so far."""
        self._wanted, self._held = float(max(k, 0)), 0.0
        self._show()

    def _put_back(self) -> None:
        self._wanted = self._before_drag
        self._show()

    def count(self, steps_per_epoch: int, keep_epoch: bool, kept: int = 1) -> None:
        """Set the number of ticks in an epoch; stay at the same tick, or at the same share of the epochs.

        A step forward or back moves by `kept` ticks, more than one where the records are thinned.
        """
        if keep_epoch:
            self._wanted = self._wanted * steps_per_epoch / self.steps_per_epoch + 1e-9
        self.steps_per_epoch, self.kept = steps_per_epoch, kept

    def hold(self, seconds: float) -> None:
        """Stay at this point for `seconds` before playing continues."""
        self._held = seconds

    def rest_at(self, k: int | None) -> None:
        """Let playing pause at `k`, however fast it is; None lets it go on to the end."""
        self._rest = k

    def set_blocked(self, blocked: bool) -> None:
        """Keep the playhead at this point whatever key is pressed, or release it."""
        self.is_blocked = blocked
        if blocked:
            self.pause()

    def stays(self) -> bool:
        """Whether it is blocked for a person; says so where it is."""
        if self.is_blocked:
            self.blocked.emit()
        return self.is_blocked

    def play(self) -> None:
        """Start moving; from the end, start over."""
        if self.playing or self._total == 0 or self.stays():
            return
        if self._shown >= self._total:
            self.set_position(0)
        self._wanted = float(self._shown)
        self._rested = self._held = 0.0
        self._clock.start()
        self._timer.start()
        self.playingChanged.emit(True)

    def pause(self) -> None:
        """Stop moving."""
        if self.playing:
            self._timer.stop()
            self._wanted = float(self._shown)
            self._show()
            self.playingChanged.emit(False)

    def toggle(self) -> None:
        """Play or pause."""
        if self.playing:
            self.pause()
        else:
            self.play()

    def step_forward(self) -> None:
        """Pause, one update on; with a thinned record, on to the next point kept."""
        self.jump((self._shown // self.kept + 1) * self.kept)

    def step_back(self) -> None:
        """Pause, one update back; with a thinned record, back to the last point kept."""
        self.jump((self._shown - 1) // self.kept * self.kept)

    def first(self) -> None:
        """Go to the start."""
        if not self.stays():
            self.set_position(0)

    def last(self) -> None:
        """Go to the last point computed."""
        if not self.stays():
            self.set_position(self._limit)

    def next_epoch(self) -> None:
        """Pause, on to the beginning of the next epoch."""
        self.jump((self._shown // self.steps_per_epoch + 1) * self.steps_per_epoch)

    def previous_epoch(self) -> None:
        """Pause, back to the beginning of this epoch, or of the one before."""
        self.jump((self._shown - 1) // self.steps_per_epoch * self.steps_per_epoch)

    def reset(self) -> None:
        """Pause at the start."""
        self.pause()
        self.set_position(0)

    def jump(self, k: int) -> None:
        """Pause, and go to `k` as a person wants it."""
        if not self.stays():
            self.pause()
            self.set_position(k)

    def _on_timer(self) -> None:
        self.advance(min(self._clock.restart() / 1000, STALL))

    def advance(self, seconds: float) -> None:
        """Move as in `seconds` of playing."""
        held = min(self._held, max(seconds, 0.0))
        self._held -= held
        seconds -= held
        # Time spent waiting at the limit does not count: playing goes on at its own speed afterwards.
        # While the record is recomputed, and is shorter, the place is kept.
        made = seconds * self._speed if seconds > 0 else 0.0
        rest = self._rest if self._rest is not None and self._shown < self._rest else None
        farthest = float(self._limit if rest is None else min(self._limit, rest))
        self._wanted = max(self._wanted, min(self._wanted + made, farthest))
        self._show()
        if self._shown == rest:
            self.pause()
            return
        if self._shown < self._total:
            self._rested = 0.0
        elif not self.loop:
            self.pause()
        elif self._rested >= LOOP_SECONDS:
            self.set_position(0)
        else:
            self._rested += seconds

    def _show(self) -> None:
        k, before, glide = min(int(self._wanted), self._limit), self._shown, self._glide
        slow = self.playing and self._speed <= GLIDE_SPEED and k < self._limit and not reduced_motion.is_reduced()
        self._shown, self._glide = k, self._wanted - k if slow else 0.0
        if k != before:
            self.moved.emit(k)
        if self._glide != glide:
            self.glided.emit(self._glide)
