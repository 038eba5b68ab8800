"""What a screen reader says about the step, the surface and the plots."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QWidget

from gdviz.gui.kernel.view import ViewDefaults
from gdviz.gui.widgets.numbers import format_number

if TYPE_CHECKING:
    from gdviz.gui.card.step_card import StepCard
    from gdviz.gui.kernel.scene import Scene

REST_MS = 300
"""How long the playhead has to rest before its step is announced, so that not each passed step is."""
CALM_MS = 100
"""How long nothing has to move or to be edited before what is shown is described anew."""
_COORDINATES = 4
"""The largest number of coordinates that are read out."""
_FAR = 10.0
"""A loss that changes by more than this factor is announced as a number, not in per cent."""

_Parts = Callable[[], Sequence[QWidget]]


def announce(widget: QWidget, sentence: str) -> None:
    """Have a screen reader say a sentence now, if one is running."""
    if sentence and QAccessible.isActive():
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(widget, sentence))


class Spoken(ViewDefaults, QObject):
    """Describes the step on the timeline's bar and on its card, and what stands where on the plots; a step that a
    person goes to is announced.

    Nothing is described while the steps are played, nor while the playhead is moved or something is edited: only once
    that has stopped for CALM_MS.
    """

    def __init__(self, bar: QWidget, card: StepCard, loss: QWidget, surfaces: _Parts, samples: _Parts) -> None:
        """Describe the step on `bar` and `card`, and plots; the last two are functions, as their views are made when
        first seen.
        """
        super().__init__(bar)
        self._bar, self._card, self._loss, self._surfaces, self._samples = bar, card, loss, surfaces, samples
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(REST_MS)
        self._rest.timeout.connect(lambda: announce(self._bar, self._bar.accessibleDescription()))
        self._scene: Scene | None = None
        """What is to be described once nothing changes any more."""
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(CALM_MS)
        self._later.timeout.connect(self.settle)

    def show_scene(self, scene: Scene, before: Scene | None) -> None:
        """See View."""
        if scene.clock.playing:
            self._rest.stop()
            self._later.stop()
            return
        self._scene = scene
        if before is not None and scene.state is before.state:  # something was edited, or the playhead was moved
            self._later.start()
        else:
            self.settle()
        stopped = before is not None and before.clock.playing
        if before is not None and (stopped or scene.playhead != before.playhead):
            self._rest.start()

    def settle(self) -> None:
        """See View: describe now what waits for it."""
        self._later.stop()
        scene, self._scene = self._scene, None
        if scene is None:
            return
        _describe(self._bar, self.step(scene))
        _describe(self._card, self._card.description())
        _describe(self._loss, "" if scene.in_fog else self.losses(scene))
        places = self.places(scene)
        for part in self._surfaces():
            _describe(part, places)
        for part in self._samples():
            _describe(part, self.samples(scene))

    def step(self, scene: Scene) -> str:
        """Describe the position of the playhead, and what the last update of the chosen run did."""
        record, row = scene.record, scene.row(scene.run)
        k, per_epoch = int(record.step[row]), record.steps_per_epoch
        known = record.finish is not None and not scene.hides_end(scene.run)
        total = record.updates if known else record.planned
        before = record.loss_at(row - 1) if row and int(record.step[row - 1]) == k - 1 else None
        parts = [self.tr("Step {k} of {total}.").format(k=f"{k:,}", total=f"{total:,}")]
        if len(scene.runs) > 1:
            parts.insert(0, f"{scene.label(scene.run)}.")
        if per_epoch > 1:
            made = max(k - 1, 0)
            parts.append(
                self.tr("Epoch {e}, batch {i} of {n}.").format(
                    e=made // per_epoch + 1, i=made % per_epoch + 1 if k else 0, n=per_epoch
                )
            )
        if not scene.in_fog and not record.problem.absent:
            parts.append(self._loss_words(record.loss_at(row), before))
        parts.append(f"w = {_place(record.w[row].tolist())}.")
        return " ".join(parts)

    def places(self, scene: Scene) -> str:
        """Describe where each run is on the surface."""
        stands = self.tr("{run} stands at {place}, loss {loss}.")
        if scene.in_fog:
            stands = self.tr("{run} stands at {place}.")
        found = []
        for run, record in enumerate(scene.runs):
            row = scene.row(run)
            loss = "" if record.problem.absent else format_number(record.loss_at(row))
            found.append(stands.format(run=scene.label(run), place=_place(record.w[row].tolist()), loss=loss))
        return " ".join(found)

    def losses(self, scene: Scene) -> str:
        """Describe the loss of each run at the playhead."""
        said = self.tr("{run}: loss {loss} at step {k}.")
        return " ".join(
            said.format(run=scene.label(run), loss=format_number(scene.loss(run)), k=f"{scene.updates(run):,}")
            for run in range(len(scene.runs))
        )

    def samples(self, scene: Scene) -> str:
        """Describe how many samples there are, and the parameters of the chosen run's model."""
        place = _place(scene.record.w[scene.row(scene.run)].tolist())
        return self.tr("{n} samples. The model has w = {place}.").format(
            n=f"{scene.problem.n_samples or 0:,}", place=place
        )

    def _loss_words(self, now: float, before: float | None) -> str:
        loss = format_number(now)
        if before is None or not math.isfinite(before):
            return self.tr("Loss {loss}.").format(loss=loss)
        if not math.isfinite(now):
            return self.tr("Loss {loss}, rose without limit.").format(loss=loss)
        if now == before:
            return self.tr("Loss {loss}, unchanged.").format(loss=loss)
        by = f"{format_number(100 * abs(now - before) / abs(before), 2)} %" if before else ""
        if not before or not 1 / _FAR < abs(now / before) < _FAR:
            by = format_number(abs(now - before))
        text = self.tr("Loss {loss}, fell by {by}.") if now < before else self.tr("Loss {loss}, rose by {by}.")
        return text.format(loss=loss, by=by)


def _describe(part: QWidget, text: str) -> None:
    if part.accessibleDescription() != text:
        part.setAccessibleDescription(text)


def _place(w: Sequence[float]) -> str:
    shown = ", ".join(format_number(value, 3) for value in w[:_COORDINATES])
    return f"({shown}, …)" if len(w) > _COORDINATES else f"({shown})" if len(w) > 1 else shown
