"""The parts that the data lab has where it is what the window is about: words, batches as cards, stages as cards."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout

from gdviz.gui.data import batch_cards, stage_cards
from gdviz.gui.data.batch_cards import BatchCards
from gdviz.gui.data.large_words import LargeWords
from gdviz.gui.data.sample_legend import BATCH, CLASSES, LINE, OTHERS, RESIDUAL, WORDS, Entry
from gdviz.gui.data.sample_plot import PlotWords
from gdviz.gui.data.stage_cards import StageCards
from gdviz.gui.style import fonts
from gdviz.gui.style.scaling import px
from gdviz.gui.style.translating import brief
from gdviz.gui.widgets.segmented import SegmentedButtons

if TYPE_CHECKING:
    from gdviz.engine.batches import Batches
    from gdviz.engine.one_update import OneUpdate
    from gdviz.gui.kernel.scene import Scene
    from gdviz.gui.style.theme import Theme
    from gdviz.problems.fitting import DataProblem

_PLOT = 0.5
"""The least share of the height that the samples get, if cards can be lower."""
_LEAST_PLOT = 110
_SPACING = 10
_OTHERS = 3
"""The most other runs that the legend names."""


class LargeForm(QObject):
    """Makes these parts, puts them into the head and the body of the lab, and shows updates in them.

    Signals
    -------
    playheadRequested(step)
    stageRequested(stage)
        A person wants to see a stage of the update, or with 0 all at once.
    oneSampleWanted(on)
        A person wants batches of one sample, or no longer.
    """

    playheadRequested = Signal(int)
    stageRequested = Signal(int)
    oneSampleWanted = Signal(bool)

    def __init__(self, parent: QObject, head: QHBoxLayout, body: QVBoxLayout) -> None:
        super().__init__(parent)
        self._words = LargeWords(self)
        self.title = QLabel()
        self.title.setFont(fonts.title())
        self.title.setProperty("role", "title")
        self.sentence = QLabel()
        self.sentence.setObjectName("cutSentence")
        self.sentence.setProperty("role", "label")
        self.sentence.setWordWrap(True)
        self.sentence.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.switch = SegmentedButtons()
        self.switch.setObjectName("batchSwitch")
        for key in ("batch", "one"):
            self.switch.add(key, "", name=f"{key}BatchButton")
        head.insertWidget(0, self.title, 0, Qt.AlignmentFlag.AlignVCenter)
        head.insertWidget(1, self.sentence, 100)
        head.insertWidget(head.count() - 1, self.switch)
        self.batches, self.stages = BatchCards(), StageCards()
        self._parts = (self.title, self.sentence, self.switch, self.batches, self.stages)
        for part in (self.batches, self.stages):
            body.addWidget(part)
        self.batches.playheadRequested.connect(self.playheadRequested)
        self.stages.stageRequested.connect(self.stageRequested)
        self.switch.chosen.connect(lambda key: self.oneSampleWanted.emit(key == "one"))
        self.retranslate()

    def show(self, shown: bool, has_tools: bool) -> None:
        """Show the parts, or hide them; the switch only where there are tools."""
        for part in self._parts:
            part.setVisible(shown and (has_tools or part is not self.switch))

    def choose_title(self, width: int) -> None:
        """Show the title in a head of this width if it leaves the sentence room for all of its words."""
        beside = self.switch.sizeHint().width() + 3 * px(8)
        title, sentence = (part.fontMetrics().horizontalAdvance(part.text()) for part in (self.title, self.sentence))
        self.title.setVisible(title + sentence + beside + px(8) <= width)

    def fit(self, width: int, height: int) -> None:
        """Fit the cards into this room, which they share with the samples.

        The samples get what the cards do not need: these are lower where there is little height.
        """
        room = height - 2 * _SPACING
        ways = (
            (stage_cards.FULL, min(batch_cards.HIGHEST, round(20 * room / px(100)))),
            (stage_cards.FULL, 96),
            (stage_cards.COMPACT, 92),
            (stage_cards.COMPACT, 76),
            (stage_cards.LEAST, batch_cards.LEAST),
        )
        for stage, batch in ways:
            high = self.stages.height_in(width, stage), px(batch_cards.HEAD + batch)
            if room - sum(high) >= max(_PLOT * room, px(_LEAST_PLOT)):
                break
        for part, pixels in zip((self.stages, self.batches), high, strict=True):
            if part.height() != pixels or part.minimumHeight() != pixels:
                part.setFixedHeight(pixels)

    def show_runs(self, scene: Scene) -> None:
        """Say how the samples of the chosen run are cut, before the head is fitted to the words."""
        self.sentence.setText(self._words.cut(scene.record.batches))
        batch = scene.experiment.runs[scene.run].batch
        self.switch.set_current("one" if batch is not None and batch.size == 1 else "batch")
        self.batches.forget_scale()
        self.stages.fit_anew()

    def show_stages(
        self, problem: DataProblem, update: OneUpdate, batches: Batches, names: Sequence[str], hidden: bool, stage: int
    ) -> None:
        """Show the numbers of an update in its stages, called `names`; `hidden` hides those of the last one."""
        self.stages.show_stages(self._words.stages(problem, update, batches, names, hidden), stage)

    def plot_words(self, scene: Scene, update: OneUpdate, stage: int, has_residuals: bool, classes: bool) -> PlotWords:
        """What the plot of the samples says."""
        shown = stage in (0, 4) and not scene.state.experiment.ahead_hidden
        after = update.w_after if shown else None
        legend, styles = self._words.legend(update, has_residuals), scene.styles()
        rows = [Entry(BATCH, legend.batch), Entry(OTHERS, legend.others)]
        rows.append(Entry(RESIDUAL, legend.residual, styles[scene.run].color.name()))
        if classes:
            rows.append(Entry(CLASSES, legend.classes))
        others = [run for run in range(len(scene.runs)) if run != scene.run and styles[run].drawn]
        rows += [Entry(LINE, brief(scene.label(run), 22), styles[run].ink.name()) for run in others[:_OTHERS]]
        rows.append(Entry(WORDS, legend.drawn))
        names = legend.now, legend.after, legend.short_after
        return PlotWords(tuple(row for row in rows if row.words), names, scene.run, after)

    def apply_theme(self, theme: Theme) -> None:
        """Take the colours."""
        self.batches.apply_theme(theme)
        self.stages.apply_theme(theme)

    def retranslate(self) -> None:
        """Put the texts into the language of the window."""
        self.title.setText(self.tr("Data and batches"))
        self.switch.set_text("batch", self.tr("Batch"), self.tr("Each update sees a batch of several samples."))
        self.switch.set_text(
            "one",
            self.tr("One sample"),
            self.tr("Batch size 1: each update sees one sample; its loss falls, others may rise."),
        )
        self.stages.setAccessibleName(self.tr("The four stages of the update"))
        self.stages.setToolTip(self.tr("A click shows a stage; so do the keys . and , and slow play."))
