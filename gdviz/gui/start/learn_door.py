"""The first section of the start page: the lessons under headings, each with its progress."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from gdviz.frozen import frozen
from gdviz.gui.start.lesson_progress import LessonProgress
from gdviz.gui.start.start_buttons import ArrowKeys, GroupButton, LessonButton
from gdviz.gui.start.start_door import StartDoor
from gdviz.gui.style import fonts, scaling
from gdviz.gui.style.translating import choose, translate
from gdviz.lessons import HEADINGS, Lesson, catalogue

if TYPE_CHECKING:
    from gdviz.gui.style.theme import Theme


@frozen
class Offered:
    """A guided lesson on offer: its title by language, and the progress in it.

    `answered` counts the questions that were answered, `missed` those of them that were missed.
    """

    name: str
    title: Mapping[str, str]
    opened: bool = False
    done: bool = False
    answered: int = 0
    missed: int = 0


class LearnDoor(StartDoor):
    """The lesson to go on with, and all lessons in groups that fold: first the guided ones, then the figures.

    `lessonChosen` carries a Lesson, `guidedChosen` the name of a guided one.
    """

    lessonChosen = Signal(object)
    guidedChosen = Signal(str)
    forgetRequested = Signal()
    lookBackRequested = Signal()

    def __init__(self, progress: LessonProgress, course: Sequence[Offered] = (), parent: QWidget | None = None) -> None:
        super().__init__("book", parent)
        self.setObjectName("learnDoor")
        self._progress, self._course = progress, tuple(course)
        self.next = NextLesson()
        self.next.button.clicked.connect(self._go_on)
        self.body.addWidget(self.next)
        self.body.addSpacing(scaling.px(8))
        self.groups: list[GroupButton] = []
        self._buttons: list[list[LessonButton]] = []
        """The lessons of each group."""
        self.lessons: dict[str, LessonButton] = {}
        self.guided: dict[str, LessonButton] = {}
        self._members: list[list[Lesson]] = [[] for _ in HEADINGS]
        for known in catalogue():
            self._members[sum(first <= known.part for first in HEADINGS) - 1].append(known)
        if self._course:
            self._add_head()
            for one in self._course:
                self.guided[one.name] = self._add_button(f"start_guided_{one.name}")
                self.guided[one.name].clicked.connect(partial(self.guidedChosen.emit, one.name))
        for members in self._members:
            self._add_head()
            for known in members:
                self.lessons[known.name] = self._add_button(f"start_{known.name}")
                self.lessons[known.name].clicked.connect(partial(self.lessonChosen.emit, known))
        self.body.addStretch(1)
        self.look_back_button, self.forget_button = QPushButton(), QPushButton()
        for button, name, wanted in (
            (self.look_back_button, "lookBackButton", self.lookBackRequested),
            (self.forget_button, "forgetProgressButton", self.forgetRequested),
        ):
            button.setObjectName(name)
            button.setProperty("link", True)
            button.clicked.connect(wanted)
            row = QHBoxLayout()
            row.addWidget(button)
            row.addStretch(1)
            self.body.addLayout(row)
        self._keys = ArrowKeys(self)
        self.retranslate()
        going_on = self._next()
        button = self.guided[going_on.name] if isinstance(going_on, Offered) else self.lessons[going_on.name]
        self._unfold(next(place for place, buttons in enumerate(self._buttons) if button in buttons))

    def show_progress(self, progress: LessonProgress, course: Sequence[Offered] = ()) -> None:
        """Show this progress."""
        self._progress, self._course = progress, tuple(course)
        self.retranslate()

    def _add_head(self) -> None:
        head, place = GroupButton(), len(self.groups)
        head.setObjectName(f"lessonGroup{place}")
        head.clicked.connect(partial(self._toggle, place))
        self.groups.append(head)
        self._buttons.append([])
        self.body.addWidget(head)

    def _add_button(self, name: str) -> LessonButton:
        button = LessonButton()
        button.setObjectName(name)
        button.hide()
        self._buttons[-1].append(button)
        self.body.addWidget(button)
        return button

    def _toggle(self, place: int) -> None:
        self._unfold(place if self.groups[place].isChecked() else -1)

    def _unfold(self, place: int) -> None:
        """Unfold one group of lessons, and fold the others."""
        shown: list[QWidget] = []
        for other, (head, buttons) in enumerate(zip(self.groups, self._buttons, strict=True)):
            head.setChecked(other == place)
            for button in buttons:
                button.setVisible(other == place)
            shown += [head, *buttons] if other == place else [head]
        self._keys.take(shown)
        self.fit()

    def _go_on(self) -> None:
        going_on = self._next()
        if isinstance(going_on, Offered):
            self.guidedChosen.emit(going_on.name)
        else:
            self.lessonChosen.emit(going_on)

    def _next(self) -> Lesson | Offered:
        """Return the lesson to go on with.

        In the course, it is the lesson that is begun, otherwise the one after the last lesson that is done, otherwise
        the first that is not done. If only figures were opened so far, it is the last opened figure, or the next one
        if that is done.
        """
        lessons = catalogue()
        place = next((i for i, known in enumerate(lessons) if known.name == self._progress.last), None)
        if self._course and (place is None or any(one.opened for one in self._course)):
            begun = next((one for one in self._course if one.opened and not one.done), None)
            last = max((place for place, one in enumerate(self._course) if one.done), default=-1)
            in_order = (*self._course[last + 1 :], *self._course)
            return begun or next((one for one in in_order if not one.done), self._course[0])
        if place is None:
            return lessons[0]
        after = lessons[min(place + 1, len(lessons) - 1)]
        return after if self._progress.last in self._progress.done else lessons[place]

    # See StartDoor

    def retranslate(self) -> None:
        """See StartDoor."""
        progress, going_on = self._progress, self._next()
        figures = catalogue()
        self.name(self.tr("Learn"), self.tr("{n} lessons, in the order of the lecture").format(
            n=len(self._course) or len(figures)))  # fmt: skip
        begun = going_on.opened if isinstance(going_on, Offered) else bool(progress.last)
        head = self.tr("Start here") if not begun else self.tr("Go on with")
        button = self.tr("Begin") if not begun else self.tr("Continue")
        if any(one.done for one in self._course):
            head = self.tr("Go on with")
        titles = [translate(heading) for heading in HEADINGS.values()]
        lines = [
            self.tr("gradient, rate, minimum"),
            self.tr("sample, epoch, SGD"),
            self.tr("loss curves, noise floor"),
            self.tr("step decay, cosine, warm-up"),
            self.tr("linear scaling and its limits"),
        ]
        states = [[(known.name in progress.opened, known.name in progress.done) for known in members]
                  for members in self._members]  # fmt: skip
        if self._course:
            titles = [self.tr("Step by step, with questions"), *(f"{self.tr('Figures')}: {each}" for each in titles)]
            lines = [self.tr("guess, try, see why"), *lines]
            states = [[(one.opened, one.done) for one in self._course], *states]
        if isinstance(going_on, Offered):
            number = self._course.index(going_on) + 1
            self.next.show_lesson(head, f"{number}. {choose(going_on.title)}", titles[0], button)
        else:
            place = next(i for i, members in enumerate(self._members) if going_on in members) + bool(self._course)
            number = figures.index(going_on) + 1
            self.next.show_lesson(head, f"{number}. {choose(going_on.title)}", titles[place], button)
        of = self.tr("{done} of {n} done")
        for head_button, own, title, line in zip(self.groups, states, titles, lines, strict=True):
            done = sum(finished for _, finished in own)
            said = f"{line}. {of.format(done=done, n=len(own))}"
            head_button.show_group(title, line, f"{done} / {len(own)}", own, said)
        for number, one in enumerate(self._course, 1):
            title = f"{number}. {choose(one.title)}"
            self.guided[one.name].show_lesson(title, one.opened, one.done, self._said(one.opened, one.done))
        for number, known in enumerate(figures, 1):
            opened, finished = known.name in progress.opened, known.name in progress.done
            title = f"{number}. {choose(known.title)}"
            self.lessons[known.name].show_lesson(title, opened, finished, self._said(opened, finished))
        missed = sum(one.missed for one in self._course)
        self.look_back_button.setText(
            self.tr("To look at again: {n}").format(n=missed) if missed else self.tr("Expected and happened")
        )
        self.look_back_button.setToolTip(
            self.tr("What you expected of each question of the lessons, and what happened")
        )
        self.look_back_button.setVisible(any(one.answered for one in self._course))
        self.forget_button.setText(self.tr("Forget my progress"))
        self.forget_button.setToolTip(
            self.tr("Which lessons were opened and finished is kept on this machine only, without names.")
        )
        self.forget_button.setVisible(progress != LessonProgress() or any(one.opened for one in self._course))
        self.fit()

    def _said(self, opened: bool, done: bool) -> str:
        """The state of a lesson in words, for a screen reader."""
        return self.tr("done") if done else self.tr("opened") if opened else self.tr("not opened yet")

    def take_theme(self, theme: Theme) -> None:
        """See StartDoor."""
        super().take_theme(theme)
        for button in (*self.groups, *self.guided.values(), *self.lessons.values()):
            button.take_theme(theme)

    def tab_order(self) -> list[QWidget]:
        """See StartDoor."""
        return [
            self.next.button, *self.groups, *self.guided.values(), *self.lessons.values(), self.look_back_button,
            self.forget_button,
        ]  # fmt: skip

    def fit_to(self, width: int) -> None:
        """See StartDoor."""
        for button in (*self.groups, *self.guided.values(), *self.lessons.values()):
            button.fit(width)


class NextLesson(QFrame):
    """The lesson to go on with, framed in the accent colour."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("nextLesson")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(*[scaling.px(14)] * 4)
        layout.setSpacing(scaling.px(4))
        row, words = QHBoxLayout(), QVBoxLayout()
        row.setSpacing(scaling.px(12))
        words.setSpacing(scaling.px(2))
        self._labels = [QLabel() for _ in range(3)]
        for label, font in zip(self._labels, (fonts.head(), fonts.title(), fonts.body()), strict=True):
            label.setFont(font)
            label.setWordWrap(True)
        head, *others = self._labels
        layout.addWidget(head)
        for label in others:
            words.addWidget(label)
        row.addLayout(words, 1)
        self._labels[0].setProperty("role", "accent")
        self._labels[2].setProperty("role", "label")
        self.button = QPushButton()
        self.button.setObjectName("nextLessonButton")
        self.button.setProperty("primary", True)
        row.addWidget(self.button, 0, Qt.AlignmentFlag.AlignBottom)
        layout.addLayout(row)

    def show_lesson(self, head: str, title: str, words: str, button: str) -> None:
        """Show the lesson to go on with."""
        for label, text in zip(self._labels, (head, title, words), strict=True):
            label.setText(text)
        self.button.setText(button)
        self.button.setAccessibleName(f"{button}: {title}")
