"""A row with a chevron that shows or hides what stands below it."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QSizePolicy, QToolButton, QWidget

from gdviz.gui.style import icons
from gdviz.gui.style.theme import Theme


class StepFold(QToolButton):
    """A chevron and a word; `focused` is emitted when a key moves the focus to it."""

    focused = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("stepFold")
        self.setProperty("fold", True)
        self.setCheckable(True)
        self.setIconSize(QSize(16, 16))
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._theme: Theme | None = None
        self.toggled.connect(self._show_chevron)

    def apply_theme(self, theme: Theme) -> None:
        """Take the colours."""
        self._theme = theme
        self._show_chevron()

    def set_open(self, is_open: bool) -> None:
        """Show whether what it folds is open."""
        self.setChecked(is_open)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Qt: it may be out of sight."""
        super().focusInEvent(event)
        self.focused.emit()

    def _show_chevron(self) -> None:
        if self._theme is not None:
            name = "chevron-down" if self.isChecked() else "chevron-right"
            self.setIcon(icons.icon(name, self._theme.text2, self._theme.text3))
