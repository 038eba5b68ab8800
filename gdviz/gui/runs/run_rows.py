"""The model of the table of runs: texts and colours of each cell."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QColor, QIcon

from gdviz.editing.run_view import RunsView
from gdviz.engine.round_numbers import negligible_as_zero
from gdviz.gui.drawing.run_dot import run_dot
from gdviz.gui.kernel.run_style import RunStyle
from gdviz.gui.runs.run_facts import FirstBelow, Near, arrival, ended_in_local, neared, nearest, proposed_loss
from gdviz.gui.style import translating
from gdviz.gui.style.term_tips import term_tip
from gdviz.gui.widgets.numbers import format_number, format_numbers
from gdviz.run_marks import Marker

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gdviz.engine.trajectory import RunRecord
    from gdviz.gui.kernel.scene import Scene

LABEL, OPTIMIZER, RATE, STEPS, LOSS, DISTANCE, BELOW, VERDICT = range(8)
_NUMBERS = (RATE, STEPS, LOSS, DISTANCE, BELOW)
_HIDDEN_IN_FOG = (LOSS, DISTANCE, BELOW, VERDICT)
"""The columns that would show the way in the fog."""
_FEW = 8
"""The most changed cells repainted one by one; with more, all cells are repainted."""
_GOOD = frozenset({"converged", "flat", "catapult"})
_BAD = frozenset({"diverged", "unbounded", "failed"})
_KINDS = (
    "converged", "flat", "not_started", "still_descending", "too_slow", "oscillating", "overshooting", "uphill",
    "diverged", "unbounded", "saddle", "local_minimum", "noise_floor", "edge_of_stability", "catapult", "cancelled",
    "failed", "completed",
)  # fmt: skip
"""The kinds of verdicts."""
_ARRIVED = ("converged", "catapult", "local_minimum")
_NEARING = ("still_descending", "too_slow", "noise_floor")
_SMALL = 0.005
"""A coordinate that is this share of a short way, or that number after a longer one, reads 0 in a few words."""
_TERMS = {OPTIMIZER: "optimizer", RATE: "learning_rate", STEPS: "step", LOSS: "loss", VERDICT: "verdict"}
"""The terms that columns stand for."""
Index = QModelIndex | QPersistentModelIndex
Role = Qt.ItemDataRole


class RunModel(QAbstractTableModel):
    """A row for each run, in the window's language. `renamed(row, text)`: a person typed another label."""

    renamed = Signal(int, str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.scene: Scene | None = None
        """The last scene. Use `take` for one with other runs; if they only moved or grew, set it here."""
        self.styles: Sequence[RunStyle] = ()
        self.view = RunsView(())
        self.below: float | None = None
        """The loss to reach, chosen or proposed."""
        self._first_below: dict[int, FirstBelow] = {}
        self._nearest: tuple[Scene | None, dict[int, Near | None]] = None, {}
        """A scene, and the minimum nearest to each run in it."""
        self._outcomes: tuple[Scene | None, dict[tuple[int, bool], str]] = None, {}
        """A scene, and what becomes of each run in it, with and without its place."""
        self._shown_heads: tuple[str, ...] = ()
        self.shown = frozenset(range(VERDICT + 1))
        """The columns that the table shows."""
        self.brief = False
        """Whether it shows name, outcome and loss alone, as a simple window does."""
        self.with_places = True
        """Whether an outcome says where a run arrives."""
        self._marks: dict[tuple[int, Marker, bool, bool], QIcon] = {}
        self._painted: dict[tuple[int, int], object] = {}
        """The content of each cell when it was last painted."""

    @property
    def records(self) -> Sequence[RunRecord]:
        """The records, one a row."""
        return self.scene.runs if self.scene is not None else ()

    def take(self, scene: Scene) -> None:
        """Take other runs, and notify the views."""
        if len(scene.runs) != len(self.records):
            self._painted.clear()
        self.scene, self.styles, self.view = scene, scene.styles(), RunsView.of(scene.experiment)
        self.below = proposed_loss(scene.runs) if self.view.below is None else self.view.below
        before, self._shown_heads = self._shown_heads, self._heads()
        # Qt then lays the table out again, in a separate repaint, even for a hidden column.
        if before and any(before[column] != self._shown_heads[column] for column in self.shown):
            self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, VERDICT)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  (Qt's own signature)
        """The number of runs."""
        return 0 if parent.isValid() else len(self.records)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """Label, optimizer, rate, steps, loss, distance, first step below, verdict."""
        return 0 if parent.isValid() else 8

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Qt: only the label can be edited in place."""
        flags = super().flags(index)
        return flags | Qt.ItemFlag.ItemIsEditable if index.column() == LABEL else flags

    def setData(self, index: Index, value: Any, role: int = Role.EditRole) -> bool:
        """Qt: emit a typed label, which is shown once the experiment has it."""
        if role != Role.EditRole or index.column() != LABEL:
            return False
        self._painted.pop((index.row(), LABEL), None)  # the table shows the typed text: paint the cell again
        if str(value).strip() != self._now.label(index.row()):
            self.renamed.emit(index.row(), str(value))
        return True

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Role.DisplayRole) -> Any:
        """The columns' names, aligned as their cells."""
        if orientation != Qt.Orientation.Horizontal:
            return None
        match role:
            case Role.TextAlignmentRole:
                return self._alignment(section)
            case Role.DisplayRole:
                return self._heads()[section]
            case Role.ToolTipRole:
                said = self._explained()[section]
                return term_tip(_TERMS[section], said) if section in _TERMS else said
        return None

    def data(self, index: Index, role: int = Role.DisplayRole) -> Any:
        """Qt: texts and styles; the tool tip of a verdict is its sentence, that of other cells describes the run."""
        row, column = index.row(), index.column()
        match role:
            case Role.DisplayRole:
                return self._content(row, column)
            case Role.EditRole if column == LABEL:
                return self._now.label(row)
            case Role.ToolTipRole:
                return self.sentence(row) if column == VERDICT and not self._now.in_fog else self.everything(row)
            case Role.AccessibleTextRole:
                said = self._from_what(row) if column == DISTANCE else self.text(row, column)
                return f"{self._heads()[column]}: {said}"
            case Role.DecorationRole if column == LABEL:
                return self._mark(row)
            case Role.TextAlignmentRole:
                return self._alignment(column)
            case Role.ForegroundRole:
                return self._ink(row, column)
        return None

    def _content(self, row: int, column: int) -> str:
        """What is written in a cell; of a distance also whether it is to a local minimum."""
        if self.brief and not self._now.in_fog:
            if column == LOSS:
                return self.end_loss(row)
            if column == VERDICT:
                return self.outcome(row, self.with_places)
        text = self.text(row, column)
        if column != DISTANCE:
            return text
        near = self._near(row)
        return self.local(text) if near is not None and near.is_local else text

    def text(self, row: int, column: int) -> str:
        """The number or the words of a cell."""
        scene, record = self._now, self.records[row]
        if column == LABEL:
            return scene.label(row)
        if column == OPTIMIZER:
            return self.optimizer(row)
        if column == RATE:
            return format_number(record.spec.optimizer.lr, 3)
        if scene.in_fog and column in _HIDDEN_IN_FOG:
            return "—"
        if column == STEPS:
            return f"{scene.updates(row) if scene.state.experiment.ahead_hidden else record.updates:,}"
        if column == LOSS:
            return format_number(scene.loss(row), 3)
        if column == DISTANCE:
            near = self._near(row)
            return "—" if near is None else format_number(near.away, 3)
        return self._below(row) if column == BELOW else self.kind_word(row)

    @property
    def _now(self) -> Scene:
        assert self.scene is not None
        return self.scene

    def local(self, far: str) -> str:
        """Format a distance to a local minimum."""
        return self.tr("{distance} (local)").format(distance=far)

    def _near(self, row: int) -> Near | None:
        """The minimum nearest to a run at the playhead; None in the fog."""
        scene = self._now
        if scene.in_fog:
            return None
        if self._nearest[0] is not scene:
            self._nearest = scene, {}
        found = self._nearest[1]
        if row not in found:
            found[row] = nearest(self.records[row], scene.row(row), self.ended_runs())
        return found[row]

    def _from_what(self, row: int) -> str:
        """The distance and its minimum; for a local one, also the distance to the best known minimum."""
        near, scene = self._near(row), self._now
        if near is None:
            return "—"
        far, place = format_number(near.away, 3), _place(near.w)
        if near.lowest is None:
            return self.tr("{distance}, from the minimum {place}").format(distance=far, place=place)
        gap = scene.loss(row) - near.lowest.loss
        template = self.tr(
            "{distance}, from a local minimum, {place}; the lowest known one, {better}, is {away} away,"
            " its loss {gap} lower"
        )
        return template.format(
            distance=far, place=place, better=_place(near.lowest.w), gap=format_number(gap, 3),
            away=format_number(math.dist(self.records[row].w[scene.row(row)].tolist(), near.lowest.w), 3),
        )  # fmt: skip

    def ended_runs(self) -> Sequence[RunRecord]:
        """The runs, less those whose end is hidden."""
        if not self._now.state.experiment.ahead_hidden:
            return self.records
        return [record for row, record in enumerate(self.records) if not self._now.hides_end(row)]

    def everything(self, row: int) -> str:
        """All facts about a run, one per line."""
        heads = self._explained()
        lines = [f"{self._now.label(row)}: {self.optimizer(row)}"]
        lines += [
            f"{heads[column]}: {self._from_what(row) if column == DISTANCE else self.text(row, column)}"
            for column in _NUMBERS
        ]
        look = self.view.runs[row] if row < len(self.view.runs) else None
        if look is not None and look.pinned:
            lines.append(self.tr("baseline: drawn faint, and left as it is; unpin it to edit it"))
        if not self.styles[row].drawn:
            hidden = look is not None and not self.view.visible(row)
            lines.append(self.tr("hidden, but computed") if hidden else self.tr("not drawn: there are too many runs"))
        return "\n".join(lines if self._now.in_fog else [*lines, self.sentence(row)])

    def kind_word(self, row: int) -> str:
        """The verdict of a run in a word or two; while what is ahead is hidden, only at its end."""
        if self._now.in_fog:
            return "—"
        if self._now.hides_end(row):
            return self.tr("ahead", "the verdict, while what is ahead is hidden")
        return self.end_word(row)

    @property
    def above_lowest(self) -> float | None:
        """The lowest known loss, if brief losses are shown as their distance above it; else None."""
        minima = self._now.problem.minima if self._now.arrangement == "rates" else ()
        return min((minimum.loss for minimum in minima), default=None)

    def end_loss(self, row: int) -> str:
        """The loss at the end of a run, or, while that is hidden, at the playhead."""
        scene, record = self._now, self.records[row]
        loss = scene.loss(row) if scene.hides_end(row) else record.loss_at(record.n)
        lowest = self.above_lowest
        if lowest is not None:
            return format_number(max(loss - lowest, 0.0), 3)
        beside = (run.loss_at(0) for run in self.records)
        return format_number(negligible_as_zero([loss, *beside])[0], 3)

    def outcome(self, row: int, with_place: bool) -> str:
        """What becomes of a run in a few words; `with_place` where it arrives, if that has two coordinates at most."""
        if self._outcomes[0] is not self._now:
            self._outcomes = self._now, {}
        found = self._outcomes[1]
        if (row, with_place) not in found:
            found[row, with_place] = self._outcome(row, with_place)
        return found[row, with_place]

    def _outcome(self, row: int, with_place: bool) -> str:
        scene, record, word = self._now, self.records[row], self.kind_word(row)
        if scene.hides_end(row) or record.finish is None:
            return word
        if scene.arrangement == "data":
            return self.tr("{n} steps: {verdict}").format(n=f"{record.updates:,}", verdict=word)
        kind = self._kind(row)
        if not with_place or record.problem.dim > 2 or kind not in (*_ARRIVED, *_NEARING):
            return word
        if kind in _ARRIVED:
            return self.tr("arrives at {place}").format(place=_rough(arrival(record), record))
        place = neared(record)
        return word if place is None else self.tr("nears {place}").format(place=_rough(place, record))

    def end_word(self, row: int) -> str:
        """The verdict of a run in a word or two, even if hidden."""
        kind, verdict = self._kind(row), self.records[row].verdict
        if kind == "converged" and verdict is not None and verdict.numbers.get("swings"):
            return self._swung()
        return self._word(kind)

    def end_words(self) -> list[str]:
        """The words of all verdicts."""
        return [*map(self._word, _KINDS), self._swung()]

    def _swung(self) -> str:
        """The word of a run that converged, yet stepped from side to side: with a larger rate it overshoots."""
        return self.tr("converged, swinging")

    def _word(self, kind: str) -> str:
        match kind:
            case "computing":
                return self.tr("computing…")
            case "converged":
                return self.tr("converged")
            case "flat":
                return self.tr("flat valley")
            case "not_started":
                return self.tr("not started")
            case "still_descending":
                return self.tr("descending")
            case "too_slow":
                return self.tr("too slow")
            case "oscillating":
                return self.tr("oscillating")
            case "overshooting":
                return self.tr("overshooting")
            case "uphill":
                return self.tr("walking uphill")
            case "diverged":
                return self.tr("diverged")
            case "unbounded":
                return self.tr("falls without end")
            case "saddle":
                return self.tr("at a saddle")
            case "local_minimum":
                return self.tr("local minimum")
            case "noise_floor":
                return self.tr("noise floor")
            case "edge_of_stability":
                return self.tr("edge of stability")
            case "catapult":
                return self.tr("catapult")
            case "cancelled":
                return self.tr("stopped")
            case "failed":
                return self.tr("failed")
            case "completed":
                return self.tr("done")
        return kind.replace("_", " ")

    def sentence(self, row: int) -> str:
        """The full verdict of a run; while what is ahead is hidden, only at its end.

        It says that it is about the end where the playhead is not there, and where ends are hidden before.
        """
        scene, record = self._now, self.records[row]
        if scene.hides_end(row):
            return self.tr("What becomes of it is shown at the end.")
        verdict = record.verdict
        said = translating.text(verdict.message) if verdict is not None else translating.translate(record.failure)
        said = said or self.kind_word(row)
        is_ahead = record.finish is not None and not scene.has_ended(row)
        if is_ahead or scene.state.experiment.ahead_hidden:
            return self.tr("At the end: {verdict}").format(verdict=said)
        return said[:1].upper() + said[1:]

    def optimizer(self, row: int) -> str:
        """The name of the optimizer."""
        record = self.records[row]
        return record.spec.own_name(record.problem.n_samples)

    def changed(self, first: int = 0, last: int = VERDICT) -> None:
        """Notify the views of the changed cells in these columns; with many changes, of all cells."""
        cells = []
        for row in range(len(self.records)):
            for column in self.shown.intersection(range(first, last + 1)):
                content = self._content(row, column), self._ink(row, column), column == LABEL and self._look(row)
                if self._painted.get((row, column)) != content:
                    self._painted[row, column] = content
                    cells.append(self.index(row, column))
        if len(cells) > _FEW:
            self.dataChanged.emit(self.index(0, first), self.index(len(self.records) - 1, last))
        else:
            for cell in cells:
                self.dataChanged.emit(cell, cell)

    def forget_texts(self) -> None:
        """Write all cells again at the next change, for example in another language."""
        self._painted.clear()
        self._outcomes = None, {}

    def _below(self, row: int) -> str:
        record = self.records[row]
        if self.below is None:
            return "—"
        known = self._first_below.get(row)
        if known is None or known.record is not record or known.below != self.below:
            known = self._first_below[row] = FirstBelow(record, self.below)
        step = known.step()
        if step is None or (self._now.state.experiment.ahead_hidden and step > self._now.updates(row)):
            return "—"
        return f"{step:,}" if known.exact or not step else f"≤ {step:,}"

    @property
    def _symbol(self) -> str:
        return "f" if self.scene is None else self.scene.problem.symbol

    def _heads(self) -> tuple[str, ...]:
        below = "—" if self.below is None else format_number(self.below, 3)
        return (
            self.tr("run"),
            self.tr("optimizer"),
            "η",
            self.tr("steps"),
            self.tr("loss {symbol}").format(symbol=self._symbol),
            self.tr("distance"),
            f"{self._symbol} ≤ {below}",
            self.tr("verdict"),
        )

    def _explained(self) -> tuple[str, ...]:
        below = "—" if self.below is None else format_number(self.below, 3)
        return (
            self.tr("run"),
            self.tr("optimizer"),
            self.tr("learning rate η"),
            self.tr("steps made"),
            self.tr("loss {symbol} at the playhead").format(symbol=self._symbol),
            self.tr("distance to the nearest minimum that is known, or at which a run ended"),
            self.tr("first step with a loss of at most {loss}").format(loss=below),
            self.tr("verdict"),
        )

    def _look(self, row: int) -> tuple[RunStyle, bool]:
        """The style of a run, and whether it is hidden."""
        return self.styles[row], row < len(self.view.runs) and not self.view.visible(row)

    def _mark(self, row: int) -> QIcon:
        style, hidden = self._look(row)
        key = (style.color.rgba(), style.marker, hidden, style.faint)
        if key not in self._marks:
            dot = self._marks[key] = QIcon()
            for mode in (QIcon.Mode.Normal, QIcon.Mode.Selected):  # otherwise Qt tints it in a chosen row
                dot.addPixmap(run_dot(style.color, style.marker, hidden, style.faint), mode)
        return self._marks[key]

    def _kind(self, row: int) -> str:
        record = self.records[row]
        if record.finish is None:
            return "computing"
        return record.verdict.kind if record.verdict is not None else record.finish

    def _ink(self, row: int, column: int) -> QColor:
        theme = self._now.theme
        if not self.styles[row].drawn:
            return QColor(theme.text2)
        if column in (OPTIMIZER, RATE, STEPS):
            return QColor(theme.text2)
        if column == DISTANCE:
            near = self._near(row)
            return QColor(theme.word("local") if near is not None and near.is_local else theme.text1)
        if column != VERDICT:
            return QColor(theme.text1)
        kind = "" if self._now.hides_end(row) or self._now.in_fog else self._kind(row)
        if kind and ended_in_local(self.records[row]):
            return QColor(theme.word("local"))
        return QColor(theme.word("good") if kind in _GOOD else theme.word("bad") if kind in _BAD else theme.text2)

    def _alignment(self, column: int) -> Qt.AlignmentFlag:
        side = Qt.AlignmentFlag.AlignRight if column in _NUMBERS else Qt.AlignmentFlag.AlignLeft
        return side | Qt.AlignmentFlag.AlignVCenter


def _rough(w: tuple[float, ...], record: RunRecord) -> str:
    """A place of a run in two digits, for a few words; in brackets if it has several coordinates.

    A coordinate reads 0 if it is small beside the way of the run, or beside the others.
    """
    way = max(abs(a - b) for a, b in zip(w, record.w[0].tolist(), strict=True))
    least = max(_SMALL * min(way, 1.0), 1e-3 * max(map(abs, w)))
    shown = [format_number(float(f"{value:.2g}") if abs(value) > least else 0.0, 2) for value in w]
    return shown[0] if len(shown) == 1 else f"({', '.join(shown)})"


def _place(w: tuple[float, ...]) -> str:
    """The first four coordinates in brackets."""
    return f"({', '.join(format_numbers(w)[:4])}{', …' if len(w) > 4 else ''})"


def optimizers_differ(model: RunModel) -> bool:
    """Whether the label of any run differs from the name of its optimizer."""
    scene = model.scene
    return scene is not None and any(scene.label(row) != model.optimizer(row) for row in range(len(scene.runs)))
