"""Shows the schedule's plan, the loss along the gradient, a sweep, a range test, or a phase diagram."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QApplication, QPushButton, QSizePolicy, QStackedWidget, QWidget

from gdviz.gui.kernel.view import ViewDefaults
from gdviz.gui.plots.schedule_view import ScheduleView
from gdviz.gui.style import icons
from gdviz.gui.style.theme import system
from gdviz.gui.widgets.focus import keep_focus
from gdviz.gui.widgets.segmented import SMALL, TIGHT, WIDE, SegmentedButtons
from gdviz.view_state import RATES

if TYPE_CHECKING:
    from gdviz.gui.kernel.scene import Scene
    from gdviz.gui.plots.phase_view import PhaseView
    from gdviz.gui.plots.rate_view import RateView
    from gdviz.gui.style.theme import Theme

_SPACING = 8
"""Pixels between two parts of the head."""
_MARGINS = 18
"""Pixels beside the head, on both sides together."""
_TITLES = (
    ("ScheduleView", "Learning rate"),
    ("RateCurveView", "Line search"),
    ("RateCurveView", "Rate sweep"),
    ("RateRangeView", "Range test"),
    ("PhaseView", "Phase diagram"),
)
"""The titles of the views, with the contexts of their translations, as most views are made at first use."""


class RateStage(ViewDefaults, QStackedWidget):
    """Holds the schedule view and the views of other rates, each made at first use.

    `modeRequested` carries a mode, one of RATES, `viewMade` a new view that needs to be registered, `rateChosen` a rate
    for the optimizer, `fromHereChosen` whether edits change the rate from the playhead on, `uphillChosen` whether the
    line search goes uphill; the others are those of the phase diagram, see PhaseView.
    """

    modeRequested = Signal(str)
    viewMade = Signal(object)
    rateChosen = Signal(float)
    fromHereChosen = Signal(bool)
    uphillChosen = Signal(bool)
    phaseChosen = Signal(object)
    phaseZoomed = Signal(object)
    cellChosen = Signal(object)
    enlargeWanted = Signal()

    def __init__(self, schedule: ScheduleView, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("rateStage")
        self.schedule = schedule
        self.late: dict[str, RateView | PhaseView] = {}
        """The views of other rates made so far, by mode; two modes share one."""
        self.mode = "plan"
        self.addWidget(schedule)
        self.from_here = QPushButton()
        self.from_here.setObjectName("fromHereButton")
        self.from_here.setCheckable(True)
        self.from_here.setProperty("segment", "only")
        self.from_here.setProperty("tight", True)
        self.from_here.clicked.connect(self.fromHereChosen)
        self.best_button = QPushButton()
        self.best_button.setObjectName("bestRateButton")
        self.best_button.setProperty("segment", "only")
        self.best_button.setProperty("tight", True)
        self.best_button.clicked.connect(self._seek_best)
        self.segments = SegmentedButtons()
        for mode in RATES:
            self.segments.add(mode, "", name=f"rate{mode.title()}Button")
        self.segments.chosen.connect(self.modeRequested)
        for part in (self.best_button, self.from_here, self.segments):
            part.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Preferred)
        self._retranslate()
        schedule.hold_button.installEventFilter(self)
        self._take_head(schedule)
        self._draw_icons(system())

    def show_scene(self, scene: Scene, before: Scene | None) -> None:
        """See View."""
        if scene.has_other_style(before):
            self._draw_icons(scene.theme)
        self.from_here.setChecked(scene.state.moment.from_here)
        if scene.state.experiment.rates != self.mode:
            self._set_mode(scene.state.experiment.rates)

    def _draw_icons(self, theme: Theme) -> None:
        self.from_here.setIcon(icons.icon("from-here", theme.text1))
        self.best_button.setIcon(icons.icon("best", theme.text1))

    def _seek_best(self) -> None:
        """Show which constant rate is best; when that is shown, take it."""
        if self.mode == "sweep":
            self._sweep.take_best()
        else:
            self.modeRequested.emit("sweep")

    def _set_mode(self, mode: str) -> None:
        self.mode = mode
        self._name_best()
        focus = QApplication.focusWidget()
        view = self._view(mode)
        self._take_head(view)
        self.setCurrentWidget(view)
        self.segments.set_current(mode)
        keep_focus(self, focus)
        self._rest_best()

    @property
    def _sweep(self) -> RateView:
        """The view of the sweep."""
        return cast("RateView", self.late["sweep"])

    def seen_view(self) -> ScheduleView | RateView | PhaseView:
        """The view that is shown."""
        return self.schedule if self.mode == "plan" else self.late[self.mode]

    # the words explain how to do it

    def _view(self, mode: str) -> ScheduleView | RateView | PhaseView:
        if mode == "plan":
            return self.schedule
        if mode not in self.late:
            if mode == "range":
                from gdviz.gui.plots.rate_range import RateRangeView

                self._add_rates(RateRangeView(), mode)
            elif mode == "phase":
                from gdviz.gui.plots.phase_view import PhaseView

                phase = PhaseView()
                phase.choiceMade.connect(self.phaseChosen)
                phase.zoomed.connect(self.phaseZoomed)
                phase.cellChosen.connect(self.cellChosen)
                phase.enlargeWanted.connect(self.enlargeWanted)
                self._add(phase, mode)
            else:
                from gdviz.gui.plots.rate_curve import RateCurveView

                curve = RateCurveView()
                curve.uphillChosen.connect(self.uphillChosen)
                self._add_rates(curve, "line", "sweep")
        return self.late[mode]

    def _add_rates(self, view: RateView, *modes: str) -> None:
        view.rateChosen.connect(self.rateChosen)
        view.drawn.connect(self._rest_best)
        self._add(view, *modes)

    def _add(self, view: RateView | PhaseView, *modes: str) -> None:
        self.addWidget(view)
        self.late |= dict.fromkeys(modes, view)
        self.viewMade.emit(view)

    def _take_head(self, view: ScheduleView | RateView | PhaseView) -> None:
        """Move the buttons to the right end of the view's head, so that the one just pressed stays under the mouse."""
        view.head_row.addWidget(self.best_button)
        view.head_row.addWidget(self.from_here)
        view.head_row.addWidget(self.segments)
        view.head.removeEventFilter(self)
        view.head.installEventFilter(self)
        self._fit_head(view)

    def _fit_head(self, view: ScheduleView | RateView | PhaseView) -> None:
        """With little room use no words beside icons, narrow buttons, no title, fewer buttons, and smaller text.

        The menu has what has no button there.

        Without a title the axes say the same. What is shared by the modes is as large, and at the same place, in each.
        """
        draw, hold = self.schedule.draw_button, self.schedule.hold_button
        held = [hold] if self.schedule.drawing else []
        parts = view.findChildren(QWidget, options=Qt.FindChildOption.FindDirectChildrenOnly)
        apart = (view.head, self.segments, self.best_button, draw, hold, self.from_here)
        others = [p for p in parts if view.head_row.indexOf(p) >= 0 and p not in apart and not p.isHidden()]
        full = self.width() - _MARGINS
        title, best = self._title_room(view), _beside(self.best_button)
        self.segments.set_shown("phase", True)
        if self.mode != "phase" and self.segments.width_when(SMALL) + _beside(draw) > full:  # it would be too small
            self.segments.set_shown("phase", False)
        wide, tight, small = map(self.segments.width_when, (WIDE, TIGHT, SMALL))
        for named in (True, False):
            for button, word in self._words.items():
                button.setText(word if named else "")
            only_here = sum(map(_beside, (draw, *held)))  # in other modes their own buttons use this room
            if wide + title + best + only_here + _beside(self.from_here) <= full:
                break
        room = full - max(0, sum(map(_beside, others)) - only_here)
        extras = [draw, *held, self.from_here]
        all_extras, one = sum(map(_beside, extras)), _beside(draw)
        gained = small + one <= room < tight + one  # smaller text only if it makes room for a button
        closeness = WIDE if wide + title + all_extras <= room else TIGHT if tight <= room and not gained else SMALL
        self.segments.draw_closer(closeness)
        room -= (wide, tight, small)[closeness]
        for part in extras:
            part.setVisible(_beside(part) <= room)
            room -= _beside(part)
        view.head.setVisible(room >= title)
        self.best_button.setVisible(room >= title + best)

    def _title_room(self, view: ScheduleView | RateView | PhaseView) -> int:
        """Return the width of the widest title of a mode, with its gap."""
        measure = view.head.fontMetrics().horizontalAdvance
        titles = (QCoreApplication.translate(context, title).upper() for context, title in _TITLES)
        return max(_beside(view.head), max(map(measure, titles)) + _SPACING)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Qt: the room for the title may have changed."""
        super().resizeEvent(event)
        self._fit_head(self.seen_view())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Qt: a view that sets its title shows it; hide it if there is no room."""
        shown = event.type() == QEvent.Type.ShowToParent and watched in (
            self.seen_view().head,
            self.schedule.hold_button,
        )
        if shown:
            self._fit_head(self.seen_view())
        return super().eventFilter(watched, event)

    def changeEvent(self, event: QEvent) -> None:
        """Qt: the language has changed."""
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()
            self._fit_head(self.seen_view())
        super().changeEvent(event)

    def _retranslate(self) -> None:
        self.segments.set_text("plan", "η(k)", self.tr("The learning rate over the steps"))
        self.segments.set_text("line", "J(η)", self.tr("Line search: the loss along the gradient, over the rate"))
        self.segments.set_text("sweep", self.tr("Sweep"), self.tr("Rate sweep: the final loss of constant rates"))
        self.segments.set_text("range", "η↑", self.tr("Range test: the loss while the rate rises within one run"))
        self.segments.set_text(
            "phase", self.tr("Map"), self.tr("Phase diagram: how the run ends over two of its settings")
        )
        self._name_best()
        self._rest_best()
        self._words = {self.schedule.draw_button: self.tr("Draw"), self.from_here: self.tr("From here on")}
        self.from_here.setAccessibleName(self._words[self.from_here])
        self.from_here.setToolTip(
            self.tr("From here on: a rate that you set holds from the playhead on; the past stays as it is.")
        )

    def _name_best(self) -> None:
        """Name the button by what it does next; it keeps its width."""
        seek, take = self.tr("Best rate"), self.tr("Take the best")
        self.best_button.setMinimumWidth(0)
        widths = []
        for text in (seek, take):
            self.best_button.setText(text)
            widths.append(self.best_button.sizeHint().width())
        self.best_button.setMinimumWidth(max(widths))
        if self.mode != "sweep":
            self.best_button.setText(seek)

    def _rest_best(self) -> None:
        """Disable the button while there is no rate to take, and show why; by keyboard, Return in the plot takes it."""
        seeks = self.mode != "sweep"
        why_not = None if seeks else self._sweep.why_not()
        if why_not is not None and self.best_button.hasFocus():
            self._sweep.setFocus(Qt.FocusReason.OtherFocusReason)
        self.best_button.setEnabled(why_not is None)
        self.best_button.setToolTip(
            self.tr("Try constant rates, and see which of them ends at the lowest loss")
            if seeks
            else why_not or self.tr("Set the rate that ends at the lowest loss; Undo takes it back")
        )


def _beside(part: QWidget) -> int:
    """Return the width of a part of the head, with its gap."""
    return max(part.sizeHint().width(), part.minimumWidth()) + _SPACING
