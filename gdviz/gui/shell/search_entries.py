"""What can be searched for: commands, settings, views, methods, schedules, problems, lessons and terms.

Each source is a function that yields entries; a new source is a function and its name in `SOURCES`. Other names of
things, and sentences on things without a tool tip, are in resources/search.json.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from functools import cache, partial
from typing import TYPE_CHECKING, Any, cast

from PySide6.QtCore import QTimer
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMainWindow, QMenu, QWidget
from shiboken6 import isValid

from gdviz import glossary, texts
from gdviz.frozen import frozen
from gdviz.gui.kernel import choices
from gdviz.gui.panel.param_form import Row
from gdviz.gui.rooms import ROOMS, WINDOW_ROOMS, room
from gdviz.gui.shell.keys_dialog import keys_of, place_of
from gdviz.gui.shell.recent_menu import RecentMenu
from gdviz.gui.shell.search_words import Words
from gdviz.gui.style.translating import choose, plain, translate
from gdviz.messages import mark
from gdviz.params import params_of
from gdviz.paths import resource_json
from gdviz.prepared import FOLDER, collection
from gdviz.problems import surfaces
from gdviz.problems.fitting import DataSpec
from gdviz.registry import plugins

if TYPE_CHECKING:
    from gdviz.gui.kernel.workbench import Workbench
    from gdviz.gui.panel.parameter_panel import ParameterPanel
    from gdviz.gui.shell.parts import Parts
    from gdviz.lessons import Lesson
    from gdviz.params import Param
    from gdviz.prepared import Prepared

_MENUS = 2
"""The depth of menus to which the name of an entry is clear without that of its menu."""
_UNUSED, _OF_TERM = 0.8, 0.8
"""The weights of a parameter of an unused method, and of a term; see `Words.weight`."""
BETWEEN = " › "
"""Separates the names of a place: View › Explore."""
RUN, ON, OFF, CHOOSE, SHOW, USE, OPEN = (
    mark("Run it"), mark("Switch it on"), mark("Switch it off"), mark("Choose it"), mark("Show where it is"),
    mark("Use it"), mark("Open it"),
)  # fmt: skip
"""What Return does with an entry."""
LEFT = mark("Left panel")
_PATHS = {
    "surfaceCombo": "problem", "expressionField": "problem.expression", "startXField": "start",
    "dataSourceCombo": "problem.data", "dataModelCombo": "problem.kind", "dataNSlider": "problem.data.n",
    "dataNoiseSlider": "problem.data.noise", "dataOutliersSlider": "problem.data.outliers",
    "dataSeedSlider": "problem.data.seed", "optimizerCombo": "optimizer.kind", "lrField": "optimizer.lr",
    "scheduleCombo": "schedule.kind", "scheduleUnitCombo": "schedule.unit", "warmupLengthField": "warmup",
    "batchSizeField": "batch.size", "epochsField": "epochs", "stepsField": "steps", "seedField": "seed",
    "deviceCombo": "device",
}  # fmt: skip
"""The path of the value that a row of the panel shows, by the name of its first field."""
_IN_ROWS = ("lr", "unit", "data", "domain", "prediction", "parameters")
"""Parameters of plug-ins that have rows of their own."""
_NO_SAMPLES = mark("This problem has no samples: choose one with data first.")
_OF_SAMPLES = ("batch.size", "epochs", "seed")
"""The values that only an experiment with samples has."""


@frozen
class SearchEntry:
    """A thing that can be found, in the language of the window."""

    key: str
    """Its name in the program: "actionUndo", "optimizer.lr", "himmelblau"."""
    name: str
    place: str
    """Where it is in the window: "View › Explore"."""
    about: str
    """One sentence on what it is."""
    does: str
    """What `run` does."""
    run: Callable[[], object] | None
    """None for an entry that only explains."""
    words: Words
    keys: str = ""
    why_not: str = ""
    """Why `run` can do nothing now; empty where it can."""


@frozen
class Searched:
    """What is searched, and what the entries do with it."""

    window: QMainWindow
    bench: Workbench
    parts: Parts
    edit: Callable[[str, Any], object]
    """Sets the value at a path of the experiment, as one undo step."""
    reveal: Callable[[str], object]
    """Shows where the value at a path of the experiment is set."""
    point_out: Callable[[QWidget], object]
    """Shows where a part of the window is."""
    open_guided: Callable[[str], object]
    open_lesson: Callable[[Lesson], object]
    open_prepared: Callable[[Prepared], object]


@cache
def catalogue() -> dict[str, Any]:
    """resources/search.json: by the name of a thing its sentence ("en", "ko"), more "names", and other "words"."""
    found: dict[str, Any] = resource_json("search.json")
    return found


def commands(searched: Searched) -> Iterator[SearchEntry]:
    """Yield the commands of the menu bar, and of the menu of the runs."""
    seen = set()
    for place, name, action in _actions_of_menus(searched):
        if action.objectName().startswith(("lesson_", "guided_")) or action in seen:
            continue
        seen.add(action)
        keys, extra = keys_of(action).split("  ")[0], catalogue()["commands"].get(action.objectName(), {})
        tip = action.toolTip().removesuffix(f" ({keys})")
        about = choose(extra) if "en" in extra else "" if plain(tip) == name else tip
        yield SearchEntry(
            action.objectName(),
            name,
            place,
            about,
            _does(action),
            partial(_trigger, action),
            _words(name, also=extra.get("words", ""), about=_both(extra) or about),
            keys,
            _why_not(action),
        )


def settings(searched: Searched) -> Iterator[SearchEntry]:
    """Yield the values that the panel shows: its rows, and the parameters of method, schedule and model."""
    rows = _rows(searched.parts.panel)
    lists = {setting.path.partition(".")[0]: setting.name for setting in rows if setting.path.endswith(".kind")}
    has_samples = searched.bench.experiment.problem.n_samples is not None
    for setting, family in [*((row, "") for row in rows), *_declared(searched)]:
        missing = setting.path in _OF_SAMPLES and not has_samples
        yield SearchEntry(
            setting.path,
            f"{setting.name}  {setting.symbol}".strip(),
            BETWEEN.join(filter(None, (translate(LEFT), lists.get(family)))),
            f"{translate(_NO_SAMPLES)} {setting.about}" if missing else setting.about,
            translate(SHOW),
            partial(searched.reveal, setting.path),
            setting.words(),
        )


@frozen
class _Setting:
    """A value of the experiment, in the language of the window."""

    path: str
    name: str
    symbol: str
    about: str

    @classmethod
    def of(cls, family: str, parameter: Param) -> _Setting:
        """A parameter of a plug-in."""
        path = f"{family}.{parameter.name}"
        return cls(path, translate(parameter.label), parameter.symbol, translate(parameter.help))

    def words(self) -> Words:
        """The words by which it is found."""
        extra = catalogue()["settings"].get(self.path, {})
        names = (self.name, self.path.rpartition(".")[2], *extra.get("names", ()))
        return _words(*names, also=f"{_read(self.symbol)} {extra.get('words', '')}", about=_in_both(self.about))


def _rows(panel: ParameterPanel) -> list[_Setting]:
    """The rows of the panel; the label of one says "Rate  η"."""
    found = []
    for row in panel.findChildren(Row):
        field = cast(QWidget | None, row.label.buddy())
        path = _PATHS.get(field.objectName()) if field is not None else None
        if path is not None:
            name, _, symbol = re.sub("<[^>]*>", "", row.label.text()).partition("  ")
            found.append(_Setting(path, name, symbol, row.label.toolTip()))
    return found


def _declared(searched: Searched) -> Iterator[tuple[_Setting, str]]:
    """Yield the parameters of the plug-ins that the experiment and its chosen run use, each with its family."""
    experiment = searched.bench.experiment
    run, problem = experiment.runs[searched.bench.scene.run], experiment.problem
    parts = [("optimizer", type(run.optimizer)), ("schedule", type(run.schedule))]
    for family, cls in [*parts, ("problem", type(problem))] if isinstance(problem, DataSpec) else parts:
        for parameter in params_of(cls):
            if parameter.shown and parameter.label and parameter.name not in _IN_ROWS:
                yield _Setting.of(family, parameter), family


def views(searched: Searched) -> Iterator[SearchEntry]:
    """Yield the parts of the window, and the controls that are in no menu."""
    for name, extra in catalogue()["views"].items():
        part = searched.parts.rooms.get(name) or searched.window.findChild(QWidget, name)
        if part is None:
            continue
        title = translate(room(name).title()) if name in ROOMS | WINDOW_ROOMS else part.accessibleName()
        yield SearchEntry(
            name,
            title,
            translate(mark("Window")),
            choose(extra),
            translate(SHOW),
            partial(searched.point_out, part),
            _words(title, also=extra["words"], about=_both(extra)),
        )


def methods(searched: Searched) -> Iterator[SearchEntry]:
    """Yield the optimizers and the schedules, and the settings of those that the chosen run does not use."""
    run = searched.bench.experiment.runs[searched.bench.scene.run]
    rows = {row.path: row.name for row in _rows(searched.parts.panel)}
    for family, used in (("optimizer", type(run.optimizer)), ("schedule", type(run.schedule))):
        place = BETWEEN.join([translate(LEFT), rows[f"{family}.kind"]])
        known = {parameter.label for parameter in params_of(used)}
        for kind, cls in dict[str, Any](plugins(f"gdviz.{family}s")).items():
            name, summary = translate(cls.label), translate(cls.summary)
            use, show = partial(searched.edit, f"{family}.kind", kind), partial(searched.reveal, f"{family}.kind")
            yield SearchEntry(
                kind,
                name,
                place,
                summary,
                translate(SHOW if cls is used else USE),
                show if cls is used else use,
                _words(name, kind, also=catalogue()[f"{family}s"].get(kind, ""), about=_in_both(summary)),
            )
            for parameter in params_of(cls):
                if not parameter.shown or parameter.name in _IN_ROWS or parameter.label in known:
                    continue
                known.add(parameter.label)
                setting = _Setting.of(family, parameter)
                yield SearchEntry(
                    setting.path,
                    f"{setting.name}  {setting.symbol}".strip(),
                    BETWEEN.join([place, name]),
                    setting.about,
                    translate(mark("Use {method}")).format(method=name),
                    partial(_use_and_reveal, searched, use, setting.path),
                    replace(setting.words(), weight=_UNUSED),
                )


def problems(searched: Searched) -> Iterator[SearchEntry]:
    """Yield the surfaces and data sets."""
    heading, place = "", translate(mark("Surface"))
    for entry in choices.problems(""):
        if isinstance(entry, str):
            heading = entry
        elif entry is not None:
            name, data = entry
            titles, problem = choices.titles_of(data), choices.problem_of(data)
            teaches = surfaces.surface(data[1]).teaches if data[0] == "surface" else {}
            yield SearchEntry(
                str(data[1]) or data[0],
                name,
                BETWEEN.join([place, heading] if heading else [place]),
                choose(teaches) if teaches else heading,
                translate(SHOW if problem is None else USE),
                partial(searched.reveal, "problem.expression")
                if problem is None
                else partial(searched.edit, "problem", problem),
                _words(*(titles.values() or [name]), str(data[1]), also=catalogue()["problems"].get(data[1], ""),
                       about=" ".join(teaches.values())),
            )  # fmt: skip


def guided_lessons(searched: Searched) -> Iterator[SearchEntry]:
    """Yield the lessons with questions."""
    from gdviz.guided.catalogue import first_lines, names, titles

    for number, name in enumerate(names(), 1):
        title, line = titles(name), first_lines(name)
        yield SearchEntry(
            f"guided/{name}",  # some have the name of a figure
            choose(title),
            BETWEEN.join([translate(mark("Step by step, with questions")), str(number)]),
            choose(line),
            translate(OPEN),
            partial(searched.open_guided, name),
            Words(tuple(title.values()), f"{name.replace('_', ' ')} lesson question 실습 질문", _both(line)),
        )


def lessons(searched: Searched) -> Iterator[SearchEntry]:
    """Yield the figures of the lecture."""
    from gdviz.lessons import catalogue as known

    for number, lesson in enumerate(known(), 1):
        yield SearchEntry(
            lesson.name,
            choose(lesson.title),
            BETWEEN.join([translate(mark("Lessons")), str(number)]),
            choose(lesson.note).partition("\n")[0],
            translate(OPEN),
            partial(searched.open_lesson, lesson),
            Words(tuple(lesson.title.values()), "lesson 실습", " ".join(lesson.note.values())),
        )  # fmt: skip


def experiments(searched: Searched) -> Iterator[SearchEntry]:
    """Yield the prepared experiments for a first look round."""
    for known in collection():
        yield SearchEntry(
            f"{FOLDER}/{known.name}",  # some have the name of their surface
            choose(known.title),
            translate(mark("Prepared experiments")),
            choose(known.line),
            translate(OPEN),
            partial(searched.open_prepared, known),
            Words(tuple(known.title.values()), f"{known.name} experiment 실험", _both(known.line)),
        )


def terms(searched: Searched) -> Iterator[SearchEntry]:
    """Yield the terms of the glossary; a term with a place in the window leads there."""
    for term in glossary.terms():
        word, says, where = term.word, term.says, term.where
        action = searched.bench.actions.get(where) or searched.parts.table.commands.by_name.get(where)
        other = next((text for text in word.values() if text != choose(word)), "")
        yield SearchEntry(
            term.key,
            choose(word),
            " · ".join(filter(None, (translate(mark("Term")), other))),
            choose(says),
            _does(action) if action is not None else translate(SHOW) if where else "",
            partial(_trigger, action) if action is not None else partial(searched.reveal, where) if where else None,
            Words(tuple(word.values()), " ".join(term.aliases), _both(says), _OF_TERM),
            why_not=_why_not(action) if action is not None else "",
        )


SOURCES: tuple[Callable[[Searched], Iterable[SearchEntry]], ...] = (
    commands,
    settings,
    views,
    methods,
    problems,
    guided_lessons,
    lessons,
    experiments,
    terms,
)
"""The sources; of entries that match a query equally well, that of the earlier source comes first."""


def entries(searched: Searched) -> list[SearchEntry]:
    """Everything that can be found now."""
    return [entry for source in SOURCES for entry in source(searched)]


def suggested(found: Iterable[SearchEntry]) -> list[SearchEntry]:
    """Return the entries that are offered before anything is typed."""
    wanted = catalogue()["suggested"]
    known = {entry.key: entry for entry in reversed(list(found))}
    return [known[key] for key in wanted if key in known]


def _does(action: QAction) -> str:
    """What triggering an action does."""
    grouped = action.actionGroup() is not None
    does = RUN if not action.isCheckable() else CHOOSE if grouped else OFF if action.isChecked() else ON
    return translate(does)


def _why_not(action: QAction) -> str:
    """Why triggering an action does nothing now; empty where it does something."""
    return "" if action.isEnabled() else translate(mark("There is nothing for it to do now."))


def _trigger(action: QAction) -> None:
    if isValid(action):  # some menus are filled again each time they open
        action.trigger()


def _use_and_reveal(searched: Searched, use: Callable[[], object], path: str) -> None:
    use()
    QTimer.singleShot(0, searched.window, partial(searched.reveal, path))  # after its row is laid out


def _actions_of_menus(searched: Searched) -> Iterator[tuple[str, str, QAction]]:
    """Yield the place, the name and the action of each entry of a menu."""
    window, declared = searched.window, searched.bench.actions
    bar = {menu.menuAction(): menu for menu in window.findChildren(QMenu)}
    for action in window.menuBar().actions():
        menu = bar.get(action)
        if menu is not None:
            if not any(entry.objectName() in declared for entry in menu.actions()):
                menu.aboutToShow.emit()  # it is filled when it opens
            yield from _entries_of(menu, [plain(action.text())], window)
    runs = searched.parts.table.commands.menu
    yield from _entries_of(runs, [place_of(runs)], window)


def _entries_of(menu: QMenu, place: list[str], window: QMainWindow) -> Iterator[tuple[str, str, QAction]]:
    below = {inner.menuAction(): inner for inner in window.findChildren(QMenu)}  # QAction.menu() would delete it
    for action in menu.actions():
        inner, name = below.get(action), plain(action.text()).strip()
        if inner is None and name:
            in_choice = len(place) > _MENUS  # "Logarithmic" says little without "Loss axis"
            yield BETWEEN.join(place), f"{place[-1]}: {name}" if in_choice else name, action
        elif inner is not None and not isinstance(inner, RecentMenu):
            inner.aboutToShow.emit()
            yield from _entries_of(inner, [*place, name], window)


def _words(name: str, *others: str, also: str = "", about: str = "") -> Words:
    names = dict.fromkeys([name, *(other for one in (name, *others) for other in (one, *counterparts(one)))])
    return Words(tuple(names), also, about)


def _both(by_language: Mapping[str, str]) -> str:
    return " ".join(by_language[language] for language in texts.LANGUAGES if language in by_language)


def _in_both(text: str) -> str:
    return " ".join([text, *counterparts(text)])


@cache
def _read(symbol: str) -> str:
    """A symbol, and how it is read: η eta."""
    names = [unicodedata.name(letter, "").rpartition(" LETTER ")[2] for letter in symbol if not letter.isascii()]
    return " ".join([symbol, *(name.lower() for name in names if name)])


def counterparts(text: str) -> tuple[str, ...]:
    """Return a text of the window in its other language; nothing if it is not in the catalogue."""
    return _counterparts().get(text, ())


@cache
def _counterparts() -> dict[str, tuple[str, ...]]:
    found: dict[str, dict[str, None]] = {}
    for language in texts.LANGUAGES:
        for _, source, translation in texts.entries(language):
            english, other = (re.sub("<[^>]*>", "", plain(text)).partition("  ")[0] for text in (source, translation))
            found.setdefault(english, {})[other] = None
            found.setdefault(other, {})[english] = None
    return {text: tuple(others) for text, others in found.items()}
