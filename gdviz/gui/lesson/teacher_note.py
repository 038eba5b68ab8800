"""The teacher's note of a step, on another screen than the one that the class sees."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QGuiApplication, QScreen
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from gdviz.gui.lesson.lesson_panel import LessonText
from gdviz.gui.style import fonts, scaling
from gdviz.guided.guided_lesson import Choice, Number, Place

if TYPE_CHECKING:
    from gdviz.gui.lesson.lesson_run import LessonRun

_WIDTH, _HEIGHT = 520, 420
"""Pixels at the usual size of type."""


def other_screen(window: QWidget) -> QScreen | None:
    """Return another screen than the window's; None if there is none, or if it mirrors the window's."""
    own = window.screen()
    beside = (one for one in QGuiApplication.screens() if not one.geometry().intersects(own.geometry()))
    return next(beside, None)


class TeacherNote(QWidget):
    """Follows a LessonRun in a window of its own on `screen`, which never takes the focus from the class's window."""

    def __init__(self, run: LessonRun, screen: QScreen, parent: QWidget | None = None) -> None:
        super().__init__(parent, Qt.WindowType.Tool | Qt.WindowType.WindowDoesNotAcceptFocus)
        self.setObjectName("teacherNote")
        self.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setProperty("panel", True)
        self._run = run
        self.place = QLabel()
        self.place.setProperty("role", "label")
        self.note, self.answer = LessonText(), LessonText("label")
        self.note.setObjectName("teacherNoteText")
        self.note.setFont(fonts.title())
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 20)
        column.setSpacing(14)
        for widget in (self.place, self.note, self.answer):
            column.addWidget(widget)
        column.addStretch(1)
        run.changed.connect(self._show)
        run.entered.connect(self._show)
        self._show()
        room = screen.availableGeometry()
        self.setScreen(screen)
        self.resize(min(scaling.px(_WIDTH), room.width()), min(scaling.px(_HEIGHT), room.height()))
        self.move(room.center() - self.rect().center())
        self.show()

    def release(self) -> None:
        """Stop following the lesson."""
        self._run.changed.disconnect(self._show)
        self._run.entered.disconnect(self._show)

    def _show(self) -> None:
        run, ask = self._run, self._run.step.ask
        self.setWindowTitle(self.tr("Note for the teacher"))
        steps = len(run.lesson.steps)
        self.place.setText(self.tr("{title}: part {k} of {n}").format(title=run.texts.title, k=run.number, n=steps))
        self.note.show_pieces(run.text("teacher"))
        heading = ask.right if isinstance(ask, Choice) else "worked" if isinstance(ask, Number | Place) else ""
        self.answer.show_pieces(run.text(heading) if heading else ())

    def changeEvent(self, event: QEvent) -> None:
        """Qt: the language has changed."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self._show()
