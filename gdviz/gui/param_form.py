"""Forms made from declarations: a row for each parameter of a plug-in."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QGridLayout, QHBoxLayout, QLabel, QLineEdit, QSizePolicy, QWidget

from gdviz.gui.texts import translate
from gdviz.gui.widgets.fields import IntegerField, NumberField
from gdviz.params import Param, params_of

LABEL_WIDTH = 96


def row_label(text: str, tip: str = "") -> QLabel:
    """The label of a form's row."""
    label = QLabel(text)
    label.setProperty("role", "label")
    label.setToolTip(tip)
    label.setFixedWidth(LABEL_WIDTH)
    label.setWordWrap(True)
    return label


class Row(QWidget):
    """A label and its fields side by side."""

    def __init__(self, *fields: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        self.label = row_label("")
        layout.addWidget(self.label)
        for field in fields:
            field.setMinimumWidth(40)
            layout.addWidget(field, 1)
        if fields:
            self.label.setBuddy(fields[0])

    def set_text(self, text: str, tip: str = "") -> None:
        """Name the row."""
        self.label.setText(text)
        self.label.setToolTip(tip)


class ParamForm(QWidget):
    """The parameters of one plug-in, such as an optimizer: fields that check, commit and step.

    The Tab key reaches them from the widget `after`, the list in which the plug-in is chosen.

    `edited` carries the name, the new value, and whether the change is over (a drag's last value is).
    """

    edited = Signal(str, object)

    def __init__(self, prefix: str, after: QWidget, skip: tuple[str, ...] = (), parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._after = after
        self._prefix = prefix
        self._skip = skip
        self._cls: type | None = None
        self._fields: dict[str, list[QWidget]] = {}
        self._rows: list[tuple[Param, QLabel | None]] = []
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(8)
        self._grid.setColumnStretch(1, 1)
        self._grid.setColumnStretch(2, 1)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)

    def show_values(self, made: Any) -> None:
        """Show the parameters of `made`; another class makes other rows."""
        if type(made) is not self._cls:
            self._make_rows(type(made))
        for name, fields in self._fields.items():
            value = getattr(made, name)
            for field, one in zip(fields, value if isinstance(value, tuple) else (value,), strict=True):
                _show(field, one)

    def field(self, name: str) -> QWidget:
        """The (first) field of a parameter. Raises KeyError."""
        return self._fields[name][0]

    def retranslate(self) -> None:
        """Put labels and tool tips into the language of the window."""
        for parameter, label in self._rows:
            self._name(parameter, label)

    def _make_rows(self, cls: type) -> None:
        while (item := self._grid.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self._cls, self._fields, self._rows = cls, {}, []
        for parameter in params_of(cls):
            if parameter.shown and parameter.kind != "data" and parameter.name not in self._skip:
                self._make_row(parameter, self._grid.rowCount())
        self.setVisible(bool(self._fields))
        # Made later than their neighbours, the fields would come last.
        chain = [self._after, *(field for fields in self._fields.values() for field in fields)]
        for before, field in pairwise(chain):
            self.setTabOrder(before, field)

    def _make_row(self, parameter: Param, row: int) -> None:
        fields = [self._make_field(parameter, i) for i in range(2 if parameter.kind == "pair" else 1)]
        self._fields[parameter.name] = fields
        if parameter.kind == "bool":
            self._grid.addWidget(fields[0], row, 1, 1, 2)
            self._rows.append((parameter, None))
        else:
            label = row_label("")
            label.setBuddy(fields[0])
            self._grid.addWidget(label, row, 0)
            for i, field in enumerate(fields):
                self._grid.addWidget(field, row, 1 + i, 1, 2 // len(fields))
            self._rows.append((parameter, label))
        self._name(*self._rows[-1])

    def _make_field(self, parameter: Param, index: int) -> QWidget:
        name = f"{self._prefix}{parameter.name.title().replace('_', '')}{index or ''}Field"
        match parameter.kind:
            case "bool":
                box = QCheckBox(self)
                box.setObjectName(name)
                box.clicked.connect(lambda on: self.edited.emit(parameter.name, bool(on)))
                return box
            case "choice":
                combo = QComboBox(self)
                combo.setObjectName(name)
                for choice in (*([None] if parameter.optional else []), *parameter.choices):
                    combo.addItem(choice or "–", choice)
                combo.activated.connect(lambda _: self.edited.emit(parameter.name, combo.currentData()))
                return combo
            case "text":
                line = QLineEdit(self)
                line.setObjectName(name)
                line.editingFinished.connect(lambda: self._emit_text(parameter.name, line))
                return line
        field = IntegerField(name, self) if parameter.kind == "int" else NumberField(name, self)
        one = parameter if parameter.kind != "pair" else Param(**{**vars(parameter), "kind": "float", "default": 0.0})
        field.setParam(one)
        field.committed.connect(lambda _: self._emit(parameter.name))
        field.stepped.connect(lambda _: self._emit(parameter.name))
        return field

    def _emit(self, name: str) -> None:
        values = [field.value() for field in self._fields[name]]  # type: ignore[attr-defined]
        self.edited.emit(name, values[0] if len(values) == 1 else values)

    def _emit_text(self, name: str, line: QLineEdit) -> None:
        if line.isModified():
            line.setModified(False)
            self.edited.emit(name, line.text())

    def _name(self, parameter: Param, label: QLabel | None) -> None:
        text = translate(parameter.label)
        tip = translate(parameter.help)
        symbol = parameter.symbol if parameter.symbol and parameter.symbol != text else ""
        for field in self._fields[parameter.name]:
            if isinstance(field, QCheckBox):
                field.setText(text)
                field.setToolTip(tip)
            elif parameter.kind in ("choice", "text"):
                field.setToolTip(tip)
                field.setAccessibleName(text)
        if label is not None:
            label.setText(f"{text}  <i>{symbol}</i>" if symbol else text)
            label.setTextFormat(Qt.TextFormat.RichText)
            label.setToolTip(tip)


def _show(field: QWidget, value: Any) -> None:
    match field:
        case QCheckBox():
            field.setChecked(bool(value))
        case QComboBox():
            field.setCurrentIndex(field.findData(value))
        case IntegerField() | NumberField():
            field.setValue(value)
        case QLineEdit():
            field.setText(value)
