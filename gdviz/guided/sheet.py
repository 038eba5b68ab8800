"""The exercise sheet of a guided lesson: what is printed of each step that asks something, with answers or without."""

from __future__ import annotations

from gdviz.engine.writing import short
from gdviz.frozen import frozen
from gdviz.guided.conditions import SAME
from gdviz.guided.guided_lesson import Choice, GuidedLesson, Number, Open, Opening, Place, Step
from gdviz.guided.judging import right_numbers
from gdviz.guided.lesson_texts import Piece, filled, numbers_of, placeholders
from gdviz.guided.situation import Recordings, Situation
from gdviz.problems.problem import compiled

BLANK = "____"
"""What stands for a number that an earlier question has asked for, so that a student fills in their own."""
_LINES = 3
"""Lines to write on for an open question."""

Text = tuple[Piece, ...]


@frozen
class Option:
    """An option with a box before it; with the answers the right one is ticked."""

    text: Text
    ticked: bool = False


@frozen
class Field:
    """A line for a number, and what is written on it with the answers."""

    text: Text
    answer: str = ""


@frozen
class Question:
    """A step that asks something. `opening` is what its plot shows, `answers` the paragraphs below it, if any."""

    number: int
    text: Text
    opening: Opening
    options: tuple[Option, ...] = ()
    fields: tuple[Field, ...] = ()
    lines: int = 0
    """Lines to write on."""
    answers: tuple[Text, ...] = ()


@frozen
class Sheet:
    """All that is printed: `has_answers` says whether with the answers; `variant` is 0 for the lesson itself."""

    title: str
    line: str
    variant: int
    has_answers: bool
    questions: tuple[Question, ...]


def sheet_of(
    lesson: GuidedLesson,
    language: str,
    has_answers: bool = False,
    variant: int = 0,
    recordings: Recordings | None = None,
) -> Sheet:
    """The sheet of a lesson, of its own numbers or those of a variant; `recordings` are those of the lesson, if known.

    Raises ExperimentError for a variant that there is not, LessonError for a lesson that cannot be computed.
    """
    lesson = lesson.variant(variant)
    texts = lesson.texts_in(language)
    known = recordings if recordings is not None and not variant else Recordings(lesson.experiments)
    writer = _Writer(lesson, language, has_answers, known)
    questions = tuple(
        writer.question(number, step) for number, step in enumerate(lesson.steps, start=1) if step.ask is not None
    )
    return Sheet(texts.title, texts.line, variant, has_answers, questions)


class _Writer:
    """Fills the texts of the steps with the numbers of the lesson, and leaves blank those that are asked for."""

    def __init__(self, lesson: GuidedLesson, language: str, has_answers: bool, recordings: Recordings) -> None:
        self._lesson, self._texts, self._has_answers = lesson, lesson.texts_in(language), has_answers
        self._recordings = recordings
        self._numbers = numbers_of(lesson, self._recordings)
        self._right = right_numbers(lesson, self._recordings)

    def question(self, number: int, step: Step) -> Question:
        """What is printed of a step."""
        options: tuple[Option, ...] = ()
        fields: tuple[Field, ...] = ()
        answers: tuple[str, ...] = ()
        match step.ask:
            case Choice(names, right):
                ticks = self._has_answers
                options = tuple(Option(self._question_text(number, name), ticks and name == right) for name in names)
                answers = (f"why {right}", "explained")
            case Number(fields=names, tolerance=tolerance):
                right_ = [f"{short(found)}  (± {short(tolerance)})" for found in self._right[step.id]]
                written = right_ if self._has_answers else [""] * len(names)
                pairs = zip(names, written, strict=True)
                fields = tuple(Field(self._question_text(number, f"field {name}"), answer) for name, answer in pairs)
                answers = ("worked", "explained")
            case Place():
                names_ = compiled(step.experiment.problem).names
                fields = tuple(Field((Piece(f"{name} =", is_formula=True),)) for name in names_)
                answers = ("worked", "explained")
            case _:
                answers = ("explained",)
        below = [self._answer_text(step, heading) for heading in answers] if self._has_answers else []
        return Question(
            number=number,
            text=self._question_text(number, "ask"),
            opening=self._lesson.opening(number),
            options=options,
            fields=fields,
            lines=_LINES if isinstance(step.ask, Open) and not self._has_answers else 0,
            answers=tuple(text for text in below if text),
        )

    def _question_text(self, number: int, heading: str) -> Text:
        """A text of a question. On a sheet without the answers, numbers asked for so far are left blank."""
        text = self._texts.steps[self._lesson.steps[number - 1].id][heading]
        hidden = set() if self._has_answers else self._hidden(number)
        return filled(text, {name: BLANK if name in hidden else self._numbers[name] for name in placeholders(text)})

    def _answer_text(self, step: Step, heading: str) -> Text:
        """A text of an answer; empty where the step has none."""
        return filled(self._texts.steps[step.id].get(heading, ""), self._numbers)

    def _hidden(self, number: int) -> set[str]:
        """The values that are a right answer to question `number`, or to one before."""
        right = [found for step in self._lesson.steps[:number] for found in self._right.get(step.id, ())]
        begins = Situation.of(self._lesson.steps[0].experiment, self._recordings)
        found = {name: written.quantity.value(begins) for name, written in self._lesson.values.items()}
        return {name for name, value in found.items() if any(_is_same(value, answer) for answer in right)}


def _is_same(value: object, answer: float) -> bool:
    return isinstance(value, int | float) and abs(value - answer) <= SAME * abs(answer)
