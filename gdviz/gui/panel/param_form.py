"""Forms made from declarations, with a row for each parameter of a plug-in."""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import pairwise
from typing import Any

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QAbstractSlider,
    QBoxLayout,
    QCheckBox,
    QHBoxLayout,
    QLabel,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from gdviz.gui.panel.panel_order import Entry
from gdviz.gui.style import scaling
from gdviz.gui.style.term_tips import tip_at
from gdviz.gui.style.translating import translate
from gdviz.gui.widgets.combo import Combo, combo_box
from gdviz.gui.widgets.fields import IntegerField, NumberField, ValueField
from gdviz.gui.widgets.labels import ProblemLabel
from gdviz.gui.widgets.text_field import PointsField, TextField
from gdviz.messages import ExperimentError, mark
from gdviz.params import Param, params_of

LABEL_WIDTH, GAP = 96, 8
ROOMY_FIELD = 128
"""The least width of the fields of a roomy row."""
_TAG = re.compile(r"<[^>]*>")
_ACROSS, _DOWN = QBoxLayout.Direction.LeftToRight, QBoxLayout.Direction.TopToBottom
_UNBOUNDED = 16777215
"""Qt's largest width of a widget."""
CHOICES = (
    mark("linear"), mark("cosine"), mark("cos"), mark("1-sqrt"), mark("hold"), mark("min"), mark("max"), mark("rel"),
    mark("abs"), mark("triangular"), mark("triangular2"), mark("exp_range"), mark("none"), mark("strong_wolfe"),
    mark("original"), mark("match_rms_adamw"),
)  # fmt: skip
"""Words of files and PyTorch that are shown together with a translation; others are shown as they are."""
NONE = "–"
"""The text for None, if None is a choice."""


def _room(field: QWidget) -> int:
    """The least width at which a field, or the choice in a list, is readable."""
    least = scaling.px(56 if isinstance(field, ValueField | QAbstractSlider) else 108)
    return max(least, field.needed()) if isinstance(field, Combo) else least


