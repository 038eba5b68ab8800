"""Stores the progress in each guided lesson and the answers given: on this machine only, without names."""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping
from dataclasses import field
from pathlib import Path
from typing import Any

from gdviz.frozen import frozen
from gdviz.gui.lesson.lesson_run import Taken
from gdviz.guided.guided_lesson import Choice, GuidedLesson, Number, Place
from gdviz.guided.judging import Judgement
from gdviz.paths import user_folder, write_whole

log = logging.getLogger(__name__)


@frozen
class Kept:
    """The stored progress of a lesson: the step at which it was left, from 1, its steps, and whether it was finished.

    `answers` holds the last answer to each question, even after the lesson was started again.
    """

    step: int = 1
    taken: Mapping[str, Taken] = field(default_factory=dict)
    done: bool = False
    answers: Mapping[str, Taken] = field(default_factory=dict)

    @property
    def missed(self) -> list[str]:
        """The ids of the steps whose question was missed the last time it was asked."""
        return [id_ for id_, one in self.answers.items() if is_missed(one)]


def is_missed(taken: Taken) -> bool:
    """Whether a question was skipped, answered wrongly, or not at the first try."""
    return taken.skipped or taken.judgement.right is False or taken.misses > 0


def load(lesson: GuidedLesson) -> Kept:
    """Read the stored progress of a lesson; steps that it no longer has, and invalid values, are ignored."""
    data = _all().get(lesson.name)
    if not isinstance(data, dict):
        return Kept()
    steps, place = [step.id for step in lesson.steps], data.get("step")
    taken, answers = (
        {id_: one for id_, one in _each(data.get(key)).items() if id_ in steps} for key in ("taken", "answers")
    )
    return Kept(steps.index(place) + 1 if place in steps else 1, taken, data.get("done") is True, answers)


def keep(lesson: GuidedLesson, number: int, taken: Mapping[str, Taken]) -> None:
    """Store the progress in a lesson."""
    _write(lesson, lesson.steps[number - 1].id, taken, taken)


def finish(lesson: GuidedLesson, taken: Mapping[str, Taken]) -> None:
    """Record that a lesson was finished: the next time it starts at its first step."""
    _write(lesson, lesson.steps[0].id, {}, taken, done=True)


def states() -> dict[str, Kept]:
    """Read the stored progress of all lessons that were begun, by name, without the step at which each was left."""
    return {
        name: Kept(1, _each(one.get("taken")), one.get("done") is True, _each(one.get("answers")))
        for name, one in _all().items()
        if isinstance(one, dict)
    }


def forget() -> None:
    """Delete the stored progress."""
    try:
        _file().unlink(missing_ok=True)
    except OSError as error:
        log.warning("progress of the guided lessons: %s", error)


def _write(
    lesson: GuidedLesson, step: str, taken: Mapping[str, Taken], answered: Mapping[str, Taken], done: bool = False
) -> None:
    """Write the progress; of the `answered` steps, store those whose question has a right answer."""
    everything = _all()
    before = everything.get(lesson.name)
    entry = dict(before) if isinstance(before, dict) else {}
    judged = {one.id for one in lesson.steps if isinstance(one.ask, Choice | Number | Place)}
    new = {id_: _json(one) for id_, one in answered.items() if id_ in judged and one.settled and not one.revealed}
    old = entry.get("answers")
    entry["answers"] = (old if isinstance(old, dict) else {}) | new
    entry |= {"step": step, "taken": {id_: _json(one) for id_, one in taken.items()}}
    if done:
        entry["done"] = True
    everything[lesson.name] = entry
    try:
        write_whole(_file(), json.dumps(everything, indent=1).encode("ascii"))
    except OSError as error:
        log.warning("progress of the guided lessons: %s", error)


def _json(taken: Taken) -> dict[str, Any]:
    answer, first = (list(one) if isinstance(one, tuple) else one for one in (taken.answer, taken.first))
    return {"answer": answer, "first": first, "right": taken.judgement.right, "why": taken.judgement.heading,
            "misses": taken.misses, "skipped": taken.skipped, "revealed": taken.revealed}  # fmt: skip


def _each(data: Any) -> dict[str, Taken]:
    """Read how each step went, by its id."""
    return {id_: _taken(one) for id_, one in data.items()} if isinstance(data, dict) else {}


def _taken(data: Any) -> Taken:
    """Read how a step went; return that of a step that is not begun if the values are invalid."""
    if not isinstance(data, dict):
        return Taken()
    right, why, misses = (data.get(key) for key in ("right", "why", "misses"))
    answer, first = (_answer(data.get(key)) for key in ("answer", "first"))
    sound = all(one is None or isinstance(one, str | tuple) for one in (answer, first))
    if not sound or right not in (True, False, None) or not isinstance(why, str) or not isinstance(misses, int):
        return Taken()
    skipped, revealed = data.get("skipped") is True, data.get("revealed") is True
    return Taken(answer, Judgement(right, why), misses, first, skipped, revealed)


def _answer(data: Any) -> Any:
    """An answer as it was given: numbers as a tuple."""
    numbers = isinstance(data, list) and all(isinstance(one, int | float) for one in data)
    return tuple(float(one) for one in data) if numbers else data


def _all() -> dict[str, Any]:
    try:
        data = json.loads(_file().read_bytes())
    except (OSError, ValueError, RecursionError):
        return {}
    return data if isinstance(data, dict) else {}


def _file() -> Path:
    return user_folder("data") / "guided.json"
