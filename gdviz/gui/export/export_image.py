"""The dialog for pictures: what they show, their size, their colours and their file, with a preview."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QElapsedTimer, QSize, Qt, QTimer
from PySide6.QtGui import QCloseEvent, QResizeEvent
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QPushButton,
    QVBoxLayout,
)

from gdviz.gui.drawing.plot_time import TimeScale
from gdviz.gui.export import saving, series
from gdviz.gui.export.export_image_form import ImageForm
from gdviz.gui.export.export_image_preview import Preview
from gdviz.gui.export.picture_choices import (
    PictureChoices,
    PictureSource,
    content,
    keep,
    painted,
    picture_formats,
    recalled,
    targets,
)
from gdviz.gui.export.waiting import GivenUp
from gdviz.gui.style.translating import text
from gdviz.gui.widgets import choose_file
from gdviz.gui.widgets.dialog_size import resize_on_screen
from gdviz.gui.widgets.wait_dialog import WaitDialog
from gdviz.messages import message, why
from gdviz.paths import write_whole

if TYPE_CHECKING:
    from gdviz.gui.kernel.scene import Scene
    from gdviz.gui.kernel.workbench import Workbench
    from gdviz.gui.surface.surface_view import SurfaceView

_REST_MS = 150
"""The time without a change after which the preview is updated."""
_LOOK_MS = 20
"""The time between two checks of whether the surface of the preview is computed."""
_LONG_MS = 400
"""The time after which a note says that the picture is being computed."""


class ExportImageDialog(QDialog):
    """Writes a picture of the window's views, or a series of them; it begins with the last choices.

    A note says if the window's `surface` is drawn from few nodes.
    """

    def __init__(self, bench: Workbench, surface: SurfaceView) -> None:
        super().__init__(bench.window)
        self.setObjectName("exportImageDialog")
        self.setWindowTitle(self.tr("Export image"))
        self._bench, self._image = bench, surface.image
        self._cancelled = self._busy = False
        self._share = (0, 0)
        """The number of computed losses of the heat map, and of all; zeros while unknown."""
        self._previewed: tuple[PictureChoices, QSize] | None = None
        self._source: PictureSource | None = None
        """The source of the picture that the preview shows, or will show once it is computed."""
        self._since = QElapsedTimer()
        choices, last = recalled(bench.experiment.title)
        there = targets(bench.scene)
        self.form = ImageForm(self, there, bench.playhead.limit)
        self.form.set_choices(choices if choices.target in there else replace(choices, target="figure"))
        folder = last.parent if last is not None and last.parent.is_dir() else saving.folder()
        name = last.name if last is not None else "gdviz.png"
        self.form.path.setText(str(series.free_name((folder / name).with_suffix(f".{choices.kind}"))))
        self.preview = Preview(self)
        self._lay_out()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_REST_MS)
        self._timer.timeout.connect(self._show_preview)
        self.form.changed.connect(self._changed)
        self.form.browse.clicked.connect(self._browse)
        self._image.finished.connect(self._update_note_of_surface)
        self._changed()

    def _lay_out(self) -> None:
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel, self)
        self.export_button = QPushButton(self.tr("&Export"), self)
        self.export_button.setProperty("primary", True)
        self.export_button.setDefault(True)
        buttons.addButton(self.export_button, QDialogButtonBox.ButtonRole.AcceptRole)
        buttons.accepted.connect(self.export)
        buttons.rejected.connect(self.reject)
        both = QHBoxLayout()
        both.setSpacing(20)
        both.addWidget(self.form)
        both.addWidget(self.preview, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 20, 20, 16)
        layout.setSpacing(12)
        layout.addLayout(both, 1)
        layout.addWidget(buttons)

    @property
    def choices(self) -> PictureChoices:
        """The choices in the fields; the pictures of a series show the playhead."""
        choices = self.form.choices()
        return replace(choices, playhead=True) if self.form.is_series else choices

    def target(self) -> Path | None:
        """The file that will be written (of a series: without its numbers); None while the typed text names none."""
        return saving.typed(self.form.path.text(), picture_formats()[self.choices.kind].suffixes[0])

    def files(self) -> list[Path]:
        """All files that will be written; none while the steps are invalid."""
        steps, target = self.form.steps(self._bench.playhead.position), self.target()
        if target is None or not steps:
            return []
        if len(steps) == 1 or self.form.on_sheet:
            return [target]
        return [series.numbered(target, step, steps[-1]) for step in steps]

    # -- changes --------------------------------------------------------------------------------------------

    def _changed(self) -> None:
        """Show what would be written, and schedule an update of the preview."""
        self._update_note()
        self._timer.start(_REST_MS)

    def _update_note(self) -> None:
        files = self.files()
        old = sum(series.is_there(file) for file in files)
        self.export_button.setEnabled(bool(files) and not self._busy)
        self.export_button.setToolTip("" if files else self.tr("First name a file, and steps that there are."))
        self.export_button.setText(self.tr("&Replace") if old else self.tr("&Export"))
        notes = []
        if len(files) > 1:
            notes.append(self.tr("{count} pictures, from {first}").format(count=len(files), first=files[0].name))
        if old == 1 and len(files) == 1:
            notes.append(self.tr("The file is there already and will be replaced."))
        elif old:
            notes.append(self.tr("Of these files {count} are there already and will be replaced.").format(count=old))
        if self._image.coarse and {"surface", "window"}.intersection(self.choices.shows()):
            notes.append(self.tr("The loss takes long to compute: its surface is drawn from few nodes."))
        self._say(" · ".join(notes))

    def _say(self, note: str) -> None:
        """Show the remark, and enlarge the dialog for further lines: Qt would squeeze the fields to make room."""
        self.form.say(note)
        layout = self.layout()
        if layout is not None and self.isVisible():
            resize_on_screen(self, QSize(self.width(), max(self.height(), layout.totalHeightForWidth(self.width()))))

    def _update_note_of_surface(self) -> None:
        """Update the note, as the number of nodes of the drawn surface is known now."""
        if self.isVisible():
            self._update_note()

    def _show_preview(self) -> None:
        """Show the chosen picture once it is computed; meanwhile the dialog can be used, and closed."""
        choices = self.choices
        if self._busy or self._previewed == (choices, self.size()):
            return
        if self._source is None or self._source.choices != choices:
            self._drop_source()
            self._source = PictureSource(self._bench, choices)
            self._previewed = None
            self._since.start()
        if self._source.busy:
            if self._since.elapsed() > _LONG_MS:
                self.preview.words.setText(self.tr("The picture is being computed…"))
            self._timer.start(_LOOK_MS)
            return
        self._previewed = (choices, self.size())
        with self._source.dressed() as widget:
            self.preview.show_picture(widget, choices)

    def _drop_source(self) -> None:
        if self._source is not None:
            self._source.close()
            self._source = None

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Qt: fit the preview to the new size."""
        super().resizeEvent(event)
        self._timer.start(_REST_MS)

    def _browse(self) -> None:
        filters = saving.filters(list(picture_formats().values()))
        chosen, _ = choose_file.save_file(
            self, self.windowTitle(), str(self.target() or saving.folder()), ";;".join(filters)
        )
        if chosen:
            self.form.set_path(Path(chosen))

    # -- writing --------------------------------------------------------------------------------------------

    def export(self) -> None:
        """Write the chosen pictures; a failure is shown, and leaves old files as they were."""
        choices, path = self.choices, self.target()
        if path is None:
            return
        steps, files = self.form.steps(self._bench.playhead.position) or [], self.files()
        self._set_busy(True)
        try:
            done = self._write(choices, path, steps)
        except GivenUp:
            return
        except (OSError, ValueError) as error:
            self.form.complain(unwritten(error))
            return
        finally:
            self._set_busy(False)
        if done:
            keep(self.form.choices(), path, self._bench.experiment.title)
            saving.remember(path)
            self.accept()
            self._bench.note_saved(*files)

    def _write(self, choices: PictureChoices, path: Path, steps: list[int]) -> bool:
        if self.form.on_sheet and len(steps) > 1:
            names = _names(self._bench.scene)
            return series.write_sheet(self._bench, choices, path, steps, names, self._go_on, self._remember_share)
        if len(steps) > 1:
            made = series.write_series(self._bench, choices, path, steps, self._go_on, self._remember_share)
            return len(made) == len(steps)
        with painted(self._bench, choices, lambda: self._go_on(0), self._remember_share) as widget:
            write_whole(path, content(self._bench.carried, choices, widget))
        return True

    def _go_on(self, done: int) -> bool:
        """Show the progress, and process events; return whether to go on."""
        bar = self.form.progress
        if not done and self._since.elapsed() > _LONG_MS:
            bar.setRange(0, self._share[1])
            bar.setValue(self._share[0])
            bar.show()
            self._say(self.tr("The picture is being computed…"))
        elif done:  # the heat map is computed, and the pictures follow
            if self._share[1] or not bar.maximum():
                self._share = (0, 0)
                bar.setRange(0, len(self.form.steps(0) or [0]))
                self._update_note()
            bar.setValue(done)
        QApplication.processEvents()
        return not self._cancelled

    def _remember_share(self, done: int, planned: int) -> None:
        """Note how many losses of the heat map are computed."""
        self._share = done, planned

    def _set_busy(self, busy: bool) -> None:
        self._busy, self._cancelled = busy, False
        self._share = (0, 0)
        if busy:
            self._timer.stop()
            self._drop_source()
            self._since.start()
            self.form.progress.setRange(0, len(self.form.steps(self._bench.playhead.position) or [0]))
        self.form.set_busy(busy)
        if busy:
            self.export_button.setEnabled(False)
        else:
            self._changed()
        self.setCursor(Qt.CursorShape.BusyCursor if busy else Qt.CursorShape.ArrowCursor)

    def reject(self) -> None:
        """Cancel the series that is being written; without one, close the dialog."""
        if self._busy:
            self._cancelled = True
            return
        super().reject()

    def done(self, result: int) -> None:
        """Qt: the dialog closes; stop the preview."""
        self._timer.stop()
        self._drop_source()
        super().done(result)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Qt: a series does not outlive its dialog."""
        self._cancelled = True
        super().closeEvent(event)


def _names(scene: Scene) -> Callable[[int], str]:
    """Return the names of positions of the playhead: "step 17", "epoch 3.4"."""
    time = TimeScale()
    time.unit = scene.clock.unit
    time.set_runs(scene.runs)
    return time.name


def unwritten(error: OSError | ValueError) -> str:
    """Return the sentence on why no picture was written."""
    return text(message("The picture could not be written: {reason}.", reason=why(error)))


def export_again(bench: Workbench) -> Path | None:
    """Write the last picture again, of the present step, under an unused name, and return the file.

    Returns None, and writes nothing, before the first picture, and if this experiment has no such view.

    Raises OSError and ValueError, see `content`, and GivenUp.
    """
    choices, last = recalled(bench.experiment.title)
    if last is None or choices.target not in targets(bench.scene):
        return None
    path = series.free_name(last)
    assert bench.window is not None, "there is no window to wait in"
    dialog = WaitDialog(bench.window)
    with dialog as go_on, painted(bench, choices, go_on, dialog.show_progress) as widget:
        write_whole(path, content(bench.carried, choices, widget))
    return path
