"""Folding parts of the window away, the size of its type, full screen, and the mode to present in."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QApplication

from gdviz.gui.panel.param_form import Row
from gdviz.gui.shell.window_layout import (
    CARD_WIDTH,
    GAP,
    LEAST,
    LEAST_CARD,
    LEAST_MIDDLE,
    LEAST_PANEL,
    NARROW_PANEL,
    PANEL_WIDTH,
)
from gdviz.gui.style import scaling
from gdviz.view_state import TEXT_SCALES

if TYPE_CHECKING:
    from PySide6.QtWidgets import QMainWindow, QWidget

    from gdviz.gui.kernel.workbench import Workbench
    from gdviz.gui.shell.arranger import Arranger
    from gdviz.gui.shell.parts import Parts
    from gdviz.gui.shell.presentation import Presentation

ALL = "all"
_FOLDS = ("actionFoldPanel", "actionFoldPlots", "actionFoldRight")


class WindowModes(QObject):
    """Folds parts of the window, scales its type, fills the screen and presents, as its commands ask for."""

    def __init__(self, window: QMainWindow, bench: Workbench, parts: Parts) -> None:
        super().__init__(window)
        self._window, self._bench, self._views = window, bench, parts
        self._view_model = bench.view_model
        self._presentation: Presentation | None = None
        self.arranger: Arranger | None = None
        """Says where the parts are while the window is about something."""
        self.widths: tuple[list[float], list[int]] = [PANEL_WIDTH, CARD_WIDTH], []
        """Of panel and right column with the usual type, and as they were made at last: a small window cuts them."""

    @property
    def _parts(self) -> dict[str, QWidget]:
        """What can be folded away as the window is arranged now."""
        if self.arranger is not None and self.arranger.current != ALL:
            return self.arranger.foldable
        splitters = self._views.splitters
        return {"panel": self._views.panel, "plots": splitters["plots"], "right": splitters["right"]}

    def begin_scaling(self, text: float, lines: float) -> Callable[[], None]:
        """Draw type and lines at so many times their usual size; what is returned is done when the views have drawn."""
        from gdviz.gui.style.text_size import begin_scaling

        window, panel, before, body = (
            self._window,
            self._views.panel,
            scaling.text_scale(),
            self._views.splitters["body"],
        )
        stands_there = body.indexOf(panel) == 0  # in another arrangement it is elsewhere
        sides = body.sizes()[::2] if stands_there else self.widths[1]
        usual, made = self.widths
        if sides != made:  # a hand has moved them since; what is folded away has no width
            usual = [side / _wider(before) or kept for side, kept in zip(sides, usual, strict=True)]
        scale = begin_scaling(window, text, lines)

        def finish() -> None:
            scale()
            if not stands_there or body.indexOf(panel) != 0:
                return  # its sizes are put back as they were when it went
            left, right = (round(side * _wider(text)) for side in usual)
            panel.setMinimumWidth(LEAST_PANEL if text <= 1 else NARROW_PANEL)
            total = sum(body.sizes())
            left = min(left, max(total - LEAST_MIDDLE - right, panel.minimumWidth()))  # its labels move up instead
            body.setSizes([left, total - left - right, right])
            self.widths = usual, body.sizes()[::2]
            for row in panel.findChildren(Row):
                row.arrange()

        return finish

    def fold(self, folded: frozenset[str]) -> None:
        """Fold these parts of the window away, and show the others."""
        for name, part in self._parts.items():
            if part.isHidden() != (name in folded):
                self._show_part(part, name not in folded)

    def keep_scale(self) -> None:
        """After another theme: the type stays as large as it was."""
        if scaling.text_scale() != 1.0:
            from gdviz.gui.style.text_size import keep_type

            keep_type(self._window)

    def show_part(self, part: str, shown: bool) -> None:
        """Show a part of the window, or fold it away, as a person wants it; say so where there is none."""
        if part not in self._parts:
            assert self.arranger is not None and self.arranger.body is not None
            if part == "plots":
                why = self.tr("Learning rate and loss stand below the surface only where everything is shown: Alt+6.")
            elif self.arranger.body.shares_column:
                why = self.tr("Settings, step and runs share the left column here: F6 folds it.")
            else:
                why = self.tr("There is no column at the right here.")
            self._bench.note(why)
            for name in _FOLDS:
                self._bench.mark(name)
            return
        folded = self._view_model.state.person.folded
        self._view_model.change(folded=folded - {part} if shown else folded | {part})

    def unfold(self, widget: QWidget) -> None:
        """Show the part of the window that a widget is in."""
        for name, part in self._parts.items():
            if part is widget or part.isAncestorOf(widget):
                self.show_part(name, True)

    def reveal(self, name: str) -> None:
        """Show the view of a room, if only others of its column are in sight."""
        if self.arranger is not None and self.arranger.current != ALL and self.arranger.body is not None:
            side = self.arranger.body.side
            if side.folded and name in side.keys and side.isVisibleTo(self._window):
                side.reveal(name)

    def _show_part(self, part: QWidget, shown: bool) -> None:
        focus = QApplication.focusWidget()
        part.setVisible(shown)
        parts = self._parts
        folded = ((parts.get("panel"), LEAST_PANEL), (parts.get("right"), LEAST_CARD))
        least = LEAST.width() - sum(width + GAP for side, width in folded if side is not None and side.isHidden())
        cast("QWidget", self._views.area.widget()).setMinimumWidth(least)
        if not shown and focus is not None and part.isAncestorOf(focus):
            self._window.setFocus(Qt.FocusReason.OtherFocusReason)

    def fill_screen(self, full: bool) -> None:
        """Fill the screen, or no longer."""
        state = self._window.windowState() & ~Qt.WindowState.WindowFullScreen
        self._window.setWindowState(state | Qt.WindowState.WindowFullScreen if full else state)

    def present(self, on: bool) -> None:
        """Begin to present, or end that."""
        from gdviz.gui.shell.presentation import Presentation

        if on:
            self._presentation = Presentation(self._window, self._bench, self._views)
        elif self._presentation is not None:
            self._presentation.end()
            self._presentation = None

    def step_text(self, step: int) -> None:
        """Take the next size in this direction; with 0 the usual one."""
        now = scaling.text_scale()
        beyond = [size for size in TEXT_SCALES if (size - now) * step > 1e-9]
        size = 1.0 if step == 0 else (min if step > 0 else max)(beyond, default=now)
        if size != now:
            self._view_model.change(text_scale=size)
        elif step == 0:
            self._bench.note(self.tr("The type has its usual size."))
        else:
            self._bench.note(
                self.tr("The type has no larger size.") if step > 0 else self.tr("The type has no smaller size.")
            )


def _wider(text: float) -> float:
    """How many times as wide the sides are: half as much more as the type, for the surface needs its room."""
    return (text + 1) / 2
