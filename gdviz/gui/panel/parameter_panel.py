"""The parameter panel: every value of the experiment that a person may edit."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QCoreApplication, QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication, QCheckBox, QFrame, QLabel, QWidget

from gdviz import proposals
from gdviz.backend import DEVICES
from gdviz.editing import edits, run_edits
from gdviz.experiment import Experiment
from gdviz.gui.kernel import choices
from gdviz.gui.kernel.edit_names import ROW_OF, parameter_name, within
from gdviz.gui.kernel.idle import IdleWork, one_by_one
from gdviz.gui.kernel.view import ViewDefaults
from gdviz.gui.panel.data_rows import DataRows
from gdviz.gui.panel.expression_field import ExpressionField
from gdviz.gui.panel.keep_ratio import KeepRatio
from gdviz.gui.panel.panel_column import PanelColumn, Piece, Space, fields_in
from gdviz.gui.panel.panel_order import FOLDS, MAKE_DATA, Entry, fold_of, folding_order, sections
from gdviz.gui.panel.param_form import Block, ParamForm, Row
from gdviz.gui.panel.rate_slider import RateSlider, rate_from_here, show_rate
from gdviz.gui.style.term_tips import term_tip
from gdviz.gui.style.translating import translate
from gdviz.gui.widgets.combo import combo_box
from gdviz.gui.widgets.fields import IntegerField, NumberField
from gdviz.gui.widgets.frame import Panel, SectionHead
from gdviz.gui.widgets.sliders import LogSlider, Slider
from gdviz.gui.widgets.steady_area import SteadyArea
from gdviz.messages import mark
from gdviz.params import Param, params_of
from gdviz.problems.expression import ExpressionSpec
from gdviz.problems.model import ModelSpec
from gdviz.problems.problem import compiled
from gdviz.schedules.schedule import Warmup

if TYPE_CHECKING:
    from gdviz.gui.drawing.formula_sheet import FormulaSheet
    from gdviz.gui.kernel.scene import Scene
    from gdviz.gui.panel.expression_tools import ExpressionTools
    from gdviz.gui.panel.run_choice import RunChoice
    from gdviz.gui.widgets.fold_row import FoldRow

_REST_MS = 100
_BEFORE_HEAD = Space(6, shrinks=False)
_BEFORE_ROOMY_HEAD, _BEFORE_FOLDS = Space(25, shrinks=True), Space(10, shrinks=True)
_FOLD_NAMES = {MAKE_DATA: "makeDataFold"}
_PLACES = {
    "optimizer.kind": "optimizer", "schedule.kind": "schedule", "batch.scaled": "batch.size",
    "problem.parameters": "problem.domain",
}  # fmt: skip
"""The path of the entry that shows a value of another path."""
_DECIDED_BY = {
    "problem": "problem", "start": "problem", "batch": "problem", "epochs": "problem", "seed": "problem",
    "keep_ratio": "problem", "optimizer": "optimizer", "schedule": "schedule", "warmup": "warmup", "steps": "steps",
    "device": "device", "runs": "problem",
}  # fmt: skip
"""The path of the entry that decides whether there is such a value."""
_MARGIN = 12
"""Pixels above and below a field to which the panel scrolls."""
_TERMS = {
    "surface": "loss_surface", "expression": "loss", "start": "start", "optimizer": "optimizer", "lr": "learning_rate",
    "schedule": "schedule", "warmup": "warm_up", "batch": "batch_size", "epochs": "epoch", "steps": "step",
    "seed": "seed",
}  # fmt: skip
"""The term of the glossary that the tool tip of a row explains."""


class ParameterPanel(ViewDefaults, Panel):
    """Fields for problem, start, optimizer, rate, schedule, warm-up, data, duration and device.

    `edited` carries the path ("optimizer.lr"), the JSON value, and whether the edit is over (False while a
    slider is dragged). The panel changes nothing itself.

    In a simple window it shows what a first-year student needs, and what the experiment uses; the rest is in folds. The
    arrangement decides which section comes first, and folds what it is not about. See `panel_order`.
    """

    edited = Signal(str, object, bool)
    deviceChosen = Signal(str)
    keepRatioChosen = Signal(bool)
    runChosen = Signal(int)
    domainFitRequested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent, margin=0)
        self.setObjectName("parameterPanel")
        self.keep_ratio: KeepRatio | None = None
        self.tools: ExpressionTools | None = None
        """Made for the first own function."""
        self._scene: Scene | None = None
        self._other = ""
        """The title of a problem that is not in the list."""
        self._rate_shown: float | None = None
        """The rate of the next update, while the field shows that."""
        self._filling = IdleWork(self)
        self._folds: dict[str, FoldRow] = {}
        """Made when first needed."""
        self._line: QFrame | None = None
        """The line above the folds."""
        self._unfolded: set[str] = set()
        """The paths of values that stay in sight though a fold could hide them."""
        self._arranged: tuple[object, ...] = ()
        """The state for which the rows were last arranged."""
        self.formula: FormulaSheet | None = None
        """The typeset loss, which a simple window shows unless it is an own function."""
        self._formula_shown: tuple[object, object] = None, None
        """The problem and the theme of the loss that is shown."""
        self._lesson: QWidget | None = None
        """The page of a lesson, which replaces the rows."""
        self.run_choice: RunChoice | None = None
        """Made for the first arrangement that shows it."""
        area = self._area = SteadyArea(self)
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._column = PanelColumn()
        area.setWidget(self._column)
        self.body.addWidget(area)
        self._make_widgets()
        self._make_rows()
        self._connect()
        self.retranslate()

    def show_lesson(self, head: QWidget, page: QWidget) -> None:
        """Show a lesson in place of the rows, below a head that switches between them."""
        self.body.insertWidget(0, head)
        self.body.insertWidget(1, page, 1)
        self._lesson = page
        self.show_rows(False)

    def show_rows(self, shown: bool) -> None:
        """Switch from the lesson to the rows, or back."""
        self._area.setVisible(shown or self._lesson is None)
        if self._lesson is not None:
            self._lesson.setVisible(not shown)

    def hide_lesson(self) -> None:
        """Show the rows again."""
        self._lesson = None
        self.show_rows(True)

    def _make_widgets(self) -> None:
        self.surface = combo_box("surfaceCombo")
        self.expression = ExpressionField()
        self.data_rows = DataRows(self._column)
        self.start = [NumberField("startXField"), NumberField("startYField")]
        self.optimizer = combo_box("optimizerCombo")
        self.optimizer_form = self._form("optimizer", self.optimizer, skip="lr")
        self.lr = NumberField("lrField")
        self.lr_slider = LogSlider("lrSlider")
        self.schedule = combo_box("scheduleCombo")
        self.schedule_form = self._form("schedule", self.schedule, skip="unit")
        self.unit = combo_box("scheduleUnitCombo")
        self.warmup_length = NumberField("warmupLengthField")
        self.warmup_factor = NumberField("warmupFactorField")
        self.batch = IntegerField("batchSizeField")
        self.seed = IntegerField("seedField")
        self.steps = IntegerField("stepsField")
        self.epochs = IntegerField("epochsField")
        self.device = combo_box("deviceCombo")
        self.device_note, self.batch_note, self.schedule_note = (QLabel(self._column) for _ in range(3))
        for note in (self.device_note, self.batch_note, self.schedule_note):
            note.setProperty("role", "note")
            note.setWordWrap(True)
        self.device_note.hide()

    def _form(self, family: str, after: QWidget, skip: str) -> ParamForm:
        """Make the form of an optimizer or a schedule, which refuses what the edit would refuse."""
        return ParamForm(
            family, after, self._column, (skip,), check=lambda name, value: self._try(f"{family}.{name}", value)
        )

    def _try(self, path: str, value: Any) -> None:
        if self._scene is not None:
            edits.edited(self._scene.experiment, self._scene.run, path, value)

    def _make_rows(self) -> None:
        column = self._column
        names = ("runs", "problem", "optimizer", "rate", "duration")
        self._heads = {name: SectionHead(parent=column, wraps=True) for name in names}
        self._rows = {
            "surface": Row(self.surface, parent=column),
            "expression": Row(self.expression, parent=column),
            "start": Row(*self.start, parent=column),
            "optimizer": Row(self.optimizer, parent=column),
            "lr": Row(self.lr, parent=column),
            "schedule": Row(self.schedule, parent=column),
            "unit": Row(self.unit, parent=column),
            "warmup": Row(self.warmup_length, self.warmup_factor, parent=column),
            "batch": Row(self.batch, parent=column),
            "epochs": Row(self.epochs, parent=column),
            "steps": Row(self.steps, parent=column),
            "seed": Row(self.seed, parent=column),
            "device": Row(self.device, parent=column),
        }
        self._formula_row = Block(self._rows["expression"], parent=column)
        """The field of the formula, and below it the derivatives."""
        self._rate_slider = RateSlider(self.lr_slider, column)

    def _connect(self) -> None:
        self.data_rows.edited.connect(self.edited)
        self.surface.activated.connect(self._choose_problem)
        self.expression.committed.connect(lambda text: self._emit("problem.expression", text))
        self.expression.derivativesMade.connect(self._formula_row.column.addWidget)
        self.expression.recalled.connect(lambda formula: self._emit("problem.expression", formula))
        self.optimizer.activated.connect(lambda _: self._emit("optimizer.kind", self.optimizer.currentData()))
        self.optimizer_form.edited.connect(lambda name, value: self._emit(f"optimizer.{name}", value))
        self.lr_slider.moved.connect(lambda value: self.edited.emit("optimizer.lr", value, False))
        self.lr_slider.released.connect(lambda: self._emit("optimizer.lr", self.lr_slider.number()))
        self.schedule.activated.connect(lambda _: self._emit("schedule.kind", self.schedule.currentData()))
        self.schedule_form.edited.connect(lambda name, value: self._emit(f"schedule.{name}", value))
        self.unit.activated.connect(lambda _: self._emit("schedule.unit", self.unit.currentData()))
        self.device.activated.connect(lambda _: self.deviceChosen.emit(self.device.currentData()))
        self._on_value(self.lr, "optimizer.lr")
        self._on_value(self.warmup_length, "warmup.length")
        self._on_value(self.warmup_factor, "warmup.start_factor")
        for signal in (self.batch.committed, self.batch.stepped):
            signal.connect(lambda value: self._emit(self.keep_ratio.path if self.keep_ratio else "batch.size", value))
        self._on_value(self.seed, "seed")
        self._on_value(self.steps, "steps")
        self._on_value(self.epochs, "epochs")
        for i, field in enumerate(self.start):
            field.committed.connect(lambda value, i=i: self._emit_start(i, value))
            field.stepped.connect(lambda value, i=i: self._emit_start(i, value))

    def _on_value(self, field: NumberField | IntegerField, path: str) -> None:
        field.committed.connect(lambda value: self._emit(path, value))
        field.stepped.connect(lambda value: self._emit(path, value))

    def _emit(self, path: str, value: Any) -> None:
        self.edited.emit(path, value, True)

    def _emit_start(self, place: int, value: float) -> None:
        if self._scene is not None:
            start = list(self._scene.experiment.runs[self._scene.run].start)
            start[place] = value
            self._emit("start", start)

    def _choose_problem(self) -> None:
        data = tuple(self.surface.currentData())
        value = choices.problem_of(data)
        if value is not None:
            self._emit("problem", value)
            return
        if data == choices.OWN_FUNCTION:
            self._unfolded.add("problem.expression")
            self._arrange()
            self.expression.line.setFocus()
            self.expression.line.selectAll()
        self._show_problem()

    def refuse(self, path: str, sentence: str) -> bool:
        """Mark the field at `path` as refused; False if there is no such field."""
        if path.startswith("problem"):
            if not self.data_rows.refuse(path, sentence):
                self.expression.refuse(sentence)
            return True
        return False

    def note_device(self, sentence: str) -> None:
        """Show a sentence about the devices below the box that chooses them."""
        self.device_note.setText(sentence)
        self.device_note.show()

    def naming(self, path: str) -> Callable[[], str]:
        """A function that returns the name of the value at `path` in the current language."""
        scene = self._scene
        own = parameter_name(scene.experiment, scene.run, path) if scene is not None else None
        return own or partial(self._row_name, path)

    def _row_name(self, path: str) -> str:
        if self.tools is not None and path.startswith(("problem.domain", "problem.parameters.")):
            return str(self.tools.name_of(path))
        row = self._rows.get(ROW_OF.get(path, path.split(".")[0]))
        return row.label.text().split("  ")[0] if row is not None else self.data_rows.name_of(path)

    # -- showing ----------------------------------------------------------------------------------------

    def show_scene(self, scene: Scene, before: Scene | None) -> None:
        """See View; when another experiment opens, what was typed and not committed is discarded."""
        self._scene, moment, here = scene, scene.state.moment, scene.state.moment.from_here
        if before is not None and scene.openings != before.openings:
            self.expression.restore()
            self.data_rows.forget_typed()
            for fold in self._folds.values():
                fold.setChecked(False)
            if self.keep_ratio is not None:
                self.keep_ratio.forget()
        if before is None or moment is not before.state.moment:
            self.device.setCurrentIndex(self.device.findData(moment.device))
            if self.keep_ratio is not None:
                self.keep_ratio.show_kept(moment.keep_ratio)
        if (
            before is None
            or scene.experiment is not before.experiment
            or scene.run != before.run
            or scene.refusals != before.refusals
            or here != before.state.moment.from_here
        ):
            self._show_experiment(scene, before)
        self._show_rate_from_here(scene)
        if before is None or (scene.simple, scene.arrangement) != (before.simple, before.arrangement):
            self._arrange(anew=True)
        elif moment.device != before.state.moment.device:
            self._arrange()
        self._show_formula(scene)
        if self.run_choice is not None and (scene.has_other_runs(before) or not self.run_choice.combo.count()):
            self.run_choice.show_runs(scene)

    def _show_rate_from_here(self, scene: Scene) -> None:
        """While rates are set from the playhead on, show that of the next update; see rate_from_here."""
        rate = rate_from_here(scene)
        typing = self.lr.hasFocus() and self.lr.isModified()
        if rate is None or rate == self._rate_shown or typing:
            return
        self._rate_shown = rate
        for part in (self.lr, self.lr_slider):
            part.setEnabled(True)
        self.lr.setValue(float(f"{rate:.6g}"))
        if rate > 0:
            self.lr_slider.set_number(rate)

    def _show_experiment(self, scene: Scene, before: Scene | None) -> None:
        """Show the problem and the chosen run."""
        experiment, run = scene.experiment, scene.run
        same = before is not None and run == before.run
        changed = run_edits.changed_parts(before.experiment, experiment) if before is not None and same else set()
        self._filling.postpone(_REST_MS)
        spec = experiment.runs[run]
        problem = compiled(experiment.problem)
        for i, field in enumerate(self.start):
            field.setVisible(i < problem.dim)
            if i < problem.dim:
                side = problem.domain[i]
                field.setParam(Param("", "float", 0.0, label=mark("Start"), symbol=problem.names[i],
                                     help=mark("Where the run begins; also dragged in the surface.")))  # fmt: skip
                field.setStep((side[1] - side[0]) / 100)
                field.setValue(spec.start[i])
        self.lr.setParam(next(p for p in params_of(type(spec.optimizer)) if p.name == "lr"))
        self.lr.setValue(spec.optimizer.lr)
        self._rate_shown = None
        show_rate(self.lr_slider, scene)
        if self.keep_ratio is None and experiment.problem.n_samples:
            self.keep_ratio = KeepRatio(self._column)
            self.keep_ratio.chosen.connect(self.keepRatioChosen)
        if self.keep_ratio is not None:
            self.keep_ratio.show_kept(scene.state.moment.keep_ratio)
            self.keep_ratio.show_run(experiment, run)
        self.data_rows.show_start(spec.start)
        if changed and changed <= {"start", "optimizer.lr"}:  # the most frequent case, during a drag
            return
        self._show_problem()
        self.data_rows.show_problem(experiment.problem, spec.start)
        shown = ", ".join(problem.names[:2]) + (", …" if problem.dim > 2 else "")
        self._rows["start"].label.setText(self.tr("Start  <i>{names}</i>").format(names=shown))
        self.optimizer.choose(translate(spec.optimizer.label), spec.optimizer.kind)
        self.optimizer.setToolTip(translate(type(spec.optimizer).summary))
        self.optimizer_form.show_values(spec.optimizer)
        self._show_use_of_rate(edits.rate_is_used(experiment, run))
        self._show_schedule(experiment, run)
        self._show_duration(experiment, run)
        self._arrange(anew=before is not None and (not same or scene.openings != before.openings))

    def _show_use_of_rate(self, used: bool) -> None:
        """Enable the rate if it is used, otherwise say why not."""
        tip = self.tr("The learning rate η, on a logarithmic scale.")
        if not used:
            tip = self.tr("The schedule brings rates of its own: they are edited below.")
            self.lr.setToolTip(tip)
        elif not self.lr.isEnabled():
            self.lr.explain()
        self.lr_slider.setToolTip(tip)
        for part in (self.lr, self.lr_slider):
            part.setEnabled(used)

    def _show_problem(self) -> None:
        if self._scene is None:
            return
        problem = self._scene.experiment.problem
        title, data = choices.entry_of(problem)
        other = title if data == choices.OTHER else ""
        if other != self._other:
            self._other = other
            self.surface.set_source(lambda: choices.problems(self._other))
        self.surface.choose(title, data)
        names: dict[str, Any] = {}
        if isinstance(problem, ExpressionSpec):
            names = {"constants": dict(problem.parameters), "variables": problem.variables}
        prediction, loss = choices.formula_of(compiled(problem))
        self.expression.show_expression(choices.expression_of(problem), **names, instead=prediction, note=loss)
        if isinstance(problem, ExpressionSpec) and self.tools is None:
            from gdviz.gui.panel.expression_tools import ExpressionTools

            self.tools = ExpressionTools(self._try, self._column)
            self.tools.edited.connect(self.edited)
            self.tools.fitRequested.connect(self.domainFitRequested)
            self.tools.put_after(self.expression.line, self.start[0])
        if self.tools is not None:
            self.tools.show_problem(problem)

    def _show_schedule(self, experiment: Experiment, run: int) -> None:
        spec = experiment.runs[run]
        self.schedule.choose(translate(spec.schedule.label), spec.schedule.kind)
        self.schedule.setToolTip(f"{translate(type(spec.schedule).summary)}\n{type(spec.schedule).formula}")
        self.schedule_form.show_values(spec.schedule)
        self.unit.choose(spec.schedule.unit, spec.schedule.unit)
        warmup = spec.warmup
        self.warmup_length.setValue(warmup.length if warmup else 0.0)
        self.warmup_factor.setValue(warmup.start_factor if warmup else 0.1)
        self.warmup_factor.setEnabled(warmup is not None)
        if warmup is None:
            self.warmup_factor.setToolTip(self.tr("There is no warm-up: give it a length first."))
        else:
            self.warmup_factor.explain()
        unit = self.tr("epochs") if warmup and warmup.unit == "epoch" else self.tr("steps")
        self.schedule_note.setText(self.tr("Warm-up in {unit}").format(unit=unit))

    def _show_duration(self, experiment: Experiment, run: int) -> None:
        spec = experiment.runs[run]
        n = experiment.problem.n_samples
        per_epoch = proposals.steps_per_epoch(experiment, spec)
        if n is not None:
            self.batch.setParam(
                Param("size", "int", None, low=1, high=n, scale="log", symbol="B", label=mark("Batch size"),
                      help=mark("How many samples a step sees; the gradient is their mean."))
            )  # fmt: skip
            self.batch.setValue(spec.batch.size if spec.batch else None)
            self.batch_note.setText(self._batch_sentence(n, spec.batch.size if spec.batch else None, per_epoch))
        self.seed.setValue(experiment.seed)
        self.steps.setValue(round(proposals.duration(experiment, spec, "step")))
        self.epochs.setValue(round(proposals.duration(experiment, spec, "epoch")))

    def _batch_sentence(self, n: int, size: int | None, per_epoch: int) -> str:
        if size is None or size == n:
            return self.tr("full batch: all {n} samples a step, one step an epoch").format(n=n)
        text = self.tr("{n} samples / batch {size} = {steps} iterations an epoch").format(
            n=n, size=size, steps=per_epoch
        )
        if n % size and per_epoch * size > n:
            text += self.tr("; the last batch has {rest}").format(rest=n % size)
        return text

    # -- order and folds ------------------------------------------------------------------------------------

    def reveal(self, path: str) -> QWidget:
        """Unfold and scroll to the field of the value at `path`, such as "optimizer.dampening", and return it.

        For a value that the experiment does not have, that is the list that decides on it: the list of methods for the
        dampening while the method is Adam, that of surfaces for the noise of data. Raises KeyError for no value's path.
        """
        sections = self._entries()
        every = [entry for found in sections.values() for entry in found]
        entries = {e.path: e for e in every if e.offered or (e.offered is None and not e.widget.isHidden())}
        place = path
        while place and _PLACES.get(place, place) not in entries:
            place = place.rpartition(".")[0]
        entry = entries.get(_PLACES.get(place, place)) or entries[_DECIDED_BY[path.partition(".")[0]]]
        fold = next((name for name, inside in self._folded(sections).items() if entry in inside), None)
        if fold is not None:
            self._folds[fold].setChecked(True)
        field = self._field_of(entry, path)
        self._show_at_once(field)
        return field

    def _field_of(self, entry: Entry, path: str) -> QWidget:
        if self.tools is not None and entry.widget is self.tools:
            return self.tools.field(path)
        if path == "warmup.start_factor":
            return self.warmup_factor
        fields = list(fields_in(entry.widget))
        return next((field for field in fields if not isinstance(field, Slider)), entry.widget)

    def _show_at_once(self, *widgets: QWidget) -> None:
        """Scroll to widgets that may just have been unfolded; if not all fit, the last one is in sight."""
        self._column.apply()
        QCoreApplication.sendEvent(self._column, QEvent(QEvent.Type.LayoutRequest))  # the area takes the new height
        for widget in widgets:
            self._area.ensureWidgetVisible(widget, 0, _MARGIN)

    def _entries(self) -> dict[str, list[Entry]]:
        """Return the values of each section, from the top, in the usual order."""
        scene = self._scene
        if scene is None:
            return {name: [] for name in self._heads}
        experiment, spec, rows = scene.experiment, scene.experiment.runs[scene.run], self._rows
        problem = experiment.problem
        data, own = problem.n_samples is not None, problem.kind == "expression"
        batches = proposals.steps_per_epoch(experiment, spec) > 1
        warms, scheduled = spec.warmup is not None, spec.schedule.kind != "constant"
        method = self.optimizer_form.entries()
        made: dict[str, list[Entry]] = {
            "runs": [] if self.run_choice is None else [Entry("runs", self.run_choice, len(experiment.runs) > 1)],
            "problem": [
                Entry("problem", rows["surface"]),
                *([] if self.formula is None else [Entry("formula", self.formula, scene.simple and not own)]),
                Entry("problem.expression", self._formula_row, used=own),
                *self.data_rows.entries(),
                *([] if self.tools is None else [
                    Entry("problem.domain", self.tools, own, bool(self.tools.constants))
                ]),
                Entry("start", rows["start"], not isinstance(problem, ModelSpec)),  # its form has the starts
            ],
            "optimizer": [
                Entry("optimizer", rows["optimizer"], used=spec.optimizer.kind != "sgd" or any(e.used for e in method)),
                *method,
            ],
            "rate": [
                Entry("optimizer.lr", rows["lr"]),
                Entry("slider", self._rate_slider),
                Entry("schedule", rows["schedule"]),
                *self.schedule_form.entries(),
                Entry("schedule.unit", rows["unit"], batches and (scheduled or warms), spec.schedule.unit != "epoch"),
                Entry("warmup", rows["warmup"], used=warms),
                Entry("warmup remark", self.schedule_note, warms and batches, warms),
            ],
            "duration": [
                Entry("batch.size", rows["batch"], data),
                Entry("batch remark", self.batch_note, data),
                *([] if self.keep_ratio is None else [Entry("keep_ratio", self.keep_ratio, None)]),
                Entry("epochs", rows["epochs"], data),
                Entry("steps", rows["steps"], used=experiment.epochs is None),
                Entry("seed", rows["seed"], data, experiment.seed != 0),
                Entry("device", rows["device"], used=scene.state.moment.device != "auto"),
                Entry("device remark", self.device_note, None),
            ],
        }  # fmt: skip
        return made

    def _folded(self, entries: dict[str, list[Entry]]) -> dict[str, list[Entry]]:
        """Return the entries of each fold, even if it is open."""
        scene, made = self._scene, {name: list[Entry]() for name in FOLDS}
        if scene is None:
            return made
        for section in folding_order(scene.arrangement):
            for entry in entries[section]:
                fold = fold_of(section, entry.path, scene.arrangement, scene.simple)
                if fold is not None and (fold[1] or entry.path not in self._unfolded):
                    made[fold[0]].append(entry)
        return made

    def _arrange(self, anew: bool = False) -> None:
        """Put the rows in order, and fold what is to be folded.

        A value that becomes used leaves a closed fold, and stays outside until there is another run, experiment or
        arrangement (`anew`), so that no row moves while it is edited.
        """
        scene = self._scene
        if scene is None:
            return
        simple, arrangement = scene.simple, scene.arrangement
        self._make_if_needed(simple, arrangement)
        entries = self._entries()
        every = [entry for found in entries.values() for entry in found]
        opened = {name for name, fold in self._folds.items() if fold.isChecked()}
        used = {entry.path for entry in every if entry.used and entry.offered is not False}
        if anew:
            focus = QApplication.focusWidget()
            held = {entry.path for entry in every if _holds(entry.widget, focus)}
            self._unfolded = used | held
        else:
            folded = self._folded(entries)
            self._unfolded |= used - {entry.path for name in opened for entry in folded[name]}
        constants = self.tools.constants if self.tools is not None else ()
        now = (simple, arrangement, opened, every, constants, frozenset(self._unfolded))
        if now != self._arranged:
            self._arranged = now
            with self._column.held():
                self._lay_out(entries, simple, arrangement, opened)

    def _make_if_needed(self, simple: bool, arrangement: str) -> None:
        """Make the widgets that only a simple panel, or that of an arrangement, has."""
        if arrangement == "rates" and self.run_choice is None:
            from gdviz.gui.panel.run_choice import RunChoice

            self.run_choice = RunChoice(self._column)
            self.run_choice.chosen.connect(self.runChosen)
            self.run_choice.retranslate()
        if simple and self.formula is None:
            from gdviz.gui.drawing.formula_sheet import FormulaSheet

            self.formula = FormulaSheet(self._column)
            self.formula.setObjectName("formulaSheet")
        if (simple or arrangement in ("data", "rates")) and not self._folds:
            from gdviz.gui.widgets.fold_row import FoldRow

            self._line = QFrame(self._column)
            self._line.setProperty("line", True)
            self._line.setFixedHeight(1)
            for name in FOLDS:
                fold = self._folds[name] = FoldRow(_FOLD_NAMES.get(name, "moreSettingsFold"), self._column)
                fold.toggled.connect(lambda opened, name=name: self._unfold(name, opened))

    def _unfold(self, name: str, opened: bool) -> None:
        focus = QApplication.focusWidget()
        inside = self._folded(self._entries())[name]
        if not opened and any(_holds(entry.widget, focus) for entry in inside):
            self._folds[name].setFocus(Qt.FocusReason.OtherFocusReason)
        self._arrange()
        if opened:
            shown = [entry.widget for entry in inside if entry.offered]
            QTimer.singleShot(0, self, lambda: self._show_at_once(*shown[-1:], self._folds[name]))

    def _lay_out(self, entries: dict[str, list[Entry]], simple: bool, arrangement: str, open_folds: set[str]) -> None:
        folded = self._folded(entries)
        hidden = {entry.path for found in folded.values() for entry in found}
        pieces: list[Piece] = []
        heads = set()
        for section in sections(arrangement):
            here = [entry for entry in entries[section] if entry.path not in hidden]
            if not here or not any(entry.offered for entry in here):
                continue
            if pieces:
                pieces.append(_BEFORE_ROOMY_HEAD if simple else _BEFORE_HEAD)
            heads.add(section)
            pieces += [self._heads[section], *(entry.widget for entry in here)]
            self._show_entries(here, True)
        for name, head in self._heads.items():
            head.setVisible(name in heads)
        lasts_only = simple and self._scene is not None and self._scene.problem.n_samples is None
        self._heads["duration"].setText(self.tr("Duration") if lasts_only else self.tr("Data and duration"))
        used_folds = [name for name in self._folds if any(entry.offered for entry in folded.get(name, ()))]
        if used_folds and self._line is not None:
            pieces += [_BEFORE_FOLDS, self._line]
        for name in used_folds:
            pieces += [self._folds[name], *(entry.widget for entry in folded[name])]
            names = [self._name_within(entry) for entry in folded[name] if entry.offered]
            self._folds[name].set_texts(self._fold_title(name), [one for one in names if one])
            self._show_entries(folded[name], name in open_folds)
        for name, fold in self._folds.items():
            fold.setVisible(name in used_folds)
        if self._line is not None:
            self._line.setVisible(bool(used_folds))
        laid_out = {piece for piece in pieces if isinstance(piece, QWidget)}
        for found in entries.values():
            self._show_entries([entry for entry in found if entry.widget not in laid_out], False)
        self._rate_slider.show_ends(simple)
        plain = not simple and arrangement not in ("data", "rates")
        self._column.lay_out(pieces, simple, plain)

    @staticmethod
    def _show_entries(entries: list[Entry], shown: bool) -> None:
        for entry in entries:
            if entry.offered is None:
                continue
            entry.widget.setVisible(shown and entry.offered)

    def _show_formula(self, scene: Scene) -> None:
        """Show the typeset loss."""
        shown = scene.experiment.problem, scene.theme
        known = all(a is b for a, b in zip(shown, self._formula_shown, strict=True))
        if self.formula is None or not scene.simple or known:
            return
        self._formula_shown = shown
        from gdviz.gui.panel.loss_text import formula_lines

        lines, names = formula_lines(scene.experiment.problem)
        self.formula.colour = QColor(scene.theme.text2)
        self.formula.set_lines(lines, names)

    def _name_within(self, entry: Entry) -> str:
        """Return the name of a value in the line that lists the content of a fold."""
        return self.tr("formula") if entry.widget is self._formula_row else _name_of(entry.widget)

    def _fold_title(self, name: str) -> str:
        return self.tr("Make data") if name == MAKE_DATA else self.tr("More settings")

    # -- language ---------------------------------------------------------------------------------------

    def changeEvent(self, event: QEvent) -> None:
        """Qt: the language has changed."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def retranslate(self) -> None:
        """Set every text in the window's language."""
        heads = {"runs": self.tr("Run"),
                 "problem": self.tr("Problem"), "optimizer": self.tr("Optimizer"), "rate": self.tr("Learning rate"),
                 "duration": self.tr("Data and duration")}  # fmt: skip
        for name, text in heads.items():
            self._heads[name].setText(text)
        rows = {
            "surface": (self.tr("Surface"), self.tr("The loss function: from the catalogue, from data, or your own.")),
            "expression": (self.tr("J(w)"), self.tr("The loss as a formula.")),
            "start": (self.tr("Start"), self.tr("Also dragged in the surface.")),
            "optimizer": (self.tr("Method"), ""),
            "lr": (self.tr("Rate  <i>η</i>"), ""),
            "schedule": (self.tr("Schedule"), ""),
            "unit": (self.tr("Counted in"), self.tr("Whether the schedule counts finished epochs or steps.")),
            "warmup": (self.tr("Warm-up"), self.tr("Its length (0: none), and the share of the rate it begins with.")),
            "batch": (self.tr("Batch size"), ""),
            "epochs": (self.tr("Epochs"), self.tr("How often the whole data set is seen.")),
            "steps": (self.tr("Steps"), self.tr("How many updates the run makes (step = iteration).")),
            "seed": (self.tr("Seed"), ""),
            "device": (self.tr("Device"), self.tr("Where the numbers are computed; automatic takes the faster one.")),
        }  # fmt: skip
        for name, (text, tip) in rows.items():
            self._rows[name].set_text(text, term_tip(_TERMS[name], tip) if name in _TERMS else tip)
        for combo, name in ((self.surface, "surface"), (self.unit, "unit"), (self.device, "device")):
            combo.setToolTip(rows[name][1])  # the tool tips of the other lists describe the choice
        self._explain_fields()
        self.batch.setNoneText(self.tr("whole data"))
        self._name_choices()
        self.optimizer_form.retranslate()
        self.schedule_form.retranslate()
        self.data_rows.retranslate()
        self._rate_slider.retranslate()
        if self.run_choice is not None:
            self.run_choice.retranslate()
        if self._scene is not None:
            self._show_experiment(self._scene, None)
            self._show_rate_from_here(self._scene)
            self._arranged = ()
            self._arrange(anew=True)
            layout = self._column.layout()
            if layout is not None:
                layout.invalidate()  # Hangul is a pixel higher than the text before

    def _explain_fields(self) -> None:
        length, factor, _ = params_of(Warmup)
        self.warmup_length.setParam(length)
        self.warmup_length.setStep(1.0)
        self.warmup_factor.setParam(factor)
        self.steps.setParam(Param("steps", "int", 100, low=1, high=10**9, scale="log", label=mark("Steps"),
                                  help=mark("How many updates the run makes.")))  # fmt: skip
        self.epochs.setParam(Param("epochs", "int", 30, low=1, high=10**6, scale="log", label=mark("Epochs"),
                                   help=mark("How often the whole data set is seen.")))  # fmt: skip
        self.seed.setParam(Param("seed", "int", 0, low=0, high=2**31, label=mark("Seed"),
                                 help=mark("The same seed shuffles the samples in the same way.")))  # fmt: skip
        self.lr_slider.setAccessibleName(self.tr("Learning rate"))
        for combo, name in (
            (self.surface, self.tr("Surface")), (self.optimizer, self.tr("Method")),
            (self.schedule, self.tr("Schedule")), (self.unit, self.tr("Counted in")), (self.device, self.tr("Device")),
        ):  # fmt: skip
            combo.setAccessibleName(name)

    def fill_combos(self) -> None:
        """Fill the long lists in idle time, before they are opened."""
        lists = (self.surface.fill, self.optimizer.fill, self.schedule.fill, self.expression.offer_recent)
        self._filling.start(one_by_one(*lists), lambda _: None)

    def _name_choices(self) -> None:
        self.surface.set_source(lambda: choices.problems(self._other))
        self.optimizer.set_source(choices.optimizers)
        self.schedule.set_source(choices.schedules)
        self.unit.set_source(lambda: [(self.tr("epochs"), "epoch"), (self.tr("steps"), "step")])
        names = {"auto": self.tr("automatic"), "cpu": "CPU (NumPy)", "gpu": "GPU (CuPy)"}
        self.device.set_source(lambda: [(names[device], device) for device in DEVICES])
        self.unit.fill()
        self.device.fill()


def _holds(widget: QWidget, focus: QWidget | None) -> bool:
    return focus is not None and (widget is focus or widget.isAncestorOf(focus))


def _name_of(widget: QWidget) -> str:
    """Return the name of a row for use within a line of text."""
    rows = [widget] if isinstance(widget, Row | QCheckBox) else widget.findChildren(Row)[:1]
    names = (row.name() if isinstance(row, Row) else row.text() for row in rows if isinstance(row, Row | QCheckBox))
    return next((within(lambda name=name: name)() for name in names), "")  # type: ignore[misc]
