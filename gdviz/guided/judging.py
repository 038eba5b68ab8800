"""Judges what was answered to the question of a step."""

from __future__ import annotations

from gdviz.frozen import frozen
from gdviz.guided.conditions import Quantity
from gdviz.guided.guided_lesson import Ask, Choice, GuidedLesson, Mistake, Number, Place
from gdviz.guided.situation import Answer, Recordings, Situation
from gdviz.messages import message


@frozen
class Judgement:
    """Whether an answer is right; None where it is not judged. `heading` is that of the text that says why, or helps.

    The text of a right answer may be missing: then `explained` says it all.
    """

    right: bool | None
    heading: str = ""


def judged(ask: Ask, answer: Answer, situation: Situation) -> Judgement:
    """Judge an answer. The answer to a question for a place is the start in the experiment of the situation."""
    match ask:
        case Choice(right=right):
            return Judgement(answer == right, f"why {answer}")
        case Number():
            if are_near(ask.right, answer, ask.tolerance, situation):
                return Judgement(True)
            near = (one for one in ask.mistakes if are_near(one.values, answer, ask.tolerance, situation))
            return _missed(next(near, None))
        case Place():
            if ask.right.holds(situation):
                return Judgement(True)
            there = (one for one in ask.mistakes if one.where is not None and one.where.holds(situation))
            return _missed(next(there, None))
        case _:
            return Judgement(None)


def right_numbers(lesson: GuidedLesson, recordings: Recordings) -> dict[str, tuple[float, ...]]:
    """The right answer to each question for numbers, by the id of its step.

    Raises LessonError for a number that the records do not have.
    """
    return {
        step.id: right_of(lesson, step.ask, f"steps[{place - 1}]", lesson.beginning(place, recordings))
        for place, step in enumerate(lesson.steps, start=1)
        if isinstance(step.ask, Number)
    }


def right_of(lesson: GuidedLesson, ask: Number, path: str, begins: Situation) -> tuple[float, ...]:
    """The right numbers of the step at a path, in the situation that it begins with. Raises LessonError, see above."""
    values = [quantity.value(begins) for quantity in ask.right]
    numbers = tuple(float(value) for value in values if isinstance(value, int | float))
    if len(numbers) < len(values):
        raise lesson.wrong(f"{path}.ask.right", message("the records have no such number"))
    return numbers


def are_near(wanted: tuple[Quantity, ...], answer: Answer, tolerance: float, situation: Situation) -> bool:
    """Whether each number of an answer is that of its quantity, within a tolerance."""
    if isinstance(answer, str) or len(answer) != len(wanted):
        return False
    numbers = [quantity.value(situation) for quantity in wanted]
    return all(
        isinstance(number, int | float) and abs(number - given) <= tolerance
        for number, given in zip(numbers, answer, strict=True)
    )


def _missed(mistake: Mistake | None) -> Judgement:
    return Judgement(False, "hint" if mistake is None else f"hint {mistake.hint}")
