"""Checks a guided lesson by running it: what it waits for is not there yet, and what it claims is true."""

from __future__ import annotations

from gdviz.guided.guided_lesson import FILE, GuidedLesson, Number, Place, Step
from gdviz.guided.judging import are_near, right_numbers, right_of
from gdviz.guided.lesson_texts import numbers_of
from gdviz.guided.lines import LessonError, line_of
from gdviz.guided.situation import Recordings, Situation
from gdviz.messages import ExperimentError, Message, message


def check(lesson: GuidedLesson) -> list[Message]:
    """Run a lesson; return a message for each claim that does not hold: where it is written, and what was compared.

    Raises LessonError for a lesson that cannot be run: an experiment that fails, a value or claim that its records do
    not decide, a step that waits for what already holds when it begins, a mistake that is the right answer; and for a
    variant that cannot be run, or whose right numbers are those of the lesson.
    """
    recordings = Recordings(lesson.experiments)
    numbers_of(lesson, recordings)
    failing = []
    for number, step in enumerate(lesson.steps, start=1):
        path = f"steps[{number - 1}]"
        begins = lesson.beginning(number, recordings)
        _require_sound(lesson, step, path, begins)
        for i, claim in enumerate(step.claims):
            at = f"{path}.claims[{i}]"
            try:
                held = claim.holds(begins)
            except ExperimentError as error:  # many seeds that cannot be computed together
                raise lesson.wrong(at, error.reason) from None
            if held is None:
                raise lesson.wrong(at, message("the records do not say: {found}", found=claim.found(begins)))
            if not held:
                place = f"{FILE}:{line_of(at, lesson.lines)}: {step.id}: claims[{i}]"
                failing.append(message("{place}: does not hold: {found}", place=place, found=claim.found(begins)))
    for number, variant in enumerate(lesson.variants, start=1):
        _require_variant(lesson, variant, number, recordings)
    return failing


def _require_variant(lesson: GuidedLesson, variant: GuidedLesson, number: int, recordings: Recordings) -> None:
    own = Recordings(variant.experiments)
    try:
        numbers_of(variant, own)
        for place, step in enumerate(variant.steps, start=1):
            _require_sound(variant, step, f"steps[{place - 1}]", variant.beginning(place, own))
    except LessonError as error:
        what = message("in variant {number}: {why}", number=number, why=error.reason)
        raise LessonError(error.path, what) from None
    if right_numbers(variant, own) == right_numbers(lesson, recordings):
        what = message("its right answers are those of the lesson: it has to change a number that is asked for")
        raise lesson.wrong(f"variants[{number - 1}]", what)


def _require_sound(lesson: GuidedLesson, step: Step, path: str, begins: Situation) -> None:
    for i, record in enumerate(begins.recordings.of(step.experiment)):
        if record.finish == "failed":
            raise lesson.wrong(f"{path}.set", message("the run {number} fails: {why}", number=i, why=record.failure))
    if step.until is not None and step.until.holds(begins):
        found = step.until.found(begins)
        raise lesson.wrong(f"{path}.until", message("holds already when the step begins: {found}", found=found))
    if isinstance(step.ask, Place) and step.ask.right.holds(begins):
        found = step.ask.right.found(begins)
        raise lesson.wrong(f"{path}.ask.right", message("holds already when the step begins: {found}", found=found))
    if isinstance(step.ask, Number):
        numbers = right_of(lesson, step.ask, path, begins)
        for i, mistake in enumerate(step.ask.mistakes):
            at = f"{path}.ask.mistakes[{i}]"
            if not all(isinstance(quantity.value(begins), int | float) for quantity in mistake.values):
                raise lesson.wrong(at, message("the records have no such number"))
            if are_near(mistake.values, numbers, step.ask.tolerance, begins):
                raise lesson.wrong(at, message("is the right answer"))
