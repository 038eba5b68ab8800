"""The texts of a guided lesson: read from Markdown, and filled with the numbers of its values."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping

from gdviz.engine.writing import short
from gdviz.frozen import frozen
from gdviz.guided.guided_lesson import Choice, GuidedLesson, Number, Place, Step, Texts
from gdviz.guided.lines import LessonError
from gdviz.guided.situation import Recordings, Situation
from gdviz.messages import Message, message, with_particles
from gdviz.params import unknown
from gdviz.quoting import show

RESERVED = ("ask", "act", "noticed", "explained", "teacher", "hint", "worked", "why", "field")
"""The first words of headings; no option may have such a name."""
_HTML = re.compile(r"<[A-Za-z/!?]")
_LINK = re.compile(r"\]\s*[(\[:]|!\[|https?:|www\.")
_FORMULA = re.compile(r"\$([^$]*)\$")
_CODE = re.compile(r"`([^`]*)`")
_PLACEHOLDER = re.compile(r"\{([a-z][a-z0-9_]*)\}")
_NUMERAL = re.compile(r"(?<![A-Za-z_\d.])\d+(?:,\d{3})*(?:\.\d+)?(?:e[-−+]?\d+)?")


@frozen
class Piece:
    """A part of a text: plain Markdown, a formula, which whoever shows it typesets, or code, shown as it is."""

    text: str
    is_formula: bool = False
    is_code: bool = False


@frozen
class Wanted:
    """What the texts of a step must have, what they may have besides, and the numbers that they may write."""

    headings: tuple[str, ...]
    others: tuple[str, ...]
    numbers: Collection[float]

    @classmethod
    def by(cls, step: Step, numbers: Collection[float]) -> Wanted:
        """What the texts of a step need, by its entry in the file of the lesson."""
        needed, others = ["explained", "teacher"], ["act", "noticed"]
        if step.until is not None:
            needed, others = [*others, *needed], []
        match step.ask:
            case Choice(options, right):
                needed += ["ask", *options, *(f"why {option}" for option in options if option != right)]
                others.append(f"why {right}")
            case Number(fields=fields, mistakes=mistakes):
                needed += ["ask", *(f"field {name}" for name in fields), "hint", "worked"]
                needed += [f"hint {mistake.hint}" for mistake in mistakes]
            case Place(mistakes=mistakes):
                needed += ["ask", "hint", "worked", *(f"hint {mistake.hint}" for mistake in mistakes)]
            case None:
                pass
            case _:
                needed.append("ask")
        return cls(tuple(needed), tuple(others), numbers)


def read(text: str, file: str, steps: Mapping[str, Wanted], values: Collection[str]) -> Texts:
    """The texts in a Markdown file: a title, a line, and for each step a heading with its parts below it.

    Raises LessonError, with the line, for what no step has, what is missing, HTML, links and pictures, and numbers
    that are typed although they are results.
    """
    reader = _Reader(file, steps, values)
    for number, line in enumerate(text.splitlines(), start=1):
        reader.take(line, number)
    return reader.texts()


class _Reader:
    """Takes the lines of a file one by one."""

    def __init__(self, file: str, steps: Mapping[str, Wanted], values: Collection[str]) -> None:
        self._file, self._steps, self._values = file, steps, values
        self._title, self._step, self._heading = "", "", ""
        self._parts: dict[tuple[str, str], list[tuple[int, str]]] = {}
        """The lines below each heading, by step and heading; those below the title have neither."""
        self._begins: dict[str, int] = {}
        """The line of each step."""

    def take(self, line: str, number: int) -> None:
        """Take a line. Raises LessonError."""
        if line.startswith("### "):
            rest = self._part(line[4:].strip(), number)
            self._parts[self._step, self._heading] = [(number, rest)] if rest else []
        elif line.startswith("## "):
            self._step, self._heading = line[3:].strip(), ""
            if self._step not in self._steps:
                raise self._wrong(number, message("no step has this id; {why}", why=unknown(self._step, self._steps)))
            if self._step in self._begins:
                raise self._wrong(number, message("{key} is given twice", key=show(self._step)))
            self._begins[self._step] = number
        elif line.startswith("# ") and not self._title:
            self._title = line[2:].strip()
            self._check(self._title, number, ())
            self._parts["", ""] = []
        elif line.strip() or (self._step, self._heading) in self._parts:
            if (self._step, self._heading) not in self._parts:
                raise self._wrong(number, message("this text belongs to no heading"))
            self._parts[self._step, self._heading].append((number, line.rstrip()))

    def texts(self) -> Texts:
        """All texts. Raises LessonError for what is missing or not allowed."""
        if not self._title:
            raise self._wrong(1, message("the title is missing: a line that begins with #"))
        whole: dict[tuple[str, str], str] = {}
        for (step, heading), lines in self._parts.items():
            whole[step, heading] = "\n".join(line for _, line in lines).strip()
            for number, line in lines:
                self._check(line, number, self._steps[step].numbers if step else ())
        if not whole["", ""]:
            raise self._wrong(1, message("the line below the title is missing, which says what the lesson is about"))
        for step, wanted in self._steps.items():
            for heading in wanted.headings:
                if not whole.get((step, heading)):
                    what = message(
                        "the text {heading} of the step {step} is missing", heading=f"### {heading}", step=step
                    )
                    raise self._wrong(self._begins.get(step, 1), what)
        steps = {step: {head: text for (of, head), text in whole.items() if of == step} for step in self._steps}
        return Texts(self._title, whole["", ""], steps)

    def _part(self, line: str, number: int) -> str:
        """Note the heading that a line begins with, the longest that the step has; returns what follows it."""
        if not self._step:
            raise self._wrong(number, message("this heading belongs to no step"))
        wanted = self._steps[self._step]
        known = sorted((*wanted.headings, *wanted.others), key=len, reverse=True)
        heading = next((one for one in known if f"{line} ".startswith(f"{one} ")), None)
        if heading is None:
            raise self._wrong(number, message("the step {step} has no such text; {why}", step=self._step,
                                              why=unknown(line.partition(" ")[0], known)))  # fmt: skip
        if (self._step, heading) in self._parts:
            raise self._wrong(number, message("{key} is given twice", key=show(heading)))
        self._heading = heading
        return line[len(heading) :].strip()

    def _check(self, whole: str, number: int, allowed: Collection[float]) -> None:
        """Check a line; what stands in code is no formula and no value, but its numerals are numerals."""
        line = _CODE.sub(" ", whole)
        if _HTML.search(line):
            raise self._wrong(number, message("HTML is not allowed"))
        if _LINK.search(line):
            raise self._wrong(number, message("links and pictures are not allowed"))
        if line.count("$") % 2:
            raise self._wrong(number, message("a formula begins with $ and does not end on this line"))
        for name in re.findall(r"\{([^{}]*)\}?", line):
            if name not in self._values:
                raise self._wrong(number, message("{name} is not one of the values of the lesson", name=f"{{{name}}}"))
        plain = _FORMULA.sub(" ", _PLACEHOLDER.sub(" ", line))
        for numeral in _NUMERAL.findall(" ".join((plain, *_CODE.findall(whole)))):
            if float(numeral.replace(",", "").replace("−", "-")) not in allowed:
                what = message(
                    "{number} is neither in the experiment, until, ask nor given of this step: a result is written as"
                    " the name of a value in braces",
                    number=numeral,
                )
                raise self._wrong(number, what)

    def _wrong(self, line: int, reason: Message) -> LessonError:
        return LessonError.at(self._file, line, "", reason)


def numbers_of(lesson: GuidedLesson, recordings: Recordings) -> dict[str, str]:
    """Each value of the lesson as its texts write it. Raises LessonError, see `number_of`."""
    return {name: number_of(lesson, name, recordings) for name in lesson.values}


def number_of(lesson: GuidedLesson, name: str, recordings: Recordings) -> str:
    """A value of the lesson as its texts write it.

    Raises LessonError for a value that its records do not have, or that is not finite.
    """
    value = lesson.values[name]
    found = value.quantity.value(Situation.of(lesson.steps[0].experiment, recordings))
    if not isinstance(found, int | float) or not abs(found) < float("inf"):
        raise lesson.wrong(f"values.{name}", message("the records have no such number"))
    return short(found, value.digits)


def placeholders(text: str) -> tuple[str, ...]:
    """The names of the values that a text writes."""
    return tuple(_PLACEHOLDER.findall(_CODE.sub(" ", text)))


def filled(text: str, numbers: Mapping[str, str]) -> tuple[Piece, ...]:
    """A text with its numbers, in pieces: plain ones, formulas and code."""
    pieces: list[Piece] = []
    for at, part in enumerate(_CODE.split(text)):
        if at % 2:
            pieces.append(Piece(part, is_code=True))
        else:
            whole = with_particles(_PLACEHOLDER.sub(lambda found: numbers[found[1]], part))
            pieces += [Piece(one, bool(place % 2)) for place, one in enumerate(_FORMULA.split(whole))]
    return tuple(piece for piece in pieces if piece.text)
