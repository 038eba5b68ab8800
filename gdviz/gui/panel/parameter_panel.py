"""The parameter panel: every value of the experiment that a person may edit."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np
from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QFrame, QLabel, QScrollArea, QVBoxLayout, QWidget

from gdviz import proposals
from gdviz.backend import DEVICES
from gdviz.editing import edits, run_edits
from gdviz.experiment import Experiment
from gdviz.gui.kernel import choices
from gdviz.gui.kernel.edit_names import ROW_OF, parameter_name
from gdviz.gui.kernel.idle import IdleWork, one_by_one
from gdviz.gui.kernel.view import ViewDefaults
from gdviz.gui.panel.data_rows import DataRows
from gdviz.gui.panel.expression_field import ExpressionField
from gdviz.gui.panel.keep_ratio import KeepRatio
from gdviz.gui.panel.param_form import ParamForm, Row
from gdviz.gui.style.term_tips import term_tip
from gdviz.gui.style.texts import translate
from gdviz.gui.widgets.combo import combo_box
from gdviz.gui.widgets.fields import IntegerField, NumberField
from gdviz.gui.widgets.frame import Panel, SectionHead
from gdviz.gui.widgets.sliders import LogSlider
from gdviz.messages import mark
from gdviz.params import Param, params_of
from gdviz.problems.base import compiled
from gdviz.problems.model import ModelSpec
from gdviz.schedules.base import Warmup

if TYPE_CHECKING:
    from gdviz.gui.kernel.scene import Scene
    from gdviz.gui.panel.expression_tools import ExpressionTools

SLIDER_DECADES, _REST_MS = 3, 100
_TERMS = {
    "surface": "loss_surface", "expression": "loss", "start": "start", "optimizer": "optimizer", "lr": "learning_rate",
    "schedule": "schedule", "warmup": "warm_up", "batch": "batch_size", "epochs": "epoch", "steps": "step",
    "seed": "seed",
}  # fmt: skip
"""The term that the label of a row stands for."""


class ParameterPanel(ViewDefaults, Panel):
    """Fields for problem, start, optimizer, rate, schedule, warm-up, data, duration and device.

    `edited` carries the path ("optimizer.lr"), the JSON value, and whether the edit is over (False while a
    slider is dragged). The panel changes nothing itself.
    """

    edited = Signal(str, object, bool)
    deviceChosen = Signal(str)
    keepRatioChosen = Signal(bool)
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
        area = QScrollArea(self)
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        inner = QWidget()
        inner.setProperty("scrolled", True)
        self._column = QVBoxLayout(inner)
        self._column.setContentsMargins(12, 10, 12, 12)
        self._column.setSpacing(8)
        area.setWidget(inner)
        self.body.addWidget(area)
        self._make_widgets()
        self._lay_out()
        self._connect()
        self.retranslate()

    def _make_widgets(self) -> None:
        self.surface = combo_box("surfaceCombo")
        self.expression = ExpressionField()
        self.data_rows = DataRows()
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
        self.device_note, self.batch_note, self.schedule_note = (QLabel() for _ in range(3))
        for note in (self.device_note, self.batch_note, self.schedule_note):
            note.setProperty("role", "note")
            note.setWordWrap(True)
        self.device_note.hide()

    def _form(self, family: str, after: QWidget, skip: str) -> ParamForm:
        """Make the form of an optimizer or a schedule, which refuses what the edit would refuse."""
        return ParamForm(family, after, (skip,), check=lambda name, value: self._try(f"{family}.{name}", value))

    def _try(self, path: str, value: Any) -> None:
        if self._scene is not None:
            edits.edited(self._scene.experiment, self._scene.run, path, value)

    def _lay_out(self) -> None:
        self._heads = {name: SectionHead(wraps=True) for name in ("problem", "optimizer", "rate", "duration")}
        self._rows = {
            "surface": Row(self.surface),
            "expression": Row(self.expression),
            "start": Row(*self.start),
            "optimizer": Row(self.optimizer),
            "lr": Row(self.lr),
            "schedule": Row(self.schedule),
            "unit": Row(self.unit),
            "warmup": Row(self.warmup_length, self.warmup_factor),
            "batch": Row(self.batch),
            "epochs": Row(self.epochs),
            "steps": Row(self.steps),
            "seed": Row(self.seed),
            "device": Row(self.device),
        }
        sections: dict[str, list[QWidget | str]] = {
            "problem": ["surface", "expression", self.data_rows, "start"],
            "optimizer": ["optimizer", self.optimizer_form],
            "rate": ["lr", self.lr_slider, "schedule", self.schedule_form, "unit", "warmup", self.schedule_note],
            "duration": ["batch", self.batch_note, "epochs", "steps", "seed", "device", self.device_note],
        }
        for i, (head, entries) in enumerate(sections.items()):
            if i:
                self._column.addSpacing(6)
            self._column.addWidget(self._heads[head])
            for entry in entries:
                self._column.addWidget(self._rows[entry] if isinstance(entry, str) else entry)
        self._column.addStretch(1)

    def _connect(self) -> None:
        self.data_rows.edited.connect(self.edited)
        self.surface.activated.connect(self._choose_problem)
        self.expression.committed.connect(lambda text: self._emit("problem.expression", text))
        self.expression.derivativesMade.connect(
            lambda sheet: self._column.insertWidget(self._column.indexOf(self._rows["expression"]) + 1, sheet)
        )
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

    def _show_rate_from_here(self, scene: Scene) -> None:
        """While rates are set from here on, show that of the next update; at the end that of the last one."""
        record = scene.record
        if not scene.state.moment.from_here or record.planned < 1:
            return
        step = min(scene.clock.updates(scene.run), record.planned - 1)
        rate = float(record.planned_lr(np.array([step]))[0])
        typing = self.lr.hasFocus() and self.lr.isModified()
        if rate == self._rate_shown or typing:
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
        middle = proposals.rate(type(spec.optimizer), problem)
        self.lr_slider.set_limits(middle * 10.0**-SLIDER_DECADES, middle * 10.0**SLIDER_DECADES)
        self.lr_slider.set_number(spec.optimizer.lr)
        if self.keep_ratio is None and experiment.problem.n_samples:
            self.keep_ratio = KeepRatio()
            self.keep_ratio.stand_below(self.batch_note)
            self.keep_ratio.chosen.connect(self.keepRatioChosen)
        if self.keep_ratio is not None:
            self.keep_ratio.show_kept(scene.state.moment.keep_ratio)
            self.keep_ratio.show_run(experiment, run)
        self.data_rows.show_start(spec.start)
        if changed and changed <= {"start", "optimizer.lr"}:  # the most frequent case, during a drag
            return
        self._show_problem()
        self.data_rows.show_problem(experiment.problem, spec.start)
        self._rows["start"].setVisible(not isinstance(experiment.problem, ModelSpec))  # which lists its own starts
        shown = ", ".join(problem.names[:2]) + (", …" if problem.dim > 2 else "")
        self._rows["start"].label.setText(self.tr("Start  <i>{names}</i>").format(names=shown))
        self.optimizer.choose(translate(spec.optimizer.label), spec.optimizer.kind)
        self.optimizer.setToolTip(translate(type(spec.optimizer).summary))
        self.optimizer_form.show_values(spec.optimizer)
        self._show_use_of_rate(edits.rate_is_used(experiment, run))
        self._show_schedule(experiment, run)
        self._show_duration(experiment, run)

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
        problem: Any = self._scene.experiment.problem
        title, data = choices.entry_of(problem)
        other = title if data == choices.OTHER else ""
        if other != self._other:
            self._other = other
            self.surface.set_source(lambda: choices.problems(self._other))
        self.surface.choose(title, data)
        names: dict[str, Any] = {}
        if problem.kind == "expression":
            names = {"constants": dict(getattr(problem, "parameters", ())), "variables": problem.variables}
        prediction, loss = choices.formula_of(compiled(problem))
        self.expression.show_expression(choices.expression_of(problem), **names, instead=prediction, note=loss)
        if problem.kind == "expression" and self.tools is None:
            from gdviz.gui.panel.expression_tools import ExpressionTools

            self.tools = ExpressionTools(self._try)
            self.tools.edited.connect(self.edited)
            self.tools.fitRequested.connect(self.domainFitRequested)
            self._column.insertWidget(self._column.indexOf(self._rows["start"]), self.tools)
            self.tools.put_after(self.expression.line, self.start[0])
        if self.tools is not None:
            self.tools.show_problem(problem)

    def _show_schedule(self, experiment: Experiment, run: int) -> None:
        spec = experiment.runs[run]
        self.schedule.choose(translate(spec.schedule.label), spec.schedule.kind)
        self.schedule.setToolTip(f"{translate(type(spec.schedule).summary)}\n{type(spec.schedule).formula}")
        self.schedule_form.show_values(spec.schedule)
        self.unit.choose(spec.schedule.unit, spec.schedule.unit)
        batches = proposals.steps_per_epoch(experiment, spec) > 1
        self._rows["unit"].setVisible(batches and (spec.schedule.kind != "constant" or spec.warmup is not None))
        warmup = spec.warmup
        self.warmup_length.setValue(warmup.length if warmup else 0.0)
        self.warmup_factor.setValue(warmup.start_factor if warmup else 0.1)
        self.warmup_factor.setEnabled(warmup is not None)
        self.schedule_note.setVisible(warmup is not None and batches)
        unit = self.tr("epochs") if warmup and warmup.unit == "epoch" else self.tr("steps")
        self.schedule_note.setText(self.tr("Warm-up in {unit}").format(unit=unit))

    def _show_duration(self, experiment: Experiment, run: int) -> None:
        spec = experiment.runs[run]
        n = experiment.problem.n_samples
        for name in ("batch", "epochs", "seed"):
            self._rows[name].setVisible(n is not None)
        self.batch_note.setVisible(n is not None)
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

    # -- language ---------------------------------------------------------------------------------------

    def changeEvent(self, event: QEvent) -> None:
        """Qt: the language has changed."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def retranslate(self) -> None:
        """Set every text in the window's language."""
        heads = {"problem": self.tr("Problem"), "optimizer": self.tr("Optimizer"), "rate": self.tr("Learning rate"),
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
        if self._scene is not None:
            self._show_experiment(self._scene, None)
            self._show_rate_from_here(self._scene)

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
        """Make the long lists before they are opened, but not during a drag."""
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
