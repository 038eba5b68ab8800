"""The fields of the export of pictures."""

from __future__ import annotations

import math
from collections.abc import Sequence
from pathlib import Path
from typing import cast

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
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

from gdviz.gui.export import series
from gdviz.gui.export.picture_choices import OWN, PRESETS, THEMES, PictureChoices, picture_formats
from gdviz.gui.export.view_choice import ViewChoice
from gdviz.gui.style import scaling
from gdviz.gui.widgets.dialog_size import keep_room

_WIDTH = 360
"""Pixels of the width of the form."""
_MOST = 4000
"""The greatest height of a picture that stands on no page, in pixels of the views."""


class ImageForm(QWidget):
    """Target, place, size, format, colours, words, steps, file; `changed` is emitted for each change.

    `there` lists the targets that can be chosen; steps go up to `last`.
    """

    changed = Signal()

    def __init__(self, parent: QWidget, there: Sequence[str], last: int) -> None:
        super().__init__(parent)
        self._last = last
        self._quiet = False
        self.setFixedWidth(scaling.px(_WIDTH))
        self._make_choices(there)
        self._make_numbers()
        self._make_words()
        self._lay_out()
        self._connect()

    def _make_choices(self, there: Sequence[str]) -> None:
        self.choice = ViewChoice(self, there)
        self.what, self.parts = self.choice.what, self.choice.parts
        self.kind = QComboBox(self)
        for kind, known in picture_formats().items():
            self.kind.addItem(known.name, kind)
        self.preset = QComboBox(self)
        places = {
            OWN: self.tr("Any place"),
            "slide": self.tr("Slide 16:9"),
            "column": self.tr("Paper, one column, 89 mm"),
            "columns": self.tr("Paper, two columns, 183 mm"),
        }
        for name in PRESETS:
            self.preset.addItem(places[name], name)
        self.theme = QComboBox(self)
        colours = {"screen": self.tr("As on the screen"), "light": self.tr("Light"), "dark": self.tr("Dark")}
        for name in THEMES:
            self.theme.addItem(colours[name], name)
        self.transparent = QCheckBox(self.tr("&Transparent"), self)
        self.playhead = QCheckBox(self.tr("Pla&yhead"), self)
        self.playhead.setToolTip(self.tr("Marks the step in the plots; the pictures of a series always do."))
        self.run = QComboBox(self)
        for key, text in {
            "one": self.tr("This step"),
            "every": self.tr("A series: every so many steps"),
            "listed": self.tr("A series: chosen steps"),
        }.items():
            self.run.addItem(text, key)

    def _make_numbers(self) -> None:
        self.width_, self.height_, self.scale = QSpinBox(self), QSpinBox(self), QDoubleSpinBox(self)
        self.width_.setRange(100, 4000)
        self.height_.setRange(0, _MOST)
        self.height_.setSpecialValueText(self.tr("as needed"))
        for box, name in ((self.width_, self.tr("Width")), (self.height_, self.tr("Height"))):
            box.setSingleStep(10)
            box.setAccessibleName(name)
        self.scale.setRange(0.25, 10)
        self.scale.setDecimals(2)
        self.scale.setSingleStep(0.5)
        self.scale.setSuffix("×")
        self.stride = QSpinBox(self)
        self.stride.setRange(math.ceil(self._last / (series.MOST - 1)) or 1, max(1, self._last))
        self.stride.setValue(max(1, round(self._last / 8)))
        self.stride.setPrefix(self.tr("every "))
        self.stride.setAccessibleName(self.tr("Steps from one picture to the next"))
        self.list = QLineEdit(self)
        self.list.setPlaceholderText(self.tr("such as 0, 5, 10-20"))
        self.list.setAccessibleName(self.tr("Chosen steps"))
        self.sheet = QCheckBox(self.tr("On one contact s&heet"), self)

    def _make_words(self) -> None:
        self.title, self.caption, self.path = QLineEdit(self), QLineEdit(self), QLineEdit(self)
        self.legend = QCheckBox(self.tr("&Legend of the runs"), self)
        self.browse = QPushButton(self.tr("Choose…"), self)
        self.note, self.problem = QLabel(self), QLabel(self)
        for label, role in ((self.note, "note"), (self.problem, "problem")):
            label.setProperty("role", role)
            label.setWordWrap(True)
        self.note.ensurePolished()  # small type, as the note is long
        self.note.setMinimumHeight(2 * self.note.fontMetrics().lineSpacing())  # the dialog stays as high as it is
        self.problem.hide()
        self.progress = QProgressBar(self)
        self.progress.setTextVisible(False)
        self.progress.setAccessibleName(self.tr("Progress of the series"))
        keep_room(self.progress)
        self.progress.hide()

    def _lay_out(self) -> None:
        self._form = form = QFormLayout()
        form.setVerticalSpacing(7)
        form.setHorizontalSpacing(12)
        form.addRow(self.tr("Pict&ure of"), self.what)
        form.addRow("", self.choice.boxes)
        form.addRow(self.tr("F&ormat"), self.kind)
        form.addRow(self.tr("&For"), self.preset)
        self._size = _row(self.width_, QLabel("×", self), self.height_)
        form.addRow(self.tr("&Size"), self._size)
        form.addRow(self.tr("Sc&ale"), self.scale)
        form.addRow(self.tr("&Colours"), _row(self.theme, self.transparent))
        form.addRow(self.tr("T&itle"), self.title)
        form.addRow(self.tr("Captio&n"), self.caption)
        self._marks = _row(self.legend, self.playhead)
        form.addRow("", self._marks)
        form.addRow(self.tr("Ste&ps"), self.run)
        self._steps = _row(self.stride, self.list)
        form.addRow("", self._steps)
        form.addRow("", self.sheet)
        self._file = _row(self.path, self.browse, stretch=0)
        form.addRow(self.tr("File"), self._file)
        form.addRow("", self.note)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addLayout(form)
        layout.addWidget(self.problem)
        layout.addWidget(self.progress)
        layout.addStretch(1)

    def _connect(self) -> None:
        for combo in (self.theme, self.run):
            combo.currentIndexChanged.connect(self._emit_changed)
        self.kind.currentIndexChanged.connect(self._change_suffix)
        self.path.textEdited.connect(self._take_typed_suffix)
        self.preset.currentIndexChanged.connect(self._take_preset)
        for number in (self.width_, self.height_, self.scale, self.stride):
            number.valueChanged.connect(self._emit_changed)
        for line in (self.title, self.caption, self.path, self.list):
            line.textChanged.connect(self._emit_changed)
        self.choice.changed.connect(self._emit_changed)
        for box in (self.transparent, self.legend, self.playhead, self.sheet):
            box.toggled.connect(self._emit_changed)

    # -- choices --------------------------------------------------------------------------------------------

    def choices(self) -> PictureChoices:
        """The picture that the fields describe."""
        return PictureChoices(
            target=self.choice.target, parts=self.choice.ticked, kind=self.kind.currentData(),
            preset=self.preset.currentData(), width=self.width_.value(), height=self.height_.value(),
            scale=self.scale.value(), theme=self.theme.currentData(), transparent=self.transparent.isChecked(),
            playhead=self.playhead.isChecked(),
            title=self.title.text().strip(), caption=self.caption.text().strip(), legend=self.legend.isChecked(),
        )  # fmt: skip

    def set_choices(self, choices: PictureChoices) -> None:
        """Show these choices in the fields."""
        self._quiet = True
        for combo, value in (
            (self.what, choices.target),
            (self.kind, choices.kind),
            (self.preset, choices.preset),
            (self.theme, choices.theme),
        ):
            combo.setCurrentIndex(max(0, combo.findData(value)))
        self.width_.setValue(choices.width)
        self.height_.setValue(choices.height)
        self.scale.setValue(choices.scale)
        self.choice.set_ticked(choices.parts)
        self.transparent.setChecked(choices.transparent)
        self.legend.setChecked(choices.legend)
        self.playhead.setChecked(choices.playhead)
        self.title.setText(choices.title)
        self.caption.setText(choices.caption)
        self._quiet = False
        self._emit_changed()

    def steps(self, present: int) -> list[int] | None:
        """The steps to show; None if the typed text is invalid, or asks for too many pictures."""
        key = self.run.currentData()
        if key == "every":
            return series.steps_apart(self.stride.value(), self._last)
        if key == "one":
            return [present]
        listed = series.listed(self.list.text(), self._last)
        return None if listed is None or len(listed) > series.MOST else listed

    @property
    def is_series(self) -> bool:
        """Whether steps other than the present one are shown."""
        return bool(self.run.currentData() != "one")

    @property
    def on_sheet(self) -> bool:
        """Whether a series goes into one picture."""
        return self.is_series and self.sheet.isChecked()

    def set_path(self, path: Path) -> None:
        """Write to this file, in the format of its suffix."""
        kind = _kind_of(path)
        if kind is not None:
            self.kind.setCurrentIndex(self.kind.findData(kind))
        self.path.setText(str(path))

    def _take_typed_suffix(self, text: str) -> None:
        """Choose the format whose suffix a person has typed, so that "paper.pdf" does not become "paper.pdf.png"."""
        kind = _kind_of(Path(text))
        if kind is not None and kind != self.kind.currentData():
            with QSignalBlocker(self.kind):  # this would give the name another suffix
                self.kind.setCurrentIndex(self.kind.findData(kind))
            self._emit_changed()

    # -- messages -------------------------------------------------------------------------------------------

    def say(self, text: str) -> None:
        """Show a remark on what would be written."""
        self.note.setText(text or " ")

    def complain(self, text: str) -> None:
        """Show why nothing was written."""
        self.problem.setText(text)
        self.problem.show()

    def set_busy(self, busy: bool) -> None:
        """Disable the fields while a series is written."""
        for part in self.findChildren(QWidget, options=Qt.FindChildOption.FindDirectChildrenOnly):
            _, role = cast("tuple[int, QFormLayout.ItemRole]", self._form.getWidgetPosition(part))
            if role == QFormLayout.ItemRole.FieldRole:
                part.setEnabled(not busy)
        self.progress.setVisible(busy and self.is_series)
        if busy:
            self.problem.hide()
        else:
            self._show_rows()

    def _emit_changed(self) -> None:
        if not self._quiet:
            self.problem.hide()
            self._show_rows()
            self.changed.emit()

    def _show_rows(self) -> None:
        """Show the fields that apply to the present choices."""
        target, figure = self.choice.target, self.choice.target == "figure"
        for row, seen in (
            (self.choice.boxes, figure), (self.title, figure), (self.caption, figure),
            (self._marks, target != "window"), (self.preset, target != "window"), (self._size, target != "window"),
            (self.scale, self.kind.currentData() == "png"), (self._steps, self.is_series),
            (self.sheet, self.is_series),
        ):  # fmt: skip
            self._form.setRowVisible(row, seen)
        self.width_.setEnabled(self.preset.currentData() == OWN)
        self.height_.setEnabled(self.preset.currentData() != "slide")
        for side in (self.width_, self.height_):
            side.setToolTip("" if side.isEnabled() else self.tr("The place that is chosen gives this size."))
        self.height_.setMaximum(PRESETS[self.preset.currentData()].most or _MOST)
        self.transparent.setEnabled(target != "window")
        self.playhead.setEnabled(not self.is_series)
        self.stride.setVisible(self.run.currentData() == "every")
        self.list.setVisible(self.run.currentData() == "listed")
        wrong = self.run.currentData() == "listed" and bool(self.list.text()) and self.steps(0) is None
        self.list.setProperty("invalid", wrong)
        self.list.style().polish(self.list)
        if wrong and series.listed(self.list.text(), self._last) is not None:
            self.complain(self.tr("A series has at most {most} pictures.").format(most=series.MOST))
        elif wrong:
            self.complain(self.tr("Steps are numbers from 0 to {last}, such as 0, 5, 10-20.").format(last=self._last))

    def _take_preset(self) -> None:
        self.set_choices(self.choices().with_preset(self.preset.currentData()))

    def _change_suffix(self) -> None:
        known = picture_formats()
        path = Path(self.path.text().strip() or "gdviz")
        old = tuple(suffix for one in known.values() for suffix in one.suffixes)
        stem = path.with_suffix("") if path.suffix.lower() in old else path
        suffix = known[self.kind.currentData()].suffixes[0]
        self.path.setText(str(series.free_name(Path(f"{stem}{suffix}"))))
        self._emit_changed()


def _kind_of(path: Path) -> str | None:
    """The format of a file's suffix."""
    kinds = {suffix: kind for kind, known in picture_formats().items() for suffix in known.suffixes}
    return kinds.get(path.suffix.lower())


def _row(*widgets: QWidget, stretch: int = -1) -> QWidget:
    """Return widgets side by side; the one numbered `stretch` takes the spare width, or all share it."""
    made = QWidget()
    row = QHBoxLayout(made)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(8)
    for place, widget in enumerate(widgets):
        row.addWidget(widget, 1 if stretch in (-1, place) and not isinstance(widget, QLabel) else 0)
    return made
