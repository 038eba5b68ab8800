"""The menu of lessons, its dialogs, and the strip with the note of a lesson; each is made at first use."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidgetAction

from gdviz.gui.shell.window_layout import insert_strip
from gdviz.gui.style import scaling
from gdviz.gui.style.translating import choose, translate
from gdviz.lessons import HEADINGS, Lesson, catalogue
from gdviz.prepared import FIRST, Prepared, came_as

if TYPE_CHECKING:
    from gdviz.experiment import Experiment
    from gdviz.gui.kernel.scene import Scene
    from gdviz.gui.kernel.workbench import Workbench
    from gdviz.gui.shell.files import Files
    from gdviz.gui.shell.guided_lessons import GuidedLessons
    from gdviz.gui.shell.note_strip import NoteStrip
    from gdviz.gui.shell.parts import Parts


_ROOM_FOR_NOTE = 450
"""The least height, in pixels at the usual size of type, of a window that shows the note to a class."""


class LessonMenu(QObject):
    """Fills the menu when it opens; shows the note of the opened experiment in a strip above the window's parts."""

    roomWanted = Signal(bool)
    """Carries whether a guided lesson stands in the panel now."""
    finished = Signal()
    """Emitted when a guided lesson was finished: the start page then offers the next one."""
    offered = Signal(str, str, object)
    """Carries a sentence for the window, the text of a button, and the function that it calls."""

    def __init__(self, bench: Workbench, files: Files, menu: QMenu, parts: Parts) -> None:
        """Fill `menu`; the strip goes above the area of the parts, a guided lesson in place of the panel's rows."""
        super().__init__(bench)
        self._bench, self._files, self._area, self._parts = bench, files, parts.area, parts
        self._guided: GuidedLessons | None = None
        self._menu = menu
        self.strip: NoteStrip | None = None
        menu.aboutToShow.connect(self._fill)
        bench.model.opened.connect(self._wait)
        bench.model.fileChanged.connect(self._show_opened)
        bench.model.changed.connect(self._follow)
        self._opened = False
        self._wanted = False
        """Whether the note of an experiment is shown: until the person closes it."""
        if bench.window is not None:
            bench.window.installEventFilter(self)

    def open(self, lesson: Lesson) -> None:
        """Open a lesson, unless changes would be lost."""
        self._files.open_prepared(lesson)

    def open_next(self, by: int) -> None:
        """Open the lesson after the present one, or with -1 the one before; the first where none is open."""
        lessons, here = catalogue(), self._files.prepared
        place = lessons.index(here) + by if isinstance(here, Lesson) else 0
        if 0 <= place < len(lessons):
            self.open(lessons[place])
        else:
            self._bench.note(self.tr("This is the last lesson.") if by > 0 else self.tr("This is the first lesson."))

    def reset(self) -> None:
        """Restore the lesson as one undo step; its edited state is stored first."""
        known = self._files.prepared
        if known is not None:
            self._files.set_prepared_aside()
            self._bench.controller.edit_whole(known.open(choose), self._reset_name, 0)
            self._bench.playhead.reset()

    def _reset_name(self) -> str:
        return self.tr("reset the lesson") if self._is_lesson() else self.tr("reset the experiment")

    def _is_lesson(self) -> bool:
        return isinstance(self._files.prepared, Lesson)

    def _is_edited(self) -> bool:
        """Whether there is anything to reset."""
        known = self._files.prepared
        return known is not None and known.open(choose) != self._bench.experiment

    def _offer_reset(self) -> None:
        if self.strip is not None and not self.strip.isHidden():  # even behind the start page, which opens it
            known = self._files.prepared
            self.strip.offer_reset(known is not None, self._is_edited(), self._is_lesson())
            self.strip.offer_more(isinstance(known, Prepared) and known.name == FIRST)

    def show_scene(self, scene: Scene, before: Scene | None) -> None:
        """See View: the strip offers to reset an edited lesson; before a class it is shown if there is room."""
        if before is not None and scene.state.moment.presenting != before.state.moment.presenting:
            self._show_strip()
        if before is None or scene.experiment is not before.experiment:
            self._offer_reset()

    def set_note_shown(self, shown: bool) -> None:
        """Show or hide the note of the experiment."""
        if shown and self.strip is None:
            self.strip = self._made()
        self._wanted = shown
        self._show_strip()

    def show_first_note(self) -> None:
        """Show the note of the experiment that the window began with."""
        if self.strip is None and self.has_note():
            self.set_note_shown(True)

    def _show_strip(self) -> None:
        """Show the note of the experiment, if it has one, unless notes are hidden."""
        strip = self.strip
        if strip is not None:
            strip.show_note(self._bench.experiment.note)
            strip.setVisible(self._wanted and self.has_note() and not self._lacks_room())
            self._offer_reset()

    def _lacks_room(self) -> bool:
        """Whether the window presents and is so low that a note in large type would make the main view small."""
        window = self._bench.window
        presenting = self._bench.view_model.state.moment.presenting
        return presenting and window is not None and window.height() < scaling.px(_ROOM_FOR_NOTE)

    def show_escape(self) -> None:
        """Open the dialog that counts the seeds that leave the full batch's minimum."""
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
        """Whether the experiment has a note in the language of the window."""
        note = self._bench.experiment.note
        return bool(note and choose({"en": "", **note}).strip())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Qt: retranslate the lesson, even where it is undone later; show or hide the note at another size."""
        if event.type() == QEvent.Type.Resize and self._bench.view_model.state.moment.presenting:
            self._show_strip()
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
        """Show the note of the opened experiment, once its file is known."""
        if self._opened:
            self._opened = False
            self.set_note_shown(self.has_note())

    def _follow(self, experiment: Experiment) -> None:
        """Hide the note when an edit leads to another problem, and show it again when that is undone."""
        if self.strip is not None and self.strip.note != experiment.note:
            self._show_strip()

    def _put_away(self) -> None:
        self.set_note_shown(False)

    def _made(self) -> NoteStrip:
        from gdviz.gui.shell.note_strip import NoteStrip

        strip = NoteStrip()
        strip.dismissed.connect(self._put_away)
        strip.resetRequested.connect(self.reset)
        strip.moreRequested.connect(lambda: self.open(catalogue()[0]))
        insert_strip(self._area, strip)
        return strip

    @property
    def guided(self) -> GuidedLessons:
        """The object that opens guided lessons, made at first use."""
        if self._guided is None:
            from gdviz.gui.shell.guided_lessons import GuidedLessons

            parts = self._parts
            self._guided = GuidedLessons(self._bench, self._files, parts.panel, parts.area)
            self._guided.offered.connect(self.offered)
            self._guided.roomWanted.connect(self._make_room)
            self._guided.finished.connect(self.finished)
        return self._guided

    @property
    def leads(self) -> bool:
        """Whether a guided lesson is under way."""
        return self._guided is not None and self._guided.run is not None

    def _make_room(self, wanted: bool) -> None:
        """Hide the note while a guided lesson is under way, as the lesson contains its text."""
        if wanted:
            self._put_away()
        self.roomWanted.emit(wanted)

    def _fill_guided(self) -> None:
        from gdviz.guided.catalogue import names, titles

        self._add_heading(self.tr("Step by step, with questions"))
        for number, name in enumerate(names(), 1):
            action = QAction(f"{number}. {choose(titles(name))}", self._menu)
            action.setObjectName(f"guided_{name}")
            action.triggered.connect(partial(self._open_guided, name))
            self._menu.addAction(action)
        folder = QAction(self.tr("Open a lesson of your &own…"), self._menu)
        folder.setObjectName("actionLessonFolder")
        folder.setToolTip(self.tr("The folder of a lesson, with lesson.json in it"))
        folder.triggered.connect(lambda: self.guided.open_folder())
        self._menu.addAction(folder)
        if self.leads:
            guided = self.guided
            for name, text, run in (
                ("actionSheet", self.tr("&Exercise sheet…"), partial(guided.write_sheet, has_answers=False)),
                ("actionKey", self.tr("Exercise sheet with &answers…"), partial(guided.write_sheet, has_answers=True)),
                ("actionLeaveLesson", self.tr("&Leave the lesson"), guided.leave),
            ):
                action = QAction(text, self._menu)
                action.setObjectName(name)
                action.triggered.connect(lambda _=False, run=run: run())
                self._menu.addAction(action)

    def _open_guided(self, name: str) -> None:
        self.guided.open(name)

    def _fill(self) -> None:
        self._menu.clear()
        self._fill_guided()
        part = 0
        for number, lesson in enumerate(catalogue(), 1):
            if lesson.part != part and lesson.part in HEADINGS:
                self._add_heading(translate(HEADINGS[lesson.part]))
            part = lesson.part
            action = QAction(f"{number}. {choose(lesson.title)}", self._menu)
            action.setObjectName(f"lesson_{lesson.name}")
            action.triggered.connect(partial(self.open, lesson))
            self._menu.addAction(action)
        self._menu.addSeparator()
        for name in ("actionPreviousLesson", "actionNextLesson"):
            self._menu.addAction(self._bench.actions[name])
        of_lesson = self._is_lesson() or self._files.prepared is None
        reset = QAction(self.tr("&Reset lesson") if of_lesson else self.tr("&Reset the experiment"), self._menu)
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

    def _add_heading(self, text: str) -> None:
        from gdviz.gui.widgets.frame import SectionHead

        heading, head = QWidgetAction(self._menu), SectionHead(text)
        heading.setText(text)
        heading.setEnabled(False)
        head.setContentsMargins(8, 8, 8, 3)
        heading.setDefaultWidget(head)
        self._menu.addAction(heading)


def _in_words(experiment: Experiment) -> Experiment:
    """Return the experiment; if it came with gdviz, with its words in the language of the window."""
    if not experiment.note:
        return experiment
    known = came_as(experiment)
    return experiment if known is None else known.reworded(experiment, choose)
