"""The panel's rows for a problem with data: the source of the samples, and the model."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QPushButton, QWidget

from gdviz.datasets.builtin import Builtin
from gdviz.datasets.csv_file import CsvFile
from gdviz.datasets.inline import Inline
from gdviz.datasets.samples import builtin_names
from gdviz.datasets.synthetic import SHAPES, Synthetic
from gdviz.gui.panel.model_form import ModelForm
from gdviz.gui.panel.panel_order import Entry
from gdviz.gui.panel.param_form import ParamForm, Row
from gdviz.gui.style.translating import choose, translate
from gdviz.gui.widgets.combo import combo_box
from gdviz.gui.widgets.fields import IntegerField, NumberField
from gdviz.gui.widgets.labels import ProblemLabel
from gdviz.gui.widgets.sliders import Slider
from gdviz.messages import mark
from gdviz.params import params_of
from gdviz.problems.fitting import DataSpec
from gdviz.problems.model import ModelSpec
from gdviz.registry import plugins

SLIDERS = {"n": 1000, "noise": 3.0, "outliers": 50, "seed": 50}
"""The parameters of synthetic samples that have a slider, and its maximum; a field accepts more."""
SHAPE_NAMES = {
    "line": mark("Line"), "sine": mark("Sine wave"), "tanh": mark("Tanh"), "clusters": mark("Two clusters"),
    "moons": mark("Two moons"),
}  # fmt: skip
_TICKS = 100
FILE, OWN = "file", "own"
_PLAIN = "linear_regression"
"""The default model, which does not count as a setting in use."""


class DataForm(QObject):
    """Shows a DataSpec; the panel lays out its `entries`, which are children of `host`.

    `edited(path, value, final)` carries an edit of it; `openRequested` requests a file of samples.
    """

    edited = Signal(str, object, bool)
    openRequested = Signal()

    def __init__(self, host: QWidget) -> None:
        super().__init__(host)
        self.setObjectName("dataForm")
        self._host = host
        self._spec: DataSpec | None = None
        self._start: Sequence[float] = ()
        self.source = combo_box("dataSourceCombo")
        self.open_button = QPushButton(host)
        self.open_button.setObjectName("openDataButton")
        self.model = combo_box("dataModelCombo")
        hidden = *SLIDERS, "name", "path", "x", "y"
        self.samples_form = ParamForm("data", self.source, host, skip=hidden, path="problem.data")
        self.model_form = ParamForm("problem", self.model, host, skip=("data", "domain", "prediction", "parameters"))
        self.own_model: ModelForm | None = None
        """Made for the first own model."""
        self.fields: dict[str, NumberField | IntegerField] = {}
        self.sliders: dict[str, Slider] = {}
        self.rows: dict[str, Row] = {
            "source": Row(self.source, parent=host),
            "model": Row(self.model, parent=host),
        }
        for name in SLIDERS:
            self._make_slider(name)
        self.problem = ProblemLabel(host)
        self.source.activated.connect(self._choose_source)
        self.model.activated.connect(lambda _: self._emit("problem.kind", self.model.currentData()))
        self.open_button.clicked.connect(self.openRequested)
        self.samples_form.edited.connect(lambda name, value: self._emit(f"problem.data.{name}", value))
        self.model_form.edited.connect(lambda name, value: self._emit(f"problem.{name}", value))
        self.retranslate()

    def _make_slider(self, name: str) -> None:
        parameter = next(p for p in params_of(Synthetic) if p.name == name)
        whole = parameter.kind == "int"
        field = IntegerField(f"data{name.title()}Field") if whole else NumberField(f"data{name.title()}Field")
        slider = Slider(f"data{name.title()}Slider")
        slider.setRange(1 if name == "n" else 0, int(SLIDERS[name]) if whole else _TICKS)
        slider.setPageStep(10)
        self.fields[name], self.sliders[name] = field, slider
        self.rows[name] = Row(slider, field, parent=self._host)
        field.setMaximumWidth(76)
        path = f"problem.data.{name}"
        field.committed.connect(lambda value: self._emit(path, value))
        field.stepped.connect(lambda value: self._emit(path, value))
        slider.valueChanged.connect(lambda _: self._on_slider(name))
        slider.sliderReleased.connect(lambda: self._emit(path, self._slider_value(name)))

    def _slider_value(self, name: str) -> float:
        value = self.sliders[name].value()
        return value if isinstance(self.fields[name], IntegerField) else round(value * SLIDERS[name] / _TICKS, 4)

    def _on_slider(self, name: str) -> None:
        slider = self.sliders[name]
        self.edited.emit(f"problem.data.{name}", self._slider_value(name), not slider.isSliderDown())

    def _emit(self, path: str, value: Any) -> None:
        self.edited.emit(path, value, True)

    def _choose_source(self) -> None:
        kind, name = self.source.currentData()
        if kind == FILE:
            self.openRequested.emit()
            self._show_source()
        elif kind == Builtin.kind:
            self._emit("problem", {**builtin_names()[name]["problem"], "data": {"kind": kind, "name": name}})
        elif kind == Synthetic.kind:
            self._emit("problem", _synthetic_problem(name, self._spec))
        else:
            self._show_source()

    def show_start(self, start: Sequence[float]) -> None:
        """Show the start of the chosen run in the parameters of an own model."""
        if self.own_model is not None:
            self.own_model.show_start(start)

    def _show_own_model(self, spec: DataSpec, start: Sequence[float]) -> None:
        if isinstance(spec, ModelSpec):
            if self.own_model is None:
                self.own_model = ModelForm(self.model, self._host)
                self.own_model.edited.connect(self.edited)
                self.own_model.put_in_order()
            self.own_model.show_problem(spec, start)

    def show_problem(self, spec: DataSpec, start: Sequence[float]) -> None:
        """Show the source of the samples of `spec`, and its model with the start of the chosen run."""
        self._start = start
        self._show_own_model(spec, start)
        if spec is self._spec and not self.problem.text():
            return  # the edit was of another part of the experiment
        if spec != self._spec:
            self.refuse("")
        self._spec = spec
        self._show_source()
        source: dict[str, Any] = dict(spec.data.source)
        synthetic = source["kind"] == Synthetic.kind
        kinds: dict[str, Any] = {Builtin.kind: Builtin, CsvFile.kind: CsvFile, Inline.kind: Inline}
        cls: Any = SHAPES[source["shape"]] if synthetic else kinds[source["kind"]]
        for name in SLIDERS if synthetic else ():
            self._show_slider(cls, name, source[name])
        # Inline numbers are left out: the form shows only what has a field.
        values = {p.name: source.get(p.name, None if p.required else p.default) for p in params_of(cls)}
        self.samples_form.show_values(cls(**values))
        label = translate(getattr(spec, "label", spec.kind))
        self.model.choose(label, spec.kind)
        self.model_form.show_values(spec)

    def entries(self, offered: bool) -> list[Entry]:
        """Return the entries of the samples and the model, from the top; `offered`: whether the problem has samples."""
        source: dict[str, Any] = dict(self._spec.data.source) if self._spec is not None else {}
        synthetic = offered and source.get("kind") == Synthetic.kind
        usual = {p.name: p.default for p in params_of(Synthetic)}
        from_file = offered and source.get("kind") == CsvFile.kind
        model = offered and self._spec is not None and self._spec.kind != _PLAIN
        made = [
            Entry("problem.data", self.rows["source"], offered),
            Entry("problem.data.path", self.open_button, from_file),
            *(
                Entry(f"problem.data.{name}", self.rows[name], synthetic, source.get(name) != usual[name])
                for name in SLIDERS
            ),
            *self.samples_form.entries(offered),
            Entry("problem.kind", self.rows["model"], offered, model),
            *self.model_form.entries(offered),
            Entry("data remark", self.problem, None if offered else False),
        ]
        if self.own_model is not None:
            at = len(made) - 1 - len(self.model_form.entries())
            own = Entry("problem.prediction", self.own_model, offered and isinstance(self._spec, ModelSpec))
            made.insert(at, own)
        return made

    def _show_slider(self, cls: type, name: str, value: float) -> None:
        slider, field = self.sliders[name], self.fields[name]
        field.setParam(next(p for p in params_of(cls) if p.name == name))
        field.setValue(value)
        if not slider.isSliderDown():
            slider.blockSignals(True)
            slider.setValue(round(value if isinstance(field, IntegerField) else value / SLIDERS[name] * _TICKS))
            slider.blockSignals(False)

    def _show_source(self) -> None:
        if self._spec is None:
            return
        source: dict[str, Any] = dict(self._spec.data.source)
        kind = source["kind"]
        if kind == Builtin.kind:
            self.source.choose(choose(builtin_names()[source["name"]]["title"]), (kind, source["name"]))
        elif kind == Synthetic.kind:
            self.source.choose(_shape_name(source["shape"]), (kind, source["shape"]))
        else:
            # A file and inline numbers are in no list: add an entry for them.
            self.source.set_source(self._entries)
            data = (OWN, "") if kind == Inline.kind else (OWN, source["path"])
            self.source.choose(self._own_name(source), data)

    def _own_name(self, source: dict[str, Any]) -> str:
        return self._spec.data.table.file if source["kind"] == CsvFile.kind and self._spec else translate(Inline.label)

    def _entries(self) -> list[Any]:
        made: list[Any] = []
        if self._spec is not None:
            source: dict[str, Any] = dict(self._spec.data.source)
            if source["kind"] in (Inline.kind, CsvFile.kind):
                made.append((self._own_name(source), (OWN, source.get("path", ""))))
        made.append((self.tr("From a file…"), (FILE, "")))
        made.append(translate(Synthetic.label))
        made += [(_shape_name(shape), (Synthetic.kind, shape)) for shape in SHAPES]
        made.append(translate(Builtin.label))
        made += [(choose(entry["title"]), (Builtin.kind, name)) for name, entry in builtin_names().items()]
        return made

    def name_of(self, path: str) -> str:
        """The name of an edit of `path` in the undo menu."""
        name = path.rpartition(".")[2]
        if path.startswith("problem.parameters."):
            return self.tr("name of {name}").format(name=name)
        classes: list[Any] = [type(self._spec)] if self._spec is not None else []
        for parameter in (p for cls in (*classes, *SHAPES.values()) for p in params_of(cls)):
            if parameter.name == name and parameter.label:
                return translate(parameter.label)
        return self.rows["model"].label.text()

    def refuse(self, sentence: str, path: str = "") -> None:
        """Show why an edit of `path` was refused; "" hides the reason."""
        if path == "problem.prediction" and self.own_model is not None:
            self.own_model.refuse(sentence)
            return
        self.problem.say(sentence)

    def retranslate(self) -> None:
        """Set every text in the window's language."""
        self.rows["source"].set_text(self.tr("Data"), self.tr("Where the samples come from."))
        self.rows["model"].set_text(self.tr("Model"), self.tr("What predicts the target from the features."))
        self.open_button.setText(self.tr("Open data…"))
        for name in SLIDERS:
            parameter = next(p for p in params_of(Synthetic) if p.name == name)
            self.rows[name].set_text(translate(parameter.label), translate(parameter.help))
            self.sliders[name].setToolTip(translate(parameter.help))
            self.sliders[name].setAccessibleName(translate(parameter.label))
        self.source.setToolTip(self.tr("Where the samples come from."))
        self.source.setAccessibleName(self.tr("Data"))
        self.model.setToolTip(self.tr("What predicts the target from the features."))
        self.model.setAccessibleName(self.tr("Model"))
        self.source.set_source(self._entries)
        self.model.set_source(_models)
        self.samples_form.retranslate()
        self.model_form.retranslate()
        spec, self._spec = self._spec, None
        if spec is not None:
            self.show_problem(spec, self._start)


def _models() -> list[Any]:
    kinds: dict[str, Any] = dict(plugins("gdviz.problems"))
    return [(translate(cls.label), kind) for kind, cls in kinds.items() if issubclass(cls, DataSpec)]


def _shape_name(shape: str) -> str:
    return translate(SHAPE_NAMES.get(shape, shape))


def _synthetic_problem(shape: str, spec: DataSpec | None) -> dict[str, Any]:
    """Return a problem with samples of a shape, their number and seed as in `spec`, and a suitable model."""
    before: dict[str, Any] = {}
    if spec is not None:
        before.update(spec.data.source)
    data: dict[str, Any] = {"kind": Synthetic.kind, "shape": shape}
    data |= {key: before[key] for key in ("n", "seed") if key in before}
    suits: dict[str, dict[str, Any]] = {
        "line": {"kind": "linear_regression"},
        "sine": {"kind": "polynomial_regression", "degree": 3},
        "tanh": {"kind": "tanh_unit"},
        "clusters": {"kind": "logistic_regression"},
        "moons": {"kind": "logistic_regression"},
    }
    return {**suits[shape], "data": data}
