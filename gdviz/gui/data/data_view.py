"""The data lab: the samples with the model at the playhead, each sample's loss, the batches, the flow of an update."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QMenu, QScrollArea, QToolButton, QVBoxLayout, QWidget

from gdviz.engine.one_update import OneUpdate, one_update
from gdviz.gui.data.batch_strip import BatchStrip
from gdviz.gui.data.data_words import STAGE_KEYS, DataWords
from gdviz.gui.data.flow_strip import FlowStrip
from gdviz.gui.data.sample_axes import AGAINST, SampleAxes
from gdviz.gui.data.sample_hand import SampleHand
from gdviz.gui.data.sample_layer import Marks
from gdviz.gui.data.sample_plot import SamplePlot
from gdviz.gui.drawing.gradient_arrows import Descent
from gdviz.gui.kernel.view import ViewDefaults
from gdviz.gui.style import icons, scaling, translating
from gdviz.gui.style.term_tips import term_tip
from gdviz.gui.style.theme import Theme, system
from gdviz.gui.widgets.combo import combo_box
from gdviz.gui.widgets.enlarge import EnlargeButton
from gdviz.gui.widgets.frame import Panel
from gdviz.gui.widgets.segmented import SMALL, TIGHT, WIDE, SegmentedButtons
from gdviz.problems.fitting import DataProblem

if TYPE_CHECKING:
    from gdviz.gui.data.batch_cards import BatchCards
    from gdviz.gui.data.large_form import LargeForm
    from gdviz.gui.kernel.scene import Scene

PAGES = ("samples", "batches", "flow")
_PAGE_OF = {1: "batches", 2: "flow", 3: "batches", 4: "flow"}
"""The page of each stage, if there is no room for all; predictions are in the plot if that is a page of its own."""
_LEAST, _HALF, _WHOLE, _ROW, _MARGINS = 150, 340, 560, 34, 40
"""Pixels: the least height; the height from which on the samples and one page are visible, and all parts; the height of
a further row; the margins of the head."""
_BATCH = 20
"""The size of batches at first, after those of one sample."""
_LARGE = 430, 270
"""The least width and height in pixels, at normal text size, for the words and numbers of the large form."""
_LEAST_PICTURE = 110
"""The pixels that the samples need besides."""
_USUAL_SPACING, _LARGE_SPACING = 5, 10
UPDATE = 4
"""The last of the stages 1 split, 2 predict, 3 loss, 4 update; 0 shows everything at once."""


class DataView(ViewDefaults, Panel):
    """Shows how the next update of the chosen run uses its samples.

    Signals
    -------
    edited(path, value, final, what)
        A person changed samples or batch; `what` is the name in the undo menu.
    arrowsChanged(arrows)
        The directions of descent to show on the surface: Descent objects.
    enlargeWanted()
        A person wants the arrangement in which the lab is large.
    roomWanted(much), shuffleWanted(shown)
        A person wants the room of other parts for the lab, or to see the shuffle, or no longer.
    playheadRequested(step), stageRequested(stage), openRequested(), noted(text)
    """

    edited = Signal(str, object, bool, object)
    arrowsChanged = Signal(object)
    playheadRequested = Signal(int)
    stageRequested = Signal(int)
    openRequested = Signal()
    enlargeWanted = Signal()
    roomWanted = Signal(bool)
    shuffleWanted = Signal(bool)
    noted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.setObjectName("dataView")
        self.scene: Scene | None = None
        """The last scene; None while the problem has no samples."""
        self._pointed: int | None = None
        self._drawn: tuple[object, ...] | None = None
        self._batch_before = _BATCH
        self._page = PAGES[0]
        self._for_shuffle = False
        """Whether the batches replace the page during a shuffle."""
        self.shown_update: OneUpdate | None = None
        self.large: LargeForm | None = None
        """The parts of the large form, made when it is first shown."""
        self.is_large = False
        self._words = DataWords()
        self._build()
        self._connect()
        self._retranslate()
        self._apply_theme(system())

    def _build(self) -> None:
        self.axis = combo_box("dataAxisCombo")
        self.axis_up = combo_box("dataUpAxisCombo")
        self.classes = SegmentedButtons()
        for label in ("0", "1"):
            self.classes.add(label, ("○ ", "△ ")[label == "1"] + label, name=f"newClass{label}Button")
        self.menu_button = QToolButton()
        self.menu_button.setObjectName("dataMenuButton")
        self.menu_button.setProperty("flat", True)
        self.menu_button.setFixedSize(24, 24)
        self.menu_button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.menu = QMenu(self)
        self.menu_button.setMenu(self.menu)
        self.open_action = self.menu.addAction("")
        self.room_action = self.menu.addAction("")
        self.room_action.setCheckable(True)
        self.shuffle_action = self.menu.addAction("")
        self.shuffle_action.setCheckable(True)
        self.pages = SegmentedButtons()
        for page in PAGES:
            self.pages.add(page, "", name=f"{page}PageButton")
        self.enlarge = EnlargeButton("enlargeDataButton")
        self.enlarge.hide()
        for part in (self.pages, self.enlarge, self.menu_button):
            self.head_row.addWidget(part)
        self.axis_row = QWidget()
        row = QHBoxLayout(self.axis_row)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        row.addWidget(self.axis_up, 1)
        row.addWidget(self.axis, 1)
        row.addWidget(self.classes)
        self.plot = SamplePlot()
        self.hand = SampleHand(self.plot, self.classes, self._words)
        self.remark = _note(wraps=True)
        self.position = _note()
        self.one_sample = QToolButton()
        self.one_sample.setObjectName("oneSampleButton")
        self.one_sample.setProperty("chip", True)
        self.one_sample.setCheckable(True)
        self.strip = BatchStrip()
        self.sentence = _note(wraps=True)
        self.sentence.setObjectName("batchSentence")
        self.flow = FlowStrip()
        self.where = QWidget()
        row = self._where_row = QHBoxLayout(self.where)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.position, 1)
        row.addWidget(self.one_sample)
        self.area = QScrollArea()
        self.area.setWidgetResizable(True)
        self.area.setFrameShape(QFrame.Shape.NoFrame)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        inner = _Parts()
        inner.setProperty("scrolled", True)
        self.body.addWidget(self.area)
        self.body = QVBoxLayout(inner)
        self.body.setContentsMargins(0, 0, 0, 0)
        self.area.setWidget(inner)
        self.body.setSpacing(_USUAL_SPACING)
        parts = (self.axis_row, self.plot, self.remark, self.where, self.strip, self.sentence, self.flow)
        for widget in parts:
            self.body.addWidget(widget, 1 if widget is self.plot else 0)
        self.body.addStretch(0)
        self.setMinimumHeight(_LEAST)

    def _connect(self) -> None:
        self.plot.hovered.connect(self._point_at)
        self.plot.moved.connect(lambda sample, *_: self._point_at(sample))
        self.hand.edited.connect(lambda data, final, what: self.edited.emit("problem.data", data, final, what))
        self.hand.noted.connect(self.noted)
        self.strip.playheadRequested.connect(self.playheadRequested)
        self.axis.activated.connect(self._choose_axes)
        self.axis_up.activated.connect(self._choose_axes)
        self.pages.chosen.connect(self._choose_page)
        self.enlarge.clicked.connect(lambda: self.enlargeWanted.emit())
        self.room_action.triggered.connect(self.roomWanted)
        self.one_sample.clicked.connect(self._switch_one_sample)
        self.open_action.triggered.connect(self.openRequested)
        self.shuffle_action.triggered.connect(self.shuffleWanted)

    # -- View -------------------------------------------------------------------------------------------

    def show_scene(self, scene: Scene, before: Scene | None) -> None:
        """See View; a scene without samples is not kept, and nothing that was chosen for another experiment."""
        opened = before is not None and scene.openings != before.openings
        if opened:
            self._begin_anew()
        if scene.problem.n_samples is None:
            self.forget()
            return
        was, self.scene = self.stage, scene
        if not scene.medium.tools:
            self.menu_button.hide()
            self.enlarge.hide()
            self.one_sample.hide()
        self.room_action.setChecked(scene.state.moment.lab_room)
        self.shuffle_action.setChecked(scene.state.moment.shuffle)
        if scene.has_other_style(before):
            self._apply_theme(scene.theme)
            QTimer.singleShot(0, self, self._fit_type)  # when the window has scaled the type of its parts
        if opened or scene.has_other_runs(before):
            self._show_runs(scene)
        else:
            if before is not None and (scene.arrangement, scene.simple) != (before.arrangement, before.simple):
                self.fit()
            self._refresh()
        if self.stage != was:
            self._begin_stage(by_hand=not scene.clock.playing, shuffles=scene.state.moment.shuffle)

    @property
    def stage(self) -> int:
        """The current stage, see UPDATE; 0 while there is no scene."""
        return 0 if self.scene is None else self.scene.state.moment.stage

    def _show_runs(self, scene: Scene) -> None:
        problem, axes = self._problem, self.plot.axes
        self._drawn = None
        before = axes.problem if axes is not None else None
        alike = before is not None and axes is not None and (before.samples.names, before.loss_kind) == (
            problem.samples.names, problem.loss_kind
        )  # fmt: skip
        if before is None or before.n_samples != problem.n_samples or not alike:
            self._pointed = None
        self.plot.set_axes(SampleAxes(problem, axes.x, axes.y) if alike and axes else SampleAxes.first(problem))
        if not alike:
            self._list_axes()
        self._show_remark()
        batch = scene.experiment.runs[scene.run].batch
        self.one_sample.setChecked(batch is not None and batch.size == 1)
        if batch is not None and batch.size > 1:
            self._batch_before = batch.size
        if self.large is not None and self.is_large:
            self.large.show_runs(scene)
        self.fit()
        self._draw()

    def _show_remark(self) -> None:
        remark = self._problem.remark
        self.remark.setText("" if remark is None else "⚠ " + translating.text(remark))

    def _begin_anew(self) -> None:
        """Be as a new lab: another experiment is opened."""
        self._page, self._for_shuffle, self._batch_before = PAGES[0], False, _BATCH
        self.plot.begin_anew()

    def forget(self) -> None:
        """Drop runs that are no longer shown."""
        self.scene, self.shown_update, self._pointed, self._drawn = None, None, None, None

    def _refresh(self) -> None:
        """Draw if something has changed."""
        if self.scene is not None and self._drawn != self._state(self.scene):
            self._draw()

    def _begin_stage(self, by_hand: bool, shuffles: bool) -> None:
        """Show another stage; by hand, on the page that shows most of it."""
        stage = self.stage
        if stage and by_hand and self.pages.isVisible():
            samples = self.pages.button("samples").isVisible()
            self._choose_page("samples" if stage == 2 and samples else _PAGE_OF[stage])
        if stage != 1:
            self._batches.end_shuffle()
        shuffles = stage == 1 and shuffles and self._shuffle()
        if self._for_shuffle != (shuffles and not by_hand):
            self._for_shuffle = not self._for_shuffle
            self.fit()

    def _shuffle(self) -> bool:
        """Animate the shuffle of an epoch that begins; return whether any sample moves."""
        update = self.shown_update
        if self.scene is None or update is None or update.iteration or update.w_after is None:
            return False
        batches = self.scene.record.batches
        self._batches.animate_from(batches.order(update.epoch - 1) if update.epoch else np.arange(update.n_samples))
        return self._batches.shuffling

    @property
    def _batches(self) -> BatchStrip | BatchCards:
        """What shows the batches."""
        return self.large.batches if self.large is not None and self.is_large else self.strip

    @property
    def shuffle_ms(self) -> int:
        """The milliseconds until the shuffle has been seen."""
        return self._batches.shuffle_ms

    def _apply_theme(self, theme: Theme) -> None:
        """Apply the theme's colours."""
        self.menu_button.setIcon(icons.icon("more", theme.text2, theme.text3))
        for part in (self.plot, self.strip, self.flow, self.enlarge, self.large):
            if part is not None:
                part.apply_theme(theme)
        self._drawn = None

    # -- where it stands --------------------------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Qt: fit the parts to the room."""
        super().resizeEvent(event)
        self.fit()

    def event(self, event: QEvent) -> bool:
        """Qt: fit the flow when the layout of a part changes."""
        done = super().event(event)
        if event.type() == QEvent.Type.LayoutRequest:
            self._fit_flow()
        return done

    def _choose_page(self, page: str) -> None:
        self._page, self._for_shuffle = page, False
        self.fit()

    def _fit_type(self) -> None:
        """Fit what depends on the size of the type."""
        self.plot.size_axes()
        self.fit()

    def fit(self) -> None:
        """Fit the parts to the room: large, if the window is about the data, or small."""
        if self.scene is None or self.plot.axes is None:
            return
        wide, high = map(scaling.px, _LARGE)
        high += _LEAST_PICTURE
        large = self.scene.arrangement == "data" and self.width() >= wide and self.height() >= high
        if large != self.is_large:
            self._change_form(large)
        if large:
            self._fit_large()
        else:
            self._fit_small()

    def _change_form(self, large: bool) -> None:
        """Show the parts of the large form in place of those of the small one, or the other way round."""
        self._batches.end_shuffle()
        self.is_large = large
        scene = self.scene
        assert scene is not None
        if large and self.large is None:
            from gdviz.gui.data.large_form import LargeForm

            self.large = LargeForm(self, self.head_row, self.body)
            self.large.playheadRequested.connect(self.playheadRequested)
            self.large.stageRequested.connect(self.stageRequested)
            self.large.oneSampleWanted.connect(self._switch_one_sample)
            self.large.apply_theme(scene.theme)
        assert self.large is not None
        self.large.show(large, scene.medium.tools)
        self.plot.set_large(large)
        self.body.setSpacing(_LARGE_SPACING if large else _USUAL_SPACING)
        policy = Qt.ScrollBarPolicy
        self.area.setVerticalScrollBarPolicy(policy.ScrollBarAlwaysOff if large else policy.ScrollBarAsNeeded)
        if large:
            self.large.show_runs(scene)
        self._drawn = None
        self._refresh()

    def _fit_large(self) -> None:
        """Samples above, then the batches, then the stages."""
        assert self.scene is not None and self.large is not None
        axes, features, has_tools = self._axes, len(self._problem.samples.names), self.scene.medium.tools
        tools, remark = has_tools and (features > 1 or axes.classes), bool(self.remark.text())
        for part in (self.pages, self.head, self.enlarge, self.where, self.strip, self.sentence, self.flow):
            part.hide()
        self.plot.show()
        self._show_choices()
        self.axis_row.setVisible(tools)
        self.remark.setVisible(remark)
        menu = has_tools and not self.scene.simple
        self.menu_button.setVisible(menu)
        self.room_action.setVisible(False)
        others = [part.sizeHint().height() for part, shown in ((self.axis_row, tools), (self.remark, remark)) if shown]
        layout = self.layout()
        assert layout is not None
        sides = self.contentsMargins() + layout.contentsMargins()
        width = self.width() - sides.left() - sides.right()
        taken = self.menu_button.width() + self.head_row.spacing() if menu else 0
        self.large.choose_title(width - taken)
        head = max(self.head_row.heightForWidth(width), self.head_row.sizeHint().height())
        height = self.height() - sides.top() - sides.bottom() - head - layout.spacing()
        self.large.fit(width, height - sum(others) - _LARGE_SPACING * len(others))

    def _show_choices(self) -> None:
        """Show the choices of axes and of a class where there are any."""
        features, axes = len(self._problem.samples.names), self._axes
        self.axis.setVisible(features > 1)
        self.axis_up.setVisible(features > 1 and axes.classes)
        self.classes.setVisible(axes.classes)

    def _fit_small(self) -> None:
        """Show all parts stacked; with less room the samples above a page, or only one page."""
        assert self.scene is not None
        self.room_action.setVisible(True)
        self.menu_button.setVisible(self.scene.medium.tools)
        self.enlarge.setVisible(self.scene.medium.tools and self.scene.arrangement != "data")
        axes, features, has_tools = self._axes, len(self._problem.samples.names), self.scene.medium.tools
        tools, remark = has_tools and (features > 1 or axes.classes), bool(self.remark.text())
        room = self.height() - scaling.px(_ROW) * (tools + remark)
        paged, single = room < scaling.px(_WHOLE), room < scaling.px(_HALF)
        page = "batches" if self._for_shuffle or (self._page == "samples" and not single) else self._page
        self.pages.set_current(page)
        self.pages.setFixedHeight(scaling.px(28))  # Hangul is a pixel higher than the text before
        self.pages.setVisible(paged and has_tools)
        self.pages.set_shown("samples", single)
        buttons = self.menu_button.width() + self.head_row.spacing() + self.enlarge.width()
        room = self.width() - buttons - _MARGINS
        self.pages.draw_closer(next((way for way in (WIDE, TIGHT) if self.pages.width_when(way) <= room), SMALL))
        self._fit_position()
        taken = buttons + (self.pages.sizeHint().width() if paged else 0)
        self._choose_head(taken + _MARGINS if has_tools else 0)
        self._show_choices()
        for part, pages, wanted in (
            (self.axis_row, "samples", tools), (self.plot, "samples", True), (self.remark, "samples", remark),
            (self.where, "batches", True), (self.strip, "batches", True), (self.sentence, "batches flow", True),
            (self.flow, "flow", True),
        ):  # fmt: skip
            always = not paged or (pages == "samples" and not single)
            part.setVisible(wanted and (always or page in pages.split()))
        self._fit_flow()

    def _choose_head(self, beside: int) -> None:
        """Show the whole title, a short one, or none, as the width less `beside` pixels allows; 0 in a figure."""
        for title in (self.tr("Data and batches"), self.tr("Data")):
            self.head.setText(title)
            if not beside or self.head.sizeHint().width() + beside <= self.width():
                break
        self.head.setVisible(not beside or self.head.sizeHint().width() + beside <= self.width())

    def _fit_flow(self) -> None:
        """Give the flow the height that the other parts do not need."""
        layout = self.layout()
        if self.flow.isVisible() and layout is not None:
            others = layout.totalMinimumHeightForWidth(self.width()) - self.flow.minimumSizeHint().height()
            self.flow.set_most(self.height() - others)

    def _fit_position(self) -> None:
        """Put the button beside the words if both fit, otherwise below them."""
        needed = self.position.sizeHint().width() + self.one_sample.sizeHint().width() + self._where_row.spacing()
        beside = needed <= self.area.viewport().width()
        wanted = QHBoxLayout.Direction.LeftToRight if beside else QHBoxLayout.Direction.TopToBottom
        if self._where_row.direction() != wanted:
            self._where_row.setDirection(wanted)

    # -- drawing ----------------------------------------------------------------------------------------

    @property
    def _axes(self) -> SampleAxes:
        axes = self.plot.axes
        assert axes is not None
        return axes

    @property
    def _problem(self) -> DataProblem:
        assert self.scene is not None and isinstance(self.scene.problem, DataProblem)
        return self.scene.problem

    def _state(self, scene: Scene) -> tuple[object, ...]:
        """Everything that the drawing depends on besides the runs."""
        rows = [scene.row(run) for run in range(len(scene.runs))]
        end = scene.record.finish if scene.record.n <= rows[scene.run] else ""
        hidden = scene.state.experiment.ahead_hidden
        return rows, end, self.stage, hidden, self._pointed, self.plot.axes, scene.published.flat

    def _draw(self) -> None:
        scene = self.scene
        if scene is None:
            return
        problem, record = self._problem, scene.record
        self._drawn = self._state(scene)
        update = self.shown_update = one_update(record, scene.row(scene.run))
        stage = self.stage if update.w_after is not None else 0
        axes = self._axes
        lit = update.in_batch if stage or not update.whole else np.zeros(len(update.index), dtype=bool)
        large = self.large if self.is_large else None
        if large is not None:
            lit = update.in_batch
        marks = Marks(
            axes.points(update.index, update.prediction), update.index, axes.feet(update.index, update.prediction),
            problem.samples.y[update.index] if axes.classes else None, lit, stage in (0, 3, 4),
            large is not None, update.prediction if stage == 2 else None,
        )  # fmt: skip
        models = [each.w[scene.row(run)] for run, each in enumerate(scene.runs)]
        words = None
        if large is not None:
            words = large.plot_words(scene, update, stage, marks.feet is not None and marks.residuals, axes.classes)
        self.plot.draw(marks, models, scene.styles(), scene.run, words)
        drawn, n = len(update.index), update.n_samples
        self.plot.show_note(self._words.drawn(drawn, n) if drawn < n and large is None else "")
        hidden = scene.state.experiment.ahead_hidden
        after = stage == UPDATE or (stage == 0 and update.batch_size == 1 and update.w_after is not None)
        told, names = update, self._words.stages()
        if update.w_after is None and record.n:  # at the end the last update, as on the step card
            told, hidden = one_update(record, record.n - 1), False
        if large is not None:
            large.batches.show_update(update, problem, record.batches.order(update.epoch), after and not hidden)
            large.show_stages(problem, told, record.batches, names, hidden, stage)
        else:
            self._draw_small(scene, update, stage, after and not hidden)
            self.flow.show_links(self._words.links(record, told, self._sample(told), hidden), names, stage)
            self._fit_flow()
        self._show_pointed()
        updates = stage == UPDATE and not scene.state.experiment.ahead_hidden
        self.arrowsChanged.emit(_ways_down(problem, update, updates, self._pointed, self._words))

    def _draw_small(self, scene: Scene, update: OneUpdate, stage: int, after: bool) -> None:
        """Show an update in the parts of the small form, with `after` also the losses after it."""
        record, hidden = scene.record, scene.state.experiment.ahead_hidden
        self.strip.show_update(update, stage in (0, 3, 4), after)
        self.position.setText(self._words.position(update, record, stage))
        self._fit_position()
        words = self._words
        self.sentence.setText(words.stage(update, stage, record.batches, hidden) if stage else words.sentence(update))

    def _sample(self, update: OneUpdate) -> int:
        """The sample in the flow: the one under the pointer, or the first of the batch."""
        return int(update.batch[0]) if self._pointed is None else self._pointed

    def _show_pointed(self) -> None:
        update = self.shown_update
        if update is None or self.scene is None or self._pointed is None:
            self.plot.show_readout("", None)
            return
        self.plot.show_readout(self._words.readout(self._problem, update.w, self._pointed), self._pointed)

    # -- Commands -----------------------------------------------------------------------------

    def _point_at(self, sample: int | None) -> None:
        self._pointed = sample
        self._refresh()

    def _choose_axes(self) -> None:
        if self.scene is None:
            return
        problem = self._problem
        x, up = self.axis.currentData(), self.axis_up.currentData()
        classes = self._axes.classes
        self.plot.set_axes(SampleAxes(problem, x, up if classes and x != AGAINST and up not in (x, AGAINST) else None))
        self._refresh()

    def _list_axes(self) -> None:
        problem, axes = self._problem, self._axes
        names = list(enumerate(problem.samples.names))
        across = [*((f"→ {name}", j) for j, name in names), (self._words.against(), AGAINST)]
        up = [(f"↑ {self._words.probability()}", AGAINST), *((f"↑ {name}", j) for j, name in names)]
        self.axis.set_source(lambda: across)
        self.axis_up.set_source(lambda: up)
        self.axis.fill()
        self.axis_up.fill()
        self.axis.choose("", axes.x)
        self.axis_up.choose("", AGAINST if axes.y is None else axes.y)

    def _switch_one_sample(self, on: bool) -> None:
        size = 1 if on else min(self._batch_before, self._problem.n_samples)
        self.edited.emit("batch.size", size, True, self.one_sample.text)

    # -- language ---------------------------------------------------------------------------------------

    def changeEvent(self, event: QEvent) -> None:
        """Qt: the language has changed."""
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()
            if self.large is not None:
                self.large.retranslate()
            if self.scene is not None:
                if self.large is not None and self.is_large:
                    self.large.show_runs(self.scene)
                self._list_axes()
                self._show_remark()
                self.fit()
                self._draw()
        super().changeEvent(event)

    def _retranslate(self) -> None:
        self.setTitle(self.tr("Data and batches"))
        self.head.setToolTip(term_tip("batch"))
        self.plot.plot.setAccessibleName(self.tr("Samples and model"))
        self.plot.setToolTip(self.tr("Double-click adds a sample, dragging moves it, Delete removes it."))
        self.axis.setToolTip(self.tr("What is across; features on no axis are held at their mean."))
        self.axis_up.setToolTip(self.tr("What is upward."))
        self.axis.setAccessibleName(self.tr("Axis across"))
        self.axis_up.setAccessibleName(self.tr("Axis upward"))
        self.classes.setToolTip(self.tr("The class of a sample that is added by a double-click."))
        self.one_sample.setText(self.tr("One sample"))
        self.one_sample.setToolTip(
            self.tr("Batch size 1: each update sees one sample; its loss falls, others may rise.")
        )
        self.menu_button.setToolTip(self.tr("More about the data"))
        self.menu_button.setAccessibleName(self.menu_button.toolTip())
        self.open_action.setText(self.tr("Open data…"))
        self.room_action.setText(self.tr("More room"))
        for page, text in zip(PAGES, (self.tr("Samples"), self.tr("Batches"), self.tr("Flow")), strict=True):
            self.pages.set_text(page, text)
        self.shuffle_action.setText(self.tr("Show the shuffle at slow speed"))
        self.flow.setAccessibleName(self.tr("The way of an update"))
        self.flow.setToolTip(translating.translate(STAGE_KEYS))