class Row(QWidget):
    """A label and its fields side by side, or the label above them if there is too little room.

    With `above` the label is always above. In a roomy row (`set_roomy`) the fields are aligned at the right.
    """

    def __init__(self, *fields: QWidget, above: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._above = self._always = above
        self._roomy = False
        self._layout = QBoxLayout(_DOWN if above else _ACROSS, self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(GAP)
        self.label = QLabel(self)
        self.label.setTextFormat(Qt.TextFormat.RichText)
        self.label.setProperty("role", "label")
        self.label.setWordWrap(True)
        self._layout.addWidget(self.label)
        several = QHBoxLayout() if len(fields) > 1 else self._layout
        if several is not self._layout:
            several.setSpacing(GAP)
            self._layout.addLayout(several, 1)
        for field in fields:
            field.setMinimumWidth(40)
            several.addWidget(field, 1)
        if fields:
            self.label.setBuddy(fields[0])
        self._fields = fields
        if not above:
            self.label.setFixedWidth(scaling.px(LABEL_WIDTH))
            for field in fields:
                if isinstance(field, Combo):
                    field.currentTextChanged.connect(lambda _: self.arrange())

    @property
    def fields(self) -> tuple[QWidget, ...]:
        """The fields from left to right."""
        return self._fields

    def set_roomy(self, roomy: bool) -> None:
        """Make the row roomy, or as it was."""
        if roomy != self._roomy:
            self._roomy = roomy
            self.arrange()

    def arrange(self) -> None:
        """Put the label beside the fields, or above them if text or choices are too wide."""
        if self._always or not self.testAttribute(Qt.WidgetAttribute.WA_Resized):  # it was never laid out
            return
        beside = self._beside()
        above = beside < sum(map(_room, self._fields)) + GAP * (len(self._fields) - 1)
        if above != self._above:
            self._above = above
            self._layout.setDirection(_DOWN if above else _ACROSS)
            self._layout.setSpacing(GAP // 2 if above else GAP)
        if above:
            self.label.setMinimumWidth(0)
            self.label.setMaximumWidth(_UNBOUNDED)
        else:
            self.label.setFixedWidth(self.width() - GAP - beside if self._roomy else scaling.px(LABEL_WIDTH))

    def _beside(self) -> int:
        """Return the width of the fields with the label beside them; in a roomy row, the label's text decides it."""
        if not self._roomy:
            return self.width() - scaling.px(LABEL_WIDTH) - GAP
        measure, text = self.label.fontMetrics().horizontalAdvance, _TAG.sub("", self.label.text())
        longest = max(map(measure, text.split()), default=0)
        lines = (
            max(longest, measure(text) / 2 + measure("n") * 2) if longest < measure(text) else longest
        )  # at most two lines
        left = self.width() - round(lines) - 2 * GAP
        wanted = max([scaling.px(ROOMY_FIELD), *(one.needed() for one in self._fields if isinstance(one, Combo))])
        return left if any(isinstance(one, QAbstractSlider) for one in self._fields) else min(left, wanted)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Qt: arrange the row for another width."""
        super().resizeEvent(event)
        self.arrange()

    def set_text(self, text: str, tip: str = "") -> None:
        """Set the text and the tool tip of the label."""
        self.label.setText(text)
        self.label.setToolTip(tip)
        if self._roomy:
            self.arrange()

    def name(self) -> str:
        """Return the text of the label without the symbol."""
        return _TAG.sub("", self.label.text().split("  ")[0])


class Block(QWidget):
    """Widgets one below the other, which the panel lays out as one."""

    def __init__(self, *parts: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(GAP)
        for part in parts:
            self.column.addWidget(part)


class ParamForm(QObject):
    """The fields for the parameters of one plug-in, such as an optimizer; the panel lays out its `entries`.

    They are children of `host`, and follow the widget `after`, the list that chooses the plug-in, in the Tab order.
    `check(name, value)` raises ExperimentError for what the plug-in as a whole refuses. `edited` carries the name and
    the new value. The names of the fields begin with `prefix`; `path` is that of the plug-in in the experiment, if
    that is another.
    """

    edited = Signal(str, object)

    def __init__(
        self,
        prefix: str,
        after: QWidget,
        host: QWidget,
        skip: tuple[str, ...] = (),
        check: Callable[[str, Any], object] | None = None,
        path: str = "",
    ) -> None:
        super().__init__(host)
        self._host = host
        self._path = path or prefix
        self._after = after
        self._prefix = prefix
        self._skip = skip
        self._check_edit = check
        self._cls: type | None = None
        self._fields: dict[str, list[QWidget]] = {}
        self._rows: list[tuple[Param, QLabel | None]] = []
        self._widgets: dict[str, QWidget] = {}
        """The widget of each parameter: its row, or a check box."""
        self._used: dict[str, bool] = {}

    def show_values(self, plugin: Any) -> None:
        """Show the parameters of `plugin`; for another class, make new rows."""
        if type(plugin) is not self._cls:
            self._make_rows(type(plugin))
        for parameter, _ in self._rows:
            value = getattr(plugin, parameter.name)
            self._used[parameter.name] = parameter.required or value != parameter.default
        for name, fields in self._fields.items():
            value = _without_defaults(getattr(plugin, name))
            for field, one in zip(fields, value if len(fields) == 2 else (value,), strict=True):
                _show(field, one)

    def field(self, name: str) -> QWidget:
        """The (first) field of a parameter. Raises KeyError."""
        return self._fields[name][0]

    def fields(self) -> list[QWidget]:
        """All fields in their order."""
        return [field for fields in self._fields.values() for field in fields]

    def entries(self, offered: bool = True) -> list[Entry]:
        """Return the entries of the parameters, from the top; `offered`: whether the experiment has such a plug-in."""
        return [
            Entry(f"{self._path}.{name}", widget, offered, self._used[name]) for name, widget in self._widgets.items()
        ]

    def retranslate(self) -> None:
        """Set labels and tool tips in the window's language."""
        for parameter, label in self._rows:
            self._name(parameter, label)

    def _make_rows(self, cls: type) -> None:
        for field in self.fields():
            field.blockSignals(True)  # a focused field would commit its text to another rule when deleted
            if isinstance(field, ValueField):
                field.setCheck(None)
        for widget in self._widgets.values():
            widget.hide()
            widget.deleteLater()
        self._cls, self._fields, self._rows, self._widgets, self._used = cls, {}, [], {}, {}
        for parameter in params_of(cls):
            if parameter.shown and parameter.name not in self._skip:
                self._make_row(parameter)
        # Set the Tab order, as fields made later would come last.
        for before, field in pairwise([self._after, *self.fields()]):
            QWidget.setTabOrder(before, field)

    def _make_row(self, parameter: Param) -> None:
        fields = [self._make_field(parameter, i) for i in range(2 if parameter.kind == "pair" else 1)]
        self._fields[parameter.name] = fields
        if parameter.kind == "bool":
            self._widgets[parameter.name] = fields[0]
            self._rows.append((parameter, None))
        else:
            wide = parameter.kind in ("data", "text")  # a long line gets the row below its label
            row = Row(*fields, above=wide, parent=self._host)
            self._widgets[parameter.name] = Block(row, self._sentence_on(fields[0]), parent=self._host) if wide else row
            self._rows.append((parameter, row.label))
        self._name(*self._rows[-1])

    def _sentence_on(self, field: QWidget) -> ProblemLabel:
        """Make the line for the error in a field, visible while there is one."""
        sentence = ProblemLabel(self._host)
        if isinstance(field, ValueField):
            field.problemChanged.connect(sentence.say)
        return sentence

    def _make_field(self, parameter: Param, index: int) -> QWidget:
        name = f"{self._prefix}{parameter.name.title().replace('_', '')}{index or ''}Field"
        match parameter.kind:
            case "bool":
                box = QCheckBox(self._host)
                box.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)  # it does not widen the panel
                box.setObjectName(name)
                box.clicked.connect(lambda on: self.edited.emit(parameter.name, bool(on)))
                return box
            case "choice":
                combo = combo_box(name)
                combo.setParent(self._host)
                for choice in (*([None] if parameter.optional else []), *parameter.choices):
                    combo.addItem(choice or NONE, choice)
                combo.activated.connect(lambda _: self.edited.emit(parameter.name, combo.currentData()))
                return combo
            case "data" if parameter.axis == "points":
                field: ValueField = PointsField(name, self._host)
            case "text" | "data":
                field = TextField(name, self._host, as_json=parameter.kind == "data")
            case "int":
                field = IntegerField(name, self._host)
                field.setNoneText("" if parameter.optional else None)
            case _:
                field = NumberField(name, self._host)
        one = Param(**{**vars(parameter), "kind": "float", "default": 0.0}) if parameter.kind == "pair" else parameter
        field.setParam(one)
        if parameter.optional:
            field.setPlaceholderText(NONE)
        field.setCheck(lambda value: self._check(parameter.name, index, value))
        field.committed.connect(lambda _: self._emit(parameter.name))  # type: ignore[attr-defined]
        field.stepped.connect(lambda _: self._emit(parameter.name))  # type: ignore[attr-defined]
        return field

    def _values(self, name: str) -> list[Any]:
        return [field.value() for field in self._fields[name] if isinstance(field, ValueField)]

    def _check(self, name: str, index: int, value: Any) -> None:
        """Refuse a value that the plug-in refuses. Raises ExperimentError, with a path only for another place."""
        if self._check_edit is None:
            return
        values = self._values(name)
        values[index] = value
        try:
            self._check_edit(name, values[0] if len(values) == 1 else values)
        except ExperimentError as error:
            before, own, place = error.path.partition(f"{self._prefix}.{name}")
            elsewhere = re.sub(r"^runs\[\d+\]\.", "", before)
            inside = place if own and len(values) == 1 else "" if own else elsewhere
            raise ExperimentError(inside, error.reason) from None

    def _emit(self, name: str) -> None:
        values = self._values(name)
        self.edited.emit(name, values[0] if len(values) == 1 else values)

    def _name(self, parameter: Param, label: QLabel | None) -> None:
        text = translate(parameter.label)
        tip = translate(parameter.help)
        explained = tip_at(f"{self._prefix}.{parameter.name}", tip)
        symbol = "" if text.startswith(parameter.symbol) else re.sub(r"_(\w+)", r"<sub>\1</sub>", parameter.symbol)
        for field in self._fields[parameter.name]:
            if isinstance(field, QCheckBox):
                field.setText(text)
                field.setToolTip(explained)
            elif isinstance(field, Combo):
                for i in range(field.count()):
                    word = field.itemData(i) or NONE
                    field.setItemText(i, translate(word) if word in CHOICES else word)
                field.setToolTip(tip)
                field.setAccessibleName(text)
        if label is not None:
            label.setText(f"{text}  <i>{symbol}</i>" if symbol else text)
            label.setToolTip(explained)


def _show(field: QWidget, value: Any) -> None:
    match field:
        case QCheckBox():
            field.setChecked(bool(value))
        case Combo():
            field.setCurrentIndex(next(i for i in range(field.count()) if field.itemData(i) == value))
        case ValueField():
            field.setValue(value)


def _without_defaults(value: Any) -> Any:
    """Return a parameter as JSON; plug-ins in it leave out default values."""
    if isinstance(value, tuple):
        return [_without_defaults(one) for one in value]
    if not hasattr(value, "kind"):
        return value
    own = {p.name: getattr(value, p.name) for p in params_of(type(value)) if p.name != "unit"}
    defaults = {p.name: p.default for p in params_of(type(value))}
    return {"kind": value.kind, **{name: _without_defaults(one) for name, one in own.items() if one != defaults[name]}}
