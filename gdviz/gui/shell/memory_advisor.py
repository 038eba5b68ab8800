"""The dialog on batch size: the memory that a step needs, where memory ends, and the time of a step on this machine."""

from __future__ import annotations

import dataclasses

from PySide6.QtCore import Qt
from PySide6.QtGui import QCloseEvent, QIcon
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from gdviz.backend import Backend
from gdviz.engine.memory_need import CARDS, GIB, PRECISIONS, Need, networks, of_experiment
from gdviz.experiment import Experiment
from gdviz.gui.shell.batch_timing_page import TimingPage
from gdviz.gui.shell.size_plot import SizePlot
from gdviz.gui.style import fonts
from gdviz.gui.style.theme import Theme
from gdviz.gui.style.translating import choose
from gdviz.gui.widgets.combo import Combo
from gdviz.gui.widgets.dialog_size import open_at
from gdviz.gui.widgets.fields import IntegerField, NumberField
from gdviz.gui.widgets.labels import paragraph
from gdviz.gui.widgets.numbers import format_number
from gdviz.gui.widgets.segmented import SegmentedButtons
from gdviz.params import Param

OWN = "experiment"
"""The entry of the experiment in the list of networks."""
FIRST = "resnet50"
"""The network chosen at first if the experiment has no samples."""
SHOWN = 7
"""The number of batch sizes in the plot, which are powers of two."""
BEYOND = 2
"""How many of them no longer fit."""
LARGEST = 10**15