class _Parts(QWidget):
    """The scrolled contents of the lab: without a fixed least height a scroll area gives them their preferred one."""

    def heightForWidth(self, width: int) -> int:
        """Qt: the least height."""
        layout = self.layout()
        return layout.totalMinimumHeightForWidth(width) if layout is not None else -1


def _note(wraps: bool = False) -> QLabel:
    label = QLabel()
    label.setProperty("role", "note")
    label.setWordWrap(wraps)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.NoTextInteraction)
    return label


def _ways_down(
    problem: DataProblem, update: OneUpdate, updates: bool, pointed: int | None, words: DataWords
) -> list[Descent]:
    """Minus the gradients at w: if `updates`, of all samples and of the batch, then that of a sample."""
    arrows = []
    if updates and update.batch_grad is not None:
        arrows.append(Descent(-update.grad, "text2", words.full_arrow()))
        if not update.whole:
            arrows.append(Descent(-update.batch_grad, "accent", words.batch_arrow(update)))
    if pointed is not None:
        grad = problem.per_sample(update.w, np.array([pointed]))[2][0]
        if not arrows:
            arrows.append(Descent(-update.grad, "text2", words.full_arrow()))
        arrows.append(Descent(-grad, "focus", f"−∇ℓ{words.number(pointed)}"))
    return arrows
