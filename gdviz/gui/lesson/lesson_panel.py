"""The panel of a lesson: the progress, the question, what was expected and what happened, and one thing to do."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QKeySequence
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QSizePolicy,
    QTextEdit,
    QVBoxLayout,
    QWidget,
)

from gdviz.engine.writing import short
from gdviz.gui.lesson.lesson_keys import CHOICES, STEPS, LessonKeys
from gdviz.gui.lesson.lesson_run import LessonRun
from gdviz.gui.lesson.lesson_text import plain, rich
from gdviz.gui.style import fonts, scaling
from gdviz.gui.style.translating import text as in_language
from gdviz.gui.widgets.frame import SectionHead
from gdviz.gui.widgets.numbers import parse_number
from gdviz.gui.widgets.steady_area import SteadyArea
from gdviz.guided.guided_lesson import Choice, Number, Open, Place
from gdviz.guided.lesson_texts import Piece
from gdviz.messages import ExperimentError

if TYPE_CHECKING:
    from PySide6.QtGui import QAction

_ROW = 40
"""Pixels of the height of an option."""
_HOLD_MS = 4000
"""How long the panel shows why nothing plays, in milliseconds."""
PRESSES = (Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter)
"""The keys that press the focused button."""


class LessonText(QLabel):
    """A text with formulas, which wraps, and may be copied."""

    def __init__(self, role: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.RichText)
        self.setWordWrap(True)
        self.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        if role:
            self.setProperty("role", role)

    def show_pieces(self, pieces: Sequence[Piece]) -> None:
        """Show a text; without any it is hidden."""
        self.setVisible(bool(pieces))
        self.setText(rich(pieces))
        self.setAccessibleName(plain(pieces))


class OptionButton(QPushButton):
    """An option of a question, with the key that chooses it; its text wraps."""

    def __init__(self, key: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("option", True)
        self.setCheckable(True)
        row = QHBoxLayout(self)
        row.setContentsMargins(10, 6, 10, 6)
        row.setSpacing(10)
        self.digit = QLabel(f"{key}")
        self.digit.setProperty("role", "label")
        self.words = LessonText()
        self.words.setTextInteractionFlags(Qt.TextInteractionFlag.NoTextInteraction)
        for label in (self.digit, self.words):
            label.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        row.addWidget(self.digit)
        row.addWidget(self.words, 1)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def hasHeightForWidth(self) -> bool:
        """Qt: its text wraps."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Qt: as high as its text, but high enough to be easy to hit."""
        layout = self.layout()
        assert layout is not None
        return max(scaling.px(_ROW), layout.heightForWidth(width))

    def show_option(self, pieces: Sequence[Piece]) -> None:
        """Set the text of the option and its state."""
        self.words.show_pieces(pieces)
        self.setAccessibleName(f"{self.digit.text()}: {plain(pieces)}")


class NumberLine(QLineEdit):
    """A field for a number: a click into it selects what it holds, so that another number can be typed at once.

    Return does not move the focus; the lesson does.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("ownKeys", True)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Qt: handle Return here, so that it does not press the button that receives the focus next."""
        super().keyPressEvent(event)
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            event.accept()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Qt: select the content when a click gives the focus."""
        super().focusInEvent(event)
        if event.reason() == Qt.FocusReason.MouseFocusReason:
            QTimer.singleShot(0, self, self.selectAll)  # the click itself would clear the selection


class Outcome(QFrame):
    """A small box with a heading: what was expected, or what happened."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("outcome", True)
        self.head = SectionHead(wraps=True)
        self.words = LessonText()
        column = QVBoxLayout(self)
        column.setContentsMargins(10, 8, 10, 8)
        column.setSpacing(4)
        column.addWidget(self.head)
        column.addWidget(self.words)
        column.addStretch(1)


