"""The first door: the lessons, under headings, with how far one is."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from gdviz.gui.start.lesson_progress import LessonProgress
from gdviz.gui.start.start_buttons import ArrowKeys, GroupButton, LessonButton
from gdviz.gui.start.start_door import StartDoor
from gdviz.gui.style import fonts, scaling
from gdviz.gui.style.texts import choose
from gdviz.lessons import Lesson, catalogue

if TYPE_CHECKING:
    from gdviz.gui.style.theme import Theme

PARTS = ((1,), (2, 3), (4,), (5,), (6,))
"""The parts of the lecture under each heading."""


class LearnDoor(StartDoor):
    """The lesson to go on with, and all lessons in groups that fold. `lessonChosen` carries a Lesson."""

    lessonChosen = Signal(object)
    forgetRequested = Signal()

    def __init__(self, progress: LessonProgress, parent: QWidget | None = None) -> None:
        super().__init__("book", parent)
        self.setObjectName("learnDoor")
        self._progress = progress
        self.next = NextLesson()
        self.next.button.clicked.connect(lambda: self.lessonChosen.emit(self._next()))
        self.body.addWidget(self.next)
        self.body.addSpacing(scaling.px(8))
        self.groups: list[GroupButton] = []
        self.lessons: dict[str, LessonButton] = {}
        self._members = [[known for known in catalogue() if known.part in parts] for parts in PARTS]
        for place, members in enumerate(self._members):
            self._add_group(place, members)
        self.body.addStretch(1)
        self.forget_button = QPushButton()
        self.forget_button.setObjectName("forgetProgressButton")
        self.forget_button.setProperty("link", True)
        self.forget_button.clicked.connect(self.forgetRequested)
        row = QHBoxLayout()
        row.addWidget(self.forget_button)
        row.addStretch(1)
        self.body.addLayout(row)
        self._keys = ArrowKeys(self)
        self.retranslate()
        self._unfold(next(place for place, members in enumerate(self._members) if self._next() in members))

    def show_progress(self, progress: LessonProgress) -> None:
        """Show how far one is."""
        self._progress = progress
        self.retranslate()

    def _add_group(self, place: int, members: list[Lesson]) -> None:
        head = GroupButton()
        head.setObjectName(f"lessonGroup{place}")
        head.clicked.connect(partial(self._toggle, place))
        self.groups.append(head)
        self.body.addWidget(head)
        for known in members:
            button = LessonButton()
            button.setObjectName(f"start_{known.name}")
            button.clicked.connect(partial(self.lessonChosen.emit, known))
            button.hide()
            self.lessons[known.name] = button
            self.body.addWidget(button)

    def _toggle(self, place: int) -> None:
        self._unfold(place if self.groups[place].isChecked() else -1)

    def _unfold(self, place: int) -> None:
        """Show the lessons of one group, and fold the others."""
        for other, head in enumerate(self.groups):
            head.setChecked(other == place)
            for known in self._members[other]:
                self.lessons[known.name].setVisible(other == place)
        shown: list[QWidget] = []
        for head, members in zip(self.groups, self._members, strict=True):
            shown.append(head)
            shown += [self.lessons[known.name] for known in members] if head.isChecked() else []
        self._keys.take(shown)
        self.fit()

    def _next(self) -> Lesson:
        """The lesson to go on with: the last one, or the one after it where it is done; at first the first."""
        lessons = catalogue()
        place = next((i for i, known in enumerate(lessons) if known.name == self._progress.last), None)
        if place is None:
            return lessons[0]
        after = lessons[min(place + 1, len(lessons) - 1)]
        return after if self._progress.last in self._progress.done else lessons[place]

    # See StartDoor

    def retranslate(self) -> None:
        """See StartDoor."""
        progress, going_on = self._progress, self._next()
        count = self.tr("{n} lessons, in the order of the lecture").format(n=len(catalogue()))
        self.name(self.tr("Learn"), count)
        begun = bool(progress.last)
        number = catalogue().index(going_on) + 1
        head = self.tr("Start here") if not begun else self.tr("Go on with")
        button = self.tr("Begin") if not begun else self.tr("Continue")
        texts = (
            (self.tr("Gradient descent"), self.tr("gradient, rate, minimum")),
            (self.tr("Data and batches"), self.tr("sample, epoch, SGD")),
            (self.tr("Learning rate"), self.tr("loss curves, noise floor")),
            (self.tr("Schedules"), self.tr("step decay, cosine, warm-up")),
            (self.tr("Larger batches"), self.tr("linear scaling and its limits")),
        )
        group = next(place for place, members in enumerate(self._members) if going_on in members)
        self.next.show_lesson(head, f"{number}. {choose(going_on.title)}", texts[group][0], button)
        of = self.tr("{done} of {n} done")
        for head_button, members, (title, line) in zip(self.groups, self._members, texts, strict=True):
            states = [(known.name in progress.opened, known.name in progress.done) for known in members]
            done = sum(finished for _, finished in states)
            said = f"{line}. {of.format(done=done, n=len(members))}"
            head_button.show_group(title, line, f"{done} / {len(members)}", states, said)
        for number, known in enumerate(catalogue(), 1):
            opened, finished = known.name in progress.opened, known.name in progress.done
            said = self.tr("done") if finished else self.tr("opened") if opened else self.tr("not opened yet")
            self.lessons[known.name].show_lesson(f"{number}. {choose(known.title)}", opened, finished, said)
        self.forget_button.setText(self.tr("Forget my progress"))
        self.forget_button.setToolTip(
            self.tr("Which lessons were opened and finished is kept on this machine only, without names.")
        )
        self.forget_button.setVisible(progress != LessonProgress())
        self.fit()

    def take_theme(self, theme: Theme) -> None:
        """See StartDoor."""
        super().take_theme(theme)
        for button in (*self.groups, *self.lessons.values()):
            button.take_theme(theme)

    def tab_order(self) -> list[QWidget]:
        """See StartDoor."""
        return [self.next.button, *self.groups, *self.lessons.values(), self.forget_button]

    def fit_to(self, width: int) -> None:
        """See StartDoor."""
        for button in (*self.groups, *self.lessons.values()):
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
        """Show what to go on with."""
        for label, text in zip(self._labels, (head, title, words), strict=True):
            label.setText(text)
        self.button.setText(button)
        self.button.setAccessibleName(f"{button}: {title}")
