"""The domain of an own function, and a slider for each of its constants."""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import partial
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from gdviz.gui.panel.param_form import Row
from gdviz.gui.widgets.fields import NumberField
from gdviz.gui.widgets.labels import ProblemLabel
from gdviz.gui.widgets.numbers import format_number
from gdviz.messages import ExperimentError, mark, message
from gdviz.params import Param
from gdviz.problems.expression import ExpressionSpec
from gdviz.problems.problem import Domain, ProblemSpec, compiled

if TYPE_CHECKING:
    from gdviz.gui.widgets.linear_slider import LinearSlider


class _BoxButton(QPushButton):
    """A button with the domain as its text, elided if it does not fit."""

    box = ""

    def show_box(self, domain: Domain) -> None:
        """Write a domain as [−2, 2]² or [−2, 2] × [0, 5]."""
        sides = [f"[{format_number(low)}, {format_number(high)}]" for low, high in domain]
        self.box = f"{sides[0]}²" if len(sides) == 2 and sides[0] == sides[1] else " × ".join(sides)
        self._cut()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Qt: elide again."""
        super().resizeEvent(event)
        self._cut()

    def _cut(self) -> None:
        shown = self.fontMetrics().elidedText(self.box, Qt.TextElideMode.ElideRight, self.width() - 28)
        if shown != self.text():
            self.setText(shown)
        self.setAccessibleDescription(self.box)


class ExpressionTools(QWidget):
    """The domain, with fields for its ends and a button that fits it, and a row for each constant.

    `edited` carries the path ("problem.domain", "problem.parameters.a"), the value, and whether the edit is over.
    `check(path, value)` raises ExperimentError for what the experiment would refuse.
    """

    edited = Signal(str, object, bool)
    fitRequested = Signal()

    def __init__(self, check: Callable[[str, Any], object], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._check_edit = check
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        self.box_button = _BoxButton()
        self.box_button.setObjectName("domainButton")
        self.box_button.setCheckable(True)
        self.box_button.toggled.connect(self._unfold)
        self._box_row = Row(self.box_button)
        column.addWidget(self._box_row)
        self._sides: list[tuple[Row, NumberField, NumberField]] = []
        self._box_widget: QWidget | None = None
        """The fields of the domain, made when first unfolded."""
        self.fit_button: QPushButton | None = None
        """Made with those fields."""
        self._after: QWidget | None = None
        """The widget that follows in the Tab order."""
        self._domain: Domain = ()
        self._column = column
        self._constants: dict[str, tuple[Row, NumberField, LinearSlider]] = {}
        self._names: tuple[str, ...] = ()
        self.retranslate()

    def show_problem(self, spec: ProblemSpec) -> None:
        """Show the domain and the constants of an own function; ignore other problems."""
        if not isinstance(spec, ExpressionSpec):
            return
        problem = compiled(spec)
        if problem.names != self._names:
            self._names = problem.names
            self.retranslate()
        self._domain = problem.domain
        self.box_button.show_box(problem.domain)
        self._show_box()
        constants = spec.formula.constants
        for name in [name for name in self._constants if name not in constants]:
            row = self._constants.pop(name)[0]
            row.hide()
            row.deleteLater()
        for name, value in constants.items():
            if name not in self._constants:
                self._constants[name] = self._make_constant(name)
                self._chain()
            _, field, slider = self._constants[name]
            field.setValue(value)
            slider.set_number(value)

    @property
    def constants(self) -> tuple[str, ...]:
        """The names of the formula's constants."""
        return tuple(self._constants)

    def field(self, path: str) -> QWidget:
        """Return the field of the constant at `path`; for other paths, the button of the domain."""
        found = self._constants.get(path.removeprefix("problem.parameters."))
        return found[1] if found is not None else self.box_button

    def name_of(self, path: str) -> str:
        """The name of an edit of `path` in the undo menu."""
        name = path.removeprefix("problem.parameters.")
        return self.tr("domain") if name == path else self.tr("constant {name}").format(name=name)

    def _unfold(self, shown: bool) -> None:
        if shown and self._box_widget is None:
            self._make_box()
        if self._box_widget is not None:
            self._box_widget.setVisible(shown)

    def _make_box(self) -> None:
        self._box_widget = QWidget(self)
        column = QVBoxLayout(self._box_widget)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        for i, letter in enumerate("XY"):
            low, high = (NumberField(f"domain{letter}{end}Field") for end in ("Low", "High"))
            row = Row(low, high)
            self._sides.append((row, low, high))
            column.addWidget(row)
            sentence = ProblemLabel()
            column.addWidget(sentence)
            for place, field in enumerate((low, high)):
                field.problemChanged.connect(sentence.say)
                field.setCheck(partial(self._check_end, i, place))
                field.committed.connect(self._emit_box)
                field.stepped.connect(self._emit_box)
        self.fit_button = QPushButton()
        self.fit_button.setObjectName("fitDomainButton")
        self.fit_button.clicked.connect(self.fitRequested)
        column.addWidget(Row(self.fit_button))
        self._column.insertWidget(1, self._box_widget)
        self._chain()
        self.retranslate()
        self._show_box()

    def _show_box(self) -> None:
        for i, (row, low, high) in enumerate(self._sides):
            row.setVisible(i < len(self._domain))
            if i < len(self._domain):
                side = self._domain[i]
                for field, end in ((low, side[0]), (high, side[1])):
                    field.setStep(10.0 ** math.floor(math.log10(side[1] - side[0])) / 10)
                    field.setValue(end)

    def _check_end(self, side: int, place: int, value: float) -> None:
        box = self._box(side, place, value)
        if not box[side][0] < box[side][1]:
            raise ExperimentError("", message("The lower end must be below the upper one."))
        self._check("problem.domain", box)

    def _check(self, path: str, value: Any) -> None:
        """Check an edit. Raises ExperimentError without a path, as the field shows the place."""
        try:
            self._check_edit(path, value)
        except ExperimentError as error:
            raise ExperimentError("", error.reason) from None

    def _emit_box(self) -> None:
        self.edited.emit("problem.domain", self._box(), True)

    def put_after(self, before: QWidget, after: QWidget) -> None:
        """Put these widgets between `before` and `after` in the Tab order: they are made later, and would come last."""
        self._after = after
        self._chain(before)

    def _chain(self, before: QWidget | None = None) -> None:
        fields: list[QWidget] = [self.box_button, *(field for _, *pair in self._sides for field in pair)]
        fields += [self.fit_button] if self.fit_button is not None else []
        fields += [*(part for _, *pair in self._constants.values() for part in pair)]
        chain = [
            *([before] if before is not None else []),
            *fields,
            *([self._after] if self._after is not None else []),
        ]
        for one, other in pairwise(chain):
            self.setTabOrder(one, other)

    def _make_constant(self, name: str) -> tuple[Row, NumberField, LinearSlider]:
        from gdviz.gui.widgets.linear_slider import LinearSlider

        path = f"problem.parameters.{name}"
        field, slider = NumberField(f"constant_{name}_Field"), LinearSlider(f"constant_{name}_Slider")
        field.setCheck(lambda value: self._check(path, value))
        field.committed.connect(lambda value: self.edited.emit(path, value, True))
        field.stepped.connect(lambda value: self.edited.emit(path, value, True))
        slider.moved.connect(lambda value: self.edited.emit(path, value, False))
        slider.released.connect(lambda: self.edited.emit(path, slider.number(), True))
        row = Row(field, slider)
        self._column.addWidget(row)
        self._name_constant(name, row, field, slider)
        row.show()
        return row, field, slider

    def _name_constant(self, name: str, row: Row, field: NumberField, slider: LinearSlider) -> None:
        tip = self.tr("The constant {name} of the formula; slide it and see everything follow.").format(name=name)
        row.set_text(f"<i>{name}</i>", tip)
        field.setParam(Param("", "float", 1.0, label=mark("Constant"), symbol=name,
                             help=mark("A named number of the formula; the descent leaves it alone.")))  # fmt: skip
        slider.setToolTip(tip)
        slider.setAccessibleName(self.tr("Constant {name}").format(name=name))

    def _box(self, side: int = -1, place: int = 0, value: float = 0.0) -> list[list[float]]:
        """Return the domain in the fields; with `side`, with `value` at one end of that side."""
        box = [[low.value(), high.value()] for _, low, high in self._sides[: len(self._names)]]
        if side >= 0:
            box[side][place] = value
        return box

    def changeEvent(self, event: QEvent) -> None:
        """Qt: the language has changed."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def retranslate(self) -> None:
        """Set every text in the window's language."""
        self._box_row.set_text(self.tr("Domain"), self.tr("The part of the plane that is drawn first."))
        self.box_button.setToolTip(self.tr("The ends of the part that is drawn first: press to edit or to fit them"))
        for name, (row, low, high) in zip(self._names, self._sides, strict=False):
            row.set_text(
                self.tr("<i>{name}</i> from, to").format(name=name),
                self.tr("The part of the plane that is drawn first."),
            )
            for field, label in ((low, mark("Lowest drawn")), (high, mark("Highest drawn"))):
                field.setParam(Param("", "float", 0.0, label=label, symbol=name,
                                     help=mark("The part of the plane that is drawn first.")))  # fmt: skip
        if self.fit_button is not None:
            self.fit_button.setText(self.tr("Fit the domain"))
            self.fit_button.setToolTip(self.tr("Choose a domain around the starts, the known minima and the paths"))
        for name, parts in self._constants.items():
            self._name_constant(name, *parts)
