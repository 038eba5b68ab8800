"""Opens, shows and ends guided lessons in the window; a lesson takes the place of the panel's rows."""

from __future__ import annotations

from functools import partial
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from gdviz.gui.export import saving
from gdviz.gui.export.waiting import GivenUp, wait
from gdviz.gui.kernel.view import ViewDefaults
from gdviz.gui.lesson import kept_progress
from gdviz.gui.lesson.class_lesson import ClassLesson
from gdviz.gui.lesson.lesson_panel import LessonPanel
from gdviz.gui.lesson.lesson_run import LessonRun
from gdviz.gui.lesson.teacher_note import TeacherNote, other_screen
from gdviz.gui.shell.rate_row import RateRow
from gdviz.gui.shell.window_layout import LEAST, insert_strip
from gdviz.gui.style.translating import choose
from gdviz.gui.style.translating import text as in_language
from gdviz.gui.widgets import choose_file
from gdviz.gui.widgets.segmented import SegmentedButtons
from gdviz.guided.catalogue import named_or_in, names, titles
from gdviz.messages import ExperimentError, mark, why

if TYPE_CHECKING:
    from PySide6.QtWidgets import QScrollArea

    from gdviz.gui.kernel.scene import Scene
    from gdviz.gui.kernel.view_model import Layer
    from gdviz.gui.kernel.workbench import Workbench
    from gdviz.gui.panel.parameter_panel import ParameterPanel
    from gdviz.gui.shell.files import Files
    from gdviz.guided.guided_lesson import GuidedLesson


