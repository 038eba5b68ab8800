"""The widths of the columns of the table of runs, and which of them are shown in a table of some width."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QFontMetrics

from gdviz.gui.drawing.run_dot import SIZE
from gdviz.gui.runs.run_facts import may_be_local
from gdviz.gui.runs.run_rows import (
    BELOW,
    DISTANCE,
    LABEL,
    LOSS,
    OPTIMIZER,
    RATE,
    STEPS,
    VERDICT,
    RunModel,
    optimizers_differ,
)
from gdviz.gui.style import scaling
from gdviz.gui.widgets.numbers import format_number

if TYPE_CHECKING:
    from gdviz.engine.trajectory import RunRecord

LEAST = 40
"""The least width of any column in pixels."""
_LEAST_LABEL = 66
"""The least width of a label in pixels."""
_SHORT_NAME = 90
"""The width of a label in pixels that is not cut for a verdict that is still hidden."""
_LONGEST = {LOSS: "−2.07e+132", DISTANCE: "2.07e+132"}
"""Texts for which there is room from the start, so that numbers do not move during playing."""
_USUAL = ("2.07e+12", "0.000888")
"""The texts used instead in a table too narrow for that."""
_OPTIONAL = (RATE, BELOW, DISTANCE, OPTIMIZER, STEPS)
"""The columns that a wider table adds, in this order."""
_KEPT = 500
"""The number of cached text widths: each edit needs those of all runs."""
_PADDING = 15
"""Pixels beside the text of a cell: 4 of the style sheet and 3 of the style on either side, and fractions."""


class RunColumns:
    """Fits the columns to a table; measurements are cached until the contents change."""

    def __init__(self, model: RunModel) -> None:
        self._model = model
        self._table: tuple[object, ...] = ()
        self._ends: list[tuple[str, str]] = []
        self._local = self._ahead_hidden = False
        self._font, self._widths = QFont(), dict[str, int]()

    def fit(self, wide: int, everything: bool, font: QFont, spread: bool = False) -> dict[int, int] | None:
        """The width of each column shown in a table of `wide` pixels; None if nothing changes.

        With `everything` all are shown at their least width; with `spread` they share what is left. While runs are
        computed the columns stay; otherwise they would come and go with each edit.
        """
        model = self._model
        if font != self._font or len(self._widths) > _KEPT:
            self._font, self._widths = QFont(font), {}
        scene = model.scene
        if scene is None:
            return None
        records, rows = scene.runs, range(len(scene.runs))
        ahead_hidden = scene.state.experiment.ahead_hidden
        names = [(scene.label(row), model.optimizer(row), records[row].planned) for row in rows]
        table = (wide, (everything, spread), names, model.below is None, scaling.text_scale(), ahead_hidden)
        if table == self._table and any(record.finish is None for record in records):
            return None
        # Hidden verdicts have room as well, so that the widths neither change when they appear nor reveal them.
        told = () if ahead_hidden else rows
        ends = [(model.end_word(row), format_number(_loss(records[row], -1), 3)) for row in told]
        local = may_be_local(scene.problem, model.ended_runs())
        if (table, ends, local) == (self._table, self._ends, self._local):
            return None
        self._table, self._ends, self._local, self._ahead_hidden = table, ends, local, ahead_hidden
        texts = {column: [longest] for column, longest in _LONGEST.items()}
        texts |= {LABEL: [label for label, *_ in names], OPTIMIZER: [called for _, called, _ in names]}
        most = max((planned for *_, planned in names), default=0)
        texts |= {RATE: [model.text(row, RATE) for row in rows], STEPS: [f"{most:,}"]}
        if local:
            texts[DISTANCE].append(model.local(_LONGEST[DISTANCE]))
        texts[BELOW] = [f"≤ {most:,}"]
        texts[VERDICT] = [*(word for word, _ in ends), *map(model.kind_word, rows)]
        if ahead_hidden:
            texts[VERDICT] += model.end_words()
        for column, said in texts.items():
            said.append(self._head(column))
        widths = {column: max(map(self._width, said)) + _PADDING for column, said in texts.items()}
        widths[LABEL] += SIZE + 12
        shown = {LABEL, LOSS, VERDICT}
        for column in _OPTIONAL:
            useful = (
                optimizers_differ(model)
                if column == OPTIMIZER
                else model.below is not None
                if column == BELOW
                else True
            )
            room = sum(widths[one] for one in shown) + widths[column] <= wide
            known = column != BELOW or model.below is not None  # else there is nothing in it
            if (everything and known) or (useful and room):
                shown.add(column)
        self._share(wide, shown, widths, everything, spread)
        return {column: widths[column] for column in sorted(shown)}

    def fit_brief(self, wide: int, font: QFont) -> dict[int, int] | None:
        """The columns of a simple window in a table of `wide` pixels: name, outcome, loss; None if nothing changes.

        Where the outcome has too little room it is written in fewer words, and then left out.
        """
        model, scene = self._model, self._model.scene
        if font != self._font or len(self._widths) > _KEPT:
            self._font, self._widths = QFont(font), {}
        if scene is None:
            return None
        rows = range(len(scene.runs))
        told = {with_place: [model.outcome(row, with_place) for row in rows] for with_place in (True, False)}
        names = [scene.label(row) for row in rows]
        tight = max(LEAST, *(self._width(model.end_loss(row)) + _PADDING for row in rows))
        steady = max(tight, *(self._width(usual) + _PADDING for usual in _USUAL))
        label = max(map(self._width, names)) + _PADDING + SIZE + 12
        label = min(label, max(scaling.px(_LEAST_LABEL), wide - steady))
        outcomes = {places: max(map(self._width, words)) + _PADDING for places, words in told.items()}
        fitting = [(places, loss) for places in told for loss in (steady, tight)
                   if label + outcomes[places] + loss <= wide]  # fmt: skip
        table = ("brief", wide, label, fitting)
        if table == self._table or (
            self._table[:2] == table[:2] and any(record.finish is None for record in scene.runs)
        ):
            return None
        self._table = table
        if fitting:
            model.with_places, loss = fitting[0]
            return {LABEL: label, LOSS: loss, VERDICT: wide - label - loss}
        return {LABEL: wide - steady, LOSS: steady}

    def _share(self, wide: int, shown: set[int], widths: dict[int, int], everything: bool, spread: bool) -> None:
        """Share the width: the verdict fits, the label nearly does, and the loss is shown if it fits or is required."""
        least = scaling.px(_LEAST_LABEL)
        if sum(widths[column] for column in shown) > wide:
            begins = [format_number(_loss(record, 0), 3) for record in self._model.records]
            losses = (*_USUAL, self._head(LOSS), *begins, *(loss for _, loss in self._ends or [("", _LONGEST[LOSS])]))
            widths[LOSS] = min(widths[LOSS], max(map(self._width, losses)) + _PADDING)
            usual = [*_USUAL, *map(self._model.local, _USUAL)] if self._local else _USUAL
            widths[DISTANCE] = max(map(self._width, (*usual, self._head(DISTANCE)))) + _PADDING
            if not everything and least + widths[LOSS] + widths[VERDICT] > wide:
                shown.discard(LOSS)
        more = (wide - sum(widths[column] for column in shown)) // len(shown) if spread else 0
        for column in shown if more > 0 else ():
            widths[column] += more
        others = sum(widths[column] for column in shown - {LABEL, VERDICT})
        if self._ahead_hidden:  # rather a later verdict is cut than a short name now
            now = max(
                map(self._width, (self._head(VERDICT), *map(self._model.kind_word, range(len(self._model.records)))))
            )
            name = min(widths[LABEL], scaling.px(_SHORT_NAME))
            widths[VERDICT] = max(now + _PADDING, min(widths[VERDICT], wide - others - name))
        widths[LABEL] = min(widths[LABEL], max(least, wide - others - widths[VERDICT]))
        widths[VERDICT] = max(widths[VERDICT], wide - widths[LABEL] - others)

    def _width(self, text: str) -> int:
        if text not in self._widths:
            self._widths[text] = QFontMetrics(self._font).horizontalAdvance(text)
        return self._widths[text]

    def _head(self, column: int) -> str:
        return str(self._model.headerData(column, Qt.Orientation.Horizontal))


def _loss(record: RunRecord, row: int) -> float:
    """The loss of a row; -1 is the last one so far."""
    return record.loss_at(record.n if row < 0 else row)
