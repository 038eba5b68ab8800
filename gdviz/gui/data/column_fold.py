"""The right column with the data lab: if it is low, step card and table of runs share a place."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QSplitter, QWidget

from gdviz.gui.kernel.view import ViewDefaults
from gdviz.gui.style import scaling
from gdviz.gui.widgets.segmented import SegmentedButtons

if TYPE_CHECKING:
    from gdviz.gui.kernel.scene import Scene

SHARE = 0.55
"""The initial share of the lab in the column."""
ROOM = 740
"""A column at least this high in pixels shows step card, table and lab; a lower one the lab and one of the others."""
_SWITCH = 28
_NOMINAL = 760
"""The height of the column in a window of the usual size, before it is shown."""


class ColumnFold(ViewDefaults, QObject):
    """Chooses which parts of the column are shown, and how high: step card, table of runs, and below them the lab.

    Until a person chooses, it shows the table for several runs, and the step card for one.
    """

    def __init__(
        self, column: QSplitter, card: QWidget, table: QWidget, lab: QWidget, heights: Sequence[int] = ()
    ) -> None:
        """Put the lab below card and table; made while these are elsewhere, it is given their `heights` before that."""
        super().__init__(column)
        self._column, self._lab = column, lab
        self._parts = {"step": card, "runs": table}
        self._share = SHARE
        self._roomy = False
        """Whether the lab has the room of the others: what was chosen when the parts were last in the column."""
        self._without = list(heights or column.sizes())
        """The heights of card and table without the lab."""
        self._with: list[int] = []
        """The heights of all with the lab, as it was last seen unfolded; empty where its share says them."""
        self._was_shown = False
        self._chosen = False
        self._scene: Scene | None = None
        self._active = True
        """Whether the parts are in the column: in other arrangements they are elsewhere."""
        self.folded = False
        self.switch = SegmentedButtons()
        self.switch.setObjectName("columnSwitch")
        self.switch.setFixedHeight(scaling.px(_SWITCH))
        for key in self._parts:
            self.switch.add(key, "", name=f"{key}TabButton")
        self.switch.hide()
        self.switch.chosen.connect(self._choose)
        column.insertWidget(0, self.switch)
        column.addWidget(lab)
        for place, stretch in enumerate((0, 1, 1, 2)):
            column.setStretchFactor(place, stretch)
        column.installEventFilter(self)
        lab.installEventFilter(self)
        self._retranslate()
        self.share(SHARE)

    def show_scene(self, scene: Scene, before: Scene | None) -> None:
        """See View: the lab for samples; the table for several runs, the arithmetic for one, until a person chooses."""
        self._scene = scene
        if not self._active:
            return
        samples, room = scene.problem.n_samples is not None, scene.state.moment.lab_room
        several, before_several = (None if each is None else _several(each) for each in (scene, before))
        if several is not None and several != before_several:
            self._prefer(several)
        if room != self._roomy:
            self._roomy = room
            self.share(1.0 if room else SHARE)
        if self._lab.isHidden() == samples:
            self._show_lab(samples)

    def set_active(self, active: bool) -> None:
        """Leave the parts alone while they are elsewhere; when they are back in the column, arrange them again."""
        self._active = active
        if not active or self._scene is None:
            return
        for part in self._parts.values():
            part.show()
        self._was_shown = self._was_shown or not self._lab.isHidden()
        self.folded = False
        self.switch.hide()
        self.show_scene(self._scene, None)
        self.put_back()

    def put_back(self) -> None:
        """Give the parts the heights that they had when they were last in the column."""
        self._fit()
        self._set_heights()

    def _show_lab(self, shown: bool) -> None:
        """Show or hide the lab; each time the parts are as high as they last were so."""
        self.note_heights()
        if shown and not self._was_shown:
            self._lab.show()
            self._was_shown = True
            return
        self._lab.setVisible(shown)
        if not shown:
            self._set_folded(False)
        self._set_heights()

    def note_heights(self) -> None:
        """Note the heights, with the lab or without it, before they change."""
        if not self._was_shown or not self._active:
            return
        if self._lab.isHidden():
            self._without = self._column.sizes()[1:3]
        else:
            self._with = [] if self.folded else self._column.sizes()

    def _set_heights(self) -> None:
        """Give the parts the heights that were noted."""
        if self._lab.isHidden():
            self._column.setSizes([scaling.px(_SWITCH), *self._without, 0])
        elif self._with and not self.folded:
            self._column.setSizes(self._with)
        else:
            self.share(self._share)

    def share(self, share: float) -> None:
        """Give the lab this share of the column; with 1 the others keep their least height."""
        self._share, self._with = share, []
        column = self._column
        height = column.height() if column.isVisible() else _NOMINAL
        rest = (1 - share) * height
        upper = [rest, rest] if self.folded else [rest / 2, rest / 2]
        column.setSizes([scaling.px(_SWITCH), *(round(part) for part in upper), round(share * height)])

    def _prefer(self, several: bool) -> None:
        if not self._chosen:
            self.switch.set_current("runs" if several else "step")
            if self.folded:
                self._show_chosen()

    def _fit(self) -> None:
        if not self._active:
            return
        self.switch.setFixedHeight(scaling.px(_SWITCH))
        self._set_folded(self._is_low())

    def _is_low(self) -> bool:
        column = self._column
        return self._lab.isVisibleTo(column) and column.isVisible() and column.height() < ROOM * scaling.text_scale()

    def _set_folded(self, folded: bool) -> None:
        if folded == self.folded:
            return
        self.folded = folded
        self.switch.setVisible(folded)
        if folded:
            self._show_chosen()
        else:
            for part in self._parts.values():
                part.show()
        self.share(self._share)

    def _choose(self) -> None:
        self._chosen = True
        self._show_chosen()

    def _show_chosen(self) -> None:
        sizes = self._column.sizes()
        upper = max(sizes[1:3])
        for key, part in self._parts.items():
            part.setVisible(key == self.switch.current())
        self._column.setSizes([scaling.px(_SWITCH), upper, upper, sizes[3]])

    def _retranslate(self) -> None:
        self.switch.set_text("step", self.tr("Step"), self.tr("The arithmetic of the step"))
        self.switch.set_text("runs", self.tr("Runs"), self.tr("The runs side by side"))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Qt: follow height, text size, language, and the visibility of the lab."""
        kind = event.type()
        if kind in (QEvent.Type.Resize, QEvent.Type.Show, QEvent.Type.Hide, QEvent.Type.StyleChange):
            QTimer.singleShot(0, self, self._fit)
        elif kind == QEvent.Type.LanguageChange and watched is self._column:
            self._retranslate()
        return super().eventFilter(watched, event)


def _several(scene: Scene) -> bool | None:
    """Whether there are several runs on the samples of a scene; None where it has no samples."""
    return None if scene.problem.n_samples is None else len(scene.runs) > 1
