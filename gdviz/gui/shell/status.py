"""The status bar: the position of the playhead, the verdict on the run, and the device."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtWidgets import QApplication, QProgressBar, QStatusBar, QWidget

from gdviz.gui.kernel.position_words import PositionWords
from gdviz.gui.kernel.view import ViewDefaults
from gdviz.gui.style.translating import text as in_language
from gdviz.gui.style.translating import translate
from gdviz.gui.widgets.labels import SteadyLabel
from gdviz.messages import Message

if TYPE_CHECKING:
    from gdviz.gui.kernel.scene import Scene

NOTE_MS = 8000
_LONGEST = 40
"""Letters of a run's name."""


class StatusBar(ViewDefaults, QStatusBar):
    """Shows position and loss at the left, then the verdict, and progress and device at the right.

    `spoken` is emitted with a sentence that is shown for some seconds, and with an empty one when that ends.
    """

    spoken = Signal(str)

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
        self._words = PositionWords(self)
        self._ended = False
        """Whether the chosen run has ended at the playhead."""
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
        records, state = scene.records, scene.state.experiment
        other = before is None or scene.has_other_runs(before) or records is not before.records
        other = other or before is None or state is not before.state.experiment or scene.in_fog != before.in_fog
        moved = before is None or scene.playhead != before.playhead
        if other or moved:
            self.position.setText(self._words.position(scene))
        ended = scene.has_ended(scene.run)
        if other or (moved and (state.ahead_hidden or ended != self._ended)):
            self._show_verdict(scene)
        self._ended = ended
        if other:
            self._show_device(records.backend, records.speed, records.notes)
            self._show_progress(scene)

    def note(self, sentence: str) -> None:
        """Show a sentence in place of the verdict for some seconds; an empty one removes the present sentence."""
        if not sentence:
            self._drop_note()
            return
        self._note = sentence
        self.verdict.setText(sentence)
        self._note_timer.start()
        self.spoken.emit(sentence)

    @contextmanager
    def waiting(self, sentence: str) -> Iterator[None]:
        """Show why the window does not answer, as long as the context lasts."""
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

    def _show_verdict(self, scene: Scene) -> None:
        """Show the verdict on the chosen run, or that it is being computed."""
        record, label = scene.record, _shortened(scene.label(scene.run))
        if scene.in_fog:
            self._verdict = label
        elif scene.hides_end(scene.run):
            step = self._words.last_step(scene)
            self._verdict = f"{label}: {step}" if step else label
        elif record.verdict is not None:
            verdict = in_language(record.verdict.message)
            template = "{label}: {verdict}" if scene.has_ended(scene.run) else self.tr("{label}, at the end: {verdict}")
            self._verdict = template.format(label=label, verdict=verdict)
        elif record.finish == "failed":
            self._verdict = f"{label}: {translate(record.failure)}"
        else:
            self._verdict = self.tr("computing…") if record.finish is None else ""
        if not self._note:
            self.verdict.setText(self._verdict)

    def _show_device(self, name: str, steps_per_second: float, notes: Sequence[Message]) -> None:
        """Show the device and its speed; the tool tip has the notes on it."""
        name += " *" if notes else ""
        self.device.setToolTip("\n".join(map(in_language, notes)))
        if steps_per_second > 0:
            speed = self.tr("{speed} steps/s").format(speed=_round(steps_per_second))
            self.device.setText(f"{name}  ·  {speed}")
        else:
            self.device.setText(name)

    def _show_progress(self, scene: Scene) -> None:
        """Show how much is computed, until everything is; not while what is ahead is hidden, as runs may end early.

        The bar repaints itself at once when its value is set, unless its updates are disabled.
        """
        made, planned = sum(run.updates for run in scene.runs), sum(run.planned for run in scene.runs)
        seen = scene.records.computing and made < planned and not scene.state.experiment.ahead_hidden
        self.progress.setUpdatesEnabled(False)
        self.progress.setVisible(seen)
        self.progress.setValue(round(1000 * made / planned) if planned else 0)
        self.progress.setUpdatesEnabled(True)

    def changeEvent(self, event: QEvent) -> None:
        """Qt: retranslate, and drop a note in the old language."""
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
        if self._note:
            self.spoken.emit("")
        self._note = ""
        self.verdict.setText(self._verdict)


def _shortened(label: str) -> str:
    """Return a run's name, cut if it is long, so that there is room for the verdict."""
    return label if len(label) <= _LONGEST else f"{label[: _LONGEST - 1]}…"


def _round(speed: float) -> str:
    for size, unit in ((1e6, "M"), (1e3, "k")):
        if speed >= size:
            return f"{speed / size:.2g}{unit}" if speed < 100 * size else f"{speed / size:.0f}{unit}"
    return f"{speed:.0f}"
