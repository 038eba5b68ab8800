"""The menu of lessons, its dialogs, and the note that a lesson brings into the window: made when first asked for."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QScrollArea, QWidgetAction

from gdviz.gui.shell.window_layout import insert_strip
from gdviz.gui.style.texts import choose

if TYPE_CHECKING:
    from gdviz.experiment import Experiment
    from gdviz.gui.kernel.scene import Scene
    from gdviz.gui.kernel.workbench import Workbench
    from gdviz.gui.shell.files import Files
    from gdviz.gui.shell.note_strip import NoteStrip
    from gdviz.lessons import Lesson


class LessonMenu(QObject):
    """Fills the menu when it opens; shows the note of what was opened in a strip over the window's parts."""

    def __init__(self, bench: Workbench, files: Files, menu: QMenu, area: QScrollArea) -> None:
        """Fill `menu`; the strip stands over `area`."""
        super().__init__(bench)
        self._bench, self._files, self._area = bench, files, area
        self._menu = menu
        self.strip: NoteStrip | None = None
        menu.aboutToShow.connect(self._fill)
        bench.model.opened.connect(self._wait)
        bench.model.fileChanged.connect(self._show_opened)
        bench.model.changed.connect(self._follow)
        self._opened = False
        self._wanted = False
        """Whether a note is to be seen where there is one: until it is put away."""
        if bench.window is not None:
            bench.window.installEventFilter(self)

    def open(self, lesson: Lesson) -> None:
        """Open a lesson, unless changes would be lost."""
        self._files.open_lesson(lesson)

    def open_next(self, by: int) -> None:
        """Open the lesson after the present one, or with -1 the one before; the first where none is open."""
        from gdviz.lessons import catalogue

        lessons, here = catalogue(), self._files.lesson
        place = 0 if here is None else lessons.index(here) + by
        if 0 <= place < len(lessons):
            self.open(lessons[place])
        else:
            self._bench.note(self.tr("This is the last lesson.") if by > 0 else self.tr("This is the first lesson."))

    def reset(self) -> None:
        """Show the lesson as it was at first, as one undo step; what was made of it is kept."""
        lesson = self._files.lesson
        if lesson is not None:
            self._files.set_lesson_aside()
            self._bench.controller.edit_whole(lesson.open(choose), lambda: self.tr("reset the lesson"), 0)
            self._bench.playhead.reset()

    def _is_edited(self) -> bool:
        """Whether there is anything to reset."""
        lesson = self._files.lesson
        return lesson is not None and lesson.open(choose) != self._bench.experiment

    def _offer_reset(self) -> None:
        if self.strip is not None and self.strip.isVisible():
            self.strip.offer_reset(self._files.lesson is not None, self._is_edited())

    def show_scene(self, scene: Scene, before: Scene | None) -> None:
        """See View: the strip offers to reset an edited lesson."""
        if before is None or scene.experiment is not before.experiment:
            self._offer_reset()

    def set_note_shown(self, shown: bool) -> None:
        """Show the note of the experiment, or put it away."""
        if shown and self.strip is None:
            self.strip = self._made()
        self._wanted = shown
        self._show_strip()

    def _show_strip(self) -> None:
        """Show the present note where there is one, unless it was put away or one presents."""
        strip = self.strip
        if strip is not None:
            strip.show_note(self._bench.experiment.note)
            strip.setVisible(self._wanted and self.has_note())
            self._offer_reset()

    def show_escape(self) -> None:
        """Count who leaves the full batch's minimum."""
        from gdviz.gui.shell.escape_dialog import EscapeDialog

        bench = self._bench
        EscapeDialog(bench.window, bench.experiment, bench.scene.run, bench.scene.theme).exec()

    def show_memory(self) -> None:
        """Show what fits into memory, and what a step costs."""
        from gdviz.gui.shell.memory_advisor import MemoryAdvisor

        bench, scene = self._bench, self._bench.scene
        backend = bench.controller.result.backend
        dialog = MemoryAdvisor(bench.window, bench.experiment, scene.run, backend, scene.theme)
        dialog.exec()
        dialog.deleteLater()

    def has_note(self) -> bool:
        """Whether the experiment says something in the language of the window."""
        note = self._bench.experiment.note
        return bool(note and choose({"en": "", **note}).strip())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Qt: the language has changed; retranslate the lesson, also where it is undone later."""
        if event.type() == QEvent.Type.LanguageChange:
            self._bench.model.in_words = _in_words
            if self._bench.experiment.note:
                QTimer.singleShot(0, self, self._reword)
        return super().eventFilter(watched, event)

    def _reword(self) -> None:
        model = self._bench.model
        reworded = _in_words(model.experiment)
        if reworded is not model.experiment:
            model.reword(reworded)

    def _wait(self) -> None:
        self._opened = True

    def _show_opened(self) -> None:
        """Show the note of what was opened, once its file is known."""
        if self._opened:
            self._opened = False
            self.set_note_shown(self.has_note())

    def _follow(self, experiment: Experiment) -> None:
        """Another problem has no note, and where that is undone the note is back."""
        if self.strip is not None and self.strip.note != experiment.note:
            self._show_strip()

    def _put_away(self) -> None:
        self.set_note_shown(False)

    def _made(self) -> NoteStrip:
        from gdviz.gui.shell.note_strip import NoteStrip

        strip = NoteStrip()
        strip.dismissed.connect(self._put_away)
        strip.resetRequested.connect(self.reset)
        insert_strip(self._area, strip)
        return strip

    def _fill(self) -> None:
        from gdviz.lessons import catalogue

        self._menu.clear()
        headings, part = self._headings(), 0
        for number, lesson in enumerate(catalogue(), 1):
            if lesson.part != part and lesson.part in headings:
                self._add_heading(headings[lesson.part])
            part = lesson.part
            action = QAction(f"{number}. {choose(lesson.title)}", self._menu)
            action.setObjectName(f"lesson_{lesson.name}")
            action.triggered.connect(partial(self.open, lesson))
            self._menu.addAction(action)
        self._menu.addSeparator()
        for name in ("actionPreviousLesson", "actionNextLesson"):
            self._menu.addAction(self._bench.actions[name])
        reset = QAction(self.tr("&Reset lesson"), self._menu)
        reset.setObjectName("actionResetLesson")
        reset.setEnabled(self._is_edited())
        reset.triggered.connect(self.reset)
        self._menu.addAction(reset)
        note = QAction(self.tr("Show the &note"), self._menu)
        note.setObjectName("actionNote")
        note.setCheckable(True)
        note.setChecked(self.strip is not None and self.strip.isVisible())
        note.setEnabled(self.has_note())
        note.triggered.connect(self.set_note_shown)
        self._menu.addAction(note)
        self._menu.addSeparator()
        for name, text, run in (
            ("actionEscape", self.tr("&Why SGD wanders…"), self.show_escape),
            ("actionMemory", self.tr("&Batch size and memory…"), self.show_memory),
        ):
            action = QAction(text, self._menu)
            action.setObjectName(name)
            action.triggered.connect(run)
            self._menu.addAction(action)

    def _headings(self) -> dict[int, str]:
        """The heading over the lessons that begin with a part of the lecture; other parts go on under the last one."""
        return {
            1: self.tr("Gradient descent"),
            2: self.tr("Data and batches"),
            4: self.tr("Learning rate"),
            5: self.tr("Schedules"),
            6: self.tr("Larger batches"),
        }

    def _add_heading(self, text: str) -> None:
        from gdviz.gui.widgets.frame import SectionHead

        heading, head = QWidgetAction(self._menu), SectionHead(text)
        heading.setText(text)
        heading.setEnabled(False)
        head.setContentsMargins(8, 8, 8, 3)
        heading.setDefaultWidget(head)
        self._menu.addAction(heading)


def _in_words(experiment: Experiment) -> Experiment:
    """The experiment; one that began as a lesson with the lesson's words in the language of the window."""
    if not experiment.note:
        return experiment
    from gdviz.lessons import lesson_of

    lesson = lesson_of(experiment)
    return experiment if lesson is None else lesson.reworded(experiment, choose)
