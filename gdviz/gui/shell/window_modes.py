"""Folding parts of the window away, the size of its type, full screen, and presenting."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QApplication

from gdviz.gui.panel.param_form import Row
from gdviz.gui.shell.arrangement_names import ACTIONS
from gdviz.gui.shell.arranger import ALL, Arranger
from gdviz.gui.shell.window_layout import GAP, LEAST, LEAST_CARD, LEAST_PANEL
from gdviz.gui.style import scaling
from gdviz.view_state import TEXT_SCALES

if TYPE_CHECKING:
    from PySide6.QtWidgets import QMainWindow, QWidget

    from gdviz.gui.kernel.workbench import Workbench
    from gdviz.gui.shell.parts import Parts
    from gdviz.gui.shell.presentation import Presentation

_FOLDS = ("actionFoldPanel", "actionFoldPlots", "actionFoldRight")


class WindowModes(QObject):
    """Folds parts of the window, scales its type, fills the screen and presents, for the window's commands."""

    def __init__(self, window: QMainWindow, bench: Workbench, parts: Parts) -> None:
        super().__init__(window)
        self._window, self._bench, self._parts = window, bench, parts
        self._view_model = bench.view_model
        self._presentation: Presentation | None = None
        self.arranger: Arranger | None = None
        """Places the parts in the arrangements."""

    @property
    def _foldable(self) -> dict[str, QWidget]:
        """The parts that can be folded away in the present arrangement."""
        if self.arranger is not None and self.arranger.current != ALL:
            return self.arranger.foldable
        splitters = self._parts.splitters
        return {"panel": self._parts.panel, "plots": splitters["plots"], "right": splitters["right"]}

    def begin_scaling(self, text: float, lines: float) -> Callable[[], None]:
        """Scale type and lines from their usual size; call the returned function after the views have drawn."""
        from gdviz.gui.style.text_size import begin_scaling

        assert self.arranger is not None
        arranger = self.arranger
        arranger.note_sizes()
        scale = begin_scaling(self._window, text, lines)

        def finish() -> None:
            scale()
            arranger.rescale()
            for row in self._parts.panel.findChildren(Row):
                row.arrange()

        return finish

    def fold(self, folded: frozenset[str]) -> None:
        """Fold these parts of the window away, and show the others."""
        for name, part in self._foldable.items():
            if part.isHidden() != (name in folded):
                self._show_part(part, name not in folded)

    def keep_scale(self) -> None:
        """Keep the size of the type after a change of theme."""
        if scaling.text_scale() != 1.0:
            from gdviz.gui.style.text_size import keep_type

            keep_type(self._window)

    def show_part(self, part: str, shown: bool) -> None:
        """Show a part of the window, or fold it away; where there is no such part, note why."""
        if part not in self._foldable:
            assert self.arranger is not None and self.arranger.body is not None
            if part == "plots":
                keys = self._bench.actions[ACTIONS[ALL]].shortcut().toString(QKeySequence.SequenceFormat.NativeText)
                why = self.tr("Learning rate and loss stand below the surface only where everything is shown: {keys}.")
                why = why.format(keys=keys)
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
        """Show the part of the window that a widget is in, and the widget itself if its column shows another."""
        for name, part in self._foldable.items():
            if part is widget or part.isAncestorOf(widget):
                self.show_part(name, True)
        self.reveal(widget)

    def reveal(self, widget: QWidget) -> None:
        """Show the view that a widget is in, if its column shows only another view."""
        if self.arranger is not None and self.arranger.current != ALL and self.arranger.body is not None:
            side = self.arranger.body.side
            if side.folded and side.isVisibleTo(self._window):
                side.reveal(widget)

    def _show_part(self, part: QWidget, shown: bool) -> None:
        focus = QApplication.focusWidget()
        part.setVisible(shown)
        parts = self._foldable
        folded = ((parts.get("panel"), LEAST_PANEL), (parts.get("right"), LEAST_CARD))
        least = LEAST.width() - sum(width + GAP for side, width in folded if side is not None and side.isHidden())
        cast("QWidget", self._parts.area.widget()).setMinimumWidth(least)
        if not shown and focus is not None and part.isAncestorOf(focus):
            self._window.setFocus(Qt.FocusReason.OtherFocusReason)

    def fill_screen(self, full: bool) -> None:
        """Switch full screen on or off."""
        state = self._window.windowState() & ~Qt.WindowState.WindowFullScreen
        self._window.setWindowState(state | Qt.WindowState.WindowFullScreen if full else state)

    def present(self, on: bool) -> None:
        """Begin or end presenting."""
        from gdviz.gui.shell.presentation import Presentation

        if on:
            self._presentation = Presentation(self._window, self._bench, self._parts)
        elif self._presentation is not None:
            self._presentation.end()
            self._presentation = None

    def step_text(self, step: int) -> None:
        """Choose the next size of type in this direction; with 0, the usual one."""
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
