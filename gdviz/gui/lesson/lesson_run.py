"""A guided lesson in progress: its present step, the answers given, and what has happened since."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Generator, Mapping
from dataclasses import field, fields, replace
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer, Signal

from gdviz.engine.writing import short
from gdviz.frozen import frozen
from gdviz.gui.kernel.background import Background
from gdviz.gui.style.translating import choose, translate
from gdviz.gui.style.translating import text as in_language
from gdviz.guided.conditions import FIELDS, PLAYHEAD, Condition, Value, shown_by
from gdviz.guided.guided_lesson import Choice, GuidedLesson, Number, Place, Step, Texts
from gdviz.guided.judging import Judgement, judged
from gdviz.guided.lesson_texts import Piece, filled, number_of, placeholders
from gdviz.guided.lines import LessonError
from gdviz.guided.situation import Answer, Recordings, Situation
from gdviz.look import Look
from gdviz.messages import mark
from gdviz.prepared_file import worded, worded_again
from gdviz.view_state import ExperimentState, MomentState, ViewState

if TYPE_CHECKING:
    from gdviz.experiment import Experiment
    from gdviz.gui.kernel.scene import Scene
    from gdviz.gui.kernel.view_model import Layer
    from gdviz.gui.kernel.workbench import Workbench

TRIES = 2
"""How often a number or a place may be tried before the worked line is shown."""
STEP_OF_LESSON = mark("part of the lesson")
_PERSONS = ("look", "presenting", "device", "run")
"""Fields of the state that the opening of a step does not set: the look stays the person's, the chosen run follows
the playhead, and no step changes the others.
"""
NOT_COMPUTED = "…"
"""What a text shows in place of a number that is not computed yet."""


@frozen
class Taken:
    """How a step went so far: the answer, its verdict, how often the question was missed, and whether the awaited
    condition has been met.
    """

    answer: Answer | None = None
    judgement: Judgement = field(default_factory=lambda: Judgement(None))
    misses: int = 0
    first: Answer | None = None
    """The first answer, if that was wrong and another one followed."""
    skipped: bool = False
    revealed: bool = False
    """Whether a class was shown the right answer: the question does not count as missed then."""
    noticed: bool = False

    @property
    def settled(self) -> bool:
        """Whether the question needs no further answer."""
        return self.answer is not None or self.skipped or self.revealed


@frozen
class OpenBefore:
    """The experiment and the state that were open before the lesson."""

    experiment: Experiment
    path: Any
    version: str | None
    modified: bool
    moment: Mapping[str, Any]


class LessonRun(QObject):
    """Guides through the steps of a lesson on the workbench.

    `changed` is emitted when its panel shows something else, `entered` when another step begins, `held` when a person
    wanted to play before the question was answered. Until then the playhead stays where it is.
    """

    changed = Signal()
    entered = Signal()
    held = Signal()

    def __init__(self, bench: Workbench, lesson: GuidedLesson, taken: Mapping[str, Taken] | None = None) -> None:
        """Guide through `lesson`, of which some steps were `taken` before."""
        super().__init__(bench)
        self._bench, self.lesson = bench, lesson
        self.number = 1
        """The number of the step, from 1."""
        self.taken: dict[str, Taken] = dict(taken or {})
        self.trouble = ""
        """Why an answer could not be judged, in the language of the window."""
        self.recordings = Recordings(lesson.experiments, self._require_going_on)
        """The values computed from the lesson's experiments as they open."""
        self._numbers: dict[str, str] = {}
        self._has_ended = False
        self._computing = Background(self)
        self._computing.progressed.connect(self.changed)
        self._computing.done.connect(self.changed)
        self._entering = False
        self._asking: Layer | None = None
        """Tells the workbench that a question waits, and keeps hidden what the step hides, whatever a person does."""
        self._voted: defaultdict[str, list[int]] = defaultdict(list)
        """The options that the class has chosen in each step, in order; they are not stored in a file."""
        self.before = _open_now(bench)

    # where it is

    @property
    def step(self) -> Step:
        """The present step."""
        return self.lesson.steps[self.number - 1]

    @property
    def now(self) -> Taken:
        """The state of the present step."""
        return self.taken.get(self.step.id, Taken())

    @property
    def asks(self) -> bool:
        """Whether a question waits for its answer: until then the playhead stays."""
        return self.step.ask is not None and not self.now.settled

    @property
    def waits(self) -> bool:
        """Whether the step waits for the person to do something."""
        return not self.asks and self.step.until is not None and not self.now.noticed

    @property
    def is_done(self) -> bool:
        """Whether nothing is left to do in this step."""
        return not self.asks and not self.waits

    @property
    def is_last(self) -> bool:
        """Whether this is the last step."""
        return self.number == len(self.lesson.steps)

    @property
    def computes(self) -> bool:
        """Whether numbers in its texts are still to be computed."""
        return not self._computing.isFinished()

    @property
    def waits_for_playhead(self) -> bool:
        """Whether the step waits for the run to be played."""
        return self.waits and self.step.plays

    # texts

    @property
    def texts(self) -> Texts:
        """The words of the lesson in the language of the window."""
        return self.lesson.texts_in(choose({"en": "en", "ko": "ko"}))

    def text(self, heading: str) -> tuple[Piece, ...]:
        """A text of the present step, with its numbers; empty where it has none."""
        found = self.texts.steps[self.step.id].get(heading, "")
        return filled(found, {name: self._numbers.get(name, NOT_COMPUTED) for name in placeholders(found)})

    def right_numbers(self) -> list[str]:
        """The right answer to a question for numbers."""
        ask = self.step.ask
        assert isinstance(ask, Number)
        begins = self._beginning()
        found = [quantity.value(begins) for quantity in ask.right]
        return [short(number) if isinstance(number, int | float) else NOT_COMPUTED for number in found]

    # what a person does

    def begin(self, number: int = 1) -> None:
        """Open the lesson at a step."""
        self._computing.start_work(self._computed())
        self._bench.playhead.blocked.connect(self.held)
        self._bench.view_model.refused.connect(self.held)
        self._bench.controller.sceneChanged.connect(self._follow)
        self._bench.model.undo_stack.indexChanged.connect(self._follow_edit)
        self.number = number
        self._enter(opens=True)

    def end(self) -> None:
        """Leave the lesson: the experiment stays as it is, nothing is hidden any more, and the playhead is free."""
        self._has_ended = True
        self._computing.stop()
        self._bench.playhead.blocked.disconnect(self.held)
        self._bench.view_model.refused.disconnect(self.held)
        self._bench.controller.sceneChanged.disconnect(self._follow)
        self._bench.model.undo_stack.indexChanged.disconnect(self._follow_edit)
        self._hold(False)
        self._bench.playhead.rest_at(None)
        if self.step.shown.fields.get("ahead_hidden"):
            self._bench.change(ahead_hidden=False)

    def put_back(self) -> None:
        """Open what was open before the lesson, including its unsaved changes."""
        before, controller = self.before, self._bench.controller
        if before.modified:
            controller.recover(before.experiment, before.path, before.version, before.moment)
        else:
            self._bench.model.open(before.experiment, before.path, before.version)

    def go(self, number: int) -> None:
        """Go to a step and restore the situation with which it begins."""
        if 1 <= number <= len(self.lesson.steps) and number != self.number:
            self.number = number
            self._enter()

    def back(self) -> None:
        """Go to the beginning of the step before."""
        self.go(self.number - 1)

    def forward(self) -> bool:
        """Skip an open question, which then counts as missed, or go on to the next step.

        Returns False at the end of the lesson.
        """
        if self.asks:
            self._take(replace(self.now, skipped=True))
            return True
        if self.is_last:
            return False
        self.go(self.number + 1)
        return True

    def answer(self, given: Answer) -> None:
        """Answer the question: a choice is fixed; a number or a place may be tried again after the first miss."""
        ask = self.step.ask
        if ask is None or self.now.settled:
            return
        self.trouble = ""
        if isinstance(ask, Place) and self._bench.controller.busy:
            self.trouble = translate(mark("The paths are still being computed: try again in a moment."))
            self.changed.emit()
            return
        situation = self._situation(self._bench.scene) if isinstance(ask, Place) else self._beginning()
        judgement = judged(ask, given, situation)
        now = replace(self.now, judgement=judgement)
        if isinstance(ask, Number | Place) and judgement.right is False:
            now = replace(now, misses=now.misses + 1, first=now.first if now.misses else given)
            if now.misses < TRIES:
                self._take(now)
                return
        self._take(replace(now, answer=given))

    def reveal(self) -> None:
        """Show a class the right answer and why, whatever it has answered, as after the step is done."""
        wanted = shown_by(self.step.until, self._situation(self._bench.scene))
        self._take(replace(self.now, revealed=self.now.answer is None, noticed=True))
        with self._bench.controller.one_change():
            self._reach(wanted)

    def vote(self, option: int) -> None:
        """Count one answer of the class."""
        ask = self.step.ask
        if isinstance(ask, Choice) and option < len(ask.options):
            self._voted[self.step.id].append(option)
            self.changed.emit()

    def take_vote_back(self) -> None:
        """Take the last answer of the class back."""
        if self._voted[self.step.id]:
            self._voted[self.step.id].pop()
            self.changed.emit()

    @property
    def votes(self) -> list[int]:
        """Return how many of the class have chosen each option of the step's question."""
        ask = self.step.ask
        return [self._voted[self.step.id].count(i) for i in range(len(ask.options))] if isinstance(ask, Choice) else []

    def place(self) -> tuple[float, ...]:
        """The start of the first run, which is the answer to the question for a place."""
        return tuple(self._bench.experiment.runs[0].start)

    def reword(self) -> None:
        """Translate the title and the names of the runs into the language of the window."""
        model = self._bench.model
        model.reword(worded_again(model.experiment, self.step.experiment.view, choose))

    # what follows

    def _take(self, now: Taken) -> None:
        self.taken[self.step.id] = now
        self._hold(self.asks)
        if not self.asks and self.step.asked.fields:
            begins = self.lesson.opening(self.number).state
            self._bench.change(**{name: _field(begins, name) for name in self.step.asked.fields})
        if self.is_done:
            self._show_then()
        self.changed.emit()
        self._follow_edit()

    def _show_then(self) -> None:
        then = self.step.then
        with self._bench.controller.one_change():
            self._bench.change(**then.fields)
            if then.playhead is not None:
                self._put_playhead(then.playhead)

    def _enter(self, opens: bool = False) -> None:
        """Show the beginning of the step; if that changes the experiment, as a single step of the undo stack."""
        self.trouble = ""
        self.taken[self.step.id] = replace(self.now, noticed=self.now.revealed)
        opening = self.lesson.opening(self.number)
        experiment = worded(opening.experiment, choose)
        bench = self._bench
        self._hold(False)
        bench.playhead.pause()
        bench.playhead.rest_at(None)
        self._entering = True
        try:
            if opens:
                bench.model.open(experiment, None)
            with bench.controller.one_change():
                bench.controller.edit_whole(experiment, translate(STEP_OF_LESSON), 0)
                changes = _differing(bench.view_model.stored, opening.state) if opens or self.step.opens else {}
                if self.step.opens:
                    changes["look"] = Look.of(experiment.view.get("look"), bench.view_model.stored.person.look)
                changes |= self.step.shown.fields
                if self.asks:
                    changes |= self.step.asked.fields
                bench.change(**changes | {"run": opening.state.moment.run})
                self._put_playhead(opening.playhead)
        finally:
            self._entering = False
        self._hold(self.asks)
        if self.is_done and self.step.ask is not None:  # the question was answered before
            self._show_then()
        if self.now.revealed:
            self._reach(shown_by(self.step.until, self._situation(bench.scene)))
        self.entered.emit()
        self.changed.emit()

    def _hold(self, asks: bool) -> None:
        """While a question waits, hold the playhead and what the step hides; otherwise release them."""
        bench = self._bench
        bench.playhead.set_blocked(asks)
        if asks and self._asking is None:
            hides = self.lesson.opening(self.number).state.experiment.ahead_hidden
            hidden = {"ahead_hidden": True} if hides else {}
            self._asking = bench.view_model.lay_over(fixed=True, asking=True, **hidden)
        elif not asks and self._asking is not None:
            bench.view_model.lift(self._asking)
            self._asking = None

    def _reach(self, wanted: Mapping[str, Value]) -> None:
        """Move to where a condition holds; the playhead never moves back for it."""
        bench, state = self._bench, self._bench.view_model.state
        fields = {FIELDS[key]: _whole(value) for key, value in wanted.items() if key != PLAYHEAD}
        for name in ("tools", "arrows"):
            if name in fields:
                fields[name] = getattr(state.moment, name) | {fields[name]}
        updates = wanted.get(PLAYHEAD)
        if isinstance(updates, int | float) and bench.scene.updates(state.moment.run) < updates:
            self._put_playhead(math.ceil(updates))
        bench.change(**fields)  # after the playhead, which ends a stage

    def _put_playhead(self, updates: int) -> None:
        controller = self._bench.controller
        controller.playhead.return_to(controller.tick_of(updates))

    def _follow_edit(self) -> None:
        """Check again when a drag ends: the last preview already shows the result, so no further scene arrives."""
        if self._bench.places.scene is not None:
            self._follow(self._bench.places.scene)

    def _follow(self, scene: Scene) -> None:
        """Check the awaited condition when an edit is made or the playhead rests."""
        if self._entering or not self.waits or self._bench.model.previewing:
            return
        until = self.step.until
        assert until is not None
        if scene.clock.playing:
            self._follow_playing(scene, until)
            return
        if until.holds(self._situation(scene)):
            self.taken[self.step.id] = replace(self.now, noticed=True)
            self._bench.playhead.rest_at(None)
            QTimer.singleShot(0, self, self._on_noticed)  # a view must not change the state while it receives a scene

    def _follow_playing(self, scene: Scene, until: Condition) -> None:
        """Stop playing at the awaited step, or as soon as the awaited condition holds."""
        situation = self._situation(scene)
        wanted = shown_by(until, situation).get(PLAYHEAD)
        if isinstance(wanted, int | float):
            self._bench.playhead.rest_at(self._bench.controller.tick_of(math.ceil(wanted)))
        elif self.step.plays and until.holds(situation):
            QTimer.singleShot(0, self, self._rest)

    def _rest(self) -> None:
        if self.waits and self._bench.playhead.playing:
            self._bench.playhead.pause()

    def _on_noticed(self) -> None:
        self._show_then()
        self.changed.emit()

    def _beginning(self) -> Situation:
        """Return the situation with which the step begins, whatever a person has changed since."""
        opening = self.lesson.opening(self.number)
        return Situation.of(opening.experiment, self.recordings, opening.state, opening.playhead)

    def _situation(self, scene: Scene) -> Situation:
        """The present situation."""
        runs = scene.runs
        answers = {id_: taken.answer or "" for id_, taken in self.taken.items() if taken.settled}
        made = tuple(scene.updates(run) for run in range(len(runs)))
        return Situation(scene.experiment, runs, self.recordings, scene.state, made, answers)

    def _computed(self) -> Generator[None, None, None]:
        """Compute the numbers of the texts one by one."""
        for name in self.lesson.values:
            try:
                self._numbers[name] = number_of(self.lesson, name, self.recordings)
            except _LessonHasEndedError:
                return
            except LessonError as error:  # the lesson was not checked: the text shows that a number is missing
                self._numbers[name] = f"({in_language(error)})"
            yield

    def _require_going_on(self) -> None:
        """Raise _LessonHasEndedError if the lesson was left: its numbers are no longer needed."""
        if self._has_ended:
            raise _LessonHasEndedError


class _LessonHasEndedError(Exception):
    """Ends the computation for a lesson that was left."""


def _open_now(bench: Workbench) -> OpenBefore:
    model = bench.model
    return OpenBefore(bench.experiment, model.path, model.version, model.modified, bench.controller.moment())


def _whole(value: Value) -> Value:
    """Return a number of a condition as the state holds it: as an int for stages and runs."""
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _field(state: ViewState, name: str) -> Any:
    return getattr(state.moment if hasattr(state.moment, name) else state.experiment, name)


def _differing(now: ViewState, wanted: ViewState) -> dict[str, Any]:
    """Return the fields of the state that a step that opens an experiment has to change."""
    changes = {}
    for name, group in (("experiment", ExperimentState), ("moment", MomentState)):
        for f in fields(group):
            value = getattr(getattr(wanted, name), f.name)
            if f.name not in _PERSONS and value != getattr(getattr(now, name), f.name):
                changes[f.name] = value
    return changes
