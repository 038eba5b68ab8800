"""Shows the start page over the content of the window, at the start and by a command, until something is opened."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QRect, Qt, QTimer, Signal
from PySide6.QtWidgets import QMainWindow

from gdviz.gui.kernel.view import ViewDefaults
from gdviz.gui.start import lesson_progress
from gdviz.gui.start.lesson_progress import LessonProgress
from gdviz.lessons import Lesson
from gdviz.view_state import moment_from

if TYPE_CHECKING:
    from gdviz.experiment import Experiment
    from gdviz.gui.kernel.scene import Scene
    from gdviz.gui.kernel.workbench import Workbench
    from gdviz.gui.shell.files import Files
    from gdviz.gui.start.learn_door import Offered
    from gdviz.gui.start.start_page import StartPage
    from gdviz.prepared import Prepared
    from gdviz.view_state import ViewState


class Beginning(QObject):
    """Makes the page when it is shown, and deletes it when it is left; `shown` carries whether it is shown now."""

    shown = Signal(bool)

    def __init__(
        self,
        window: QMainWindow,
        bench: Workbench,
        files: Files,
        add_log: Callable[[], object],
        open_guided: Callable[[str], object],
        ask_again: Callable[[str, int], object],
    ) -> None:
        super().__init__(window)
        self._window, self._bench, self._files, self._add_log = window, bench, files, add_log
        self.open_guided = open_guided
        """Opens the guided lesson with a name."""
        self._ask_again = ask_again
        self.page: StartPage | None = None
        self._all_shown = False
        """Whether all prepared experiments were shown when the page was left."""
        bench.model.opened.connect(self._close_later)
        bench.model.undo_stack.indexChanged.connect(self._close_later)
        bench.view_model.changed.connect(self._follow)

    def show(self) -> None:
        """Show the page, unless it is shown already."""
        if self.page is not None:
            return
        from gdviz.gui.start.start_page import StartPage

        self._bench.playhead.pause()
        page = self.page = StartPage(
            lesson_progress.load(), self._bench.view_model.state.person.start_page, self._window, _course()
        )
        page.explore.all_button.setChecked(self._all_shown)
        page.closed.connect(self.close)
        page.atStartChosen.connect(lambda on: self._bench.change(start_page=on))
        page.learn.lessonChosen.connect(self.open_lesson)
        page.learn.guidedChosen.connect(self.open_guided)
        page.learn.forgetRequested.connect(self._forget)
        page.learn.lookBackRequested.connect(self._look_back)
        page.explore.chosen.connect(self.open_prepared)
        page.own.experimentGiven.connect(self._open)
        page.own.dataRequested.connect(self._bench.actions["actionOpenData"].trigger)
        page.own.logRequested.connect(self._add_log)
        page.own.fileRequested.connect(self._bench.actions["actionOpen"].trigger)
        self._window.centralWidget().hide()
        self._window.installEventFilter(self)
        self._place()
        page.show()
        page.raise_()
        self._bench.add_view(page)
        self.shown.emit(True)
        page.learn.next.button.setFocus(Qt.FocusReason.OtherFocusReason)

    def _close_later(self) -> None:
        """Leave the page once the opened or edited experiment is shown."""
        QTimer.singleShot(0, self, self.close)

    def close(self) -> None:
        """Leave the page; the window behind it is as before."""
        page, self.page = self.page, None
        if page is None:
            return
        self._all_shown = page.explore.all_button.isChecked()
        self._window.removeEventFilter(self)
        self._bench.places.remove(page)
        page.release()
        page.hide()
        page.deleteLater()
        self._window.centralWidget().show()
        self.shown.emit(False)
        self._window.setFocus(Qt.FocusReason.OtherFocusReason)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Qt: the size of the window or of its menus has changed."""
        if event.type() in (QEvent.Type.Resize, QEvent.Type.LayoutRequest):
            self._place()
        return super().eventFilter(watched, event)

    def _place(self) -> None:
        """Cover all of the window below its menus."""
        if self.page is not None:
            menus = self._window.menuBar()
            top = menus.geometry().bottom() + 1 if not menus.isHidden() else 0
            if not self._window.isVisible():
                top = menus.sizeHint().height()
            self.page.setGeometry(QRect(0, top, self._window.width(), max(self._window.height() - top, 1)))

    def _follow(self, before: ViewState) -> None:
        """Leave the page when presenting begins, or for another arrangement; rebuild it for another size of type."""
        if self.page is None:
            return
        state = self._bench.view_model.state
        arranged = state.experiment.arrangement != before.experiment.arrangement
        if state.moment.presenting or arranged or state.person.detail != before.person.detail:
            self.close()
        elif state.person.text_scale != before.person.text_scale:
            QTimer.singleShot(0, self, self._show_anew)

    def _show_anew(self) -> None:
        if self.page is not None:
            self.close()
            self.show()

    def _forget(self) -> None:
        from gdviz.gui.lesson import kept_progress

        lesson_progress.forget()
        kept_progress.forget()
        if self.page is not None:
            self.page.learn.show_progress(lesson_progress.load(), _course())

    def _look_back(self) -> None:
        from gdviz.gui.lesson.look_back import LookBack

        dialog = LookBack(self._window)
        dialog.askedAgain.connect(self._ask_again)
        dialog.exec()
        dialog.deleteLater()

    def open_lesson(self, lesson: Lesson) -> None:
        """Open a lesson."""
        self._files.open_prepared(lesson)

    def open_prepared(self, known: Prepared) -> None:
        """Open a prepared experiment as its file asks: with its tools, or playing."""
        if not self._files.open_prepared(known):
            return
        moment = moment_from(known.moment)
        self._bench.change(**moment)
        if not moment:
            self._bench.playhead.play()

    def _open(self, experiment: Experiment) -> None:
        self._files.open_new(experiment)


