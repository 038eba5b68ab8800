"""What a run is compared with in a simple window: each button adds a run that differs in one thing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QLabel, QPushButton, QSizePolicy, QWidget

from gdviz.editing import edits
from gdviz.gui.kernel import choices
from gdviz.gui.style import scaling
from gdviz.gui.widgets.focus import keep_focus

if TYPE_CHECKING:
    from gdviz.gui.kernel.scene import Scene

_BETWEEN = 8
_HEIGHT, _LARGE_HEIGHT = 30, 26
"""Pixels with the usual type, and what they are in very large type."""
_VERY_LARGE = 1.75
"""Times the usual size of type; from there a column has no room for several rows of buttons."""
_LEAST = 100
"""Pixels of the least width."""
_SIZES = (1, 40, None, 10)
"""The sizes of batches that are offered, the first two that no run has; None is all samples."""
_SCHEDULES = ("constant", "linear", "cosine")
_MOST = 3


def suited(scene: Scene) -> list[str]:
    """What the chosen run can be compared with, as `run_edits.like` calls it, a few of them.

    The learning rate's arrangement compares schedules that no run has yet; those of the data and of all parts, where
    there are samples, sizes of batches that none has; any other rates, and a method.
    """
    experiment, spec = scene.experiment, scene.experiment.runs[scene.run]
    n_samples, runs = experiment.problem.n_samples, experiment.runs
    if scene.arrangement == "rates":
        present = {run.schedule.kind for run in runs}
        return [f"schedule={kind}" for kind in _SCHEDULES if kind not in present][:_MOST]
    if n_samples is not None and scene.arrangement in ("data", "all"):
        sizes = {_size(run.batch.size if run.batch else None, n_samples) for run in runs}
        free = [size for size in _SIZES if (size or 0) < n_samples and _size(size, n_samples) not in sizes]
        offered = [f"batch={size or 'all'}" for size in free[: _MOST - 1]]
        doubles = spec.batch is not None and 2 * spec.batch.size <= n_samples
        scales = doubles and edits.scaling(experiment, scene.run) is not None
        return [*offered, *(["batch*2"] if scales else [])]
    rates = ["lr*10", "lr/10"] if edits.rate_is_used(experiment, scene.run) else []
    optimizers = [run.optimizer for run in runs]
    has_momentum = any(each.momentum_slot is not None for each in optimizers if each.kind != "adam")
    return [*rates, "adam" if has_momentum else "momentum"]


def _size(size: int | None, n_samples: int) -> int:
    return n_samples if size is None else min(size, n_samples)


class CompareChips(QWidget):
    """A button for each of what suits, under the words "Compare with"; the last one opens the menu of runs.

    `requested` carries what `run_edits.like` is to do, `othersRequested` the place of the screen for the menu.
    """

    requested = Signal(str)
    othersRequested = Signal(QPoint)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("compareChips")
        self._label = QLabel(self)
        self._label.setProperty("role", "label")
        self._offered: tuple[object, ...] = ()
        self._root = False
        self.chips: dict[str, QPushButton] = {}
        self.other = self._chip("compareOtherButton")
        self.other.clicked.connect(
            lambda: self.othersRequested.emit(self.other.mapToGlobal(self.other.rect().bottomLeft()))
        )
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.retranslate()

    def show_scene(self, scene: Scene) -> None:
        """Offer what suits the chosen run."""
        root = edits.scaling(scene.experiment, scene.run) == "root"
        offered = suited(scene)
        if (*offered, root) == self._offered:
            return
        self._offered, self._root = (*offered, root), root
        focused = next((chip for chip in self.chips.values() if chip.hasFocus()), None)
        for how in [how for how in self.chips if how not in offered]:
            chip = self.chips.pop(how)
            chip.hide()
            chip.deleteLater()
        for how in offered:
            if how not in self.chips:
                chip = self.chips[how] = self._chip(f"compare-{how}")
                chip.clicked.connect(lambda _=False, how=how: self.requested.emit(how))
        self.chips = {how: self.chips[how] for how in offered}
        self.retranslate()
        keep_focus(self, focused)

    def _chip(self, name: str) -> QPushButton:
        chip = QPushButton(self)
        chip.setObjectName(name)
        chip.setProperty("chip", True)
        chip.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        chip.show()
        return chip

    def retranslate(self) -> None:
        """Set the texts in the window's language."""
        self._label.setText(self.tr("Compare with"))
        self.other.setText(self.tr("Other…"))
        self.other.setToolTip(self.tr("More runs to compare with, and what can be done to the chosen one"))
        for how, chip in self.chips.items():
            text, tip = self._texts(how)
            chip.setText(text)
            chip.setToolTip(tip)
        before = self.other
        for chip in reversed(self.chips.values()):
            QWidget.setTabOrder(chip, before)
            before = chip
        self.updateGeometry()
        self._place(self.width())

    def _texts(self, how: str) -> tuple[str, str]:
        word, _, value = how.partition("=")
        if word == "schedule":
            name = next(name for name, kind in choices.schedules() if kind == value)
            return name, self.tr("Add the same run with the schedule {name}").format(name=name)
        if word == "batch":
            if value == "all":
                return self.tr("Whole data"), self.tr("Add the same run with all samples in each step")
            text, tip = self.tr("Batch size {size}"), self.tr("Add the same run with {size} samples in each step")
            return text.format(size=value), tip.format(size=value)
        return {
            "lr*10": (self.tr("Rate × 10"), self.tr("Add the same run with ten times the learning rate")),
            "lr/10": (self.tr("Rate ÷ 10"), self.tr("Add the same run with a tenth of the learning rate")),
            "momentum": (self.tr("Momentum"), self.tr("Add the same run with momentum 0.9")),
            "adam": ("Adam", self.tr("Add a run from the same start with Adam")),
            "batch*2": (
                self.tr("Batch × 2, rate × √2") if self._root else self.tr("Batch and rate × 2"),
                self.tr("Add the same run with twice the batch, and the learning rate scaled to match"),
            ),
        }[how]

    # -- places -------------------------------------------------------------------------------------------

    def hasHeightForWidth(self) -> bool:
        """Qt: the buttons take as many rows as they need."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Qt: the label and the rows of buttons."""
        return self._places(width)[-1].bottom() + 1

    def sizeHint(self) -> QSize:
        """Qt: the height for the present width."""
        return QSize(200, self.heightForWidth(max(self.width(), _LEAST)))

    def minimumSizeHint(self) -> QSize:
        """Qt: any width."""
        return QSize(_LEAST, self.sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Qt: put the buttons into rows of another width."""
        super().resizeEvent(event)
        self._place(self.width())
        if self.heightForWidth(self.width()) != self.height():
            self.updateGeometry()

    def changeEvent(self, event: QEvent) -> None:
        """Qt: another font, or another language."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self.updateGeometry()
            self._place(self.width())
        elif event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def event(self, event: QEvent) -> bool:
        """Qt: a part has another size."""
        if event.type() == QEvent.Type.LayoutRequest:
            self.updateGeometry()
            self._place(self.width())
        return super().event(event)

    def _seen(self, width: int) -> list[QPushButton]:
        """The buttons beside the last one: in very large type those of one row, the menu of the last one has more."""
        chips = list(self.chips.values())
        if scaling.text_scale() < _VERY_LARGE:
            return chips
        room, seen = width - self.other.sizeHint().width(), []
        for chip in chips:
            room -= chip.sizeHint().width() + _BETWEEN
            if room < 0:
                break
            seen.append(chip)
        return seen

    def _places(self, width: int) -> list[QRect]:
        label = self._label.sizeHint()
        places = [QRect(0, 0, min(label.width(), width), label.height())]
        x, y = 0, label.height() + _BETWEEN
        height = scaling.px(_HEIGHT if scaling.text_scale() < _VERY_LARGE else _LARGE_HEIGHT)
        for chip in (*self._seen(width), self.other):
            wide = min(chip.sizeHint().width(), width)
            if x and x + wide > width:
                x, y = 0, y + height + _BETWEEN
            places.append(QRect(x, y, wide, height))
            x += wide + _BETWEEN
        return places

    def _place(self, width: int) -> None:
        seen = self._seen(width)
        for chip in self.chips.values():
            chip.setVisible(chip in seen)
        for part, place in zip((self._label, *seen, self.other), self._places(width), strict=True):
            part.setGeometry(place)
        if width >= _LEAST:
            self.setMinimumHeight(self.heightForWidth(width))
