"""The place of the learning rate: the schedule's plan, the loss along the gradient, or the sweep over rates."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QApplication, QStackedWidget, QWidget

from gdviz.gui.theme import Theme
from gdviz.gui.views.schedule_view import ScheduleView
from gdviz.gui.widgets.segmented import SegmentedButtons

if TYPE_CHECKING:
    from gdviz.engine.trajectory import RunRecord
    from gdviz.experiment import Experiment
    from gdviz.gui.views.rate_curve import RateCurveView
    from gdviz.problems.base import Problem

MODES = ("plan", "line", "sweep")
_SPACING, _MARGINS = 8, 18


class RateStage(QStackedWidget):
    """Holds the schedule view and, from the first time that it is asked for, the view of other rates.

    It has the methods of a view; they reach the view of other rates while that is seen, and what it missed when it
    is seen again. `modeChanged` carries "plan", "line" or "sweep", `rateChosen` a rate for the optimizer.
    """

    modeChanged = Signal(str)
    rateChosen = Signal(float)

    def __init__(self, schedule: ScheduleView, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("rateStage")
        self.schedule = schedule
        self.curve: RateCurveView | None = None
        self.mode = "plan"
        self._told: dict[str, tuple[Any, ...]] = {}
        """The last arguments of each of the methods below."""
        self.addWidget(schedule)
        self.segments = SegmentedButtons()
        for mode in MODES:
            self.segments.add(mode, "", name=f"rate{mode.title()}Button")
        self.segments.chosen.connect(self.set_mode)
        self._take_head(schedule)
        self._retranslate()

    def set_mode(self, mode: str) -> None:
        """Show the "plan", the "line" or the "sweep"."""
        if mode == self.mode:
            return
        self.mode = mode
        focus = QApplication.focusWidget()
        if mode == "plan":
            self._take_head(self.schedule)
            self.setCurrentWidget(self.schedule)
        else:
            curve = self._made()
            curve.set_mode(mode)
            self._take_head(curve)
            self._tell_all()
            self.setCurrentWidget(curve)
        self.segments.set_current(mode)
        if focus is not None and self.isAncestorOf(focus):
            (focus if focus.isVisible() else self.window()).setFocus(Qt.FocusReason.OtherFocusReason)
        self.modeChanged.emit(mode)

    # what a view can be told

    def show_runs(
        self, experiment: Experiment, problem: Problem, records: Sequence[RunRecord], colors: Sequence[Any]
    ) -> None:
        """Show these runs."""
        self._tell("show_runs", experiment, problem, records, colors)

    def refresh(self) -> None:
        """Take what the records hold now."""
        if self.curve is not None and self.mode != "plan":
            self.curve.refresh()

    def set_playhead(self, k: int) -> None:
        """Look from the point after k updates."""
        self._tell("set_playhead", k)

    def set_run(self, index: int) -> None:
        """Choose the run that is looked at."""
        self._tell("set_run", index)

    def apply_theme(self, theme: Theme) -> None:
        """Take all colours from the theme."""
        self._tell("apply_theme", theme)

    # how it is done

    def _made(self) -> RateCurveView:
        if self.curve is None:
            from gdviz.gui.views.rate_curve import RateCurveView

            self.curve = RateCurveView()
            self.curve.rateChosen.connect(self.rateChosen)
            self.addWidget(self.curve)
        return self.curve

    def _take_head(self, view: ScheduleView | RateCurveView) -> None:
        """One row of buttons, always at the right end: under the mouse that has just pressed it."""
        view.head_row.addWidget(self.segments)
        view.head.removeEventFilter(self)
        view.head.installEventFilter(self)
        self._fit_head(view)

    def _fit_head(self, view: ScheduleView | RateCurveView) -> None:
        """Leave the title out where it would be cut: the axes say the same."""
        beside = [self.segments] if view is self.schedule or self.curve is None else [self.segments, self.curve.uphill]
        taken = sum(part.sizeHint().width() + _SPACING for part in beside if not part.isHidden())
        view.head.setVisible(view.head.sizeHint().width() + taken + _MARGINS <= self.width())

    def _seen(self) -> ScheduleView | RateCurveView:
        return self.schedule if self.mode == "plan" or self.curve is None else self.curve

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Qt: there may be more or less room for the title."""
        super().resizeEvent(event)
        self._fit_head(self._seen())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """A view that names itself shows its title; here only where there is room."""
        if event.type() == QEvent.Type.ShowToParent and watched is self._seen().head:
            self._fit_head(self._seen())
        return super().eventFilter(watched, event)

    def _tell(self, method: str, *arguments: Any) -> None:
        self._told[method] = arguments
        if self.curve is not None and self.mode != "plan":
            getattr(self.curve, method)(*arguments)

    def _tell_all(self) -> None:
        for method in ("apply_theme", "show_runs", "set_run", "set_playhead"):
            if method in self._told:
                self._tell(method, *self._told[method])

    def changeEvent(self, event: QEvent) -> None:
        """Qt: the language has changed."""
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()
        super().changeEvent(event)

    def _retranslate(self) -> None:
        self.segments.set_text("plan", "η(k)", self.tr("The learning rate over the steps"))
        self.segments.set_text("line", "J(η)", self.tr("Line search: the loss along the gradient, over the rate"))
        self.segments.set_text("sweep", self.tr("Sweep"), self.tr("Rate sweep: the final loss of constant rates"))