class MemoryAdvisor(QDialog):
    """Two pages: memory, by the numbers in its form; and time, measured. `backend` is the device in use."""

    def __init__(
        self, parent: QWidget | None, experiment: Experiment, run: int, backend: Backend, theme: Theme
    ) -> None:
        super().__init__(parent)
        self.setObjectName("memoryAdvisor")
        self.setWindowTitle(self.tr("Batch size and memory"))
        self._theme = theme
        self._own = of_experiment(experiment, run)
        free = backend.free_memory()
        self.free = free if free is not None else CARDS[0] * GIB
        self.need = self._own
        pages = SegmentedButtons(self)
        pages.add("memory", self.tr("Memory"))
        pages.add("time", self.tr("Time, measured"))
        self.pages = QStackedWidget(self)
        self.pages.addWidget(self._memory_page(backend.name))
        self.time = TimingPage(experiment, theme, self)
        self.pages.addWidget(self.time)
        pages.chosen.connect(self._choose_page)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, self)
        buttons.button(QDialogButtonBox.StandardButton.Close).setIcon(QIcon())
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 20, 20, 16)
        layout.setSpacing(12)
        layout.addWidget(pages, 0, Qt.AlignmentFlag.AlignLeft)
        layout.addWidget(self.pages, 1)
        layout.addWidget(buttons)
        self.segments = pages
        open_at(self, 820, 600)
        if not experiment.problem.n_samples:  # the experiment has no samples that could fill a memory
            self.network.setCurrentIndex(self.network.findData(FIRST))
        self._on_network()

    def done(self, result: int) -> None:
        """Qt: stop the work when the dialog is closed."""
        self.time.stop()
        super().done(result)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Qt: stop the work when the dialog is closed by its frame, or by a test."""
        self.time.stop()
        super().closeEvent(event)

    def _choose_page(self, key: str) -> None:
        self.pages.setCurrentIndex(0 if key == "memory" else 1)
        if key == "time":
            self.time.begin()

    # -- the page of memory ---------------------------------------------------------------------------------

    def _memory_page(self, device: str) -> QWidget:
        page = QWidget(self)
        self.network = Combo()
        self.network.setObjectName("networkCombo")
        self.network.addItem(self.tr("This experiment"), OWN)
        for network in networks():
            self.network.addItem(choose(network.title), network.name)
        self.network.activated.connect(self._on_network)
        self.fields: dict[str, IntegerField] = {}
        for name in ("samples", "features", "parameters", "activations"):
            field = IntegerField(f"{name}Field")
            low = 0 if name in ("features", "activations") else 1
            field.setParam(Param(name=name, kind="int", default=1, low=low, high=LARGEST, scale="log"))
            field.committed.connect(self._on_edited)
            field.stepped.connect(self._on_edited)
            self.fields[name] = field
        self.precision, self.slots = Combo(), Combo()
        for name, size in PRECISIONS.items():
            self.precision.addItem(self.tr("{name}, {size} bytes").format(name=name, size=size), size)
        for slots, text in enumerate((self.tr("SGD: none"), self.tr("momentum: 1"), self.tr("Adam: 2"))):
            self.slots.addItem(text, slots)
        for combo in (self.precision, self.slots):
            combo.activated.connect(self._on_edited)
        self.memory = NumberField("memoryField")
        self.memory.setParam(Param(name="memory", kind="float", default=8.0, low=0, open_low=True, scale="log"))
        self.memory.committed.connect(self._show)
        self.memory.stepped.connect(self._show)
        self.memory.setValue(float(f"{self.free / GIB:.3g}"))
        chips = QHBoxLayout()
        chips.setSpacing(6)
        self.chips: dict[float, QPushButton] = {}
        for amount, text in ((self.memory.value(), self.tr("free now")), *((float(c), f"{c}") for c in CARDS)):
            chip = QPushButton(text)
            chip.setAutoDefault(False)
            chip.setToolTip(self.tr("{gb} GB").format(gb=format_number(amount)))
            chip.clicked.connect(lambda _=False, amount=amount: self._set_memory(amount))
            chips.addWidget(chip)
            self.chips[amount] = chip
        form = QFormLayout()
        form.setVerticalSpacing(8)
        form.setHorizontalSpacing(12)
        labels = {
            "samples": self.tr("&Samples"), "features": self.tr("&Features a sample"),
            "parameters": self.tr("&Parameters"), "activations": self.tr("&Activations a sample"),
        }  # fmt: skip
        form.addRow(self.tr("&Model"), self.network)
        for name, text in labels.items():
            form.addRow(text, self.fields[name])
        form.addRow(self.tr("P&recision"), self.precision)
        form.addRow(self.tr("&Optimizer state"), self.slots)
        form.addRow(self.tr("Memory, &GB"), self.memory)
        form.addRow("", chips)
        self.source = _selectable(self)
        self.source.setProperty("role", "note")
        left = QVBoxLayout()
        left.addLayout(form)
        left.addWidget(_note(self.tr("Free on {device} now: {gb} GB (2³⁰ bytes).").format(
            device=device, gb=format_number(self.free / GIB, 3)), self))  # fmt: skip
        left.addWidget(self.source)
        left.addStretch(1)
        self.plot = SizePlot(self._theme, self)
        self.verdict = _selectable(self)
        self.verdict.setObjectName("memoryVerdict")
        right = QVBoxLayout()
        right.setSpacing(10)
        right.addWidget(self.plot, 1)
        right.addWidget(self.verdict)
        row = QHBoxLayout(page)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(20)
        row.addLayout(left, 2)
        row.addLayout(right, 3)
        return page

    def _on_network(self) -> None:
        name = self.network.currentData()
        known = next((network for network in networks() if network.name == name), None)
        if known is None:
            self._take(self._own)
        else:
            self._take(dataclasses.replace(known.need, slots=2))
        self.source.setText("" if known is None else choose(known.source))

    def _take(self, need: Need) -> None:
        for name, field in self.fields.items():
            field.setValue(getattr(need, name))
        self.precision.setCurrentIndex(list(PRECISIONS.values()).index(need.size))
        self.slots.setCurrentIndex(min(need.slots, 2))
        self.need = need
        self._show()

    def _on_edited(self) -> None:
        numbers = {name: int(field.value()) for name, field in self.fields.items()}
        self.need = Need(**numbers, size=self.precision.currentData(), slots=self.slots.currentData())
        self._show()

    def _set_memory(self, amount: float) -> None:
        self.memory.setValue(amount)
        self._show()

    def _show(self) -> None:
        need, memory = self.need, int(self.memory.value() * GIB)
        fits = need.powers(memory)
        first = max(0, len(fits) - SHOWN + BEYOND)
        sizes = [2**k for k in range(first, first + SHOWN) if 2**k <= need.samples]
        unit, name = _unit(min(need.total(sizes[-1]), memory))
        fixed = [need.fixed / unit] * len(sizes)
        per = [size * need.per_sample / unit for size in sizes]
        inside = [value if size in fits else 0.0 for size, value in zip(sizes, per, strict=True)]
        over = [value if size not in fits else 0.0 for size, value in zip(sizes, per, strict=True)]
        theme = self._theme
        self.plot.set_sizes(sizes)
        self.plot.set_labels(self.tr("batch size"), self.tr("memory of a step, {unit}").format(unit=name))
        limit = memory / unit
        high = min(fixed[0] + per[-1], max(2.2 * limit, 1.3 * fixed[0])) * 1.1
        self.plot.draw_bars([(fixed, theme.text3), (inside, theme.good), (over, theme.bad)], high, limit)
        self.verdict.setText(self._verdict_text(memory, fits))

    def _verdict_text(self, memory: int, fits: list[int]) -> str:
        need = self.need
        once = self.tr("Parameters, gradients and state take {fixed}; each sample adds {each}.").format(
            fixed=_amount(need.fixed), each=_amount(need.per_sample)
        )
        largest, whole = need.largest(memory), need.total(need.samples)
        if not largest:
            fit = self.tr("Not even one sample fits: use a smaller model, fewer bytes a number, or another device.")
        elif largest == need.samples:
            fit = self.tr("All {n} samples fit in one batch.").format(n=f"{need.samples:,}")
        else:
            fit = self.tr("The largest batch that fits is {largest}; powers of two up to {power}.").format(
                largest=f"{largest:,}", power=f"{fits[-1]:,}"
            )
        error = ""
        if largest < need.samples:
            error = self.tr(
                "The full batch of {n} needs {whole}: the memory error, before it happens. The way round it is "
                "accumulation: the gradients of several smaller batches are averaged before one update."
            ).format(n=f"{need.samples:,}", whole=_amount(whole))
        custom = self.tr(
            "Powers of two are a custom with reasons in the hardware (warps of 32, tiles, cache lines), no law: "
            "20 or 100 are right as well. Real programs need more than this estimate."
        )
        return "\n".join(part for part in (once, fit, error, custom) if part)


def _amount(size: int) -> str:
    """Format a number of bytes with its unit."""
    unit, name = _unit(size)
    return f"{format_number(size / unit, 3)} {name}"


def _unit(size: int) -> tuple[int, str]:
    """Return the unit for a number of bytes, and its name."""
    units = ((2**50, "PB"), (2**40, "TB"), (2**30, "GB"), (2**20, "MB"), (2**10, "kB"))
    return next((unit for unit in units if size >= unit[0]), (1, "B"))


def _selectable(parent: QWidget, role: str = "", text: str = "") -> QLabel:
    label = paragraph(parent, role, text)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return label


def _note(text: str, parent: QWidget) -> QLabel:
    label = _selectable(parent, "note", text)
    label.setFont(fonts.small())
    return label
