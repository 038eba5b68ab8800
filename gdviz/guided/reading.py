"""Reads the folder of a guided lesson. It never runs code: what is in it are numbers, names and texts."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import field, replace
from pathlib import Path
from typing import Any

from gdviz.experiment import Experiment, load
from gdviz.frozen import frozen
from gdviz.guided import forms, lesson_texts
from gdviz.guided.conditions import FIELDS, PLAYHEAD, Quantity
from gdviz.guided.guided_lesson import (
    CONTROLS,
    FILE,
    Ask,
    Choice,
    GuidedLesson,
    Mistake,
    Number,
    Open,
    Place,
    Shown,
    Step,
    Texts,
    Written,
)
from gdviz.guided.json_values import an_object, count_of, items_of, name_of, numbers_in
from gdviz.guided.lines import LessonError, line_of, parsed
from gdviz.messages import ExperimentError, Message, message, why
from gdviz.params import integer, join, number, unknown, unknown_key
from gdviz.paths import read_at_most
from gdviz.proposals import duration
from gdviz.quoting import short_path, show
from gdviz.texts import LANGUAGES
from gdviz.view_state import PersonState, experiment_from, keys_of, moment_from

FORMAT, VERSION = "gdviz-lesson", 1
MOST_BYTES = 2**20
"""The most bytes of all files of a lesson together."""
MOST_STEPS = 40
MOST_UPDATES = 100_000
"""The most updates of a run: the check computes all of them, and should take seconds."""
FILES = {language: f"{language}.md" for language in LANGUAGES}
"""The texts in each language."""
DIGITS, MOST_DIGITS = 6, 15
"""The significant digits of a number in a text by default, and the most that a lesson may ask for."""


def read(folder: Path) -> GuidedLesson:
    """The lesson in a folder. Raises LessonError with the file, the line and one sentence."""
    content = _files(folder)
    if FILE not in content:
        raise LessonError("", message("{folder}: has no file {file}", folder=short_path(folder), file=FILE))
    data, lines = parsed(content[FILE], FILE)
    try:
        lesson = _Reader(folder, content, lines).lesson(data)
        variants = tuple(_variant(folder, content, lines, data, edits) for edits in _variants(data))
        return replace(lesson, variants=variants)
    except LessonError:
        raise
    except ExperimentError as error:
        raise LessonError.at(FILE, line_of(error.path, lines), error.path, error.reason) from None


def _files(folder: Path) -> dict[str, str]:
    """The texts of the files of a lesson by name. Raises LessonError."""
    try:
        files = [file for file in sorted(folder.iterdir()) if file.suffix in (".json", ".md") and file.is_file()]
        content, left = {}, MOST_BYTES
        for file in files:
            raw = read_at_most(file, left)
            if raw is None:
                raise LessonError("", message("{folder}: too large for a lesson (over 1 MiB)", folder=folder.name))
            left -= len(raw)
            content[file.name] = raw.decode("utf-8-sig")
        return content
    except UnicodeDecodeError as error:
        raise LessonError("", message("{file}: not UTF-8 text (byte {at})", file=file.name, at=error.start)) from None
    except (OSError, ValueError) as error:
        if isinstance(error, LessonError):
            raise
        what = message("{file}: cannot be read: {why}", file=short_path(folder), why=why(error))
        raise LessonError("", what) from None


@frozen
class _Edits:
    """The edits of a variant: for the name of each experiment, its new values by their paths."""

    number: int = 0
    of: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)

    @property
    def path(self) -> str:
        """The path of the edits in the file."""
        return f"variants[{self.number - 1}]"


def _variants(data: Any) -> list[_Edits]:
    """The edits of each variant. Raises ExperimentError."""
    made = []
    for place, (variant, path) in enumerate(items_of(data.get("variants", []), "variants"), start=1):
        edits = {name: an_object(own, join(path, name)) for name, own in an_object(variant, path).items()}
        if not edits:
            raise ExperimentError(path, message("must change an experiment"))
        made.append(_Edits(place, edits))
    return made


def _variant(folder: Path, content: Mapping[str, str], lines: dict[str, int], data: Any, edits: _Edits) -> GuidedLesson:
    """The lesson with other numbers. Raises LessonError, which says in which variant."""
    reader = _Reader(folder, content, lines, edits)
    try:
        lesson = reader.lesson(data)
        reader.require_used(edits)
        return lesson
    except ExperimentError as error:
        if not isinstance(error, LessonError):
            error = LessonError.at(FILE, line_of(error.path, lines), error.path, error.reason)
        what = message("in variant {number}: {why}", number=edits.number, why=error.reason)
        raise LessonError(error.path, what) from None


class _Reader:
    """Reads the object of a lesson; ExperimentErrors have the path of what is wrong."""

    def __init__(
        self, folder: Path, content: Mapping[str, str], lines: dict[str, int], edits: _Edits | None = None
    ) -> None:
        self._folder, self._content, self._lines = folder, content, lines
        self._edits = edits or _Edits()
        self._experiments: dict[str, Experiment] = {}
        self._ids: list[str] = []

    def lesson(self, data: Any) -> GuidedLesson:
        """The whole lesson."""
        an_object(data, "", ("format", "version", "steps"), ("needs", "minutes", "given", "values", "variants"))
        for key, want in (("format", FORMAT), ("version", VERSION)):
            if data[key] != want or isinstance(data[key], bool):
                raise ExperimentError(key, message("must be {want}, got {got}", want=want, got=show(data[key])))
        given = {number(n, path) for n, path in items_of(data.get("given", []), "given")}
        needs = tuple(name_of(name, path) for name, path in items_of(data.get("needs", []), "needs"))
        minutes = integer(data.get("minutes", 0), "minutes")
        values = {}
        for name, value in an_object(data.get("values", {}), "values").items():
            values[name_of(name, join("values", name))] = self._written(value, join("values", name))
        steps: list[Step] = []
        allowed: dict[str, lesson_texts.Wanted] = {}
        items = items_of(data["steps"], "steps")
        if not 1 <= len(items) <= MOST_STEPS:
            what = message("must be 1 to {most} steps, got {got}", most=MOST_STEPS, got=len(items))
            raise ExperimentError("steps", what)
        for item, path in items:
            steps.append(self._step(item, path, steps[-1].experiment if steps else None))
            told = [item.get("until"), item.get("ask"), steps[-1].experiment.to_dict()]
            samples = steps[-1].experiment.problem.n_samples
            numbers = given | set(numbers_in(told)) | ({float(samples)} if samples else set())
            allowed[steps[-1].id] = lesson_texts.Wanted.by(steps[-1], numbers)
        return GuidedLesson(
            name=self._folder.resolve().name,
            needs=needs,
            minutes=minutes,
            values=values,
            steps=tuple(steps),
            texts=self._texts(allowed, values),
            experiments=self._experiments,
            lines=self._lines,
        )

    def require_used(self, edits: _Edits) -> None:
        """Refuse edits of an experiment that no step and no value names. Raises ExperimentError."""
        for name in edits.of:
            if name not in self._experiments:
                raise ExperimentError(join(edits.path, name), unknown(name, self._experiments))

    def _texts(self, allowed: Mapping[str, lesson_texts.Wanted], values: Collection[str]) -> dict[str, Texts]:
        """The texts in each language that there is."""
        texts = {}
        for language, file in FILES.items():
            if file in self._content:
                texts[language] = lesson_texts.read(self._content[file], file, allowed, values)
        if not texts:
            raise ExperimentError("", message("the texts are missing: {files}", files=", ".join(FILES.values())))
        return texts

    def _step(self, data: Any, path: str, before: Experiment | None) -> Step:
        an_object(data, path, ("id",), ("set", "ask", "asked", "until", "then", "claims", "control"))
        name = name_of(data["id"], f"{path}.id")
        if name in self._ids:
            raise ExperimentError(f"{path}.id", message("{key} is given twice", key=show(name)))
        self._ids.append(name)
        sets = an_object(data.get("set", {}), f"{path}.set", (), ("experiment", "state", "edits"))
        opens = "experiment" in sets
        experiment = self._experiment(sets["experiment"], f"{path}.set.experiment") if opens else before
        if experiment is None:
            raise ExperimentError(f"{path}.set", message("the first step must name an experiment"))
        edits = an_object(sets.get("edits", {}), f"{path}.set.edits")
        experiment = _edited(experiment, edits, f"{path}.set.edits")
        shown = _shown(sets.get("state", {}), f"{path}.set.state")
        here = forms.Reader(self._experiment, experiment, self._ids)
        ask = self._ask(data["ask"], f"{path}.ask", here) if "ask" in data else None
        waiting = forms.Reader(self._experiment, experiment, self._ids)
        until = waiting.condition(data["until"], f"{path}.until") if "until" in data else None
        if waiting.reads_playhead and shown.playhead is None:
            what = message("waits for the playhead: set.state of this step must say where it begins")
            raise ExperimentError(f"{path}.until", what)
        then = _shown(data.get("then", {}), f"{path}.then")
        asked = _shown(data.get("asked", {}), f"{path}.asked")
        if "asked" in data and (ask is None or asked.playhead is not None):
            what = message("is for a step with a question") if ask is None else message("does not move the playhead")
            raise ExperimentError(f"{path}.asked", what)
        claiming = forms.Reader(self._experiment, experiment, self._ids, claims=True)
        claims = tuple(claiming.condition(one, at) for one, at in items_of(data.get("claims", []), f"{path}.claims"))
        control = data.get("control", "")
        if "control" in data and (control not in CONTROLS or until is None):
            what = unknown(control, CONTROLS) if until is not None else message("is for a step with until")
            raise ExperimentError(f"{path}.control", what)
        plays = waiting.reads_playhead
        return Step(name, experiment, opens, edits, shown, ask, until, then, claims, plays, asked, control)

    def _ask(self, data: Any, path: str, here: forms.Reader) -> Ask:
        kinds = {
            "choice": (("options", "right"), ()),
            "number": (("fields", "right", "tolerance"), ("mistakes",)),
            "place": (("right",), ("mistakes",)),
            "open": ((), ()),
        }
        kind = an_object(data, path).get("kind")
        if kind not in tuple(kinds):
            raise ExperimentError(join(path, "kind"), unknown(kind, kinds))
        needed, others = kinds[kind]
        an_object(data, path, ("kind", *needed), others)
        if kind == "open":
            return Open()
        if kind == "choice":
            options = tuple(name_of(name, at) for name, at in items_of(data["options"], f"{path}.options"))
            if len(options) < 2 or len(set(options)) < len(options):
                raise ExperimentError(f"{path}.options", message("must be two options or more, each another one"))
            if taken := set(options) & set(lesson_texts.RESERVED):
                what = message("{name} is the name of another text of the step", name=", ".join(sorted(taken)))
                raise ExperimentError(f"{path}.options", what)
            if data["right"] not in options:
                raise ExperimentError(f"{path}.right", unknown(data["right"], options))
            return Choice(options, data["right"])
        mistakes = items_of(data.get("mistakes", []), f"{path}.mistakes")
        if kind == "place":
            wrong = []
            for one, at in mistakes:
                an_object(one, at, ("where", "hint"))
                wrong.append(
                    Mistake(name_of(one["hint"], f"{at}.hint"), where=here.condition(one["where"], f"{at}.where"))
                )
            return Place(here.condition(data["right"], f"{path}.right"), tuple(wrong))
        fields = tuple(name_of(name, at) for name, at in items_of(data["fields"], f"{path}.fields"))
        if not fields:
            raise ExperimentError(f"{path}.fields", message("must be one field or more"))
        tolerance = number(data["tolerance"], f"{path}.tolerance")
        known = []
        for one, at in mistakes:
            an_object(one, at, ("value", "hint"))
            known.append(Mistake(name_of(one["hint"], f"{at}.hint"), _each(one["value"], f"{at}.value", fields, here)))
        return Number(fields, _each(data["right"], f"{path}.right", fields, here), tolerance, tuple(known))

    def _written(self, data: Any, path: str) -> Written:
        """A value of the lesson: a quantity of a named experiment, and its digits."""
        own = dict(an_object(data, path))
        digits = integer(own.pop("digits", DIGITS), f"{path}.digits")
        if not 1 <= digits <= MOST_DIGITS:
            text = f"[1, {MOST_DIGITS}]"
            raise ExperimentError(f"{path}.digits", message("must be in {range}, got {got}", range=text, got=digits))
        if "experiment" not in own:
            raise ExperimentError(join(path, "experiment"), message("is missing"))
        return Written(forms.Reader(self._experiment, None, [], claims=True).quantity(own, path), digits)

    def _experiment(self, name: Any, path: str) -> Experiment:
        """An experiment of the folder by its name. Raises ExperimentError."""
        if not isinstance(name, str):
            raise ExperimentError(path, message("must be text, got {got}", got=show(name)))
        if not re.fullmatch(r"\w[\w-]*", name):
            what = message("{name} does not lie in the folder of the lesson", name=show(name))
            raise ExperimentError(path, what)
        if name not in self._experiments:
            file = self._folder / f"{name}.json"
            if file.name not in self._content or file.name == FILE:
                known = sorted(Path(other).stem for other in self._content if other.endswith(".json") and other != FILE)
                raise ExperimentError(path, unknown(name, known))
            if file.resolve().parent != self._folder.resolve():
                what = message("{name} does not lie in the folder of the lesson", name=show(name))
                raise ExperimentError(path, what)
            try:
                experiment = load(file, allow_data=False)
            except ExperimentError as error:
                what = message("{file} cannot be opened: {why}", file=file.name, why=_sentence(error))
                raise ExperimentError(path, what) from None
            _require_fit(experiment, file.name, path)
            experiment = _edited(experiment, self._edits.of.get(name, {}), join(self._edits.path, name))
            self._experiments[name] = experiment
        return self._experiments[name]


def _shown(data: Any, path: str) -> Shown:
    """Fields of the state of the view. Raises ExperimentError for one of the person."""
    fields: dict[str, Any] = {}
    playhead = None
    persons = {*keys_of(PersonState), *keys_of(PersonState).values(), "line_scale", "arranged"}
    for key, value in an_object(data, path).items():
        at = join(path, key)
        if key == PLAYHEAD:
            playhead = count_of(value, at)
            continue
        if key in FIELDS:
            found = {**experiment_from({key: value}), **moment_from({key: value})}
            if not found:
                raise ExperimentError(at, message("{got} makes no sense here", got=show(value)))
            fields |= found
        elif key in persons:
            raise ExperimentError(at, message("belongs to the person who looks: a lesson does not set it"))
        else:
            raise ExperimentError(at, unknown_key(key, [PLAYHEAD, *FIELDS]))
    return Shown(fields, playhead)


def _edited(experiment: Experiment, edits: Mapping[str, Any], path: str) -> Experiment:
    for key, value in edits.items():
        try:
            experiment = experiment.replace(key, value)
        except KeyError:
            raise ExperimentError(join(path, key), message("the experiment has no such value")) from None
        except ExperimentError as error:
            raise ExperimentError(join(path, key), _sentence(error)) from None
    if edits:
        _require_fit(experiment, FILE, path)
    return experiment


def _require_fit(experiment: Experiment, file: str, path: str) -> None:
    """Refuse runs that are too long, and words in a `view` that are not those of the title and of each run."""
    if max(duration(experiment, run, "step") for run in experiment.runs) > MOST_UPDATES:
        what = message(
            "{file}: a run has more than {most} updates: too long for a lesson", file=file, most=MOST_UPDATES
        )
        raise ExperimentError(path, what)
    title, labels = experiment.view.get("title", {}), experiment.view.get("labels", {})
    whole = all(isinstance(of, dict) and (not of or set(LANGUAGES) <= set(of)) for of in (title, labels))
    titled = whole and all(isinstance(text, str) for text in title.values())
    labelled = whole and all(
        isinstance(texts, list) and len(texts) == len(experiment.runs) and all(isinstance(one, str) for one in texts)
        for texts in labels.values()
    )
    if not (titled and labelled):
        what = message("{file}: view.title needs a text in each language, view.labels one for each run", file=file)
        raise ExperimentError(path, what)


def _sentence(error: ExperimentError) -> Message:
    return message("{path}: {why}", path=error.path, why=error.reason) if error.path else error.reason


def _each(data: Any, path: str, fields: tuple[str, ...], here: forms.Reader) -> tuple[Quantity, ...]:
    """A quantity for each field of a question."""
    items = items_of(data, path)
    if len(items) != len(fields):
        what = message("must have {want} numbers, got {got}", want=len(fields), got=len(items))
        raise ExperimentError(path, what)
    return tuple(here.quantity(one, at) for one, at in items)
