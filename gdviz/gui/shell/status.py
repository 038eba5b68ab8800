"""The status bar: where the playhead is, what became of the run, and what computes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, QTimer
from PySide6.QtWidgets import QApplication, QProgressBar, QStatusBar, QWidget

from gdviz.engine.last_step import CLIMBED, CROSSED, LEVEL, LOWERED, OVERSHOT, RAISED, LastStep, last_step
from gdviz.engine.trajectory import RunRecord
from gdviz.gui.kernel.record_rows import row_at
from gdviz.gui.kernel.view import Plain
from gdviz.gui.style.texts import text as in_language
from gdviz.gui.style.texts import translate
from gdviz.gui.widgets.labels import SteadyLabel
from gdviz.gui.widgets.numbers import format_number
from gdviz.messages import Message

if TYPE_CHECKING:
    from gdviz.gui.kernel.scene import Scene

NOTE_MS = 8000
_LONGEST = 40
"""Letters of a run's name."""


class StatusBar(Plain, QStatusBar):
    """Position and loss at the left, verdict after it, progress and device at the right."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.position = SteadyLabel(self)
        self.position.setProperty("role", "label")
        self.verdict = SteadyLabel(self, fills=True)
        self.verdict.setObjectName("statusVerdict")
        self.progress = QProgressBar(self)
        self.progress.setObjectName("progressBar")
        self.progress.setFixedWidth(140)
        self.progress.setMaximumHeight(8)
        self.progress.setTextVisible(False)
        self.progress.setRange(0, 1000)
        self.device = SteadyLabel(self)
        self.device.setObjectName("statusDevice")
        self.device.setProperty("role", "label")
        self.addWidget(self.position)
        self.addWidget(self.verdict, 1)
        self.addPermanentWidget(self.progress)
        self.addPermanentWidget(self.device)
        self.setSizeGripEnabled(False)
        self.progress.hide()
        self._scene: Scene | None = None
        self._ahead_hidden = False
        self._k = 0
        self._early = False
        """Whether the verdict shown lies ahead of the playhead."""
        self._note = ""
        self._verdict = ""
        self._note_timer = QTimer(self)
        self._note_timer.setSingleShot(True)
        self._note_timer.setInterval(NOTE_MS)
        self._note_timer.timeout.connect(self._drop_note)
        self._retranslate()

    def show_scene(self, scene: Scene, before: Scene | None) -> None:
        """See View."""
        self._scene = scene
        record, records, hidden = scene.record, scene.records, scene.state.experiment.ahead_hidden
        other = before is None or scene.has_other_runs(before) or records is not before.records
        other = other or hidden != self._ahead_hidden
        self._ahead_hidden = hidden
        if other or scene.playhead != self._k:
            self.show_position(record, scene.playhead)
        if other:
            self.show_verdict(record)
            self.show_device(records.backend, records.speed, records.notes)
            if records.computing:
                self.show_progress(sum(r.updates for r in records.runs), sum(r.planned for r in records.runs))
            else:
                self.hide_progress()

    def note(self, sentence: str) -> None:
        """Show a sentence in the verdict's place for some seconds; an empty one takes that away which is shown."""
        if not sentence:
            self._drop_note()
            return
        self._note = sentence
        self.verdict.setText(sentence)
        self._note_timer.start()

    @contextmanager
    def waiting(self, sentence: str) -> Iterator[None]:
        """Say what keeps the window from answering, for as long as it does."""
        self._note = sentence
        self.verdict.setText(sentence)
        self.verdict.repaint()
        QApplication.setOverrideCursor(Qt.CursorShape.WaitCursor)
        try:
            yield
        finally:
            QApplication.restoreOverrideCursor()
            self.drop(sentence)

    def drop(self, sentence: str) -> None:
        """Show the verdict again, if this note is shown."""
        if self._note == sentence:
            self._drop_note()

    def show_position(self, record: RunRecord, k: int) -> None:
        """Tell where the playhead is in `record`: epoch and iteration where there are batches."""
        self._k, row = k, row_at(record, k)
        step = int(record.step[row])
        done = last_step(record, row)
        if self._ahead_hidden or self._early != self._is_early(record):
            self.show_verdict(record)
        parts = []
        per_epoch = record.steps_per_epoch
        if per_epoch > 1:
            update = max(step - 1, 0)  # the last one made: step 17 of 5 an epoch is iteration 2 of epoch 4
            epochs = -(-record.planned // per_epoch)
            parts.append(self.tr("epoch {e} of {n}").format(e=update // per_epoch + 1, n=epochs))
            parts.append(self.tr("iteration {i} of {n}").format(i=update % per_epoch + 1, n=per_epoch))
        parts.append(self.tr("step {k}").format(k=f"{step:,}"))
        if not record.problem.absent:
            parts.append(self.tr("loss {loss}").format(loss=format_number(record.loss_at(row))))
        if done is not None and not self._ahead_hidden:
            parts.append(self._word(done))
        self.position.setText("  ·  ".join(parts))

    def show_verdict(self, record: RunRecord) -> None:
        """Tell what became of `record`, or that it is being computed."""
        self._early = self._is_early(record)
        if self._ahead_hidden and self._early:
            done = last_step(record, row_at(record, self._k))
            self._verdict = f"{_name(record)}: {self._sentence(done)}" if done is not None else _name(record)
        elif record.verdict is not None:
            verdict = in_language(record.verdict.message)
            template = self.tr("{label}, at the end: {verdict}") if self._early else "{label}: {verdict}"
            self._verdict = template.format(label=_name(record), verdict=verdict)
        elif record.finish == "failed":
            self._verdict = f"{_name(record)}: {translate(record.failure)}"
        else:
            self._verdict = self.tr("computing…") if record.finish is None else ""
        if not self._note:
            self.verdict.setText(self._verdict)

    def _is_early(self, record: RunRecord) -> bool:
        """Whether the verdict on `record` lies ahead of the playhead."""
        return record.finish is None or record.updates_at(self._k) < record.updates

    def _sentence(self, done: LastStep) -> str:
        """What the last step did to the loss, in full."""
        template = {
            LOWERED: self.tr("the last step lowered the loss by {by}"),
            CROSSED: self.tr("the last step crossed the valley and lowered the loss by {by}"),
            LEVEL: self.tr("the last step left the loss as it was"),
            OVERSHOT: self.tr("the last step overshot the valley and raised the loss by {by}"),
            CLIMBED: self.tr("the last step went uphill and raised the loss by {by}"),
            RAISED: self.tr("the last step raised the loss by {by}"),
        }[done.kind]
        return template.format(by=format_number(done.by, 3))

    def _word(self, done: LastStep) -> str:
        """The same in a word or two."""
        return {
            LOWERED: self.tr("went down"),
            CROSSED: self.tr("crossed the valley"),
            LEVEL: self.tr("stayed level"),
            OVERSHOT: self.tr("overshot the valley"),
            CLIMBED: self.tr("went uphill"),
            RAISED: self.tr("went up"),
        }[done.kind]

    def show_device(self, name: str, steps_per_second: float, notes: Sequence[Message] = ()) -> None:
        """Tell what computes, and how fast; under the pointer, as long as it holds, what is to be said of it."""
        name += " *" if notes else ""
        self.device.setToolTip("\n".join(map(in_language, notes)))
        if steps_per_second > 0:
            speed = self.tr("{speed} steps/s").format(speed=_round(steps_per_second))
            self.device.setText(f"{name}  ·  {speed}")
        else:
            self.device.setText(name)

    def show_progress(self, made: int, planned: int) -> None:
        """Show how much is computed; hidden when all is."""
        self.progress.setUpdatesEnabled(False)  # else it has all of the window painted on the spot, and then again
        self.progress.setVisible(made < planned)
        self.progress.setValue(round(1000 * made / planned) if planned else 0)
        self.progress.setUpdatesEnabled(True)

    def hide_progress(self) -> None:
        """Nothing is being computed."""
        self.progress.hide()

    def changeEvent(self, event: QEvent) -> None:
        """A note in the old language goes."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()
            self._drop_note()
            if self._scene is not None:
                self.show_scene(self._scene, None)

    def _retranslate(self) -> None:
        self.progress.setAccessibleName(self.tr("Progress of the computation"))

    def _drop_note(self) -> None:
        self._note_timer.stop()
        self._note = ""
        self.verdict.setText(self._verdict)


def _name(record: RunRecord) -> str:
    """The run's name; a long one is cut, so that what is said of it can be read."""
    return record.label if len(record.label) <= _LONGEST else f"{record.label[: _LONGEST - 1]}…"


def _round(speed: float) -> str:
    for size, unit in ((1e6, "M"), (1e3, "k")):
        if speed >= size:
            return f"{speed / size:.2g}{unit}" if speed < 100 * size else f"{speed / size:.0f}{unit}"
    return f"{speed:.0f}"
