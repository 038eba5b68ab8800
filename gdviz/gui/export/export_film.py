"""The dialog for a film: what it shows, its length and its file; the window can be used while it is made."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QDoubleSpinBox,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QProgressBar,
    QPushButton,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from gdviz.engine.runner import Result
from gdviz.export.export_format import FilmFormat, formats
from gdviz.gui.export import saving, series
from gdviz.gui.export.film_plan import EASINGS, HOLD, RATE, SIZE, Plan
from gdviz.gui.export.film_scene import FigureScene, WindowScene
from gdviz.gui.export.filming import Filming, proposed
from gdviz.gui.export.picture_choices import targets
from gdviz.gui.export.view_choice import ViewChoice
from gdviz.gui.style.translating import text as in_language
from gdviz.gui.widgets import choose_file
from gdviz.gui.widgets.dialog_size import keep_room

if TYPE_CHECKING:
    from gdviz.gui.kernel.workbench import Workbench

SIZES = ((640, 360), (1280, 720), (1920, 1080))


class ExportFilmDialog(QDialog):
    """Makes a film of the views that the window showed when the dialog was opened, with the records of `result`, or of
    the window itself.

    While a film is made, its settings are disabled and its only button cancels.
    """

    def __init__(self, bench: Workbench, result: Result) -> None:
        super().__init__(bench.window)
        self.setObjectName("exportFilmDialog")
        self.setWindowTitle(self.tr("Export film"))
        self._bench, scene = bench, bench.scene
        self._result = result
        records = replace(scene.records, runs=tuple(result.runs)).updated()
        self._scene = replace(scene, experiment=result.experiment, records=records)
        self._filming: Filming | None = None
        self._known = [known for known in formats().values() if isinstance(known, FilmFormat)]
        self._make_fields()
        self._lay_out()
        self._update_note()

    def _make_fields(self) -> None:
        last = proposed(self._scene).last
        self.choice = ViewChoice(self, targets(self._scene))
        self.choice.set_ticked(("surface", "rate", "loss"))
        self.kind = QComboBox(self)
        for known in self._known:
            self.kind.addItem(known.name, known)
        self.pixels = QComboBox(self)
        for width, height in SIZES:
            self.pixels.addItem(f"{width} × {height}", (width, height))
        self.pixels.setCurrentIndex(SIZES.index(SIZE))
        self.first, self.last, self.frames = QSpinBox(self), QSpinBox(self), QSpinBox(self)
        self.first.setRange(0, last)
        self.last.setRange(0, last)
        self.last.setValue(last)
        self.frames.setRange(2, 10_000)
        self.frames.setValue(max(2, proposed(self._scene).count))
        self.rate = QSpinBox(self)
        self.rate.setRange(1, 60)
        self.rate.setValue(int(RATE))
        self.rate.setSuffix(self.tr(" a second"))
        self.hold = QDoubleSpinBox(self)
        self.hold.setRange(0, 60)
        self.hold.setDecimals(1)
        self.hold.setSingleStep(0.5)
        self.hold.setValue(HOLD)
        self.hold.setSuffix(self.tr(" s"))
        self.easing = QComboBox(self)
        words = {
            "even": self.tr("Even"),
            "slow_start": self.tr("Slow at the start"),
            "slow_ends": self.tr("Slow at both ends"),
        }
        for key in EASINGS:
            self.easing.addItem(words[key], key)
        self.path = QLineEdit(str(saving.folder() / f"gdviz{self._known[0].suffixes[0]}"), self)
        self.path.setMinimumWidth(300)
        self.note = QLabel(self)
        self.note.setProperty("role", "note")
        self.problem = QLabel(self)
        self.problem.setProperty("role", "problem")
        self.problem.setWordWrap(True)
        self.progress = QProgressBar(self)
        self.progress.setTextVisible(False)
        self.progress.setAccessibleName(self.tr("Progress of the film"))
        for box in (self.first, self.last, self.frames, self.rate, self.hold):
            box.valueChanged.connect(self._update_note)
        self.choice.changed.connect(self._update_note)
        self.kind.currentIndexChanged.connect(self._change_suffix)
        self.path.textChanged.connect(self._update_note)

    def _lay_out(self) -> None:
        browse = QPushButton(self.tr("Choose…"), self)
        browse.clicked.connect(self._browse)
        self.settings = QWidget(self)
        self._form = form = QFormLayout(self.settings)
        form.setContentsMargins(0, 0, 0, 0)
        form.setVerticalSpacing(10)
        form.setHorizontalSpacing(12)
        form.addRow(self.tr("&Film of"), self.choice.what)
        form.addRow("", self.choice.boxes)
        form.addRow(self.tr("F&ormat"), self.kind)
        form.addRow(self.tr("&Size"), self.pixels)
        form.addRow(self.tr("Steps from"), _row(self.first, QLabel(self.tr("to"), self), self.last))
        form.addRow(self.tr("Frames"), _row(self.frames, self.rate))
        form.addRow(self.tr("&Pace"), self.easing)
        form.addRow(self.tr("&Hold at the end"), self.hold)
        file = QLabel(self.tr("File"), self)
        file.setBuddy(self.path)
        form.addRow(file, _row(self.path, browse, stretch=0))
        form.addRow("", self.note)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel, self)
        self.export_button = QPushButton(self.tr("&Export"), self)
        self.export_button.setProperty("primary", True)
        self.export_button.setDefault(True)
        buttons.addButton(self.export_button, QDialogButtonBox.ButtonRole.AcceptRole)
        buttons.accepted.connect(self.start)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 20, 20, 16)
        layout.setSpacing(12)
        layout.addWidget(self.settings)
        layout.addWidget(self.problem)
        layout.addWidget(self.progress)
        layout.addWidget(buttons)
        keep_room(self.progress)
        self.progress.hide()

    def plan(self) -> Plan:
        """The film that the fields describe."""
        return Plan(
            first=self.first.value(),
            last=self.last.value(),
            count=self.frames.value(),
            size=self.pixels.currentData(),
            rate=float(self.rate.value()),
            hold=self.hold.value(),
            easing=self.easing.currentData(),
            parts=self.choice.ticked if self.choice.target == "figure" else (self.choice.target,),
        )

    def target(self) -> Path | None:
        """The file that will be written, with its suffix; None while the typed text names none."""
        return saving.typed(self.path.text(), self._format.suffixes[0])

    @property
    def _format(self) -> FilmFormat:
        return self._known[self.kind.currentIndex()]

    @Slot()
    def start(self) -> None:
        """Make the film."""
        plan, path = self.plan(), self.target()
        if path is None:
            return
        whole = self.choice.target == "window"
        if whole:  # the window shows the film's steps, so it must not be used
            self._set_modal(Qt.WindowModality.WindowModal)
        scene = WindowScene(self._bench) if whole else FigureScene(self._scene, self._scene.theme, plan)
        result = self._bench.controller.result if whole else self._result
        self._filming = Filming(scene, plan, self._format, result, path)
        self._filming.progressed.connect(self._show_progress)
        self._filming.finished.connect(self._end)
        self.progress.setRange(0, plan.count)
        self.progress.setValue(0)
        self._set_busy(True)

    def reject(self) -> None:
        """Cancel the film that is being made; without one, close the dialog."""
        if self._filming is not None:
            self._filming.cancel()
            return
        super().reject()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Qt: a film does not outlive its dialog."""
        if self._filming is not None:
            self._filming.cancel()
        super().closeEvent(event)

    @Slot(int, int)
    def _show_progress(self, done: int, count: int) -> None:
        self.progress.setValue(done)
        frame = self.tr("Frame {done} of {count}.").format(done=done, count=count)
        usable = self.tr("The window may be used meanwhile.") if self.choice.target != "window" else ""
        self.note.setText(f"{frame} {usable}".strip())

    @Slot(str)
    def _end(self, said: str) -> None:
        cancelled, path = self._filming is not None and self._filming.cancelled, self.target()
        self._filming = None
        self._set_modal(Qt.WindowModality.NonModal)
        self._set_busy(False)
        if path is not None and not said and not cancelled:
            saving.remember(path)
            self.accept()
            self._bench.note_saved(path)
            return
        self._update_note()
        if said:
            self.problem.setText(self.tr("The film could not be written: {reason}.").format(reason=said))
            self.problem.show()

    def _set_modal(self, modality: Qt.WindowModality) -> None:
        """Block the window, or release it."""
        if self.windowModality() != modality and self.isVisible():
            self.hide()  # Qt applies the modality when a dialog is shown
            self.setWindowModality(modality)
            self.show()

    def _set_busy(self, busy: bool) -> None:
        self.settings.setEnabled(not busy)
        self.export_button.setEnabled(not busy)
        self.progress.setVisible(busy)
        self.problem.hide()

    def _update_note(self) -> None:
        """Show how long the film will be, and why it cannot be made if so."""
        whole = self.choice.target == "window"
        self._form.setRowVisible(self.choice.boxes, self.choice.target == "figure")
        self._form.setRowVisible(self.pixels, not whole)
        plan, absent = self.plan(), self._format.missing()
        backward = plan.last < plan.first
        seconds = plan.count / plan.rate + plan.hold
        notes = [self.tr("{seconds} s long").format(seconds=f"{seconds:.1f}")]
        if whole:
            notes.append(self.tr("the window follows it meanwhile, and cannot be used"))
        if (target := self.target()) is not None and series.is_there(target):
            notes.append(self.tr("the file is there already and will be replaced"))
        self.note.setText("; ".join(notes))
        self.problem.setText(
            in_language(absent) if absent else self.tr("The last step comes before the first.") if backward else ""
        )
        self.problem.setVisible(bool(self.problem.text()))
        self.export_button.setEnabled(not (absent or backward or target is None))

    def _change_suffix(self) -> None:
        path = Path(self.path.text().strip() or "gdviz")
        suffixes = tuple(suffix for known in self._known for suffix in known.suffixes)
        stem = path.with_suffix("") if path.suffix.lower() in suffixes else path
        self.path.setText(f"{stem}{self._format.suffixes[0]}")
        self._update_note()

    def _browse(self) -> None:
        chosen, _ = choose_file.save_file(
            self, self.tr("Export film"), str(self.target() or saving.folder()), saving.filters([self._format])[0]
        )
        if chosen:
            self.path.setText(chosen)


def _row(*widgets: QWidget, stretch: int = -1) -> QHBoxLayout:
    """Return widgets side by side; the one numbered `stretch` takes the spare width, or all share it."""
    row = QHBoxLayout()
    row.setSpacing(8)
    for place, widget in enumerate(widgets):
        row.addWidget(widget, 1 if stretch in (-1, place) and not isinstance(widget, QLabel) else 0)
    return row
