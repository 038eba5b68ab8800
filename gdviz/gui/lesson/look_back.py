"""A look back: for each question of the lessons, what was expected and what happened."""

from __future__ import annotations

from collections.abc import Callable, Generator, Mapping
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import (
    QDialog,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from gdviz.engine.writing import short
from gdviz.frozen import frozen
from gdviz.gui.kernel.background import Background
from gdviz.gui.lesson import kept_progress
from gdviz.gui.lesson.lesson_panel import LessonText, Outcome
from gdviz.gui.lesson.lesson_run import Taken
from gdviz.gui.style import fonts
from gdviz.gui.style.translating import choose
from gdviz.gui.widgets.dialog_size import open_at
from gdviz.gui.widgets.segmented import SegmentedButtons
from gdviz.gui.widgets.steady_area import SteadyArea
from gdviz.guided.catalogue import guided, names
from gdviz.guided.guided_lesson import Choice, GuidedLesson, Number, Step
from gdviz.guided.judging import judged, right_of
from gdviz.guided.lesson_texts import Piece, filled, number_of, placeholders
from gdviz.guided.lines import LessonError
from gdviz.guided.situation import Recordings

MISSED, ALL = "missed", "all"


@frozen
class Recalled:
    """A question that was answered or skipped, in the language of the window.

    `expected` is what was answered first, and empty where it was skipped; `why` says what was wrong with it.
    """

    lesson: str
    title: str
    number: int
    """The number of its step, from 1."""
    question: tuple[Piece, ...]
    expected: tuple[Piece, ...]
    happened: tuple[Piece, ...]
    why: tuple[Piece, ...]
    missed: bool
    calculated: bool
    """Whether the answer is a number or a place, rather than what happens."""


def recalled(language: str) -> Generator[list[Recalled], None, None]:
    """Collect the questions of all lessons in the order of the course; yield those so far after each lesson.

    A lesson that can no longer be read or computed is left out, as are steps that it no longer has.
    """
    found: list[Recalled] = []
    kept = kept_progress.states()
    for place, name in enumerate(names(), 1):
        answers = kept[name].answers if name in kept else {}
        if answers:
            try:
                found = [*found, *_of_lesson(guided(name), place, answers, language)]
            except LessonError:
                continue
            yield found


def _of_lesson(
    lesson: GuidedLesson, place: int, answers: Mapping[str, Taken], language: str
) -> Generator[Recalled, None, None]:
    recordings, texts = Recordings(lesson.experiments), lesson.texts_in(language)

    def text(step: Step, heading: str) -> tuple[Piece, ...]:
        words = texts.steps[step.id].get(heading, "")
        return filled(words, {name: number_of(lesson, name, recordings) for name in placeholders(words)})

    for number, step in enumerate(lesson.steps, 1):
        taken, ask = answers.get(step.id), step.ask
        if taken is None or ask is None:
            continue
        given: tuple[Piece, ...] = ()
        answer = taken.answer if taken.first is None else taken.first
        if isinstance(ask, Choice):
            given, happened = text(step, str(answer)), text(step, ask.right)
        elif isinstance(ask, Number):
            right = right_of(lesson, ask, f"steps[{number - 1}]", lesson.beginning(number, recordings))
            happened = (Piece(", ".join(map(short, right))),)
        else:
            happened = text(step, "worked")
        if isinstance(answer, tuple):
            given = (Piece(", ".join(map(short, answer))),)
        missed, heading = kept_progress.is_missed(taken), taken.judgement.heading
        if isinstance(ask, Number) and taken.first is not None:
            heading = judged(ask, taken.first, lesson.beginning(number, recordings)).heading
        yield Recalled(
            lesson.name,
            f"{place}. {texts.title}",
            number,
            text(step, "ask"),
            given,
            happened,
            text(step, heading) if missed and answer is not None else (),
            missed,
            not isinstance(ask, Choice),
        )


class LookBack(QDialog):
    """Shows the questions; `askedAgain` carries a lesson and the number of the step whose question is wanted again."""

    askedAgain = Signal(str, int)

    def __init__(
        self, parent: QWidget | None = None, work: Callable[[str], Generator[list[Recalled], None, None]] = recalled
    ) -> None:
        """Show what `work` finds, which is done in the background."""
        super().__init__(parent)
        self.setObjectName("lookBackDialog")
        self.setWindowTitle(self.tr("Expected and happened"))
        self._found: list[Recalled] = []
        self.which = SegmentedButtons()
        for key in (MISSED, ALL):
            self.which.add(key, "", name=f"lookBack_{key}")
        self.which.chosen.connect(self._fill)
        self.none = QLabel()
        self.none.setObjectName("lookBackNone")
        self.none.setProperty("role", "note")
        self.none.setWordWrap(True)
        self.area = SteadyArea()
        self.area.setWidgetResizable(True)
        self.area.setFrameShape(QFrame.Shape.NoFrame)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        row = QHBoxLayout()
        row.addWidget(self.which)
        row.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 20, 20, 16)
        layout.setSpacing(12)
        layout.addLayout(row)
        layout.addWidget(self.none)
        layout.addWidget(self.area, 1)
        self.again_buttons: list[QPushButton] = []
        self._work = Background(self)
        self._work.progressed.connect(self._fill)
        self._work.done.connect(self._finish)
        self._is_complete = False
        self._work.start_work(work(choose({"en": "en", "ko": "ko"})))
        self._fill()
        open_at(self, 620, 640)

    def done(self, result: int) -> None:
        """Qt: the dialog is closed; stop the work."""
        self._work.stop()
        super().done(result)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Qt: the dialog is closed; stop the work."""
        self._work.stop()
        super().closeEvent(event)

    def _finish(self) -> None:
        """Show the final list: all questions, if none was missed."""
        self._is_complete = True
        if not any(one.missed for one in self._work.latest or ()):
            self.which.set_current(ALL)
        self._fill()

    def _fill(self) -> None:
        self._found = list(self._work.latest or ())
        missed = [one for one in self._found if one.missed]
        self.which.set_text(MISSED, self.tr("To look at again: {n}").format(n=len(missed)))
        self.which.set_text(ALL, self.tr("All: {n}").format(n=len(self._found)))
        shown = missed if self.which.current() == MISSED else self._found
        self.none.setText(
            self.tr("Looking for what you have answered…")
            if not self._is_complete and not self._found
            else self.tr("There is no question that you have missed.")
            if self._found
            else self.tr("You have answered no question yet.")
        )
        self.none.setVisible(not shown)
        sheet = QWidget()
        sheet.setProperty("scrolled", True)
        column = QVBoxLayout(sheet)
        column.setContentsMargins(0, 0, 8, 0)
        column.setSpacing(10)
        self.again_buttons = []
        title = ""
        for one in shown:
            if one.title != title:
                title = one.title
                head = QLabel(title)
                head.setFont(fonts.head())
                head.setProperty("role", "title")
                column.addWidget(head)
            column.addWidget(self._row(one))
        column.addStretch(1)
        self.area.setWidget(sheet)

    def _row(self, one: Recalled) -> QWidget:
        """A question with what was expected beside what happened."""
        row = QWidget()
        column = QVBoxLayout(row)
        column.setContentsMargins(0, 0, 0, 10)
        column.setSpacing(6)
        question = LessonText()
        question.show_pieces(one.question)
        column.addWidget(question)
        pair = QHBoxLayout()
        pair.setSpacing(8)
        for head, pieces in (
            (self.tr("You expected"), one.expected or (Piece(self.tr("Not answered.")),)),
            (self.tr("The answer") if one.calculated else self.tr("It happened"), one.happened),
        ):
            box = Outcome()
            box.head.setText(head)
            box.words.show_pieces(pieces)
            pair.addWidget(box, 1)
        column.addLayout(pair)
        why = LessonText()
        why.show_pieces(one.why)
        column.addWidget(why)
        if one.missed:
            again = QPushButton(self.tr("Ask me again"))
            again.setObjectName(f"askAgain_{one.lesson}_{one.number}")
            again.setAccessibleDescription(f"{one.title}, {one.number}")
            again.clicked.connect(partial(self._ask_again, one))
            self.again_buttons.append(again)
            line = QHBoxLayout()
            line.addWidget(again)
            line.addStretch(1)
            column.addLayout(line)
        return row

    def _ask_again(self, one: Recalled) -> None:
        self.accept()
        self.askedAgain.emit(one.lesson, one.number)