def _course() -> list[Offered]:
    """Return the guided lessons with the progress in them."""
    from gdviz.gui.lesson import kept_progress
    from gdviz.gui.start.learn_door import Offered
    from gdviz.guided.catalogue import names, titles

    kept = kept_progress.states()
    offered = []
    for name in names():
        one = kept.get(name)
        told = () if one is None else (True, one.done, len(one.answers), len(one.missed))
        offered.append(Offered(name, titles(name), *told))
    return offered


class ProgressKeeper(ViewDefaults, QObject):
    """Stores which lessons are opened and played to their end: a View, so that it receives each scene.

    The file is read and written after the scene, and written only if its content would change.
    """

    def __init__(self, bench: Workbench, files: Files) -> None:
        super().__init__(bench)
        self._bench, self._files = bench, files
        bench.model.fileChanged.connect(self._note_opened)
        self._begun: Experiment | None = None

    def _note_opened(self) -> None:
        begun, lesson = self._bench.model.begun, self._files.prepared
        if not isinstance(lesson, Lesson) or begun is self._begun:
            return
        self._begun = begun
        self._keep_later(LessonProgress.after_opening, lesson.name)

    def show_scene(self, scene: Scene, before: Scene | None) -> None:
        """See View: when the playhead reaches the end, the lesson is done."""
        clock = scene.clock
        at_end = 0 < clock.position >= clock.limit and not scene.records.computing
        was_there = before is not None and before.clock.position >= before.clock.limit and not before.records.computing
        lesson = self._files.prepared
        if not at_end or was_there or self._begun is not self._bench.model.begun or lesson is None:
            return
        self._keep_later(LessonProgress.after_finishing, lesson.name)

    def _keep_later(self, after: Callable[[LessonProgress, str], LessonProgress], name: str) -> None:
        QTimer.singleShot(0, self, partial(self._keep, after, name))

    def _keep(self, after: Callable[[LessonProgress, str], LessonProgress], name: str) -> None:
        known = lesson_progress.load()  # another window may have added to it, or a person may have deleted it
        progress = after(known, name)
        if progress != known:
            lesson_progress.keep(progress)