class GuidedLessons(ViewDefaults, QObject):
    """Opens guided lessons, one at a time."""

    roomWanted = Signal(bool)
    """Carries whether a lesson stands in the panel now."""
    finished = Signal()
    """Emitted when one person, not a class, has finished a lesson: the start page then offers the next one."""
    offered = Signal(str, str, object)
    """Carries a sentence for the window, the text of a button, and the function that it calls."""

    def __init__(self, bench: Workbench, files: Files, panel: ParameterPanel, area: QScrollArea) -> None:
        """Show lessons in place of the rows of `panel`, or, to a class, above `area`."""
        super().__init__(bench)
        self._bench, self._files, self._panel, self._area = bench, files, panel, area
        self._strip: ClassLesson | None = None
        self._note: TeacherNote | None = None
        self._rate: RateRow | None = None
        self.run: LessonRun | None = None
        self.page: LessonPanel | None = None
        self.head: SegmentedButtons | None = None
        self._top: QWidget | None = None
        self._unfolded: Layer | None = None
        self._beginning = False
        bench.model.opened.connect(self._on_opened)

    def open(self, place: str | Path, step: int | None = None, asks_again: bool = False) -> bool:
        """Begin the lesson of this name, or in this folder, at a step, or where it was left.

        With `asks_again` the question of that step is asked as if it had not been answered. If the lesson cannot be
        opened, a dialog shows why, and False is returned.
        """
        try:
            lesson = named_or_in(str(place))
        except ExperimentError as error:
            self._files.say(self.tr("The lesson was not opened."), in_language(error))
            return False
        self._begin(lesson, step, asks_again)
        for note in lesson.notes:
            self._bench.note(in_language(note))
        return True

    def open_folder(self) -> None:
        """Ask for the folder of a lesson, and begin it."""
        title = self.tr("Open the folder of a lesson")
        chosen = choose_file.open_folder(self._bench.window, title, str(saving.folder()))
        if chosen:
            self.open(Path(chosen))

    def _begin(self, lesson: GuidedLesson, step: int | None, asks_again: bool) -> None:
        before = None if self.run is None else self.run.before
        if self.run is not None:
            self._close()
        self._files.set_prepared_aside()
        kept = kept_progress.load(lesson)
        number = step or min(kept.step, len(lesson.steps))
        again = lesson.steps[number - 1].id if asks_again else ""
        run = self.run = LessonRun(self._bench, lesson, {id_: one for id_, one in kept.taken.items() if id_ != again})
        if before is not None:  # from another lesson: keep what was open before that
            run.before = before
        actions = self._bench.actions
        rate = self._rate = RateRow()
        rate.edited.connect(self._bench.controller.edit)
        self.page = LessonPanel(run, actions["actionStepForward"], actions["actionPlay"], rate)
        self._bench.add_view(rate)
        self.head = SegmentedButtons()
        self.head.setObjectName("lessonSwitch")
        self.head.add("lesson", "", name="lessonSwitchLesson")
        self.head.add("settings", "", name="lessonSwitchSettings")
        self.head.chosen.connect(self._turn)
        self._top = QWidget()
        row = QHBoxLayout(self._top)
        row.setContentsMargins(14, 12, 14, 2)
        row.addWidget(self.head)
        row.addStretch(1)
        self._retranslate()
        self._panel.show_lesson(self._top, self.page)
        self._unfold()
        self.page.leaveRequested.connect(self.leave)
        self.page.finished.connect(self._finish)
        run.changed.connect(self._keep)
        self._files.end_lesson = self._give_way
        if self._bench.window is not None:
            self._bench.window.installEventFilter(self)
        self._beginning = True
        try:
            run.begin(number)
        finally:
            self._beginning = False
        self.roomWanted.emit(True)
        self._bench.add_view(self, always=True)
        QTimer.singleShot(0, self.page, self.page.take_keyboard)  # after the lesson has its place in the window

    def show_scene(self, scene: Scene, before: Scene | None) -> None:
        """See View: before a class the question stands above the parts of the window."""
        presenting = scene.state.moment.presenting
        if self.run is not None and presenting != (self._strip is not None):
            QTimer.singleShot(0, self, self._change_place)

    def _change_place(self) -> None:
        """Show the lesson above the parts to a class, or in the panel to one person."""
        run, page = self.run, self.page
        if run is None or page is None or self._bench.view_model.state.moment.presenting == (self._strip is not None):
            return
        if self._strip is not None:
            self._drop_strip()
            page.keys.set_active(True)
            self._unfold()
            return
        page.keys.set_active(False)
        strip = self._strip = ClassLesson(run)
        strip.finished.connect(self._finish)
        insert_strip(self._area, strip)
        self._set_least(0)  # the parts get smaller before they scroll
        strip.show()
        self._bench.note(self.tr("1 to 4 count answers, Return shows what is right, Page Down goes on, Esc ends it"))
        window = self._bench.window
        screen = None if window is None else other_screen(window)
        if screen is not None:
            self._note = TeacherNote(run, screen, window)

    def _unfold(self) -> None:
        """Unfold the panel with the lesson; before a class, the lesson is not in the panel."""
        state = self._bench.view_model.state
        folded = state.person.folded
        if "panel" in folded and not state.moment.presenting and self._unfolded is None:
            self._unfolded = self._bench.view_model.lay_over(until_chosen=True, folded=folded - {"panel"})

    def _drop_strip(self) -> None:
        strip, self._strip = self._strip, None
        note, self._note = self._note, None
        if note is not None:
            note.release()
            note.hide()
            note.deleteLater()
        if strip is not None:
            self._set_least(LEAST.height())
            strip.release()
            strip.hide()
            strip.deleteLater()

    def _set_least(self, height: int) -> None:
        """Set the height below which the parts of the window scroll."""
        parts = self._area.widget()
        if parts is not None:
            parts.setMinimumHeight(height)

    def leave(self) -> None:
        """Leave the lesson: its experiment stays, and a button reopens what was open before."""
        run = self.run
        if run is None:
            return
        self._close()
        self.offered.emit(
            self.tr("You have left the lesson; its place is kept."), self.tr("Back to what was open"), run.put_back
        )

    def write_sheet(self, has_answers: bool) -> None:
        """Ask for a file, and write the exercise sheet of the lesson to it, with or without the answers."""
        from gdviz.gui.lesson.sheet_file import write_sheet
        from gdviz.gui.widgets.wait_dialog import WaitDialog

        run, window = self.run, self._bench.window
        if run is None or window is None:
            return
        title = self.tr("Exercise sheet with answers") if has_answers else self.tr("Exercise sheet")
        name = f"{run.lesson.name}_answers.pdf" if has_answers else f"{run.lesson.name}.pdf"
        chosen, _ = choose_file.save_file(window, title, str(saving.folder() / name), "PDF (*.pdf)")
        path = saving.typed(chosen, ".pdf")
        if path is None:
            return
        self._bench.note_saved()  # the note on the last file does not apply to this one
        try:
            with WaitDialog(window) as go_on:
                wait(lambda: run.computes, go_on)
                write_sheet(run.lesson, path, has_answers=has_answers, recordings=run.recordings, go_on=go_on)
        except GivenUp:
            return
        except (OSError, ValueError) as error:
            reason = in_language(error if isinstance(error, ExperimentError) else why(error))
            self._files.say(in_language(mark("The file was not written.")), f"{path}: {reason}")
            return
        saving.remember(path)
        self._bench.note_saved(path)

    def _finish(self) -> None:
        run = self.run
        if run is None:
            return
        kept_progress.finish(run.lesson, run.taken)
        self._close()
        done, follows = self.tr("The lesson is done."), _following(run.lesson.name)
        if not self._bench.view_model.state.moment.presenting:
            self.finished.emit()
        elif follows is not None:
            offer = self.tr("Next: {title}").format(title=choose(titles(follows)))
            self.offered.emit(done, offer, partial(self.open, follows))
            return
        self.offered.emit(done, self.tr("Back to what was open"), run.put_back)

    def _close(self) -> None:
        run, page, top = self.run, self.page, self._top
        assert run is not None and page is not None and top is not None
        self._drop_strip()
        self.run = self.page = self.head = self._top = None
        self._files.end_lesson = None
        self._bench.places.remove(self)
        if self._bench.window is not None:
            self._bench.window.removeEventFilter(self)
        page.release()
        if self._rate is not None:
            self._bench.places.remove(self._rate)
            self._rate.release()
            self._rate = None
        self._panel.hide_lesson()
        run.end()
        for widget in (page, top):
            widget.hide()
            widget.deleteLater()
        run.deleteLater()
        if self._unfolded is not None:
            self._bench.view_model.lift(self._unfolded)
            self._unfolded = None
        if self._bench.window is not None:
            self._bench.window.setFocus()
        self.roomWanted.emit(False)

    def _give_way(self) -> bool:
        """End the lesson before another experiment opens; return whether unsaved work from before it is restored."""
        run = self.run
        if run is None:
            return False
        self._close()
        if run.before.modified:
            run.put_back()
        return run.before.modified

    def _on_opened(self) -> None:
        """End the lesson, as another experiment was opened by other means."""
        if self.run is not None and not self._beginning:
            QTimer.singleShot(0, self, self._end_if_any)

    def _end_if_any(self) -> None:
        if self.run is not None:
            self._close()

    def _turn(self, key: str) -> None:
        self._panel.show_rows(key == "settings")
        if key == "lesson" and self.page is not None:
            self.page.take_keyboard()

    def _keep(self) -> None:
        if self.run is not None:
            kept_progress.keep(self.run.lesson, self.run.number, self.run.taken)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Qt: the language has changed."""
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()
            if self.run is not None:
                QTimer.singleShot(0, self.run, self.run.reword)
        return False

    def _retranslate(self) -> None:
        if self.head is not None:
            self.head.set_text("lesson", self.tr("Lesson"))
            self.head.set_text("settings", self.tr("Settings"))


def _following(name: str) -> str | None:
    """Return the next lesson of the course; None after the last one, and after a lesson outside the course."""
    return next((after for before, after in pairwise(names()) if before == name), None)