class LessonPanel(QWidget):
    """Shows a LessonRun; `leaveRequested` is emitted by its button, `finished` by Next in the last step."""

    leaveRequested = Signal()
    finished = Signal()

    def __init__(
        self, run: LessonRun, step_forward: QAction, play: QAction, rate: QWidget, parent: QWidget | None = None
    ) -> None:
        """Show `run`; the two actions are offered where a step asks to play, and `rate` where it asks for that."""
        super().__init__(parent)
        self.setObjectName("lessonPanel")
        self._run, self._rate = run, rate
        self._actions = step_forward, play
        self._entered_at = 0
        self._make()
        run.changed.connect(self._show)
        run.entered.connect(self._enter)
        run.held.connect(self._say_why_held)
        self._quiet = QTimer(self)
        self._quiet.setSingleShot(True)
        self._quiet.setInterval(_HOLD_MS)
        self._quiet.timeout.connect(self.held.hide)
        self.keys = LessonKeys(self, self._wants, self._take)
        """Digits choose an option, Page Down and Page Up are the steps, and the space bar and Return press a button."""
        self.keys.set_active(True)

    def release(self) -> None:
        """Leave the keys to the window."""
        self.keys.set_active(False)

    def _make(self) -> None:
        self.place = QLabel()
        self.place.setObjectName("lessonPlace")
        self.place.setProperty("role", "label")
        self.title = QLabel()
        self.title.setProperty("role", "title")
        self.title.setFont(fonts.title())
        self.title.setWordWrap(True)
        self.question = LessonText()
        self.question.setObjectName("lessonQuestion")
        self.answers = QWidget()
        self._answers = QVBoxLayout(self.answers)
        self._answers.setContentsMargins(0, 0, 0, 0)
        self._answers.setSpacing(6)
        self.options: list[OptionButton] = []
        self.fields: list[QLineEdit] = []
        self._labels: list[LessonText] = []
        self.check = QPushButton()
        self.check.setObjectName("lessonCheckButton")
        self.check.setProperty("primary", True)
        self.check.clicked.connect(self._answer)
        self.problem = QLabel()
        self.problem.setObjectName("lessonProblem")
        self.problem.setProperty("role", "problem")
        self.problem.setWordWrap(True)
        self.hint = LessonText()
        self.hint.setObjectName("lessonHint")
        self.held = QLabel()
        self.held.setObjectName("lessonHeld")
        self.held.setProperty("role", "accent")
        self.held.setWordWrap(True)
        self.expected, self.happened = Outcome(), Outcome()
        self.expected.setObjectName("lessonExpected")
        self.happened.setObjectName("lessonHappened")
        self.outcomes = QWidget()
        pair = QHBoxLayout(self.outcomes)
        pair.setContentsMargins(0, 0, 0, 0)
        pair.setSpacing(8)
        pair.addWidget(self.expected, 1)
        pair.addWidget(self.happened, 1)
        self.verdict = QLabel()
        self.verdict.setObjectName("lessonVerdict")
        self.verdict.setFont(fonts.strong())
        self.verdict.setWordWrap(True)
        self.why = LessonText()
        self.why.setObjectName("lessonWhy")
        self.todo = QFrame()
        self.todo.setObjectName("lessonTask")
        task = QVBoxLayout(self.todo)
        task.setContentsMargins(12, 10, 12, 10)
        task.setSpacing(8)
        self.act = LessonText()
        self.act.setObjectName("lessonAct")
        self.step_button, self.play_button = QPushButton(), QPushButton()
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        for button, action in zip((self.step_button, self.play_button), self._actions, strict=True):
            button.clicked.connect(action.trigger)
            buttons.addWidget(button, 1)
        task.addWidget(self.act)
        task.addLayout(buttons)
        task.addWidget(self._rate)
        self.noticed, self.explained = LessonText(), LessonText()
        self.noticed.setObjectName("lessonNoticed")
        self.noticed.setFont(fonts.strong())
        self.explained.setObjectName("lessonExplained")
        sheet = self.sheet = QWidget()
        sheet.setObjectName("lessonSheet")
        sheet.setProperty("scrolled", True)
        sheet.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._column = column = QVBoxLayout(sheet)
        column.setContentsMargins(14, 4, 14, 12)
        column.setSpacing(12)
        for widget in (self.question, self.answers, self.problem, self.held, self.outcomes, self.verdict, self.hint,
                       self.why, self.todo, self.noticed, self.explained):  # fmt: skip
            column.addWidget(widget)
        column.addStretch(1)
        self.area = SteadyArea()
        self.area.setWidgetResizable(True)
        self.area.setFrameShape(QFrame.Shape.NoFrame)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.area.setWidget(sheet)
        self.back_button, self.next_button = QPushButton(), QPushButton()
        self.back_button.setObjectName("lessonBackButton")
        self.next_button.setObjectName("lessonNextButton")
        self.leave_button = QPushButton()
        self.leave_button.setObjectName("lessonLeaveButton")
        self.leave_button.setProperty("link", True)
        self.back_button.clicked.connect(self._run.back)
        self.next_button.clicked.connect(self.go_on)
        self.leave_button.clicked.connect(self.leaveRequested)
        head = QVBoxLayout()
        head.setContentsMargins(14, 10, 14, 6)
        head.setSpacing(2)
        head.addWidget(self.place)
        head.addWidget(self.title)
        foot = QHBoxLayout()
        foot.setContentsMargins(14, 8, 14, 12)
        foot.setSpacing(8)
        foot.addWidget(self.leave_button)
        foot.addStretch(1)
        foot.addWidget(self.back_button)
        foot.addWidget(self.next_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(head)
        layout.addWidget(self.area, 1)
        layout.addLayout(foot)

    # what a person does

    def go_on(self) -> None:
        """Go on to the next step, or skip the question."""
        if not self._run.forward():
            self.finished.emit()

    def _answer(self) -> None:
        """Give the typed numbers, or the start of the run, as the answer."""
        ask = self._run.step.ask
        self.problem.hide()
        if isinstance(ask, Place):
            self._run.answer(self._run.place())
        elif isinstance(ask, Open):
            self._run.answer("")
        else:
            numbers = []
            for field in self.fields:
                try:
                    numbers.append(parse_number(field.text()))
                except ExperimentError as error:
                    self.problem.setText(in_language(error.reason))
                    self.problem.show()
                    field.setFocus()
                    field.selectAll()
                    return
            self._run.answer(tuple(numbers))
            if self._run.asks:
                self.fields[0].setFocus()
                self.fields[0].selectAll()

    def _choose(self, place: int) -> None:
        ask = self._run.step.ask
        if isinstance(ask, Choice) and self._run.asks and place < len(ask.options):
            self._run.answer(ask.options[place])

    def _wants(self, key: int) -> bool:
        """Whether the lesson takes this key now."""
        focus = QApplication.focusWidget()
        if key in STEPS:
            return not isinstance(focus, QTextEdit)  # they do nothing in a field of one line
        if isinstance(focus, QLineEdit | QTextEdit):
            return False
        if key in PRESSES:  # otherwise they would play the run
            return focus is self.sheet or (isinstance(focus, QAbstractButton) and self.isAncestorOf(focus))
        return key in CHOICES and isinstance(self._run.step.ask, Choice) and self._run.asks

    def _take(self, key: int) -> None:
        focus = QApplication.focusWidget()
        if key in PRESSES and isinstance(focus, QAbstractButton):
            focus.click()
        elif key in PRESSES:
            if self._run.is_done:
                self.next_button.setFocus(Qt.FocusReason.TabFocusReason)
        elif key in CHOICES:
            self._choose(CHOICES.index(Qt.Key(key)))
        elif key == Qt.Key.Key_PageDown:
            self.go_on()
        else:
            self._run.back()

    def _say_why_held(self) -> None:
        """Show for a while why nothing plays."""
        self.held.setText(self.tr("First the question: then the run goes on."))
        self.held.show()
        self._quiet.start()
        QTimer.singleShot(0, self, lambda: self.area.ensureWidgetVisible(self.held))

    # what is shown

    def _enter(self) -> None:
        """Show another step from its top, and set the focus where the step needs it."""
        self.held.hide()
        self.problem.hide()
        self._make_answers()
        self._show()
        self.area.verticalScrollBar().setValue(0)
        self.take_keyboard()

    def take_keyboard(self, after_act: bool = False) -> None:
        """Set the focus where the step needs it.

        While something is to be done, and right `after_act`, that is not the button to the next step: one press too
        many would turn the page unread.
        """
        run = self._run
        first = next((widget for widget in (*self.options, *self.fields) if not widget.isHidden()), None)
        if run.asks:
            wanted = first or self.check
        elif run.waits_for_playhead:
            wanted = self.step_button
        elif run.waits:
            wanted = self._rate if run.step.control == "rate" else self.sheet
        else:
            wanted = self.sheet if after_act else self.next_button
        wanted.setFocus(Qt.FocusReason.OtherFocusReason)

    def _make_answers(self) -> None:
        """Make the widgets with which the question of the step is answered."""
        while (item := self._answers.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None and widget is not self.check:
                widget.setObjectName("")  # the old widget is deleted later, when the new one already has its name
                widget.hide()
                widget.deleteLater()
        self.options, self.fields, self._labels = [], [], []
        ask = self._run.step.ask
        if isinstance(ask, Choice):
            for place in range(len(ask.options)):
                button = OptionButton(place + 1)
                button.setObjectName(f"lessonOption{place + 1}")
                button.clicked.connect(lambda _=False, place=place: self._choose(place))
                self.options.append(button)
                self._answers.addWidget(button)
        elif isinstance(ask, Number):
            for name in ask.fields:
                label, field = LessonText("label"), NumberLine()
                field.setObjectName(f"lessonField_{name}")
                field.returnPressed.connect(self._on_return)
                label.setBuddy(field)
                self._labels.append(label)
                self.fields.append(field)
                self._answers.addWidget(label)
                self._answers.addWidget(field)
        self._answers.addWidget(self.check)

    def _on_return(self) -> None:
        """Go to the next empty field, or check."""
        empty = next((field for field in self.fields if not field.text().strip()), None)
        if empty is None:
            self._answer()
        else:
            empty.setFocus()

    def _show(self) -> None:
        run = self._run
        now, asks = run.now, run.asks
        steps = len(run.lesson.steps)
        had_keyboard = self._has_keyboard()  # before the focused part is hidden
        self.place.setText(self.tr("Part {k} of {n}").format(k=run.number, n=steps))
        self.title.setText(run.texts.title)
        self.question.show_pieces(run.text("ask"))
        self._show_answers()
        self.hint.show_pieces(run.text(now.judgement.heading) if asks and now.misses else ())
        if run.trouble:
            self.problem.setText(run.trouble)
            self.problem.show()
        if not asks:
            self.held.hide()
        self._show_outcome()
        self.todo.setVisible(run.waits)
        self.act.show_pieces(run.text("act"))
        for button in (self.step_button, self.play_button):
            button.setVisible(run.waits_for_playhead)
        self._rate.setVisible(run.waits and run.step.control == "rate")
        self.noticed.show_pieces(run.text("noticed") if run.is_done and run.step.until is not None else ())
        self.explained.show_pieces(run.text("explained") if run.is_done else ())
        self.back_button.setEnabled(run.number > 1)
        self._name_buttons()
        primary = run.is_done
        if self.next_button.property("primary") != primary:
            self.next_button.setProperty("primary", primary)
            self.next_button.style().unpolish(self.next_button)
            self.next_button.style().polish(self.next_button)
        if had_keyboard and not self._has_keyboard():
            self.take_keyboard(after_act=run.is_done and run.step.until is not None)

    def _has_keyboard(self) -> bool:
        """Whether a part of the lesson has the focus."""
        focus = QApplication.focusWidget()
        return focus is not None and self.isAncestorOf(focus)

    def _show_answers(self) -> None:
        run = self._run
        ask, now, asks = run.step.ask, run.now, run.asks
        self.answers.setVisible(asks)
        if isinstance(ask, Choice):
            for option, button in zip(ask.options, self.options, strict=True):
                button.show_option(run.text(option))
        elif isinstance(ask, Number):
            for name, label, field in zip(ask.fields, self._labels, self.fields, strict=True):
                label.show_pieces(run.text(f"field {name}"))
                field.setAccessibleName(plain(run.text(f"field {name}")))
        self.check.setVisible(ask is not None and not isinstance(ask, Choice))
        words = {Place: self.tr("This is my place"), Open: self.tr("I have an answer")}
        self.check.setText(words.get(type(ask), self.tr("Check") if not now.misses else self.tr("Check again")))

    def _show_outcome(self) -> None:
        """Show what was expected beside what happened, once that is no longer hidden."""
        run = self._run
        ask, now = run.step.ask, run.now
        answered = now.answer is not None
        fixed = isinstance(ask, Choice)
        self.outcomes.setVisible(answered and isinstance(ask, Choice | Number))
        happens = now.settled and (run.is_done or not fixed)
        self.happened.setVisible(happens)
        if isinstance(ask, Choice):
            self.expected.words.show_pieces(run.text(str(now.answer)) if answered else ())
            self.happened.words.show_pieces(run.text(ask.right) if happens else ())
        elif isinstance(ask, Number):
            given = now.answer if isinstance(now.answer, tuple) else ()
            self.expected.words.show_pieces((Piece(", ".join(map(short, given))),))
            self.happened.words.show_pieces((Piece(", ".join(run.right_numbers())),) if happens else ())
        right = now.judgement.right
        said = ""
        if happens and now.skipped and not isinstance(ask, Open):
            said = self.tr("Not answered.")
        elif happens and right is not None:
            said = self.tr("As you expected.") if right else self.tr("Not as you expected.")
            if isinstance(ask, Number | Place):
                said = self.tr("Right.") if right else self.tr("Not quite. This is how it goes:")
        if run.asks and now.misses:
            said = self.tr("Not yet.")
        self.verdict.setVisible(bool(said))
        self.verdict.setText(said)
        heading = ""
        if happens and isinstance(ask, Choice):
            heading = now.judgement.heading if answered else ""
        elif happens and isinstance(ask, Number | Place) and not right:
            heading = "worked"
        self.why.show_pieces(run.text(heading) if heading else ())

    def _name_buttons(self) -> None:
        run = self._run
        choice = isinstance(run.step.ask, Choice)
        self.expected.head.setText(self.tr("You expected") if choice else self.tr("Your answer"))
        happens = run.step.until is not None and choice
        self.happened.head.setText(self.tr("It happened") if happens else self.tr("The answer"))
        self.back_button.setText(self.tr("Back"))
        last = run.is_last and not run.asks
        self.next_button.setText(self.tr("Skip") if run.asks else self.tr("Finish") if last else self.tr("Next"))
        for button, key in ((self.back_button, Qt.Key.Key_PageUp), (self.next_button, Qt.Key.Key_PageDown)):
            button.setToolTip(QKeySequence(key).toString(QKeySequence.SequenceFormat.NativeText))
        self.leave_button.setText(self.tr("Leave"))
        self.leave_button.setToolTip(self.tr("Leave the lesson; the experiment stays as it is"))
        self.step_button.setText(self.tr("One step →"))
        self.play_button.setText(self.tr("Play"))

    def changeEvent(self, event: QEvent) -> None:
        """Qt: the language has changed."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            QTimer.singleShot(0, self, self._show)
