"""Folding parts of the window away, the size of its type, full screen, and the mode to present in."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QObject, QSettings, Qt
from PySide6.QtGui import QKeySequence
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

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from gdviz.gui.shell.main_window import MainWindow
    from gdviz.gui.shell.presentation import Presentation

TEXT_SIZES = (0.85, 1.0, 1.15, 1.3, 1.5, 1.75)
FOLDS = ("actionFoldPanel", "actionFoldPlots", "actionFoldRight")


class Comfort(QObject):
    """Connects the actions of comfort; what they need is made when they are first used."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._presentation: Presentation | None = None
        self.widths: tuple[list[float], list[int]] = [PANEL_WIDTH, CARD_WIDTH], []
        """Of panel and right column with the usual type, and as they were made at last: a small window cuts them."""
        actions = window.actions_
        self._parts: dict[str, QWidget] = dict(
            zip(FOLDS, (window.panel, window.splitters["plots"], window.splitters["right"]), strict=True)
        )
        for name, part in self._parts.items():
            actions[name].setChecked(True)
            actions[name].toggled.connect(lambda shown, part=part: self._show_part(part, shown))
        actions["actionFullScreen"].toggled.connect(self._fill_screen)
        actions["actionPresent"].toggled.connect(self._present)
        actions["actionLargerText"].setShortcuts([QKeySequence("Ctrl++"), QKeySequence("Ctrl+=")])
        for name, step in (("actionLargerText", 1), ("actionSmallerText", -1), ("actionNormalText", 0)):
            actions[name].triggered.connect(lambda _=False, step=step: self._step_text(step))

    def scale(self, text: float, lines: float = 1.0) -> None:
        """Draw type and lines at so many times their usual size."""
        from gdviz.gui.style.text_size import scale_type

        window, before, body = self._window, scaling.text_scale(), self._window.splitters["body"]
        sides = body.sizes()[::2]
        usual, made = self.widths
        if sides != made:  # a hand has moved them since; what is folded away has no width
            usual = [side / _wider(before) or kept for side, kept in zip(sides, usual, strict=True)]
        scale_type(window, lambda: window.set_theme(window.theme_choice), text, lines)
        left, right = (round(side * _wider(text)) for side in usual)
        window.panel.setMinimumWidth(LEAST_PANEL if text <= 1 else NARROW_PANEL)
        total = sum(body.sizes())
        left = min(left, max(total - LEAST_MIDDLE - right, window.panel.minimumWidth()))  # its labels move up instead
        body.setSizes([left, total - left - right, right])
        self.widths = usual, body.sizes()[::2]
        for row in window.panel.findChildren(Row):
            row.arrange()

    def keep_scale(self) -> None:
        """After another theme: the type stays as large as it was."""
        if scaling.text_scale() != 1.0:
            from gdviz.gui.style.text_size import keep_type

            keep_type(self._window)

    def restore(self, settings: QSettings) -> None:
        """Fold and scale as it was when the window was last closed."""
        for name in FOLDS:
            self._window.actions_[name].setChecked(settings.value(f"shown/{name}", True, bool) is not False)
        text = settings.value("text", 1.0, float)
        if text in TEXT_SIZES and text != scaling.text_scale():
            self.scale(float(text))

    def remember(self, settings: QSettings) -> None:
        """Keep what `restore` asks for; the mode to present in ends."""
        self._window.actions_["actionPresent"].setChecked(False)
        for name in FOLDS:
            settings.setValue(f"shown/{name}", self._window.actions_[name].isChecked())
        settings.setValue("text", scaling.text_scale())

    def _show_part(self, part: QWidget, shown: bool) -> None:
        focus = QApplication.focusWidget()
        part.setVisible(shown)
        window = self._window
        folded = ((window.panel, LEAST_PANEL), (window.splitters["right"], LEAST_CARD))
        least = LEAST.width() - sum(width + GAP for side, width in folded if side.isHidden())
        cast("QWidget", window.area.widget()).setMinimumWidth(least)
        if not shown and focus is not None and part.isAncestorOf(focus):
            self._window.setFocus(Qt.FocusReason.OtherFocusReason)

    def _fill_screen(self, full: bool) -> None:
        state = self._window.windowState() & ~Qt.WindowState.WindowFullScreen
        self._window.setWindowState(state | Qt.WindowState.WindowFullScreen if full else state)

    def _present(self, on: bool) -> None:
        from gdviz.gui.shell.presentation import Presentation

        if on:
            self._presentation = Presentation(self._window, self)
        elif self._presentation is not None:
            self._presentation.end()
            self._presentation = None

    def _step_text(self, step: int) -> None:
        """Take the next size in this direction; with 0 the usual one."""
        now = scaling.text_scale()
        beyond = [size for size in TEXT_SIZES if (size - now) * step > 1e-9]
        size = 1.0 if step == 0 else (min if step > 0 else max)(beyond, default=now)
        if size != now:
            self.scale(size, scaling.line_scale())


def _wider(text: float) -> float:
    """How many times as wide the sides are: half as much more as the type, for the surface needs its room."""
    return (text + 1) / 2
