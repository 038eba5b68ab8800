"""A lesson in front of a class: a large question, a count of the answers, and Return to show the right one."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from gdviz.gui.lesson.lesson_keys import CHOICES, STEPS, LessonKeys
from gdviz.gui.lesson.lesson_panel import LessonText
from gdviz.gui.lesson.lesson_text import plain
from gdviz.gui.style import fonts
from gdviz.guided.guided_lesson import Choice

if TYPE_CHECKING:
    from gdviz.gui.lesson.lesson_run import LessonRun
    from gdviz.guided.lesson_texts import Piece

_COLUMNS = {1: 1, 2: 2, 3: 3}
"""How many options stand side by side, by the number of options; two for other numbers."""


_SHARE = 0.33
"""The largest share of the window's height for the lesson, unless readable type needs more."""
_LEGIBLE = 1 / 40
"""The height of the smallest type, as a share of the window's height."""


class ClassOption(QFrame):
    """An option of a question in a box, with the key that counts an answer and how many were counted."""

    def __init__(self, key: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("outcome", True)
        self.digit, self.words, self.count = QLabel(f"{key}"), LessonText(), QLabel()
        self.digit.setProperty("role", "label")
        self.count.setFont(fonts.strong())
        self.count.setObjectName(f"classCount{key}")
        row = QHBoxLayout(self)
        row.setContentsMargins(10, 4, 10, 4)
        row.setSpacing(12)
        row.addWidget(self.digit)
        row.addWidget(self.words, 1)
        row.addWidget(self.count)

    def show_option(self, pieces: Sequence[Piece], votes: int, right: bool) -> None:
        """Show the option's text, how many have chosen it, and, once the answer is shown, whether it is right."""
        self.words.show_pieces(pieces)
        self.count.setText(" ".join(filter(None, ("✓" if right else "", f"{votes}" if votes else ""))))
        self.count.setAccessibleName(f"{plain(pieces)}: {votes}")
        if self.property("right") != right:
            self.setProperty("right", right)
            self.style().unpolish(self)
            self.style().polish(self)


class ClassLesson(QFrame):
    """Shows a LessonRun above the parts of the window, without what only the teacher needs.

    The keys 1 to 4 count an answer each, and switch no view where nothing is counted; Backspace takes the last one
    back, Return shows what is right, and Page Down and Page Up are the steps.
    """

    finished = Signal()

    def __init__(self, run: LessonRun, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("classLesson")
        self.setProperty("panel", True)
        self._run = run
        self._fitted: tuple[object, ...] = ()
        """The size and the words for which the type was last chosen."""
        self.place = QLabel()
        self.place.setObjectName("classPlace")
        self.place.setProperty("role", "label")
        self.question, self.said = LessonText(), LessonText()
        self.question.setObjectName("classQuestion")
        self.said.setObjectName("classSaid")
        self.question.setFont(fonts.title())
        self._options = QWidget()
        self._grid = QGridLayout(self._options)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(8)
        self.options: list[ClassOption] = []
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 10, 16, 10)
        column.setSpacing(6)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.place, 1)
        column.addLayout(row)
        for widget in (self.question, self._options, self.said):
            column.addWidget(widget)
        self.back_button, self.show_button, self.next_button = QPushButton(), QPushButton(), QPushButton()
        for button, name, do in (
            (self.back_button, "classBackButton", run.back),
            (self.show_button, "classShowButton", run.reveal),
            (self.next_button, "classNextButton", self.go_on),
        ):
            button.setObjectName(name)
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            button.clicked.connect(do)
            row.addWidget(button)
        run.changed.connect(self._show)
        run.entered.connect(self._enter)
        run.held.connect(self._say_why_held)
        self._keys = LessonKeys(self, self._wants, self._take)
        self._keys.set_active(True)
        self._enter()

    def release(self) -> None:
        """Return the keys to the window."""
        self._keys.set_active(False)
        self._run.changed.disconnect(self._show)
        self._run.entered.disconnect(self._enter)
        self._run.held.disconnect(self._say_why_held)

    def go_on(self) -> None:
        """Go on to the next step, even if its question is not answered."""
        if self._run.is_last:
            self.finished.emit()
        else:
            self._run.go(self._run.number + 1)

    def _wants(self, key: int) -> bool:
        """Whether the lesson takes this key now; all others go to the window."""
        if key in STEPS or key in CHOICES:
            return True
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            return not self._run.is_done
        return self._counts and key == Qt.Key.Key_Backspace

    @property
    def _counts(self) -> bool:
        return isinstance(self._run.step.ask, Choice) and self._run.asks

    def _take(self, key: int) -> None:
        if key == Qt.Key.Key_PageDown:
            self.go_on()
        elif key == Qt.Key.Key_PageUp:
            self._run.back()
        elif key == Qt.Key.Key_Backspace:
            self._run.take_vote_back()
        elif key in CHOICES:
            if self._counts:
                self._run.vote(CHOICES.index(Qt.Key(key)))
        else:
            self._run.reveal()

    def _say_why_held(self) -> None:
        """Show why nothing plays, in a place that moves no other part, until something else is shown."""
        self.place.setText(self.tr("First the question: Return shows what is right."))

    def _enter(self) -> None:
        while (item := self._grid.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        ask = self._run.step.ask
        names = ask.options if isinstance(ask, Choice) else ()
        columns = _COLUMNS.get(len(names), 2)
        self.options = [ClassOption(place + 1) for place in range(len(names))]
        for place, option in enumerate(self.options):
            self._grid.addWidget(option, *divmod(place, columns))
            option.show()  # a layout ignores the height of a widget that is not shown yet
        self._show()

    def _show(self) -> None:
        run, ask = self._run, self._run.step.ask
        steps = len(run.lesson.steps)
        self.place.setText(self.tr("{title}: part {k} of {n}").format(title=run.texts.title, k=run.number, n=steps))
        self.question.show_pieces(run.text("ask"))
        self._options.setVisible(isinstance(ask, Choice))
        if isinstance(ask, Choice):
            for option, name, votes in zip(self.options, ask.options, run.votes, strict=True):
                option.show_option(run.text(name), votes, run.is_done and name == ask.right)
        said = "explained" if run.is_done else "act" if run.waits else ""
        self.said.show_pieces(run.text(said) if said else ())
        self.back_button.setText(self.tr("Back"))
        self.next_button.setText(self.tr("Finish") if run.is_last else self.tr("Next"))
        self.show_button.setText(self.tr("Show the answer"))
        self.back_button.setEnabled(run.number > 1)
        self.show_button.setVisible(not run.is_done)
        for button, first in ((self.show_button, not run.is_done), (self.next_button, run.is_done)):
            if button.property("primary") != first:
                button.setProperty("primary", first)
                button.style().unpolish(button)
                button.style().polish(button)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Qt: fit the type to the new size."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Choose type as large as the room for the picture allows, and never smaller than the last row can read.

        Once the answer is shown, the explanation gets larger type than the question.
        """
        layout, height = self.layout(), self.window().height()
        assert layout is not None
        labels = self.question, self.said, *(option.words for option in self.options)
        key = self.width(), height, self._run.is_done, *(label.text() for label in labels)
        if key == self._fitted:  # otherwise the resize that follows from other type would start another search
            return
        self._fitted = key
        least = math.ceil(height * _LEGIBLE)
        title, body = fonts.title(), fonts.body()
        largest = body.pixelSize() if self._run.is_done else title.pixelSize()
        for size in range(largest, least - 1, -1):
            title.setPixelSize(size)
            body.setPixelSize(min(size, fonts.body().pixelSize()))
            for label in labels:
                font = title if label is self.question else body
                if label.font() != font:
                    label.setFont(font)
            for part in (*self.options, self._options):  # Qt updates the layouts around this one only later
                part.updateGeometry()
            if layout.totalHeightForWidth(self.width()) <= _SHARE * height:
                break

    def changeEvent(self, event: QEvent) -> None:
        """Qt: the language has changed."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self._show()
