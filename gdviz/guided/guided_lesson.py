"""A guided lesson as frozen values: its steps, with what they set, ask, wait for and claim."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from typing import Any

from gdviz.experiment import Experiment
from gdviz.frozen import frozen
from gdviz.guided.conditions import Condition, Quantity
from gdviz.guided.lines import LessonError, line_of
from gdviz.guided.situation import Recordings, Situation
from gdviz.messages import ExperimentError, Message, message
from gdviz.texts import LANGUAGES
from gdviz.view_state import ViewState

FILE = "lesson.json"
CONTROLS = ("rate",)


@frozen
class Mistake:
    """A wrong answer that is known: the numbers of the fields, or where the start lies; and the name of its hint."""

    hint: str
    values: tuple[Quantity, ...] = ()
    where: Condition | None = None


@frozen
class Choice:
    """One of several options is right."""

    options: tuple[str, ...]
    right: str


@frozen
class Number:
    """A number for each field; right within `tolerance`. It may be tried again."""

    fields: tuple[str, ...]
    right: tuple[Quantity, ...]
    tolerance: float
    mistakes: tuple[Mistake, ...] = ()


@frozen
class Place:
    """A start for which the condition holds. It may be tried again."""

    right: Condition
    mistakes: tuple[Mistake, ...] = ()


@frozen
class Open:
    """A question that is not judged: for the class, and for the sheet."""


Ask = Choice | Number | Place | Open


@frozen
class Shown:
    """What a step shows: fields of the view's state by their names, and the playhead, as far as it names them."""

    fields: Mapping[str, Any]
    playhead: int | None = None


@frozen
class Written:
    """A number that the texts write: a quantity, in `digits` significant digits."""

    quantity: Quantity
    digits: int


@frozen
class Step:
    """A step: it sets, asks, has the person act, and says what was noticed, and why.

    `experiment` is the one that it begins with, after the edits of all steps so far; `opens` whether the step brings
    it, rather than going on with the one before. `until` is what is waited for, and `then` what is shown from then on.
    """

    id: str
    experiment: Experiment
    opens: bool
    edits: Mapping[str, Any]
    shown: Shown
    ask: Ask | None
    until: Condition | None
    then: Shown
    claims: tuple[Condition, ...]
    plays: bool = False
    """Whether `until` reads the playhead, so that the person has to play."""
    asked: Shown = field(default_factory=lambda: Shown({}))
    """What is shown in place of `shown` while the question waits."""
    control: str = ""
    """The control, one of CONTROLS, that is repeated beside the text of what to do; empty for none."""


@frozen
class Texts:
    """The texts of a lesson in one language: `steps` maps the id of a step to its texts by their headings."""

    title: str
    line: str
    steps: Mapping[str, Mapping[str, str]]


@frozen
class Opening:
    """What a step begins with: its experiment, how it is shown, and the playhead in updates."""

    experiment: Experiment
    state: ViewState
    playhead: int


@frozen(eq=False)
class GuidedLesson:
    """A lesson as its folder holds it."""

    name: str
    needs: tuple[str, ...]
    minutes: int
    values: Mapping[str, Written]
    steps: tuple[Step, ...]
    texts: Mapping[str, Texts]
    experiments: Mapping[str, Experiment]
    lines: Mapping[str, int]
    """The line of each value of its file, by path."""
    variants: tuple[GuidedLesson, ...] = ()
    """The same lesson with other numbers: variant 1, 2, .."""

    def variant(self, number: int) -> GuidedLesson:
        """The lesson with the numbers of a variant; with 0 the lesson itself.

        Raises ExperimentError for a variant that there is not.
        """
        if not self.variants and number:
            raise ExperimentError("variant", message("the lesson {name} has no variants", name=self.name))
        if not 0 <= number <= len(self.variants):
            text = f"[0, {len(self.variants)}]"
            raise ExperimentError("variant", message("must be in {range}, got {got}", range=text, got=number))
        return self.variants[number - 1] if number else self

    def texts_in(self, language: str) -> Texts:
        """Its texts in a language, or in the other where they are missing."""
        return self.texts.get(language) or next(iter(self.texts.values()))

    @property
    def notes(self) -> tuple[Message, ...]:
        """Notes on what is missing and not necessary."""
        absent = [language for language in LANGUAGES if language not in self.texts]
        return tuple(message("{file} is missing: the other language is shown", file=f"{code}.md") for code in absent)

    def opening(self, number: int) -> Opening:
        """What step `number`, from 1, begins with, where a person has changed nothing so far."""
        state, playhead = ViewState(), 0
        for step in self.steps[:number]:
            state = state.opened(step.experiment.view) if step.opens else state
            for shown in (step.shown, step.then) if step is not self.steps[number - 1] else (step.shown,):
                state = state.changed(**shown.fields)
                playhead = playhead if shown.playhead is None else shown.playhead
        return Opening(self.steps[number - 1].experiment, state, playhead)

    def beginning(self, number: int, recordings: Recordings) -> Situation:
        """The situation of the opening of step `number`, computed to its end, with all questions before it answered."""
        opening = self.opening(number)
        answered = {step.id: "" for step in self.steps[: number - 1] if step.ask is not None}
        return Situation.of(opening.experiment, recordings, opening.state, opening.playhead, answered)

    def wrong(self, path: str, reason: Message) -> LessonError:
        """The error for something that is wrong at a path of its file."""
        return LessonError.at(FILE, line_of(path, self.lines), path, reason)
